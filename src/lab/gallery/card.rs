//! The frame of one picture: its name, what to look at, and what it said last.

use crate::components::keyed::Show;
use crate::signal::Signal;
use leptos::prelude::*;

/// Wider pictures keep their width and are scrolled; others shrink with the page.
const WIDEST_PX: f64 = 640.0;

/// A framed picture at its own width.
#[component]
pub(super) fn Card(
    /// Its stable name.
    name: &'static str,
    /// What to look at, as a sentence.
    what: &'static str,
    /// The width that it is meant for, CSS pixels.
    width_px: f64,
    /// What its callbacks were called with last; nothing while they were not.
    #[prop(into, default = String::new().into())]
    said: Signal<String>,
    /// Whether it is shown as something that is no longer current.
    #[prop(optional)]
    is_old: bool,
    /// Switches, where it has some.
    #[prop(optional)]
    tools: Option<AnyView>,
    /// The picture.
    children: Children,
) -> impl IntoView {
    let width = format!("{width_px}px");
    let is_wide = width_px > WIDEST_PX;
    view! {
        <article class="gallery__card" class:is-wide=is_wide id=name style:--width=width>
            <header class="gallery__name">
                <h3>{name}</h3>
                {tools}
                <p class="gallery__what">{what}</p>
            </header>
            <div class="gallery__frame" tabindex=is_wide.then_some("0")>
                <div class="panel gallery__picture" class:is-old=is_old>
                    <div class="panel__body">{children()}</div>
                </div>
            </div>
            <Show when=move || said.with(|said| !said.is_empty())>
                <p class="gallery__said">{said}</p>
            </Show>
        </article>
    }
}
