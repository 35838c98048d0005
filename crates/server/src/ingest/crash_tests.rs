//! A server that is killed in the middle of ingest loses nothing that it has answered for.
//!
//! The test runs itself as a child that ingests and says which lines are acknowledged, kills it at
//! some moment, and looks into what is left; again and again on the same folder.

use super::{Ingest, IngestOptions};
use crate::store::embedded::{EmbeddedOptions, EmbeddedStore};
use crate::store::{Aggregate, LineQuery, RollupQuery, Store};
use contract::line::{Event, Measure};
use contract::time::{DAY_MS, ROLLUP_STEPS_MS, Window};
use contract::vocabulary::{Vocabulary, read_line};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

const FOLDER: &str = "MONITOR_TEST_CRASH_FOLDER";
const ROUND: &str = "MONITOR_TEST_CRASH_ROUND";
const ROUNDS: u64 = 24;
/// A midnight, around which lines fall: a batch is two transactions.
const MIDNIGHT_MS: i64 = 1_795_305_600_000;

fn open(folder: &Path) -> EmbeddedStore {
    EmbeddedStore::open(EmbeddedOptions { data_dir: folder.to_owned(), keep_days: None, keep_bytes: None })
        .unwrap()
}

fn event(id: &str, number: i64) -> Event {
    let at_ms = MIDNIGHT_MS + (number % 120 - 60) * 1_000;
    let line = json!({
        "dt": at_ms, "message": id, "service": "backend", "http_status": 200, "http_route": format!("/{}", number % 5), "duration_ms": number % 900,
        "generation_id": format!("g-{}", number % 40), "padding": "x".repeat(1_500)
    });
    let Value::Object(map) = line else { unreachable!() };
    read_line(&Vocabulary::default(), map, at_ms)
}

/// Run by the test below; on its own it does nothing.
#[test]
fn child() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let round = std::env::var(ROUND).unwrap();
    let store = Arc::new(open(&PathBuf::from(folder)));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let ingest = Ingest::start(store, IngestOptions::default());
        let senders = (0..4).map(|sender| {
            let (ingest, round) = (ingest.clone(), round.clone());
            tokio::spawn(async move {
                for batch in 0_i64.. {
                    let id = format!("{round}-{sender}-{batch}");
                    let events =
                        (0..7).map(|number| event(&format!("{id}-{number}"), batch * 7 + number)).collect();
                    ingest.submit(events).await.unwrap();
                    // Past the answer: from here on these lines are promised.
                    writeln!(std::io::stdout().lock(), "\nacknowledged {id}").unwrap();
                }
            })
        });
        for sender in senders.collect::<Vec<_>>() {
            sender.await.unwrap();
        }
    });
}

#[test]
fn a_killed_server_keeps_every_line_it_answered_for() {
    let folder = tempfile::tempdir().unwrap();
    let mut acknowledged = BTreeSet::new();
    let mut chance = 0x2545_f491_4f6c_dd1d_u64;
    for round in 0..ROUNDS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "ingest::crash_tests::child", "--nocapture"])
            .env(FOLDER, folder.path())
            .env(ROUND, round.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let reader = std::thread::spawn(move || {
            let lines = output.lines().map_while(Result::ok);
            lines.filter_map(|line| line.strip_prefix("acknowledged ").map(str::to_owned)).collect::<Vec<_>>()
        });
        // Some die before their first commit, some in the middle of hundreds.
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        std::thread::sleep(Duration::from_millis(30 + chance % 400));
        child.kill().unwrap();
        child.wait().unwrap();
        acknowledged.extend(reader.join().unwrap());
        check(folder.path(), &acknowledged);
    }
    assert!(acknowledged.len() > 100, "only {} batches were acknowledged", acknowledged.len());
}

fn check(folder: &Path, acknowledged: &BTreeSet<String>) {
    let store = open(folder);
    let query =
        LineQuery { from_ms: 0, to_ms: i64::MAX, min_level: None, min_http_status: None, limit: usize::MAX };
    let lines = store.lines(&query).unwrap();
    let messages: BTreeSet<&str> = lines.iter().map(|found| found.line.message.as_str()).collect();
    assert_eq!(messages.len(), lines.len(), "a line is there twice");
    for id in acknowledged {
        for number in 0..7 {
            let id = format!("{id}-{number}");
            assert!(messages.contains(id.as_str()), "{id} was acknowledged and is lost");
        }
    }
    // Whatever else is there, at every resolution the rollups say the same as the lines.
    let sum: f64 = lines.iter().filter_map(|found| found.line.duration_ms).sum();
    for step_ms in ROLLUP_STEPS_MS {
        let window = Window { from_ms: MIDNIGHT_MS - DAY_MS, to_ms: MIDNIGHT_MS + DAY_MS, step_ms };
        for group_by in [vec![], vec!["route"]] {
            let query = RollupQuery {
                measure: Measure::Request,
                window,
                group_by,
                filter: vec![],
                with_sketch: true,
            };
            let mut whole = Aggregate::empty(true);
            let series = store.rollups(&query).unwrap();
            series
                .iter()
                .flat_map(|series| series.buckets.iter().flatten())
                .for_each(|bucket| whole.merge(bucket));
            assert_eq!(
                (whole.count, whole.sketch.unwrap().count()),
                (lines.len() as u64, lines.len() as u64)
            );
            assert!((whole.sum - sum).abs() < 1e-3);
        }
    }
    assert_eq!(store.figures().lines, lines.len() as u64);
}
