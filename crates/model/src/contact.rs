//! What is known of the server from what was heard of it: streams, answers and failures.
//!
//! Time is a parameter. A stream that breaks off is often back within a moment (a proxy's time
//! limit, a restart), so a break alone counts only after [`GRACE_MS`]; a request that fails does
//! at once. Anything that is heard ends it.

use crate::freshness::Connection;

/// How long a broken stream may take to come back before it counts, in milliseconds.
pub const GRACE_MS: i64 = 2_000;
/// The server says something at least every 5 s; after this long without, it is gone.
pub const SILENCE_MS: i64 = 15_000;

/// What was heard of the server, and when. All times are Unix milliseconds of one clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Contact {
    heard_ms: Option<i64>,
    failing_since_ms: Option<i64>,
    is_certain: bool,
}

impl Contact {
    /// The server said something.
    #[must_use]
    pub fn heard(self, at_ms: i64) -> Self {
        Self { heard_ms: Some(at_ms), failing_since_ms: None, is_certain: false }
    }

    /// The stream broke off or could not be opened.
    #[must_use]
    pub fn stream_failed(self, at_ms: i64) -> Self {
        Self { failing_since_ms: self.failing_since_ms.or(Some(at_ms)), ..self }
    }

    /// A request got no answer.
    #[must_use]
    pub fn request_failed(self, at_ms: i64) -> Self {
        Self { is_certain: true, ..self.stream_failed(at_ms) }
    }

    /// Nobody listened until now, so that silence before it means nothing.
    #[must_use]
    pub fn resumed(self, at_ms: i64) -> Self {
        Self { heard_ms: self.heard_ms.map(|heard_ms| heard_ms.max(at_ms)), ..self }
    }

    /// Whether the server can be reached. A cut is dated from when something was last heard.
    pub fn connection(self, now_ms: i64) -> Connection {
        let is_failing = self
            .failing_since_ms
            .is_some_and(|since_ms| self.is_certain || now_ms.saturating_sub(since_ms) >= GRACE_MS);
        match (self.heard_ms, self.failing_since_ms) {
            (heard_ms, Some(failing_ms)) if is_failing => {
                Connection::CutOff { since_ms: heard_ms.unwrap_or(failing_ms) }
            }
            (Some(heard_ms), _) if now_ms.saturating_sub(heard_ms) > SILENCE_MS => {
                Connection::CutOff { since_ms: heard_ms }
            }
            (Some(_), _) => Connection::Connected,
            (None, _) => Connection::Connecting,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CUT_AT_10: Connection = Connection::CutOff { since_ms: 10_000 };

    #[test]
    fn the_server_is_there_until_it_is_known_to_be_gone() {
        let heard = Contact::default().heard(10_000);
        for (contact, now_ms, expected) in [
            (Contact::default(), 99_000, Connection::Connecting),
            (heard, 10_000, Connection::Connected),
            (heard, 25_000, Connection::Connected),
            (heard, 25_001, CUT_AT_10),
            (heard.resumed(40_000), 41_000, Connection::Connected),
            (heard.stream_failed(11_000), 12_999, Connection::Connected),
            (heard.stream_failed(11_000), 13_000, CUT_AT_10),
            (heard.stream_failed(11_000).stream_failed(12_900), 13_000, CUT_AT_10),
            (heard.stream_failed(11_000).heard(12_000), 14_000, Connection::Connected),
            (heard.request_failed(11_000), 11_000, CUT_AT_10),
            (heard.request_failed(11_000).heard(12_000), 14_000, Connection::Connected),
            (Contact::default().stream_failed(11_000), 11_500, Connection::Connecting),
            (Contact::default().request_failed(11_000), 11_000, Connection::CutOff { since_ms: 11_000 }),
        ] {
            assert_eq!(contact.connection(now_ms), expected, "{contact:?} at {now_ms}");
        }
    }
}
