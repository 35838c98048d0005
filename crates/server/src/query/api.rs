//! API Performance: is the API fast and right?

use super::overview::{error_rate, request_rate};
use super::panels::{Heard, chart, column, number, one, table, text};
use super::reader::{Measured, Reader};
use super::{judge, panel, series};
use crate::store::{Aggregate, LineQuery, StoreError, StoredLine};
use contract::catalogue::MetricId;
use contract::line::Measure;
use contract::panel::{Cell, ChartStyle, Heatmap, Panel, PanelBody, PanelId, Row, State, Table};
use contract::unit::Unit;
use serde_json::Value;

/// The most routes that are listed; the busiest first.
const MOST_ROUTES: usize = 50;
/// The most lines that are listed.
const MOST_LINES: usize = 20;
/// Lower edges of the bands of the heatmap in milliseconds: three or four to a power of ten, so
/// that both 5 ms and 50 s can be told from their neighbours.
const BAND_EDGES_MS: [f64; 16] = [
    0.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1_000.0, 2_000.0, 5_000.0, 10_000.0, 20_000.0,
    30_000.0, 60_000.0,
];
/// A rise is called one for the worse from here on, in percent.
const LEAST_CHANGE_PERCENT: f64 = 10.0;
/// A change is told when there were at least so many calls before.
const LEAST_CALLS_BEFORE: u64 = 20;
/// A rise is called one for the worse when there were at least so many calls, before and now.
const LEAST_CALLS_WORSE: u64 = 50;

/// The panels in the order of reading.
pub(super) fn panels(reader: &Reader<'_>) -> Vec<Panel> {
    let requests = reader.through(&[Measure::Request]);
    vec![
        panel(PanelId::RequestRate, requests, request_rate(reader)),
        panel(PanelId::ErrorRate, requests, error_rate(reader)),
        panel(PanelId::RequestLatency, requests, latency(reader)),
        panel(PanelId::LatencyHeatmap, requests, heatmap(reader)),
        panel(PanelId::StatusClasses, requests, status_classes(reader)),
        panel(PanelId::Routes, requests, routes(reader)),
        panel(PanelId::NewestServerErrors, requests, newest_errors(reader)),
    ]
}

fn latency(reader: &Reader<'_>) -> Result<PanelBody, StoreError> {
    let requests = reader.total(&Measure::Request, true)?;
    let series = [("p50", 0.5), ("p90", 0.9), ("p99", 0.99)]
        .into_iter()
        .map(|(name, share)| one(name, &requests, move |a| series::quantile(a, share)))
        .collect();
    let limit = judge::threshold(MetricId::RequestLatencyP99);
    Ok(chart(reader, ChartStyle::Line, Unit::Milliseconds, series, vec![limit]))
}

fn heatmap(reader: &Reader<'_>) -> Result<PanelBody, StoreError> {
    let requests = reader.total(&Measure::Request, true)?;
    let mut counts = vec![vec![0_u64; requests.buckets.len()]; BAND_EDGES_MS.len()];
    for (at, bucket) in requests.buckets.iter().enumerate() {
        let Some(sketch) = bucket.as_ref().and_then(|a| a.sketch.as_ref()) else { continue };
        // Counting from the top, each band is what is not above it.
        let mut above = 0;
        for (edge, band) in BAND_EDGES_MS.iter().zip(&mut counts).rev() {
            let from_here = sketch.count() - sketch.count_below(*edge);
            if let Some(count) = band.get_mut(at) {
                *count = from_here.saturating_sub(above);
            }
            above = from_here;
        }
    }
    Ok(PanelBody::Heatmap(Heatmap {
        unit: Unit::Milliseconds,
        start_ms: reader.window.from_ms,
        step_ms: reader.window.step_ms,
        buckets: requests.buckets.len(),
        band_edges: BAND_EDGES_MS.to_vec(),
        counts,
        threshold: Some(judge::threshold(MetricId::RequestLatencyP99)),
    }))
}

/// Requests in a second by the first digit of their status.
fn status_classes(reader: &Reader<'_>) -> Result<PanelBody, StoreError> {
    let heard = Heard::new(reader, &[Measure::Request])?;
    let classes = reader.by(&Measure::Request, &["status_class"], false)?;
    let series = classes
        .iter()
        .map(|class| {
            let name = class.label("status_class").to_owned();
            let state = match name.as_str() {
                "2xx" | "3xx" => Some(State::Ok),
                "4xx" => Some(State::Warning),
                "5xx" => Some(State::Critical),
                _ => None,
            };
            let mut series = heard.rate(reader, name, class, |a| a.count);
            series.state = state;
            series
        })
        .collect();
    Ok(chart(reader, ChartStyle::StackedArea, Unit::PerSecond, series, Vec::new()))
}

