//! The window and the document, and listeners that leave with whoever added them.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, Event, EventTarget, Window};

/// The window of this tab.
pub(crate) fn window() -> Window {
    leptos::prelude::window()
}

/// The document of this tab.
pub(crate) fn document() -> Document {
    leptos::prelude::document()
}

/// Listens to events of `target` until the current owner is cleaned up.
pub(crate) fn listen<E: JsCast + 'static>(
    target: &EventTarget,
    name: &'static str,
    on_event: impl FnMut(E) + 'static,
) {
    let mut on_event = on_event;
    let closure: Closure<dyn FnMut(Event)> = Closure::new(move |event: Event| {
        if let Ok(event) = event.dyn_into::<E>() {
            on_event(event);
        }
    });
    if target.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref()).is_err() {
        return;
    }
    let kept = StoredValue::new_local((target.clone(), closure));
    on_cleanup(move || {
        kept.try_update_value(|(target, closure)| {
            // A listener that is already gone needs no removing.
            drop(target.remove_event_listener_with_callback(name, closure.as_ref().unchecked_ref()));
        });
    });
}

/// Calls `on_tick` every `period_ms` milliseconds until the current owner is cleaned up.
pub(crate) fn every(period_ms: i32, on_tick: impl FnMut() + 'static) {
    let closure: Closure<dyn FnMut()> = Closure::new(on_tick);
    let callback = closure.as_ref().unchecked_ref();
    let Ok(timer) = window().set_interval_with_callback_and_timeout_and_arguments_0(callback, period_ms)
    else {
        return;
    };
    let kept = StoredValue::new_local(closure);
    on_cleanup(move || {
        window().clear_interval_with_handle(timer);
        kept.dispose();
    });
}
