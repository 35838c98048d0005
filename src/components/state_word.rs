//! A state as people see it: a shape and a word. Colour comes on top and is never the only sign.
//!
//! Shapes are drawn, not typed: glyphs differ in size and place from font to font.

use crate::components::ambient::Ambient;
use crate::signal::{Memo, Signal};
use contract::panel::State;
use leptos::prelude::*;
use model::freshness::{Freshness, ShownState, shown_state};

/// The shape of a state; the word must stand beside it.
#[component]
pub(crate) fn StateMark(
    /// Whose shape.
    #[prop(into)]
    state: Signal<ShownState>,
) -> impl IntoView {
    view! {
        <svg class=move || format!("mark {}", state.get().class()) viewBox="0 0 10 10" aria-hidden="true">
            <path d=move || outline(state.get()) />
        </svg>
    }
}

/// The shape and the word of a judgement. What is no longer current says since when instead.
#[component]
pub(crate) fn StateWord(
    /// The judgement as the server made it.
    #[prop(into)]
    state: Signal<State>,
    /// How current it is.
    #[prop(into)]
    freshness: Signal<Freshness>,
    /// The page it stands on.
    ambient: Ambient,
    /// Whether since when is said elsewhere, as in the head of the panel.
    #[prop(optional)]
    is_short: bool,
) -> impl IntoView {
    let shown = Memo::new(move |_| shown_state(state.get(), freshness.get()));
    let old = ambient.freshness_words(freshness);
    let word = move || {
        if shown.get() == ShownState::Outdated && !is_short {
            old.get()
        } else {
            shown.get().word().to_owned()
        }
    };
    view! {
        <span class=move || format!("state {}", shown.get().class())>
            <StateMark state=shown />
            <span>{word}</span>
        </span>
    }
}

/// Circle, triangle, square and dotted circle in a box of ten by ten.
fn outline(state: ShownState) -> &'static str {
    match state {
        ShownState::Ok => "M5 .6a4.4 4.4 0 1 1 0 8.8a4.4 4.4 0 1 1 0-8.8z",
        ShownState::Warning => "M5 .4L9.9 9.4H.1z",
        ShownState::Critical => "M.8 .8h8.4v8.4H.8z",
        ShownState::NoData | ShownState::Outdated => "M5 1a4 4 0 1 1 0 8a4 4 0 1 1 0-8z",
    }
}
