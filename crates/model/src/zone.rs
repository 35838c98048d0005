//! The time zone that times are shown and typed in.
//!
//! This crate has no clock and no time zone data. Local time therefore comes as a list of
//! offsets that the app fills from the browser; before the first entry of the list its first
//! offset holds, after the last its last. Clock time that a change of offset skips is moved
//! forward by the change; clock time that happens twice means the first of the two.

use chrono::{DateTime, Datelike, NaiveDate, Timelike};
use contract::time::MINUTE_MS;
use std::sync::Arc;

/// The time zone of everything on screen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Zone {
    /// Coordinated universal time.
    #[default]
    Utc,
    /// The time of a place.
    Local(ZoneOffsets),
}

/// The offsets of a place over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneOffsets {
    name: Arc<str>,
    /// `(from_ms, offset_ms)`, by time; the offset is east of UTC.
    offsets: Arc<[(i64, i64)]>,
}

/// A point in time as calendar and clock tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Civil {
    /// Year of the Gregorian calendar.
    pub year: i32,
    /// 1 to 12.
    pub month: u32,
    /// 1 to 31.
    pub day: u32,
    /// 0 to 23.
    pub hour: u32,
    /// 0 to 59.
    pub minute: u32,
    /// 0 to 59.
    pub second: u32,
    /// 0 to 999.
    pub ms: u32,
    /// 0 for Monday to 6 for Sunday; ignored where a `Civil` is turned into a point in time.
    pub weekday: u32,
}

impl Zone {
    /// Coordinated universal time.
    pub fn utc() -> Self {
        Self::Utc
    }

    /// A place that is always `offset_minutes` east of UTC.
    pub fn fixed(offset_minutes: i64) -> Self {
        Self::with_transitions("local", Arc::from([(i64::MIN, offset_minutes * MINUTE_MS)]))
    }

    /// A place by its name (`Europe/Berlin`) and its offsets: `(from_ms, offset_ms east of UTC)`
    /// in the order of time.
    pub fn with_transitions(name: &str, offsets: Arc<[(i64, i64)]>) -> Self {
        Self::Local(ZoneOffsets { name: Arc::from(name), offsets })
    }

    /// What it is called: `UTC`, `Europe/Berlin`.
    pub fn name(&self) -> &str {
        match self {
            Self::Utc => "UTC",
            Self::Local(local) => &local.name,
        }
    }

    /// How far clocks were ahead of UTC at a point in time, in milliseconds.
    pub fn offset_ms(&self, at_ms: i64) -> i64 {
        let Self::Local(local) = self else { return 0 };
        let after = local.offsets.partition_point(|(from_ms, _)| *from_ms <= at_ms);
        let holding = local.offsets.get(after.saturating_sub(1));
        holding.map_or(0, |(_, offset_ms)| *offset_ms)
    }

    /// What calendar and clock said at a point in time. Times that no calendar has (more than
    /// 262,000 years away) are shown as the start of 1970.
    pub fn civil(&self, at_ms: i64) -> Civil {
        let local_ms = at_ms.saturating_add(self.offset_ms(at_ms));
        let time = DateTime::from_timestamp_millis(local_ms).unwrap_or_default();
        Civil {
            year: time.year(),
            month: time.month(),
            day: time.day(),
            hour: time.hour(),
            minute: time.minute(),
            second: time.second(),
            ms: time.timestamp_subsec_millis(),
            weekday: time.weekday().num_days_from_monday(),
        }
    }

    /// The point in time at which calendar and clock say this, or nothing where there is no such
    /// date or time of day.
    pub fn instant_ms(&self, civil: Civil) -> Option<i64> {
        let local_ms = NaiveDate::from_ymd_opt(civil.year, civil.month, civil.day)?
            .and_hms_milli_opt(civil.hour, civil.minute, civil.second, civil.ms)?
            .and_utc()
            .timestamp_millis();
        // The offset before any change near this time, then the one after it: where the first
        // gives back the same clock time, it is the first of two, and otherwise the only one.
        let before_ms = local_ms - self.offset_ms(local_ms.saturating_sub(contract::time::DAY_MS));
        let after_ms = local_ms - self.offset_ms(local_ms.saturating_add(contract::time::DAY_MS));
        let is_that = |at_ms: i64| at_ms + self.offset_ms(at_ms) == local_ms;
        Some(if !is_that(before_ms) && is_that(after_ms) { after_ms } else { before_ms })
    }

