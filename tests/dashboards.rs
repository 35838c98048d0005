//! All five dashboards show numbers that this test worked out from the lines it sent.
//!
//! The lines lie in ten minutes two hours ago, so that the window is the same on every run and
//! nothing depends on the clock. Every figure below stands beside the lines that it comes from.

use chrono::Utc;
use e2e::{Browser, Look, Page, Server};
use serde_json::{Value, json};

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;

/// A server that holds the lines, and the address parameters of their ten minutes.
struct World {
    server: Server,
    from_ms: i64,
}

impl World {
    async fn new() -> Self {
        let now_ms = Utc::now().timestamp_millis();
        let from_ms = (now_ms - 120 * MINUTE) / MINUTE * MINUTE;
        let server = Server::start().await;
        let mut lines = requests(from_ms);
        lines.extend(generations(from_ms));
        lines.extend(tasks(from_ms));
        lines.extend(provider_calls(from_ms));
        server.send_lines(&lines).await;
        server.send_metrics(&gauges(from_ms)).await;
        Self { server, from_ms }
    }

    async fn open(&self, dashboard: &str) -> Page {
        let (from, to) = (self.from_ms, self.from_ms + 10 * MINUTE);
        let path = format!("/dashboards/{dashboard}?from={from}&to={to}");
        Page::open(Browser::open(Look::DESKTOP).await, &self.server, &path).await
    }
}

/// 200 requests, one every 3 s: 188 good ones of 1 … 188 ms, and 12 (the last) that fail after 5 s.
/// So: 0.33 a second, 6 % errors, p99 of the good route 187 ms, of all 5 s.
fn requests(from_ms: i64) -> Vec<Value> {
    (0..200)
        .map(|number| {
            let is_good = number < 188;
            json!({
                "timestamp": from_ms + number * 3 * SECOND, "service": "backend", "message": "request",
                "http_method": if is_good { "GET" } else { "POST" },
                "http_route": if is_good { "/v1/assets" } else { "/v1/generations" },
                "http_status": if is_good { 200 } else { 503 },
                "duration_ms": if is_good { number + 1 } else { 5_000 },
            })
        })
        .collect()
}

/// 40 created and 38 submitted; 34 complete in 20 s, 3 fail (2 time out, 1 is refused), 3 are never
/// heard of again. So: 34 of 37 succeed, 91.9 %; 3 are lost.
fn generations(from_ms: i64) -> Vec<Value> {
    let mut lines = Vec::new();
    for number in 0..40_i64 {
        let id = format!("gen-number-{number}");
        let created = from_ms + number * 10 * SECOND;
        let line = |event: &str, at: i64, more: Value| {
            let mut line = json!({
                "timestamp": at, "service": "backend", "event": format!("generation.{event}"),
                "message": format!("Generation {event}"), "generation_id": id, "trace_id": format!("gen-{id}"),
                "workflow": if number % 2 == 0 { "product_photo" } else { "model_swap" },
            });
            line.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            line
        };
        lines.push(line("created", created, json!({})));
        if number < 38 {
            lines.push(line("submitted", created + SECOND, json!({})));
        }
        let ended = created + 20 * SECOND;
        match number {
            0..34 => lines.push(line("completed", ended, json!({ "duration_ms": 20_000 }))),
            34..36 => {
                lines.push(line("failed", ended, json!({ "duration_ms": 20_000, "error_type": "timeout" })));
            }
            36 => {
                lines.push(line("failed", ended, json!({ "duration_ms": 20_000, "error_type": "refused" })));
            }
            _ => {}
        }
    }
    lines
}

/// Of each kind of task as many as named; every 10th of `generation` fails. All wait 1.5 s.
/// So: 100 tasks, 4 failed (4 %), 5.6 s on average, 3 retries.
fn tasks(from_ms: i64) -> Vec<Value> {
    let mut lines = Vec::new();
    for (task, queue, count, duration_ms) in [
        ("background_removal", "fast", 40_i64, 2_000),
        ("generation", "gpu", 40, 10_000),
        ("upscale", "gpu", 20, 4_000),
    ] {
        for number in 0..count {
            let queued = from_ms + number * 10 * SECOND;
            let line = |event: &str, at: i64, more: Value| {
                let mut line = json!({
                    "timestamp": at, "service": "celery", "event": format!("task.{event}"), "task": task,
                    "queue": queue, "task_id": format!("{task}-{number}"), "worker": "celery-1",
                });
                line.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
                line
            };
            let has_failed = task == "generation" && number % 10 == 0;
            lines.push(line("queued", queued, json!({})));
            lines.push(line("started", queued + 1_500, json!({ "wait_ms": 1_500 })));
            if task == "upscale" && number < 3 {
                lines.push(line("retried", queued + 2_000, json!({ "retries": 1 })));
            }
            let event = if has_failed { "failed" } else { "completed" };
            lines.push(line(event, queued + 1_500 + duration_ms, json!({ "duration_ms": duration_ms })));
        }
    }
    lines
}

