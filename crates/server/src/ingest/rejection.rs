//! What could not be read: counted by reason, and a bounded sample kept for people to look at.

use serde::Serialize;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// How many rejected items are kept; the oldest make room.
pub(super) const SAMPLE_ITEMS: usize = 100;
/// How much of each is kept, in bytes.
pub(super) const SAMPLE_BYTES: usize = 2_048;

/// Why an item was rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectionReason {
    /// The text is no JSON, or the bytes are no msgpack.
    Syntax,
    /// A list, a number or a text where an object belongs.
    NotAnObject,
    /// A gauge or counter without a name or a finite value.
    BadMetric,
}

impl RejectionReason {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Syntax, Self::NotAnObject, Self::BadMetric];

    /// Its name in figures.
    pub fn name(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::NotAnObject => "not_an_object",
            Self::BadMetric => "bad_metric",
        }
    }
}

/// An item that was rejected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rejection {
    /// When it came, Unix milliseconds.
    pub received_ms: i64,
    /// The address it came from, where known.
    pub sender: Option<String>,
    /// Why it was rejected.
    pub reason: RejectionReason,
    /// Where in the body and what is wrong there: `line 3, column 14: expected value`.
    pub message: String,
    /// The item itself, cut at [`SAMPLE_BYTES`].
    pub text: String,
}

/// Counts and sample.
#[derive(Debug, Default)]
pub(super) struct Rejections {
    counts: [AtomicU64; RejectionReason::ALL.len()],
    sample: Mutex<VecDeque<Rejection>>,
}

impl Rejections {
    /// Takes in rejected items, and by reason how many more there are.
    pub(super) fn record(
        &self,
        rejections: impl Iterator<Item = Rejection>,
        more: &[u64; RejectionReason::ALL.len()],
    ) {
        let mut sample = self.sample.lock().unwrap_or_else(PoisonError::into_inner);
        for mut rejection in rejections {
            self.count(rejection.reason, 1);
            rejection.text.truncate(rejection.text.floor_char_boundary(SAMPLE_BYTES));
            if sample.len() == SAMPLE_ITEMS {
                sample.pop_front();
            }
            sample.push_back(rejection);
        }
        for (reason, &more) in RejectionReason::ALL.into_iter().zip(more) {
            self.count(reason, more);
        }
    }

    fn count(&self, reason: RejectionReason, more: u64) {
        if let Some(count) = self.counts.get(reason as usize) {
            count.fetch_add(more, Ordering::Relaxed);
        }
    }

    pub(super) fn counts(&self) -> Vec<(RejectionReason, u64)> {
        RejectionReason::ALL
            .into_iter()
            .zip(self.counts.iter().map(|count| count.load(Ordering::Relaxed)))
            .collect()
    }

    /// The sample, newest first.
    pub(super) fn sample(&self) -> Vec<Rejection> {
        self.sample.lock().unwrap_or_else(PoisonError::into_inner).iter().rev().cloned().collect()
    }
}