    /// The start of the day that a point in time falls into.
    pub fn day_start_ms(&self, at_ms: i64) -> i64 {
        let day = Civil { hour: 0, minute: 0, second: 0, ms: 0, ..self.civil(at_ms) };
        self.instant_ms(day).unwrap_or(at_ms)
    }

    /// The start of the day that is `days` after the day of `at_ms`.
    pub fn day_after_ms(&self, at_ms: i64, days: i64) -> i64 {
        // From noon, a step of whole days lands inside the right day whatever clocks do.
        let noon_ms = self.day_start_ms(at_ms) + 12 * contract::time::HOUR_MS;
        self.day_start_ms(noon_ms.saturating_add(days.saturating_mul(contract::time::DAY_MS)))
    }
}

impl Civil {
    /// The start of a day.
    pub fn date(year: i32, month: u32, day: u32) -> Self {
        Self { year, month, day, hour: 0, minute: 0, second: 0, ms: 0, weekday: 0 }
    }

    /// Whether both fall on the same day.
    pub fn is_same_day(&self, other: &Self) -> bool {
        (self.year, self.month, self.day) == (other.year, other.month, other.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::time::{DAY_MS, HOUR_MS};
    use proptest::prelude::*;

    /// Berlin around the two changes of 2024: 31 March and 27 October, both at 01:00 UTC.
    fn berlin() -> Zone {
        Zone::with_transitions(
            "Europe/Berlin",
            Arc::from([(0, HOUR_MS), (1_711_846_800_000, 2 * HOUR_MS), (1_729_990_800_000, HOUR_MS)]),
        )
    }

    fn at(zone: &Zone, text: (i32, u32, u32, u32, u32)) -> Option<i64> {
        let (year, month, day, hour, minute) = text;
        zone.instant_ms(Civil { hour, minute, ..Civil::date(year, month, day) })
    }

    #[test]
    fn calendar_and_clock_in_several_zones() {
        let at_ms = 1_705_314_600_000; // 2024-01-15T10:30:00Z, a Monday
        for (zone, day, hour, minute) in [
            (Zone::Utc, 15, 10, 30),
            (Zone::fixed(330), 15, 16, 0),
            (Zone::fixed(-660), 14, 23, 30),
            (berlin(), 15, 11, 30),
        ] {
            let civil = zone.civil(at_ms);
            assert_eq!((civil.day, civil.hour, civil.minute), (day, hour, minute), "{}", zone.name());
            assert_eq!(zone.instant_ms(civil), Some(at_ms));
        }
        assert_eq!(Zone::Utc.civil(at_ms).weekday, 0);
    }

    #[test]
    fn clock_changes_are_met_on_both_sides() {
        let zone = berlin();
        let skipped = at(&zone, (2024, 3, 31, 2, 30)).unwrap();
        assert_eq!((zone.civil(skipped).hour, zone.civil(skipped).minute), (3, 30));
        assert_eq!(at(&zone, (2024, 10, 27, 2, 30)), Some(1_729_989_000_000), "the first of the two");
        assert_eq!(zone.day_after_ms(1_711_800_000_000, 1) - zone.day_start_ms(1_711_800_000_000), DAY_MS);
        let changing = at(&zone, (2024, 3, 31, 12, 0)).unwrap();
        assert_eq!(zone.day_after_ms(changing, 1) - zone.day_start_ms(changing), 23 * HOUR_MS);
    }

    #[test]
    fn dates_that_do_not_exist_have_no_instant() {
        assert_eq!(at(&Zone::Utc, (2023, 2, 29, 0, 0)), None);
        assert_eq!(at(&Zone::Utc, (2024, 2, 1, 24, 0)), None);
    }

    proptest! {
        #[test]
        fn civil_time_leads_back(at_ms in 0i64..4_000_000_000_000, minutes in -840i64..=840) {
            let zone = Zone::fixed(minutes);
            prop_assert_eq!(zone.instant_ms(zone.civil(at_ms)), Some(at_ms));
        }
    }
}
