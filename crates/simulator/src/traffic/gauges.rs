//! Readings of hosts, databases and queues, every five seconds. Each is a function of time alone.

use super::backlog::Backlog;
use super::dice::{Dice, Stream, float_ms, smooth_noise};
use super::line::{Gauge, Service, Tags};
use super::scenario::{IncidentKind, Scenario};
use super::workflow::Queue;

/// How often everything is read.
pub(super) const PERIOD_MS: i64 = 5_000;
const DAY_MS: i64 = 86_400_000;

/// A machine and its usual levels, in percent.
struct Host {
    name: &'static str,
    service: Service,
    cpu: f64,
    memory: f64,
    disk: f64,
}

const fn host(name: &'static str, service: Service, cpu: f64, memory: f64, disk: f64) -> Host {
    Host { name, service, cpu, memory, disk }
}

const HOSTS: [Host; 7] = [
    host("backend-1", Service::Backend, 37.0, 58.0, 57.0),
    host("backend-2", Service::Backend, 36.0, 57.0, 58.5),
    host("compute-1", Service::Compute, 38.0, 60.0, 59.0),
    host("compute-2", Service::Compute, 37.0, 59.0, 56.5),
    host("celery-1", Service::Celery, 42.0, 62.5, 60.0),
    host("celery-2", Service::Celery, 41.0, 61.5, 61.0),
    host("celery-3", Service::Celery, 38.0, 57.5, 58.0),
];

/// A database: its name, how many connections it takes, and its share in use from idle to busy.
const DATABASES: [(&str, u32, f64, f64); 2] = [("primary", 200, 0.32, 0.11), ("replica", 100, 0.24, 0.13)];

/// Everything read in the slot that begins at `slot * PERIOD_MS`, in order of time.
pub(super) fn readings(scenario: &Scenario, backlog: &mut Backlog, slot: i64) -> Vec<Gauge> {
    let slot_ms = slot.saturating_mul(PERIOD_MS);
    let mut dice = Dice::new(scenario.seed, Stream::Gauges, slot, 0);
    let mut gauges = Vec::with_capacity(HOSTS.len() * 3 + DATABASES.len() + Queue::ALL.len());
    let mut at_ms = slot_ms;
    for (lane, host) in (1..).zip(&HOSTS) {
        let tags = Tags { host: Some(host.name), service: Some(host.service), ..Tags::default() };
        let (cpu, memory, disk) = host_levels(scenario, host, lane, at_ms, &mut dice);
        for (name, value) in
            [("cpu_utilization", cpu), ("memory_utilization", memory), ("disk_utilization", disk)]
        {
            gauges.push(gauge(at_ms, name, value, tags));
        }
        // Agents on different machines never read at the very same moment.
        at_ms += 290;
    }
    for (lane, (name, capacity, idle, busy)) in (101..).zip(DATABASES) {
        let tags = Tags {
            service: Some(Service::Backend),
            database: Some(name),
            capacity: Some(capacity),
            ..Tags::default()
        };
        let calm =
            idle + busy * scenario.activity(at_ms) + 0.03 * smooth_noise(scenario.seed, lane, at_ms, 180_000);
        let starved =
            if name == "primary" { scenario.strength(IncidentKind::DbConnections, at_ms) } else { 0.0 };
        let share = calm + (0.96 - calm) * starved + dice.between(-0.01, 0.01);
        let connections = (share.clamp(0.0, 1.0) * f64::from(capacity)).round();
        gauges.push(gauge(at_ms, "db_connections", connections, tags));
        at_ms += 290;
    }
    for queue in Queue::ALL {
        let tags = Tags { service: Some(Service::Celery), queue: Some(queue.name()), ..Tags::default() };
        let calm = dice.poisson(queue.calm_depth(scenario, at_ms));
        let piled_up = match queue {
            Queue::Gpu => backlog.depth(scenario, at_ms).round(),
            Queue::Fast | Queue::Default => 0.0,
        };
        let calm = f64::from(u32::try_from(calm).unwrap_or(u32::MAX));
        gauges.push(gauge(at_ms, "queue_depth", calm + piled_up, tags));
        at_ms += 290;
    }
    gauges
}

/// CPU, memory and disk of a machine, in percent.
fn host_levels(scenario: &Scenario, host: &Host, lane: u64, at_ms: i64, dice: &mut Dice) -> (f64, f64, f64) {
    let activity = scenario.activity(at_ms);
    let noise = |offset, period_ms| smooth_noise(scenario.seed, lane + offset, at_ms, period_ms);
    let slow = scenario.strength(IncidentKind::SlowApi, at_ms);
    let halted = scenario.strength(IncidentKind::QueueBacklog, at_ms);
    // Threads that wait for a slow backend spin; gpu workers that stand still leave theirs idle.
    let trouble = match (host.service, host.name) {
        (Service::Backend, _) => 22.0 * slow,
        (Service::Celery, "celery-1" | "celery-2") => -24.0 * halted,
        (Service::Celery | Service::Compute, _) => 0.0,
    };
    let cpu = host.cpu + 13.0 * activity + 5.0 * noise(10, 90_000) + dice.between(-1.5, 1.5) + trouble;
    let memory = host.memory + 4.0 * activity + 2.0 * noise(20, 900_000) + dice.between(-0.2, 0.2);
    // Logs fill the disk until they are rotated away at midnight.
    let of_day = float_ms(at_ms.rem_euclid(DAY_MS)) / float_ms(DAY_MS);
    let disk = host.disk + 2.5 * of_day + 0.3 * noise(30, 3_600_000);
    (cpu, memory, disk)
}

fn gauge(at_ms: i64, name: &'static str, value: f64, tags: Tags) -> Gauge {
    let value = (value * 100.0).round() / 100.0;
    Gauge { at_ms, name, value: value.max(0.0), tags, demo: true }
}
