//! The dictionary of a day: a small number for each measure and label set.
//!
//! Its size is bounded: where senders put ids into labels, further label sets of the measure are
//! folded into one, and rollups stay small.

use super::summary::{measure_name, measure_of_name};
use crate::store::StoreError;
use contract::line::Measure;
use rusqlite::Connection;
use std::collections::{BTreeMap, HashMap};

/// The most label sets of a measure and day; further ones are counted as `other`.
pub(super) const MOST_LABEL_SETS: usize = 2_000;
/// The most measures of a day; further ones are counted as the measure `other`.
const MOST_MEASURES: usize = 500;
/// What stands in for label values and measures beyond the bounds.
pub(super) const OTHER: &str = "other";

/// Names and values.
pub(super) type Labels = BTreeMap<String, String>;
/// The number of a measure and label set within its day.
pub(super) type SeriesId = u32;

/// The label sets of one measure.
#[derive(Debug)]
struct MeasureSeries {
    /// The row that holds all of them together.
    total: SeriesId,
    sets: HashMap<Labels, SeriesId>,
}

/// Where an observation is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counted {
    pub(super) series: SeriesId,
    pub(super) total: SeriesId,
    /// Whether it came too late to have a label set of its own.
    pub(super) is_folded: bool,
}

/// The dictionary of a day.
#[derive(Debug)]
pub(super) struct Dictionary {
    measures: HashMap<Measure, MeasureSeries>,
    next_id: SeriesId,
    most_label_sets: usize,
}

impl Dictionary {
    pub(super) fn load(connection: &Connection, most_label_sets: usize) -> Result<Self, StoreError> {
        let mut dictionary = Self { measures: HashMap::new(), next_id: 1, most_label_sets };
        // A total comes before the label sets of its measure, because it is made first.
        let mut statement = connection.prepare("SELECT id, measure, labels FROM series ORDER BY id")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let id: SeriesId = row.get(0)?;
            let measure: String = row.get(1)?;
            let labels: Option<String> = row.get(2)?;
            dictionary.next_id = id + 1;
            let Some(measure) = measure_of_name(&measure) else { continue };
            match labels {
                None => {
                    dictionary.measures.insert(measure, MeasureSeries { total: id, sets: HashMap::new() });
                }
                Some(labels) => {
                    let labels = labels_of_text(&labels)?;
                    if let Some(measure) = dictionary.measures.get_mut(&measure) {
                        measure.sets.insert(labels, id);
                    }
                }
            }
        }
        Ok(dictionary)
    }

    /// Where observations of a measure with these labels are counted.
    pub(super) fn find(
        &mut self,
        connection: &Connection,
        measure: &Measure,
        labels: &Labels,
    ) -> Result<Counted, StoreError> {
        if let Some(found) = self.measures.get(measure)
            && let Some(&series) = found.sets.get(labels)
        {
            return Ok(Counted { series, total: found.total, is_folded: false });
        }
        self.add(connection, measure, labels)
    }

    fn add(
        &mut self,
        connection: &Connection,
        measure: &Measure,
        labels: &Labels,
    ) -> Result<Counted, StoreError> {
        if !self.measures.contains_key(measure) {
            let other = Measure::Custom(OTHER.to_owned());
            if self.measures.len() >= MOST_MEASURES
                && *measure != other
                && matches!(measure, Measure::Custom(_))
            {
                let counted = self.find(connection, &other, &Labels::new())?;
                return Ok(Counted { is_folded: true, ..counted });
            }
            let total = self.insert(connection, measure, None)?;
            self.measures.insert(measure.clone(), MeasureSeries { total, sets: HashMap::new() });
        }
        let (total, count) =
            self.measures.get(measure).map_or((0, 0), |found| (found.total, found.sets.len()));
        let is_folded = count >= self.most_label_sets;
        let labels = if is_folded { folded(measure, labels) } else { labels.clone() };
        if let Some(&series) = self.measures.get(measure).and_then(|found| found.sets.get(&labels)) {
            return Ok(Counted { series, total, is_folded });
        }
        let series = self.insert(connection, measure, Some(&labels))?;
        if let Some(found) = self.measures.get_mut(measure) {
            found.sets.insert(labels, series);
        }
        Ok(Counted { series, total, is_folded })
    }

    fn insert(
        &mut self,
        connection: &Connection,
        measure: &Measure,
        labels: Option<&Labels>,
    ) -> Result<SeriesId, StoreError> {
        let id = self.next_id;
        let labels = labels
            .map(serde_json::to_string)
            .transpose()
            .map_err(|error| StoreError::Damaged(error.to_string()))?;
        connection
            .prepare_cached("INSERT INTO series (id, measure, labels) VALUES (?1, ?2, ?3)")?
            .execute((id, measure_name(measure), labels))?;
        self.next_id += 1;
        Ok(id)
    }
}

/// The label set that stands in for one beyond the bound. A measure of ours has few label names,
/// so they stay; those of a custom one may be anything.
fn folded(measure: &Measure, labels: &Labels) -> Labels {
    match measure {
        Measure::Custom(_) => Labels::from([(OTHER.to_owned(), OTHER.to_owned())]),
        _ => labels.keys().map(|name| (name.clone(), OTHER.to_owned())).collect(),
    }
}

/// The label set of a dictionary's row.
pub(super) fn labels_of_text(text: &str) -> Result<Labels, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Damaged(format!("labels {text}: {error}")))
}
