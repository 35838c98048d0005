//! Counts by time and value band.

use contract::panel::Heatmap;
use leptos::prelude::*;
use model::palette::Palette;
use model::zone::Zone;
use std::sync::Arc;

/// Counts by time and value band, the more the stronger.
#[component]
pub fn HeatmapView(
    /// What is shown.
    #[prop(into)]
    heatmap: Signal<Arc<Heatmap>>,
    /// Title of the panel, for the words that a screen reader says.
    #[prop(into)]
    title: Signal<String>,
    /// The zone of its times.
    #[prop(into)]
    zone: Signal<Zone>,
    /// The colours of the theme.
    #[prop(into)]
    palette: Signal<Arc<Palette>>,
    /// The time that is pointed at, shared by all charts of a page; Unix milliseconds.
    crosshair: RwSignal<Option<i64>>,
    /// Called with a selected range, `(from_ms, to_ms)`.
    #[prop(into)]
    on_zoom: Callback<(i64, i64)>,
    /// Whether the numbers are shown as a table instead.
    #[prop(into)]
    is_table: Signal<bool>,
    /// Height of the drawing in pixels at the usual root size; 200 by default.
    #[prop(default = 200.0)]
    height_px: f64,
) -> impl IntoView {
    let _ = (heatmap, title, zone, palette, crosshair, on_zoom, is_table, height_px);
}
