//! What one panel of a dashboard holds. Panels are named; the app's pages place them by name.
//!
//! Values are columnar and in the unit that stands beside them. `null` is "no data" and never
//! zero: a rate of nothing is null, a count of nothing is 0.

mod chart;
mod id;
mod values;

pub use chart::{Chart, ChartStyle, Marker, MarkerKind, Scale, Series};
pub use id::PanelId;
pub use values::Values;

use crate::catalogue::{DashboardId, Direction, MetricId, Severity};
use crate::error::ErrorBody;
use crate::unit::Unit;
use serde::{Deserialize, Serialize};

/// One panel of a dashboard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Panel {
    /// Its name; each name stands at most once on a dashboard.
    pub id: PanelId,
    /// When the sources that feed it were last heard; null when none ever fed it. From this and
    /// the dashboard's `stale_after_ms` the app tells live from stale.
    pub data_through_ms: Option<i64>,
    /// What it shows.
    pub body: PanelBody,
}

/// What a panel shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PanelBody {
    /// Numbers with a limit, a state and a sparkline.
    Tiles(Tiles),
    /// Series over the dashboard's window.
    Chart(Chart),
    /// Counts by time and value band.
    Heatmap(Heatmap),
    /// Rows and columns.
    Table(Table),
    /// Stages one after the other, with losses.
    Funnel(Funnel),
    /// One bar a row, ranked.
    Bars(Bars),
    /// A status-page strip for each subject.
    Strips(Strips),
    /// Whole sentences with a state each.
    Sentences(Sentences),
    /// This panel alone could not be worked out.
    Error(ErrorBody),
}

/// How something is, judged against its limit. Staleness is not in here: the app adds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nothing to judge by.
    NoData,
    /// On the good side of its limit, or without one.
    Ok,
    /// Past a limit whose severity is warning.
    Warning,
    /// Past a limit whose severity is critical.
    Critical,
}

/// A limit to be drawn and judged by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Threshold {
    /// In the unit of what it limits.
    pub value: f64,
    /// Its bad side.
    pub direction: Direction,
    /// How bad it is to cross it.
    pub severity: Severity,
}

/// A row of [`Tile`]s.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tiles {
    /// In the order of reading.
    pub tiles: Vec<Tile>,
}

/// A number that is watched.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tile {
    /// The metric of the catalogue, where it is one.
    pub metric: Option<MetricId>,
    /// A stable key, unique in its panel.
    pub key: String,
    /// Its name on screen.
    pub title: String,
    /// Unit of `value`, `values` and the threshold.
    pub unit: Unit,
    /// The value now (over the last minutes), or null when there is nothing to work it out from.
    pub value: Option<f64>,
    /// What the value is about, in words: "celery-1", "41 of 120 connections", "7 of 120 failed".
    pub detail: Option<String>,
    /// The same value a whole window ago, when a comparison was asked for.
    pub previous: Option<f64>,
    /// Its limit.
    pub threshold: Option<Threshold>,
    /// The value judged against the limit.
    pub state: State,
    /// The course over the dashboard's window, one value a bucket; may be empty.
    pub values: Vec<Option<f64>>,
    /// Where it is shown in depth, when that is another dashboard.
    pub dashboard: Option<DashboardId>,
    /// When the sources of this tile were last heard; like a panel's.
    pub data_through_ms: Option<i64>,
}

/// Counts by time bucket and value band.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Heatmap {
    /// Unit of the bands.
    pub unit: Unit,
    /// Start of the first bucket, Unix milliseconds.
    pub start_ms: i64,
    /// Width of a bucket in milliseconds.
    pub step_ms: i64,
    /// How many buckets there are.
    pub buckets: usize,
    /// Lower edges of the bands, rising; band i ends where band i+1 begins, the last is open.
    pub band_edges: Vec<f64>,
    /// `counts[band]` is one count a bucket.
    pub counts: Vec<Vec<u64>>,
    /// A limit to be drawn across.
    pub threshold: Option<Threshold>,
}

