//! The store in SQLite files, one for each UTC day.
//!
//! A day's file has its lines with their text index, the rollups they add up to, and what they say
//! of generations, tasks, deploys and sources; all of it is written in one transaction. Removing a day is
//! removing a file. `state.sqlite` keeps what belongs to no day.
//!
//! - `writer`: the one connection that writes a day; `hot`: rollups on their way into it
//! - `readers`: the pool of connections that read
//! - `lines`, `rollups`, `generations`, `tasks`, `deploys`: one kind of data each
//! - `repeats`: steps of generations that are counted already
//! - `schema`: tables and migrations; `series`: the dictionary of label sets
//! - `summary`: what is known of a day without reading it; `retention`: what has to go
//! - `lock`: one server a folder
//!
//! Days are taken from the times of events, in UTC. What happens around midnight is in two files
//! and is merged when it is read.

mod day;
mod deploys;
mod generations;
mod hot;
mod lines;
mod lock;
mod read;
mod readers;
mod repeats;
mod retention;
mod rollups;
mod schema;
mod series;
mod summary;
mod tasks;
mod writer;

#[cfg(test)]
mod tests;

use super::{
    Appended, GenerationQuery, GenerationRecord, LineQuery, RemovedDay, RollupQuery, RollupSeries,
    SourceRecord, Store, StoreError, StoreFigures, StoredLine, TaskRecord,
};
use contract::dashboard::Extent;
use contract::line::{Deploy, Event};
use day::Day;
use lock::FolderLock;
use readers::Readers;
use repeats::Repeats;
use retention::HeldDay;
use rusqlite::{Connection, ErrorCode};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError, RwLock};
use summary::DaySummary;
use writer::DayWriter;

/// The most days that are open for writing at a time, the least recently written first.
const MOST_WRITERS: usize = 4;

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

/// What only tests change.
#[derive(Debug, Clone, Copy)]
struct Tuning {
    /// The clock, Unix milliseconds.
    now_ms: fn() -> i64,
    /// Nothing is written when the disk has less room than this: closing a day's log and reading
    /// need some too.
    reserve_bytes: u64,
    /// The most pages of a day's file.
    most_pages: Option<i64>,
    /// The most label sets of a measure and day.
    most_label_sets: usize,
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            now_ms: clock_ms,
            reserve_bytes: 16 << 20,
            most_pages: None,
            most_label_sets: series::MOST_LABEL_SETS,
        }
    }
}

fn clock_ms() -> i64 {
    chrono::Utc::now().timestamp_millis()
}

/// The store in SQLite files.
#[derive(Debug)]
pub struct EmbeddedStore {
    options: EmbeddedOptions,
    tuning: Tuning,
    readers: Readers,
    /// Every day that has a file, as of its last commit.
    days: RwLock<BTreeMap<Day, DaySummary>>,
    writers: Mutex<Vec<(Day, DayWriter)>>,
    counters: Counters,
    /// Held open so that its schema is today's for as long as the server runs.
    _state: Mutex<Connection>,
    // The last field, because fields are dropped in order: the folder is free when all else is closed.
    _lock: FolderLock,
}

#[derive(Debug, Default)]
struct Counters {
    revision: AtomicU64,
    appended_events: AtomicU64,
    commits: AtomicU64,
    folded_observations: AtomicU64,
    removed_days: AtomicU64,
    is_out_of_space: AtomicBool,
}

impl EmbeddedStore {
    /// Opens the data folder and holds it until dropped.
    ///
    /// # Errors
    /// When another server holds it, when a newer version wrote it, or when it cannot be read.
    pub fn open(options: EmbeddedOptions) -> Result<Self, StoreError> {
        Self::open_tuned(options, Tuning::default())
    }

