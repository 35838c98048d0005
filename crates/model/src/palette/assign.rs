//! Which series gets which colour.

use super::{Palette, Rgb};
use contract::panel::{Series, State};

/// Names whose place in the palette is agreed, so that the charts of one page read alike: the
/// calm percentile is calm and the tail stands out, what comes in differs from what goes out, each
/// step of the pipeline has one colour on every page, and what sums up is grey.
const AGREED: [(&str, usize); 23] = [
    ("p50", 3),
    ("median", 3),
    ("p90", 2),
    ("p95", 2),
    ("p99", 0),
    ("max", 4),
    ("in", 0),
    ("queued", 0),
    ("started", 0),
    ("out", 1),
    ("completed", 3),
    ("failed", 4),
    ("failures", 4),
    ("retries", 5),
    ("requests", 0),
    ("success", 3),
    ("background_removal", 3),
    ("generation", 1),
    ("face_enhancement", 2),
    ("garment_enhancement", 5),
    ("upscale", 0),
    ("all", 7),
    ("all tasks", 7),
];

/// Labels that say what a series is about, before those that say which side of it.
const SUBJECTS: [&str; 7] = ["provider", "host", "queue", "task", "database", "route", "service"];

/// The second blue and the grey, after so many others, are given away last: the others are easier
/// to name.
const FIRST: usize = 6;

/// One colour a series, in their order. A series with a state has that state's colour. Any other
/// has that of its subject: the agreed place of its name in the palette, or one worked out from the
/// letters. Of two subjects that want the same place the later by name takes the next free one.
pub fn series_colors(series: &[Series], palette: &Palette) -> Vec<Rgb> {
    let places = places(series);
    let color = |(index, one): (usize, &Series)| {
        // Of several series about one subject, or in one state, each is a shade of one colour.
        let before = series.iter().take(index);
        if let Some(state) = one.state {
            return shade(palette, state, before.filter(|other| other.state == Some(state)).count());
        }
        let step = before.filter(|other| other.state.is_none() && subject(other) == subject(one)).count();
        let place =
            places.iter().find(|(subject_of, _)| *subject_of == subject(one)).map_or(0, |(_, place)| *place);
        let color = palette.series.get(place).copied().unwrap_or(palette.accent);
        palette.toward_text(color, [0.0, 0.45].get(step).copied().unwrap_or(0.7))
    };
    series.iter().enumerate().map(color).collect()
}

/// The subjects of a chart, each once, with their places among the eight.
fn places(series: &[Series]) -> Vec<(&str, usize)> {
    let mut subjects: Vec<&str> = series.iter().filter(|one| one.state.is_none()).map(subject).collect();
    subjects.sort_by_key(|subject| (agreed(subject).is_none(), *subject));
    subjects.dedup();
    // A series alone, of nothing in particular, is drawn in the first colour whatever its name.
    let is_plain = series.len() == 1 && series.first().is_some_and(|one| one.labels.is_empty());
    let mut is_taken = [false; 8];
    let mut places = Vec::with_capacity(subjects.len());
    for subject in subjects {
        let wanted = match agreed(subject) {
            _ if is_plain => 0,
            Some(place) => place,
            None => hash(subject) % FIRST,
        };
        let near = (0..FIRST).map(|step| (wanted + step) % FIRST);
        let mut order = std::iter::once(wanted).chain(near).chain(FIRST..8);
        // From the ninth on colours repeat, each beginning at the place that it wants.
        let place = order.find(|place| is_taken.get(*place) == Some(&false)).unwrap_or(wanted);
        if let Some(taken) = is_taken.get_mut(place) {
            *taken = true;
        }
        places.push((subject, place));
    }
    places
}

/// What a series is about: the value of the label that says it, else of its only label, else its
/// name.
fn subject(series: &Series) -> &str {
    let labels = &series.labels;
    let said = SUBJECTS.iter().find_map(|name| labels.get(*name));
    let only = || if labels.len() == 1 { labels.values().next() } else { None };
    said.or_else(only).map_or(series.name.as_str(), String::as_str)
}

fn agreed(subject: &str) -> Option<usize> {
    AGREED.iter().find(|(name, _)| name.eq_ignore_ascii_case(subject)).map(|(_, place)| *place)
}

/// FNV-1a: the same on every machine and in every build, which std's hashers do not promise.
fn hash(text: &str) -> usize {
    let hash =
        text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (hash ^ (hash >> 15)) as usize
}

/// The `step`-th shade of a state's colour, nearer and nearer to the surface. What is well is calm
/// from the start, so that what is not stands out beside it.
fn shade(palette: &Palette, state: State, step: usize) -> Rgb {
    let share = match (state, step) {
        (State::Ok, 0) => 0.7,
        (State::Ok, _) => 0.5,
        (_, 0) => 1.0,
        (_, 1) => 0.7,
        _ => 0.45,
    };
    palette.over_surface(palette.state(state), share)
}
