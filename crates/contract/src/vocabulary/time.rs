//! What a timestamp may look like: RFC 3339, or Unix seconds, milliseconds, microseconds or
//! nanoseconds as a number or a text of digits.

use crate::time::DAY_MS;
use chrono::{DateTime, NaiveDateTime};
use serde_json::Value;

/// 2000-01-01: what is older is a clock that was never set.
const EARLIEST_MS: i64 = 946_684_800_000;

/// The time that a value says, Unix milliseconds, if it is one that can be believed.
pub(super) fn read_time(value: &Value, received_ms: i64) -> Option<i64> {
    let at_ms = match value {
        Value::String(text) => time_of_text(text.trim()),
        Value::Number(number) => {
            number.as_i64().and_then(time_of_whole).or_else(|| number.as_f64().and_then(time_of_fraction))
        }
        _ => None,
    }?;
    (EARLIEST_MS..=received_ms.saturating_add(DAY_MS)).contains(&at_ms).then_some(at_ms)
}

fn time_of_text(text: &str) -> Option<i64> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(at.timestamp_millis());
    }
    if let Ok(whole) = text.parse() {
        return time_of_whole(whole);
    }
    if let Ok(fraction) = text.parse() {
        return time_of_fraction(fraction);
    }
    // Python and others leave the zone out when they mean UTC, and may write a space for the `T`.
    ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M:%S,%3f"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
        .map(|at| at.and_utc().timestamp_millis())
        .or_else(|| {
            DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f%#z").ok().map(|at| at.timestamp_millis())
        })
        .or_else(|| DateTime::parse_from_rfc2822(text).ok().map(|at| at.timestamp_millis()))
}

/// The unit follows from the size: each unit's numbers of the years 1973 to 5138 lie in a decade of
/// their own.
fn time_of_whole(number: i64) -> Option<i64> {
    Some(match number.unsigned_abs() {
        0..100_000_000_000 => number.checked_mul(1_000)?,
        100_000_000_000..100_000_000_000_000 => number,
        100_000_000_000_000..100_000_000_000_000_000 => number.div_euclid(1_000),
        _ => number.div_euclid(1_000_000),
    })
}

fn time_of_fraction(number: f64) -> Option<i64> {
    if !number.is_finite() {
        return None;
    }
    let milliseconds = match number.abs() {
        size if size < 1e11 => number * 1e3,
        size if size < 1e14 => number,
        size if size < 1e17 => number / 1e3,
        _ => number / 1e6,
    };
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the cast saturates, and bounds are checked after it"
    )]
    Some(milliseconds.round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const RECEIVED_MS: i64 = 1_705_400_000_000;

    #[test]
    fn all_forms_say_the_same_time() {
        for value in [
            json!("2024-01-15T10:30:00.000Z"),
            json!("2024-01-15T10:30:00Z"),
            json!("2024-01-15T11:30:00+01:00"),
            json!("2024-01-15T10:30:00.000000"),
            json!("2024-01-15T10:30:00"),
            json!("2024-01-15 10:30:00"),
            json!("2024-01-15 10:30:00,000"),
            json!("2024-01-15 10:30:00.000+00:00"),
            json!("Mon, 15 Jan 2024 10:30:00 GMT"),
            json!(1_705_314_600),
            json!(1_705_314_600.0),
            json!(1_705_314_600_000_i64),
            json!(1_705_314_600_000.0),
            json!(1_705_314_600_000_000_i64),
            json!(1_705_314_600_000_000_000_i64),
            json!("1705314600"),
            json!("1705314600.000"),
            json!("1705314600000"),
            json!(" 1705314600000000000 "),
        ] {
            assert_eq!(read_time(&value, RECEIVED_MS), Some(1_705_314_600_000), "{value}");
        }
    }

    #[test]
    fn fractions_of_a_second_count() {
        assert_eq!(read_time(&json!(1_705_314_600.25), RECEIVED_MS), Some(1_705_314_600_250));
        assert_eq!(read_time(&json!("1705314600.25"), RECEIVED_MS), Some(1_705_314_600_250));
        assert_eq!(read_time(&json!("2024-01-15T10:30:00.2509Z"), RECEIVED_MS), Some(1_705_314_600_250));
    }

    #[test]
    fn what_cannot_be_believed_is_no_time() {
        for value in [
            json!("yesterday"),
            json!(""),
            json!("2024-13-15T10:30:00Z"),
            json!("1999-12-31T23:59:59Z"),
            json!(0),
            json!(-5),
            json!(RECEIVED_MS + DAY_MS + 1),
            json!(1e300),
            json!(u64::MAX),
            json!(i64::MIN),
            json!("nan"),
            json!(null),
            json!([1_705_314_600]),
        ] {
            assert_eq!(read_time(&value, RECEIVED_MS), None, "{value}");
        }
        assert_eq!(read_time(&json!(RECEIVED_MS + DAY_MS), RECEIVED_MS), Some(RECEIVED_MS + DAY_MS));
        assert_eq!(read_time(&json!(u64::MAX), i64::MAX), Some(18_446_744_073_710));
    }
}
