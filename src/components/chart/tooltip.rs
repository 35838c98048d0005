//! The one tooltip of the page: what there is in the bucket under the pointer, in words.
//!
//! It is a small canvas, made when it is first needed and used again for every chart. Names and
//! notes are written when they change; of times and values only the letters that differ from those
//! before are copied onto it. It knows its size, so it is kept inside of the window without a
//! question to the page, and following the pointer is one transform. It is hidden from screen
//! readers, which get the same words from the chart they are on.

use super::geometry::document;
use super::glyphs::{Ink, Slate, whole};
use super::tip_layout::{Layout, Needs, Widths, beside};
use model::chart::{Readout, ReadoutRow};
use model::palette::Rgb;
use std::cell::RefCell;

/// What earlier values are called.
const BEFORE: &str = "before ";

thread_local! {
    static TOOLTIP: RefCell<Option<Tooltip>> = const { RefCell::new(None) };
}

/// A place in the window, CSS pixels.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Place {
    /// From the left.
    pub(super) x: f64,
    /// From the top.
    pub(super) y: f64,
}

impl Place {
    /// The place at these CSS pixels.
    pub(super) fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }
}

struct Tooltip {
    slate: Slate,
    /// What is written on it as a whole.
    rows: Vec<Row>,
    notes: Vec<String>,
    /// The time, then the value of each row and what it was before.
    lines: Vec<Line>,
    widths: Widths,
    layout: Layout,
    /// Width and height of the window, CSS pixels.
    room: (f64, f64),
    is_shown: bool,
    /// Whether the window, the theme or the size of type may have changed.
    is_old: bool,
}

#[derive(PartialEq)]
struct Row {
    name: String,
    color: Option<Rgb>,
    has_before: bool,
}

impl Row {
    fn is(&self, row: &ReadoutRow) -> bool {
        self.name == row.name && self.color == row.color && self.has_before == row.previous.is_some()
    }
}

/// Letters that are copied one by one, each with its distance from where the line begins. A number
/// ends at an edge, so its letters are counted from there.
struct Line {
    ink: Ink,
    is_number: bool,
    text: String,
    letters: Vec<Letter>,
    width: i32,
    /// The same as it is on the canvas now.
    drawn: Vec<Letter>,
    drawn_width: i32,
}

#[derive(Clone, Copy, PartialEq)]
struct Letter {
    sign: char,
    from: i32,
    width: i32,
}

/// Shows `readout` beside a place of the window.
pub(super) fn show(readout: &Readout, at: Place) {
    TOOLTIP.with_borrow_mut(|tooltip| {
        if tooltip.is_none() {
            *tooltip = Tooltip::new();
        }
        if let Some(tooltip) = tooltip {
            tooltip.fill(readout);
            tooltip.place(&at);
        }
    });
}

/// Moves it beside another place of the window, if it is shown.
pub(super) fn follow(at: Place) {
    TOOLTIP.with_borrow_mut(|tooltip| {
        if let Some(tooltip) = tooltip.as_mut().filter(|tooltip| tooltip.is_shown) {
            tooltip.place(&at);
        }
    });
}

/// Hides it.
pub(super) fn hide() {
    TOOLTIP.with_borrow_mut(|tooltip| {
        if let Some(tooltip) = tooltip {
            tooltip.is_shown = false;
            tooltip.slate.mark.show(false);
        }
    });
}

/// Has it look at the window, the theme and the size of type again before it is next filled.
pub(super) fn restyle() {
    TOOLTIP.with_borrow_mut(|tooltip| {
        if let Some(tooltip) = tooltip {
            tooltip.is_old = true;
        }
    });
}

/// What it says now, for tests: a canvas has no text to be read.
#[cfg(feature = "lab")]
pub(crate) fn words() -> String {
    TOOLTIP.with_borrow(|tooltip| {
        let Some(tooltip) = tooltip.as_ref().filter(|tooltip| tooltip.is_shown) else { return String::new() };
        let names = tooltip.rows.iter().map(|row| &row.name);
        let all = tooltip.lines.iter().map(|line| &line.text).chain(names).chain(&tooltip.notes);
        all.map(String::as_str).collect::<Vec<_>>().join("\n")
    })
}

impl Tooltip {
    fn new() -> Option<Self> {
        Some(Self {
            slate: Slate::new("chart-tip")?,
            rows: Vec::new(),
            notes: Vec::new(),
            lines: Vec::new(),
            widths: Widths::default(),
            layout: Layout::default(),
            room: (0.0, 0.0),
            is_shown: false,
            is_old: true,
        })
    }

