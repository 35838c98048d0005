//! Errors, headers, caching, the built app, and who may read.

use crate::support::{Bench, MORNING_MS, request};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use base64::Engine as _;
use serde_json::{Value, json};
use server::config::{Config, Secret, SourceToken};
use sha2::{Digest, Sha256};
use std::fs;
use tempfile::TempDir;

#[tokio::test]
async fn errors_are_json_with_a_place() {
    let bench = Bench::new();
    for (path, status, code, position) in [
        (
            "/api/v1/dashboards/overview?from=yesterday",
            400,
            "bad_request",
            json!({"field": "from", "offset": 0}),
        ),
        ("/api/v1/dashboards/overview?to=now-5y", 400, "bad_request", json!({"field": "to", "offset": 5})),
        (
            "/api/v1/dashboards/overview?width=12px",
            400,
            "bad_request",
            json!({"field": "width", "offset": 2}),
        ),
        ("/api/v1/dashboards/overview?form=now", 400, "bad_request", json!({"field": "form", "offset": 0})),
        ("/api/v1/dashboards/everything", 404, "not_found", Value::Null),
        ("/api/v1/nothing", 404, "not_found", Value::Null),
        ("/api/v2/dashboards/overview", 404, "not_found", Value::Null),
    ] {
        let answer = bench.get(path).await;
        assert_eq!(answer.status.as_u16(), status, "{path}");
        assert_eq!(answer.header("content-type"), "application/json", "{path}");
        let error = &answer.json()["error"];
        assert_eq!((&error["code"], &error["position"]), (&json!(code), &position), "{path}");
        assert!(error["message"].as_str().unwrap().ends_with('.'), "{error}");
        assert!(!answer.header("x-request-id").is_empty());
    }
    let wrong = Request::delete("/api/v1/dashboards/overview").body(Body::empty()).unwrap();
    assert_eq!(bench.send(wrong).await.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn an_unchanged_dashboard_is_not_sent_again() {
    let bench = Bench::new();
    bench.at(20_000);
    bench.post(&[request(MORNING_MS + 10_000, "/x", 200, 5.0)]).await;
    let path = format!("/api/v1/dashboards/overview?from={}&to={}", MORNING_MS - 60_000, MORNING_MS + 60_000);
    let first = bench.get(&path).await;
    let etag = first.header("etag").to_owned();
    assert_eq!(first.header("cache-control"), "no-cache");
    // Time alone changes nothing, as long as nothing becomes stale by it.
    bench.at(22_500);
    let same = bench.get_with(&path, &[("if-none-match", &etag)]).await;
    assert_eq!((same.status, same.body.len()), (StatusCode::NOT_MODIFIED, 0));
    assert_eq!(same.header("etag"), etag);
    bench.at(26_000);
    let stale = bench.get_with(&path, &[("if-none-match", &etag)]).await;
    assert_eq!(stale.status, StatusCode::OK);
    let etag = stale.header("etag").to_owned();
    bench.post(&[request(MORNING_MS + 25_000, "/x", 200, 5.0)]).await;
    assert_eq!(bench.get_with(&path, &[("if-none-match", &etag)]).await.status, StatusCode::OK);
    let other = format!("{path}&compare=previous");
    assert_ne!(bench.get(&other).await.header("etag"), bench.get(&path).await.header("etag"));
}

#[tokio::test]
async fn a_long_range_has_at_most_as_many_buckets_as_asked_for() {
    let bench = Bench::new();
    for (range, width) in [("now-1h", 10), ("now-24h", 300), ("now-90d", 50), ("now-1h", 1_000)] {
        let path = format!("overview?from={range}&width={width}");
        let overview = bench.dashboard(&path).await;
        let buckets = overview.series("request_rate", "requests")["values"].as_array().unwrap().len();
        assert!(buckets <= width, "{range} {width}: {buckets}");
    }
}

/// A small app as Trunk leaves it.
fn built_app() -> TempDir {
    let folder = TempDir::new().unwrap();
    let page = "<!doctype html><script type=\"module\">import('/app-0123456789abcdef.js')</script>"
        .to_owned()
        + &" ".repeat(1_000);
    fs::write(folder.path().join("index.html"), page).unwrap();
    fs::write(folder.path().join("app-0123456789abcdef.js"), "let x = 1;".repeat(500)).unwrap();
    fs::write(folder.path().join("app-0123456789abcdef_bg.wasm"), vec![0_u8; 4_000]).unwrap();
    fs::write(folder.path().join("favicon.svg"), "<svg/>").unwrap();
    fs::create_dir(folder.path().join("fonts")).unwrap();
    fs::write(folder.path().join("fonts/mono-0123456789abcdef.woff2"), vec![7_u8; 900]).unwrap();
    folder
}

#[tokio::test]
async fn the_app_is_served_compressed_and_cached_by_its_hashes() {
    let folder = built_app();
    let bench = Bench::with(Config::default(), Some(folder.path()));
    for (path, kind, caching, is_compressed) in [
        (
            "/app-0123456789abcdef.js",
            "text/javascript; charset=utf-8",
            "public, max-age=31536000, immutable",
            true,
        ),
        ("/app-0123456789abcdef_bg.wasm", "application/wasm", "public, max-age=31536000, immutable", true),
        ("/fonts/mono-0123456789abcdef.woff2", "font/woff2", "public, max-age=31536000, immutable", false),
        ("/favicon.svg", "image/svg+xml", "no-cache", false),
        ("/", "text/html; charset=utf-8", "no-cache", true),
        ("/index.html", "text/html; charset=utf-8", "no-cache", true),
        ("/generations", "text/html; charset=utf-8", "no-cache", true),
        ("/trace/gen-7f3c", "text/html; charset=utf-8", "no-cache", true),
    ] {
        let answer = bench.get_with(path, &[("accept-encoding", "gzip, br")]).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(answer.header("content-type"), kind, "{path}");
        assert_eq!(answer.header("cache-control"), caching, "{path}");
        assert_eq!(answer.header("content-encoding") == "br", is_compressed, "{path}");
        assert_eq!(answer.header("vary"), "accept-encoding", "{path}");
        let plain = bench.get(path).await;
        assert_eq!(plain.header("content-encoding"), "", "{path}");
        if is_compressed {
            let mut unpacked = Vec::new();
            brotli::BrotliDecompress(&mut answer.body.as_slice(), &mut unpacked).unwrap();
            assert_eq!(unpacked, plain.body, "{path}");
            assert!(answer.body.len() < plain.body.len());
        }
        let again = bench.get_with(path, &[("if-none-match", plain.header("etag"))]).await;
        assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0), "{path}");
    }
    // What looks like a file and is none is not the page.
    for path in ["/app-fedcba9876543210.js", "/../Cargo.toml", "/.hidden"] {
        assert_eq!(bench.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn what_the_build_has_compressed_is_taken_as_it_is() {
    let folder = built_app();
    fs::write(folder.path().join("app-0123456789abcdef.js.br"), b"as the build left it").unwrap();
    let bench = Bench::with(Config::default(), Some(folder.path()));
    let answer = bench.get_with("/app-0123456789abcdef.js", &[("accept-encoding", "br")]).await;
    assert_eq!(answer.body, b"as the build left it");
    assert_eq!(bench.get("/app-0123456789abcdef.js.br").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn only_the_scripts_of_the_build_may_run() {
    let folder = built_app();
    let mut config = Config::default();
    config.http.connect_origins = vec!["https://api.example.com".to_owned()];
    let bench = Bench::with(config, Some(folder.path()));
    let hash = Sha256::digest("import('/app-0123456789abcdef.js')");
    let hash = base64::engine::general_purpose::STANDARD.encode(hash);
    for path in ["/", "/api/v1/dashboards/overview", "/healthz", "/nothing.js"] {
        let answer = bench.get(path).await;
        assert_eq!(
            answer.header("content-security-policy"),
            format!(
                "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-{hash}'; style-src 'self'; \
                 connect-src 'self' https://api.example.com; img-src 'self' data:; font-src 'self'; \
                 frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
            ),
            "{path}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
    }
}

#[tokio::test]
async fn without_a_built_app_there_is_a_sentence() {
    let bench = Bench::new();
    let answer = bench.get("/").await;
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    assert!(String::from_utf8(answer.body).unwrap().contains("its app is not built"));
    assert_eq!(bench.get("/config.json").await.json(), json!({"api_base": "/api/v1"}));
}

#[tokio::test]
async fn only_listed_origins_may_read_from_a_browser() {
    let mut config = Config::default();
    config.http.cors_origins = vec!["https://status.example.com".to_owned()];
    let bench = Bench::with(config, None);
    let path = "/api/v1/dashboards/overview";
    let allowed = bench.get_with(path, &[("origin", "https://status.example.com")]).await;
    assert_eq!(allowed.header("access-control-allow-origin"), "https://status.example.com");
    let refused = bench.get_with(path, &[("origin", "https://evil.example.com")]).await;
    assert_eq!(refused.header("access-control-allow-origin"), "");
    let asks = Request::options(path)
        .header("origin", "https://status.example.com")
        .header("access-control-request-method", "GET")
        .header("access-control-request-headers", "if-none-match")
        .body(Body::empty())
        .unwrap();
    let told = bench.send(asks).await;
    assert_eq!(told.header("access-control-allow-methods"), "GET");
    assert!(told.header("access-control-allow-headers").contains("if-none-match"));
}

#[tokio::test]
async fn a_page_of_another_site_cannot_send_logs() {
    let bench = Bench::new();
    let post = |site: &str| {
        Request::post("/")
            .header("host", "127.0.0.1:8080")
            .header("sec-fetch-site", site)
            .header("content-type", "application/json")
            .body(Body::from(r#"{"message":"hello"}"#))
            .unwrap()
    };
    assert_eq!(bench.send(post("cross-site")).await.status, StatusCode::FORBIDDEN);
    assert_eq!(bench.send(post("same-origin")).await.status, StatusCode::ACCEPTED);
}

#[tokio::test]
async fn tokens_are_for_sending_and_stay_out_of_sight() {
    let source =
        SourceToken { name: "backend".to_owned(), token: Some(Secret::new("s3cret")), token_file: None };
    let config = Config { sources: vec![source], ..Config::default() };
    assert!(!format!("{config:?}").contains("s3cret"));
    let bench = Bench::with(config, None);
    let post = |token: &str| {
        Request::post("/")
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json")
            .body(Body::from(r#"{"message":"hello"}"#))
            .unwrap()
    };
    assert_eq!(bench.send(post("wrong")).await.status, StatusCode::FORBIDDEN);
    assert_eq!(bench.send(post("s3cret")).await.status, StatusCode::ACCEPTED);
}

#[tokio::test]
async fn figures_and_health_are_told() {
    let bench = Bench::new();
    bench.post(&[request(MORNING_MS, "/x", 200, 5.0)]).await;
    bench.get("/api/v1/dashboards/overview").await;
    for path in ["/healthz", "/readyz"] {
        assert_eq!(bench.get(path).await.json(), json!({"status": "ok"}));
    }
    let figures = bench.get("/metrics").await;
    assert_eq!(figures.header("content-type"), "text/plain; version=0.0.4");
    let text = String::from_utf8(figures.body).unwrap();
    for line in [
        "monitor_ingest_accepted_events_total 1",
        "monitor_http_requests_total{method=\"GET\",route=\"/api/v1/dashboards/{id}\",status=\"200\"} 1",
        "monitor_http_request_duration_seconds_bucket{route=\"/api/v1/dashboards/{id}\",le=\"+Inf\"} 1",
        "monitor_http_request_duration_seconds_count{route=\"/api/v1/dashboards/{id}\"} 1",
        "monitor_store_lines 1",
    ] {
        assert!(text.lines().any(|other| other == line), "{line} is not in\n{text}");
    }
    assert!(text.ends_with('\n'));
    bench.state.end_streams();
    let ending = bench.get("/readyz").await;
    assert_eq!(ending.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(ending.json()["error"]["code"], "unavailable");
}

#[tokio::test]
async fn what_was_rejected_can_be_looked_at() {
    let bench = Bench::new();
    let body = "{\"message\":\"good\"}\n{\"message\":\n";
    let post =
        Request::post("/").header("content-type", "application/x-ndjson").body(Body::from(body)).unwrap();
    assert_eq!(bench.send(post).await.status, StatusCode::ACCEPTED);
    let answer = bench.get("/api/v1/ingest/rejections").await.json();
    assert_eq!(answer["counts"]["syntax"], 1);
    assert_eq!(answer["rejections"][0]["reason"], "syntax");
    assert!(answer["rejections"][0]["text"].as_str().unwrap().contains("message"));
}

#[tokio::test]
async fn what_says_nothing_of_being_kept_is_not_kept() {
    let bench = Bench::new();
    for path in ["/api/v1/openapi.json", "/api/v1/nothing", "/assets/nothing.js"] {
        assert_eq!(bench.get(path).await.header("cache-control"), "no-store", "{path}");
    }
}
