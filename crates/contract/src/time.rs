//! Points in time as the API takes them, and windows cut into buckets.
//!
//! Times are Unix milliseconds in UTC. A window is half open: `from_ms` is inside, `to_ms` is not.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// One second in milliseconds.
pub const SECOND_MS: i64 = 1_000;
/// One minute in milliseconds.
pub const MINUTE_MS: i64 = 60 * SECOND_MS;
/// One hour in milliseconds.
pub const HOUR_MS: i64 = 60 * MINUTE_MS;
/// One day in milliseconds.
pub const DAY_MS: i64 = 24 * HOUR_MS;

/// The widths that stored rollups have, finest first.
pub const ROLLUP_STEPS_MS: [i64; 4] = [10 * SECOND_MS, MINUTE_MS, 10 * MINUTE_MS, HOUR_MS];

/// The widths that a bucket of an answer may have: each is a whole number of some rollup's width,
/// and each divides a day, so that buckets start where people expect them to.
pub const STEPS_MS: [i64; 16] = [
    10 * SECOND_MS,
    20 * SECOND_MS,
    30 * SECOND_MS,
    MINUTE_MS,
    2 * MINUTE_MS,
    5 * MINUTE_MS,
    10 * MINUTE_MS,
    20 * MINUTE_MS,
    30 * MINUTE_MS,
    HOUR_MS,
    2 * HOUR_MS,
    3 * HOUR_MS,
    6 * HOUR_MS,
    12 * HOUR_MS,
    DAY_MS,
    7 * DAY_MS,
];

/// One end of a time range: `now`, `now-90m` or Unix milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeBound {
    /// A fixed point, Unix milliseconds.
    At(i64),
    /// So many milliseconds before now.
    BeforeNow(i64),
}

impl TimeBound {
    /// The point in time it means when the clock says `now_ms`.
    pub fn resolve(self, now_ms: i64) -> i64 {
        match self {
            Self::At(at_ms) => at_ms,
            Self::BeforeNow(ago_ms) => now_ms.saturating_sub(ago_ms),
        }
    }
}

impl fmt::Display for TimeBound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::At(at_ms) => write!(f, "{at_ms}"),
            Self::BeforeNow(0) => f.write_str("now"),
            Self::BeforeNow(ago_ms) => {
                for (unit_ms, unit) in [(DAY_MS, 'd'), (HOUR_MS, 'h'), (MINUTE_MS, 'm'), (SECOND_MS, 's')] {
                    if ago_ms % unit_ms == 0 {
                        return write!(f, "now-{}{unit}", ago_ms / unit_ms);
                    }
                }
                write!(f, "now-{ago_ms}ms")
            }
        }
    }
}

/// Why a text is no [`TimeBound`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{reason} at character {offset}: a time is `now`, `now-15m` (ms, s, m, h, d, w) or Unix milliseconds"
)]
pub struct TimeBoundError {
    /// Offset of the first wrong character.
    pub offset: usize,
    /// What is wrong there.
    pub reason: &'static str,
}

impl FromStr for TimeBound {
    type Err = TimeBoundError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = |offset, reason| TimeBoundError { offset, reason };
        if let Some(rest) = text.strip_prefix("now") {
            if rest.is_empty() {
                return Ok(Self::BeforeNow(0));
            }
            let amount = rest.strip_prefix('-').ok_or(wrong(3, "expected `-`"))?;
            let digits = amount.bytes().take_while(u8::is_ascii_digit).count();
            let (number, unit) = amount.split_at(digits);
            let number: i64 = number.parse().map_err(|_e| wrong(4, "expected a number"))?;
            let unit_ms = match unit {
                "ms" => 1,
                "s" => SECOND_MS,
                "m" => MINUTE_MS,
                "h" => HOUR_MS,
                "d" => DAY_MS,
                "w" => 7 * DAY_MS,
                _ => return Err(wrong(4 + digits, "unknown unit")),
            };
            let ago_ms = number.checked_mul(unit_ms).ok_or(wrong(4, "too long ago"))?;
            return Ok(Self::BeforeNow(ago_ms));
        }
        text.parse().map(Self::At).map_err(|_e| wrong(0, "not a time"))
    }
}

