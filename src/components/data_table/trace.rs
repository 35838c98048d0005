//! Where a row's trace id is shown and copied.
//!
//! A trace id often contains what the row shows anyway (the seed's `gen-{generation_id}`): then
//! it is copied from there. Where it does not, the table gets a column for it.

use contract::panel::{Cell, Column, Row, Table};
use std::sync::Arc;

/// The table with a column for trace ids, where a row has one that no cell of it leads to.
pub(super) fn with_trace_column(table: &Arc<Table>) -> Arc<Table> {
    let needs_one = |row: &Row| row.trace_id.is_some() && shown_in(row).is_none();
    if !table.rows.iter().any(needs_one) {
        return Arc::clone(table);
    }
    let mut table = Table::clone(table);
    table.columns.push(Column { key: "trace".to_owned(), title: "Trace".to_owned(), unit: None });
    let columns = table.columns.len();
    for row in &mut table.rows {
        row.cells.resize(columns - 1, Cell::Empty);
        row.cells.push(row.trace_id.clone().map_or(Cell::Empty, Cell::Code));
    }
    Arc::new(table)
}

/// The trace id to be copied beside a cell.
pub(super) fn trace_of(row: &Row, place: usize) -> Option<String> {
    if shown_in(row) == Some(place) { row.trace_id.clone() } else { None }
}

/// The first cell whose identifier is the row's trace id or a part of it.
fn shown_in(row: &Row) -> Option<usize> {
    let trace_id = row.trace_id.as_deref()?;
    row.cells.iter().position(|cell| matches!(cell, Cell::Code(code) if trace_id.contains(code.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(code: &str) -> Arc<Table> {
        let row = |key: &str, trace_id: Option<&str>| Row {
            key: key.to_owned(),
            cells: vec![Cell::Number(1.0), Cell::Code(code.to_owned())],
            trace_id: trace_id.map(str::to_owned),
            logs_query: None,
        };
        let column = |key: &str| Column { key: key.to_owned(), title: key.to_owned(), unit: None };
        Arc::new(Table {
            columns: vec![column("a"), column("b")],
            rows: vec![row("1", Some("gen-7")), row("2", None)],
            empty: String::new(),
            more: 0,
        })
    }

    #[test]
    fn a_trace_id_is_copied_from_where_it_shows() {
        let table = table("7");
        let shown = with_trace_column(&table);
        assert!(Arc::ptr_eq(&shown, &table));
        assert_eq!(trace_of(&shown.rows[0], 1).as_deref(), Some("gen-7"));
        assert_eq!((trace_of(&shown.rows[0], 0), trace_of(&shown.rows[1], 1)), (None, None));
    }

    #[test]
    fn where_it_does_not_show_it_gets_a_column() {
        let shown = with_trace_column(&table("POST /v1/generations"));
        assert_eq!(shown.columns.last().map(|column| column.title.as_str()), Some("Trace"));
        assert_eq!(shown.rows[0].cells.last(), Some(&Cell::Code("gen-7".to_owned())));
        assert_eq!(shown.rows[1].cells.last(), Some(&Cell::Empty));
        assert_eq!(trace_of(&shown.rows[0], 2).as_deref(), Some("gen-7"));
    }
}
