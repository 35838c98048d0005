//! The backlog of the gpu queue while its workers stand still, second by second.
//!
//! Cohorts of one second each wait in order. Expected rates are used rather than the tasks drawn,
//! and the first second is the incident's own, so that the depth at a time does not depend on
//! where anyone began to look. As with Celery's `expires`, a worker throws away what waited too
//! long, which also keeps an endless incident bounded.

use std::collections::VecDeque;

use super::scenario::{IncidentKind, Scenario};

/// How long a task may wait before a worker refuses to begin it.
pub(super) const EXPIRES_S: i64 = 15 * 60;
/// Tasks per second that the workers can begin with rate 1; about twice what arrives at noon.
const CAPACITY_PER_S: f64 = 4.0;
/// What they can do once the incident is over and more of them were started to catch up.
const CATCH_UP_PER_S: f64 = 14.0;
/// The share of the workers that an incident stops.
const STOPPED: f64 = 0.93;
/// Of the tasks begun that belong to no import, the share that leads to another task here.
const FOLLOW_UP: f64 = 0.41;
/// Less than this is no backlog but rounding.
const NOTHING: f64 = 1e-6;

/// What becomes of the tasks of a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// A worker begins them after this extra wait.
    Begun { wait_ms: i64 },
    /// They waited too long and are thrown away after this time.
    Expired { wait_ms: i64 },
}

/// The backlog, worked out as far as anyone has asked.
#[derive(Debug, Clone)]
pub(super) struct Backlog {
    /// The first second of the first incident (Unix s); nothing, without one.
    origin_s: Option<i64>,
    /// For each second since then: tasks waiting at its end, and how its own tasks fare.
    seconds: Vec<Second>,
    /// Cohorts that still wait: index of their second and how many tasks are left.
    waiting: VecDeque<(usize, f64)>,
    depth: f64,
    begun_per_s: f64,
}

#[derive(Debug, Clone, Copy)]
struct Second {
    depth: f64,
    fate: Option<Fate>,
}

impl Backlog {
    pub(super) fn new(scenario: &Scenario) -> Self {
        let origin_s = scenario
            .incidents
            .iter()
            .filter(|incident| incident.kind == IncidentKind::QueueBacklog)
            .map(|incident| incident.from_ms.div_euclid(1_000))
            .min();
        Self { origin_s, seconds: Vec::new(), waiting: VecDeque::new(), depth: 0.0, begun_per_s: 0.0 }
    }

    /// How many tasks are waiting beyond the usual few.
    pub(super) fn depth(&mut self, scenario: &Scenario, at_ms: i64) -> f64 {
        let Some(index) = self.index(at_ms) else { return 0.0 };
        while self.seconds.len() <= index {
            self.step(scenario);
        }
        self.seconds.get(index).map_or(0.0, |second| second.depth)
    }

    /// What becomes of a task that is queued at a time.
    pub(super) fn fate(&mut self, scenario: &Scenario, at_ms: i64) -> Fate {
        let at_once = Fate::Begun { wait_ms: 0 };
        let Some(index) = self.index(at_ms) else { return at_once };
        // A cohort is begun or thrown away within the expiry, so this ends.
        loop {
            if let Some(fate) = self.seconds.get(index).and_then(|second| second.fate) {
                return fate;
            }
            self.step(scenario);
        }
    }

    fn index(&self, at_ms: i64) -> Option<usize> {
        let origin_s = self.origin_s?;
        usize::try_from(at_ms.div_euclid(1_000).checked_sub(origin_s)?).ok()
    }

