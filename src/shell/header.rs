//! The first line of the shell: name, navigation, alerts, demo mark.

use crate::state::use_view;
use contract::catalogue::{DashboardId, Severity};
use leptos::prelude::*;
use model::freshness::{Connection, ShownState};
use model::url::Page;

/// The part of the System Overview that lists what is firing.
const ALERTS_ANCHOR: &str = "panel-firing-alerts";

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

/// What is firing: "■ 1 critical ▲ 2", with a link to the sentences.
#[component]
fn AlertCounts() -> impl IntoView {
    let view = use_view();
    let href = move || format!("{}#{ALERTS_ANCHOR}", view.href(DashboardId::Overview));
    let is_cut_off = Memo::new(move |_| matches!(view.connection.get(), Connection::CutOff { .. }));
    let counts = Memo::new(move |_| {
        view.newest.with(|newest| {
            newest.as_ref().map(|newest| {
                let of = |severity| newest.alerts.iter().filter(|alert| alert.severity == severity).count();
                (of(Severity::Critical), of(Severity::Warning))
            })
        })
    });
    let content = move || {
        // Counts from before the cut would pass for the present.
        let (critical, warning) = counts.get()?;
        Some(if is_cut_off.get() {
            view! { <Count state=ShownState::NoData words="alerts unknown".to_owned() /> }.into_any()
        } else if (critical, warning) == (0, 0) {
            view! { <Count state=ShownState::Ok words="no alerts".to_owned() /> }.into_any()
        } else {
            view! {
                {(critical > 0).then(|| view! { <Count state=ShownState::Critical words=format!("{critical} critical") /> })}
                {(warning > 0).then(|| view! { <Count state=ShownState::Warning words=format!("{warning} warning") /> })}
            }
            .into_any()
        })
    };
    view! {
        <Show when=move || counts.with(Option::is_some)>
            <a class="shell__alerts" href=href>{content}</a>
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
