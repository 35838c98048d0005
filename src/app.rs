//! Starts the app: reads where the API is, then shows the shell and the page of the address.
//!
//! The address is typed, so the table of pages is a `match` on it: a page that comes later is a
//! variant of [`Page`] and an arm in [`CurrentPage`].

use crate::api::{Api, ApiError, fetch_config};
use crate::pages::{DashboardPage, NotFoundPage};
use crate::shell::{Shell, StartFault};
use crate::signal::Memo;
use crate::state::{document, provide_view};
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::url::Page;

/// Where the start stands.
#[derive(Clone)]
enum Start {
    /// `config.json` is on its way; the page shows what `index.html` drew.
    Waiting,
    /// The API is known.
    Ready(Api),
    /// It is not, and why.
    Failed(ApiError),
}

/// The whole app.
#[component]
pub(crate) fn App() -> impl IntoView {
    let start = RwSignal::new(Start::Waiting);
    spawn_local(async move {
        start.set(match fetch_config().await {
            Ok(config) => Start::Ready(Api::new(&config.api_base)),
            Err(error) => Start::Failed(error),
        });
        remove_placeholder();
    });
    move || match start.get() {
        Start::Waiting => ().into_any(),
        Start::Ready(api) => view! { <Monitor api /> }.into_any(),
        Start::Failed(error) => view! { <StartFault error /> }.into_any(),
    }
}

/// The app with its API.
#[component]
fn Monitor(api: Api) -> impl IntoView {
    provide_view(api);
    view! { <Shell><CurrentPage /></Shell> }
}

/// The page of the address.
#[component]
fn CurrentPage() -> impl IntoView {
    let view = crate::state::use_view();
    let page = Memo::new(move |_| view.url.with(|url| url.page.clone()));
    move || match page.get() {
        Page::Dashboard(id) => view! { <DashboardPage id /> }.into_any(),
        Page::NotFound(path) => view! { <NotFoundPage path /> }.into_any(),
    }
}

/// Takes away what `index.html` shows while the app is loading.
fn remove_placeholder() {
    if let Some(placeholder) = document().get_element_by_id("loading") {
        placeholder.remove();
    }
}
