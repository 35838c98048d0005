//! How an error is told: one JSON form for every answer that is not a success.

use serde::{Deserialize, Serialize};

/// The body of every answer of the JSON API that is not a success.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ErrorAnswer {
    /// What went wrong.
    pub error: ErrorBody,
}

/// What went wrong, for a program (`code`) and for a person (`message`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[error("{message}")]
pub struct ErrorBody {
    /// The kind of error.
    pub code: ErrorCode,
    /// A whole sentence that says what to do, free of internals.
    pub message: String,
    /// Where in the input the error is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
}

/// A place in an input: a parameter, a line, a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Position {
    /// The parameter or field, for example `from`.
    pub field: String,
    /// Offset of the first wrong character, in characters from 0.
    pub offset: usize,
}

/// The kinds of errors of the JSON API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// A parameter cannot be read or is out of bounds (400).
    BadRequest,
    /// Nobody is signed in, or the token is wrong (401).
    Unauthorized,
    /// Signed in, and not allowed (403).
    Forbidden,
    /// There is no such thing (404).
    NotFound,
    /// The body is larger than allowed (413).
    TooLarge,
    /// Too much at once; `Retry-After` says when to try again (429).
    Busy,
    /// The server could not do it (500); its log says why.
    Internal,
    /// The server cannot do it now (503), for example while it starts or its disk is full.
    Unavailable,
    /// The store has no room left (507).
    OutOfSpace,
}
