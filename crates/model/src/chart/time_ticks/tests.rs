use super::*;
use crate::chart::text_width::EstimatedWidth;
use proptest::prelude::*;
use std::sync::Arc;

fn berlin() -> Zone {
    Zone::with_transitions(
        "Europe/Berlin",
        Arc::from([(0, HOUR_MS), (1_711_846_800_000, 2 * HOUR_MS), (1_729_990_800_000, HOUR_MS)]),
    )
}

fn labels(from_ms: i64, length_ms: i64, width: i32, zone: &Zone) -> Vec<String> {
    let frame = Frame::new(f64::from(width), 200.0, 1.0);
    let scale = TimeScale::new(from_ms, length_ms / 60, 60, 40, width - 10);
    time_ticks(&scale, &frame, zone, &EstimatedWidth)
        .into_iter()
        .map(|tick| tick.label.replace('\u{a0}', " "))
        .collect()
}

#[test]
fn labels_are_round_times_as_dense_as_they_fit() {
    let noon = 1_705_320_000_000; // 2024-01-15T12:00:00Z
    assert_eq!(labels(noon, HOUR_MS, 160, &Zone::Utc), ["12:00", "13:00"]);
    assert_eq!(labels(noon, HOUR_MS, 360, &Zone::Utc), ["12:00", "12:15", "12:30", "12:45", "13:00"]);
    assert_eq!(
        labels(noon, 10 * MINUTE_MS, 360, &Zone::Utc),
        ["12:00", "12:02", "12:04", "12:06", "12:08", "12:10"]
    );
    assert_eq!(
        labels(noon, 2 * MINUTE_MS, 440, &Zone::Utc),
        ["12:00:00", "12:00:30", "12:01:00", "12:01:30", "12:02:00"]
    );
    let day = labels(noon, DAY_MS, 360, &Zone::Utc);
    assert_eq!(day, ["12:00", "18:00", "16 Jan", "06:00", "12:00"]);
    assert_eq!(labels(noon, 7 * DAY_MS, 700, &Zone::Utc).len(), 7);
    assert_eq!(labels(noon, 365 * DAY_MS, 400, &Zone::Utc), ["1 Apr", "1 Jul", "1 Oct", "1 Jan"]);
    assert!(labels(noon, HOUR_MS, 3840, &Zone::Utc).len() >= 30);
}

#[test]
fn the_zone_decides_what_is_round() {
    let noon = 1_705_320_000_000;
    assert_eq!(labels(noon, HOUR_MS, 360, &Zone::fixed(330)), ["17:30", "17:45", "18:00", "18:15", "18:30"]);
    assert_eq!(
        labels(noon, HOUR_MS, 400, &Zone::fixed(345)),
        ["17:50", "18:00", "18:10", "18:20", "18:30", "18:40"]
    );
    assert_eq!(labels(noon, DAY_MS, 360, &Zone::fixed(60)), ["18:00", "16 Jan", "06:00", "12:00"]);
}

#[test]
fn labels_stay_round_where_clocks_change() {
    // From midnight, the clock goes from 02:00 to 03:00 and, in autumn, through 02:00 twice.
    let spring = 1_711_839_600_000; // 2024-03-31T00:00 in Berlin
    assert_eq!(
        labels(spring, 8 * HOUR_MS, 580, &berlin()),
        ["31 Mar", "01:00", "03:00", "04:00", "05:00", "06:00", "07:00", "08:00", "09:00"]
    );
    assert_eq!(labels(spring, DAY_MS, 360, &berlin()), ["31 Mar", "06:00", "12:00", "18:00", "1 Apr"]);
    let autumn = 1_729_980_000_000; // 2024-10-27T00:00 in Berlin
    assert_eq!(labels(autumn, DAY_MS, 360, &berlin()), ["27 Oct", "06:00", "12:00", "18:00"]);
    assert_eq!(labels(autumn, 4 * HOUR_MS, 300, &berlin()), ["27 Oct", "01:00", "02:00", "02:00", "03:00"]);
    assert_eq!(labels(spring, 4 * DAY_MS, 360, &berlin()), ["31 Mar", "1 Apr", "2 Apr", "3 Apr", "4 Apr"]);
}

