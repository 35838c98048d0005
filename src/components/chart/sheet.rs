//! Canvases, used again: the memory of a large one takes longer to get than a chart to draw, and
//! from page to page charts of the same sizes come and go.

use super::geometry::document;
use super::marks::set;
use model::chart::Frame;
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement};

/// So many device pixels are kept for charts to come, 4 bytes each.
const MOST_KEPT: u32 = 6_000_000;

/// A canvas of a size.
pub(super) struct Sheet {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    size: (u32, u32),
    css_size: (f64, f64),
}

thread_local! {
    static KEPT: RefCell<Vec<Sheet>> = const { RefCell::new(Vec::new()) };
}

impl Sheet {
    /// One that fits `frame`, as the first child of `parent`, or on no page.
    pub(super) fn new(parent: Option<&HtmlElement>, frame: &Frame) -> Option<Self> {
        let size = pixels(frame);
        let kept = KEPT.with_borrow_mut(|kept| {
            let found = kept.iter().position(|sheet| sheet.size == size)?;
            Some(kept.swap_remove(found))
        });
        let sheet = match kept {
            Some(sheet) => sheet,
            None => Self::made()?,
        };
        if let Some(parent) = parent {
            parent.insert_before(&sheet.canvas, parent.first_child().as_ref()).ok()?;
        }
        Some(sheet)
    }

    fn made() -> Option<Self> {
        let canvas: HtmlCanvasElement = document()?.create_element("canvas").ok()?.dyn_into().ok()?;
        canvas.set_class_name("plot__canvas");
        canvas.set_attribute("aria-hidden", "true").ok()?;
        let context = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        Some(Self { canvas, context, size: (0, 0), css_size: (0.0, 0.0) })
    }

    /// Empties it and makes it as large as `frame`; gives what to draw with, and the size in device
    /// pixels.
    pub(super) fn prepare(&mut self, frame: &Frame) -> (&CanvasRenderingContext2d, (u32, u32)) {
        let size = pixels(frame);
        // Setting the size empties a canvas, too, but lets go of its memory.
        if self.size == size {
            self.context.clear_rect(0.0, 0.0, f64::from(size.0), f64::from(size.1));
        } else {
            self.canvas.set_width(size.0);
            self.canvas.set_height(size.1);
            self.size = size;
        }
        // A device pixel of the canvas is to be one of the screen: at a ratio like 1.25 the box of
        // the page is not a whole number of them, and the browser would blur the picture to fill it.
        let css_size = (f64::from(frame.width) / frame.ratio, f64::from(frame.height) / frame.ratio);
        if self.css_size != css_size {
            for (name, length) in [("width", css_size.0), ("height", css_size.1)] {
                set(&self.canvas, name, &format!("{length}px"));
            }
            self.css_size = css_size;
        }
        (&self.context, size)
    }

    /// Takes it off the page, for the next chart of its size.
    pub(super) fn give_back(self) {
        self.canvas.remove();
        let area = |sheet: &Self| sheet.size.0.saturating_mul(sheet.size.1);
        KEPT.with_borrow_mut(|kept| {
            kept.push(self);
            while kept.iter().map(area).fold(0, u32::saturating_add) > MOST_KEPT {
                kept.remove(0);
            }
        });
    }
}

fn pixels(frame: &Frame) -> (u32, u32) {
    (frame.width.max(1).unsigned_abs(), frame.height.max(1).unsigned_abs())
}
