//! From a scene to pixels.

use super::backend::{CanvasBackend, Recording};
use super::frames;
use super::sheet::Sheet;
use crate::signal::Memo;
use leptos::prelude::*;
use model::chart::{Frame, Scene};
use plotters::prelude::IntoDrawingArea;
use std::cell::{Cell, RefCell};
use std::sync::Arc;
use web_sys::HtmlElement;

/// Draws what a chart shows now into a scene, and says how large the picture is; nothing where
/// there is no size yet.
pub(super) type Painter = Arc<dyn Fn(&mut Scene) -> Option<Frame> + Send + Sync>;

thread_local! {
    /// One buffer for all charts of the page: they are painted one after the other.
    static BUFFERS: RefCell<(Scene, Recording)> = RefCell::default();
    static HAS_PAINTED: Cell<bool> = const { Cell::new(false) };
}

/// Keeps one canvas painted: in the next animation frame after something changed, once, however
/// much changed, and not at all where the newest version is on it already.
#[derive(Clone, Copy)]
pub(super) struct Repaint {
    is_due: StoredValue<bool>,
    painted: StoredValue<u64>,
    sheet: StoredValue<Option<Sheet>, LocalStorage>,
    /// Counts the changes of everything that is drawn.
    version: Memo<u64>,
}

impl Repaint {
    pub(super) fn new(version: Memo<u64>) -> Self {
        let sheet = StoredValue::new_local(None::<Sheet>);
        on_cleanup(move || {
            if let Some(sheet) = sheet.try_update_value(Option::take).flatten() {
                sheet.give_back();
            }
        });
        Self { is_due: StoredValue::new(false), painted: StoredValue::new(0), sheet, version }
    }

    /// Paints with `painter` on a canvas in `parent`, if the chart is still there when the frame comes.
    pub(super) fn request(self, parent: HtmlElement, painter: Painter) {
        if self.is_due.try_get_value() != Some(false) {
            return;
        }
        self.is_due.set_value(true);
        frames::paint(Box::new(move || {
            // A chart that left the page in the meantime has no state any more.
            if self.is_due.try_set_value(false).is_some() {
                return;
            }
            if self.painted.get_value() == self.version.get_untracked() {
                return;
            }
            HAS_PAINTED.set(true);
            self.sheet.update_value(|sheet| untrack(|| paint(sheet, Some(&parent), &*painter)));
            // Asked again: working out the layout in between may have counted as a change.
            self.painted.set_value(self.version.get_untracked());
        }));
    }
}

/// Whether any chart of a page has been painted yet.
pub(super) fn has_painted() -> bool {
    HAS_PAINTED.get()
}

/// Draws on a canvas, which is emptied; where there is none yet, on a new one in `parent`, or on no
/// page.
pub(super) fn paint(
    sheet: &mut Option<Sheet>,
    parent: Option<&HtmlElement>,
    painter: &dyn Fn(&mut Scene) -> Option<Frame>,
) {
    BUFFERS.with_borrow_mut(|(scene, recording)| {
        scene.clear();
        let Some(frame) = painter(scene) else { return };
        if sheet.is_none() {
            *sheet = Sheet::new(parent, &frame);
        }
        let Some(sheet) = sheet else { return };
        let (context, size) = sheet.prepare(&frame);
        let area = CanvasBackend::new(context, size, recording).into_drawing_area();
        let drawn = area.draw(scene).and_then(|()| area.present());
        if let Err(error) = drawn {
            leptos::logging::error!("A chart was not drawn: {error}");
        }
    });
}
