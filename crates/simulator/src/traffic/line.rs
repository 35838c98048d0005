//! The lines and gauge readings that are sent, in the vocabulary of the ingest API.
//!
//! A line is flat and nearly all `Copy`: ids are numbers until they are written as JSON, because
//! hours of history are made of a million of these.

use std::borrow::Cow;
use std::fmt;

use serde::{Serialize, Serializer};

/// How much a line matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// For whoever is looking for something.
    Debug,
    /// Ordinary.
    Info,
    /// Worth a look when there are many.
    Warning,
    /// Something failed.
    Error,
}

/// Who wrote a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Service {
    /// The backend API.
    Backend,
    /// The compute server, which runs workflows and calls providers.
    Compute,
    /// The Celery workers.
    Celery,
}

/// 128 bits, written as a UUID (version 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Uuid(pub u128);

impl Uuid {
    /// Random bits as a UUID: the version and variant are set as RFC 9562 has them.
    pub(super) fn from_random(bits: u128) -> Self {
        Self((bits & !(0xf << 76) & !(0x3 << 62)) | (0x4 << 76) | (0x2 << 62))
    }
}

impl fmt::Display for Uuid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bits = self.0;
        write!(
            formatter,
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            bits >> 96,
            (bits >> 80) & 0xffff,
            (bits >> 64) & 0xffff,
            (bits >> 48) & 0xffff,
            bits & 0xffff_ffff_ffff
        )
    }
}

impl Serialize for Uuid {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What a line belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TraceId {
    /// A generation: `gen-{generation_id}`.
    Generation(Uuid),
    /// A request that is no part of one: 32 hexadecimal digits.
    Request(u128),
}

impl fmt::Display for TraceId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Generation(id) => write!(formatter, "gen-{id}"),
            Self::Request(bits) => write!(formatter, "{bits:032x}"),
        }
    }
}

impl Serialize for TraceId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Someone at a customer: `usr_{organisation}_{number}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct UserId {
    /// The organisation's id without its prefix.
    pub org: &'static str,
    /// Which of its people.
    pub number: u32,
}

impl Serialize for UserId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("usr_{}_{:02}", self.org, self.number))
    }
}

/// A customer: `org_{name}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OrgId(pub &'static str);

impl Serialize for OrgId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("org_{}", self.0))
    }
}

/// A version of a service: `1.4.2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the parts of a version are known by these names")]
pub struct Version {
    pub major: u32,
    pub minor: u32,
    pub patch: u32,
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A log line. Absent fields are left out of the JSON.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub struct Line {
    /// When it happened (Unix ms), written as RFC 3339 with milliseconds.
    #[serde(rename = "dt", serialize_with = "write_time")]
    pub at_ms: i64,
    /// How much it matters.
    pub level: Level,
    /// Who wrote it.
    pub service: Service,
    /// The machine it was written on.
    pub host: &'static str,
    /// What happened, in words.
    pub message: Cow<'static, str>,
    /// Always true: this did not really happen. Its name is [`crate::DEMO_LABEL`].
    pub demo: bool,
    /// The optional fields.
    #[serde(flatten)]
    pub fields: Fields,
}

/// The optional fields of a line. Times are milliseconds.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names are the vocabulary's, and documented there")]
pub struct Fields {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trace_id: Option<TraceId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub org_id: Option<OrgId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generation_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workflow: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http_method: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http_route: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http_status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub worker: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wait_ms: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retries: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<Version>,
}

impl Line {
    /// A line with its optional fields.
    pub(super) fn new(
        at_ms: i64,
        level: Level,
        service: Service,
        host: &'static str,
        message: impl Into<Cow<'static, str>>,
        fields: Fields,
    ) -> Self {
        Self { at_ms, level, service, host, message: message.into(), demo: true, fields }
    }
}

/// A reading of a gauge, in Better Stack's form for `POST /metrics`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gauge {
    /// When it was read (Unix ms), written as RFC 3339 with milliseconds.
    #[serde(rename = "dt", serialize_with = "write_time")]
    pub at_ms: i64,
    /// The metric.
    pub name: &'static str,
    /// The reading.
    #[serde(rename = "gauge", serialize_with = "write_value")]
    pub value: f64,
    /// What it belongs to.
    pub tags: Tags,
    /// Always true: this was not really measured. Its name is [`crate::DEMO_LABEL`].
    pub demo: bool,
}

/// What a gauge reading belongs to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Tags {
    /// The machine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<&'static str>,
    /// The Celery queue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue: Option<&'static str>,
    /// The database.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database: Option<&'static str>,
    /// How many connections the database takes at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
    /// Who runs there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<Service>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn write_value<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Value {
        value: f64,
    }
    Value { value: *value }.serialize(serializer)
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn write_time<S: Serializer>(at_ms: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    // A time that no calendar has is beyond anything a caller can ask for; the number itself is
    // still a valid `dt`.
    match chrono::DateTime::from_timestamp_millis(*at_ms) {
        Some(at) => serializer.collect_str(&at.format("%Y-%m-%dT%H:%M:%S%.3fZ")),
        None => serializer.serialize_i64(*at_ms),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_flat_json_with_the_fields_it_has() {
        let id = Uuid::from_random(u128::MAX);
        let fields = Fields {
            event: Some("generation.created"),
            trace_id: Some(TraceId::Generation(id)),
            user_id: Some(UserId { org: "lumen", number: 3 }),
            org_id: Some(OrgId("lumen")),
            ..Fields::default()
        };
        let line = Line::new(
            1_705_314_600_007,
            Level::Info,
            Service::Backend,
            "backend-1",
            "Generation created",
            fields,
        );
        assert_eq!(
            serde_json::to_value(&line).unwrap(),
            serde_json::json!({
                "dt": "2024-01-15T10:30:00.007Z", "level": "info", "service": "backend",
                "host": "backend-1", "message": "Generation created", "demo": true,
                "event": "generation.created",
                "trace_id": "gen-ffffffff-ffff-4fff-bfff-ffffffffffff",
                "user_id": "usr_lumen_03", "org_id": "org_lumen",
            })
        );
    }

    #[test]
    fn a_gauge_has_better_stacks_form() {
        let tags = Tags { database: Some("primary"), capacity: Some(200), ..Tags::default() };
        let gauge = Gauge { at_ms: 0, name: "db_connections", value: 80.0, tags, demo: true };
        assert_eq!(
            serde_json::to_value(&gauge).unwrap(),
            serde_json::json!({
                "dt": "1970-01-01T00:00:00.000Z", "name": "db_connections", "gauge": {"value": 80.0},
                "tags": {"database": "primary", "capacity": 200}, "demo": true,
            })
        );
    }
}
