//! Widths of texts and strings of styles, worked out once and kept for all charts of the page.

use super::geometry::document;
use model::chart::TextWidth;
use std::cell::RefCell;
use std::collections::HashMap;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// More texts than a page has labels; beyond, the cache starts anew, so a tab that stays open for
/// weeks does not collect every label it ever showed.
const MOST_WIDTHS: usize = 2_000;
/// More inks than all themes have.
const MOST_STYLES: usize = 500;

#[derive(Default)]
struct Cache {
    context: Option<CanvasRenderingContext2d>,
    family: String,
    /// Size of the font that the context has now.
    size: f64,
    widths: HashMap<u64, HashMap<String, f64>>,
    count: usize,
    styles: HashMap<[u8; 4], String>,
}

thread_local! {
    static CACHE: RefCell<Cache> = RefCell::default();
}

/// Measures in the font of the page.
pub(super) struct Measure;

impl TextWidth for Measure {
    fn width(&self, text: &str, size: f64) -> f64 {
        width(text, size)
    }
}

/// Width of `text` in device pixels, set in `size` device pixels.
pub(super) fn width(text: &str, size: f64) -> f64 {
    CACHE.with_borrow_mut(|cache| {
        if let Some(width) = cache.widths.get(&size.to_bits()).and_then(|widths| widths.get(text)) {
            return *width;
        }
        let width = cache.measure(text, size);
        if cache.count >= MOST_WIDTHS {
            cache.widths.clear();
            cache.count = 0;
        }
        cache.widths.entry(size.to_bits()).or_default().insert(text.to_owned(), width);
        cache.count += 1;
        width
    })
}

/// Calls `with` with the CSS font of this size.
pub(super) fn with_font(size: f64, with: impl FnOnce(&str)) {
    CACHE.with_borrow_mut(|cache| with(&cache.font(size)));
}

/// Calls `with` with the CSS colour of these four bytes.
pub(super) fn with_style([r, g, b, a]: [u8; 4], with: impl FnOnce(&str)) {
    CACHE.with_borrow_mut(|cache| {
        if cache.styles.len() >= MOST_STYLES {
            cache.styles.clear();
        }
        with(cache.styles.entry([r, g, b, a]).or_insert_with(|| format!("#{r:02x}{g:02x}{b:02x}{a:02x}")));
    });
}

impl Cache {
    fn font(&mut self, size: f64) -> String {
        if self.family.is_empty() {
            self.family = page_font().unwrap_or_else(|| "sans-serif".to_owned());
        }
        // Hundredths of a pixel are exact enough for any ratio.
        #[expect(clippy::cast_possible_truncation, reason = "a size of type")]
        let hundredths = (size * 100.0).round() as i32;
        format!("{}.{:02}px {}", hundredths / 100, hundredths % 100, self.family)
    }

    fn measure(&mut self, text: &str, size: f64) -> f64 {
        if self.context.is_none() {
            self.context = new_context();
        }
        if self.size.to_bits() != size.to_bits() {
            let font = self.font(size);
            if let Some(context) = &self.context {
                context.set_font(&font);
            }
            self.size = size;
        }
        let measured = self.context.as_ref().and_then(|context| context.measure_text(text).ok());
        measured.map_or_else(|| model::chart::EstimatedWidth.width(text, size), |metrics| metrics.width())
    }
}

fn new_context() -> Option<CanvasRenderingContext2d> {
    let canvas: HtmlCanvasElement = document()?.create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

/// The font family of the page's text.
fn page_font() -> Option<String> {
    let body = document()?.body()?;
    let style = web_sys::window()?.get_computed_style(&body).ok()??;
    style.get_property_value("font-family").ok().filter(|family| !family.is_empty())
}
