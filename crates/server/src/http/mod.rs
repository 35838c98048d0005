//! The router: JSON API, event stream, ingest, health, figures and the built app.
//!
//! Policy: every handler returns [`ApiError`] and nothing else for what goes wrong; [`error`] turns
//! it into an answer in one place, and what a 5xx was about is logged by [`watch`] with the number
//! of the request and never sent. Reads block and run on threads for that, a few at a time.

mod app_files;
mod dashboards;
mod error;
mod figures;
mod headers;
mod health;
mod index_page;
mod openapi;
mod params;
mod rejections;
mod state;
mod stream;
mod watch;

pub use app_files::AppFiles;
pub use error::ApiError;
pub use openapi::document;
pub use state::{AppState, Clock, system_clock};

use crate::ingest;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::csrf::CsrfLayer;

/// The whole server as one router; `main` and tests call it alike.
pub fn app(state: AppState) -> Router {
    let compressed = SizeAbove::new(1_024).and(NotForContentType::SSE);
    let api = Router::new()
        .route("/dashboards/{id}", get(dashboards::dashboard))
        .route("/stream", get(stream::stream))
        .route("/openapi.json", get(openapi::openapi))
        .route("/ingest/rejections", get(rejections::rejections))
        .fallback(no_such_path)
        .method_not_allowed_fallback(wrong_method)
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(compressed))
        .layer(headers::cors(&state.config().http.cors_origins));
    Router::new()
        .nest("/api/v1", api)
        .route("/api", get(no_such_path))
        .route("/api/{*rest}", get(no_such_path))
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(figures::metrics))
        .route("/config.json", get(app_files::config))
        .route("/", get(app_files::serve))
        .fallback(fallback)
        .with_state(state.clone())
        // A page of another site must not make a visitor's browser send logs here.
        .merge(ingest::routes(state.ingest_state()).layer(CsrfLayer::new()))
        .layer(CatchPanicLayer::custom(error::of_panic))
        .layer(middleware::from_fn_with_state(state.clone(), watch::within_time))
        .layer(middleware::from_fn_with_state(state.clone(), headers::protect))
        .layer(middleware::from_fn_with_state(state, watch::watch))
}

async fn no_such_path() -> ApiError {
    ApiError::NotFound(
        "There is nothing at this path of the API; /api/v1/openapi.json says what there is.".to_owned(),
    )
}

async fn wrong_method() -> ApiError {
    ApiError::WrongMethod
}

/// Files of the app, and its page for every path that a person may have typed.
async fn fallback(State(state): State<AppState>, request: Request) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        app_files::serve(State(state), request).await
    } else {
        StatusCode::NOT_FOUND.into_response()
    }
}
