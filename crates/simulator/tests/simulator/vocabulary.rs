//! Lines speak the vocabulary of the ingest API, as JSON.

use std::collections::BTreeSet;

use serde_json::Value;
use simulator::traffic::{IncidentKind, Scenario};

use crate::figures::{HOUR_MS, MINUTE_MS, MONDAY_MS, happenings, troubled};

fn has(line: &Value, fields: &[&str]) {
    for field in fields {
        assert!(line.get(field).is_some_and(|value| !value.is_null()), "{field} in {line}");
    }
}

fn lines(scenario: &Scenario) -> Vec<Value> {
    let from_ms = MONDAY_MS + 9 * HOUR_MS;
    let happenings = happenings(scenario, from_ms, from_ms + 10 * MINUTE_MS);
    happenings.lines.iter().map(|line| serde_json::to_value(line).unwrap_or_default()).collect()
}

#[test]
fn every_line_says_what_its_kind_needs() {
    let from_ms = MONDAY_MS + 9 * HOUR_MS;
    let mut seen = BTreeSet::new();
    for line in lines(&troubled(IncidentKind::ProviderOutage, from_ms, None)) {
        has(&line, &["dt", "level", "service", "message", "host"]);
        assert_eq!(line[simulator::DEMO_LABEL], true);
        if line.get("generation_id").is_some() {
            let trace_id = format!("gen-{}", line["generation_id"].as_str().unwrap());
            assert_eq!(line["trace_id"], trace_id);
        }
        if line.get("http_status").is_some() {
            seen.insert("request".to_owned());
            has(&line, &["http_method", "http_route", "duration_ms", "trace_id", "org_id", "user_id"]);
            assert!(line.get("event").is_none() && line.get("provider").is_none());
        }
        if line.get("provider").is_some() {
            seen.insert("provider".to_owned());
            has(&line, &["model", "duration_ms", "status", "generation_id"]);
            assert_eq!(line["status"] == "error", line.get("error_type").is_some(), "{line}");
            assert!(line.get("event").is_none());
        }
        let Some(event) = line.get("event").and_then(Value::as_str) else { continue };
        if event == "deploy.finished" {
            has(&line, &["version"]);
            continue;
        }
        seen.insert(event.to_owned());
        has(&line, &["generation_id", "trace_id", "workflow", "org_id"]);
        match event {
            "generation.created" | "generation.submitted" => has(&line, &["user_id"]),
            "generation.completed" => has(&line, &["duration_ms"]),
            "generation.failed" => has(&line, &["duration_ms", "error_type"]),
            "task.queued" => has(&line, &["task", "queue", "task_id"]),
            "task.started" => has(&line, &["task", "queue", "task_id", "worker", "wait_ms"]),
            "task.completed" => {
                has(&line, &["task", "queue", "task_id", "worker", "duration_ms", "retries"]);
            }
            "task.retried" => has(&line, &["task", "queue", "task_id", "retries", "error_type"]),
            "task.failed" => {
                has(&line, &["task", "queue", "task_id", "duration_ms", "retries", "error_type"]);
            }
            other => panic!("an unknown event: {other}"),
        }
    }
    let expected: BTreeSet<String> = [
        "request",
        "provider",
        "generation.created",
        "generation.submitted",
        "generation.completed",
        "generation.failed",
        "task.queued",
        "task.started",
        "task.completed",
        "task.retried",
        "task.failed",
    ]
    .map(str::to_owned)
    .into();
    assert_eq!(seen, expected);
}

#[test]
fn names_are_the_documented_ones() {
    let lines = lines(&Scenario::healthy(1));
    let values = |field: &str| -> BTreeSet<&str> {
        lines.iter().filter_map(|line| line.get(field)?.as_str()).collect()
    };
    assert_eq!(values("service"), ["backend", "celery", "compute"].into());
    assert_eq!(values("level"), ["debug", "error", "info", "warning"].into());
    assert_eq!(values("queue"), ["default", "fast", "gpu"].into());
    assert_eq!(values("provider"), ["fal", "photoroom", "replicate", "stability"].into());
    assert_eq!(values("workflow"), ["background_swap", "model_swap", "product_photo", "upscale_only"].into());
    assert_eq!(
        values("task"),
        ["background_removal", "face_enhancement", "garment_enhancement", "generation", "upscale"].into()
    );
    assert_eq!(
        values("host"),
        ["backend-1", "backend-2", "celery-1", "celery-2", "celery-3", "compute-1", "compute-2"].into()
    );
    assert!(values("http_route").len() >= 8 && values("org_id").len() >= 5);
}