/// `fal`: 50 calls of 1 s, of which 6 time out and 4 are rate limited (20 % errors, 80 % available).
/// `replicate`: 50 calls of 2 s, all good.
fn provider_calls(from_ms: i64) -> Vec<Value> {
    (0..100_i64)
        .map(|number| {
            let (provider, turn) = if number % 2 == 0 { ("fal", number / 2) } else { ("replicate", number / 2) };
            let mut line = json!({
                "timestamp": from_ms + number * 5 * SECOND, "service": "compute", "message": "Provider call",
                "provider": provider, "model": "m", "duration_ms": if provider == "fal" { 1_000 } else { 2_000 },
                "generation_id": format!("gen-number-{}", number % 40),
            });
            if provider == "fal" && turn % 5 == 0 {
                line["error_type"] = if turn < 30 { "timeout" } else { "rate_limited" }.into();
            }
            line
        })
        .collect()
}

/// One CPU of two too busy, a queue past its alert's limit, 90 of 100 connections in use.
fn gauges(from_ms: i64) -> Vec<Value> {
    let mut gauges = Vec::new();
    for number in 0..60 {
        let mut add = |name: &str, value: f64, tags: Value| {
            gauges.push(json!({ "name": name, "gauge": { "value": value }, "dt": from_ms + number * 10 * SECOND, "tags": tags }));
        };
        for (host, cpu) in [("backend-1", 42.0), ("compute-1", 91.0)] {
            add("cpu_utilization", cpu, json!({ "host": host, "service": "backend" }));
            add("memory_utilization", 60.0, json!({ "host": host, "service": "backend" }));
            add("disk_utilization", 30.0, json!({ "host": host, "service": "backend" }));
        }
        add("db_connections", 90.0, json!({ "database": "main", "capacity": 100, "service": "backend" }));
        add("queue_depth", 1_204.0, json!({ "queue": "gpu", "service": "celery" }));
        add("queue_depth", 3.0, json!({ "queue": "fast", "service": "celery" }));
    }
    gauges
}

/// The number at the head of a formatted value: "0.33 /s" is 0.33, "1,204" is 1204.
fn number(text: &str) -> f64 {
    let text = text.replace(',', "");
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '-').unwrap_or(text.len());
    text[..end].parse().unwrap_or_else(|_| panic!("{text:?} is no number"))
}

/// The column of a table by its heading.
fn column(rows: &[Vec<String>], heading: &str) -> Vec<String> {
    let index = rows[0].iter().position(|cell| cell.starts_with(heading));
    let index = index.unwrap_or_else(|| panic!("{:?} has a column {heading:?}", rows[0]));
    rows[1..].iter().map(|row| row[index].clone()).collect()
}

/// The row whose first cell starts so.
fn row<'a>(rows: &'a [Vec<String>], start: &str) -> &'a [String] {
    rows.iter()
        .find(|row| row[0].starts_with(start))
        .unwrap_or_else(|| panic!("{rows:?} has a row {start:?}"))
}

#[tokio::test]
async fn system_overview() {
    let world = World::new().await;
    let page = world.open("overview").await;
    let tiles = page.panel("Key metrics").await;
    let text = tiles.text().await;
    for expected in [
        // 12 of 200.
        "Error rate 6 %",
        "12 of 200 requests failed",
        // 34 of 37.
        "Generation success 91.9 %",
        "CPU 91 %",
        "compute-1",
        "Memory 60 %",
        "Disk 30 %",
        "Database connections 90 %",
        "Queue depth 1,204",
        "Task processing time 5.6",
        "Task failure rate 4 %",
    ] {
        assert!(text.contains(expected), "{expected:?} is in {text}");
    }
    // Past a limit: error rate (critical), success, CPU, connections and queue depth (warning).
    assert!(text.contains("All metrics 1 critical 4 warning 6 ok"), "{text}");

    // 200 requests in all, whatever bucket each fell into: rate × 10 s, summed over the buckets.
    let rows = page.panel("Request rate").await.rows().await;
    let requests: f64 = column(&rows, "requests").iter().map(|cell| number(cell) * 10.0).sum();
    assert!((requests - 200.0).abs() < 2.0, "{requests} of 200 requests: {rows:?}");

    let hosts = page.panel("CPU by host").await.rows().await;
    assert!(column(&hosts, "backend-1").iter().all(|cell| number(cell) == 42.0), "{hosts:?}");
    let heard = page.panel("Last heard from").await.text().await;
    for source in ["backend", "celery", "compute"] {
        assert!(heard.contains(source), "{source} is in {heard}");
    }
}

