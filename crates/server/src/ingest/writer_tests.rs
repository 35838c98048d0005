//! The writer behind the routes: back-pressure, failures, closing, group commit.

use super::tests::{gzip, post};
use super::*;
use crate::store::{
    Appended, GenerationQuery, GenerationRecord, LineQuery, RemovedDay, RollupQuery, RollupSeries,
    SourceRecord, Store, StoreError, StoreFigures, StoredLine, TaskRecord,
};
use axum::Router;
use axum::http::StatusCode;
use contract::dashboard::Extent;
use contract::line::{Deploy, Event};
use contract::vocabulary::{Vocabulary, read_line};
use serde_json::Map;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

/// A store that waits for a gate, or fails.
#[derive(Debug, Default)]
struct Gate {
    is_open: Mutex<bool>,
    opened: Condvar,
    appended: Mutex<Vec<usize>>,
    failure: Mutex<Option<StoreError>>,
}

impl Gate {
    fn open(&self) {
        *self.is_open.lock().unwrap() = true;
        self.opened.notify_all();
    }
}

impl Store for Gate {
    fn append(&self, events: &[Event]) -> Result<Appended, StoreError> {
        // Bounded, so that a test that fails before it opens the gate ends instead of hanging.
        let is_open = self.is_open.lock().unwrap();
        drop(self.opened.wait_timeout_while(is_open, Duration::from_mins(1), |is_open| !*is_open).unwrap());
        if let Some(failure) = self.failure.lock().unwrap().take() {
            return Err(failure);
        }
        let mut appended = self.appended.lock().unwrap();
        appended.push(events.len());
        Ok(Appended { revision: appended.len() as u64, ..Appended::default() })
    }
    fn rollups(&self, _query: &RollupQuery) -> Result<Vec<RollupSeries>, StoreError> {
        unreachable!("the writer only appends")
    }
    fn generations(&self, _query: &GenerationQuery) -> Result<Vec<GenerationRecord>, StoreError> {
        unreachable!("the writer only appends")
    }
    fn open_tasks(&self, _now_ms: i64) -> Result<Vec<TaskRecord>, StoreError> {
        unreachable!("the writer only appends")
    }
    fn deploys(&self, _from_ms: i64, _to_ms: i64, _limit: usize) -> Result<Vec<Deploy>, StoreError> {
        unreachable!("the writer only appends")
    }
    fn lines(&self, _query: &LineQuery) -> Result<Vec<StoredLine>, StoreError> {
        unreachable!("the writer only appends")
    }
    fn sources(&self) -> Result<Vec<SourceRecord>, StoreError> {
        unreachable!("the writer only appends")
    }
    fn extent(&self) -> Result<Option<Extent>, StoreError> {
        unreachable!("the writer only appends")
    }
    fn is_demo(&self) -> bool {
        false
    }
    fn revision(&self) -> u64 {
        0
    }
    fn enforce_retention(&self, _now_ms: i64) -> Result<Vec<RemovedDay>, StoreError> {
        unreachable!("the writer only appends")
    }
    fn figures(&self) -> StoreFigures {
        StoreFigures::default()
    }
}

fn gated(options: IngestOptions) -> (Arc<Gate>, Ingest, Router) {
    let gate = Arc::new(Gate::default());
    let ingest = Ingest::start(Arc::clone(&gate) as Arc<dyn Store>, options);
    let router = routes(IngestState::new(ingest.clone(), Tokens::default(), Arc::new(Vocabulary::default())));
    (gate, ingest, router)
}

