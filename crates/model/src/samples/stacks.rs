//! Stacked areas and bars.

use super::data::{MINUTE_MS, broken, chart, classes, one_line, wave};
use super::{Group, Sample};
use contract::panel::ChartStyle::{Bars, StackedArea};
use contract::panel::Series;
use contract::unit::Unit;

pub(super) fn groups() -> Vec<Group> {
    vec![Group::new("Stacks and bars", stacks())]
}

fn stacks() -> Vec<Sample> {
    let bars = |step_ms: i64, series: Vec<Series>| chart(Bars, Unit::Count, step_ms, series, &[]);
    let stacked =
        |step_ms: i64, series: Vec<Series>| chart(StackedArea, Unit::PerSecond, step_ms, series, &[]);
    let compared = |mut series: Vec<Series>| {
        for one in &mut series {
            one.previous = Some(one.values.iter().map(|value| value.map(|value| value * 0.8)).collect());
        }
        series
    };
    let below = wave(61, 40, 30.0, 80.0).into_iter().map(|value| value.map(|value| value - 30.0)).collect();
    vec![
        Sample::chart("stacked", "Parts of a whole.", stacked(MINUTE_MS, classes(60))),
        Sample::chart(
            "stacked-gaps",
            "Parts of a whole with gaps, dense.",
            stacked(10_000, broken(classes(900))),
        ),
        Sample::chart(
            "stacked-compared",
            "The total of the period before is dashed.",
            stacked(MINUTE_MS, compared(classes(60))),
        ),
        Sample::chart("bars", "Counts by class.", bars(MINUTE_MS, classes(60))),
        Sample::chart(
            "bars-compared",
            "The total of the period before.",
            bars(MINUTE_MS, compared(classes(60))),
        ),
        Sample::chart("bars-few", "Six buckets: bars do not become walls.", bars(600_000, classes(6))),
        Sample::chart("bars-one", "One bucket.", bars(MINUTE_MS, one_line(vec![Some(4.0)]))),
        Sample::chart("bars-two", "Two buckets.", bars(MINUTE_MS, classes(2))),
        Sample::chart(
            "bars-dense",
            "2,000 buckets: the tallest of each column.",
            bars(10_000, classes(2_000)),
        ),
        Sample::chart("bars-negative", "Bars that hang from zero.", bars(MINUTE_MS, one_line(below))),
    ]
}
