//! Generation Pipeline: are images coming out?

use super::overview::generation_success;
use super::panels::{Heard, chart, code, column, count_words, moment, number, one, text};
use super::reader::{Measured, Reader};
use super::usual::{Open, OpenGenerations, open_generations};
use super::{judge, panel, series};
use crate::store::{GenerationOrder, GenerationQuery, GenerationRecord, StoreError};
use contract::catalogue::{MetricId, STEPS};
use contract::line::Measure;
use contract::panel::{
    BarRow, Bars, ChartStyle, Column, Funnel, Panel, PanelBody, PanelId, Row, Stage, State, Table, Tile,
    Tiles,
};
use contract::time::{DAY_MS, HOUR_MS, Window};
use contract::unit::Unit;
use std::collections::BTreeMap;

/// The most rows of each list of generations.
const MOST_ROWS: usize = 20;
/// A step stands out when its median is so many times its usual one.
const OUTLIER_TIMES: f64 = 1.5;
/// While nothing is usual yet: when it is so many times that of the next slowest step.
const OUTLIER_TIMES_NEXT: f64 = 3.0;

const CREATED: [Measure; 1] = [Measure::GenerationCreated];
const FINISHED: [Measure; 1] = [Measure::GenerationFinished];

/// The panels in the order of reading.
pub(super) fn panels(reader: &Reader<'_>) -> Vec<Panel> {
    let (open, open_error) = match open_generations(reader) {
        Ok(open) => (open, None),
        Err(error) => (OpenGenerations::default(), Some(error)),
    };
    let created = reader.through(&CREATED);
    let finished = reader.through(&FINISHED);
    let both = created.max(finished);
    let steps = reader.through(&[Measure::TaskFinished, Measure::Span]);
    // The first panel that shows open generations tells that they cannot be read.
    let counts = open_error.map_or_else(|| counts(reader, &open), Err);
    vec![
        panel(PanelId::GenerationCounts, both, counts),
        panel(PanelId::Funnel, both, funnel(reader)),
        panel(PanelId::GenerationSuccess, finished, generation_success(reader)),
        panel(PanelId::GenerationLatency, finished, latency(reader)),
        panel(PanelId::StepTimes, steps, step_times(reader)),
        panel(PanelId::StuckGenerations, both, Ok(stuck(&open))),
        panel(PanelId::LostGenerations, both, Ok(lost(&open))),
        panel(PanelId::FailuresByError, finished, failures(reader, "error_type")),
        panel(PanelId::FailuresByWorkflow, finished, failures(reader, "workflow")),
        panel(PanelId::SlowestGenerations, finished, ended(reader, GenerationOrder::Slowest)),
        panel(PanelId::LatestFailures, finished, ended(reader, GenerationOrder::LatestFailed)),
    ]
}

fn counts(reader: &Reader<'_>, open: &OpenGenerations) -> Result<PanelBody, StoreError> {
    let created = reader.total(&Measure::GenerationCreated, false)?;
    let finished = reader.total(&Measure::GenerationFinished, true)?;
    let heard = Heard::new(reader, &[Measure::GenerationCreated, Measure::GenerationFinished])?;
    let over_window =
        |key: &str, title: &str, of: &Measured, counted: fn(&crate::store::Aggregate) -> u64| {
            let all = |buckets: &[Option<crate::store::Aggregate>]| {
                series::as_f64(buckets.iter().flatten().map(counted).sum::<u64>())
            };
            Tile {
                previous: of.previous.as_deref().map(all),
                values: heard.count(key, of, counted).values.into(),
                ..tile(key, title, all(&of.buckets), State::Ok)
            }
        };
    let worse = |count: usize| if count > 0 { State::Warning } else { State::Ok };
    let now = |key, title, count: usize, state| tile(key, title, series::as_f64(count as u64), state);
    let mut tiles = vec![
        over_window("created", "Created", &created, |a| a.count),
        over_window("completed", "Completed", &finished, |a| a.count - a.failures),
        over_window("failed", "Failed", &finished, |a| a.failures),
        now("in_flight", "In flight now", open.in_flight.len(), State::Ok),
        now("stuck", "Stuck", open.stuck.len(), worse(open.stuck.len())),
        now("lost", "Lost", open.lost.len(), worse(open.lost.len())),
    ];
    let through = reader.through(&[Measure::GenerationCreated, Measure::GenerationFinished]);
    for tile in &mut tiles {
        tile.data_through_ms = through;
        let measure = match tile.key.as_str() {
            "completed" | "failed" => Measure::GenerationFinished,
            _ => Measure::GenerationCreated,
        };
        // Of what nobody ever told, zero would be a claim.
        if !reader.is_fed(&measure) {
            tile.state = State::NoData;
            tile.value = None;
            tile.previous = None;
        }
    }
    Ok(PanelBody::Tiles(Tiles { tiles }))
}

