//! The order of a table's rows after a click on a heading.
//!
//! Policy: rows without a value stand last whichever way the order goes; rows that are alike keep
//! the server's order; the third click gives the server's order back.

use contract::panel::{Cell, Row, Table};
use std::cmp::Ordering;

/// By which column rows are ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Order {
    /// Key of the column.
    pub(super) column: String,
    /// Whether the largest stands first.
    pub(super) is_descending: bool,
}

/// The order after a click on the heading of `column`: numbers begin with the largest, words with
/// the first of the alphabet, the second click turns it round, the third takes it away.
pub(super) fn next_order(current: Option<&Order>, column: &str, is_number: bool) -> Option<Order> {
    match current {
        Some(order) if order.column == column && order.is_descending == is_number => {
            Some(Order { column: column.to_owned(), is_descending: !is_number })
        }
        Some(order) if order.column == column => None,
        _ => Some(Order { column: column.to_owned(), is_descending: is_number }),
    }
}

/// The rows in that order.
pub(super) fn ordered_rows(table: &Table, order: Option<&Order>) -> Vec<Row> {
    let mut rows = table.rows.clone();
    let by = order.and_then(|order| {
        let place = table.columns.iter().position(|column| column.key == order.column)?;
        Some((place, order.is_descending))
    });
    if let Some((place, is_descending)) = by {
        rows.sort_by(|a, b| compare(a.cells.get(place), b.cells.get(place), is_descending));
    }
    rows
}

fn compare(a: Option<&Cell>, b: Option<&Cell>, is_descending: bool) -> Ordering {
    let along = |order: Ordering| if is_descending { order.reverse() } else { order };
    match (number(a), number(b)) {
        (Some(a), Some(b)) => return along(a.total_cmp(&b)),
        (Some(_), None) => return Ordering::Less,
        (None, Some(_)) => return Ordering::Greater,
        (None, None) => {}
    }
    match (words(a), words(b)) {
        (Some(a), Some(b)) => along(a.cmp(&b)),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}

fn number(cell: Option<&Cell>) -> Option<f64> {
    match cell? {
        Cell::Number(value) | Cell::Judged { value, .. } => Some(*value),
        Cell::Change { percent, .. } => Some(*percent),
        _ => None,
    }
}

/// Words to compare by: a state's badness comes before its word.
fn words(cell: Option<&Cell>) -> Option<(u8, String)> {
    match cell? {
        Cell::Text(text) | Cell::Code(text) => Some((0, text.to_lowercase())),
        Cell::State { state, text } => Some((*state as u8, text.to_lowercase())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::panel::{Column, State};

    fn table(cells: &[Cell]) -> Table {
        let row = |(index, cell): (usize, &Cell)| Row {
            key: index.to_string(),
            cells: vec![cell.clone()],
            trace_id: None,
            logs_query: None,
        };
        Table {
            columns: vec![Column { key: "c".to_owned(), title: String::new(), unit: None }],
            rows: cells.iter().enumerate().map(row).collect(),
            empty: String::new(),
            more: 0,
        }
    }

    fn keys(cells: &[Cell], is_descending: bool) -> String {
        let order = Order { column: "c".to_owned(), is_descending };
        ordered_rows(&table(cells), Some(&order)).into_iter().map(|row| row.key).collect()
    }

    #[test]
    fn rows_are_ordered_by_what_their_cells_mean() {
        let numbers = [
            Cell::Number(2.0),
            Cell::Empty,
            Cell::Judged { value: 10.0, state: State::Ok },
            Cell::Change { percent: -3.0, is_worse: true },
        ];
        assert_eq!(keys(&numbers, false), "3021");
        assert_eq!(keys(&numbers, true), "2031", "what is empty stays last");
        let words = [Cell::Text("b".to_owned()), Cell::Code("A".to_owned()), Cell::Empty];
        assert_eq!(keys(&words, false), "102");
        let state = |state, text: &str| Cell::State { state, text: text.to_owned() };
        assert_eq!(
            keys(&[state(State::Ok, "a"), state(State::Critical, "b"), state(State::Ok, "b")], true),
            "120"
        );
    }

    #[test]
    fn an_unknown_column_changes_nothing() {
        let table = table(&[Cell::Number(1.0), Cell::Number(2.0)]);
        let order = Order { column: "gone".to_owned(), is_descending: true };
        assert_eq!(ordered_rows(&table, Some(&order)), table.rows);
    }

    #[test]
    fn the_third_click_gives_the_first_order_back() {
        let first = next_order(None, "c", true);
        let second = next_order(first.as_ref(), "c", true);
        assert_eq!(first.as_ref().map(|order| order.is_descending), Some(true));
        assert_eq!(second.as_ref().map(|order| order.is_descending), Some(false));
        assert_eq!(next_order(second.as_ref(), "c", true), None);
        let other = next_order(first.as_ref(), "d", false);
        assert_eq!(other, Some(Order { column: "d".to_owned(), is_descending: false }));
    }
}
