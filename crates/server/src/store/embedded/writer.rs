//! Writes into the file of one day.

use super::day::Day;
use super::hot::HotRollups;
use super::lines::LineWriter;
use super::repeats::Repeats;
use super::schema::{DAY_MIGRATIONS, migrate, prepare_writer};
use super::series::Dictionary;
use super::summary::DaySummary;
use super::{Tuning, deploys, generations, tasks};
use crate::store::StoreError;
use contract::line::Event;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::path::Path;

/// The only connection that writes a day, with what it remembers between appends. After an error
/// it must be dropped: its memory may be ahead of the file then.
#[derive(Debug)]
pub(super) struct DayWriter {
    connection: Connection,
    dictionary: Dictionary,
    lines: LineWriter,
    rollups: HotRollups,
    summary: DaySummary,
}

impl DayWriter {
    /// Opens or makes the file of a day and brings it to the version of today.
    pub(super) fn open(data_dir: &Path, day: Day, tuning: &Tuning) -> Result<Self, StoreError> {
        let path = day.path(data_dir);
        let connection = Connection::open(&path)?;
        prepare_writer(&connection)?;
        if let Some(most_pages) = tuning.most_pages {
            connection.pragma_update(None, "max_page_count", most_pages)?;
        }
        migrate(&connection, DAY_MIGRATIONS, &path)?;
        let dictionary = Dictionary::load(&connection, tuning.most_label_sets)?;
        let lines = LineWriter::load(&connection)?;
        let summary = DaySummary::load(&connection)?;
        Ok(Self { connection, dictionary, lines, rollups: HotRollups::default(), summary })
    }

    /// What is known of the day.
    pub(super) fn summary(&self) -> &DaySummary {
        &self.summary
    }

    /// Commits events with all that they count as, but for the steps of generations that
    /// `repeats` or this day has counted already. The answer is how many observations were folded.
    pub(super) fn append<'a>(
        &mut self,
        events: &[&'a Event],
        mut repeats: Repeats<'a>,
        now_ms: i64,
    ) -> Result<u64, StoreError> {
        let transaction = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
        self.lines.insert(&transaction, events.iter().filter_map(|event| event.line.as_ref()))?;
        repeats.add_day(&transaction)?;
        let observations = repeats.fresh(events);
        let folded = self.rollups.count(&transaction, &mut self.dictionary, observations.into_iter())?;
        generations::write(&transaction, events.iter().filter_map(|event| event.generation.as_ref()))?;
        tasks::write(&transaction, events.iter().filter_map(|event| event.task.as_ref()))?;
        deploys::write(&transaction, events.iter().filter_map(|event| event.deploy.as_ref()))?;
        let moved = self.summary.take_in(events, now_ms);
        self.summary.save(&transaction, &moved)?;
        transaction.commit()?;
        self.rollups.shrink();
        Ok(folded)
    }
}