fn tile(key: &str, title: &str, value: f64, state: State) -> Tile {
    Tile {
        metric: None,
        key: key.to_owned(),
        title: title.to_owned(),
        unit: Unit::Count,
        value: Some(value),
        detail: None,
        previous: None,
        threshold: None,
        state,
        values: Vec::new(),
        dashboard: None,
        data_through_ms: None,
    }
}

/// Created, submitted, each step, completed. Stages that nobody ever told of are left out, because
/// a stage at zero would look like a loss.
fn funnel(reader: &Reader<'_>) -> Result<PanelBody, StoreError> {
    let count = |measured: &Measured| series::merged(&measured.buckets);
    let stage = |key: &str, title: &str, count: u64, failed: u64, is_for_all: bool| Stage {
        key: key.to_owned(),
        title: title.to_owned(),
        count,
        failed,
        is_for_all,
    };
    let created = count(&reader.total(&Measure::GenerationCreated, false)?);
    let mut stages = vec![stage("created", "Created", series::count(created.as_ref()), 0, true)];
    if reader.is_fed(&Measure::GenerationSubmitted) {
        let submitted = count(&reader.total(&Measure::GenerationSubmitted, false)?);
        stages.push(stage("submitted", "Submitted", series::count(submitted.as_ref()), 0, true));
    }
    for (step, title, measured) in steps(reader)? {
        let all = count(&measured);
        let failed = all.as_ref().map_or(0, |all| all.failures);
        stages.push(stage(&step, &title, series::count(all.as_ref()), failed, false));
    }
    let finished = count(&reader.total(&Measure::GenerationFinished, true)?);
    let completed = finished.as_ref().map_or(0, |all| all.count - all.failures);
    stages.push(stage("completed", "Completed", completed, 0, true));
    Ok(PanelBody::Funnel(Funnel { stages }))
}

/// The steps in the order of the workflow, each with its runs: from tasks, or from spans where no
/// task of that name is told of. A step that is in neither has no runs.
fn steps(reader: &Reader<'_>) -> Result<Vec<(String, String, Measured)>, StoreError> {
    let tasks = reader.by(&Measure::TaskFinished, &["task"], true)?;
    let spans = reader.by(&Measure::Span, &["operation"], true)?;
    let found = |all: &[Measured], label: &str, name: &str| {
        all.iter().find(|measured| measured.label(label) == name).cloned()
    };
    let nothing = || Measured {
        labels: super::panels::no_labels(),
        buckets: vec![None; reader.window.len()],
        previous: reader.previous.map(|window| vec![None; window.len()]),
    };
    Ok(STEPS
        .into_iter()
        .map(|(step, title)| {
            let measured = found(&tasks, "task", step)
                .or_else(|| found(&spans, "operation", &format!("compute.task.{step}")))
                .unwrap_or_else(nothing);
            (step.to_owned(), title.to_owned(), measured)
        })
        .collect())
}

fn latency(reader: &Reader<'_>) -> Result<PanelBody, StoreError> {
    let finished = reader.total(&Measure::GenerationFinished, true)?;
    let series = [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)]
        .into_iter()
        .map(|(name, share)| one(name, &finished, move |a| series::quantile(a, share)))
        .collect();
    let limit = judge::threshold(MetricId::GenerationLatencyP99);
    Ok(chart(reader, ChartStyle::Line, Unit::Milliseconds, series, vec![limit]))
}

