//! The value axis: from where to where it goes, and where it is labelled.
//!
//! Policy. Zero is always on it, so that twice as high is twice as much, with one exception: a
//! share that must not fall *below* a limit of 50 % or more (a success rate) is shown from a
//! little under the lower of limit and data up to 100 %, else the few percent that matter would be
//! as thin as a line. A limit is on the axis unless it would press the data flat: shares always
//! have theirs, other units up to [`LIMIT_REACH`] times the greatest value; the others are named
//! at the edge of the picture. Steps are the ones that people count the unit in. A logarithmic axis
//! has its own policy, in `log`.

mod log;
mod steps;

use super::frame::{Frame, whole};
use crate::format;
use contract::catalogue::Direction;
use contract::panel::{Scale, Threshold};
use contract::unit::Unit;
use steps::{least_top, nice_step};

/// A limit so many times the greatest value is still drawn in its place.
const LIMIT_REACH: f64 = 4.0;
/// Values beyond are drawn at the edge: nothing that is measured here is as large, and labels could
/// not tell such values apart.
const FARTHEST: f64 = 1e15;

/// A label of the value axis.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueTick {
    /// What it stands for.
    pub value: f64,
    /// What it says.
    pub label: String,
}

/// From where to where the axis goes, and its labels.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueAxis {
    /// How values are laid out along it.
    pub scale: Scale,
    /// The value at the bottom.
    pub low: f64,
    /// The value at the top.
    pub high: f64,
    /// From the bottom up; empty where there are no values.
    pub ticks: Vec<ValueTick>,
    /// Where else a quiet line goes across.
    pub minor: Vec<f64>,
}

impl ValueAxis {
    /// The axis for values between `extent`'s two in `unit`, for a plot `height` device pixels
    /// high. `is_cumulative` says that heights are added up or filled, so zero must be the bottom.
    pub fn new(
        unit: Unit,
        extent: Option<(f64, f64)>,
        limits: &[Threshold],
        is_cumulative: bool,
        height: i32,
        frame: &Frame,
    ) -> Self {
        let Some((least, greatest)) = extent else { return Self::linear(0.0, 1.0, Vec::new()) };
        let (least, greatest) = (least.clamp(-FARTHEST, FARTHEST), greatest.clamp(-FARTHEST, FARTHEST));
        let most_steps = (f64::from(height) / (frame.font() * 3.2)).floor().clamp(1.0, 8.0);
        let floor = if is_cumulative { None } else { floor_of_share(unit, least, greatest, limits) };
        let low = floor.unwrap_or_else(|| least.min(0.0));
        let high = match floor {
            Some(_) => 100.0,
            None => top_of(unit, greatest, limits),
        };
        // A label more than planned is better than steps twice as large.
        let step = nice_step(unit, (high - low) / most_steps * 0.85);
        let low = (low / step + 1e-9).floor() * step;
        // The top is at a label or halfway to the next: it holds still while values vary a little,
        // and wastes little.
        let high = ((high / step * 2.0 - 1e-9).ceil() / 2.0).max((low / step).round() + 1.0) * step;
        Self::linear(low, high, ticks(unit, low, high, step))
    }

    fn linear(low: f64, high: f64, ticks: Vec<ValueTick>) -> Self {
        Self { scale: Scale::Linear, low, high, ticks, minor: Vec::new() }
    }

    /// Where `value` is between the bottom (0) and the top (1); outside of them too.
    pub fn share(&self, value: f64) -> f64 {
        match self.scale {
            Scale::Linear => (value - self.low) / (self.high - self.low),
            // What has no logarithm is at the base.
            Scale::Log if value <= self.low => 0.0,
            Scale::Log => (value / self.low).ln() / (self.high / self.low).ln(),
        }
    }

    /// The device-pixel row of a value between the rows `top` and `bottom`; values beyond the axis
    /// are at its end.
    pub fn row(&self, value: f64, top: i32, bottom: i32) -> i32 {
        let share = self.share(value).clamp(0.0, 1.0);
        bottom - whole(share * f64::from(bottom - top))
    }

    /// Whether a value is on the axis.
    pub fn contains(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }
}

/// The greatest value that has to be on the axis.
fn top_of(unit: Unit, greatest: f64, limits: &[Threshold]) -> f64 {
    let reach = if unit == Unit::Percent { f64::INFINITY } else { greatest * LIMIT_REACH };
    let mut shown = greatest.max(0.0);
    let mut nearest = f64::INFINITY;
    for limit in limits.iter().filter(|limit| limit.value > 0.0 && limit.value.is_finite()) {
        if limit.value <= reach {
            // Headroom for its label, and so that crossing it can be seen.
            shown = shown.max(limit.value * 1.04);
        }
        nearest = nearest.min(limit.value);
    }
    if greatest <= 0.0 && nearest.is_finite() {
        // Nothing at all is happening: the nearest limit gives zero its proportion.
        shown = shown.max(nearest * 1.04);
    }
    let shown = if unit == Unit::Percent && greatest <= 100.0 { shown.min(100.0) } else { shown };
    // Noise is not blown up to the height of the chart.
    shown.max(least_top(unit))
}

/// The bottom of the axis of a share that must stay high, where it need not be zero.
fn floor_of_share(unit: Unit, least: f64, greatest: f64, limits: &[Threshold]) -> Option<f64> {
    let limit = limits.iter().find(|limit| limit.direction == Direction::Below && limit.value >= 50.0)?;
    if unit != Unit::Percent || least < 50.0 || greatest > 100.0 {
        return None;
    }
    let lowest = least.min(limit.value);
    Some((lowest - (100.0 - lowest) * 0.2).max(0.0))
}

fn ticks(unit: Unit, low: f64, high: f64, step: f64) -> Vec<ValueTick> {
    let count = ((high - low) / step + 1e-6).floor();
    if !(count.is_finite() && count <= 64.0) {
        return Vec::new();
    }
    let first = (low / step).round();
    (0..=64_i32)
        .map(f64::from)
        .take_while(|number| *number <= count)
        .map(|number| {
            let value = (first + number) * step;
            ValueTick { value, label: format::value_with_step(unit, value, step) }
        })
        .collect()
}

#[cfg(test)]
mod tests;
