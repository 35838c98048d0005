//! What happened meanwhile: alerts and deploys over a chart.
//!
//! An alert is a line where it began with its shape above (a triangle for a warning, a square for a
//! critical one) and a faint band until it ended, or up to the right edge while it fires. A deploy
//! is a dashed line under a diamond. Names stand in a lane above the plot, the most severe placed
//! first, each only where nothing else stands: what has no name there is named when pointed at.
//! What would stand on one place is one mark that says how many it is.

use super::frame::{Area, Frame, whole};
use super::scene::{Align, Ink, Scene};
use super::symbols::{Symbol, symbol};
use super::text_width::TextWidth;
use super::time_scale::TimeScale;
use crate::format;
use crate::palette::{Palette, Rgb};
use crate::zone::Zone;
use contract::panel::{Chart, Marker, MarkerKind};

/// How much of its colour the band of an alert has.
const BAND_SHARE: f64 = 0.1;
/// With fewer letters a name that was cut says nothing.
const LEAST_LETTERS: usize = 5;
/// More are not listed for one bucket.
const MOST_NOTES: usize = 4;

/// One shape above the plot.
#[derive(Debug, Clone, PartialEq)]
struct Flag {
    x: i32,
    /// The most severe of what stands there.
    kind: MarkerKind,
    /// Its name.
    name: String,
    /// How many it is, where it is more than one.
    count: usize,
    /// What of that is shown, and on which side: beside its shape, so that it is not taken for the
    /// name of the one before or after.
    label: Option<(String, Align)>,
}

/// All marks of a chart in their places.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Markers {
    /// From where to where an alert fired; bands of one kind do not overlap.
    bands: Vec<(i32, i32, MarkerKind)>,
    /// Where something began, from left to right.
    lines: Vec<(i32, MarkerKind)>,
    flags: Vec<Flag>,
    /// The row of shapes and names.
    y: i32,
}

/// The end of a marker: a deploy is a moment, and an alert without an end still fires.
fn end_ms(marker: &Marker) -> i64 {
    match marker.kind {
        MarkerKind::Deploy => marker.at_ms,
        _ => marker.until_ms.unwrap_or(i64::MAX).max(marker.at_ms),
    }
}

/// Whether any of a marker falls within `from_ms..to_ms`.
fn is_within(marker: &Marker, from_ms: i64, to_ms: i64) -> bool {
    marker.at_ms < to_ms && (marker.at_ms >= from_ms || end_ms(marker) > from_ms)
}

/// How high the lane for marks above the plot is; nothing where there are none to be seen, and in a
/// picture so low that the lane would take more of it than it tells.
pub(super) fn lane(chart: &Chart, (from_ms, to_ms): (i64, i64), frame: &Frame) -> i32 {
    let is_needed = chart.markers.iter().any(|marker| is_within(marker, from_ms, to_ms));
    if is_needed && frame.height >= frame.em(7.0) { frame.em(1.5) } else { 0 }
}

impl Markers {
    /// The marks of those `markers` that fall into the window of `time`, with a [`lane`] of a height.
    pub(super) fn new(
        markers: &[Marker],
        time: &TimeScale,
        area: &Area,
        lane: i32,
        frame: &Frame,
        text: &dyn TextWidth,
    ) -> Self {
        let (from_ms, to_ms) = time.span_ms();
        let column = |at_ms: i64| whole(time.x(at_ms)).clamp(area.left, area.right - 1);
        // There are few, and they come in order: the code of a sort would be downloaded for nothing.
        let mut seen: Vec<&Marker> = Vec::new();
        for marker in markers.iter().filter(|marker| is_within(marker, from_ms, to_ms)) {
            seen.insert(seen.partition_point(|other| other.at_ms <= marker.at_ms), marker);
        }
        let mut all = Self { y: area.top - lane / 2, ..Self::default() };
        for kind in [MarkerKind::Warning, MarkerKind::Critical] {
            let mut open: Option<(i32, i32, MarkerKind)> = None;
            for marker in seen.iter().filter(|marker| marker.kind == kind) {
                let (left, right) = (column(marker.at_ms), column(end_ms(marker)));
                match &mut open {
                    Some(band) if left <= band.1 => band.1 = band.1.max(right),
                    _ => all.bands.extend(open.replace((left, right, kind))),
                }
            }
            all.bands.extend(open);
        }
        for marker in seen.iter().filter(|marker| marker.at_ms >= from_ms) {
            // Closer than that, two lines are one.
            let x = column(marker.at_ms);
            match all.lines.last_mut() {
                Some((last, kind)) if x - *last < frame.px(3.0) => *kind = marker.kind.max(*kind),
                _ => all.lines.push((x, marker.kind)),
            }
        }
        if lane > 0 {
            all.add_flags(&seen, &column, frame);
            all.place_labels(area, frame, text);
        }
        all
    }

