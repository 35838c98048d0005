//! `GET /api/v1/dashboards/{id}`.

use super::{ApiError, AppState, params};
use crate::query::{self, DashboardQuery, alerts};
use crate::store::{Store, StoreError};
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use contract::catalogue::DashboardId;
use contract::dashboard::{Alert, Dashboard};
use contract::error::ErrorAnswer;
use sha2::{Digest, Sha256};
use std::collections::VecDeque;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

/// How many answers are kept for those who ask the same right after.
const KEPT_ANSWERS: usize = 16;
/// An answer is good for others who ask within the same second.
const SHARED_MS: i64 = 1_000;

/// A dashboard as it goes out.
#[derive(Debug)]
struct Answer {
    /// Hash of all but the time it was worked out at, so that an unchanged dashboard is known as
    /// such. It is a weak validator because that time may differ.
    etag: HeaderValue,
    body: Bytes,
}

/// What an answer depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Asked {
    revision: u64,
    second: i64,
    query: DashboardQuery,
}

/// Answers and alerts of this second: after a commit, every open browser asks the same at once.
#[derive(Debug, Default)]
pub(super) struct Answers {
    dashboards: Mutex<VecDeque<(Asked, Arc<Answer>)>>,
    alerts: Mutex<Option<(u64, i64, Vec<Alert>)>>,
}

impl Answers {
    fn known(&self, asked: &Asked) -> Option<Arc<Answer>> {
        let kept = self.dashboards.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(of, _)| of == asked).map(|(_, answer)| Arc::clone(answer))
    }

    fn keep(&self, asked: Asked, answer: Arc<Answer>) {
        let mut kept = self.dashboards.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT_ANSWERS {
            kept.pop_front();
        }
        kept.push_back((asked, answer));
    }

    fn alerts(&self, store: &dyn Store, now_ms: i64) -> Result<Vec<Alert>, StoreError> {
        let (revision, second) = (store.revision(), now_ms.div_euclid(SHARED_MS));
        // Held while working, so that those who come meanwhile wait instead of doing it again.
        let mut kept = self.alerts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of_revision, of_second, alerts)) = kept.as_ref()
            && (*of_revision, *of_second) == (revision, second)
        {
            return Ok(alerts.clone());
        }
        let alerts = alerts::firing(store, now_ms)?;
        *kept = Some((revision, second, alerts.clone()));
        Ok(alerts)
    }
}

/// A whole dashboard in one round trip: panels, series, limits, what fires, how fresh it all is.
#[utoipa::path(
    get,
    path = "/api/v1/dashboards/{id}",
    tag = "dashboards",
    params(
        ("id" = String, Path, description = "`overview`, `generations`, `api`, `queues` or `providers`"),
        ("from" = Option<String>, Query, description = "`now`, `now-15m` (ms, s, m, h, d, w) or Unix milliseconds; `now-1h` when absent"),
        ("to" = Option<String>, Query, description = "As `from`; `now` when absent"),
        ("width" = Option<usize>, Query, minimum = 1, maximum = 4000, description = "The most buckets that a series may have; 360 when absent"),
        ("compare" = Option<contract::dashboard::Compare>, Query, description = "`previous` asks for the window before as well"),
        ("If-None-Match" = Option<String>, Header, description = "The ETag of an answer that is still at hand"),
    ),
    responses(
        (status = 200, description = "The dashboard", body = Dashboard, headers(("ETag" = String, description = "Changes when anything but `generated_at_ms` does"))),
        (status = 304, description = "Nothing but `generated_at_ms` has changed"),
        (status = 400, description = "A parameter cannot be read", body = ErrorAnswer),
        (status = 404, description = "There is no such dashboard", body = ErrorAnswer),
        (status = 500, description = "The server could not do it", body = ErrorAnswer),
        (status = 503, description = "It took too long", body = ErrorAnswer),
    )
)]
pub(super) async fn dashboard(
    State(state): State<AppState>,
    slug: Result<Path<String>, PathRejection>,
    pairs: Result<Query<Vec<(String, String)>>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let Path(slug) = slug.map_err(|error| params::wrong("id", 0, error.body_text()))?;
    let Query(pairs) = pairs.map_err(|error| params::wrong("query", 0, error.body_text()))?;
    let id = DashboardId::from_slug(&slug).ok_or_else(|| {
        let slugs: Vec<&str> = DashboardId::ALL.into_iter().map(DashboardId::slug).collect();
        ApiError::NotFound(format!("There is no dashboard `{slug}`; there are {}.", slugs.join(", ")))
    })?;
    let now_ms = state.now_ms();
    let asked = params::read(&pairs, now_ms)?;
    let query = DashboardQuery {
        id,
        window: asked.window,
        with_previous: asked.with_previous,
        now_ms,
        stale_after_ms: state.config().freshness.stale_after.as_ms(),
    };
    let permit = state.reads().acquire_owned().await.map_err(|_closed| ApiError::Ending)?;
    let worker = state.clone();
    let answer = tokio::task::spawn_blocking(move || {
        let answer = work_out(&worker, query);
        drop(permit);
        answer
    })
    .await??;
    Ok(told(&answer, &headers))
}

fn work_out(state: &AppState, query: DashboardQuery) -> Result<Arc<Answer>, ApiError> {
    let store = state.store().as_ref();
    let second = query.now_ms.div_euclid(SHARED_MS);
    let shared = DashboardQuery { now_ms: 0, ..query };
    // The revision is read before the data: an answer may be newer than it says, never older.
    let asked = Asked { revision: store.revision(), second, query: shared };
    if let Some(answer) = state.answers().known(&asked) {
        return Ok(answer);
    }
    let alerts = state.answers().alerts(store, query.now_ms)?;
    let mut dashboard = query::dashboard(store, &query, alerts)?;
    dashboard.generated_at_ms = 0;
    let etag = etag(&serde_json::to_vec(&dashboard)?);
    dashboard.generated_at_ms = query.now_ms;
    let answer = Arc::new(Answer { etag, body: serde_json::to_vec(&dashboard)?.into() });
    state.answers().keep(asked, Arc::clone(&answer));
    Ok(answer)
}

/// A weak entity tag of these bytes.
fn etag(bytes: &[u8]) -> HeaderValue {
    let mut text = "W/\"".to_owned();
    for byte in Sha256::digest(bytes).iter().take(16) {
        // Writing to a String cannot fail.
        write!(text, "{byte:02x}").unwrap_or_default();
    }
    text.push('"');
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("W/\"0\""))
}

fn told(answer: &Answer, headers: &HeaderMap) -> Response {
    let cached = [
        (header::ETAG, answer.etag.clone()),
        // It may be kept, and has to be asked about each time.
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    if super::headers::is_same(headers, &answer.etag) {
        return (StatusCode::NOT_MODIFIED, cached).into_response();
    }
    let json = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    (cached, json, answer.body.clone()).into_response()
}
