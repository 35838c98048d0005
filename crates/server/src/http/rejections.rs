//! `GET /api/v1/ingest/rejections`: what came in and could not be read.

use super::{ApiError, AppState};
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use serde::Serialize;
use std::collections::BTreeMap;

/// What could not be read.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct RejectedItems {
    /// By the server's clock.
    generated_at_ms: i64,
    /// How many there were since the start of the server, by reason.
    counts: BTreeMap<&'static str, u64>,
    /// The newest of them, newest first; a bounded sample.
    rejections: Vec<RejectedItem>,
}

/// One item that could not be read.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct RejectedItem {
    /// When it came, Unix milliseconds.
    received_ms: i64,
    /// The address it came from, where known.
    sender: Option<String>,
    /// The kind of mistake: one of the keys of `counts`.
    reason: &'static str,
    /// Where in the body and what is wrong there.
    message: String,
    /// The item itself, cut off where it is long.
    text: String,
}

/// A bounded sample of what was rejected, for those who wonder where their lines are.
#[utoipa::path(get, path = "/api/v1/ingest/rejections", tag = "ingest", responses(
    (status = 200, description = "What was rejected", body = RejectedItems),
))]
pub(super) async fn rejections(State(state): State<AppState>) -> Result<impl IntoResponse, ApiError> {
    let counts = state.ingest().figures().rejected.into_iter().map(|(reason, count)| (reason.name(), count));
    let rejections = state.ingest().rejections().into_iter().map(|item| RejectedItem {
        received_ms: item.received_ms,
        sender: item.sender,
        reason: item.reason.name(),
        message: item.message,
        text: item.text,
    });
    let answer = RejectedItems {
        generated_at_ms: state.now_ms(),
        counts: counts.collect(),
        rejections: rejections.collect(),
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(answer)))
}
