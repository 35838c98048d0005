//! One writer thread, a queue bounded by bytes, and group commit.
//!
//! Senders hand over what they read and wait; the writer takes all that has queued up meanwhile and
//! commits it in one transaction, so that one sync of the disk answers many senders. The room that
//! a request takes is reserved before its body is read and given back after its commit; when there
//! is none, the sender is told when to come again.

use super::rejection::{Rejection, RejectionReason, Rejections};
use crate::store::{Store, StoreError};
use contract::line::Event;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use thiserror::Error;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot, watch};

/// One permit of the queue's room, in bytes. Permits are coarse because a semaphore counts in 32 bits.
const PERMIT_BYTES: usize = 1_024;

/// How ingest is set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IngestOptions {
    /// How many bytes of bodies may be read, queued or written at a time.
    pub queue_bytes: usize,
    /// The most events of one transaction.
    pub commit_events: usize,
    /// How long the writer waits for more events before it commits.
    pub commit_wait: Duration,
}

impl Default for IngestOptions {
    fn default() -> Self {
        Self { queue_bytes: 128 << 20, commit_events: 20_000, commit_wait: Duration::from_millis(4) }
    }
}

/// Why events were not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum IngestError {
    /// Too much is queued; the sender may come again.
    #[error("too much is waiting to be written")]
    Busy {
        /// After so long.
        retry_after: Duration,
    },
    /// The store has no room left.
    #[error("the store has no room left")]
    OutOfSpace,
    /// The server is closing, or the store cannot be written.
    #[error("the store cannot be written now")]
    Unavailable,
}

/// Ingest's own figures, since the start.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IngestFigures {
    /// Events committed.
    pub accepted_events: u64,
    /// Items rejected, by reason.
    pub rejected: Vec<(RejectionReason, u64)>,
    /// Requests that were told to come again.
    pub busy_answers: u64,
    /// Transactions that failed.
    pub failed_commits: u64,
    /// Bytes that are being read, queued or written now.
    pub queued_bytes: u64,
    /// How long the last commit took, in milliseconds.
    pub last_commit_ms: u64,
}

/// What one sender waits for.
#[derive(Debug)]
struct Job {
    events: Vec<Event>,
    room: Room,
    done: oneshot::Sender<Result<(), IngestError>>,
}

/// Room in the queue, given back when dropped.
#[derive(Debug)]
pub(super) struct Room {
    permits: OwnedSemaphorePermit,
}

/// Takes events and has them written. Clones share one writer.
#[derive(Debug, Clone)]
pub struct Ingest {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    room: Arc<Semaphore>,
    permits: usize,
    jobs: Mutex<Option<mpsc::Sender<Job>>>,
    writer: Mutex<Option<JoinHandle<()>>>,
    commits: watch::Receiver<u64>,
    counters: Arc<Counters>,
    rejections: Rejections,
}

#[derive(Debug, Default)]
struct Counters {
    accepted_events: AtomicU64,
    busy_answers: AtomicU64,
    failed_commits: AtomicU64,
    last_commit_ms: AtomicU64,
}

impl Ingest {
    /// Starts the writer thread.
    pub fn start(store: Arc<dyn Store>, options: IngestOptions) -> Self {
        let (jobs, waiting) = mpsc::channel();
        let (committed, commits) = watch::channel(store.revision());
        let counters = Arc::new(Counters::default());
        let permits = (options.queue_bytes / PERMIT_BYTES).clamp(1, Semaphore::MAX_PERMITS);
        let writer = Writer { store, options, waiting, committed, counters: Arc::clone(&counters) };
        let thread = std::thread::Builder::new().name("writer".to_owned()).spawn(move || writer.run());
        let (jobs, thread) = match thread {
            Ok(thread) => (Some(jobs), Some(thread)),
            Err(error) => {
                // Without a writer nothing is accepted; reads still work.
                tracing::error!(%error, "the writer thread cannot be started");
                (None, None)
            }
        };
        Self {
            shared: Arc::new(Shared {
                room: Arc::new(Semaphore::new(permits)),
                permits,
                jobs: Mutex::new(jobs),
                writer: Mutex::new(thread),
                commits,
                counters,
                rejections: Rejections::default(),
            }),
        }
    }

    /// Has events written; returns after they are durable.
    ///
    /// # Errors
    /// When the queue is full, the disk is full, or the server is closing. None of the events is
    /// promised then.
    pub async fn submit(&self, events: Vec<Event>) -> Result<(), IngestError> {
        let bytes = events.iter().map(estimated_bytes).sum();
        let room = self.reserve(bytes)?;
        self.submit_in(events, room).await
    }

    /// The revision of the store, told after each commit.
    pub fn commits(&self) -> watch::Receiver<u64> {
        self.shared.commits.clone()
    }

    /// Takes no more, writes all that is queued, and returns when that is done. Blocking.
    pub fn close(&self) {
        drop(self.shared.jobs.lock().unwrap_or_else(PoisonError::into_inner).take());
        let writer = self.shared.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if writer.is_some_and(|writer| writer.join().is_err()) {
            tracing::error!("the writer thread ended with a panic");
        }
    }

