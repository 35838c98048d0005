//! Logarithmic axes, what happened meanwhile, the period before, and days that are not 24 hours.

use super::data::{MINUTE_MS, START_MS, chart, latency, one_line, series, wave};
use super::{Group, Sample};
use crate::zone::Zone;
use contract::catalogue::Direction::Above;
use contract::catalogue::Severity::{Critical, Warning};
use contract::panel::ChartStyle::{Area, Bars, Line};
use contract::panel::{Chart, Marker, MarkerKind, Scale, Series};
use contract::time::HOUR_MS;
use contract::unit::Unit;
use std::sync::Arc;

pub(super) fn groups() -> Vec<Group> {
    vec![
        Group::new("Logarithmic axes", logarithmic()),
        Group::new("The period before", compared()),
        Group::new("Alerts and deploys", marked()),
        Group::new("Days that are not 24 hours", clock_changes()),
    ]
}

fn milliseconds(series: Vec<Series>) -> Chart {
    chart(Line, Unit::Milliseconds, MINUTE_MS, series, &[(10_000.0, Above, Warning)])
}

fn logarithmic() -> Vec<Sample> {
    let log = |chart: Chart| Chart { scale: Scale::Log, ..chart };
    let growth: Vec<Option<f64>> = (0..60).map(|minute| Some(1.35_f64.powi(minute))).collect();
    let mut with_zeros = wave(71, 60, 400.0, 700.0);
    with_zeros.iter_mut().step_by(9).for_each(|value| *value = Some(0.0));
    let line = |values| chart(Line, Unit::Count, MINUTE_MS, one_line(values), &[]);
    vec![
        Sample::chart("log", "Three percentiles by order of magnitude.", log(milliseconds(latency(60)))),
        Sample::chart("log-decades", "Eight decades.", log(line(growth))),
        Sample::chart(
            "log-zeros",
            "Zeros have no logarithm: they are at the base, and it says so.",
            log(line(with_zeros)),
        ),
        Sample::chart("log-equal", "All values are the same.", log(line(vec![Some(830.0); 60]))),
        Sample::chart(
            "log-area",
            "A filled line on a logarithmic axis.",
            log(chart(
                Area,
                Unit::Percent,
                MINUTE_MS,
                one_line(wave(72, 60, 2.0, 3.8)),
                &[(5.0, Above, Critical)],
            )),
        ),
        Sample::chart("log-160", "A phone's tile.", log(milliseconds(latency(60)))).sized(160.0, 120.0),
    ]
}

fn compared() -> Vec<Sample> {
    let mut several = latency(60);
    for (one, seed) in several.iter_mut().zip(31..) {
        let level = one.values.iter().flatten().sum::<f64>() / 60.0;
        one.previous = Some(wave(seed, 60, level * 0.9, level * 0.5).into());
    }
    let single = |style, count: usize| {
        let previous = Some(wave(42, count, 13.0, 8.0));
        let values = wave(41, count, 12.0, 9.0);
        let one = Series { previous: previous.map(Into::into), ..series("requests", None, None, values) };
        chart(style, Unit::PerSecond, MINUTE_MS, vec![one], &[])
    };
    vec![
        Sample::chart("compared", "One line over the shape of the period before.", single(Line, 60)),
        Sample::chart("compared-area", "The same, filled.", single(Area, 60)),
        Sample::chart("compared-dense", "The same, 5,000 values.", single(Line, 5_000)),
        Sample::chart("compared-several", "Several lines: dashes alone.", milliseconds(several)),
    ]
}

fn marker(minute: i64, until: Option<i64>, kind: MarkerKind, text: &str) -> Marker {
    let at = |minute: i64| START_MS + minute * MINUTE_MS + 12_000;
    Marker { at_ms: at(minute), until_ms: until.map(at), kind, text: text.to_owned() }
}

fn marked() -> Vec<Sample> {
    let with = |chart: Chart, markers: Vec<Marker>| Chart { markers, ..chart };
    let (warning, critical, deploy) = (MarkerKind::Warning, MarkerKind::Critical, MarkerKind::Deploy);
    let few = || {
        vec![
            marker(8, Some(8), deploy, "backend a1b2c3"),
            marker(22, Some(31), warning, "Slow responses"),
            marker(49, None, critical, "High error rate"),
        ]
    };
    let mut many = few();
    many.extend((0..9).map(|number| marker(24 + number / 4, Some(26 + number), warning, "Queue backlog")));
    many.extend(
        (0..5).map(|number| marker(40 + 3 * number, Some(41 + 3 * number), critical, "Provider errors")),
    );
    many.push(marker(-20, Some(4), critical, "Began before"));
    let bars = chart(Bars, Unit::Count, MINUTE_MS, super::data::classes(60), &[]);
    let nothing = chart(Line, Unit::Count, MINUTE_MS, one_line(vec![None; 60]), &[]);
    let far = chart(Line, Unit::Milliseconds, MINUTE_MS, latency(60), &[(60_000.0, Above, Warning)]);
    let near = chart(Line, Unit::Milliseconds, MINUTE_MS, latency(60), &[(3_800.0, Above, Critical)]);
    vec![
        Sample::chart("markers", "A deploy, an alert that ended and one that fires.", with(near, few())),
        Sample::chart("markers-bars", "The same over bars.", with(bars, few())),
        Sample::chart(
            "markers-many",
            "What falls on one place is counted.",
            with(milliseconds(latency(60)), many.clone()),
        ),
        Sample::chart(
            "markers-limit-far",
            "A limit beyond the axis has a row of its own.",
            with(far, many.clone()),
        ),
        Sample::chart("markers-160", "A phone's tile.", with(milliseconds(latency(60)), many))
            .sized(160.0, 120.0),
        Sample::chart("markers-nothing", "Alerts without data.", with(nothing, few())),
    ]
}

fn clock_changes() -> Vec<Sample> {
    let berlin = || {
        let offsets = [(0, HOUR_MS), (1_711_846_800_000, 2 * HOUR_MS), (1_729_990_800_000, HOUR_MS)];
        Zone::with_transitions("Europe/Berlin", Arc::from(offsets))
    };
    let day = |start_ms: i64, hours: usize| Chart {
        start_ms,
        ..chart(Area, Unit::PerSecond, 10 * MINUTE_MS, one_line(wave(81, hours * 6, 12.0, 9.0)), &[])
    };
    // 2024-03-31 and 2024-10-27 in Berlin, from midnight to midnight.
    let (spring, autumn) = (1_711_839_600_000, 1_729_980_000_000);
    vec![
        Sample::chart("day-of-23-hours", "Clocks go from 02:00 to 03:00.", day(spring, 23)).in_zone(berlin()),
        Sample::chart("day-of-25-hours", "Clocks go through 02:00 twice.", day(autumn, 25)).in_zone(berlin()),
        Sample::chart("week-of-change", "Days of 24 and 25 hours.", day(autumn - 72 * HOUR_MS, 169))
            .in_zone(berlin()),
    ]
}
