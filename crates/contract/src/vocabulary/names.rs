//! The one table of names.

use super::metric::Gauge;
use std::collections::{BTreeMap, HashMap};
use thiserror::Error;

/// What can be known of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Field {
    Timestamp,
    Level,
    SeverityNumber,
    Service,
    Message,
    TraceId,
    UserId,
    OrgId,
    GenerationId,
    DurationMs,
    Event,
    HttpMethod,
    HttpRoute,
    HttpPath,
    HttpStatus,
    Workflow,
    ErrorType,
    Task,
    TaskId,
    Queue,
    Worker,
    WaitMs,
    Retries,
    Provider,
    Model,
    Status,
    Span,
    SpanId,
    ParentSpanId,
    Host,
    Database,
    Capacity,
    Version,
    Demo,
}

/// How many fields are known.
pub(super) const FIELDS: usize = Field::Demo as usize + 1;

/// A name, what it means, and what its number is multiplied by.
type Row = (&'static str, Field, f64);

/// The first name of each field is its own; among others that a line has, the upper one counts.
/// OpenTelemetry's names come from its semantic conventions, `timeUnixNano` and the like from its
/// data model; `res.statusCode` and the like from pino-http; `levelname` from Python.
const NAMES: &[Row] = &[
    ("timestamp", Field::Timestamp, 1.0),
    ("dt", Field::Timestamp, 1.0),
    ("@timestamp", Field::Timestamp, 1.0),
    ("time", Field::Timestamp, 1.0),
    ("ts", Field::Timestamp, 1.0),
    ("timeUnixNano", Field::Timestamp, 1.0),
    ("time_unix_nano", Field::Timestamp, 1.0),
    ("level", Field::Level, 1.0),
    ("severity_text", Field::Level, 1.0),
    ("severityText", Field::Level, 1.0),
    ("SeverityText", Field::Level, 1.0),
    ("log.level", Field::Level, 1.0),
    ("levelname", Field::Level, 1.0),
    ("log_level", Field::Level, 1.0),
    ("loglevel", Field::Level, 1.0),
    ("lvl", Field::Level, 1.0),
    ("severity", Field::Level, 1.0),
    ("severity_number", Field::SeverityNumber, 1.0),
    ("severityNumber", Field::SeverityNumber, 1.0),
    ("SeverityNumber", Field::SeverityNumber, 1.0),
    ("service", Field::Service, 1.0),
    ("service.name", Field::Service, 1.0),
    ("service_name", Field::Service, 1.0),
    ("serviceName", Field::Service, 1.0),
    ("message", Field::Message, 1.0),
    ("msg", Field::Message, 1.0),
    ("body", Field::Message, 1.0),
    ("Body", Field::Message, 1.0),
    ("trace_id", Field::TraceId, 1.0),
    ("traceId", Field::TraceId, 1.0),
    ("TraceId", Field::TraceId, 1.0),
    ("trace.id", Field::TraceId, 1.0),
    ("traceID", Field::TraceId, 1.0),
    ("user_id", Field::UserId, 1.0),
    ("user.id", Field::UserId, 1.0),
    ("enduser.id", Field::UserId, 1.0),
    ("userId", Field::UserId, 1.0),
    ("org_id", Field::OrgId, 1.0),
    ("org.id", Field::OrgId, 1.0),
    ("organization.id", Field::OrgId, 1.0),
    ("organization_id", Field::OrgId, 1.0),
    ("orgId", Field::OrgId, 1.0),
    ("generation_id", Field::GenerationId, 1.0),
    ("generation.id", Field::GenerationId, 1.0),
    ("generationId", Field::GenerationId, 1.0),
    ("duration_ms", Field::DurationMs, 1.0),
    ("durationMs", Field::DurationMs, 1.0),
    ("elapsed_ms", Field::DurationMs, 1.0),
    ("latency_ms", Field::DurationMs, 1.0),
    ("response_time_ms", Field::DurationMs, 1.0),
    ("responseTime", Field::DurationMs, 1.0),
    ("duration_s", Field::DurationMs, 1e3),
    ("duration_seconds", Field::DurationMs, 1e3),
    ("duration_us", Field::DurationMs, 1e-3),
    ("duration_ns", Field::DurationMs, 1e-6),
    ("http.server.request.duration", Field::DurationMs, 1e3),
    ("gen_ai.client.operation.duration", Field::DurationMs, 1e3),
    ("event", Field::Event, 1.0),
    ("event.name", Field::Event, 1.0),
    ("event_name", Field::Event, 1.0),
    ("eventName", Field::Event, 1.0),
    ("http_method", Field::HttpMethod, 1.0),
    ("http.request.method", Field::HttpMethod, 1.0),
    ("http.method", Field::HttpMethod, 1.0),
    ("req.method", Field::HttpMethod, 1.0),
    ("http_route", Field::HttpRoute, 1.0),
    ("http.route", Field::HttpRoute, 1.0),
    ("http_path", Field::HttpPath, 1.0),
    ("url.path", Field::HttpPath, 1.0),
    ("http.target", Field::HttpPath, 1.0),
    ("req.url", Field::HttpPath, 1.0),
    ("url.full", Field::HttpPath, 1.0),
    ("http.url", Field::HttpPath, 1.0),
    ("http_status", Field::HttpStatus, 1.0),
    ("http.response.status_code", Field::HttpStatus, 1.0),
    ("http.status_code", Field::HttpStatus, 1.0),
    ("http_status_code", Field::HttpStatus, 1.0),
    ("status_code", Field::HttpStatus, 1.0),
    ("res.statusCode", Field::HttpStatus, 1.0),
    ("workflow", Field::Workflow, 1.0),
    ("workflow.name", Field::Workflow, 1.0),
    ("workflow_name", Field::Workflow, 1.0),
    ("error_type", Field::ErrorType, 1.0),
    ("error.type", Field::ErrorType, 1.0),
    ("exception.type", Field::ErrorType, 1.0),
    ("err.type", Field::ErrorType, 1.0),
    ("task", Field::Task, 1.0),
    ("task.name", Field::Task, 1.0),
    ("task_name", Field::Task, 1.0),
    ("celery.task_name", Field::Task, 1.0),
    ("task_id", Field::TaskId, 1.0),
    ("task.id", Field::TaskId, 1.0),
    ("celery.task_id", Field::TaskId, 1.0),
    ("messaging.message.id", Field::TaskId, 1.0),
    ("queue", Field::Queue, 1.0),
    ("queue.name", Field::Queue, 1.0),
    ("queue_name", Field::Queue, 1.0),
    ("messaging.destination.name", Field::Queue, 1.0),
    ("messaging.destination", Field::Queue, 1.0),
    ("worker", Field::Worker, 1.0),
    ("worker.name", Field::Worker, 1.0),
    ("worker_id", Field::Worker, 1.0),
    ("messaging.client.id", Field::Worker, 1.0),
    ("wait_ms", Field::WaitMs, 1.0),
    ("queue_wait_ms", Field::WaitMs, 1.0),
    ("retries", Field::Retries, 1.0),
    ("celery.retries", Field::Retries, 1.0),
    ("provider", Field::Provider, 1.0),
    ("gen_ai.provider.name", Field::Provider, 1.0),
    ("gen_ai.system", Field::Provider, 1.0),
    ("model", Field::Model, 1.0),
    ("gen_ai.request.model", Field::Model, 1.0),
    ("gen_ai.response.model", Field::Model, 1.0),
    ("status", Field::Status, 1.0),
    ("status.code", Field::Status, 1.0),
    ("otel.status_code", Field::Status, 1.0),
    ("span", Field::Span, 1.0),
    ("span.name", Field::Span, 1.0),
    ("span_name", Field::Span, 1.0),
    ("span_id", Field::SpanId, 1.0),
    ("spanId", Field::SpanId, 1.0),
    ("SpanId", Field::SpanId, 1.0),
    ("span.id", Field::SpanId, 1.0),
    ("parent_span_id", Field::ParentSpanId, 1.0),
    ("parentSpanId", Field::ParentSpanId, 1.0),
    ("host", Field::Host, 1.0),
    ("host.name", Field::Host, 1.0),
    ("hostname", Field::Host, 1.0),
    ("database", Field::Database, 1.0),
    ("db.namespace", Field::Database, 1.0),
    ("db.name", Field::Database, 1.0),
    ("db.client.connection.pool.name", Field::Database, 1.0),
    ("capacity", Field::Capacity, 1.0),
    ("max_connections", Field::Capacity, 1.0),
    ("version", Field::Version, 1.0),
    ("service.version", Field::Version, 1.0),
    ("service_version", Field::Version, 1.0),
    ("serviceVersion", Field::Version, 1.0),
    ("deployment.version", Field::Version, 1.0),
    ("demo", Field::Demo, 1.0),
];

/// Objects that official clients and exporters put around a line's own fields.
const WRAPPERS: [&str; 6] =
    ["context.", "attributes.", "resource.attributes.", "resource.", "extra.", "meta."];

/// A name of a metric, which one it is, and what its number is multiplied by.
const METRIC_NAMES: &[(&str, Gauge, f64)] = &[
    ("cpu_utilization", Gauge::Cpu, 1.0),
    ("system.cpu.utilization", Gauge::Cpu, 100.0),
    ("memory_utilization", Gauge::Memory, 1.0),
    ("system.memory.utilization", Gauge::Memory, 100.0),
    ("disk_utilization", Gauge::Disk, 1.0),
    ("system.filesystem.utilization", Gauge::Disk, 100.0),
    ("db_connections", Gauge::DbConnections, 1.0),
    ("db.client.connection.count", Gauge::DbConnections, 1.0),
    ("db.client.connections.usage", Gauge::DbConnections, 1.0),
    ("db_utilization", Gauge::DbUtilization, 1.0),
    ("queue_depth", Gauge::QueueDepth, 1.0),
];

/// Where a name leads.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Target {
    pub(super) field: Field,
    /// Among several names of a field that a line has, the one of least rank counts.
    pub(super) rank: u32,
    pub(super) scale: f64,
}

