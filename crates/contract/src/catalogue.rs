//! The metrics, limits, alert rules and dashboards of Sartiq, as rows of data.
//!
//! The app draws its limit lines from the same rows that alerts are judged by, so the two can
//! never disagree. Source: the monitoring document, sections "Key Metrics", "Alert Configuration"
//! and "Key Dashboards". Both of its queue limits stand: 100 for the metric, 1000 for the rule.

mod metrics;

pub use metrics::{METRICS, Metric, MetricId};

use crate::time::MINUTE_MS;
use crate::unit::Unit;
use serde::{Deserialize, Serialize};

/// How bad it is when a limit is crossed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Somebody should look soon.
    Warning,
    /// Somebody must look now.
    Critical,
}

/// The side of a limit that is bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Values greater than the limit are bad.
    Above,
    /// Values less than the limit are bad.
    Below,
}

impl Direction {
    /// Whether `value` is on the bad side of `limit`. The limit itself is still good.
    pub fn is_crossed(self, value: f64, limit: f64) -> bool {
        match self {
            Self::Above => value > limit,
            Self::Below => value < limit,
        }
    }
}

/// The five dashboards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DashboardId {
    /// System Overview.
    Overview,
    /// Generation Pipeline.
    Generations,
    /// API Performance.
    Api,
    /// Queue Health.
    Queues,
    /// Provider Status.
    Providers,
}

impl DashboardId {
    /// All of them, in the order of the navigation.
    pub const ALL: [Self; 5] = [Self::Overview, Self::Generations, Self::Api, Self::Queues, Self::Providers];

    /// The name in addresses: `overview`, `generations`, `api`, `queues`, `providers`.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Generations => "generations",
            Self::Api => "api",
            Self::Queues => "queues",
            Self::Providers => "providers",
        }
    }

    /// The dashboard with this slug.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|id| id.slug() == slug)
    }

    /// The name on screen.
    pub fn title(self) -> &'static str {
        match self {
            Self::Overview => "System Overview",
            Self::Generations => "Generation Pipeline",
            Self::Api => "API Performance",
            Self::Queues => "Queue Health",
            Self::Providers => "Provider Status",
        }
    }

    /// The short name in the navigation.
    pub fn short_title(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Generations => "Generations",
            Self::Api => "API",
            Self::Queues => "Queues",
            Self::Providers => "Providers",
        }
    }

    /// The question that the dashboard answers.
    pub fn question(self) -> &'static str {
        match self {
            Self::Overview => "Is anything wrong, and where?",
            Self::Generations => "Are images coming out?",
            Self::Api => "Is the API fast and right?",
            Self::Queues => "Is work piling up?",
            Self::Providers => "Is it us or them?",
        }
    }
}

/// The six alert rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each variant is described by its row in RULES")]
pub enum RuleId {
    HighErrorRate,
    SlowResponses,
    QueueBacklog,
    DatabaseConnections,
    GenerationFailures,
    ProviderErrors,
}

/// What makes a rule's condition true.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Condition {
    /// The value over the window is on the bad side of the limit.
    Limit {
        /// The limit, in the unit of the rule.
        limit: f64,
        /// Its bad side.
        direction: Direction,
    },
    /// The share over the window is past `at_least` and past `times` the share over the
    /// `baseline_ms` before the window.
    Spike {
        /// Shares up to this are never a spike, in percent.
        at_least: f64,
        /// How many times the baseline's share it has to exceed.
        times: f64,
        /// Length of the baseline in milliseconds.
        baseline_ms: i64,
    },
}

/// One alert rule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// Which one.
    pub id: RuleId,
    /// Its name on screen.
    pub title: &'static str,
    /// The unit of what is judged.
    pub unit: Unit,
    /// What makes it true.
    pub condition: Condition,
    /// Over how much time it is judged, in milliseconds.
    pub window_ms: i64,
    /// How few events are too few to judge a share or a percentile by.
    pub min_sample: u64,
    /// How bad it is.
    pub severity: Severity,
    /// Where to look.
    pub dashboard: DashboardId,
}

