//! Words and numbers for levels.

use crate::line::Level;
use serde_json::Value;

/// A level as it was understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ReadLevel {
    pub(super) level: Level,
    /// Whether the level says all that the word said. `critical` is an error, and more than that,
    /// so the word stays a field.
    pub(super) is_whole: bool,
}

/// What a word or a logger's number means.
pub(super) fn read_level(value: &Value) -> Option<ReadLevel> {
    match value {
        Value::String(word) => level_of_word(word.trim()),
        Value::Number(number) => {
            level_of_number(number.as_i64()?).map(|level| ReadLevel { level, is_whole: true })
        }
        _ => None,
    }
}

/// What a number on OpenTelemetry's scale of 1 to 24 means.
pub(super) fn read_severity_number(value: &Value) -> Option<ReadLevel> {
    let level = match value.as_i64()? {
        1..=8 => Level::Debug,
        9..=12 => Level::Info,
        13..=16 => Level::Warning,
        17..=24 => Level::Error,
        _ => return None,
    };
    Some(ReadLevel { level, is_whole: true })
}

fn level_of_word(word: &str) -> Option<ReadLevel> {
    let is = |words: &[&str]| words.iter().any(|known| word.eq_ignore_ascii_case(known));
    let whole = |level| Some(ReadLevel { level, is_whole: true });
    let folded = |level| Some(ReadLevel { level, is_whole: false });
    if is(&["info", "information", "informational", "i"]) {
        whole(Level::Info)
    } else if is(&["debug", "dbg", "d"]) {
        whole(Level::Debug)
    } else if is(&["warning", "warn", "w"]) {
        whole(Level::Warning)
    } else if is(&["error", "err", "e"]) {
        whole(Level::Error)
    } else if is(&["trace", "verbose", "silly", "finest", "notset"]) {
        folded(Level::Debug)
    } else if is(&["notice", "log", "http", "success", "default"]) {
        folded(Level::Info)
    } else if is(&[
        "fatal",
        "critical",
        "crit",
        "alert",
        "emergency",
        "emerg",
        "panic",
        "exception",
        "severe",
    ]) {
        folded(Level::Error)
    } else if let Ok(number) = word.parse() {
        level_of_number(number).and_then(whole)
    } else {
        level_of_otel_word(word).and_then(folded)
    }
}

/// OpenTelemetry's short names have a digit: `INFO2`, `ERROR3`.
fn level_of_otel_word(word: &str) -> Option<Level> {
    let (name, digit) = word.split_at_checked(word.len().checked_sub(1)?)?;
    if !matches!(digit, "2" | "3" | "4") {
        return None;
    }
    match name.to_ascii_uppercase().as_str() {
        "TRACE" | "DEBUG" => Some(Level::Debug),
        "INFO" => Some(Level::Info),
        "WARN" => Some(Level::Warning),
        "ERROR" | "FATAL" => Some(Level::Error),
        _ => None,
    }
}

/// Syslog's 0 to 7, else the tens of pino and bunyan.
fn level_of_number(number: i64) -> Option<Level> {
    match number {
        7 | 10..=29 => Some(Level::Debug),
        5 | 6 | 30..=39 => Some(Level::Info),
        4 | 40..=49 => Some(Level::Warning),
        0..=3 | 50..=100 => Some(Level::Error),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn words_and_numbers() {
        for (value, level, is_whole) in [
            (json!("info"), Level::Info, true),
            (json!("INFO"), Level::Info, true),
            (json!("Warn"), Level::Warning, true),
            (json!("warning"), Level::Warning, true),
            (json!("err"), Level::Error, true),
            (json!("error"), Level::Error, true),
            (json!("fatal"), Level::Error, false),
            (json!("CRITICAL"), Level::Error, false),
            (json!("trace"), Level::Debug, false),
            (json!("notice"), Level::Info, false),
            (json!("INFO3"), Level::Info, false),
            (json!("WARN2"), Level::Warning, false),
            (json!(10), Level::Debug, true),
            (json!(20), Level::Debug, true),
            (json!(30), Level::Info, true),
            (json!(40), Level::Warning, true),
            (json!(50), Level::Error, true),
            (json!(60), Level::Error, true),
            (json!("30"), Level::Info, true),
            (json!(4), Level::Warning, true),
        ] {
            assert_eq!(read_level(&value), Some(ReadLevel { level, is_whole }), "{value}");
        }
        for value in [json!("loud"), json!(""), json!("é2"), json!(null), json!(-1), json!(1e300), json!([])]
        {
            assert_eq!(read_level(&value), None, "{value}");
        }
    }

    #[test]
    fn opentelemetry_numbers() {
        for (number, level) in [
            (1, Level::Debug),
            (5, Level::Debug),
            (9, Level::Info),
            (13, Level::Warning),
            (17, Level::Error),
            (24, Level::Error),
        ] {
            assert_eq!(read_severity_number(&json!(number)).map(|read| read.level), Some(level), "{number}");
        }
        assert_eq!(read_severity_number(&json!(0)), None);
    }
}
