//! Deploys.

use super::{MIDNIGHT_MS, NOON_MS, line, sum_up, total, window};
use crate::store::Store;
use contract::line::{Event, Measure};
use contract::time::HOUR_MS;
use serde_json::json;

fn deploy(at_ms: i64, service: &str, version: Option<&str>) -> Event {
    line(at_ms, json!({"event": "deploy.finished", "service": service, "version": version}))
}

fn ask(store: &impl Store, from_ms: i64, to_ms: i64, limit: usize) -> Vec<String> {
    let told = store.deploys(from_ms, to_ms, limit).unwrap();
    told.into_iter()
        .map(|deploy| {
            let version = deploy.version.unwrap_or_else(|| "?".to_owned());
            format!("{} {version} {}", deploy.service, deploy.at_ms - MIDNIGHT_MS)
        })
        .collect()
}

pub(super) fn deploys_of_a_window(store: &impl Store) {
    store
        .append(&[
            deploy(MIDNIGHT_MS + 5, "backend", Some("1.4.3")),
            deploy(MIDNIGHT_MS - 5, "compute", None),
            deploy(MIDNIGHT_MS - 9, "backend", Some("1.4.2")),
            line(MIDNIGHT_MS - 7, json!({"event": "deploy.failed", "service": "backend", "version": "9"})),
        ])
        .unwrap();
    let all = ["backend 1.4.3 5", "compute ? -5", "backend 1.4.2 -9"];
    assert_eq!(ask(store, 0, i64::MAX, 10), all);
    // The newest stay; the end is outside, the start is not.
    assert_eq!(ask(store, 0, i64::MAX, 2), all[..2]);
    assert_eq!(ask(store, 0, i64::MAX, 1), all[..1]);
    assert_eq!(ask(store, 0, i64::MAX, 0), [""; 0]);
    assert_eq!(ask(store, MIDNIGHT_MS - 9, MIDNIGHT_MS + 5, 10), all[1..]);
    assert_eq!(ask(store, MIDNIGHT_MS - 8, MIDNIGHT_MS, 10), all[1..2]);
    assert_eq!(ask(store, MIDNIGHT_MS, MIDNIGHT_MS, 10), [""; 0]);
}

pub(super) fn one_that_is_told_again_is_one(store: &impl Store) {
    let told = deploy(NOON_MS, "backend", Some("1.4.2"));
    let unnumbered = deploy(NOON_MS, "backend", None);
    store.append(&[told.clone(), told.clone(), unnumbered.clone()]).unwrap();
    store.append(&[told, unnumbered]).unwrap();
    assert_eq!(store.deploys(0, i64::MAX, 10).unwrap().len(), 2);
    // The lines are kept each time.
    assert_eq!(sum_up(&total(store, Measure::Line, window(NOON_MS, HOUR_MS, 1))).count, 5);
    // The same version again at another time is another deploy, as is that of another service.
    store
        .append(&[deploy(NOON_MS + 1, "backend", Some("1.4.2")), deploy(NOON_MS, "compute", Some("1.4.2"))])
        .unwrap();
    assert_eq!(store.deploys(0, i64::MAX, 10).unwrap().len(), 4);
}
