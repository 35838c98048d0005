//! Cause comes before effect in every generation, in calm and in trouble.

use std::collections::HashMap;

use simulator::traffic::{Incident, IncidentKind, Line, Scenario};

use crate::figures::{HOUR_MS, MINUTE_MS, MONDAY_MS, by_generation, happenings};

/// No generation lives longer, whatever happens.
const LONGEST_LIFE_MS: i64 = 24 * MINUTE_MS;

fn is_end(line: &Line) -> bool {
    matches!(line.fields.event, Some("generation.completed" | "generation.failed"))
}

/// Checks one generation that was created in the window.
fn check_life(life: &[&Line]) {
    // The request's own line comes with its answer, when the work may have begun already.
    let own: Vec<&Line> = life.iter().copied().filter(|line| line.fields.http_status.is_none()).collect();
    let (Some(first), Some(last)) = (own.first(), own.last()) else { return };
    assert_eq!(first.fields.event, Some("generation.created"), "{own:#?}");
    let ends = own.iter().filter(|line| is_end(line)).count();
    assert!(ends <= 1, "{own:#?}");
    if ends == 1 {
        assert!(is_end(last), "nothing is written after the end: {own:#?}");
        assert_eq!(last.fields.duration_ms, Some(last.at_ms - first.at_ms));
    }
    let mut open: HashMap<_, &str> = HashMap::new();
    let mut last_error = None;
    for line in &own {
        let fields = &line.fields;
        if fields.provider.is_some() {
            last_error = fields.error_type;
        }
        let Some(event) = fields.event else { continue };
        if let Some(id) = fields.task_id {
            let before = open.insert(id, event);
            let is_in_order = match event {
                "task.queued" => before.is_none(),
                "task.started" => before == Some("task.queued"),
                "task.retried" => matches!(before, Some("task.started" | "task.retried")),
                "task.completed" => matches!(before, Some("task.started" | "task.retried")),
                // A worker may also throw away a task that waited too long.
                "task.failed" => !matches!(before, Some("task.completed" | "task.failed") | None),
                _ => false,
            };
            assert!(is_in_order, "{event} after {before:?}");
        }
        if event == "task.retried" {
            assert_eq!(fields.error_type, last_error, "a retry has a provider's error for cause");
        }
        if event == "generation.failed" {
            let failed_task = own.iter().find(|line| line.fields.event == Some("task.failed"));
            if let Some(failed_task) = failed_task {
                assert_eq!(failed_task.fields.error_type, fields.error_type);
            }
        }
    }
}

#[test]
fn every_generation_lives_in_order() {
    let from_ms = MONDAY_MS + 9 * HOUR_MS;
    let all = [IncidentKind::ProviderOutage, IncidentKind::QueueBacklog, IncidentKind::SlowApi];
    let troubles = all.map(|kind| Incident {
        kind,
        from_ms: from_ms + 25 * MINUTE_MS,
        until_ms: Some(from_ms + 45 * MINUTE_MS),
    });
    for incidents in [Vec::new(), troubles.to_vec()] {
        let scenario = Scenario { incidents, ..Scenario::healthy(3) };
        let until_ms = from_ms + 80 * MINUTE_MS;
        let happenings = happenings(&scenario, from_ms, until_ms);
        let (mut created, mut lost) = (0_u32, 0_u32);
        for life in by_generation(&happenings.lines).into_values() {
            let is_born_here = life.iter().any(|line| line.fields.event == Some("generation.created"));
            if is_born_here {
                check_life(&life);
                created += 1;
                let has_had_time = life[0].at_ms < until_ms - LONGEST_LIFE_MS;
                lost += u32::from(has_had_time && !life.iter().any(|line| is_end(line)));
            } else {
                // Whatever has no beginning here began before the window, and not long before.
                assert!(life[0].at_ms < from_ms + LONGEST_LIFE_MS, "{life:#?}");
            }
        }
        assert!(created > 3_000, "{created}");
        assert!(lost <= created / 400, "{lost} of {created} lost");
    }
}

#[test]
fn a_few_are_never_heard_of_again() {
    // At a higher rate, so that a few in ten thousand are more than none.
    let scenario = Scenario { rate: 6.0, ..Scenario::healthy(1) };
    let from_ms = MONDAY_MS + 9 * HOUR_MS;
    let happenings = happenings(&scenario, from_ms, from_ms + 32 * MINUTE_MS);
    let lives = by_generation(&happenings.lines);
    let born: Vec<_> = lives
        .values()
        .filter(|life| life.iter().any(|line| line.fields.event == Some("generation.created")))
        .filter(|life| life[0].at_ms < from_ms + 25 * MINUTE_MS)
        .collect();
    let lost = born.iter().filter(|life| !life.iter().any(|line| is_end(line))).count();
    assert!(lost >= 1 && lost * 500 < born.len(), "{lost} of {}", born.len());
}
