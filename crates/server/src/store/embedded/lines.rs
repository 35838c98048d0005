//! Lines: written once, found by time, level, status and text.

use super::day::Day;
use crate::store::{LineQuery, StoreError, StoredLine};
use contract::line::{Level, LogLine};
use rusqlite::{Connection, params};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// A field's text longer than this is indexed up to here; nobody searches for the end of a dump.
const MOST_INDEXED_BYTES: usize = 16_384;

const INSERT: &str = "INSERT INTO lines (id, at_ms, level, service, message, trace_id, user_id, org_id, generation_id, \
                      duration_ms, http_status, fields) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
const INSERT_TEXT: &str = "INSERT INTO line_text (rowid, message, fields) VALUES (?1, ?2, ?3)";

/// What the writer of a day knows about its lines.
#[derive(Debug)]
pub(super) struct LineWriter {
    next_id: i64,
    services: HashMap<String, i64>,
    /// Taken up again by every line.
    text: String,
}

impl LineWriter {
    pub(super) fn load(connection: &Connection) -> Result<Self, StoreError> {
        let last_id: Option<i64> = connection.query_row("SELECT max(id) FROM lines", [], |row| row.get(0))?;
        let mut services = connection.prepare("SELECT name, id FROM services")?;
        let services =
            services.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
        Ok(Self { next_id: last_id.unwrap_or(0) + 1, services, text: String::new() })
    }

    pub(super) fn insert<'a>(
        &mut self,
        connection: &Connection,
        lines: impl Iterator<Item = &'a LogLine>,
    ) -> Result<(), StoreError> {
        let mut insert = connection.prepare_cached(INSERT)?;
        let mut insert_text = connection.prepare_cached(INSERT_TEXT)?;
        for line in lines {
            let service = self.service_id(connection, &line.service)?;
            let fields = serde_json::to_string(&line.fields)
                .map_err(|error| StoreError::Damaged(error.to_string()))?;
            insert.execute(params![
                self.next_id,
                line.timestamp_ms,
                level_number(line.level),
                service,
                line.message,
                line.trace_id,
                line.user_id,
                line.org_id,
                line.generation_id,
                line.duration_ms,
                http_status(&line.fields),
                fields
            ])?;
            self.text.clear();
            write_text(line, &mut self.text);
            insert_text.execute(params![self.next_id, line.message, self.text])?;
            self.next_id += 1;
        }
        Ok(())
    }

    fn service_id(&mut self, connection: &Connection, name: &str) -> Result<i64, StoreError> {
        if let Some(&id) = self.services.get(name) {
            return Ok(id);
        }
        connection.prepare_cached("INSERT INTO services (name) VALUES (?1)")?.execute([name])?;
        let id = connection.last_insert_rowid();
        self.services.insert(name.to_owned(), id);
        Ok(id)
    }
}

fn level_number(level: Level) -> i64 {
    match level {
        Level::Debug => 0,
        Level::Info => 1,
        Level::Warning => 2,
        Level::Error => 3,
    }
}

fn level_of_number(number: i64) -> Level {
    match number {
        0 => Level::Debug,
        1 => Level::Info,
        2 => Level::Warning,
        _ => Level::Error,
    }
}

fn http_status(fields: &Map<String, Value>) -> Option<i64> {
    let status = match fields.get("http_status")? {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    status.filter(|status| (100..=599).contains(status))
}

/// A term as it stands in the text index. A UUID is one word there instead of five, so whoever
/// searches for one must write it the same way.
pub(super) fn indexed_term(text: &str, into: &mut String) {
    let is_uuid = text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        });
    if is_uuid {
        into.extend(text.chars().filter(|character| *character != '-'));
    } else {
        into.push_str(text);
    }
}

/// The words of a line beside its message: who and what it is about, and the texts of its fields.
/// Numbers are left out, because they are compared and not searched for.
fn write_text(line: &LogLine, text: &mut String) {
    indexed_term(&line.service, text);
    for id in [&line.trace_id, &line.user_id, &line.org_id, &line.generation_id].into_iter().flatten() {
        text.push('\n');
        // The id of the monitoring document's traces: found by the generation as well.
        match id.strip_prefix("gen-") {
            Some(rest) => {
                text.push_str("gen-");
                indexed_term(rest, text);
            }
            None => indexed_term(id, text),
        }
    }
    for value in line.fields.values() {
        write_value(value, text);
    }
    text.truncate(text.floor_char_boundary(MOST_INDEXED_BYTES));
}

fn write_value(value: &Value, text: &mut String) {
    match value {
        Value::String(word) => {
            text.push('\n');
            indexed_term(word, text);
        }
        Value::Array(values) => values.iter().for_each(|value| write_value(value, text)),
        Value::Object(fields) => fields.values().for_each(|value| write_value(value, text)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The newest lines of a day that a query asks for, at most `limit`.
pub(super) fn read_lines(
    connection: &Connection,
    day: Day,
    query: &LineQuery,
    limit: usize,
) -> Result<Vec<StoredLine>, StoreError> {
    // A partial index serves only a query that repeats its condition word for word.
    let serious = if query.min_level >= Some(Level::Warning) { "AND level >= 2" } else { "" };
    let http_errors = if query.min_http_status >= Some(400) { "AND http_status >= 400" } else { "" };
    let sql = format!(
        "SELECT lines.id, at_ms, level, services.name, message, trace_id, user_id, org_id, generation_id, duration_ms, fields \
         FROM lines CROSS JOIN services ON services.id = lines.service \
         WHERE at_ms >= ?1 AND at_ms < ?2 {serious} {http_errors} \
         AND (?3 IS NULL OR level >= ?3) AND (?4 IS NULL OR http_status >= ?4) \
         ORDER BY at_ms DESC, lines.id DESC LIMIT ?5"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let min_level = query.min_level.map(level_number);
    let mut rows =
        statement.query(params![query.from_ms, query.to_ms, min_level, query.min_http_status, limit])?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let fields: String = row.get(10)?;
        let line = LogLine {
            timestamp_ms: row.get(1)?,
            level: level_of_number(row.get(2)?),
            service: row.get(3)?,
            message: row.get(4)?,
            trace_id: row.get(5)?,
            user_id: row.get(6)?,
            org_id: row.get(7)?,
            generation_id: row.get(8)?,
            duration_ms: row.get(9)?,
            fields: serde_json::from_str(&fields)
                .map_err(|error| StoreError::Damaged(format!("line {day}-{id}: {error}")))?,
        };
        lines.push(StoredLine { id: format!("{day}-{id}"), line });
    }
    Ok(lines)
}
