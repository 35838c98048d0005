//! What is known of a day without asking its tables: kept in memory, and in the file beside the
//! lines that it sums up.

use crate::store::StoreError;
use contract::line::{Event, Measure};
use rusqlite::Connection;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The most pairs of service and measure of a day; further ones are not noted.
const MOST_SOURCES: usize = 5_000;

/// What custom measures are called in the files, before their name.
const CUSTOM: &str = "custom:";

/// The name of a measure in the files.
pub(super) fn measure_name(measure: &Measure) -> String {
    match measure {
        Measure::Custom(name) => format!("{CUSTOM}{name}"),
        known => match serde_json::to_value(known) {
            Ok(Value::String(name)) => name,
            _ => String::new(),
        },
    }
}

/// The measure of a name; none for one that a newer version wrote.
pub(super) fn measure_of_name(name: &str) -> Option<Measure> {
    match name.strip_prefix(CUSTOM) {
        Some(custom) => Some(Measure::Custom(custom.to_owned())),
        None => serde_json::from_value(Value::String(name.to_owned())).ok(),
    }
}

/// A service and one of its measures.
pub(super) type Source = (String, Measure);

/// What is known of a day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct DaySummary {
    /// First and last event, Unix milliseconds.
    pub(super) extent: Option<(i64, i64)>,
    /// How many lines it has.
    pub(super) lines: i64,
    /// Whether the simulator sent any of it.
    pub(super) is_demo: bool,
    /// When it was last written to, by the server's clock.
    pub(super) written_ms: i64,
    /// When each source was last heard.
    pub(super) sources: BTreeMap<Source, i64>,
}

impl DaySummary {
    pub(super) fn load(connection: &Connection) -> Result<Self, StoreError> {
        let mut facts = connection.prepare("SELECT name, value FROM facts")?;
        let facts = facts.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let facts: BTreeMap<String, i64> = facts.collect::<Result<_, _>>()?;
        let fact = |name: &str| facts.get(name).copied();
        let mut statement = connection.prepare("SELECT service, measure, last_event_ms FROM sources")?;
        let mut rows = statement.query([])?;
        let mut sources = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let measure: String = row.get(1)?;
            if let Some(measure) = measure_of_name(&measure) {
                sources.insert((row.get(0)?, measure), row.get(2)?);
            }
        }
        Ok(Self {
            extent: fact("first_ms").zip(fact("last_ms")),
            lines: fact("lines").unwrap_or(0),
            is_demo: fact("is_demo") == Some(1),
            written_ms: fact("written_ms").unwrap_or(0),
            sources,
        })
    }

    /// Takes events in; the answer is which sources have moved on.
    pub(super) fn take_in(&mut self, events: &[&Event], now_ms: i64) -> BTreeSet<Source> {
        let mut moved = BTreeSet::new();
        self.written_ms = now_ms;
        for event in events {
            // A sender whose clock is fast is heard when its line comes, and not in the future:
            // otherwise it would look alive for long after it has gone.
            let heard_ms = event.at_ms.min(now_ms);
            let (first_ms, last_ms) = self.extent.unwrap_or((heard_ms, heard_ms));
            self.extent = Some((first_ms.min(heard_ms), last_ms.max(heard_ms)));
            self.lines += i64::from(event.line.is_some());
            self.is_demo |= event.is_demo;
            for observation in &event.observations {
                let source = (event.service.clone(), observation.measure.clone());
                let is_known = self.sources.contains_key(&source);
                if !is_known && self.sources.len() >= MOST_SOURCES {
                    continue;
                }
                let last_ms = self.sources.entry(source.clone()).or_insert(i64::MIN);
                if heard_ms > *last_ms {
                    *last_ms = heard_ms;
                    moved.insert(source);
                }
            }
        }
        moved
    }

    pub(super) fn save(&self, connection: &Connection, moved: &BTreeSet<Source>) -> Result<(), StoreError> {
        let mut statement =
            connection.prepare_cached("INSERT OR REPLACE INTO facts (name, value) VALUES (?1, ?2)")?;
        let (first_ms, last_ms) = self.extent.unwrap_or_default();
        for (name, value) in [
            ("first_ms", first_ms),
            ("last_ms", last_ms),
            ("lines", self.lines),
            ("is_demo", i64::from(self.is_demo)),
            ("written_ms", self.written_ms),
        ] {
            statement.execute((name, value))?;
        }
        let mut statement = connection.prepare_cached(
            "INSERT OR REPLACE INTO sources (service, measure, last_event_ms) VALUES (?1, ?2, ?3)",
        )?;
        for source in moved {
            let (service, measure) = source;
            statement.execute((service, measure_name(measure), self.sources.get(source)))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_have_names() {
        for (measure, name) in [
            (Measure::Request, "request"),
            (Measure::DbUtilization, "db_utilization"),
            (Measure::Custom("images made".to_owned()), "custom:images made"),
            (Measure::Custom("request".to_owned()), "custom:request"),
        ] {
            assert_eq!(measure_name(&measure), name);
            assert_eq!(measure_of_name(name), Some(measure));
        }
        assert_eq!(measure_of_name("of the future"), None);
    }
}
