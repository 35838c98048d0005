//! The course of one number, small.

use contract::panel::{State, Threshold};
use leptos::prelude::*;
use std::sync::Arc;

/// The course of one number, with its limit and a dot at its end. It fills the box that it
/// stands in; colours come from the style sheet, so it has no palette. Hidden from screen
/// readers: the tile around it says the number and its state in words.
#[component]
pub fn Sparkline(
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
    let _ = (values, threshold, state);
}
