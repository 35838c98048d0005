//! What a store answers.

use crate::sketch::Sketch;
use contract::line::{LogLine, Measure};
use std::collections::BTreeMap;

/// The rollups of one set of labels.
#[derive(Debug, Clone, PartialEq)]
pub struct RollupSeries {
    /// The labels that were grouped by; one that a label set does not have is left out.
    pub labels: BTreeMap<String, String>,
    /// One for each bucket of the window; none where nothing was counted.
    pub buckets: Vec<Option<Aggregate>>,
}

/// What is known of the values within one bucket.
#[derive(Debug, Clone, PartialEq)]
pub struct Aggregate {
    /// How many there are.
    pub count: u64,
    /// How many of them are failures.
    pub failures: u64,
    /// How many of them have a value: a request whose line does not say how long it took counts,
    /// and must not pull the mean down.
    pub values: u64,
    /// The sum of the values.
    pub sum: f64,
    /// The least of the values; 0 when there is none.
    pub min: f64,
    /// The greatest of the values; 0 when there is none.
    pub max: f64,
    /// The distribution of the values, where it was asked for.
    pub sketch: Option<Sketch>,
}

impl Aggregate {
    /// Nothing yet.
    pub fn empty(with_sketch: bool) -> Self {
        let sketch = with_sketch.then(Sketch::default);
        Self { count: 0, failures: 0, values: 0, sum: 0.0, min: 0.0, max: 0.0, sketch }
    }

    /// One observation; a value that is not finite is taken for one that is not known.
    pub fn of(value: f64, is_failure: bool, with_sketch: bool) -> Self {
        let mut aggregate = Self::empty(with_sketch);
        aggregate.add(value, is_failure);
        aggregate
    }

    /// Adds one observation; a value that is not finite is taken for one that is not known.
    pub fn add(&mut self, value: f64, is_failure: bool) {
        self.count += 1;
        self.failures += u64::from(is_failure);
        if value.is_finite() {
            self.widen(1, value, value);
            self.sum += value;
            if let Some(sketch) = &mut self.sketch {
                sketch.add(value);
            }
        }
    }

    /// Adds what another bucket holds. The result has a sketch only if both have one, because a
    /// sketch of a part would answer for the whole.
    pub fn merge(&mut self, other: &Self) {
        self.count += other.count;
        self.failures += other.failures;
        self.widen(other.values, other.min, other.max);
        self.sum += other.sum;
        match (&mut self.sketch, &other.sketch) {
            (Some(mine), Some(theirs)) => mine.merge(theirs),
            _ => self.sketch = None,
        }
    }

    /// Takes in `values` more values between `min` and `max`.
    fn widen(&mut self, values: u64, min: f64, max: f64) {
        if values == 0 {
            return;
        }
        let is_first = self.values == 0;
        self.min = if is_first { min } else { self.min.min(min) };
        self.max = if is_first { max } else { self.max.max(max) };
        self.values += values;
    }

    /// The arithmetic mean of the values.
    pub fn mean(&self) -> Option<f64> {
        #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
        let values = self.values as f64;
        (self.values > 0).then(|| self.sum / values)
    }
}

/// A generation as far as it is known.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GenerationRecord {
    /// Which.
    pub generation_id: String,
    /// Its trace.
    pub trace_id: Option<String>,
    /// Its workflow.
    pub workflow: Option<String>,
    /// Whose it is.
    pub org_id: Option<String>,
    /// When it was asked for, Unix milliseconds.
    pub created_ms: Option<i64>,
    /// When it was handed to the compute server.
    pub submitted_ms: Option<i64>,
    /// When it ended.
    pub ended_ms: Option<i64>,
    /// When any line last named it.
    pub last_heard_ms: Option<i64>,
    /// Whether it ended badly.
    pub is_failed: bool,
    /// How long it took, in milliseconds: as said, or from creation to end.
    pub duration_ms: Option<f64>,
    /// Why it failed.
    pub error_type: Option<String>,
    /// The provider whose call failed last.
    pub failed_provider: Option<String>,
}

/// A task that waits or runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskRecord {
    /// Which.
    pub task_id: String,
    /// The kind of task.
    pub task: String,
    /// Its queue.
    pub queue: Option<String>,
    /// Who has it.
    pub worker: Option<String>,
    /// The generation it belongs to.
    pub generation_id: Option<String>,
    /// When it began to wait, Unix milliseconds.
    pub queued_ms: Option<i64>,
    /// When it was taken; none while it waits.
    pub started_ms: Option<i64>,
}

/// A line as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredLine {
    /// Names it for good: its UTC day and its number within, `2026-11-22-1042`.
    pub id: String,
    /// The line.
    pub line: LogLine,
}

/// When a service was last heard of a measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRecord {
    /// The service.
    pub service: String,
    /// Of what.
    pub measure: Measure,
    /// Time of its last event, Unix milliseconds.
    pub last_event_ms: i64,
}

/// What one append did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Appended {
    /// How many lines were added.
    pub lines: u64,
    /// How many numbers were counted into rollups.
    pub observations: u64,
    /// The revision that readers see from now on.
    pub revision: u64,
}

/// A day that retention removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemovedDay {
    /// The UTC day, `2026-11-22`.
    pub day: String,
    /// How much room it took, in bytes.
    pub bytes: u64,
    /// Why it had to go.
    pub reason: RemovalReason,
}

/// Why retention removed a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemovalReason {
    /// It was older than the days to keep.
    Age,
    /// All days together took more room than allowed.
    Size,
}

/// The store's own figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StoreFigures {
    /// How many days are held.
    pub days: u64,
    /// How much room they take, in bytes.
    pub bytes: u64,
    /// How many lines are held.
    pub lines: u64,
    /// How many events were appended since the start.
    pub appended_events: u64,
    /// How many transactions were committed since the start.
    pub commits: u64,
    /// How many numbers were counted under the label value `other` since the start, because their
    /// measure had too many label sets that day.
    pub folded_observations: u64,
    /// How many days retention has removed since the start.
    pub removed_days: u64,
    /// Whether the last append failed for want of room.
    pub is_out_of_space: bool,
}
