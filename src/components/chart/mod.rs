//! Charts on canvas: what is shown is worked out in `model`, drawn here and pointed at here.
//!
//! Three layers: the canvas, drawn again only when data, size, theme, zone or hidden series
//! change; over it the marks of the pointer, which move without the canvas; and one tooltip for
//! the whole page.

mod chart_view;
mod heatmap_view;
mod sparkline;

pub use chart_view::ChartView;
pub use heatmap_view::HeatmapView;
pub use sparkline::Sparkline;
