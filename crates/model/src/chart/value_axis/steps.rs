//! Distances of labels that people count each unit in.

use contract::unit::Unit;

/// Lengths of time beyond a second, in milliseconds.
const TIME_STEPS_MS: [f64; 19] = [
    1e3, 2e3, 5e3, 10e3, 15e3, 30e3, 60e3, 120e3, 300e3, 600e3, 900e3, 1_800e3, 3_600e3, 7_200e3, 10_800e3,
    21_600e3, 43_200e3, 86_400e3, 172_800e3,
];

/// The least step of `unit` that is at least `rough`.
pub(super) fn nice_step(unit: Unit, rough: f64) -> f64 {
    let rough = if rough.is_finite() && rough > 0.0 { rough } else { 1.0 };
    match unit {
        Unit::Milliseconds | Unit::Timestamp if rough > 500.0 => {
            let listed = TIME_STEPS_MS.into_iter().find(|step| *step >= rough);
            listed.unwrap_or_else(|| decimal_step(rough / 86_400e3) * 86_400e3)
        }
        // A quarter of a whole is a place that people know.
        Unit::Percent if rough > 20.0 && rough <= 30.0 => 25.0,
        Unit::Count => decimal_step(rough).max(1.0),
        _ => decimal_step(rough),
    }
}

/// 1, 2 or 5 times a power of ten.
fn decimal_step(rough: f64) -> f64 {
    let power = power_of_ten(rough);
    // Through rounding, `rough` may be a hair more than the step that it was made from.
    let rough = rough * (1.0 - 1e-9);
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|digit| digit * power)
        .find(|step| *step >= rough)
        .unwrap_or(power * 10.0)
}

/// The greatest power of ten that is not greater than `value`.
pub(super) fn power_of_ten(value: f64) -> f64 {
    let mut power = 1.0;
    while power > value && power > 1e-12 {
        power /= 10.0;
    }
    while power * 10.0 <= value && power < 1e300 {
        power *= 10.0;
    }
    power
}

/// An axis of `unit` reaches at least so far up.
pub(super) fn least_top(unit: Unit) -> f64 {
    match unit {
        Unit::Count | Unit::Milliseconds | Unit::Timestamp | Unit::Bytes => 1.0,
        Unit::Percent => 0.1,
        Unit::PerSecond => 0.01,
    }
}
