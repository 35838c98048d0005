//! What pointer and keys do to a chart: point at a bucket, select a range, ask for a zoom.
//!
//! A mouse points by hovering and selects by dragging. A finger points by tapping or dragging
//! across; scrolling and pinching stay the browser's. Keys do both: arrows move, Enter marks the
//! start and the end of a range, Escape lets go.

use super::geometry::{Geometry, Pointed};
use super::tooltip::Place;
use crate::signal::Signal;
use leptos::prelude::*;
use model::chart::Selection;

/// The state of pointing at one chart.
#[derive(Clone, Copy)]
pub(super) struct Pointing {
    /// Where the picture is; nothing before the first layout.
    pub(super) geometry: Signal<Option<Geometry>>,
    /// The time that is pointed at on any chart of the page.
    pub(super) crosshair: RwSignal<Option<i64>>,
    /// What this chart's own pointer or keys point at.
    pub(super) pointed: RwSignal<Option<Pointed>>,
    /// The range that is being selected here.
    pub(super) selection: RwSignal<Option<Selection>>,
    /// What to tell a screen reader.
    pub(super) announcement: RwSignal<String>,
    on_zoom: Callback<(i64, i64)>,
    /// Whether a mouse button holds the end of the selection.
    is_dragging: StoredValue<bool>,
    /// The place of the pointer in the window.
    at: StoredValue<Place>,
    /// Whether keys pointed last.
    is_by_keys: StoredValue<bool>,
}

/// A key that a chart answers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    /// So many buckets later; earlier where negative.
    Across(i64),
    /// So many rows up; down where negative.
    Up(i64),
    /// The first bucket.
    First,
    /// The last bucket.
    Last,
    /// Start or end of a range.
    Mark,
    /// Let go of the selection, then of the crosshair.
    Release,
}

impl Key {
    /// The key of this name, if a chart with `rows` rows answers to it.
    pub(super) fn read(name: &str, is_shift: bool, rows: usize) -> Option<Self> {
        let far = if is_shift { 10 } else { 1 };
        Some(match name {
            "ArrowLeft" => Self::Across(-far),
            "ArrowRight" => Self::Across(far),
            "ArrowUp" if rows > 1 => Self::Up(1),
            "ArrowDown" if rows > 1 => Self::Up(-1),
            "Home" => Self::First,
            "End" => Self::Last,
            "Enter" => Self::Mark,
            "Escape" => Self::Release,
            _ => return None,
        })
    }
}

impl Pointing {
    pub(super) fn new(
        geometry: Signal<Option<Geometry>>,
        crosshair: RwSignal<Option<i64>>,
        on_zoom: Callback<(i64, i64)>,
    ) -> Self {
        Self {
            geometry,
            crosshair,
            pointed: RwSignal::new(None),
            selection: RwSignal::new(None),
            announcement: RwSignal::new(String::new()),
            on_zoom,
            is_dragging: StoredValue::new(false),
            at: StoredValue::new(Place::default()),
            is_by_keys: StoredValue::new(false),
        }
    }

    /// The place of the pointer in the window.
    pub(super) fn at(&self) -> Place {
        self.at.get_value()
    }

    /// Whether keys pointed last.
    pub(super) fn is_by_keys(&self) -> bool {
        self.is_by_keys.get_value()
    }

    /// Points at a place of the picture, CSS pixels, where the window has it at `at`.
    pub(super) fn point(&self, (x, y): (f64, f64), at: Place) {
        let Some(geometry) = self.geometry.get_untracked() else { return };
        self.at.set_value(at);
        self.is_by_keys.set_value(false);
        let bucket = geometry.time.bucket_at(geometry.device(x));
        self.point_at(&geometry, Pointed { bucket, row: geometry.device(y) });
        if self.is_dragging.get_value() {
            self.extend(bucket);
        }
    }

    fn point_at(&self, geometry: &Geometry, pointed: Pointed) {
        // Signals are set only for another bucket or row of cells, not for every pixel.
        let cell = |pointed: &Pointed| (pointed.bucket, geometry.row_at(pointed.row));
        if self.pointed.get_untracked().as_ref().map(cell) != Some(cell(&pointed)) {
            self.pointed.set(Some(pointed));
        }
        let at_ms = geometry.time.bucket_ms(pointed.bucket);
        if self.crosshair.get_untracked() != Some(at_ms) {
            self.crosshair.set(Some(at_ms));
        }
    }