#[test]
fn midnights_are_those_of_the_zone_on_days_of_23_and_25_hours() {
    let (spring, autumn) = (1_711_666_800_000, 1_729_807_200_000); // two days before, 00:00 in Berlin
    for (start_ms, long_day_ms) in [(spring, 23 * HOUR_MS), (autumn, 25 * HOUR_MS)] {
        for (width, days) in [(1_600.0, 5), (3_840.0, 5), (500.0, 5)] {
            let frame = Frame::new(width, 200.0, 1.0);
            let scale = TimeScale::new(start_ms, HOUR_MS, 5 * 24, 40, frame.width - 10);
            let ticks = time_ticks(&scale, &frame, &berlin(), &EstimatedWidth);
            let midnights: Vec<i64> =
                ticks.iter().map(|tick| tick.at_ms).filter(|at| berlin().day_start_ms(*at) == *at).collect();
            assert!(midnights.len() >= days, "{width}: {ticks:?}");
            let lengths: Vec<i64> = midnights.windows(2).map(|pair| pair[1] - pair[0]).collect();
            assert_eq!(lengths[..4], [DAY_MS, DAY_MS, long_day_ms, DAY_MS], "{width}");
            for tick in &ticks {
                let is_midnight = midnights.contains(&tick.at_ms);
                assert_eq!(tick.label.contains('\u{a0}'), is_midnight, "a midnight says its day: {tick:?}");
            }
        }
    }
}

#[test]
fn long_spans_are_labelled_by_month_and_by_year() {
    let noon = 1_705_320_000_000;
    assert_eq!(labels(noon, 4 * 365 * DAY_MS, 360, &Zone::Utc), ["2025", "2026", "2027", "2028"]);
    assert_eq!(labels(noon, 200 * DAY_MS, 620, &Zone::Utc).first().map(String::as_str), Some("1 Feb"));
    // A span in which no round time falls still says where it is.
    assert_eq!(labels(noon + 100, 600, 160, &Zone::Utc), ["12:00:00"]);
}

proptest! {
    #[test]
    fn no_label_touches_another_or_leaves_the_picture(
        from_ms in 1_600_000_000_000i64..1_900_000_000_000, length_ms in prop_oneof![20_000i64..4_000_000, 1_000_000i64..400_000_000, 100_000_000i64..400_000_000_000],
        width in 100.0f64..3840.0, ratio in prop::sample::select(vec![1.0, 1.25, 2.0, 3.0]), zone in prop::sample::select(vec![0, 1, 2]),
    ) {
        let zone = [Zone::Utc, Zone::fixed(-570), berlin()][zone].clone();
        let frame = Frame::new(width, 200.0, ratio);
        let scale = TimeScale::new(from_ms, length_ms / 40, 40, frame.px(30.0), frame.width - frame.px(8.0));
        let ticks = time_ticks(&scale, &frame, &zone, &EstimatedWidth);
        let ends: Vec<(f64, f64)> = ticks.iter().map(|tick| {
            let half = EstimatedWidth.width(&tick.label, frame.font()) / 2.0;
            (f64::from(tick.label_x) - half, f64::from(tick.label_x) + half)
        }).collect();
        for pair in ends.windows(2) {
            prop_assert!(pair[0].1 + 6.0 * ratio <= pair[1].0, "{:?}", ticks);
        }
        for (left, right) in ends {
            prop_assert!(left >= 0.0 && right <= f64::from(frame.width));
        }
        prop_assert!(ticks.is_sorted_by(|a, b| a.at_ms < b.at_ms));
        prop_assert!(!ticks.is_empty());
        if width >= 300.0 {
            prop_assert!(ticks.len() > 1, "{:?}", ticks);
        }
    }
}
