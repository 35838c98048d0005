//! Reads rollups: the coarsest rows that fit, merged into the buckets that were asked for.

use super::hot::read_aggregate;
use super::series::{Labels, labels_of_text};
use super::summary::measure_name;
use crate::store::{Aggregate, RollupQuery, RollupSeries, StoreError};
use contract::time::ROLLUP_STEPS_MS;
use rusqlite::Connection;
use std::collections::BTreeMap;

/// Answers a query day by day.
pub(super) struct RollupAnswer<'a> {
    query: &'a RollupQuery,
    /// The coarsest step of which the window's buckets are made.
    step_ms: i64,
    groups: BTreeMap<Labels, Vec<Option<Aggregate>>>,
}

impl<'a> RollupAnswer<'a> {
    pub(super) fn new(query: &'a RollupQuery) -> Self {
        let [finest_ms, ..] = ROLLUP_STEPS_MS;
        let window = query.window;
        let fits = |step_ms: &&i64| window.step_ms % **step_ms == 0 && window.from_ms % **step_ms == 0;
        let step_ms = ROLLUP_STEPS_MS.iter().rev().find(fits).copied().unwrap_or(finest_ms);
        Self { query, step_ms, groups: BTreeMap::new() }
    }

    /// Adds what a day knows.
    pub(super) fn read_day(&mut self, connection: &Connection) -> Result<(), StoreError> {
        let columns = if self.query.with_sketch {
            "at_ms, count, failures, valued, sum, min, max, sketch"
        } else {
            "at_ms, count, failures, valued, sum, min, max"
        };
        let sql = format!(
            "SELECT {columns} FROM rollups WHERE step_ms = ?1 AND series = ?2 AND at_ms >= ?3 AND at_ms < ?4"
        );
        let mut statement = connection.prepare_cached(&sql)?;
        let window = self.query.window;
        for (series, group) in self.series_of(connection)? {
            let mut rows = statement.query((self.step_ms, series, window.from_ms, window.to_ms))?;
            // A group appears with its first row, so that one without data is not there.
            let mut buckets = self.groups.remove(&group);
            while let Some(row) = rows.next()? {
                let Some(at) = window.bucket_of(row.get(0)?) else { continue };
                let aggregate = read_aggregate(row, 1, self.query.with_sketch)?;
                let buckets = buckets.get_or_insert_with(|| vec![None; window.len()]);
                match buckets.get_mut(at) {
                    Some(Some(bucket)) => bucket.merge(&aggregate),
                    Some(bucket) => *bucket = Some(aggregate),
                    None => {}
                }
            }
            if let Some(buckets) = buckets {
                self.groups.insert(group, buckets);
            }
        }
        Ok(())
    }

    /// The series of a day that the query asks for, and the group that each belongs to.
    fn series_of(&self, connection: &Connection) -> Result<Vec<(i64, Labels)>, StoreError> {
        let measure = measure_name(&self.query.measure);
        let is_total = self.query.group_by.is_empty() && self.query.filter.is_empty();
        let condition = if is_total { "labels IS NULL" } else { "labels IS NOT NULL" };
        let sql = format!("SELECT id, labels FROM series WHERE measure = ?1 AND {condition}");
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query([measure])?;
        let mut series = Vec::new();
        while let Some(row) = rows.next()? {
            let labels = match row.get::<_, Option<String>>(1)? {
                Some(text) => labels_of_text(&text)?,
                None => Labels::new(),
            };
            let is_wanted = self.query.filter.iter().all(|(name, value)| labels.get(*name) == Some(value));
            if is_wanted {
                let group = labels
                    .into_iter()
                    .filter(|(name, _)| self.query.group_by.contains(&name.as_str()))
                    .collect();
                series.push((row.get(0)?, group));
            }
        }
        Ok(series)
    }

    /// The series, in the order of their labels.
    pub(super) fn finish(self) -> Vec<RollupSeries> {
        self.groups.into_iter().map(|(labels, buckets)| RollupSeries { labels, buckets }).collect()
    }
}
