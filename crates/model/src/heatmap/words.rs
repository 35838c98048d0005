//! A heat map in words and as rows.

use super::{HeatmapPlot, edge_name};
use crate::chart::readout::{Readout, ReadoutRow, bucket_time};
use crate::chart::table::TableRow;
use crate::format;
use crate::zone::Zone;
use contract::catalogue::Direction;
use contract::panel::Heatmap;

/// The name of a band: "1 s – 2.5 s", "10 s and more".
pub fn band_name(heatmap: &Heatmap, band: usize) -> String {
    let edge = |band: usize| heatmap.band_edges.get(band).map(|edge| edge_name(heatmap, *edge));
    match (edge(band), edge(band + 1)) {
        (Some(low), Some(high)) => format!("{low} – {high}"),
        (Some(low), None) => format!("{low} and more"),
        _ => format::NO_VALUE.to_owned(),
    }
}

/// What there is in the cell of `bucket` and `band`, and in its whole column, for proportion.
pub fn readout(heatmap: &Heatmap, plot: &HeatmapPlot, bucket: usize, band: usize, zone: &Zone) -> Readout {
    let at = |band: &Vec<u64>| band.get(bucket).copied().unwrap_or(0);
    let row = |name: String, count: u64| ReadoutRow {
        name,
        color: None,
        value: number(count),
        previous: None,
        y: None,
    };
    let count = heatmap.counts.get(band).map_or(0, at);
    let all: u64 = heatmap.counts.iter().map(at).sum();
    Readout {
        bucket,
        time: bucket_time(plot.time.bucket_ms(bucket), plot.time.bucket_ms(bucket + 1), zone),
        rows: vec![row(band_name(heatmap, band), count), row("all".to_owned(), all)],
        notes: Vec::new(),
    }
}

/// The heat map in words: where most are, which band is the highest, and what lies past the limit.
pub fn summary(heatmap: &Heatmap) -> String {
    let totals: Vec<u64> = heatmap.counts.iter().map(|band| band.iter().sum()).collect();
    let all: u64 = totals.iter().sum();
    let fullest = totals.iter().enumerate().max_by_key(|(band, count)| (**count, std::cmp::Reverse(*band)));
    let Some((fullest, count)) = fullest.filter(|_| all > 0) else {
        return "No data in this range.".to_owned();
    };
    let mut parts = vec![
        format!("{} in all", number(all)),
        format!("most, {} of them, in {}", number(*count), band_name(heatmap, fullest)),
    ];
    if let Some(highest) = totals.iter().rposition(|count| *count > 0).filter(|highest| *highest != fullest) {
        parts.push(format!(
            "highest: {} in {}",
            number(totals.get(highest).copied().unwrap_or(0)),
            band_name(heatmap, highest)
        ));
    }
    if let Some(limit) = heatmap.threshold.as_ref().filter(|limit| limit.direction == Direction::Above) {
        // Only bands that lie past the limit as a whole are counted: the rest is not known.
        let past: u64 = heatmap
            .band_edges
            .iter()
            .zip(&totals)
            .filter(|(edge, _)| **edge >= limit.value)
            .map(|(_, count)| count)
            .sum();
        parts.push(format!("{} past the limit {}", number(past), format::value(heatmap.unit, limit.value)));
    }
    let mut text = parts.join("; ");
    text.push('.');
    text
}

/// The headings of the rows: time, then each band.
pub fn table_head(heatmap: &Heatmap) -> Vec<String> {
    let bands = (0..heatmap.band_edges.len()).map(|band| band_name(heatmap, band));
    std::iter::once("Time".to_owned()).chain(bands).collect()
}

/// The rows, newest first.
pub fn table_rows(heatmap: &Heatmap, zone: &Zone) -> Vec<TableRow> {
    (0..heatmap.buckets)
        .rev()
        .map(|bucket| {
            let at_ms = heatmap
                .start_ms
                .saturating_add(heatmap.step_ms.saturating_mul(i64::try_from(bucket).unwrap_or(i64::MAX)));
            let cells =
                heatmap.counts.iter().map(|band| number(band.get(bucket).copied().unwrap_or(0))).collect();
            TableRow { at_ms, time: format::date_time(at_ms, zone), cells }
        })
        .collect()
}

fn number(count: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "exact up to 2^53")]
    let count = count as f64;
    format::count(count)
}
