//! Typed questions to the JSON API.

use super::{AbortLease, ApiError};
use contract::catalogue::DashboardId;
use contract::dashboard::Dashboard;
use contract::decode::{Decode, decode_slice};
use contract::error::ErrorAnswer;
use gloo_net::http::{Request, Response};
use model::range::TimeRange;
use std::fmt;
use std::sync::Arc;

/// The JSON API at its base.
#[derive(Debug, Clone)]
pub(crate) struct Api {
    base: Arc<str>,
}

/// Which dashboard, of when, and how finely.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DashboardQuery {
    /// The dashboard.
    pub(crate) id: DashboardId,
    /// Its time range.
    pub(crate) range: TimeRange,
    /// Whether the window before is asked for too.
    pub(crate) is_compared: bool,
    /// The most buckets of a series.
    pub(crate) width: usize,
}

/// A good answer.
#[derive(Debug)]
pub(crate) enum Answer<T> {
    /// Something new, with the tag to ask for changes by.
    Fresh(T, Option<String>),
    /// The same as before.
    NotModified,
}

impl fmt::Display for DashboardQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Bounds of time are digits, letters and `-`, and need no escaping.
        let (from, to) = self.range.bounds();
        write!(f, "/dashboards/{}?from={from}&to={to}&width={}", self.id.slug(), self.width)?;
        if self.is_compared { f.write_str("&compare=previous") } else { Ok(()) }
    }
}

impl Api {
    /// The API at `base`, without a trailing slash.
    pub(crate) fn new(base: &str) -> Self {
        Self { base: Arc::from(base.trim_end_matches('/')) }
    }

    /// The address of the event stream.
    pub(crate) fn stream_url(&self) -> String {
        format!("{}/stream", self.base)
    }

    /// A dashboard, or "not modified" where it is still what `tag` names.
    pub(crate) async fn dashboard(
        &self,
        query: DashboardQuery,
        tag: Option<String>,
        abort: AbortLease,
    ) -> Result<Answer<Dashboard>, ApiError> {
        get(&format!("{}{query}", self.base), tag, abort).await
    }
}

/// Asks for JSON at an address.
async fn get<T: Decode>(url: &str, tag: Option<String>, abort: AbortLease) -> Result<Answer<T>, ApiError> {
    let mut request = Request::get(url).abort_signal(Some(&abort.signal));
    if let Some(tag) = tag {
        request = request.header("If-None-Match", &tag);
    }
    let response = request.send().await.map_err(|_no_answer| abort.reason())?;
    if response.status() == 304 {
        return Ok(Answer::NotModified);
    }
    let body = response.binary().await.map_err(|_broke_off| abort.reason())?;
    if !response.ok() {
        return Err(refusal(&response, &body));
    }
    let tag = response.headers().get("etag");
    decode(&body).map(|value| Answer::Fresh(value, tag))
}

fn refusal(response: &Response, body: &[u8]) -> ApiError {
    let answer: Option<ErrorAnswer> = decode_slice(body).ok();
    ApiError::Status { status: response.status(), body: answer.map(|answer| answer.error) }
}

pub(super) fn decode<T: Decode>(body: &[u8]) -> Result<T, ApiError> {
    decode_slice(body).map_err(|error| ApiError::Decode { detail: error.to_string() })
}