/// Names that stand inside a wrapper rank behind those outside.
const WRAPPED_RANK: u32 = 10_000;

/// The names that lines and metrics are understood by.
#[derive(Debug, Clone, PartialEq)]
pub struct Vocabulary {
    fields: HashMap<String, Target>,
    metrics: HashMap<String, (Gauge, f64)>,
}

/// An alias of the configuration leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the alias `{alias}` stands for `{name}`, which is no known field or metric")]
pub struct UnknownName {
    /// The alias.
    pub alias: String,
    /// What it should stand for.
    pub name: String,
}

impl Default for Vocabulary {
    fn default() -> Self {
        let fields = NAMES
            .iter()
            .zip(1..)
            .map(|(&(name, field, scale), rank)| (name.to_owned(), Target { field, rank, scale }));
        let metrics = METRIC_NAMES.iter().map(|&(name, gauge, scale)| (name.to_owned(), (gauge, scale)));
        Self { fields: fields.collect(), metrics: metrics.collect() }
    }
}

impl Vocabulary {
    /// The built-in names and those of the configuration, from a shipper's name to a known one:
    /// `{"took": "duration_ms", "node_cpu": "cpu_utilization"}`. They win over the built-in names.
    ///
    /// # Errors
    /// When a known name is asked for that does not exist.
    pub fn with_aliases(aliases: &BTreeMap<String, String>) -> Result<Self, UnknownName> {
        let mut vocabulary = Self::default();
        for (alias, name) in aliases {
            if let Some(&target) = vocabulary.fields.get(name) {
                vocabulary.fields.insert(alias.clone(), Target { rank: 0, ..target });
            } else if let Some(&gauge) = vocabulary.metrics.get(name) {
                vocabulary.metrics.insert(alias.clone(), gauge);
            } else {
                return Err(UnknownName { alias: alias.clone(), name: name.clone() });
            }
        }
        Ok(vocabulary)
    }

