//! The shapes that tell states apart without colour: the same that stand beside words on the page.

use super::scene::{Ink, Scene};
use plotters_backend::BackendCoord;

/// A shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Symbol {
    /// Good, or nothing in particular.
    Dot,
    /// Severity warning.
    Triangle,
    /// Severity critical.
    Square,
    /// A deploy.
    Diamond,
}

/// A filled shape around a point, `radius` device pixels large.
pub(super) fn symbol(scene: &mut Scene, symbol: Symbol, at: BackendCoord, radius: i32, ink: Ink) {
    let ((x, y), r) = (at, radius.max(1));
    match symbol {
        Symbol::Dot => scene.dot(at, r.unsigned_abs(), ink),
        Symbol::Triangle => scene.fill([(x, y - r), (x + r, y + r), (x - r, y + r)], ink),
        // As heavy to the eye as the others, which do not fill the corners of their box.
        Symbol::Square => {
            let r = (r * 7 / 8).max(1);
            scene.rect((x - r, y - r), (x + r + 1, y + r + 1), ink);
        }
        Symbol::Diamond => scene.fill([(x, y - r), (x + r, y), (x, y + r), (x - r, y)], ink),
    }
}
