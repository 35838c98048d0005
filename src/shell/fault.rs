//! The screen of an app that cannot start, because it does not know where its server is.

use crate::api::ApiError;
use crate::state::window;
use leptos::prelude::*;

/// Says what is wrong and offers to try again.
#[component]
pub(crate) fn StartFault(
    /// Why `config.json` could not be read.
    error: ApiError,
) -> impl IntoView {
    let reload = move |_| drop(window().location().reload());
    let (sentence, advice) = match &error {
        ApiError::Status { status: 404, .. } => (
            "There is no config.json beside the app.".to_owned(),
            "Whoever serves it puts one there: {\"api_base\":\"https://monitor.example.com/api/v1\"}",
        ),
        ApiError::Decode { .. } => (
            error.sentence(),
            "config.json has to look like this: {\"api_base\":\"https://monitor.example.com/api/v1\"}",
        ),
        _ => (error.sentence(), "Is it running, and does this machine reach it?"),
    };
    view! {
        <main class="shell__fault">
            <h1>"Sartiq Monitor cannot start"</h1>
            <p role="alert">{sentence}</p>
            <p class="shell__advice">{advice}</p>
            <button type="button" class="shell__button is-wide is-main" on:click=reload>"Try again"</button>
        </main>
    }
}
