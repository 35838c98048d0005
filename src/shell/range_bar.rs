//! The second line of the shell: which time is shown, how current it is, and how it is shown.

use super::Dialogs;
use super::freshness::FreshnessWords;
use super::icon::{EARLIER, Icon, LATER, OPEN, REFRESH, THEME, ZOOM_OUT};
use crate::components::keyed::Show;
use crate::signal::Memo;
use crate::state::use_view;
use leptos::prelude::*;
use model::range::{Shift, TimeRange};
use model::url::{Refresh, ThemeChoice};
use model::zone::Zone;

/// Time range, refresh, freshness and view.
#[component]
pub(super) fn RangeBar(
    /// The dialogs it opens.
    dialogs: Dialogs,
) -> impl IntoView {
    view! {
        <div class="shell__bar">
            <RangeSteps dialogs />
            <RefreshControl />
            <FreshnessWords />
            <Looks dialogs />
        </div>
    }
}

/// ‹ Last 1 hour ▾ ›
#[component]
fn RangeSteps(dialogs: Dialogs) -> impl IntoView {
    let view = use_view();
    let range = Memo::new(move |_| view.url.with(|url| url.range));
    let label = Memo::new(move |_| view.zone.with(|zone| range.get().label(view.server_now_ms.get(), zone)));
    let shift = move |by| view.set_range(range.get_untracked().shift(by, view.exact_now_ms()));
    let go_live =
        move |_| view.set_range(TimeRange::last(range.get_untracked().length_ms(view.exact_now_ms())));
    view! {
        <div class="shell__group" role="group" aria-label="Time range">
            <button type="button" class="shell__button" aria-label="Earlier" title="Earlier  [" on:click=move |_| shift(Shift::Back)>
                <Icon path=EARLIER />
            </button>
            <button
                type="button"
                class="shell__button is-wide"
                aria-haspopup="dialog"
                aria-expanded=move || if dialogs.range.get() { "true" } else { "false" }
                title="Choose the time range  t"
                on:click=move |_| dialogs.range.set(true)
            >
                {label}
                <Icon path=OPEN />
            </button>
            <button
                type="button"
                class="shell__button"
                aria-label="Later"
                title="Later  ]"
                disabled=move || !range.get().can_shift_forward()
                on:click=move |_| shift(Shift::Forward)
            >
                <Icon path=LATER />
            </button>
            <button
                type="button"
                class="shell__button"
                aria-label="Zoom out"
                title="Zoom out  -"
                on:click=move |_| view.set_range(range.get_untracked().zoom_out(view.exact_now_ms()))
            >
                <Icon path=ZOOM_OUT />
            </button>
            <Show when=move || !range.get().is_live()>
                <button type="button" class="shell__button is-wide" title="Up to now, with the same length" on:click=go_live>
                    "Go live"
                </button>
            </Show>
        </div>
    }
}

/// Refresh now, and how often.
#[component]
fn RefreshControl() -> impl IntoView {
    let view = use_view();
    let is_fixed = Memo::new(move |_| view.url.with(|url| !url.range.is_live()));
    let options = Refresh::ALL.map(|refresh| {
        view! {
            <option value=refresh.slug() prop:selected=move || view.refresh.get() == refresh>{refresh.label()}</option>
        }
    });
    view! {
        <div class="shell__group" role="group" aria-label="Refresh">
            <button type="button" class="shell__button" aria-label="Refresh now" title="Refresh now  r" on:click=move |_| view.refresh_now()>
                <Icon path=REFRESH />
            </button>
            <select
                class="shell__select"
                aria-label="Refresh interval"
                title=move || if is_fixed.get() { "A fixed range is not refreshed" } else { "How often new data is asked for" }
                disabled=move || is_fixed.get()
                on:change:target=move |event| {
                    if let Some(refresh) = Refresh::from_slug(&event.target().value()) {
                        view.set_refresh(refresh);
                    }
                }
            >
                {options.into_iter().collect_view()}
            </select>
        </div>
    }
}

/// Comparison, zone, theme, keys.
#[component]
fn Looks(dialogs: Dialogs) -> impl IntoView {
    let view = use_view();
    let is_compared = Memo::new(move |_| view.url.with(|url| url.compare));
    let zone_name =
        Memo::new(move |_| view.zone.with(|zone| if *zone == Zone::Utc { "UTC" } else { "Local" }));
    let zone_title =
        Memo::new(move |_| view.zone.with(|zone| format!("Times in {}; click to switch  u", zone.name())));
    let other_theme = move || match view.theme.get() {
        ThemeChoice::Dark => "Switch to the light theme",
        ThemeChoice::Light => "Switch to the dark theme",
    };
    view! {
        <div class="shell__group is-end" role="group" aria-label="View">
            <button
                type="button"
                class="shell__button is-wide"
                aria-pressed=move || if is_compared.get() { "true" } else { "false" }
                title="Compare with the previous period  c"
                on:click=move |_| view.change(|state| state.compare = !state.compare)
            >
                "Compare"
            </button>
            <button type="button" class="shell__button is-wide" title=zone_title on:click=move |_| view.toggle_zone()>
                <span class="is-visually-hidden">"Time zone: "</span>
                {zone_name}
            </button>
            <button type="button" class="shell__button" aria-label=other_theme title="Dark or light  d" on:click=move |_| view.toggle_theme()>
                <Icon path=THEME />
            </button>
            <button type="button" class="shell__button" aria-label="Keys" title="Keys  ?" aria-haspopup="dialog" on:click=move |_| dialogs.keys.set(true)>
                "?"
            </button>
        </div>
    }
}
