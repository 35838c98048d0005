//! Works out from lines and readings what the dashboards would say of them.

use std::collections::BTreeMap;

use simulator::traffic::{
    Happenings, INCIDENT_RAMP_MS, Incident, IncidentKind, Line, Scenario, Traffic, Uuid,
};

/// Monday 2026-01-05 00:00 UTC.
pub(crate) const MONDAY_MS: i64 = 1_767_571_200_000;
/// One hour.
pub(crate) const HOUR_MS: i64 = 3_600_000;
/// One minute.
pub(crate) const MINUTE_MS: i64 = 60_000;

/// Everything of a stretch of time.
pub(crate) fn happenings(scenario: &Scenario, from_ms: i64, until_ms: i64) -> Happenings {
    Traffic::new(scenario.clone(), from_ms).advance(until_ms)
}

/// A world with one incident that begins at a time and, after `length_ms`, ends.
pub(crate) fn troubled(kind: IncidentKind, from_ms: i64, length_ms: Option<i64>) -> Scenario {
    let until_ms = length_ms.map(|length_ms| from_ms + length_ms);
    Scenario { incidents: vec![Incident { kind, from_ms, until_ms }], ..Scenario::healthy(1) }
}

/// What a stretch looks like while an incident is at full strength: three minutes to eight minutes
/// after its beginning, at the given time of Monday.
pub(crate) fn at_full_strength(kind: IncidentKind, hour: i64) -> (Figures, Happenings) {
    let from_ms = MONDAY_MS + hour * HOUR_MS;
    let scenario = troubled(kind, from_ms, None);
    let begun_ms = from_ms + INCIDENT_RAMP_MS + 3 * MINUTE_MS;
    let happenings = happenings(&scenario, begun_ms, begun_ms + 5 * MINUTE_MS);
    (Figures::of(&happenings.lines), happenings)
}

/// Counts with their failures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Rate {
    /// How many there were.
    pub(crate) count: u32,
    /// How many of them failed.
    pub(crate) failures: u32,
}

impl Rate {
    fn add(&mut self, is_failure: bool) {
        self.count += 1;
        self.failures += u32::from(is_failure);
    }

    /// Failures in percent of all.
    pub(crate) fn percent(self) -> f64 {
        100.0 * f64::from(self.failures) / f64::from(self.count.max(1))
    }
}

/// The figures of a stretch of time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Figures {
    /// Requests; a failure is a 5xx.
    pub(crate) requests: Rate,
    /// Latencies of requests.
    pub(crate) request_ms: Vec<i64>,
    /// Ended generations.
    pub(crate) generations: Rate,
    /// Durations of completed generations.
    pub(crate) generation_ms: Vec<i64>,
    /// How many generations were created.
    pub(crate) created: u32,
    /// Provider calls by provider.
    pub(crate) providers: BTreeMap<&'static str, Rate>,
    /// Ended tasks.
    pub(crate) tasks: Rate,
    /// Durations of ended tasks.
    pub(crate) task_ms: Vec<i64>,
    /// Waits of begun tasks by queue.
    pub(crate) wait_ms: BTreeMap<&'static str, Vec<i64>>,
    /// How many times a task was tried again.
    pub(crate) retries: u32,
    /// Failed generations by error type.
    pub(crate) error_types: BTreeMap<&'static str, u32>,
}

impl Figures {
    /// Works them out.
    pub(crate) fn of(lines: &[Line]) -> Self {
        let mut figures = Self::default();
        for line in lines {
            figures.add(line);
        }
        figures
    }

    fn add(&mut self, line: &Line) {
        let fields = &line.fields;
        if let Some(status) = fields.http_status {
            self.requests.add(status >= 500);
            self.request_ms.extend(fields.duration_ms);
        }
        if let Some(provider) = fields.provider {
            self.providers.entry(provider).or_default().add(fields.status == Some("error"));
        }
        match fields.event {
            Some("generation.created") => self.created += 1,
            Some("generation.completed") => {
                self.generations.add(false);
                self.generation_ms.extend(fields.duration_ms);
            }
            Some("generation.failed") => {
                self.generations.add(true);
                *self.error_types.entry(fields.error_type.unwrap_or("?")).or_default() += 1;
            }
            Some("task.started") => {
                let queue = self.wait_ms.entry(fields.queue.unwrap_or("?")).or_default();
                queue.extend(fields.wait_ms);
            }
            Some("task.completed" | "task.failed") => {
                self.tasks.add(fields.event == Some("task.failed"));
                self.task_ms.extend(fields.duration_ms);
            }
            Some("task.retried") => self.retries += 1,
            _ => {}
        }
    }
}

/// The value that a share of all (0 to 1) does not exceed; 0 for nothing.
#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place in a short list"
)]
pub(crate) fn quantile(values: &[i64], share: f64) -> i64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let place = (sorted.len().saturating_sub(1) as f64 * share).round() as usize;
    sorted.get(place).copied().unwrap_or_default()
}

/// Lines of each generation, in order of time.
pub(crate) fn by_generation(lines: &[Line]) -> BTreeMap<Uuid, Vec<&Line>> {
    let mut generations: BTreeMap<Uuid, Vec<&Line>> = BTreeMap::new();
    for line in lines {
        if let Some(id) = line.fields.generation_id {
            generations.entry(id).or_default().push(line);
        }
    }
    generations
}
