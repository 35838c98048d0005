//! What can go wrong in a request, and the one place that turns it into an answer.

use crate::store::StoreError;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use contract::error::{ErrorAnswer, ErrorBody, ErrorCode, Position};
use std::any::Any;
use thiserror::Error;

/// What went wrong in a request.
#[derive(Debug, Error)]
pub enum ApiError {
    /// A parameter cannot be read or is out of bounds.
    #[error("{message}")]
    BadRequest {
        /// A whole sentence.
        message: String,
        /// Where.
        position: Position,
    },
    /// There is no such thing.
    #[error("{0}")]
    NotFound(String),
    /// The path is right and the method is not.
    #[error("this path is for GET")]
    WrongMethod,
    /// Too many at once.
    #[error("{0}")]
    Busy(&'static str),
    /// It took too long.
    #[error("no answer within the time that http.timeout allows")]
    TimedOut,
    /// The server is ending.
    #[error("the server is shutting down")]
    Ending,
    /// The store cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A thread of ours panicked or was cancelled.
    #[error("a worker thread failed: {0}")]
    Thread(#[from] tokio::task::JoinError),
    /// An answer cannot be written as JSON.
    #[error("an answer could not be encoded: {0}")]
    Encode(#[from] serde_json::Error),
    /// A handler panicked.
    #[error("a handler panicked: {0}")]
    Panicked(String),
}

/// What a 5xx was about; travels with the answer to where it is logged, and no further.
#[derive(Debug, Clone)]
pub(super) struct Detail(pub(super) String);

impl ApiError {
    fn status(&self) -> (StatusCode, ErrorCode) {
        match self {
            Self::BadRequest { .. } => (StatusCode::BAD_REQUEST, ErrorCode::BadRequest),
            Self::NotFound(_) => (StatusCode::NOT_FOUND, ErrorCode::NotFound),
            Self::WrongMethod => (StatusCode::METHOD_NOT_ALLOWED, ErrorCode::BadRequest),
            Self::Busy(_) => (StatusCode::TOO_MANY_REQUESTS, ErrorCode::Busy),
            Self::TimedOut | Self::Ending => (StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Unavailable),
            Self::Store(StoreError::OutOfSpace) => (StatusCode::INSUFFICIENT_STORAGE, ErrorCode::OutOfSpace),
            Self::Store(_) | Self::Thread(_) | Self::Encode(_) | Self::Panicked(_) => {
                (StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal)
            }
        }
    }

    /// What the client is told. Of a 500 it is told nothing but that it happened.
    fn message(&self) -> String {
        match self {
            Self::BadRequest { message, .. } | Self::NotFound(message) => message.clone(),
            Self::WrongMethod => "This path is read with GET.".to_owned(),
            Self::Busy(message) => (*message).to_owned(),
            Self::TimedOut => "The answer took too long; ask for a shorter range or try again.".to_owned(),
            Self::Ending => "The server is shutting down.".to_owned(),
            Self::Store(StoreError::OutOfSpace) => "The store has no room left.".to_owned(),
            Self::Store(_) | Self::Thread(_) | Self::Encode(_) | Self::Panicked(_) => {
                "The server could not do it; its log says why, under the number in X-Request-Id.".to_owned()
            }
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, code) = self.status();
        let detail = status.is_server_error().then(|| Detail(self.to_string()));
        let message = self.message();
        let position = match self {
            Self::BadRequest { position, .. } => Some(position),
            _ => None,
        };
        let mut response =
            (status, Json(ErrorAnswer { error: ErrorBody { code, message, position } })).into_response();
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        if let Some(detail) = detail {
            response.extensions_mut().insert(detail);
        }
        response
    }
}

/// The answer after a handler panicked.
#[expect(clippy::needless_pass_by_value, reason = "the layer that calls it hands the panic over")]
pub(super) fn of_panic(panic: Box<dyn Any + Send + 'static>) -> Response {
    let words =
        panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    ApiError::Panicked(words.unwrap_or("no words").to_owned()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_500_was_about_is_kept_from_the_client() {
        let error = ApiError::Store(StoreError::Damaged("/data/2026-11-22.sqlite is no database".to_owned()));
        assert!(!error.message().contains("sqlite"));
        let response = error.into_response();
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(response.extensions().get::<Detail>().is_some_and(|detail| detail.0.contains("sqlite")));
    }
}
