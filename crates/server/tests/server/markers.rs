//! What happened meanwhile, as the charts tell it: deploys and alerts that fire.

use crate::support::{Bench, Dashboard, MORNING_MS, gauge, request};
use serde_json::{Value, json};

const DASHBOARDS: [&str; 5] = ["overview", "generations", "api", "queues", "providers"];

fn deploy(after_ms: i64, version: &str) -> Value {
    json!({
        "timestamp": MORNING_MS + after_ms, "service": "backend-api", "event": "deploy.finished",
        "version": version, "message": format!("Deployed {version}"),
    })
}

/// The markers of each chart of a dashboard, by the name of the panel.
fn markers(dashboard: &Dashboard) -> Vec<(&str, Value)> {
    let panels = dashboard.0["panels"].as_array().unwrap().iter();
    panels
        .filter(|panel| panel["body"]["kind"] == "chart")
        .map(|panel| {
            let markers = panel["body"].get("markers").cloned().unwrap_or_else(|| json!([]));
            (panel["id"].as_str().unwrap(), markers)
        })
        .collect()
}

/// The charts that have any marker.
fn marked(dashboard: &Dashboard) -> Vec<&str> {
    let all = markers(dashboard).into_iter();
    all.filter(|(_, markers)| !markers.as_array().unwrap().is_empty()).map(|(id, _)| id).collect()
}

#[tokio::test]
async fn a_deploy_is_told_on_every_chart_of_every_dashboard() {
    let bench = Bench::new();
    bench.at(60_000);
    // The sender repeats the line, because an answer was lost on its way.
    bench.post(&[deploy(20_000, "1.4.2"), deploy(20_000, "1.4.2")]).await;
    bench.post(&[deploy(20_000, "1.4.2")]).await;
    bench.post(&[json!({"timestamp": MORNING_MS, "event": "deploy.failed", "version": "1.4.1"})]).await;
    let at_ms = MORNING_MS + 20_000;
    let expected =
        json!([{"at_ms": at_ms, "until_ms": at_ms, "kind": "deploy", "text": "backend-api 1.4.2"}]);
    for id in DASHBOARDS {
        let dashboard = bench.dashboard(id).await;
        let all = markers(&dashboard);
        assert!(!all.is_empty(), "{id} has charts");
        for (panel, markers) in all {
            assert_eq!(markers, expected, "{id} {panel}");
        }
    }
    // A window that ends before it knows nothing of it.
    let before = format!("overview?from={}&to={MORNING_MS}", MORNING_MS - 60_000);
    assert_eq!(marked(&bench.dashboard(&before).await), [""; 0]);
}

#[tokio::test]
async fn of_many_deploys_the_newest_hundred_are_told() {
    let bench = Bench::new();
    bench.at(300_000);
    let lines: Vec<Value> = (0..130).map(|number| deploy(number * 1_000, &number.to_string())).collect();
    bench.post(&lines).await;
    let overview = bench.dashboard("overview").await;
    for (panel, markers) in markers(&overview) {
        let markers = markers.as_array().unwrap();
        assert_eq!(markers.len(), 100, "{panel}");
        assert!(markers.iter().all(|marker| marker["at_ms"].as_i64().unwrap() >= MORNING_MS + 30_000));
    }
}

#[tokio::test]
async fn an_alert_is_told_on_the_charts_of_what_its_rule_judges() {
    let bench = Bench::new();
    bench.at(60_000);
    // A tenth of 200 requests fail, from the first on, and all of them are slow.
    let lines: Vec<Value> = (0..200)
        .map(|number| {
            let status = if number % 10 == 0 { 500 } else { 200 };
            request(MORNING_MS + number * 100, "/x", status, 12_000.0)
        })
        .collect();
    bench.post(&lines).await;
    bench.post_gauges(&[gauge(MORNING_MS + 55_000, "queue_depth", 5_000.0, &json!({"queue": "gpu"}))]).await;
    let overview = bench.dashboard("overview").await;
    let since_ms = |rule: &str| {
        let alerts = overview.0["alerts"].as_array().unwrap();
        alerts.iter().find(|alert| alert["rule"] == rule).unwrap()["since_ms"].clone()
    };
    let told = |rule: &str, kind: &str, text: &str| json!([{"at_ms": since_ms(rule), "until_ms": null, "kind": kind, "text": text}]);
    let errors = told("high_error_rate", "critical", "High Error Rate");
    let slow = told("slow_responses", "warning", "Slow Responses");
    let backlog = told("queue_backlog", "warning", "Queue Backlog");
    assert_eq!(since_ms("high_error_rate"), MORNING_MS);
    for (id, expected) in [
        (
            "overview",
            vec![("error_rate", &errors), ("request_latency_p99", &slow), ("queue_depth", &backlog)],
        ),
        ("api", vec![("error_rate", &errors), ("request_latency", &slow)]),
        ("queues", vec![("queue_depth", &backlog)]),
        ("generations", Vec::new()),
        ("providers", Vec::new()),
    ] {
        let dashboard = bench.dashboard(id).await;
        let names: Vec<&str> = expected.iter().map(|(panel, _)| *panel).collect();
        assert_eq!(marked(&dashboard), names, "{id}");
        for (panel, markers) in expected {
            assert_eq!(&dashboard.body(panel)["markers"], markers, "{id} {panel}");
        }
    }
    // What began before a window of the past is told there, what began after it is not.
    let past = |from_ms: i64, to_ms: i64| {
        format!("overview?from={}&to={}", MORNING_MS + from_ms, MORNING_MS + to_ms)
    };
    assert_eq!(marked(&bench.dashboard(&past(-120_000, -60_000)).await), [""; 0]);
    assert_eq!(marked(&bench.dashboard(&past(20_000, 40_000)).await), ["error_rate", "request_latency_p99"]);
}
