//! A chart as rows, for those who would rather read numbers. The newest row comes first.

use super::plot::buckets;
use crate::format;
use crate::zone::Zone;
use contract::panel::Chart;
use contract::panel::Values;

/// One bucket as a row.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TableRow {
    /// Start of the bucket, Unix milliseconds; unique in its table.
    pub at_ms: i64,
    /// The same in words.
    pub time: String,
    /// One cell a column of [`table_head`] after the first.
    pub cells: Vec<String>,
}

/// The headings: time, then each series, then the previous window of those that have one.
pub fn table_head(chart: &Chart) -> Vec<String> {
    let mut head = vec!["Time".to_owned()];
    head.extend(chart.series.iter().map(|one| one.name.clone()));
    head.extend(
        chart.series.iter().filter(|one| one.previous.is_some()).map(|one| format!("{} before", one.name)),
    );
    head
}

/// The rows, newest first. All series are in the table, also those hidden in the picture.
pub fn table_rows(chart: &Chart, zone: &Zone) -> Vec<TableRow> {
    let columns: Vec<&Values> = chart
        .series
        .iter()
        .map(|one| &one.values)
        .chain(chart.series.iter().filter_map(|one| one.previous.as_ref()))
        .collect();
    (0..buckets(chart))
        .rev()
        .map(|bucket| {
            let at_ms = chart
                .start_ms
                .saturating_add(chart.step_ms.saturating_mul(i64::try_from(bucket).unwrap_or(i64::MAX)));
            let cells =
                columns.iter().map(|values| format::value_or_dash(chart.unit, values.get(bucket))).collect();
            TableRow { at_ms, time: format::date_time(at_ms, zone), cells }
        })
        .collect()
}
