//! What a world is made from: a seed, a volume, and what goes wrong when.
//!
//! Everything here is a pure function of time, so any stretch of it can be worked out alone.

use super::dice::{float_ms, smooth_noise};

/// How long an incident takes to come to full strength, and to fade when it is over.
pub const INCIDENT_RAMP_MS: i64 = 20_000;

/// Requests per second at the daytime peak with rate 1, those for new generations included.
const PEAK_REQUESTS_PER_S: f64 = 12.0;
/// New generations asked for per second at the daytime peak with rate 1.
const PEAK_GENERATIONS_PER_S: f64 = 1.2;
/// A demo must look alive at night too, so activity never falls below this.
const QUIETEST: f64 = 0.4;
/// Weekends are quieter by this factor.
const WEEKEND: f64 = 0.7;
/// The customers are in central Europe: their day is ahead of UTC.
const LOCAL_OFFSET_MS: i64 = 3_600_000;
/// Activity at each full local hour: night, morning rise, lunch dip, afternoon, evening.
const ACTIVITY_BY_HOUR: [f64; 24] = [
    0.42, 0.40, 0.40, 0.40, 0.40, 0.42, 0.48, 0.60, 0.78, 0.93, 1.00, 0.98, 0.86, 0.83, 0.96, 1.00, 0.97,
    0.88, 0.76, 0.68, 0.64, 0.60, 0.54, 0.47,
];
const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

/// A kind of trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, clap::ValueEnum)]
pub enum IncidentKind {
    /// One provider (fal) answers with errors and time-outs; generations are retried and fail.
    ProviderOutage,
    /// A bulk import arrives while the gpu workers stand still; their queue grows past 1000.
    QueueBacklog,
    /// The API answers slowly, with 503 and 504 among the answers.
    SlowApi,
    /// Database connections climb past 90 % of capacity; requests begin to fail for want of one.
    DbConnections,
}

/// Trouble with its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Incident {
    /// What goes wrong.
    pub kind: IncidentKind,
    /// When it begins (Unix ms).
    pub from_ms: i64,
    /// When it is over (Unix ms); never, when absent.
    pub until_ms: Option<i64>,
}

impl Incident {
    /// How strong it is at a time, from 0 to 1. It fades after its end rather than before it.
    fn strength(&self, at_ms: i64) -> f64 {
        let rising = float_ms(at_ms.saturating_sub(self.from_ms)) / float_ms(INCIDENT_RAMP_MS);
        let falling = self.until_ms.map_or(1.0, |until_ms| {
            1.0 - float_ms(at_ms.saturating_sub(until_ms)) / float_ms(INCIDENT_RAMP_MS)
        });
        rising.min(falling).clamp(0.0, 1.0)
    }
}

/// A world: the same scenario gives the same traffic at the same time.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// Chooses among all the worlds with these settings.
    pub seed: u64,
    /// Multiplies the volume; 1 is about 12 requests per second at midday.
    pub rate: f64,
    /// What goes wrong.
    pub incidents: Vec<Incident>,
}

impl Scenario {
    /// A world in which nothing goes wrong.
    pub fn healthy(seed: u64) -> Self {
        Self { seed, rate: 1.0, incidents: Vec::new() }
    }

    /// How busy people are, from 0.4 at night to about 1 at the daytime peaks.
    pub fn activity(&self, at_ms: i64) -> f64 {
        let local_ms = at_ms.saturating_add(LOCAL_OFFSET_MS);
        let of_day_ms = local_ms.rem_euclid(DAY_MS);
        let hour = of_day_ms / HOUR_MS;
        let within = float_ms(of_day_ms % HOUR_MS) / float_ms(HOUR_MS);
        let (before, after) = (hour_activity(hour), hour_activity(hour + 1));
        // Day 0 of the Unix epoch was a Thursday, so days 2 and 3 of each seven are the weekend.
        let is_weekend = matches!(local_ms.div_euclid(DAY_MS).rem_euclid(7), 2 | 3);
        let weekend = if is_weekend { WEEKEND } else { 1.0 };
        let wobble = 1.0 + 0.04 * smooth_noise(self.seed, 0, at_ms, 600_000);
        ((before + (after - before) * within) * weekend * wobble).max(QUIETEST)
    }

