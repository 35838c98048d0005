//! Reads rollups for one dashboard: each question once, however many panels ask it.

use super::DashboardQuery;
use crate::store::{Aggregate, RollupQuery, RollupSeries, SourceRecord, Store, StoreError};
use contract::dashboard::Source;
use contract::line::Measure;
use contract::time::{MINUTE_MS, SECOND_MS, Window};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// How far back "now" reaches in a live window: the window of the rate rules.
const NOW_MS: i64 = 5 * MINUTE_MS;
/// Step of the finest rollup; "now" is cut by it.
const FINEST_MS: i64 = 10 * SECOND_MS;

type Buckets = Vec<Option<Aggregate>>;
/// Question and answer. There are a few dozen at the most, so a list is searched.
type Answers = Vec<(RollupQuery, Rc<Vec<RollupSeries>>)>;

/// One set of labels with its buckets, and those of the window before where they are wanted.
#[derive(Debug, Clone)]
pub(super) struct Measured {
    /// The labels that were grouped by.
    pub(super) labels: BTreeMap<String, String>,
    /// One for each bucket of the window.
    pub(super) buckets: Buckets,
    /// The same of the window before.
    pub(super) previous: Option<Buckets>,
}

impl Measured {
    /// The value of a label; `unknown` where senders do not say.
    pub(super) fn label(&self, name: &str) -> &str {
        self.labels.get(name).map_or("unknown", String::as_str)
    }
}

/// Reads rollups for one dashboard.
pub(super) struct Reader<'a> {
    /// For what is no rollup.
    pub(super) store: &'a dyn Store,
    /// The time, Unix milliseconds.
    pub(super) now_ms: i64,
    /// The window of the dashboard.
    pub(super) window: Window,
    /// The window before, where it is wanted.
    pub(super) previous: Option<Window>,
    /// What "now" is worked out over.
    pub(super) recent: Window,
    /// Whether the window reaches up to now.
    pub(super) is_live: bool,
    stale_after_ms: i64,
    sources: Vec<SourceRecord>,
    answers: RefCell<Answers>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(store: &'a dyn Store, query: &DashboardQuery) -> Result<Self, StoreError> {
        let window = query.window;
        let is_live = window.to_ms >= query.now_ms;
        let recent = if is_live { now_window(query.now_ms) } else { window };
        Ok(Self {
            store,
            now_ms: query.now_ms,
            window,
            previous: query.with_previous.then(|| window.previous()),
            recent,
            is_live,
            stale_after_ms: query.stale_after_ms,
            sources: store.sources()?,
            answers: RefCell::default(),
        })
    }

    /// The "now" of a whole window ago, where a comparison is wanted.
    pub(super) fn recent_before(&self) -> Option<Window> {
        let previous = self.previous?;
        if !self.is_live {
            return Some(previous);
        }
        let length_ms = self.window.to_ms - self.window.from_ms;
        Some(Window {
            from_ms: self.recent.from_ms - length_ms,
            to_ms: self.recent.to_ms - length_ms,
            step_ms: self.recent.step_ms,
        })
    }

    /// How much of "now" has passed, in seconds.
    pub(super) fn recent_secs(&self, window: Window) -> f64 {
        super::series::seconds(self.now_ms.min(window.to_ms) - window.from_ms)
    }

    /// Asks the store, or remembers.
    pub(super) fn ask(
        &self,
        window: Window,
        measure: &Measure,
        group_by: &[&'static str],
        with_sketch: bool,
    ) -> Result<Rc<Vec<RollupSeries>>, StoreError> {
        let query = RollupQuery {
            measure: measure.clone(),
            window,
            group_by: group_by.to_vec(),
            filter: Vec::new(),
            with_sketch,
        };
        // An answer with sketches serves those who need none.
        let known = self.answers.borrow().iter().find_map(|(asked, answer)| {
            let is_same = asked.measure == query.measure
                && asked.window == query.window
                && asked.group_by == query.group_by
                && (asked.with_sketch || !with_sketch);
            is_same.then(|| Rc::clone(answer))
        });
        if let Some(answer) = known {
            return Ok(answer);
        }
        let answer = Rc::new(self.store.rollups(&query)?);
        self.answers.borrow_mut().push((query, Rc::clone(&answer)));
        Ok(answer)
    }

    /// The buckets of all label sets together over any window.
    pub(super) fn total_in(
        &self,
        window: Window,
        measure: &Measure,
        with_sketch: bool,
    ) -> Result<Buckets, StoreError> {
        let answer = self.ask(window, measure, &[], with_sketch)?;
        Ok(answer.first().map_or_else(|| vec![None; window.len()], |series| series.buckets.clone()))
    }

    /// All label sets together over the dashboard's window.
    pub(super) fn total(&self, measure: &Measure, with_sketch: bool) -> Result<Measured, StoreError> {
        let previous = self.previous.map(|window| self.total_in(window, measure, with_sketch)).transpose()?;
        let buckets = self.total_in(self.window, measure, with_sketch)?;
        Ok(Measured { labels: BTreeMap::new(), buckets, previous })
    }

    /// One for each value of the labels over the dashboard's window, in the order of the labels.
    pub(super) fn by(
        &self,
        measure: &Measure,
        group_by: &[&'static str],
        with_sketch: bool,
    ) -> Result<Vec<Measured>, StoreError> {
        let before =
            self.previous.map(|window| self.ask(window, measure, group_by, with_sketch)).transpose()?;
        let answer = self.ask(self.window, measure, group_by, with_sketch)?;
        Ok(answer
            .iter()
            .map(|series| Measured {
                labels: series.labels.clone(),
                buckets: series.buckets.clone(),
                previous: before.as_ref().map(|before| {
                    let same = before.iter().find(|other| other.labels == series.labels);
                    same.map_or_else(|| vec![None; self.window.len()], |other| other.buckets.clone())
                }),
            })
            .collect())
    }

    /// When the services that feed these measures were last heard, whatever they said.
    pub(super) fn through(&self, measures: &[Measure]) -> Option<i64> {
        self.sources
            .iter()
            .filter(|record| self.feeds(&record.service, measures))
            .map(|record| record.last_event_ms)
            .max()
    }

    /// Whether a source was not heard for too long.
    pub(super) fn is_silent(&self, source: &Source) -> bool {
        self.now_ms - source.last_event_ms > self.stale_after_ms
    }

    /// Whether anything ever fed this measure.
    pub(super) fn is_fed(&self, measure: &Measure) -> bool {
        self.sources.iter().any(|record| record.measure == *measure)
    }

    /// In which buckets the services that feed these measures were heard.
    pub(super) fn heard(&self, window: Window, measures: &[Measure]) -> Result<Vec<bool>, StoreError> {
        let lines = self.ask(window, &Measure::Line, &["service"], false)?;
        let mut heard = vec![false; window.len()];
        for series in lines.iter() {
            let is_source = series.labels.get("service").is_some_and(|service| self.feeds(service, measures));
            if is_source {
                for (heard, bucket) in heard.iter_mut().zip(&series.buckets) {
                    *heard |= bucket.is_some();
                }
            }
        }
        Ok(heard)
    }

    fn feeds(&self, service: &str, measures: &[Measure]) -> bool {
        self.sources.iter().any(|record| record.service == service && measures.contains(&record.measure))
    }
}

/// The last five minutes in buckets of the finest rollup, the one that is not over included.
pub(super) fn now_window(now_ms: i64) -> Window {
    let to_ms = (now_ms.div_euclid(FINEST_MS) + 1) * FINEST_MS;
    Window { from_ms: to_ms - NOW_MS, to_ms, step_ms: FINEST_MS }
}
