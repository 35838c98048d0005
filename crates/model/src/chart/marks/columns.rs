//! A dense line as what it covers of each pixel column.
//!
//! Where several values share a column, a line is a bundle of strokes up and down. To stroke it is
//! the most expensive thing that a canvas can be asked for; what can be seen of it is one
//! rectangle a column, from the highest to the lowest row that the line touches there. A smooth
//! line stays a line, because its slopes need smoothing.

use crate::raster::Rect;

/// Rows that a line moves within each column, on average, from which on it is drawn as columns.
const STEEP_ROWS: i64 = 4;

/// Whether a line goes up and down so much that its slopes cannot be seen.
pub(super) fn is_steep(points: impl Iterator<Item = (i32, i32)>) -> bool {
    let mut way = 0;
    let mut first = None;
    let mut last = None;
    for (x, y) in points {
        if let Some((_, before)) = last {
            way += i64::from(i32::abs_diff(before, y));
        }
        first = first.or(Some(x));
        last = Some((x, y));
    }
    let width = first.zip(last).map_or(0, |(first, (last, _))| i64::from(last - first) + 1);
    way > STEEP_ROWS * width
}

/// Hands over what a line `width` pixels wide covers, column by column from left to right; equal
/// neighbours as one rectangle. Half of the way between two columns belongs to each of them.
pub(super) fn columns(points: impl Iterator<Item = (i32, i32)>, width: u32, mut draw: impl FnMut(Rect)) {
    let width = i32::try_from(width.max(1)).unwrap_or(1);
    let before = (width - 1) / 2;
    let after = width - before;
    let mut waiting: Option<Rect> = None;
    let mut emit = |x: i32, (top, bottom): (i32, i32)| {
        let rect = Rect { left: x - before, top: top - before, right: x + after, bottom: bottom + after };
        match &mut waiting {
            Some(last) if last.top == rect.top && last.bottom == rect.bottom => last.right = rect.right,
            _ => {
                if let Some(last) = waiting.replace(rect) {
                    draw(last);
                }
            }
        }
    };
    let mut open: Option<(i32, (i32, i32))> = None;
    let mut last_y = 0;
    for (x, y) in points {
        open = Some(match open {
            None => (x, (y, y)),
            Some((column, rows)) if column == x => (column, with(rows, y)),
            Some((mut column, mut rows)) => {
                let steps = (x - column).max(1);
                // The row at the edge between a column and the next one.
                let edge = |step: i32| last_y + (y - last_y) * (2 * step + 1) / (2 * steps);
                for step in 0..steps {
                    emit(column, with(rows, edge(step)));
                    column += 1;
                    rows = (edge(step), edge(step));
                }
                (x, with(rows, y))
            }
        });
        last_y = y;
    }
    if let Some((column, rows)) = open {
        emit(column, rows);
    }
    if let Some(last) = waiting {
        draw(last);
    }
}

fn with((top, bottom): (i32, i32), y: i32) -> (i32, i32) {
    (top.min(y), bottom.max(y))
}

/// The points at which a line changes its course: what lies between two points of the same row, or
/// between two of the same column, cannot be seen.
pub(super) fn bends(points: impl Iterator<Item = (i32, i32)>) -> impl Iterator<Item = (i32, i32)> {
    let mut points = points.peekable();
    let mut kept: Option<(i32, i32)> = None;
    std::iter::from_fn(move || {
        loop {
            let point = points.next()?;
            let is_between = |before: (i32, i32), next: (i32, i32)| {
                let is_along = before.1 == point.1 && next.1 == point.1;
                let is_on_the_way = before.0 == point.0
                    && next.0 == point.0
                    && (point.1 - before.1).signum() * (next.1 - point.1).signum() >= 0;
                is_along || is_on_the_way
            };
            match (kept, points.peek()) {
                (Some(before), Some(next)) if is_between(before, *next) => {}
                _ => {
                    kept = Some(point);
                    return kept;
                }
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rects(points: &[(i32, i32)], width: u32) -> Vec<(i32, i32, i32, i32)> {
        let mut out = Vec::new();
        columns(points.iter().copied(), width, |one| out.push((one.left, one.top, one.right, one.bottom)));
        out
    }

    #[test]
    fn a_column_reaches_from_the_least_to_the_greatest_row() {
        assert_eq!(rects(&[(3, 10), (3, 2), (3, 30), (3, 12)], 1), [(3, 2, 4, 31)]);
    }

    #[test]
    fn neighbours_meet_half_way() {
        assert_eq!(rects(&[(0, 0), (1, 10)], 1), [(0, 0, 1, 6), (1, 5, 2, 11)]);
        assert_eq!(rects(&[(0, 10), (1, 0)], 1), [(0, 5, 1, 11), (1, 0, 2, 6)]);
        let over_two = rects(&[(0, 0), (2, 8)], 1);
        assert_eq!(over_two, [(0, 0, 1, 3), (1, 2, 2, 7), (2, 6, 3, 9)], "also over a column between them");
    }

    #[test]
    fn a_flat_line_is_one_rectangle_of_its_width() {
        let flat: Vec<(i32, i32)> = (0..50).map(|x| (x, 7)).collect();
        assert_eq!(rects(&flat, 1), [(0, 7, 50, 8)]);
        assert_eq!(rects(&flat, 2), [(0, 7, 51, 9)]);
        assert_eq!(rects(&flat, 3), [(-1, 6, 51, 9)]);
    }

    #[test]
    fn the_line_of_a_column_is_never_interrupted() {
        let points: Vec<(i32, i32)> = (0..200).map(|i| (i / 3 * (1 + i % 2), (i * 7919) % 97)).collect();
        let mut sorted = points;
        sorted.sort_by_key(|point| point.0);
        let all = rects(&sorted, 1);
        for pair in all.windows(2) {
            assert_eq!(pair[0].2, pair[1].0, "side by side");
            assert!(pair[0].1 <= pair[1].3 && pair[1].1 <= pair[0].3, "touching: {pair:?}");
        }
    }

    #[test]
    fn what_cannot_be_seen_of_a_line_is_left_out() {
        let bends = |points: &[(i32, i32)]| bends(points.iter().copied()).collect::<Vec<_>>();
        assert_eq!(bends(&[(0, 5), (1, 5), (2, 5), (3, 6), (4, 7)]), [(0, 5), (2, 5), (3, 6), (4, 7)]);
        assert_eq!(bends(&[(0, 5), (0, 7), (0, 9), (0, 2)]), [(0, 5), (0, 9), (0, 2)], "a turn stays");
        assert_eq!(bends(&[(0, 5), (0, 5)]), [(0, 5), (0, 5)]);
        assert_eq!(bends(&[]), []);
    }

    #[test]
    fn noise_is_steep_and_a_slope_is_not() {
        let noise = (0..100).map(|i| (i / 2, if i % 2 == 0 { 0 } else { 50 }));
        assert!(is_steep(noise));
        assert!(!is_steep((0..100).map(|i| (i, i * 3))));
        assert!(!is_steep(std::iter::empty()));
    }
}
