//! Keys: obeyed on every page, listed under `?`. Both read the one table in `model::keys`.

use super::Dialogs;
use super::dialog::Dialog;
use crate::state::{View, document, listen};
use leptos::prelude::*;
use model::keys::{Action, BINDINGS, Pressed, press};
use model::range::Shift;
use model::url::{Page, Refresh};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

/// How long the first key of a pair waits for the second, in milliseconds.
const PAIR_MS: f64 = 1_500.0;

/// Obeys keys until the current owner is cleaned up.
pub(super) fn obey_keys(view: View, dialogs: Dialogs) {
    let waiting: StoredValue<Option<(String, f64)>> = StoredValue::new(None);
    listen(&document(), "keydown", move |event: KeyboardEvent| {
        if event.default_prevented()
            || event.ctrl_key()
            || event.meta_key()
            || event.alt_key()
            || is_taken(&event)
        {
            return;
        }
        let (key, now) = (event.key(), event.time_stamp());
        let before = waiting.with_value(|waiting| {
            waiting.as_ref().filter(|(_, at)| now - at < PAIR_MS).map(|(before, _)| before.clone())
        });
        waiting.set_value(None);
        match press(before.as_deref(), &key) {
            Pressed::Action(action) => {
                event.prevent_default();
                act(view, dialogs, action);
            }
            Pressed::Waiting => waiting.set_value(Some((key, now))),
            Pressed::Nothing => {}
        }
    });
}

/// Whether a key belongs to a field that somebody types into, or to an open dialog.
fn is_taken(event: &KeyboardEvent) -> bool {
    let is_in_field =
        event.target().and_then(|target| target.dyn_into::<Element>().ok()).is_some_and(|element| {
            matches!(element.closest("input, textarea, select, [contenteditable]"), Ok(Some(_)))
        });
    is_in_field || matches!(document().query_selector("dialog[open]"), Ok(Some(_)))
}

fn act(view: View, dialogs: Dialogs, action: Action) {
    let range = view.url.with_untracked(|url| url.range);
    let now_ms = view.exact_now_ms();
    match action {
        Action::Go(id) => view.go(view.url.get_untracked().on_page(Page::Dashboard(id))),
        Action::Earlier => view.set_range(range.shift(Shift::Back, now_ms)),
        Action::EarlierHalf => view.set_range(range.shift(Shift::BackHalf, now_ms)),
        Action::Later => view.set_range(range.shift(Shift::Forward, now_ms)),
        Action::LaterHalf => view.set_range(range.shift(Shift::ForwardHalf, now_ms)),
        Action::ZoomOut => view.set_range(range.zoom_out(now_ms)),
        Action::PickRange => dialogs.range.set(true),
        Action::ToggleCompare => view.change(|state| state.compare = !state.compare),
        Action::RefreshNow => view.refresh_now(),
        Action::ToggleLive => {
            let is_live = view.refresh.get_untracked() == Refresh::Live;
            view.set_refresh(if is_live { Refresh::Off } else { Refresh::Live });
        }
        Action::ToggleZone => view.toggle_zone(),
        Action::ToggleTheme => view.toggle_theme(),
        Action::ShowKeys => dialogs.keys.set(true),
    }
}

/// The list of keys.
#[component]
pub(super) fn KeysDialog(
    /// Whether it is open.
    is_open: RwSignal<bool>,
) -> impl IntoView {
    // One row for each action, with all the ways to it.
    let is_first =
        |index: usize, action: Action| !BINDINGS.iter().take(index).any(|other| other.action == action);
    let rows = move || {
        let firsts = BINDINGS.iter().enumerate().filter(|(index, binding)| is_first(*index, binding.action));
        firsts
            .map(|(_, binding)| {
                let ways = BINDINGS.iter().filter(|other| other.action == binding.action).enumerate();
                let ways =
                    ways.map(|(index, way)| view! { {(index > 0).then_some(" or ")} <Keys keys=way.keys /> });
                view! {
                    <div class="keys__row">
                        <dt class="keys__keys">{ways.collect_view()}</dt>
                        <dd>{binding.words}</dd>
                    </div>
                }
            })
            .collect_view()
    };
    view! {
        <Dialog is_open id="keys" title="Keys">
            <dl class="keys">
                {rows()}
                <div class="keys__row">
                    <dt class="keys__keys"><kbd class="keys__key">"Esc"</kbd></dt>
                    <dd>"Close what is open"</dd>
                </div>
            </dl>
        </Dialog>
    }
}

/// Keys that are pressed one after the other.
#[component]
fn Keys(keys: &'static [&'static str]) -> impl IntoView {
    keys.iter().map(|key| view! { <kbd class="keys__key">{*key}</kbd> }).collect_view()
}
