//! Lines and areas, and what is hard about the values in them.

use super::data::{MINUTE_MS, START_MS, broken, chart, latency, one_line, series, wave};
use super::{Group, Sample, SampleBody};
use contract::catalogue::Direction::{Above, Below};
use contract::catalogue::Severity::{Critical, Warning};
use contract::panel::ChartStyle::{Area, Line};
use contract::panel::{Chart, Series};
use contract::unit::Unit;

pub(super) fn groups() -> Vec<Group> {
    vec![
        Group::new("Lines and areas", ordinary()),
        Group::new("Limits", limits()),
        Group::new("Few, no and odd values", values()),
        Group::new("From a phone's tile to a wall", sizes()),
    ]
}

fn milliseconds(series: Vec<Series>, limit: Option<f64>) -> Chart {
    let limits: Vec<_> = limit.into_iter().map(|value| (value, Above, Warning)).collect();
    chart(Line, Unit::Milliseconds, MINUTE_MS, series, &limits)
}

fn ordinary() -> Vec<Sample> {
    let hosts = ["api-1", "api-2", "worker-1", "worker-2", "db-1"].iter().zip(11..);
    let hosts: Vec<Series> =
        hosts.map(|(name, seed)| series(name, Some("host"), None, wave(seed, 120, 40.0, 45.0))).collect();
    let providers = ["fal", "replicate", "openai", "stability", "runway", "luma", "bfl", "google"];
    let levels = [3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0];
    let eight: Vec<Series> = providers
        .iter()
        .zip(21..)
        .zip(levels)
        .map(|((name, seed), level)| series(name, Some("provider"), None, wave(seed, 60, level, 3.0)))
        .collect();
    let mut silent = latency(60);
    for one in &mut silent {
        let early = one.values.iter().enumerate();
        one.values = early.map(|(bucket, value)| value.filter(|_| bucket < 45)).collect();
    }
    let mut all_hidden =
        Sample::chart("all-hidden", "All series are switched off.", milliseconds(latency(60), None));
    if let SampleBody::Chart(_, hidden) = &mut all_hidden.body {
        hidden.extend(["p50", "p90", "p99"].map(str::to_owned));
    }
    vec![
        Sample::chart(
            "area-rate",
            "A rate as a filled line.",
            chart(Area, Unit::PerSecond, 10_000, one_line(wave(41, 360, 12.0, 9.0)), &[]),
        ),
        Sample::chart(
            "lines-gaps",
            "Gaps stay gaps; a lone value is a dot.",
            milliseconds(broken(latency(90)), None),
        ),
        Sample::chart(
            "hosts-cpu",
            "Five lines and a limit.",
            chart(Line, Unit::Percent, 30_000, hosts, &[(80.0, Above, Warning)]),
        ),
        Sample::chart(
            "eight-providers",
            "Eight lines can be told apart.",
            chart(Line, Unit::Percent, MINUTE_MS, eight, &[(5.0, Above, Warning)]),
        ),
        Sample::chart("dense", "10,000 values a line.", milliseconds(latency(10_000), None)),
        Sample::chart(
            "dense-55550",
            "Three lines of 55,550 values.",
            milliseconds(latency(55_550), Some(4_000.0)),
        )
        .sized(1_200.0, 300.0),
        all_hidden,
        Sample {
            stale_from_ms: Some(START_MS + 45 * MINUTE_MS),
            ..Sample::chart("stale", "Nothing was heard in the last quarter.", milliseconds(silent, None))
        },
    ]
}

