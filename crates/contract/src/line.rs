//! A log line after reading, and what it counts as.
//!
//! [`crate::line`] holds the shapes; how a line is read and understood is in the vocabulary.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// How serious a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// For developers.
    Debug,
    /// Ordinary; what a line without a level is.
    Info,
    /// Unusual.
    Warning,
    /// Wrong.
    Error,
}

/// A log line: the fields that everything is found by, and the rest as it came.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LogLine {
    /// When it happened, Unix milliseconds; the time of receipt where the line does not say.
    pub timestamp_ms: i64,
    /// How serious it is.
    pub level: Level,
    /// Who sent it; `unknown` where the line does not say.
    pub service: String,
    /// The text.
    pub message: String,
    /// The request or generation it belongs to. Opaque.
    pub trace_id: Option<String>,
    /// Whose request it was.
    pub user_id: Option<String>,
    /// Whose organisation it was.
    pub org_id: Option<String>,
    /// The generation it belongs to.
    pub generation_id: Option<String>,
    /// How long it took, in milliseconds.
    pub duration_ms: Option<f64>,
    /// Every other field, as it came. A known field that goes by another name (`http.route`) is
    /// here under both, so that readers look for one (`http_route`).
    pub fields: Map<String, Value>,
}

/// What rollups are kept of.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// HTTP requests; value: duration in ms; failure: status 5xx.
    /// Labels: `service`, `method`, `route`, `status_class` (`2xx` …).
    Request,
    /// Generations asked for; value: 0. Labels: `service`, `workflow`.
    GenerationCreated,
    /// Generations handed to the compute server; value: 0. Labels: `service`, `workflow`.
    GenerationSubmitted,
    /// Generations that ended; value: duration in ms; failure: failed.
    /// Labels: `service`, `workflow`, `error_type` (only when failed).
    GenerationFinished,
    /// Tasks put into a queue; value: 0. Labels: `service`, `task`, `queue`.
    TaskQueued,
    /// Tasks taken from a queue; value: wait in ms. Labels: `service`, `task`, `queue`.
    TaskStarted,
    /// Tasks that ended; value: duration in ms; failure: failed. Labels: `service`, `task`, `queue`.
    TaskFinished,
    /// Tasks tried again; value: 0. Labels: `service`, `task`, `queue`.
    TaskRetried,
    /// Calls of providers; value: duration in ms; failure: any error.
    /// Labels: `service`, `provider`, `model`, `error_type` (only when failed).
    ProviderCall,
    /// Spans that ended; value: duration in ms; failure: error. Labels: `service`, `operation`.
    Span,
    /// Log lines; value: 0; failure: level error. Labels: `service`, `level`.
    Line,
    /// CPU usage in percent. Labels: `service`, `host`.
    CpuUtilization,
    /// Memory usage in percent. Labels: `service`, `host`.
    MemoryUtilization,
    /// Disk usage in percent. Labels: `service`, `host`.
    DiskUtilization,
    /// Active database connections. Labels: `service`, `database`.
    DbConnections,
    /// Active database connections in percent of the capacity. Labels: `service`, `database`.
    DbUtilization,
    /// Tasks waiting. Labels: `service`, `queue`.
    QueueDepth,
    /// Any other gauge or counter, by its name, with its own labels.
    Custom(String),
}

/// One number to be counted into rollups.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// When.
    pub at_ms: i64,
    /// Of what.
    pub measure: Measure,
    /// The label set, by label name. Labels that are not known are left out, not empty.
    pub labels: BTreeMap<String, String>,
    /// In the measure's unit; NaN where the sender does not say, which counts and has no value.
    pub value: f64,
    /// Whether it counts as a failure.
    pub is_failure: bool,
}

/// What became of a generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GenerationStep {
    /// Asked for.
    Created,
    /// Handed to the compute server.
    Submitted,
    /// Still heard of: a line that names the generation and says nothing else about its course.
    Heard,
    /// Ended well.
    Completed,
    /// Ended badly.
    Failed,
}

/// A line's word on the course of a generation.
#[derive(Debug, Clone, PartialEq)]
pub struct GenerationChange {
    /// Which generation.
    pub generation_id: String,
    /// What became of it.
    pub step: GenerationStep,
    /// When.
    pub at_ms: i64,
    /// Its trace, where the line says.
    pub trace_id: Option<String>,
    /// Its workflow, where the line says.
    pub workflow: Option<String>,
    /// Whose it is, where the line says.
    pub org_id: Option<String>,
    /// How long it took, where the line says.
    pub duration_ms: Option<f64>,
    /// Why it failed, where the line says.
    pub error_type: Option<String>,
    /// The provider whose call failed, where the line is about such a call.
    pub failed_provider: Option<String>,
}

/// What became of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskStep {
    /// Waits in a queue.
    Queued,
    /// A worker has it.
    Started,
    /// Ended well.
    Completed,
    /// Ended badly.
    Failed,
    /// Will be tried again: waits in a queue once more.
    Retried,
}

/// A line's word on the course of a task.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskChange {
    /// Which task.
    pub task_id: String,
    /// What became of it.
    pub step: TaskStep,
    /// When.
    pub at_ms: i64,
    /// The kind of task: a step of a generation, with `compute.task.` stripped.
    pub task: String,
    /// Its queue, where the line says.
    pub queue: Option<String>,
    /// The worker that has it, where the line says.
    pub worker: Option<String>,
    /// The generation it belongs to.
    pub generation_id: Option<String>,
}

/// A version of a service that went live.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deploy {
    /// When.
    pub at_ms: i64,
    /// Of which service.
    pub service: String,
    /// Which version, where the line says.
    pub version: Option<String>,
}

/// A line with all that it counts as. Committed together or not at all.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The line itself; null for a posted gauge, which leaves no line.
    pub line: Option<LogLine>,
    /// The service that was heard, and when: of the line or the gauge.
    pub service: String,
    /// When it happened.
    pub at_ms: i64,
    /// Whether it comes from the simulator.
    pub is_demo: bool,
    /// What it adds to the rollups.
    pub observations: Vec<Observation>,
    /// What it says of a generation.
    pub generation: Option<GenerationChange>,
    /// What it says of a task.
    pub task: Option<TaskChange>,
    /// The deploy that it tells of.
    pub deploy: Option<Deploy>,
}
