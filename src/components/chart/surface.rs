//! The canvas of a chart with what moves over it. It knows buckets and pixels; what they show and
//! mean comes from whoever uses it.

use super::crosshair::Crosshair;
use super::device_ratio::device_ratio;
use super::frames;
use super::geometry::Geometry;
use super::keys::Key;
use super::observe::{is_near_window, observe_size, observe_visibility};
use super::paint::{Painter, Repaint};
use super::pointing::{Pointing, Reader};
use super::tooltip;
use crate::signal::{Memo, Signal};
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use model::chart::Frame;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::HtmlElement;

/// Pixels of the root's font at which heights are given.
const ROOT_PX: f64 = 16.0;

/// A canvas with crosshair, tooltip, selection and keys.
#[component]
pub(super) fn Surface(
    /// Size of the box, which this component sets; nothing before the first layout.
    frame: RwSignal<Option<Frame>>,
    /// Where the picture is.
    geometry: Signal<Option<Geometry>>,
    /// Counts the changes of everything that is drawn.
    version: Memo<u64>,
    /// Draws the picture.
    painter: Painter,
    /// Gives what says what is pointed at, as things are now.
    reader: Callback<(), Option<Reader>>,
    /// The picture in words.
    label: Signal<String>,
    /// The time that is pointed at, shared by all charts of a page.
    crosshair: Crosshair,
    /// Called with a selected range.
    on_zoom: Callback<(i64, i64)>,
    /// Height of the drawing in pixels at the usual root size.
    height_px: f64,
) -> impl IntoView {
    let root = NodeRef::<html::Div>::new();
    let layer = NodeRef::<html::Div>::new();
    let pointing = Pointing::new(crosshair, on_zoom);
    let is_in_view = keep_painted(root, frame, version, painter);
    Effect::new(move |_| {
        let (picture, reader) = if is_in_view.get() {
            version.track();
            (geometry.get(), reader.run(()))
        } else {
            (None, None)
        };
        pointing.refresh(layer.get().map(Into::into), picture, reader);
    });
    on_cleanup(move || pointing.end());
    on_move(root, move |event| follow(event, pointing));

    let announcement = pointing.announcement;
    view! {
        <div
            class="plot"
            node_ref=root
            tabindex="0"
            role="img"
            aria-label=label
            style:height=format!("{}rem", height_px / ROOT_PX)
            on:pointerdown=move |event| press(&event, pointing)
            on:pointerup=move |_| pointing.finish()
            on:pointercancel=move |_| {
                pointing.cancel();
                pointing.leave();
            }
            on:pointerleave=move |event| if event.pointer_type() == "mouse" { pointing.leave() }
            on:blur=move |_| {
                pointing.cancel();
                pointing.leave();
            }
            on:keydown=move |event| key_down(&event, pointing, root)
        >
            <div class="plot__marks" node_ref=layer aria-hidden="true"></div>
        </div>
        <p class="is-visually-hidden" aria-live="polite">{announcement}</p>
    }
}

/// Keeps a canvas in `root` painted while it is in view, and `frame` up to date; gives whether it is
/// in view.
pub(super) fn keep_painted(
    root: NodeRef<html::Div>,
    frame: RwSignal<Option<Frame>>,
    version: Memo<u64>,
    painter: Painter,
) -> RwSignal<bool> {
    let is_in_view = RwSignal::new(false);
    let repaint = Repaint::new(version);
    let request = Callback::new(move |()| {
        if let Some(root) = root.get_untracked() {
            repaint.request(root.into(), Arc::clone(&painter));
        }
    });
    watch_size(root, frame, is_in_view, request);
    Effect::new(move |_| {
        if is_in_view.get() {
            version.track();
            request.run(());
        }
    });
    is_in_view
}

