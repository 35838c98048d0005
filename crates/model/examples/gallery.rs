//! Draws every kind of chart and every hard case as SVG, in both themes, for people to look at:
//! `cargo run -p model --example gallery -- target/gallery`. The folder then holds the pictures
//! and an `index.html` with all of them.

use contract::catalogue::{Direction, Severity};
use contract::panel::{Chart, ChartStyle, Heatmap, Scale, Series, State, Threshold};
use contract::unit::Unit;
use model::chart::{ChartInput, ChartPlot, EstimatedWidth, Frame, Scene};
use model::heatmap::{HeatmapInput, HeatmapPlot};
use model::palette::Palette;
use model::reduce::Reduced;
use model::zone::Zone;
use plotters::prelude::{IntoDrawingArea, RGBColor, SVGBackend};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write;
use std::path::Path;

const START_MS: i64 = 1_705_320_000_000;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "target/gallery".to_owned());
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    let mut page =
        String::from("<!doctype html><meta charset=utf-8><body style='margin:0;font:13px sans-serif'>");
    for (theme, palette, text) in [("dark", Palette::dark(), "#ddd"), ("light", Palette::light(), "#222")] {
        let (r, g, b) = palette.surface;
        write!(
            page,
            "<div style='background:rgb({r},{g},{b});color:{text};padding:12px;display:flex;flex-wrap:wrap;gap:16px'>"
        )?;
        for case in cases() {
            let svg = picture(&case, &palette)?;
            let name = format!("{theme}-{}.svg", case.name);
            std::fs::write(folder.join(&name), &svg)?;
            write!(
                page,
                "<figure style='margin:0'><figcaption>{}</figcaption><img src='{name}' width={} height={}></figure>",
                case.name, case.width, case.height
            )?;
        }
        page.push_str("</div>");
    }
    std::fs::write(folder.join("index.html"), page)?;
    Ok(())
}

enum Body {
    Chart(Chart, BTreeSet<String>),
    Heatmap(Heatmap),
}

struct Case {
    name: &'static str,
    width: u32,
    height: u32,
    ratio: f64,
    body: Body,
}

fn picture(case: &Case, palette: &Palette) -> Result<String, Box<dyn Error>> {
    let frame = Frame::new(f64::from(case.width), f64::from(case.height), case.ratio);
    let mut scene = Scene::default();
    match &case.body {
        Body::Chart(chart, hidden) => {
            let input = ChartInput {
                chart,
                hidden,
                zone: &Zone::Utc,
                palette,
                frame,
                stale_from_ms: None,
                text: &EstimatedWidth,
            };
            ChartPlot::new(&input).draw(chart, palette, &mut scene, &mut Reduced::default());
        }
        Body::Heatmap(heatmap) => {
            let input = HeatmapInput { heatmap, zone: &Zone::Utc, frame, text: &EstimatedWidth };
            HeatmapPlot::new(&input).draw(heatmap, palette, &mut scene);
        }
    }
    let mut svg = String::new();
    {
        let size = (frame.width.unsigned_abs(), frame.height.unsigned_abs());
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        let (r, g, b) = palette.surface;
        area.fill(&RGBColor(r, g, b))?;
        area.draw(&scene)?;
        area.present()?;
    }
    Ok(svg)
}

/// Numbers that look measured: the same on every run.
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(self.0 >> 40).unwrap_or(0)) / f64::from(1 << 24)
    }
}

fn count_of(value: f64) -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small number, not negative"
    )]
    let count = value as u64;
    count
}

fn wave(seed: u64, count: usize, level: f64, spread: f64) -> Vec<Option<f64>> {
    let mut noise = Noise(seed * 77 + 5);
    let mut drift = 0.5;
    (0..count)
        .map(|_| {
            drift = (drift + (noise.next() - 0.5) * 0.16).clamp(0.0, 1.0);
            Some((level + spread * (drift - 0.5) + spread * 0.25 * (noise.next() - 0.5)).max(0.0))
        })
        .collect()
}

fn series(name: &str, label: Option<&str>, state: Option<State>, values: Vec<Option<f64>>) -> Series {
    let labels: BTreeMap<String, String> =
        label.iter().map(|key| ((*key).to_owned(), name.to_owned())).collect();
    Series { name: name.to_owned(), labels, state, values, previous: None }
}

