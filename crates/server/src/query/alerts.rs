//! Which alert rules fire, judged from rollups alone: a pure function of the store and the time.
//!
//! Policy: a rule is judged over its window ending at the end of the present 10 s bucket. Too few
//! events, or none, make it neither fire nor hold. "Since" is found by judging it again at earlier
//! ends, until one does not hold: every 10 s for five minutes, every minute for an hour, every ten
//! minutes for a day; a day is the most that is told, and a gap of ten minutes does not end it. No state is kept, so acknowledging and
//! pending times need another evaluator; this one only ever answers "now".

use super::judge::rule as row_of;
use super::panels::{count_words, failed_words};
use super::series::{failure_percent, quantile};
use crate::store::{Aggregate, RollupQuery, RollupSeries, Store, StoreError};
use contract::catalogue::{Condition, Direction, RULES, Rule, RuleId};
use contract::dashboard::Alert;
use contract::line::Measure;
use contract::time::{HOUR_MS, MINUTE_MS, SECOND_MS, Window};
use contract::unit::Unit;
use model::format;
use std::collections::BTreeMap;

const FINEST_MS: i64 = 10 * SECOND_MS;
/// Step and number of the earlier ends at which a rule that holds is judged again.
const LOOKBACK: [(i64, usize); 3] = [(FINEST_MS, 30), (MINUTE_MS, 55), (10 * MINUTE_MS, 138)];

/// So long without enough events does not end what held before and after.
const GAP_MS: i64 = 10 * MINUTE_MS;
/// What has held for longer is how a provider usually is.
const CHRONIC_MS: i64 = 23 * HOUR_MS;

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
///
/// A spike is held against the hour before the rule's window, and once its share is past the
/// least, against the hour before that came about: an outage must not end its own alert by
/// becoming its own baseline.
pub(super) fn holding(store: &dyn Store, rule: &Rule, now_ms: i64) -> Result<Vec<Held>, StoreError> {
    let Condition::Spike { at_least, times, baseline_ms } = rule.condition else {
        return holding_plainly(store, rule, now_ms);
    };
    let spikes = holding_plainly(store, rule, now_ms)?;
    let limit = Condition::Limit { limit: at_least, direction: Direction::Above };
    let mut all = Vec::new();
    for run in holding_plainly(store, &Rule { condition: limit, ..*rule }, now_ms)? {
        let to_ms = (run.since_ms - rule.window_ms).div_euclid(MINUTE_MS) * MINUTE_MS;
        let window = Window { from_ms: to_ms - baseline_ms, to_ms, step_ms: MINUTE_MS };
        let before = ask(store, rule.id, window, filter(rule.id, &run.labels))?;
        let before = before.first().and_then(|series| super::series::merged(&series.buckets));
        let is_chronic = now_ms - run.since_ms > CHRONIC_MS;
        if !is_chronic && is_spike(&run.now, before.as_ref(), at_least, times) {
            all.push(Held { before, ..run });
        } else {
            all.extend(spikes.iter().find(|spike| spike.labels == run.labels).cloned());
        }
    }
    Ok(all)
}

fn is_spike(now: &Aggregate, before: Option<&Aggregate>, at_least: f64, times: f64) -> bool {
    let usual = before.and_then(failure_percent).unwrap_or(0.0);
    failure_percent(now).is_some_and(|share| share > at_least && share > times * usual)
}

fn holding_plainly(store: &dyn Store, rule: &Rule, now_ms: i64) -> Result<Vec<Held>, StoreError> {
    let end_ms = (now_ms.div_euclid(FINEST_MS) + 1) * FINEST_MS;
    let timeline = Timeline::read(store, rule, FINEST_MS, end_ms, 1, Vec::new())?;
    let mut all = Vec::new();
    for series in &timeline.series {
        if let Judged::Holds(now, before) = timeline.judge(rule, &series.buckets, 0) {
            let since_ms = since(store, rule, &series.labels, end_ms)?;
            all.push(Held { labels: series.labels.clone(), now, before, since_ms });
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
    let (mut earliest_ms, mut judged_ms, mut unknown_ms) = (end_ms, end_ms, 0);
    'tiers: for (step_ms, ends) in LOOKBACK {
        let tier_end_ms = judged_ms.div_euclid(step_ms) * step_ms;
        let timeline = Timeline::read(store, rule, step_ms, tier_end_ms, ends, filter(rule.id, labels))?;
        let Some(series) = timeline.series.iter().find(|series| series.labels == *labels) else { break };
        for back in 0..ends {
            match timeline.judge(rule, &series.buckets, back) {
                Judged::Holds(..) => {
                    earliest_ms = earliest_ms.min(judged_ms.min(tier_end_ms));
                    unknown_ms = 0;
                }
                Judged::Unknown if unknown_ms < GAP_MS => unknown_ms += step_ms,
                Judged::Unknown | Judged::HoldsNot => break 'tiers,
            }
            judged_ms = judged_ms.min(tier_end_ms) - step_ms;
        }
    }
    // The rule came to hold within the bucket that the earliest window ends with.
    Ok(earliest_ms - FINEST_MS)
}

/// The labels that a rule is judged by, as a filter.
fn filter(rule: RuleId, labels: &BTreeMap<String, String>) -> Vec<(&'static str, String)> {
    subject(rule).1.iter().filter_map(|name| Some((*name, labels.get(*name)?.clone()))).collect()
}

fn ask(
    store: &dyn Store,
    rule: RuleId,
    window: Window,
    filter: Vec<(&'static str, String)>,
) -> Result<Vec<RollupSeries>, StoreError> {
    let (measure, group_by, with_sketch) = subject(rule);
    store.rollups(&RollupQuery { measure, window, group_by: group_by.to_vec(), filter, with_sketch })
}

/// How a rule stands at one point in time.
enum Judged {
    /// Too few events to say.
    Unknown,
    /// It does not hold.
    HoldsNot,
    /// It holds, with what was counted in its window and in its baseline.
    Holds(Aggregate, Option<Aggregate>),
}

/// Buckets from before the earliest window's baseline to the end of the latest window.
struct Timeline {
    series: Vec<RollupSeries>,
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
        let series = ask(store, rule.id, window, filter)?;
        Ok(Self { series, window_buckets, baseline_buckets })
    }

    /// How the rule stands at the end of the window that ends `back` steps before the end.
    fn judge(&self, rule: &Rule, buckets: &[Option<Aggregate>], back: usize) -> Judged {
        let Some((now, before)) = self.counted(buckets, back) else { return Judged::Unknown };
        let Some(value) = value(rule.id, &now).filter(|_| now.count >= rule.min_sample) else {
            return Judged::Unknown;
        };
        let holds = match rule.condition {
            Condition::Limit { limit, direction } => direction.is_crossed(value, limit),
            Condition::Spike { at_least, times, .. } => is_spike(&now, before.as_ref(), at_least, times),
        };
        if holds { Judged::Holds(now, before) } else { Judged::HoldsNot }
    }

    /// What was counted in that window and in its baseline; none when nothing was.
    fn counted(&self, buckets: &[Option<Aggregate>], back: usize) -> Option<(Aggregate, Option<Aggregate>)> {
        let end = buckets.len().checked_sub(back)?;
        let start = end.checked_sub(self.window_buckets)?;
        let now = super::series::merged(buckets.get(start..end)?)?;
        let before = buckets.get(start.checked_sub(self.baseline_buckets)?..start)?;
        Some((now, super::series::merged(before)))
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
