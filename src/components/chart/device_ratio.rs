//! Device pixels in a CSS pixel, as a signal: it changes with zoom and from screen to screen.

use leptos::prelude::*;
use std::cell::Cell;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

thread_local! {
    static RATIO: Cell<Option<ArcRwSignal<f64>>> = const { Cell::new(None) };
}

/// The ratio now and from now on; one listener serves the whole page for as long as it is open.
pub(super) fn device_ratio() -> ArcRwSignal<f64> {
    RATIO.with(|kept| {
        let ratio = kept.take().unwrap_or_else(|| {
            let ratio = ArcRwSignal::new(current());
            watch(ratio.clone());
            ratio
        });
        kept.set(Some(ratio.clone()));
        ratio
    })
}

fn current() -> f64 {
    web_sys::window().map_or(1.0, |window| window.device_pixel_ratio())
}

/// A query for the present ratio stops matching when it changes; the next one is for the new one.
fn watch(ratio: ArcRwSignal<f64>) {
    let Some(window) = web_sys::window() else { return };
    let query = format!("(resolution: {}dppx)", ratio.get_untracked());
    let Ok(Some(list)) = window.match_media(&query) else { return };
    let on_change = Closure::once_into_js(move || {
        ratio.set(current());
        watch(ratio);
    });
    list.set_onchange(Some(on_change.unchecked_ref()));
    // The list is kept alive by its handler until it has been called.
    KEPT.with(|kept| drop(kept.replace(Some(list))));
}

thread_local! {
    static KEPT: Cell<Option<web_sys::MediaQueryList>> = const { Cell::new(None) };
}
