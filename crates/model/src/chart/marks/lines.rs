//! Lines and areas.

use super::Canvas;
use super::columns::{bends, columns, is_steep};
use crate::chart::scene::Ink;
use crate::palette::Rgb;
use crate::reduce::Point;

/// How much of its colour an area under a line has.
const AREA_SHARE: f64 = 0.16;
/// How much of its colour an area in a stack has: opaque, so that areas do not mix.
const STACK_SHARE: f64 = 0.75;
/// How much of its colour the line of the previous window has.
const PREVIOUS_SHARE: f64 = 0.6;

/// A line through `values`, with dots where a value has no neighbour.
pub(in crate::chart) fn line(canvas: &mut Canvas<'_>, values: impl Iterator<Item = f64>, color: Rgb) {
    canvas.reduced.fill(values, canvas.time.columns());
    strokes(canvas, color);
}

/// The same with the area under it filled.
pub(in crate::chart) fn area(canvas: &mut Canvas<'_>, values: impl Iterator<Item = f64>, color: Rgb) {
    canvas.reduced.fill(values, canvas.time.columns());
    fills(canvas, Ink::translucent(color, AREA_SHARE));
    strokes(canvas, color);
}

/// One layer of a stack, from its upper edge down to zero; layers that are lower are drawn later
/// and cover it. Its edge is stroked only where the layer has any height, so that a series of
/// zeros does not draw a line along its neighbour.
pub(in crate::chart) fn layer(
    canvas: &mut Canvas<'_>,
    tops: &[f64],
    values: impl Iterator<Item = f64>,
    color: Rgb,
) {
    canvas.reduced.fill(tops.iter().copied(), canvas.time.columns());
    let fill = Ink::opaque(canvas.palette.over_surface(color, STACK_SHARE));
    fills(canvas, fill);
    let edge = tops
        .iter()
        .zip(values)
        .map(|(top, value)| if value == 0.0 || !value.is_finite() { f64::NAN } else { *top });
    canvas.reduced.fill(edge, canvas.time.columns());
    let (width, half) = (canvas.line_width(), half_bucket(canvas));
    let (area, axis) = (*canvas.area, canvas.values);
    for run in canvas.reduced.runs() {
        let points = run.iter().map(|point| place(point, axis, area.top, area.bottom));
        match run {
            // A dot would stand out more than what it stands for.
            [lone] => {
                let (x, y) = place(lone, axis, area.top, area.bottom);
                canvas.scene.line([(x - half, y), (x + half, y)], Ink::opaque(color), width);
            }
            _ => canvas.scene.line(points, Ink::opaque(color), width),
        }
    }
}

/// The previous window: thin, and dashed where the dashes would be seen. Behind lines it has the
/// muted colour of its series.
pub(in crate::chart) fn previous(canvas: &mut Canvas<'_>, values: impl Iterator<Item = f64>, color: Rgb) {
    let muted = canvas.palette.over_surface(color, PREVIOUS_SHARE);
    thin(canvas, values, Ink::opaque(muted));
}

/// The total of the previous window: over bars and areas, in the colour of words.
pub(in crate::chart) fn previous_total(canvas: &mut Canvas<'_>, values: impl Iterator<Item = f64>) {
    let ink = Ink::opaque(canvas.palette.text);
    thin(canvas, values, ink);
}

fn thin(canvas: &mut Canvas<'_>, values: impl Iterator<Item = f64>, ink: Ink) {
    canvas.reduced.fill(values, canvas.time.columns());
    let width = canvas.frame.hairline();
    let (dash, is_dense) = (f64::from(canvas.frame.px(4.0)), canvas.is_dense());
    let (area, axis) = (*canvas.area, canvas.values);
    for run in canvas.reduced.runs() {
        let points = run.iter().map(|point| place(point, axis, area.top, area.bottom));
        if is_dense || run.len() == 1 {
            canvas.scene.line(points, ink, width);
        } else {
            dashed(&points.collect::<Vec<_>>(), dash, |piece| {
                canvas.scene.line(piece.iter().copied(), ink, width);
            });
        }
    }
}

fn place(point: &Point, axis: &crate::chart::value_axis::ValueAxis, top: i32, bottom: i32) -> (i32, i32) {
    (point.column, axis.row(point.value, top, bottom))
}

