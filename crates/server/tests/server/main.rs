//! The router with a real store, page by page.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_cmp,
    clippy::cast_precision_loss,
    reason = "a helper of tests fails as loudly as a test, and expected numbers are exact"
)]

mod support;

mod api;
mod generations;
mod http;
mod markers;
mod openapi;
mod overview;
mod providers;
mod queues;
mod stream;