fn step_times(reader: &Reader<'_>) -> Result<PanelBody, StoreError> {
    let mut rows: Vec<BarRow> = Vec::new();
    for (step, title, measured) in steps(reader)? {
        let all = series::merged(&measured.buckets);
        let before = measured.previous.as_deref().and_then(series::merged);
        let median = |of: Option<&crate::store::Aggregate>| of.and_then(|all| series::quantile(all, 0.5));
        let (runs, failed) = all.as_ref().map_or((0, 0), |all| (all.count, all.failures));
        rows.push(BarRow {
            key: step,
            title,
            value: median(all.as_ref()),
            tail: all.as_ref().and_then(|all| series::quantile(all, 0.99)),
            detail: format!("{} runs, {} failed", count_words(runs), count_words(failed)),
            is_outlier: false,
            previous: median(before.as_ref()),
        });
    }
    mark_outlier(&mut rows, &usual_medians(reader)?);
    Ok(PanelBody::Bars(Bars {
        unit: Unit::Milliseconds,
        value_title: "median".to_owned(),
        tail_title: Some("p99".to_owned()),
        rows,
        empty: "No step ran.".to_owned(),
    }))
}

/// Marks the row that is farthest above its usual median, if it is far above; while nothing is
/// usual, the slowest one, if it is far slower than the next.
fn mark_outlier(rows: &mut [BarRow], usual: &BTreeMap<String, f64>) {
    let times = |row: &BarRow| Some((row.key.clone(), row.value? / usual.get(&row.key)?));
    let mut all: Vec<(String, f64)> = rows.iter().filter_map(times).collect();
    let least = if all.is_empty() {
        let mut medians: Vec<(String, f64)> =
            rows.iter().filter_map(|row| Some((row.key.clone(), row.value?))).collect();
        medians.sort_by(|a, b| b.1.total_cmp(&a.1));
        if let [(slowest, median), (_, next), ..] = medians.as_slice() {
            all.push((slowest.clone(), median / next));
        }
        OUTLIER_TIMES_NEXT
    } else {
        OUTLIER_TIMES
    };
    let most = all.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).filter(|(_, times)| *times >= least);
    for row in rows {
        row.is_outlier = most.as_ref().is_some_and(|(key, _)| *key == row.key);
    }
}

/// The median of each step over the day before the window, where enough runs make one.
fn usual_medians(reader: &Reader<'_>) -> Result<BTreeMap<String, f64>, StoreError> {
    let to_ms = reader.window.from_ms.div_euclid(HOUR_MS) * HOUR_MS;
    let window = Window { from_ms: to_ms - DAY_MS, to_ms, step_ms: HOUR_MS };
    let mut usual = BTreeMap::new();
    for (measure, label) in [(Measure::Span, "operation"), (Measure::TaskFinished, "task")] {
        for series in reader.ask(window, &measure, &[label], true)?.iter() {
            let Some(name) = series.labels.get(label) else { continue };
            let step = name.strip_prefix("compute.task.").unwrap_or(name);
            let all = series::merged(&series.buckets).filter(|all| all.count >= judge::MIN_SAMPLE);
            if let Some(median) = all.as_ref().and_then(|all| series::quantile(all, 0.5)) {
                usual.insert(step.to_owned(), median);
            }
        }
    }
    Ok(usual)
}

fn failures(reader: &Reader<'_>, label: &'static str) -> Result<PanelBody, StoreError> {
    let groups = reader.by(&Measure::GenerationFinished, &[label], false)?;
    let failed = |buckets: &[Option<crate::store::Aggregate>]| {
        buckets.iter().flatten().map(|a| a.failures).sum::<u64>()
    };
    let mut rows: Vec<(u64, BarRow)> = groups
        .iter()
        .filter_map(|group| {
            let count = failed(&group.buckets);
            let of_all = series::count(series::merged(&group.buckets).as_ref());
            let name = group.label(label).to_owned();
            // Of an error type every generation has failed, so only workflows have a share.
            let detail = if label == "workflow" {
                format!("of {} generations", count_words(of_all))
            } else {
                String::new()
            };
            let row = BarRow {
                key: name.clone(),
                title: name,
                value: Some(series::as_f64(count)),
                tail: None,
                detail,
                is_outlier: false,
                previous: group.previous.as_deref().map(|buckets| series::as_f64(failed(buckets))),
            };
            (count > 0).then_some((count, row))
        })
        .collect();
    rows.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.key.cmp(&b.1.key)));
    rows.truncate(MOST_ROWS);
    Ok(PanelBody::Bars(Bars {
        unit: Unit::Count,
        value_title: "failures".to_owned(),
        tail_title: None,
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        empty: "No generation failed.".to_owned(),
    }))
}

