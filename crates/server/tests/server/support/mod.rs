//! A whole server without a socket: the real store in a folder of its own, the real router, and a
//! clock that the test steps.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use contract::vocabulary::Vocabulary;
use serde_json::{Value, json};
use server::config::Config;
use server::http::{AppFiles, AppState, app};
use server::ingest::{Ingest, IngestOptions, IngestState, Tokens};
use server::store::Store;
use server::store::embedded::{EmbeddedOptions, EmbeddedStore};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tempfile::TempDir;
use tower::ServiceExt;

/// A Monday morning: 2024-01-15 10:30:00 UTC.
pub(crate) const MORNING_MS: i64 = 1_705_314_600_000;

pub(crate) struct Bench {
    pub(crate) state: AppState,
    router: Router,
    now_ms: Arc<AtomicI64>,
    _folder: TempDir,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&self.body)))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl Bench {
    /// A server whose clock stands at [`MORNING_MS`].
    pub(crate) fn new() -> Self {
        Self::with(Config::default(), None)
    }

    pub(crate) fn with(config: Config, app_folder: Option<&Path>) -> Self {
        let folder = TempDir::new().unwrap();
        let options =
            EmbeddedOptions { data_dir: folder.path().join("data"), keep_days: None, keep_bytes: None };
        let store: Arc<dyn Store> = Arc::new(EmbeddedStore::open(options).unwrap());
        let tokens: Tokens = config
            .sources
            .iter()
            .filter_map(|source| Some(source.token.as_ref()?.reveal().to_owned()))
            .collect();
        let ingest = Ingest::start(Arc::clone(&store), IngestOptions::default());
        let ingest = IngestState::new(ingest, tokens, Arc::new(Vocabulary::default()));
        let files =
            AppFiles::read(app_folder.unwrap_or(&folder.path().join("no-app")), &config.http.connect_origins)
                .unwrap();
        files.compress();
        let now_ms = Arc::new(AtomicI64::new(MORNING_MS));
        let clock = Arc::clone(&now_ms);
        let state =
            AppState::new(store, ingest, config, files, Arc::new(move || clock.load(Ordering::SeqCst)));
        Self { router: app(state.clone()), state, now_ms, _folder: folder }
    }

    /// Sets the clock to so long after [`MORNING_MS`].
    pub(crate) fn at(&self, after_ms: i64) {
        self.now_ms.store(MORNING_MS + after_ms, Ordering::SeqCst);
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[]).await
    }

    pub(crate) async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Posts log lines as a shipper does.
    pub(crate) async fn post(&self, lines: &[Value]) {
        self.post_to("/", lines).await;
    }

    /// Posts gauges as a shipper does.
    pub(crate) async fn post_gauges(&self, gauges: &[Value]) {
        self.post_to("/metrics", gauges).await;
    }

    async fn post_to(&self, path: &str, items: &[Value]) {
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(serde_json::to_vec(items).unwrap()))
            .unwrap();
        let answer = self.send(request).await;
        assert_eq!(answer.status, StatusCode::ACCEPTED, "{}", String::from_utf8_lossy(&answer.body));
    }

    pub(crate) async fn dashboard(&self, path: &str) -> Dashboard {
        let answer = self.get(&format!("/api/v1/dashboards/{path}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", String::from_utf8_lossy(&answer.body));
        Dashboard(answer.json())
    }
}

/// A dashboard as JSON, and ways into it.
pub(crate) struct Dashboard(pub(crate) Value);

impl Dashboard {
    pub(crate) fn panel_ids(&self) -> Vec<&str> {
        self.0["panels"].as_array().unwrap().iter().map(|panel| panel["id"].as_str().unwrap()).collect()
    }

    pub(crate) fn panel(&self, id: &str) -> &Value {
        let panels = self.0["panels"].as_array().unwrap();
        panels.iter().find(|panel| panel["id"] == id).unwrap_or_else(|| panic!("no panel {id}"))
    }

    pub(crate) fn body(&self, id: &str) -> &Value {
        let body = &self.panel(id)["body"];
        assert_ne!(body["kind"], "error", "{id}: {body}");
        body
    }

    pub(crate) fn tile(&self, panel: &str, key: &str) -> &Value {
        let tiles = self.body(panel)["tiles"].as_array().unwrap();
        tiles.iter().find(|tile| tile["key"] == key).unwrap_or_else(|| panic!("no tile {key}"))
    }

    pub(crate) fn series(&self, panel: &str, name: &str) -> &Value {
        let body = self.body(panel);
        let series = body["series"].as_array().unwrap();
        series
            .iter()
            .find(|series| series["name"] == name)
            .unwrap_or_else(|| panic!("no series {name} in {body}"))
    }

    /// The values of a series by the start of their bucket after [`MORNING_MS`]; nulls left out.
    pub(crate) fn points(&self, panel: &str, name: &str) -> Vec<(i64, f64)> {
        let body = self.body(panel);
        let (start, step) = (body["start_ms"].as_i64().unwrap(), body["step_ms"].as_i64().unwrap());
        let values = self.series(panel, name)["values"].as_array().unwrap();
        let starts = (0..).map(|index| start + index * step - MORNING_MS);
        starts.zip(values).filter_map(|(at_ms, value)| Some((at_ms, value.as_f64()?))).collect()
    }

    /// The only value of a series that is not null.
    pub(crate) fn single(&self, panel: &str, name: &str) -> f64 {
        let points = self.points(panel, name);
        assert_eq!(points.len(), 1, "{panel} {name}: {points:?}");
        points[0].1
    }

    pub(crate) fn rows(&self, panel: &str) -> &Vec<Value> {
        self.body(panel)["rows"].as_array().unwrap()
    }

    pub(crate) fn row(&self, panel: &str, key: &str) -> &Value {
        let rows = self.rows(panel);
        rows.iter().find(|row| row["key"] == key).unwrap_or_else(|| panic!("no row {key} in {rows:?}"))
    }

    pub(crate) fn sentences(&self, panel: &str) -> Vec<String> {
        let sentences = self.body(panel)["sentences"].as_array().unwrap();
        sentences.iter().map(|sentence| plain(sentence["text"].as_str().unwrap())).collect()
    }
}

/// Thin and no-break spaces as plain ones.
pub(crate) fn plain(text: &str) -> String {
    text.replace(['\u{202f}', '\u{a0}', '\u{2009}'], " ")
}

/// Near enough for what comes from sketches: 1 %.
pub(crate) fn near(value: &Value, exact: f64) -> bool {
    value.as_f64().is_some_and(|value| (value - exact).abs() <= exact * 0.0101)
}

/// A request's log line.
pub(crate) fn request(at_ms: i64, route: &str, status: u16, duration_ms: f64) -> Value {
    json!({
        "timestamp": at_ms, "level": if status >= 500 { "error" } else { "info" }, "service": "backend",
        "message": format!("POST {route} {status}"), "http_method": "POST", "http_route": route,
        "http_status": status, "duration_ms": duration_ms, "trace_id": format!("trace-{at_ms}"),
    })
}

/// A gauge as Better Stack has it.
pub(crate) fn gauge(at_ms: i64, name: &str, value: f64, tags: &Value) -> Value {
    let mut body = json!({"dt": at_ms, "name": name, "gauge": {"value": value}, "service": "infra"});
    for (key, tag) in tags.as_object().unwrap() {
        body[key] = tag.clone();
    }
    body
}
