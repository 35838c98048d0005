//! Each incident crosses its own limits, leaves the others alone, and is over when it is over.

use simulator::traffic::{Happenings, IncidentKind, Traffic};

use crate::figures::{Figures, HOUR_MS, MINUTE_MS, MONDAY_MS, at_full_strength, quantile, troubled};

/// The quietest hour and the busiest.
const HOURS: [i64; 2] = [2, 9];

fn largest(happenings: &Happenings, name: &str, is_meant: impl Fn(&str) -> bool) -> f64 {
    happenings
        .gauges
        .iter()
        .filter(|gauge| gauge.name == name)
        .filter(|gauge| gauge.tags.queue.or(gauge.tags.database).is_some_and(&is_meant))
        .map(|gauge| gauge.value)
        .fold(0.0, f64::max)
}

#[test]
fn a_provider_outage_fails_calls_and_with_them_generations() {
    for hour in HOURS {
        let (figures, happenings) = at_full_strength(IncidentKind::ProviderOutage, hour);
        let percent = |name: &str| figures.providers.get(name).map_or(0.0, |rate| rate.percent());
        assert!((25.0..50.0).contains(&percent("fal")), "{:?}", figures.providers);
        for other in ["replicate", "stability", "photoroom"] {
            assert!(percent(other) < 5.0, "{other}: {:?}", figures.providers);
        }
        assert!(figures.generations.percent() > 5.0, "{:?}", figures.generations);
        assert!(quantile(&figures.generation_ms, 0.99) > 60_000);
        assert!(figures.retries > 40, "{}", figures.retries);
        assert!(figures.error_types.contains_key("timeout"), "{:?}", figures.error_types);
        assert!(figures.requests.percent() < 2.5);
        assert!(largest(&happenings, "queue_depth", |_| true) < 100.0);
    }
}

#[test]
fn a_queue_backlog_passes_a_thousand_within_three_minutes() {
    for hour in HOURS {
        let from_ms = MONDAY_MS + hour * HOUR_MS;
        let scenario = troubled(IncidentKind::QueueBacklog, from_ms, None);
        let mut traffic = Traffic::new(scenario, from_ms);
        let early = traffic.advance(from_ms + 10_000);
        assert!(largest(&early, "queue_depth", |queue| queue == "gpu") < 100.0);
        traffic.advance(from_ms + 3 * MINUTE_MS);
        let late = traffic.advance(from_ms + 3 * MINUTE_MS + 15_000);
        assert!(largest(&late, "queue_depth", |queue| queue == "gpu") > 1_000.0);
        assert!(largest(&late, "queue_depth", |queue| queue != "gpu") < 40.0);

        let (figures, _) = at_full_strength(IncidentKind::QueueBacklog, hour);
        let median_wait_ms = |queue| figures.wait_ms.get(queue).map_or(0, |waits| quantile(waits, 0.5));
        assert!(median_wait_ms("gpu") > 60_000, "{}", median_wait_ms("gpu"));
        assert!(median_wait_ms("fast") < 2_000);
    }
}

/// Queued and never begun: what the lines say of the queue agrees with its gauge.
#[test]
fn the_gauge_of_a_backlog_agrees_with_its_tasks() {
    let from_ms = MONDAY_MS + 9 * HOUR_MS;
    let scenario = troubled(IncidentKind::QueueBacklog, from_ms, None);
    let happenings = Traffic::new(scenario, from_ms).advance(from_ms + 10 * MINUTE_MS);
    let count = |event| {
        happenings
            .lines
            .iter()
            .filter(|line| line.fields.event == Some(event) && line.fields.queue == Some("gpu"))
            .count()
    };
    let waiting = i32::try_from(count("task.queued") - count("task.started")).unwrap();
    let last_reading = happenings
        .gauges
        .iter()
        .rfind(|gauge| gauge.tags.queue == Some("gpu"))
        .map_or(0.0, |gauge| gauge.value);
    let ratio = f64::from(waiting) / last_reading;
    assert!((0.85..1.15).contains(&ratio), "{waiting} waiting, gauge {last_reading}");
}

#[test]
fn a_slow_api_answers_late_and_with_errors() {
    for hour in HOURS {
        let (figures, happenings) = at_full_strength(IncidentKind::SlowApi, hour);
        assert!(figures.requests.percent() > 5.0, "{:?}", figures.requests);
        assert!(quantile(&figures.request_ms, 0.99) > 10_000);
        let statuses =
            |status| happenings.lines.iter().filter(|line| line.fields.http_status == Some(status)).count();
        assert!(statuses(503) > 10 && statuses(504) > 10);
        assert!(figures.generations.percent() < 5.0, "{:?}", figures.generations);
    }
}

#[test]
fn database_connections_climb_past_nine_tenths() {
    for hour in HOURS {
        let (figures, happenings) = at_full_strength(IncidentKind::DbConnections, hour);
        let primary = happenings.gauges.iter().filter(|gauge| gauge.tags.database == Some("primary"));
        for gauge in primary {
            let capacity = f64::from(gauge.tags.capacity.unwrap());
            assert!(gauge.value > 0.9 * capacity && gauge.value <= capacity, "{gauge:?}");
        }
        assert!(largest(&happenings, "db_connections", |name| name == "replica") < 55.0);
        assert!(figures.requests.percent() > 5.0, "{:?}", figures.requests);
    }
}

#[test]
fn every_incident_is_over_when_it_is_over() {
    let kinds = [
        IncidentKind::ProviderOutage,
        IncidentKind::QueueBacklog,
        IncidentKind::SlowApi,
        IncidentKind::DbConnections,
    ];
    for kind in kinds {
        let from_ms = MONDAY_MS + 9 * HOUR_MS;
        let scenario = troubled(kind, from_ms, Some(5 * MINUTE_MS));
        // The gpu workers need minutes to work through what has piled up.
        let after_ms = from_ms + 15 * MINUTE_MS;
        let mut traffic = Traffic::new(scenario, after_ms);
        let happenings = traffic.advance(after_ms + 5 * MINUTE_MS);
        let figures = Figures::of(&happenings.lines);
        assert!(figures.requests.percent() < 2.5, "{kind:?}: {:?}", figures.requests);
        assert!(figures.generations.percent() < 5.0, "{kind:?}: {:?}", figures.generations);
        assert!(quantile(&figures.generation_ms, 0.99) < 60_000, "{kind:?}");
        assert!(largest(&happenings, "queue_depth", |_| true) < 40.0, "{kind:?}");
        assert!(largest(&happenings, "db_connections", |_| true) < 110.0, "{kind:?}");
    }
}
