//! Lines and areas.

use super::Canvas;
use super::columns::{bends, columns, is_steep};
use crate::chart::scene::Ink;
use crate::palette::Rgb;
use crate::reduce::Reduced;

/// How much of its colour an area under a line has.
const AREA_SHARE: f64 = 0.16;
/// How much of its colour an area in a stack has: opaque, so that areas do not mix.
const STACK_SHARE: f64 = 0.75;
/// How much of its colour the line of the previous window has.
const PREVIOUS_SHARE: f64 = 0.6;

/// Which of a line's runs are drawn.
#[derive(Clone, Copy, PartialEq)]
pub(in crate::chart) enum Runs {
    /// Those that fill whole columns: they are rectangles, and come first, so that a backend may
    /// paint everything that is made of rectangles at once.
    Steep,
    /// The others.
    Smooth,
}

/// A line, with dots where a value has no neighbour.
pub(in crate::chart) fn line(canvas: &mut Canvas<'_>, values: &Reduced, color: Rgb, which: Runs) {
    // The only point of a series has to be found by an eye that looks for it; one among many has not.
    let radius = match (values.runs().count(), canvas.is_dense()) {
        (1, _) => 3.5,
        (_, true) => 1.0,
        _ => 2.5,
    };
    let (width, radius) = (canvas.line_width(), canvas.frame.px(radius).unsigned_abs());
    let (is_dense, ink) = (canvas.is_dense(), Ink::opaque(color));
    for run in values.runs() {
        let points = canvas.places(run);
        let is_steep = is_dense && is_steep(points.clone());
        if is_steep != (which == Runs::Steep) {
            continue;
        }
        match run {
            [_] => points.for_each(|at| canvas.scene.dot(at, radius, ink)),
            _ if is_steep => columns(points, width, |rect| {
                canvas.scene.rect((rect.left, rect.top), (rect.right, rect.bottom), ink);
            }),
            _ => canvas.scene.line(bends(points), ink, width),
        }
    }
}

/// The same with the area under it filled.
pub(in crate::chart) fn area(canvas: &mut Canvas<'_>, values: &Reduced, color: Rgb) {
    fills(canvas, values, Ink::translucent(color, AREA_SHARE));
    line(canvas, values, color, Runs::Steep);
    line(canvas, values, color, Runs::Smooth);
}

/// One layer of a stack, from its upper edge down to zero; layers that are lower are drawn later
/// and cover it. `edge` is the part of it that is stroked.
pub(in crate::chart) fn layer(canvas: &mut Canvas<'_>, top: &Reduced, edge: &Reduced, color: Rgb) {
    fills(canvas, top, Ink::opaque(canvas.palette.over_surface(color, STACK_SHARE)));
    let (width, half) = (canvas.line_width(), half_bucket(canvas));
    for run in edge.runs() {
        let points = canvas.places(run);
        match run {
            // A dot would stand out more than what it stands for.
            [_] => points.for_each(|(x, y)| {
                canvas.scene.line([(x - half, y), (x + half, y)], Ink::opaque(color), width);
            }),
            _ => canvas.scene.line(bends(points), Ink::opaque(color), width),
        }
    }
}

/// The previous window: thin, and dashed where the dashes would be seen. Behind lines it has the
/// muted colour of its series.
pub(in crate::chart) fn previous(canvas: &mut Canvas<'_>, values: &Reduced, color: Rgb) {
    let muted = canvas.palette.over_surface(color, PREVIOUS_SHARE);
    thin(canvas, values, Ink::opaque(muted));
}

/// The total of the previous window: over bars and areas, in the colour of words.
pub(in crate::chart) fn previous_total(canvas: &mut Canvas<'_>, values: &Reduced) {
    let ink = Ink::opaque(canvas.palette.text);
    thin(canvas, values, ink);
}

fn thin(canvas: &mut Canvas<'_>, values: &Reduced, ink: Ink) {
    let width = canvas.frame.hairline();
    let (dash, is_dense) = (f64::from(canvas.frame.px(4.0)), canvas.is_dense());
    for run in values.runs() {
        let points = canvas.places(run);
        if is_dense || run.len() == 1 {
            canvas.scene.line(points, ink, width);
        } else {
            dashed(&points.collect::<Vec<_>>(), dash, |piece| {
                canvas.scene.line(piece.iter().copied(), ink, width);
            });
        }
    }
}

/// The areas between the runs and zero.
fn fills(canvas: &mut Canvas<'_>, values: &Reduced, ink: Ink) {
    let (base, half) = (canvas.base(), half_bucket(canvas));
    for run in values.runs() {
        let mut edge = canvas.places(run);
        match run {
            [_] => edge.for_each(|(x, y)| {
                canvas.scene.rect((x - half, y.min(base)), (x + half, y.max(base)), ink);
            }),
            [first, .., last] => {
                let (from, to) = ((first.column, base), (last.column, base));
                canvas.scene.fill(std::iter::once(from).chain(&mut edge).chain([to]), ink);
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
