//! A table: headings that sort, numbers on one edge, a place of its own to scroll in.
//!
//! Rows are keyed and stay in place over refreshes; a change of the columns builds it again.

mod cell;
mod order;
mod trace;

use crate::components::ambient::Ambient;
use crate::components::kept::kept;
use crate::components::keyed::{Show, keyed};
use crate::signal::{Memo, Signal};
use cell::{CellView, is_long};
use contract::panel::{Cell, Column, Row, Table as Body};
use contract::unit::Unit;
use leptos::prelude::*;
use model::format;
use model::freshness::Freshness;
use order::{Order, next_order, ordered_rows};
use std::sync::Arc;
use trace::{trace_of, with_trace_column};

/// A table that sorts; says so where it has no rows.
#[component]
pub(crate) fn DataTable(
    /// What is shown.
    #[prop(into)]
    body: Signal<Arc<Body>>,
    /// Its name for screen readers: the panel's title.
    title: &'static str,
    /// How current it is.
    #[prop(into)]
    freshness: Signal<Freshness>,
    /// The page it stands on.
    ambient: Ambient,
) -> impl IntoView {
    let body: Signal<Arc<Body>> = Memo::new(move |_| body.with(with_trace_column));
    let columns = Memo::new(move |_| body.with(|body| Arc::<[Column]>::from(body.columns.as_slice())));
    let is_empty = Memo::new(move |_| body.with(|body| body.rows.is_empty()));
    let order = RwSignal::new(None::<Order>);
    let more = Memo::new(move |_| body.with(|body| body.more));
    let grid = move || {
        let columns = columns.get();
        view! { <Grid columns body title order freshness ambient /> }
    };
    let empty = move || view! { <p class="panel__empty">{move || body.with(|body| body.empty.clone())}</p> };
    view! {
        <Show when=move || !is_empty.get() fallback=empty>{grid}</Show>
        <Show when=move || { more.get() > 0 }>
            <p class="table__more">"and " {move || more_words(more.get())} " more"</p>
        </Show>
    }
}

#[component]
fn Grid(
    columns: Arc<[Column]>,
    body: Signal<Arc<Body>>,
    title: &'static str,
    order: RwSignal<Option<Order>>,
    freshness: Signal<Freshness>,
    ambient: Ambient,
) -> impl IntoView {
    let headings = columns.iter().cloned().map(|column| view! { <Heading column order /> }).collect_view();
    // A region that scrolls must be reached by keyboard, so it takes the focus itself.
    view! {
            <div class="table" role="group" tabindex="0" aria-label=format!("{title}, table")>
                <table class="table__grid">
                    <thead><tr>{headings}</tr></thead>
                    <tbody>
                        {keyed(move || order.with(|order| body.with(|body| ordered_rows(body, order.as_ref()))), |row| row.key.clone(), move |first| {
                                let key = first.key.clone();
                                let find = move |body: &Body| body.rows.iter().find(|row| row.key == key).cloned();
                                view! { <Line row=kept(body, first, find) columns=Arc::clone(&columns) freshness ambient /> }.into_any()
    })}
                    </tbody>
                </table>
            </div>
        }
}

#[component]
fn Heading(column: Column, order: RwSignal<Option<Order>>) -> impl IntoView {
    let is_number = is_on_the_right(column.unit);
    let key = column.key.clone();
    let direction = move || {
        order.with(|order| {
            let order = order.as_ref().filter(|order| order.column == key)?;
            Some(if order.is_descending { "descending" } else { "ascending" })
        })
    };
    let key = column.key;
    let sort =
        move |_| order.update(|order| *order = next_order(order.as_ref(), &key, column.unit.is_some()));
    view! {
        <th class="table__head" class:is-number=is_number scope="col" aria-sort=direction>
            <button type="button" class="table__sort" on:click=sort>
                <span>{column.title}</span>
                <svg class="table__order" viewBox="0 0 10 10" aria-hidden="true"><path d="M5 2l4 6H1z" /></svg>
            </button>
        </th>
    }
}

#[component]
fn Line(
    row: Memo<Row>,
    columns: Arc<[Column]>,
    freshness: Signal<Freshness>,
    ambient: Ambient,
) -> impl IntoView {
    let cells = columns.iter().enumerate().map(|(place, column)| {
        let unit = column.unit;
        let cell = Memo::new(move |_| row.with(|row| row.cells.get(place).cloned().unwrap_or(Cell::Empty)));
        let copies = Memo::new(move |_| row.with(|row| trace_of(row, place)));
        view! {
            <td class="table__cell" class:is-number=is_on_the_right(unit) class:is-words=move || cell.with(is_long)>
                <CellView cell unit copies freshness ambient />
            </td>
        }
    });
    view! { <tr class="table__row">{cells.collect_view()}</tr> }
}

/// Numbers end on one edge; words and points in time begin on one.
fn is_on_the_right(unit: Option<Unit>) -> bool {
    unit.is_some_and(|unit| unit != Unit::Timestamp)
}

fn more_words(more: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "shown to three digits and a unit from a million on")]
    let more = more as f64;
    format::count(more)
}