fn limits() -> Vec<Sample> {
    let queues = vec![
        series("gpu", Some("queue"), None, wave(53, 60, 60.0, 70.0)),
        series("cpu", Some("queue"), None, wave(54, 60, 20.0, 12.0)),
    ];
    let backlog = vec![series("gpu", Some("queue"), None, wave(55, 60, 600.0, 900.0))];
    let (near, far) = ((100.0, Above, Warning), (1_000.0, Above, Critical));
    vec![
        Sample::chart("limit-near", "A limit on the axis.", milliseconds(latency(60), Some(4_000.0))),
        Sample::chart(
            "limit-far",
            "A limit beyond the axis is named.",
            milliseconds(latency(60), Some(60_000.0)),
        ),
        Sample::chart(
            "limit-below",
            "What must stay high is shown from near its limit.",
            chart(
                Line,
                Unit::Percent,
                MINUTE_MS,
                vec![series("success", None, None, wave(51, 60, 97.4, 3.0))],
                &[(95.0, Below, Warning)],
            ),
        ),
        Sample::chart(
            "limit-quiet",
            "A share that is far below its limit.",
            chart(
                Area,
                Unit::Percent,
                MINUTE_MS,
                vec![series("errors", None, None, wave(52, 60, 0.4, 0.7))],
                &[(5.0, Above, Critical)],
            ),
        ),
        Sample::chart(
            "limits-one-beyond",
            "One limit on the axis, one beyond it.",
            chart(Line, Unit::Count, MINUTE_MS, queues, &[near, far]),
        ),
        Sample::chart(
            "limits-two",
            "Two limits on the axis, the lower one deep in it.",
            chart(Line, Unit::Count, MINUTE_MS, backlog, &[near, far]),
        ),
    ]
}

fn values() -> Vec<Sample> {
    let count = |style, values: Vec<Option<f64>>| chart(style, Unit::Count, MINUTE_MS, one_line(values), &[]);
    let mut half = wave(63, 60, 400.0, 300.0);
    half.iter_mut().take(30).for_each(|value| *value = None);
    let below: Vec<Option<f64>> =
        wave(64, 60, 50.0, 90.0).into_iter().map(|value| value.map(|value| value - 50.0)).collect();
    let tiny = wave(65, 60, 1e-9, 5e-10);
    vec![
        Sample::chart(
            "no-series",
            "No series at all.",
            chart(Line, Unit::Count, MINUTE_MS, Vec::new(), &[(5.0, Above, Warning)]),
        ),
        Sample::chart("all-null", "Series without a value.", count(Line, vec![None; 60])),
        Sample::chart("one-point", "One value in one bucket.", count(Line, vec![Some(4.0)])),
        Sample::chart("two-points", "Two buckets.", count(Line, vec![Some(4.0), Some(7.0)])),
        Sample::chart("first-half-missing", "Nothing was heard in the first half.", count(Area, half)),
        Sample::chart(
            "all-zero",
            "Nothing happens: the limit gives zero its proportion.",
            chart(Area, Unit::Percent, MINUTE_MS, one_line(vec![Some(0.0); 60]), &[(5.0, Above, Critical)]),
        ),
        Sample::chart(
            "all-equal",
            "All values are the same.",
            milliseconds(one_line(vec![Some(830.0); 60]), None),
        ),
        Sample::chart("negative", "Less than zero.", count(Area, below)),
        Sample::chart("huge", "Around a million million.", count(Line, wave(62, 60, 1.2e12, 9e11))),
        Sample::chart(
            "huge-rate",
            "A large rate has a short label, too.",
            chart(Line, Unit::PerSecond, MINUTE_MS, one_line(wave(66, 60, 1.2e12, 9e11)), &[]),
        ),
        Sample::chart(
            "tiny",
            "Around a thousandth of a millionth: noise is not blown up.",
            chart(Line, Unit::PerSecond, MINUTE_MS, one_line(tiny), &[]),
        ),
    ]
}

fn sizes() -> Vec<Sample> {
    let drawn = [
        ("width-160", "A phone's tile.", 160.0, 120.0),
        ("width-300", "A narrow panel.", 300.0, 200.0),
        ("height-60", "So low that labels get scarce.", 460.0, 60.0),
        ("width-1200", "A wide panel.", 1_200.0, 200.0),
        ("width-3840", "A wall.", 3_840.0, 300.0),
    ]
    .into_iter()
    .map(|(name, what, width, height)| {
        Sample::chart(name, what, milliseconds(latency(120), Some(5_000.0))).sized(width, height)
    });
    let nothing = chart(Line, Unit::Count, MINUTE_MS, one_line(vec![None; 60]), &[]);
    drawn
        .chain([Sample::chart("nothing-160", "Words on a phone's tile.", nothing).sized(160.0, 120.0)])
        .collect()
}
