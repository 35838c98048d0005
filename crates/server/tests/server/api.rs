//! The numbers of API Performance, worked out here from the lines that are posted.

use crate::support::{Bench, MORNING_MS, near, request};
use serde_json::{Value, json};

#[tokio::test]
async fn routes_are_told_with_their_rate_errors_and_change() {
    let bench = Bench::new();
    bench.at(600_000);
    let mut lines = Vec::new();
    for number in 0..60 {
        // In the minute before: 100 ms. In this one: 200 ms, and 6 of 60 fail.
        lines.push(request(MORNING_MS + number * 1_000, "/v1/images", 200, 100.0));
        let status = if number < 6 { 502 } else { 200 };
        lines.push(request(MORNING_MS + 60_000 + number * 1_000, "/v1/images", status, 200.0));
    }
    for number in 0..120 {
        lines.push(request(MORNING_MS + 60_000 + number * 500, "/v1/me", 404, 5.0));
    }
    bench.post(&lines).await;
    let range = format!("api?from={}&to={}&width=6", MORNING_MS + 60_000, MORNING_MS + 120_000);
    let api = bench.dashboard(&range).await;

    let keys: Vec<&str> = api.rows("routes").iter().map(|row| row["key"].as_str().unwrap()).collect();
    assert_eq!(keys, ["POST /v1/me", "POST /v1/images"]);
    let cells = &api.row("routes", "POST /v1/images")["cells"];
    assert_eq!(cells[2]["number"], 1.0);
    assert_eq!(cells[3]["judged"], json!({"value": 10.0, "state": "critical"}));
    assert!(near(&cells[4]["number"], 200.0) && near(&cells[5]["number"], 200.0), "{cells}");
    let change = &cells[6]["change"];
    assert!((change["percent"].as_f64().unwrap() - 100.0).abs() < 4.0, "{change}");
    assert_eq!(change["is_worse"], true);
    assert_eq!(api.row("routes", "POST /v1/me")["cells"][3]["number"], 0.0);
    assert_eq!(api.row("routes", "POST /v1/me")["cells"][6], "empty");

    for (class, state) in [("2xx", "ok"), ("4xx", "warning"), ("5xx", "critical")] {
        assert_eq!(api.series("status_classes", class)["state"], state);
    }
    let errors = api.points("status_classes", "5xx");
    assert_eq!(errors[0], (60_000, 0.6));
    assert_eq!(errors[1], (70_000, 0.0));

    let newest: Vec<&Value> = api.rows("newest_server_errors").iter().map(|row| &row["cells"]).collect();
    assert_eq!(newest.len(), 6);
    assert_eq!(newest[0][0]["number"], MORNING_MS as f64 + 65_000.0);
    assert_eq!(newest[0][1]["text"], "502");
    assert_eq!(newest[0][3]["code"], "/v1/images");
    assert_eq!(api.rows("newest_server_errors")[0]["trace_id"], format!("trace-{}", MORNING_MS + 65_000));
}

#[tokio::test]
async fn percentiles_come_from_all_values_of_a_bucket() {
    let bench = Bench::new();
    bench.at(60_000);
    // Two services with quite different times: the mean of their percentiles would be wrong.
    let mut lines: Vec<Value> =
        (1..=900_i32).map(|ms| request(MORNING_MS + i64::from(ms), "/a", 200, f64::from(ms))).collect();
    lines.extend((0..100).map(|number| {
        let mut line = request(MORNING_MS + number, "/b", 200, 9_000.0);
        line["service"] = json!("compute");
        line
    }));
    bench.post(&lines).await;
    let api = bench.dashboard(&format!("api?from={MORNING_MS}&to={}&width=1", MORNING_MS + 10_000)).await;
    for (name, exact) in [("p50", 500.0), ("p90", 900.0), ("p99", 9_000.0)] {
        let value = api.single("request_latency", name);
        assert!((value - exact).abs() <= exact * 0.012, "{name}: {value}");
    }
    assert_eq!(api.body("request_latency")["thresholds"][0]["value"], 10_000.0);
}

#[tokio::test]
async fn the_heatmap_counts_every_request_once() {
    let bench = Bench::new();
    bench.at(60_000);
    let times = [0.0, 1.0, 7.0, 7.5, 150.0, 12_000.0, 90_000.0];
    let lines: Vec<Value> =
        times.iter().map(|duration_ms| request(MORNING_MS + 5, "/a", 200, *duration_ms)).collect();
    bench.post(&lines).await;
    let api = bench.dashboard(&format!("api?from={MORNING_MS}&to={}&width=2", MORNING_MS + 20_000)).await;
    let heatmap = api.body("latency_heatmap");
    let edges: Vec<f64> =
        heatmap["band_edges"].as_array().unwrap().iter().map(|edge| edge.as_f64().unwrap()).collect();
    let count = |edge: f64| {
        let band = edges.iter().position(|other| *other == edge).unwrap();
        heatmap["counts"][band].clone()
    };
    for (edge, counts) in [
        (0.0, [2, 0]),
        (5.0, [2, 0]),
        (100.0, [1, 0]),
        (10_000.0, [1, 0]),
        (60_000.0, [1, 0]),
        (500.0, [0, 0]),
    ] {
        assert_eq!(count(edge), json!(counts), "{edge}");
    }
    let total: u64 = heatmap["counts"].as_array().unwrap().iter().map(|band| band[0].as_u64().unwrap()).sum();
    assert_eq!(total, times.len() as u64);
    assert_eq!(heatmap["buckets"], 2);
}

#[tokio::test]
async fn the_panels_stand_in_the_order_of_reading() {
    let api = Bench::new().dashboard("api").await;
    assert_eq!(
        api.panel_ids(),
        [
            "request_rate",
            "error_rate",
            "request_latency",
            "latency_heatmap",
            "status_classes",
            "routes",
            "newest_server_errors"
        ]
    );
}

#[tokio::test]
async fn a_change_is_told_only_against_a_window_that_says_enough() {
    let bench = Bench::new();
    bench.at(600_000);
    let mut lines = Vec::new();
    for (route, calls, from_ms) in [("/few", 19, 0), ("/some", 30, 0), ("/late", 30, 31_000)] {
        for number in 0..calls {
            lines.push(request(MORNING_MS + from_ms + number * 900, route, 200, 100.0));
            lines.push(request(MORNING_MS + 60_000 + number * 900, route, 200, 200.0));
        }
    }
    bench.post(&lines).await;
    let range = format!("api?from={}&to={}&width=6", MORNING_MS + 60_000, MORNING_MS + 120_000);
    let api = bench.dashboard(&range).await;
    let change = |route: &str| api.row("routes", &format!("POST {route}"))["cells"][6]["change"].clone();
    assert!(change("/few").is_null() && change("/late").is_null());
    assert_eq!(change("/some")["is_worse"], false);
}
