//! The course of one number, small: a path in a box of [`WIDTH`] × [`HEIGHT`] units that the
//! page stretches to whatever room there is. A dozen of them stand on a page and each changes with
//! every refresh, so this is one string for an SVG path and no canvas.

use crate::reduce::{Columns, Reduced, extent};
use contract::panel::Threshold;
use std::fmt::Write;

/// Width of the box.
pub const WIDTH: i32 = 240;
/// Height of the box.
pub const HEIGHT: i32 = 64;
/// Kept free above and below, so that a stroke is not cut off.
const MARGIN: i32 = 4;
/// A limit is drawn up to so many times the greatest value.
const LIMIT_REACH: f64 = 3.0;

/// A small chart as SVG path data.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sparkline {
    /// The line, with a break at each gap; a lone value is a line of no length, which round caps
    /// make a dot. Empty without data.
    pub line: String,
    /// The line of the limit; empty where it would press the course flat.
    pub limit: String,
    /// The last value, as a line of no length; empty without data.
    pub end: String,
}

/// The course of `values` with its limit.
pub fn sparkline(values: &[Option<f64>], threshold: Option<&Threshold>) -> Sparkline {
    let values: Vec<f64> = values.iter().map(|value| value.unwrap_or(f64::NAN)).collect();
    let Some((least, greatest)) = extent(&values) else { return Sparkline::default() };
    let limit = threshold.map(|limit| limit.value).filter(|limit| limit.is_finite());
    // Only the shape matters here: from zero, unless all values are far from it and close together.
    let reach = (greatest - least).max(greatest.abs() * 0.02);
    let low = if least > 0.0 && least > greatest * 0.6 { least - reach } else { least.min(0.0) };
    let is_shown = |limit: f64| {
        limit <= greatest.max(0.0) * LIMIT_REACH && limit >= low - (greatest - low).max(reach) * 0.5
    };
    let shown = limit.filter(|limit| greatest > low && is_shown(*limit));
    let (low, high) = shown.map_or((low, greatest), |limit| (low.min(limit), greatest.max(limit)));
    let high = if high > low { high } else { low + 1.0 };
    let row = |value: f64| {
        let share = (value - low) / (high - low);
        super::frame::whole(f64::from(HEIGHT - MARGIN) - share * f64::from(HEIGHT - 2 * MARGIN))
    };
    let mut reduced = Reduced::default();
    let columns = Columns::new(0, WIDTH - MARGIN, values.len());
    reduced.fill(&values, &columns);
    let mut picture = Sparkline::default();
    for run in reduced.runs() {
        for (index, point) in run.iter().enumerate() {
            push(&mut picture.line, if index == 0 { 'M' } else { 'L' }, point.column, row(point.value));
        }
        if run.len() == 1 {
            picture.line.push_str("h0");
        }
    }
    if let Some(last) = reduced.runs().last().and_then(<[_]>::last) {
        push(&mut picture.end, 'M', last.column, row(last.value));
        picture.end.push_str("h0");
    }
    if let Some(limit) = shown {
        push(&mut picture.limit, 'M', 0, row(limit));
        push(&mut picture.limit, 'L', WIDTH, row(limit));
    }
    picture
}

fn push(path: &mut String, command: char, x: i32, y: i32) {
    // Writing to a string cannot fail.
    write!(path, "{command}{x} {y}").ok();
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::catalogue::{Direction, Severity};

    fn limit(value: f64) -> Threshold {
        Threshold { value, direction: Direction::Above, severity: Severity::Warning }
    }

    #[test]
    fn the_course_fills_the_height_and_gaps_break_it() {
        let picture = sparkline(&[Some(0.0), Some(10.0), None, Some(5.0)], None);
        assert_eq!(picture.line, "M29 60L88 4M206 32h0");
        assert_eq!((picture.end.as_str(), picture.limit.as_str()), ("M206 32h0", ""));
    }

    #[test]
    fn a_limit_is_drawn_where_the_course_stays_readable() {
        let near = sparkline(&[Some(0.0), Some(10.0)], Some(&limit(20.0)));
        assert_eq!(near.limit, "M0 4L240 4");
        assert_eq!(near.line, "M59 60L177 32");
        assert_eq!(sparkline(&[Some(0.0), Some(10.0)], Some(&limit(100.0))).limit, "");
        assert_eq!(
            sparkline(
                &[Some(98.0), Some(99.0)],
                Some(&Threshold { direction: Direction::Below, ..limit(95.0) })
            )
            .limit,
            "M0 60L240 60"
        );
        assert_eq!(sparkline(&[Some(0.0); 3], Some(&limit(5.0))).limit, "");
    }

    #[test]
    fn hard_data_does_not_break_the_path() {
        assert_eq!(sparkline(&[], None), Sparkline::default());
        assert_eq!(sparkline(&[None, Some(f64::NAN)], Some(&limit(1.0))), Sparkline::default());
        for values in
            [vec![Some(3.0)], vec![Some(-3.0); 4], vec![Some(1e308), Some(-1e308)], vec![Some(0.0); 2]]
        {
            let picture = sparkline(&values, Some(&limit(1.0)));
            assert!(picture.line.starts_with('M') && picture.end.ends_with("h0"));
            for number in picture
                .line
                .split(|letter: char| !letter.is_ascii_digit() && letter != '-')
                .filter(|text| !text.is_empty())
            {
                let number: i32 = number.parse().unwrap();
                assert!((0..=WIDTH).contains(&number), "{}", picture.line);
            }
        }
    }
}
