//! The words that log lines and posted metrics are understood by.
//!
//! One table of names (`names`) says how shippers call what is known here: the names of the
//! monitoring document, those of OpenTelemetry's semantic conventions, those of common loggers,
//! and the aliases of the configuration. A name with dots also matches nested objects, and names
//! inside the wrappers of official clients (`context`, `attributes` …) count as if they stood
//! outside.
//!
//! Policy: reading never fails for an object. What cannot be understood stays a field as it came,
//! and the line counts as a line. A known field that goes by another name is added under its own
//! name as well, so that everything downstream looks in one place.
//!
//! - `time`: what a timestamp may look like
//! - `level`: words and numbers for levels
//! - `route`: a route where only a path is known
//! - `meaning`: what a line counts as
//! - `metric`: posted gauges and counters

mod fields;
mod level;
mod line;
mod meaning;
mod metric;
mod names;
mod route;
#[cfg(test)]
mod tests;
mod time;
mod words;

pub use line::read_line;
pub use metric::{MetricError, read_metric};
pub use names::{UnknownName, Vocabulary};

/// The service of a line that does not name one.
pub const UNKNOWN_SERVICE: &str = "unknown";
/// The field that marks lines and gauges of the simulator.
pub const DEMO_FIELD: &str = "demo";
/// The longest text that a label may have, in characters; longer ones are cut.
pub const LABEL_CHARS: usize = 200;