    fn fill(&mut self, readout: &Readout) {
        let rows = &readout.rows;
        if !self.is_shown || self.is_old {
            self.is_old = false;
            self.room = room();
            if self.slate.restyle() {
                self.lines.clear();
            }
            self.widths = Widths::default();
            self.rows.clear();
        }
        self.lines.truncate(1 + 2 * rows.len());
        for index in self.lines.len()..=2 * rows.len() {
            self.lines.push(Line::new(if index % 2 == 1 { Ink::Strong } else { Ink::Muted }, index > 0));
        }
        let mut widths = self.widths;
        let mut lines = self.lines.iter_mut();
        let mut say = |text: &str| lines.next().map_or(0, |line| line.say(text, &mut self.slate));
        widths.time = widths.time.max(say(&readout.time));
        for row in rows {
            widths.values = widths.values.max(say(&row.value));
            widths.before = widths.before.max(say(row.previous.as_deref().unwrap_or("")));
        }
        let is_same = self.rows.len() == rows.len()
            && self.rows.iter().zip(rows).all(|(row, now)| row.is(now))
            && self.notes == readout.notes;
        if !is_same {
            let row = |row: &ReadoutRow| Row {
                name: row.name.clone(),
                color: row.color,
                has_before: row.previous.is_some(),
            };
            self.rows = rows.iter().map(row).collect();
            self.notes.clone_from(&readout.notes);
            let names = rows.iter().map(|row| self.slate.width(&row.name, Ink::Plain)).max();
            widths.names = widths.names.max(names.unwrap_or(0));
            let notes = readout.notes.iter().map(|note| self.slate.width(note, Ink::Muted)).max();
            widths.notes = widths.notes.max(notes.unwrap_or(0));
            let has_before = rows.iter().any(|row| row.previous.is_some());
            widths.word = if has_before { self.slate.width(BEFORE, Ink::Muted) } else { 0 };
        }
        if !is_same || widths != self.widths {
            self.widths = widths;
            self.layout = Layout::new(&Needs {
                widths,
                rows: rows.len(),
                notes: self.notes.len(),
                has_swatches: rows.iter().any(|row| row.color.is_some()),
                em: f64::from(self.slate.em(1.0)),
                line: self.slate.line(),
                room: whole(self.room.0 * self.slate.ratio()),
            });
            self.write();
        }
        self.draw();
    }

    /// Writes what changes rarely.
    fn write(&mut self) {
        let (slate, layout) = (&mut self.slate, &self.layout);
        slate.clear(layout.size);
        let line = slate.line();
        let mut y = layout.rows_top;
        for row in &self.rows {
            if let Some(color) = row.color {
                slate.swatch((layout.start.0, y), color);
            }
            let name = slate.cut(&row.name, Ink::Plain, layout.names_room);
            slate.write(&name, Ink::Plain, (layout.names, y));
            if row.has_before {
                slate.write(BEFORE, Ink::Muted, (layout.word, y));
            }
            y += line;
        }
        for note in &self.notes {
            let note = slate.cut(note, Ink::Muted, layout.size.0 - 2 * layout.start.0);
            slate.write(&note, Ink::Muted, (layout.start.0, y));
            y += line;
        }
        for line in &mut self.lines {
            line.drawn.clear();
            line.drawn_width = 0;
        }
    }

    /// Copies the letters that differ.
    fn draw(&mut self) {
        let (slate, layout) = (&mut self.slate, &self.layout);
        let height = slate.line();
        let mut lines = self.lines.iter_mut();
        if let Some(time) = lines.next() {
            time.draw(layout.start, slate);
        }
        let mut y = layout.rows_top;
        while let (Some(value), Some(before)) = (lines.next(), lines.next()) {
            value.draw((layout.values, y), slate);
            before.draw((layout.before, y), slate);
            y += height;
        }
        slate.flush();
    }

    fn place(&mut self, at: &Place) {
        self.is_shown = true;
        let ratio = self.slate.ratio();
        // On whole device pixels: between two of them, the browser would blur the words.
        let place = |at: f64, size: i32, room: f64| {
            (beside(at, f64::from(size) / ratio, room) * ratio).round() / ratio
        };
        let (width, height) = self.layout.size;
        self.slate.mark.move_to(place(at.x, width, self.room.0), place(at.y, height, self.room.1));
    }
}

impl Line {
    fn new(ink: Ink, is_number: bool) -> Self {
        Self {
            ink,
            is_number,
            text: String::new(),
            letters: Vec::new(),
            width: 0,
            drawn: Vec::new(),
            drawn_width: 0,
        }
    }

    /// Takes other words; gives their width.
    fn say(&mut self, text: &str, slate: &mut Slate) -> i32 {
        if self.text != text {
            text.clone_into(&mut self.text);
            self.width = 0;
            let signs: &mut dyn Iterator<Item = char> =
                if self.is_number { &mut text.chars().rev() } else { &mut text.chars() };
            let mut count = 0;
            for sign in signs {
                let known = self.letters.get(count).filter(|known| known.sign == sign);
                let width = known.map_or_else(|| slate.letter_width(sign, self.ink), |known| known.width);
                let from = if self.is_number { -self.width - width } else { self.width };
                let letter = Letter { sign, from, width };
                match self.letters.get_mut(count) {
                    Some(place) => *place = letter,
                    None => self.letters.push(letter),
                }
                self.width += width;
                count += 1;
            }
            self.letters.truncate(count);
        }
        self.width
    }

    /// Copies to a canvas what differs from before; the line begins at `x`, or ends there.
    fn draw(&mut self, (x, y): (i32, i32), slate: &mut Slate) {
        let more = self.drawn_width - self.width;
        if more > 0 {
            let from = if self.is_number { -self.drawn_width } else { self.width };
            slate.blank((x + from, y), more);
        }
        for (index, letter) in self.letters.iter().enumerate() {
            if self.drawn.get(index) != Some(letter) {
                slate.put(letter.sign, self.ink, (x + letter.from, y));
            }
        }
        self.drawn.clone_from(&self.letters);
        self.drawn_width = self.width;
    }
}

/// Width and height of what there is of the window beside its scroll bars, CSS pixels.
fn room() -> (f64, f64) {
    let root = document().and_then(|document| document.document_element());
    root.map(|root| (f64::from(root.client_width()), f64::from(root.client_height()))).unwrap_or_default()
}

/// The place of an element in the window: left and top in CSS pixels.
pub(super) fn place_of(element: &web_sys::Element) -> (f64, f64) {
    let rect = element.get_bounding_client_rect();
    (rect.left(), rect.top())
}