    /// A sample of what was rejected, newest first.
    pub fn rejections(&self) -> Vec<Rejection> {
        self.shared.rejections.sample()
    }

    /// Ingest's own figures.
    pub fn figures(&self) -> IngestFigures {
        let counters = &self.shared.counters;
        let taken = self.shared.permits.saturating_sub(self.shared.room.available_permits());
        IngestFigures {
            accepted_events: counters.accepted_events.load(Ordering::Relaxed),
            rejected: self.shared.rejections.counts(),
            busy_answers: counters.busy_answers.load(Ordering::Relaxed),
            failed_commits: counters.failed_commits.load(Ordering::Relaxed),
            queued_bytes: (taken * PERMIT_BYTES) as u64,
            last_commit_ms: counters.last_commit_ms.load(Ordering::Relaxed),
        }
    }

    /// Notes rejected items, and by reason how many more there are.
    pub(super) fn reject(
        &self,
        rejections: impl Iterator<Item = Rejection>,
        more: &[u64; RejectionReason::ALL.len()],
    ) {
        self.shared.rejections.record(rejections, more);
    }

    /// Room for `bytes`, or word that there is none.
    pub(super) fn reserve(&self, bytes: usize) -> Result<Room, IngestError> {
        Ok(Room { permits: self.take_permits(self.permits_for(bytes))? })
    }

    /// Makes `room` as large as `bytes`.
    pub(super) fn grow(&self, room: &mut Room, bytes: usize) -> Result<(), IngestError> {
        let more = self.permits_for(bytes).saturating_sub(room.permits.num_permits());
        if more > 0 {
            room.permits.merge(self.take_permits(more)?);
        }
        Ok(())
    }

    /// One request may always go alone, however small the queue was configured.
    fn permits_for(&self, bytes: usize) -> usize {
        bytes.div_ceil(PERMIT_BYTES).clamp(1, self.shared.permits)
    }

    fn take_permits(&self, permits: usize) -> Result<OwnedSemaphorePermit, IngestError> {
        let permits = u32::try_from(permits).unwrap_or(u32::MAX);
        Arc::clone(&self.shared.room).try_acquire_many_owned(permits).map_err(|_full| {
            self.shared.counters.busy_answers.fetch_add(1, Ordering::Relaxed);
            IngestError::Busy { retry_after: Duration::from_secs(1) }
        })
    }

    /// As [`Self::submit`], with room that was reserved before.
    pub(super) async fn submit_in(&self, events: Vec<Event>, room: Room) -> Result<(), IngestError> {
        if events.is_empty() {
            return Ok(());
        }
        let (done, answer) = oneshot::channel();
        {
            let jobs = self.shared.jobs.lock().unwrap_or_else(PoisonError::into_inner);
            let jobs = jobs.as_ref().ok_or(IngestError::Unavailable)?;
            jobs.send(Job { events, room, done }).map_err(|_gone| IngestError::Unavailable)?;
        }
        answer.await.map_err(|_gone| IngestError::Unavailable)?
    }
}

/// About how much memory an event takes beyond its own size.
fn estimated_bytes(event: &Event) -> usize {
    let fields = event.line.as_ref().map_or(0, |line| line.message.len() + line.fields.len() * 64);
    256 + fields + event.observations.len() * 128
}

struct Writer {
    store: Arc<dyn Store>,
    options: IngestOptions,
    waiting: mpsc::Receiver<Job>,
    committed: watch::Sender<u64>,
    counters: Arc<Counters>,
}

impl Writer {
    /// Runs until all senders are gone and all they sent is written.
    fn run(self) {
        while let Ok(first) = self.waiting.recv() {
            let jobs = self.collect(first);
            self.commit(jobs);
        }
    }

    /// `first` and what comes within the wait, up to the most events of a transaction.
    fn collect(&self, first: Job) -> Vec<Job> {
        let until = Instant::now() + self.options.commit_wait;
        let mut events = first.events.len();
        let mut jobs = vec![first];
        while events < self.options.commit_events {
            let Ok(job) = self.waiting.recv_timeout(until.saturating_duration_since(Instant::now())) else {
                break;
            };
            events += job.events.len();
            jobs.push(job);
        }
        jobs
    }

    fn commit(&self, mut jobs: Vec<Job>) {
        let started = Instant::now();
        let events: Vec<Event> = jobs.iter_mut().flat_map(|job| job.events.drain(..)).collect();
        let answer = match self.store.append(&events) {
            Ok(appended) => {
                self.counters.accepted_events.fetch_add(events.len() as u64, Ordering::Relaxed);
                self.committed.send_replace(appended.revision);
                Ok(())
            }
            Err(error) => {
                self.counters.failed_commits.fetch_add(1, Ordering::Relaxed);
                tracing::error!(%error, events = events.len(), "events could not be written");
                Err(match error {
                    StoreError::OutOfSpace => IngestError::OutOfSpace,
                    _ => IngestError::Unavailable,
                })
            }
        };
        let took = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.counters.last_commit_ms.store(took, Ordering::Relaxed);
        for job in jobs {
            // The room first: whoever has an answer may send again at once.
            drop(job.room);
            if job.done.send(answer).is_err() {
                tracing::debug!("a sender went away before its events were written");
            }
        }
    }
}
