//! Rollups: every number is worked out from the events beside it.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    clippy::cast_possible_wrap,
    reason = "numbers of events are small here"
)]

use super::{MIDNIGHT_MS, NOON_MS, gauge, labels, line, request, rollups, sum_up, total, window};
use crate::store::{Aggregate, RollupQuery, Store};
use contract::line::{Event, Measure};
use contract::time::{HOUR_MS, MINUTE_MS, SECOND_MS, STEPS_MS, Window};
use serde_json::json;

/// Durations from a few milliseconds to a minute, without chance: squares modulo a prime.
fn durations(count: u32) -> Vec<f64> {
    (1..=count).map(|number| 3.0 + f64::from((number * number) % 7_919) * 7.5).collect()
}

/// The value of a rank, as a sorted list has it.
fn exact_quantile(values: &[f64], q: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (q * (sorted.len() - 1) as f64).floor() as usize;
    sorted[rank]
}

#[track_caller]
fn check(aggregate: &Aggregate, values: &[f64], failures: u64) {
    assert_eq!(aggregate.count, values.len() as u64);
    assert_eq!(aggregate.values, values.len() as u64);
    assert_eq!(aggregate.failures, failures);
    let sum: f64 = values.iter().sum();
    assert!((aggregate.sum - sum).abs() <= sum.abs() * 1e-12, "{} is not {sum}", aggregate.sum);
    assert_eq!(Some(aggregate.min), values.iter().copied().min_by(f64::total_cmp));
    assert_eq!(Some(aggregate.max), values.iter().copied().max_by(f64::total_cmp));
    let sketch = aggregate.sketch.as_ref().unwrap();
    assert_eq!(sketch.count(), values.len() as u64);
    for q in [0.0, 0.25, 0.5, 0.9, 0.95, 0.99, 1.0] {
        let (exact, told) = (exact_quantile(values, q), sketch.quantile(q).unwrap());
        assert!((told - exact).abs() <= exact * 0.0101, "p{q}: {told} is not {exact}");
    }
}

pub(super) fn counts_sums_and_percentiles(store: &impl Store) {
    let durations = durations(3_000);
    let status = |index: usize| if index.is_multiple_of(7) { 503 } else { 200 };
    // One line every 200 ms is 50 in a bucket of 10 s, over 10 minutes.
    let at_ms = |index: usize| NOON_MS + index as i64 * 200;
    let events: Vec<Event> = durations
        .iter()
        .enumerate()
        .map(|(index, &ms)| request(at_ms(index), "/v1/images", status(index), ms))
        .collect();
    for batch in events.chunks(170) {
        store.append(batch).unwrap();
    }
    for step_ms in [10 * SECOND_MS, 30 * SECOND_MS, MINUTE_MS, 5 * MINUTE_MS, 10 * MINUTE_MS] {
        let window = window(NOON_MS, step_ms, 10 * MINUTE_MS / step_ms);
        let per_bucket = (step_ms / 200) as usize;
        for (number, bucket) in total(store, Measure::Request, window).iter().enumerate() {
            let here = number * per_bucket..(number + 1) * per_bucket;
            let failures = here.clone().filter(|index| status(*index) == 503).count() as u64;
            check(bucket.as_ref().unwrap(), &durations[here], failures);
        }
    }
    let hour = total(store, Measure::Request, window(NOON_MS, HOUR_MS, 1));
    check(hour[0].as_ref().unwrap(), &durations, 429);
    // Without sketches the numbers are the same.
    let query = RollupQuery {
        measure: Measure::Request,
        window: window(NOON_MS, HOUR_MS, 1),
        group_by: vec![],
        filter: vec![],
        with_sketch: false,
    };
    let plain = store.rollups(&query).unwrap().remove(0).buckets.remove(0).unwrap();
    assert_eq!(plain, Aggregate { sketch: None, ..hour[0].clone().unwrap() });
    // The lines themselves are counted as lines, once each.
    assert_eq!(sum_up(&total(store, Measure::Line, window(NOON_MS, HOUR_MS, 1))).count, 3_000);
}

