//! What is done around every request: a number, a bound on its time, a line in the log, figures.

use super::error::Detail;
use super::{ApiError, AppState};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

static NEXT_NUMBER: AtomicU64 = AtomicU64::new(1);

/// Numbers the request, counts it, and logs what a 5xx was about under its number.
pub(super) async fn watch(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    // The pattern and not the path: paths are without number.
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let number = NEXT_NUMBER.fetch_add(1, Ordering::Relaxed);
    // Together with the time, it stays unique over restarts.
    let request_id = format!("{:x}-{number:x}", state.now_ms());
    let mut response = next.run(request).await;
    let took = started.elapsed();
    let status = response.status();
    state.figures().record(&method, &route, status, took);
    if let Some(Detail(detail)) = response.extensions().get() {
        tracing::error!(request_id, %method, path, status = status.as_u16(), detail, "a request failed");
    } else {
        tracing::debug!(request_id, %method, path, status = status.as_u16(), took_ms = took.as_millis(), "request");
    }
    if let Ok(value) = HeaderValue::from_str(&request_id) {
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
    }
    response
}

/// Gives up on an answer that does not begin in time. What streams afterwards is not bounded.
pub(super) async fn within_time(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let most = state.config().http.timeout.duration();
    match tokio::time::timeout(most, next.run(request)).await {
        Ok(response) => response,
        Err(_elapsed) => ApiError::TimedOut.into_response(),
    }
}