/// Rows and columns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Table {
    /// The columns, first to last.
    pub columns: Vec<Column>,
    /// The rows in their first order.
    pub rows: Vec<Row>,
    /// What to say when there is no row: "No generation is stuck."
    pub empty: String,
    /// How many rows were left out at the end.
    pub more: u64,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Column {
    /// A stable key, unique in its table.
    pub key: String,
    /// The heading.
    pub title: String,
    /// Unit of the numbers below; null for text.
    pub unit: Option<Unit>,
}

/// One row of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Row {
    /// A stable key, unique in its table.
    pub key: String,
    /// One cell a column.
    pub cells: Vec<Cell>,
    /// The trace that the row is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace_id: Option<String>,
    /// A query for the log search that finds what the row is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logs_query: Option<String>,
}

/// One cell of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// Nothing known.
    Empty,
    /// Words.
    Text(String),
    /// An identifier or a path: set in a fixed-width face, never broken into words.
    Code(String),
    /// A number in the column's unit.
    Number(f64),
    /// A number in the column's unit, judged.
    Judged {
        /// The number.
        value: f64,
        /// How it is.
        state: State,
    },
    /// By how many percent something rose (positive) or fell.
    Change {
        /// In percent of the earlier value.
        percent: f64,
        /// Whether the change is for the worse.
        is_worse: bool,
    },
    /// A state with its own word.
    State {
        /// How it is.
        state: State,
        /// The word for it.
        text: String,
    },
}

/// Stages one after the other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Funnel {
    /// In the order that work goes through them.
    pub stages: Vec<Stage>,
}

/// One stage of a funnel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Stage {
    /// A stable key: `created`, `submitted`, a step's name, `completed`.
    pub key: String,
    /// Its name on screen.
    pub title: String,
    /// How many reached it within the window.
    pub count: u64,
    /// How many of those failed in it.
    pub failed: u64,
    /// Whether every generation goes through it. A step that only some workflows have is not a
    /// loss for the others.
    pub is_for_all: bool,
}

/// One bar a row, ranked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Bars {
    /// Unit of `value` and `tail`.
    pub unit: Unit,
    /// What `value` is: "median", "failures".
    pub value_title: String,
    /// What `tail` is: "p99". Null where rows have none.
    pub tail_title: Option<String>,
    /// In the order to be shown.
    pub rows: Vec<BarRow>,
    /// What to say when there is no row.
    pub empty: String,
}

/// One row of [`Bars`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BarRow {
    /// A stable key, unique in its panel.
    pub key: String,
    /// Its name on screen.
    pub title: String,
    /// The length of the bar; null for no data.
    pub value: Option<f64>,
    /// A second, longer mark on the same scale.
    pub tail: Option<f64>,
    /// What stands behind it, in words: "312 runs, 4 failed".
    pub detail: String,
    /// Whether it stands out for the worse among its neighbours.
    pub is_outlier: bool,
    /// `value` in the previous window, when a comparison was asked for.
    pub previous: Option<f64>,
}

/// A status-page strip for each subject.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Strips {
    /// Start of the first cell, Unix milliseconds.
    pub start_ms: i64,
    /// Width of a cell in milliseconds.
    pub step_ms: i64,
    /// One strip a subject.
    pub strips: Vec<Strip>,
    /// What to say when there is no strip.
    pub empty: String,
}

/// The window of one subject as a row of cells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Strip {
    /// A stable key, unique in its panel: the provider's name.
    pub key: String,
    /// Its name on screen.
    pub title: String,
    /// How it is now.
    pub state: State,
    /// Share of good calls over the window, in percent; null without calls.
    pub availability_percent: Option<f64>,
    /// One cell a bucket.
    pub cells: Vec<StripCell>,
}

/// One cell of a strip.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StripCell {
    /// How it was.
    pub state: State,
    /// How many calls there were.
    pub count: u64,
    /// How many of them failed.
    pub failed: u64,
}

/// Whole sentences with a state each.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sentences {
    /// In the order to be read.
    pub sentences: Vec<Sentence>,
    /// What to say when there is none.
    pub empty: String,
}

/// One sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sentence {
    /// A stable key, unique in its panel.
    pub key: String,
    /// How what it tells is.
    pub state: State,
    /// The sentence.
    pub text: String,
    /// Since when it is so; the app shows the age.
    pub since_ms: Option<i64>,
    /// Where to look.
    pub dashboard: Option<DashboardId>,
}
