//! What the app and the server of Sartiq Monitor agree on: the JSON of the API, units, error
//! codes, the words that log lines are understood by, and the catalogue of metrics and rules.
//!
//! Everything here is data and pure functions; no clock is read and nothing is fetched.
//!
//! - [`time`]: points in time as the API takes them, windows and their buckets
//! - [`catalogue`]: the metrics, limits, alert rules and dashboards, as rows of data
//! - [`dashboard`]: a whole dashboard as one answer
//! - [`panel`]: what one panel of a dashboard holds
//! - [`decode`]: the small reader that the app uses
//! - [`stream`]: what the event stream sends
//! - [`error`]: how an error is told
//! - [`line`]: a log line after reading, and what it counts as
//! - [`vocabulary`]: how a line or a posted metric is read and understood

pub mod catalogue;
pub mod dashboard;
pub mod decode;
pub mod error;
pub mod line;
pub mod panel;
pub mod stream;
pub mod time;
pub mod unit;
pub mod vocabulary;
