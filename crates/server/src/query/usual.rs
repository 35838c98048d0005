//! Which generations are in flight, which are stuck far past their usual time, which are lost.

use super::reader::Reader;
use super::{judge, series};
use crate::store::{GenerationOrder, GenerationQuery, GenerationRecord, RollupQuery, StoreError};
use contract::catalogue::{LOST_AFTER_MS, STUCK_FALLBACK_MS, STUCK_TIMES_P99};
use contract::line::Measure;
use contract::time::{DAY_MS, HOUR_MS, Window};
use std::collections::BTreeMap;

/// The most open generations that are looked at; beyond it the counts are too small.
const MOST_OPEN: usize = 20_000;

/// An open generation and how long it has been so.
#[derive(Debug, Clone)]
pub(super) struct Open {
    /// Which.
    pub(super) record: GenerationRecord,
    /// Since its creation, in milliseconds.
    pub(super) age_ms: i64,
    /// How long its workflow usually takes (p99), in milliseconds; null until there is a usual.
    pub(super) usual_ms: Option<f64>,
}

/// Generations that were created and have not ended, each list the oldest first.
#[derive(Debug, Default)]
pub(super) struct OpenGenerations {
    /// Heard of lately; the stuck ones are among them.
    pub(super) in_flight: Vec<Open>,
    /// In flight for more than [`STUCK_TIMES_P99`] times their usual time.
    pub(super) stuck: Vec<Open>,
    /// Created within the dashboard's window and not heard of for [`LOST_AFTER_MS`].
    pub(super) lost: Vec<Open>,
}

/// Sorts the open generations of the last day and of the window. What is in flight or stuck is
/// judged now, whatever the window is.
pub(super) fn open_generations(reader: &Reader<'_>) -> Result<OpenGenerations, StoreError> {
    let now_ms = reader.now_ms;
    let window = reader.window;
    let records = reader.store.generations(&GenerationQuery {
        from_ms: window.from_ms.min(now_ms - DAY_MS),
        to_ms: now_ms.saturating_add(1),
        order: GenerationOrder::Open,
        limit: MOST_OPEN,
    })?;
    let usual = usual_ms(reader)?;
    let mut open = OpenGenerations::default();
    for record in records {
        let Some(created_ms) = record.created_ms else { continue };
        let heard_ms = record.last_heard_ms.unwrap_or(created_ms);
        let usual_ms = usual.get(&record.workflow).or_else(|| usual.get(&None)).copied();
        let stuck_after_ms = usual_ms.map_or(whole(STUCK_FALLBACK_MS), |usual_ms| usual_ms * STUCK_TIMES_P99);
        let age_ms = (now_ms - created_ms).max(0);
        let this = Open { record, age_ms, usual_ms };
        if now_ms - heard_ms > LOST_AFTER_MS {
            if created_ms >= window.from_ms && created_ms < window.to_ms {
                open.lost.push(this);
            }
        } else {
            if whole(age_ms) > stuck_after_ms {
                open.stuck.push(this.clone());
            }
            open.in_flight.push(this);
        }
    }
    Ok(open)
}

#[expect(clippy::cast_precision_loss, reason = "ages stay far below 2^53 ms")]
fn whole(length_ms: i64) -> f64 {
    length_ms as f64
}

/// The p99 of the last day for each workflow, and for all together under none. Too few
/// generations make no usual time.
fn usual_ms(reader: &Reader<'_>) -> Result<BTreeMap<Option<String>, f64>, StoreError> {
    let to_ms = (reader.now_ms.div_euclid(HOUR_MS) + 1) * HOUR_MS;
    let window = Window { from_ms: to_ms - DAY_MS, to_ms, step_ms: HOUR_MS };
    let mut usual = BTreeMap::new();
    for group_by in [Vec::new(), vec!["workflow"]] {
        let query = RollupQuery {
            measure: Measure::GenerationFinished,
            window,
            group_by,
            filter: Vec::new(),
            with_sketch: true,
        };
        for group in reader.store.rollups(&query)? {
            let Some(all) = series::merged(&group.buckets) else { continue };
            let enough = all.count >= judge::MIN_SAMPLE;
            if let Some(p99) = series::quantile(&all, 0.99).filter(|_| enough) {
                // Generations that name no workflow are held to all together.
                usual.entry(group.labels.get("workflow").cloned()).or_insert(p99);
            }
        }
    }
    Ok(usual)
}
