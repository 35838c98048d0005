//! What can be asked of a store.

use contract::line::{Level, Measure};
use contract::time::Window;

/// Asks for rollups of one measure.
#[derive(Debug, Clone, PartialEq)]
pub struct RollupQuery {
    /// Of what.
    pub measure: Measure,
    /// When, and in which buckets.
    pub window: Window,
    /// One series for each set of values that these labels have; empty asks for the total.
    pub group_by: Vec<&'static str>,
    /// Only label sets in which each of these labels has this value.
    pub filter: Vec<(&'static str, String)>,
    /// Whether quantiles will be asked of the answer; without, sketches are not read.
    pub with_sketch: bool,
}

/// Which generations, and in which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GenerationOrder {
    /// Ended ones whose duration is known, the slowest first; by the time of their end.
    Slowest,
    /// Failed ones, the latest first; by the time of their end.
    LatestFailed,
    /// Created and not ended, the oldest first; by the time of their creation.
    Open,
    /// Those with a provider call that failed, the latest first; by the time they were last heard.
    FailedByProvider,
}

/// Asks for generations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GenerationQuery {
    /// Start of the time that the order names, Unix milliseconds.
    pub from_ms: i64,
    /// End of it; itself outside.
    pub to_ms: i64,
    /// Which, and in which order.
    pub order: GenerationOrder,
    /// The most that are wanted.
    pub limit: usize,
}

/// Asks for lines, newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineQuery {
    /// Start, Unix milliseconds.
    pub from_ms: i64,
    /// End; itself outside.
    pub to_ms: i64,
    /// Only lines at least this serious.
    pub min_level: Option<Level>,
    /// Only lines about requests with at least this status.
    pub min_http_status: Option<u16>,
    /// The most that are wanted.
    pub limit: usize,
}
