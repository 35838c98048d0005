//! A button that puts a text on the clipboard and says so for a moment.

use crate::signal::Signal;
use leptos::prelude::*;
use std::time::Duration;

/// How long the button says that it copied.
const DONE_FOR: Duration = Duration::from_secs(2);

/// A button that copies. Not there where the browser has no clipboard to offer, which is the case
/// on an address without TLS.
#[component]
pub(crate) fn CopyButton(
    /// What is copied.
    #[prop(into)]
    text: Signal<String>,
    /// What it is, for those who cannot see it beside the button: "trace id", "line".
    what: &'static str,
) -> impl IntoView {
    let has_clipboard = window().is_secure_context();
    has_clipboard.then(|| view! { <Button text what /> })
}

#[component]
fn Button(#[prop(into)] text: Signal<String>, what: &'static str) -> impl IntoView {
    let is_done = RwSignal::new(false);
    let pending = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(timer) = pending.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    };
    on_cleanup(stop);
    let copy = move |_| {
        let written = window().navigator().clipboard().write_text(&text.get_untracked());
        leptos::task::spawn_local(async move {
            // A refused clipboard leaves the button as it was, and the page may be gone by now.
            if wasm_bindgen_futures::JsFuture::from(written).await.is_err() || is_done.try_set(true).is_some()
            {
                return;
            }
            stop();
            let undo = move || {
                is_done.try_set(false);
            };
            pending.try_set_value(set_timeout_with_handle(undo, DONE_FOR).ok());
        });
    };
    view! {
        <button
            type="button"
            class="copy"
            class:is-done=is_done
            aria-label=move || if is_done.get() { "Copied".to_owned() } else { format!("Copy {what}") }
            title=move || if is_done.get() { "Copied".to_owned() } else { format!("Copy {what}") }
            on:click=copy
        >
            <svg viewBox="0 0 16 16" aria-hidden="true">
                <path d=move || if is_done.get() { "M3 8.5l3.5 3.5L13 4.5" } else { "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3" } />
            </svg>
        </button>
    }
}
