//! Numbers, lengths of time and points in time as a person reads them: the one place for it.
//!
//! Policy: a unit follows its number after a narrow no-break space (U+202F); the minus is U+2212
//! and never stands before a zero; what is not a finite number is shown as [`NO_VALUE`]; digits
//! come in the same places for close values, so that a column of tabular figures stays calm.
//! Numbers are written from rounded integers: this keeps the float printer of `core`, with its
//! tables, out of the download.

mod number;
mod time;

pub use number::{
    bytes, change_percent, count, per_second, percent, value, value_in, value_or_dash, value_with_step,
};
pub use time::{
    YEAR_MS, ago_ms, clock, clock_minutes, date, date_short, date_time, duration_ms, moment, time_axis,
};

/// Between a number and its unit: narrow, and no line breaks there.
pub const NARROW_SPACE: char = '\u{202f}';
/// Stands where there is no value.
pub const NO_VALUE: &str = "–";
/// Before a number less than zero.
pub const MINUS: char = '\u{2212}';
