//! Points in time and value, each with a state: one point a trace.
//!
//! Policy. Points that fall on the same device pixel are one mark, which has the worst of their
//! states: a failure is never hidden by what went well. Marks are sorted by column and row, so
//! pointing looks at the few columns around the pointer and never at all points. Good ones are
//! dots, those not judged rings, failed ones squares over them, so that colour is never the only sign.
//! What is no finite number or lies outside of the window is not drawn.

mod brush;
mod words;

pub use brush::{Brush, BrushRange};
pub use words::{point_words, readout, state_word, summary};

use super::axes;
use super::frame::{Area, Frame, whole};
use super::limits::{Limits, edge_text};
use super::scene::{Ink, Scene};
use super::symbols::{Symbol, symbol};
use super::text_width::TextWidth;
use super::time_scale::TimeScale;
use super::time_ticks::{TimeTick, time_ticks};
use super::value_axis::ValueAxis;
use crate::palette::{Palette, Rgb};
use crate::zone::Zone;
use contract::panel::{Scale, State, Threshold};
use contract::time::Window;
use contract::unit::Unit;

/// How far a pointer may be from a mark that it means, CSS pixels.
const REACH_PX: f64 = 12.0;
/// With more marks than this the good ones are specks, so that a crowd is still made of points and
/// drawn without circles, which cost most.
const CROWD: usize = 4_000;
/// The same where a mark has less room than this, CSS pixels: circles would grow into one blot.
const ROOM_PX: f64 = 36.0;

/// Points over a window.
#[derive(Debug, Clone, PartialEq)]
pub struct Scatter {
    /// Unit of the values.
    pub unit: Unit,
    /// How values are laid out up the picture.
    pub scale: Scale,
    /// The time that the picture covers.
    pub window: Window,
    /// In any order.
    pub points: Vec<ScatterPoint>,
    /// Limits to be drawn.
    pub thresholds: Vec<Threshold>,
}

/// One point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScatterPoint {
    /// When, Unix milliseconds.
    pub at_ms: i64,
    /// How much.
    pub value: f64,
    /// How it went.
    pub state: State,
}

/// What a picture of points is drawn from.
#[derive(Clone, Copy)]
pub struct ScatterInput<'a> {
    /// The data.
    pub scatter: &'a Scatter,
    /// The zone of the time axis.
    pub zone: &'a Zone,
    /// The box to fill.
    pub frame: Frame,
    /// How wide labels are.
    pub text: &'a dyn TextWidth,
}

/// All points of one device pixel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Its device-pixel column.
    pub x: i32,
    /// Its device-pixel row.
    pub y: i32,
    /// The worst of their states.
    pub state: State,
    /// Which of [`Scatter::points`] it is; the first of the worst where it is several.
    pub point: usize,
    /// How many points it stands for.
    pub count: usize,
}

/// Where everything is.
#[derive(Debug, Clone, PartialEq)]
pub struct ScatterPlot {
    /// The box.
    pub frame: Frame,
    /// The part of it that holds points.
    pub area: Area,
    /// Time across it, with the buckets of the window.
    pub time: TimeScale,
    /// Values up it.
    pub values: ValueAxis,
    /// By column, then by row.
    marks: Vec<Mark>,
    limits: Limits,
    time_ticks: Vec<TimeTick>,
}

impl ScatterPlot {
    /// Works out the layout.
    pub fn new(input: &ScatterInput<'_>) -> Self {
        let ScatterInput { scatter, frame, text, .. } = *input;
        let Scatter { unit, window, points, thresholds, .. } = scatter;
        let (mut extent, mut positive) = (None, f64::INFINITY);
        for point in points.iter().filter(|point| is_drawn(point, window)) {
            let (least, greatest) = extent.unwrap_or((point.value, point.value));
            extent = Some((point.value.min(least), point.value.max(greatest)));
            if point.value > 0.0 {
                positive = positive.min(point.value);
            }
        }
        let positive = if positive.is_finite() { positive } else { 1.0 };
        let axis = |height: i32| match (scatter.scale, extent) {
            (Scale::Log, Some((least, greatest))) => {
                ValueAxis::log(*unit, (least, positive, greatest), thresholds, height, &frame)
            }
            _ => ValueAxis::new(*unit, extent, thresholds, false, height, &frame),
        };
        let bottom = (frame.height - frame.em(1.9)).max(1);
        let mut top = frame.em(0.7);
        let mut values = axis(bottom - top);
        if extent.is_some() && edge_text(*unit, thresholds, &values).is_some() {
            top = frame.em(1.6);
            values = axis(bottom - top);
        }
        let area = axes::area(&values, (top, bottom), &frame, text);
        let time = TimeScale::new(window.from_ms, window.step_ms, window.len(), area.left, area.right);
        let marks = marks(scatter, &time, &values, &area);
        let crowd = |place: &Area| {
            between(&marks, place.left, place.right)
                .filter(|mark| mark.y >= place.top && mark.y <= place.bottom)
                .count()
        };
        let limits = match extent {
            Some(_) => Limits::new(*unit, thresholds, &values, &area, 0, &frame, text, &crowd),
            None => Limits::default(),
        };
        let time_ticks = time_ticks(&time, &frame, input.zone, text);
        Self { frame, area, time, values, marks, limits, time_ticks }
    }

