//! Tests of what is particular to the embedded store: its files, its locks, its bounds.

use super::lines::indexed_term;
use super::schema::{DAY_MIGRATIONS, migrate, prepare_writer};
use super::*;
use crate::store::conformance::{
    self, MIDNIGHT_MS, NOON_MS, line, lines_between, request, rollups, sum_up, total, window,
};
use crate::store::{GenerationOrder, RemovalReason};
use contract::line::Measure;
use contract::time::{DAY_MS, HOUR_MS};
use serde_json::json;
use std::path::Path;
use tempfile::TempDir;

fn options(data_dir: &Path) -> EmbeddedOptions {
    EmbeddedOptions { data_dir: data_dir.to_owned(), keep_days: None, keep_bytes: None }
}

/// A store that takes its folder with it.
#[derive(Debug)]
struct Fresh {
    store: EmbeddedStore,
    _folder: TempDir,
}

impl Store for Fresh {
    fn append(&self, events: &[Event]) -> Result<Appended, StoreError> {
        self.store.append(events)
    }
    fn rollups(&self, query: &RollupQuery) -> Result<Vec<RollupSeries>, StoreError> {
        self.store.rollups(query)
    }
    fn generations(&self, query: &GenerationQuery) -> Result<Vec<GenerationRecord>, StoreError> {
        self.store.generations(query)
    }
    fn open_tasks(&self, now_ms: i64) -> Result<Vec<TaskRecord>, StoreError> {
        self.store.open_tasks(now_ms)
    }
    fn deploys(&self, from_ms: i64, to_ms: i64, limit: usize) -> Result<Vec<Deploy>, StoreError> {
        self.store.deploys(from_ms, to_ms, limit)
    }
    fn lines(&self, query: &LineQuery) -> Result<Vec<StoredLine>, StoreError> {
        self.store.lines(query)
    }
    fn sources(&self) -> Result<Vec<SourceRecord>, StoreError> {
        self.store.sources()
    }
    fn extent(&self) -> Result<Option<Extent>, StoreError> {
        self.store.extent()
    }
    fn is_demo(&self) -> bool {
        self.store.is_demo()
    }
    fn revision(&self) -> u64 {
        self.store.revision()
    }
    fn enforce_retention(&self, now_ms: i64) -> Result<Vec<RemovedDay>, StoreError> {
        self.store.enforce_retention(now_ms)
    }
    fn figures(&self) -> StoreFigures {
        self.store.figures()
    }
}

fn fresh(tuning: Tuning) -> Fresh {
    let folder = tempfile::tempdir().unwrap();
    Fresh { store: EmbeddedStore::open_tuned(options(folder.path()), tuning).unwrap(), _folder: folder }
}

#[test]
fn it_conforms() {
    // Events of the parts lie before this time, whatever the clock of the machine says.
    conformance::run(|| fresh(Tuning { now_ms: || MIDNIGHT_MS + 30 * DAY_MS, ..Tuning::default() }));
}

#[test]
fn a_fast_clock_does_not_make_a_source_look_alive() {
    let store = fresh(Tuning { now_ms: || NOON_MS, ..Tuning::default() });
    store.append(&[request(NOON_MS + 6 * HOUR_MS, "/a", 200, 1.0)]).unwrap();
    assert!(store.sources().unwrap().iter().all(|source| source.last_event_ms == NOON_MS));
    assert_eq!(store.extent().unwrap(), Some(Extent { first_ms: NOON_MS, last_ms: NOON_MS }));
    // The line keeps its own time.
    assert_eq!(lines_between(&store, 0, i64::MAX)[0].line.timestamp_ms, NOON_MS + 6 * HOUR_MS);
}

