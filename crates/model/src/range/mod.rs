//! The time range of a page: what it is, how it is moved, and how it is told.
//!
//! A range that touches now is live and is asked for again and again; an absolute one is fixed.
//! All movements are pure: the caller brings the clock. Lengths stay within [`MIN_MS`] and
//! [`MAX_MS`], so that no click leads to an empty or an absurd window.

mod text;

pub use text::{RangeError, parse_range};

use crate::format;
use crate::zone::Zone;
use contract::time::{DAY_MS, HOUR_MS, MINUTE_MS, TimeBound};

/// The shortest range in milliseconds: a few of the finest buckets.
pub const MIN_MS: i64 = MINUTE_MS;
/// The longest range in milliseconds.
pub const MAX_MS: i64 = 5 * 366 * DAY_MS;
/// The latest time that a range may name: the start of the year 10000.
pub const LATEST_MS: i64 = 253_402_300_800_000;

/// The time range of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeRange {
    /// The last `back_ms` milliseconds up to now.
    Relative {
        /// Its length.
        back_ms: i64,
    },
    /// From a fixed point up to now, growing: "today".
    Since {
        /// Its start, Unix milliseconds.
        from_ms: i64,
    },
    /// Between two fixed points.
    Absolute {
        /// Its start, Unix milliseconds.
        from_ms: i64,
        /// Its end, Unix milliseconds.
        to_ms: i64,
    },
}

impl Default for TimeRange {
    fn default() -> Self {
        Self::Relative { back_ms: HOUR_MS }
    }
}

/// One entry of the list of quick ranges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuickRange {
    /// The last so many milliseconds.
    Last(i64),
    /// Since midnight.
    Today,
    /// The whole day before.
    Yesterday,
}

/// The quick ranges in the order of the list.
pub const QUICK_RANGES: [QuickRange; 12] = [
    QuickRange::Last(5 * MINUTE_MS),
    QuickRange::Last(15 * MINUTE_MS),
    QuickRange::Last(HOUR_MS),
    QuickRange::Last(3 * HOUR_MS),
    QuickRange::Last(6 * HOUR_MS),
    QuickRange::Last(12 * HOUR_MS),
    QuickRange::Last(DAY_MS),
    QuickRange::Last(2 * DAY_MS),
    QuickRange::Last(7 * DAY_MS),
    QuickRange::Last(30 * DAY_MS),
    QuickRange::Today,
    QuickRange::Yesterday,
];

impl QuickRange {
    /// Its name in the list: "Last 15 minutes", "Today".
    pub fn label(self) -> String {
        match self {
            Self::Last(back_ms) => last_label(back_ms),
            Self::Today => "Today".to_owned(),
            Self::Yesterday => "Yesterday".to_owned(),
        }
    }

    /// The range it means when the clock says `now_ms` in `zone`.
    pub fn range(self, now_ms: i64, zone: &Zone) -> TimeRange {
        match self {
            Self::Last(back_ms) => TimeRange::Relative { back_ms },
            Self::Today => TimeRange::Since { from_ms: zone.day_start_ms(now_ms) },
            Self::Yesterday => TimeRange::Absolute {
                from_ms: zone.day_after_ms(now_ms, -1),
                to_ms: zone.day_start_ms(now_ms),
            },
        }
    }
}

/// A step through time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shift {
    /// Back by the whole length.
    Back,
    /// Back by half of the length.
    BackHalf,
    /// Forward by half of the length.
    ForwardHalf,
    /// Forward by the whole length.
    Forward,
}

impl TimeRange {
    /// A range between two points in any order, widened around its middle to [`MIN_MS`] and cut
    /// to [`MAX_MS`].
    pub fn absolute(one_ms: i64, other_ms: i64) -> Self {
        let (from_ms, to_ms) = (one_ms.min(other_ms).max(0), one_ms.max(other_ms).clamp(0, LATEST_MS));
        let missing_ms = (MIN_MS - (to_ms - from_ms)).max(0);
        let from_ms = (from_ms - missing_ms / 2).clamp(0, LATEST_MS - MIN_MS);
        let to_ms = to_ms.max(from_ms + MIN_MS);
        Self::Absolute { from_ms: from_ms.max(to_ms - MAX_MS), to_ms }
    }

    /// The last `back_ms` milliseconds, within the bounds of a range.
    pub fn last(back_ms: i64) -> Self {
        Self::Relative { back_ms: back_ms.clamp(MIN_MS, MAX_MS) }
    }

    /// Whether it ends now and therefore moves.
    pub fn is_live(self) -> bool {
        !matches!(self, Self::Absolute { .. })
    }

    /// Its two ends as the API takes them.
    pub fn bounds(self) -> (TimeBound, TimeBound) {
        match self {
            Self::Relative { back_ms } => (TimeBound::BeforeNow(back_ms), TimeBound::BeforeNow(0)),
            Self::Since { from_ms } => (TimeBound::At(from_ms), TimeBound::BeforeNow(0)),
            Self::Absolute { from_ms, to_ms } => (TimeBound::At(from_ms), TimeBound::At(to_ms)),
        }
    }

