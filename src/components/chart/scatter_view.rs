//! Points in time and value, one a trace.

use super::brushing::{Brushing, Plot};
use super::keys::Key;
use super::measure::Measure;
use super::paint::Painter;
use super::surface::{capture, keep_painted, target};
use super::tooltip::{self, Place};
use crate::components::state_word::StateMark;
use crate::signal::{Memo, Signal};
use contract::panel::State;
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use model::chart::Readout;
use model::chart::scatter::{
    BrushRange, Mark, Scatter, ScatterInput, ScatterPlot, readout, state_word, summary,
};
use model::format;
use model::freshness::ShownState;
use model::palette::Palette;
use model::zone::Zone;
use std::sync::Arc;

/// Pixels of the root's font at which heights are given.
const ROOT_PX: f64 = 16.0;

/// Points over a window. The mark that is nearest to the pointer says what it is; dragging selects
/// a part of the picture by time, by value or by both.
#[component]
pub(crate) fn ScatterView(
    /// What is shown.
    #[prop(into)]
    scatter: Signal<Arc<Scatter>>,
    /// What one point is, many of them: "traces".
    what: &'static str,
    /// Title of the panel, for the words that a screen reader says.
    #[prop(into)]
    title: Signal<String>,
    /// The zone of its times.
    #[prop(into)]
    zone: Signal<Zone>,
    /// The colours of the theme.
    #[prop(into)]
    palette: Signal<Arc<Palette>>,
    /// Called with a selected part.
    #[prop(into)]
    on_brush: Callback<BrushRange>,
    /// Height of the drawing in pixels at the usual root size; 200 by default.
    #[prop(default = 200.0)]
    height_px: f64,
) -> impl IntoView {
    let frame = RwSignal::new(None);
    let plot: Plot = Memo::new(move |_| {
        let (scatter, zone) = (scatter.get(), zone.get());
        let input = ScatterInput { scatter: &scatter, zone: &zone, frame: frame.get()?, text: &Measure };
        Some(Arc::new(ScatterPlot::new(&input)))
    });
    let version = Memo::new(move |before: Option<&u64>| {
        plot.track();
        palette.track();
        before.map_or(1, |before| before + 1)
    });
    let painter: Painter = Arc::new(move |scene| {
        let plot = plot.get()?;
        palette.with(|palette| plot.draw(palette, scene));
        Some(plot.frame)
    });
    let said = Callback::new(move |mark: Mark| {
        scatter
            .with(|scatter| palette.with(|palette| zone.with(|zone| readout(scatter, &mark, palette, zone))))
    });
    let label = Signal::derive(move || {
        let words = scatter.with(|scatter| zone.with(|zone| summary(scatter, what, zone)));
        format!("{}. {words}", title.get())
    });
    let brushing = Brushing::new(plot, on_brush);

    let root = NodeRef::<html::Div>::new();
    keep_painted(root, frame, version, painter);
    speak(brushing, said);
    view! {
        <figure class="chart">
            <StateLegend scatter />
            <Points root label brushing height_px />
        </figure>
    }
}

/// Which shape is which state, for those that need a word, with how many there are.
#[component]
fn StateLegend(scatter: Signal<Arc<Scatter>>) -> impl IntoView {
    let entries = move || {
        [State::Critical, State::Warning, State::NoData].map(|state| {
            let count =
                scatter.with(|scatter| scatter.points.iter().filter(|point| point.state == state).count());
            let shape = match state {
                State::Critical => ShownState::Critical,
                State::Warning => ShownState::Warning,
                State::Ok | State::NoData => ShownState::NoData,
            };
            #[expect(clippy::cast_precision_loss, reason = "exact up to 2^53")]
            let words = format::count(count as f64);
            (count > 0).then(|| {
                view! {
                    <li class="legend__item">
                        <span class="legend__entry">
                            <StateMark state=shape />
                            {state_word(state)}
                            <span class="legend__value">{words}</span>
                        </span>
                    </li>
                }
            })
        })
    };
    view! { <ul class="legend">{entries}</ul> }
}

