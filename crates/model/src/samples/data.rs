//! Numbers that look measured, and charts made of them.

use contract::catalogue::{Direction, Severity};
use contract::panel::{Chart, ChartStyle, Scale, Series, State, Threshold};
use contract::unit::Unit;
use std::collections::BTreeMap;

/// 2024-01-15T12:00:00Z.
pub(super) const START_MS: i64 = 1_705_320_000_000;
/// A minute, as most samples are cut.
pub(super) const MINUTE_MS: i64 = 60_000;

/// Numbers from 0 to 1: the same on every run.
pub(super) struct Noise(pub(super) u64);

impl Noise {
    pub(super) fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(self.0 >> 40).unwrap_or(0)) / f64::from(1 << 24)
    }
}

/// `count` values that drift around `level`, never less than zero.
pub(super) fn wave(seed: u64, count: usize, level: f64, spread: f64) -> Vec<Option<f64>> {
    let mut noise = Noise(seed * 77 + 5);
    let mut drift = 0.5;
    (0..count)
        .map(|_| {
            drift = (drift + (noise.next() - 0.5) * 0.16).clamp(0.0, 1.0);
            Some((level + spread * (drift - 0.5) + spread * 0.25 * (noise.next() - 0.5)).max(0.0))
        })
        .collect()
}

pub(super) fn series(
    name: &str,
    label: Option<&str>,
    state: Option<State>,
    values: Vec<Option<f64>>,
) -> Series {
    let labels: BTreeMap<String, String> =
        label.iter().map(|key| ((*key).to_owned(), name.to_owned())).collect();
    Series { name: name.to_owned(), labels, state, values: values.into(), previous: None }
}

pub(super) fn one_line(values: Vec<Option<f64>>) -> Vec<Series> {
    vec![series("requests", None, None, values)]
}

pub(super) fn latency(count: usize) -> Vec<Series> {
    vec![
        series("p50", None, None, wave(1, count, 240.0, 160.0)),
        series("p90", None, None, wave(2, count, 900.0, 500.0)),
        series("p99", None, None, wave(3, count, 2_600.0, 1_900.0)),
    ]
}

pub(super) fn classes(count: usize) -> Vec<Series> {
    vec![
        series("2xx", None, Some(State::Ok), wave(4, count, 40.0, 20.0)),
        series("4xx", None, Some(State::Warning), wave(5, count, 3.0, 3.0)),
        series("5xx", None, Some(State::Critical), wave(6, count, 0.4, 2.0)),
    ]
}

pub(super) fn chart(
    style: ChartStyle,
    unit: Unit,
    step_ms: i64,
    series: Vec<Series>,
    limits: &[(f64, Direction, Severity)],
) -> Chart {
    let thresholds =
        limits.iter().map(|&(value, direction, severity)| Threshold { value, direction, severity }).collect();
    let (scale, markers) = (Scale::Linear, Vec::new());
    Chart { style, unit, start_ms: START_MS, step_ms, series, thresholds, scale, markers }
}

/// Values missing in the middle but for one, and here and there.
pub(super) fn with_gaps(mut values: Vec<Option<f64>>) -> Vec<Option<f64>> {
    let count = values.len();
    for (index, value) in values.iter_mut().enumerate() {
        let is_lone = index == count / 2;
        if (index > count / 3 && index < count * 2 / 3 && !is_lone) || index % 29 == 0 {
            *value = None;
        }
    }
    values
}

/// The same series with gaps.
pub(super) fn broken(series: Vec<Series>) -> Vec<Series> {
    series.into_iter().map(|one| Series { values: with_gaps(one.values.into()).into(), ..one }).collect()
}
