//! The courses of generations and tasks.

use super::{MIDNIGHT_MS, NOON_MS, line, sum_up, total, window};
use crate::store::{GenerationOrder, GenerationQuery, GenerationRecord, Store};
use contract::line::{Event, Measure};
use contract::time::{DAY_MS, HOUR_MS, MINUTE_MS};
use serde_json::{Value, json};

fn generation(at_ms: i64, id: &str, event: &str, more: Value) -> Event {
    let mut fields = json!({"generation_id": id, "trace_id": format!("gen-{id}"), "workflow": "portrait", "org_id": "org", "event": event});
    if let (Value::Object(fields), Value::Object(more)) = (&mut fields, more) {
        fields.extend(more);
    }
    line(at_ms, fields)
}

fn task(at_ms: i64, id: &str, event: &str) -> Event {
    line(
        at_ms,
        json!({"event": event, "task_id": id, "task": "upscale", "queue": "gpu", "worker": "w1", "generation_id": "g"}),
    )
}

fn ask(
    store: &impl Store,
    order: GenerationOrder,
    from_ms: i64,
    to_ms: i64,
    limit: usize,
) -> Vec<GenerationRecord> {
    store.generations(&GenerationQuery { from_ms, to_ms, order, limit }).unwrap()
}

fn ids(records: &[GenerationRecord]) -> Vec<&str> {
    records.iter().map(|record| record.generation_id.as_str()).collect()
}

/// `slow` took 90 s, `quick` 2 s, `unsaid` 30 s by its times; `bad` failed after a provider did;
/// `open` and `lost` go on; `hit` goes on after a failed call.
fn course() -> Vec<Event> {
    let at = |seconds: i64| NOON_MS + seconds * 1_000;
    vec![
        generation(at(0), "slow", "generation.created", json!({})),
        generation(at(1), "slow", "generation.submitted", json!({})),
        generation(at(91), "slow", "generation.completed", json!({"duration_ms": 90_000})),
        generation(at(10), "quick", "generation.created", json!({})),
        generation(at(12), "quick", "generation.completed", json!({"duration_ms": 2_000})),
        generation(at(20), "unsaid", "generation.created", json!({})),
        generation(at(50), "unsaid", "generation.completed", json!({})),
        generation(at(30), "bad", "generation.created", json!({})),
        generation(at(35), "bad", "", json!({"provider": "fal", "status": "error", "duration_ms": 700})),
        generation(
            at(40),
            "bad",
            "generation.failed",
            json!({"error_type": "timeout", "duration_ms": 10_000}),
        ),
        generation(at(60), "open", "generation.created", json!({})),
        generation(at(70), "open", "", json!({"message": "still here"})),
        generation(at(5), "lost", "generation.started", json!({})),
        generation(at(61), "hit", "generation.created", json!({})),
        generation(
            at(65),
            "hit",
            "",
            json!({"provider": "replicate", "error_type": "rate_limited", "duration_ms": 5}),
        ),
    ]
}

fn check_course(store: &impl Store) {
    let ask = |order, limit| ask(store, order, NOON_MS - HOUR_MS, NOON_MS + HOUR_MS, limit);
    assert_eq!(ids(&ask(GenerationOrder::Slowest, 10)), ["slow", "unsaid", "bad", "quick"]);
    assert_eq!(ids(&ask(GenerationOrder::Slowest, 2)), ["slow", "unsaid"]);
    assert_eq!(ids(&ask(GenerationOrder::Open, 10)), ["lost", "open", "hit"]);
    assert_eq!(ids(&ask(GenerationOrder::Open, 1)), ["lost"]);
    let failed = ask(GenerationOrder::LatestFailed, 10);
    let expected = GenerationRecord {
        generation_id: "bad".to_owned(),
        trace_id: Some("gen-bad".to_owned()),
        workflow: Some("portrait".to_owned()),
        org_id: Some("org".to_owned()),
        created_ms: Some(NOON_MS + 30_000),
        submitted_ms: None,
        ended_ms: Some(NOON_MS + 40_000),
        last_heard_ms: Some(NOON_MS + 40_000),
        is_failed: true,
        duration_ms: Some(10_000.0),
        error_type: Some("timeout".to_owned()),
        failed_provider: Some("fal".to_owned()),
    };
    assert_eq!(failed, [expected]);
    assert_eq!(ids(&ask(GenerationOrder::FailedByProvider, 10)), ["hit", "bad"]);
    let unsaid = &ask(GenerationOrder::Slowest, 2)[1];
    assert_eq!((unsaid.duration_ms, unsaid.is_failed), (Some(30_000.0), false));
}

