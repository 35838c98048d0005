//! Status-page strips: the window of each subject as a row of cells.
//!
//! A strip is one picture with one path a state, not a node a cell. It takes the focus once; the
//! arrow keys or the pointer move over its cells and the line under it says what each one is.

mod course;

use crate::components::ambient::Ambient;
use crate::components::kept::kept;
use crate::components::keyed::{Show, keyed};
use crate::components::state_word::StateWord;
use crate::signal::{Memo, Signal};
use contract::panel::{State, Strip, Strips as Body};
use contract::unit::Unit;
use course::{CELL, Course, HEIGHT};
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;
use model::format;
use model::freshness::Freshness;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// One strip a subject; says so where there is none.
#[component]
pub(crate) fn Strips(
    /// What is shown.
    #[prop(into)]
    body: Signal<Arc<Body>>,
    /// How current it is.
    #[prop(into)]
    freshness: Signal<Freshness>,
    /// The page it stands on.
    ambient: Ambient,
) -> impl IntoView {
    let is_empty = Memo::new(move |_| body.with(|body| body.strips.is_empty()));
    let empty = move || body.with(|body| body.empty.clone());
    view! {
            <Show when=move || is_empty.get()><p class="panel__empty">{empty}</p></Show>
            <ul class="strips">
                {keyed(move || body.with(|body| body.strips.clone()), |strip| strip.key.clone(), move |first| {
                        let key = first.key.clone();
                        let find = move |body: &Body| body.strips.iter().find(|strip| strip.key == key).cloned();
                        view! { <OneStrip strip=kept(body, first, find) body freshness ambient /> }.into_any()
    })}
            </ul>
        }
}

#[component]
fn OneStrip(
    strip: Memo<Strip>,
    body: Signal<Arc<Body>>,
    freshness: Signal<Freshness>,
    ambient: Ambient,
) -> impl IntoView {
    let state = Signal::derive(move || strip.with(|strip| strip.state));
    let title = Memo::new(move |_| strip.with(|strip| strip.title.clone()));
    let available = Memo::new(move |_| {
        strip.with(|strip| format::value_or_dash(Unit::Percent, strip.availability_percent))
    });
    let course = Memo::new(move |_| {
        let (start_ms, step_ms) = body.with(|body| (body.start_ms, body.step_ms));
        strip.with(|strip| Course::new(start_ms, step_ms, &strip.cells))
    });
    let cursor = RwSignal::new(None::<usize>);
    let words = Memo::new(move |_| {
        ambient.zone.with(|zone| {
            course.with(|course| match cursor.get() {
                Some(place) => course.cell_words(place, zone),
                None => course.words(zone),
            })
        })
    });
    let label = Memo::new(move |_| {
        let words = ambient.zone.with(|zone| course.with(|course| course.words(zone)));
        format!("{}: {} available; {words}", title.get(), available.get())
    });
    view! {
        <li class="strip">
            <div class="strip__head">
                <span class="strip__title">{title}</span>
                <StateWord state freshness ambient is_short=true />
                <span class="strip__share">{available} " available"</span>
            </div>
            <Picture course cursor label />
            <p class="strip__words" aria-live="polite">{words}</p>
        </li>
    }
}

#[component]
fn Picture(course: Memo<Course>, cursor: RwSignal<Option<usize>>, label: Memo<String>) -> impl IntoView {
    let width = move || course.with(|course| course.cells.len().max(1) * CELL);
    let cells = [State::NoData, State::Ok, State::Warning, State::Critical].map(|state| {
        let class = match state {
            State::NoData => "strip__cells is-no-data",
            State::Ok => "strip__cells is-ok",
            State::Warning => "strip__cells is-warning",
            State::Critical => "strip__cells is-critical",
        };
        view! { <path class=class d=move || course.with(|course| course.outline(state)) /> }
    });
    let pointer = move || match cursor.get() {
        Some(place) => {
            format!("M{} 0h{CELL}v1h-{CELL}zM{} {}h{CELL}v1h-{CELL}z", place * CELL, place * CELL, HEIGHT - 1)
        }
        None => String::new(),
    };
    let point =
        move |event: PointerEvent| cursor.set(place_under(&event, course.with(|course| course.cells.len())));
    let press = move |event: KeyboardEvent| {
        let last = course.with(|course| course.cells.len().saturating_sub(1));
        let next = match (event.key().as_str(), cursor.get_untracked()) {
            ("ArrowLeft", Some(place)) => Some(place.saturating_sub(1)),
            ("ArrowRight", Some(place)) => Some((place + 1).min(last)),
            ("ArrowLeft" | "ArrowRight" | "End", _) => Some(last),
            ("Home", _) => Some(0),
            ("Escape", Some(_)) => None,
            _ => return,
        };
        event.prevent_default();
        cursor.set(next);
    };
    view! {
        <svg
            class="strip__picture"
            viewBox=move || format!("0 0 {} {HEIGHT}", width())
            preserveAspectRatio="none"
            role="img"
            tabindex="0"
            aria-label=label
            on:pointermove=point
            on:pointerleave=move |_| cursor.set(None)
            on:blur=move |_| cursor.set(None)
            on:keydown=press
        >
            {cells}
            <path class="strip__cursor" d=pointer />
        </svg>
    }
}

/// The cell under the pointer.
fn place_under(event: &PointerEvent, cells: usize) -> Option<usize> {
    let picture = event.current_target()?.dyn_into::<web_sys::Element>().ok()?.get_bounding_client_rect();
    #[expect(clippy::cast_precision_loss, reason = "at most a few hundred cells")]
    let cells = cells as f64;
    let place = (f64::from(event.client_x()) - picture.left()) / picture.width() * cells;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to be inside the strip"
    )]
    let cell = (place >= 0.0 && place < cells).then_some(place as usize);
    cell
}
