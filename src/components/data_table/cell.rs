//! One cell of a table. A cell is built again only where it differs.

use crate::components::ambient::Ambient;
use crate::components::copy_button::CopyButton;
use crate::components::keyed::Show;
use crate::components::state_word::StateMark;
use crate::signal::{Memo, Signal};
use contract::panel::{Cell, State};
use contract::unit::Unit;
use leptos::prelude::*;
use model::format;
use model::freshness::{Freshness, ShownState, shown_state};

/// Words longer than this (in characters) may wrap; shorter ones stay on one line.
const WRAPS_FROM: usize = 36;

/// The content of a cell.
#[component]
pub(super) fn CellView(
    /// What is in it.
    cell: Memo<Cell>,
    /// Unit of its number, where the column has one.
    unit: Option<Unit>,
    /// What the copy button copies, where the cell is an identifier worth copying.
    copies: Memo<Option<String>>,
    /// How current the table is.
    freshness: Signal<Freshness>,
    /// The page it stands on.
    ambient: Ambient,
) -> impl IntoView {
    move || {
        match cell.get() {
        Cell::Empty => view! { <span class="table__none">{format::NO_VALUE}</span> }.into_any(),
        Cell::Text(text) => text.into_any(),
        Cell::Code(text) => view! {
            <span class="table__code" class:is-id=is_identifier(&text)>
                <code title=text.clone()>{text.clone()}</code>
                {move || copies.get().map(|text| view! { <CopyButton text what="trace id" /> })}
            </span>
        }
        .into_any(),
        Cell::Number(at_ms) if unit == Some(Unit::Timestamp) => view! { <Moment at_ms=whole_ms(at_ms) ambient /> }.into_any(),
        Cell::Number(value) => format::value(unit.unwrap_or(Unit::Count), value).into_any(),
        Cell::Judged { value, state } => {
            view! { <Judged text=format::value(unit.unwrap_or(Unit::Count), value) state freshness is_quiet=true /> }.into_any()
        }
        Cell::Change { percent, is_worse } => {
            let state = if is_worse { State::Warning } else { State::Ok };
            view! { <Judged text=format::change_percent(percent) state freshness is_quiet=true /> }.into_any()
        }
        Cell::State { state, text } => view! { <Judged text state freshness is_quiet=false /> }.into_any(),
    }
    }
}

/// Whether a cell's words may wrap.
pub(super) fn is_long(cell: &Cell) -> bool {
    matches!(cell, Cell::Text(text) if text.chars().count() > WRAPS_FROM)
}

/// Whether a code is one of many random letters, and not a path or a name to be read.
fn is_identifier(code: &str) -> bool {
    code.len() > 20 && !code.contains(['/', ' ', '@', '.'])
}

/// Something with its state. A quiet one that is good has no mark: a column of green dots says
/// nothing.
#[component]
fn Judged(text: String, state: State, freshness: Signal<Freshness>, is_quiet: bool) -> impl IntoView {
    let shown = Memo::new(move |_| shown_state(state, freshness.get()));
    let has_mark = move || match shown.get() {
        ShownState::Warning | ShownState::Critical => true,
        _ => !is_quiet,
    };
    view! {
        <span class=move || format!("table__judged {}", shown.get().class())>
            <Show when=has_mark>
                <StateMark state=shown />
                {is_quiet.then(|| view! { <span class="is-visually-hidden">{move || shown.get().word()} " "</span> })}
            </Show>
            <span>{text}</span>
        </span>
    }
}

/// A point in time with its age.
#[component]
fn Moment(at_ms: i64, ambient: Ambient) -> impl IntoView {
    let moment = Memo::new(move |_| ambient.zone.with(|zone| format::moment(at_ms, ambient.now_ms(), zone)));
    let age = Memo::new(move |_| format::ago_ms(ambient.now_ms().saturating_sub(at_ms)));
    let full =
        move || ambient.zone.with(|zone| format!("{} {}", format::date_time(at_ms, zone), zone.name()));
    view! {
        <span title=full>
            <span>{moment}</span>
            <span class="table__age">" · " {age} " ago"</span>
        </span>
    }
}

/// A number that is a point in time.
fn whole_ms(number: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "Unix milliseconds are far inside 53 bits")]
    let at_ms = number as i64;
    at_ms
}
