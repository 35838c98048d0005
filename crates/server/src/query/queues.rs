//! Queue Health: is work piling up?

use super::overview::{of_events, of_gauge};
use super::panels::{
    Heard, chart, column, count_words, failed_words, number, one, one_each, row, sentences, table, text,
};
use super::reader::Reader;
use super::{judge, panel, series};
use crate::store::{Aggregate, StoreError, TaskRecord};
use contract::catalogue::{Condition, MetricId, RuleId};
use contract::line::Measure;
use contract::panel::{
    Cell, ChartStyle, Panel, PanelBody, PanelId, Row, Sentence, Series, State, Table, Threshold, Tiles,
};
use contract::time::HOUR_MS;
use contract::unit::Unit;
use model::format;
use std::collections::{BTreeMap, BTreeSet};

/// The most workers that are listed.
const MOST_WORKERS: usize = 100;
/// What comes and what goes differ by chance; so many standard deviations apart, a queue is said
/// to grow or to drain.
const LEAST_DEVIATIONS: f64 = 2.0;
/// A task that runs for longer than this (an hour) has lost its worker.
const LONGEST_RUN_MS: i64 = HOUR_MS;

/// The panels in the order of reading.
pub(super) fn panels(reader: &Reader<'_>) -> Vec<Panel> {
    let depth_ms = reader.through(&[Measure::QueueDepth]);
    let finished_ms = reader.through(&[Measure::TaskFinished]);
    let tasks = [Measure::TaskQueued, Measure::TaskStarted, Measure::TaskFinished];
    let tasks_ms = reader.through(&tasks);
    let open = reader.store.open_tasks(reader.now_ms);
    let (open, open_error) = match open {
        Ok(open) => (open, None),
        Err(error) => (Vec::new(), Some(error)),
    };
    // The list of open tasks feeds two panels; if it cannot be read, the second only refers to it.
    let oldest = open_error.map_or_else(|| Ok(oldest_task(reader, &open)), Err);
    vec![
        panel(PanelId::QueueSummary, depth_ms.max(finished_ms), summary(reader)),
        panel(PanelId::QueueDepth, depth_ms, depth(reader)),
        panel(PanelId::OldestTask, tasks_ms, oldest),
        panel(PanelId::QueueRates, tasks_ms, rates(reader)),
        panel(PanelId::TimeToDrain, depth_ms.max(tasks_ms), drain(reader)),
        panel(PanelId::WaitTime, reader.through(&[Measure::TaskStarted]), wait_time(reader)),
        panel(PanelId::ProcessingTime, finished_ms, processing_time(reader)),
        panel(PanelId::TaskFailureRate, finished_ms, failure_rate(reader)),
        panel(PanelId::Retries, tasks_ms, retries(reader)),
        panel(PanelId::Workers, tasks_ms, Ok(workers(reader, &open))),
    ]
}

/// Tasks waiting in each queue against both of its limits.
pub(super) fn depth(reader: &Reader<'_>) -> Result<PanelBody, StoreError> {
    let queues = reader.by(&Measure::QueueDepth, &["queue"], false)?;
    let series = one_each(&queues, "queue", |a| Some(a.max));
    let mut thresholds = vec![judge::threshold(MetricId::QueueDepth)];
    let rule = judge::rule(RuleId::QueueBacklog);
    if let Condition::Limit { limit, direction } = rule.condition {
        thresholds.push(Threshold { value: limit, direction, severity: rule.severity });
    }
    Ok(chart(reader, ChartStyle::Line, Unit::Count, series, thresholds))
}

fn summary(reader: &Reader<'_>) -> Result<PanelBody, StoreError> {
    let mut tiles = vec![
        of_gauge(reader, MetricId::QueueDepth, &Measure::QueueDepth, "queue", |a| Some(a.max))?,
        of_events(reader, MetricId::TaskProcessingTime, &Measure::TaskFinished, Aggregate::mean, |a| {
            format!("of {} tasks", count_words(a.count))
        })?,
        of_events(reader, MetricId::TaskFailureRate, &Measure::TaskFinished, series::failure_percent, |a| {
            failed_words(a.failures, a.count, "tasks")
        })?,
    ];
    for tile in &mut tiles {
        // They are at home here.
        tile.dashboard = None;
    }
    Ok(PanelBody::Tiles(Tiles { tiles }))
}

/// The oldest task of each queue that waits: who, since when, how long against the usual.
fn oldest_task(reader: &Reader<'_>, open: &[TaskRecord]) -> PanelBody {
    let mut by_queue: BTreeMap<&str, Vec<&TaskRecord>> = BTreeMap::new();
    for task in open.iter().filter(|task| task.started_ms.is_none()) {
        by_queue.entry(task.queue.as_deref().unwrap_or("unknown")).or_default().push(task);
    }
    let columns = vec![
        column("queue", "Queue", None),
        column("waiting", "Waiting", Some(Unit::Count)),
        column("age", "Age of the oldest", Some(Unit::Milliseconds)),
        column("task", "Task", None),
        column("task_id", "Task ID", None),
    ];
    let rows = by_queue
        .into_iter()
        .filter_map(|(queue, tasks)| {
            let oldest = tasks.iter().min_by_key(|task| task.queued_ms.unwrap_or(i64::MAX))?;
            let age_ms = oldest
                .queued_ms
                .map(|queued_ms| series::seconds((reader.now_ms - queued_ms).max(0)) * 1_000.0);
            let cells = vec![
                Cell::Text(queue.to_owned()),
                Cell::Number(series::as_f64(tasks.len() as u64)),
                number(age_ms),
                Cell::Text(oldest.task.clone()),
                Cell::Code(oldest.task_id.clone()),
            ];
            let logs_query = Some(format!("task_id:{}", oldest.task_id));
            Some(Row { key: queue.to_owned(), cells, trace_id: None, logs_query })
        })
        .collect();
    table(columns, rows, "No task waits.")
}

