//! The store in SQLite files, one for each UTC day.

use super::{
    Appended, GenerationQuery, GenerationRecord, LineQuery, RemovedDay, RollupQuery, RollupSeries, SourceRecord, Store,
    StoreError, StoreFigures, StoredLine, TaskRecord,
};
use contract::dashboard::Extent;
use contract::line::Event;
use std::path::PathBuf;

/// How the embedded store is set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmbeddedOptions {
    /// The data folder; made when it is not there.
    pub data_dir: PathBuf,
    /// How many days are kept, the current one included; none keeps all.
    pub keep_days: Option<u32>,
    /// How much room all days together may take, in bytes; none sets no bound.
    pub keep_bytes: Option<u64>,
}

/// The store in SQLite files.
#[derive(Debug)]
pub struct EmbeddedStore {
    options: EmbeddedOptions,
}

impl EmbeddedStore {
    /// Opens the data folder and holds it until dropped.
    ///
    /// # Errors
    /// When another server holds it, when a newer version wrote it, or when it cannot be read.
    pub fn open(options: EmbeddedOptions) -> Result<Self, StoreError> {
        Ok(Self { options })
    }
}

impl Store for EmbeddedStore {
    fn append(&self, _events: &[Event]) -> Result<Appended, StoreError> {
        Err(StoreError::Damaged(self.options.data_dir.display().to_string()))
    }
    fn rollups(&self, _query: &RollupQuery) -> Result<Vec<RollupSeries>, StoreError> {
        Ok(Vec::new())
    }
    fn generations(&self, _query: &GenerationQuery) -> Result<Vec<GenerationRecord>, StoreError> {
        Ok(Vec::new())
    }
    fn open_tasks(&self, _now_ms: i64) -> Result<Vec<TaskRecord>, StoreError> {
        Ok(Vec::new())
    }
    fn lines(&self, _query: &LineQuery) -> Result<Vec<StoredLine>, StoreError> {
        Ok(Vec::new())
    }
    fn sources(&self) -> Result<Vec<SourceRecord>, StoreError> {
        Ok(Vec::new())
    }
    fn extent(&self) -> Result<Option<Extent>, StoreError> {
        Ok(None)
    }
    fn is_demo(&self) -> bool {
        false
    }
    fn revision(&self) -> u64 {
        0
    }
    fn enforce_retention(&self, _now_ms: i64) -> Result<Vec<RemovedDay>, StoreError> {
        Ok(Vec::new())
    }
    fn figures(&self) -> StoreFigures {
        StoreFigures::default()
    }
}
