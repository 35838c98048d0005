//! The server of Sartiq Monitor: takes logs and gauges in, keeps them, and answers the app.
//!
//! - [`cli`]: the command line
//! - [`config`]: what can be configured
//! - [`ingest`]: how logs and gauges come in
//! - [`store`]: where they are kept, with their rollups
//! - [`sketch`]: distributions that can be merged
//! - [`query`]: dashboards and alerts from rollups
//! - [`http`]: the router
//! - [`serve`]: start and end of a running server

pub mod cli;
pub mod config;
pub mod http;
pub mod ingest;
pub mod query;
pub mod serve;
pub mod sketch;
pub mod store;