/// What says that a task has left its queue: its start, or its end where starts are not told.
fn leaving(reader: &Reader<'_>) -> Measure {
    if reader.is_fed(&Measure::TaskStarted) { Measure::TaskStarted } else { Measure::TaskFinished }
}

/// Tasks that came into each queue, and that left it, in a second.
fn rates(reader: &Reader<'_>) -> Result<PanelBody, StoreError> {
    let heard = Heard::new(reader, &[Measure::TaskQueued, Measure::TaskStarted, Measure::TaskFinished])?;
    let mut series: Vec<Series> = Vec::new();
    for (way, measure) in [("in", Measure::TaskQueued), ("out", leaving(reader))] {
        let queues = reader.by(&measure, &["queue"], false)?;
        for queue in &queues {
            let mut rate = heard.rate(reader, format!("{} {way}", queue.label("queue")), queue, |a| a.count);
            rate.labels.insert("way".to_owned(), way.to_owned());
            series.push(rate);
        }
    }
    // In and out of one queue stand side by side in the legend.
    series.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(chart(reader, ChartStyle::Line, Unit::PerSecond, series, Vec::new()))
}

/// When each queue is going to be empty, from its depth now and its rates over "now".
fn drain(reader: &Reader<'_>) -> Result<PanelBody, StoreError> {
    let depths = reader.ask(reader.recent, &Measure::QueueDepth, &["queue"], false)?;
    let queued = reader.ask(reader.recent, &Measure::TaskQueued, &["queue"], false)?;
    let retried = reader.ask(reader.recent, &Measure::TaskRetried, &["queue"], false)?;
    let left = reader.ask(reader.recent, &leaving(reader), &["queue"], false)?;
    let secs = reader.recent_secs(reader.recent);
    let per_sec = |all: &[crate::store::RollupSeries], queue: &str| {
        let of = all.iter().find(|series| series.labels.get("queue").is_some_and(|name| name == queue))?;
        Some(series::as_f64(series::count(series::merged(&of.buckets).as_ref())) / secs)
    };
    let mut sentences_of_queues = Vec::new();
    for series in depths.iter() {
        let Some(queue) = series.labels.get("queue") else { continue };
        let Some(depth) = series::last(&series.buckets).map(|a| a.max) else { continue };
        // What is tried again waits once more.
        let again = per_sec(&retried, queue).unwrap_or(0.0);
        let incoming = per_sec(&queued, queue).map(|first| first + again);
        let (state, text) = drain_words(queue, depth, incoming, per_sec(&left, queue), secs);
        sentences_of_queues.push(Sentence {
            key: queue.clone(),
            state,
            text,
            since_ms: None,
            dashboard: None,
        });
    }
    Ok(sentences(sentences_of_queues, "No queue tells its depth."))
}

/// "gpu: 1,204 waiting, draining at 3.1 /s: empty in about 6 min".
/// The rates are over the last `secs` seconds.
fn drain_words(
    queue: &str,
    depth: f64,
    incoming: Option<f64>,
    outgoing: Option<f64>,
    secs: f64,
) -> (State, String) {
    let state = judge::gauge(MetricId::QueueDepth, Some(depth));
    let waiting = format!("{queue}: {} waiting", format::value(Unit::Count, depth));
    if depth <= 0.0 {
        return (state, format!("{queue}: empty"));
    }
    let (Some(incoming), Some(outgoing)) =
        (incoming.or(outgoing.map(|_| 0.0)), outgoing.or(incoming.map(|_| 0.0)))
    else {
        return (state, format!("{waiting}, and nothing is known of what comes and goes"));
    };
    let net = outgoing - incoming;
    // Of events that come by chance, a count has its own square root as its deviation.
    let by_chance = LEAST_DEVIATIONS * ((incoming + outgoing) * secs).sqrt() / secs;
    let words = if net.abs() <= by_chance {
        format!("{waiting}, neither growing nor draining")
    } else if net > 0.0 {
        let rate = format::value(Unit::PerSecond, net);
        let about = format::ago_ms(about_ms(depth / net));
        format!("{waiting}, draining at {rate}: empty in about {about}")
    } else {
        format!("{waiting}, growing by {}: will not drain", format::value(Unit::PerSecond, -net))
    };
    (state, words)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a queue that takes longer than 2^53 ms to drain will not be shown to anyone"
)]
fn about_ms(secs: f64) -> i64 {
    // To the nearest minute from one on, because the words leave the rest out.
    let unit = if secs < 60.0 { 1.0 } else { 60.0 };
    ((secs / unit).round() * unit * 1_000.0).min(9e15) as i64
}

