//! The pieces that panels of several dashboards are made of.

use super::judge;
use super::reader::{Measured, Reader};
use super::series;
use crate::store::{Aggregate, StoreError};
use contract::catalogue::{DashboardId, MetricId};
use contract::line::Measure;
use contract::panel::{
    Cell, Chart, ChartStyle, Column, PanelBody, Row, Scale, Sentence, Sentences, Series, State, Table,
    Threshold, Tile,
};
use contract::unit::Unit;
use model::format;
use std::collections::BTreeMap;

/// The most series of one chart; what comes on top is the least of all and is left out.
const MOST_SERIES: usize = 60;

/// A chart over the dashboard's window.
pub(super) fn chart(
    reader: &Reader<'_>,
    style: ChartStyle,
    unit: Unit,
    series: Vec<Series>,
    thresholds: Vec<Threshold>,
) -> PanelBody {
    let window = reader.window;
    PanelBody::Chart(Chart {
        style,
        unit,
        start_ms: window.from_ms,
        step_ms: window.step_ms,
        series,
        thresholds,
        scale: Scale::Linear,
        markers: Vec::new(),
    })
}

/// One series of a chart, its values worked out of `measured`.
pub(super) fn one(
    name: impl Into<String>,
    measured: &Measured,
    value: impl Fn(&Aggregate) -> Option<f64>,
) -> Series {
    Series {
        name: name.into(),
        labels: measured.labels.clone(),
        state: None,
        values: series::each(&measured.buckets, &value).into(),
        previous: measured.previous.as_ref().map(|buckets| series::each(buckets, &value).into()),
    }
}

/// One series for each value of a label.
pub(super) fn one_each(
    all: &[Measured],
    label: &str,
    value: impl Fn(&Aggregate) -> Option<f64>,
) -> Vec<Series> {
    largest(all).into_iter().map(|measured| one(measured.label(label), measured, &value)).collect()
}

/// In which buckets the services were heard, in the window and in the one before.
pub(super) struct Heard {
    now: Vec<bool>,
    before: Option<Vec<bool>>,
}

impl Heard {
    pub(super) fn new(reader: &Reader<'_>, measures: &[Measure]) -> Result<Self, StoreError> {
        let before = reader.previous.map(|window| reader.heard(window, measures)).transpose()?;
        Ok(Self { now: reader.heard(reader.window, measures)?, before })
    }

    /// A series of how many in a second.
    pub(super) fn rate(
        &self,
        reader: &Reader<'_>,
        name: impl Into<String>,
        measured: &Measured,
        counted: impl Fn(&Aggregate) -> u64,
    ) -> Series {
        let of = |buckets, heard, window| series::rates(buckets, heard, window, reader.now_ms, &counted);
        let previous = match (&measured.previous, &self.before, reader.previous) {
            (Some(buckets), Some(heard), Some(window)) => Some(of(buckets, heard, window).into()),
            _ => None,
        };
        let values = of(&measured.buckets, &self.now, reader.window).into();
        Series { name: name.into(), labels: measured.labels.clone(), state: None, values, previous }
    }

    /// A series of how many in a bucket.
    pub(super) fn count(
        &self,
        name: impl Into<String>,
        measured: &Measured,
        counted: impl Fn(&Aggregate) -> u64,
    ) -> Series {
        let previous = match (&measured.previous, &self.before) {
            (Some(buckets), Some(heard)) => Some(series::counts(buckets, heard, &counted).into()),
            _ => None,
        };
        let values = series::counts(&measured.buckets, &self.now, &counted).into();
        Series { name: name.into(), labels: measured.labels.clone(), state: None, values, previous }
    }
}

/// Bounded in number, in the order of the labels; where there are too many, those with the largest
/// sum of values stay.
fn largest(all: &[Measured]) -> Vec<&Measured> {
    let mut kept: Vec<&Measured> = all.iter().collect();
    if kept.len() > MOST_SERIES {
        let sum = |measured: &Measured| measured.buckets.iter().flatten().map(|a| a.sum).sum::<f64>();
        kept.sort_by(|a, b| sum(b).total_cmp(&sum(a)));
        kept.truncate(MOST_SERIES);
        kept.sort_by(|a, b| a.labels.cmp(&b.labels));
    }
    kept
}

/// What a tile says now.
pub(super) struct Reading {
    /// The number.
    pub(super) value: Option<f64>,
    /// How many events it rests on.
    pub(super) sample: u64,
    /// What it is about.
    pub(super) detail: Option<String>,
}

/// A tile of a metric of the catalogue.
pub(super) fn metric_tile(
    id: MetricId,
    reading: Reading,
    previous: Option<f64>,
    values: Vec<Option<f64>>,
    data_through_ms: Option<i64>,
    on: DashboardId,
) -> Tile {
    let metric = id.metric();
    let state = judge::sampled(id, reading.value, reading.sample);
    let is_unjudged = reading.value.is_some() && state == State::NoData;
    let detail =
        reading.detail.map(|detail| if is_unjudged { format!("{detail}, too few to judge") } else { detail });
    Tile {
        metric: Some(id),
        key: metric.name.to_owned(),
        title: metric.title.to_owned(),
        unit: metric.unit,
        value: reading.value,
        detail,
        previous,
        threshold: Some(judge::threshold(id)),
        state,
        values,
        dashboard: (metric.dashboard != on).then_some(metric.dashboard),
        data_through_ms,
    }
}

/// A column.
pub(super) fn column(key: &str, title: &str, unit: Option<Unit>) -> Column {
    Column { key: key.to_owned(), title: title.to_owned(), unit }
}

/// A row that leads nowhere.
pub(super) fn row(key: impl Into<String>, cells: Vec<Cell>) -> Row {
    Row { key: key.into(), cells, trace_id: None, logs_query: None }
}

/// A table that shows all it has.
pub(super) fn table(columns: Vec<Column>, rows: Vec<Row>, empty: &str) -> PanelBody {
    PanelBody::Table(Table { columns, rows, empty: empty.to_owned(), more: 0 })
}

/// Sentences.
pub(super) fn sentences(sentences: Vec<Sentence>, empty: &str) -> PanelBody {
    PanelBody::Sentences(Sentences { sentences, empty: empty.to_owned() })
}

/// A number, or nothing.
pub(super) fn number(value: Option<f64>) -> Cell {
    value.map_or(Cell::Empty, Cell::Number)
}

/// A point in time, or nothing.
pub(super) fn moment(at_ms: Option<i64>) -> Cell {
    #[expect(clippy::cast_precision_loss, reason = "Unix milliseconds stay far below 2^53")]
    at_ms.map_or(Cell::Empty, |at_ms| Cell::Number(at_ms as f64))
}

/// Words, or nothing.
pub(super) fn text(words: Option<&str>) -> Cell {
    words.map_or(Cell::Empty, |words| Cell::Text(words.to_owned()))
}

/// An identifier, or nothing.
pub(super) fn code(id: Option<&str>) -> Cell {
    id.map_or(Cell::Empty, |id| Cell::Code(id.to_owned()))
}

/// "1,204".
pub(super) fn count_words(count: u64) -> String {
    format::value(Unit::Count, series::as_f64(count))
}

/// "7 of 120 requests failed".
pub(super) fn failed_words(failed: u64, count: u64, things: &str) -> String {
    format!("{} of {} {things} failed", count_words(failed), count_words(count))
}

/// Series without labels of their own.
pub(super) fn no_labels() -> BTreeMap<String, String> {
    BTreeMap::new()
}
