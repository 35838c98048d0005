//! `window.sartiqLab`: the chart component of the pages, mounted, fed and taken away by a script.
//!
//! ```text
//! prepare(startMs, stepMs, names: string[], values: Float64Array[]) -> data
//! drop(data)
//! create(root: Element, data, width, height) -> chart
//! update(chart, data)                                as a refresh does: a signal gets a new chart
//! flush()                                            does now what is due for the next frame
//! readout() -> string                                what the tooltip says
//! destroy(chart)
//! ```

use crate::components::chart::{ChartView, Crosshair, frames, tooltip_words};
use crate::signal::Signal;
use contract::panel::{Chart, ChartStyle, Scale, Series, Values};
use contract::unit::Unit;
use js_sys::{Array, Float64Array, Object, Reflect};
use leptos::prelude::*;
use model::palette::Palette;
use model::zone::Zone;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

/// A chart on the page: what it shows, and what takes it away when dropped.
type Mounted = (RwSignal<Arc<Chart>>, Box<dyn std::any::Any>);

#[derive(Default)]
struct Kept {
    next: u32,
    data: BTreeMap<u32, Arc<Chart>>,
    charts: BTreeMap<u32, Mounted>,
}

thread_local! {
    static KEPT: RefCell<Kept> = RefCell::default();
}

impl Kept {
    fn id(&mut self) -> u32 {
        self.next += 1;
        self.next
    }
}

/// Puts the hooks on the window.
pub(super) fn start() {
    let hooks = Object::new();
    let set = |name: &str, hook: JsValue| {
        // An object that was just made takes every property.
        drop(Reflect::set(&hooks, &name.into(), &hook));
    };
    let prepared: Closure<dyn Fn(f64, f64, Array, Array) -> u32> = Closure::new(prepare);
    set("prepare", prepared.into_js_value());
    let dropped: Closure<dyn Fn(u32)> = Closure::new(|data: u32| {
        KEPT.with_borrow_mut(|kept| kept.data.remove(&data));
    });
    set("drop", dropped.into_js_value());
    let created: Closure<dyn Fn(HtmlElement, u32, f64, f64) -> u32> = Closure::new(create);
    set("create", created.into_js_value());
    let updated: Closure<dyn Fn(u32, u32)> = Closure::new(|chart: u32, data: u32| {
        let found =
            KEPT.with_borrow(|kept| Some((kept.charts.get(&chart)?.0, Arc::clone(kept.data.get(&data)?))));
        if let Some((signal, data)) = found {
            signal.set(data);
        }
    });
    set("update", updated.into_js_value());
    set("flush", Closure::<dyn Fn()>::new(frames::run).into_js_value());
    set("readout", Closure::<dyn Fn() -> String>::new(tooltip_words).into_js_value());
    let destroyed: Closure<dyn Fn(u32)> = Closure::new(|chart: u32| {
        let gone = KEPT.with_borrow_mut(|kept| kept.charts.remove(&chart));
        drop(gone);
    });
    set("destroy", destroyed.into_js_value());
    drop(Reflect::set(&crate::state::window(), &"sartiqLab".into(), &hooks));
}

#[expect(clippy::cast_possible_truncation, reason = "milliseconds of a date")]
fn prepare(start_ms: f64, step_ms: f64, names: Array, values: Array) -> u32 {
    let series = names.iter().zip(values.iter()).map(|(name, values)| Series {
        name: name.as_string().unwrap_or_default(),
        labels: BTreeMap::new(),
        state: None,
        values: Values::from_numbers(values.unchecked_into::<Float64Array>().to_vec()),
        previous: None,
    });
    let chart = Chart {
        style: ChartStyle::Line,
        unit: Unit::Percent,
        start_ms: start_ms as i64,
        step_ms: step_ms as i64,
        series: series.collect(),
        thresholds: Vec::new(),
        scale: Scale::Linear,
        markers: Vec::new(),
    };
    KEPT.with_borrow_mut(|kept| {
        let id = kept.id();
        kept.data.insert(id, Arc::new(chart));
        id
    })
}

fn create(root: HtmlElement, data: u32, width: f64, height: f64) -> u32 {
    // The component fills the width of what it stands in.
    drop(root.style().set_property("width", &format!("{width}px")));
    let Some(data) = KEPT.with_borrow(|kept| kept.data.get(&data).cloned()) else { return 0 };
    let chart = RwSignal::new(data);
    let handle = leptos::mount::mount_to(root, move || {
        let crosshair = Crosshair::new();
        let hidden = RwSignal::new(BTreeSet::new());
        view! {
            <ChartView
                chart=Signal::from(chart)
                title="Benchmark".to_owned()
                zone=Zone::utc()
                palette=Arc::new(Palette::dark())
                crosshair
                hidden=Signal::from(hidden)
                on_toggle=|_| {}
                on_zoom=|_| {}
                is_table=false
                height_px=height
            />
        }
    });
    KEPT.with_borrow_mut(|kept| {
        let id = kept.id();
        kept.charts.insert(id, (chart, Box::new(handle)));
        id
    })
}
