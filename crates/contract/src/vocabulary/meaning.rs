//! What a line counts as: the rows of the vocabulary's table.
//!
//! A line may count as several things: a finished span of a provider call is both. A line about a
//! generation's or a task's course counts as that course only, because its duration is not that of
//! the call or request it also names. The same goes for a line that says that a deploy is done.

use super::fields::Fields;
use super::names::Field;
use super::route::route_of_path;
use super::words;
use crate::line::{
    Deploy, GenerationChange, GenerationStep, Level, LogLine, Measure, Observation, TaskChange, TaskStep,
};
use std::collections::BTreeMap;

/// What a line adds to rollups, generations, tasks and deploys.
pub(super) struct Meaning {
    pub(super) observations: Vec<Observation>,
    pub(super) generation: Option<GenerationChange>,
    pub(super) task: Option<TaskChange>,
    pub(super) deploy: Option<Deploy>,
}

/// What happened, where the line says it in so many words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Happening {
    Generation(GenerationStep),
    Task(TaskStep),
    SpanStarted,
    Deployed,
    Other,
}

/// Puts observations of one line together.
struct Counting<'a> {
    line: &'a LogLine,
    observations: Vec<Observation>,
}

impl Counting<'_> {
    fn add<const N: usize>(
        &mut self,
        measure: Measure,
        value: Option<f64>,
        is_failure: bool,
        labels: [(&str, Option<String>); N],
    ) {
        let mut known: BTreeMap<String, String> =
            labels.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
        known.insert("service".to_owned(), self.line.service.clone());
        self.observations.push(Observation {
            at_ms: self.line.timestamp_ms,
            measure,
            labels: known,
            value: value.unwrap_or(f64::NAN),
            is_failure,
        });
    }
}

/// What a line counts as.
pub(super) fn meaning(line: &LogLine, fields: &Fields<'_>) -> Meaning {
    let mut counting = Counting { line, observations: Vec::with_capacity(3) };
    let level = match line.level {
        Level::Debug => "debug",
        Level::Info => "info",
        Level::Warning => "warning",
        Level::Error => "error",
    };
    counting.add(Measure::Line, Some(0.0), line.level == Level::Error, [("level", Some(level.to_owned()))]);
    let happening = happening(line, fields);
    let mut failed_provider = None;
    match happening {
        Happening::Generation(step) => count_generation(&mut counting, fields, step),
        Happening::Task(step) => count_task(&mut counting, fields, step),
        Happening::SpanStarted | Happening::Deployed => {}
        Happening::Other => {
            let is_call = fields.get(Field::Provider).is_some() && line.duration_ms.is_some();
            if is_call {
                failed_provider = count_call(&mut counting, fields);
            }
            // An outgoing call has a status too, yet no route of ours.
            if !is_call || fields.get(Field::HttpRoute).is_some() {
                count_request(&mut counting, fields);
            }
        }
    }
    if happening != Happening::SpanStarted {
        count_span(&mut counting, fields);
    }
    let generation = generation_change(line, fields, happening, failed_provider);
    let task = task_change(line, fields, happening);
    let deploy = (happening == Happening::Deployed).then(|| deploy(line, fields));
    Meaning { observations: counting.observations, generation, task, deploy }
}

fn happening(line: &LogLine, fields: &Fields<'_>) -> Happening {
    if let Some(event) = fields.text(Field::Event) {
        let event = event.to_ascii_lowercase();
        let parts = event.split_once(['.', '_', ' ', ':']);
        let happening = match parts {
            Some(("generation", step)) => generation_step(step).map(Happening::Generation),
            Some(("task", step)) => task_step(step).map(Happening::Task),
            Some(("span", "started" | "start" | "begin" | "began")) => Some(Happening::SpanStarted),
            Some(("deploy" | "deployment", "finished" | "completed" | "succeeded")) => {
                Some(Happening::Deployed)
            }
            None if event == "deployed" => Some(Happening::Deployed),
            _ => None,
        };
        if let Some(happening) = happening {
            return happening;
        }
    }
    if line.generation_id.is_some() {
        return step_of_message(&line.message).map_or(Happening::Other, Happening::Generation);
    }
    Happening::Other
}

