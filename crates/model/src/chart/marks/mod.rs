//! What stands for the data, and the axes around it, as shapes.

pub(crate) mod axes;
pub(super) mod bars;
mod columns;
pub(super) mod lines;

use super::frame::{Area, Frame};
use super::scene::Scene;
use super::time_scale::TimeScale;
use super::value_axis::ValueAxis;
use crate::palette::Palette;
use crate::reduce::Reduced;

/// Where marks are drawn and by which scales.
pub(super) struct Canvas<'a> {
    pub(super) frame: &'a Frame,
    pub(super) area: &'a Area,
    pub(super) time: &'a TimeScale,
    pub(super) values: &'a ValueAxis,
    pub(super) palette: &'a Palette,
    pub(super) scene: &'a mut Scene,
    /// Memory for reduction, kept from series to series.
    pub(super) reduced: &'a mut Reduced,
}

impl Canvas<'_> {
    /// The device-pixel row of a value.
    fn row(&self, value: f64) -> i32 {
        self.values.row(value, self.area.top, self.area.bottom)
    }

    /// The row that fills begin from: zero, or the end of the axis next to it.
    fn base(&self) -> i32 {
        self.row(0.0)
    }

    /// Whether buckets stand so close that a line through them is mostly vertical.
    fn is_dense(&self) -> bool {
        self.time.columns().bucket_width() < 2.0 * self.frame.ratio
    }

    /// Width of a series' line in device pixels: a hairline where it would clot otherwise.
    fn line_width(&self) -> u32 {
        self.frame.px(if self.is_dense() { 1.0 } else { 1.5 }).unsigned_abs()
    }
}
