//! What pointer and keys do to a picture of points: they point at the mark that is nearest, walk
//! from mark to mark, and select a part of time and value.
//!
//! The keys are those of the other charts: arrows move, Enter marks two corners, Escape lets go.

use super::keys::Key;
use super::tooltip::Place;
use crate::signal::{Memo, Signal};
use leptos::prelude::*;
use model::chart::scatter::{Brush, BrushRange, Mark, ScatterPlot};
use std::sync::Arc;

/// The layout as it is now; nothing before the first one.
pub(super) type Plot = Memo<Option<Arc<ScatterPlot>>>;

/// The state of pointing at one picture.
#[derive(Clone, Copy)]
pub(super) struct Brushing {
    pub(super) plot: Plot,
    /// The mark that pointer or keys mean.
    pub(super) pointed: RwSignal<Option<Mark>>,
    /// What is being selected.
    pub(super) brush: RwSignal<Option<Brush>>,
    /// What to tell a screen reader.
    pub(super) announcement: RwSignal<String>,
    on_brush: Callback<BrushRange>,
    /// Whether a mouse button holds the second corner.
    is_dragging: StoredValue<bool>,
    at: StoredValue<Place>,
    is_by_keys: StoredValue<bool>,
}

impl Brushing {
    pub(super) fn new(plot: Plot, on_brush: Callback<BrushRange>) -> Self {
        Self {
            plot,
            pointed: RwSignal::new(None),
            brush: RwSignal::new(None),
            announcement: RwSignal::new(String::new()),
            on_brush,
            is_dragging: StoredValue::new(false),
            at: StoredValue::new(Place::default()),
            is_by_keys: StoredValue::new(false),
        }
    }

    /// The place in the window that the tooltip stands beside.
    pub(super) fn at(&self) -> Place {
        self.at.get_value()
    }

    /// Whether keys pointed last.
    pub(super) fn is_by_keys(&self) -> bool {
        self.is_by_keys.get_value()
    }

    /// The mark that is pointed at, in CSS pixels of the picture.
    pub(super) fn ring(&self) -> Signal<Option<(f64, f64)>> {
        let (plot, pointed) = (self.plot, self.pointed);
        Signal::derive(move || {
            let (mark, ratio) = (pointed.get()?, plot.with(|plot| Some(plot.as_ref()?.frame.ratio))?);
            Some((f64::from(mark.x) / ratio, f64::from(mark.y) / ratio))
        })
    }

    /// The part that is selected: left, top, width and height in CSS pixels of the picture.
    pub(super) fn part(&self) -> Signal<Option<[f64; 4]>> {
        let (plot, brush) = (self.plot, self.brush);
        Signal::derive(move || {
            let plot = plot.get()?;
            let area = brush.get()?.area(&plot)?;
            let lengths = [area.left, area.top, area.width(), area.height()];
            Some(lengths.map(|length| f64::from(length) / plot.frame.ratio))
        })
    }

    /// Points at a place of the picture, CSS pixels, where the window has it at `at`.
    pub(super) fn point(&self, (x, y): (f64, f64), at: Place) {
        let Some(plot) = self.plot.get_untracked() else { return };
        let (x, y) = (x * plot.frame.ratio, y * plot.frame.ratio);
        self.at.set_value(at);
        self.is_by_keys.set_value(false);
        if self.is_dragging.get_value() {
            self.brush.update(|brush| *brush = brush.map(|brush| brush.to(x, y)));
        }
        // Whoever draws a box asks about what is in it, and about no single mark.
        let is_drawing = self.is_dragging.get_value()
            && self.brush.get_untracked().is_some_and(|brush| brush.area(&plot).is_some());
        self.mean(if is_drawing { None } else { plot.nearest(x, y) });
    }

    /// Begins to select where the pointer is.
    pub(super) fn begin(&self, (x, y): (f64, f64)) {
        let Some(plot) = self.plot.get_untracked() else { return };
        self.is_dragging.set_value(true);
        self.brush.set(Some(Brush::at(x * plot.frame.ratio, y * plot.frame.ratio)));
    }

    /// The mouse button went up: what is selected is told.
    pub(super) fn finish(&self) {
        if self.is_dragging.get_value() {
            self.tell();
        }
    }

    /// Lets go of the selection; says whether there was one.
    pub(super) fn cancel(&self) -> bool {
        self.is_dragging.set_value(false);
        let had_one = self.brush.get_untracked().is_some();
        if had_one {
            self.brush.set(None);
        }
        had_one
    }

    /// Points at nothing any more.
    pub(super) fn leave(&self) {
        self.mean(None);
    }

    /// After another layout the mark is where its point went, or gone.
    pub(super) fn keep_up(&self) {
        let (Some(mark), Some(plot)) = (self.pointed.get_untracked(), self.plot.get_untracked()) else {
            return;
        };
        self.mean(plot.marks().iter().find(|one| one.point == mark.point).copied());
    }

    /// Answers to a key; `place` is that of the picture in the window, CSS pixels. Says whether
    /// the key is used up.
    pub(super) fn press(&self, key: Key, place: (f64, f64)) -> bool {
        let Some(plot) = self.plot.get_untracked() else { return false };
        let marks = plot.marks();
        let from = self.pointed.get_untracked();
        let to = match (key, from) {
            (Key::Release, _) => {
                let had_brush = self.cancel();
                if !had_brush {
                    self.leave();
                }
                return had_brush || from.is_some();
            }
            (Key::Mark, Some(mark)) => {
                self.mark_corner(mark);
                return true;
            }
            (Key::Mark, None) | (Key::Up(_), _) => return false,
            (Key::First, _) => marks.first(),
            // The first arrow begins where the news is.
            (Key::Last, _) | (Key::Across(_), None) => marks.last(),
            (Key::Across(by), Some(mark)) => {
                let here = marks.partition_point(|one| (one.x, one.y) < (mark.x, mark.y));
                let there = here.saturating_add_signed(isize::try_from(by).unwrap_or(0));
                marks.get(there.min(marks.len().saturating_sub(1)))
            }
        };
        let Some(mark) = to.copied() else { return false };
        let (x, y) = (f64::from(mark.x), f64::from(mark.y));
        self.at.set_value(Place::new(place.0 + x / plot.frame.ratio, place.1 + y / plot.frame.ratio));
        self.is_by_keys.set_value(true);
        self.mean(Some(mark));
        self.brush.update(|brush| *brush = brush.map(|brush| brush.to(x, y)));
        true
    }

    /// The first corner of the selection, or the second one, which ends it.
    fn mark_corner(&self, mark: Mark) {
        if self.brush.get_untracked().is_some() {
            self.tell();
        } else {
            self.brush.set(Some(Brush::at(f64::from(mark.x), f64::from(mark.y))));
            let words = "One corner. Move to the other and press Enter to select, Escape to let go.";
            self.announcement.set(words.to_owned());
        }
    }

    fn tell(&self) {
        let (plot, brush) = (self.plot.get_untracked(), self.brush.get_untracked());
        self.cancel();
        if let (Some(plot), Some(brush)) = (plot, brush)
            && let Some(range) = brush.range(&plot)
        {
            self.leave();
            self.on_brush.run(range);
        }
    }

    fn mean(&self, mark: Option<Mark>) {
        if self.pointed.get_untracked() != mark {
            self.pointed.set(mark);
        }
    }
}
