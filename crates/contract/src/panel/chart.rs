//! Series over time, and what else happened meanwhile.

use super::{State, Threshold, Values};
use crate::unit::Unit;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How the series of a chart are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChartStyle {
    /// A line each.
    Line,
    /// A line with the area under it filled; for one series.
    Area,
    /// Areas on top of each other.
    StackedArea,
    /// Bars on top of each other, one stack a bucket.
    Bars,
}

/// Series over the dashboard's window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Chart {
    /// How it is drawn.
    pub style: ChartStyle,
    /// Unit of all its values.
    pub unit: Unit,
    /// Start of the first bucket, Unix milliseconds.
    pub start_ms: i64,
    /// Width of a bucket in milliseconds.
    pub step_ms: i64,
    /// In the order of the legend.
    pub series: Vec<Series>,
    /// Limits to be drawn.
    pub thresholds: Vec<Threshold>,
    /// How its values are laid out up the picture.
    #[serde(default, skip_serializing_if = "Scale::is_linear")]
    pub scale: Scale,
    /// What happened meanwhile, in any order; some of it may lie outside of the window.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub markers: Vec<Marker>,
}

/// One series of a chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Series {
    /// Its name in the legend, unique in its chart: "p99", "fal", "gpu".
    pub name: String,
    /// What it is about, for example `{"provider":"fal"}`.
    pub labels: BTreeMap<String, String>,
    /// A state that its colour should tell; null for an ordinary series colour.
    pub state: Option<State>,
    /// One value a bucket.
    pub values: Values,
    /// The values of the previous window, bucket by bucket, when a comparison was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Values>,
}

/// How values are laid out up a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// Twice as much is twice as high.
    #[default]
    Linear,
    /// Ten times as much is one step higher; only where values are compared and not added up, so
    /// not for stacks and bars.
    Log,
}

impl Scale {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
    fn is_linear(&self) -> bool {
        *self == Self::Linear
    }
}

/// Something that happened while the series of a chart took their course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Marker {
    /// When it began, Unix milliseconds.
    pub at_ms: i64,
    /// When it ended, Unix milliseconds; null for an alert that still fires. What is a moment,
    /// like a deploy, ends when it begins.
    pub until_ms: Option<i64>,
    /// What it is.
    pub kind: MarkerKind,
    /// What it is in words: "Slow responses", "deploy a1b2c3".
    pub text: String,
}

/// What a [`Marker`] stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MarkerKind {
    /// A new version went live; a moment, whatever its end says.
    Deploy,
    /// An alert of severity warning fired.
    Warning,
    /// An alert of severity critical fired.
    Critical,
}