fn routes(reader: &Reader<'_>) -> Result<PanelBody, StoreError> {
    // The change is always told, so the window before is read whether or not it is drawn.
    let labels = ["method", "route"];
    let now = reader.ask(reader.window, &Measure::Request, &labels, true)?;
    let before = reader.ask(reader.window.previous(), &Measure::Request, &labels, true)?;
    let secs = reader.recent_secs(reader.window);
    let mut rows: Vec<(u64, Row)> = Vec::new();
    for group in now.iter() {
        let Some(all) = series::merged(&group.buckets) else { continue };
        let same = before.iter().find(|other| other.labels == group.labels);
        let earlier = same.and_then(|other| whole(&other.buckets));
        let measured = Measured { labels: group.labels.clone(), buckets: Vec::new(), previous: None };
        rows.push((all.count, route_row(&measured, &all, earlier.as_ref(), secs)));
    }
    rows.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.key.cmp(&b.1.key)));
    let more = rows.len().saturating_sub(MOST_ROUTES) as u64;
    let columns = vec![
        column("method", "Method", None),
        column("route", "Route", None),
        column("rate", "Rate", Some(Unit::PerSecond)),
        column("errors", "Errors", Some(Unit::Percent)),
        column("p50", "p50", Some(Unit::Milliseconds)),
        column("p99", "p99", Some(Unit::Milliseconds)),
        column("change", "p99 change", Some(Unit::Percent)),
    ];
    let rows = rows.into_iter().take(MOST_ROUTES).map(|(_, row)| row).collect();
    Ok(PanelBody::Table(Table { columns, rows, empty: "No request was made.".to_owned(), more }))
}

/// A window before that can be compared with: it has enough calls, in its first half too.
fn whole(buckets: &[Option<Aggregate>]) -> Option<Aggregate> {
    let is_covered = buckets.iter().take(buckets.len().div_ceil(2)).any(Option::is_some);
    series::merged(buckets).filter(|all| is_covered && all.count >= LEAST_CALLS_BEFORE)
}

fn route_row(group: &Measured, all: &Aggregate, earlier: Option<&Aggregate>, secs: f64) -> Row {
    let (method, route) = (group.label("method"), group.label("route"));
    let errors = series::failure_percent(all);
    let p99 = series::quantile(all, 0.99);
    let judged = |metric, value: Option<f64>| match (value, judge::sampled(metric, value, all.count)) {
        (Some(value), state @ (State::Warning | State::Critical)) => Cell::Judged { value, state },
        (value, _) => number(value),
    };
    let change = match (p99, earlier.and_then(|earlier| series::quantile(earlier, 0.99))) {
        (Some(now), Some(before)) if before > 0.0 => {
            let percent = (now - before) / before * 100.0;
            let calls = earlier.map_or(0, |earlier| earlier.count).min(all.count);
            let is_worse = percent > LEAST_CHANGE_PERCENT && calls >= LEAST_CALLS_WORSE;
            Cell::Change { percent, is_worse }
        }
        _ => Cell::Empty,
    };
    let known = |name: &str| group.labels.contains_key(name);
    let logs_query = known("route").then(|| format!("http_route:\"{route}\""));
    let cells = vec![
        if known("method") { text(Some(method)) } else { Cell::Empty },
        Cell::Code(route.to_owned()),
        number((secs > 0.0).then(|| series::as_f64(all.count) / secs)),
        judged(MetricId::ErrorRate, errors),
        number(series::quantile(all, 0.5)),
        judged(MetricId::RequestLatencyP99, p99),
        change,
    ];
    Row { key: format!("{method} {route}"), cells, trace_id: None, logs_query }
}

fn newest_errors(reader: &Reader<'_>) -> Result<PanelBody, StoreError> {
    let lines = reader.store.lines(&LineQuery {
        from_ms: reader.window.from_ms,
        to_ms: reader.window.to_ms,
        min_level: None,
        min_http_status: Some(500),
        limit: MOST_LINES,
    })?;
    let columns = vec![
        column("time", "Time", Some(Unit::Timestamp)),
        column("status", "Status", None),
        column("method", "Method", None),
        column("route", "Route", None),
        column("duration", "Duration", Some(Unit::Milliseconds)),
        column("message", "Message", None),
    ];
    Ok(table(columns, lines.iter().map(error_row).collect(), "No request failed with a 5xx."))
}

fn error_row(stored: &StoredLine) -> Row {
    let line = &stored.line;
    let field = |names: &[&str]| {
        let value = names.iter().find_map(|name| line.fields.get(*name))?;
        Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
    };
    let status = field(&["http_status", "http.response.status_code", "http.status_code"]);
    let method = field(&["http_method", "http.request.method", "http.method"]);
    let route = field(&["http_route", "http.route", "url.path"]);
    let message = if line.message.is_empty() {
        line.fields.get("error").and_then(Value::as_str)
    } else {
        Some(line.message.as_str())
    };
    let cells = vec![
        super::panels::moment(Some(line.timestamp_ms)),
        text(status.as_deref()),
        text(method.as_deref()),
        super::panels::code(route.as_deref()),
        number(line.duration_ms),
        text(message),
    ];
    Row {
        key: stored.id.clone(),
        cells,
        trace_id: line.trace_id.clone(),
        logs_query: line.trace_id.as_ref().map(|id| format!("trace_id:{id}")),
    }
}