fn chart(
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

fn case(name: &'static str, chart: Chart) -> Case {
    Case { name, width: 460, height: 200, ratio: 1.0, body: Body::Chart(chart, BTreeSet::new()) }
}

fn with_gaps(mut values: Vec<Option<f64>>) -> Vec<Option<f64>> {
    let count = values.len();
    for (index, value) in values.iter_mut().enumerate() {
        let is_lone = index == count / 2;
        if (index > count / 3 && index < count * 2 / 3 && !is_lone) || index % 29 == 0 {
            *value = None;
        }
    }
    values
}

fn latency(count: usize) -> Vec<Series> {
    vec![
        series("p50", None, None, wave(1, count, 240.0, 160.0)),
        series("p90", None, None, wave(2, count, 900.0, 500.0)),
        series("p99", None, None, wave(3, count, 2_600.0, 1_900.0)),
    ]
}

#[expect(clippy::too_many_lines, reason = "a list of cases reads best as one list")]
fn cases() -> Vec<Case> {
    use ChartStyle::{Area, Bars, Line, StackedArea};
    use Direction::{Above, Below};
    use Severity::{Critical, Warning};
    let classes = |count: usize| {
        vec![
            series("2xx", None, Some(State::Ok), wave(4, count, 40.0, 20.0)),
            series("4xx", None, Some(State::Warning), wave(5, count, 3.0, 3.0)),
            series("5xx", None, Some(State::Critical), wave(6, count, 0.4, 2.0)),
        ]
    };
    let hosts = |count: usize| {
        ["api-1", "api-2", "worker-1", "worker-2", "db-1"]
            .iter()
            .zip(11..)
            .map(|(name, seed)| series(name, Some("host"), None, wave(seed, count, 40.0, 45.0)))
            .collect::<Vec<_>>()
    };
    let providers = ["fal", "replicate", "openai", "stability", "runway", "luma", "bfl", "google"];
    let eight = providers
        .iter()
        .zip(21..)
        .map(|(name, seed)| {
            series(
                name,
                Some("provider"),
                None,
                wave(seed, 60, f64::from(u32::try_from(seed).unwrap_or(0)) - 18.0, 3.0),
            )
        })
        .collect();
    let mut compared = latency(60);
    for (one, seed) in compared.iter_mut().zip(31..) {
        let level = one.values.iter().flatten().sum::<f64>() / 60.0;
        one.previous = Some(wave(seed, 60, level * 0.9, level * 0.5));
    }
    let mut bars_compared = classes(60);
    for one in &mut bars_compared {
        one.previous = Some(one.values.iter().map(|value| value.map(|value| value * 0.8)).collect());
    }
    let heat = |buckets: usize| {
        let edges = vec![0.0, 25.0, 50.0, 100.0, 250.0, 500.0, 1_000.0, 2_500.0, 5_000.0, 10_000.0, 30_000.0];
        let mut noise = Noise(9);
        let counts = (0..edges.len())
            .map(|band| {
                let height =
                    (-((f64::from(u32::try_from(band).unwrap_or(0)) - 3.6) / 1.7).powi(2)).exp() * 90.0;
                (0..buckets).map(|_| count_of(noise.next() * height * 1.6)).collect()
            })
            .collect();
        Heatmap {
            unit: Unit::Milliseconds,
            start_ms: START_MS,
            step_ms: 60_000,
            buckets,
            band_edges: edges,
            counts,
            threshold: Some(Threshold { value: 10_000.0, direction: Above, severity: Warning }),
        }
    };
    let one_line = |values: Vec<Option<f64>>| vec![series("requests", None, None, values)];
    let mut list = vec![
        case("area-rate", chart(Area, Unit::PerSecond, 10_000, one_line(wave(41, 360, 12.0, 9.0)), &[])),
        case(
            "lines-limit-near",
            chart(Line, Unit::Milliseconds, 60_000, latency(60), &[(4_000.0, Above, Warning)]),
        ),
        case(
            "lines-limit-far",
            chart(Line, Unit::Milliseconds, 60_000, latency(60), &[(60_000.0, Above, Warning)]),
        ),
        case(
            "lines-compared",
            chart(Line, Unit::Milliseconds, 60_000, compared, &[(10_000.0, Above, Warning)]),
        ),
        case(
            "lines-gaps",
            chart(
                Line,
                Unit::Milliseconds,
                60_000,
                latency(90).into_iter().map(|one| Series { values: with_gaps(one.values), ..one }).collect(),
                &[],
            ),
        ),
        case("hosts-cpu", chart(Line, Unit::Percent, 30_000, hosts(120), &[(80.0, Above, Warning)])),
        case(
            "success",
            chart(
                Line,
                Unit::Percent,
                60_000,
                vec![series("success", None, None, wave(51, 60, 97.4, 3.0))],
                &[(95.0, Below, Warning)],
            ),
        ),
        case(
            "error-rate-quiet",
            chart(
                Area,
                Unit::Percent,
                60_000,
                vec![series("errors", None, None, wave(52, 60, 0.4, 0.7))],
                &[(5.0, Above, Critical)],
            ),
        ),
        case(
            "queue-two-limits",
            chart(
                Line,
                Unit::Count,
                60_000,
                vec![
                    series("gpu", Some("queue"), None, wave(53, 60, 60.0, 70.0)),
                    series("cpu", Some("queue"), None, wave(54, 60, 20.0, 12.0)),
                ],
                &[(100.0, Above, Warning), (1_000.0, Above, Warning)],
            ),
        ),
        case(
            "queue-limits-both",
            chart(
                Line,
                Unit::Count,
                60_000,
                vec![series("gpu", Some("queue"), None, wave(55, 60, 600.0, 900.0))],
                &[(100.0, Above, Warning), (1_000.0, Above, Critical)],
            ),
        ),
        case("stacked-classes", chart(StackedArea, Unit::PerSecond, 60_000, classes(60), &[])),
        case(
            "stacked-dense-gaps",
            chart(
                StackedArea,
                Unit::PerSecond,
                10_000,
                classes(900).into_iter().map(|one| Series { values: with_gaps(one.values), ..one }).collect(),
                &[],
            ),
        ),
        case("bars-classes", chart(Bars, Unit::Count, 60_000, classes(60), &[])),
        case("bars-compared", chart(Bars, Unit::Count, 60_000, bars_compared, &[])),
        case("bars-few", chart(Bars, Unit::Count, 600_000, classes(6), &[])),
        case("bars-dense", chart(Bars, Unit::Count, 10_000, classes(2_000), &[])),
        case("eight-providers", chart(Line, Unit::Percent, 60_000, eight, &[(5.0, Above, Warning)])),
        case("dense-10000", chart(Line, Unit::Milliseconds, 10_000, latency(10_000), &[])),
        case("no-series", chart(Line, Unit::Count, 60_000, Vec::new(), &[(5.0, Above, Warning)])),
        case("all-null", chart(Line, Unit::Count, 60_000, one_line(vec![None; 60]), &[])),
        case("one-point", chart(Line, Unit::Count, 60_000, one_line(vec![Some(4.0)]), &[])),
        case("one-bar", chart(Bars, Unit::Count, 60_000, one_line(vec![Some(4.0)]), &[])),
        case(
            "all-zero",
            chart(Area, Unit::Percent, 60_000, one_line(vec![Some(0.0); 60]), &[(5.0, Above, Critical)]),
        ),
        case("all-equal", chart(Line, Unit::Milliseconds, 60_000, one_line(vec![Some(830.0); 60]), &[])),
        case(
            "negative",
            chart(
                Bars,
                Unit::Count,
                60_000,
                one_line(
                    wave(61, 40, 30.0, 80.0)
                        .into_iter()
                        .map(|value| value.map(|value| value - 30.0))
                        .collect(),
                ),
                &[],
            ),
        ),
        case("huge", chart(Line, Unit::Count, 60_000, one_line(wave(62, 60, 4e9, 3e9)), &[])),
        Case { name: "heat", width: 460, height: 240, ratio: 1.0, body: Body::Heatmap(heat(60)) },
        Case { name: "heat-dense", width: 460, height: 240, ratio: 1.0, body: Body::Heatmap(heat(360)) },
        Case {
            name: "heat-empty",
            width: 460,
            height: 200,
            ratio: 1.0,
            body: Body::Heatmap(Heatmap { counts: Vec::new(), ..heat(20) }),
        },
    ];
    let mut switched_off = case("all-hidden", chart(Line, Unit::Milliseconds, 60_000, latency(60), &[]));
    if let Body::Chart(_, hidden) = &mut switched_off.body {
        hidden.extend(["p50", "p90", "p99"].map(str::to_owned));
    }
    list.push(switched_off);
    for (name, width, ratio) in [
        ("width-160", 160, 1.0),
        ("width-300-ratio-2", 300, 2.0),
        ("width-300-ratio-3", 300, 3.0),
        ("width-300-ratio-1.25", 300, 1.25),
        ("width-1200", 1_200, 1.0),
        ("width-3840", 3_840, 1.0),
    ] {
        list.push(Case {
            name,
            width,
            height: 200,
            ratio,
            body: Body::Chart(
                chart(Line, Unit::Milliseconds, 60_000, latency(120), &[(5_000.0, Above, Warning)]),
                BTreeSet::new(),
            ),
        });
    }
    list
}
