//! Posted gauges and counters: `{"name":"cpu_utilization","gauge":{"value":41.5},"tags":{"host":"a"}}`.
//!
//! Labels stand in `tags` (or `attributes`, `labels`) or beside the name. A known metric keeps the
//! labels that belong to it; any other keeps all of its tags.

use super::fields::Fields;
use super::names::{Field, Vocabulary};
use super::{UNKNOWN_SERVICE, time, words};
use crate::line::{Event, Measure, Observation};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use thiserror::Error;

/// The most labels of a metric that is not known; what comes after in their order is left out.
const MOST_TAGS: usize = 8;

/// The gauges of the monitoring document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gauge {
    Cpu,
    Memory,
    Disk,
    DbConnections,
    DbUtilization,
    QueueDepth,
}

/// Why an object is no metric.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MetricError {
    /// There is no `name`, or it is no text.
    #[error("expected a `name`")]
    NoName,
    /// There is neither `gauge` nor `counter` with a `value`.
    #[error("expected `gauge` or `counter` with a `value`")]
    NoValue,
    /// The value is no finite number.
    #[error("the value of `{0}` is not a finite number")]
    NotANumber(String),
}

/// Reads a metric that came at `received_ms`.
///
/// # Errors
/// When it has no name or no finite value.
pub fn read_metric(
    vocabulary: &Vocabulary,
    mut map: Map<String, Value>,
    received_ms: i64,
) -> Result<Event, MetricError> {
    let name = map.get("name").and_then(Value::as_str).map(str::trim).filter(|name| !name.is_empty());
    let name = words::label(name.ok_or(MetricError::NoName)?.to_owned());
    let posted = map.get("gauge").or_else(|| map.get("counter")).ok_or(MetricError::NoValue)?;
    let value = match posted {
        Value::Object(posted) => posted.get("value").ok_or(MetricError::NoValue)?,
        bare => bare,
    };
    let value = words::number(value).ok_or_else(|| MetricError::NotANumber(name.clone()))?;
    let mut tags = Map::new();
    for wrapper in ["labels", "attributes", "tags"] {
        if let Some(Value::Object(inner)) = map.remove(wrapper) {
            tags.extend(inner);
        }
    }
    for key in ["name", "gauge", "counter"] {
        map.remove(key);
    }
    // Tags win over what stands beside the name.
    let own_tags: BTreeMap<String, String> = tags
        .iter()
        .filter_map(|(key, value)| Some((words::label(key.clone()), words::label(words::text(value)?))))
        .collect();
    for (key, value) in map {
        tags.entry(key).or_insert(value);
    }
    let fields = Fields::of(vocabulary, &tags);
    let at_ms = fields
        .get(Field::Timestamp)
        .and_then(|found| time::read_time(found.value, received_ms))
        .unwrap_or(received_ms);
    let service = fields.label(Field::Service).unwrap_or_else(|| UNKNOWN_SERVICE.to_owned());
    let counted = Counted { at_ms, service: &service, fields: &fields };
    let observations = match vocabulary.gauge(&name) {
        Some((_, scale)) if !(value * scale).is_finite() => return Err(MetricError::NotANumber(name)),
        Some((gauge, scale)) => counted.known(gauge, value * scale),
        None => vec![counted.other(name, value, own_tags)],
    };
    let is_demo = fields.get(Field::Demo).is_some_and(|found| words::is_true(found.value));
    Ok(Event {
        line: None,
        service: service.clone(),
        at_ms,
        is_demo,
        observations,
        generation: None,
        task: None,
        deploy: None,
    })
}

struct Counted<'a> {
    at_ms: i64,
    service: &'a str,
    fields: &'a Fields<'a>,
}

impl Counted<'_> {
    fn known(&self, gauge: Gauge, value: f64) -> Vec<Observation> {
        let host = ("host", Field::Host);
        let database = ("database", Field::Database);
        match gauge {
            Gauge::Cpu => vec![self.observation(Measure::CpuUtilization, value, host)],
            Gauge::Memory => vec![self.observation(Measure::MemoryUtilization, value, host)],
            Gauge::Disk => vec![self.observation(Measure::DiskUtilization, value, host)],
            Gauge::DbUtilization => vec![self.observation(Measure::DbUtilization, value, database)],
            Gauge::QueueDepth => vec![self.observation(Measure::QueueDepth, value, ("queue", Field::Queue))],
            Gauge::DbConnections => {
                let mut observations = vec![self.observation(Measure::DbConnections, value, database)];
                if let Some(capacity) = self.fields.number(Field::Capacity).filter(|capacity| *capacity > 0.0)
                {
                    let percent = value / capacity * 100.0;
                    // A capacity next to nothing is a mistake of the sender, and no share of it is a number.
                    if percent.is_finite() {
                        observations.push(self.observation(Measure::DbUtilization, percent, database));
                    }
                }
                observations
            }
        }
    }

    fn observation(&self, measure: Measure, value: f64, (label, field): (&str, Field)) -> Observation {
        let labels = self.fields.label(field).map(|text| (label.to_owned(), text));
        self.with_labels(measure, value, labels.into_iter().collect())
    }

    fn other(&self, name: String, value: f64, tags: BTreeMap<String, String>) -> Observation {
        self.with_labels(Measure::Custom(name), value, tags.into_iter().take(MOST_TAGS).collect())
    }

    fn with_labels(&self, measure: Measure, value: f64, mut labels: BTreeMap<String, String>) -> Observation {
        labels.insert("service".to_owned(), self.service.to_owned());
        Observation { at_ms: self.at_ms, measure, labels, value, is_failure: false }
    }
}