/// A row about a generation leads to its trace and to its lines.
pub(super) fn generation_row(record: &GenerationRecord, mut cells: Vec<contract::panel::Cell>) -> Row {
    cells.insert(0, code(Some(&record.generation_id)));
    Row {
        key: record.generation_id.clone(),
        cells,
        trace_id: record.trace_id.clone(),
        logs_query: Some(format!("generation_id:{}", record.generation_id)),
    }
}

fn generation_column() -> Column {
    column("generation", "Generation", None)
}

fn stuck(open: &OpenGenerations) -> PanelBody {
    let columns = vec![
        generation_column(),
        column("workflow", "Workflow", None),
        column("age", "Running for", Some(Unit::Milliseconds)),
        column("usual", "Usual p99", Some(Unit::Milliseconds)),
        column("heard", "Last heard", Some(Unit::Timestamp)),
    ];
    let cells = |open: &Open| {
        vec![
            text(open.record.workflow.as_deref()),
            number(Some(age(open))),
            number(open.usual_ms),
            moment(open.record.last_heard_ms),
        ]
    };
    list(&open.stuck, columns, cells, "No generation is stuck.")
}

fn lost(open: &OpenGenerations) -> PanelBody {
    let columns = vec![
        generation_column(),
        column("workflow", "Workflow", None),
        column("created", "Created", Some(Unit::Timestamp)),
        column("heard", "Last heard", Some(Unit::Timestamp)),
    ];
    let cells = |open: &Open| {
        vec![
            text(open.record.workflow.as_deref()),
            moment(open.record.created_ms),
            moment(open.record.last_heard_ms),
        ]
    };
    list(&open.lost, columns, cells, "No generation is lost.")
}

fn age(open: &Open) -> f64 {
    series::seconds(open.age_ms) * 1_000.0
}

fn list(
    open: &[Open],
    columns: Vec<Column>,
    cells: impl Fn(&Open) -> Vec<contract::panel::Cell>,
    empty: &str,
) -> PanelBody {
    PanelBody::Table(Table {
        columns,
        rows: open.iter().take(MOST_ROWS).map(|open| generation_row(&open.record, cells(open))).collect(),
        empty: empty.to_owned(),
        more: open.len().saturating_sub(MOST_ROWS) as u64,
    })
}

/// The slowest or the latest failed generations that ended within the window.
fn ended(reader: &Reader<'_>, order: GenerationOrder) -> Result<PanelBody, StoreError> {
    let window = reader.window;
    let records = reader.store.generations(&GenerationQuery {
        from_ms: window.from_ms,
        to_ms: window.to_ms,
        order,
        limit: MOST_ROWS,
    })?;
    let columns = vec![
        generation_column(),
        column("workflow", "Workflow", None),
        column("duration", "Duration", Some(Unit::Milliseconds)),
        column("error", "Error", None),
        column("ended", "Ended", Some(Unit::Timestamp)),
    ];
    let rows = records
        .iter()
        .map(|record| {
            let duration = match record.duration_ms {
                Some(value) if value > MetricId::GenerationLatencyP99.metric().limit => {
                    contract::panel::Cell::Judged {
                        value,
                        state: judge::gauge(MetricId::GenerationLatencyP99, Some(value)),
                    }
                }
                value => number(value),
            };
            let error = text(record.error_type.as_deref());
            generation_row(
                record,
                vec![text(record.workflow.as_deref()), duration, error, moment(record.ended_ms)],
            )
        })
        .collect();
    let empty = match order {
        GenerationOrder::LatestFailed => "No generation failed.",
        _ => "No generation ended.",
    };
    Ok(super::panels::table(columns, rows, empty))
}