pub(super) fn generations_in_every_order(store: &impl Store) {
    store.append(&course()).unwrap();
    check_course(store);
    // Windows are about the time that the order names.
    let within = |order, from_s: i64, to_s: i64| {
        ask(store, order, NOON_MS + from_s * 1_000, NOON_MS + to_s * 1_000, 10)
    };
    assert_eq!(ids(&within(GenerationOrder::Slowest, 12, 50)), ["bad", "quick"]);
    assert_eq!(ids(&within(GenerationOrder::LatestFailed, 0, 40)), [""; 0]);
    assert_eq!(ids(&within(GenerationOrder::Open, 60, 61)), ["open"]);
    assert_eq!(ids(&within(GenerationOrder::FailedByProvider, 0, 60)), ["bad"]);
    // The same lines again change nothing.
    store.append(&course()).unwrap();
    check_course(store);
    // A failed one that is tried again and completes has not failed.
    store
        .append(&[generation(
            NOON_MS + 100_000,
            "bad",
            "generation.completed",
            json!({"duration_ms": 70_000}),
        )])
        .unwrap();
    assert_eq!(ids(&within(GenerationOrder::LatestFailed, -60, 600)), [""; 0]);
    assert_eq!(within(GenerationOrder::Slowest, -60, 600)[1].duration_ms, Some(70_000.0));
}

pub(super) fn the_order_of_lines_does_not_matter<S: Store>(mut fresh: impl FnMut() -> S) {
    let mut backwards = course();
    backwards.reverse();
    let together = fresh();
    together.append(&backwards).unwrap();
    check_course(&together);
    let one_by_one = fresh();
    for event in backwards {
        one_by_one.append(&[event]).unwrap();
    }
    check_course(&one_by_one);
}

pub(super) fn generations_reach_over_midnight(store: &impl Store) {
    let before = |minutes: i64| MIDNIGHT_MS - minutes * MINUTE_MS;
    let after = |minutes: i64| MIDNIGHT_MS + minutes * MINUTE_MS;
    store
        .append(&[
            generation(after(1), "said", "generation.completed", json!({"duration_ms": 90_000})),
            generation(before(1), "said", "generation.created", json!({})),
            generation(before(4), "unsaid", "generation.created", json!({})),
            generation(after(2), "unsaid", "generation.failed", json!({"error_type": "timeout"})),
            generation(before(3), "open", "generation.created", json!({})),
            generation(after(3), "open", "", json!({"provider": "fal", "status": "error", "duration_ms": 9})),
            generation(before(2), "late", "generation.created", json!({})),
            generation(before(5), "same day", "generation.completed", json!({"duration_ms": 1_000})),
        ])
        .unwrap();
    let (from_ms, to_ms) = (MIDNIGHT_MS - HOUR_MS, MIDNIGHT_MS + HOUR_MS);
    let slowest = ask(store, GenerationOrder::Slowest, from_ms, to_ms, 10);
    assert_eq!(ids(&slowest), ["unsaid", "said", "same day"]);
    assert_eq!(slowest[0].duration_ms, Some(360_000.0));
    assert_eq!((slowest[1].created_ms, slowest[1].ended_ms), (Some(before(1)), Some(after(1))));
    assert_eq!(ids(&ask(store, GenerationOrder::LatestFailed, from_ms, to_ms, 10)), ["unsaid"]);
    assert_eq!(ids(&ask(store, GenerationOrder::Open, from_ms, to_ms, 10)), ["open", "late"]);
    assert_eq!(ids(&ask(store, GenerationOrder::Open, from_ms, MIDNIGHT_MS, 1)), ["open"]);
    let hit = ask(store, GenerationOrder::FailedByProvider, from_ms, to_ms, 10);
    assert_eq!((ids(&hit), hit[0].created_ms), (vec!["open"], Some(before(3))));
    // Only the later day is asked about, and it still knows when the generation began.
    let today = ask(store, GenerationOrder::Slowest, MIDNIGHT_MS, to_ms, 10);
    assert_eq!((ids(&today), today[0].created_ms), (vec!["unsaid", "said"], Some(before(4))));
}

