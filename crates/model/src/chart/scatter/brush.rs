//! Selecting a part of the picture by dragging.

use super::ScatterPlot;
use crate::chart::frame::{Area, whole};
use contract::panel::Scale;

/// A drag that is shorter in a direction says nothing about it, CSS pixels.
const LEAST_PX: f64 = 6.0;

/// From where to where is selected so far, in device pixels; the second corner may be anywhere.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Brush {
    anchor: (f64, f64),
    head: (f64, f64),
}

/// What is selected.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BrushRange {
    /// From when to when, Unix milliseconds; nothing where any time is meant.
    pub time_ms: Option<(i64, i64)>,
    /// From which value to which; nothing where any value is meant. An end at the end of the axis is
    /// that of the axis.
    pub values: Option<(f64, f64)>,
}

impl Brush {
    /// Begins at a device pixel.
    pub fn at(x: f64, y: f64) -> Self {
        Self { anchor: (x, y), head: (x, y) }
    }

    /// The same beginning, with another end.
    #[must_use]
    pub fn to(self, x: f64, y: f64) -> Self {
        Self { head: (x, y), ..self }
    }

    /// The two ends of each direction in which it is long enough, inside of the plot.
    fn ends(&self, plot: &ScatterPlot) -> [Option<(f64, f64)>; 2] {
        let least = f64::from(plot.frame.px(LEAST_PX));
        let area = &plot.area;
        let within = |a: f64, b: f64, from: i32, to: i32| {
            let (from, to) = (f64::from(from), f64::from(to));
            let (a, b) = (a.min(b).clamp(from, to), a.max(b).clamp(from, to));
            (b - a >= least).then_some((a, b))
        };
        [
            within(self.anchor.0, self.head.0, area.left, area.right),
            within(self.anchor.1, self.head.1, area.top, area.bottom),
        ]
    }

    /// What is selected; nothing where it is a click.
    pub fn range(&self, plot: &ScatterPlot) -> Option<BrushRange> {
        let [columns, rows] = self.ends(plot);
        let time_ms = columns.map(|(left, right)| (time_at(plot, left), time_at(plot, right)));
        let values = rows.map(|(top, bottom)| (value_at(plot, bottom), value_at(plot, top)));
        (time_ms.is_some() || values.is_some()).then_some(BrushRange { time_ms, values })
    }

    /// The box to draw: as wide or high as the plot where that direction is not limited.
    pub fn area(&self, plot: &ScatterPlot) -> Option<Area> {
        let [columns, rows] = self.ends(plot);
        if columns.is_none() && rows.is_none() {
            return None;
        }
        let (left, right) = columns.map_or((plot.area.left, plot.area.right), |(a, b)| (whole(a), whole(b)));
        let (top, bottom) = rows.map_or((plot.area.top, plot.area.bottom), |(a, b)| (whole(a), whole(b)));
        Some(Area { left, top, right, bottom })
    }
}

/// The point in time at a device-pixel column.
fn time_at(plot: &ScatterPlot, x: f64) -> i64 {
    let (from_ms, to_ms) = plot.time.span_ms();
    let share = (x - f64::from(plot.area.left)) / f64::from(plot.area.width().max(1));
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "a pixel is coarser")]
    let after = (share * (to_ms - from_ms) as f64).round() as i64;
    from_ms + after
}

/// The value at a device-pixel row.
fn value_at(plot: &ScatterPlot, y: f64) -> f64 {
    let axis = &plot.values;
    let share = (f64::from(plot.area.bottom) - y) / f64::from(plot.area.height().max(1));
    match axis.scale {
        Scale::Linear => axis.low + share * (axis.high - axis.low),
        Scale::Log => axis.low * (axis.high / axis.low).powf(share),
    }
}
