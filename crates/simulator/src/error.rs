//! Why a simulation ends before it was asked to.

/// Why a simulation ends before it was asked to. Each is final: what can be retried, was.
#[derive(Debug, thiserror::Error)]
pub enum SimulateError {
    /// The server knows no such source token.
    #[error(
        "the server at {url} refused the source token ({status}): give one of its tokens with --token or MONITOR_SOURCE_TOKEN"
    )]
    Forbidden {
        /// The server that refused.
        url: String,
        /// The HTTP status of the refusal: 403, as Better Stack has it.
        status: u16,
    },
    /// Nothing at this address takes logs.
    #[error("{url} is not an ingest address (it answered {status}): check --url")]
    NotIngest {
        /// The address that was tried.
        url: String,
        /// The HTTP status of the answer.
        status: u16,
    },
    /// The address cannot be used at all.
    #[error("'{url}' is not an address to send to: {reason}")]
    Address {
        /// The address as it was given.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The arguments leave nothing to do.
    #[error("--no-live without --backfill sends nothing: give a backfill such as 6h")]
    NothingToSend,
    /// The HTTP client could not be set up.
    #[error("could not set up the HTTP client: {0}")]
    Client(#[source] reqwest::Error),
    /// A body could not be encoded; a defect of this crate rather than of the surroundings.
    #[error("could not encode a batch: {0}")]
    Encode(#[source] std::io::Error),
}