    /// What a name with dots means.
    pub(super) fn field(&self, path: &str) -> Option<Target> {
        if let Some(&target) = self.fields.get(path) {
            return Some(target);
        }
        let inner = WRAPPERS.iter().find_map(|wrapper| path.strip_prefix(wrapper))?;
        let target = *self.fields.get(inner)?;
        Some(Target { rank: target.rank + WRAPPED_RANK, ..target })
    }

    /// Which metric a name means.
    pub(super) fn gauge(&self, name: &str) -> Option<(Gauge, f64)> {
        self.metrics.get(name).copied()
    }
}

impl Field {
    /// The name that is its own.
    pub(super) fn own_name(self) -> &'static str {
        NAMES.iter().find(|(_, field, _)| *field == self).map_or("", |(name, ..)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_name_stands_once_and_every_field_has_one() {
        let names: HashSet<&str> = NAMES.iter().map(|(name, ..)| *name).collect();
        assert_eq!(names.len(), NAMES.len());
        let fields: HashSet<Field> = NAMES.iter().map(|(_, field, _)| *field).collect();
        assert_eq!(fields.len(), FIELDS);
    }

    #[test]
    fn an_alias_must_lead_somewhere() {
        let aliases = BTreeMap::from([("took".to_owned(), "duration".to_owned())]);
        let error = Vocabulary::with_aliases(&aliases).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the alias `took` stands for `duration`, which is no known field or metric"
        );
    }

    #[test]
    fn names_inside_wrappers_rank_behind_those_outside() {
        let vocabulary = Vocabulary::default();
        let outside = vocabulary.field("service").unwrap();
        let inside = vocabulary.field("context.service").unwrap();
        assert_eq!(outside.field, inside.field);
        assert!(outside.rank < inside.rank);
        assert_eq!(vocabulary.field("context.runtime.line"), None);
    }
}
