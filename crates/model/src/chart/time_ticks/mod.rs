//! Where a time axis is labelled: at round times of the reader's own clock, through changes of
//! the clock too, as densely as the labels fit.

use super::frame::{Frame, whole};
use super::text_width::TextWidth;
use super::time_scale::TimeScale;
use crate::format::{self, YEAR_MS};
use crate::zone::{Civil, Zone};
use contract::time::{DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS};

/// Distances that labels may have.
const STEPS_MS: [i64; 26] = [
    SECOND_MS,
    5 * SECOND_MS,
    10 * SECOND_MS,
    15 * SECOND_MS,
    30 * SECOND_MS,
    MINUTE_MS,
    2 * MINUTE_MS,
    5 * MINUTE_MS,
    10 * MINUTE_MS,
    15 * MINUTE_MS,
    30 * MINUTE_MS,
    HOUR_MS,
    2 * HOUR_MS,
    3 * HOUR_MS,
    6 * HOUR_MS,
    12 * HOUR_MS,
    DAY_MS,
    2 * DAY_MS,
    7 * DAY_MS,
    14 * DAY_MS,
    28 * DAY_MS,
    // From here on in months, which are four weeks at least.
    84 * DAY_MS,
    168 * DAY_MS,
    YEAR_MS,
    2 * YEAR_MS,
    5 * YEAR_MS,
];

/// More ticks than any screen has room for; ends a walk through a span that makes no sense.
const MOST: usize = 400;

/// One label of a time axis.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeTick {
    /// The time it stands for, Unix milliseconds.
    pub at_ms: i64,
    /// Its device-pixel column.
    pub x: i32,
    /// Where the middle of its label is, so that the label stays inside the picture.
    pub label_x: i32,
    /// What it says.
    pub label: String,
    /// Whether a day begins here and the labels around it are times of day.
    pub is_day_start: bool,
}

/// The labels of a time axis, none over another and all within `0..frame.width`.
pub fn time_ticks(scale: &TimeScale, frame: &Frame, zone: &Zone, text: &dyn TextWidth) -> Vec<TimeTick> {
    let (from_ms, to_ms) = scale.span_ms();
    let gap = f64::from(frame.em(1.5));
    let is_apart = |(a, a_width): &(TimeTick, f64), (b, b_width): &(TimeTick, f64)| {
        f64::from(b.label_x - a.label_x) >= (a_width + b_width) / 2.0 + gap
    };
    // The ticks of the longest distance that gives more than one.
    let mut few: Vec<(TimeTick, f64)> = Vec::new();
    for step_ms in STEPS_MS {
        // Cheap refusal before any tick is made: too many for the width, whatever they say.
        let room = scale.x(from_ms.saturating_add(step_ms)) - scale.x(from_ms);
        if room < f64::from(frame.em(3.5)) {
            continue;
        }
        let ticks = labelled(scale, frame, zone, text, step_ms);
        let fits = ticks.windows(2).all(|pair| !matches!(pair, [a, b] if !is_apart(a, b)));
        if fits && ticks.len() > 1 {
            return ticks.into_iter().map(|(tick, _)| tick).collect();
        }
        if ticks.len() > 1 || few.is_empty() {
            few = ticks;
        }
    }
    // So narrow that no distance fits: the first and, if it is far enough, the last.
    if few.is_empty() {
        few.extend(labelled_at(from_ms, to_ms - from_ms, scale, frame, zone, text));
    }
    let last = few.pop();
    few.truncate(1);
    few.extend(last.filter(|last| few.first().is_none_or(|first| is_apart(first, last))));
    few.into_iter().map(|(tick, _)| tick).collect()
}

/// The ticks of one distance with the widths of their labels; labels are moved inside the picture.
fn labelled(
    scale: &TimeScale,
    frame: &Frame,
    zone: &Zone,
    text: &dyn TextWidth,
    step_ms: i64,
) -> Vec<(TimeTick, f64)> {
    let (from_ms, to_ms) = scale.span_ms();
    let instants = instants(from_ms, to_ms, step_ms, zone);
    instants.into_iter().filter_map(|at_ms| labelled_at(at_ms, step_ms, scale, frame, zone, text)).collect()
}

