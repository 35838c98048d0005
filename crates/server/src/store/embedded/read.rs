//! Answers that take several days together.

use super::day::Day;
use super::rollups::RollupAnswer;
use super::{EmbeddedStore, deploys, generations, lines, tasks};
use crate::store::{
    GenerationOrder, GenerationQuery, GenerationRecord, LineQuery, RollupQuery, RollupSeries, StoreError,
    StoredLine, TaskRecord,
};
use contract::line::Deploy;
use contract::time::DAY_MS;
use std::collections::BTreeMap;

/// How many candidates are read from a day at a time.
const BATCH: usize = 256;
/// The most candidates of a day that are looked at: beyond, nearly all of them would have to be no
/// candidates after all.
const MOST_CANDIDATES: usize = 16 * BATCH;

impl EmbeddedStore {
    /// The days that have a file and any part in `from_ms..to_ms`, oldest first.
    fn days_in(&self, from_ms: i64, to_ms: i64) -> Vec<Day> {
        if from_ms >= to_ms {
            return Vec::new();
        }
        self.days().range(Day::of(from_ms)..=Day::of(to_ms - 1)).map(|(&day, _)| day).collect()
    }

    pub(super) fn read_rollups(&self, query: &RollupQuery) -> Result<Vec<RollupSeries>, StoreError> {
        let mut answer = RollupAnswer::new(query);
        for day in self.days_in(query.window.from_ms, query.window.to_ms) {
            self.readers.read(day, |connection| answer.read_day(connection))?;
        }
        Ok(answer.finish())
    }

    pub(super) fn read_lines(&self, query: &LineQuery) -> Result<Vec<StoredLine>, StoreError> {
        let mut found = Vec::new();
        for day in self.days_in(query.from_ms, query.to_ms).into_iter().rev() {
            let more = query.limit - found.len();
            if more == 0 {
                break;
            }
            let lines =
                self.readers.read(day, |connection| lines::read_lines(connection, day, query, more))?;
            found.extend(lines.into_iter().flatten());
        }
        Ok(found)
    }

    pub(super) fn read_deploys(
        &self,
        from_ms: i64,
        to_ms: i64,
        limit: usize,
    ) -> Result<Vec<Deploy>, StoreError> {
        let mut found = Vec::new();
        for day in self.days_in(from_ms, to_ms).into_iter().rev() {
            let more = limit - found.len();
            if more == 0 {
                break;
            }
            let read = |connection: &rusqlite::Connection| deploys::read(connection, from_ms, to_ms, more);
            found.extend(self.readers.read(day, read)?.into_iter().flatten());
        }
        Ok(found)
    }

    /// The first of each day are merged with what its neighbours know of them, put in order and cut.
    pub(super) fn read_generations(
        &self,
        query: &GenerationQuery,
    ) -> Result<Vec<GenerationRecord>, StoreError> {
        let mut found: BTreeMap<String, GenerationRecord> = BTreeMap::new();
        for day in self.days_in(query.from_ms, query.to_ms) {
            let mut wanted = 0;
            let mut skip = 0;
            // A candidate may be none after merging, so the next ones are asked for until there are enough.
            while wanted < query.limit && skip < MOST_CANDIDATES {
                let read = |connection: &rusqlite::Connection| {
                    generations::candidates(connection, day, query, skip, BATCH)
                };
                let candidates = self.readers.read(day, read)?.unwrap_or_default();
                let is_last = candidates.len() < BATCH;
                skip += candidates.len();
                for candidate in candidates {
                    wanted += usize::from(self.take_in(&mut found, day, candidate, query)?);
                }
                if is_last {
                    break;
                }
            }
            if query.order == GenerationOrder::Slowest {
                let read = |connection: &rusqlite::Connection| {
                    generations::ended_without_length(connection, query, MOST_CANDIDATES)
                };
                for candidate in self.readers.read(day, read)?.unwrap_or_default() {
                    self.take_in(&mut found, day, candidate, query)?;
                }
            }
        }
        let mut found: Vec<GenerationRecord> = found.into_values().collect();
        generations::sort(&mut found, query.order);
        found.truncate(query.limit);
        Ok(found)
    }

    /// Completes a candidate; the answer is whether it is one still.
    fn take_in(
        &self,
        found: &mut BTreeMap<String, GenerationRecord>,
        day: Day,
        mut candidate: GenerationRecord,
        query: &GenerationQuery,
    ) -> Result<bool, StoreError> {
        if found.contains_key(&candidate.generation_id) {
            return Ok(false);
        }
        for neighbour in [day.plus(-1), day.plus(1)] {
            if neighbour != day && self.days().contains_key(&neighbour) {
                let read = |connection: &rusqlite::Connection| {
                    generations::find(connection, &candidate.generation_id)
                };
                if let Some(known) = self.readers.read(neighbour, read)?.flatten() {
                    generations::merge(&mut candidate, known);
                }
            }
        }
        candidate.duration_ms =
            if candidate.ended_ms.is_some() { generations::length_ms(&candidate) } else { None };
        let is_wanted = generations::is_wanted(&candidate, query);
        if is_wanted {
            found.insert(candidate.generation_id.clone(), candidate);
        }
        Ok(is_wanted)
    }

    pub(super) fn read_open_tasks(&self, now_ms: i64) -> Result<Vec<TaskRecord>, StoreError> {
        let from_ms = now_ms - DAY_MS;
        let mut open = Vec::new();
        for day in self.days_in(from_ms, now_ms.saturating_add(1)) {
            let rows = self
                .readers
                .read(day, |connection| tasks::open(connection, from_ms, now_ms))?
                .unwrap_or_default();
            let next = Some(day.plus(1)).filter(|next| self.days().contains_key(next));
            let before = Some(day.plus(-1)).filter(|before| self.days().contains_key(before));
            for mut row in rows {
                let find = |neighbour: Option<Day>| match neighbour {
                    Some(day) => Ok(self
                        .readers
                        .read(day, |connection| tasks::find(connection, &row.record.task_id))?
                        .flatten()),
                    None => Ok::<_, StoreError>(None),
                };
                let later = find(next)?;
                // A task that both days hold open is the later day's to tell.
                if later.as_ref().is_some_and(|later| later.ended_ms.is_none()) {
                    continue;
                }
                // One that was put into its queue on this day is told by this day alone.
                let began_before = if row.record.queued_ms.is_none() { find(before)? } else { None };
                if let Some(mut whole) = began_before {
                    whole.followed_by(row);
                    row = whole;
                }
                if let Some(later) = later {
                    row.followed_by(later);
                }
                if row.ended_ms.is_none() {
                    open.push(row.record);
                }
            }
        }
        open.sort_by(|a, b| {
            let since = |task: &TaskRecord| task.queued_ms.or(task.started_ms);
            since(a).cmp(&since(b)).then_with(|| a.task_id.cmp(&b.task_id))
        });
        Ok(open)
    }
}
