//! Generations: what the lines of a day said of each.
//!
//! A day's file knows what that day's lines said. A generation that was created before midnight and
//! ended after it has a row in both, which are merged when they are read. Merging does not depend
//! on the order in which lines come.

use super::day::Day;
use crate::store::{GenerationOrder, GenerationQuery, GenerationRecord, StoreError};
use contract::line::{GenerationChange, GenerationStep};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use std::collections::BTreeMap;

/// Columns in the order of [`read_row`]. `said_ms` is the duration that a line said; `length_ms`
/// is that or, without it, the time from creation to end, for sorting by.
const COLUMNS: &str = "id, trace_id, workflow, org_id, created_ms, submitted_ms, ended_ms, last_heard_ms, is_failed, said_ms, error_type, failed_provider";
const SELECT: &str = "SELECT id, trace_id, workflow, org_id, created_ms, submitted_ms, ended_ms, last_heard_ms, is_failed, said_ms, error_type, failed_provider FROM generations WHERE id = ?1";
const WRITE: &str = "INSERT OR REPLACE INTO generations (id, trace_id, workflow, org_id, created_ms, submitted_ms, ended_ms, last_heard_ms, is_failed, said_ms, error_type, failed_provider, length_ms) \
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";

/// Writes what changes say. Within this module `duration_ms` of a record is what a line said.
pub(super) fn write<'a>(
    connection: &Connection,
    changes: impl Iterator<Item = &'a GenerationChange>,
) -> Result<(), StoreError> {
    let mut merged: BTreeMap<&str, GenerationRecord> = BTreeMap::new();
    for change in changes {
        let said = record_of_change(change);
        match merged.entry(&change.generation_id) {
            std::collections::btree_map::Entry::Vacant(place) => {
                place.insert(said);
            }
            std::collections::btree_map::Entry::Occupied(mut known) => merge(known.get_mut(), said),
        }
    }
    let mut write = connection.prepare_cached(WRITE)?;
    for (id, said) in merged {
        let record = match find(connection, id)? {
            Some(mut known) => {
                merge(&mut known, said);
                known
            }
            None => said,
        };
        write.execute(params![
            record.generation_id,
            record.trace_id,
            record.workflow,
            record.org_id,
            record.created_ms,
            record.submitted_ms,
            record.ended_ms,
            record.last_heard_ms,
            record.is_failed,
            record.duration_ms,
            record.error_type,
            record.failed_provider,
            length_ms(&record)
        ])?;
    }
    Ok(())
}

/// What a day knows of a generation.
pub(super) fn find(connection: &Connection, id: &str) -> Result<Option<GenerationRecord>, StoreError> {
    Ok(connection.prepare_cached(SELECT)?.query_row([id], read_row).optional()?)
}

/// Candidates for a query from one day, the first in its order first. A candidate may turn out not
/// to be one when what other days know is merged in.
pub(super) fn candidates(
    connection: &Connection,
    day: Day,
    query: &GenerationQuery,
    skip: usize,
    limit: usize,
) -> Result<Vec<GenerationRecord>, StoreError> {
    let covered = query.to_ms.min(day.end_ms()) - query.from_ms.max(day.start_ms());
    // Walking from the slowest down finds the slowest of most of a day soon, and those of a few
    // minutes late; for these, all that ended in them are sorted.
    let slowest = if covered * 2 > day.end_ms() - day.start_ms() {
        "generations INDEXED BY generations_by_length WHERE ended_ms IS NOT NULL AND ended_ms >= ?1 AND ended_ms < ?2 ORDER BY length_ms DESC"
    } else {
        "generations INDEXED BY generations_by_end WHERE ended_ms IS NOT NULL AND ended_ms >= ?1 AND ended_ms < ?2 ORDER BY length_ms DESC"
    };
    let from = match query.order {
        GenerationOrder::Slowest => slowest,
        GenerationOrder::LatestFailed => {
            "generations WHERE is_failed = 1 AND ended_ms >= ?1 AND ended_ms < ?2 ORDER BY ended_ms DESC, id"
        }
        GenerationOrder::Open => {
            "generations WHERE ended_ms IS NULL AND coalesce(created_ms, submitted_ms) >= ?1 AND coalesce(created_ms, submitted_ms) < ?2 \
             ORDER BY coalesce(created_ms, submitted_ms), id"
        }
        GenerationOrder::FailedByProvider => {
            "generations WHERE failed_provider IS NOT NULL AND last_heard_ms >= ?1 AND last_heard_ms < ?2 ORDER BY last_heard_ms DESC, id"
        }
    };
    read_many(connection, &format!("SELECT {COLUMNS} FROM {from} LIMIT ?3 OFFSET ?4"), query, skip, limit)
}

/// Those that ended in the window with no length known to this day: the day before may know when
/// they were created.
pub(super) fn ended_without_length(
    connection: &Connection,
    query: &GenerationQuery,
    limit: usize,
) -> Result<Vec<GenerationRecord>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM generations INDEXED BY generations_by_length \
         WHERE ended_ms IS NOT NULL AND length_ms IS NULL AND ended_ms >= ?1 AND ended_ms < ?2 LIMIT ?3 OFFSET ?4"
    );
    read_many(connection, &sql, query, 0, limit)
}

