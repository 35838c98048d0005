//! Reads a line: its own fields, and through them what it counts as.

use super::fields::{Fields, Found};
use super::level::{self, ReadLevel};
use super::names::{Field, Vocabulary};
use super::{UNKNOWN_SERVICE, meaning, time, words};
use crate::line::{Event, Level, LogLine};
use serde_json::{Map, Number, Value};

/// Fields that every line is found by; they leave `fields`, where they say no more than the line.
const OWN: [Field; 9] = [
    Field::Timestamp,
    Field::Level,
    Field::Service,
    Field::Message,
    Field::TraceId,
    Field::UserId,
    Field::OrgId,
    Field::GenerationId,
    Field::DurationMs,
];

/// The prefix of a trace id that names a generation, as the monitoring document has it.
const GENERATION_TRACE: &str = "gen-";

/// Reads a line that came at `received_ms`. Never fails: what cannot be understood stays a field.
pub fn read_line(vocabulary: &Vocabulary, mut map: Map<String, Value>, received_ms: i64) -> Event {
    let fields = Fields::of(vocabulary, &map);
    let timestamp_ms =
        fields.get(Field::Timestamp).and_then(|found| time::read_time(found.value, received_ms));
    let level = read_level(&fields);
    let duration_ms = fields.number(Field::DurationMs).filter(|duration_ms| *duration_ms >= 0.0);
    let trace_id = fields.text(Field::TraceId);
    let generation_id =
        fields.text(Field::GenerationId).or_else(|| generation_of_trace(trace_id.as_deref()?));
    let mut line = LogLine {
        timestamp_ms: timestamp_ms.unwrap_or(received_ms),
        level: level.map_or(Level::Info, |read| read.level),
        service: fields.label(Field::Service).unwrap_or_else(|| UNKNOWN_SERVICE.to_owned()),
        message: fields.text(Field::Message).unwrap_or_default(),
        trace_id,
        user_id: fields.text(Field::UserId),
        org_id: fields.text(Field::OrgId),
        generation_id,
        duration_ms,
        fields: Map::new(),
    };
    let meaning = meaning::meaning(&line, &fields);
    let is_demo = fields.get(Field::Demo).is_some_and(|found| words::is_true(found.value));

    let is_said = |field| match field {
        Field::Timestamp => timestamp_ms.is_some(),
        Field::Level => level.is_some_and(|read| read.is_whole),
        Field::DurationMs => duration_ms.is_some(),
        field => fields.text(field).is_some(),
    };
    let key_of = |field| Some(fields.get(field)?.key?.to_owned());
    let said: Vec<String> = OWN.into_iter().filter(|field| is_said(*field)).filter_map(key_of).collect();
    let unread_time = if timestamp_ms.is_none() { key_of(Field::Timestamp) } else { None };
    let own_names = own_names(&fields);
    for key in &said {
        map.remove(key);
    }
    if let Some(value) = unread_time.and_then(|key| map.get_mut(&key))
        && !value.is_string()
    {
        *value = Value::String(value.to_string());
    }
    for (name, value) in own_names {
        map.entry(name).or_insert(value);
    }
    line.fields = map;
    Event {
        service: line.service.clone(),
        at_ms: line.timestamp_ms,
        line: Some(line),
        is_demo,
        observations: meaning.observations,
        generation: meaning.generation,
        task: meaning.task,
        deploy: meaning.deploy,
    }
}

fn read_level(fields: &Fields<'_>) -> Option<ReadLevel> {
    fields.get(Field::Level).and_then(|found| level::read_level(found.value)).or_else(|| {
        let found = fields.get(Field::SeverityNumber)?;
        level::read_severity_number(found.value)
    })
}

/// The generation that a trace id names.
fn generation_of_trace(trace_id: &str) -> Option<String> {
    trace_id.strip_prefix(GENERATION_TRACE).filter(|id| !id.is_empty()).map(str::to_owned)
}

/// Known fields under their own names, where the line calls them otherwise.
fn own_names(fields: &Fields<'_>) -> Vec<(String, Value)> {
    let is_renamed = |found: &Found<'_>| {
        !OWN.contains(&found.target.field) && found.key != Some(found.target.field.own_name())
    };
    let renamed = |found: Found<'_>| {
        let scale = found.target.scale;
        let is_scaled = (scale - 1.0).abs() > f64::EPSILON;
        let value = if is_scaled {
            Value::Number(Number::from_f64(words::number(found.value)? * scale)?)
        } else {
            found.value.clone()
        };
        Some((found.target.field.own_name().to_owned(), value))
    };
    fields.iter().filter(is_renamed).filter_map(renamed).collect()
}
