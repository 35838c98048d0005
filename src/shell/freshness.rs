//! How current the page as a whole is, in words and shape.

use crate::signal::Memo;
use crate::state::{View, use_view};
use contract::catalogue::STALE_AFTER_MS;
use leptos::prelude::*;
use model::freshness::{Connection, Freshness, FreshnessContext, panel_freshness};

/// Freshness of the whole page, and the newest event behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PageFreshness {
    pub(super) freshness: Freshness,
    pub(super) data_through_ms: Option<i64>,
}

/// The freshness of the page: of all sources together, not of one panel.
pub(super) fn page_freshness(view: View) -> Memo<PageFreshness> {
    Memo::new(move |_| {
        let (answered_ms, stale_after_ms) = view.newest.with(|newest| {
            newest
                .as_ref()
                .map_or((None, STALE_AFTER_MS), |newest| (newest.data_through_ms, newest.stale_after_ms))
        });
        let data_through_ms = answered_ms.max(view.heard_through_ms.get());
        let connection = view.connection.get();
        let has_failed = view.fault.with(Option::is_some);
        let has_answer = view.newest.with(Option::is_some);
        let is_fixed = view.url.with(|url| !url.range.is_live());
        let is_cut_off = matches!(connection, Connection::CutOff { .. });
        let freshness = if !has_answer && !has_failed && !is_cut_off {
            Freshness::Loading
        } else if has_failed && (!is_cut_off || is_fixed) {
            Freshness::Error
        } else {
            let server_now_ms = view.server_now_ms.get();
            let context = FreshnessContext { server_now_ms, stale_after_ms, is_fixed, connection };
            panel_freshness(&context, data_through_ms)
        };
        PageFreshness { freshness, data_through_ms }
    })
}

/// "● live, data through 14:02:31".
#[component]
pub(super) fn FreshnessWords() -> impl IntoView {
    let view = use_view();
    let page = page_freshness(view);
    let freshness = Memo::new(move |_| page.get().freshness);
    let words = Memo::new(move |_| {
        let PageFreshness { freshness, data_through_ms } = page.get();
        view.zone.with(|zone| freshness.page_words(data_through_ms, view.server_now_ms.get(), zone))
    });
    view! {
        <p class=move || format!("shell__freshness {}", freshness.get().class())>
            <span class="shell__mark" aria-hidden="true">{move || freshness.get().symbol()}</span>
            <span>{words}</span>
        </p>
    }
}