fn wait_time(reader: &Reader<'_>) -> Result<PanelBody, StoreError> {
    let started = reader.by(&Measure::TaskStarted, &["queue"], false)?;
    let series = one_each(&started, "queue", Aggregate::mean);
    Ok(chart(reader, ChartStyle::Line, Unit::Milliseconds, series, Vec::new()))
}

fn processing_time(reader: &Reader<'_>) -> Result<PanelBody, StoreError> {
    let all = reader.total(&Measure::TaskFinished, true)?;
    let mut series = vec![one("all tasks", &all, Aggregate::mean)];
    let by_task = reader.by(&Measure::TaskFinished, &["task"], false)?;
    series.extend(one_each(&by_task, "task", Aggregate::mean));
    let limit = judge::threshold(MetricId::TaskProcessingTime);
    Ok(chart(reader, ChartStyle::Line, Unit::Milliseconds, series, vec![limit]))
}

fn failure_rate(reader: &Reader<'_>) -> Result<PanelBody, StoreError> {
    let all = reader.total(&Measure::TaskFinished, true)?;
    let mut series = vec![one("all tasks", &all, series::failure_percent)];
    let by_task = reader.by(&Measure::TaskFinished, &["task"], false)?;
    series.extend(one_each(&by_task, "task", series::failure_percent));
    let limit = judge::threshold(MetricId::TaskFailureRate);
    Ok(chart(reader, ChartStyle::Line, Unit::Percent, series, vec![limit]))
}

fn retries(reader: &Reader<'_>) -> Result<PanelBody, StoreError> {
    let heard = Heard::new(reader, &[Measure::TaskQueued, Measure::TaskStarted, Measure::TaskFinished])?;
    let by_task = reader.by(&Measure::TaskRetried, &["task"], false)?;
    let series = by_task.iter().map(|task| heard.count(task.label("task"), task, |a| a.count)).collect();
    Ok(chart(reader, ChartStyle::Bars, Unit::Count, series, Vec::new()))
}

/// Who works on what now.
fn workers(reader: &Reader<'_>, open: &[TaskRecord]) -> PanelBody {
    let mut by_worker: BTreeMap<&str, Vec<&TaskRecord>> = BTreeMap::new();
    let since_ms = reader.now_ms - LONGEST_RUN_MS;
    for task in open.iter().filter(|task| task.started_ms.is_some_and(|at_ms| at_ms > since_ms)) {
        by_worker.entry(task.worker.as_deref().unwrap_or("unknown")).or_default().push(task);
    }
    let columns = vec![
        column("worker", "Worker", None),
        column("running", "Running", Some(Unit::Count)),
        column("tasks", "Tasks", None),
        column("longest", "Longest running", Some(Unit::Milliseconds)),
    ];
    let more = by_worker.len().saturating_sub(MOST_WORKERS);
    let rows = by_worker
        .into_iter()
        .take(MOST_WORKERS)
        .map(|(worker, tasks)| {
            let kinds: BTreeSet<&str> = tasks.iter().map(|task| task.task.as_str()).collect();
            let kinds: Vec<&str> = kinds.into_iter().collect();
            let first_ms = tasks.iter().filter_map(|task| task.started_ms).min();
            let longest = first_ms.map(|at_ms| series::seconds((reader.now_ms - at_ms).max(0)) * 1_000.0);
            let cells = vec![
                Cell::Code(worker.to_owned()),
                Cell::Number(series::as_f64(tasks.len() as u64)),
                text(Some(&kinds.join(", "))),
                number(longest),
            ];
            row(worker, cells)
        })
        .collect();
    PanelBody::Table(Table { columns, rows, empty: "No worker runs a task.".to_owned(), more: more as u64 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_to_drain_is_told_in_words() {
        let narrow = |text: &str| text.replace(['\u{202f}', '\u{a0}'], " ");
        for (depth, incoming, outgoing, expected) in [
            (1_204.0, Some(1.0), Some(4.1), "gpu: 1,204 waiting, draining at 3.10 /s: empty in about 6 min"),
            (40.0, Some(5.0), Some(3.0), "gpu: 40 waiting, growing by 2.00 /s: will not drain"),
            (40.0, Some(3.0), None, "gpu: 40 waiting, growing by 3.00 /s: will not drain"),
            (40.0, Some(3.0), Some(3.0), "gpu: 40 waiting, neither growing nor draining"),
            (2.0, Some(0.21), Some(0.23), "gpu: 2 waiting, neither growing nor draining"),
            (40.0, None, None, "gpu: 40 waiting, and nothing is known of what comes and goes"),
            (0.0, Some(3.0), Some(3.0), "gpu: empty"),
        ] {
            assert_eq!(narrow(&drain_words("gpu", depth, incoming, outgoing, 300.0).1), expected);
        }
        assert_eq!(drain_words("gpu", 1_204.0, None, None, 300.0).0, State::Warning);
    }
}