#[test]
fn all_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let course = [
        request(NOON_MS, "/a", 500, 7.0),
        line(NOON_MS, json!({"event": "deploy.finished", "service": "backend", "version": "1.4.2"})),
        line(MIDNIGHT_MS + 1, json!({"generation_id": "g", "event": "generation.created", "demo": true})),
        line(MIDNIGHT_MS + 2, json!({"task_id": "t", "event": "task.queued", "task": "upscale"})),
    ];
    let store = EmbeddedStore::open(options(folder.path())).unwrap();
    let revision = store.append(&course).unwrap().revision;
    let picture = |store: &EmbeddedStore| {
        (
            lines_between(store, 0, i64::MAX),
            total(store, Measure::Request, window(NOON_MS, HOUR_MS, 1)),
            store.sources().unwrap(),
            store.extent().unwrap(),
            store.is_demo(),
            store.open_tasks(MIDNIGHT_MS + 9).unwrap(),
            store.deploys(NOON_MS, MIDNIGHT_MS, 9).unwrap(),
            store.figures().lines,
        )
    };
    let before = picture(&store);
    assert_eq!(before.6.len(), 1);
    drop(store);
    std::thread::sleep(std::time::Duration::from_millis(5));
    let store = EmbeddedStore::open(options(folder.path())).unwrap();
    assert_eq!(picture(&store), before);
    assert!(store.revision() > revision, "a revision never comes again");
    // What is appended now goes on where the store left off.
    store.append(&course[..1]).unwrap();
    assert_eq!(sum_up(&total(&store, Measure::Request, window(NOON_MS, HOUR_MS, 1))).count, 2);
    // A generation that was created is not created again.
    store.append(&course[2..3]).unwrap();
    let created = total(&store, Measure::GenerationCreated, window(MIDNIGHT_MS, HOUR_MS, 1));
    assert_eq!(sum_up(&created).count, 1);
}

#[test]
fn a_second_server_on_the_same_folder_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let first = EmbeddedStore::open(options(folder.path())).unwrap();
    let error = EmbeddedStore::open(options(folder.path())).unwrap_err();
    assert!(matches!(error, StoreError::InUse(_)));
    let sentence = error.to_string();
    assert!(sentence.contains(&format!("(process {})", std::process::id())), "{sentence}");
    assert!(sentence.contains(&folder.path().display().to_string()), "{sentence}");
    drop(first);
    EmbeddedStore::open(options(folder.path())).unwrap();
}

#[test]
fn files_of_an_older_version_are_migrated() {
    let folder = tempfile::tempdir().unwrap();
    let path = Day::of(NOON_MS).path(folder.path());
    let connection = Connection::open(&path).unwrap();
    prepare_writer(&connection).unwrap();
    migrate(&connection, &DAY_MIGRATIONS[..1], &path).unwrap();
    let fixture = format!(
        "INSERT INTO services VALUES (1, 'backend');
         INSERT INTO lines VALUES (41, {NOON_MS}, 1, 1, 'from before', NULL, NULL, NULL, NULL, NULL, NULL, '{{\"a\":1}}');
         INSERT INTO facts VALUES ('lines', 1), ('first_ms', {NOON_MS}), ('last_ms', {NOON_MS});"
    );
    connection.execute_batch(&fixture).unwrap();
    drop(connection);

    let store = EmbeddedStore::open(options(folder.path())).unwrap();
    assert_eq!(store.deploys(0, i64::MAX, 9).unwrap(), []);
    store.append(&[request(NOON_MS + 1, "/a", 200, 5.0)]).unwrap();
    let lines = lines_between(&store, 0, i64::MAX);
    assert_eq!(
        lines.iter().map(|line| line.id.as_str()).collect::<Vec<_>>(),
        ["2026-11-21-42", "2026-11-21-41"]
    );
    assert_eq!((lines[1].line.message.as_str(), &lines[1].line.fields["a"]), ("from before", &json!(1)));
    assert_eq!(sum_up(&total(&store, Measure::Request, window(NOON_MS, HOUR_MS, 1))).count, 1);
    assert_eq!(store.figures().lines, 2);
    drop(store);
    let connection = Connection::open(&path).unwrap();
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_eq!(usize::try_from(version), Ok(DAY_MIGRATIONS.len()));
}

#[test]
fn files_of_a_newer_version_are_refused_in_words() {
    for file in ["state.sqlite", "lines-2026-11-21.sqlite"] {
        let folder = tempfile::tempdir().unwrap();
        Connection::open(folder.path().join(file)).unwrap().pragma_update(None, "user_version", 99).unwrap();
        let error = EmbeddedStore::open(options(folder.path())).unwrap_err();
        assert!(matches!(error, StoreError::Incompatible(_)), "{error}");
        let sentence = error.to_string();
        assert!(sentence.contains(file) && sentence.contains("newer version"), "{sentence}");
    }
}

#[test]
fn what_is_no_database_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("lines-2026-11-21.sqlite"), [b'x'; 4_096]).unwrap();
    let error = EmbeddedStore::open(options(folder.path())).unwrap_err();
    assert!(error.to_string().contains("lines-2026-11-21.sqlite is no day file"), "{error}");
}

