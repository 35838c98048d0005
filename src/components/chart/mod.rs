//! Charts on canvas: what is shown is worked out in `model`, drawn here and pointed at here.
//!
//! Three layers: the canvas, drawn again only when data, size, theme, zone or hidden series
//! change; over it the marks of the pointer, which move without the canvas; and one tooltip for
//! the whole page. A chart that is out of view is neither laid out nor drawn.

mod backend;
#[cfg(feature = "lab")]
mod brushing;
mod chart_view;
mod crosshair;
mod device_ratio;
pub(crate) mod frames;
mod geometry;
mod glyphs;
mod heat_legend;
mod heatmap_view;
mod keys;
mod legend;
mod marks;
mod measure;
mod observe;
mod paint;
mod pointing;
mod said;
#[cfg(feature = "lab")]
mod scatter_view;
mod sheet;
mod sparkline;
mod surface;
mod table_view;
mod tip_layout;
mod tooltip;
mod warm;

pub(crate) use chart_view::ChartView;
pub(crate) use crosshair::Crosshair;
pub(crate) use heatmap_view::HeatmapView;
#[cfg(feature = "lab")]
pub(crate) use scatter_view::ScatterView;
pub(crate) use sparkline::Sparkline;
#[cfg(feature = "lab")]
pub(crate) use tooltip::words as tooltip_words;
pub(crate) use warm::warm_up;
