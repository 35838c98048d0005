//! The names of panels.

use serde::{Deserialize, Serialize};

/// The name of a panel; one name may stand on several dashboards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the titles say what each panel is")]
pub enum PanelId {
    // System Overview
    KeyMetrics,
    FiringAlerts,
    RequestRate,
    ErrorRate,
    RequestLatencyP99,
    GenerationLatencyP99,
    GenerationSuccess,
    QueueDepth,
    Cpu,
    Memory,
    Disk,
    DbConnections,
    LastHeardFrom,
    // Generation Pipeline
    Funnel,
    GenerationCounts,
    GenerationLatency,
    StepTimes,
    StuckGenerations,
    LostGenerations,
    FailuresByError,
    FailuresByWorkflow,
    SlowestGenerations,
    LatestFailures,
    // API Performance
    RequestLatency,
    LatencyHeatmap,
    StatusClasses,
    Routes,
    NewestServerErrors,
    // Queue Health
    QueueSummary,
    OldestTask,
    QueueRates,
    TimeToDrain,
    WaitTime,
    ProcessingTime,
    TaskFailureRate,
    Retries,
    Workers,
    // Provider Status
    Verdict,
    ProviderStrips,
    ProviderSummary,
    ProviderErrorRate,
    ProviderLatency,
    ProviderErrorKinds,
    RateLimits,
    AffectedGenerations,
}

impl PanelId {
    /// The title on screen.
    pub fn title(self) -> &'static str {
        match self {
            Self::KeyMetrics => "Key metrics",
            Self::FiringAlerts => "Firing alerts",
            Self::RequestRate => "Request rate",
            Self::ErrorRate => "Error rate",
            Self::RequestLatencyP99 => "Request latency p99",
            Self::GenerationLatencyP99 => "Generation latency p99",
            Self::GenerationSuccess => "Generation success",
            Self::QueueDepth => "Queue depth",
            Self::Cpu => "CPU by host",
            Self::Memory => "Memory by host",
            Self::Disk => "Disk by host",
            Self::DbConnections => "Database connections",
            Self::LastHeardFrom => "Last heard from",
            Self::Funnel => "Pipeline",
            Self::GenerationCounts => "Generations now",
            Self::GenerationLatency => "Generation latency",
            Self::StepTimes => "Step times",
            Self::StuckGenerations => "Stuck",
            Self::LostGenerations => "Lost",
            Self::FailuresByError => "Failures by error",
            Self::FailuresByWorkflow => "Failures by workflow",
            Self::SlowestGenerations => "Slowest generations",
            Self::LatestFailures => "Latest failures",
            Self::RequestLatency => "Request latency",
            Self::LatencyHeatmap => "Latency distribution",
            Self::StatusClasses => "Status classes",
            Self::Routes => "Routes",
            Self::NewestServerErrors => "Newest 5xx",
            Self::QueueSummary => "Queues now",
            Self::OldestTask => "Oldest task",
            Self::QueueRates => "Tasks in and out",
            Self::TimeToDrain => "Time to drain",
            Self::WaitTime => "Wait time",
            Self::ProcessingTime => "Processing time",
            Self::TaskFailureRate => "Task failure rate",
            Self::Retries => "Retries",
            Self::Workers => "Workers",
            Self::Verdict => "Is it us or them?",
            Self::ProviderStrips => "Availability",
            Self::ProviderSummary => "Providers",
            Self::ProviderErrorRate => "Error rate by provider",
            Self::ProviderLatency => "Latency p99 by provider",
            Self::ProviderErrorKinds => "Error kinds",
            Self::RateLimits => "Rate limits hit",
            Self::AffectedGenerations => "Affected generations",
        }
    }
}
