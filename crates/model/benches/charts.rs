//! How many points a second the way from data to shapes takes: reduction, layout, drawing, hit test.
//! `cargo bench --package model`; a name as argument chooses among them.
#![expect(clippy::cast_precision_loss, reason = "made-up values")]

use contract::panel::{Chart, ChartStyle, Scale, Series, State, Values};
use contract::time::Window;
use contract::unit::Unit;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use model::chart::scatter::{Scatter, ScatterInput, ScatterPlot, ScatterPoint};
use model::chart::{ChartInput, ChartPlot, EstimatedWidth, Frame, Scene, readout};
use model::palette::Palette;
use model::raster::{Raster, Rect};
use model::reduce::{Columns, Reduced, extent};
use model::zone::Zone;
use std::collections::{BTreeMap, BTreeSet};
use std::hint::black_box;

const SIZES: [usize; 3] = [3_600, 55_550, 1_000_000];
const WIDTH: i32 = 1_860;
const START_MS: i64 = 1_700_000_000_000;

/// A busy machine's processor in percent: noise whose course repeats itself nowhere near.
fn values(count: usize, seed: u64) -> Vec<f64> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / (1u64 << 31) as f64
    };
    (0..count).map(|_| 100.0 * next() * next()).collect()
}

fn chart(series: u64, count: usize) -> Chart {
    let one = |seed| Series {
        name: format!("series {seed}"),
        labels: BTreeMap::new(),
        state: None,
        values: Values::from_numbers(values(count, seed)),
        previous: None,
    };
    Chart {
        style: ChartStyle::Line,
        unit: Unit::Percent,
        start_ms: START_MS,
        step_ms: 60_000,
        series: (1..=series).map(one).collect(),
        thresholds: Vec::new(),
        scale: Scale::Linear,
        markers: Vec::new(),
    }
}

fn reduction(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("reduction");
    for size in SIZES {
        let values = values(size, 7);
        group.throughput(Throughput::Elements(size as u64));
        group.bench_with_input(BenchmarkId::new("m4", size), &values, |bencher, values| {
            let columns = Columns::new(0, WIDTH, values.len());
            let mut reduced = Reduced::default();
            bencher.iter(|| reduced.fill(black_box(values), &columns));
        });
        group.bench_with_input(BenchmarkId::new("extent", size), &values, |bencher, values| {
            bencher.iter(|| extent(black_box(values)));
        });
    }
    group.finish();
}

fn picture(criterion: &mut Criterion) {
    let (zone, palette, hidden) = (Zone::utc(), Palette::dark(), BTreeSet::new());
    for (name, series, size) in
        [("3 × 3,600", 3, 3_600), ("3 × 55,550", 3, 55_550), ("1 × 1,000,000", 1, 1_000_000)]
    {
        let chart = chart(series, size);
        let input = ChartInput {
            chart: &chart,
            hidden: &hidden,
            zone: &zone,
            palette: &palette,
            frame: Frame::new(1920.0, 600.0, 1.0),
            stale_from_ms: None,
            text: &EstimatedWidth,
        };
        let mut group = criterion.benchmark_group("picture");
        group.throughput(Throughput::Elements(series * size as u64));
        group.bench_function(BenchmarkId::new("layout", name), |bencher| {
            bencher.iter(|| ChartPlot::new(black_box(&input)));
        });
        let plot = ChartPlot::new(&input);
        let mut scene = Scene::default();
        group.bench_function(BenchmarkId::new("drawing", name), |bencher| {
            bencher.iter(|| {
                scene.clear();
                plot.draw(black_box(&chart), &palette, &mut scene);
            });
        });
        group.bench_function(BenchmarkId::new("readout", name), |bencher| {
            let mut x = 0.0;
            bencher.iter(|| {
                x = (x + 97.0) % 1800.0;
                readout(black_box(&chart), &plot, plot.time.bucket_at(x), &zone)
            });
        });
        group.finish();
    }
}

fn raster(criterion: &mut Criterion) {
    let spans: Vec<Rect> = (0..1800)
        .map(|left| Rect {
            left,
            top: left * 7_919 % 250,
            right: left + 1,
            bottom: 300 + left * 104_729 % 250,
        })
        .collect();
    let mut raster = Raster::default();
    let mut group = criterion.benchmark_group("raster");
    group.throughput(Throughput::Elements(spans.len() as u64));
    group.bench_function("columns", |bencher| {
        bencher.iter(|| {
            raster.begin(Rect { left: 0, top: 0, right: 1800, bottom: 560 });
            raster.fill(black_box(&spans), [1, 2, 3, 255]);
        });
    });
    group.finish();
}

fn hit_test(criterion: &mut Criterion) {
    let count = 50_000;
    let point = |(index, value): (usize, f64)| ScatterPoint {
        at_ms: START_MS + 1_000 * i64::try_from(index).unwrap_or(0),
        value,
        state: if index % 50 == 0 { State::Critical } else { State::Ok },
    };
    let scatter = Scatter {
        unit: Unit::Milliseconds,
        scale: Scale::Linear,
        window: Window { from_ms: START_MS, to_ms: START_MS + 50_000_000, step_ms: 1_000 },
        points: values(count, 3).into_iter().enumerate().map(point).collect(),
        thresholds: Vec::new(),
    };
    let zone = Zone::utc();
    let input = ScatterInput {
        scatter: &scatter,
        zone: &zone,
        frame: Frame::new(1920.0, 600.0, 1.0),
        text: &EstimatedWidth,
    };
    let mut group = criterion.benchmark_group("scatter");
    group.throughput(Throughput::Elements(count as u64));
    group.bench_function("layout", |bencher| bencher.iter(|| ScatterPlot::new(black_box(&input))));
    let plot = ScatterPlot::new(&input);
    group.throughput(Throughput::Elements(1));
    group.bench_function("nearest", |bencher| {
        let mut x = 0.0;
        bencher.iter(|| {
            x = (x + 97.0) % 1800.0;
            plot.nearest(black_box(x), 300.0)
        });
    });
    group.finish();
}

criterion_group!(benches, reduction, picture, raster, hit_test);
criterion_main!(benches);
