//! Demo traffic as a pure function of a scenario and a stretch of time.
//!
//! Time is cut into slots. What begins in a slot is drawn from dice named after that slot, and
//! leaves lines then and later; a stretch is made of the slots in it and of those before it whose
//! lines reach into it. So however a day is cut into stretches, they add up to the same day, and
//! no line is there twice. Times are Unix milliseconds; a stretch holds its start and not its end.

mod backlog;
mod chatter;
mod deploys;
mod dice;
mod gauges;
mod generation;
mod line;
mod people;
mod provider;
mod requests;
mod scenario;
mod workflow;

use std::collections::BTreeMap;

use backlog::Backlog;
use dice::{Dice, Stream, to_ms};
use generation::Asked;
pub use line::{Fields, Gauge, Level, Line, OrgId, Service, Tags, TraceId, UserId, Uuid, Version};
pub use scenario::{INCIDENT_RAMP_MS, Incident, IncidentKind, Scenario};

/// What begins is drawn second by second.
const SLOT_MS: i64 = 1_000;
/// Nothing that began longer ago than this still leaves lines.
const REACH_MS: i64 = generation::LONGEST_LIFE_MS;

/// What happens in a stretch of time, each in order of time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Happenings {
    /// Log lines.
    pub lines: Vec<Line>,
    /// Gauge readings.
    pub gauges: Vec<Gauge>,
}

/// Orders lines of the same millisecond the same way whatever was generated together: stream,
/// slot, number within the slot, number within the happening.
type Origin = (Stream, i64, u64, usize);

/// Traffic from a moment on, taken stretch by stretch.
#[derive(Debug, Clone)]
pub struct Traffic {
    scenario: Scenario,
    backlog: Backlog,
    at_ms: i64,
    next_slot: i64,
    /// Lines of what has begun, by the second they belong to.
    pending: BTreeMap<i64, Vec<(Origin, Line)>>,
}

impl Traffic {
    /// The traffic of a world from a moment on. What is under way at that moment goes on: its
    /// later lines are there, its earlier ones are not.
    pub fn new(scenario: Scenario, from_ms: i64) -> Self {
        let backlog = Backlog::new(&scenario);
        let next_slot = from_ms.saturating_sub(REACH_MS).div_euclid(SLOT_MS);
        let mut traffic = Self { scenario, backlog, at_ms: from_ms, next_slot, pending: BTreeMap::new() };
        // What is under way is worked out here, so that taking the first stretch is as quick as
        // taking any other.
        traffic.begin_until(from_ms);
        traffic
    }

    /// The moment up to which everything has been taken.
    pub fn at_ms(&self) -> i64 {
        self.at_ms
    }

    /// Takes everything that happens up to a moment. One that has passed gives nothing.
    pub fn advance(&mut self, until_ms: i64) -> Happenings {
        if until_ms <= self.at_ms {
            return Happenings::default();
        }
        self.begin_until(until_ms);
        let happenings = Happenings { lines: self.take_lines(until_ms), gauges: self.read_gauges(until_ms) };
        self.at_ms = until_ms;
        happenings
    }

    /// Begins all that begins before a moment, and perhaps a little after it.
    fn begin_until(&mut self, until_ms: i64) {
        while self.next_slot.saturating_mul(SLOT_MS) < until_ms {
            self.begin_slot(self.next_slot);
            self.next_slot += 1;
        }
    }

    fn begin_slot(&mut self, slot: i64) {
        let (seed, slot_ms) = (self.scenario.seed, slot.saturating_mul(SLOT_MS));
        let single = (Stream::Generations, self.scenario.generations_per_s(slot_ms));
        let bulk = (Stream::Bulk, self.scenario.bulk_generations_per_s(slot_ms));
        let requests = (Stream::Requests, self.scenario.requests_per_s(slot_ms));
        let chatter = (Stream::Chatter, chatter::lines_per_s(&self.scenario, slot_ms));
        for (stream, expected) in [single, bulk, requests, chatter] {
            let count = Dice::new(seed, stream, slot, 0).poisson(expected);
            for index in 1..=count {
                let mut dice = Dice::new(seed, stream, slot, index);
                let at_ms = slot_ms + to_ms(dice.between(0.0, 1_000.0).floor());
                let lines = match stream {
                    Stream::Generations => self.generation(Asked::Single, at_ms, dice),
                    Stream::Bulk => self.generation(Asked::Import, at_ms, dice),
                    Stream::Requests => vec![requests::request(&self.scenario, at_ms, &mut dice)],
                    Stream::Chatter | Stream::Gauges | Stream::Noise | Stream::Deploys => {
                        vec![chatter::line(&self.scenario, at_ms, &mut dice)]
                    }
                };
                self.expect(stream, slot, index, lines);
            }
        }
        let deploys = deploys::lines(&self.scenario, slot_ms, slot_ms.saturating_add(SLOT_MS));
        self.expect(Stream::Deploys, slot, 0, deploys);
    }

    fn generation(&mut self, asked: Asked, at_ms: i64, dice: Dice) -> Vec<Line> {
        generation::generation(&self.scenario, &mut self.backlog, asked, at_ms, dice)
    }

    /// Keeps lines until their time has come.
    fn expect(&mut self, stream: Stream, slot: i64, index: u64, lines: Vec<Line>) {
        for (number, line) in lines.into_iter().enumerate() {
            if line.at_ms >= self.at_ms {
                let second = line.at_ms.div_euclid(SLOT_MS);
                let origin = (stream, slot, index, number);
                self.pending.entry(second).or_default().push((origin, line));
            }
        }
    }

    fn take_lines(&mut self, until_ms: i64) -> Vec<Line> {
        let border = until_ms.div_euclid(SLOT_MS);
        let later = self.pending.split_off(&border);
        let due = std::mem::replace(&mut self.pending, later);
        let mut lines: Vec<(Origin, Line)> = due.into_values().flatten().collect();
        if let Some(at_border) = self.pending.remove(&border) {
            let (before, after): (Vec<_>, Vec<_>) =
                at_border.into_iter().partition(|(_, line)| line.at_ms < until_ms);
            lines.extend(before);
            if !after.is_empty() {
                self.pending.insert(border, after);
            }
        }
        lines.sort_unstable_by_key(|(origin, line)| (line.at_ms, *origin));
        lines.into_iter().map(|(_, line)| line).collect()
    }

    fn read_gauges(&mut self, until_ms: i64) -> Vec<Gauge> {
        let first = self.at_ms.div_euclid(gauges::PERIOD_MS);
        let last = until_ms.div_euclid(gauges::PERIOD_MS);
        (first..=last)
            .flat_map(|slot| gauges::readings(&self.scenario, &mut self.backlog, slot))
            .filter(|gauge| gauge.at_ms >= self.at_ms && gauge.at_ms < until_ms)
            .collect()
    }
}
