//! UTC days, and the files they are kept in.

use chrono::{DateTime, NaiveDate};
use contract::time::DAY_MS;
use std::fmt;
use std::path::{Path, PathBuf};

/// The last day that has a four-digit year: 9999-12-31.
const LAST: i64 = 2_932_896;
/// What SQLite puts beside a database in WAL mode, in the order to be removed in: a log without
/// its database is thrown away by SQLite, while a database would take up a log that is not its own.
const SIDE_FILES: [&str; 2] = ["-wal", "-shm"];

/// A UTC day, as its number since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Day(i64);

impl Day {
    /// The day that a time falls into. Times outside the years 1970 to 9999 go to their ends.
    pub(super) fn of(at_ms: i64) -> Self {
        Self(at_ms.div_euclid(DAY_MS).clamp(0, LAST))
    }

    /// The day of a file's name, if it is one of ours.
    pub(super) fn of_file(name: &str) -> Option<Self> {
        let date = name.strip_prefix("lines-")?.strip_suffix(".sqlite")?;
        let date = NaiveDate::parse_from_str(date, "%Y-%m-%d").ok()?;
        let day = Self::of(date.and_hms_opt(0, 0, 0)?.and_utc().timestamp_millis());
        // Other spellings of the same date would be second files of one day.
        (day.file_name() == name).then_some(day)
    }

    pub(super) fn start_ms(self) -> i64 {
        self.0 * DAY_MS
    }

    pub(super) fn end_ms(self) -> i64 {
        self.start_ms() + DAY_MS
    }

    /// So many days later; earlier when negative.
    pub(super) fn plus(self, days: i64) -> Self {
        Self((self.0 + days).clamp(0, LAST))
    }

    pub(super) fn file_name(self) -> String {
        format!("lines-{self}.sqlite")
    }

    pub(super) fn path(self, data_dir: &Path) -> PathBuf {
        data_dir.join(self.file_name())
    }

    /// The files of this day, in the order to be removed in.
    pub(super) fn files(self, data_dir: &Path) -> Vec<PathBuf> {
        let side_files =
            SIDE_FILES.iter().map(|suffix| data_dir.join(format!("{}{suffix}", self.file_name())));
        side_files.chain([self.path(data_dir)]).collect()
    }

    /// How much room its files take, in bytes.
    pub(super) fn bytes(self, data_dir: &Path) -> u64 {
        self.files(data_dir)
            .iter()
            .filter_map(|path| std::fs::metadata(path).ok())
            .map(|file| file.len())
            .sum()
    }
}

/// `2026-11-22`.
impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = DateTime::from_timestamp_millis(self.start_ms()).unwrap_or_default();
        write!(formatter, "{}", date.format("%Y-%m-%d"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_a_file_and_a_file_its_day() {
        let day = Day::of(1_795_305_600_000);
        assert_eq!(day.file_name(), "lines-2026-11-22.sqlite");
        assert_eq!(Day::of_file(&day.file_name()), Some(day));
        assert_eq!(Day::of(day.end_ms()), day.plus(1));
        assert_eq!(Day::of(i64::MAX).to_string(), "9999-12-31");
        assert_eq!(Day::of(i64::MIN).to_string(), "1970-01-01");
        for name in [
            "lines-2026-11-22.sqlite-wal",
            "lines-2026-11-31.sqlite",
            "lines-2026-1-2.sqlite",
            "state.sqlite",
            "lock",
        ] {
            assert_eq!(Day::of_file(name), None, "{name}");
        }
    }
}