/// The picture, and the ring and the box that move over it.
#[component]
fn Points(
    root: NodeRef<html::Div>,
    label: Signal<String>,
    brushing: Brushing,
    height_px: f64,
) -> impl IntoView {
    let (ring, part) = (brushing.ring(), brushing.part());
    let at = |place: Option<(f64, f64)>| place.map(|(x, y)| format!("translate({x}px,{y}px)"));
    let length = move |which: fn([f64; 4]) -> f64| part.get().map(|part| format!("{}px", which(part)));
    view! {
        <div
            class="plot"
            node_ref=root
            tabindex="0"
            role="img"
            aria-label=label
            style:height=format!("{}rem", height_px / ROOT_PX)
            on:pointerdown=move |event| press(&event, brushing)
            on:pointermove=move |event| {
                follow(&event, brushing);
            }
            on:pointerup=move |_| brushing.finish()
            on:pointercancel=move |_| {
                brushing.cancel();
                brushing.leave();
            }
            on:pointerleave=move |event| if event.pointer_type() == "mouse" { brushing.leave() }
            on:blur=move |_| {
                brushing.cancel();
                brushing.leave();
            }
            on:keydown=move |event| key_down(&event, brushing, root)
        >
            <div class="plot__marks" aria-hidden="true">
                <div class="plot__ring" hidden=move || ring.get().is_none() style:transform=move || at(ring.get())></div>
                <div
                    class="plot__brush"
                    hidden=move || part.get().is_none()
                    style:transform=move || at(part.get().map(|[left, top, ..]| (left, top)))
                    style:width=move || length(|[.., width, _]| width)
                    style:height=move || length(|[.., height]| height)
                ></div>
            </div>
        </div>
        <p class="is-visually-hidden" aria-live="polite">{brushing.announcement}</p>
    }
}

/// Says what is pointed at: in the tooltip, and in words where keys point.
fn speak(brushing: Brushing, said: Callback<Mark, Option<Readout>>) {
    Effect::new(move |_| {
        brushing.plot.track();
        brushing.keep_up();
    });
    Effect::new(move |was_pointed: Option<bool>| {
        let said = brushing.pointed.get().and_then(|mark| untrack(|| said.run(mark)));
        match &said {
            Some(said) => tooltip::show(said, brushing.at()),
            None if was_pointed == Some(true) => tooltip::hide(),
            None => {}
        }
        // Only keys are answered in words: a pointer would talk without end.
        if let Some(said) = said.as_ref().filter(|_| brushing.is_by_keys()) {
            brushing.announcement.set(said.sentence());
        }
        said.is_some()
    });
    on_cleanup(move || {
        if brushing.pointed.try_get_untracked().flatten().is_some() {
            tooltip::hide();
        }
    });
}

fn press(event: &PointerEvent, brushing: Brushing) {
    if !event.is_primary() {
        // A second finger: the browser zooms the page, and nobody is pointing.
        brushing.cancel();
        brushing.leave();
        return;
    }
    let place = follow(event, brushing);
    if event.pointer_type() == "mouse" && event.button() == 0 {
        capture(event);
        if let Some(place) = place {
            brushing.begin(place);
        }
    }
}

/// Points where the pointer is; that place of the picture in CSS pixels.
fn follow(event: &PointerEvent, brushing: Brushing) -> Option<(f64, f64)> {
    let (left, top) = tooltip::place_of(&target(event)?);
    let at = Place::new(f64::from(event.client_x()), f64::from(event.client_y()));
    let place = (at.x - left, at.y - top);
    if event.is_primary() {
        brushing.point(place, at);
        tooltip::follow(at);
    }
    Some(place)
}

fn key_down(event: &KeyboardEvent, brushing: Brushing, root: NodeRef<html::Div>) {
    if event.ctrl_key() || event.alt_key() || event.meta_key() {
        return;
    }
    let key = Key::read(&event.key(), event.shift_key(), 1);
    let place = root.get_untracked().map(|root| tooltip::place_of(&root));
    if let (Some(key), Some(place)) = (key, place)
        && brushing.press(key, place)
    {
        event.prevent_default();
        event.stop_propagation();
    }
}
