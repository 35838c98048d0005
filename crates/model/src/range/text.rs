//! Typed time ranges: "last 3h", "14:00-14:20", "yesterday", "2024-01-15 10:00 to 11:00".
//!
//! ```text
//! range  = "today" | "yesterday" | ["last" | "past"] span | ["last" | "past"] unit
//!        | "since" point | date | point separator point
//! span   = {number unit}            "3h", "1 h 30 min", "90 minutes"
//! point  = "now" ["-" span] | span "ago" | date ["T"] [clock] ["Z"] | clock | Unix s or ms
//! date   = "today" | "yesterday" | YYYY-MM-DD
//! clock  = HH:MM [":" SS]
//! ```
//!
//! Times are read in the zone of the screen, unless they end in `Z`. A clock time without a date
//! is the latest such time that is not in the future; the end of a range takes the date of its
//! start, and is on the next day where it would lie before it.

mod scanner;

use self::scanner::Scanner;
use super::{LATEST_MS, MAX_MS, MIN_MS, QuickRange, TimeRange};
use crate::zone::{Civil, Zone};
use contract::time::DAY_MS;

/// Why a text is no range.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct RangeError {
    /// Offset of the first character that does not fit, in characters from 0.
    pub position: usize,
    /// What was expected there, as a phrase that ends a sentence.
    pub reason: &'static str,
}

/// One end of a typed range.
#[derive(Debug, Clone, Copy)]
enum Point {
    /// A point in time.
    At(i64),
    /// A point in time that moves.
    Now,
    /// A whole day, by its start.
    Day(i64),
    /// A time of day without a date.
    Clock { hour: u32, minute: u32, second: u32 },
}

const EXPECTED: &str =
    "expected a range such as “last 3h”, “14:00-14:20”, “yesterday” or “2024-01-15 10:00 to 11:00”";

/// Reads a typed range, when the clock says `now_ms` and times are those of `zone`.
///
/// # Errors
///
/// The place and the reason where the text stops being a range.
pub fn parse_range(text: &str, now_ms: i64, zone: &Zone) -> Result<TimeRange, RangeError> {
    let mut scanner = Scanner::new(text);
    let range = range(&mut scanner, now_ms, zone)?;
    scanner.skip_spaces();
    if scanner.is_at_end() { Ok(range) } else { Err(scanner.wrong("nothing more was expected here")) }
}

fn range(scanner: &mut Scanner, now_ms: i64, zone: &Zone) -> Result<TimeRange, RangeError> {
    if scanner.is_at_end() {
        return Err(scanner.wrong(EXPECTED));
    }
    if scanner.word("last") || scanner.word("past") {
        let from = scanner.position();
        let span_ms = match scanner.unit() {
            Some(unit_ms) => unit_ms,
            None => scanner.span()?.ok_or_else(|| scanner.wrong("expected a length of time such as “3h”"))?,
        };
        return live(span_ms, from);
    }
    if scanner.word("since") {
        let from = scanner.position();
        let from_ms = start_ms(point(scanner, now_ms, zone)?, now_ms, zone);
        return since(from_ms, now_ms, from);
    }
    let from = scanner.position();
    // A span alone is a length up to now; before "ago" it is a point, which `point` reads.
    let mut ahead = scanner.clone();
    if let Some(span_ms) = ahead.span()?
        && !ahead.clone().word("ago")
    {
        *scanner = ahead;
        return live(span_ms, from);
    }
    let start = point(scanner, now_ms, zone)?;
    if scanner.is_at_end() {
        return match start {
            Point::Day(day_ms) if day_ms == zone.day_start_ms(now_ms) => {
                Ok(QuickRange::Today.range(now_ms, zone))
            }
            Point::Day(day_ms) => between(day_ms, zone.day_after_ms(day_ms, 1), from, scanner.position()),
            _ => Err(scanner
                .wrong("a time alone is no range: go on with “to” and the end, or put “since” before it")),
        };
    }
    if !scanner.separator() {
        return Err(scanner.wrong("expected “to” and the end of the range"));
    }
    let end_position = scanner.position();
    let end = point(scanner, now_ms, zone)?;
    let from_ms = start_ms(start, now_ms, zone);
    let to_ms = match end {
        Point::Now => {
            return match start {
                Point::At(at_ms) if scanner.has_relative_start() => live(now_ms - at_ms, from),
                _ => since(from_ms, now_ms, from),
            };
        }
        Point::At(at_ms) => at_ms,
        Point::Day(day_ms) => zone.day_after_ms(day_ms, 1),
        Point::Clock { hour, minute, second } => {
            let same_day = Civil { hour, minute, second, ms: 0, ..zone.civil(from_ms) };
            let to_ms = zone.instant_ms(same_day).unwrap_or(from_ms);
            if to_ms > from_ms { to_ms } else { next_day(same_day, from_ms, zone) }
        }
    };
    between(from_ms, to_ms, from, end_position)
}

