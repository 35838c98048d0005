//! A chart that nobody sees, drawn while the first answer is on its way.
//!
//! Browsers compile WebAssembly in a hurry first and well later, function by function, as they are
//! used. So the first chart of a page would be drawn by code that is ten times slower than that
//! which draws the second. In the time that the app waits for its first answer anyway, it draws a
//! made-up chart on a canvas that is on no page, in steps of a few milliseconds, and stops as soon
//! as a real one has been drawn.

use super::chart_view::ChartView;
use super::crosshair::Crosshair;
use super::geometry::document;
use super::measure::Measure;
use super::paint;
use contract::panel::{Chart, ChartStyle, Scale, Series, Values};
use contract::unit::Unit;
use leptos::prelude::*;
use model::chart::{ChartInput, ChartPlot, Frame, Scene};
use model::palette::Palette;
use model::zone::Zone;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;
use wasm_bindgen::JsCast;

/// So many steps, after which the code that matters has been compiled well.
const STEPS: u32 = 12;
/// Each series of the made-up chart has so many values: many to a column, as is slowest.
const VALUES: u32 = 12_000;

/// Begins, unless somebody is faster.
pub(crate) fn warm_up() {
    next(0, Arc::new(made_up()));
}

fn next(step: u32, chart: Arc<Chart>) {
    set_timeout(
        move || {
            if step < STEPS && !paint::has_painted() {
                if step.is_multiple_of(4) {
                    mount(Arc::clone(&chart));
                }
                draw(&chart);
                next(step + 1, chart);
            }
        },
        Duration::ZERO,
    );
}

/// Noise around three levels.
fn made_up() -> Chart {
    let series = |level: u32| {
        let noise = (0..VALUES).map(|at| f64::from(at.wrapping_mul(2_654_435_761) >> 20) / 100.0);
        Series {
            name: level.to_string(),
            labels: BTreeMap::new(),
            state: None,
            values: Values::from_numbers(noise.map(|noise| noise + f64::from(level)).collect()),
            previous: None,
        }
    };
    Chart {
        style: ChartStyle::Line,
        unit: Unit::Percent,
        start_ms: 0,
        step_ms: 60_000,
        series: (0..3).map(series).collect(),
        thresholds: Vec::new(),
        scale: Scale::Linear,
        markers: Vec::new(),
    }
}

fn draw(chart: &Chart) {
    let palette = Palette::dark();
    let input = ChartInput {
        chart,
        hidden: &BTreeSet::new(),
        zone: &Zone::utc(),
        palette: &palette,
        frame: Frame::new(600.0, 240.0, 1.0),
        stale_from_ms: None,
        text: &Measure,
    };
    let plot = ChartPlot::new(&input);
    let mut sheet = None;
    paint::paint(&mut sheet, None, &|scene: &mut Scene| {
        plot.draw(chart, &palette, scene);
        Some(plot.frame)
    });
    if let Some(sheet) = sheet {
        sheet.give_back();
    }
}

/// Builds the component's elements, on no page either.
fn mount(chart: Arc<Chart>) {
    let root = document().and_then(|document| document.create_element("div").ok()?.dyn_into().ok());
    let Some(root) = root else { return };
    let mounted = leptos::mount::mount_to(root, move || {
        view! {
            <ChartView
                chart
                title=String::new()
                zone=Zone::utc()
                palette=Arc::new(Palette::dark())
                crosshair=Crosshair::new()
                hidden=BTreeSet::new()
                on_toggle=|_| {}
                on_zoom=|_| {}
                is_table=false
            />
        }
    });
    // Taken away after its effects have run.
    set_timeout(move || drop(mounted), Duration::ZERO);
}
