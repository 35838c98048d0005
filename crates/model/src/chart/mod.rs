//! A chart of series over time: layout, drawing, pointing and words, without a browser.
//!
//! [`ChartPlot::new`] works out where everything is from the data, the size, the zone, the theme
//! and the hidden series; [`ChartPlot::draw`] turns it into a [`Scene`], which any plotters backend
//! draws. Nothing here knows a canvas, so the server draws the same picture on SVG or a bitmap.
//!
//! - [`plot`]: the layout and the drawing as a whole
//! - [`readout`]: what is said about the bucket under the pointer
//! - [`summary`] and [`table`]: the chart in words and as rows
//! - [`time_scale`], [`time_ticks`], [`value_axis`]: the two axes
//! - [`scene`]: the list of shapes, and how plotters draws it
//! - `markers`: alerts and deploys over it
//! - [`scatter`]: points in time and value, each with a state
//! - [`sparkline`]: the small one

mod courses;
pub mod frame;
mod ghost;
pub(crate) mod limits;
mod markers;
mod marks;
pub mod plot;
pub mod readout;
pub mod scatter;
pub mod scene;
pub mod selection;
pub mod sparkline;
mod stack;
pub mod summary;
mod symbols;
pub mod table;
pub mod text_width;
pub mod time_scale;
pub mod time_ticks;
pub mod value_axis;

pub(crate) use marks::axes;

pub use frame::{Area, Frame};
pub use plot::{ChartInput, ChartPlot, Content};
pub use readout::{Readout, ReadoutRow, latest, readout};
pub use scene::Scene;
pub use selection::Selection;
pub use summary::summary;
pub use table::{TableRow, table_head, table_rows};
pub use text_width::{EstimatedWidth, TextWidth};

#[cfg(test)]
mod tests;
