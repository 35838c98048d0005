//! Whatever comes, it is read or refused.

use super::super::{Vocabulary, read_line, read_metric};
use super::RECEIVED_MS;
use crate::line::Measure;
use proptest::prelude::*;
use serde_json::{Map, Value};

fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => proptest::sample::select(vec![
            "timestamp", "dt", "level", "severity_number", "service", "service.name", "message", "trace_id", "generation_id", "duration_ms",
            "duration_s", "event", "http_status", "http_route", "url.path", "task", "task_id", "queue", "wait_ms", "provider", "model", "status",
            "error_type", "span", "name", "gauge", "counter", "value", "tags", "capacity", "version", "demo", "context", "attributes", "http", "response",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,6}",
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,24}".prop_map(Value::from),
        proptest::sample::select(vec![
            "error",
            "generation.failed",
            "task.started",
            "deploy.finished",
            "2024-01-15T10:30:00Z",
            "1e999",
            "Generation completed",
            "503"
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 48, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map(key(), inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

fn object() -> impl Strategy<Value = Map<String, Value>> {
    proptest::collection::btree_map(key(), value(), 0..10).prop_map(|map| map.into_iter().collect())
}

proptest! {
    #[test]
    fn line_is_read_and_loses_nothing(map in object()) {
        let event = read_line(&Vocabulary::default(), map.clone(), RECEIVED_MS);
        let line = event.line.as_ref().unwrap();
        prop_assert!(!line.service.is_empty());
        prop_assert!(event.observations.iter().all(|observation| !observation.value.is_infinite()));
        prop_assert!(event.observations.iter().any(|observation| observation.measure == Measure::Line));
        // Every key is still there, or its value is one of the line's own.
        let own = Vocabulary::default();
        for key in map.keys() {
            prop_assert!(line.fields.contains_key(key) || own.field(key).is_some(), "{key} is lost");
        }
    }

    #[test]
    fn metric_is_read_or_refused(map in object()) {
        if let Ok(event) = read_metric(&Vocabulary::default(), map, RECEIVED_MS) {
            prop_assert!(!event.observations.is_empty());
            prop_assert!(event.observations.iter().all(|observation| observation.value.is_finite()));
        }
    }
}
