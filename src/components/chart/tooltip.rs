//! The one tooltip of the page: what there is in the bucket under the pointer, in words.
//!
//! Its nodes are made when they are first needed and used again for every chart. Each column is
//! one piece of text with a line a series, so a move of the pointer changes two of them. It is
//! never measured: its size comes from how many letters and lines it has, and it is kept inside of
//! the window by what its transform says, so that following the pointer never makes the browser
//! lay out the page at once. It is hidden from screen readers, which get the same words from the
//! chart they are on.

use super::geometry::document;
use super::marks::{Mark, add, set};
use model::chart::{Readout, ReadoutRow};
use std::cell::RefCell;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlElement;

#[wasm_bindgen(module = "/src/components/chart/canvas.js")]
extern "C" {
    #[wasm_bindgen(js_name = moveBeside)]
    fn move_beside(element: &HtmlElement, x: f64, y: f64, is_right: bool, is_low: bool);
}

/// Letters beside the words of a row: its swatch and the space before its value.
const ROW_EXTRA: usize = 5;

thread_local! {
    static TOOLTIP: RefCell<Option<Tooltip>> = const { RefCell::new(None) };
}

/// A place in the window.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Place {
    /// CSS pixels from the left.
    pub(super) x: f64,
    /// CSS pixels from the top.
    pub(super) y: f64,
    /// Whether it is in the right half of the window.
    pub(super) is_right: bool,
    /// Whether it is in the lower half of the window.
    pub(super) is_low: bool,
}

impl Place {
    /// The place at these CSS pixels. Asks for the size of the window, so it is made before
    /// anything of the page is changed.
    pub(super) fn new(x: f64, y: f64) -> Self {
        let half = |length: Result<wasm_bindgen::JsValue, _>| {
            length.ok().and_then(|length| length.as_f64()).unwrap_or(f64::MAX) / 2.0
        };
        let Some(window) = web_sys::window() else { return Self::default() };
        let (middle, centre) = (half(window.inner_width()), half(window.inner_height()));
        Self { x, y, is_right: x > middle, is_low: y > centre }
    }
}

struct Tooltip {
    root: Mark,
    time: Words,
    names: Words,
    values: Words,
    previous: Words,
    notes: Words,
    swatches: Vec<Mark>,
    /// Its size in letters and lines. It only grows while it is shown, so that it does not twitch.
    letters: usize,
    lines: usize,
    /// Letters of the column of earlier values.
    letters_before: usize,
    is_shown: bool,
}

/// An element with one piece of text.
struct Words {
    node: web_sys::Text,
    text: String,
}

/// Shows `readout` beside a place of the window.
pub(super) fn show(readout: &Readout, at: Place) {
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

/// Moves it beside another place of the window, if it is shown.
pub(super) fn follow(at: Place) {
    TOOLTIP.with_borrow_mut(|tooltip| {
        if let Some(tooltip) = tooltip.as_mut().filter(|tooltip| tooltip.is_shown) {
            tooltip.place(at);
        }
    });
}

/// Hides it.
pub(super) fn hide() {
    TOOLTIP.with_borrow_mut(|tooltip| {
        if let Some(tooltip) = tooltip {
            tooltip.letters = 0;
            tooltip.is_shown = false;
            tooltip.root.show(false);
        }
    });
}

impl Tooltip {
    fn new() -> Option<Self> {
        let root = Mark::new(&document()?.body()?, "chart-tip")?;
        let parent = root.element().clone();
        parent.set_attribute("aria-hidden", "true").ok()?;
        Some(Self {
            time: Words::new(&parent, "chart-tip__time")?,
            names: Words::new(&parent, "chart-tip__names")?,
            values: Words::new(&parent, "chart-tip__values")?,
            previous: Words::new(&parent, "chart-tip__previous")?,
            notes: Words::new(&parent, "chart-tip__notes")?,
            root,
            swatches: Vec::new(),
            letters: 0,
            lines: 0,
            letters_before: 0,
            is_shown: false,
        })
    }

    fn fill(&mut self, readout: &Readout) {
        let rows = &readout.rows;
        self.time.say(readout.time.clone());
        self.names.say(lines(rows.iter().map(|row| row.name.as_str())));
        self.values.say(lines(rows.iter().map(|row| row.value.as_str())));
        let before = |row: &ReadoutRow| {
            row.previous.as_ref().map(|previous| format!("before {previous}")).unwrap_or_default()
        };
        let before: Vec<String> = rows.iter().map(before).collect();
        self.previous.say(lines(before.iter().map(String::as_str)));
        self.notes.say(readout.notes.join("\n"));
        self.color(rows);

        let widest = |texts: &mut dyn Iterator<Item = &str>| {
            texts.map(|text| text.chars().count()).max().unwrap_or(0)
        };
        let previous = widest(&mut before.iter().map(String::as_str));
        let previous = if previous > 0 { previous + 2 } else { 0 };
        let names = widest(&mut rows.iter().map(|row| row.name.as_str()));
        let values = widest(&mut rows.iter().map(|row| row.value.as_str()));
        let notes = widest(&mut readout.notes.iter().map(String::as_str));
        let letters =
            (names + values + previous + ROW_EXTRA).max(readout.time.chars().count()).max(notes);
        let lines = rows.len() + readout.notes.len();
        if letters > self.letters || lines != self.lines {
            self.letters = letters.max(self.letters);
            self.lines = lines;
            let style = [("width", format!("{}ch", self.letters)), ("--rows", rows.len().to_string()), ("--lines", lines.to_string())];
            for (name, value) in style {
                set(self.root.element(), name, &value);
            }
        }
        if self.letters_before != previous {
            set(self.root.element(), "--before", &format!("{previous}ch"));
            self.letters_before = previous;
        }
    }

    fn color(&mut self, rows: &[ReadoutRow]) {
        while self.swatches.len() < rows.len() {
            let Some(swatch) = Mark::new(self.root.element(), "chart-tip__swatch") else { break };
            set(swatch.element(), "--row", &self.swatches.len().to_string());
            self.swatches.push(swatch);
        }
        for (index, swatch) in self.swatches.iter_mut().enumerate() {
            let color = rows.get(index).and_then(|row| row.color);
            swatch.show(color.is_some());
            if let Some(color) = color {
                swatch.paint(color);
            }
        }
    }

    fn place(&mut self, at: Place) {
        self.is_shown = true;
        self.root.show(true);
        move_beside(self.root.element(), at.x, at.y, at.is_right, at.is_low);
    }
}

fn lines<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let mut all = String::new();
    for (index, text) in texts.enumerate() {
        if index > 0 {
            all.push('\n');
        }
        all.push_str(text);
    }
    all
}

impl Words {
    fn new(parent: &HtmlElement, class: &str) -> Option<Self> {
        let node = document()?.create_text_node("");
        add(parent, class)?.append_child(&node).ok()?;
        Some(Self { node, text: String::new() })
    }

    /// Says this, touching the page only where it said something else.
    fn say(&mut self, text: String) {
        if self.text != text {
            self.node.set_data(&text);
            self.text = text;
        }
    }
}

/// The place of an element in the window: left and top in CSS pixels.
pub(super) fn place_of(element: &web_sys::Element) -> (f64, f64) {
    let rect = element.get_bounding_client_rect();
    (rect.left(), rect.top())
}
