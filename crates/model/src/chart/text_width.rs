//! How wide a text is: the one thing that layout has to ask the place it is drawn in.

/// Measures texts in the font that labels will be drawn in.
pub trait TextWidth {
    /// Width of `text` in device pixels, set in `size` device pixels.
    fn width(&self, text: &str, size: f64) -> f64;
}

/// For where there is no font to ask: natively, and on SVG. Widths of `DejaVu Sans`, the widest of the
/// common sans-serif faces: labels may stand farther apart than they need, but never touch.
#[derive(Debug, Clone, Copy, Default)]
pub struct EstimatedWidth;

impl TextWidth for EstimatedWidth {
    fn width(&self, text: &str, size: f64) -> f64 {
        let ems: f64 = text
            .chars()
            .map(|letter| match letter {
                '\u{202f}' | '.' | ',' | ':' | 'i' | 'l' | 'j' | '\'' | '|' => 0.34,
                ' ' | '\u{a0}' | 'f' | 't' | 'r' | '/' => 0.42,
                'm' | 'w' | 'M' | 'W' | '%' => 0.98,
                'A'..='Z' | '↑' | '↓' => 0.8,
                _ => 0.64,
            })
            .sum();
        ems * size
    }
}
