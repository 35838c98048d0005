//! Talks to the server: typed questions, typed answers, and its event stream. Knows no signals.

mod abort;
mod client;
mod config;
mod error;
mod stream;

pub(crate) use abort::{Abort, AbortLease};
pub(crate) use client::{Answer, Api, DashboardQuery};
pub(crate) use config::fetch_config;
pub(crate) use error::ApiError;
pub(crate) use stream::{EventStream, StreamReport};
