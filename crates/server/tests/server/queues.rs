//! The numbers of Queue Health, worked out here from the lines that are posted.

use crate::support::{Bench, MORNING_MS, gauge, near, plain};
use serde_json::{Value, json};

fn task(at_ms: i64, id: &str, event: &str, more: &Value) -> Value {
    let mut line = json!({
        "timestamp": MORNING_MS + at_ms, "service": "celery", "event": event, "task": "upscale", "queue": "gpu",
        "task_id": id, "message": event,
    });
    for (key, value) in more.as_object().unwrap() {
        line[key] = value.clone();
    }
    line
}

#[tokio::test]
async fn depth_rates_and_time_to_drain() {
    let bench = Bench::new();
    // "Now" is the 300 s that end with the bucket of this moment.
    bench.at(299_999);
    let mut lines = Vec::new();
    for number in 0..300 {
        lines.push(task(number * 1_000, &format!("t{number}"), "task.queued", &json!({})));
    }
    for number in 0..600 {
        lines.push(task(number * 500, &format!("u{number}"), "task.started", &json!({"wait_ms": 4_000})));
    }
    bench.post(&lines).await;
    bench
        .post_gauges(&[
            gauge(MORNING_MS + 290_000, "queue_depth", 360.0, &json!({"queue": "gpu"})),
            gauge(MORNING_MS + 290_000, "queue_depth", 0.0, &json!({"queue": "mail"})),
        ])
        .await;
    let range = format!("queues?from={MORNING_MS}&to=now&width=30");
    let queues = bench.dashboard(&range).await;

    // 2 a second go and 1 comes: 360 are gone after 6 min. The 300 s are all but over.
    assert_eq!(
        queues.sentences("time_to_drain"),
        ["gpu: 360 waiting, draining at 1.00 /s: empty in about 6 min", "mail: empty"]
    );
    assert_eq!(queues.points("queue_rates", "gpu in")[0], (0, 1.0));
    assert_eq!(queues.points("queue_rates", "gpu out")[0], (0, 2.0));
    assert_eq!(queues.points("queue_depth", "gpu"), [(290_000, 360.0)]);
    assert!(near(&json!(queues.points("wait_time", "gpu")[0].1), 4_000.0));
    assert_eq!(queues.tile("queue_summary", "queue_depth")["state"], "warning");
    // The first task was queued at 0 and never started.
    let oldest = queues.row("oldest_task", "gpu");
    assert_eq!(oldest["cells"][1]["number"], 300.0);
    assert_eq!(oldest["cells"][2]["number"], 299_999.0);
    assert_eq!(oldest["cells"][4]["code"], "t0");
}

#[tokio::test]
async fn a_queue_that_grows_will_not_drain() {
    let bench = Bench::new();
    bench.at(299_999);
    let lines: Vec<Value> =
        (0..600).map(|number| task(number * 500, &format!("t{number}"), "task.queued", &json!({}))).collect();
    bench.post(&lines).await;
    bench.post_gauges(&[gauge(MORNING_MS + 290_000, "queue_depth", 1_500.0, &json!({"queue": "gpu"}))]).await;
    let queues = bench.dashboard("queues").await;
    assert_eq!(queues.sentences("time_to_drain"), ["gpu: 1,500 waiting, growing by 2.00 /s: will not drain"]);
    let alert = &queues.0["alerts"][0];
    assert_eq!((&alert["rule"], &alert["labels"]["queue"]), (&json!("queue_backlog"), &json!("gpu")));
    assert_eq!(plain(alert["sentence"].as_str().unwrap()), "1,500 tasks wait in queue gpu (limit 1,000)");
}

#[tokio::test]
async fn processing_failures_retries_and_workers() {
    let bench = Bench::new();
    bench.at(60_000);
    let mut lines = Vec::new();
    for number in 0..40 {
        let event = if number < 4 { "task.failed" } else { "task.completed" };
        let id = format!("t{number}");
        lines.push(task(
            number * 100,
            &id,
            event,
            &json!({"duration_ms": if number % 2 == 0 { 20_000 } else { 60_000 }}),
        ));
    }
    for number in 0..3 {
        lines.push(task(5_000, &format!("r{number}"), "task.retried", &json!({"retries": 1})));
        let worker = json!({"worker": if number < 2 { "gpu-1" } else { "gpu-2" }});
        lines.push(task(20_000 + number * 1_000, &format!("w{number}"), "task.started", &worker));
    }
    bench.post(&lines).await;
    let range = format!("queues?from={MORNING_MS}&to={}&width=6", MORNING_MS + 60_000);
    let queues = bench.dashboard(&range).await;
    assert_eq!(queues.single("processing_time", "all tasks"), 40_000.0);
    assert_eq!(queues.single("task_failure_rate", "upscale"), 10.0);
    assert_eq!(queues.points("retries", "upscale"), [(0, 3.0), (20_000, 0.0)]);
    let time = queues.tile("queue_summary", "task_processing_time");
    assert_eq!((&time["value"], &time["state"]), (&json!(40_000.0), &json!("warning")));
    let failed = queues.tile("queue_summary", "task_failure_rate");
    assert_eq!(failed["detail"], "4 of 40 tasks failed");
    let worker = &queues.row("workers", "gpu-1")["cells"];
    assert_eq!((&worker[1]["number"], &worker[2]["text"]), (&json!(2.0), &json!("upscale")));
    assert_eq!(worker[3]["number"], 40_000.0);
    assert_eq!(queues.rows("workers").len(), 2);
}

#[tokio::test]
async fn the_panels_stand_in_the_order_of_reading() {
    let queues = Bench::new().dashboard("queues").await;
    assert_eq!(
        queues.panel_ids(),
        [
            "queue_summary",
            "queue_depth",
            "oldest_task",
            "queue_rates",
            "time_to_drain",
            "wait_time",
            "processing_time",
            "task_failure_rate",
            "retries",
            "workers",
        ]
    );
}