    /// Points at nothing any more.
    pub(super) fn leave(&self) {
        if self.pointed.get_untracked().is_some() {
            self.pointed.set(None);
            self.crosshair.set(None);
        }
    }

    /// A mouse button went down.
    pub(super) fn begin(&self) {
        if let Some(pointed) = self.pointed.get_untracked() {
            self.is_dragging.set_value(true);
            self.selection.set(Some(Selection::at(pointed.bucket)));
        }
    }

    fn extend(&self, bucket: usize) {
        let extended = self.selection.get_untracked().map(|selection| selection.to(bucket));
        if extended != self.selection.get_untracked() {
            self.selection.set(extended);
        }
    }

    /// The mouse button went up: a range of two buckets and more is zoomed to.
    pub(super) fn finish(&self) {
        if self.is_dragging.get_value() {
            self.zoom();
        }
    }

    /// Lets go of the selection; says whether there was one.
    pub(super) fn cancel(&self) -> bool {
        self.is_dragging.set_value(false);
        let had_one = self.selection.get_untracked().is_some();
        if had_one {
            self.selection.set(None);
        }
        had_one
    }

    fn zoom(&self) {
        let Some(geometry) = self.geometry.get_untracked() else { return };
        let range = self.selection.get_untracked().and_then(|selection| selection.range_ms(&geometry.time));
        self.cancel();
        if let Some(range) = range {
            self.leave();
            self.on_zoom.run(range);
        }
    }

    /// Answers to a key; `place` is that of the picture in the window, CSS pixels. Says whether
    /// the key is used up.
    pub(super) fn press(&self, key: Key, place: (f64, f64)) -> bool {
        let Some(geometry) = self.geometry.get_untracked() else { return false };
        let from = self.pointed.get_untracked();
        let last = geometry.time.buckets() - 1;
        let middle = f64::from(i32::midpoint(geometry.area.top, geometry.area.bottom));
        let row = from.map_or(middle, |pointed| pointed.row);
        let to = |bucket: usize| Pointed { bucket, row };
        let pointed = match (key, from) {
            (Key::Release, _) => {
                let had_selection = self.cancel();
                let had_crosshair = from.is_some();
                if !had_selection {
                    self.leave();
                }
                return had_selection || had_crosshair;
            }
            (Key::Mark, None) => return false,
            (Key::Mark, Some(pointed)) => {
                if self.selection.get_untracked().is_some() {
                    self.zoom();
                } else {
                    self.selection.set(Some(Selection::at(pointed.bucket)));
                    self.announcement.set(
                        "Start of the range. Move to its end and press Enter to zoom, Escape to let go."
                            .to_owned(),
                    );
                }
                return true;
            }
            (Key::First, _) => to(0),
            // The first arrow begins where the news is.
            (Key::Last, _) | (Key::Across(_), None) => to(last),
            (Key::Across(by), Some(pointed)) => to(shifted(pointed.bucket, by).min(last)),
            (Key::Up(by), from) => {
                let rows = geometry.rows.max(1);
                let row = shifted(geometry.row_at(row), by).min(rows - 1);
                Pointed {
                    bucket: from.map_or(last, |pointed| pointed.bucket),
                    row: geometry.middle_of_row(row),
                }
            }
        };
        let (left, top) = place;
        self.at.set_value(Place::new(left + geometry.middle(pointed.bucket), top + pointed.row / geometry.frame.ratio));
        self.is_by_keys.set_value(true);
        self.point_at(&geometry, pointed);
        self.extend(pointed.bucket);
        true
    }
}

fn shifted(from: usize, by: i64) -> usize {
    let by_size = usize::try_from(by.unsigned_abs()).unwrap_or(usize::MAX);
    if by < 0 { from.saturating_sub(by_size) } else { from.saturating_add(by_size) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_mean_what_the_keyboard_map_says() {
        for (name, is_shift, rows, key) in [
            ("ArrowLeft", false, 1, Some(Key::Across(-1))),
            ("ArrowRight", true, 1, Some(Key::Across(10))),
            ("ArrowUp", false, 1, None),
            ("ArrowUp", false, 9, Some(Key::Up(1))),
            ("Enter", false, 1, Some(Key::Mark)),
            ("a", false, 1, None),
        ] {
            assert_eq!(Key::read(name, is_shift, rows), key, "{name}");
        }
    }
}
