//! Lengths of time and points in time.

use super::number::{fixed, with_unit};
use super::{MINUS, NO_VALUE};
use crate::zone::{Civil, Zone};
use contract::time::{DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS};

/// A length of time: "0.4 ms", "850 ms", "1.24 s", "41.2 s", "2 min 5 s", "1 h 5 min", "2 d 3 h".
/// Seconds are kept up to two minutes, because limits like 60 s are spoken of in seconds.
pub fn duration_ms(value: f64) -> String {
    let size = value.abs();
    if !value.is_finite() {
        NO_VALUE.to_owned()
    } else if size == 0.0 {
        with_unit("0", "ms")
    } else if size < 999.5 {
        with_unit(&fixed(value, usize::from(size < 9.95)), "ms")
    } else if size < 119_950.0 {
        let seconds = value / 1_000.0;
        let decimals = if (seconds - seconds.round()).abs() < 1e-9 || size >= 99_950.0 {
            0
        } else {
            usize::from(size < 9_995.0) + 1
        };
        with_unit(&fixed(seconds, decimals), "s")
    } else {
        // Beyond two minutes whole seconds are exact enough, and i64 holds any of them.
        #[expect(clippy::cast_possible_truncation, reason = "a conversion of floats saturates")]
        let whole_ms = value.round() as i64;
        let text = two_units(whole_ms.saturating_abs());
        if whole_ms < 0 { format!("{MINUS}{text}") } else { text }
    }
}

/// The two largest units of a length of time of two minutes and more.
fn two_units(length_ms: i64) -> String {
    let (large, large_unit, small, small_unit) = if length_ms < HOUR_MS - SECOND_MS / 2 {
        (MINUTE_MS, "min", SECOND_MS, "s")
    } else if length_ms < DAY_MS - MINUTE_MS / 2 {
        (HOUR_MS, "h", MINUTE_MS, "min")
    } else {
        (DAY_MS, "d", HOUR_MS, "h")
    };
    // Rounded in the small unit first, so that 2 min 59.7 s is 3 min and not "2 min 60 s".
    let smalls = length_ms.saturating_add(small / 2) / small;
    let (whole, rest) = (smalls / (large / small), smalls % (large / small));
    let first = with_unit(&whole.to_string(), large_unit);
    if rest == 0 { first } else { format!("{first} {}", with_unit(&rest.to_string(), small_unit)) }
}

/// An age in one unit, two between one and ten hours: "12 s", "2 min", "1 h 12 min", "14 h",
/// "3 d". What has not happened yet has the age "0 s".
pub fn ago_ms(age_ms: i64) -> String {
    let age_ms = age_ms.max(0);
    let in_unit = |unit_ms: i64, unit: &str| with_unit(&(age_ms / unit_ms).to_string(), unit);
    match age_ms {
        _ if age_ms < MINUTE_MS => in_unit(SECOND_MS, "s"),
        _ if age_ms < HOUR_MS => in_unit(MINUTE_MS, "min"),
        _ if age_ms < 10 * HOUR_MS => two_units(age_ms / MINUTE_MS * MINUTE_MS),
        _ if age_ms < 2 * DAY_MS => in_unit(HOUR_MS, "h"),
        _ => in_unit(DAY_MS, "d"),
    }
}

/// The time of day with seconds: "14:02:31".
pub fn clock(at_ms: i64, zone: &Zone) -> String {
    let civil = zone.civil(at_ms);
    format!("{:02}:{:02}:{:02}", civil.hour, civil.minute, civil.second)
}

/// The time of day without seconds: "14:02".
pub fn clock_minutes(at_ms: i64, zone: &Zone) -> String {
    let civil = zone.civil(at_ms);
    format!("{:02}:{:02}", civil.hour, civil.minute)
}

/// The date: "2024-01-15".
pub fn date(at_ms: i64, zone: &Zone) -> String {
    let civil = zone.civil(at_ms);
    format!("{:04}-{:02}-{:02}", civil.year, civil.month, civil.day)
}

/// The date without its year: "15 Jan".
pub fn date_short(at_ms: i64, zone: &Zone) -> String {
    day_and_month(zone.civil(at_ms))
}

/// Date and time of day: "2024-01-15 14:02:31".
pub fn date_time(at_ms: i64, zone: &Zone) -> String {
    format!("{} {}", date(at_ms, zone), clock(at_ms, zone))
}

