//! Values judged against the limits of the catalogue.

use contract::catalogue::{MetricId, RULES, Rule, RuleId, Severity};
use contract::panel::{State, Threshold};

/// Shares and percentiles of fewer events than this are shown, but not held against anybody.
pub(super) const MIN_SAMPLE: u64 = 20;

/// The row of a rule.
pub(super) fn rule(id: RuleId) -> &'static Rule {
    // Rows stand in the order of the variants, which a test holds.
    #[expect(clippy::indexing_slicing, reason = "the enum has exactly as many variants as RULES has rows")]
    &RULES[id as usize]
}

/// How bad it is, as a state.
pub(super) fn state_of(severity: Severity) -> State {
    match severity {
        Severity::Warning => State::Warning,
        Severity::Critical => State::Critical,
    }
}

/// The limit of a metric.
pub(super) fn threshold(metric: MetricId) -> Threshold {
    let metric = metric.metric();
    Threshold { value: metric.limit, direction: metric.direction, severity: metric.severity }
}

/// A gauge against the limit of its metric.
pub(super) fn gauge(metric: MetricId, value: Option<f64>) -> State {
    sampled(metric, value, MIN_SAMPLE)
}

/// A share or percentile of `sample` events against the limit of its metric. A value past its
/// limit that rests on too few events is neither good nor bad: it has no state, and its tile says
/// that there are too few to judge.
pub(super) fn sampled(metric: MetricId, value: Option<f64>, sample: u64) -> State {
    let limit = threshold(metric);
    match value {
        None => State::NoData,
        Some(value) if !limit.direction.is_crossed(value, limit.value) => State::Ok,
        Some(_) if sample < MIN_SAMPLE => State::NoData,
        Some(_) => state_of(limit.severity),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_finds_its_own_row() {
        for row in &RULES {
            assert_eq!(rule(row.id).title, row.title);
        }
        assert_eq!(RuleId::ProviderErrors as usize + 1, RULES.len());
        assert_eq!(rule(RuleId::HighErrorRate).min_sample, MIN_SAMPLE);
    }

    #[test]
    fn values_are_judged_by_the_catalogue() {
        for (metric, value, sample, state) in [
            (MetricId::ErrorRate, Some(6.0), 200, State::Critical),
            (MetricId::ErrorRate, Some(5.0), 200, State::Ok),
            (MetricId::ErrorRate, Some(33.0), 3, State::NoData),
            (MetricId::ErrorRate, Some(0.0), 3, State::Ok),
            (MetricId::ErrorRate, None, 0, State::NoData),
            (MetricId::GenerationSuccessRate, Some(94.0), 50, State::Warning),
            (MetricId::GenerationSuccessRate, Some(96.0), 50, State::Ok),
        ] {
            assert_eq!(sampled(metric, value, sample), state, "{metric:?} {value:?}");
        }
        assert_eq!(gauge(MetricId::QueueDepth, Some(101.0)), State::Warning);
        assert_eq!(gauge(MetricId::QueueDepth, Some(100.0)), State::Ok);
    }
}
