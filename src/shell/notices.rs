//! Notices over the page: parts of the address that could not be used, and a new build.

use super::icon::{CLOSE, Icon};
use crate::components::keyed::Show;
use crate::signal::Memo;
use crate::state::{use_view, window};
use leptos::prelude::*;

/// All notices that there are.
#[component]
pub(super) fn Notices() -> impl IntoView {
    let view = use_view();
    let has_problems = Memo::new(move |_| view.problems.with(|problems| !problems.is_empty()));
    view! {
        <Show when=move || view.has_new_build.get()>
            <NewBuild />
        </Show>
        <Show when=move || has_problems.get()>
            <AddressProblems />
        </Show>
    }
}

/// A new version is there.
#[component]
fn NewBuild() -> impl IntoView {
    // A page that cannot be reloaded stays as it is, and so does the notice.
    let reload = move |_| drop(window().location().reload());
    view! {
        <div class="shell__notice" role="status">
            <p>"A new version is there."</p>
            <button type="button" class="shell__button is-wide" on:click=reload>"Reload"</button>
        </div>
    }
}

/// Which parts of the address could not be used, and what is used instead.
#[component]
fn AddressProblems() -> impl IntoView {
    let view = use_view();
    let sentences = move || {
        view.problems.with(|problems| {
            let sentence = |problem: &model::url::UrlProblem| {
                view! { <li><code>{format!("{}={}", problem.part, problem.text)}</code> " – " {problem.message.clone()}</li> }
            };
            problems.iter().map(sentence).collect_view()
        })
    };
    view! {
        <div class="shell__notice" role="status">
            <div>
                <p>"Part of this address could not be used:"</p>
                <ul class="shell__problems">{sentences}</ul>
            </div>
            <button type="button" class="shell__button" aria-label="Dismiss" on:click=move |_| view.dismiss_problems()>
                <Icon path=CLOSE />
            </button>
        </div>
    }
}
