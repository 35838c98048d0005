//! Lines that nobody counts: what services say while they work. They make searching realistic.

use super::dice::Dice;
use super::line::{Fields, Level, Line, Service};
use super::requests::backend_host;
use super::scenario::{IncidentKind, Scenario};

/// Lines per second at midday with rate 1.
const LINES_PER_S: f64 = 0.9;

/// How many such lines are expected per second. Trouble makes services talk more.
pub(super) fn lines_per_s(scenario: &Scenario, at_ms: i64) -> f64 {
    let trouble: f64 = TROUBLE.iter().map(|&kind| scenario.strength(kind, at_ms)).sum();
    LINES_PER_S * scenario.rate * scenario.activity(at_ms) * (1.0 + trouble)
}

const TROUBLE: [IncidentKind; 4] = [
    IncidentKind::ProviderOutage,
    IncidentKind::QueueBacklog,
    IncidentKind::SlowApi,
    IncidentKind::DbConnections,
];

/// What is said about an incident, by whom.
const fn complaint(kind: IncidentKind) -> (Service, &'static str) {
    match kind {
        IncidentKind::ProviderOutage => (Service::Compute, "Circuit breaker for fal is half open"),
        IncidentKind::QueueBacklog => (Service::Celery, "Worker gpu missed its heartbeat"),
        IncidentKind::SlowApi => (Service::Backend, "Event loop blocked, requests are waiting"),
        IncidentKind::DbConnections => (Service::Backend, "Waiting for a free connection of pool primary"),
    }
}

/// A line said at a time.
pub(super) fn line(scenario: &Scenario, at_ms: i64, dice: &mut Dice) -> Line {
    for kind in TROUBLE {
        if dice.chance(0.5 * scenario.strength(kind, at_ms)) {
            let (service, message) = complaint(kind);
            let host = host(service, dice);
            return Line::new(at_ms, Level::Warning, service, host, message, Fields::default());
        }
    }
    let number = dice.below(900) + 100;
    let (level, service, message) = match dice.below(14) {
        0..=2 => {
            (Level::Debug, Service::Backend, format!("Cache miss for asset list page {}", number % 9 + 1))
        }
        3 | 4 => (Level::Debug, Service::Backend, format!("Signed {number} upload parts")),
        5 => (Level::Info, Service::Backend, "Webhook delivered".to_owned()),
        6 => (Level::Warning, Service::Backend, format!("Slow query took {number} ms: assets by project")),
        7 | 8 => (Level::Debug, Service::Compute, format!("Fetched input image, {number} KiB")),
        9 => (Level::Debug, Service::Compute, "Provider quota refreshed".to_owned()),
        10 => (Level::Info, Service::Compute, format!("Stored result image, {} KiB", number * 4)),
        11 | 12 => (Level::Debug, Service::Celery, format!("Prefetched {} messages", number % 4 + 1)),
        _ => (Level::Info, Service::Celery, "Worker heartbeat".to_owned()),
    };
    let host = host(service, dice);
    Line::new(at_ms, level, service, host, message, Fields::default())
}

fn host(service: Service, dice: &mut Dice) -> &'static str {
    match service {
        Service::Backend => backend_host(dice),
        Service::Compute => dice.pick("compute-1", &[(0.5, "compute-2")]),
        Service::Celery => dice.pick("celery-1", &[(0.34, "celery-2"), (0.33, "celery-3")]),
    }
}
