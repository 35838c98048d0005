//! One POST to the server, and what its answer means for a shipper.

use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, RETRY_AFTER};

use super::encode::Parcel;
use crate::SimulateError;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const ANSWER_TIMEOUT: Duration = Duration::from_secs(30);
/// A server that asks for more patience than this is asked again all the same.
const LONGEST_PATIENCE: Duration = Duration::from_mins(1);
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// What became of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The server has it.
    Taken,
    /// Not now. The server may have said when.
    Later {
        /// How long to wait, if the server said so.
        after: Option<Duration>,
        /// What happened, for a person.
        why: String,
    },
    /// The server will never take this batch.
    Refused(u16),
}

/// Pauses between attempts: each twice the one before, until something succeeds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pauses(Duration);

impl Pauses {
    pub(super) const fn new() -> Self {
        Self(FIRST_PAUSE)
    }

    /// The next pause; the server's own wish goes first.
    pub(super) fn next(&mut self, asked_for: Option<Duration>) -> Duration {
        let pause = self.0;
        self.0 = (pause * 2).min(LONGEST_PAUSE);
        asked_for.map_or(pause, |asked_for| asked_for.min(LONGEST_PATIENCE))
    }
}

/// The server, as a shipper sees it.
#[derive(Debug, Clone)]
pub(super) struct Client {
    http: reqwest::Client,
    base: String,
    token: Option<String>,
}

impl Client {
    pub(super) fn new(url: &str, token: Option<String>) -> Result<Self, SimulateError> {
        let address = |reason: String| SimulateError::Address { url: url.to_owned(), reason };
        let parsed = reqwest::Url::parse(url).map_err(|error| address(error.to_string()))?;
        if !matches!(parsed.scheme(), "http" | "https") {
            return Err(address("it must begin with http:// or https://".to_owned()));
        }
        let is_loopback = match parsed.host_str() {
            Some(host) => host == "localhost" || host == "[::1]" || host.starts_with("127."),
            None => return Err(address("it names no host".to_owned())),
        };
        let mut builder = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(ANSWER_TIMEOUT)
            .redirect(reqwest::redirect::Policy::none());
        if is_loopback {
            // A proxy of the surroundings cannot know this machine's own ports.
            builder = builder.no_proxy();
        }
        let http = builder.build().map_err(SimulateError::Client)?;
        let base = url.trim_end_matches('/').to_owned();
        Ok(Self { http, base, token: token.filter(|token| !token.is_empty()) })
    }

    /// Sends a gzipped batch.
    ///
    /// # Errors
    /// Where no other batch would fare better: a wrong token, a wrong address.
    pub(super) async fn post<P: Parcel>(&self, body: Vec<u8>) -> Result<Outcome, SimulateError> {
        let mut request = self
            .http
            .post(format!("{}{}", self.base, P::PATH))
            .header(CONTENT_TYPE, P::CONTENT_TYPE)
            .header(CONTENT_ENCODING, "gzip")
            .body(body);
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        match request.send().await {
            Ok(answer) => self.outcome(answer.status(), answer.headers()),
            Err(error) if error.is_builder() => {
                Err(SimulateError::Address { url: self.base.clone(), reason: root_cause(&error) })
            }
            Err(error) => Ok(Outcome::Later { after: None, why: root_cause(&error) }),
        }
    }

    fn outcome(&self, status: StatusCode, headers: &HeaderMap) -> Result<Outcome, SimulateError> {
        let url = || self.base.clone();
        match status.as_u16() {
            200..=299 => Ok(Outcome::Taken),
            401 | 403 => Err(SimulateError::Forbidden { url: url(), status: status.as_u16() }),
            300..=399 | 404 | 405 => Err(SimulateError::NotIngest { url: url(), status: status.as_u16() }),
            408 | 429 | 500..=599 => {
                Ok(Outcome::Later { after: retry_after(headers), why: format!("it answered {status}") })
            }
            other => Ok(Outcome::Refused(other)),
        }
    }
}

/// `Retry-After` in seconds. Its other form, a date, needs clocks that agree; the usual pauses do
/// as well.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}

/// The innermost reason, since the outer ones only say that sending failed.
fn root_cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_limit_and_yield_to_the_server() {
        let mut pauses = Pauses::new();
        let taken: Vec<u128> = (0..8).map(|_| pauses.next(None).as_millis()).collect();
        assert_eq!(taken, [250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
        assert_eq!(pauses.next(Some(Duration::from_secs(3))), Duration::from_secs(3));
        assert_eq!(pauses.next(Some(Duration::from_hours(1))), LONGEST_PATIENCE);
    }

    #[test]
    fn each_status_has_its_meaning() {
        let client = Client::new("http://127.0.0.1:1/", Some("t".to_owned())).unwrap();
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, "7".parse().unwrap());
        let outcome = |status| client.outcome(StatusCode::from_u16(status).unwrap(), &headers);
        assert_eq!(outcome(202).unwrap(), Outcome::Taken);
        for status in [429, 500, 503, 507] {
            let after = Some(Duration::from_secs(7));
            assert!(matches!(outcome(status), Ok(Outcome::Later { after: told, .. }) if told == after));
        }
        for status in [400, 402, 406, 413] {
            assert_eq!(outcome(status).unwrap(), Outcome::Refused(status));
        }
        assert!(matches!(outcome(403), Err(SimulateError::Forbidden { .. })));
        assert!(matches!(outcome(404), Err(SimulateError::NotIngest { .. })));
    }

    #[test]
    fn an_unusable_address_is_refused_at_once() {
        for url in ["", "nonsense", "ftp://host", "127.0.0.1:8080"] {
            let refused = Client::new(url, None);
            assert!(matches!(refused, Err(SimulateError::Address { .. })), "{url}");
        }
    }
}
