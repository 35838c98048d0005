//! Deploys: which version of which service went live when.

use crate::store::StoreError;
use contract::line::Deploy;
use rusqlite::{Connection, params};

/// Senders repeat lines when an answer was lost on its way; a deploy is the same deploy then.
const INSERT: &str = "INSERT OR IGNORE INTO deploys (at_ms, service, version) VALUES (?1, ?2, ?3)";
const SELECT: &str = "SELECT at_ms, service, version FROM deploys WHERE at_ms >= ?1 AND at_ms < ?2 \
                      ORDER BY at_ms DESC, service DESC, version DESC LIMIT ?3";

/// Writes deploys; what is known already stays as it is.
pub(super) fn write<'a>(
    connection: &Connection,
    deploys: impl Iterator<Item = &'a Deploy>,
) -> Result<(), StoreError> {
    let mut insert = connection.prepare_cached(INSERT)?;
    for deploy in deploys {
        // The version is part of the key, and no null is equal to another.
        let version = deploy.version.as_deref().unwrap_or_default();
        insert.execute(params![deploy.at_ms, deploy.service, version])?;
    }
    Ok(())
}

/// The newest deploys of a day within `from_ms..to_ms`, at most `limit`.
pub(super) fn read(
    connection: &Connection,
    from_ms: i64,
    to_ms: i64,
    limit: usize,
) -> Result<Vec<Deploy>, StoreError> {
    let mut statement = connection.prepare_cached(SELECT)?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = statement.query_map((from_ms, to_ms, limit), |row| {
        let version: String = row.get(2)?;
        let version = Some(version).filter(|version| !version.is_empty());
        Ok(Deploy { at_ms: row.get(0)?, service: row.get(1)?, version })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
