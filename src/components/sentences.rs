//! Whole sentences with their state, age and the place to look at.

use crate::components::ambient::Ambient;
use crate::components::kept::kept;
use crate::components::keyed::{Show, keyed};
use crate::components::state_word::StateWord;
use crate::signal::{Memo, Signal};
use contract::panel::{Sentence, Sentences as Body};
use leptos::prelude::*;
use model::format;
use model::freshness::Freshness;
use std::sync::Arc;

/// A list of sentences; says so where there is none.
#[component]
pub(crate) fn Sentences(
    /// What is said.
    #[prop(into)]
    body: Signal<Arc<Body>>,
    /// How current it is.
    #[prop(into)]
    freshness: Signal<Freshness>,
    /// The page it stands on.
    ambient: Ambient,
) -> impl IntoView {
    let is_empty = Memo::new(move |_| body.with(|body| body.sentences.is_empty()));
    let empty = move || body.with(|body| body.empty.clone());
    view! {
            <Show when=move || is_empty.get()><p class="panel__empty">{empty}</p></Show>
            <ul class="sentences">
                {keyed(move || body.with(|body| body.sentences.clone()), |sentence| sentence.key.clone(), move |first| {
                        let key = first.key.clone();
                        let find = move |body: &Body| body.sentences.iter().find(|one| one.key == key).cloned();
                        view! { <Line sentence=kept(body, first, find) freshness ambient /> }.into_any()
    })}
            </ul>
        }
}

#[component]
fn Line(
    #[prop(into)] sentence: Signal<Sentence>,
    freshness: Signal<Freshness>,
    ambient: Ambient,
) -> impl IntoView {
    let state = Signal::derive(move || sentence.with(|sentence| sentence.state));
    let age = Memo::new(move |_| {
        let since_ms = sentence.with(|sentence| sentence.since_ms)?;
        Some(format!("for {}", format::ago_ms(ambient.now_ms().saturating_sub(since_ms))))
    });
    let since = move || {
        let since_ms = sentence.with(|sentence| sentence.since_ms)?;
        Some(ambient.zone.with(|zone| format!("since {}", format::date_time(since_ms, zone))))
    };
    let link = move || {
        sentence.with(|sentence| sentence.dashboard).map(|id| {
            view! { <a href=move || ambient.href.run(id)>{id.title()}</a> }
        })
    };
    view! {
        <li class="sentence">
            <StateWord state freshness ambient is_short=true />
            <span class="sentence__text">{move || sentence.with(|sentence| sentence.text.clone())}</span>
            <span class="sentence__side">
                <span title=since>{age}</span>
                {link}
            </span>
        </li>
    }
}
