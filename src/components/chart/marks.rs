//! The marks of the pointer over a chart: a line at the bucket, a dot on each series, the selected
//! range. They are made when they are first needed, used again, and moved by transforms alone.

use super::geometry::{Geometry, document};
use model::chart::{Area, Selection};
use model::palette::Rgb;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The marks over one chart.
#[derive(Default)]
pub(super) struct Marks {
    line: Option<HtmlElement>,
    range: Option<HtmlElement>,
    cell: Option<HtmlElement>,
    dots: Vec<HtmlElement>,
}

impl Marks {
    /// Shows the line at `bucket` with dots at the given device-pixel rows, or hides both.
    pub(super) fn point(
        &mut self,
        layer: &HtmlElement,
        geometry: &Geometry,
        bucket: Option<usize>,
        rows: &[(i32, Rgb)],
    ) {
        let Some(bucket) = bucket else {
            for mark in self.line.iter().chain(&self.dots) {
                mark.set_hidden(true);
            }
            return;
        };
        let x = geometry.middle(bucket);
        if self.line.is_none() {
            self.line = add(layer, "plot__crosshair");
        }
        if let Some(line) = &self.line {
            let (top, height) = (geometry.css(geometry.area.top), geometry.css(geometry.area.height()));
            set(line, "height", &format!("{height}px"));
            set(line, "transform", &format!("translate({x}px,{top}px)"));
            line.set_hidden(false);
        }
        while self.dots.len() < rows.len() {
            let Some(dot) = add(layer, "plot__dot") else { break };
            self.dots.push(dot);
        }
        for (index, dot) in self.dots.iter().enumerate() {
            match rows.get(index) {
                Some((row, color)) => {
                    set(dot, "transform", &format!("translate({x}px,{}px)", geometry.css(*row)));
                    set(dot, "background-color", &css_color(*color));
                    dot.set_hidden(false);
                }
                None => dot.set_hidden(true),
            }
        }
    }

    /// Shows the edge of a cell, or hides it.
    pub(super) fn frame(&mut self, layer: &HtmlElement, geometry: &Geometry, cell: Option<Area>) {
        let Some(area) = cell else {
            if let Some(cell) = &self.cell {
                cell.set_hidden(true);
            }
            return;
        };
        if self.cell.is_none() {
            self.cell = add(layer, "plot__cell");
        }
        if let Some(cell) = &self.cell {
            set(cell, "width", &format!("{}px", geometry.css(area.width())));
            set(cell, "height", &format!("{}px", geometry.css(area.height())));
            set(
                cell,
                "transform",
                &format!("translate({}px,{}px)", geometry.css(area.left), geometry.css(area.top)),
            );
            cell.set_hidden(false);
        }
    }

    /// Shows the selected range, or hides it.
    pub(super) fn select(&mut self, layer: &HtmlElement, geometry: &Geometry, selection: Option<Selection>) {
        let Some((left, right)) = selection.and_then(|selection| selection.columns(&geometry.time)) else {
            if let Some(range) = &self.range {
                range.set_hidden(true);
            }
            return;
        };
        if self.range.is_none() {
            self.range = add(layer, "plot__range");
        }
        if let Some(range) = &self.range {
            let (top, height) = (geometry.css(geometry.area.top), geometry.css(geometry.area.height()));
            set(range, "width", &format!("{}px", geometry.css(right - left)));
            set(range, "height", &format!("{height}px"));
            set(range, "transform", &format!("translate({}px,{top}px)", geometry.css(left)));
            range.set_hidden(false);
        }
    }
}

/// A colour for the style of an element.
pub(super) fn css_color((r, g, b): Rgb) -> String {
    format!("rgb({r} {g} {b})")
}

/// A new `div` of a class inside `parent`.
pub(super) fn add(parent: &HtmlElement, class: &str) -> Option<HtmlElement> {
    let element: HtmlElement = document()?.create_element("div").ok()?.dyn_into().ok()?;
    element.set_class_name(class);
    parent.append_child(&element).ok()?;
    Some(element)
}

/// Sets a property of an element's own style.
pub(super) fn set(element: &HtmlElement, name: &str, value: &str) {
    // Refused only for a property that may not be set, and none of these is one.
    drop(element.style().set_property(name, value));
}