/// The same time of day on the day after `from_ms`.
fn next_day(clock: Civil, from_ms: i64, zone: &Zone) -> i64 {
    let next = zone.civil(zone.day_after_ms(from_ms, 1));
    let there = Civil { year: next.year, month: next.month, day: next.day, ..clock };
    zone.instant_ms(there).unwrap_or(from_ms + DAY_MS)
}

fn start_ms(point: Point, now_ms: i64, zone: &Zone) -> i64 {
    match point {
        Point::At(at_ms) | Point::Day(at_ms) => at_ms,
        Point::Now => now_ms,
        Point::Clock { hour, minute, second } => {
            let at = |day_ms| zone.instant_ms(Civil { hour, minute, second, ms: 0, ..zone.civil(day_ms) });
            let today_ms = at(now_ms).unwrap_or(now_ms);
            if today_ms <= now_ms { today_ms } else { at(zone.day_after_ms(now_ms, -1)).unwrap_or(now_ms) }
        }
    }
}

fn live(back_ms: i64, position: usize) -> Result<TimeRange, RangeError> {
    match back_ms {
        _ if back_ms < MIN_MS => Err(RangeError { position, reason: "a range is at least a minute long" }),
        _ if back_ms > MAX_MS => Err(RangeError { position, reason: "a range is at most five years long" }),
        _ => Ok(TimeRange::Relative { back_ms }),
    }
}

fn since(from_ms: i64, now_ms: i64, position: usize) -> Result<TimeRange, RangeError> {
    if from_ms >= now_ms {
        return Err(RangeError { position, reason: "this is in the future" });
    }
    live((now_ms - from_ms).max(MIN_MS), position).map(|_length| TimeRange::Since { from_ms })
}

fn between(from_ms: i64, to_ms: i64, start: usize, end: usize) -> Result<TimeRange, RangeError> {
    if to_ms <= from_ms {
        return Err(RangeError { position: end, reason: "the end lies before the start" });
    }
    if from_ms < 0 || to_ms > LATEST_MS {
        return Err(RangeError {
            position: start,
            reason: "times before 1970 or after 9999 cannot be shown",
        });
    }
    if to_ms - from_ms > MAX_MS {
        return Err(RangeError { position: start, reason: "a range is at most five years long" });
    }
    Ok(TimeRange::absolute(from_ms, to_ms))
}

