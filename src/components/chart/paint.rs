//! From a scene to pixels.

use super::backend::{CanvasBackend, Recording};
use super::frames;
use crate::signal::Memo;
use leptos::prelude::*;
use model::chart::{Frame, Scene};
use model::reduce::Reduced;
use plotters::prelude::IntoDrawingArea;
use std::cell::RefCell;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// Draws what a chart shows now into a scene, and says how large the picture is; nothing where
/// there is no size yet.
pub(super) type Painter = Arc<dyn Fn(&mut Scene, &mut Reduced) -> Option<Frame> + Send + Sync>;

thread_local! {
    /// One buffer for all charts of the page: they are painted one after the other.
    static BUFFERS: RefCell<(Scene, Reduced, Recording)> = RefCell::default();
}

/// Keeps one canvas painted: in the next animation frame after something changed, once, however
/// much changed, and not at all where the newest version is on it already.
#[derive(Clone, Copy)]
pub(super) struct Repaint {
    is_due: StoredValue<bool>,
    painted: StoredValue<u64>,
    /// Counts the changes of everything that is drawn.
    version: Memo<u64>,
}

impl Repaint {
    pub(super) fn new(version: Memo<u64>) -> Self {
        Self { is_due: StoredValue::new(false), painted: StoredValue::new(0), version }
    }

    /// Paints with `painter`, if the chart is still there when the frame comes.
    pub(super) fn request(self, canvas: HtmlCanvasElement, painter: Painter) {
        if self.is_due.try_get_value() != Some(false) {
            return;
        }
        self.is_due.set_value(true);
        frames::paint(Box::new(move || {
            // A chart that left the page in the meantime has no state any more.
            if self.is_due.try_set_value(false).is_some() {
                return;
            }
            let version = self.version.get_untracked();
            if self.painted.get_value() != version {
                self.painted.set_value(version);
                untrack(|| paint(&canvas, &painter));
            }
        }));
    }
}

fn paint(canvas: &HtmlCanvasElement, painter: &Painter) {
    BUFFERS.with_borrow_mut(|(scene, reduced, recording)| {
        scene.clear();
        let Some(frame) = painter(scene, reduced) else { return };
        let (width, height) = (frame.width.max(1).unsigned_abs(), frame.height.max(1).unsigned_abs());
        // Setting the size empties a canvas and lets go of its memory, so only if it changed.
        if canvas.width() != width || canvas.height() != height {
            canvas.set_width(width);
            canvas.set_height(height);
        }
        fit(canvas, &frame);
        let Some(context) = context_of(canvas) else { return };
        let area = CanvasBackend::new(&context, (width, height), recording).into_drawing_area();
        let drawn = area.draw(scene).and_then(|()| area.present());
        if let Err(error) = drawn {
            leptos::logging::error!("A chart was not drawn: {error}");
        }
    });
}

/// A device pixel of the canvas is to be one of the screen: at a ratio like 1.25 the box of the
/// page is not a whole number of them, and the browser would blur the picture to fill it.
fn fit(canvas: &HtmlCanvasElement, frame: &Frame) {
    let style = web_sys::HtmlElement::style(canvas);
    for (name, pixels) in [("width", frame.width), ("height", frame.height)] {
        let length = format!("{}px", f64::from(pixels) / frame.ratio);
        if style.get_property_value(name).as_deref() != Ok(&length) {
            // These two properties can always be set.
            drop(style.set_property(name, &length));
        }
    }
}

fn context_of(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}
