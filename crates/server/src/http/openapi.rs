//! `GET /api/v1/openapi.json`, generated from the types that the answers are made of.

use super::{dashboards, health, rejections, stream};
use axum::Json;
use axum::response::IntoResponse;
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Sartiq Monitor",
        description = "What the app reads. Times are Unix milliseconds; `null` is \"no data\" and never zero."
    ),
    paths(dashboards::dashboard, stream::stream, rejections::rejections, health::healthz, health::readyz,),
    components(schemas(contract::stream::StreamEvent))
)]
struct Api;

/// The document.
pub fn document() -> utoipa::openapi::OpenApi {
    Api::openapi()
}

pub(super) async fn openapi() -> impl IntoResponse {
    Json(document())
}