fn generation_step(word: &str) -> Option<GenerationStep> {
    Some(match word {
        "created" | "requested" | "accepted" => GenerationStep::Created,
        "submitted" | "started" => GenerationStep::Submitted,
        "completed" | "succeeded" | "finished" => GenerationStep::Completed,
        "failed" | "errored" | "timed_out" | "cancelled" | "canceled" => GenerationStep::Failed,
        _ => return None,
    })
}

fn task_step(word: &str) -> Option<TaskStep> {
    Some(match word {
        "queued" | "enqueued" | "sent" | "published" => TaskStep::Queued,
        "started" | "running" | "prerun" => TaskStep::Started,
        "completed" | "succeeded" | "success" | "finished" => TaskStep::Completed,
        "failed" | "failure" | "errored" | "timed_out" | "revoked" => TaskStep::Failed,
        "retried" | "retry" | "retrying" => TaskStep::Retried,
        _ => return None,
    })
}

/// "Generation completed", whatever its case; more words may follow, as in "Generation failed:
/// time-out".
fn step_of_message(message: &str) -> Option<GenerationStep> {
    let mut words =
        message.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    if !words.next()?.eq_ignore_ascii_case("generation") {
        return None;
    }
    let step = words.next()?.to_ascii_lowercase();
    matches!(step.as_str(), "created" | "submitted" | "started" | "completed" | "failed")
        .then(|| generation_step(&step))
        .flatten()
}

/// Whether a line without a status of its own tells of a failure.
fn is_failure(line: &LogLine, fields: &Fields<'_>) -> bool {
    line.level == Level::Error
        || fields.get(Field::ErrorType).is_some()
        || fields.text(Field::Status).is_some_and(|status| words::is_failure_status(&status))
}

fn count_request(counting: &mut Counting<'_>, fields: &Fields<'_>) {
    let Some(status) = http_status(fields) else { return };
    let route = fields
        .label(Field::HttpRoute)
        .or_else(|| fields.text(Field::HttpPath).map(|path| words::label(route_of_path(&path))));
    let method = fields.label(Field::HttpMethod).map(|method| method.to_ascii_uppercase());
    let labels =
        [("method", method), ("route", route), ("status_class", Some(format!("{}xx", status / 100)))];
    counting.add(Measure::Request, counting.line.duration_ms, status >= 500, labels);
}

fn http_status(fields: &Fields<'_>) -> Option<u16> {
    let status = fields.text(Field::HttpStatus)?.parse().ok()?;
    (100..=599).contains(&status).then_some(status)
}

/// Counts a call; the answer is the provider, if it failed.
fn count_call(counting: &mut Counting<'_>, fields: &Fields<'_>) -> Option<String> {
    let provider = fields.label(Field::Provider);
    let status = fields.text(Field::Status).or_else(|| http_status(fields).map(|status| status.to_string()));
    let is_failed =
        fields.text(Field::ErrorType).is_some() || status.as_deref().is_some_and(words::is_failure_status);
    let error_type = is_failed.then(|| fields.label(Field::ErrorType).or(status.map(words::label))).flatten();
    let labels =
        [("provider", provider.clone()), ("model", fields.label(Field::Model)), ("error_type", error_type)];
    counting.add(Measure::ProviderCall, counting.line.duration_ms, is_failed, labels);
    provider.filter(|_| is_failed)
}

fn count_span(counting: &mut Counting<'_>, fields: &Fields<'_>) {
    let Some(operation) = fields.label(Field::Span) else { return };
    if counting.line.duration_ms.is_some() {
        let is_failed = is_failure(counting.line, fields);
        counting.add(Measure::Span, counting.line.duration_ms, is_failed, [("operation", Some(operation))]);
    }
}

