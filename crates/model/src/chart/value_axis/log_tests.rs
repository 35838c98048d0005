use super::*;
use contract::catalogue::{Direction, Severity};
use proptest::prelude::*;

fn axis_in(unit: Unit, extent: (f64, f64, f64), limits: &[f64], height: i32) -> ValueAxis {
    let limit =
        |value: &f64| Threshold { value: *value, direction: Direction::Above, severity: Severity::Warning };
    let limits: Vec<Threshold> = limits.iter().map(limit).collect();
    ValueAxis::log(unit, extent, &limits, height, &Frame::new(400.0, 200.0, 1.0))
}

fn labels(axis: &ValueAxis) -> Vec<String> {
    axis.ticks.iter().map(|tick| tick.label.replace('\u{202f}', " ")).collect()
}

#[test]
fn labels_are_at_1_2_and_5_where_there_is_room_and_at_decades_elsewhere() {
    for (unit, least, greatest, height, expected) in [
        (Unit::Milliseconds, 240.0, 3_600.0, 180, vec!["200 ms", "500 ms", "1 s", "2 s", "5 s"]),
        (Unit::Milliseconds, 240.0, 3_600.0, 60, vec!["100 ms", "1 s", "10 s"]),
        (
            Unit::Milliseconds,
            30.0,
            400_000.0,
            180,
            vec!["10 ms", "100 ms", "1 s", "10 s", "100 s", "1,000 s"],
        ),
        (
            Unit::Count,
            1.0,
            66_000_000.0,
            180,
            vec!["1", "10", "100", "1,000", "10 k", "100 k", "1 M", "10 M", "100 M"],
        ),
        (Unit::Count, 1.0, 66_000_000.0, 60, vec!["1", "1,000", "1 M"]),
        (Unit::Percent, 0.7, 4.0, 180, vec!["0.5 %", "1 %", "2 %", "5 %"]),
        (
            Unit::Bytes,
            300.0,
            4e9,
            180,
            vec!["100 B", "1 kB", "10 kB", "100 kB", "1 MB", "10 MB", "100 MB", "1 GB", "10 GB"],
        ),
        (Unit::PerSecond, 2e12, 3e12, 180, vec!["2 T/s", "5 T/s", "10 T/s", "20 T/s"]),
        (Unit::Count, 830.0, 830.0, 180, vec!["500", "1,000", "2,000", "5,000"]),
    ] {
        assert_eq!(labels(&axis_in(unit, (least, least, greatest), &[], height)), expected);
    }
}

#[test]
fn what_has_no_logarithm_is_at_the_base_which_says_so() {
    let axis = axis_in(Unit::Count, (-3.0, 40.0, 900.0), &[], 180);
    assert_eq!(labels(&axis)[0], "≤ 20");
    for value in [0.0, -3.0, f64::NEG_INFINITY, 7.0] {
        assert_eq!(axis.row(value, 10, 110), 110, "{value}");
    }
    assert!(!labels(&axis_in(Unit::Count, (40.0, 40.0, 900.0), &[], 180))[0].contains('≤'));
    let nothing = axis_in(Unit::Count, (-5.0, 1.0, 0.0), &[], 180);
    assert_eq!(labels(&nothing), ["≤ 1", "2", "5", "10"], "nothing above zero is still an axis");
    let tiny = axis_in(Unit::Count, (1e-9, 1e-9, 0.5), &[], 180);
    assert!(labels(&tiny)[0].starts_with("≤ 0.0001"), "what could not be named is at the base: {tiny:?}");
}

#[test]
fn ten_times_as_much_is_one_step_higher() {
    let axis = axis_in(Unit::Count, (1.0, 1.0, 10_000.0), &[], 400);
    let rows: Vec<i32> = [1.0, 10.0, 100.0, 1_000.0, 10_000.0].map(|value| axis.row(value, 0, 400)).to_vec();
    assert_eq!(rows, [400, 300, 200, 100, 0]);
    let minor: Vec<f64> = axis.minor.iter().copied().filter(|value| *value < 10.0).collect();
    assert_eq!(minor, [3.0, 4.0, 6.0, 7.0, 8.0, 9.0], "what is not labelled is a quiet line");
}

#[test]
fn a_limit_is_on_the_axis_within_a_decade_of_the_values() {
    let with = |limit: f64| axis_in(Unit::Count, (20.0, 20.0, 900.0), &[limit], 180);
    assert!(with(5_000.0).contains(5_000.0) && with(3.0).contains(3.0));
    assert!(!with(20_000.0).contains(20_000.0) && !with(0.0).contains(0.0) && !with(1.0).contains(1.0));
}

proptest! {
    #[test]
    fn any_data_gets_an_axis_that_holds_it(
        a in prop::num::f64::NORMAL, b in -1e6f64..1e6, c in 1e-12f64..1e12, height in 1i32..3_000, ratio in 1.0f64..3.0,
    ) {
        for unit in [Unit::Count, Unit::Percent, Unit::Milliseconds, Unit::PerSecond, Unit::Bytes] {
            let frame = Frame::new(400.0, 200.0, ratio);
            let (least, greatest) = (a.min(b).min(c), a.max(b).max(c));
            let positive = [a, b, c].into_iter().filter(|value| *value > 0.0).fold(f64::INFINITY, f64::min);
            let axis = ValueAxis::log(unit, (least, positive, greatest), &[], height, &frame);
            prop_assert!(axis.low > 0.0 && axis.low < axis.high && axis.high.is_finite());
            prop_assert!(axis.high >= greatest.clamp(LEAST, FARTHEST) * (1.0 - 1e-6));
            prop_assert!(axis.low <= positive.clamp(LEAST, FARTHEST) * (1.0 + 1e-6));
            prop_assert!(!axis.ticks.is_empty() && axis.ticks.len() <= 32 && axis.minor.len() < 300);
            prop_assert!(axis.ticks.windows(2).all(|pair| pair[0].label != pair[1].label), "{:?}", axis.ticks);
            let rows: Vec<i32> = axis.ticks.iter().map(|tick| axis.row(tick.value, 0, height)).collect();
            prop_assert!(rows.windows(2).all(|pair| pair[0] - pair[1] >= frame.em(1.3)), "{:?} {:?}", axis.ticks, rows);
        }
    }
}