/// One tick with the width of its label; none where the label is wider than the picture.
fn labelled_at(
    at_ms: i64,
    step_ms: i64,
    scale: &TimeScale,
    frame: &Frame,
    zone: &Zone,
    text: &dyn TextWidth,
) -> Option<(TimeTick, f64)> {
    let label = format::time_axis(at_ms, step_ms, zone);
    let width = text.width(&label, frame.font());
    let x = whole(scale.x(at_ms));
    let half = whole(width / 2.0) + 1;
    let last = frame.width - half;
    let is_day_start = step_ms < DAY_MS && zone.day_start_ms(at_ms) == at_ms;
    (last >= half).then(|| (TimeTick { at_ms, x, label_x: x.clamp(half, last), label, is_day_start }, width))
}

/// Round times of the zone's clock within a span, in order.
fn instants(from_ms: i64, to_ms: i64, step_ms: i64, zone: &Zone) -> Vec<i64> {
    if step_ms >= DAY_MS {
        return days(from_ms, to_ms, step_ms / DAY_MS, zone);
    }
    let mut instants: Vec<i64> = Vec::new();
    let mut at_ms = round_down(from_ms, step_ms, zone);
    for _ in 0..MOST {
        if at_ms > to_ms {
            break;
        }
        if at_ms >= from_ms {
            instants.push(at_ms);
        }
        // Past a change of the clock the next round time may be nearer or farther than a step:
        // looked for from beyond it, and never found before where we are.
        let beyond = round_down(at_ms.saturating_add(step_ms + step_ms / 2), step_ms, zone);
        at_ms = if beyond > at_ms { beyond } else { at_ms.saturating_add(step_ms) };
    }
    instants
}

/// The last time not after `at_ms` at which the zone's clock shows a multiple of `step_ms`.
fn round_down(at_ms: i64, step_ms: i64, zone: &Zone) -> i64 {
    let offset_ms = zone.offset_ms(at_ms);
    let rounded =
        at_ms.saturating_add(offset_ms).div_euclid(step_ms).saturating_mul(step_ms).saturating_sub(offset_ms);
    // The clock may have changed in between; its own time then counts.
    let shown = rounded.saturating_add(zone.offset_ms(rounded));
    let off = shown.rem_euclid(step_ms);
    if off == 0 || off > step_ms / 2 {
        rounded.saturating_add((step_ms - off) % step_ms)
    } else {
        rounded - off
    }
}

/// Starts of every `every`-th day, counted so that weeks begin on Monday.
fn days(from_ms: i64, to_ms: i64, every: i64, zone: &Zone) -> Vec<i64> {
    if every >= 28 {
        return months(from_ms, to_ms, every / 28, zone);
    }
    let mut instants = Vec::new();
    let mut at_ms = zone.day_start_ms(from_ms);
    for _ in 0..MOST * 14 {
        if at_ms > to_ms || instants.len() >= MOST {
            break;
        }
        // Day 4 of Unix time was a Monday.
        let day = at_ms.saturating_add(zone.offset_ms(at_ms)).div_euclid(DAY_MS);
        if at_ms >= from_ms && (day - 4).rem_euclid(every) == 0 {
            instants.push(at_ms);
        }
        let next = zone.day_after_ms(at_ms, 1);
        at_ms = if next > at_ms { next } else { at_ms.saturating_add(DAY_MS) };
    }
    instants
}

/// Starts of every `every`-th month.
fn months(from_ms: i64, to_ms: i64, every: i64, zone: &Zone) -> Vec<i64> {
    let start = zone.civil(from_ms);
    let first = i64::from(start.year) * 12 + i64::from(start.month) - 1;
    let first = first.div_euclid(every) * every;
    (0..i64::try_from(MOST).unwrap_or(i64::MAX))
        .map_while(|number| {
            let month = first + number * every;
            let year = i32::try_from(month.div_euclid(12)).ok()?;
            let civil = Civil::date(year, u32::try_from(month.rem_euclid(12)).ok()? + 1, 1);
            zone.instant_ms(civil).filter(|at_ms| *at_ms <= to_ms)
        })
        .filter(|at_ms| *at_ms >= from_ms)
        .collect()
}

#[cfg(test)]
mod tests;
