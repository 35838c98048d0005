//! The app's reader and serde's derived one read the same things from the same JSON.

use super::{Decode, DecodeError, decode_slice, words};
use crate::dashboard::Dashboard;
use crate::error::ErrorAnswer;
use crate::panel::{PanelBody, Scale};
use crate::stream::StreamData;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::fmt::Debug;

#[test]
fn every_word_is_read_as_it_is_written() {
    words::every_word(&mut |word, is_read| assert!(is_read, "{word}"));
}

fn check_both<T: Decode + Serialize + DeserializeOwned + PartialEq + Debug>(json: Value) {
    let by_serde: T = serde_json::from_value(json.clone()).unwrap();
    let text = serde_json::to_vec(&by_serde).unwrap();
    assert_eq!(decode_slice::<T>(&text), Ok(by_serde), "{json}");
}

fn dashboard(bodies: &[Value]) -> Value {
    let panels: Vec<Value> = bodies
        .iter()
        .map(|body| json!({ "id": "request_rate", "data_through_ms": 5, "body": body }))
        .collect();
    json!({
        "id": "api", "generated_at_ms": 9, "data_through_ms": null, "stale_after_ms": 15_000,
        "window": { "from_ms": 0, "to_ms": 60_000, "step_ms": 10_000 }, "is_demo": true,
        "extent": { "first_ms": -1, "last_ms": 2 },
        "sources": [{ "service": "backend", "last_event_ms": 3 }],
        "alerts": [{ "rule": "queue_backlog", "labels": { "queue": "gpu" }, "severity": "warning",
                     "sentence": "1,204 wait", "since_ms": 4, "dashboard": "queues" }],
        "panels": panels,
    })
}

fn bodies() -> Vec<Value> {
    let threshold = json!({ "value": 5.5, "direction": "below", "severity": "critical" });
    vec![
        json!({ "kind": "tiles", "tiles": [
            { "metric": "cpu_utilization", "key": "k", "title": "CPU", "unit": "percent", "value": 1.25, "detail": "d",
              "previous": null, "threshold": threshold, "state": "warning", "values": [1, null, 2.5],
              "dashboard": "overview", "data_through_ms": 7 },
            { "metric": null, "key": "l", "title": "Lost", "unit": "count", "value": null, "detail": null,
              "previous": 3, "threshold": null, "state": "no_data", "values": [], "dashboard": null,
              "data_through_ms": null }] }),
        json!({ "kind": "chart", "style": "stacked_area", "unit": "per_second", "start_ms": 0, "step_ms": 10_000,
                "series": [{ "name": "a", "labels": {}, "state": "ok", "values": [0.1, null] },
                           { "name": "b", "labels": { "x": "y" }, "state": null, "values": [], "previous": [1.0, null] }],
                "thresholds": [threshold] }),
        json!({ "kind": "chart", "style": "line", "unit": "count", "start_ms": 0, "step_ms": 10_000, "series": [],
                "thresholds": [], "scale": "log", "markers": [
                    { "at_ms": 5, "until_ms": null, "kind": "critical", "text": "Slow responses" },
                    { "at_ms": 6, "until_ms": 6, "kind": "deploy", "text": "deploy a1b2c3" }] }),
        json!({ "kind": "heatmap", "unit": "milliseconds", "start_ms": 0, "step_ms": 10_000, "buckets": 2,
                "band_edges": [0, 5.0], "counts": [[1, 2], [3, 4]], "threshold": null }),
        json!({ "kind": "table", "columns": [{ "key": "c", "title": "C", "unit": "timestamp" }, { "key": "d", "title": "D", "unit": null }],
                "rows": [{ "key": "r", "trace_id": "t", "cells": ["empty", { "text": "x" }, { "code": "y" }, { "number": 1.5 },
                    { "judged": { "value": 2, "state": "critical" } }, { "change": { "percent": -3.5, "is_worse": false } },
                    { "state": { "state": "ok", "text": "live" } }] }],
                "empty": "None.", "more": 3 }),
        json!({ "kind": "funnel", "stages": [{ "key": "s", "title": "S", "count": 4, "failed": 1, "is_for_all": true }] }),
        json!({ "kind": "bars", "unit": "bytes", "value_title": "v", "tail_title": null, "empty": "None.",
                "rows": [{ "key": "k", "title": "t", "value": 1, "tail": null, "detail": "d", "is_outlier": true, "previous": 2 }] }),
        json!({ "kind": "strips", "start_ms": 1, "step_ms": 2, "empty": "None.", "strips": [{ "key": "fal", "title": "fal", "state": "ok",
                "availability_percent": 99.5, "cells": [{ "state": "warning", "count": 9, "failed": 1 }] }] }),
        json!({ "kind": "sentences", "empty": "None.", "sentences": [{ "key": "k", "state": "ok", "text": "Fine.", "since_ms": null, "dashboard": "api" }] }),
        json!({ "kind": "error", "code": "internal", "message": "No.", "position": { "field": "from", "offset": 3 } }),
    ]
}

#[test]
fn every_type_is_read_as_serde_reads_it() {
    check_both::<Dashboard>(dashboard(&bodies()));
    check_both::<ErrorAnswer>(json!({ "error": { "code": "out_of_space", "message": "Full." } }));
    check_both::<StreamData>(json!({ "generated_at_ms": 1, "revision": 2, "build": "b", "sources": [] }));
}

#[test]
fn what_a_chart_does_not_need_is_not_sent() {
    let chart: PanelBody = decode_slice(bodies().swap_remove(1).to_string().as_bytes()).unwrap();
    let PanelBody::Chart(chart) = &chart else { panic!("{chart:?}") };
    assert_eq!((chart.scale, chart.markers.as_slice()), (Scale::Linear, [].as_slice()));
    let sent = serde_json::to_value(chart).unwrap();
    assert!(sent.get("scale").is_none() && sent.get("markers").is_none(), "{sent}");
}

#[test]
fn what_is_not_as_agreed_is_told_with_its_place() {
    let place = |json: Value| decode_slice::<Dashboard>(json.to_string().as_bytes()).unwrap_err();
    let mut body = bodies().swap_remove(0);
    body["tiles"][1]["state"] = "splendid".into();
    let expected = DecodeError { place: "panels.0.body.tiles.1.state".to_owned(), expected: "a known word" };
    assert_eq!(place(dashboard(&[body])), expected);
    assert_eq!(place(dashboard(&[json!({ "kind": "pie" })])).place, "panels.0.body");
    assert_eq!(place(json!([])).expected, "an object");
    assert_eq!(decode_slice::<Dashboard>(b"{").unwrap_err().expected, "JSON");
    assert_eq!(decode_slice::<f64>(b"null").unwrap_err().to_string(), "expected a number at ");
}
