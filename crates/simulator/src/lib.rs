//! Demo traffic for Sartiq Monitor, shipped through the public ingest API like any shipper's.
//!
//! [`traffic`] is pure: a scenario and a stretch of time give the same lines on every machine.
//! [`run`] puts it on the wire: history first when asked for, then live, each line at its time.

mod args;
mod error;
mod ship;
pub mod traffic;

pub use args::SimulateArgs;
pub use error::SimulateError;
pub use ship::{Summary, run};

/// Every line and gauge reading carries this field, set to `true`, so that a screen can say that
/// what it shows did not really happen.
pub const DEMO_LABEL: &str = "demo";
