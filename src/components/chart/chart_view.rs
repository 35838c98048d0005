//! A chart of series over time.

use contract::panel::Chart;
use leptos::prelude::*;
use model::palette::Palette;
use model::zone::Zone;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A chart of series over time, with its legend.
#[component]
pub fn ChartView(
    /// What is shown.
    #[prop(into)]
    chart: Signal<Arc<Chart>>,
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
    /// Names of the series that are switched off.
    #[prop(into)]
    hidden: Signal<BTreeSet<String>>,
    /// Called with the name of a series to be switched on or off.
    #[prop(into)]
    on_toggle: Callback<String>,
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
    let _ = (chart, title, zone, palette, crosshair, hidden, on_toggle, on_zoom, is_table, height_px);
}
