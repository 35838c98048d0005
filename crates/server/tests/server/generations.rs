//! The numbers of the Generation Pipeline, worked out here from the lines that are posted.

use crate::support::{Bench, MORNING_MS, near};
use serde_json::{Value, json};

fn step(at_ms: i64, id: &str, event: &str, more: &Value) -> Value {
    let mut line = json!({
        "timestamp": MORNING_MS + at_ms, "service": "backend", "event": event, "generation_id": id,
        "trace_id": format!("gen-{id}"), "workflow": "portrait", "message": event,
    });
    for (key, value) in more.as_object().unwrap() {
        line[key] = value.clone();
    }
    line
}

/// The sample line of the monitoring document, as it stands there.
fn sample() -> Value {
    json!({
        "timestamp": "2024-01-15T10:30:00.000Z", "level": "info", "service": "backend",
        "message": "Generation completed", "generation_id": "uuid", "duration_ms": 15000, "trace_id": "abc123",
    })
}

#[tokio::test]
async fn the_sample_line_of_the_document_is_one_generation_of_15_s() {
    let bench = Bench::new();
    bench.at(30_000);
    bench.post(&[sample()]).await;
    let range = format!("generations?from={}&to={}&width=60", MORNING_MS - 60_000, MORNING_MS + 60_000);
    let pipeline = bench.dashboard(&range).await;
    assert_eq!(pipeline.tile("generation_counts", "completed")["value"], 1.0);
    assert_eq!(pipeline.tile("generation_counts", "failed")["value"], 0.0);
    for name in ["p50", "p95", "p99"] {
        assert!(near(&json!(pipeline.single("generation_latency", name)), 15_000.0), "{name}");
    }
    assert_eq!(pipeline.single("generation_success", "success"), 100.0);
    let row = pipeline.row("slowest_generations", "uuid");
    assert_eq!(row["trace_id"], "abc123");
    assert_eq!(row["cells"][2]["number"], 15_000.0);
}