/// The runs that stand in the canvas' memory as lines, a lone point as a dot.
fn strokes(canvas: &mut Canvas<'_>, color: Rgb) {
    // The only point of a series has to be found by an eye that looks for it; one among many has not.
    let radius = match (canvas.reduced.runs().count(), canvas.is_dense()) {
        (1, _) => 3.5,
        (_, true) => 1.0,
        _ => 2.5,
    };
    let (width, radius) = (canvas.line_width(), canvas.frame.px(radius).unsigned_abs());
    let (area, axis, is_dense) = (*canvas.area, canvas.values, canvas.is_dense());
    let ink = Ink::opaque(color);
    for run in canvas.reduced.runs() {
        let points = run.iter().map(|point| place(point, axis, area.top, area.bottom));
        match run {
            [lone] => canvas.scene.dot(place(lone, axis, area.top, area.bottom), radius, ink),
            _ if is_dense && is_steep(points.clone()) => columns(points, width, |rect| {
                canvas.scene.rect((rect.left, rect.top), (rect.right, rect.bottom), ink);
            }),
            _ => canvas.scene.line(bends(points), ink, width),
        }
    }
}

/// The areas between the runs and zero.
fn fills(canvas: &mut Canvas<'_>, ink: Ink) {
    let (area, axis, base) = (*canvas.area, canvas.values, canvas.base());
    let half = half_bucket(canvas);
    for run in canvas.reduced.runs() {
        match run {
            [lone] => {
                let (x, y) = place(lone, axis, area.top, area.bottom);
                canvas.scene.rect((x - half, y.min(base)), (x + half, y.max(base)), ink);
            }
            [first, .., last] => {
                let edge = run.iter().map(|point| place(point, axis, area.top, area.bottom));
                canvas.scene.fill(
                    std::iter::once((first.column, base)).chain(edge).chain([(last.column, base)]),
                    ink,
                );
            }
            [] => {}
        }
    }
}

/// A lone point has no width of its own: it gets that of its bucket, but no more than 3 px, because
/// a line has no steps.
fn half_bucket(canvas: &Canvas<'_>) -> i32 {
    let bucket = canvas.time.columns().bucket_width().min(f64::from(canvas.frame.px(3.0)));
    crate::chart::frame::whole(bucket / 2.0).max(1)
}

/// Cuts a polyline into dashes of `dash` pixels with gaps of the same length.
fn dashed(points: &[(i32, i32)], dash: f64, mut draw: impl FnMut(&[(i32, i32)])) {
    let mut piece: Vec<(i32, i32)> = Vec::new();
    let mut left = dash;
    let mut is_on = true;
    for pair in points.windows(2) {
        let &[from, to] = pair else { continue };
        let (dx, dy) = (f64::from(to.0 - from.0), f64::from(to.1 - from.1));
        let length = dx.hypot(dy);
        let mut gone = 0.0;
        if piece.is_empty() && is_on {
            piece.push(from);
        }
        while length - gone > left {
            gone += left;
            let at = |share: f64| {
                (
                    from.0 + crate::chart::frame::whole(dx * share),
                    from.1 + crate::chart::frame::whole(dy * share),
                )
            };
            let corner = at(gone / length);
            piece.push(corner);
            if is_on {
                draw(&piece);
            }
            piece.clear();
            is_on = !is_on;
            if is_on {
                piece.push(corner);
            }
            left = dash;
        }
        left -= length - gone;
        if is_on {
            piece.push(to);
        }
    }
    if is_on && piece.len() > 1 {
        draw(&piece);
    }
}

#[cfg(test)]
mod tests {
    use super::dashed;

    #[test]
    fn dashes_cover_half_of_the_way() {
        let mut pieces = Vec::new();
        dashed(&[(0, 0), (10, 0), (10, 13)], 4.0, |piece| pieces.push(piece.to_vec()));
        assert_eq!(pieces, [vec![(0, 0), (4, 0)], vec![(8, 0), (10, 0), (10, 2)], vec![(10, 6), (10, 10)]]);
        pieces.clear();
        dashed(&[(0, 0), (3, 0)], 4.0, |piece| pieces.push(piece.to_vec()));
        assert_eq!(pieces, [[(0, 0), (3, 0)]]);
    }
}
