//! Numbers with their units.

use super::{MINUS, NARROW_SPACE, NO_VALUE, date_time, duration_ms};
use crate::zone::Zone;
use contract::unit::Unit;

/// A value in its unit: "1.24 s", "41.3 %", "12.3 /s", "1,204". Points in time are shown in UTC;
/// where a zone is known, use [`value_in`].
pub fn value(unit: Unit, value: f64) -> String {
    value_in(unit, value, &Zone::Utc)
}

/// A value in its unit, with points in time shown in `zone`.
pub fn value_in(unit: Unit, value: f64, zone: &Zone) -> String {
    match unit {
        Unit::Count => count(value),
        Unit::Percent => percent(value),
        Unit::Milliseconds => duration_ms(value),
        Unit::PerSecond => per_second(value),
        Unit::Bytes => bytes(value),
        Unit::Timestamp => {
            rounded(value, 0).map_or_else(|| NO_VALUE.to_owned(), |at_ms| date_time(at_ms, zone))
        }
    }
}

/// A value in its unit, or a dash where there is none.
pub fn value_or_dash(unit: Unit, number: Option<f64>) -> String {
    number.map_or_else(|| NO_VALUE.to_owned(), |number| value(unit, number))
}

/// A label of an axis whose labels are `step` apart: exactly the decimals that tell neighbours
/// apart, and a bare "0" at zero.
pub fn value_with_step(unit: Unit, value: f64, step: f64) -> String {
    if !value.is_finite() {
        return NO_VALUE.to_owned();
    }
    let step = step.abs();
    // A value that is zero but for rounding errors of the axis is zero.
    if value == 0.0 || value.abs() < step * 1e-6 {
        return "0".to_owned();
    }
    let (scale, suffix) = axis_scale(unit, value.abs(), step);
    let number = fixed(value / scale, decimals_for(step / scale));
    if suffix.is_empty() { number } else { with_unit(&number, suffix) }
}

/// What an axis label is divided by, and the unit that it has then.
fn axis_scale(unit: Unit, size: f64, step: f64) -> (f64, &'static str) {
    match unit {
        Unit::Milliseconds if step >= 3_600_000.0 => (3_600_000.0, "h"),
        Unit::Milliseconds if step >= 60_000.0 => (60_000.0, "min"),
        Unit::Milliseconds if size >= 1_000.0 => (1_000.0, "s"),
        Unit::Milliseconds => (1.0, "ms"),
        Unit::Percent => (1.0, "%"),
        Unit::Bytes => byte_scale(size),
        Unit::Timestamp => (1.0, ""),
        Unit::Count | Unit::PerSecond => {
            let [thousands, rates] = LARGE;
            let suffixes = if unit == Unit::Count { thousands } else { rates };
            let (power, scale) = match size {
                _ if size >= 1e12 && step >= 1e9 => (4, 1e12),
                _ if size >= 1e9 && step >= 1e6 => (3, 1e9),
                _ if size >= 1e6 && step >= 1e3 => (2, 1e6),
                _ if size >= 1e4 && step >= 1e2 => (1, 1e3),
                _ => (0, 1.0),
            };
            (scale, suffixes.get(power).copied().unwrap_or_default())
        }
    }
}

/// What stands behind large numbers of things and large rates, by powers of a thousand.
const LARGE: [[&str; 5]; 2] = [["", "k", "M", "G", "T"], ["/s", "k/s", "M/s", "G/s", "T/s"]];

/// The fewest decimals that write `step` without a rest, 4 at most.
fn decimals_for(step: f64) -> usize {
    let mut scaled = step.abs();
    for decimals in 0..4 {
        if (scaled - scaled.round()).abs() < 1e-6 * scaled.max(1.0) {
            return decimals;
        }
        scaled *= 10.0;
    }
    4
}

/// A number of things: "1,204", "3.4" for a mean, "12.3 M" from a million on.
pub fn count(value: f64) -> String {
    let size = value.abs();
    if !value.is_finite() {
        NO_VALUE.to_owned()
    } else if size >= 999_999.5 {
        large(value, 0)
    } else if is_whole(value) || size >= 100.0 {
        fixed(value, 0)
    } else {
        fixed(value, if size < 1.0 { 2 } else { 1 })
    }
}

