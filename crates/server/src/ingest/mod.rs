//! What shippers send: read, understood, and handed to the store before they get their answer.
//!
//! - [`Ingest`]: one writer thread with a bounded queue; a sender waits for the durable commit
//! - [`routes`]: `POST /` and `POST /metrics` as Better Stack has them
//! - [`Tokens`]: who may send
//! - [`Rejection`]: what could not be read, kept for people to look at

mod body;
mod msgpack;
mod parse;
mod queue;
mod rejection;
mod routes;
mod tokens;

pub use queue::{Ingest, IngestError, IngestFigures, IngestOptions};
pub use rejection::{Rejection, RejectionReason};
pub use routes::{BODY_BYTES, DECODED_BYTES, IngestState, routes};
pub use tokens::Tokens;

#[cfg(test)]
mod crash_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod writer_tests;
