//! What arrives at a server is the world that was asked for: whole, once, in bounded batches.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;
use simulator::traffic::Traffic;
use simulator::{SimulateArgs, SimulateError, Summary, run};

use crate::server::Ingest;

fn args(url: &str) -> SimulateArgs {
    SimulateArgs {
        url: url.to_owned(),
        token: Some("a-token".to_owned()),
        seed: 1,
        rate: 1.0,
        backfill: None,
        incident: Vec::new(),
        incident_after: 0,
        incident_for: None,
        duration: Some(Duration::from_millis(1_600)),
        no_live: false,
    }
}

fn now_ms() -> i64 {
    chrono::Utc::now().timestamp_millis()
}

fn counted(items: impl IntoIterator<Item = String>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for item in items {
        *counts.entry(item).or_default() += 1;
    }
    counts
}

fn written(item: &impl Serialize) -> String {
    serde_json::to_value(item).map(|value| value.to_string()).unwrap_or_default()
}

/// That exactly the lines between the first and the last that arrived have arrived, each once.
fn is_whole_and_single(taken: &[Value], args: &SimulateArgs, until_ms: i64) {
    let times = || taken.iter().filter_map(|line| line["dt"].as_str());
    let (first, last) = (times().min().unwrap_or_default(), times().max().unwrap_or_default());
    let from_ms = args.backfill_from_ms(until_ms) - 20_000;
    let expected = Traffic::new(args.scenario(until_ms), from_ms).advance(until_ms);
    let expected = expected
        .lines
        .iter()
        .map(|line| serde_json::to_value(line).unwrap_or_default())
        .filter(|line| line["dt"].as_str().is_some_and(|at| at >= first && at <= last))
        .map(|line| line.to_string());
    assert_eq!(counted(taken.iter().map(written)), counted(expected));
}

#[tokio::test]
async fn live_traffic_goes_on_where_the_history_ends() {
    let (ingest, url) = Ingest::start(&[]).await.unwrap();
    let args = SimulateArgs { backfill: Some(Duration::from_mins(10)), ..args(&url) };
    let begun_ms = now_ms();
    let summary = run(args.clone(), std::future::pending()).await.unwrap();
    let ended_ms = now_ms();

    let lines = ingest.taken("/");
    let gauges = ingest.taken("/metrics");
    assert_eq!(summary, Summary { lines: lines.len() as u64, gauges: gauges.len() as u64, dropped: 0 });
    is_whole_and_single(&lines, &args, ended_ms);
    let last = lines.iter().filter_map(|line| line["dt"].as_str()).max().unwrap();
    let last_ms = chrono::DateTime::parse_from_rfc3339(last).unwrap().timestamp_millis();
    assert!(last_ms > begun_ms && last_ms <= ended_ms, "live lines come at their time");
    for request in ingest.received() {
        assert_eq!(request.authorization, "Bearer a-token");
        let expected_type = if request.path == "/" { "application/x-ndjson" } else { "application/json" };
        assert_eq!(request.content_type, expected_type);
        assert!(!request.items.is_empty() && request.items.len() <= 5_000);
    }
}

#[tokio::test]
async fn live_batches_are_small() {
    // Almost two seconds without a server leave more than a batch can hold.
    let (ingest, url) = Ingest::start(&[(503, None); 3]).await.unwrap();
    let duration = Some(Duration::from_secs(3));
    let args = SimulateArgs { rate: 40.0, duration, ..args(&url) };
    let summary = run(args, std::future::pending()).await.unwrap();
    assert!(summary.lines > 500, "{summary:?}");
    for request in ingest.received() {
        assert!(!request.items.is_empty() && request.items.len() <= 500);
    }
}

#[tokio::test]
async fn a_busy_server_gets_everything_in_the_end() {
    let (ingest, url) = Ingest::start(&[(429, Some(1)), (503, None), (500, None)]).await.unwrap();
    let history = Some(Duration::from_mins(2));
    let args = SimulateArgs { backfill: history, no_live: true, ..args(&url) };
    let begun = std::time::Instant::now();
    let summary = run(args.clone(), std::future::pending()).await.unwrap();
    assert_eq!(summary.dropped, 0);
    assert!(begun.elapsed() >= Duration::from_secs(1), "it waits as long as it was told to");
    let lines = ingest.taken("/");
    assert_eq!(summary.lines, lines.len() as u64);
    is_whole_and_single(&lines, &args, now_ms());
}

#[tokio::test]
async fn live_lines_are_kept_while_the_server_is_busy() {
    let (ingest, url) = Ingest::start(&[(503, None), (503, None)]).await.unwrap();
    let args = SimulateArgs { duration: Some(Duration::from_secs(3)), ..args(&url) };
    let summary = run(args.clone(), std::future::pending()).await.unwrap();
    assert_eq!(summary.dropped, 0);
    is_whole_and_single(&ingest.taken("/"), &args, now_ms());
}

#[tokio::test]
async fn a_refused_token_ends_it_with_a_sentence() {
    for no_live in [false, true] {
        let (_ingest, url) = Ingest::start(&[(403, None); 8]).await.unwrap();
        let args = SimulateArgs { backfill: Some(Duration::from_mins(1)), no_live, ..args(&url) };
        let error = run(args, std::future::pending()).await.unwrap_err();
        assert!(matches!(error, SimulateError::Forbidden { .. }), "{error:?}");
        assert!(error.to_string().contains("--token"), "{error}");
    }
}

#[tokio::test]
async fn without_a_server_nothing_is_claimed_to_be_sent() {
    let summary = run(args("http://127.0.0.1:1"), std::future::pending()).await.unwrap();
    assert_eq!((summary.lines, summary.gauges), (0, 0));
    assert!(summary.dropped > 0);
}

#[tokio::test]
async fn a_shutdown_sends_what_is_left() {
    let (ingest, url) = Ingest::start(&[]).await.unwrap();
    let args = SimulateArgs { duration: None, ..args(&url) };
    let shutdown = tokio::time::sleep(Duration::from_millis(1_200));
    // A server runs it in a task of its own, so it must be able to move between threads.
    let summary = tokio::spawn(run(args.clone(), shutdown)).await.unwrap().unwrap();
    assert_eq!(summary.lines, ingest.taken("/").len() as u64);
    assert_eq!(summary.dropped, 0);
    is_whole_and_single(&ingest.taken("/"), &args, now_ms());
}

#[tokio::test]
async fn nothing_to_send_is_said_at_once() {
    let args = SimulateArgs { no_live: true, ..args("http://127.0.0.1:1") };
    let error = run(args, std::future::pending()).await.unwrap_err();
    assert!(matches!(error, SimulateError::NothingToSend), "{error:?}");
}
