//! What pointer and keys do to a chart: point at a bucket, select a range, ask for a zoom.
//!
//! A mouse points by hovering and selects by dragging. A finger points by tapping or dragging
//! across; scrolling and pinching stay the browser's. Keys do both: arrows move, Enter marks the
//! start and the end of a range, Escape lets go.
//!
//! Policy: a move of the pointer goes straight from the event to the marks and the tooltip, within
//! the call, over state that nothing subscribes to; only what changed touches the page. A signal
//! with an effect behind it takes longer than everything else that a move does.

use super::crosshair::{Crosshair, Follower};
use super::geometry::{Geometry, Pointed};
use super::keys::Key;
use super::marks::Marks;
use super::tooltip::{self, Place};
use leptos::prelude::*;
use model::chart::{Readout, Selection};
use std::sync::Arc;
use web_sys::{HtmlElement, PointerEvent};

/// So long it is taken for granted that the picture is where it was: asking costs a layout where
/// anything changed, and a pointer moves many times as often as a page scrolls.
const ORIGIN_MS: f64 = 100.0;

/// Pointing at one chart.
#[derive(Clone, Copy)]
pub(super) struct Pointing {
    state: StoredValue<State, LocalStorage>,
    crosshair: Crosshair,
    follower: Follower,
    on_zoom: Callback<(i64, i64)>,
    /// What to tell a screen reader.
    pub(super) announcement: RwSignal<String>,
}

/// Says what is pointed at, from the data and the layout that it was made with.
pub(super) type Reader = Arc<dyn Fn(Pointed) -> Readout + Send + Sync>;

#[derive(Default)]
struct State {
    /// Where the picture is; nothing before the first layout and while it is out of view.
    picture: Option<Geometry>,
    reader: Option<Reader>,
    /// What the marks stand in.
    layer: Option<HtmlElement>,
    marks: Marks,
    /// What this chart's own pointer or keys point at.
    pointed: Option<Pointed>,
    /// The time that is pointed at on any chart of the page.
    at_ms: Option<i64>,
    /// The range that is being selected here.
    selection: Option<Selection>,
    /// Whether a mouse button holds the end of the selection.
    is_dragging: bool,
    /// The place of the pointer in the window.
    at: Place,
    /// Where the picture begins in the window, CSS pixels, and when that was found out.
    origin: Option<((f64, f64), f64)>,
    /// Whether keys pointed last.
    is_by_keys: bool,
    /// Whether the tooltip speaks of this chart.
    is_told: bool,
}

impl State {
    /// What marks stand at: what is pointed at here, else the same time as elsewhere.
    fn target(&self) -> Option<Pointed> {
        let there = || Some(Pointed { bucket: self.picture?.time.bucket_of(self.at_ms?)?, row: 0.0 });
        self.pointed.or_else(there)
    }

    fn mark(&mut self, bucket: Option<usize>, said: Option<&Readout>) {
        let (Some(layer), Some(picture)) = (&self.layer, &self.picture) else { return };
        self.marks.point(layer, picture, bucket, said);
        if picture.rows > 1 {
            self.marks.frame(layer, picture, self.pointed.map(|pointed| picture.cell(&pointed)));
        }
    }

    fn select(&mut self, selection: Option<Selection>) {
        self.selection = selection;
        if let (Some(layer), Some(picture)) = (&self.layer, &self.picture) {
            self.marks.select(layer, picture, selection);
        }
    }

    /// Keeps what is pointed at where the picture is another one: a pointer rests on its place and
    /// keys on their time, as long as that is shown.
    fn keep_up(&mut self, picture: Geometry) {
        let Some(pointed) = &mut self.pointed else { return };
        let time = self.at_ms.filter(|_| self.is_by_keys).and_then(|at_ms| picture.time.bucket_of(at_ms));
        let bucket = time.unwrap_or(pointed.bucket).min(picture.time.buckets() - 1);
        if let Some(before) = self.picture.filter(|_| self.is_by_keys) {
            self.at.x += picture.middle(bucket) - before.middle(pointed.bucket);
        }
        pointed.bucket = bucket;
        self.at_ms = Some(picture.time.bucket_ms(bucket));
    }
}

