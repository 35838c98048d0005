//! Which series gets which colour.

use super::{Palette, Rgb};
use contract::panel::{Series, State};

/// Names whose place in the palette is agreed, so that the charts of one page read alike: the
/// calm percentile is calm and the tail stands out, and what comes in differs from what goes out.
const AGREED: [(&str, usize); 18] = [
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
    ("done", 3),
    ("failed", 4),
    ("failures", 4),
    ("retries", 5),
    ("requests", 0),
    ("success", 3),
    ("average", 0),
];

/// The second blue and the grey, after so many others, are given away last: the others are easier
/// to name.
const FIRST: usize = 6;

/// One colour a series, in their order. A series with a state has that state's colour; where
/// several share one state they are shades of it. Any other has a place of its own in the palette,
/// from what it is about: the agreed one of its name, or one worked out from its label's value. Of
/// two that want the same place the later by name takes the next free one.
pub fn series_colors(series: &[Series], palette: &Palette) -> Vec<Rgb> {
    let places = places(series);
    series
        .iter()
        .enumerate()
        .map(|(index, one)| match one.state {
            Some(state) => {
                let same_before =
                    series.iter().take(index).filter(|other| other.state == Some(state)).count();
                shade(palette, state, same_before)
            }
            None => places
                .get(index)
                .and_then(|place| palette.series.get(*place))
                .copied()
                .unwrap_or(palette.accent),
        })
        .collect()
}

/// A series' place among the eight.
fn places(series: &[Series]) -> Vec<usize> {
    let mut order: Vec<(usize, &str)> =
        series.iter().enumerate().map(|(index, one)| (index, key(one))).collect();
    order.sort_by(|a, b| (agreed(a.1).is_none(), a.1, a.0).cmp(&(agreed(b.1).is_none(), b.1, b.0)));
    let mut is_taken = [false; 8];
    let mut places = vec![0; series.len()];
    // A series alone is drawn in the first colour: the page's own, whatever its name.
    let is_alone = series.len() == 1;
    for (index, key) in order {
        let wanted = match agreed(key) {
            _ if is_alone && is_subject(series.get(index)).is_none() => 0,
            Some(place) => place,
            None => hash(key) % FIRST,
        };
        let near = (0..FIRST).map(|step| (wanted + step) % FIRST);
        let order = std::iter::once(wanted).chain(near).chain(FIRST..8);
        let place = order.into_iter().find(|place| is_taken.get(*place) == Some(&false));
        // From the ninth on colours repeat, each beginning at the place that it wants.
        let place = place.unwrap_or(wanted);
        if let Some(taken) = is_taken.get_mut(place) {
            *taken = true;
        }
        if let Some(slot) = places.get_mut(index) {
            *slot = place;
        }
    }
    places
}

/// What a series is about: the value of its only label, else its name.
fn key(series: &Series) -> &str {
    is_subject(Some(series)).unwrap_or(&series.name)
}

fn is_subject(series: Option<&Series>) -> Option<&str> {
    let labels = &series?.labels;
    if labels.len() == 1 { labels.values().next().map(String::as_str) } else { None }
}

fn agreed(key: &str) -> Option<usize> {
    AGREED.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, place)| *place)
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