#[tokio::test]
async fn the_funnel_counts_stages_and_what_fails_in_them() {
    let bench = Bench::new();
    bench.at(60_000);
    let mut lines = Vec::new();
    for number in 0..30 {
        let id = format!("g{number}");
        lines.push(step(number, &id, "generation.created", &json!({})));
        if number < 28 {
            lines.push(step(1_000 + number, &id, "generation.submitted", &json!({})));
            let failed = number < 3;
            let task = json!({
                "service": "compute", "task": "upscale", "task_id": format!("t{number}"),
                "duration_ms": if failed { 900.0 } else { 4_000.0 },
            });
            lines.push(step(
                5_000 + number,
                &id,
                if failed { "task.failed" } else { "task.completed" },
                &task,
            ));
            let quick = json!({"service": "compute", "task": "generation", "task_id": format!("q{number}"), "duration_ms": 1_000.0});
            lines.push(step(4_000 + number, &id, "task.completed", &quick));
        }
        match number {
            0..3 => lines.push(step(
                6_000 + number,
                &id,
                "generation.failed",
                &json!({"duration_ms": 6_000, "error_type": "oom"}),
            )),
            3..25 => lines.push(step(
                9_000 + number,
                &id,
                "generation.completed",
                &json!({"duration_ms": 9_000 + number}),
            )),
            _ => {}
        }
    }
    bench.post(&lines).await;
    let pipeline = bench.dashboard("generations?from=now-10m").await;

    let stages = pipeline.body("funnel")["stages"].as_array().unwrap();
    let seen: Vec<(&str, u64, u64)> = stages
        .iter()
        .map(|stage| {
            (
                stage["key"].as_str().unwrap(),
                stage["count"].as_u64().unwrap(),
                stage["failed"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            ("created", 30, 0),
            ("submitted", 28, 0),
            ("background_removal", 0, 0),
            ("generation", 28, 0),
            ("face_enhancement", 0, 0),
            ("garment_enhancement", 0, 0),
            ("upscale", 28, 3),
            ("completed", 22, 0),
        ]
    );
    for (key, value) in [
        ("created", 30.0),
        ("completed", 22.0),
        ("failed", 3.0),
        ("in_flight", 5.0),
        ("stuck", 5.0),
        ("lost", 0.0),
    ] {
        assert_eq!(pipeline.tile("generation_counts", key)["value"], value, "{key}");
    }
    let upscale = pipeline.row("step_times", "upscale");
    assert!(near(&upscale["value"], 4_000.0) && near(&upscale["tail"], 4_000.0), "{upscale}");
    assert_eq!((&upscale["detail"], &upscale["is_outlier"]), (&json!("28 runs, 3 failed"), &json!(true)));
    assert_eq!(pipeline.row("step_times", "generation")["is_outlier"], false);
    assert_eq!(pipeline.row("failures_by_error", "oom")["value"], 3.0);
    assert_eq!(pipeline.row("failures_by_workflow", "portrait")["detail"], "of 25 generations");
    let latest: Vec<&str> =
        pipeline.rows("latest_failures").iter().map(|row| row["key"].as_str().unwrap()).collect();
    assert_eq!(latest, ["g2", "g1", "g0"]);
    assert_eq!(pipeline.rows("slowest_generations")[0]["key"], "g24");
    // 22 of 25 is 88 %.
    assert_eq!(pipeline.single("generation_success", "success"), 88.0);
}

#[tokio::test]
async fn the_stuck_are_told_from_those_in_flight_and_from_the_lost() {
    let bench = Bench::new();
    let minute = 60_000;
    let mut lines: Vec<Value> = (0..20)
        .map(|number| {
            step(number, &format!("done{number}"), "generation.completed", &json!({"duration_ms": 20_000}))
        })
        .collect();
    // The usual p99 is 20 s: stuck after 40 s.
    lines.push(step(30 * minute - 30_000, "young", "generation.created", &json!({})));
    lines.push(step(30 * minute - 50_000, "stuck", "generation.created", &json!({})));
    lines.push(step(10 * minute, "lost", "generation.created", &json!({})));
    // Created as long ago, but heard of since.
    lines.push(step(10 * minute, "slow", "generation.created", &json!({})));
    lines.push(step(29 * minute, "slow", "", &json!({"message": "still working"})));
    bench.at(30 * minute);
    bench.post(&lines).await;
    let pipeline = bench.dashboard("generations").await;
    let keys = |panel| -> Vec<&str> {
        pipeline.rows(panel).iter().map(|row| row["key"].as_str().unwrap()).collect()
    };
    assert_eq!(keys("stuck_generations"), ["slow", "stuck"]);
    assert_eq!(keys("lost_generations"), ["lost"]);
    for (key, value) in [("in_flight", 3.0), ("stuck", 2.0), ("lost", 1.0)] {
        assert_eq!(pipeline.tile("generation_counts", key)["value"], value, "{key}");
    }
    let stuck = pipeline.row("stuck_generations", "stuck");
    assert_eq!(stuck["cells"][2]["number"], 50_000.0);
    assert!(near(&stuck["cells"][3]["number"], 20_000.0), "{stuck}");
    assert_eq!(pipeline.tile("generation_counts", "lost")["state"], "warning");
    // The one that ends is in flight no more.
    bench.post(&[step(30 * minute, "stuck", "generation.completed", &json!({"duration_ms": 50_000}))]).await;
    let later = bench.dashboard("generations").await;
    assert_eq!(later.tile("generation_counts", "stuck")["value"], 1.0);
}

#[tokio::test]
async fn steps_may_be_told_by_spans() {
    let bench = Bench::new();
    bench.at(30_000);
    let lines: Vec<Value> = (0..10)
        .map(|number| {
            json!({"timestamp": MORNING_MS + number, "service": "compute", "span": "compute.task.face_enhancement",
                   "span_id": format!("s{number}"), "duration_ms": 2_500})
        })
        .collect();
    bench.post(&lines).await;
    let pipeline = bench.dashboard("generations").await;
    let row = pipeline.row("step_times", "face_enhancement");
    assert!(near(&row["value"], 2_500.0), "{row}");
    assert_eq!(row["detail"], "10 runs, 0 failed");
}

#[tokio::test]
async fn the_panels_stand_in_the_order_of_reading() {
    let pipeline = Bench::new().dashboard("generations").await;
    assert_eq!(
        pipeline.panel_ids(),
        [
            "generation_counts",
            "funnel",
            "generation_success",
            "generation_latency",
            "step_times",
            "stuck_generations",
            "lost_generations",
            "failures_by_error",
            "failures_by_workflow",
            "slowest_generations",
            "latest_failures",
        ]
    );
    assert_eq!(pipeline.body("stuck_generations")["empty"], "No generation is stuck.");
    assert_eq!(pipeline.tile("generation_counts", "lost")["state"], "no_data");
}

#[tokio::test]
async fn a_step_that_is_slower_than_usual_stands_out() {
    let bench = Bench::new();
    let run = |at_ms: i64, task: &str, duration_ms: i64, number: i64| {
        json!({"timestamp": MORNING_MS + at_ms + number, "service": "compute", "event": "task.completed", "task": task,
               "task_id": format!("{task}-{at_ms}-{number}"), "duration_ms": duration_ms})
    };
    let mut lines = Vec::new();
    for number in 0..30 {
        // Usually one takes 9 s and the other 2 s; then the quick one takes 4 s.
        lines.push(run(-7_200_000, "generation", 9_000, number));
        lines.push(run(-7_200_000, "upscale", 2_000, number));
        lines.push(run(0, "generation", 9_000, number));
        lines.push(run(0, "upscale", 4_000, number));
    }
    bench.at(60_000);
    bench.post(&lines).await;
    let pipeline = bench.dashboard("generations?from=now-30m").await;
    assert_eq!(pipeline.row("step_times", "upscale")["is_outlier"], true);
    assert_eq!(pipeline.row("step_times", "generation")["is_outlier"], false);
}

#[tokio::test]
async fn what_nobody_ever_told_is_null_and_not_zero() {
    let bench = Bench::new();
    let generations = bench.dashboard("generations").await;
    for key in ["created", "completed", "failed", "in_flight", "stuck", "lost"] {
        let tile = generations.tile("generation_counts", key);
        assert_eq!((tile["value"].is_null(), tile["state"].as_str()), (true, Some("no_data")), "{tile}");
    }
}
