//! Connections that read. They never wait for the writer, nor it for them.

use super::day::Day;
use crate::store::StoreError;
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// The most connections that are kept open while nobody uses them.
const MOST_IDLE: usize = 48;

/// A bounded pool of connections to day files, the least recently used first.
#[derive(Debug)]
pub(super) struct Readers {
    data_dir: PathBuf,
    idle: Mutex<Vec<(Day, Connection)>>,
}

impl Readers {
    pub(super) fn new(data_dir: PathBuf) -> Self {
        Self { data_dir, idle: Mutex::new(Vec::new()) }
    }

    /// Reads a day as it is at one moment; none when the day has no file.
    pub(super) fn read<T>(
        &self,
        day: Day,
        read: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let Some((connection, is_kept)) = self.take(day)? else { return Ok(None) };
        let answer = {
            let snapshot = Transaction::new_unchecked(&connection, TransactionBehavior::Deferred)?;
            let answer = read(&snapshot)?;
            snapshot.finish()?;
            answer
        };
        if is_kept {
            let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
            if idle.len() >= MOST_IDLE {
                idle.remove(0);
            }
            idle.push((day, connection));
        }
        Ok(Some(answer))
    }

    /// Forgets the idle connections of a day, whose file is about to go.
    pub(super) fn forget(&self, day: Day) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).retain(|(idle, _)| *idle != day);
    }

    /// A connection, and whether it may be kept.
    fn take(&self, day: Day) -> Result<Option<(Connection, bool)>, StoreError> {
        {
            let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(at) = idle.iter().rposition(|(idle, _)| *idle == day) {
                return Ok(Some((idle.remove(at).1, true)));
            }
        }
        let path = day.path(&self.data_dir);
        if !path.exists() {
            return Ok(None);
        }
        // Not read-only, because a reader of a WAL file may have to make its shared memory file.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let opened = Connection::open_with_flags(&path, flags)
            .and_then(|connection| prepare_reader(&connection).map(|()| connection));
        match opened {
            Ok(connection) => Ok(Some((connection, true))),
            Err(error) if is_for_want_of_room(&error) => {
                // On a full disk that file cannot be made. Without one, nobody writes this day, and
                // its file can be read as it stands.
                let is_at_rest = !day.files(&self.data_dir).iter().any(|file| *file != path && file.exists());
                if !is_at_rest {
                    return Err(error.into());
                }
                let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
                    | OpenFlags::SQLITE_OPEN_URI
                    | OpenFlags::SQLITE_OPEN_NO_MUTEX;
                let connection =
                    Connection::open_with_flags(format!("file:{}?immutable=1", path.display()), flags)?;
                prepare_reader(&connection)?;
                Ok(Some((connection, false)))
            }
            Err(error) => Err(error.into()),
        }
    }
}

fn prepare_reader(connection: &Connection) -> Result<(), rusqlite::Error> {
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.set_prepared_statement_cache_capacity(32);
    connection.pragma_update(None, "query_only", true)?;
    connection.pragma_update(None, "cache_size", -4_096)?;
    // Reading the schema here brings up a failure to open while there is still a way around it.
    connection.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0)).map(|_version| ())
}

fn is_for_want_of_room(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DiskFull | ErrorCode::CannotOpen | ErrorCode::SystemIoFailure | ErrorCode::ReadOnly)
    )
}