    /// Works out one more second.
    fn step(&mut self, scenario: &Scenario) {
        let index = self.seconds.len();
        let at_ms = self
            .origin_s
            .unwrap_or_default()
            .saturating_add(i64::try_from(index).unwrap_or(i64::MAX))
            .saturating_mul(1_000);
        let single = scenario.generations_per_s(at_ms);
        let bulk = scenario.bulk_generations_per_s(at_ms);
        let of_people = single / (single + bulk).max(f64::MIN_POSITIVE);
        let arriving = single + bulk + FOLLOW_UP * of_people * self.begun_per_s;
        self.seconds.push(Second { depth: 0.0, fate: None });
        self.waiting.push_back((index, arriving));
        self.depth += arriving;

        let strength = scenario.strength(IncidentKind::QueueBacklog, at_ms);
        let full = if strength > 0.0 { CAPACITY_PER_S } else { CATCH_UP_PER_S };
        let mut capacity = full * scenario.rate * (1.0 - STOPPED * strength);
        self.begun_per_s = 0.0;
        while let Some((cohort, left)) = self.waiting.front_mut() {
            let waited_s = i64::try_from(index.saturating_sub(*cohort)).unwrap_or(i64::MAX);
            let wait_ms = waited_s.saturating_mul(1_000);
            if waited_s >= EXPIRES_S {
                self.depth -= *left;
                settle(&mut self.seconds, *cohort, Fate::Expired { wait_ms });
                self.waiting.pop_front();
                continue;
            }
            let begun = left.min(capacity);
            *left -= begun;
            capacity -= begun;
            self.depth -= begun;
            self.begun_per_s += begun;
            if *left > NOTHING {
                break;
            }
            settle(&mut self.seconds, *cohort, Fate::Begun { wait_ms });
            self.waiting.pop_front();
        }
        if self.waiting.is_empty() {
            self.depth = 0.0;
        }
        if let Some(second) = self.seconds.get_mut(index) {
            second.depth = self.depth.max(0.0);
        }
    }
}

fn settle(seconds: &mut [Second], cohort: usize, fate: Fate) {
    if let Some(second) = seconds.get_mut(cohort) {
        second.fate = Some(fate);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::traffic::Incident;

    /// 2026-01-05 03:00 UTC: the quietest hour, in which a backlog is hardest to come by.
    const NIGHT_MS: i64 = 1_767_582_000_000;

    fn scenario(until_ms: Option<i64>) -> Scenario {
        let incident = Incident { kind: IncidentKind::QueueBacklog, from_ms: NIGHT_MS, until_ms };
        Scenario { incidents: vec![incident], ..Scenario::healthy(1) }
    }

    #[test]
    fn it_passes_a_thousand_in_three_minutes_and_stays_there_bounded() {
        let scenario = scenario(None);
        let mut backlog = Backlog::new(&scenario);
        assert!(backlog.depth(&scenario, NIGHT_MS - 1_000).abs() < 1e-9);
        assert!(backlog.depth(&scenario, NIGHT_MS + 185_000) > 1_000.0);
        for minute in (4..600).step_by(7) {
            let depth = backlog.depth(&scenario, NIGHT_MS + minute * 60_000);
            assert!((1_000.0..4_000.0).contains(&depth), "minute {minute}: {depth}");
        }
    }

    #[test]
    fn it_drains_within_minutes_once_the_incident_is_over() {
        let scenario = scenario(Some(NIGHT_MS + 600_000));
        let mut backlog = Backlog::new(&scenario);
        assert!(backlog.depth(&scenario, NIGHT_MS + 600_000) > 1_000.0);
        assert!(backlog.depth(&scenario, NIGHT_MS + 900_000) < 1.0);
        assert_eq!(backlog.fate(&scenario, NIGHT_MS + 960_000), Fate::Begun { wait_ms: 0 });
    }

    #[test]
    fn waits_match_the_depth_and_never_pass_the_expiry() {
        let scenario = scenario(None);
        let mut backlog = Backlog::new(&scenario);
        for minute in 1..120 {
            match backlog.fate(&scenario, NIGHT_MS + minute * 60_000) {
                Fate::Begun { wait_ms } => assert!(wait_ms < EXPIRES_S * 1_000),
                Fate::Expired { wait_ms } => assert_eq!(wait_ms, EXPIRES_S * 1_000),
            }
        }
    }
}
