//! The one tooltip of the page: what there is in the bucket under the pointer, in words.
//!
//! Its nodes are made when they are first needed and used again for every chart. It is measured
//! only when its content changes; following the pointer sets a transform and nothing else. It is
//! hidden from screen readers, which get the same words from the chart they are on.

use super::geometry::document;
use super::marks::{add, css_color, set};
use model::chart::{Readout, ReadoutRow};
use std::cell::RefCell;
use web_sys::HtmlElement;

/// Distance from the pointer and from the edges of the window, CSS pixels.
const GAP: f64 = 12.0;

thread_local! {
    static TOOLTIP: RefCell<Option<Tooltip>> = const { RefCell::new(None) };
}

struct Tooltip {
    root: HtmlElement,
    time: HtmlElement,
    rows: Vec<Row>,
    list: HtmlElement,
    size: (f64, f64),
}

struct Row {
    root: HtmlElement,
    swatch: HtmlElement,
    name: HtmlElement,
    value: HtmlElement,
    previous: HtmlElement,
}

/// Shows `readout` beside the point `at` of the window.
pub(super) fn show(readout: &Readout, at: (f64, f64)) {
    TOOLTIP.with_borrow_mut(|tooltip| {
        if tooltip.is_none() {
            *tooltip = Tooltip::new();
        }
        if let Some(tooltip) = tooltip {
            tooltip.fill(readout);
            tooltip.place(at);
        }
    });
}

/// Moves it beside another point of the window.
pub(super) fn follow(at: (f64, f64)) {
    TOOLTIP.with_borrow(|tooltip| {
        if let Some(tooltip) = tooltip {
            tooltip.place(at);
        }
    });
}

/// Hides it.
pub(super) fn hide() {
    TOOLTIP.with_borrow(|tooltip| {
        if let Some(tooltip) = tooltip {
            tooltip.root.set_hidden(true);
        }
    });
}

impl Tooltip {
    fn new() -> Option<Self> {
        let body = document()?.body()?;
        let root = add(&body, "chart-tip")?;
        root.set_attribute("aria-hidden", "true").ok()?;
        let (time, list) = (add(&root, "chart-tip__time")?, add(&root, "chart-tip__rows")?);
        Some(Self { root, time, rows: Vec::new(), list, size: (0.0, 0.0) })
    }

    fn fill(&mut self, readout: &Readout) {
        self.root.set_hidden(false);
        self.time.set_text_content(Some(&readout.time));
        while self.rows.len() < readout.rows.len() {
            let Some(row) = Row::new(&self.list) else { break };
            self.rows.push(row);
        }
        for (index, row) in self.rows.iter().enumerate() {
            match readout.rows.get(index) {
                Some(content) => row.fill(content),
                None => row.root.set_hidden(true),
            }
        }
        self.size = (f64::from(self.root.offset_width()), f64::from(self.root.offset_height()));
    }

    /// Right of and below the point where there is room, else on the other side, and always
    /// inside the window.
    fn place(&self, (x, y): (f64, f64)) {
        let Some(window) = web_sys::window() else { return };
        let length = |value: Result<wasm_bindgen::JsValue, _>| {
            value.ok().and_then(|value| value.as_f64()).unwrap_or(0.0)
        };
        let (width, height) = (length(window.inner_width()), length(window.inner_height()));
        let beside = |at: f64, own: f64, room: f64| {
            let after = at + GAP;
            let place = if after + own + GAP / 2.0 <= room { after } else { at - GAP - own };
            place.min(room - own - GAP / 2.0).max(GAP / 2.0)
        };
        let (left, top) = (beside(x, self.size.0, width), beside(y, self.size.1, height));
        set(&self.root, "transform", &format!("translate({}px,{}px)", left.round(), top.round()));
    }
}

impl Row {
    fn new(list: &HtmlElement) -> Option<Self> {
        let root = add(list, "chart-tip__row")?;
        Some(Self {
            swatch: add(&root, "chart-tip__swatch")?,
            name: add(&root, "chart-tip__name")?,
            value: add(&root, "chart-tip__value")?,
            previous: add(&root, "chart-tip__previous")?,
            root,
        })
    }

    fn fill(&self, content: &ReadoutRow) {
        self.root.set_hidden(false);
        let color = content.color.map_or_else(|| "transparent".to_owned(), css_color);
        set(&self.swatch, "background-color", &color);
        self.name.set_text_content(Some(&content.name));
        self.value.set_text_content(Some(&content.value));
        let previous = content.previous.as_ref().map(|previous| format!("before {previous}"));
        self.previous.set_text_content(previous.as_deref());
    }
}

/// The place of an element in the window: left and top in CSS pixels.
pub(super) fn place_of(element: &web_sys::Element) -> (f64, f64) {
    let rect = element.get_bounding_client_rect();
    (rect.left(), rect.top())
}
