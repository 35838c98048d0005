//! Tables and their versions.
//!
//! `PRAGMA user_version` of a file says how many of its migrations it has been through. They are
//! only ever added to; a file of a newer version is refused.

use crate::store::StoreError;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::path::Path;

/// What has been done to day files, in order.
///
/// `line_text` keeps no copy of the text: lines are never changed or removed within a day file, so
/// the index needs none, and takes a third less room. Its rowid is that of the line.
pub(super) const DAY_MIGRATIONS: &[&str] = &[
    "
    CREATE TABLE facts (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE services (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
    CREATE TABLE lines (
        id INTEGER PRIMARY KEY,
        at_ms INTEGER NOT NULL,
        level INTEGER NOT NULL,
        service INTEGER NOT NULL REFERENCES services (id),
        message TEXT NOT NULL,
        trace_id TEXT,
        user_id TEXT,
        org_id TEXT,
        generation_id TEXT,
        duration_ms REAL,
        http_status INTEGER,
        fields TEXT NOT NULL
    );
    CREATE INDEX lines_by_time ON lines (at_ms);
    CREATE INDEX lines_serious ON lines (at_ms) WHERE level >= 2;
    CREATE INDEX lines_http_errors ON lines (at_ms) WHERE http_status >= 400;
    CREATE VIRTUAL TABLE line_text USING fts5 (
        message, fields, content = '', columnsize = 0, tokenize = \"unicode61 remove_diacritics 2\"
    );
    ",
    "
    CREATE TABLE series (id INTEGER PRIMARY KEY, measure TEXT NOT NULL, labels TEXT);
    CREATE INDEX series_by_measure ON series (measure);
    CREATE TABLE rollups (
        step_ms INTEGER NOT NULL,
        series INTEGER NOT NULL REFERENCES series (id),
        at_ms INTEGER NOT NULL,
        count INTEGER NOT NULL,
        failures INTEGER NOT NULL,
        valued INTEGER NOT NULL,
        sum REAL NOT NULL,
        min REAL NOT NULL,
        max REAL NOT NULL,
        sketch BLOB NOT NULL,
        PRIMARY KEY (step_ms, series, at_ms)
    ) WITHOUT ROWID;
    CREATE TABLE generations (
        id TEXT PRIMARY KEY,
        trace_id TEXT,
        workflow TEXT,
        org_id TEXT,
        created_ms INTEGER,
        submitted_ms INTEGER,
        ended_ms INTEGER,
        last_heard_ms INTEGER,
        is_failed INTEGER NOT NULL,
        said_ms REAL,
        length_ms REAL,
        error_type TEXT,
        failed_provider TEXT
    ) WITHOUT ROWID;
    CREATE INDEX generations_by_end ON generations (ended_ms) WHERE ended_ms IS NOT NULL;
    CREATE INDEX generations_by_length ON generations (length_ms) WHERE ended_ms IS NOT NULL;
    CREATE INDEX generations_failed ON generations (ended_ms) WHERE is_failed = 1;
    CREATE INDEX generations_open ON generations (coalesce(created_ms, submitted_ms)) WHERE ended_ms IS NULL;
    CREATE INDEX generations_hit ON generations (last_heard_ms) WHERE failed_provider IS NOT NULL;
    CREATE TABLE tasks (
        id TEXT PRIMARY KEY,
        task TEXT NOT NULL,
        queue TEXT,
        worker TEXT,
        generation_id TEXT,
        queued_ms INTEGER,
        started_ms INTEGER,
        ended_ms INTEGER
    ) WITHOUT ROWID;
    CREATE INDEX tasks_open ON tasks (coalesce(started_ms, queued_ms)) WHERE ended_ms IS NULL;
    CREATE TABLE sources (
        service TEXT NOT NULL, measure TEXT NOT NULL, last_event_ms INTEGER NOT NULL,
        PRIMARY KEY (service, measure)
    ) WITHOUT ROWID;
    ",
    "
    CREATE TABLE deploys (
        at_ms INTEGER NOT NULL, service TEXT NOT NULL, version TEXT NOT NULL,
        PRIMARY KEY (at_ms, service, version)
    ) WITHOUT ROWID;
    ",
];

/// What has been done to `state.sqlite`, which keeps what belongs to no day.
pub(super) const STATE_MIGRATIONS: &[&str] =
    &["CREATE TABLE facts (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;"];

/// Sets a connection that writes up. A commit is on the disk when it returns (`synchronous = FULL`);
/// in WAL mode `NORMAL` would lose the last commits when the power goes.
pub(super) fn prepare_writer(connection: &Connection) -> Result<(), StoreError> {
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    connection.set_prepared_statement_cache_capacity(64);
    // The page size counts only before the first table is made.
    connection.pragma_update(None, "page_size", 8_192)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    // 32 MiB of cache; a log of 16 MiB before it is worked into the file.
    connection.pragma_update(None, "cache_size", -32_768)?;
    connection.pragma_update(None, "wal_autocheckpoint", 2_048)?;
    connection.pragma_update(None, "journal_size_limit", 64 << 20)?;
    Ok(())
}

/// Brings a file to the version of today.
pub(super) fn migrate(connection: &Connection, migrations: &[&str], path: &Path) -> Result<(), StoreError> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let known = migrations.len();
    let done = usize::try_from(version).unwrap_or(usize::MAX);
    if done > known {
        return Err(StoreError::Incompatible(format!(
            "{} was written by a newer version of Sartiq Monitor (schema {version}; this one knows {known}). \
             Start that version, or give this one another data folder.",
            path.display()
        )));
    }
    for (migration, version) in migrations.iter().zip(1_i64..).skip(done) {
        let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
        transaction.execute_batch(migration)?;
        transaction.pragma_update(None, "user_version", version)?;
        transaction.commit()?;
    }
    Ok(())
}
