//! The numbers of a chart as a table.

use crate::components::keyed::keyed;
use crate::signal::Signal;
use leptos::prelude::*;
use model::chart::TableRow;

/// What the table holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Content {
    /// The headings, the first of them that of the time.
    pub(super) head: Vec<String>,
    /// The rows, newest first.
    pub(super) rows: Vec<TableRow>,
}

/// A table in a region that scrolls; the region can be focused, so that keys scroll it.
#[component]
pub(super) fn TableView(
    /// What it holds.
    content: Signal<Content>,
    /// Title of the panel.
    title: Signal<String>,
    /// The chart in words.
    summary: Signal<String>,
    /// Height of the region in pixels at the usual root size.
    height_px: f64,
) -> impl IntoView {
    let head = move || {
        let cell = |name: &String| view! { <th scope="col">{name.clone()}</th> };
        content.with(|content| content.head.iter().map(cell).collect_view())
    };
    let rows = move || content.with(|content| content.rows.clone());
    view! {
        <div
            class="plot-table"
            role="region"
            tabindex="0"
            aria-label=move || format!("{}, table", title.get())
            style:height=format!("{}rem", height_px / 16.0)
        >
            <table class="plot-table__table">
                <caption class="plot-table__caption">{summary}</caption>
                <thead>
                    <tr>{head}</tr>
                </thead>
                <tbody>
                    {keyed(rows, row_key, |row| view! {
                        <tr>
                            <th scope="row">{row.time}</th>
                            {row.cells.into_iter().map(|cell| view! { <td>{cell}</td> }).collect_view()}
                        </tr>
                    }.into_any())}
                </tbody>
            </table>
        </div>
    }
}

/// A row is built again where anything in it differs.
fn row_key(row: &TableRow) -> String {
    let mut key = row.time.clone();
    for cell in &row.cells {
        key.push('\n');
        key.push_str(cell);
    }
    key
}