pub(super) fn a_step_is_counted_once(store: &impl Store) {
    let counted = |measure| {
        let window = window(MIDNIGHT_MS - HOUR_MS, HOUR_MS, 2);
        let all = sum_up(&total(store, measure, window));
        (all.count, all.failures)
    };
    let created = generation(MIDNIGHT_MS - 3_000, "g", "generation.created", json!({}));
    let failed = generation(MIDNIGHT_MS - 1_000, "g", "generation.failed", json!({"duration_ms": 2_000}));
    // Within one batch.
    store.append(&[created.clone(), created.clone(), failed.clone(), failed.clone()]).unwrap();
    assert_eq!(counted(Measure::GenerationCreated), (1, 0));
    assert_eq!(counted(Measure::GenerationFinished), (1, 1));
    // In the next batches, and after midnight, where the end is told at the time of its receipt.
    store.append(std::slice::from_ref(&failed)).unwrap();
    let later = generation(MIDNIGHT_MS + 5_000, "g", "generation.completed", json!({}));
    store.append(&[created, failed, later.clone(), later]).unwrap();
    assert_eq!(counted(Measure::GenerationCreated), (1, 0));
    assert_eq!(counted(Measure::GenerationFinished), (1, 1));
    // The lines are kept, and another generation counts for itself.
    assert_eq!(counted(Measure::Line).0, 9);
    store.append(&[generation(MIDNIGHT_MS + 6_000, "h", "generation.completed", json!({}))]).unwrap();
    // What the later day has counted is not counted by the day before.
    store.append(&[generation(MIDNIGHT_MS - 6_000, "h", "generation.completed", json!({}))]).unwrap();
    assert_eq!(counted(Measure::GenerationFinished), (2, 1));
}

fn open(store: &impl Store, now_ms: i64) -> Vec<(String, Option<i64>, Option<i64>)> {
    store
        .open_tasks(now_ms)
        .unwrap()
        .into_iter()
        .map(|task| (task.task_id, task.queued_ms, task.started_ms))
        .collect()
}

pub(super) fn open_tasks(store: &impl Store) {
    let at = |seconds: i64| NOON_MS + seconds * 1_000;
    store
        .append(&[
            task(at(0), "done", "task.queued"),
            task(at(1), "done", "task.started"),
            task(at(9), "done", "task.completed"),
            task(at(2), "waits", "task.queued"),
            task(at(3), "runs", "task.queued"),
            task(at(5), "runs", "task.started"),
            task(at(4), "tried again", "task.queued"),
            task(at(5), "tried again", "task.started"),
            task(at(6), "tried again", "task.failed"),
            task(at(6), "tried again", "task.retried"),
            // An end that comes before its beginnings has come all the same.
            task(at(8), "backwards", "task.completed"),
            task(at(7), "backwards", "task.started"),
            task(at(6), "backwards", "task.queued"),
            task(at(1), "only started", "task.started"),
        ])
        .unwrap();
    let expected = [
        ("only started".to_owned(), None, Some(at(1))),
        ("waits".to_owned(), Some(at(2)), None),
        ("runs".to_owned(), Some(at(3)), Some(at(5))),
        ("tried again".to_owned(), Some(at(6)), None),
    ];
    assert_eq!(open(store, at(60)), expected);
    let runs = store.open_tasks(at(60)).unwrap().remove(2);
    assert_eq!(
        (runs.task.as_str(), runs.queue.as_deref(), runs.worker.as_deref(), runs.generation_id.as_deref()),
        ("upscale", Some("gpu"), Some("w1"), Some("g"))
    );
    // What has not begun yet at a time is not open at it, and what began a day ago is lost.
    assert_eq!(open(store, at(2)).len(), 2);
    assert_eq!(open(store, at(7) + DAY_MS), []);
    store
        .append(&[task(at(70), "waits", "task.failed"), task(at(71), "tried again", "task.completed")])
        .unwrap();
    assert_eq!(open(store, at(80)), [expected[0].clone(), expected[2].clone()]);
}

pub(super) fn tasks_reach_over_midnight(store: &impl Store) {
    let before = |minutes: i64| MIDNIGHT_MS - minutes * MINUTE_MS;
    let after = |minutes: i64| MIDNIGHT_MS + minutes * MINUTE_MS;
    store
        .append(&[
            task(before(5), "done", "task.queued"),
            task(after(1), "done", "task.started"),
            task(after(2), "done", "task.completed"),
            task(before(4), "runs", "task.queued"),
            task(after(3), "runs", "task.started"),
            task(before(3), "waits", "task.queued"),
            task(before(2), "tried again", "task.queued"),
            task(before(1), "tried again", "task.failed"),
            task(after(1), "tried again", "task.retried"),
        ])
        .unwrap();
    let expected = [
        ("runs".to_owned(), Some(before(4)), Some(after(3))),
        ("waits".to_owned(), Some(before(3)), None),
        ("tried again".to_owned(), Some(after(1)), None),
    ];
    assert_eq!(open(store, after(10)), expected);
}
