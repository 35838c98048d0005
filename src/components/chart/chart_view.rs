//! A chart of series over time.

use super::crosshair::Crosshair;
use super::geometry::{Geometry, Pointed};
use super::legend::Legend;
use super::measure::Measure;
use super::paint::Painter;
use super::pointing::Reader;
use super::said;
use super::surface::Surface;
use super::table_view::{Content, TableView};
use crate::signal::{Memo, Signal};
use contract::panel::Chart;
use leptos::prelude::*;
use model::chart::{ChartInput, ChartPlot, readout, summary, table_head, table_rows};
use model::palette::Palette;
use model::zone::Zone;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A chart of series over time, with its legend.
#[component]
pub(crate) fn ChartView(
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
    /// The time that is pointed at, shared by all charts of a page.
    crosshair: Crosshair,
    /// Names of the series that are switched off.
    #[prop(into)]
    hidden: Signal<BTreeSet<String>>,
    /// Called with the name of a series to be switched on or off; more than once in a row where
    /// one is to be shown alone.
    #[prop(into)]
    on_toggle: Callback<String>,
    /// Called with a selected range, `(from_ms, to_ms)`.
    #[prop(into)]
    on_zoom: Callback<(i64, i64)>,
    /// Whether the numbers are shown as a table instead.
    #[prop(into)]
    is_table: Signal<bool>,
    /// Since when nothing was heard: the picture is shaded from there on. Unix milliseconds.
    #[prop(into, default = None.into())]
    stale_from_ms: Signal<Option<i64>>,
    /// Height of the drawing in pixels at the usual root size; 200 by default.
    #[prop(default = 200.0)]
    height_px: f64,
) -> impl IntoView {
    let frame = RwSignal::new(None);
    let plot = Memo::new(move |_| {
        let (hidden, zone, palette) = (hidden.get(), zone.get(), palette.get());
        let chart = chart.get();
        let input = ChartInput {
            chart: &chart,
            hidden: &hidden,
            zone: &zone,
            palette: &palette,
            frame: frame.get()?,
            stale_from_ms: stale_from_ms.get(),
            text: &Measure,
        };
        Some(Arc::new(ChartPlot::new(&input)))
    });
    let geometry = Signal::derive(move || {
        plot.with(|plot| {
            plot.as_ref().map(|plot| Geometry {
                frame: plot.frame,
                area: plot.area,
                time: plot.time,
                rows: 1,
            })
        })
    });
    let version = Memo::new(move |before: Option<&u64>| {
        plot.track();
        chart.track();
        palette.track();
        before.map_or(1, |before| before + 1)
    });
    let painter: Painter = Arc::new(move |scene| {
        let plot = plot.get()?;
        chart.with(|chart| palette.with(|palette| plot.draw(chart, palette, scene)));
        Some(plot.frame)
    });
    let reader = Callback::new(move |()| {
        let (plot, chart, zone) = (plot.get()?, chart.get(), zone.get());
        Some(Arc::new(move |at: Pointed| readout(&chart, &plot, at.bucket, &zone)) as Reader)
    });
    let words = Memo::new(move |_| {
        chart.with(|chart| hidden.with(|hidden| zone.with(|zone| summary(chart, hidden, zone))))
    });
    let changed = Signal::derive(move || {
        chart.track();
        hidden.track();
        zone.track();
    });
    let label = said::label(title, words, changed);
    let table = Memo::new(move |_| {
        chart.with(|chart| {
            zone.with(|zone| Content { head: table_head(chart), rows: table_rows(chart, zone) })
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
            <Legend chart=said::soon(chart) palette hidden on_toggle />
            {picture}
        </figure>
    }
}
