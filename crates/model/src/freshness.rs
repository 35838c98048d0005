//! How current what is shown is. Freshness is a state of every panel, told in words and shape.
//!
//! Three things are kept apart: the server cannot be reached (we are cut off and know nothing
//! newer), the server is there but the sources went silent (stale), and a fixed range (old on
//! purpose). Old data is never shown as current: [`shown_state`] takes the colour away.

use crate::format;
use crate::zone::Zone;
use contract::panel::State;

/// Whether the server can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Connection {
    /// Nothing was heard yet, and nothing failed yet.
    #[default]
    Connecting,
    /// The server answers.
    Connected,
    /// The server does not answer.
    CutOff {
        /// Since when, by the server's clock as far as it is known, Unix milliseconds.
        since_ms: i64,
    },
}

/// How current a panel, or the whole page, is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// The first answer is still on its way.
    Loading,
    /// Its sources are heard and the server answers.
    Live,
    /// Its sources have been silent for too long.
    Stale {
        /// When they were last heard, Unix milliseconds.
        since_ms: i64,
    },
    /// The server does not answer, so that nobody knows.
    CutOff {
        /// Since when, Unix milliseconds.
        since_ms: i64,
    },
    /// The range is fixed: old on purpose, and not refreshed.
    Fixed,
    /// No source ever fed it.
    NoData,
    /// It could not be worked out.
    Error,
}

/// What freshness is judged by, the same for all panels of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FreshnessContext {
    /// The server's clock now, Unix milliseconds.
    pub server_now_ms: i64,
    /// A source that was silent for longer than this is stale, in milliseconds.
    pub stale_after_ms: i64,
    /// Whether the range is fixed.
    pub is_fixed: bool,
    /// Whether the server can be reached.
    pub connection: Connection,
}

/// The freshness of a panel that has an answer, from when its sources were last heard.
pub fn panel_freshness(context: &FreshnessContext, data_through_ms: Option<i64>) -> Freshness {
    match (context.is_fixed, context.connection, data_through_ms) {
        (true, _, Some(_)) => Freshness::Fixed,
        (false, Connection::CutOff { since_ms }, _) => Freshness::CutOff { since_ms },
        (_, _, None) => Freshness::NoData,
        (false, _, Some(through_ms)) => {
            let silent_ms = context.server_now_ms.saturating_sub(through_ms);
            if silent_ms > context.stale_after_ms {
                Freshness::Stale { since_ms: through_ms }
            } else {
                Freshness::Live
            }
        }
    }
}

impl Freshness {
    /// Whether what is shown describes the present.
    pub fn is_current(self) -> bool {
        self == Self::Live
    }

    /// It in words for a panel: "live", "stale since 14:02:31".
    pub fn words(self, now_ms: i64, zone: &Zone) -> String {
        let since = |since_ms| format::moment(since_ms, now_ms, zone);
        match self {
            Self::Loading => "loading".to_owned(),
            Self::Live => "live".to_owned(),
            Self::Stale { since_ms } => format!("stale since {}", since(since_ms)),
            Self::CutOff { since_ms } => format!("cut off since {}", since(since_ms)),
            Self::Fixed => "fixed range".to_owned(),
            Self::NoData => "no data".to_owned(),
            Self::Error => "error".to_owned(),
        }
    }

    /// It in words for the whole page: "live, data through 14:02:31".
    pub fn page_words(self, data_through_ms: Option<i64>, now_ms: i64, zone: &Zone) -> String {
        let at = |at_ms| format::moment(at_ms, now_ms, zone);
        match (self, data_through_ms) {
            (Self::Loading, _) => "loading".to_owned(),
            (Self::Live, Some(through_ms)) => format!("live, data through {}", at(through_ms)),
            (Self::Live, None) => "live".to_owned(),
            (Self::Stale { since_ms }, _) => format!("all sources silent since {}", at(since_ms)),
            (Self::CutOff { since_ms }, _) => format!("cut off from the server since {}", at(since_ms)),
            (Self::Fixed, _) => "fixed range".to_owned(),
            (Self::NoData, _) => "no data yet".to_owned(),
            (Self::Error, _) => "the last refresh failed".to_owned(),
        }
    }

