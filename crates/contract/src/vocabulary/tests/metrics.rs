//! Posted gauges and counters.

use super::super::{MetricError, Vocabulary, read_metric};
use super::{RECEIVED_MS, check};
use crate::line::{Event, Measure};
use serde_json::{Value, json};

fn metric(post: Value) -> Result<Event, MetricError> {
    let Value::Object(map) = post else { panic!("a metric is an object") };
    read_metric(&Vocabulary::default(), map, RECEIVED_MS)
}

#[test]
fn gauges() {
    for (post, measure, value, labels) in [
        (
            json!({"name": "cpu_utilization", "gauge": {"value": 41.5}, "tags": {"host": "a", "service": "compute"}}),
            Measure::CpuUtilization,
            41.5,
            vec![("service", "compute"), ("host", "a")],
        ),
        (
            json!({"name": "memory_utilization", "gauge": {"value": "7"}, "host": "a"}),
            Measure::MemoryUtilization,
            7.0,
            vec![("service", "unknown"), ("host", "a")],
        ),
        (
            json!({"name": "disk_utilization", "gauge": 7}),
            Measure::DiskUtilization,
            7.0,
            vec![("service", "unknown")],
        ),
        (
            json!({"name": "system.cpu.utilization", "gauge": {"value": 0.5}, "tags": {"host.name": "a"}}),
            Measure::CpuUtilization,
            50.0,
            vec![("service", "unknown"), ("host", "a")],
        ),
        (
            json!({"name": "queue_depth", "gauge": {"value": 12}, "tags": {"queue": "gpu", "zone": "b"}}),
            Measure::QueueDepth,
            12.0,
            vec![("service", "unknown"), ("queue", "gpu")],
        ),
        (
            json!({"name": "images_made", "counter": {"value": 3}, "tags": {"plan": "pro"}}),
            Measure::Custom("images_made".to_owned()),
            3.0,
            vec![("service", "unknown"), ("plan", "pro")],
        ),
    ] {
        let event = metric(post).unwrap();
        assert_eq!(event.observations.len(), 1);
        check(&event, measure, Some(value), false, &labels);
        assert_eq!((event.line, event.at_ms), (None, RECEIVED_MS));
    }
    let connections = metric(json!({"dt": 1_705_314_600, "name": "db_connections", "gauge": {"value": 80}, "tags": {"database": "primary", "capacity": 200}, "demo": true})).unwrap();
    let labels = [("service", "unknown"), ("database", "primary")];
    check(&connections, Measure::DbConnections, Some(80.0), false, &labels);
    check(&connections, Measure::DbUtilization, Some(40.0), false, &labels);
    assert!(connections.is_demo);
    assert_eq!(connections.at_ms, 1_705_314_600_000);
}

#[test]
fn what_is_no_metric() {
    for (post, error) in [
        (json!({}), MetricError::NoName),
        (json!({"name": 5, "gauge": {"value": 1}}), MetricError::NoName),
        (json!({"name": "x"}), MetricError::NoValue),
        (json!({"name": "x", "gauge": {}}), MetricError::NoValue),
        (json!({"name": "x", "gauge": {"value": "NaN"}}), MetricError::NotANumber("x".to_owned())),
        (json!({"name": "x", "gauge": {"value": null}}), MetricError::NotANumber("x".to_owned())),
    ] {
        assert_eq!(metric(post), Err(error));
    }
}
