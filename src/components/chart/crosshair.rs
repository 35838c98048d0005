//! The time that is pointed at, shared by all charts of a page.
//!
//! Policy: charts are told directly and not by a signal. A pointer moves up to a thousand times a
//! second, and effects that run later, one a chart, cost several times what moving a line does.

use leptos::prelude::*;

/// The time that is pointed at on any chart of a page.
#[derive(Clone, Copy)]
pub(crate) struct Crosshair(StoredValue<Shared>);

#[derive(Default)]
struct Shared {
    at_ms: Option<i64>,
    charts: Vec<(Follower, Callback<Option<i64>>)>,
    last: u32,
}

/// Which chart of the page it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Follower(u32);

impl Crosshair {
    /// One that points at nothing.
    pub(crate) fn new() -> Self {
        Self(StoredValue::new(Shared::default()))
    }

    /// A number for a chart that joins.
    pub(super) fn follower(self) -> Follower {
        let next = self.0.try_update_value(|shared| {
            shared.last += 1;
            shared.last
        });
        Follower(next.unwrap_or(0))
    }

    /// Has `chart` told from now on what others point at, for as long as it is there.
    pub(super) fn join(self, follower: Follower, chart: Callback<Option<i64>>) {
        self.0.try_update_value(|shared| shared.charts.push((follower, chart)));
    }

    /// What is pointed at now, Unix milliseconds.
    pub(super) fn at_ms(self) -> Option<i64> {
        self.0.try_with_value(|shared| shared.at_ms).flatten()
    }

    /// Tells all other charts what `from` points at.
    pub(super) fn point(self, at_ms: Option<i64>, from: Follower) {
        let charts = self.0.try_update_value(|shared| {
            shared.at_ms = at_ms;
            std::mem::take(&mut shared.charts)
        });
        let Some(mut charts) = charts else { return };
        // The callback of a chart that is gone is gone as well.
        charts.retain(|(follower, chart)| *follower == from || chart.try_run(at_ms).is_some());
        self.0.try_update_value(|shared| shared.charts.append(&mut charts));
    }
}
