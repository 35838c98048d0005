//! Counts by time and value band.

use super::crosshair::Crosshair;
use super::geometry::{Geometry, Pointed};
use super::heat_legend::HeatLegend;
use super::measure::Measure;
use super::paint::Painter;
use super::pointing::Reader;
use super::said;
use super::surface::Surface;
use super::table_view::{Content, TableView};
use crate::signal::{Memo, Signal};
use contract::panel::Heatmap;
use leptos::prelude::*;
use model::heatmap::{HeatmapInput, HeatmapPlot, readout, summary, table_head, table_rows};
use model::palette::Palette;
use model::zone::Zone;
use std::sync::Arc;

/// Counts by time and value band, the more the stronger.
#[component]
pub(crate) fn HeatmapView(
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
    /// The time that is pointed at, shared by all charts of a page.
    crosshair: Crosshair,
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
    let frame = RwSignal::new(None);
    let plot = Memo::new(move |_| {
        let (heatmap, zone) = (heatmap.get(), zone.get());
        let input = HeatmapInput { heatmap: &heatmap, zone: &zone, frame: frame.get()?, text: &Measure };
        Some(Arc::new(HeatmapPlot::new(&input)))
    });
    let geometry = Signal::derive(move || {
        plot.with(|plot| {
            plot.as_ref().map(|plot| Geometry {
                frame: plot.frame,
                area: plot.area,
                time: plot.time,
                rows: plot.bands(),
            })
        })
    });
    let version = Memo::new(move |before: Option<&u64>| {
        plot.track();
        heatmap.track();
        palette.track();
        before.map_or(1, |before| before + 1)
    });
    let painter: Painter = Arc::new(move |scene| {
        let plot = plot.get()?;
        heatmap.with(|heatmap| palette.with(|palette| plot.draw(heatmap, palette, scene)));
        Some(plot.frame)
    });
    let reader = Callback::new(move |()| {
        let (plot, heatmap, zone) = (plot.get()?, heatmap.get(), zone.get());
        let read = move |at: Pointed| readout(&heatmap, &plot, at.bucket, plot.band_at(at.row), &zone);
        Some(Arc::new(read) as Reader)
    });
    let words = Memo::new(move |_| heatmap.with(|heatmap| summary(heatmap)));
    let label = said::label(title, words, Signal::derive(move || heatmap.track()));
    let table = Memo::new(move |_| {
        heatmap.with(|heatmap| {
            zone.with(|zone| Content { head: table_head(heatmap), rows: table_rows(heatmap, zone) })
        })
    });
    let picture = move || {
        if is_table.get() {
            return view! { <TableView content=table title summary=words height_px /> }.into_any();
        }
        let painter = Arc::clone(&painter);
        view! { <Surface frame geometry version painter reader label crosshair on_zoom height_px /> }
            .into_any()
    };
    view! {
        <figure class="chart">
            <HeatLegend heatmap palette />
            {picture}
        </figure>
    }
}
