//! What every store must do, as tests that any implementation runs.
//!
//! Each part gets a fresh store, appends events of its own and works out from them what must be
//! answered; nothing here knows how a store keeps its data.

mod counting;
mod courses;
mod deploys;

use super::{Aggregate, LineQuery, RollupQuery, RollupSeries, Store};
use contract::line::{Event, Level, Measure};
use contract::time::{HOUR_MS, MINUTE_MS, Window};
use contract::vocabulary::{Vocabulary, read_line, read_metric};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// 2026-11-22T00:00:00Z, a midnight.
pub(crate) const MIDNIGHT_MS: i64 = 1_795_305_600_000;
/// Noon of the day before.
pub(crate) const NOON_MS: i64 = MIDNIGHT_MS - 12 * HOUR_MS;

/// Runs all of it.
pub(crate) fn run<S: Store>(mut fresh: impl FnMut() -> S) {
    is_empty_at_first(&fresh());
    keeps_lines(&fresh());
    tells_sources_and_extent(&fresh());
    tells_demo_data(&fresh());
    raises_its_revision(&fresh());
    counting::counts_sums_and_percentiles(&fresh());
    counting::groups_and_filters(&fresh());
    counting::leaves_gaps(&fresh());
    counting::coarser_buckets_are_merged_finer_ones(&fresh());
    counting::late_lines_count_where_they_belong(&fresh());
    counting::unknown_durations_count_without_a_value(&fresh());
    counting::windows_reach_over_midnight(&fresh());
    courses::generations_in_every_order(&fresh());
    courses::generations_reach_over_midnight(&fresh());
    courses::the_order_of_lines_does_not_matter(&mut fresh);
    courses::a_step_is_counted_once(&fresh());
    courses::open_tasks(&fresh());
    courses::tasks_reach_over_midnight(&fresh());
    deploys::deploys_of_a_window(&fresh());
    deploys::one_that_is_told_again_is_one(&fresh());
}

/// A line as a shipper sends it, at a time.
pub(crate) fn line(at_ms: i64, mut fields: Value) -> Event {
    fields["dt"] = json!(at_ms);
    let Value::Object(map) = fields else { panic!("a line is an object") };
    read_line(&Vocabulary::default(), map, at_ms)
}

/// A gauge as a shipper sends it, at a time.
pub(crate) fn gauge(at_ms: i64, name: &str, value: f64, tags: Value) -> Event {
    let Value::Object(map) = json!({"dt": at_ms, "name": name, "gauge": {"value": value}, "tags": tags})
    else {
        panic!("an object")
    };
    read_metric(&Vocabulary::default(), map, at_ms).unwrap()
}

/// A request with its duration.
pub(crate) fn request(at_ms: i64, route: &str, status: u16, duration_ms: f64) -> Event {
    line(
        at_ms,
        json!({"service": "backend", "http_method": "GET", "http_route": route, "http_status": status, "duration_ms": duration_ms}),
    )
}

/// A window of so many steps.
pub(crate) fn window(from_ms: i64, step_ms: i64, length: i64) -> Window {
    Window { from_ms, to_ms: from_ms + length * step_ms, step_ms }
}

