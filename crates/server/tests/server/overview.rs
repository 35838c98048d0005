//! The numbers of the System Overview, worked out here from the lines that are posted.

use crate::support::{Bench, MORNING_MS, gauge, near, plain, request};
use serde_json::{Value, json};

/// 200 requests within 20 s from [`MORNING_MS`] on, of which the first 12 fail; they take 1, 2 …
/// 200 ms.
fn two_hundred_requests() -> Vec<Value> {
    (0..200_i32)
        .map(|number| {
            let status = if number < 12 { 503 } else { 200 };
            request(MORNING_MS + i64::from(number) * 100, "/v1/generations", status, f64::from(number + 1))
        })
        .collect()
}

#[tokio::test]
async fn tiles_tell_what_the_lines_add_up_to() {
    let bench = Bench::new();
    bench.at(60_000);
    bench.post(&two_hundred_requests()).await;
    let overview = bench.dashboard("overview").await;

    let errors = overview.tile("key_metrics", "error_rate");
    assert_eq!(errors["value"], 6.0);
    assert_eq!(errors["detail"], "12 of 200 requests failed");
    assert_eq!(errors["state"], "critical");
    assert_eq!(errors["threshold"], json!({"value": 5.0, "direction": "above", "severity": "critical"}));
    assert_eq!(errors["dashboard"], "api");
    // The rank of the p99 of 1 … 200 is 0.99 · 199 = 197: the value 198.
    let p99 = overview.tile("key_metrics", "request_latency_p99");
    assert!(near(&p99["value"], 198.0), "{p99}");
    assert_eq!(p99["state"], "ok");
    let silent = overview.tile("key_metrics", "cpu_utilization");
    assert_eq!((&silent["value"], &silent["state"]), (&Value::Null, &json!("no_data")));
}

#[tokio::test]
async fn charts_have_gaps_where_nothing_was_heard_and_zeros_where_nothing_happened() {
    let bench = Bench::new();
    bench.at(60_000);
    bench.post(&two_hundred_requests()).await;
    // The service says something else in the fourth bucket.
    bench.post(&[json!({"timestamp": MORNING_MS + 35_000, "service": "backend", "message": "idle"})]).await;
    let path = format!("overview?from={MORNING_MS}&to={}&width=6", MORNING_MS + 60_000);
    let overview = bench.dashboard(&path).await;

    let rate = overview.points("request_rate", "requests");
    assert_eq!(rate, [(0, 10.0), (10_000, 10.0), (30_000, 0.0)]);
    assert_eq!(overview.points("error_rate", "errors"), [(0, 12.0), (10_000, 0.0)]);
    let p99 = overview.points("request_latency_p99", "p99");
    assert_eq!(p99.len(), 2);
    // 1 … 100: rank 0.99 · 99 = 98, the value 99.
    assert!((p99[0].1 - 99.0).abs() < 1.0, "{p99:?}");
    assert_eq!(overview.body("request_rate")["series"][0]["values"].as_array().unwrap().len(), 6);
}

#[tokio::test]
async fn the_last_bucket_is_divided_by_the_part_of_it_that_has_passed() {
    let bench = Bench::new();
    let lines: Vec<Value> =
        (0..10).map(|number| request(MORNING_MS + number * 300, "/v1/generations", 200, 5.0)).collect();
    bench.at(4_000);
    bench.post(&lines).await;
    let path = format!("overview?from={}&to=now&width=60", MORNING_MS - 60_000);
    let rate = bench.dashboard(&path).await.points("request_rate", "requests");
    assert_eq!(rate, [(0, 2.5)]);
}

#[tokio::test]
async fn alerts_are_sentences_with_numbers_and_age() {
    let bench = Bench::new();
    bench.at(60_000);
    bench.post(&two_hundred_requests()).await;
    let overview = bench.dashboard("overview").await;
    let alerts = overview.0["alerts"].as_array().unwrap();
    assert_eq!(alerts.len(), 1, "{alerts:?}");
    assert_eq!(alerts[0]["rule"], "high_error_rate");
    assert_eq!(plain(alerts[0]["sentence"].as_str().unwrap()), "12 of 200 requests failed (6 %, limit 5 %)");
    assert_eq!(alerts[0]["since_ms"], MORNING_MS);
    let sentences = overview.sentences("firing_alerts");
    assert_eq!(sentences[0], "High Error Rate: 12 of 200 requests failed (6 %, limit 5 %)");
    // Nothing came for 40 s, which is past the 15 s of the config.
    assert_eq!(sentences[1], "backend is silent: nothing can be said about what it feeds");

    // Six minutes later the window of the rule is empty: neither firing nor called well.
    bench.at(6 * 60_000);
    let later = bench.dashboard("overview").await;
    assert_eq!(later.0["alerts"], json!([]));
    assert_eq!(later.tile("key_metrics", "error_rate")["state"], "no_data");
}

