#![expect(
    clippy::cast_precision_loss,
    clippy::float_cmp,
    reason = "small numbers, and ends of axes that are exact"
)]

use super::*;
use contract::catalogue::Severity;
use proptest::prelude::*;

fn limit(value: f64, direction: Direction) -> Threshold {
    Threshold { value, direction, severity: Severity::Warning }
}

fn axis(unit: Unit, extent: (f64, f64), limits: &[Threshold]) -> ValueAxis {
    ValueAxis::new(unit, Some(extent), limits, false, 180, &Frame::new(400.0, 200.0, 1.0))
}

fn labels(axis: &ValueAxis) -> Vec<String> {
    axis.ticks.iter().map(|tick| tick.label.replace('\u{202f}', " ")).collect()
}

#[test]
fn labels_are_counted_in_the_steps_of_the_unit() {
    for (unit, greatest, expected) in [
        (Unit::Milliseconds, 8_400.0, vec!["0", "2 s", "4 s", "6 s", "8 s"]),
        (Unit::Milliseconds, 340.0, vec!["0", "100 ms", "200 ms", "300 ms"]),
        (Unit::Milliseconds, 52_000.0, vec!["0", "15 s", "30 s", "45 s"]),
        (Unit::Milliseconds, 170_000.0, vec!["0", "1 min", "2 min", "3 min"]),
        (Unit::Milliseconds, 9_000_000.0, vec!["0", "1 h", "2 h"]),
        (Unit::Percent, 93.0, vec!["0", "20 %", "40 %", "60 %", "80 %", "100 %"]),
        (Unit::Percent, 3.1, vec!["0", "1 %", "2 %", "3 %"]),
        (Unit::Count, 2.0, vec!["0", "1", "2"]),
        (Unit::Count, 118_000.0, vec!["0", "50 k", "100 k"]),
        (Unit::PerSecond, 0.031, vec!["0", "0.01 /s", "0.02 /s", "0.03 /s"]),
    ] {
        assert_eq!(labels(&axis(unit, (0.0, greatest), &[])), expected);
    }
}

#[test]
fn zero_is_on_the_axis_and_noise_is_not_blown_up() {
    assert_eq!(axis(Unit::Count, (900.0, 1_000.0), &[]).low, 0.0);
    let both = axis(Unit::Count, (-40.0, 70.0), &[]);
    assert_eq!((both.low, both.high), (-50.0, 75.0));
    assert_eq!(labels(&axis(Unit::Count, (0.0, 0.0), &[])), ["0", "1"]);
    assert_eq!(axis(Unit::Percent, (0.0, 0.000_1), &[]).high, 0.1);
    assert_eq!(axis(Unit::Count, (-7.0, -7.0), &[]).high, 1.0);
}

#[test]
fn a_limit_is_on_the_axis_unless_it_would_press_the_data_flat() {
    let above = |value| limit(value, Direction::Above);
    assert!(axis(Unit::Milliseconds, (0.0, 2_500.0), &[above(10_000.0)]).contains(10_000.0));
    assert!(!axis(Unit::Milliseconds, (0.0, 300.0), &[above(10_000.0)]).contains(10_000.0));
    let queue = axis(Unit::Count, (0.0, 60.0), &[above(100.0), above(1_000.0)]);
    assert!(queue.contains(100.0) && !queue.contains(1_000.0));
    assert!(axis(Unit::Percent, (0.0, 0.2), &[above(5.0)]).contains(5.0), "shares always show theirs");
    let idle = axis(Unit::Count, (0.0, 0.0), &[above(100.0), above(1_000.0)]);
    assert!(idle.contains(100.0) && idle.high < 300.0, "an idle queue is shown against its nearer limit");
    assert_eq!(axis(Unit::Percent, (20.0, 99.0), &[above(98.0)]).high, 100.0);
}

#[test]
fn a_share_that_must_stay_high_is_shown_from_near_its_limit() {
    let below = [limit(95.0, Direction::Below)];
    let good = axis(Unit::Percent, (97.0, 100.0), &below);
    assert!(good.low >= 90.0 && good.low < 95.0 && good.high == 100.0, "{good:?}");
    let bad = axis(Unit::Percent, (60.0, 100.0), &below);
    assert!(bad.low <= 60.0 && bad.low > 20.0, "{bad:?}");
    assert_eq!(axis(Unit::Percent, (10.0, 100.0), &below).low, 0.0);
    let filled =
        ValueAxis::new(Unit::Percent, Some((97.0, 100.0)), &below, true, 180, &Frame::new(400.0, 200.0, 1.0));
    assert_eq!(filled.low, 0.0, "what is filled begins at zero");
}

#[test]
fn rows_are_inside_whatever_the_value() {
    let axis = axis(Unit::Count, (0.0, 10.0), &[]);
    assert_eq!((axis.row(0.0, 10, 110), axis.row(5.0, 10, 110), axis.row(10.0, 10, 110)), (110, 60, 10));
    assert_eq!((axis.row(-1e300, 10, 110), axis.row(1e300, 10, 110)), (110, 10));
    assert!(ValueAxis::new(Unit::Count, None, &[], false, 100, &Frame::new(9.0, 9.0, 1.0)).ticks.is_empty());
}

proptest! {
    #[test]
    fn any_data_gets_an_axis_that_holds_it(
        a in prop::num::f64::NORMAL, b in -1e6f64..1e6, height in 1i32..3_000, ratio in 1.0f64..3.0, is_cumulative: bool,
    ) {
        for unit in [Unit::Count, Unit::Percent, Unit::Milliseconds, Unit::PerSecond, Unit::Bytes, Unit::Timestamp] {
            let frame = Frame::new(400.0, 200.0, ratio);
            let axis = ValueAxis::new(unit, Some((a.min(b), a.max(b))), &[limit(95.0, Direction::Below)], is_cumulative, height, &frame);
            prop_assert!(axis.low.is_finite() && axis.high.is_finite() && axis.low < axis.high);
            let (least, greatest) = (a.min(b).max(-FARTHEST), a.max(b).min(FARTHEST));
            let slack = (axis.high - axis.low) * 1e-6;
            prop_assert!(axis.low <= least + slack && greatest <= axis.high + slack, "{:?}", axis);
            prop_assert!(axis.ticks.len() <= 12);
            prop_assert!(axis.ticks.windows(2).all(|pair| pair[0].label != pair[1].label), "{:?}", axis.ticks);
            let most = (f64::from(height) / (frame.font() * 1.5)).max(2.0);
            prop_assert!((axis.ticks.len() as f64) <= most + 2.0);
        }
    }
}