pub(super) fn groups_and_filters(store: &impl Store) {
    let mut events = Vec::new();
    for (route, status, durations) in [
        ("/a", 200, vec![1.0, 2.0, 3.0]),
        ("/a", 500, vec![50.0]),
        ("/b", 200, vec![7.0, 8.0]),
        ("/b", 404, vec![9.0]),
    ] {
        events.extend(durations.iter().map(|&ms| request(NOON_MS, route, status, ms)));
    }
    events.push(line(NOON_MS, json!({"service": "edge", "http_status": 200, "duration_ms": 4})));
    store.append(&events).unwrap();
    let minute = window(NOON_MS, MINUTE_MS, 1);
    let told = |group_by: &[&'static str], filter: &[(&'static str, &str)]| {
        let series = rollups(store, Measure::Request, minute, group_by, filter);
        series
            .into_iter()
            .map(|series| (series.labels, sum_up(&series.buckets).sum, sum_up(&series.buckets).failures))
            .collect::<Vec<_>>()
    };
    assert_eq!(told(&[], &[]), [(labels(&[]), 84.0, 1)]);
    assert_eq!(
        told(&["route"], &[]),
        [(labels(&[]), 4.0, 0), (labels(&[("route", "/a")]), 56.0, 1), (labels(&[("route", "/b")]), 24.0, 0)]
    );
    assert_eq!(
        told(&["status_class"], &[("route", "/b")]),
        [(labels(&[("status_class", "2xx")]), 15.0, 0), (labels(&[("status_class", "4xx")]), 9.0, 0)]
    );
    assert_eq!(told(&[], &[("route", "/a")]), [(labels(&[]), 56.0, 1)]);
    assert_eq!(told(&[], &[("route", "/a"), ("status_class", "2xx")]), [(labels(&[]), 6.0, 0)]);
    assert_eq!(told(&[], &[("route", "/c")]), []);
    assert_eq!(
        told(&["service", "route"], &[("service", "edge")]),
        [(labels(&[("service", "edge")]), 4.0, 0)]
    );
    // Measures do not mix, and a gauge of any name is a measure of its own.
    store
        .append(&[
            gauge(NOON_MS, "queue_depth", 5.0, json!({"queue": "gpu"})),
            gauge(NOON_MS + 1, "queue_depth", 7.0, json!({"queue": "gpu"})),
            gauge(NOON_MS, "images", 9.0, json!({"plan": "pro"})),
        ])
        .unwrap();
    let depth = rollups(store, Measure::QueueDepth, minute, &["queue"], &[]);
    assert_eq!(depth.len(), 1);
    check(depth[0].buckets[0].as_ref().unwrap(), &[5.0, 7.0], 0);
    let images = rollups(store, Measure::Custom("images".to_owned()), minute, &["plan"], &[]);
    assert_eq!((images[0].labels.clone(), sum_up(&images[0].buckets).sum), (labels(&[("plan", "pro")]), 9.0));
    assert_eq!(rollups(store, Measure::Custom("queue_depth".to_owned()), minute, &[], &[]), []);
}

pub(super) fn leaves_gaps(store: &impl Store) {
    store.append(&[request(NOON_MS, "/a", 200, 1.0), request(NOON_MS + 30_000, "/a", 200, 0.0)]).unwrap();
    let buckets = total(store, Measure::Request, window(NOON_MS - 20_000, 10_000, 7));
    let counts: Vec<Option<u64>> =
        buckets.iter().map(|bucket| bucket.as_ref().map(|bucket| bucket.count)).collect();
    assert_eq!(counts, [None, None, Some(1), None, None, Some(1), None]);
    // The end of a window is outside of it.
    assert_eq!(rollups(store, Measure::Request, window(NOON_MS - 60_000, 10_000, 6), &[], &[]), []);
    assert_eq!(sum_up(&total(store, Measure::Request, window(NOON_MS, 10_000, 3))).count, 1);
}