/// Asks for rollups with sketches.
pub(crate) fn rollups(
    store: &impl Store,
    measure: Measure,
    window: Window,
    group_by: &[&'static str],
    filter: &[(&'static str, &str)],
) -> Vec<RollupSeries> {
    let filter = filter.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    store
        .rollups(&RollupQuery { measure, window, group_by: group_by.to_vec(), filter, with_sketch: true })
        .unwrap()
}

/// The buckets of the total.
#[track_caller]
pub(crate) fn total(store: &impl Store, measure: Measure, window: Window) -> Vec<Option<Aggregate>> {
    let mut series = rollups(store, measure, window, &[], &[]);
    assert_eq!(series.len(), 1);
    let series = series.remove(0);
    assert!(series.labels.is_empty());
    assert_eq!(series.buckets.len(), window.len());
    series.buckets
}

/// Everything in the buckets together.
pub(crate) fn sum_up(buckets: &[Option<Aggregate>]) -> Aggregate {
    let mut sum = Aggregate::empty(true);
    buckets.iter().flatten().for_each(|bucket| sum.merge(bucket));
    sum
}

pub(crate) fn labels(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// All lines of a stretch of time, newest first.
pub(crate) fn lines_between(store: &impl Store, from_ms: i64, to_ms: i64) -> Vec<super::StoredLine> {
    store
        .lines(&LineQuery { from_ms, to_ms, min_level: None, min_http_status: None, limit: 1_000_000 })
        .unwrap()
}

fn is_empty_at_first(store: &impl Store) {
    assert_eq!(store.extent().unwrap(), None);
    assert_eq!(store.sources().unwrap(), []);
    assert_eq!(lines_between(store, 0, i64::MAX), []);
    assert_eq!(rollups(store, Measure::Request, window(NOON_MS, MINUTE_MS, 60), &[], &[]), []);
    assert_eq!(store.open_tasks(NOON_MS).unwrap(), []);
    assert_eq!(store.deploys(0, i64::MAX, 10).unwrap(), []);
    assert!(!store.is_demo());
    assert_eq!(store.figures().lines, 0);
    assert_eq!(store.append(&[]).unwrap().lines, 0);
}

fn keeps_lines(store: &impl Store) {
    let fields = json!({
        "level": "error", "service": "compute", "message": "Provider timed out", "trace_id": "gen-1", "user_id": "u", "org_id": "o",
        "generation_id": "1", "duration_ms": 12.5, "nested": {"a": [1, 2.5, null, "ü"]}, "http_status": 504, "big": u64::MAX
    });
    let kept = line(NOON_MS, fields);
    store.append(std::slice::from_ref(&kept)).unwrap();
    let found = lines_between(store, NOON_MS, NOON_MS + 1);
    assert_eq!(found.len(), 1);
    assert_eq!(Some(&found[0].line), kept.line.as_ref());

    let others: Vec<Event> = [("debug", 200), ("info", 404), ("warning", 500), ("error", 503)]
        .iter()
        .zip(1..)
        .map(|((level, status), second)| {
            line(NOON_MS + second * 1_000, json!({"level": level, "http_status": status, "message": level}))
        })
        .collect();
    store.append(&others).unwrap();
    let ask = |from_ms, to_ms, min_level, min_http_status, limit| {
        let query = LineQuery { from_ms, to_ms, min_level, min_http_status, limit };
        store.lines(&query).unwrap().into_iter().map(|found| found.line.message).collect::<Vec<_>>()
    };
    let all = ["error", "warning", "info", "debug", "Provider timed out"];
    assert_eq!(ask(0, i64::MAX, None, None, 10), all);
    assert_eq!(ask(0, i64::MAX, None, None, 2), all[..2]);
    assert_eq!(ask(0, i64::MAX, None, None, 0), [""; 0]);
    assert_eq!(ask(NOON_MS, NOON_MS + 3_000, None, None, 10), all[2..]);
    assert_eq!(
        ask(0, i64::MAX, Some(Level::Info), None, 10),
        ["error", "warning", "info", "Provider timed out"]
    );
    assert_eq!(ask(0, i64::MAX, Some(Level::Error), None, 10), ["error", "Provider timed out"]);
    assert_eq!(ask(0, i64::MAX, None, Some(500), 10), ["error", "warning", "Provider timed out"]);
    assert_eq!(ask(0, i64::MAX, None, Some(300), 10), ["error", "warning", "info", "Provider timed out"]);
    assert_eq!(ask(0, i64::MAX, Some(Level::Error), Some(504), 10), ["Provider timed out"]);
    // Lines of several days come newest first all the same, and each has a name of its own.
    store
        .append(&[
            line(MIDNIGHT_MS + 5, json!({"message": "tomorrow"})),
            line(MIDNIGHT_MS - 5, json!({"message": "tonight"})),
        ])
        .unwrap();
    assert_eq!(ask(0, i64::MAX, None, None, 3), ["tomorrow", "tonight", "error"]);
    let ids: std::collections::BTreeSet<String> =
        lines_between(store, 0, i64::MAX).into_iter().map(|found| found.id).collect();
    assert_eq!(ids.len(), 7);
    assert_eq!(store.figures().lines, 7);
}

fn tells_sources_and_extent(store: &impl Store) {
    store
        .append(&[
            request(NOON_MS, "/a", 200, 1.0),
            request(NOON_MS + 9_000, "/a", 200, 1.0),
            request(NOON_MS + 4_000, "/a", 200, 1.0),
            gauge(MIDNIGHT_MS + 7, "cpu_utilization", 5.0, json!({"host": "a", "service": "compute"})),
        ])
        .unwrap();
    let sources: Vec<_> = store
        .sources()
        .unwrap()
        .into_iter()
        .map(|source| (source.service, source.measure, source.last_event_ms))
        .collect();
    let expected = [
        ("backend".to_owned(), Measure::Request, NOON_MS + 9_000),
        ("backend".to_owned(), Measure::Line, NOON_MS + 9_000),
        ("compute".to_owned(), Measure::CpuUtilization, MIDNIGHT_MS + 7),
    ];
    assert_eq!(sources, expected);
    // A late line does not put a source back, and the same source of another day moves it on.
    store
        .append(&[request(NOON_MS - HOUR_MS, "/a", 200, 1.0), request(MIDNIGHT_MS + 1, "/a", 200, 1.0)])
        .unwrap();
    assert_eq!(store.sources().unwrap()[0].last_event_ms, MIDNIGHT_MS + 1);
    let extent = store.extent().unwrap().unwrap();
    assert_eq!((extent.first_ms, extent.last_ms), (NOON_MS - HOUR_MS, MIDNIGHT_MS + 7));
}

fn tells_demo_data(store: &impl Store) {
    store.append(&[line(NOON_MS, json!({"message": "real"}))]).unwrap();
    assert!(!store.is_demo());
    store.append(&[line(NOON_MS, json!({"message": "made up", "demo": true}))]).unwrap();
    assert!(store.is_demo());
}

fn raises_its_revision(store: &impl Store) {
    let before = store.revision();
    let first = store.append(&[line(NOON_MS, json!({}))]).unwrap();
    assert!(first.revision > before);
    assert_eq!((first.lines, first.observations), (1, 1));
    assert_eq!(store.revision(), first.revision);
    let second =
        store.append(&[line(NOON_MS, json!({})), gauge(NOON_MS, "queue_depth", 3.0, json!({}))]).unwrap();
    assert!(second.revision > first.revision);
    assert_eq!((second.lines, second.observations), (1, 2));
}
