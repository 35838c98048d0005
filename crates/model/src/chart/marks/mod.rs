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
use crate::reduce::Point;

/// Where marks are drawn and by which scales.
pub(super) struct Canvas<'a> {
    pub(super) frame: &'a Frame,
    pub(super) area: &'a Area,
    pub(super) time: &'a TimeScale,
    pub(super) values: &'a ValueAxis,
    pub(super) palette: &'a Palette,
    pub(super) scene: &'a mut Scene,
}

impl<'a> Canvas<'a> {
    /// Where points are in the picture.
    pub(super) fn places<'p>(
        &self,
        points: &'p [Point],
    ) -> impl Iterator<Item = (i32, i32)> + Clone + use<'a, 'p> {
        let (top, bottom, axis) = (self.area.top, self.area.bottom, self.values);
        points.iter().map(move |point| (point.column, axis.row(point.value, top, bottom)))
    }

    /// The device-pixel row of a value.
    fn row(&self, value: f64) -> i32 {
        self.values.row(value, self.area.top, self.area.bottom)
    }

    /// The row that fills begin from: zero, or the end of the axis next to it.
    pub(super) fn base(&self) -> i32 {
        self.row(0.0)
    }

    /// Whether buckets stand so close that a line through them is mostly vertical.
    fn is_dense(&self) -> bool {
        self.time.columns().bucket_width() < 2.0 * self.frame.ratio
    }

    /// Width of a series' line in device pixels: a hairline where it would clot otherwise.
    fn line_width(&self) -> u32 {
        let is_crowded = self.time.columns().bucket_width() < self.frame.ratio;
        self.frame.px(if is_crowded { 1.0 } else { 1.5 }).unsigned_abs()
    }
}