async fn until(is_so: impl Fn() -> bool) {
    while !is_so() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[tokio::test]
async fn too_much_at_once_is_429_with_retry_after() {
    let (gate, ingest, router) = gated(IngestOptions { queue_bytes: 4_096, ..IngestOptions::default() });
    let body = "{}\n".repeat(1_000);
    let first = tokio::spawn({
        let (router, body) = (router.clone(), body.clone());
        async move { post(&router, "/", &[], body).await.status }
    });
    until(|| ingest.figures().queued_bytes >= 3_000).await;
    let second = post(&router, "/", &[], body.clone()).await;
    assert_eq!((second.status, second.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, vec!["1"]));
    assert_eq!(ingest.figures().busy_answers, 1);
    // A body that becomes too large for what is left is told the same, and what it held is given back.
    let third = post(&router, "/", &[("content-encoding", "gzip")], gzip(&vec![b' '; 100_000])).await;
    assert_eq!(third.status, StatusCode::TOO_MANY_REQUESTS);
    gate.open();
    assert_eq!(first.await.unwrap(), StatusCode::ACCEPTED);
    until(|| ingest.figures().queued_bytes == 0).await;
    // One that is larger than the whole queue still goes, alone.
    assert_eq!(post(&router, "/", &[], "{}\n".repeat(5_000)).await.status, StatusCode::ACCEPTED);
}

#[tokio::test]
async fn a_full_disk_is_507_and_a_broken_store_503() {
    let (gate, ingest, router) = gated(IngestOptions::default());
    gate.open();
    for (failure, status) in [
        (StoreError::OutOfSpace, StatusCode::INSUFFICIENT_STORAGE),
        (StoreError::Damaged("page 7".to_owned()), StatusCode::SERVICE_UNAVAILABLE),
    ] {
        *gate.failure.lock().unwrap() = Some(failure);
        let answer = post(&router, "/", &[], "{}").await;
        assert_eq!(answer.status, status);
        assert!(!answer.body.contains("page 7"));
    }
    assert_eq!(ingest.figures().failed_commits, 2);
    assert_eq!(post(&router, "/", &[], "{}").await.status, StatusCode::ACCEPTED);
}

fn events(count: usize) -> Vec<Event> {
    (0..count).map(|_| read_line(&Vocabulary::default(), Map::new(), 1_795_305_600_000)).collect()
}

#[tokio::test]
async fn closing_writes_what_was_taken_and_takes_no_more() {
    let (gate, ingest, router) = gated(IngestOptions::default());
    let waiting: Vec<_> = (0..20)
        .map(|_| {
            let ingest = ingest.clone();
            tokio::spawn(async move { ingest.submit(events(3)).await })
        })
        .collect();
    until(|| ingest.figures().queued_bytes >= 20 * 1_024).await;
    let closing = tokio::task::spawn_blocking({
        let ingest = ingest.clone();
        move || ingest.close()
    });
    tokio::time::sleep(Duration::from_millis(20)).await;
    let answer = post(&router, "/", &[], "{}").await;
    assert_eq!((answer.status, answer.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, vec!["5"]));
    assert!(!closing.is_finished(), "what was taken is not written yet");
    gate.open();
    closing.await.unwrap();
    for submitted in waiting {
        assert_eq!(submitted.await.unwrap(), Ok(()));
    }
    assert_eq!(gate.appended.lock().unwrap().iter().sum::<usize>(), 60);
    ingest.close();
}

#[tokio::test]
async fn those_who_wait_together_are_committed_together() {
    let (gate, ingest, _router) = gated(IngestOptions { commit_events: 8, ..IngestOptions::default() });
    let mut commits = ingest.commits();
    let waiting: Vec<_> = (0..9)
        .map(|_| {
            let ingest = ingest.clone();
            tokio::spawn(async move { ingest.submit(events(2)).await })
        })
        .collect();
    until(|| ingest.figures().queued_bytes >= 9 * 1_024).await;
    gate.open();
    for submitted in waiting {
        submitted.await.unwrap().unwrap();
    }
    // 18 events in transactions of at most 8, where every sender alone would have made 9.
    let appended = gate.appended.lock().unwrap().clone();
    assert_eq!(appended.iter().sum::<usize>(), 18);
    assert!(appended.len() <= 4 && appended.iter().all(|events| *events <= 8), "{appended:?}");
    assert_eq!(*commits.borrow_and_update(), appended.len() as u64);
    assert_eq!(ingest.submit(Vec::new()).await, Ok(()));
}
