//! System Overview: is anything wrong, and where?

use super::panels::{
    Heard, chart, column, count_words, failed_words, metric_tile, moment, one, one_each, row,
};
use super::panels::{Reading, sentences, table};
use super::reader::Reader;
use super::{judge, panel, series};
use crate::store::{Aggregate, StoreError};
use contract::catalogue::{DashboardId, MetricId};
use contract::dashboard::{Alert, Source};
use contract::line::Measure;
use contract::panel::{Cell, ChartStyle, Panel, PanelBody, PanelId, Sentence, State, Tile, Tiles};
use contract::time::DAY_MS;
use contract::unit::Unit;
use model::format;

/// The panels in the order of reading.
pub(super) fn panels(reader: &Reader<'_>, alerts: &[Alert], sources: &[Source]) -> Vec<Panel> {
    let through = |measures: &[Measure]| reader.through(measures);
    let newest_ms = sources.iter().map(|source| source.last_event_ms).max();
    let gauges = [
        (PanelId::Cpu, Measure::CpuUtilization, MetricId::CpuUtilization),
        (PanelId::Memory, Measure::MemoryUtilization, MetricId::MemoryUtilization),
        (PanelId::Disk, Measure::DiskUtilization, MetricId::DiskUtilization),
    ];
    let requests = through(&[Measure::Request]);
    let generations = through(&[Measure::GenerationFinished]);
    let mut panels = vec![
        panel(PanelId::KeyMetrics, newest_ms, key_metrics(reader)),
        panel(PanelId::FiringAlerts, newest_ms, Ok(firing(reader, alerts, sources))),
        panel(PanelId::RequestRate, requests, request_rate(reader)),
        panel(PanelId::ErrorRate, requests, error_rate(reader)),
        panel(
            PanelId::RequestLatencyP99,
            requests,
            p99(reader, &Measure::Request, MetricId::RequestLatencyP99),
        ),
        panel(
            PanelId::GenerationLatencyP99,
            generations,
            p99(reader, &Measure::GenerationFinished, MetricId::GenerationLatencyP99),
        ),
        panel(PanelId::GenerationSuccess, generations, generation_success(reader)),
        panel(PanelId::QueueDepth, through(&[Measure::QueueDepth]), super::queues::depth(reader)),
    ];
    for (id, measure, metric) in gauges {
        panels.push(panel(id, through(std::slice::from_ref(&measure)), by_host(reader, &measure, metric)));
    }
    let database = [Measure::DbUtilization, Measure::DbConnections];
    panels.push(panel(PanelId::DbConnections, through(&database), database_connections(reader)));
    panels.push(panel(PanelId::LastHeardFrom, newest_ms, Ok(last_heard(reader, sources))));
    panels
}

/// Requests in a second.
pub(super) fn request_rate(reader: &Reader<'_>) -> Result<PanelBody, StoreError> {
    let requests = reader.total(&Measure::Request, true)?;
    let heard = Heard::new(reader, &[Measure::Request])?;
    let series = vec![heard.rate(reader, "requests", &requests, |a| a.count)];
    Ok(chart(reader, ChartStyle::Area, Unit::PerSecond, series, Vec::new()))
}

/// 5xx answers in percent.
pub(super) fn error_rate(reader: &Reader<'_>) -> Result<PanelBody, StoreError> {
    let requests = reader.total(&Measure::Request, true)?;
    let series = vec![one("errors", &requests, series::failure_percent)];
    Ok(chart(reader, ChartStyle::Line, Unit::Percent, series, vec![judge::threshold(MetricId::ErrorRate)]))
}

/// Generations that ended well, in percent.
pub(super) fn generation_success(reader: &Reader<'_>) -> Result<PanelBody, StoreError> {
    let finished = reader.total(&Measure::GenerationFinished, true)?;
    let series = vec![one("success", &finished, series::success_percent)];
    let limit = judge::threshold(MetricId::GenerationSuccessRate);
    Ok(chart(reader, ChartStyle::Line, Unit::Percent, series, vec![limit]))
}

fn p99(reader: &Reader<'_>, measure: &Measure, metric: MetricId) -> Result<PanelBody, StoreError> {
    let measured = reader.total(measure, true)?;
    let series = vec![one("p99", &measured, |a| series::quantile(a, 0.99))];
    Ok(chart(reader, ChartStyle::Line, Unit::Milliseconds, series, vec![judge::threshold(metric)]))
}

