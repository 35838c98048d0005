//! The funnel: stages in the order of the work, with what failed and what was lost in words.
//!
//! Policy: shares are of the first stage. A stage that only some workflows have is no loss for
//! the others, so losses are counted between the stages that everything goes through.

use crate::components::kept::kept;
use crate::components::keyed::keyed;
use crate::signal::{Memo, Signal};
use contract::panel::{Funnel as Body, Stage};
use leptos::prelude::*;
use model::format;
use std::sync::Arc;

/// Stages one after the other.
#[component]
pub(crate) fn Funnel(
    /// What is shown.
    #[prop(into)]
    body: Signal<Arc<Body>>,
) -> impl IntoView {
    view! {
            <ol class="funnel">
                {keyed(move || body.with(|body| bars(&body.stages)), |bar| bar.key.clone(), move |first| {
                        let key = first.key.clone();
                        let find = move |body: &Body| bars(&body.stages).into_iter().find(|bar| bar.key == key);
                        view! { <OneStage bar=kept(body, first, find) /> }.into_any()
    })}
            </ol>
        }
}

#[component]
fn OneStage(bar: Memo<Bar>) -> impl IntoView {
    let number = |share: f64| format!("{share:.4}");
    view! {
        <li class="funnel__stage">
            <span class="funnel__title">{move || bar.with(|bar| bar.title.clone())}</span>
            <span class="funnel__count">{move || bar.with(|bar| count(bar.count))}</span>
            <span class="funnel__bar" aria-hidden="true">
                <span class="funnel__passed" style:--share=move || bar.with(|bar| number(bar.passed)) />
                <span
                    class="funnel__failed"
                    style:--share=move || bar.with(|bar| number(bar.failed))
                    style:--from=move || bar.with(|bar| number(bar.passed))
                />
            </span>
            <span class="funnel__notes">
                {move || bar.with(|bar| {
                    let note = |note: &Note| view! {
                        <span class="funnel__note" class:is-bad=note.is_bad>{note.text.clone()}</span>
                    };
                    bar.notes.iter().map(note).collect_view()
                })}
            </span>
        </li>
    }
}

/// A stage as it is drawn.
#[derive(Debug, Clone, PartialEq)]
struct Bar {
    key: String,
    title: String,
    count: u64,
    /// Share of the first stage that reached this one and did not fail in it, 0 to 1.
    passed: f64,
    /// Share of the first stage that failed in this one, 0 to 1.
    failed: f64,
    notes: Vec<Note>,
}

#[derive(Debug, Clone, PartialEq)]
struct Note {
    text: String,
    is_bad: bool,
}

fn bars(stages: &[Stage]) -> Vec<Bar> {
    let Some(first) = stages.first() else { return Vec::new() };
    // Work that began before the window can make a later stage the largest.
    let whole = stages.iter().map(|stage| stage.count).max().unwrap_or(0).max(1);
    let mut before: Option<&Stage> = None;
    let mut bars = Vec::with_capacity(stages.len());
    for stage in stages {
        let failed = stage.failed.min(stage.count);
        bars.push(Bar {
            key: stage.key.clone(),
            title: stage.title.clone(),
            count: stage.count,
            passed: share(stage.count - failed, whole),
            failed: share(failed, whole),
            notes: notes(stage, first, before),
        });
        if stage.is_for_all {
            before = Some(stage);
        }
    }
    bars
}

fn notes(stage: &Stage, first: &Stage, before: Option<&Stage>) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut say = |text: String, is_bad: bool| notes.push(Note { text, is_bad });
    if stage.key != first.key && first.count > 0 {
        say(
            format!(
                "{} of {}",
                format::percent(share(stage.count, first.count) * 100.0),
                first.title.to_lowercase()
            ),
            false,
        );
    }
    if stage.failed > 0 {
        say(format!("{} failed", count(stage.failed)), true);
    }
    match before {
        Some(before) if stage.is_for_all && before.count > stage.count => {
            say(
                format!("{} fewer than {}", count(before.count - stage.count), before.title.to_lowercase()),
                false,
            );
        }
        _ if !stage.is_for_all => say("not in every workflow".to_owned(), false),
        _ => {}
    }
    notes
}

#[expect(clippy::cast_precision_loss, reason = "counts of a window are far below 2^53")]
fn share(part: u64, whole: u64) -> f64 {
    part as f64 / whole as f64
}

#[expect(clippy::cast_precision_loss, reason = "counts of a window are far below 2^53")]
fn count(count: u64) -> String {
    format::count(count as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stage(key: &str, count: u64, failed: u64, is_for_all: bool) -> Stage {
        Stage { key: key.to_owned(), title: key.to_owned(), count, failed, is_for_all }
    }

    fn words(bar: &Bar) -> Vec<&str> {
        bar.notes.iter().map(|note| note.text.as_str()).collect()
    }

    #[test]
    fn losses_are_counted_between_stages_that_all_go_through() {
        let stages = [
            stage("Created", 200, 0, true),
            stage("Submitted", 190, 0, true),
            stage("Upscale", 100, 4, false),
            stage("Completed", 180, 0, true),
        ];
        let bars = bars(&stages);
        let notes: Vec<_> = bars.iter().map(words).collect();
        assert_eq!(notes[0], [""; 0]);
        assert_eq!(notes[1], ["95\u{202f}% of created", "10 fewer than created"]);
        assert_eq!(notes[2], ["50\u{202f}% of created", "4 failed", "not in every workflow"]);
        assert_eq!(notes[3], ["90\u{202f}% of created", "10 fewer than submitted"]);
        assert!((bars[2].passed - 0.48).abs() < 1e-9 && (bars[2].failed - 0.02).abs() < 1e-9);
    }

    #[test]
    fn an_empty_window_and_work_from_before_it_stay_inside_the_picture() {
        assert!(
            bars(&[stage("Created", 0, 0, true), stage("Completed", 0, 0, true)])
                .iter()
                .all(|bar| bar.passed == 0.0)
        );
        let late = bars(&[stage("Created", 0, 0, true), stage("Completed", 3, 0, true)]);
        assert_eq!((late[0].passed, late[1].passed), (0.0, 1.0));
        assert!(words(&late[1]).is_empty());
    }
}