    /// Start and end in Unix milliseconds when the clock says `now_ms`.
    pub fn resolve(self, now_ms: i64) -> (i64, i64) {
        let (from, to) = self.bounds();
        let (from_ms, to_ms) = (from.resolve(now_ms), to.resolve(now_ms));
        (from_ms, to_ms.max(from_ms.saturating_add(MIN_MS)))
    }

    /// Its length in milliseconds.
    pub fn length_ms(self, now_ms: i64) -> i64 {
        let (from_ms, to_ms) = self.resolve(now_ms);
        to_ms - from_ms
    }

    /// The range one step earlier or later. A step that reaches now, give or take a tenth of the
    /// length (time has passed since the step back), becomes live again; nothing goes past now.
    #[must_use]
    pub fn shift(self, by: Shift, now_ms: i64) -> Self {
        let (from_ms, to_ms) = self.resolve(now_ms);
        let length_ms = to_ms - from_ms;
        let step_ms = match by {
            Shift::Back => -length_ms,
            Shift::BackHalf => -length_ms / 2,
            Shift::ForwardHalf => length_ms / 2,
            Shift::Forward => length_ms,
        };
        match self {
            Self::Relative { .. } | Self::Since { .. } if step_ms > 0 => self,
            _ if to_ms + step_ms >= now_ms - length_ms / 10 && step_ms > 0 => Self::last(length_ms),
            _ => Self::absolute(from_ms + step_ms, to_ms + step_ms),
        }
    }

    /// Whether a step forward leads anywhere.
    pub fn can_shift_forward(self) -> bool {
        !self.is_live()
    }

    /// Twice the length around the same middle, but not past now.
    #[must_use]
    pub fn zoom_out(self, now_ms: i64) -> Self {
        let (from_ms, to_ms) = self.resolve(now_ms);
        let length_ms = to_ms - from_ms;
        if self.is_live() {
            return Self::last(length_ms.saturating_mul(2));
        }
        let to_ms = (to_ms + length_ms / 2).min(now_ms.max(to_ms));
        Self::absolute(to_ms - length_ms.saturating_mul(2).min(MAX_MS), to_ms)
    }

    /// What it is called: "Last 1 hour", "Since 00:00", "15 Jan 14:00 – 14:20".
    pub fn label(self, now_ms: i64, zone: &Zone) -> String {
        match self {
            Self::Relative { back_ms } => last_label(back_ms),
            Self::Since { from_ms } if from_ms == zone.day_start_ms(now_ms) => "Today".to_owned(),
            Self::Since { from_ms } => format!("Since {}", point_label(from_ms, now_ms, zone)),
            Self::Absolute { from_ms, to_ms } => absolute_label(from_ms, to_ms, now_ms, zone),
        }
    }
}

fn last_label(back_ms: i64) -> String {
    for (unit_ms, unit) in [(DAY_MS, "day"), (HOUR_MS, "hour"), (MINUTE_MS, "minute"), (1_000, "second")] {
        // 24 hours are spoken of as hours, 48 and more in whole days as days.
        let is_hours = unit_ms == DAY_MS && back_ms == DAY_MS;
        if back_ms >= unit_ms && back_ms % unit_ms == 0 && !is_hours {
            let number = back_ms / unit_ms;
            return format!("Last {number} {unit}{}", if number == 1 { "" } else { "s" });
        }
    }
    format!("Last {}", format::duration_ms(precise(back_ms)))
}

#[expect(clippy::cast_precision_loss, reason = "lengths of ranges are far below 2^53 milliseconds")]
fn precise(length_ms: i64) -> f64 {
    length_ms as f64
}

fn point_label(at_ms: i64, now_ms: i64, zone: &Zone) -> String {
    let (at, now) = (zone.civil(at_ms), zone.civil(now_ms));
    let clock = if at.second == 0 { format::clock_minutes(at_ms, zone) } else { format::clock(at_ms, zone) };
    if at.is_same_day(&now) {
        clock
    } else if at.year == now.year {
        format!("{} {clock}", format::date_short(at_ms, zone))
    } else {
        format!("{} {clock}", format::date(at_ms, zone))
    }
}