    /// One flag for all that begin closer to each other than flags with a number can stand.
    fn add_flags(&mut self, seen: &[&Marker], column: &dyn Fn(i64) -> i32, frame: &Frame) {
        let mut rest = seen;
        while let Some(first) = rest.first() {
            let x = column(first.at_ms);
            let together = rest.partition_point(|marker| column(marker.at_ms) < x + frame.em(3.0));
            let (here, after) = rest.split_at(together.max(1));
            rest = after;
            self.flags.push(Flag {
                x,
                kind: here.iter().map(|marker| marker.kind).max().unwrap_or(MarkerKind::Deploy),
                name: if let [only] = here {
                    only.text.clone()
                } else {
                    let (alerts, deploys) = counted(here.iter().copied());
                    alerts.into_iter().chain(deploys).collect::<Vec<_>>().join(", ")
                },
                count: here.len(),
                label: None,
            });
        }
    }

    /// Names beside the flags: right of them or left of them, where nothing else stands, else what
    /// of them there is room for on the right; of several, their number.
    fn place_labels(&mut self, area: &Area, frame: &Frame, text: &dyn TextWidth) {
        let (half, gap) = (frame.em(0.4), frame.px(4.0));
        let width = |name: &str| whole(text.width(name, frame.font())) + 1;
        let mut taken: Vec<(i32, i32)> =
            self.flags.iter().map(|flag| (flag.x - half - gap, flag.x + half + gap)).collect();
        for kind in [MarkerKind::Critical, MarkerKind::Warning, MarkerKind::Deploy] {
            for flag in self.flags.iter_mut().filter(|flag| flag.kind == kind) {
                let (left, right) = (flag.x - half - gap, flag.x + half + gap);
                // The nearest that stands on either side.
                let before = taken.iter().filter(|place| place.0 < left).map(|place| place.1);
                let from = before.fold(area.left, i32::max);
                let after = taken.iter().filter(|place| place.1 > right).map(|place| place.0);
                let to = after.fold(area.right, i32::min);
                let full = width(&flag.name);
                let label = if full <= to - right {
                    Some((flag.name.clone(), Align::Left))
                } else if full <= left - from {
                    Some((flag.name.clone(), Align::Right))
                } else if flag.count > 1 {
                    let number = flag.count.to_string();
                    (width(&number) <= to - right).then_some((number, Align::Left))
                } else {
                    cut(&flag.name, &|name| width(name) <= to - right).map(|name| (name, Align::Left))
                };
                if let Some((name, align)) = &label {
                    let begin = if *align == Align::Left { right } else { left - full };
                    taken.push((begin - gap, begin + width(name) + gap));
                }
                flag.label = label;
            }
        }
    }

    /// How many lines go through a box.
    pub(super) fn lines_through(&self, place: &Area) -> usize {
        self.lines.iter().filter(|(x, _)| (place.left..place.right).contains(x)).count()
    }

    /// What lies behind the data.
    pub(super) fn draw_bands(&self, area: &Area, palette: &Palette, scene: &mut Scene) {
        for (left, right, kind) in &self.bands {
            let ink = Ink::translucent(color(palette, *kind), BAND_SHARE);
            scene.rect((*left, area.top), ((*right).max(left + 1), area.bottom), ink);
        }
    }

    /// What lies over the data, and the lane above.
    pub(super) fn draw_flags(&self, area: &Area, frame: &Frame, palette: &Palette, scene: &mut Scene) {
        let width = frame.px(1.0);
        for (x, kind) in &self.lines {
            let ink = Ink::opaque(color(palette, *kind));
            let left = x - width / 2;
            let dash = if *kind == MarkerKind::Deploy { frame.px(4.0) } else { area.height().max(1) };
            let mut top = area.top;
            while top < area.bottom {
                scene.rect((left, top), (left + width, (top + dash).min(area.bottom)), ink);
                top += 2 * dash;
            }
        }
        for flag in &self.flags {
            let y = self.y;
            let ink = Ink::opaque(color(palette, flag.kind));
            let shape = match flag.kind {
                MarkerKind::Deploy => Symbol::Diamond,
                MarkerKind::Warning => Symbol::Triangle,
                MarkerKind::Critical => Symbol::Square,
            };
            symbol(scene, shape, (flag.x, y), frame.em(0.36), ink);
            if let Some((name, align)) = &flag.label {
                let beside = frame.em(0.4) + frame.px(4.0);
                let x = if *align == Align::Left { flag.x + beside } else { flag.x - beside };
                let ink = Ink::opaque(palette.text_muted);
                scene.text(name.clone(), (x, y), frame.font(), *align, ink);
            }
        }
    }
}