impl Pointing {
    pub(super) fn new(crosshair: Crosshair, on_zoom: Callback<(i64, i64)>) -> Self {
        let state = State { at_ms: crosshair.at_ms(), ..State::default() };
        let pointing = Self {
            state: StoredValue::new_local(state),
            crosshair,
            follower: crosshair.follower(),
            on_zoom,
            announcement: RwSignal::new(String::new()),
        };
        crosshair.join(pointing.follower, Callback::new(move |at_ms| pointing.hear(at_ms)));
        pointing
    }

    fn with<R>(self, work: impl FnOnce(&mut State) -> R) -> Option<R> {
        self.state.try_update_value(work)
    }

    fn picture(self) -> Option<Geometry> {
        self.with(|state| state.picture)?
    }

    /// Into how many rows of cells the picture is divided.
    pub(super) fn rows(self) -> usize {
        self.picture().map_or(1, |picture| picture.rows)
    }

    /// The picture is another one: what is pointed at is shown on it and told anew.
    pub(super) fn refresh(
        self,
        layer: Option<HtmlElement>,
        picture: Option<Geometry>,
        reader: Option<Reader>,
    ) {
        let before = self.with(|state| {
            let before = state.at_ms;
            if let Some(picture) = picture {
                state.keep_up(picture);
            }
            state.layer = layer;
            state.origin = None;
            state.picture = picture;
            state.reader = reader;
            state.select(state.selection);
            (before, state.at_ms)
        });
        tooltip::restyle();
        self.show();
        if let Some((before, now)) = before
            && before != now
        {
            self.crosshair.point(now, self.follower);
        }
    }

    /// Another chart is pointed at, or none any more.
    fn hear(self, at_ms: Option<i64>) {
        self.with(|state| {
            state.at_ms = at_ms;
            state.pointed = None;
        });
        self.show();
    }

    /// Shows what is pointed at, with marks and in words, or hides them.
    fn show(self) -> Option<Readout> {
        self.with(|state| {
            let target = state.picture.and_then(|_| state.target());
            let said = target.zip(state.reader.as_ref()).map(|(target, read)| read(target));
            state.mark(target.map(|target| target.bucket), said.as_ref());
            let told = said.as_ref().filter(|_| state.pointed.is_some());
            if let Some(said) = told {
                tooltip::show(said, state.at);
            } else if state.is_told {
                tooltip::hide();
            }
            state.is_told = told.is_some();
            said
        })?
    }

    /// Points where the pointer is.
    pub(super) fn follow(self, event: &PointerEvent) {
        let at = Place::new(f64::from(event.client_x()), f64::from(event.client_y()));
        let now_ms = event.time_stamp();
        let origin = self.with(|state| {
            let known = state.origin.filter(|(_, since_ms)| now_ms - since_ms < ORIGIN_MS);
            // What the event is on, the canvas or all of the plot, begins where the picture does.
            let found = known.unwrap_or_else(|| {
                let (x, y) = (f64::from(event.offset_x()), f64::from(event.offset_y()));
                ((at.x - x, at.y - y), now_ms)
            });
            state.origin = Some(found);
            found.0
        });
        if let Some((left, top)) = origin {
            self.point((at.x - left, at.y - top), at);
        }
    }

    /// Points at a place of the picture, CSS pixels, where the window has it at `at`.
    fn point(self, (x, y): (f64, f64), at: Place) {
        let Some(picture) = self.picture() else { return };
        let bucket = picture.time.bucket_at(picture.device(x));
        let is_dragging = self.with(|state| {
            state.at = at;
            state.is_by_keys = false;
            state.is_dragging
        });
        self.point_at(&picture, Pointed { bucket, row: picture.device(y) });
        tooltip::follow(at);
        if is_dragging == Some(true) {
            self.extend(bucket);
        }
    }

    /// Points at a bucket, and at a row of cells where there are some; gives what is said about it,
    /// where it is another one.
    fn point_at(self, picture: &Geometry, pointed: Pointed) -> Option<Readout> {
        let at_ms = picture.time.bucket_ms(pointed.bucket);
        let is_other = self.with(|state| {
            let cell = |pointed: Pointed| (pointed.bucket, picture.row_at(pointed.row));
            let is_other = state.pointed.map(cell) != Some(cell(pointed));
            state.pointed = Some(pointed);
            state.at_ms = Some(at_ms);
            is_other
        })?;
        if !is_other {
            return None;
        }
        let said = self.show();
        self.crosshair.point(Some(at_ms), self.follower);
        said
    }