#[tokio::test]
async fn generation_pipeline() {
    let world = World::new().await;
    let page = world.open("generations").await;
    let counts = page.panel("Generations now").await;
    for expected in ["Created 40", "Completed 34", "Failed 3", "Lost 3"] {
        counts.until_it_says(expected).await;
    }
    let funnel = page.panel("Pipeline").await.text().await;
    for expected in ["Created 40", "Submitted 38", "Background removal 40", "Upscale 20", "Completed 34"] {
        assert!(funnel.contains(expected), "{expected:?} is in {funnel}");
    }
    // Medians 2 s, 10 s and 4 s within the sketch's 1 %.
    let steps = page.panel("Step times").await.text().await;
    for step in ["Background removal", "Generation", "Upscale"] {
        assert!(steps.contains(step), "{step:?} is in {steps}");
    }
    let errors = page.panel("Failures by error").await.text().await;
    assert!(errors.contains("timeout") && errors.contains("refused"), "{errors}");
    let workflows = page.panel("Failures by workflow").await.text().await;
    assert!(workflows.contains("product_photo") && workflows.contains("model_swap"), "{workflows}");
    assert_eq!(page.panel("Lost").await.rows().await.len(), 1 + 3);
    assert_eq!(page.panel("Latest failures").await.rows().await.len(), 1 + 3);
}

#[tokio::test]
async fn api_performance() {
    let world = World::new().await;
    let page = world.open("api").await;
    let routes = page.panel("Routes").await.rows().await;
    let route = |path: &str| {
        routes.iter().find(|row| row[1] == path).unwrap_or_else(|| panic!("{routes:?} has {path}"))
    };
    let (good, bad) = (route("/v1/assets"), route("/v1/generations"));
    // 188 and 12 requests in 600 s.
    assert_eq!((good[2].as_str(), bad[2].as_str()), ("0.31 /s", "0.020 /s"), "{routes:?}");
    // 5xx only on the bad route.
    assert_eq!((good[3].as_str(), bad[3].as_str()), ("0 %", "100 %"), "{routes:?}");
    // The median and the 187th of 188 rising durations; 5 s. All within the sketch's 1 %.
    let is_near = |cell: &str, expected: f64| (number(cell) - expected).abs() <= expected * 0.011;
    assert!(good[4].ends_with("ms") && is_near(&good[4], 94.5) && is_near(&good[5], 187.0), "{good:?}");
    assert!(bad[5].ends_with('s') && is_near(&bad[4], 5.0) && is_near(&bad[5], 5.0), "{bad:?}");

    let classes = page.panel("Status classes").await.rows().await;
    // Rates are rounded for the screen, so the sum is near 12 requests and not equal to it.
    let failed: f64 =
        column(&classes, "5xx").iter().filter(|c| c.as_str() != "–").map(|c| number(c) * 10.0).sum();
    assert!((failed - 12.0).abs() < 0.5, "{failed}: {classes:?}");
    assert_eq!(page.panel("Newest 5xx").await.rows().await.len(), 1 + 12);
    page.panel("Latency distribution").await;
}

#[tokio::test]
async fn queue_health() {
    let world = World::new().await;
    let page = world.open("queues").await;
    let rows = page.panel("Queue depth").await.rows().await;
    assert!(column(&rows, "gpu").iter().all(|cell| number(cell) == 1_204.0), "{rows:?}");
    assert!(column(&rows, "fast").iter().all(|cell| number(cell) == 3.0), "{rows:?}");
    let text = page.panel("Queues now").await.text().await;
    // The longest queue; 5.6 s = (40 × 2 s + 40 × 10 s + 20 × 4 s) / 100; 4 of 100.
    for expected in ["Queue depth 1,204", "Task processing time 5.60 s", "Task failure rate 4 %"] {
        assert!(text.contains(expected), "{expected:?} is in {text}");
    }
    // One task of each queue is started every 10 s for 400 s, and each has waited 1.5 s.
    let waits = page.panel("Wait time").await.rows().await;
    for queue in ["fast", "gpu"] {
        let waited: Vec<String> = column(&waits, queue).into_iter().filter(|cell| cell != "–").collect();
        assert_eq!(waited, vec!["1.50 s"; 40], "{waits:?}");
    }
    let by_step = page.panel("Retries").await.rows().await;
    let retried: f64 =
        column(&by_step, "upscale").iter().filter(|c| c.as_str() != "–").map(|c| number(c)).sum();
    assert_eq!(retried, 3.0, "{by_step:?}");
}

#[tokio::test]
async fn provider_status() {
    let world = World::new().await;
    let page = world.open("providers").await;
    let rows = page.panel("Providers").await.rows().await;
    let (fal, replicate) = (row(&rows, "fal"), row(&rows, "replicate"));
    // 10 of 50 failed; 4 of them were rate limits.
    assert!(fal.contains(&"80 %".to_owned()) && fal.contains(&"warning 20 %".to_owned()), "{fal:?}");
    assert!(fal.contains(&"4".to_owned()), "{fal:?}");
    assert!(
        replicate.contains(&"100 %".to_owned()) && replicate.contains(&"0 %".to_owned()),
        "{replicate:?}"
    );
    let kinds = page.panel("Error kinds").await.text().await;
    assert!(kinds.contains("timeout") && kinds.contains("rate_limited"), "{kinds}");
    let verdict = page.panel("Is it us or them?").await.text().await;
    assert!(verdict.contains("fal") && verdict.contains("20 %"), "{verdict}");
}
