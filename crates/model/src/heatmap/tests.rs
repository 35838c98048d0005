#![expect(clippy::cast_precision_loss, reason = "small numbers")]

use super::*;
use crate::chart::text_width::EstimatedWidth;
use contract::catalogue::{Direction, Severity};
use contract::panel::Threshold;
use contract::unit::Unit;
use plotters::prelude::{IntoDrawingArea, SVGBackend};

fn heatmap(counts: Vec<Vec<u64>>) -> Heatmap {
    Heatmap {
        unit: Unit::Milliseconds,
        start_ms: 1_705_320_000_000,
        step_ms: 60_000,
        buckets: counts.first().map_or(0, Vec::len),
        band_edges: vec![0.0, 100.0, 1_000.0, 10_000.0],
        counts,
        threshold: Some(Threshold {
            value: 10_000.0,
            direction: Direction::Above,
            severity: Severity::Warning,
        }),
    }
}

fn plot(heatmap: &Heatmap) -> HeatmapPlot {
    HeatmapPlot::new(&HeatmapInput {
        heatmap,
        zone: &Zone::Utc,
        frame: Frame::new(400.0, 200.0, 1.0),
        text: &EstimatedWidth,
    })
}

/// The rectangles that are filled with one of the heat colours: x, y, width, height, colour.
fn cells(heatmap: &Heatmap, plot: &HeatmapPlot) -> Vec<(i32, i32, i32, i32, String)> {
    let palette = Palette::dark();
    let mut scene = Scene::default();
    plot.draw(heatmap, &palette, &mut scene);
    let mut svg = String::new();
    let area = SVGBackend::with_string(&mut svg, (400, 200)).into_drawing_area();
    area.draw(&scene).unwrap();
    area.present().unwrap();
    drop(area);
    let attribute = |line: &str, name: &str| {
        line.split(&format!(" {name}=\"")).nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    let heat: Vec<String> = (0..=LEVELS)
        .map(|level| palette.heat_at(level as f64 / LEVELS as f64))
        .map(|(r, g, b)| format!("#{r:02X}{g:02X}{b:02X}"))
        .collect();
    svg.lines()
        .filter(|line| line.starts_with("<rect") && heat.contains(&attribute(line, "fill")))
        .map(|line| {
            let number = |name: &str| attribute(line, name).parse::<i32>().unwrap();
            (number("x"), number("y"), number("width"), number("height"), attribute(line, "fill"))
        })
        .collect()
}

#[test]
fn a_cell_stands_where_its_time_and_band_are_and_zero_is_not_drawn() {
    let data = heatmap(vec![vec![4, 0], vec![0, 0], vec![0, 100], vec![0, 0]]);
    let plot = plot(&data);
    let (half_width, quarter) = ((plot.area.width() + 1) / 2, f64::from(plot.area.height()) / 4.0);
    let drawn = cells(&data, &plot);
    assert_eq!(drawn.len(), 2);
    let weak = &drawn[0];
    assert_eq!((weak.0, weak.1 + weak.3), (plot.area.left, plot.area.bottom));
    let strong = &drawn[1];
    assert_eq!(strong.0, plot.area.left + half_width);
    assert!((f64::from(plot.area.bottom - strong.1 - strong.3) - 2.0 * quarter).abs() <= 1.0, "two bands up");
    let (r, g, b) = Palette::dark().heat[5];
    assert_eq!(strong.4, format!("#{r:02X}{g:02X}{b:02X}"), "the greatest count is the strongest");
}

#[test]
fn narrow_buckets_keep_their_greatest_count() {
    let mut counts = vec![vec![0; 5_000]; 4];
    counts[3][2_345] = 1;
    counts[0][10] = 1_000_000;
    let data = heatmap(counts);
    let plot = plot(&data);
    let drawn = cells(&data, &plot);
    assert_eq!(drawn.len(), 2, "one call of a million is seen");
    let bucket = plot.time.bucket_at(f64::from(drawn[0].0) + 0.5);
    assert!(bucket.abs_diff(2_345) <= 15);
}

#[test]
fn pointing_finds_the_cell_that_is_drawn() {
    let data = heatmap(vec![vec![1, 2], vec![3, 4], vec![5, 6], vec![7, 8]]);
    let plot = plot(&data);
    for (bucket, band) in [(0, 0), (1, 0), (0, 3), (1, 2)] {
        let cell = plot.cell(bucket, band);
        let (x, y) = (f64::from(cell.left + cell.right) / 2.0, f64::from(cell.top + cell.bottom) / 2.0);
        assert_eq!((plot.time.bucket_at(x), plot.band_at(y)), (bucket, band));
    }
    assert_eq!((plot.band_at(-50.0), plot.band_at(5_000.0)), (3, 0));
    let said = readout(&data, &plot, 1, 2, &Zone::Utc);
    assert_eq!(said.sentence().replace('\u{202f}', " "), "2024-01-15 12:01 – 12:02; 1 s – 10 s 6; all 20");
}

#[test]
fn words_say_where_most_are_and_what_is_past_the_limit() {
    let data = heatmap(vec![vec![10, 0], vec![900, 100], vec![0, 0], vec![2, 1]]);
    let said = summary(&data).replace('\u{202f}', " ");
    assert_eq!(
        said,
        "1,013 in all; most, 1,000 of them, in 100 ms – 1 s; highest: 3 in 10 s and more; 3 past the limit 10 s."
    );
    assert_eq!(summary(&heatmap(vec![vec![0], vec![0], vec![0], vec![0]])), "No data in this range.");
    assert_eq!(table_head(&data).len(), 5);
    let rows = table_rows(&data, &Zone::Utc);
    assert_eq!(
        (rows[0].time.as_str(), rows[0].cells.as_slice()),
        ("2024-01-15 12:01:00", ["0", "100", "0", "1"].map(str::to_owned).as_slice())
    );
}

#[test]
fn nothing_and_odd_shapes_are_drawn_without_harm() {
    for data in [
        heatmap(Vec::new()),
        heatmap(vec![vec![]]),
        heatmap(vec![vec![1, 2, 3]; 9]),
        Heatmap { band_edges: Vec::new(), ..heatmap(vec![vec![5]]) },
    ] {
        let plot = plot(&data);
        let drawn = cells(&data, &plot);
        assert!(drawn.iter().all(|cell| cell.2 > 0 && cell.3 > 0));
        assert!(!summary(&data).is_empty());
    }
}

#[test]
fn a_limit_stands_in_its_band() {
    let edges = [0.0, 100.0, 1_000.0, 10_000.0];
    for (value, place) in [
        (0.0, Some(0.0)),
        (50.0, Some(0.5)),
        (100.0, Some(1.0)),
        (5_500.0, Some(2.5)),
        (99_999.0, Some(3.5)),
        (-1.0, None),
    ] {
        assert_eq!(place_of(&edges, value), place, "{value}");
    }
}
