//! Provider Status: is it us or them?
//!
//! A provider is in trouble when more than [`limit`] percent of at least the rule's minimum of
//! calls fail now. The rule itself asks for a spike over the hour before; an outage that has lasted
//! longer than its own baseline is none any more, and must still not be called normal here.

use super::generations::generation_row;
use super::panels::{
    Heard, chart, column, count_words, failed_words, moment, number, one_each, sentences, table, text,
};
use super::reader::{Measured, Reader};
use super::{alerts, judge, panel, series};
use crate::store::{Aggregate, GenerationOrder, GenerationQuery, StoreError};
use contract::catalogue::{Condition, DashboardId, Direction, Rule, RuleId, Severity};
use contract::line::Measure;
use contract::panel::{
    BarRow, Bars, Cell, ChartStyle, Panel, PanelBody, PanelId, Row, Sentence, State, Strip, StripCell,
    Strips, Threshold,
};
use contract::time::Window;
use contract::unit::Unit;
use model::format;
use std::collections::BTreeMap;

/// The most cells of a strip: more could not be told apart on a phone.
const MOST_CELLS: usize = 90;
/// The most generations that are listed.
const MOST_ROWS: usize = 50;
/// The most generations that are counted for a sentence.
const MOST_COUNTED: usize = 10_000;
/// A provider with more failures than this, in percent, is down rather than in trouble.
const DOWN_PERCENT: f64 = 50.0;
/// A single failure is no trouble.
const LEAST_FAILURES: u64 = 2;

const CALLS: [Measure; 1] = [Measure::ProviderCall];

/// The panels in the order of reading.
pub(super) fn panels(reader: &Reader<'_>) -> Vec<Panel> {
    let calls = reader.through(&CALLS);
    vec![
        panel(PanelId::Verdict, calls, verdict(reader)),
        panel(PanelId::ProviderStrips, calls, strips(reader)),
        panel(PanelId::ProviderSummary, calls, summary(reader)),
        panel(PanelId::ProviderErrorRate, calls, error_rate(reader)),
        panel(PanelId::ProviderLatency, calls, latency(reader)),
        panel(PanelId::ProviderErrorKinds, calls, error_kinds(reader)),
        panel(PanelId::RateLimits, calls, rate_limits(reader)),
        panel(PanelId::AffectedGenerations, calls, affected(reader)),
    ]
}

/// Shares up to this, in percent, are normal: the least share that the rule calls a spike.
fn limit() -> f64 {
    match judge::rule(RuleId::ProviderErrors).condition {
        Condition::Spike { at_least, .. } => at_least,
        Condition::Limit { limit, .. } => limit,
    }
}

/// How a provider is that answered like this, when it takes `least` failures to be in trouble.
fn state_of(aggregate: Option<&Aggregate>, is_enough: impl Fn(&Aggregate) -> bool) -> State {
    let Some(all) = aggregate else { return State::NoData };
    match series::failure_percent(all) {
        None => State::NoData,
        Some(share) if share <= limit() || !is_enough(all) => State::Ok,
        Some(share) if share > DOWN_PERCENT => State::Critical,
        Some(_) => State::Warning,
    }
}

/// How each provider is now, by name.
fn now(reader: &Reader<'_>) -> Result<BTreeMap<String, (State, Option<Aggregate>)>, StoreError> {
    let recent = reader.ask(reader.recent, &Measure::ProviderCall, &["provider"], false)?;
    let min_sample = judge::rule(RuleId::ProviderErrors).min_sample;
    let mut states = BTreeMap::new();
    for group in recent.iter() {
        let Some(name) = group.labels.get("provider") else { continue };
        let all = series::merged(&group.buckets);
        states.insert(name.clone(), (state_of(all.as_ref(), |all| all.count >= min_sample), all));
    }
    Ok(states)
}