/// A share of a whole: "0.42 %", "5.8 %", "41.3 %", "99.94 %", "100 %". What is not the whole is
/// never rounded up to "100 %", and what is not nothing never down to "0 %".
pub fn percent(value: f64) -> String {
    let size = value.abs();
    if !value.is_finite() {
        return NO_VALUE.to_owned();
    }
    let number = if is_whole(value) {
        fixed(value, 0)
    } else if size < 0.005 {
        return with_unit(if value < 0.0 { "\u{2212}<0.01" } else { "<0.01" }, "%");
    } else if size < 0.995 {
        fixed(value, 2)
    } else if (99.0..100.0).contains(&size) {
        if size > 99.99 {
            return with_unit(if value < 0.0 { "\u{2212}>99.99" } else { ">99.99" }, "%");
        }
        fixed(value, 2)
    } else {
        fixed(value, usize::from(size < 999.95))
    };
    with_unit(&number, "%")
}

/// By how many percent something changed, always with its sign: "+12 %", "−3.4 %", "±0 %".
pub fn change_percent(value: f64) -> String {
    let shown = percent(value);
    match shown.chars().next() {
        _ if !value.is_finite() => shown,
        Some('0') if value == 0.0 => format!("±{shown}"),
        Some(first) if first != MINUS => format!("+{shown}"),
        _ => shown,
    }
}

/// A million or more of one kind of [`LARGE`] numbers: "12.30 M".
fn large(value: f64, kind: usize) -> String {
    let (power, scale) = match value.abs() {
        size if size >= 999.995e9 => (4, 1e12),
        size if size >= 999.995e6 => (3, 1e9),
        _ => (2, 1e6),
    };
    let suffix = LARGE.get(kind).and_then(|suffixes| suffixes.get(power)).copied().unwrap_or_default();
    with_unit(&fixed(value / scale, 2), suffix)
}

/// Things in a second: "0.05 /s", "1.24 /s", "12.3 /s", "1,204 /s", "1.20 M/s" from a million on.
pub fn per_second(value: f64) -> String {
    let size = value.abs();
    if !value.is_finite() {
        return NO_VALUE.to_owned();
    }
    if size >= 999_999.5 {
        return large(value, 1);
    }
    let decimals = match size {
        _ if size == 0.0 || size >= 99.95 => 0,
        _ if size >= 9.995 => 1,
        _ if size >= 0.0995 => 2,
        _ => 3,
    };
    with_unit(&fixed(value, decimals), "/s")
}

/// A size, in powers of a thousand: "512 B", "1.20 MB".
pub fn bytes(value: f64) -> String {
    if !value.is_finite() {
        return NO_VALUE.to_owned();
    }
    let (scale, suffix) = byte_scale(value.abs());
    let scaled = value / scale;
    let decimals =
        if scale < 10.0 || scaled.abs() >= 99.95 { 0 } else { usize::from(scaled.abs() < 9.995) + 1 };
    with_unit(&fixed(scaled, decimals), suffix)
}

fn byte_scale(size: f64) -> (f64, &'static str) {
    match size {
        _ if size >= 999.5e9 => (1e12, "TB"),
        _ if size >= 999.5e6 => (1e9, "GB"),
        _ if size >= 999.5e3 => (1e6, "MB"),
        _ if size >= 999.5 => (1e3, "kB"),
        _ => (1.0, "B"),
    }
}

fn is_whole(value: f64) -> bool {
    (value - value.round()).abs() < 1e-9
}

pub(super) fn with_unit(number: &str, unit: &str) -> String {
    let mut text = String::with_capacity(number.len() + unit.len() + 3);
    text.push_str(number);
    text.push(NARROW_SPACE);
    text.push_str(unit);
    text
}

/// `value` times ten to the power of `decimals`, as a whole number; nothing where it is not finite.
fn rounded(value: f64, decimals: usize) -> Option<i64> {
    let scale = [1.0, 10.0, 100.0, 1_000.0, 10_000.0].get(decimals).copied().unwrap_or(10_000.0);
    let scaled = (value * scale).round();
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a conversion of floats saturates, and beyond 9e18 digits mean nothing"
    )]
    scaled.is_finite().then_some(scaled as i64)
}

