//! The marks of the pointer over a chart: a line at the bucket, a dot on each series, the selected
//! range. They are made when they are first needed, used again, and moved by transforms alone;
//! what an element says already is not set again, because each setting costs the page a look at it.

use super::geometry::{Geometry, document};
use model::chart::{Area, Readout, Selection};
use model::palette::Rgb;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlElement;

#[wasm_bindgen(module = "/src/components/chart/canvas.js")]
extern "C" {
    #[wasm_bindgen(js_name = moveTo)]
    fn move_to(element: &HtmlElement, x: f64, y: f64);
}

/// An element that stands over the picture.
pub(super) struct Mark {
    element: HtmlElement,
    is_shown: bool,
    place: Option<(f64, f64)>,
    size: Option<(f64, f64)>,
    color: Option<Rgb>,
}

impl Mark {
    /// A new one of a class inside `parent`.
    fn new(parent: &HtmlElement, class: &str) -> Option<Self> {
        Some(Self::of(add(parent, class)?))
    }

    /// One of an element that is on the page already.
    pub(super) fn of(element: HtmlElement) -> Self {
        Self { element, is_shown: true, place: None, size: None, color: None }
    }

    /// The element.
    pub(super) fn element(&self) -> &HtmlElement {
        &self.element
    }

    /// Shows or hides it.
    pub(super) fn show(&mut self, is_shown: bool) {
        if self.is_shown != is_shown {
            self.is_shown = is_shown;
            self.element.set_hidden(!is_shown);
        }
    }

    /// Shows it at a place of its parent, CSS pixels.
    pub(super) fn move_to(&mut self, x: f64, y: f64) {
        if self.place != Some((x, y)) {
            move_to(&self.element, x, y);
            self.place = Some((x, y));
        }
        self.show(true);
    }

    /// Gives it a width, where it has none of its own, and a height, CSS pixels.
    pub(super) fn resize(&mut self, width: f64, height: f64) {
        if self.size != Some((width, height)) {
            if width > 0.0 {
                set(&self.element, "width", &format!("{width}px"));
            }
            set(&self.element, "height", &format!("{height}px"));
            self.size = Some((width, height));
        }
    }

    /// Fills it with a colour.
    fn paint(&mut self, color: Rgb) {
        if self.color != Some(color) {
            set(&self.element, "background-color", &css_color(color));
            self.color = Some(color);
        }
    }
}

/// The marks over one chart.
#[derive(Default)]
pub(super) struct Marks {
    line: Option<Mark>,
    range: Option<Mark>,
    cell: Option<Mark>,
    dots: Vec<Mark>,
}

impl Marks {
    /// Shows the line at `bucket` with dots where the rows of `said` have theirs, or hides both.
    pub(super) fn point(
        &mut self,
        layer: &HtmlElement,
        geometry: &Geometry,
        bucket: Option<usize>,
        said: Option<&Readout>,
    ) {
        let Some(bucket) = bucket else {
            self.line.iter_mut().chain(&mut self.dots).for_each(|mark| mark.show(false));
            return;
        };
        let x = geometry.middle(bucket);
        if let Some(line) = made(&mut self.line, layer, "plot__crosshair") {
            line.resize(0.0, geometry.css(geometry.area.height()));
            line.move_to(x, geometry.css(geometry.area.top));
        }
        let rows = said.iter().flat_map(|said| &said.rows);
        let mut used = 0;
        for (y, color) in rows.filter_map(|row| Some((row.y?, row.color?))) {
            if self.dots.len() == used {
                self.dots.extend(Mark::new(layer, "plot__dot"));
            }
            if let Some(dot) = self.dots.get_mut(used) {
                dot.paint(color);
                dot.move_to(x, geometry.css(y));
                used += 1;
            }
        }
        self.dots.iter_mut().skip(used).for_each(|dot| dot.show(false));
    }

    /// Shows the edge of a cell, or hides it.
    pub(super) fn frame(&mut self, layer: &HtmlElement, geometry: &Geometry, cell: Option<Area>) {
        show_box(&mut self.cell, layer, "plot__cell", geometry, cell);
    }

    /// Shows the selected range, or hides it.
    pub(super) fn select(&mut self, layer: &HtmlElement, geometry: &Geometry, selection: Option<Selection>) {
        let columns = selection.and_then(|selection| selection.columns(&geometry.time));
        let area = columns.map(|(left, right)| Area { left, right, ..geometry.area });
        show_box(&mut self.range, layer, "plot__range", geometry, area);
    }
}

fn made<'a>(mark: &'a mut Option<Mark>, layer: &HtmlElement, class: &str) -> Option<&'a mut Mark> {
    if mark.is_none() {
        *mark = Mark::new(layer, class);
    }
    mark.as_mut()
}

fn show_box(
    mark: &mut Option<Mark>,
    layer: &HtmlElement,
    class: &str,
    geometry: &Geometry,
    area: Option<Area>,
) {
    let Some(area) = area else {
        if let Some(mark) = mark {
            mark.show(false);
        }
        return;
    };
    if let Some(mark) = made(mark, layer, class) {
        mark.resize(geometry.css(area.width()), geometry.css(area.height()));
        mark.move_to(geometry.css(area.left), geometry.css(area.top));
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
