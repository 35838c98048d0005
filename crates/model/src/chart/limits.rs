//! Where limits are drawn and named.
//!
//! A limit on the axis is a dashed line with its name at the right end, above it where there is
//! room, and elsewhere where it would lie over the data. One beyond the axis is not forced onto it: it
//! is named above the plot with an arrow that says where it is.

use super::frame::{Area, Frame, whole};
use super::scene::{Align, Ink, Scene};
use super::text_width::TextWidth;
use super::value_axis::ValueAxis;
use crate::format;
use crate::palette::Palette;
use contract::catalogue::Severity;
use contract::panel::Threshold;
use contract::unit::Unit;

/// A limit on the axis.
#[derive(Debug, Clone, PartialEq)]
struct Line {
    y: i32,
    severity: Severity,
    /// Its name and the box that holds it, where a place was free.
    label: Option<(String, Area)>,
}

/// All limits of a chart in their places.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Limits {
    lines: Vec<Line>,
    /// The limits beyond the axis, and the row of their words.
    edge: Option<(String, i32)>,
}

/// "limit 10 s", as it is said everywhere.
pub(crate) fn limit_label(unit: Unit, limit: &Threshold) -> String {
    format!("limit {}", format::value(unit, limit.value))
}

/// The limits beyond the axis as one text: "limit 10 s ↑", "limits 100, 1,000 ↑".
pub(crate) fn edge_text(unit: Unit, limits: &[Threshold], axis: &ValueAxis) -> Option<String> {
    let named = |is_wanted: &dyn Fn(f64) -> bool, arrow: char| {
        let values: Vec<String> = limits
            .iter()
            .filter(|limit| is_wanted(limit.value))
            .map(|limit| format::value(unit, limit.value))
            .collect();
        let word = if values.len() > 1 { "limits" } else { "limit" };
        (!values.is_empty()).then(|| format!("{word} {} {arrow}", values.join(", ")))
    };
    let texts: Vec<String> = [named(&|value| value > axis.high, '↑'), named(&|value| value < axis.low, '↓')]
        .into_iter()
        .flatten()
        .collect();
    (!texts.is_empty()).then(|| texts.join("   "))
}

impl Limits {
    /// `crowd` says how many marks of the data a box would lie over. `lane` is the height of what
    /// stands right above the plot.
    #[expect(clippy::too_many_arguments, reason = "all that a place depends on")]
    pub(crate) fn new(
        unit: Unit,
        limits: &[Threshold],
        axis: &ValueAxis,
        area: &Area,
        lane: i32,
        frame: &Frame,
        text: &dyn TextWidth,
        crowd: &dyn Fn(&Area) -> usize,
    ) -> Self {
        let mut taken: Vec<Area> = Vec::new();
        let edge = edge_text(unit, limits, axis).map(|edge| (edge, area.top - lane - frame.em(0.8)));
        let ceiling = if lane > 0 || edge.is_some() { area.top } else { area.top.min(frame.px(1.0)) };
        let lines = limits
            .iter()
            .filter(|limit| axis.contains(limit.value))
            .map(|limit| {
                let y = axis.row(limit.value, area.top, area.bottom);
                let name = limit_label(unit, limit);
                let width = whole(text.width(&name, frame.font())) + frame.px(6.0);
                let free = places(y, width, area, frame).into_iter().filter(|place| {
                    let is_inside =
                        place.top >= ceiling && place.bottom <= area.bottom && place.left >= area.left;
                    is_inside && !taken.iter().any(|other| other.overlaps(place))
                });
                let place = free.min_by_key(|place| crowd(place));
                taken.extend(place);
                Line { y, severity: limit.severity, label: place.map(|place| (name, place)) }
            })
            .collect();
        Self { lines, edge }
    }

    /// A single limit at a row, for a picture whose axis is not made of numbers.
    pub(crate) fn at_row(
        unit: Unit,
        limit: &Threshold,
        y: i32,
        area: &Area,
        frame: &Frame,
        text: &dyn TextWidth,
    ) -> Self {
        let name = limit_label(unit, limit);
        let width = whole(text.width(&name, frame.font())) + frame.px(6.0);
        let place = places(y, width, area, frame)
            .into_iter()
            .find(|place| place.top >= 0 && place.bottom <= area.bottom && place.left >= area.left);
        Self {
            lines: vec![Line { y, severity: limit.severity, label: place.map(|place| (name, place)) }],
            edge: None,
        }
    }

    pub(crate) fn draw(&self, area: &Area, frame: &Frame, palette: &Palette, scene: &mut Scene) {
        let height = frame.px(1.0);
        for line in &self.lines {
            let ink = Ink::opaque(palette.severity(line.severity));
            scene.dashes((area.left, area.right), line.y - height / 2, height, frame.px(5.0), ink);
        }
        for (name, place) in self.lines.iter().filter_map(|line| line.label.as_ref()) {
            // What lies under the words stays to be guessed, but they can be read.
            scene.rect(
                (place.left, place.top),
                (place.right, place.bottom),
                Ink::translucent(palette.surface, 0.82),
            );
            let at = (place.right - frame.px(3.0), i32::midpoint(place.top, place.bottom));
            scene.text(name.clone(), at, frame.font(), Align::Right, Ink::opaque(palette.text_muted));
        }
        if let Some((edge, y)) = &self.edge {
            scene.text(
                edge.clone(),
                (area.right, *y),
                frame.font(),
                Align::Right,
                Ink::opaque(palette.text_muted),
            );
        }
    }
}

/// Where the name of a limit may stand, the best place first: above its line at the right end,
/// below it, then the same at the left end.
fn places(y: i32, width: i32, area: &Area, frame: &Frame) -> [Area; 4] {
    let (height, gap) = (frame.em(1.25), frame.px(2.0));
    let at = |left: i32, top: i32| Area { left, top, right: left + width, bottom: top + height };
    let (right, left) = (area.right - width, area.left + gap);
    let (above, below) = (y - gap - height, y + gap + 1);
    [at(right, above), at(right, below), at(left, above), at(left, below)]
}
