//! The course of one number, small.

use crate::signal::{Memo, Signal};
use contract::panel::{State, Threshold};
use leptos::prelude::*;
use model::chart::sparkline::{HEIGHT, WIDTH, sparkline};
use std::sync::Arc;

/// The course of one number, with its limit and a dot at its end. It fills the box that it
/// stands in; colours come from the style sheet, so it has no palette. Hidden from screen
/// readers: the tile around it says the number and its state in words.
#[component]
pub(crate) fn Sparkline(
    /// One value a bucket.
    #[prop(into)]
    values: Signal<Arc<[Option<f64>]>>,
    /// The limit, drawn where it does not press the course flat.
    #[prop(into)]
    threshold: Signal<Option<Threshold>>,
    /// How the number is now: the colour of the dot.
    #[prop(into)]
    state: Signal<State>,
) -> impl IntoView {
    let picture = Memo::new(move |_| {
        values.with(|values| threshold.with(|threshold| sparkline(values, threshold.as_ref())))
    });
    view! {
        <svg
            class=move || format!("sparkline {}", state_class(state.get()))
            viewBox=format!("0 0 {WIDTH} {HEIGHT}")
            preserveAspectRatio="none"
            aria-hidden="true"
        >
            <path class="sparkline__limit" d=move || picture.with(|picture| picture.limit.clone()) />
            <path class="sparkline__line" d=move || picture.with(|picture| picture.line.clone()) />
            <path class="sparkline__end" d=move || picture.with(|picture| picture.end.clone()) />
        </svg>
    }
}

fn state_class(state: State) -> &'static str {
    match state {
        State::NoData => "is-nodata",
        State::Ok => "is-ok",
        State::Warning => "is-warning",
        State::Critical => "is-critical",
    }
}
