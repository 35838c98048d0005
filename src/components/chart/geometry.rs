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

    /// The row of cells under a device-pixel row, counted from the bottom.
    pub(super) fn row_at(&self, row: f64) -> usize {
        let from_bottom =
            (f64::from(self.area.bottom) - row) / f64::from(self.area.height().max(1)) * self.row_count();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the rows")]
        let row = from_bottom.clamp(0.0, self.row_count() - 1.0) as usize;
        row
    }

    /// The device-pixel row in the middle of a row of cells.
    pub(super) fn middle_of_row(&self, row: usize) -> f64 {
        self.edge_of_row(row) - f64::from(self.area.height()) / self.row_count() / 2.0
    }

    /// The device-pixel box of the cell that is pointed at.
    pub(super) fn cell(&self, pointed: &Pointed) -> Area {
        let row = self.row_at(pointed.row);
        let columns = self.time.columns();
        let pixel = |row: f64| {
            #[expect(clippy::cast_possible_truncation, reason = "inside the picture")]
            let pixel = row.round() as i32;
            pixel
        };
        Area {
            left: columns.edge(pointed.bucket),
            top: pixel(self.edge_of_row(row + 1)),
            right: columns.edge(pointed.bucket + 1),
            bottom: pixel(self.edge_of_row(row)),
        }
    }

    /// The device-pixel row of the lower edge of a row of cells.
    fn edge_of_row(&self, row: usize) -> f64 {
        let row = f64::from(u32::try_from(row).unwrap_or(u32::MAX));
        f64::from(self.area.bottom) - row / self.row_count() * f64::from(self.area.height())
    }

    fn row_count(&self) -> f64 {
        f64::from(u32::try_from(self.rows.max(1)).unwrap_or(1))
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
