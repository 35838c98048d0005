//! What every panel needs to know about the page it stands on, handed down as one small value.

use crate::signal::{Memo, Signal};
use contract::catalogue::DashboardId;
use leptos::prelude::*;
use model::freshness::{Freshness, FreshnessContext, panel_freshness};
use model::palette::Palette;
use model::zone::Zone;
use std::sync::Arc;

/// Time, zone and colours of a page, and where its links lead.
#[derive(Clone, Copy)]
pub(crate) struct Ambient {
    /// What freshness is judged by; holds the server's clock, which ticks.
    pub(crate) context: Signal<FreshnessContext>,
    /// The zone that times are shown in.
    pub(crate) zone: Signal<Zone>,
    /// The colours of the theme.
    pub(crate) palette: Signal<Arc<Palette>>,
    /// The address of a dashboard with the time range and look of this page.
    pub(crate) href: Callback<DashboardId, String>,
}

impl Ambient {
    /// The server's clock, Unix milliseconds.
    pub(crate) fn now_ms(&self) -> i64 {
        self.context.get().server_now_ms
    }

    /// How current something is whose sources were last heard at `data_through_ms`. A memo: it
    /// changes a few times an hour, while the clock that it is worked out from ticks.
    pub(crate) fn freshness(
        &self,
        data_through_ms: impl Fn() -> Option<i64> + Send + Sync + 'static,
    ) -> Memo<Freshness> {
        let context = self.context;
        Memo::new(move |_| panel_freshness(&context.get(), data_through_ms()))
    }

    /// Freshness in words, again only where the words change.
    pub(crate) fn freshness_words(&self, freshness: Signal<Freshness>) -> Memo<String> {
        let (context, zone) = (self.context, self.zone);
        Memo::new(move |_| zone.with(|zone| freshness.get().words(context.get().server_now_ms, zone)))
    }
}
