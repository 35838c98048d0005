//! The samples of `model`, each drawn by the component of its kind.

use super::card::Card;
use super::look::Look;
use crate::components::chart::{ChartView, Crosshair, HeatmapView, ScatterView};
use crate::signal::Signal;
use contract::panel::{Chart, Heatmap};
use leptos::prelude::*;
use model::chart::scatter::{BrushRange, Scatter};
use model::format;
use model::samples::{Sample, SampleBody};
use model::zone::Zone;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What the pictures of all kinds share.
#[derive(Clone, Copy)]
struct Setting {
    sample: StoredValue<Sample>,
    look: Look,
    /// Shared by the pictures of a section, as a page does it.
    crosshair: Crosshair,
    said: RwSignal<String>,
    is_table: RwSignal<bool>,
}

/// One card a sample.
pub(super) fn cards(samples: Vec<Sample>, look: Look) -> AnyView {
    let crosshair = Crosshair::new();
    samples.into_iter().map(|sample| card(sample, look, crosshair)).collect::<Vec<_>>().into_any()
}

fn card(sample: Sample, look: Look, crosshair: Crosshair) -> AnyView {
    let Sample { name, what, width_px, .. } = sample;
    let (body, is_old) = (sample.body.clone(), sample.stale_from_ms.is_some());
    let has_table = !matches!(body, SampleBody::Scatter(_));
    let (said, is_table) = (RwSignal::new(String::new()), RwSignal::new(false));
    let setting = Setting { sample: StoredValue::new(sample), look, crosshair, said, is_table };
    let tools = has_table.then(|| view! { <TableSwitch is_table /> }.into_any());
    let picture = match body {
        SampleBody::Chart(chart, hidden) => chart_view(chart, hidden, setting),
        SampleBody::Heatmap(heatmap) => heatmap_view(heatmap, setting),
        SampleBody::Scatter(scatter) => scatter_view(scatter, setting),
    };
    let tools = tools.unwrap_or_else(|| ().into_any());
    view! { <Card name what width_px said is_old tools>{picture}</Card> }.into_any()
}

#[component]
fn TableSwitch(is_table: RwSignal<bool>) -> impl IntoView {
    view! {
        <button
            type="button"
            class="gallery__switch"
            aria-pressed=move || if is_table.get() { "true" } else { "false" }
            on:click=move |_| is_table.update(|is_table| *is_table = !*is_table)
        >
            "table"
        </button>
    }
}

impl Setting {
    fn zone(self) -> Zone {
        self.sample.with_value(|sample| sample.zone.clone())
    }

    fn height_px(self) -> f64 {
        self.sample.with_value(|sample| sample.height_px)
    }

    fn title(self) -> String {
        self.sample.with_value(|sample| sample.name.to_owned())
    }

    /// Prints a range that was zoomed to.
    fn on_zoom(self) -> Callback<(i64, i64)> {
        let zone = self.zone();
        Callback::new(move |(from_ms, to_ms)| self.said.set(format!("zoom: {}", span(from_ms, to_ms, &zone))))
    }
}

fn span(from_ms: i64, to_ms: i64, zone: &Zone) -> String {
    format!("{} – {}", format::date_time(from_ms, zone), format::date_time(to_ms, zone))
}

fn chart_view(chart: Chart, hidden: BTreeSet<String>, setting: Setting) -> AnyView {
    let hidden = RwSignal::new(hidden);
    let on_toggle = move |name: String| {
        hidden.update(|hidden| {
            if !hidden.remove(&name) {
                hidden.insert(name);
            }
        });
    };
    let stale_from_ms = setting.sample.with_value(|sample| sample.stale_from_ms);
    view! {
        <ChartView
            chart=Arc::new(chart)
            title=setting.title()
            zone=setting.zone()
            palette=setting.look.palette
            crosshair=setting.crosshair
            hidden=Signal::from(hidden)
            on_toggle
            on_zoom=setting.on_zoom()
            is_table=Signal::from(setting.is_table)
            stale_from_ms
            height_px=setting.height_px()
        />
    }
    .into_any()
}

fn heatmap_view(heatmap: Heatmap, setting: Setting) -> AnyView {
    view! {
        <HeatmapView
            heatmap=Arc::new(heatmap)
            title=setting.title()
            zone=setting.zone()
            palette=setting.look.palette
            crosshair=setting.crosshair
            on_zoom=setting.on_zoom()
            is_table=Signal::from(setting.is_table)
            height_px=setting.height_px()
        />
    }
    .into_any()
}

fn scatter_view(scatter: Scatter, setting: Setting) -> AnyView {
    let (unit, zone) = (scatter.unit, setting.zone());
    let on_brush = move |range: BrushRange| {
        let time = range.time_ms.map(|(from_ms, to_ms)| span(from_ms, to_ms, &zone));
        let values = range
            .values
            .map(|(low, high)| format!("{} – {}", format::value(unit, low), format::value(unit, high)));
        let parts: Vec<String> = [time, values].into_iter().flatten().collect();
        setting.said.set(format!("selected: {}", parts.join(" × ")));
    };
    view! {
        <ScatterView
            scatter=Arc::new(scatter)
            what="traces"
            title=setting.title()
            zone=setting.zone()
            palette=setting.look.palette
            on_brush
            height_px=setting.height_px()
        />
    }
    .into_any()
}
