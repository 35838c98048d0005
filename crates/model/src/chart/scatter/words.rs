//! Points in words.

use super::{Mark, Scatter, is_drawn};
use crate::format;
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
    let word = match point.state {
        State::NoData => Some("not judged"),
        State::Ok => None,
        State::Warning => Some("warning"),
        State::Critical => Some("failed"),
    };
    parts.extend(word.map(str::to_owned));
    if mark.count > 1 {
        parts.push(format!("{} points here", whole(mark.count)));
    }
    Some(parts.join("; "))
}

fn whole(count: usize) -> String {
    #[expect(clippy::cast_precision_loss, reason = "exact up to 2^53")]
    let count = count as f64;
    format::count(count)
}
