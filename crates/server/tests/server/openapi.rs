//! What the server answers is what its `OpenAPI` document says.

use crate::support::{Bench, MORNING_MS, gauge, request};
use boon::{Compiler, Schemas};
use serde_json::{Value, json};

/// Checks answers against the schemas of the document.
struct Document(Value);

impl Document {
    async fn of(bench: &Bench) -> Self {
        Self(bench.get("/api/v1/openapi.json").await.json())
    }

    /// Panics unless `answer` is what the document says for this path and status.
    fn check(&self, path: &str, status: &str, media: &str, answer: &Value) {
        let schema = &self.0["paths"][path]["get"]["responses"][status]["content"][media]["schema"];
        assert!(schema.is_object(), "{path} {status} is not in the document");
        self.check_schema(schema, answer, path);
    }

    fn check_schema(&self, schema: &Value, answer: &Value, what: &str) {
        let mut schema = schema.clone();
        schema["components"] = self.0["components"].clone();
        // References of the document point to its root, and so do those of this schema.
        let mut compiler = Compiler::new();
        compiler.add_resource("http://test/schema.json", schema).unwrap();
        let mut schemas = Schemas::new();
        let index = compiler.compile("http://test/schema.json", &mut schemas).unwrap();
        if let Err(error) = schemas.validate(answer, index) {
            panic!("{what}: {error:#}");
        }
    }
}

#[tokio::test]
async fn every_answer_is_as_the_document_says() {
    let bench = Bench::new();
    let document = Document::of(&bench).await;
    let dashboards = ["overview", "generations", "api", "queues", "providers"];
    let path = "/api/v1/dashboards/{id}";
    for id in dashboards {
        let empty = bench.dashboard(id).await.0;
        document.check(path, "200", "application/json", &empty);
    }
    bench.at(60_000);
    bench.post(&lines()).await;
    let host = json!({"host": "web-1"});
    let queue = json!({"queue": "gpu"});
    bench
        .post_gauges(&[
            gauge(MORNING_MS + 50_000, "cpu_utilization", 99.0, &host),
            gauge(MORNING_MS + 50_000, "queue_depth", 5_000.0, &queue),
        ])
        .await;
    for id in dashboards {
        let full = bench.dashboard(&format!("{id}?from=now-30m&compare=previous")).await.0;
        document.check(path, "200", "application/json", &full);
        assert!(!full["alerts"].as_array().unwrap().is_empty());
        let has_markers = |panel: &Value| panel["body"]["markers"].is_array();
        assert!(full["panels"].as_array().unwrap().iter().any(has_markers), "{id}");
    }
    for (query, status) in [("overview?from=x", "400"), ("nothing", "404")] {
        let answer = bench.get(&format!("/api/v1/dashboards/{query}")).await.json();
        document.check(path, status, "application/json", &answer);
    }
    for path in ["/healthz", "/readyz", "/api/v1/ingest/rejections"] {
        document.check(path, "200", "application/json", &bench.get(path).await.json());
    }
    let event = json!({"event": "data", "generated_at_ms": 1, "revision": 2, "build": "x", "sources": []});
    document.check("/api/v1/stream", "200", "text/event-stream", &event);
}

#[tokio::test]
async fn the_check_itself_finds_what_is_wrong() {
    let bench = Bench::new();
    let document = Document::of(&bench).await;
    let mut answer = bench.dashboard("overview").await.0;
    answer["panels"][0]["body"]["kind"] = json!("carousel");
    let checked = std::panic::catch_unwind(|| {
        document.check("/api/v1/dashboards/{id}", "200", "application/json", &answer);
    });
    assert!(checked.is_err());
}

/// A little of everything.
fn lines() -> Vec<Value> {
    let mut lines = vec![
        json!({"timestamp": MORNING_MS, "service": "backend", "event": "deploy.finished", "version": "1.4.2"}),
    ];
    for number in 0..40 {
        let at_ms = MORNING_MS + number * 1_000;
        lines.push(request(at_ms, "/x", if number % 4 == 0 { 500 } else { 200 }, 12_000.0));
        for (event, service) in [
            ("generation.created", "backend"),
            ("generation.submitted", "compute"),
            ("task.queued", "celery"),
            ("task.started", "celery"),
            ("task.failed", "celery"),
        ] {
            lines.push(json!({"timestamp": at_ms, "service": service, "event": event, "generation_id": format!("g{number}"),
                "task": "upscale", "task_id": format!("{event}{number}"), "queue": "gpu", "worker": "w", "duration_ms": 5}));
        }
        if number < 30 {
            let event = if number % 3 == 0 { "generation.failed" } else { "generation.completed" };
            lines.push(json!({"timestamp": at_ms, "service": "backend", "event": event, "generation_id": format!("g{number}"), "duration_ms": 70_000, "error_type": "oom"}));
        }
        lines.push(json!({"timestamp": at_ms, "service": "compute", "provider": "fal", "duration_ms": 900, "generation_id": format!("g{number}"),
            "status": if number % 2 == 0 { "error" } else { "ok" }, "error_type": if number % 2 == 0 { json!("rate_limit") } else { Value::Null }}));
    }
    lines
}
