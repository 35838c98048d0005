//! Starts the app: reads where the API is, then shows the shell and the page of the address.

use crate::api::{Api, fetch_config};
use crate::state::provide_view;
use leptos::prelude::*;

/// The whole app.
#[component]
pub(crate) fn App() -> impl IntoView {
    let view = provide_view(Api::new("/api/v1"));
    view! { <p>{move || view.server_now_ms.get()}</p> }
}