fn verdict(reader: &Reader<'_>) -> Result<PanelBody, StoreError> {
    const EMPTY: &str = "No provider was called.";
    let providers = now(reader)?;
    let called: Vec<_> = providers.iter().filter(|(_, (state, _))| *state != State::NoData).collect();
    let bad: Vec<_> = called.iter().filter(|(_, (state, _))| *state > State::Ok).collect();
    if called.is_empty() {
        return Ok(sentences(Vec::new(), EMPTY));
    }
    if bad.is_empty() {
        return Ok(sentences(vec![all_normal(reader, &providers)?], EMPTY));
    }
    let since = trouble_since(reader)?;
    let others = if called.len() > bad.len() { "; others normal" } else { "" };
    let mut all = Vec::new();
    for (name, (state, aggregate)) in bad {
        let share = aggregate.as_ref().and_then(series::failure_percent);
        let share = format::value_or_dash(Unit::Percent, share);
        let since_ms = since.get(*name).copied();
        let count = affected_count(reader, name, since_ms.unwrap_or(reader.recent.from_ms))?;
        let generations = if count == 1 { "generation" } else { "generations" };
        all.push(Sentence {
            key: (*name).clone(),
            state: *state,
            text: format!("{name}: {share} errors{others}; {} {generations} affected", count_words(count)),
            since_ms,
            dashboard: None,
        });
    }
    Ok(sentences(all, EMPTY))
}

/// Nothing is wrong with any provider. If generations fail all the same, it is us.
fn all_normal(
    reader: &Reader<'_>,
    providers: &BTreeMap<String, (State, Option<Aggregate>)>,
) -> Result<Sentence, StoreError> {
    let rule = judge::rule(RuleId::GenerationFailures);
    let finished = series::merged(&reader.total_in(reader.recent, &Measure::GenerationFinished, true)?);
    let failing = finished.filter(|all| {
        let share = series::failure_percent(all).unwrap_or(0.0);
        let is_past = match rule.condition {
            Condition::Limit { limit, direction } => direction.is_crossed(share, limit),
            Condition::Spike { at_least, .. } => share > at_least,
        };
        is_past && all.count >= rule.min_sample
    });
    if let Some(all) = failing {
        let failed = failed_words(all.failures, all.count, "generations");
        return Ok(Sentence {
            key: "us".to_owned(),
            state: State::Warning,
            text: format!("All providers are normal, yet {failed}: it is us"),
            since_ms: None,
            dashboard: Some(DashboardId::Generations),
        });
    }
    let (calls, failed) = providers
        .values()
        .filter_map(|(_, all)| all.as_ref())
        .fold((0, 0), |(calls, failed), all| (calls + all.count, failed + all.failures));
    Ok(Sentence {
        key: "all".to_owned(),
        state: State::Ok,
        text: format!("All providers are normal: {}", failed_words(failed, calls, "calls")),
        since_ms: None,
        dashboard: None,
    })
}

/// Since when each provider has been in trouble; only known while the window is live.
fn trouble_since(reader: &Reader<'_>) -> Result<BTreeMap<String, i64>, StoreError> {
    if !reader.is_live {
        return Ok(BTreeMap::new());
    }
    let condition = Condition::Limit { limit: limit(), direction: Direction::Above };
    let rule = Rule { condition, ..*judge::rule(RuleId::ProviderErrors) };
    let held = alerts::holding(reader.store, &rule, reader.now_ms)?;
    Ok(held
        .into_iter()
        .filter_map(|held| Some((held.labels.get("provider")?.clone(), held.since_ms)))
        .collect())
}

fn affected_count(reader: &Reader<'_>, provider: &str, from_ms: i64) -> Result<u64, StoreError> {
    let records = reader.store.generations(&GenerationQuery {
        from_ms,
        to_ms: reader.now_ms.min(reader.window.to_ms).saturating_add(1),
        order: GenerationOrder::FailedByProvider,
        limit: MOST_COUNTED,
    })?;
    Ok(records.iter().filter(|record| record.failed_provider.as_deref() == Some(provider)).count() as u64)
}