    /// Adds the picture to `scene`.
    pub fn draw(&self, palette: &Palette, scene: &mut Scene) {
        let (area, frame) = (&self.area, &self.frame);
        axes::value_axis(&self.values, area, frame, palette, scene);
        axes::time_axis(&self.time_ticks, area, frame, palette, scene);
        let is_crowd = self.is_crowd();
        let (radius, speck) = (frame.px(2.5), frame.px(2.0));
        // The worst last, over the others; each kind by itself, so that a backend may join them.
        for state in [State::NoData, State::Ok, State::Warning, State::Critical] {
            let (shape, radius) = match state {
                State::NoData | State::Ok => (Symbol::Dot, radius),
                State::Warning => (Symbol::Triangle, frame.px(if is_crowd { 3.0 } else { 4.0 })),
                State::Critical => (Symbol::Square, frame.px(if is_crowd { 2.5 } else { 3.5 })),
            };
            let ink = Ink::opaque(color(palette, state));
            for mark in self.marks.iter().filter(|mark| mark.state == state) {
                if is_crowd && shape == Symbol::Dot {
                    let (left, top) = (mark.x - speck / 2, mark.y - speck / 2);
                    scene.rect((left, top), (left + speck, top + speck), ink);
                    continue;
                }
                symbol(scene, shape, (mark.x, mark.y), radius, ink);
                if state == State::NoData {
                    // A ring: what is not known is open.
                    let inside = (radius - frame.px(1.0)).max(1).unsigned_abs();
                    scene.dot((mark.x, mark.y), inside, Ink::opaque(palette.surface));
                }
            }
        }
        self.limits.draw(area, frame, palette, scene);
        if self.marks.is_empty() {
            axes::nothing("No data in this range", area, frame, palette, scene);
        }
    }

    fn is_crowd(&self) -> bool {
        let room = f64::from(self.area.width()) * f64::from(self.area.height()) / self.frame.ratio.powi(2);
        #[expect(clippy::cast_precision_loss, reason = "a number of marks on a screen")]
        let marks = self.marks.len() as f64;
        self.marks.len() > CROWD || room < marks * ROOM_PX
    }

    /// The marks from left to right, those of one column from the top down: what keys walk through.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// The mark that a pointer at a device pixel means: the nearest within reach, of two as near the
    /// worse one.
    pub fn nearest(&self, x: f64, y: f64) -> Option<Mark> {
        let (x, y, reach) = (whole(x), whole(y), self.frame.px(REACH_PX));
        let mut best: Option<(i32, Mark)> = None;
        for column in x - reach..=x + reach {
            let begin = self.marks.partition_point(|mark| (mark.x, mark.y) < (column, y - reach));
            let near = self.marks.get(begin..).unwrap_or_default().iter();
            for mark in near.take_while(|mark| mark.x == column && mark.y <= y + reach) {
                let distance = (mark.x - x).pow(2) + (mark.y - y).pow(2);
                let is_better = best.is_none_or(|(known, other)| {
                    distance < known || (distance == known && mark.state > other.state)
                });
                if is_better && distance <= reach.pow(2) {
                    best = Some((distance, *mark));
                }
            }
        }
        best.map(|(_, mark)| mark)
    }
}

/// Whether a point has a place in the picture.
fn is_drawn(point: &ScatterPoint, window: &Window) -> bool {
    point.value.is_finite() && (window.from_ms..window.to_ms).contains(&point.at_ms)
}

/// The marks with columns in `left..=right`.
fn between(marks: &[Mark], left: i32, right: i32) -> impl Iterator<Item = &Mark> {
    let begin = marks.partition_point(|mark| mark.x < left);
    marks.get(begin..).unwrap_or_default().iter().take_while(move |mark| mark.x <= right)
}

/// One mark a device pixel, by column and row.
fn marks(scatter: &Scatter, time: &TimeScale, values: &ValueAxis, area: &Area) -> Vec<Mark> {
    let mut marks: Vec<Mark> = scatter
        .points
        .iter()
        .enumerate()
        .filter(|(_, point)| is_drawn(point, &scatter.window))
        .map(|(index, point)| Mark {
            x: whole(time.x(point.at_ms)).clamp(area.left, area.right - 1),
            y: values.row(point.value, area.top, area.bottom),
            state: point.state,
            point: index,
            count: 1,
        })
        .collect();
    marks.sort_unstable_by_key(|mark| (mark.x, mark.y, std::cmp::Reverse(mark.state), mark.point));
    marks.dedup_by(|next, kept| {
        let is_same = (next.x, next.y) == (kept.x, kept.y);
        kept.count += usize::from(is_same);
        is_same
    });
    marks
}

fn color(palette: &Palette, state: State) -> Rgb {
    let [ordinary, ..] = palette.series;
    match state {
        // All that goes well in the colour of health would say more than is known.
        State::Ok => ordinary,
        _ => palette.state(state),
    }
}

#[cfg(test)]
mod tests;
