//! Where events are kept and read back.
//!
//! [`Store`] is all that the rest of the server knows; [`embedded`] is the implementation in SQLite
//! files. Every implementation passes `conformance`.
//!
//! Policy: an event is visible to reads exactly when its append has returned. Times of events are
//! what senders say, so lines come late and out of order; they count where they belong. A bucket
//! without values is `None`, never zero.

#[cfg(test)]
mod conformance;
pub mod embedded;
mod query;
mod record;

pub use query::{GenerationOrder, GenerationQuery, LineQuery, RollupQuery};
pub use record::{
    Aggregate, Appended, GenerationRecord, RemovalReason, RemovedDay, RollupSeries, SourceRecord,
    StoreFigures, StoredLine, TaskRecord,
};

use contract::dashboard::Extent;
use contract::line::{Deploy, Event};
use thiserror::Error;

/// Why a store could not do it.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Nothing more can be written until there is room; reads go on.
    #[error("the disk is full")]
    OutOfSpace,
    /// Another server uses the same data folder.
    #[error("{0}")]
    InUse(String),
    /// The files were written by a newer version, or by something else.
    #[error("{0}")]
    Incompatible(String),
    /// What is stored cannot be understood.
    #[error("damaged data: {0}")]
    Damaged(String),
    /// The database says no.
    #[error("database: {0}")]
    Database(#[source] rusqlite::Error),
    /// The file system says no.
    #[error("file system: {0}")]
    Io(#[source] std::io::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull) {
            Self::OutOfSpace
        } else {
            Self::Database(error)
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::OutOfSpace,
            _ => Self::Io(error),
        }
    }
}

/// Keeps events, and answers questions about them. Everything here blocks.
pub trait Store: Send + Sync + 'static {
    /// Commits all events of each UTC day or none of it, with all that they count as; returns when
    /// they are durable.
    ///
    /// # Errors
    /// When the events could not be made durable. Days that were committed before the error stay.
    fn append(&self, events: &[Event]) -> Result<Appended, StoreError>;

    /// Aggregates for each group of labels and bucket of the window; reads rollups only.
    /// Groups are in the order of their labels.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn rollups(&self, query: &RollupQuery) -> Result<Vec<RollupSeries>, StoreError>;

    /// Generations in the order asked for.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn generations(&self, query: &GenerationQuery) -> Result<Vec<GenerationRecord>, StoreError>;

    /// Tasks that were queued or started before `now_ms` and have not ended, the longest waiting
    /// first. What began more than a day before `now_ms` is taken for lost and left out.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn open_tasks(&self, now_ms: i64) -> Result<Vec<TaskRecord>, StoreError>;

    /// Deploys in `from_ms..to_ms`, newest first, at most `limit`. One that is told again is one.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn deploys(&self, from_ms: i64, to_ms: i64, limit: usize) -> Result<Vec<Deploy>, StoreError>;

    /// Lines, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn lines(&self, query: &LineQuery) -> Result<Vec<StoredLine>, StoreError>;

    /// When each service was last heard of each measure, in the order of services and measures.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn sources(&self) -> Result<Vec<SourceRecord>, StoreError>;

    /// First and last event; none while the store is empty.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn extent(&self) -> Result<Option<Extent>, StoreError>;

    /// Whether any event held comes from the simulator.
    fn is_demo(&self) -> bool;

    /// Rises with every commit, and when retention removes something.
    fn revision(&self) -> u64;

    /// Removes what is too old or too much.
    ///
    /// # Errors
    /// When a file cannot be removed; the days before it are gone then.
    fn enforce_retention(&self, now_ms: i64) -> Result<Vec<RemovedDay>, StoreError>;

    /// The store's own figures.
    fn figures(&self) -> StoreFigures;
}
