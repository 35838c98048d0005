//! The eleven metrics and their limits.

use super::{DashboardId, Direction, Severity};
use crate::unit::Unit;
use serde::{Deserialize, Serialize};

/// The eleven metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each variant is described by its row in METRICS")]
pub enum MetricId {
    RequestLatencyP99,
    ErrorRate,
    GenerationSuccessRate,
    GenerationLatencyP99,
    CpuUtilization,
    MemoryUtilization,
    DiskUtilization,
    DbConnections,
    QueueDepth,
    TaskProcessingTime,
    TaskFailureRate,
}

/// One metric with its limit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Metric {
    /// Which one.
    pub id: MetricId,
    /// Its name in the monitoring document.
    pub name: &'static str,
    /// Its name on screen.
    pub title: &'static str,
    /// What it is, in words.
    pub description: &'static str,
    /// The unit of its values and of its limit.
    pub unit: Unit,
    /// The limit.
    pub limit: f64,
    /// The bad side of the limit.
    pub direction: Direction,
    /// How bad it is to cross it: that of its alert rule, where it has one.
    pub severity: Severity,
    /// Where it is shown in depth.
    pub dashboard: DashboardId,
}

/// The eleven metrics with their limits, in the order of the monitoring document.
pub const METRICS: [Metric; 11] = [
    Metric {
        id: MetricId::RequestLatencyP99,
        name: "request_latency_p99",
        title: "Request latency p99",
        description: "99th percentile response time",
        unit: Unit::Milliseconds,
        limit: 10_000.0,
        direction: Direction::Above,
        severity: Severity::Warning,
        dashboard: DashboardId::Api,
    },
    Metric {
        id: MetricId::ErrorRate,
        name: "error_rate",
        title: "Error rate",
        description: "Percentage of 5xx responses",
        unit: Unit::Percent,
        limit: 5.0,
        direction: Direction::Above,
        severity: Severity::Critical,
        dashboard: DashboardId::Api,
    },
    Metric {
        id: MetricId::GenerationSuccessRate,
        name: "generation_success_rate",
        title: "Generation success",
        description: "Successful generations",
        unit: Unit::Percent,
        limit: 95.0,
        direction: Direction::Below,
        severity: Severity::Warning,
        dashboard: DashboardId::Generations,
    },
    Metric {
        id: MetricId::GenerationLatencyP99,
        name: "generation_latency_p99",
        title: "Generation latency p99",
        description: "Generation completion time",
        unit: Unit::Milliseconds,
        limit: 60_000.0,
        direction: Direction::Above,
        severity: Severity::Warning,
        dashboard: DashboardId::Generations,
    },
    Metric {
        id: MetricId::CpuUtilization,
        name: "cpu_utilization",
        title: "CPU",
        description: "Server CPU usage, the busiest host",
        unit: Unit::Percent,
        limit: 80.0,
        direction: Direction::Above,
        severity: Severity::Warning,
        dashboard: DashboardId::Overview,
    },
    Metric {
        id: MetricId::MemoryUtilization,
        name: "memory_utilization",
        title: "Memory",
        description: "Server memory usage, the fullest host",
        unit: Unit::Percent,
        limit: 85.0,
        direction: Direction::Above,
        severity: Severity::Warning,
        dashboard: DashboardId::Overview,
    },
    Metric {
        id: MetricId::DiskUtilization,
        name: "disk_utilization",
        title: "Disk",
        description: "Disk space usage, the fullest host",
        unit: Unit::Percent,
        limit: 80.0,
        direction: Direction::Above,
        severity: Severity::Warning,
        dashboard: DashboardId::Overview,
    },
    Metric {
        id: MetricId::DbConnections,
        name: "db_connections",
        title: "Database connections",
        description: "Active database connections, share of capacity",
        unit: Unit::Percent,
        limit: 80.0,
        direction: Direction::Above,
        severity: Severity::Warning,
        dashboard: DashboardId::Overview,
    },
    Metric {
        id: MetricId::QueueDepth,
        name: "queue_depth",
        title: "Queue depth",
        description: "Tasks waiting in queue, the longest queue",
        unit: Unit::Count,
        limit: 100.0,
        direction: Direction::Above,
        severity: Severity::Warning,
        dashboard: DashboardId::Queues,
    },
    Metric {
        id: MetricId::TaskProcessingTime,
        name: "task_processing_time",
        title: "Task processing time",
        description: "Average task duration",
        unit: Unit::Milliseconds,
        limit: 30_000.0,
        direction: Direction::Above,
        severity: Severity::Warning,
        dashboard: DashboardId::Queues,
    },
    Metric {
        id: MetricId::TaskFailureRate,
        name: "task_failure_rate",
        title: "Task failure rate",
        description: "Failed tasks percentage",
        unit: Unit::Percent,
        limit: 5.0,
        direction: Direction::Above,
        severity: Severity::Warning,
        dashboard: DashboardId::Queues,
    },
];

impl MetricId {
    /// The row of this metric.
    pub fn metric(self) -> &'static Metric {
        // Rows stand in the order of the variants, which a test holds.
        #[expect(
            clippy::indexing_slicing,
            reason = "the enum has exactly as many variants as METRICS has rows"
        )]
        &METRICS[self as usize]
    }
}
