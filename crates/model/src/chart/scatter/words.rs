//! Points in words.

use super::{Mark, Scatter, color, is_drawn};
use crate::chart::readout::{Readout, ReadoutRow};
use crate::format;
use crate::palette::Palette;
use crate::zone::Zone;
use contract::panel::State;

/// The points in words, `what` they are being said as "traces": how many, where the middle and the
/// extremes are, and how many went wrong.
pub fn summary(scatter: &Scatter, what: &str, zone: &Zone) -> String {
    let drawn = || scatter.points.iter().filter(|point| is_drawn(point, &scatter.window));
    let mut values: Vec<f64> = drawn().map(|point| point.value).collect();
    let count = values.len();
    let Some(greatest) = drawn().max_by(|a, b| a.value.total_cmp(&b.value)) else {
        return "No data in this range.".to_owned();
    };
    let said = |value: f64| format::value(scatter.unit, value);
    let (_, middle, _) = values.select_nth_unstable_by(count / 2, f64::total_cmp);
    let in_state = |state: State| drawn().filter(|point| point.state == state).count();
    let mut parts = vec![
        format!("{} {what}", whole(count)),
        format!(
            "half of them up to {}, highest {} at {}",
            said(*middle),
            said(greatest.value),
            format::date_time(greatest.at_ms, zone)
        ),
    ];
    for (state, word) in [(State::Critical, "failed"), (State::Warning, "with a warning")] {
        let count = in_state(state);
        if count > 0 {
            parts.push(format!("{} {word}", whole(count)));
        }
    }
    format!("{}.", parts.join("; "))
}

/// What a mark stands for: "2024-01-15 12:00:31; 1.24 s; failed; 3 points here".
pub fn point_words(scatter: &Scatter, mark: &Mark, zone: &Zone) -> Option<String> {
    let point = scatter.points.get(mark.point)?;
    let mut parts = vec![format::date_time(point.at_ms, zone), format::value(scatter.unit, point.value)];
    if point.state != State::Ok {
        parts.push(state_word(point.state).to_owned());
    }
    parts.extend(crowd_words(mark));
    Some(parts.join("; "))
}

/// What a tooltip says about a mark: when, how it went, how much, and how many points fall on it.
pub fn readout(scatter: &Scatter, mark: &Mark, palette: &Palette, zone: &Zone) -> Option<Readout> {
    let point = scatter.points.get(mark.point)?;
    let row = ReadoutRow {
        name: state_word(point.state).to_owned(),
        color: Some(color(palette, point.state)),
        value: format::value(scatter.unit, point.value),
        previous: None,
        y: Some(mark.y),
    };
    Some(Readout {
        bucket: usize::try_from((point.at_ms - scatter.window.from_ms) / scatter.window.step_ms.max(1))
            .unwrap_or(0),
        time: format::date_time(point.at_ms, zone),
        rows: vec![row],
        notes: crowd_words(mark).into_iter().collect(),
    })
}

/// How a point went, in a word.
pub fn state_word(state: State) -> &'static str {
    match state {
        State::NoData => "not judged",
        State::Ok => "ok",
        State::Warning => "warning",
        State::Critical => "failed",
    }
}

fn crowd_words(mark: &Mark) -> Option<String> {
    (mark.count > 1).then(|| format!("{} points here", whole(mark.count)))
}

fn whole(count: usize) -> String {
    #[expect(clippy::cast_precision_loss, reason = "exact up to 2^53")]
    let count = count as f64;
    format::count(count)
}