fn strips(reader: &Reader<'_>) -> Result<PanelBody, StoreError> {
    let window = Window::covering(reader.window.from_ms, reader.window.to_ms, MOST_CELLS);
    let groups = reader.ask(window, &Measure::ProviderCall, &["provider"], false)?;
    let now = now(reader)?;
    let strips = groups
        .iter()
        .filter_map(|group| {
            let name = group.labels.get("provider")?;
            let all = series::merged(&group.buckets);
            let cells = group.buckets.iter().map(|bucket| cell(bucket.as_ref())).collect();
            Some(Strip {
                key: name.clone(),
                title: name.clone(),
                state: now.get(name).map_or(State::NoData, |(state, _)| *state),
                availability_percent: all.as_ref().and_then(series::success_percent),
                cells,
            })
        })
        .collect();
    Ok(PanelBody::Strips(Strips {
        start_ms: window.from_ms,
        step_ms: window.step_ms,
        strips,
        empty: "No provider was called.".to_owned(),
    }))
}

fn cell(bucket: Option<&Aggregate>) -> StripCell {
    StripCell {
        state: state_of(bucket, |all| all.failures >= LEAST_FAILURES),
        count: series::count(bucket),
        failed: bucket.map_or(0, |all| all.failures),
    }
}

fn summary(reader: &Reader<'_>) -> Result<PanelBody, StoreError> {
    let providers = reader.by(&Measure::ProviderCall, &["provider"], true)?;
    let kinds = reader.by(&Measure::ProviderCall, &["provider", "error_type"], false)?;
    let now = now(reader)?;
    let columns = vec![
        column("provider", "Provider", None),
        column("state", "Now", None),
        column("calls", "Calls", Some(Unit::Count)),
        column("availability", "Availability", Some(Unit::Percent)),
        column("errors", "Errors", Some(Unit::Percent)),
        column("p50", "p50", Some(Unit::Milliseconds)),
        column("p99", "p99", Some(Unit::Milliseconds)),
        column("rate_limits", "Rate limits", Some(Unit::Count)),
    ];
    let rows = providers.iter().filter_map(|provider| {
        let name = provider.label("provider").to_owned();
        let all = series::merged(&provider.buckets)?;
        let state = now.get(&name).map_or(State::NoData, |(state, _)| *state);
        let limits: u64 = kinds
            .iter()
            .filter(|kind| kind.label("provider") == name && is_rate_limit(kind))
            .filter_map(|kind| Some(series::merged(&kind.buckets)?.count))
            .sum();
        let min_sample = judge::rule(RuleId::ProviderErrors).min_sample;
        let errors =
            match (series::failure_percent(&all), state_of(Some(&all), |all| all.count >= min_sample)) {
                (Some(value), state @ (State::Warning | State::Critical)) => Cell::Judged { value, state },
                (value, _) => number(value),
            };
        let cells = vec![
            Cell::Text(name.clone()),
            Cell::State { state, text: word(state).to_owned() },
            Cell::Number(series::as_f64(all.count)),
            number(series::success_percent(&all)),
            errors,
            number(series::quantile(&all, 0.5)),
            number(series::quantile(&all, 0.99)),
            Cell::Number(series::as_f64(limits)),
        ];
        Some(Row { logs_query: Some(format!("provider:\"{name}\"")), key: name, cells, trace_id: None })
    });
    Ok(table(columns, rows.collect(), "No provider was called."))
}

fn word(state: State) -> &'static str {
    match state {
        State::NoData => "not called",
        State::Ok => "normal",
        State::Warning => "errors",
        State::Critical => "down",
    }
}

fn error_rate(reader: &Reader<'_>) -> Result<PanelBody, StoreError> {
    let providers = reader.by(&Measure::ProviderCall, &["provider"], true)?;
    let series = one_each(&providers, "provider", series::failure_percent);
    let limit = Threshold { value: limit(), direction: Direction::Above, severity: Severity::Warning };
    Ok(chart(reader, ChartStyle::Line, Unit::Percent, series, vec![limit]))
}

fn latency(reader: &Reader<'_>) -> Result<PanelBody, StoreError> {
    let providers = reader.by(&Measure::ProviderCall, &["provider"], true)?;
    let series = one_each(&providers, "provider", |a| series::quantile(a, 0.99));
    Ok(chart(reader, ChartStyle::Line, Unit::Milliseconds, series, Vec::new()))
}

