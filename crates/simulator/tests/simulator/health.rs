//! A day on which nothing goes wrong stays within every limit, at night as at noon: an alert on a
//! healthy demo would be a false one.

use simulator::traffic::{Happenings, Scenario, Traffic};

use crate::figures::{Figures, HOUR_MS, MINUTE_MS, MONDAY_MS, Rate, quantile};

/// The window that alert rules look at.
const WINDOW_MS: i64 = 5 * MINUTE_MS;

/// Half an hour in windows, at these hours after Monday's midnight; the last is on Saturday.
fn windows() -> impl Iterator<Item = Happenings> {
    [2, 7, 10, 12, 15, 21, 5 * 24 + 14].into_iter().flat_map(|hour| {
        let from_ms = MONDAY_MS + hour * HOUR_MS;
        let mut traffic = Traffic::new(Scenario::healthy(1), from_ms);
        (1..=6).map(move |window| traffic.advance(from_ms + window * WINDOW_MS)).collect::<Vec<_>>()
    })
}

#[test]
fn every_window_keeps_every_limit() {
    let mut all = Figures::default();
    let mut provider_calls = Rate::default();
    for window in windows() {
        let figures = Figures::of(&window.lines);
        assert!(figures.requests.percent() < 2.5, "{:?}", figures.requests);
        assert!(quantile(&figures.request_ms, 0.99) < 5_000);
        assert!(figures.generations.percent() < 5.0, "{:?}", figures.generations);
        assert!(quantile(&figures.generation_ms, 0.99) < 60_000);
        assert!(figures.tasks.percent() < 3.0, "{:?}", figures.tasks);
        assert!(quantile(&figures.task_ms, 0.5) < 15_000);
        for gauge in &window.gauges {
            let range = match gauge.name {
                "cpu_utilization" => 35.0..=65.0,
                "memory_utilization" => 55.0..=70.0,
                "disk_utilization" => 55.0..=65.0,
                "db_connections" => 20.0..=100.0,
                "queue_depth" => 0.0..=40.0,
                other => panic!("an unknown gauge: {other}"),
            };
            assert!(range.contains(&gauge.value), "{gauge:?}");
            if let Some(capacity) = gauge.tags.capacity {
                assert!(gauge.value < 0.55 * f64::from(capacity), "{gauge:?}");
            }
        }
        for rate in figures.providers.values() {
            provider_calls.count += rate.count;
            provider_calls.failures += rate.failures;
        }
        for (total, part) in
            [(&mut all.requests, figures.requests), (&mut all.generations, figures.generations)]
        {
            total.count += part.count;
            total.failures += part.failures;
        }
        all.generation_ms.extend(figures.generation_ms);
    }
    let near = |rate: Rate, low, high| (low..high).contains(&rate.percent());
    assert!(near(all.requests, 0.35, 0.65), "{:?}", all.requests);
    assert!(near(all.generations, 0.9, 2.0), "{:?}", all.generations);
    assert!(near(provider_calls, 0.4, 1.0), "{provider_calls:?}");
    assert!((8_000..35_000).contains(&quantile(&all.generation_ms, 0.5)));
}

#[test]
fn volume_follows_the_day_and_never_sleeps() {
    let per_second = |hour: i64, rate: f64| {
        let scenario = Scenario { rate, ..Scenario::healthy(1) };
        let from_ms = MONDAY_MS + hour * HOUR_MS;
        let window = Traffic::new(scenario, from_ms).advance(from_ms + 10 * MINUTE_MS);
        let figures = Figures::of(&window.lines);
        (f64::from(figures.requests.count) / 600.0, f64::from(figures.created) / 600.0)
    };
    let (requests, generations) = per_second(9, 1.0);
    assert!((10.8..13.2).contains(&requests), "{requests}");
    assert!((1.0..1.4).contains(&generations), "{generations}");
    let (requests, generations) = per_second(2, 1.0);
    assert!((4.4..6.0).contains(&requests), "{requests}");
    assert!((0.38..0.62).contains(&generations), "{generations}");
    let (requests, _) = per_second(9, 3.0);
    assert!((33.0..39.0).contains(&requests), "{requests}");
}