fn by_host(reader: &Reader<'_>, measure: &Measure, metric: MetricId) -> Result<PanelBody, StoreError> {
    let hosts = reader.by(measure, &["host"], false)?;
    let series = one_each(&hosts, "host", Aggregate::mean);
    Ok(chart(reader, ChartStyle::Line, Unit::Percent, series, vec![judge::threshold(metric)]))
}

/// In percent of the capacity; as plain numbers where nobody says the capacity.
fn database_connections(reader: &Reader<'_>) -> Result<PanelBody, StoreError> {
    if !reader.is_fed(&Measure::DbUtilization) && reader.is_fed(&Measure::DbConnections) {
        let databases = reader.by(&Measure::DbConnections, &["database"], false)?;
        let series = one_each(&databases, "database", |a| Some(a.max));
        return Ok(chart(reader, ChartStyle::Line, Unit::Count, series, Vec::new()));
    }
    let databases = reader.by(&Measure::DbUtilization, &["database"], false)?;
    let series = one_each(&databases, "database", |a| Some(a.max));
    let limit = judge::threshold(MetricId::DbConnections);
    Ok(chart(reader, ChartStyle::Line, Unit::Percent, series, vec![limit]))
}

fn firing(reader: &Reader<'_>, alerts: &[Alert], sources: &[Source]) -> PanelBody {
    let of_alert = |alert: &Alert| {
        let labels: Vec<String> =
            alert.labels.iter().map(|(name, value)| format!(":{name}={value}")).collect();
        let title = judge::rule(alert.rule).title;
        Sentence {
            key: format!("{}{}", title.to_lowercase().replace(' ', "_"), labels.concat()),
            state: judge::state_of(alert.severity),
            text: format!("{title}: {}", alert.sentence),
            since_ms: Some(alert.since_ms),
            dashboard: Some(alert.dashboard),
        }
    };
    let mut all: Vec<Sentence> = alerts.iter().map(of_alert).collect();
    // A source that sent something within a day and stopped is told, so that silence never looks
    // like health; one that was heard once last week is not.
    let silent = sources.iter().filter(|source| reader.is_silent(source));
    all.extend(silent.filter(|source| reader.now_ms - source.last_event_ms < DAY_MS).map(|source| {
        Sentence {
            key: format!("silent:{}", source.service),
            state: State::Warning,
            text: format!("{} is silent: nothing can be said about what it feeds", source.service),
            since_ms: Some(source.last_event_ms),
            dashboard: None,
        }
    }));
    sentences(all, &nothing_fires(reader, sources))
}

/// What is said when nothing fires: silence is no health.
fn nothing_fires(reader: &Reader<'_>, sources: &[Source]) -> String {
    if sources.is_empty() {
        return "Nothing can be judged: no data yet.".to_owned();
    }
    if sources.iter().all(|source| reader.is_silent(source)) {
        let newest_ms = sources.iter().map(|source| source.last_event_ms).max();
        let ago = newest_ms.map(|newest_ms| format::ago_ms(reader.now_ms - newest_ms)).unwrap_or_default();
        return format!("Nothing can be judged: no source was heard for {ago}.");
    }
    "No alert is firing.".to_owned()
}

fn last_heard(reader: &Reader<'_>, sources: &[Source]) -> PanelBody {
    let columns = vec![
        column("source", "Source", None),
        column("last", "Last event", Some(Unit::Timestamp)),
        column("state", "State", None),
    ];
    let rows = sources
        .iter()
        .map(|source| {
            let (state, word) =
                if reader.is_silent(source) { (State::Warning, "silent") } else { (State::Ok, "live") };
            let state = Cell::State { state, text: word.to_owned() };
            let cells = vec![Cell::Text(source.service.clone()), moment(Some(source.last_event_ms)), state];
            row(source.service.clone(), cells)
        })
        .collect();
    table(columns, rows, "Nothing was ever heard.")
}

