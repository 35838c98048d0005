//! The frame of every panel: its title, how current it is in words, and its tools.
//!
//! Policy: a live panel says nothing about freshness. Any other says its state in words, and what
//! is old loses its colour, so that nobody takes it for now.

use crate::components::ambient::Ambient;
use crate::components::keyed::Show;
use crate::components::state_word::StateMark;
use crate::signal::Signal;
use contract::panel::PanelId;
use leptos::prelude::*;
use model::freshness::{Freshness, ShownState};
use serde::Serialize;
use std::fmt;

/// A switch of a panel.
#[derive(Clone, Copy)]
pub(crate) struct Toggle {
    /// Whether it is on.
    pub(crate) is_on: Signal<bool>,
    /// Asks for the other position.
    pub(crate) on_toggle: Callback<()>,
}

/// A titled section with its freshness and tools.
#[component]
pub(crate) fn PanelFrame(
    /// Which panel; gives the title.
    id: PanelId,
    /// How current its content is.
    #[prop(into)]
    freshness: Signal<Freshness>,
    /// The page it stands on.
    ambient: Ambient,
    /// Shows the content as a table, where it is a chart.
    #[prop(into, default = None.into())]
    table: Signal<Option<Toggle>>,
    /// Shows the panel at full width, where it has room to gain.
    #[prop(optional_no_strip)]
    wide: Option<Toggle>,
    /// The content.
    children: Children,
) -> impl IntoView {
    let heading = format!("panel-{}", slug(id));
    let labelled_by = heading.clone();
    let words = ambient.freshness_words(freshness);
    let is_old = move || matches!(freshness.get(), Freshness::Stale { .. } | Freshness::CutOff { .. });
    let is_worth_saying =
        move || !matches!(freshness.get(), Freshness::Live | Freshness::Fixed | Freshness::Loading);
    let mark = Signal::derive(move || match freshness.get() {
        Freshness::Error => ShownState::Warning,
        _ => ShownState::NoData,
    });
    view! {
        <section
            class="panel"
            class:is-old=is_old
            aria-labelledby=labelled_by
            aria-busy=move || (freshness.get() == Freshness::Loading).then_some("true")
        >
            <header class="panel__head">
                <h2 class="panel__title" id=heading title=id.title()>{id.title()}</h2>
                <Show when=is_worth_saying>
                    <p class="panel__freshness state"><StateMark state=mark /><span>{words}</span></p>
                </Show>
                <div class="panel__tools">
                    {move || table.get().map(|toggle| view! {
                        <ToolButton toggle label="Show as table" icon="M2.5 3.5h11v9h-11zM2.5 6.5h11M2.5 9.5h11M6.5 6.5v6" />
                    })}
                    {wide.map(|toggle| view! {
                        <ToolButton toggle label="Fill the page" icon="M1.5 8h13M4.5 5L1.5 8l3 3M11.5 5l3 3-3 3" />
                    })}
                </div>
            </header>
            <div class="panel__body">{children()}</div>
        </section>
    }
}

/// A panel's name in the page: `step-times`.
pub(crate) fn slug(id: PanelId) -> String {
    Name(id).to_string().replace('_', "-")
}

/// The name that the panel has in answers and addresses. (Not its `Debug`, which prints nothing in
/// a build for size.)
struct Name(PanelId);

impl fmt::Display for Name {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.serialize(out)
    }
}

#[component]
fn ToolButton(toggle: Toggle, label: &'static str, icon: &'static str) -> impl IntoView {
    view! {
        <button
            type="button"
            class="panel__tool"
            aria-pressed=move || if toggle.is_on.get() { "true" } else { "false" }
            aria-label=label
            title=label
            on:click=move |_| toggle.on_toggle.run(())
        >
            <svg viewBox="0 0 16 16" aria-hidden="true"><path d=icon /></svg>
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panels_have_names_for_the_page() {
        assert_eq!(slug(PanelId::RequestLatencyP99), "request-latency-p99");
        assert_eq!(slug(PanelId::Cpu), "cpu");
    }
}
