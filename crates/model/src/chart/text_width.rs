//! How wide a text is: the one thing that layout has to ask the place it is drawn in.

/// Measures texts in the font that labels will be drawn in.
pub trait TextWidth {
    /// Width of `text` in device pixels, set in `size` device pixels.
    fn width(&self, text: &str, size: f64) -> f64;
}

/// For where there is no font to ask: natively, and on SVG. Widths of a common sans-serif face,
/// rather too wide than too narrow.
#[derive(Debug, Clone, Copy, Default)]
pub struct EstimatedWidth;

impl TextWidth for EstimatedWidth {
    fn width(&self, text: &str, size: f64) -> f64 {
        let ems: f64 = text
            .chars()
            .map(|letter| match letter {
                '\u{202f}' | '.' | ',' | ':' | 'i' | 'l' | 'j' | '\'' | '|' => 0.3,
                ' ' | '\u{a0}' | 'f' | 't' | 'r' | '/' => 0.35,
                'm' | 'w' | 'M' | 'W' | '%' => 0.9,
                'A'..='Z' | '↑' | '↓' => 0.68,
                _ => 0.58,
            })
            .sum();
        ems * size
    }
}