fn count_generation(counting: &mut Counting<'_>, fields: &Fields<'_>, step: GenerationStep) {
    let workflow = ("workflow", fields.label(Field::Workflow));
    let duration_ms = counting.line.duration_ms;
    match step {
        GenerationStep::Created => counting.add(Measure::GenerationCreated, Some(0.0), false, [workflow]),
        GenerationStep::Submitted => counting.add(Measure::GenerationSubmitted, Some(0.0), false, [workflow]),
        GenerationStep::Completed => {
            counting.add(Measure::GenerationFinished, duration_ms, false, [workflow]);
        }
        GenerationStep::Failed => {
            let error_type = ("error_type", fields.label(Field::ErrorType));
            counting.add(Measure::GenerationFinished, duration_ms, true, [workflow, error_type]);
        }
        GenerationStep::Heard => {}
    }
}

/// The kind of task; a span's name says it too.
fn task_name(fields: &Fields<'_>) -> Option<String> {
    let name = fields.label(Field::Task).or_else(|| fields.label(Field::Span))?;
    let kind = name.strip_prefix("compute.task.").filter(|kind| !kind.is_empty());
    Some(kind.map(str::to_owned).unwrap_or(name))
}

fn count_task(counting: &mut Counting<'_>, fields: &Fields<'_>, step: TaskStep) {
    let labels = [("task", task_name(fields)), ("queue", fields.label(Field::Queue))];
    let duration_ms = counting.line.duration_ms;
    match step {
        TaskStep::Queued => counting.add(Measure::TaskQueued, Some(0.0), false, labels),
        TaskStep::Started => {
            let wait_ms = fields.number(Field::WaitMs).filter(|wait_ms| *wait_ms >= 0.0);
            counting.add(Measure::TaskStarted, wait_ms, false, labels);
        }
        TaskStep::Completed => counting.add(Measure::TaskFinished, duration_ms, false, labels),
        TaskStep::Failed => counting.add(Measure::TaskFinished, duration_ms, true, labels),
        TaskStep::Retried => counting.add(Measure::TaskRetried, Some(0.0), false, labels),
    }
}

fn generation_change(
    line: &LogLine,
    fields: &Fields<'_>,
    happening: Happening,
    failed_provider: Option<String>,
) -> Option<GenerationChange> {
    let generation_id = line.generation_id.clone()?;
    let step = match happening {
        Happening::Generation(step) => step,
        _ => GenerationStep::Heard,
    };
    let is_end = matches!(step, GenerationStep::Completed | GenerationStep::Failed);
    let is_failed = step == GenerationStep::Failed;
    Some(GenerationChange {
        generation_id,
        step,
        at_ms: line.timestamp_ms,
        trace_id: line.trace_id.clone(),
        workflow: fields.label(Field::Workflow),
        org_id: line.org_id.clone(),
        duration_ms: line.duration_ms.filter(|_| is_end),
        error_type: fields.label(Field::ErrorType).filter(|_| is_failed),
        // A failed generation that names a provider names the one it failed at.
        failed_provider: failed_provider.or_else(|| fields.label(Field::Provider).filter(|_| is_failed)),
    })
}

fn task_change(line: &LogLine, fields: &Fields<'_>, happening: Happening) -> Option<TaskChange> {
    let Happening::Task(step) = happening else { return None };
    Some(TaskChange {
        task_id: fields.text(Field::TaskId)?,
        step,
        at_ms: line.timestamp_ms,
        task: task_name(fields).unwrap_or_else(|| "unknown".to_owned()),
        queue: fields.label(Field::Queue),
        worker: fields.label(Field::Worker),
        generation_id: line.generation_id.clone(),
    })
}

/// The service that a deploy's line is of is the one that was deployed.
fn deploy(line: &LogLine, fields: &Fields<'_>) -> Deploy {
    Deploy { at_ms: line.timestamp_ms, service: line.service.clone(), version: fields.label(Field::Version) }
}