fn point(scanner: &mut Scanner, now_ms: i64, zone: &Zone) -> Result<Point, RangeError> {
    if scanner.word("now") {
        // "now-1h" is one time, while "now - 14:00" would be a range that ends before it starts.
        let mut ahead = scanner.clone();
        if ahead.symbol('-')
            && let Ok(Some(span_ms)) = ahead.span()
        {
            *scanner = ahead;
            scanner.note_relative();
            return Ok(Point::At(now_ms.saturating_sub(span_ms)));
        }
        return Ok(Point::Now);
    }
    let mut ahead = scanner.clone();
    if let Ok(Some(span_ms)) = ahead.span()
        && ahead.word("ago")
    {
        *scanner = ahead;
        scanner.note_relative();
        return Ok(Point::At(now_ms.saturating_sub(span_ms)));
    }
    if let Some(day) = date(scanner, now_ms, zone)? {
        return at_day(scanner, day, zone);
    }
    if let Some((hour, minute, second)) = scanner.clock()? {
        return Ok(Point::Clock { hour, minute, second });
    }
    match scanner.unix_ms() {
        Some(at_ms) => Ok(Point::At(at_ms)),
        None => Err(scanner.wrong(EXPECTED)),
    }
}

fn date(scanner: &mut Scanner, now_ms: i64, zone: &Zone) -> Result<Option<Civil>, RangeError> {
    if scanner.word("today") {
        return Ok(Some(zone.civil(zone.day_start_ms(now_ms))));
    }
    if scanner.word("yesterday") {
        return Ok(Some(zone.civil(zone.day_after_ms(now_ms, -1))));
    }
    let position = scanner.position();
    let Some((year, month, day)) = scanner.date() else { return Ok(None) };
    let civil = Civil::date(year, month, day);
    match zone.instant_ms(civil) {
        Some(_) => Ok(Some(civil)),
        None => Err(RangeError { position, reason: "there is no such date" }),
    }
}