/// A point in time as briefly as it is clear from now: "14:02:31" on the same day, "15 Jan 14:02"
/// in the same year, else "2024-01-15 14:02".
pub fn moment(at_ms: i64, now_ms: i64, zone: &Zone) -> String {
    let (at, now) = (zone.civil(at_ms), zone.civil(now_ms));
    if at.is_same_day(&now) {
        clock(at_ms, zone)
    } else if at.year == now.year {
        format!("{} {}", day_and_month(at), clock_minutes(at_ms, zone))
    } else {
        format!("{} {}", date(at_ms, zone), clock_minutes(at_ms, zone))
    }
}

/// A distance of a year between the labels of a time axis: twelve months of four weeks.
pub const YEAR_MS: i64 = 336 * DAY_MS;

/// A label of a time axis whose labels are `step_ms` apart: "14:02:30" under a minute, "14:02"
/// under a day, "15 Jan" at midnight and from a day on, and "2024" from [`YEAR_MS`] on.
pub fn time_axis(at_ms: i64, step_ms: i64, zone: &Zone) -> String {
    let civil = zone.civil(at_ms);
    let is_midnight = (civil.hour, civil.minute, civil.second) == (0, 0, 0);
    if step_ms >= YEAR_MS {
        civil.year.to_string()
    } else if step_ms >= DAY_MS || is_midnight {
        day_and_month(civil)
    } else if step_ms < MINUTE_MS {
        clock(at_ms, zone)
    } else {
        clock_minutes(at_ms, zone)
    }
}

fn day_and_month(civil: Civil) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = usize::try_from(civil.month).ok().and_then(|month| MONTHS.get(month.wrapping_sub(1)));
    format!("{}\u{a0}{}", civil.day, month.copied().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::NARROW_SPACE;

    #[test]
    fn durations_round_into_the_next_unit() {
        for (ms, expected) in [
            (0.0, "0 ms"),
            (0.42, "0.4 ms"),
            (9.96, "10 ms"),
            (850.4, "850 ms"),
            (999.7, "1.00 s"),
            (1_000.0, "1 s"),
            (1_240.0, "1.24 s"),
            (9_996.0, "10.0 s"),
            (41_234.0, "41.2 s"),
            (60_000.0, "60 s"),
            (119_960.0, "2 min"),
            (125_000.0, "2 min 5 s"),
            (179_700.0, "3 min"),
            (3_599_800.0, "1 h"),
            (3_900_000.0, "1 h 5 min"),
            (183_600_000.0, "2 d 3 h"),
            (-1_240.0, "−1.24 s"),
            (-125_000.0, "−2 min 5 s"),
            (f64::NEG_INFINITY, "–"),
        ] {
            assert_eq!(duration_ms(ms).replace(NARROW_SPACE, " "), expected, "{ms}");
        }
    }

    #[test]
    fn ages_are_short() {
        for (ms, expected) in [
            (-5_000, "0 s"),
            (12_900, "12 s"),
            (125_000, "2 min"),
            (4_359_000, "1 h 12 min"),
            (50_400_000, "14 h"),
            (3 * DAY_MS, "3 d"),
        ] {
            assert_eq!(ago_ms(ms).replace(NARROW_SPACE, " "), expected);
        }
    }

    #[test]
    fn points_in_time_follow_the_zone() {
        let at_ms = 1_705_314_600_000; // 2024-01-15T10:30:00Z
        let zone = Zone::fixed(330);
        assert_eq!(clock(at_ms, &zone), "16:00:00");
        assert_eq!(date_time(at_ms, &Zone::Utc), "2024-01-15 10:30:00");
        assert_eq!(moment(at_ms, at_ms + 5, &Zone::Utc), "10:30:00");
        assert_eq!(moment(at_ms, at_ms + 2 * DAY_MS, &Zone::Utc), "15\u{a0}Jan 10:30");
        assert_eq!(moment(at_ms, at_ms + 400 * DAY_MS, &Zone::Utc), "2024-01-15 10:30");
        assert_eq!(time_axis(at_ms, 10_000, &zone), "16:00:00");
        assert_eq!(time_axis(at_ms, MINUTE_MS, &zone), "16:00");
        assert_eq!(time_axis(1_705_276_800_000, HOUR_MS, &Zone::Utc), "15\u{a0}Jan");
        assert_eq!(date_short(at_ms, &zone), "15\u{a0}Jan");
    }
}