pub(super) fn coarser_buckets_are_merged_finer_ones(store: &impl Store) {
    let durations = durations(2_000);
    let events: Vec<Event> = durations
        .iter()
        .zip(0..)
        .map(|(&ms, number)| request(NOON_MS + number * 7_300, "/a", 200, ms))
        .collect();
    store.append(&events).unwrap();
    let from_ms = NOON_MS - 12 * HOUR_MS;
    let length_ms = 24 * HOUR_MS;
    let finest = total(store, Measure::Request, window(from_ms, STEPS_MS[0], length_ms / STEPS_MS[0]));
    for step_ms in STEPS_MS.into_iter().filter(|step_ms| length_ms % step_ms == 0) {
        let coarser = total(store, Measure::Request, window(from_ms, step_ms, length_ms / step_ms));
        let per_bucket = (step_ms / STEPS_MS[0]) as usize;
        for (bucket, finer) in coarser.iter().zip(finest.chunks(per_bucket)) {
            let merged = sum_up(finer);
            match bucket {
                None => assert_eq!(merged.count, 0),
                Some(bucket) => {
                    assert_eq!(
                        (bucket.count, bucket.failures, bucket.min, bucket.max),
                        (merged.count, merged.failures, merged.min, merged.max)
                    );
                    assert!((bucket.sum - merged.sum).abs() < 1e-6);
                    assert_eq!(bucket.sketch, merged.sketch, "sketches merge exactly at {step_ms} ms");
                }
            }
        }
    }
}

pub(super) fn late_lines_count_where_they_belong(store: &impl Store) {
    let minute = window(NOON_MS, 10_000, 6);
    store.append(&[request(NOON_MS, "/a", 200, 10.0), request(NOON_MS + 50_000, "/a", 200, 20.0)]).unwrap();
    store.append(&[request(MIDNIGHT_MS + HOUR_MS, "/a", 200, 1.0)]).unwrap();
    // Both come an hour and a day after their time, one into a bucket that is there, one into a gap.
    store
        .append(&[request(NOON_MS + 9_999, "/a", 500, 30.0), request(NOON_MS + 20_000, "/a", 200, 40.0)])
        .unwrap();
    let buckets = total(store, Measure::Request, minute);
    check(buckets[0].as_ref().unwrap(), &[10.0, 30.0], 1);
    assert_eq!(buckets[1], None);
    check(buckets[2].as_ref().unwrap(), &[40.0], 0);
    check(buckets[5].as_ref().unwrap(), &[20.0], 0);
    check(
        &sum_up(&total(store, Measure::Request, window(NOON_MS, HOUR_MS, 1))),
        &[10.0, 20.0, 30.0, 40.0],
        1,
    );
}

pub(super) fn unknown_durations_count_without_a_value(store: &impl Store) {
    let at = |status: u16| line(NOON_MS, json!({"service": "backend", "http_status": status}));
    store.append(&[at(200), at(500), request(NOON_MS, "/a", 200, 80.0)]).unwrap();
    let bucket = total(store, Measure::Request, window(NOON_MS, 10_000, 1)).remove(0).unwrap();
    assert_eq!((bucket.count, bucket.failures, bucket.values), (3, 1, 1));
    assert_eq!((bucket.min, bucket.max, bucket.mean()), (80.0, 80.0, Some(80.0)));
    assert_eq!(bucket.sketch.unwrap().count(), 1);
    store.append(&[line(NOON_MS + 10_000, json!({"http_status": 200}))]).unwrap();
    let bucket = total(store, Measure::Request, window(NOON_MS + 10_000, 10_000, 1)).remove(0).unwrap();
    assert_eq!((bucket.count, bucket.values, bucket.mean()), (1, 0, None));
}

pub(super) fn windows_reach_over_midnight(store: &impl Store) {
    let durations = durations(400);
    // From half past ten to half past one.
    let events: Vec<Event> = durations
        .iter()
        .zip(0..)
        .map(|(&ms, number)| request(MIDNIGHT_MS - 90 * MINUTE_MS + number * 27_000, "/a", 200, ms))
        .collect();
    store.append(&events).unwrap();
    for step_ms in [MINUTE_MS, HOUR_MS, 2 * HOUR_MS, 24 * HOUR_MS, 7 * 24 * HOUR_MS] {
        let whole = Window {
            from_ms: (MIDNIGHT_MS - 2 * HOUR_MS).div_euclid(step_ms) * step_ms,
            to_ms: (MIDNIGHT_MS + 2 * HOUR_MS + step_ms - 1).div_euclid(step_ms) * step_ms,
            step_ms,
        };
        check(&sum_up(&total(store, Measure::Request, whole)), &durations, 0);
    }
}
