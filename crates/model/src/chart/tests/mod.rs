//! Charts drawn on plotters' SVG backend, their geometry read back and compared with what the
//! test worked out from the numbers.
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "pixels of a small picture"
)]

mod drawing;
mod markers;
mod words;

use super::*;
use crate::palette::Palette;
use crate::zone::Zone;
use contract::catalogue::{Direction, Severity};
use contract::panel::{Chart, ChartStyle, Scale, Series, Threshold};
use contract::unit::Unit;
use plotters::prelude::{IntoDrawingArea, SVGBackend};
use std::collections::{BTreeMap, BTreeSet};

/// 2024-01-15T12:00:00Z.
const NOON_MS: i64 = 1_705_320_000_000;

fn series(name: &str, values: &[Option<f64>]) -> Series {
    Series {
        name: name.to_owned(),
        labels: BTreeMap::new(),
        state: None,
        values: values.to_vec().into(),
        previous: None,
    }
}

fn chart(style: ChartStyle, unit: Unit, series: Vec<Series>) -> Chart {
    Chart {
        style,
        unit,
        start_ms: NOON_MS,
        step_ms: 60_000,
        series,
        thresholds: Vec::new(),
        scale: Scale::Linear,
        markers: Vec::new(),
    }
}

fn above(value: f64) -> Threshold {
    Threshold { value, direction: Direction::Above, severity: Severity::Critical }
}

fn hidden(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// A chart of 400 × 200 device pixels with its layout and shapes.
struct Picture {
    plot: ChartPlot,
    shapes: Vec<Shape>,
}

/// One element of an SVG file.
struct Shape {
    tag: String,
    text: String,
}

impl Shape {
    fn attribute(&self, name: &str) -> &str {
        let (_, rest) = self.tag.split_once(&format!(" {name}=\"")).unwrap();
        rest.split('"').next().unwrap()
    }

    fn number(&self, name: &str) -> i32 {
        self.attribute(name).parse().unwrap()
    }

    fn points(&self) -> Vec<(i32, i32)> {
        let pairs = self.attribute("points").split_whitespace();
        pairs
            .map(|pair| pair.split_once(',').unwrap())
            .map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap()))
            .collect()
    }
}

fn draw(chart: &Chart, hidden: &BTreeSet<String>) -> Picture {
    draw_in(chart, hidden, Frame::new(400.0, 200.0, 1.0))
}

fn draw_in(chart: &Chart, hidden: &BTreeSet<String>, frame: Frame) -> Picture {
    let palette = Palette::dark();
    let input = ChartInput {
        chart,
        hidden,
        zone: &Zone::Utc,
        palette: &palette,
        frame,
        stale_from_ms: None,
        text: &EstimatedWidth,
    };
    let plot = ChartPlot::new(&input);
    let mut scene = Scene::default();
    plot.draw(chart, &palette, &mut scene);
    let mut svg = String::new();
    {
        let size = (frame.width.unsigned_abs(), frame.height.unsigned_abs());
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        area.draw(&scene).unwrap();
        area.present().unwrap();
    }
    let elements = svg.split('<').filter(|part| !part.starts_with('/') && !part.starts_with("svg"));
    let shapes = elements
        .filter_map(|part| part.split_once('>'))
        .map(|(tag, text)| Shape { tag: tag.to_owned(), text: text.trim().to_owned() });
    Picture { plot, shapes: shapes.collect() }
}

impl Picture {
    fn all(&self, tag: &str) -> Vec<&Shape> {
        self.shapes.iter().filter(|shape| shape.tag.split(' ').next() == Some(tag)).collect()
    }

    /// Shapes of a tag that are filled with a colour, or stroked with it where they have no inside.
    fn colored(&self, tag: &str, color: crate::palette::Rgb) -> Vec<&Shape> {
        let css = format!("#{:02X}{:02X}{:02X}", color.0, color.1, color.2);
        let role = if tag == "polyline" { "stroke" } else { "fill" };
        self.all(tag).into_iter().filter(|shape| shape.attribute(role) == css).collect()
    }

    fn texts(&self) -> Vec<String> {
        self.all("text").iter().map(|shape| shape.text.replace(['\u{202f}', '\u{a0}'], " ")).collect()
    }

    /// The row at which a value has to be if the axis goes from 0 to `high`.
    fn row(&self, value: f64, high: f64) -> i32 {
        let area = self.plot.area;
        area.bottom - (value / high * f64::from(area.bottom - area.top)).round() as i32
    }

    /// The column in the middle of a bucket of `count`.
    fn column(&self, bucket: usize, count: usize) -> i32 {
        let area = self.plot.area;
        let width = f64::from(area.right - area.left) / count as f64;
        (f64::from(area.left) + (bucket as f64 + 0.5) * width).floor() as i32
    }
}
