//! Which alert rules fire, judged from rollups alone: a pure function of the store and the time.
//!
//! Policy: a rule is judged over its window ending at the end of the present 10 s bucket. Too few
//! events, or none, make it neither fire nor hold. "Since" is found by judging it again at earlier
//! ends, until one does not hold: every 10 s for five minutes, every minute for an hour, every ten
//! minutes for a day; a day is the most that is told. No state is kept, so acknowledging and
//! pending times need another evaluator; this one only ever answers "now".

use super::judge::rule as row_of;
use super::panels::{count_words, failed_words};
use super::series::{failure_percent, quantile};
use crate::store::{Aggregate, RollupQuery, Store, StoreError};
use contract::catalogue::{Condition, RULES, Rule, RuleId};
use contract::dashboard::Alert;
use contract::line::Measure;
use contract::time::{MINUTE_MS, SECOND_MS, Window};
use contract::unit::Unit;
use model::format;
use std::collections::BTreeMap;

const FINEST_MS: i64 = 10 * SECOND_MS;
/// Step and number of the earlier ends at which a rule that holds is judged again.
const LOOKBACK: [(i64, usize); 3] = [(FINEST_MS, 30), (MINUTE_MS, 55), (10 * MINUTE_MS, 138)];

/// What fires at `now_ms`, the worst first.
///
/// # Errors
/// When the store cannot be read.
pub fn firing(store: &dyn Store, now_ms: i64) -> Result<Vec<Alert>, StoreError> {
    let mut alerts = Vec::new();
    for rule in &RULES {
        for held in holding(store, rule, now_ms)? {
            alerts.push(Alert {
                rule: rule.id,
                severity: rule.severity,
                sentence: sentence(rule, &held),
                since_ms: held.since_ms,
                dashboard: rule.dashboard,
                labels: held.labels,
            });
        }
    }
    alerts.sort_by(|a, b| b.severity.cmp(&a.severity).then(a.since_ms.cmp(&b.since_ms)));
    Ok(alerts)
}

/// A label set for which a rule holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Held {
    /// The label set.
    pub(super) labels: BTreeMap<String, String>,
    /// What was counted over the rule's window.
    pub(super) now: Aggregate,
    /// What was counted over its baseline, where it has one.
    pub(super) before: Option<Aggregate>,
    /// Since when it has held.
    pub(super) since_ms: i64,
}

/// Every label set for which the rule holds, in the order of the labels.
pub(super) fn holding(store: &dyn Store, rule: &Rule, now_ms: i64) -> Result<Vec<Held>, StoreError> {
    let end_ms = (now_ms.div_euclid(FINEST_MS) + 1) * FINEST_MS;
    let timeline = Timeline::read(store, rule, FINEST_MS, end_ms, 1, Vec::new())?;
    let mut all = Vec::new();
    for (labels, buckets) in &timeline.series {
        if let Some((now, before)) = timeline.holds(rule, buckets, 0) {
            let since_ms = since(store, rule, labels, end_ms)?;
            all.push(Held { labels: labels.clone(), now, before, since_ms });
        }
    }
    Ok(all)
}