    fn open_tuned(options: EmbeddedOptions, tuning: Tuning) -> Result<Self, StoreError> {
        std::fs::create_dir_all(&options.data_dir)?;
        let lock = FolderLock::take(&options.data_dir)?;
        let state_path = options.data_dir.join("state.sqlite");
        let state = Connection::open(&state_path)?;
        schema::prepare_writer(&state)?;
        schema::migrate(&state, schema::STATE_MIGRATIONS, &state_path)?;
        let mut days = BTreeMap::new();
        for entry in std::fs::read_dir(&options.data_dir)? {
            if let Some(day) = entry?.file_name().to_str().and_then(Day::of_file) {
                let path = day.path(&options.data_dir);
                let connection = Connection::open(&path)?;
                let summary = schema::prepare_writer(&connection)
                    .and_then(|()| schema::migrate(&connection, schema::DAY_MIGRATIONS, &path))
                    .and_then(|()| DaySummary::load(&connection))
                    .map_err(|error| unreadable(error, &path.display().to_string()))?;
                days.insert(day, summary);
            }
        }
        let counters = Counters::default();
        // Revisions go on rising over restarts, so that nothing the app kept looks current when it
        // is not. They start at the clock, because commits come more slowly than milliseconds pass.
        counters.revision.store((tuning.now_ms)().unsigned_abs(), Ordering::Relaxed);
        Ok(Self {
            readers: Readers::new(options.data_dir.clone()),
            options,
            tuning,
            days: RwLock::new(days),
            writers: Mutex::default(),
            counters,
            _state: Mutex::new(state),
            _lock: lock,
        })
    }

    /// Commits the events of one day.
    fn append_day(
        &self,
        writers: &mut Vec<(Day, DayWriter)>,
        day: Day,
        events: &[&Event],
    ) -> Result<u64, StoreError> {
        self.check_room()?;
        let repeats = self.neighbours_counted(day, events)?;
        let mut writer = match writers.iter().position(|(open, _)| *open == day) {
            Some(at) => writers.remove(at).1,
            None => DayWriter::open(&self.options.data_dir, day, &self.tuning)?,
        };
        // A writer that fails is dropped with what it remembers, and opened anew next time.
        let folded = writer.append(events, repeats, (self.tuning.now_ms)())?;
        self.days.write().unwrap_or_else(PoisonError::into_inner).insert(day, writer.summary().clone());
        if writers.len() >= MOST_WRITERS {
            writers.remove(0);
        }
        writers.push((day, writer));
        Ok(folded)
    }