    /// Points at nothing any more.
    pub(super) fn leave(self) {
        if self.with(|state| state.pointed.take().is_some()) == Some(true) {
            self.hear(None);
            self.crosshair.point(None, self.follower);
        }
    }

    /// The chart goes away.
    pub(super) fn end(self) {
        if self.with(|state| state.is_told) == Some(true) {
            tooltip::hide();
        }
    }

    /// A mouse button went down.
    pub(super) fn begin(self) {
        self.with(|state| {
            if let Some(pointed) = state.pointed {
                state.is_dragging = true;
                state.select(Some(Selection::at(pointed.bucket)));
            }
        });
    }

    fn extend(self, bucket: usize) {
        self.with(|state| state.select(state.selection.map(|selection| selection.to(bucket))));
    }

    /// The mouse button went up: a range of two buckets and more is zoomed to.
    pub(super) fn finish(self) {
        if self.with(|state| state.is_dragging) == Some(true) {
            self.zoom();
        }
    }

    /// Lets go of the selection; says whether there was one.
    pub(super) fn cancel(self) -> bool {
        let had_one = self.with(|state| {
            let had_one = state.selection.is_some();
            state.is_dragging = false;
            state.select(None);
            had_one
        });
        had_one == Some(true)
    }

    fn zoom(self) {
        let range = self.with(|state| state.selection?.range_ms(&state.picture?.time)).flatten();
        self.cancel();
        if let Some(range) = range {
            self.leave();
            self.on_zoom.run(range);
        }
    }

    /// Answers to a key; `place` is that of the picture in the window, CSS pixels. Says whether
    /// the key is used up.
    pub(super) fn press(self, key: Key, place: (f64, f64)) -> bool {
        let Some(picture) = self.picture() else { return false };
        let Some((from, selection)) = self.with(|state| (state.pointed, state.selection)) else {
            return false;
        };
        let last = picture.time.buckets() - 1;
        let middle = f64::from(i32::midpoint(picture.area.top, picture.area.bottom));
        let row = from.map_or(middle, |pointed| pointed.row);
        let to = |bucket: usize| Pointed { bucket, row };
        let pointed = match (key, from) {
            (Key::Release, _) => {
                let had_selection = self.cancel();
                if !had_selection {
                    self.leave();
                }
                return had_selection || from.is_some();
            }
            (Key::Mark, None) => return false,
            (Key::Mark, Some(_)) if selection.is_some() => {
                self.zoom();
                return true;
            }
            (Key::Mark, Some(pointed)) => {
                self.with(|state| state.select(Some(Selection::at(pointed.bucket))));
                let words = "Start of the range. Move to its end and press Enter to zoom, Escape to let go.";
                self.announcement.set(words.to_owned());
                return true;
            }
            (Key::First, _) => to(0),
            // The first arrow begins where the news is.
            (Key::Last, _) | (Key::Across(_), None) => to(last),
            (Key::Across(by), Some(pointed)) => to(shifted(pointed.bucket, by).min(last)),
            (Key::Up(by), from) => {
                let rows = picture.rows.max(1);
                let row = shifted(picture.row_at(row), by).min(rows - 1);
                Pointed {
                    bucket: from.map_or(last, |pointed| pointed.bucket),
                    row: picture.middle_of_row(row),
                }
            }
        };
        let (left, top) = place;
        let at = Place::new(left + picture.middle(pointed.bucket), top + pointed.row / picture.frame.ratio);
        self.with(|state| {
            state.at = at;
            state.is_by_keys = true;
        });
        // Only keys are answered in words: a pointer would talk without end.
        if let Some(said) = self.point_at(&picture, pointed) {
            self.announcement.set(said.sentence());
        }
        self.extend(pointed.bucket);
        true
    }
}

fn shifted(from: usize, by: i64) -> usize {
    let by_size = usize::try_from(by.unsigned_abs()).unwrap_or(usize::MAX);
    if by < 0 { from.saturating_sub(by_size) } else { from.saturating_add(by_size) }
}
