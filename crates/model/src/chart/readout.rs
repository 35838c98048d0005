//! What is said about one bucket: the tooltip, the crosshair's announcement and the legend.

use super::markers::notes;
use super::plot::{ChartPlot, is_stacked};
use crate::format;
use crate::palette::Rgb;
use crate::zone::Zone;
use contract::panel::{Chart, Series, Values};
use contract::time::{DAY_MS, MINUTE_MS};

/// One bucket in words.
#[derive(Debug, Clone, PartialEq)]
pub struct Readout {
    /// The bucket.
    pub bucket: usize,
    /// The time that it covers: "2024-01-15 14:02:30 – 14:03:00".
    pub time: String,
    /// One row a series that is shown, in the order of the legend, then the total of a stack.
    pub rows: Vec<ReadoutRow>,
    /// What else happened in that time, one line each: "deploy 14:02:10: backend a1b2c3".
    pub notes: Vec<String>,
}

/// One series in one bucket.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadoutRow {
    /// Its name.
    pub name: String,
    /// Its colour; none for a total.
    pub color: Option<Rgb>,
    /// Its value with its unit, or "–".
    pub value: String,
    /// Its value in the previous window, where there is a comparison.
    pub previous: Option<String>,
    /// The device-pixel row of its mark.
    pub y: Option<i32>,
}

/// The time that a bucket covers, with its date: "2024-01-15 14:02:30 – 14:03:00".
pub fn bucket_time(from_ms: i64, to_ms: i64, zone: &Zone) -> String {
    if to_ms - from_ms >= DAY_MS {
        let last = zone.day_start_ms(to_ms - 1);
        let first = format::date(from_ms, zone);
        return if zone.civil(from_ms).is_same_day(&zone.civil(last)) {
            first
        } else {
            format!("{first} – {}", format::date(last, zone))
        };
    }
    let is_whole_minutes = from_ms % MINUTE_MS == 0 && to_ms % MINUTE_MS == 0;
    let clock = if is_whole_minutes { format::clock_minutes } else { format::clock };
    format!("{} {} – {}", format::date(from_ms, zone), clock(from_ms, zone), clock(to_ms, zone))
}

/// What there is in `bucket`.
pub fn readout(chart: &Chart, plot: &ChartPlot, bucket: usize, zone: &Zone) -> Readout {
    let value_at = |values: &Values| values.get(bucket);
    let mut rows: Vec<ReadoutRow> = Vec::with_capacity(chart.series.len() + 1);
    let (mut total, mut previous_total) = (None, None);
    for (index, one) in
        chart.series.iter().enumerate().filter(|(index, _)| plot.is_shown.get(*index) == Some(&true))
    {
        let value = value_at(&one.values);
        let previous = one.previous.as_ref().map(value_at);
        total = sum(total, value);
        previous_total = sum(previous_total, previous.flatten());
        rows.push(ReadoutRow {
            name: one.name.clone(),
            color: plot.colors.get(index).copied(),
            value: format::value_or_dash(chart.unit, value),
            previous: previous.map(|value| format::value_or_dash(chart.unit, value)),
            y: plot.row_of(chart, index, bucket),
        });
    }
    if is_stacked(chart) && rows.len() > 1 {
        let has_previous = rows.iter().any(|row| row.previous.is_some());
        rows.push(ReadoutRow {
            name: "total".to_owned(),
            color: None,
            value: format::value_or_dash(chart.unit, total),
            previous: has_previous.then(|| format::value_or_dash(chart.unit, previous_total)),
            y: None,
        });
    }
    let span_ms = (plot.time.bucket_ms(bucket), plot.time.bucket_ms(bucket + 1));
    Readout {
        bucket,
        time: bucket_time(span_ms.0, span_ms.1, zone),
        rows,
        notes: notes(chart, span_ms, zone),
    }
}

fn sum(sum: Option<f64>, value: Option<f64>) -> Option<f64> {
    match (sum, value) {
        (Some(sum), Some(value)) => Some(sum + value),
        (known, None) | (None, known) => known,
    }
}

impl Readout {
    /// All of it as one sentence, for a screen reader.
    pub fn sentence(&self) -> String {
        let mut text = self.time.clone();
        for row in &self.rows {
            text.push_str("; ");
            text.push_str(&row.name);
            text.push(' ');
            text.push_str(if row.value == format::NO_VALUE { "no data" } else { &row.value });
            if let Some(previous) = row.previous.as_ref().filter(|previous| *previous != format::NO_VALUE) {
                text.push_str(", before ");
                text.push_str(previous);
            }
        }
        for note in &self.notes {
            text.push_str("; ");
            text.push_str(note);
        }
        text
    }
}

/// A value that is at most this old, or in one of the last three buckets, is the latest; an older
/// one is history and is not shown as if it were current.
const LATEST_WITHIN_MS: i64 = 2 * MINUTE_MS;

/// The latest value of a series with its bucket, where it is recent for this chart.
pub fn latest(chart: &Chart, series: &Series) -> Option<(usize, f64)> {
    let (bucket, value) = last_value(series)?;
    let age = series.values.len() - 1 - bucket;
    let age_ms = i64::try_from(age).unwrap_or(i64::MAX).saturating_mul(chart.step_ms);
    (age < 3 || age_ms <= LATEST_WITHIN_MS).then_some((bucket, value))
}

/// The last value that a series has, however old.
pub(super) fn last_value(series: &Series) -> Option<(usize, f64)> {
    let last =
        series.values.iter().enumerate().rev().find_map(|(bucket, value)| value.map(|value| (bucket, value)));
    last.filter(|(_, value)| value.is_finite())
}
