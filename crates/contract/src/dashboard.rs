//! A whole dashboard as one answer: `GET /api/v1/dashboards/{id}?from&to&width&compare`.

use crate::catalogue::{DashboardId, RuleId, Severity};
use crate::panel::Panel;
use crate::time::Window;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The parameters of a dashboard as they stand in the address.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DashboardParams {
    /// A [`crate::time::TimeBound`]; `now-1h` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// A [`crate::time::TimeBound`]; `now` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The most buckets that a series may have, 1 to [`MAX_WIDTH`]; [`DEFAULT_WIDTH`] when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<usize>,
    /// `previous` asks for the window before as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compare: Option<Compare>,
}

/// The most buckets when a request does not say.
pub const DEFAULT_WIDTH: usize = 360;
/// The most buckets that a request may ask for.
pub const MAX_WIDTH: usize = 4_000;

/// What to compare with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Compare {
    /// The window of the same length right before.
    Previous,
}

/// A whole dashboard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Dashboard {
    /// Which one.
    pub id: DashboardId,
    /// When the server worked it out, by the server's clock.
    pub generated_at_ms: i64,
    /// The newest event of any source, or null when the store is empty.
    pub data_through_ms: Option<i64>,
    /// A source that was silent for longer than this is stale.
    pub stale_after_ms: i64,
    /// What is shown: the asked range, widened to whole buckets.
    pub window: Window,
    /// Whether any of the data held comes from the simulator.
    pub is_demo: bool,
    /// First and last event that the store holds; null when it is empty.
    pub extent: Option<Extent>,
    /// Every source that was ever heard, by name.
    pub sources: Vec<Source>,
    /// What is firing now on any dashboard, the worst first. Judged at `generated_at_ms`,
    /// whatever the window is.
    pub alerts: Vec<Alert>,
    /// The panels in the order of reading.
    pub panels: Vec<Panel>,
}

/// First and last event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Extent {
    /// Time of the first.
    pub first_ms: i64,
    /// Time of the last.
    pub last_ms: i64,
}

/// A service that sends logs, gauges or spans.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Source {
    /// Its `service` name.
    pub service: String,
    /// Time of its last event.
    pub last_event_ms: i64,
}

/// An alert that fires.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Alert {
    /// The rule.
    pub rule: RuleId,
    /// The label set it fires for, for example `{"queue":"gpu"}`.
    pub labels: BTreeMap<String, String>,
    /// How bad it is.
    pub severity: Severity,
    /// It in words, with its numbers: "7 of 120 generations failed (5.8 %, limit 5 %)".
    pub sentence: String,
    /// Since when the condition has held.
    pub since_ms: i64,
    /// Where to look.
    pub dashboard: DashboardId,
}

/// `config.json` beside the app: where the API is. Served by the server, or written by whoever
/// puts the app on a static host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppConfig {
    /// Base of the API without a trailing slash: `/api/v1`, or an address on another host.
    pub api_base: String,
}