fn at_day(scanner: &mut Scanner, day: Civil, zone: &Zone) -> Result<Point, RangeError> {
    scanner.date_mark();
    let position = scanner.position();
    let clock = scanner.clock()?;
    let zone = if clock.is_some() && scanner.symbol('Z') { &Zone::Utc } else { zone };
    let (hour, minute, second) = clock.unwrap_or_default();
    let at_ms = zone
        .instant_ms(Civil { hour, minute, second, ms: 0, ..day })
        .ok_or(RangeError { position, reason: "there is no such time of day" })?;
    Ok(if clock.is_some() { Point::At(at_ms) } else { Point::Day(at_ms) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::time::{HOUR_MS, MINUTE_MS};
    use proptest::prelude::*;

    const NOW: i64 = 1_705_314_600_000; // 2024-01-15T10:30:00Z, a Monday
    const MIDNIGHT: i64 = 1_705_276_800_000;

    fn absolute(from_ms: i64, to_ms: i64) -> TimeRange {
        TimeRange::Absolute { from_ms, to_ms }
    }

    #[test]
    fn ranges_are_read_as_people_write_them() {
        for (text, expected) in [
            ("last 3h", TimeRange::last(3 * HOUR_MS)),
            ("Last 90 Minutes", TimeRange::last(90 * MINUTE_MS)),
            ("past 2 days", TimeRange::last(2 * DAY_MS)),
            ("last hour", TimeRange::last(HOUR_MS)),
            (" 3h ", TimeRange::last(3 * HOUR_MS)),
            ("1h30m", TimeRange::last(90 * MINUTE_MS)),
            ("1 h 30 min", TimeRange::last(90 * MINUTE_MS)),
            ("2w", TimeRange::last(14 * DAY_MS)),
            ("now-1h to now", TimeRange::last(HOUR_MS)),
            ("3h ago to now", TimeRange::last(3 * HOUR_MS)),
            ("today", TimeRange::Since { from_ms: MIDNIGHT }),
            ("yesterday", absolute(MIDNIGHT - DAY_MS, MIDNIGHT)),
            ("since 09:00", TimeRange::Since { from_ms: MIDNIGHT + 9 * HOUR_MS }),
            ("09:00 to now", TimeRange::Since { from_ms: MIDNIGHT + 9 * HOUR_MS }),
            ("since yesterday", TimeRange::Since { from_ms: MIDNIGHT - DAY_MS }),
            ("09:00-09:20", absolute(MIDNIGHT + 9 * HOUR_MS, MIDNIGHT + 9 * HOUR_MS + 20 * MINUTE_MS)),
            ("9:00 – 9:20:30", absolute(MIDNIGHT + 9 * HOUR_MS, MIDNIGHT + 9 * HOUR_MS + 1_230_000)),
            ("14:00-14:20", absolute(MIDNIGHT - 10 * HOUR_MS, MIDNIGHT - 10 * HOUR_MS + 20 * MINUTE_MS)),
            ("23:00-01:00", absolute(MIDNIGHT - HOUR_MS, MIDNIGHT + HOUR_MS)),
            ("yesterday 14:00 to 15:00", absolute(MIDNIGHT - 10 * HOUR_MS, MIDNIGHT - 9 * HOUR_MS)),
            ("2024-01-15 08:00 to 09:00", absolute(MIDNIGHT + 8 * HOUR_MS, MIDNIGHT + 9 * HOUR_MS)),
            (
                "2024-01-15T08:00:00Z - 2024-01-15T09:00:00Z",
                absolute(MIDNIGHT + 8 * HOUR_MS, MIDNIGHT + 9 * HOUR_MS),
            ),
            ("2024-01-12", absolute(MIDNIGHT - 3 * DAY_MS, MIDNIGHT - 2 * DAY_MS)),
            ("2024-01-12 to 2024-01-13", absolute(MIDNIGHT - 3 * DAY_MS, MIDNIGHT - DAY_MS)),
            ("3h ago to 2h ago", absolute(NOW - 3 * HOUR_MS, NOW - 2 * HOUR_MS)),
            ("1705310000000 to 1705311000", absolute(1_705_310_000_000, 1_705_311_000_000)),
        ] {
            assert_eq!(parse_range(text, NOW, &Zone::Utc), Ok(expected), "{text}");
        }
    }

    #[test]
    fn typed_times_are_those_of_the_zone() {
        let zone = Zone::fixed(60);
        let expected = absolute(MIDNIGHT + 8 * HOUR_MS, MIDNIGHT + 9 * HOUR_MS);
        assert_eq!(parse_range("09:00-10:00", NOW, &zone), Ok(expected));
        assert_eq!(parse_range("2024-01-15 08:00Z to 2024-01-15 09:00Z", NOW, &zone), Ok(expected));
    }

    #[test]
    fn errors_point_at_the_place() {
        for (text, position) in [
            ("", 0),
            ("soon", 0),
            ("last", 4),
            ("last 3 parsecs", 7),
            ("3h x", 3),
            ("14:00", 5),
            ("14:00 to", 8),
            ("25:00-26:00", 0),
            ("14:61-15:00", 3),
            ("2024-02-30", 0),
            ("2024-01-15 10:00 to 2024-01-15 09:00", 20),
            ("yesterday yes", 10),
            ("last 10s", 5),
            ("last 99999d", 5),
            ("since 2030-01-01", 6),
            ("last 3h please", 8),
        ] {
            assert_eq!(parse_range(text, NOW, &Zone::Utc).map_err(|e| e.position), Err(position), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_parser(text in "[a-z0-9 :TZ–.-]{0,24}|\\PC{0,16}") {
            if let Ok(range) = parse_range(&text, NOW, &Zone::Utc) {
                prop_assert!((MIN_MS..=MAX_MS).contains(&range.length_ms(NOW)), "{:?}", range);
            }
        }

        #[test]
        fn a_typed_absolute_range_means_what_it_says(from_min in 20_000_000i64..28_000_000, length_min in 1i64..100_000) {
            let (from_ms, to_ms) = (from_min * MINUTE_MS, (from_min + length_min) * MINUTE_MS);
            let at = |at_ms| crate::format::date_time(at_ms, &Zone::Utc);
            let text = format!("{} to {}", at(from_ms), at(to_ms));
            prop_assert_eq!(parse_range(&text, NOW, &Zone::Utc), Ok(absolute(from_ms, to_ms)));
        }
    }
}