#[test]
fn an_append_that_fails_leaves_nothing_behind() {
    let store = fresh(Tuning { most_pages: Some(90), ..Tuning::default() });
    let mut appended = 0_u64;
    let error = loop {
        let batch: Vec<Event> = (0..50)
            .map(|_| {
                line(NOON_MS, json!({"service": "backend", "http_status": 200, "message": "x".repeat(500)}))
            })
            .collect();
        match store.append(&batch) {
            Ok(_) => appended += 50,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, StoreError::OutOfSpace), "{error}");
    assert!(appended > 0);
    assert!(store.figures().is_out_of_space);
    // Lines and rollups are both there or both not, also in the memory of the next append.
    let check = |appended: u64| {
        assert_eq!(lines_between(&store, 0, i64::MAX).len() as u64, appended);
        assert_eq!(sum_up(&total(&store, Measure::Request, window(NOON_MS, HOUR_MS, 1))).count, appended);
        assert_eq!(sum_up(&total(&store, Measure::Line, window(NOON_MS, 10_000, 1))).count, appended);
        assert_eq!(store.figures().lines, appended);
    };
    check(appended);
    store.append(&[line(NOON_MS, json!({"http_status": 200}))]).unwrap();
    check(appended + 1);
    assert!(!store.figures().is_out_of_space);
}

#[test]
fn a_full_disk_takes_nothing_and_is_read_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let store = EmbeddedStore::open(options(folder.path())).unwrap();
    store.append(&[request(NOON_MS, "/a", 200, 5.0)]).unwrap();
    drop(store);
    let full = Tuning { reserve_bytes: u64::MAX, ..Tuning::default() };
    let store = EmbeddedStore::open_tuned(options(folder.path()), full).unwrap();
    assert!(matches!(store.append(&[request(NOON_MS, "/a", 200, 5.0)]), Err(StoreError::OutOfSpace)));
    assert_eq!(lines_between(&store, 0, i64::MAX).len(), 1);
    assert_eq!(sum_up(&total(&store, Measure::Request, window(NOON_MS, HOUR_MS, 1))).count, 1);
}

#[test]
fn label_sets_are_bounded() {
    let store = fresh(Tuning { most_label_sets: 10, ..Tuning::default() });
    let events: Vec<Event> =
        (0..100).map(|number| request(NOON_MS, &format!("/route-{number}"), 200, 1.0)).collect();
    store.append(&events).unwrap();
    store.append(&events).unwrap();
    let series = rollups(&store, Measure::Request, window(NOON_MS, HOUR_MS, 1), &["route"], &[]);
    assert_eq!(series.len(), 11);
    let other = series.iter().find(|series| series.labels["route"] == "other").unwrap();
    assert_eq!(sum_up(&other.buckets).count, 180);
    assert_eq!(sum_up(&total(&store, Measure::Request, window(NOON_MS, HOUR_MS, 1))).count, 200);
    assert_eq!(store.figures().folded_observations, 180);
}

#[test]
fn retention_removes_whole_days() {
    let folder = tempfile::tempdir().unwrap();
    let kept = EmbeddedOptions { keep_days: Some(3), ..options(folder.path()) };
    // The clock of the writer stands at the last midnight.
    let tuning = Tuning { now_ms: || MIDNIGHT_MS, ..Tuning::default() };
    let store = EmbeddedStore::open_tuned(kept.clone(), tuning).unwrap();
    for day in 0..6 {
        store.append(&[request(MIDNIGHT_MS - day * DAY_MS, "/a", 200, 1.0)]).unwrap();
    }
    // All of it was written today, so none is too old yet.
    assert_eq!(store.enforce_retention(MIDNIGHT_MS).unwrap(), []);
    assert_eq!(store.figures().days, 6);
    let revision = store.revision();
    let removed = store.enforce_retention(MIDNIGHT_MS + 3 * DAY_MS).unwrap();
    assert_eq!(removed.len(), 6);
    assert!(removed.iter().all(|day| day.reason == RemovalReason::Age && day.bytes > 0));
    assert_eq!((removed[0].day.as_str(), removed[5].day.as_str()), ("2026-11-17", "2026-11-22"));
    assert!(store.revision() > revision);
    assert_eq!(lines_between(&store, 0, i64::MAX), []);
    assert_eq!(
        (store.extent().unwrap(), store.sources().unwrap().len(), store.figures().bytes),
        (None, 0, 0)
    );
    let left: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_str().unwrap().starts_with("lines-")), "{left:?}");
    // A day that was removed can be written again.
    store.append(&[request(MIDNIGHT_MS, "/a", 200, 1.0)]).unwrap();
    assert_eq!(sum_up(&total(&store, Measure::Request, window(MIDNIGHT_MS, HOUR_MS, 1))).count, 1);
    drop(store);

    let bounded = EmbeddedOptions { keep_days: None, keep_bytes: Some(1), ..kept };
    let store = EmbeddedStore::open_tuned(bounded, tuning).unwrap();
    store.append(&[request(MIDNIGHT_MS - DAY_MS, "/a", 200, 1.0)]).unwrap();
    let removed = store.enforce_retention(MIDNIGHT_MS).unwrap();
    assert_eq!(
        removed.iter().map(|day| (day.day.as_str(), day.reason)).collect::<Vec<_>>(),
        [("2026-11-21", RemovalReason::Size)]
    );
    assert_eq!(lines_between(&store, 0, i64::MAX).len(), 1);
}