/// The six alert rules, in the order of the monitoring document.
pub const RULES: [Rule; 6] = [
    Rule {
        id: RuleId::HighErrorRate,
        title: "High Error Rate",
        unit: Unit::Percent,
        condition: Condition::Limit { limit: 5.0, direction: Direction::Above },
        window_ms: 5 * MINUTE_MS,
        min_sample: 20,
        severity: Severity::Critical,
        dashboard: DashboardId::Api,
    },
    Rule {
        id: RuleId::SlowResponses,
        title: "Slow Responses",
        unit: Unit::Milliseconds,
        condition: Condition::Limit { limit: 10_000.0, direction: Direction::Above },
        window_ms: 5 * MINUTE_MS,
        min_sample: 20,
        severity: Severity::Warning,
        dashboard: DashboardId::Api,
    },
    Rule {
        id: RuleId::QueueBacklog,
        title: "Queue Backlog",
        unit: Unit::Count,
        condition: Condition::Limit { limit: 1_000.0, direction: Direction::Above },
        window_ms: MINUTE_MS,
        min_sample: 1,
        severity: Severity::Warning,
        dashboard: DashboardId::Queues,
    },
    Rule {
        id: RuleId::DatabaseConnections,
        title: "Database Connections",
        unit: Unit::Percent,
        condition: Condition::Limit { limit: 80.0, direction: Direction::Above },
        window_ms: MINUTE_MS,
        min_sample: 1,
        severity: Severity::Warning,
        dashboard: DashboardId::Overview,
    },
    Rule {
        id: RuleId::GenerationFailures,
        title: "Generation Failures",
        unit: Unit::Percent,
        condition: Condition::Limit { limit: 5.0, direction: Direction::Above },
        window_ms: 5 * MINUTE_MS,
        min_sample: 20,
        severity: Severity::Warning,
        dashboard: DashboardId::Generations,
    },
    Rule {
        id: RuleId::ProviderErrors,
        title: "Provider Errors",
        unit: Unit::Percent,
        condition: Condition::Spike { at_least: 5.0, times: 3.0, baseline_ms: 60 * MINUTE_MS },
        window_ms: 5 * MINUTE_MS,
        min_sample: 20,
        severity: Severity::Warning,
        dashboard: DashboardId::Providers,
    },
];

/// The steps of a generation in the order that a workflow runs them: the name in logs and the
/// name on screen. Source: the monitoring document, "Tracing".
pub const STEPS: [(&str, &str); 5] = [
    ("background_removal", "Background removal"),
    ("generation", "Generation"),
    ("face_enhancement", "Face enhancement"),
    ("garment_enhancement", "Garment enhancement"),
    ("upscale", "Upscale"),
];

/// A generation without an end that is this many times past its usual p99 is called stuck.
pub const STUCK_TIMES_P99: f64 = 2.0;
/// Until there is a usual time, a generation is stuck after this long: the limit of its metric.
pub const STUCK_FALLBACK_MS: i64 = MINUTE_MS;
/// A generation that nothing was heard of for this long is called lost.
pub const LOST_AFTER_MS: i64 = 15 * MINUTE_MS;
/// A source that was not heard for this long has gone silent, unless the config says otherwise.
pub const STALE_AFTER_MS: i64 = 15_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_metric_finds_its_own_row() {
        for metric in &METRICS {
            assert_eq!(metric.id.metric().name, metric.name);
        }
        assert_eq!(MetricId::TaskFailureRate as usize + 1, METRICS.len());
    }

    #[test]
    fn slugs_lead_back() {
        for id in DashboardId::ALL {
            assert_eq!(DashboardId::from_slug(id.slug()), Some(id));
        }
        assert_eq!(DashboardId::from_slug("nope"), None);
    }

    #[test]
    fn the_limit_itself_is_good() {
        assert!(!Direction::Above.is_crossed(5.0, 5.0) && Direction::Above.is_crossed(5.01, 5.0));
        assert!(!Direction::Below.is_crossed(95.0, 95.0) && Direction::Below.is_crossed(94.9, 95.0));
    }
}
