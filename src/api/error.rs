//! What can go wrong between the app and the server.

use contract::error::ErrorBody;

/// Why a question got no usable answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ApiError {
    /// The server cannot be reached.
    Network,
    /// It did not answer in time.
    Timeout,
    /// Nobody waits for the answer any more. Never shown.
    Aborted,
    /// It answered with an error.
    Status {
        /// The status of the answer.
        status: u16,
        /// What the server says is wrong, where it says so in the form of the API.
        body: Option<ErrorBody>,
    },
    /// Its answer is not what was agreed on: an app and a server of different builds, or
    /// something else at that address.
    Decode {
        /// What does not fit, for whoever looks into it.
        detail: String,
    },
}

impl ApiError {
    /// Whether the server was not reached at all.
    pub(crate) fn is_unreachable(&self) -> bool {
        matches!(self, Self::Network | Self::Timeout)
    }

    /// Whether asking the same again can help: not where the question itself was refused.
    pub(crate) fn is_worth_retrying(&self) -> bool {
        !matches!(self, Self::Aborted | Self::Status { status: 400..=428 | 430..=499, .. })
    }

    /// What happened, as whole sentences for a person.
    pub(crate) fn sentence(&self) -> String {
        match self {
            Self::Network => "The server cannot be reached.".to_owned(),
            Self::Timeout => "The server did not answer in time.".to_owned(),
            Self::Aborted => "The request was given up.".to_owned(),
            Self::Status { body: Some(body), .. } => body.message.clone(),
            Self::Status { status, body: None } => format!("The server answered with status {status}."),
            Self::Decode { detail } => format!("The answer of the server could not be read: {detail}."),
        }
    }
}