/// Keeps `frame` and `is_in_view` up to date. The first size is asked for in the next animation
/// frame, together with those of all other new charts, and `paint` is run with it in that same
/// frame: the observers would answer only after the page was shown without the chart.
fn watch_size(
    root: NodeRef<html::Div>,
    frame: RwSignal<Option<Frame>>,
    is_in_view: RwSignal<bool>,
    paint: Callback<()>,
) {
    let ratio = device_ratio();
    let size = RwSignal::new(None::<(f64, f64)>);
    let set_frame = Callback::new(move |()| {
        let (Some(Some((width, height))), Some(element)) =
            (size.try_get_untracked(), root.try_get_untracked().flatten())
        else {
            return;
        };
        let font_px = font_size(&element).unwrap_or(12.0);
        let now = Some(Frame::new(width, height, ratio.get_untracked()).with_font(font_px));
        if now != frame.get_untracked() {
            frame.set(now);
        }
    });
    Effect::new(move |_| {
        let Some(element) = root.get() else { return };
        observe_size(&element, move |width, height| {
            if width >= 1.0 && height >= 1.0 && size.try_get_untracked() != Some(Some((width, height))) {
                size.try_set(Some((width, height)));
            }
        });
        observe_visibility(&element, move |is_visible| {
            if is_in_view.try_get_untracked() != Some(is_visible) {
                is_in_view.try_set(is_visible);
            }
        });
        frames::measure(Box::new(move || {
            let rect = element.get_bounding_client_rect();
            if rect.width() < 1.0 || rect.height() < 1.0 || is_in_view.try_get_untracked().is_none() {
                return;
            }
            size.set(Some((rect.width(), rect.height())));
            set_frame.run(());
            if is_near_window(&rect) {
                is_in_view.set(true);
                paint.run(());
            }
        }));
    });
    let ratio = device_ratio();
    Effect::new(move |_| {
        ratio.track();
        size.track();
        set_frame.run(());
    });
}

/// The size of type that the page gives to the labels of a chart, CSS pixels.
fn font_size(element: &HtmlElement) -> Option<f64> {
    let style = window().get_computed_style(element).ok()??;
    style.get_property_value("font-size").ok()?.trim_end_matches("px").parse().ok()
}

/// Calls `on_event` with each move of the pointer over `root`. Not by `on:pointermove`, which sets up
/// a place in the tree of views for each event, and takes longer for it than what a move does here.
fn on_move(root: NodeRef<html::Div>, on_event: impl Fn(&PointerEvent) + 'static) {
    let on_event: Closure<dyn Fn(PointerEvent)> = Closure::new(move |event| on_event(&event));
    let kept = StoredValue::new_local(on_event);
    Effect::new(move |_| {
        if let Some(root) = root.get() {
            kept.with_value(|on_event| root.set_onpointermove(Some(on_event.as_ref().unchecked_ref())));
        }
    });
}

fn press(event: &PointerEvent, pointing: Pointing) {
    if !event.is_primary() {
        // A second finger: the browser zooms the page, and nobody is pointing.
        pointing.cancel();
        pointing.leave();
        return;
    }
    follow(event, pointing);
    if event.pointer_type() == "mouse" && event.button() == 0 {
        capture(event);
        pointing.begin();
    }
}

fn follow(event: &PointerEvent, pointing: Pointing) {
    if event.is_primary() {
        pointing.follow(event);
    }
}

/// While a button is down the chart keeps getting the pointer, also outside of it.
pub(super) fn capture(event: &PointerEvent) {
    if let Some(target) = target(event) {
        // Refused only where the pointer is gone already.
        drop(target.set_pointer_capture(event.pointer_id()));
    }
}

pub(super) fn target(event: &PointerEvent) -> Option<web_sys::Element> {
    event.current_target().and_then(|target| target.dyn_into().ok())
}

fn key_down(event: &KeyboardEvent, pointing: Pointing, root: NodeRef<html::Div>) {
    if event.ctrl_key() || event.alt_key() || event.meta_key() {
        return;
    }
    let key = Key::read(&event.key(), event.shift_key(), pointing.rows());
    let place = root.get_untracked().map(|root| tooltip::place_of(&root));
    if let (Some(key), Some(place)) = (key, place)
        && pointing.press(key, place)
    {
        event.prevent_default();
        event.stop_propagation();
    }
}