#[tokio::test]
async fn too_few_requests_are_shown_and_not_judged() {
    let bench = Bench::new();
    bench.at(10_000);
    let lines: Vec<Value> = (0..3)
        .map(|number| request(MORNING_MS + number, "/x", if number == 0 { 500 } else { 200 }, 5.0))
        .collect();
    bench.post(&lines).await;
    let overview = bench.dashboard("overview").await;
    let tile = overview.tile("key_metrics", "error_rate");
    assert!(near(&tile["value"], 33.333), "{tile}");
    assert_eq!(tile["detail"], "1 of 3 requests failed, too few to judge");
    assert_eq!(tile["state"], "no_data");
    assert_eq!(overview.0["alerts"], json!([]));
}

#[tokio::test]
async fn an_alert_remembers_when_its_condition_came_true() {
    let bench = Bench::new();
    // One request a second for 40 minutes; every tenth fails in the last 20.
    let lines: Vec<Value> = (0..2_400)
        .map(|second| {
            let status = if second >= 1_200 && second % 10 == 0 { 500 } else { 200 };
            request(MORNING_MS + second * 1_000, "/x", status, 5.0)
        })
        .collect();
    bench.at(2_399_999);
    bench.post(&lines).await;
    let alert = bench.dashboard("overview").await.0["alerts"][0].clone();
    assert_eq!(plain(alert["sentence"].as_str().unwrap()), "30 of 300 requests failed (10 %, limit 5 %)");
    // 16 failures within 300 s are the first more than 5 %: from 1,350 s on. Ends an hour back are
    // a minute apart.
    let since_ms = alert["since_ms"].as_i64().unwrap() - MORNING_MS;
    assert!((1_340_000..=1_410_000).contains(&since_ms), "{since_ms}");
}

#[tokio::test]
async fn gauges_are_told_by_the_worst_and_charted_one_by_one() {
    let bench = Bench::new();
    bench.at(30_000);
    let mut gauges = Vec::new();
    for (host, cpu) in [("web-1", 41.5), ("gpu-1", 91.25)] {
        gauges.push(gauge(MORNING_MS, "cpu_utilization", 12.0, &json!({"host": host})));
        gauges.push(gauge(MORNING_MS + 20_000, "cpu_utilization", cpu, &json!({"host": host})));
    }
    gauges.push(gauge(MORNING_MS, "db_connections", 41.0, &json!({"database": "main", "capacity": 120})));
    gauges.push(gauge(MORNING_MS, "queue_depth", 1_204.0, &json!({"queue": "gpu"})));
    bench.post_gauges(&gauges).await;
    let path = format!("overview?from={MORNING_MS}&to=now&width=10");
    let overview = bench.dashboard(&path).await;

    let cpu = overview.tile("key_metrics", "cpu_utilization");
    assert_eq!(
        (&cpu["value"], &cpu["detail"], &cpu["state"]),
        (&json!(91.25), &json!("gpu-1"), &json!("warning"))
    );
    assert_eq!(overview.points("cpu", "web-1"), [(0, 12.0), (20_000, 41.5)]);
    let connections = overview.tile("key_metrics", "db_connections");
    assert!(near(&connections["value"], 34.1666), "{connections}");
    assert_eq!(connections["detail"], "main: 41 of 120 connections");
    assert_eq!(connections["state"], "ok");
    let depth = overview.tile("key_metrics", "queue_depth");
    assert_eq!((&depth["value"], &depth["state"]), (&json!(1_204.0), &json!("warning")));
    let limits: Vec<&Value> = overview.body("queue_depth")["thresholds"]
        .as_array()
        .unwrap()
        .iter()
        .map(|limit| &limit["value"])
        .collect();
    assert_eq!(limits, [100.0, 1_000.0]);
    let alerts = overview.0["alerts"].as_array().unwrap();
    assert_eq!(plain(alerts[0]["sentence"].as_str().unwrap()), "1,204 tasks wait in queue gpu (limit 1,000)");
    assert_eq!(alerts[0]["labels"], json!({"queue": "gpu"}));
}