/// A number with a fixed count of decimals (4 at most) and a comma between thousands.
pub(super) fn fixed(value: f64, decimals: usize) -> String {
    let decimals = decimals.min(4);
    let Some(scaled) = rounded(value, decimals) else { return NO_VALUE.to_owned() };
    let digits = scaled.unsigned_abs().to_string();
    let digits = format!("{digits:0>width$}", width = decimals + 1);
    let (whole, part) = digits.split_at(digits.len() - decimals);
    let mut text = String::with_capacity(digits.len() + 8);
    if scaled < 0 {
        text.push(MINUS);
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if decimals > 0 {
        text.push('.');
        text.push_str(part);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(unit: Unit, number: f64, expected: &str) {
        assert_eq!(value(unit, number).replace(NARROW_SPACE, " "), expected, "{number}");
    }

    #[test]
    fn values_in_their_units() {
        for (number, expected) in [
            (0.0, "0"),
            (-0.0, "0"),
            (-0.001, "0.00"),
            (7.0, "7"),
            (3.44, "3.4"),
            (1204.0, "1,204"),
            (1204.4, "1,204"),
            (999_999.0, "999,999"),
            (12_300_000.0, "12.30 M"),
            (999_999_000_000.0, "1.00 T"),
            (-1204.0, "−1,204"),
            (f64::NAN, "–"),
            (f64::INFINITY, "–"),
        ] {
            check(Unit::Count, number, expected);
        }
        for (number, expected) in [
            (0.0, "0 %"),
            (0.42, "0.42 %"),
            (0.001, "<0.01 %"),
            (0.998, "1.0 %"),
            (5.0, "5 %"),
            (5.83, "5.8 %"),
            (41.26, "41.3 %"),
            (99.944, "99.94 %"),
            (99.999, ">99.99 %"),
            (100.0, "100 %"),
            (1234.5, "1,235 %"),
        ] {
            check(Unit::Percent, number, expected);
        }
        for (number, expected) in [
            (0.0, "0 /s"),
            (0.004, "0.004 /s"),
            (0.05, "0.050 /s"),
            (1.239, "1.24 /s"),
            (12.34, "12.3 /s"),
            (1204.0, "1,204 /s"),
            (1_250_000.0, "1.25 M/s"),
        ] {
            check(Unit::PerSecond, number, expected);
        }
        for (number, expected) in
            [(512.0, "512 B"), (1_200_000.0, "1.20 MB"), (999_600.0, "1.00 MB"), (123e9, "123 GB")]
        {
            check(Unit::Bytes, number, expected);
        }
        check(Unit::Timestamp, 1_705_314_600_000.0, "2024-01-15 10:30:00");
        assert_eq!(value_or_dash(Unit::Count, None), "–");
    }

    #[test]
    fn changes_have_a_sign() {
        for (number, expected) in
            [(12.0, "+12 %"), (-3.4, "−3.4 %"), (0.0, "±0 %"), (f64::NAN, "–"), (-0.001, "−<0.01 %")]
        {
            assert_eq!(change_percent(number).replace(NARROW_SPACE, " "), expected);
        }
    }

    #[test]
    fn axis_labels_tell_neighbours_apart() {
        for (unit, number, step, expected) in [
            (Unit::Milliseconds, 0.0, 500.0, "0"),
            (Unit::Milliseconds, 500.0, 500.0, "500 ms"),
            (Unit::Milliseconds, 1_500.0, 500.0, "1.5 s"),
            (Unit::Milliseconds, 10_000.0, 2_000.0, "10 s"),
            (Unit::Milliseconds, 120_000.0, 60_000.0, "2 min"),
            (Unit::Milliseconds, 0.25, 0.25, "0.25 ms"),
            (Unit::Percent, 2.5, 2.5, "2.5 %"),
            (Unit::Percent, 100.0, 25.0, "100 %"),
            (Unit::Count, 1_500.0, 500.0, "1,500"),
            (Unit::Count, 20_000.0, 5_000.0, "20 k"),
            (Unit::Count, 1_500_000.0, 500_000.0, "1.5 M"),
            (Unit::Count, 1.5e12, 5e11, "1.5 T"),
            (Unit::PerSecond, 2_500_000.0, 500_000.0, "2.5 M/s"),
            (Unit::PerSecond, 2_500.0, 500.0, "2,500 /s"),
            (Unit::PerSecond, 0.3, 0.1, "0.3 /s"),
            (Unit::Percent, 1e-17, 1.0, "0"),
        ] {
            assert_eq!(
                value_with_step(unit, number, step).replace(NARROW_SPACE, " "),
                expected,
                "{number} {step}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_number_looks_broken(number in prop::num::f64::ANY) {
            for unit in [Unit::Count, Unit::Percent, Unit::Milliseconds, Unit::PerSecond, Unit::Bytes, Unit::Timestamp] {
                for text in [value(unit, number), value_with_step(unit, number, 1.0)] {
                    prop_assert!(!text.contains("NaN") && !text.contains("inf") && !text.contains('e'), "{}", text);
                    prop_assert!(!text.is_empty());
                    prop_assert_ne!(text, "−0");
                }
            }
        }
    }
}
