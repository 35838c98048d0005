//! Tables of lines and metrics, and what they count as.

mod any;
mod lines;
mod metrics;

use super::{Vocabulary, read_line};
use crate::line::{Event, Measure, Observation};
use serde_json::Value;
use std::collections::BTreeMap;

const RECEIVED_MS: i64 = 1_705_400_000_000;

fn read(line: Value) -> Event {
    read_with(&Vocabulary::default(), line)
}

fn read_with(vocabulary: &Vocabulary, line: Value) -> Event {
    let Value::Object(map) = line else { panic!("a line is an object") };
    read_line(vocabulary, map, RECEIVED_MS)
}

fn of(event: &Event, measure: &Measure) -> Vec<Observation> {
    event.observations.iter().filter(|observation| observation.measure == *measure).cloned().collect()
}

/// Checks the only observation of a measure: its value (none for not known), failure and labels.
#[track_caller]
fn check(event: &Event, measure: Measure, value: Option<f64>, is_failure: bool, labels: &[(&str, &str)]) {
    let observations = of(event, &measure);
    assert_eq!(observations.len(), 1, "{measure:?} in {:?}", event.observations);
    let observation = &observations[0];
    assert_eq!(Some(observation.value).filter(|value| value.is_finite()), value);
    assert_eq!(observation.is_failure, is_failure);
    let labels: BTreeMap<String, String> =
        labels.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    assert_eq!(observation.labels, labels);
}

#[track_caller]
fn check_measures(event: &Event, measures: &[Measure]) {
    let mut found: Vec<Measure> =
        event.observations.iter().map(|observation| observation.measure.clone()).collect();
    found.sort();
    let mut measures = measures.to_vec();
    measures.push(Measure::Line);
    measures.sort();
    assert_eq!(found, measures);
}
