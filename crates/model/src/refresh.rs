//! When a page asks for its data again. Pure: the caller brings clock and circumstances.

use crate::url::Refresh;

/// The least time between two questions of one page, in milliseconds.
pub const LEAST_GAP_MS: i64 = 1_000;
/// Without a stream that tells of new data, live means as often as this, in milliseconds.
pub const BLIND_GAP_MS: i64 = 5_000;
/// The longest time between two attempts after failures, in milliseconds.
pub const LONGEST_RETRY_MS: i64 = 30_000;

/// What decides whether it is time to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Circumstances {
    /// How often the person wants it.
    pub refresh: Refresh,
    /// Whether the range ends now.
    pub is_live_range: bool,
    /// Whether anybody can see the page.
    pub is_visible: bool,
    /// Whether a question is on its way.
    pub is_asking: bool,
    /// The newest revision of the data that the stream told of; none without a stream.
    pub revision: Option<u64>,
    /// The newest revision when the last question was put.
    pub asked_revision: Option<u64>,
    /// When the last question was put, Unix milliseconds.
    pub asked_ms: i64,
    /// How many questions have failed one after the other.
    pub failures: u32,
    /// Width of a bucket of what is shown, in milliseconds: so often the window moves on even
    /// when nothing new came.
    pub step_ms: i64,
    /// The clock, Unix milliseconds.
    pub now_ms: i64,
}

/// Whether it is time to ask again. A change of the question itself is not judged here: it is
/// always asked at once.
pub fn is_due(circumstances: &Circumstances) -> bool {
    let Circumstances { refresh, revision, asked_revision, failures, .. } = *circumstances;
    let waited_ms = circumstances.now_ms.saturating_sub(circumstances.asked_ms);
    if circumstances.is_asking || !circumstances.is_visible || waited_ms < LEAST_GAP_MS {
        return false;
    }
    if failures > 0 {
        return waited_ms >= retry_after_ms(failures);
    }
    if !circumstances.is_live_range {
        return false;
    }
    match (refresh, refresh.interval_ms()) {
        (_, Some(interval_ms)) => waited_ms >= interval_ms,
        (Refresh::Live, _) => match revision {
            Some(_) if revision != asked_revision => true,
            Some(_) => waited_ms >= circumstances.step_ms.max(LEAST_GAP_MS),
            None => waited_ms >= BLIND_GAP_MS,
        },
        _ => false,
    }
}

/// How long to wait after so many failures: 2 s, 4 s, 8 s … up to [`LONGEST_RETRY_MS`].
pub fn retry_after_ms(failures: u32) -> i64 {
    (LEAST_GAP_MS << failures.min(10)).min(LONGEST_RETRY_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quiet() -> Circumstances {
        Circumstances {
            refresh: Refresh::Live,
            is_live_range: true,
            is_visible: true,
            is_asking: false,
            revision: Some(7),
            asked_revision: Some(7),
            asked_ms: 100_000,
            failures: 0,
            step_ms: 10_000,
            now_ms: 101_000,
        }
    }

    #[test]
    fn live_follows_the_stream_and_the_window() {
        let news = Circumstances { revision: Some(8), ..quiet() };
        for (circumstances, expected) in [
            (quiet(), false),
            (news, true),
            (Circumstances { now_ms: 100_999, ..news }, false),
            (Circumstances { is_visible: false, ..news }, false),
            (Circumstances { is_asking: true, ..news }, false),
            (Circumstances { is_live_range: false, ..news }, false),
            (Circumstances { refresh: Refresh::Off, ..news }, false),
            (Circumstances { now_ms: 110_000, ..quiet() }, true),
            (Circumstances { revision: None, now_ms: 104_999, ..quiet() }, false),
            (Circumstances { revision: None, now_ms: 105_000, ..quiet() }, true),
        ] {
            assert_eq!(is_due(&circumstances), expected, "{circumstances:?}");
        }
    }

    #[test]
    fn intervals_are_kept_whatever_the_stream_says() {
        let every =
            |refresh, now_ms| is_due(&Circumstances { refresh, now_ms, revision: Some(8), ..quiet() });
        assert!(!every(Refresh::TenSeconds, 109_999) && every(Refresh::TenSeconds, 110_000));
        assert!(!every(Refresh::Minute, 159_999) && every(Refresh::Minute, 160_000));
        assert!(!every(Refresh::Off, 999_999));
    }

    #[test]
    fn failures_are_tried_again_ever_more_slowly() {
        assert_eq!([1, 2, 3, 4, 5, 60].map(retry_after_ms), [2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
        let failed = Circumstances { failures: 1, is_live_range: false, refresh: Refresh::Off, ..quiet() };
        assert!(!is_due(&Circumstances { now_ms: 101_999, ..failed }));
        assert!(is_due(&Circumstances { now_ms: 102_000, ..failed }));
    }
}
