//! No page has this address.

use crate::signal::Signal;
use crate::state::use_view;
use contract::catalogue::DashboardId;
use leptos::prelude::*;

/// Says which address it was, and where the pages are.
#[component]
pub(crate) fn NotFoundPage(
    /// The path that no page has.
    #[prop(into)]
    path: Signal<String>,
) -> impl IntoView {
    let view = use_view();
    let links = DashboardId::ALL.map(|id| {
        view! {
            <li>
                <a href=move || view.href(id)>{id.title()}</a>
                <span class="page__question">" " {id.question()}</span>
            </li>
        }
    });
    view! {
        <div class="page">
            <header class="page__head"><h1>"Page not found"</h1></header>
            <div class="start">
                <p>"There is no page at " <code>{path}</code> ". These are the dashboards:"</p>
                <ul class="start__list">{links}</ul>
            </div>
        </div>
    }
}
