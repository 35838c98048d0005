//! Where a picture is: device pixels of the drawing, CSS pixels of the page.

use model::chart::time_scale::TimeScale;
use model::chart::{Area, Frame};
use web_sys::Document;

/// The layout of a chart or heat map, as far as pointing at it goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Geometry {
    /// The box of the drawing.
    pub(super) frame: Frame,
    /// The part that holds data.
    pub(super) area: Area,
    /// Time across it.
    pub(super) time: TimeScale,
    /// Into how many rows it is divided; 1 where a row is not pointed at.
    pub(super) rows: usize,
}

impl Geometry {
    /// A length of device pixels in CSS pixels.
    pub(super) fn css(&self, device: i32) -> f64 {
        f64::from(device) / self.frame.ratio
    }

    /// A length of CSS pixels in device pixels.
    pub(super) fn device(&self, css: f64) -> f64 {
        css * self.frame.ratio
    }

    /// The middle of a bucket in CSS pixels.
    pub(super) fn middle(&self, bucket: usize) -> f64 {
        (f64::from(self.time.columns().middle(bucket)) + 0.5) / self.frame.ratio
    }
}

/// What is pointed at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pointed {
    /// The bucket.
    pub(super) bucket: usize,
    /// The device-pixel row.
    pub(super) row: f64,
}

/// The document of this tab.
pub(super) fn document() -> Option<Document> {
    web_sys::window().and_then(|window| window.document())
}
