//! Size and visibility of an element, watched until the component is gone.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{
    Element, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit, ResizeObserver,
    ResizeObserverEntry,
};

/// So far from the edge of the window a chart is drawn already, to be there when it scrolls in.
const AHEAD: &str = "200px";
const AHEAD_PX: f64 = 200.0;

/// Whether a box of the window is in view or close to it.
pub(super) fn is_near_window(rect: &web_sys::DomRect) -> bool {
    let height = web_sys::window().and_then(|window| window.inner_height().ok()?.as_f64());
    height.is_none_or(|height| rect.bottom() > -AHEAD_PX && rect.top() < height + AHEAD_PX)
}

/// Calls `on_size` with the size of the element's content in CSS pixels, now and when it changes.
pub(super) fn observe_size(element: &Element, on_size: impl Fn(f64, f64) + 'static) {
    let on_entries: Closure<dyn FnMut(js_sys::Array)> = Closure::new(move |entries: js_sys::Array| {
        let Some(entry) =
            entries.iter().last().and_then(|entry| entry.dyn_into::<ResizeObserverEntry>().ok())
        else {
            return;
        };
        let size = entry.content_rect();
        on_size(size.width(), size.height());
    });
    let Ok(observer) = ResizeObserver::new(on_entries.as_ref().unchecked_ref()) else { return };
    observer.observe(element);
    let kept = StoredValue::new_local((observer, on_entries));
    on_cleanup(move || {
        kept.try_update_value(|(observer, _)| observer.disconnect());
        kept.dispose();
    });
}

/// Calls `on_change` with whether the element is in view or close to it, now and when it changes.
pub(super) fn observe_visibility(element: &Element, on_change: impl Fn(bool) + 'static) {
    let on_entries: Closure<dyn FnMut(js_sys::Array)> = Closure::new(move |entries: js_sys::Array| {
        if let Some(entry) =
            entries.iter().last().and_then(|entry| entry.dyn_into::<IntersectionObserverEntry>().ok())
        {
            on_change(entry.is_intersecting());
        }
    });
    let options = IntersectionObserverInit::new();
    options.set_root_margin(AHEAD);
    let Ok(observer) = IntersectionObserver::new_with_options(on_entries.as_ref().unchecked_ref(), &options)
    else {
        return;
    };
    observer.observe(element);
    let kept = StoredValue::new_local((observer, on_entries));
    on_cleanup(move || {
        kept.try_update_value(|(observer, _)| observer.disconnect());
        kept.dispose();
    });
}
