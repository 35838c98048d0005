//! The words of the contract: enums without content, in `snake_case` as in JSON.

use super::{Decode, DecodeError};
use crate::catalogue::{DashboardId, Direction, MetricId, RuleId, Severity};
use crate::error::ErrorCode;
use crate::panel::{ChartStyle, MarkerKind, PanelId, Scale, State};
use crate::unit::Unit;
use serde_json::Value;

/// Whether `word` is the `snake_case` of `variant`. Words are compared and not built, so that each
/// name stands once in the download.
fn is_word_of(variant: &str, word: &str) -> bool {
    let mut letters = word.bytes();
    for (index, letter) in variant.bytes().enumerate() {
        if letter.is_ascii_uppercase() && index > 0 && letters.next() != Some(b'_') {
            return false;
        }
        if letters.next() != Some(letter.to_ascii_lowercase()) {
            return false;
        }
    }
    letters.next().is_none()
}

fn find<T: Copy>(value: &Value, variants: &[(&str, T)]) -> Result<T, DecodeError> {
    let word = value.as_str().unwrap_or_default();
    let found = variants.iter().find(|(variant, _)| is_word_of(variant, word));
    found.map(|(_, variant)| *variant).ok_or(DecodeError::new("a known word"))
}

macro_rules! words {
    ($($type:ident { $($variant:ident),+ $(,)? })+) => { $(
        impl Decode for $type {
            fn decode(value: Value) -> Result<Self, DecodeError> {
                // Fails to compile when a variant is missing from the list.
                const fn _is_whole(word: $type) { match word { $($type::$variant => ()),+ } }
                find(&value, &[$((stringify!($variant), Self::$variant)),+])
            }
        }
    )+

    #[cfg(test)]
    pub(super) fn every_word(check: &mut dyn FnMut(Value, bool)) {
        $($({
            let json = serde_json::to_value($type::$variant).unwrap();
            check(json.clone(), $type::decode(json) == Ok($type::$variant));
        })+)+
    } };
}

words! {
    DashboardId { Overview, Generations, Api, Queues, Providers }
    MetricId {
        RequestLatencyP99, ErrorRate, GenerationSuccessRate, GenerationLatencyP99, CpuUtilization,
        MemoryUtilization, DiskUtilization, DbConnections, QueueDepth, TaskProcessingTime, TaskFailureRate,
    }
    RuleId { HighErrorRate, SlowResponses, QueueBacklog, DatabaseConnections, GenerationFailures, ProviderErrors }
    Severity { Warning, Critical }
    Direction { Above, Below }
    Unit { Count, Percent, Milliseconds, PerSecond, Bytes, Timestamp }
    State { NoData, Ok, Warning, Critical }
    ChartStyle { Line, Area, StackedArea, Bars }
    Scale { Linear, Log }
    MarkerKind { Deploy, Warning, Critical }
    ErrorCode {
        BadRequest, Unauthorized, Forbidden, NotFound, TooLarge, Busy, Internal, Unavailable, OutOfSpace,
    }
    PanelId {
        KeyMetrics, FiringAlerts, RequestRate, ErrorRate, RequestLatencyP99, GenerationLatencyP99,
        GenerationSuccess, QueueDepth, Cpu, Memory, Disk, DbConnections, LastHeardFrom, Funnel, GenerationCounts,
        GenerationLatency, StepTimes, StuckGenerations, LostGenerations, FailuresByError, FailuresByWorkflow,
        SlowestGenerations, LatestFailures, RequestLatency, LatencyHeatmap, StatusClasses, Routes,
        NewestServerErrors, QueueSummary, OldestTask, QueueRates, TimeToDrain, WaitTime, ProcessingTime,
        TaskFailureRate, Retries, Workers, Verdict, ProviderStrips, ProviderSummary, ProviderErrorRate,
        ProviderLatency, ProviderErrorKinds, RateLimits, AffectedGenerations,
    }
}
