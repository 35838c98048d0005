//! What every handler may need.

use super::app_files::AppFiles;
use super::dashboards::Answers;
use super::figures::HttpFigures;
use crate::config::Config;
use crate::ingest::{Ingest, IngestState};
use crate::store::Store;
use std::sync::Arc;
use tokio::sync::{Semaphore, watch};

/// Tells the time, Unix milliseconds. Tests step their own.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// The clock of the machine.
pub fn system_clock() -> Clock {
    Arc::new(|| chrono::Utc::now().timestamp_millis())
}

/// What every handler may need. Clones share it.
#[derive(Clone)]
pub struct AppState {
    inner: Arc<Inner>,
}

struct Inner {
    store: Arc<dyn Store>,
    ingest: IngestState,
    config: Config,
    clock: Clock,
    files: AppFiles,
    answers: Answers,
    figures: HttpFigures,
    reads: Arc<Semaphore>,
    streams: Arc<Semaphore>,
    ending: watch::Sender<bool>,
}

impl AppState {
    /// Brings the parts together.
    pub fn new(
        store: Arc<dyn Store>,
        ingest: IngestState,
        config: Config,
        files: AppFiles,
        clock: Clock,
    ) -> Self {
        let inner = Inner {
            reads: Arc::new(Semaphore::new(config.http.concurrent_reads)),
            streams: Arc::new(Semaphore::new(config.http.concurrent_streams)),
            store,
            ingest,
            config,
            clock,
            files,
            answers: Answers::default(),
            figures: HttpFigures::default(),
            ending: watch::channel(false).0,
        };
        Self { inner: Arc::new(inner) }
    }

    /// The time, Unix milliseconds.
    pub fn now_ms(&self) -> i64 {
        (self.inner.clock)()
    }

    /// Ends every event stream; called when the server is to end.
    pub fn end_streams(&self) {
        self.inner.ending.send_replace(true);
    }

    /// The store.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.inner.store
    }

    /// The config.
    pub fn config(&self) -> &Config {
        &self.inner.config
    }

    /// The ingest.
    pub fn ingest(&self) -> &Ingest {
        &self.inner.ingest.ingest
    }

    pub(super) fn ingest_state(&self) -> IngestState {
        self.inner.ingest.clone()
    }

    pub(super) fn files(&self) -> &AppFiles {
        &self.inner.files
    }

    pub(super) fn answers(&self) -> &Answers {
        &self.inner.answers
    }

    pub(super) fn figures(&self) -> &HttpFigures {
        &self.inner.figures
    }

    /// One permit for each read that works at the same time.
    pub(super) fn reads(&self) -> Arc<Semaphore> {
        Arc::clone(&self.inner.reads)
    }

    /// One permit for each event stream.
    pub(super) fn streams(&self) -> Arc<Semaphore> {
        Arc::clone(&self.inner.streams)
    }

    /// Becomes true when the server is to end.
    pub(super) fn ending(&self) -> watch::Receiver<bool> {
        self.inner.ending.subscribe()
    }
}
