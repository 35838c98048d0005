//! The compared period of a chart with one series: a faint shape behind the line of now.

use super::marks::Canvas;
use super::scene::Ink;
use crate::palette::Rgb;
use crate::reduce::Reduced;

/// How much of its colour the shape has.
const GHOST_SHARE: f64 = 0.12;

/// Fills from the base to the line of the previous window, which lies on it. A lone value has no width
/// and stays a mark of its line.
pub(super) fn ghost(canvas: &mut Canvas<'_>, previous: &Reduced, color: Rgb) {
    let base = canvas.base();
    for run in previous.runs() {
        if let [first, _, .., last] | [first, last] = run {
            let edge = canvas.places(run);
            let ends = (std::iter::once((first.column, base)), std::iter::once((last.column, base)));
            canvas.scene.fill(ends.0.chain(edge).chain(ends.1), Ink::translucent(color, GHOST_SHARE));
        }
    }
}
