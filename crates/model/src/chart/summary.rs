//! A chart in words, for those who do not see it.
//!
//! What is said is what a glance would tell: where each series is now, where it was worst and
//! when, and what became of the limit. Series beyond the sixth are counted.

use super::limits::limit_label;
use super::plot::is_stacked;
use super::readout::{bucket_time, last_value, latest};
use crate::format;
use crate::zone::Zone;
use contract::catalogue::Direction;
use contract::panel::{Chart, Scale, Series, Threshold};
use contract::time::DAY_MS;
use std::collections::BTreeSet;

/// More are not listened to.
const MOST_SERIES: usize = 6;

/// The chart in words; hidden series are left out.
pub fn summary(chart: &Chart, hidden: &BTreeSet<String>, zone: &Zone) -> String {
    let mut text = values_words(chart, hidden, zone);
    let to_ms = bucket_ms(chart, super::plot::buckets(chart));
    if let Some(happened) = super::markers::sentence(chart, (chart.start_ms, to_ms)) {
        text.push(' ');
        text.push_str(&happened);
    }
    text
}

fn values_words(chart: &Chart, hidden: &BTreeSet<String>, zone: &Zone) -> String {
    let shown: Vec<&Series> = chart.series.iter().filter(|one| !hidden.contains(&one.name)).collect();
    if shown.iter().all(|one| last_value(one).is_none()) {
        return if shown.len() < chart.series.len() && chart.series.iter().any(|one| last_value(one).is_some())
        {
            "All series with values are switched off.".to_owned()
        } else {
            "No data in this range.".to_owned()
        };
    }
    let mut parts: Vec<String> =
        shown.iter().take(MOST_SERIES).map(|one| series_words(chart, one, zone)).collect();
    if let Some(more) = shown.len().checked_sub(MOST_SERIES).filter(|more| *more > 0) {
        parts.push(format!("{more} more series"));
    }
    // Series on top of each other are parts: a limit is one of the whole, which no part shows.
    if !is_stacked(chart) {
        parts.extend(chart.thresholds.iter().map(|limit| limit_words(chart, &shown, limit, zone)));
        if chart.scale == Scale::Log {
            let has_none = |value: &f64| *value <= 0.0;
            let is_cut = shown.iter().any(|one| one.values.iter().flatten().any(|value| has_none(&value)));
            let rest = if is_cut { ", values of 0 and less are at its base" } else { "" };
            parts.push(format!("logarithmic scale{rest}"));
        }
    }
    let mut text = parts.join("; ");
    text.push('.');
    text
}

fn series_words(chart: &Chart, series: &Series, zone: &Zone) -> String {
    let value = |value: f64| format::value(chart.unit, value);
    let Some((last_bucket, last)) = last_value(series) else { return format!("{}: no data", series.name) };
    let now = match latest(chart, series) {
        Some(_) => format!("{} now", value(last)),
        None => format!("{} last at {}", value(last), moment(chart, last_bucket, zone)),
    };
    let is_low_worst = chart.thresholds.first().is_some_and(|limit| limit.direction == Direction::Below);
    let (word, worst) = if is_low_worst {
        ("lowest", extreme(series, |a, b| a < b))
    } else {
        ("highest", extreme(series, |a, b| a > b))
    };
    match worst {
        // With one value there is nothing to be the highest of.
        Some((bucket, worst)) if bucket != last_bucket && worst.to_bits() != last.to_bits() => {
            format!("{}: {now}, {word} {} at {}", series.name, value(worst), moment(chart, bucket, zone))
        }
        Some((bucket, _)) if bucket == last_bucket && series.values.iter().flatten().count() > 1 => {
            format!("{}: {now}, the {word} of this range", series.name)
        }
        _ => format!("{}: {now}", series.name),
    }
}

/// The first of the values that none is `is_beyond`, with its bucket.
fn extreme(series: &Series, is_beyond: impl Fn(f64, f64) -> bool) -> Option<(usize, f64)> {
    let values =
        series.values.iter().enumerate().filter_map(|(bucket, value)| {
            value.filter(|value| value.is_finite()).map(|value| (bucket, value))
        });
    values.fold(None, |best, (bucket, value)| match best {
        Some((_, known)) if !is_beyond(value, known) => best,
        _ => Some((bucket, value)),
    })
}

fn limit_words(chart: &Chart, shown: &[&Series], limit: &Threshold, zone: &Zone) -> String {
    let label = limit_label(chart.unit, limit);
    let is_crossed =
        |value: &Option<f64>| value.is_some_and(|value| limit.direction.is_crossed(value, limit.value));
    let crossing: Vec<(&str, usize)> = shown
        .iter()
        .filter_map(|one| {
            one.values.iter().rposition(|value| is_crossed(&value)).map(|bucket| (one.name.as_str(), bucket))
        })
        .collect();
    let Some(last) = crossing.iter().map(|(_, bucket)| *bucket).max() else {
        return format!("{label} never crossed");
    };
    let buckets = shown.iter().map(|one| one.values.len()).max().unwrap_or(0);
    let count =
        (0..buckets).filter(|bucket| shown.iter().any(|one| is_crossed(&one.values.get(*bucket)))).count();
    let who = if shown.len() > 1 && crossing.len() < shown.len() {
        let names: Vec<&str> = crossing.iter().map(|(name, _)| *name).take(MOST_SERIES).collect();
        format!(" by {}", names.join(", "))
    } else {
        String::new()
    };
    format!("{label} crossed{who} in {count} of {buckets} intervals, last at {}", moment(chart, last, zone))
}

/// When a bucket was, as briefly as it is clear within this chart.
fn moment(chart: &Chart, bucket: usize, zone: &Zone) -> String {
    let at_ms = bucket_ms(chart, bucket);
    let span_ms = bucket_ms(chart, super::plot::buckets(chart)).saturating_sub(chart.start_ms);
    if chart.step_ms >= DAY_MS {
        bucket_time(at_ms, bucket_ms(chart, bucket + 1), zone)
    } else if span_ms > DAY_MS {
        format!("{} {}", format::date_short(at_ms, zone), format::clock_minutes(at_ms, zone))
    } else {
        format::clock_minutes(at_ms, zone)
    }
}

/// When a bucket begins, Unix milliseconds.
fn bucket_ms(chart: &Chart, bucket: usize) -> i64 {
    chart.start_ms.saturating_add(chart.step_ms.saturating_mul(i64::try_from(bucket).unwrap_or(i64::MAX)))
}