fn read_many(
    connection: &Connection,
    sql: &str,
    query: &GenerationQuery,
    skip: usize,
    limit: usize,
) -> Result<Vec<GenerationRecord>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let bound = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let rows = statement.query_map((query.from_ms, query.to_ms, bound(limit), bound(skip)), read_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn read_row(row: &Row<'_>) -> Result<GenerationRecord, rusqlite::Error> {
    Ok(GenerationRecord {
        generation_id: row.get(0)?,
        trace_id: row.get(1)?,
        workflow: row.get(2)?,
        org_id: row.get(3)?,
        created_ms: row.get(4)?,
        submitted_ms: row.get(5)?,
        ended_ms: row.get(6)?,
        last_heard_ms: row.get(7)?,
        is_failed: row.get(8)?,
        duration_ms: row.get(9)?,
        error_type: row.get(10)?,
        failed_provider: row.get(11)?,
    })
}

fn record_of_change(change: &GenerationChange) -> GenerationRecord {
    let at = |is_it: bool| is_it.then_some(change.at_ms);
    let is_end = matches!(change.step, GenerationStep::Completed | GenerationStep::Failed);
    GenerationRecord {
        generation_id: change.generation_id.clone(),
        trace_id: change.trace_id.clone(),
        workflow: change.workflow.clone(),
        org_id: change.org_id.clone(),
        created_ms: at(change.step == GenerationStep::Created),
        submitted_ms: at(change.step == GenerationStep::Submitted),
        ended_ms: at(is_end),
        last_heard_ms: Some(change.at_ms),
        is_failed: change.step == GenerationStep::Failed,
        duration_ms: change.duration_ms.filter(|_| is_end),
        error_type: change.error_type.clone().filter(|_| is_end),
        failed_provider: change.failed_provider.clone(),
    }
}

/// Adds what else is said of the same generation.
pub(super) fn merge(known: &mut GenerationRecord, said: GenerationRecord) {
    let first = |a: Option<i64>, b: Option<i64>| a.into_iter().chain(b).min();
    known.trace_id = known.trace_id.take().or(said.trace_id);
    known.workflow = known.workflow.take().or(said.workflow);
    known.org_id = known.org_id.take().or(said.org_id);
    known.created_ms = first(known.created_ms, said.created_ms);
    known.submitted_ms = first(known.submitted_ms, said.submitted_ms);
    // The provider that failed last is the one that is told.
    if said.failed_provider.is_some()
        && (known.failed_provider.is_none() || said.last_heard_ms >= known.last_heard_ms)
    {
        known.failed_provider = said.failed_provider;
    }
    known.last_heard_ms = known.last_heard_ms.max(said.last_heard_ms);
    // The last end counts: a generation that failed and was tried again may complete.
    let is_same_end = said.ended_ms == known.ended_ms && said.is_failed == known.is_failed;
    let is_later_end = said.ended_ms > known.ended_ms
        || (said.ended_ms == known.ended_ms && said.is_failed && !known.is_failed);
    if is_same_end {
        known.duration_ms = known.duration_ms.or(said.duration_ms);
        known.error_type = known.error_type.take().or(said.error_type);
    } else if is_later_end {
        known.ended_ms = said.ended_ms;
        known.is_failed = said.is_failed;
        known.duration_ms = said.duration_ms;
        known.error_type = said.error_type;
    }
}

/// How long a generation took: as said, or from creation to end.
pub(super) fn length_ms(record: &GenerationRecord) -> Option<f64> {
    record.duration_ms.or_else(|| {
        let length_ms = record.ended_ms? - record.created_ms?;
        #[expect(clippy::cast_precision_loss, reason = "lengths of time stay far below 2^53 ms")]
        let length_ms = length_ms as f64;
        (length_ms >= 0.0).then_some(length_ms)
    })
}

/// Whether a merged record, whose `duration_ms` is final, answers the query.
pub(super) fn is_wanted(record: &GenerationRecord, query: &GenerationQuery) -> bool {
    let is_inside =
        |at_ms: Option<i64>| at_ms.is_some_and(|at_ms| (query.from_ms..query.to_ms).contains(&at_ms));
    match query.order {
        GenerationOrder::Slowest => is_inside(record.ended_ms) && record.duration_ms.is_some(),
        GenerationOrder::LatestFailed => is_inside(record.ended_ms) && record.is_failed,
        GenerationOrder::Open => {
            record.ended_ms.is_none() && is_inside(record.created_ms.or(record.submitted_ms))
        }
        GenerationOrder::FailedByProvider => {
            record.failed_provider.is_some() && is_inside(record.last_heard_ms)
        }
    }
}

/// Puts records into the order of the query; equals by id, so that answers do not change by chance.
pub(super) fn sort(records: &mut [GenerationRecord], order: GenerationOrder) {
    records.sort_by(|a, b| {
        let by_time = match order {
            GenerationOrder::Slowest => b.duration_ms.unwrap_or(0.0).total_cmp(&a.duration_ms.unwrap_or(0.0)),
            GenerationOrder::LatestFailed => b.ended_ms.cmp(&a.ended_ms),
            GenerationOrder::Open => a.created_ms.or(a.submitted_ms).cmp(&b.created_ms.or(b.submitted_ms)),
            GenerationOrder::FailedByProvider => b.last_heard_ms.cmp(&a.last_heard_ms),
        };
        by_time.then_with(|| a.generation_id.cmp(&b.generation_id))
    });
}
