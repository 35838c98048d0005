//! Steps of generations that are counted already: a generation is created, submitted and ended
//! once, however often it is told.
//!
//! Senders repeat lines when an answer was lost on its way. The line is kept each time; what it
//! counts as is counted the first time. What is counted is exactly what the generations of a day
//! know, because both are written in one transaction; around midnight the neighbouring days are
//! asked too.

use super::generations;
use crate::store::StoreError;
use contract::line::{Event, GenerationStep, Measure, Observation};
use rusqlite::Connection;
use std::collections::BTreeMap;

/// Which steps of a generation are counted.
#[derive(Debug, Clone, Copy, Default)]
struct Steps {
    is_created: bool,
    is_submitted: bool,
    is_ended: bool,
}

impl Steps {
    /// The step that an observation counts; none when it counts no step of a generation.
    fn of(&mut self, measure: &Measure) -> Option<&mut bool> {
        match measure {
            Measure::GenerationCreated => Some(&mut self.is_created),
            Measure::GenerationSubmitted => Some(&mut self.is_submitted),
            Measure::GenerationFinished => Some(&mut self.is_ended),
            _ => None,
        }
    }
}

/// The generations that events tell a step of, with the steps that are counted already.
#[derive(Debug)]
pub(super) struct Repeats<'a> {
    known: BTreeMap<&'a str, Steps>,
}

impl<'a> Repeats<'a> {
    /// Nothing is counted yet.
    pub(super) fn new(events: &[&'a Event]) -> Self {
        let steps = events.iter().filter_map(|event| event.generation.as_ref());
        let steps = steps.filter(|change| change.step != GenerationStep::Heard);
        Self { known: steps.map(|change| (change.generation_id.as_str(), Steps::default())).collect() }
    }

    /// Whether the events tell no step of any generation, so that no day has to be asked.
    pub(super) fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Takes in what a day has counted.
    pub(super) fn add_day(&mut self, connection: &Connection) -> Result<(), StoreError> {
        for (id, steps) in &mut self.known {
            if let Some(known) = generations::find(connection, id)? {
                steps.is_created |= known.created_ms.is_some();
                steps.is_submitted |= known.submitted_ms.is_some();
                steps.is_ended |= known.ended_ms.is_some();
            }
        }
        Ok(())
    }

    /// What is to be counted of the events: all but the steps that are counted already.
    pub(super) fn fresh(mut self, events: &[&'a Event]) -> Vec<&'a Observation> {
        let mut fresh = Vec::new();
        for event in events {
            let id = event.generation.as_ref().map(|change| change.generation_id.as_str());
            let mut steps = id.and_then(|id| self.known.get_mut(id));
            for observation in &event.observations {
                let step = steps.as_mut().and_then(|steps| steps.of(&observation.measure));
                let is_counted = step.is_some_and(|step| std::mem::replace(step, true));
                if !is_counted {
                    fresh.push(observation);
                }
            }
        }
        fresh
    }
}