/// The beginning of a name that fits, where so much of it does that it can be told from others.
fn cut(name: &str, fits: &dyn Fn(&str) -> bool) -> Option<String> {
    let mut text = name.to_owned();
    while text.pop().is_some() && text.chars().count() >= LEAST_LETTERS {
        let cut = format!("{}…", text.trim_end());
        if fits(&cut) {
            return Some(cut);
        }
    }
    None
}

fn color(palette: &Palette, kind: MarkerKind) -> Rgb {
    match kind {
        MarkerKind::Deploy => palette.text_muted,
        MarkerKind::Warning => palette.warning,
        MarkerKind::Critical => palette.critical,
    }
}

/// How many of the markers are alerts and how many deploys, in words: "3 alerts", "1 deploy".
fn counted<'a>(markers: impl Iterator<Item = &'a Marker>) -> (Option<String>, Option<String>) {
    let (mut alerts, mut deploys) = (0_usize, 0_usize);
    for marker in markers {
        *(if marker.kind == MarkerKind::Deploy { &mut deploys } else { &mut alerts }) += 1;
    }
    let words = |count: usize, word: &str| {
        let plural = if count == 1 { "" } else { "s" };
        (count > 0).then(|| format!("{count} {word}{plural}"))
    };
    (words(alerts, "alert"), words(deploys, "deploy"))
}

/// What happened in a bucket, one line each, the most severe first: "critical alert since 14:02:10:
/// Slow responses".
pub(super) fn notes(chart: &Chart, (from_ms, to_ms): (i64, i64), zone: &Zone) -> Vec<String> {
    let mut notes = Vec::new();
    let mut more = 0;
    for kind in [MarkerKind::Critical, MarkerKind::Warning, MarkerKind::Deploy] {
        for marker in chart.markers.iter().filter(|marker| marker.kind == kind) {
            if !is_within(marker, from_ms, to_ms) {
                continue;
            }
            if notes.len() < MOST_NOTES {
                notes.push(note(marker, from_ms, zone));
            } else {
                more += 1;
            }
        }
    }
    if more > 0 {
        notes.push(format!("{more} more"));
    }
    notes
}

fn note(marker: &Marker, now_ms: i64, zone: &Zone) -> String {
    let moment = |at_ms: i64| format::moment(at_ms, now_ms, zone);
    let (kind, begun) = match marker.kind {
        MarkerKind::Deploy => ("deploy", moment(marker.at_ms)),
        kind => (
            if kind == MarkerKind::Warning { "warning" } else { "critical alert" },
            match marker.until_ms {
                None => format!("since {}", moment(marker.at_ms)),
                Some(until_ms) => format!("{} – {}", moment(marker.at_ms), moment(until_ms)),
            },
        ),
    };
    format!("{kind} {begun}: {}", marker.text)
}

/// What happened in the whole window as a sentence, and nothing where nothing did: "2 alerts fired in
/// this range, 1 is still firing; 1 deploy."
pub(super) fn sentence(chart: &Chart, (from_ms, to_ms): (i64, i64)) -> Option<String> {
    let within = || chart.markers.iter().filter(|marker| is_within(marker, from_ms, to_ms));
    let firing = within().filter(|marker| end_ms(marker) == i64::MAX).count();
    let (alerts, deploys) = counted(within());
    let alerts = alerts.map(|alerts| {
        let firing = match firing {
            0 => String::new(),
            1 => ", 1 is still firing".to_owned(),
            _ => format!(", {firing} are still firing"),
        };
        format!("{alerts} fired in this range{firing}")
    });
    let parts: Vec<String> = alerts.into_iter().chain(deploys).collect();
    (!parts.is_empty()).then(|| format!("{}.", parts.join("; ")))
}