fn error_kinds(reader: &Reader<'_>) -> Result<PanelBody, StoreError> {
    let kinds = reader.by(&Measure::ProviderCall, &["provider", "error_type"], false)?;
    let failed = |buckets: &[Option<Aggregate>]| buckets.iter().flatten().map(|a| a.failures).sum::<u64>();
    let mut rows: Vec<(u64, BarRow)> = kinds
        .iter()
        .filter_map(|kind| {
            let count = failed(&kind.buckets);
            let row = BarRow {
                key: format!("{}:{}", kind.label("provider"), kind.label("error_type")),
                title: format!("{}: {}", kind.label("provider"), kind.label("error_type")),
                value: Some(series::as_f64(count)),
                tail: None,
                detail: String::new(),
                is_outlier: false,
                previous: kind.previous.as_deref().map(|buckets| series::as_f64(failed(buckets))),
            };
            (count > 0).then_some((count, row))
        })
        .collect();
    rows.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.key.cmp(&b.1.key)));
    rows.truncate(MOST_ROWS);
    Ok(PanelBody::Bars(Bars {
        unit: Unit::Count,
        value_title: "errors".to_owned(),
        tail_title: None,
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        empty: "No call failed.".to_owned(),
    }))
}

/// Providers name it differently; all of them mean HTTP 429.
fn is_rate_limit(kind: &Measured) -> bool {
    let name: String = kind.label("error_type").to_lowercase().replace(['-', ' ', '_'], "");
    ["ratelimit", "toomanyrequests", "429"].iter().any(|word| name.contains(word))
}

/// How often each provider refused a call because there were too many.
fn rate_limits(reader: &Reader<'_>) -> Result<PanelBody, StoreError> {
    let heard = Heard::new(reader, &CALLS)?;
    let kinds = reader.by(&Measure::ProviderCall, &["provider", "error_type"], false)?;
    let mut by_provider: BTreeMap<String, Measured> = BTreeMap::new();
    for kind in kinds.iter().filter(|kind| is_rate_limit(kind)) {
        let name = kind.label("provider").to_owned();
        if let Some(all) = by_provider.get_mut(&name) {
            add(&mut all.buckets, &kind.buckets);
            if let (Some(all), Some(more)) = (&mut all.previous, &kind.previous) {
                add(all, more);
            }
        } else {
            let labels = BTreeMap::from([("provider".to_owned(), name.clone())]);
            by_provider.insert(name, Measured { labels, ..kind.clone() });
        }
    }
    let series = by_provider.iter().map(|(name, all)| heard.count(name, all, |a| a.count)).collect();
    Ok(chart(reader, ChartStyle::Bars, Unit::Count, series, Vec::new()))
}

fn add(all: &mut [Option<Aggregate>], more: &[Option<Aggregate>]) {
    for (all, more) in all.iter_mut().zip(more) {
        match (all.as_mut(), more) {
            (Some(all), Some(more)) => all.merge(more),
            (None, Some(more)) => *all = Some(more.clone()),
            (_, None) => {}
        }
    }
}

fn affected(reader: &Reader<'_>) -> Result<PanelBody, StoreError> {
    let window = reader.window;
    let records = reader.store.generations(&GenerationQuery {
        from_ms: window.from_ms,
        to_ms: window.to_ms,
        order: GenerationOrder::FailedByProvider,
        limit: MOST_ROWS,
    })?;
    let columns = vec![
        column("generation", "Generation", None),
        column("provider", "Provider", None),
        column("workflow", "Workflow", None),
        column("outcome", "Outcome", None),
        column("error", "Error", None),
        column("heard", "Last heard", Some(Unit::Timestamp)),
    ];
    let rows = records
        .iter()
        .map(|record| {
            let (state, outcome) = match (record.ended_ms, record.is_failed) {
                (None, _) => (State::NoData, "not ended"),
                (Some(_), true) => (State::Warning, "failed"),
                (Some(_), false) => (State::Ok, "completed"),
            };
            generation_row(
                record,
                vec![
                    text(record.failed_provider.as_deref()),
                    text(record.workflow.as_deref()),
                    Cell::State { state, text: outcome.to_owned() },
                    text(record.error_type.as_deref()),
                    moment(record.last_heard_ms),
                ],
            )
        })
        .collect();
    Ok(table(columns, rows, "No generation met a failed call."))
}