/// A span of time cut into equal buckets. `from_ms` and `to_ms` are multiples of `step_ms`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Window {
    /// Start of the first bucket.
    pub from_ms: i64,
    /// End of the last bucket.
    pub to_ms: i64,
    /// Width of each bucket; one of [`STEPS_MS`].
    pub step_ms: i64,
}

impl Window {
    /// The window that covers `from_ms..to_ms` with the finest step of [`STEPS_MS`] that needs at
    /// most `most_buckets` buckets. An empty or reversed span is widened to one bucket.
    pub fn covering(from_ms: i64, to_ms: i64, most_buckets: usize) -> Self {
        let most = i64::try_from(most_buckets.max(1)).unwrap_or(i64::MAX);
        let to_ms = to_ms.max(from_ms.saturating_add(1));
        let mut window = Self { from_ms, to_ms, step_ms: 7 * DAY_MS };
        for step_ms in STEPS_MS {
            window = Self {
                from_ms: from_ms.div_euclid(step_ms) * step_ms,
                to_ms: (to_ms + step_ms - 1).div_euclid(step_ms) * step_ms,
                step_ms,
            };
            if (window.to_ms - window.from_ms) / step_ms <= most {
                break;
            }
        }
        window
    }

    /// How many buckets there are.
    pub fn len(&self) -> usize {
        usize::try_from((self.to_ms - self.from_ms) / self.step_ms).unwrap_or(0)
    }

    /// Whether there is no bucket at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bucket that a point in time falls into, if it is inside.
    pub fn bucket_of(&self, at_ms: i64) -> Option<usize> {
        if at_ms < self.from_ms || at_ms >= self.to_ms {
            return None;
        }
        usize::try_from((at_ms - self.from_ms) / self.step_ms).ok()
    }

    /// The window of the same length that ends where this one starts.
    #[must_use]
    pub fn previous(&self) -> Self {
        Self {
            from_ms: self.from_ms - (self.to_ms - self.from_ms),
            to_ms: self.from_ms,
            step_ms: self.step_ms,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_read_and_written() {
        for (text, bound) in [
            ("now", TimeBound::BeforeNow(0)),
            ("now-90m", TimeBound::BeforeNow(90 * MINUTE_MS)),
            ("now-1h", TimeBound::BeforeNow(HOUR_MS)),
            ("now-7d", TimeBound::BeforeNow(7 * DAY_MS)),
            ("now-250ms", TimeBound::BeforeNow(250)),
            ("1705314600000", TimeBound::At(1_705_314_600_000)),
            ("-5", TimeBound::At(-5)),
        ] {
            assert_eq!(text.parse(), Ok(bound), "{text}");
            assert_eq!(bound.to_string(), text);
        }
        for (text, offset) in [
            ("", 0),
            ("yesterday", 0),
            ("now+1h", 3),
            ("now-h", 4),
            ("now-5y", 5),
            ("now-99999999999999d", 4),
        ] {
            assert_eq!(text.parse::<TimeBound>().map_err(|e| e.offset), Err(offset), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_window_covers_what_was_asked_within_the_bucket_limit(
            from_ms in 0i64..4_000_000_000_000, length_ms in 0i64..40_000_000_000, most in 2usize..5_000,
        ) {
            let window = Window::covering(from_ms, from_ms + length_ms, most);
            proptest::prop_assert!(window.from_ms <= from_ms && from_ms + length_ms <= window.to_ms);
            proptest::prop_assert!(!window.is_empty());
            proptest::prop_assert!(window.len() <= most || window.step_ms == 7 * DAY_MS);
            proptest::prop_assert_eq!(window.from_ms.rem_euclid(window.step_ms), 0);
            proptest::prop_assert_eq!(window.bucket_of(from_ms), usize::try_from((from_ms - window.from_ms) / window.step_ms).ok());
        }

        #[test]
        fn a_bound_survives_its_text(ago_ms in 0i64..10_000_000_000) {
            let bound = TimeBound::BeforeNow(ago_ms);
            proptest::prop_assert_eq!(bound.to_string().parse(), Ok(bound));
        }
    }
}
