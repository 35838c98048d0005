//! Sizes of a drawing. Geometry is in device pixels, whole numbers, so that a hairline falls on
//! one row of pixels at any device ratio; what a person specifies is in CSS pixels.

/// The box that a chart is drawn into.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// Width in device pixels.
    pub width: i32,
    /// Height in device pixels.
    pub height: i32,
    /// Device pixels in a CSS pixel.
    pub ratio: f64,
    /// Size of labels in CSS pixels.
    pub font_px: f64,
}

impl Frame {
    /// A box of `width_px` × `height_px` CSS pixels with labels of 12.
    pub fn new(width_px: f64, height_px: f64, ratio: f64) -> Self {
        let ratio = if ratio.is_finite() && ratio > 0.0 { ratio } else { 1.0 };
        Self { width: whole(width_px * ratio), height: whole(height_px * ratio), ratio, font_px: 12.0 }
    }

    /// The same with labels of another size in CSS pixels.
    #[must_use]
    pub fn with_font(self, font_px: f64) -> Self {
        Self { font_px, ..self }
    }

    /// A length of CSS pixels in device pixels, at least 1.
    pub fn px(&self, css: f64) -> i32 {
        whole(css * self.ratio).max(1)
    }

    /// A length in heights of a label, in device pixels, at least 1.
    pub fn em(&self, heights: f64) -> i32 {
        self.px(heights * self.font_px)
    }

    /// Width of a hairline in device pixels.
    pub fn hairline(&self) -> u32 {
        self.px(1.0).unsigned_abs()
    }

    /// Size of labels in device pixels.
    pub fn font(&self) -> f64 {
        self.font_px * self.ratio
    }
}

/// Rounded to a whole pixel; what no screen has is clamped.
pub(crate) fn whole(length: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "a conversion of floats saturates")]
    let pixels = length.round() as i32;
    pixels.clamp(-1_000_000, 1_000_000)
}

/// A rectangle in device pixels; `right` and `bottom` are the first column and row outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// First column.
    pub left: i32,
    /// First row.
    pub top: i32,
    /// The column after the last.
    pub right: i32,
    /// The row after the last.
    pub bottom: i32,
}

impl Area {
    /// How many columns there are.
    pub fn width(&self) -> i32 {
        (self.right - self.left).max(0)
    }

    /// How many rows there are.
    pub fn height(&self) -> i32 {
        (self.bottom - self.top).max(0)
    }

    /// Whether both have a pixel in common.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}
