//! A dashboard: asks once, and hands each panel its part.

use super::empty_store::EmptyStore;
use super::placements;
use super::slot::{Scene, Slot};
use crate::components::ambient::Ambient;
use crate::components::chart::Crosshair;
use crate::components::empty_dashboard::OutsideRange;
use crate::components::state_word::StateMark;
use crate::signal::{Memo, Signal};
use crate::state::{DashboardFeed, FeedStatus, View, dashboard_resource, use_view};
use contract::catalogue::DashboardId;
use contract::dashboard::{Dashboard, Extent};
use contract::time::MINUTE_MS;
use leptos::prelude::*;
use model::freshness::ShownState;
use model::range::TimeRange;

/// What stands under the head of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The panels, loaded or loading.
    Panels,
    /// The store is empty.
    Empty,
    /// There never was an answer.
    Unanswered,
}

/// A dashboard with its panels.
#[component]
pub(crate) fn DashboardPage(
    /// Which one.
    id: DashboardId,
) -> impl IntoView {
    let view = use_view();
    let feed = dashboard_resource(id);
    let ambient = Ambient {
        context: view.freshness_context(feed),
        zone: view.zone,
        palette: view.palette,
        href: Callback::new(move |id| view.href(id)),
    };
    let scene = StoredValue::new(Scene { view, feed, ambient, crosshair: Crosshair::new() });
    let stage = Memo::new(move |_| {
        let is_empty = feed.data.with(|data| data.as_deref().map(|dashboard| dashboard.extent.is_none()));
        match is_empty {
            Some(true) => Stage::Empty,
            None if feed.status.with(|status| matches!(status, FeedStatus::Failed(_))) => Stage::Unanswered,
            Some(false) | None => Stage::Panels,
        }
    });
    view! {
        <div class="page">
            <header class="page__head">
                <h1>{id.title()}</h1>
                <p class="page__question">{id.question()}</p>
            </header>
            <Failure feed />
            <Elsewhere view feed ambient />
            {move || match stage.get() {
                Stage::Empty => view! { <EmptyStore /> }.into_any(),
                Stage::Unanswered => ().into_any(),
                Stage::Panels => {
                    let slots = placements(id).iter().map(|placement| view! { <Slot placement=*placement scene /> });
                    view! { <div class="page__grid">{slots.collect_view()}</div> }.into_any()
                }
            }}
        </div>
    }
}

/// Says that the last question failed, and why; what is shown below is older then.
#[component]
fn Failure(feed: DashboardFeed) -> impl IntoView {
    let sentence = Memo::new(move |_| {
        feed.status.with(|status| match status {
            FeedStatus::Failed(error) => Some(error.sentence()),
            _ => None,
        })
    });
    let has_data = move || feed.data.with(Option::is_some);
    move || {
        sentence.get().map(|sentence| view! {
        <p class="notice" role="alert">
            <span class="state is-warning"><StateMark state=ShownState::Warning /><span>"error"</span></span>
            <span>
                {sentence}
                {move || if has_data() { " What is shown is the last answer." } else { " It is asked again." }}
            </span>
        </p>
    })
    }
}

/// Says where the data are when the range has none.
#[component]
fn Elsewhere(view: View, feed: DashboardFeed, ambient: Ambient) -> impl IntoView {
    let elsewhere = Memo::new(move |_| feed.data.with(|data| data.as_deref().and_then(outside)));
    move || {
        elsewhere.get().map(|extent| {
            let newest_href =
                Signal::derive(move || view.url.with(|url| url.with_range(around(extent.last_ms)).to_url()));
            view! { <OutsideRange extent newest_href ambient /> }
        })
    }
}

/// What the store holds, where none of it is within the window.
fn outside(dashboard: &Dashboard) -> Option<Extent> {
    let (extent, window) = (dashboard.extent?, dashboard.window);
    let is_outside = extent.last_ms < window.from_ms || extent.first_ms >= window.to_ms;
    is_outside.then_some(extent)
}

/// Half an hour to both sides.
fn around(at_ms: i64) -> TimeRange {
    TimeRange::absolute(at_ms - 30 * MINUTE_MS, at_ms + 30 * MINUTE_MS)
}