fn since(
    store: &dyn Store,
    rule: &Rule,
    labels: &BTreeMap<String, String>,
    end_ms: i64,
) -> Result<i64, StoreError> {
    let (_, group_by, _) = subject(rule.id);
    let filter: Vec<(&'static str, String)> =
        group_by.iter().filter_map(|name| Some((*name, labels.get(*name)?.clone()))).collect();
    let mut earliest_ms = end_ms;
    for (step_ms, ends) in LOOKBACK {
        let end_ms = earliest_ms.div_euclid(step_ms) * step_ms;
        let timeline = Timeline::read(store, rule, step_ms, end_ms, ends, filter.clone())?;
        let Some((_, buckets)) = timeline.series.iter().find(|(of, _)| of == labels) else { break };
        let held = (0..ends).take_while(|back| timeline.holds(rule, buckets, *back).is_some()).count();
        if held > 0 {
            let steps = i64::try_from(held - 1).unwrap_or(0);
            earliest_ms = earliest_ms.min(end_ms - steps * step_ms);
        }
        if held < ends {
            break;
        }
    }
    // The rule came to hold within the bucket that the earliest window ends with.
    Ok(earliest_ms - FINEST_MS)
}

/// A label set and its buckets.
type Labelled = (BTreeMap<String, String>, Vec<Option<Aggregate>>);

/// Buckets from before the earliest window's baseline to the end of the latest window.
struct Timeline {
    series: Vec<Labelled>,
    window_buckets: usize,
    baseline_buckets: usize,
}

impl Timeline {
    /// What is needed to judge at `end_ms` and at the `ends - 1` steps before it.
    fn read(
        store: &dyn Store,
        rule: &Rule,
        step_ms: i64,
        end_ms: i64,
        ends: usize,
        filter: Vec<(&'static str, String)>,
    ) -> Result<Self, StoreError> {
        let buckets = |length_ms: i64| usize::try_from((length_ms + step_ms - 1) / step_ms).unwrap_or(1);
        let window_buckets = buckets(rule.window_ms);
        let baseline_buckets = match rule.condition {
            Condition::Limit { .. } => 0,
            Condition::Spike { baseline_ms, .. } => buckets(baseline_ms),
        };
        let length = i64::try_from(window_buckets + baseline_buckets + ends - 1).unwrap_or(i64::MAX);
        let window =
            Window { from_ms: end_ms.saturating_sub(length.saturating_mul(step_ms)), to_ms: end_ms, step_ms };
        let (measure, group_by, with_sketch) = subject(rule.id);
        let group_by = group_by.to_vec();
        let rollups = store.rollups(&RollupQuery { measure, window, group_by, filter, with_sketch })?;
        let series = rollups.into_iter().map(|series| (series.labels, series.buckets)).collect();
        Ok(Self { series, window_buckets, baseline_buckets })
    }

    /// What was counted in the window that ends `back` steps before the end, and before it, if the
    /// rule holds there.
    fn holds(
        &self,
        rule: &Rule,
        buckets: &[Option<Aggregate>],
        back: usize,
    ) -> Option<(Aggregate, Option<Aggregate>)> {
        let end = buckets.len().checked_sub(back)?;
        let start = end.checked_sub(self.window_buckets)?;
        let now = super::series::merged(buckets.get(start..end)?)?;
        let before = super::series::merged(buckets.get(start.checked_sub(self.baseline_buckets)?..start)?);
        let value = value(rule.id, &now).filter(|_| now.count >= rule.min_sample)?;
        let holds = match rule.condition {
            Condition::Limit { limit, direction } => direction.is_crossed(value, limit),
            Condition::Spike { at_least, times, .. } => {
                let usual = before.as_ref().and_then(failure_percent).unwrap_or(0.0);
                value > at_least && value > times * usual
            }
        };
        holds.then_some((now, before))
    }
}

/// What a rule looks at: the measure, the labels it is judged for one by one, whether it needs
/// quantiles.
fn subject(rule: RuleId) -> (Measure, &'static [&'static str], bool) {
    match rule {
        RuleId::HighErrorRate => (Measure::Request, &[], false),
        RuleId::SlowResponses => (Measure::Request, &[], true),
        RuleId::QueueBacklog => (Measure::QueueDepth, &["queue"], false),
        RuleId::DatabaseConnections => (Measure::DbUtilization, &["database"], false),
        RuleId::GenerationFailures => (Measure::GenerationFinished, &[], false),
        RuleId::ProviderErrors => (Measure::ProviderCall, &["provider"], false),
    }
}

fn value(rule: RuleId, aggregate: &Aggregate) -> Option<f64> {
    match rule {
        RuleId::HighErrorRate | RuleId::GenerationFailures | RuleId::ProviderErrors => {
            failure_percent(aggregate)
        }
        RuleId::SlowResponses => quantile(aggregate, 0.99),
        RuleId::QueueBacklog | RuleId::DatabaseConnections => aggregate.mean(),
    }
}

/// The alert in words, with its numbers.
fn sentence(rule: &Rule, held: &Held) -> String {
    let now = &held.now;
    let number = format::value_or_dash(rule.unit, value(rule.id, now));
    let limit = match row_of(rule.id).condition {
        Condition::Limit { limit, .. } => format::value(rule.unit, limit),
        Condition::Spike { at_least, .. } => format::value(rule.unit, at_least),
    };
    let label = |name: &str| held.labels.get(name).map_or("unknown", String::as_str);
    match rule.id {
        RuleId::HighErrorRate => {
            format!("{} ({number}, limit {limit})", failed_words(now.failures, now.count, "requests"))
        }
        RuleId::SlowResponses => {
            format!("p99 of {} requests is {number} (limit {limit})", count_words(now.count))
        }
        RuleId::QueueBacklog => format!("{number} tasks wait in queue {} (limit {limit})", label("queue")),
        RuleId::DatabaseConnections => {
            format!("{} uses {number} of its connections (limit {limit})", label("database"))
        }
        RuleId::GenerationFailures => {
            format!("{} ({number}, limit {limit})", failed_words(now.failures, now.count, "generations"))
        }
        RuleId::ProviderErrors => {
            let usual = held.before.as_ref().and_then(failure_percent);
            let usual = usual.map_or_else(
                || "no calls in the hour before".to_owned(),
                |share| format!("{} in the hour before", format::value(Unit::Percent, share)),
            );
            let failed = failed_words(now.failures, now.count, "calls");
            format!("{}: {failed} ({number}, {usual})", label("provider"))
        }
    }
}