    /// What the days around have counted of the generations that events tell of.
    fn neighbours_counted<'a>(&self, day: Day, events: &[&'a Event]) -> Result<Repeats<'a>, StoreError> {
        let mut repeats = Repeats::new(events);
        for neighbour in [day.plus(-1), day.plus(1)] {
            if !repeats.is_empty() && neighbour != day && self.days().contains_key(&neighbour) {
                self.readers.read(neighbour, |connection| repeats.add_day(connection))?;
            }
        }
        Ok(repeats)
    }

    fn check_room(&self) -> Result<(), StoreError> {
        if fs4::available_space(&self.options.data_dir)? < self.tuning.reserve_bytes {
            return Err(StoreError::OutOfSpace);
        }
        Ok(())
    }

    /// A disk that is full shows in many ways; they are one to whoever waits for an answer.
    fn judged(&self, error: StoreError) -> StoreError {
        let is_io = match &error {
            StoreError::Database(error) => {
                matches!(error.sqlite_error_code(), Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen))
            }
            StoreError::Io(_) => true,
            _ => false,
        };
        if is_io && self.check_room().is_err() { StoreError::OutOfSpace } else { error }
    }

    fn days(&self) -> std::sync::RwLockReadGuard<'_, BTreeMap<Day, DaySummary>> {
        self.days.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn writers(&self) -> std::sync::MutexGuard<'_, Vec<(Day, DayWriter)>> {
        self.writers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn remove(&self, writers: &mut Vec<(Day, DayWriter)>, day: Day) -> Result<(), StoreError> {
        self.days.write().unwrap_or_else(PoisonError::into_inner).remove(&day);
        writers.retain(|(open, _)| *open != day);
        self.readers.forget(day);
        for path in day.files(&self.options.data_dir) {
            match std::fs::remove_file(path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        Ok(())
    }
}

fn unreadable(error: StoreError, path: &str) -> StoreError {
    match error {
        StoreError::Database(error) if error.sqlite_error_code() == Some(ErrorCode::NotADatabase) => {
            StoreError::Incompatible(format!(
                "{path} is no day file of Sartiq Monitor. Move it out of the data folder."
            ))
        }
        other => other,
    }
}

impl Store for EmbeddedStore {
    fn append(&self, events: &[Event]) -> Result<Appended, StoreError> {
        let mut by_day: BTreeMap<Day, Vec<&Event>> = BTreeMap::new();
        for event in events {
            by_day.entry(Day::of(event.at_ms)).or_default().push(event);
        }
        let mut appended = Appended::default();
        let mut writers = self.writers();
        for (day, events) in by_day {
            let answer = self.append_day(&mut writers, day, &events).map_err(|error| self.judged(error));
            let is_out_of_space = matches!(answer, Err(StoreError::OutOfSpace));
            self.counters.is_out_of_space.store(is_out_of_space, Ordering::Relaxed);
            self.counters.folded_observations.fetch_add(answer?, Ordering::Relaxed);
            self.counters.appended_events.fetch_add(events.len() as u64, Ordering::Relaxed);
            self.counters.commits.fetch_add(1, Ordering::Relaxed);
            self.counters.revision.fetch_add(1, Ordering::Release);
            appended.lines += events.iter().filter(|event| event.line.is_some()).count() as u64;
            appended.observations += events.iter().map(|event| event.observations.len() as u64).sum::<u64>();
        }
        appended.revision = self.revision();
        Ok(appended)
    }

    fn rollups(&self, query: &RollupQuery) -> Result<Vec<RollupSeries>, StoreError> {
        self.read_rollups(query)
    }

    fn generations(&self, query: &GenerationQuery) -> Result<Vec<GenerationRecord>, StoreError> {
        self.read_generations(query)
    }

    fn open_tasks(&self, now_ms: i64) -> Result<Vec<TaskRecord>, StoreError> {
        self.read_open_tasks(now_ms)
    }

    fn deploys(&self, from_ms: i64, to_ms: i64, limit: usize) -> Result<Vec<Deploy>, StoreError> {
        self.read_deploys(from_ms, to_ms, limit)
    }

    fn lines(&self, query: &LineQuery) -> Result<Vec<StoredLine>, StoreError> {
        self.read_lines(query)
    }

    fn sources(&self) -> Result<Vec<SourceRecord>, StoreError> {
        let mut sources = BTreeMap::new();
        for (source, &last_ms) in self.days().values().flat_map(|summary| &summary.sources) {
            let known = sources.entry(source.clone()).or_insert(last_ms);
            *known = last_ms.max(*known);
        }
        let record = |((service, measure), last_event_ms)| SourceRecord { service, measure, last_event_ms };
        Ok(sources.into_iter().map(record).collect())
    }

    fn extent(&self) -> Result<Option<Extent>, StoreError> {
        let days = self.days();
        let extents = || days.values().filter_map(|summary| summary.extent);
        let first_ms = extents().map(|(first_ms, _)| first_ms).min();
        let last_ms = extents().map(|(_, last_ms)| last_ms).max();
        Ok(first_ms.zip(last_ms).map(|(first_ms, last_ms)| Extent { first_ms, last_ms }))
    }

    fn is_demo(&self) -> bool {
        self.days().values().any(|summary| summary.is_demo)
    }

    fn revision(&self) -> u64 {
        self.counters.revision.load(Ordering::Acquire)
    }

    fn enforce_retention(&self, now_ms: i64) -> Result<Vec<RemovedDay>, StoreError> {
        let mut writers = self.writers();
        let held: Vec<HeldDay> = self
            .days()
            .iter()
            .map(|(&day, summary)| HeldDay {
                day,
                written: Day::of(summary.written_ms),
                bytes: day.bytes(&self.options.data_dir),
            })
            .collect();
        let today = Day::of(now_ms);
        let mut removed = Vec::new();
        for (held, reason) in
            retention::to_remove(&held, today, self.options.keep_days, self.options.keep_bytes)
        {
            self.remove(&mut writers, held.day)?;
            self.counters.removed_days.fetch_add(1, Ordering::Relaxed);
            self.counters.revision.fetch_add(1, Ordering::Release);
            removed.push(RemovedDay { day: held.day.to_string(), bytes: held.bytes, reason });
        }
        Ok(removed)
    }

    fn figures(&self) -> StoreFigures {
        let days = self.days();
        let lines: i64 = days.values().map(|summary| summary.lines).sum();
        StoreFigures {
            days: days.len() as u64,
            bytes: days.keys().map(|day| day.bytes(&self.options.data_dir)).sum(),
            lines: lines.unsigned_abs(),
            appended_events: self.counters.appended_events.load(Ordering::Relaxed),
            commits: self.counters.commits.load(Ordering::Relaxed),
            folded_observations: self.counters.folded_observations.load(Ordering::Relaxed),
            removed_days: self.counters.removed_days.load(Ordering::Relaxed),
            is_out_of_space: self.counters.is_out_of_space.load(Ordering::Relaxed),
        }
    }
}
