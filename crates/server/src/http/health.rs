//! `GET /healthz`: the process answers. `GET /readyz`: it can also read its store.

use super::{ApiError, AppState};
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use serde::Serialize;
use std::sync::Arc;

/// How the server is.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Health {
    /// Always `ok`; everything else is an error.
    status: &'static str,
}

const OK: Health = Health { status: "ok" };

/// The process is up and answers.
#[utoipa::path(get, path = "/healthz", tag = "health", responses((status = 200, description = "It answers", body = Health)))]
pub(super) async fn healthz() -> impl IntoResponse {
    ([(header::CACHE_CONTROL, "no-store")], Json(OK))
}

/// The server can take and answer requests.
#[utoipa::path(get, path = "/readyz", tag = "health", responses(
    (status = 200, description = "It is ready", body = Health),
    (status = 503, description = "It is shutting down", body = contract::error::ErrorAnswer),
    (status = 500, description = "Its store cannot be read", body = contract::error::ErrorAnswer),
))]
pub(super) async fn readyz(State(state): State<AppState>) -> Result<impl IntoResponse, ApiError> {
    if *state.ending().borrow() {
        return Err(ApiError::Ending);
    }
    let store = Arc::clone(state.store());
    tokio::task::spawn_blocking(move || store.extent()).await??;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(OK)))
}
