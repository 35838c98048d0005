//! Rollups on their way into a file.
//!
//! Buckets that are being written to stay in memory, so that an append adds to them there and
//! writes each changed row once, instead of reading, decoding and writing it for every line. Rows
//! are written in the transaction of their lines; when it fails, all of this is thrown away and
//! read anew, so memory never holds what the file does not.

use super::series::{Dictionary, SeriesId};
use crate::sketch::Sketch;
use crate::store::{Aggregate, StoreError};
use contract::line::Observation;
use contract::time::ROLLUP_STEPS_MS;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use std::collections::{BTreeMap, HashMap};

/// The most buckets that are held between two appends.
const MOST_HELD: usize = 12_000;
/// A bucket that so many appends have not touched may go when there are too many.
const UNTOUCHED: u64 = 50;

const SELECT: &str = "SELECT count, failures, valued, sum, min, max, sketch FROM rollups WHERE step_ms = ?1 AND series = ?2 AND at_ms = ?3";
const WRITE: &str = "INSERT OR REPLACE INTO rollups (step_ms, series, at_ms, count, failures, valued, sum, min, max, sketch) \
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";

/// Step, series and start of a bucket: the key of its row, ordered as rows are.
type Key = (i64, SeriesId, i64);

#[derive(Debug)]
struct Held {
    aggregate: Aggregate,
    touched: u64,
}

/// The buckets in memory.
#[derive(Debug, Default)]
pub(super) struct HotRollups {
    held: HashMap<Key, Held>,
    appends: u64,
}

impl HotRollups {
    /// Counts observations and writes what they change. The answer is how many were folded.
    pub(super) fn count<'a>(
        &mut self,
        connection: &Connection,
        dictionary: &mut Dictionary,
        observations: impl Iterator<Item = &'a Observation>,
    ) -> Result<u64, StoreError> {
        let [finest_ms, ..] = ROLLUP_STEPS_MS;
        let mut folded = 0;
        // First into the finest buckets of this append alone: many lines fall into few of them, and
        // only those go on into all the rows that they change.
        let mut fresh: HashMap<(SeriesId, SeriesId, i64), Aggregate> = HashMap::new();
        for observation in observations {
            let counted = dictionary.find(connection, &observation.measure, &observation.labels)?;
            folded += u64::from(counted.is_folded);
            let at_ms = observation.at_ms.div_euclid(finest_ms) * finest_ms;
            fresh
                .entry((counted.series, counted.total, at_ms))
                .or_insert_with(|| Aggregate::empty(true))
                .add(observation.value, observation.is_failure);
        }
        let mut changed: BTreeMap<Key, Aggregate> = BTreeMap::new();
        let fresh: BTreeMap<_, _> = fresh.into_iter().collect();
        for ((series, total, at_ms), aggregate) in fresh {
            for step_ms in ROLLUP_STEPS_MS {
                for series in [series, total] {
                    let key = (step_ms, series, at_ms.div_euclid(step_ms) * step_ms);
                    changed.entry(key).or_insert_with(|| Aggregate::empty(true)).merge(&aggregate);
                }
            }
        }
        self.write(connection, changed)?;
        Ok(folded)
    }

    fn write(
        &mut self,
        connection: &Connection,
        changed: BTreeMap<Key, Aggregate>,
    ) -> Result<(), StoreError> {
        self.appends += 1;
        let mut select = connection.prepare_cached(SELECT)?;
        let mut write = connection.prepare_cached(WRITE)?;
        for (key, more) in changed {
            let held = match self.held.entry(key) {
                std::collections::hash_map::Entry::Occupied(held) => {
                    let held = held.into_mut();
                    held.aggregate.merge(&more);
                    held
                }
                std::collections::hash_map::Entry::Vacant(place) => {
                    let stored = select
                        .query_row(key, |row| Ok(read_aggregate(row, 0, true)))
                        .optional()?
                        .transpose()?;
                    let aggregate = match stored {
                        Some(mut stored) => {
                            stored.merge(&more);
                            stored
                        }
                        None => more,
                    };
                    place.insert(Held { aggregate, touched: 0 })
                }
            };
            held.touched = self.appends;
            let (step_ms, series, at_ms) = key;
            let aggregate = &held.aggregate;
            let sketch = aggregate.sketch.as_ref().map(Sketch::to_bytes).unwrap_or_default();
            write.execute(params![
                step_ms,
                series,
                at_ms,
                aggregate.count.cast_signed(),
                aggregate.failures.cast_signed(),
                aggregate.values.cast_signed(),
                aggregate.sum,
                aggregate.min,
                aggregate.max,
                sketch
            ])?;
        }
        Ok(())
    }

    /// Lets go of buckets, when there are too many, that time has passed by. After a commit only.
    pub(super) fn shrink(&mut self) {
        if self.held.len() > MOST_HELD {
            let touched_after = self.appends.saturating_sub(UNTOUCHED);
            self.held.retain(|_, held| held.touched > touched_after);
        }
        if self.held.len() > MOST_HELD {
            self.held.clear();
        }
    }
}

/// The aggregate in a row: count, failures, values, sum, min, max and, if asked for, the sketch.
pub(super) fn read_aggregate(
    row: &Row<'_>,
    first: usize,
    with_sketch: bool,
) -> Result<Aggregate, StoreError> {
    let sketch = if with_sketch {
        let bytes =
            row.get_ref(first + 6)?.as_blob().map_err(|error| StoreError::Damaged(error.to_string()))?;
        Some(Sketch::from_bytes(bytes).map_err(|error| StoreError::Damaged(error.to_string()))?)
    } else {
        None
    };
    Ok(Aggregate {
        count: row.get::<_, i64>(first)?.cast_unsigned(),
        failures: row.get::<_, i64>(first + 1)?.cast_unsigned(),
        values: row.get::<_, i64>(first + 2)?.cast_unsigned(),
        // A sum that overflowed is infinite, which SQLite keeps; NaN it would turn into NULL.
        sum: row.get::<_, Option<f64>>(first + 3)?.unwrap_or(0.0),
        min: row.get(first + 4)?,
        max: row.get(first + 5)?,
        sketch,
    })
}
