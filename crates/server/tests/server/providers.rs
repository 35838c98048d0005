//! The numbers of Provider Status, worked out here from the lines that are posted.

use crate::support::{Bench, MORNING_MS, near, plain};
use serde_json::{Value, json};

fn call(at_ms: i64, provider: &str, error: Option<&str>, duration_ms: i64, generation: i64) -> Value {
    let mut line = json!({
        "timestamp": MORNING_MS + at_ms, "service": "compute", "message": "provider call", "provider": provider,
        "model": "m1", "duration_ms": duration_ms, "generation_id": format!("{provider}-{generation}"),
    });
    line["status"] = json!(if error.is_some() { "error" } else { "ok" });
    if let Some(error) = error {
        line["error_type"] = json!(error);
    }
    line
}

/// An hour in which all is well, then five minutes in which 18 of 100 calls of fal fail.
fn outage() -> Vec<Value> {
    let mut lines = Vec::new();
    for number in 0..360 {
        for provider in ["fal", "replicate"] {
            lines.push(call(number * 10_000, provider, None, 2_000, number));
        }
    }
    for number in 0..100 {
        let error = (number < 18).then_some(if number % 3 == 0 { "rate_limit" } else { "timeout" });
        lines.push(call(3_600_000 + number * 3_000, "fal", error, 5_000, 1_000 + number));
        lines.push(call(3_600_000 + number * 3_000, "replicate", None, 2_000, 1_000 + number));
    }
    lines
}

#[tokio::test]
async fn the_verdict_names_who_it_is() {
    let bench = Bench::new();
    bench.at(3_899_999);
    bench.post(&outage()).await;
    let providers = bench.dashboard("providers?from=now-30m").await;
    assert_eq!(providers.sentences("verdict"), ["fal: 18 % errors; others normal; 18 generations affected"]);
    let sentence = &providers.body("verdict")["sentences"][0];
    assert_eq!(sentence["state"], "warning");
    // The share passes 5 % within the first bucket of the outage or right after.
    let since_ms = sentence["since_ms"].as_i64().unwrap() - MORNING_MS;
    assert!((3_600_000..=3_620_000).contains(&since_ms), "{since_ms}");

    let alert = &providers.0["alerts"][0];
    assert_eq!((&alert["rule"], &alert["labels"]["provider"]), (&json!("provider_errors"), &json!("fal")));
    assert_eq!(
        plain(alert["sentence"].as_str().unwrap()),
        "fal: 18 of 100 calls failed (18 %, 0 % in the hour before)"
    );
    let strip = |name: &str| {
        let strips = providers.body("provider_strips")["strips"].as_array().unwrap();
        strips.iter().find(|strip| strip["key"] == name).unwrap().clone()
    };
    assert_eq!((&strip("fal")["state"], &strip("replicate")["state"]), (&json!("warning"), &json!("ok")));
    assert_eq!(strip("replicate")["availability_percent"], 100.0);
    let failed: u64 =
        strip("fal")["cells"].as_array().unwrap().iter().map(|cell| cell["failed"].as_u64().unwrap()).sum();
    assert_eq!(failed, 18);

    // Of 0 … 17, six are multiples of 3.
    assert_eq!(providers.row("provider_error_kinds", "fal:timeout")["value"], 12.0);
    assert_eq!(providers.row("provider_error_kinds", "fal:rate_limit")["value"], 6.0);
    let limits: f64 = providers.points("rate_limits", "fal").iter().map(|(_, count)| count).sum();
    assert_eq!(limits, 6.0);
    let row = &providers.row("provider_summary", "fal")["cells"];
    assert_eq!(row[1]["state"], json!({"state": "warning", "text": "errors"}));
    assert_eq!(row[7]["number"], 6.0);
    assert!(near(&row[6]["number"], 5_000.0), "{row}");
    assert_eq!(providers.rows("affected_generations").len(), 18);
    assert_eq!(providers.rows("affected_generations")[0]["key"], "fal-1017");
}

#[tokio::test]
async fn when_all_is_well_it_says_so() {
    let bench = Bench::new();
    bench.at(60_000);
    let lines: Vec<Value> = (0..30).map(|number| call(number * 1_000, "fal", None, 2_000, number)).collect();
    bench.post(&lines).await;
    let providers = bench.dashboard("providers").await;
    assert_eq!(providers.sentences("verdict"), ["All providers are normal: 0 of 30 calls failed"]);
    assert_eq!(providers.body("verdict")["sentences"][0]["state"], "ok");
}

#[tokio::test]
async fn when_generations_fail_and_providers_do_not_it_is_us() {
    let bench = Bench::new();
    bench.at(60_000);
    let mut lines: Vec<Value> =
        (0..30).map(|number| call(number * 1_000, "fal", None, 2_000, number)).collect();
    lines.extend((0..30).map(|number| {
        json!({"timestamp": MORNING_MS + number, "service": "backend", "generation_id": format!("g{number}"),
               "event": if number < 6 { "generation.failed" } else { "generation.completed" }, "duration_ms": 9_000})
    }));
    bench.post(&lines).await;
    let providers = bench.dashboard("providers").await;
    assert_eq!(
        providers.sentences("verdict"),
        ["All providers are normal, yet 6 of 30 generations failed: it is us"]
    );
}

#[tokio::test]
async fn the_panels_stand_in_the_order_of_reading() {
    let providers = Bench::new().dashboard("providers").await;
    assert_eq!(
        providers.panel_ids(),
        [
            "verdict",
            "provider_strips",
            "provider_summary",
            "provider_error_rate",
            "provider_latency",
            "provider_error_kinds",
            "rate_limits",
            "affected_generations",
        ]
    );
    assert_eq!(providers.body("verdict")["empty"], "No provider was called.");
}

#[tokio::test]
async fn an_outage_does_not_end_its_own_alert_by_becoming_usual() {
    let bench = Bench::new();
    let mut lines: Vec<Value> =
        (0..360).map(|number| call(number * 10_000, "fal", None, 2_000, number)).collect();
    // Every fifth call fails for 50 minutes, which by then are most of the hour before.
    for number in 0..1_000 {
        let error = (number % 5 == 0).then_some("timeout");
        lines.push(call(3_600_000 + number * 3_000, "fal", error, 5_000, 1_000 + number));
    }
    bench.at(3_600_000 + 2_999_999);
    bench.post(&lines).await;
    let alert = bench.dashboard("providers").await.0["alerts"][0].clone();
    assert_eq!(
        plain(alert["sentence"].as_str().unwrap()),
        "fal: 20 of 100 calls failed (20 %, 0 % in the hour before)"
    );
    let since_ms = alert["since_ms"].as_i64().unwrap() - MORNING_MS;
    assert!((3_590_000..=3_720_000).contains(&since_ms), "{since_ms}");
}