#[test]
fn text_is_indexed() {
    let store = fresh(Tuning::default());
    let uuid = "7f3c0e5a-1b2c-4d5e-8f90-123456789abc";
    store
        .append(&[
            line(NOON_MS, json!({"message": "Provider timed out", "service": "compute", "provider": "fal", "nested": {"why": ["gateway"]}})),
            line(NOON_MS, json!({"message": "Größe geprüft", "trace_id": format!("gen-{uuid}"), "count": 42})),
        ])
        .unwrap();
    let found = |query: &str| {
        let read = |connection: &Connection| {
            let mut statement =
                connection.prepare("SELECT rowid FROM line_text WHERE line_text MATCH ?1 ORDER BY rowid")?;
            let rows = statement.query_map([query], |row| row.get(0))?;
            Ok(rows.collect::<Result<Vec<i64>, _>>()?)
        };
        store.store.readers.read(Day::of(NOON_MS), read).unwrap().unwrap()
    };
    let mut term = String::new();
    indexed_term(uuid, &mut term);
    for (query, lines) in [
        ("\"timed out\"", vec![1]),
        ("\"out timed\"", vec![]),
        ("fal", vec![1]),
        ("gateway", vec![1]),
        ("grosse OR große", vec![2]),
        ("gepruft", vec![2]),
        ("backend", vec![]),
        (&term, vec![2]),
        ("42", vec![]),
    ] {
        assert_eq!(found(query), lines, "{query}");
    }
}

#[test]
fn many_days_are_written_in_turn() {
    let store = fresh(Tuning::default());
    for round in 0..3 {
        let events: Vec<Event> =
            (0..10).map(|day| request(NOON_MS - day * DAY_MS + round, "/a", 200, 1.0)).collect();
        store.append(&events).unwrap();
    }
    assert!(store.store.writers().len() <= MOST_WRITERS);
    assert_eq!(store.figures().days, 10);
    let weeks = window((NOON_MS - 9 * DAY_MS).div_euclid(DAY_MS) * DAY_MS, DAY_MS, 10);
    let counts: Vec<u64> =
        total(&store, Measure::Request, weeks).iter().map(|bucket| bucket.as_ref().unwrap().count).collect();
    assert_eq!(counts, [3; 10]);
    let query = GenerationQuery { from_ms: 0, to_ms: i64::MAX, order: GenerationOrder::Open, limit: 5 };
    assert_eq!(store.generations(&query).unwrap(), []);
}

#[test]
fn reads_go_on_beside_writes() {
    let store = fresh(Tuning::default());
    store.append(&[request(NOON_MS, "/a", 200, 1.0)]).unwrap();
    std::thread::scope(|scope| {
        let store = &store;
        for _ in 0..2 {
            scope.spawn(move || {
                let mut last = 0;
                while last < 101 {
                    // At one moment, lines and rollups agree, and they never go back.
                    let count = sum_up(&total(store, Measure::Request, window(NOON_MS, HOUR_MS, 1))).count;
                    assert!(count >= last);
                    assert!(lines_between(store, 0, i64::MAX).len() as u64 >= count);
                    last = count;
                }
            });
        }
        for _ in 0..100 {
            store.append(&[request(NOON_MS, "/a", 200, 1.0)]).unwrap();
        }
    });
}
