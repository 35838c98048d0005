//! The objects of the contract, by their fields.

use super::{Decode, DecodeError, Fields};
use crate::dashboard::{Alert, AppConfig, Dashboard, Extent, Source};
use crate::error::{ErrorAnswer, ErrorBody, Position};
use crate::panel::{
    BarRow, Bars, Cell, Chart, Column, Funnel, Heatmap, Marker, Panel, PanelBody, Row, Sentence, Sentences,
    Series, Stage, Strip, StripCell, Strips, Table, Threshold, Tile, Tiles,
};
use crate::stream::StreamData;
use crate::time::Window;
use serde_json::Value;

/// A reader for each type. The compiler refuses a list that misses a field. Fields after a
/// semicolon are left out of an answer where they have their default.
macro_rules! records {
    ($($type:ident { $($field:ident),+ $(; $($optional:ident),+)? })+) => { $(
        impl Decode for $type {
            fn decode(value: Value) -> Result<Self, DecodeError> {
                let mut fields = Fields::of(value)?;
                Ok(Self {
                    $($field: fields.take(stringify!($field))?,)+
                    $($($optional: fields.take::<Option<_>>(stringify!($optional))?.unwrap_or_default(),)+)?
                })
            }
        }
    )+ };
}

records! {
    AppConfig { api_base }
    ErrorAnswer { error }
    ErrorBody { code, message, position }
    Position { field, offset }
    StreamData { generated_at_ms, revision, build, sources }
    Dashboard {
        id, generated_at_ms, data_through_ms, stale_after_ms, window, is_demo, extent, sources, alerts, panels
    }
    Window { from_ms, to_ms, step_ms }
    Extent { first_ms, last_ms }
    Source { service, last_event_ms }
    Alert { rule, labels, severity, sentence, since_ms, dashboard }
    Panel { id, data_through_ms, body }
    Threshold { value, direction, severity }
    Tiles { tiles }
    Tile {
        metric, key, title, unit, value, detail, previous, threshold, state, values, dashboard, data_through_ms
    }
    Chart { style, unit, start_ms, step_ms, series, thresholds; scale, markers }
    Marker { at_ms, until_ms, kind, text }
    Series { name, labels, state, values, previous }
    Heatmap { unit, start_ms, step_ms, buckets, band_edges, counts, threshold }
    Table { columns, rows, empty, more }
    Column { key, title, unit }
    Row { key, cells, trace_id, logs_query }
    Funnel { stages }
    Stage { key, title, count, failed, is_for_all }
    Bars { unit, value_title, tail_title, rows, empty }
    BarRow { key, title, value, tail, detail, is_outlier, previous }
    Strips { start_ms, step_ms, strips, empty }
    Strip { key, title, state, availability_percent, cells }
    StripCell { state, count, failed }
    Sentences { sentences, empty }
    Sentence { key, state, text, since_ms, dashboard }
}

impl Decode for PanelBody {
    fn decode(value: Value) -> Result<Self, DecodeError> {
        match value.get("kind").and_then(Value::as_str).unwrap_or_default() {
            "tiles" => Tiles::decode(value).map(Self::Tiles),
            "chart" => Chart::decode(value).map(Self::Chart),
            "heatmap" => Heatmap::decode(value).map(Self::Heatmap),
            "table" => Table::decode(value).map(Self::Table),
            "funnel" => Funnel::decode(value).map(Self::Funnel),
            "bars" => Bars::decode(value).map(Self::Bars),
            "strips" => Strips::decode(value).map(Self::Strips),
            "sentences" => Sentences::decode(value).map(Self::Sentences),
            "error" => ErrorBody::decode(value).map(Self::Error),
            _ => Err(DecodeError::new("a known kind of panel")),
        }
    }
}

impl Decode for Cell {
    fn decode(value: Value) -> Result<Self, DecodeError> {
        if value.as_str() == Some("empty") {
            return Ok(Self::Empty);
        }
        let (kind, content) =
            Fields::of(value)?.0.into_iter().next().ok_or(DecodeError::new("a kind of cell"))?;
        cell(&kind, content).map_err(|error| error.within(&kind))
    }
}

fn cell(kind: &str, content: Value) -> Result<Cell, DecodeError> {
    match kind {
        "text" => return String::decode(content).map(Cell::Text),
        "code" => return String::decode(content).map(Cell::Code),
        "number" => return f64::decode(content).map(Cell::Number),
        _ => {}
    }
    let mut fields = Fields::of(content)?;
    match kind {
        "judged" => Ok(Cell::Judged { value: fields.take("value")?, state: fields.take("state")? }),
        "change" => Ok(Cell::Change { percent: fields.take("percent")?, is_worse: fields.take("is_worse")? }),
        "state" => Ok(Cell::State { state: fields.take("state")?, text: fields.take("text")? }),
        _ => Err(DecodeError::new("a known kind of cell")),
    }
}