fn absolute_label(from_ms: i64, to_ms: i64, now_ms: i64, zone: &Zone) -> String {
    let whole_days = zone.day_start_ms(from_ms) == from_ms && zone.day_start_ms(to_ms) == to_ms;
    if whole_days {
        let last_ms = to_ms - 1;
        if zone.day_after_ms(now_ms, -1) == from_ms && zone.day_start_ms(now_ms) == to_ms {
            return "Yesterday".to_owned();
        }
        let is_this_year = zone.civil(from_ms).year == zone.civil(now_ms).year;
        let day =
            |at_ms| if is_this_year { format::date_short(at_ms, zone) } else { format::date(at_ms, zone) };
        let is_one = zone.civil(from_ms).is_same_day(&zone.civil(last_ms));
        return if is_one { day(from_ms) } else { format!("{} – {}", day(from_ms), day(last_ms)) };
    }
    // With both ends on one day the date stands once; across days it stands at both.
    let is_one_day = zone.civil(from_ms).is_same_day(&zone.civil(to_ms));
    let from = point_label(from_ms, now_ms, zone);
    let to = point_label(to_ms, if is_one_day { to_ms } else { now_ms }, zone);
    if !is_one_day && zone.civil(to_ms).is_same_day(&zone.civil(now_ms)) {
        return format!("{from} – {} {to}", format::date_short(to_ms, zone));
    }
    format!("{from} – {to}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: i64 = 1_705_314_600_000; // 2024-01-15T10:30:00Z

    #[test]
    fn ranges_have_names() {
        for (range, expected) in [
            (TimeRange::default(), "Last 1 hour"),
            (TimeRange::last(90 * MINUTE_MS), "Last 90 minutes"),
            (TimeRange::last(DAY_MS), "Last 24 hours"),
            (TimeRange::last(7 * DAY_MS), "Last 7 days"),
            (QuickRange::Today.range(NOW, &Zone::Utc), "Today"),
            (QuickRange::Yesterday.range(NOW, &Zone::Utc), "Yesterday"),
            (TimeRange::Since { from_ms: NOW - 30 * MINUTE_MS }, "Since 10:00"),
            (TimeRange::absolute(NOW - HOUR_MS, NOW), "09:30 – 10:30"),
            (TimeRange::absolute(NOW - DAY_MS - HOUR_MS, NOW - DAY_MS), "14\u{a0}Jan 09:30 – 10:30"),
            (TimeRange::absolute(NOW - DAY_MS, NOW), "14\u{a0}Jan 10:30 – 15\u{a0}Jan 10:30"),
            (TimeRange::absolute(1_705_017_600_000, 1_705_190_400_000), "12\u{a0}Jan – 13\u{a0}Jan"),
            (TimeRange::absolute(1_673_740_800_000, 1_673_827_200_000), "2023-01-15"),
        ] {
            assert_eq!(range.label(NOW, &Zone::Utc), expected, "{range:?}");
        }
        assert_eq!(
            QUICK_RANGES.map(QuickRange::label)[..3],
            ["Last 5 minutes", "Last 15 minutes", "Last 1 hour"]
        );
    }

    #[test]
    fn steps_end_at_now() {
        let hour = TimeRange::default();
        let before = hour.shift(Shift::Back, NOW);
        assert_eq!(before, TimeRange::Absolute { from_ms: NOW - 2 * HOUR_MS, to_ms: NOW - HOUR_MS });
        assert_eq!(before.shift(Shift::ForwardHalf, NOW).resolve(NOW).1, NOW - HOUR_MS / 2);
        assert_eq!(before.shift(Shift::Forward, NOW), hour);
        assert_eq!(before.shift(Shift::Forward, NOW + 5 * MINUTE_MS), hour);
        assert!(!before.shift(Shift::Forward, NOW + 10 * MINUTE_MS).is_live());
        assert_eq!(hour.shift(Shift::Forward, NOW), hour);
        assert!(before.can_shift_forward() && !hour.can_shift_forward());
    }

    #[test]
    fn zooming_out_doubles() {
        assert_eq!(TimeRange::default().zoom_out(NOW), TimeRange::last(2 * HOUR_MS));
        let past = TimeRange::absolute(NOW - 3 * HOUR_MS, NOW - 2 * HOUR_MS).zoom_out(NOW);
        assert_eq!(past, TimeRange::absolute(NOW - 7 * HOUR_MS / 2, NOW - 3 * HOUR_MS / 2));
        let near = TimeRange::absolute(NOW - HOUR_MS, NOW).zoom_out(NOW);
        assert_eq!(near, TimeRange::absolute(NOW - 2 * HOUR_MS, NOW));
    }

    proptest! {
        #[test]
        fn every_movement_keeps_a_sound_window(
            one_ms in -10i64..NOW, other_ms in -10i64..NOW * 2, back_ms in 0i64..i64::MAX,
        ) {
            for range in [TimeRange::absolute(one_ms, other_ms), TimeRange::last(back_ms)] {
                for moved in [
                    range, range.zoom_out(NOW), range.shift(Shift::Back, NOW), range.shift(Shift::BackHalf, NOW),
                    range.shift(Shift::Forward, NOW), range.shift(Shift::ForwardHalf, NOW),
                ] {
                    let length_ms = moved.length_ms(NOW);
                    prop_assert!((MIN_MS..=MAX_MS).contains(&length_ms), "{:?} {}", moved, length_ms);
                }
            }
        }
    }
}