#[tokio::test]
async fn a_comparison_brings_the_window_before() {
    let bench = Bench::new();
    bench.at(60_000);
    let before: Vec<Value> =
        (0..50).map(|number| request(MORNING_MS - 60_000 + number * 100, "/x", 200, 5.0)).collect();
    bench.post(&before).await;
    bench.post(&two_hundred_requests()).await;
    let range = format!("from={MORNING_MS}&to={}&width=6", MORNING_MS + 60_000);
    let with = bench.dashboard(&format!("overview?{range}&compare=previous")).await;
    let previous = &with.series("request_rate", "requests")["previous"];
    assert_eq!(previous[0], 5.0);
    assert_eq!(previous.as_array().unwrap().len(), 6);
    let without = bench.dashboard(&format!("overview?{range}")).await;
    assert!(without.series("request_rate", "requests").get("previous").is_none());
    // A window that lies in the past is told as a whole, and so is the one before.
    bench.at(3_600_000);
    let past = bench.dashboard(&format!("overview?{range}&compare=previous")).await;
    let errors = past.tile("key_metrics", "error_rate");
    assert_eq!((&errors["value"], &errors["previous"]), (&json!(6.0), &json!(0.0)));
}

#[tokio::test]
async fn every_source_is_told_with_its_last_event() {
    let bench = Bench::new();
    bench.at(20_000);
    bench.post(&[json!({"timestamp": MORNING_MS, "service": "compute", "message": "hello"})]).await;
    bench.post(&[request(MORNING_MS + 10_000, "/x", 200, 5.0)]).await;
    let overview = bench.dashboard("overview").await;
    assert_eq!(
        overview.0["sources"],
        json!([
            {"service": "backend", "last_event_ms": MORNING_MS + 10_000},
            {"service": "compute", "last_event_ms": MORNING_MS},
        ])
    );
    assert_eq!(overview.row("last_heard_from", "backend")["cells"][2]["state"]["state"], "ok");
    assert_eq!(overview.row("last_heard_from", "compute")["cells"][2]["state"]["text"], "silent");
    // A panel is as fresh as the services that feed it, whatever else they say.
    assert_eq!(overview.panel("request_rate")["data_through_ms"], MORNING_MS + 10_000);
    bench.post(&[json!({"timestamp": MORNING_MS + 15_000, "service": "backend", "message": "idle"})]).await;
    let later = bench.dashboard("overview").await;
    assert_eq!(later.panel("request_rate")["data_through_ms"], MORNING_MS + 15_000);
    assert_eq!(later.panel("cpu")["data_through_ms"], Value::Null);
}

#[tokio::test]
async fn the_panels_stand_in_the_order_of_reading() {
    let overview = Bench::new().dashboard("overview").await;
    assert_eq!(
        overview.panel_ids(),
        [
            "key_metrics",
            "firing_alerts",
            "request_rate",
            "error_rate",
            "request_latency_p99",
            "generation_latency_p99",
            "generation_success",
            "queue_depth",
            "cpu",
            "memory",
            "disk",
            "db_connections",
            "last_heard_from",
        ]
    );
    assert_eq!(overview.body("key_metrics")["tiles"].as_array().unwrap().len(), 11);
    assert_eq!(overview.body("firing_alerts")["empty"], "Nothing can be judged: no data yet.");
    assert_eq!(overview.0["extent"], Value::Null);
}

#[tokio::test]
async fn silence_is_not_called_health() {
    let bench = Bench::new();
    let empty = bench.dashboard("overview").await;
    assert_eq!(empty.body("firing_alerts")["empty"], "Nothing can be judged: no data yet.");
    bench.at(1_000);
    bench.post(&[request(MORNING_MS, "/x", 200, 5.0)]).await;
    assert_eq!(bench.dashboard("overview").await.body("firing_alerts")["empty"], "No alert is firing.");
    bench.at(30 * 60 * 60_000);
    let days_later = bench.dashboard("overview").await;
    let said = plain(days_later.body("firing_alerts")["empty"].as_str().unwrap());
    assert!(said.starts_with("Nothing can be judged: no source was heard for "), "{said}");
}