fn key_metrics(reader: &Reader<'_>) -> Result<PanelBody, StoreError> {
    let p99 = |a: &Aggregate| series::quantile(a, 0.99);
    let tiles = vec![
        of_events(reader, MetricId::RequestLatencyP99, &Measure::Request, p99, |a| {
            format!("of {} requests", count_words(a.count))
        })?,
        of_events(reader, MetricId::ErrorRate, &Measure::Request, series::failure_percent, |a| {
            failed_words(a.failures, a.count, "requests")
        })?,
        of_events(
            reader,
            MetricId::GenerationSuccessRate,
            &Measure::GenerationFinished,
            series::success_percent,
            |a| failed_words(a.failures, a.count, "generations"),
        )?,
        of_events(reader, MetricId::GenerationLatencyP99, &Measure::GenerationFinished, p99, |a| {
            format!("of {} generations", count_words(a.count))
        })?,
        of_gauge(reader, MetricId::CpuUtilization, &Measure::CpuUtilization, "host", Aggregate::mean)?,
        of_gauge(reader, MetricId::MemoryUtilization, &Measure::MemoryUtilization, "host", Aggregate::mean)?,
        of_gauge(reader, MetricId::DiskUtilization, &Measure::DiskUtilization, "host", Aggregate::mean)?,
        connections(reader)?,
        of_gauge(reader, MetricId::QueueDepth, &Measure::QueueDepth, "queue", |a| Some(a.max))?,
        of_events(reader, MetricId::TaskProcessingTime, &Measure::TaskFinished, Aggregate::mean, |a| {
            format!("of {} tasks", count_words(a.count))
        })?,
        of_events(reader, MetricId::TaskFailureRate, &Measure::TaskFinished, series::failure_percent, |a| {
            failed_words(a.failures, a.count, "tasks")
        })?,
    ];
    Ok(PanelBody::Tiles(Tiles { tiles }))
}

/// The tile of a metric that is worked out of events.
pub(super) fn of_events(
    reader: &Reader<'_>,
    metric: MetricId,
    measure: &Measure,
    value: impl Fn(&Aggregate) -> Option<f64>,
    words: impl Fn(&Aggregate) -> String,
) -> Result<Tile, StoreError> {
    let all = reader.total(measure, true)?;
    let now = series::merged(&reader.total_in(reader.recent, measure, true)?);
    let before = reader.recent_before().map(|window| reader.total_in(window, measure, true)).transpose()?;
    let previous = before.and_then(|buckets| series::merged(&buckets)).as_ref().and_then(&value);
    let reading = Reading {
        value: now.as_ref().and_then(&value),
        sample: series::count(now.as_ref()),
        detail: now.as_ref().map(words),
    };
    let values = series::each(&all.buckets, &value);
    let through = reader.through(std::slice::from_ref(measure));
    Ok(metric_tile(metric, reading, previous, values, through, DashboardId::Overview))
}

/// The tile of a gauge: that of the subject (host, queue, database) that is worst.
pub(super) fn of_gauge(
    reader: &Reader<'_>,
    metric: MetricId,
    measure: &Measure,
    label: &'static str,
    value: impl Fn(&Aggregate) -> Option<f64>,
) -> Result<Tile, StoreError> {
    let all = reader.by(measure, &[label], false)?;
    let mut values: Vec<Option<f64>> = vec![None; reader.window.len()];
    for subject in &all {
        for (worst, here) in values.iter_mut().zip(series::each(&subject.buckets, &value)) {
            // None is less than any number.
            *worst = if here > *worst { here } else { *worst };
        }
    }
    let worst = |window| -> Result<Option<(f64, String)>, StoreError> {
        let subjects = reader.ask(window, measure, &[label], false)?;
        let readings = subjects.iter().filter_map(|subject| {
            let value = series::last(&subject.buckets).and_then(&value)?;
            Some((value, subject.labels.get(label).cloned().unwrap_or_default()))
        });
        Ok(readings.max_by(|a, b| a.0.total_cmp(&b.0)))
    };
    let now = worst(reader.recent)?;
    let previous = reader.recent_before().map(&worst).transpose()?.flatten().map(|(value, _)| value);
    let (value, subject) = now.unzip();
    let reading =
        Reading { value, sample: judge::MIN_SAMPLE, detail: subject.filter(|subject| !subject.is_empty()) };
    let through = reader.through(std::slice::from_ref(measure));
    Ok(metric_tile(metric, reading, previous, values, through, DashboardId::Overview))
}

/// Database connections, with the numbers behind the share: "main: 41 of 120 connections".
fn connections(reader: &Reader<'_>) -> Result<Tile, StoreError> {
    let mut tile =
        of_gauge(reader, MetricId::DbConnections, &Measure::DbUtilization, "database", |a| Some(a.max))?;
    let active = reader.ask(reader.recent, &Measure::DbConnections, &["database"], false)?;
    let of_database = tile.detail.as_ref().and_then(|database| {
        let same = active.iter().find(|series| series.labels.get("database") == Some(database))?;
        Some((database, series::last(&same.buckets)?.max))
    });
    if let (Some((database, active)), Some(percent)) =
        (of_database, tile.value.filter(|percent| *percent > 0.0))
    {
        let words = |value: f64| format::value(Unit::Count, value.round());
        let capacity = words(active / percent * 100.0);
        tile.detail = Some(format!("{database}: {} of {capacity} connections", words(active)));
    }
    Ok(tile)
}
