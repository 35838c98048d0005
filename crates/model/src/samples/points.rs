//! Heat maps and points.

use super::data::{Noise, START_MS};
use super::{Group, Sample, SampleBody};
use crate::chart::scatter::{Scatter, ScatterPoint};
use contract::catalogue::{Direction, Severity};
use contract::panel::{Heatmap, Scale, State, Threshold};
use contract::time::Window;
use contract::unit::Unit;

pub(super) fn groups() -> Vec<Group> {
    vec![Group::new("Heat maps", heatmaps()), Group::new("Points", scatters())]
}

fn heatmaps() -> Vec<Sample> {
    let heat = |name, what, heatmap| Sample::of(name, what, SampleBody::Heatmap(heatmap));
    vec![
        heat("heatmap", "Latency by band.", heatmap(60)),
        heat("heatmap-dense", "Latency by band, 360 buckets.", heatmap(360)),
        heat("heatmap-empty", "No call at all.", Heatmap { counts: Vec::new(), ..heatmap(20) }),
        heat("heatmap-one", "One bucket.", heatmap(1)),
        heat("heatmap-160", "A phone's tile.", heatmap(60)).sized(160.0, 120.0),
    ]
}

fn scatters() -> Vec<Sample> {
    let points = |name, what, scatter| Sample::of(name, what, SampleBody::Scatter(scatter));
    vec![
        points("scatter", "Traces by duration; the square ones failed.", scatter(400, Scale::Linear)),
        points("scatter-log", "The same on a logarithmic axis.", scatter(400, Scale::Log)),
        points("scatter-few", "Seven traces.", scatter(7, Scale::Linear)),
        points("scatter-one", "One trace.", scatter(1, Scale::Log)),
        points("scatter-none", "No trace.", scatter(0, Scale::Log)),
        points("scatter-160", "A phone's tile.", scatter(400, Scale::Log)).sized(160.0, 120.0),
        points("scatter-50000", "50,000 traces.", scatter(50_000, Scale::Log)).sized(1_200.0, 300.0),
    ]
}

fn limit() -> Threshold {
    Threshold { value: 10_000.0, direction: Direction::Above, severity: Severity::Warning }
}

fn heatmap(buckets: usize) -> Heatmap {
    let edges = vec![0.0, 25.0, 50.0, 100.0, 250.0, 500.0, 1_000.0, 2_500.0, 5_000.0, 10_000.0, 30_000.0];
    let mut noise = Noise(9);
    let counts = (0..edges.len())
        .map(|band| {
            let height = (-((f64::from(u32::try_from(band).unwrap_or(0)) - 3.6) / 1.7).powi(2)).exp() * 90.0;
            (0..buckets).map(|_| whole(noise.next() * height * 1.6)).collect()
        })
        .collect();
    Heatmap {
        unit: Unit::Milliseconds,
        start_ms: START_MS,
        step_ms: 60_000,
        buckets,
        band_edges: edges,
        counts,
        threshold: Some(limit()),
    }
}

fn whole(value: f64) -> u64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small, and not negative")]
    let whole = value as u64;
    whole
}

/// Durations of traces: most around 400 ms, a long tail, more failures the slower they are.
fn scatter(count: usize, scale: Scale) -> Scatter {
    let window = Window { from_ms: START_MS, to_ms: START_MS + 3_600_000, step_ms: 60_000 };
    let mut noise = Noise(17);
    let points = (0..count)
        .map(|_| {
            let after = noise.next() * 3_600_000.0;
            let tail = noise.next().max(1e-4).powf(-0.55) * (0.4 + noise.next());
            let value = 260.0 * tail;
            let luck = noise.next();
            let state = match value {
                _ if luck < 0.015 || (value > 4_000.0 && luck < 0.3) => State::Critical,
                _ if luck > 0.985 => State::Warning,
                _ if luck > 0.975 => State::NoData,
                _ => State::Ok,
            };
            let after_ms = i64::try_from(whole(after)).unwrap_or(0);
            ScatterPoint { at_ms: START_MS + after_ms, value, state }
        })
        .collect();
    Scatter { unit: Unit::Milliseconds, scale, window, points, thresholds: vec![limit()] }
}
