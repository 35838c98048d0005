//! The compared period of a chart with one series: a faint shape behind the line of now.

use super::marks::Canvas;
use super::scene::Ink;
use crate::palette::Rgb;

/// How much of its colour the shape has.
const GHOST_SHARE: f64 = 0.12;

/// Fills from the base to the line of the previous window, which the canvas' memory still holds
/// reduced from drawing that line: a second reduction would be a second pass over its values. A
/// lone value has no width and stays a mark of its line.
pub(super) fn ghost(canvas: &mut Canvas<'_>, color: Rgb) {
    let (area, axis) = (*canvas.area, canvas.values);
    let row = |value: f64| axis.row(value, area.top, area.bottom);
    let base = row(0.0);
    for run in canvas.reduced.runs() {
        if let [first, _, .., last] | [first, last] = run {
            let edge = run.iter().map(|point| (point.column, row(point.value)));
            let ends = (std::iter::once((first.column, base)), std::iter::once((last.column, base)));
            canvas.scene.fill(ends.0.chain(edge).chain(ends.1), Ink::translucent(color, GHOST_SHARE));
        }
    }
}