    /// How strongly a kind of incident is felt at a time, from 0 (not at all) to 1.
    pub fn strength(&self, kind: IncidentKind, at_ms: i64) -> f64 {
        self.incidents
            .iter()
            .filter(|incident| incident.kind == kind)
            .map(|incident| incident.strength(at_ms))
            .fold(0.0, f64::max)
    }

    /// Generations that people ask for one by one, expected per second.
    pub(super) fn generations_per_s(&self, at_ms: i64) -> f64 {
        PEAK_GENERATIONS_PER_S * self.rate * self.activity(at_ms)
    }

    /// All other requests, expected per second.
    pub(super) fn requests_per_s(&self, at_ms: i64) -> f64 {
        (PEAK_REQUESTS_PER_S - PEAK_GENERATIONS_PER_S) * self.rate * self.activity(at_ms)
    }

    /// Generations of the bulk import that makes a queue backlog, expected per second. It does not
    /// follow the day: a backlog must show at night too. After its first rush it goes on slowly, so
    /// that the queue stays long for as long as the incident lasts, and bounded.
    pub(super) fn bulk_generations_per_s(&self, at_ms: i64) -> f64 {
        let rush_ms = 180_000;
        self.incidents
            .iter()
            .filter(|incident| incident.kind == IncidentKind::QueueBacklog)
            .map(|incident| {
                let per_s = if at_ms < incident.from_ms.saturating_add(rush_ms) { 7.5 } else { 1.5 };
                let is_over = incident.until_ms.is_some_and(|until_ms| at_ms >= until_ms);
                if is_over { 0.0 } else { per_s * self.rate * incident.strength(at_ms) }
            })
            .fold(0.0, f64::max)
    }
}

/// Activity at a full local hour.
fn hour_activity(hour: i64) -> f64 {
    usize::try_from(hour.rem_euclid(24))
        .ok()
        .and_then(|hour| ACTIVITY_BY_HOUR.get(hour))
        .copied()
        .unwrap_or(QUIETEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Monday 2026-01-05 00:00 UTC.
    const MONDAY_MS: i64 = 1_767_571_200_000;

    #[test]
    fn a_day_has_a_night_two_peaks_and_a_lunch_dip() {
        let scenario = Scenario::healthy(1);
        let at = |hour: i64| scenario.activity(MONDAY_MS + hour * HOUR_MS);
        assert!(at(2) < 0.45 && at(9) > 0.9 && at(14) > 0.9, "{} {} {}", at(2), at(9), at(14));
        assert!(at(12) < at(9) && at(12) < at(14));
        assert!(scenario.activity(MONDAY_MS + 5 * DAY_MS + 9 * HOUR_MS) < 0.8);
        for minute in 0..7 * 24 * 60 {
            let activity = scenario.activity(MONDAY_MS + minute * 60_000);
            assert!((0.4..=1.05).contains(&activity), "{minute}: {activity}");
        }
    }

    #[test]
    fn incidents_ramp_in_and_out() {
        let incident = Incident { kind: IncidentKind::SlowApi, from_ms: 100_000, until_ms: Some(200_000) };
        for (at_ms, expected) in [
            (0, 0.0),
            (100_000, 0.0),
            (110_000, 0.5),
            (120_000, 1.0),
            (200_000, 1.0),
            (210_000, 0.5),
            (220_000, 0.0),
        ] {
            assert!((incident.strength(at_ms) - expected).abs() < 1e-9, "{at_ms}");
        }
        let endless = Incident { until_ms: None, ..incident };
        assert!((endless.strength(i64::MAX) - 1.0).abs() < 1e-9);
    }
}
