//! The logarithmic axis: ten times as much is one step higher.
//!
//! Policy. Both ends are round (1, 2 or 5 times a power of ten) and at least a decade apart.
//! Labels stand at 1, 2 and 5 of each decade where there is room, else at powers of ten, else at
//! every second, third… of them; the lines between are quiet and have no label. What is zero or
//! less has no logarithm: it is drawn at the base, where a fall to it is seen, and the label of the
//! base then begins with "≤". A limit is on the axis unless it is more than a decade away from all
//! values.

use super::steps::power_of_ten;
use super::{FARTHEST, ValueAxis, ValueTick};
use crate::chart::frame::{Frame, whole};
use crate::format;
use contract::panel::{Scale, Threshold};
use contract::unit::Unit;

/// Labels have four decimals at most, so what is less could not be named.
const LEAST: f64 = 1e-4;
/// A limit so many times beyond the values is still drawn in its place.
const LIMIT_REACH: f64 = 10.0;
/// Over more than this the powers of ten alone say where one is, however much room there is.
const MOST_LABELLED: f64 = 2e4;
/// For comparing numbers that were worked out in different ways.
const SLACK: f64 = 1e-9;
/// The decimal logarithm of 2, the least distance of labels within a decade.
const NEAREST: f64 = 0.301;

impl ValueAxis {
    /// The axis for values of which `least` is the least, `least_positive` the least above zero and
    /// `greatest` the greatest, for a plot `height` device pixels high.
    pub(crate) fn log(
        unit: Unit,
        (least, least_positive, greatest): (f64, f64, f64),
        limits: &[Threshold],
        height: i32,
        frame: &Frame,
    ) -> Self {
        let (mut low, mut high) =
            (least_positive.clamp(LEAST, FARTHEST), greatest.clamp(LEAST, FARTHEST).max(least_positive));
        let (nearest, farthest) = (low / LIMIT_REACH, high * LIMIT_REACH);
        for limit in limits.iter().filter(|limit| (nearest..=farthest).contains(&limit.value)) {
            low = low.min(limit.value.max(LEAST));
            high = high.max(limit.value);
        }
        let digits = &[1, 2, 5];
        let (mut low, mut high) = (round_down(low, digits), round_up(high, digits));
        if high < low * 10.0 * (1.0 - SLACK) {
            high = round_up(low * 10.0, digits);
        }
        let decade = |low: f64, high: f64| f64::from(height.max(1)) / (high / low).log10();
        let has_all = high < low * MOST_LABELLED && decade(low, high) * NEAREST >= f64::from(frame.em(1.5));
        if !has_all {
            (low, high) = (round_down(low, &[1]), round_up(high, &[1]));
        }
        let decade = decade(low, high);
        let every = whole((f64::from(frame.em(1.8)) / decade).ceil()).max(1);
        let has_minor = decade >= f64::from(frame.em(3.0));

        let (mut ticks, mut minor) = (Vec::new(), Vec::new());
        let (mut power, mut number) = (power_of_ten(low * (1.0 + SLACK)), 0);
        while power <= high * (1.0 + SLACK) {
            for digit in 1..=9 {
                let value = f64::from(digit) * power;
                let is_labelled =
                    if digit == 1 { number % every == 0 } else { has_all && digits.contains(&digit) };
                if value < low * (1.0 - SLACK) || value > high * (1.0 + SLACK) {
                    continue;
                }
                if is_labelled {
                    // In steps of a second at most: minutes and hours do not come in tens.
                    let step = if unit == Unit::Milliseconds { power.min(1_000.0) } else { power };
                    ticks.push(ValueTick { value, label: format::value_with_step(unit, value, step) });
                } else if has_minor || digit == 1 {
                    minor.push(value);
                }
            }
            power *= 10.0;
            number += 1;
        }
        if let Some(base) = ticks.first_mut().filter(|_| least < low * (1.0 - SLACK)) {
            base.label.insert_str(0, "≤\u{202f}");
        }
        Self { scale: Scale::Log, low, high, ticks, minor }
    }
}

/// The greatest of the digits times a power of ten that is not greater than `value`.
fn round_down(value: f64, digits: &[i32]) -> f64 {
    let power = power_of_ten(value * (1.0 + SLACK));
    let fits = digits
        .iter()
        .rev()
        .map(|digit| f64::from(*digit) * power)
        .find(|round| *round <= value * (1.0 + SLACK));
    fits.unwrap_or(power)
}

/// The least of the digits times a power of ten that is not less than `value`.
fn round_up(value: f64, digits: &[i32]) -> f64 {
    let power = power_of_ten(value * (1.0 + SLACK));
    let fits =
        digits.iter().map(|digit| f64::from(*digit) * power).find(|round| *round >= value * (1.0 - SLACK));
    fits.unwrap_or(power * 10.0)
}

#[cfg(test)]
#[path = "log_tests.rs"]
mod tests;
