//! From aggregates to the values of a series: rates, shares, means, quantiles.

use crate::store::Aggregate;
use contract::time::Window;

/// Of the last bucket, at least this share must have passed for its rate to be told.
const LEAST_ELAPSED: f64 = 0.2;

/// A length in seconds.
pub(super) fn seconds(length_ms: i64) -> f64 {
    as_f64(length_ms.unsigned_abs()) / 1_000.0
}

/// A count as a value.
#[expect(clippy::cast_precision_loss, reason = "counts and lengths stay far below 2^53")]
pub(super) fn as_f64(count: u64) -> f64 {
    count as f64
}

/// All buckets together; none when each is empty.
pub(super) fn merged(buckets: &[Option<Aggregate>]) -> Option<Aggregate> {
    let mut all = buckets.iter().flatten();
    let mut sum = all.next()?.clone();
    all.for_each(|aggregate| sum.merge(aggregate));
    Some(sum)
}

/// The last bucket that holds something.
pub(super) fn last(buckets: &[Option<Aggregate>]) -> Option<&Aggregate> {
    buckets.iter().rev().flatten().next()
}

/// How many, 0 when nothing.
pub(super) fn count(aggregate: Option<&Aggregate>) -> u64 {
    aggregate.map_or(0, |aggregate| aggregate.count)
}

/// Failures in percent.
pub(super) fn failure_percent(aggregate: &Aggregate) -> Option<f64> {
    (aggregate.count > 0).then(|| as_f64(aggregate.failures) / as_f64(aggregate.count) * 100.0)
}

/// What is no failure, in percent.
pub(super) fn success_percent(aggregate: &Aggregate) -> Option<f64> {
    failure_percent(aggregate).map(|failed| 100.0 - failed)
}

/// The value that this share of all values lies below. The sketch is right within 1 %; no percentile
/// lies outside of the least and the greatest value, which are known exactly, so that a single
/// generation of 15 s is shown as such.
pub(super) fn quantile(aggregate: &Aggregate, share: f64) -> Option<f64> {
    Some(aggregate.sketch.as_ref()?.quantile(share)?.max(aggregate.min).min(aggregate.max))
}

/// One value a bucket, null where the bucket is empty.
pub(super) fn each(
    buckets: &[Option<Aggregate>],
    value: impl Fn(&Aggregate) -> Option<f64>,
) -> Vec<Option<f64>> {
    buckets.iter().map(|bucket| bucket.as_ref().and_then(&value)).collect()
}

/// How many seconds of each bucket have passed; null where it is too few to tell a rate by.
fn elapsed_secs(window: Window, now_ms: i64) -> impl Iterator<Item = Option<f64>> {
    let step = seconds(window.step_ms);
    let starts = (0..window.len()).scan(window.from_ms, move |start_ms, _| {
        let this_ms = *start_ms;
        *start_ms += window.step_ms;
        Some(this_ms)
    });
    starts.map(move |start_ms| {
        let passed = seconds((now_ms - start_ms).clamp(0, window.step_ms));
        (passed >= step * LEAST_ELAPSED).then_some(passed)
    })
}

/// How many in a second, of what `counted` counts in a bucket.
pub(super) fn rates(
    buckets: &[Option<Aggregate>],
    heard: &[bool],
    window: Window,
    now_ms: i64,
    counted: impl Fn(&Aggregate) -> u64,
) -> Vec<Option<f64>> {
    let counts = counts(buckets, heard, counted);
    counts.into_iter().zip(elapsed_secs(window, now_ms)).map(|(count, secs)| Some(count? / secs?)).collect()
}

/// How many, of what `counted` counts in a bucket: 0 where its services were heard and it did not
/// happen, null where they were not.
pub(super) fn counts(
    buckets: &[Option<Aggregate>],
    heard: &[bool],
    counted: impl Fn(&Aggregate) -> u64,
) -> Vec<Option<f64>> {
    let filled = |(bucket, heard): (&Option<Aggregate>, &bool)| match bucket {
        Some(aggregate) => Some(as_f64(counted(aggregate))),
        None => heard.then_some(0.0),
    };
    buckets.iter().zip(heard).map(filled).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(count: u64, failures: u64) -> Aggregate {
        Aggregate { count, failures, ..Aggregate::empty(false) }
    }

    #[test]
    fn the_last_bucket_is_divided_by_what_has_passed_of_it() {
        let window = Window { from_ms: 0, to_ms: 40_000, step_ms: 10_000 };
        let buckets = [Some(of(20, 0)), None, Some(of(20, 0)), None];
        let heard = [true, true, true, false];
        let rate = |now_ms| rates(&buckets, &heard, window, now_ms, |a| a.count);
        assert_eq!(rate(25_000), [Some(2.0), Some(0.0), Some(4.0), None]);
        // A tenth of the bucket says nothing.
        assert_eq!(rate(21_000), [Some(2.0), Some(0.0), None, None]);
        assert_eq!(rate(90_000), [Some(2.0), Some(0.0), Some(2.0), None]);
    }

    #[test]
    fn a_share_of_nothing_is_null() {
        assert_eq!(
            each(&[Some(of(200, 12)), None, Some(of(0, 0))], failure_percent),
            [Some(6.0), None, None]
        );
        assert_eq!(each(&[Some(of(200, 12))], success_percent), [Some(94.0)]);
    }

    #[test]
    fn merging_keeps_sketches_only_where_all_have_one() {
        let with = Some(Aggregate::of(5.0, false, true));
        let both = merged(&[with.clone(), None, with.clone()]);
        assert!(both.as_ref().is_some_and(|all| all.count == 2 && quantile(all, 0.5).is_some()));
        assert!(merged(&[with, Some(of(1, 0))]).is_some_and(|all| quantile(&all, 0.5).is_none()));
        assert_eq!(merged(&[None, None]), None);
    }
}
