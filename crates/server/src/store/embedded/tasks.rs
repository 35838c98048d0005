//! Tasks: which wait, which run.
//!
//! Lines come out of order, so each change is judged by its own time: an end ends what began before
//! it, and a retry opens again what ended before it.

use crate::store::{StoreError, TaskRecord};
use contract::line::{TaskChange, TaskStep};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use std::collections::BTreeMap;

/// The most open tasks of a day that are read.
const MOST_OPEN: i64 = 50_000;

const SELECT: &str =
    "SELECT id, task, queue, worker, generation_id, queued_ms, started_ms, ended_ms FROM tasks WHERE id = ?1";
const SELECT_OPEN: &str = "SELECT id, task, queue, worker, generation_id, queued_ms, started_ms, ended_ms FROM tasks \
                           WHERE ended_ms IS NULL AND coalesce(started_ms, queued_ms) >= ?1 AND coalesce(started_ms, queued_ms) <= ?2 LIMIT ?3";
const WRITE: &str = "INSERT OR REPLACE INTO tasks (id, task, queue, worker, generation_id, queued_ms, started_ms, ended_ms) \
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

/// A task of a day, ended or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TaskRow {
    pub(super) record: TaskRecord,
    pub(super) ended_ms: Option<i64>,
}

impl TaskRow {
    fn new(change: &TaskChange) -> Self {
        Self {
            record: TaskRecord {
                task_id: change.task_id.clone(),
                task: change.task.clone(),
                queue: None,
                worker: None,
                generation_id: None,
                queued_ms: None,
                started_ms: None,
            },
            ended_ms: None,
        }
    }

    fn apply(&mut self, change: &TaskChange) {
        let at = Some(change.at_ms);
        let record = &mut self.record;
        record.queue = record.queue.take().or_else(|| change.queue.clone());
        record.generation_id = record.generation_id.take().or_else(|| change.generation_id.clone());
        if record.worker.is_none() || (change.step == TaskStep::Started && at >= record.started_ms) {
            record.worker = change.worker.clone().or(record.worker.take());
        }
        match change.step {
            TaskStep::Queued | TaskStep::Retried => {
                // Of two changes in the same millisecond a retry follows the end, and the first
                // wait precedes it.
                let is_over =
                    if change.step == TaskStep::Queued { self.ended_ms >= at } else { self.ended_ms > at };
                if is_over {
                    return;
                }
                self.ended_ms = None;
                record.queued_ms = record.queued_ms.max(at);
                let is_taken_before = if change.step == TaskStep::Queued {
                    record.started_ms < at
                } else {
                    record.started_ms <= at
                };
                if is_taken_before {
                    record.started_ms = None;
                }
            }
            TaskStep::Started => {
                if self.ended_ms < at && record.queued_ms <= at {
                    self.ended_ms = None;
                    record.started_ms = record.started_ms.max(at);
                }
            }
            TaskStep::Completed | TaskStep::Failed => {
                if record.queued_ms <= at && record.started_ms <= at {
                    self.ended_ms = self.ended_ms.max(at);
                }
            }
        }
    }

    /// Adds what the day after knows.
    pub(super) fn followed_by(&mut self, later: Self) {
        let record = &mut self.record;
        let is_queued_anew = later.record.queued_ms.is_some();
        record.started_ms = if is_queued_anew {
            later.record.started_ms
        } else {
            later.record.started_ms.or(record.started_ms)
        };
        record.queued_ms = later.record.queued_ms.or(record.queued_ms);
        record.queue = record.queue.take().or(later.record.queue);
        record.worker = later.record.worker.or(record.worker.take());
        record.generation_id = record.generation_id.take().or(later.record.generation_id);
        self.ended_ms = later.ended_ms;
    }
}

/// Writes what changes say.
pub(super) fn write<'a>(
    connection: &Connection,
    changes: impl Iterator<Item = &'a TaskChange>,
) -> Result<(), StoreError> {
    let mut rows: BTreeMap<&str, TaskRow> = BTreeMap::new();
    for change in changes {
        let row = match rows.entry(&change.task_id) {
            std::collections::btree_map::Entry::Occupied(row) => row.into_mut(),
            std::collections::btree_map::Entry::Vacant(place) => {
                let known = find(connection, &change.task_id)?;
                place.insert(known.unwrap_or_else(|| TaskRow::new(change)))
            }
        };
        row.apply(change);
    }
    let mut write = connection.prepare_cached(WRITE)?;
    for row in rows.values() {
        let record = &row.record;
        write.execute(params![
            record.task_id,
            record.task,
            record.queue,
            record.worker,
            record.generation_id,
            record.queued_ms,
            record.started_ms,
            row.ended_ms
        ])?;
    }
    Ok(())
}

/// What a day knows of a task.
pub(super) fn find(connection: &Connection, id: &str) -> Result<Option<TaskRow>, StoreError> {
    Ok(connection.prepare_cached(SELECT)?.query_row([id], read_row).optional()?)
}

/// The tasks of a day that have not ended in it, and that began to wait or run in `from_ms..=to_ms`.
pub(super) fn open(connection: &Connection, from_ms: i64, to_ms: i64) -> Result<Vec<TaskRow>, StoreError> {
    let mut statement = connection.prepare_cached(SELECT_OPEN)?;
    let rows = statement.query_map((from_ms, to_ms, MOST_OPEN), read_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn read_row(row: &Row<'_>) -> Result<TaskRow, rusqlite::Error> {
    let record = TaskRecord {
        task_id: row.get(0)?,
        task: row.get(1)?,
        queue: row.get(2)?,
        worker: row.get(3)?,
        generation_id: row.get(4)?,
        queued_ms: row.get(5)?,
        started_ms: row.get(6)?,
    };
    Ok(TaskRow { record, ended_ms: row.get(7)? })
}
