//! The first line of the shell: name, navigation, alerts, demo mark.

use super::freshness::page_freshness;
use crate::components::keyed::Show;
use crate::signal::Memo;
use crate::state::use_view;
use contract::catalogue::{DashboardId, Severity};
use contract::dashboard::Source;
use contract::time::DAY_MS;
use contract::time::SECOND_MS;
use leptos::prelude::*;
use model::format;
use model::freshness::{Freshness, ShownState};
use model::url::Page;

/// The part of the System Overview that lists what is firing.
const ALERTS_ANCHOR: &str = "panel-firing-alerts";

/// Counts older than this say their age: longer than the longest refresh interval.
const OLD_MS: i64 = 90 * SECOND_MS;

/// Name, navigation, alerts.
#[component]
pub(super) fn Header() -> impl IntoView {
    let view = use_view();
    let is_demo =
        Memo::new(move |_| view.newest.with(|newest| newest.as_ref().is_some_and(|newest| newest.is_demo)));
    view! {
        <div class="shell__head">
            <a class="shell__brand" href=move || view.href(DashboardId::Overview)>
                <svg class="shell__logo" viewBox="0 0 16 16" aria-hidden="true"><path d="M1 9h3l2-6 4 11 2-5h3" /></svg>
                "Sartiq Monitor"
            </a>
            <Navigation />
            <div class="shell__status">
                <Show when=move || is_demo.get()>
                    <span class="shell__demo" title="Some of the data come from the simulator">"Demo data"</span>
                </Show>
                <AlertCounts />
            </div>
        </div>
    }
}

/// Links to the pages that there are.
#[component]
fn Navigation() -> impl IntoView {
    let view = use_view();
    let links = DashboardId::ALL.map(|id| {
        let is_here = Memo::new(move |_| view.url.with(|url| url.page == Page::Dashboard(id)));
        view! {
            <li>
                <a
                    class="shell__link"
                    href=move || view.href(id)
                    title=id.title()
                    aria-current=move || is_here.get().then_some("page")
                >
                    {id.short_title()}
                </a>
            </li>
        }
    });
    view! {
        <nav class="shell__nav" aria-label="Dashboards">
            <ul class="shell__links">{links.into_iter().collect_view()}</ul>
        </nav>
    }
}

/// What the newest answer says is firing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Firing {
    critical: usize,
    warning: usize,
    /// Whether any source is heard; where none is, nothing can be said.
    is_heard: bool,
    judged_ms: i64,
}

/// What is firing: "■ 1 critical ▲ 2 warning", with a link to the sentences. A source that fell
/// silent within a day is a warning, as it is among the sentences. Counts that are not
/// of the present (the server is gone, its sources are silent, the range is fixed) say so and
/// have no colour.
#[component]
fn AlertCounts() -> impl IntoView {
    let view = use_view();
    let href = move || format!("{}#{ALERTS_ANCHOR}", view.href(DashboardId::Overview));
    let page = page_freshness(view);
    let is_known = Memo::new(move |_| matches!(page.get().freshness, Freshness::Live | Freshness::Fixed));
    let firing = Memo::new(move |_| {
        view.newest.with(|newest| {
            newest.as_ref().map(|newest| {
                let of = |severity| newest.alerts.iter().filter(|alert| alert.severity == severity).count();
                let now_ms = view.server_now_ms.get();
                let age_ms = |source: &Source| now_ms - source.last_event_ms;
                let is_silent =
                    |source: &&Source| (newest.stale_after_ms + 1..DAY_MS).contains(&age_ms(source));
                let silent = newest.sources.iter().filter(is_silent).count();
                let is_heard = newest.sources.iter().any(|source| age_ms(source) <= newest.stale_after_ms);
                let (critical, warning) = (of(Severity::Critical), of(Severity::Warning) + silent);
                Firing { critical, warning, is_heard, judged_ms: newest.generated_at_ms }
            })
        })
    });
    let age = Memo::new(move |_| {
        let age_ms = firing.get().map_or(0, |firing| view.server_now_ms.get() - firing.judged_ms);
        (age_ms > OLD_MS).then(|| format!(" {} ago", format::ago_ms(age_ms)))
    });
    let content = move || {
        let Firing { critical, warning, is_heard, .. } = firing.get()?;
        let age = age.get();
        let shown = |state| if age.is_some() { ShownState::Outdated } else { state };
        let count = |state, words: &str| {
            view! { <Count state=shown(state) words=format!("{words}{}", age.as_deref().unwrap_or_default()) /> }
        };
        Some(match (is_known.get() && is_heard, critical, warning) {
            (false, ..) => {
                view! { <Count state=ShownState::NoData words="alerts unknown".to_owned() /> }.into_any()
            }
            (_, 0, 0) => count(ShownState::Ok, "no alerts").into_any(),
            (_, 0, _) => count(ShownState::Warning, &format!("{warning} warning")).into_any(),
            (_, _, 0) => count(ShownState::Critical, &format!("{critical} critical")).into_any(),
            _ => view! {
                <Count state=shown(ShownState::Critical) words=format!("{critical} critical") />
                {count(ShownState::Warning, &format!("{warning} warning"))}
            }
            .into_any(),
        })
    };
    view! {
        <Show when=move || firing.with(Option::is_some)>
            <a class="shell__alerts" href=href>
                {content}
            </a>
        </Show>
    }
}

#[component]
fn Count(state: ShownState, words: String) -> impl IntoView {
    view! {
        <span class=format!("shell__count {}", state.class())>
            <span class="shell__mark" aria-hidden="true">{state.symbol()}</span>
            {words}
        </span>
    }
}