    /// The shape before the words, never the only sign.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Live => "●",
            Self::Stale { .. } | Self::Error => "▲",
            Self::CutOff { .. } | Self::NoData | Self::Loading => "◌",
            Self::Fixed => "□",
        }
    }

    /// The class of a style sheet for it.
    pub fn class(self) -> &'static str {
        match self {
            Self::Loading => "is-loading",
            Self::Live => "is-live",
            Self::Stale { .. } => "is-stale",
            Self::CutOff { .. } => "is-cut-off",
            Self::Fixed => "is-fixed",
            Self::NoData => "is-no-data",
            Self::Error => "is-error",
        }
    }
}

/// A judgement as it may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ShownState {
    /// Nothing to judge by.
    NoData,
    /// Judged by data that is no longer current: it was some state once, and is none now.
    Outdated,
    /// On the good side of its limit.
    Ok,
    /// Past a limit whose severity is warning.
    Warning,
    /// Past a limit whose severity is critical.
    Critical,
}

/// What may be shown of a judgement: itself where the data is current or old on purpose, and no
/// colour at all otherwise, so that nothing stays green when nothing is heard.
pub fn shown_state(state: State, freshness: Freshness) -> ShownState {
    match freshness {
        Freshness::Live | Freshness::Fixed => match state {
            State::NoData => ShownState::NoData,
            State::Ok => ShownState::Ok,
            State::Warning => ShownState::Warning,
            State::Critical => ShownState::Critical,
        },
        Freshness::Stale { .. } | Freshness::CutOff { .. } if state != State::NoData => ShownState::Outdated,
        _ => ShownState::NoData,
    }
}

impl ShownState {
    /// Its shape.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::NoData | Self::Outdated => "◌",
            Self::Ok => "●",
            Self::Warning => "▲",
            Self::Critical => "■",
        }
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::NoData => "no data",
            Self::Outdated => "outdated",
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Critical => "critical",
        }
    }

    /// The class of a style sheet for it.
    pub fn class(self) -> &'static str {
        match self {
            Self::NoData => "is-no-data",
            Self::Outdated => "is-outdated",
            Self::Ok => "is-ok",
            Self::Warning => "is-warning",
            Self::Critical => "is-critical",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_705_314_600_000;

    #[test]
    fn silence_and_being_cut_off_differ() {
        let live = FreshnessContext {
            server_now_ms: NOW,
            stale_after_ms: 15_000,
            is_fixed: false,
            connection: Connection::Connected,
        };
        let cut_off = FreshnessContext { connection: Connection::CutOff { since_ms: NOW - 1 }, ..live };
        let fixed = FreshnessContext { is_fixed: true, ..cut_off };
        for (context, through_ms, expected) in [
            (live, Some(NOW - 15_000), Freshness::Live),
            (live, Some(NOW + 3_000), Freshness::Live),
            (live, Some(NOW - 15_001), Freshness::Stale { since_ms: NOW - 15_001 }),
            (live, None, Freshness::NoData),
            (cut_off, Some(NOW), Freshness::CutOff { since_ms: NOW - 1 }),
            (cut_off, None, Freshness::CutOff { since_ms: NOW - 1 }),
            (fixed, Some(0), Freshness::Fixed),
            (fixed, None, Freshness::NoData),
        ] {
            assert_eq!(panel_freshness(&context, through_ms), expected);
        }
    }

    #[test]
    fn old_data_is_never_green() {
        let since_ms = NOW;
        for freshness in [
            Freshness::Loading,
            Freshness::Stale { since_ms },
            Freshness::CutOff { since_ms },
            Freshness::NoData,
            Freshness::Error,
        ] {
            for state in [State::NoData, State::Ok, State::Warning, State::Critical] {
                assert!(shown_state(state, freshness) <= ShownState::Outdated);
            }
        }
        assert_eq!(shown_state(State::Ok, Freshness::Live), ShownState::Ok);
        assert_eq!(shown_state(State::Critical, Freshness::Fixed), ShownState::Critical);
    }

    #[test]
    fn words_say_since_when() {
        let since_ms = NOW - 1_000;
        assert_eq!(Freshness::Stale { since_ms }.words(NOW, &Zone::Utc), "stale since 10:29:59");
        assert_eq!(Freshness::Live.page_words(Some(NOW), NOW, &Zone::Utc), "live, data through 10:30:00");
        assert_eq!(
            Freshness::CutOff { since_ms }.page_words(None, NOW, &Zone::Utc),
            "cut off from the server since 10:29:59"
        );
    }
}
