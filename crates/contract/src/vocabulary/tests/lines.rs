//! Lines.

use super::super::{Vocabulary, read_metric};
use super::{RECEIVED_MS, check, check_measures, read, read_with};
use crate::line::{Deploy, GenerationStep, Level, Measure, TaskStep};
use serde_json::{Value, json};

#[test]
fn the_sample_line_of_the_monitoring_document_is_one_completed_generation_of_15_s() {
    let event = read(json!({
        "timestamp": "2024-01-15T10:30:00.000Z", "level": "info", "service": "backend", "message": "Generation completed",
        "generation_id": "uuid", "duration_ms": 15000, "trace_id": "abc123"
    }));
    check_measures(&event, &[Measure::GenerationFinished]);
    check(&event, Measure::GenerationFinished, Some(15_000.0), false, &[("service", "backend")]);
    check(&event, Measure::Line, Some(0.0), false, &[("service", "backend"), ("level", "info")]);
    let change = event.generation.unwrap();
    assert_eq!((change.generation_id.as_str(), change.step), ("uuid", GenerationStep::Completed));
    assert_eq!((change.at_ms, change.duration_ms), (1_705_314_600_000, Some(15_000.0)));
    assert_eq!(change.trace_id.as_deref(), Some("abc123"));
    let line = event.line.unwrap();
    assert_eq!(line.timestamp_ms, 1_705_314_600_000);
    assert_eq!(
        (line.level, line.service.as_str(), line.message.as_str()),
        (Level::Info, "backend", "Generation completed")
    );
    assert_eq!(line.duration_ms, Some(15_000.0));
    assert!(line.fields.is_empty(), "{:?}", line.fields);
    assert!(!event.is_demo);
}

#[test]
fn an_empty_line_is_a_line_of_an_unknown_service_now() {
    let event = read(json!({}));
    check_measures(&event, &[]);
    assert_eq!((event.service.as_str(), event.at_ms), ("unknown", RECEIVED_MS));
    assert_eq!(event.line.unwrap().level, Level::Info);
}

#[test]
fn what_is_not_understood_stays() {
    let line = read(
        json!({"dt": "soon", "level": "loud", "duration_ms": "long", "service": {"a": 1}, "note": [1, 2]}),
    )
    .line
    .unwrap();
    assert_eq!(line.timestamp_ms, RECEIVED_MS);
    assert_eq!(
        Value::Object(line.fields),
        json!({"dt": "soon", "level": "loud", "duration_ms": "long", "service": {"a": 1}, "note": [1, 2]})
    );
    let far = read(json!({"timestamp": 99_999_999_999_i64})).line.unwrap();
    assert_eq!((far.timestamp_ms, far.fields.get("timestamp")), (RECEIVED_MS, Some(&json!("99999999999"))));
    let critical = read(json!({"level": "critical"})).line.unwrap();
    assert_eq!((critical.level, critical.fields.get("level")), (Level::Error, Some(&json!("critical"))));
    let warn = read(json!({"level": "warn", "duration_ms": -4})).line.unwrap();
    assert_eq!((warn.level, warn.fields.get("level"), warn.duration_ms), (Level::Warning, None, None));
    assert_eq!(warn.fields.get("duration_ms"), Some(&json!(-4)));
}

#[test]
fn requests() {
    let event = read(
        json!({"service": "backend", "http_method": "get", "http_route": "/v1/images/{id}", "http_status": 503, "duration_ms": 12.5}),
    );
    check_measures(&event, &[Measure::Request]);
    let labels =
        [("service", "backend"), ("method", "GET"), ("route", "/v1/images/{id}"), ("status_class", "5xx")];
    check(&event, Measure::Request, Some(12.5), true, &labels);

    let text = read(json!({"http_status": "404", "url.path": "/v1/images/42?x=1"}));
    check(
        &text,
        Measure::Request,
        None,
        false,
        &[("service", "unknown"), ("route", "/v1/images/{id}"), ("status_class", "4xx")],
    );
    assert_eq!(text.line.unwrap().fields.get("http_path"), Some(&json!("/v1/images/42?x=1")));

    for status in [json!(99), json!(600), json!("ok"), json!(null)] {
        check_measures(&read(json!({"http_status": status})), &[]);
    }
}

#[test]
fn opentelemetry_names_mean_the_same_flat_or_nested() {
    let labels =
        [("service", "backend"), ("method", "POST"), ("route", "/v1/generations"), ("status_class", "2xx")];
    for line in [
        json!({"service.name": "backend", "http.request.method": "POST", "http.route": "/v1/generations", "http.response.status_code": 201, "http.server.request.duration": 0.25, "severity_number": 9}),
        json!({"service": {"name": "backend"}, "http": {"request": {"method": "POST"}, "route": "/v1/generations", "response": {"status_code": 201}}, "duration_ms": 250}),
        json!({"resource": {"service.name": "backend"}, "attributes": {"http.request.method": "POST", "http.route": "/v1/generations", "http.response.status_code": 201}, "elapsed_ms": "250"}),
        json!({"context": {"service": "backend", "http_method": "POST", "http_route": "/v1/generations", "http_status": 201, "duration_ms": 250}}),
    ] {
        let event = read(line);
        check(&event, Measure::Request, Some(250.0), false, &labels);
        assert_eq!(event.line.unwrap().fields.get("http_status"), Some(&json!(201)));
    }
    let call = read(
        json!({"gen_ai.provider.name": "openai", "gen_ai.request.model": "gpt-image-1", "error.type": "timeout", "duration_s": 2}),
    );
    let labels =
        [("service", "unknown"), ("provider", "openai"), ("model", "gpt-image-1"), ("error_type", "timeout")];
    check(&call, Measure::ProviderCall, Some(2_000.0), true, &labels);
    let task = read(
        json!({"event": "task.started", "celery.task_name": "upscale", "messaging.destination.name": "gpu", "messaging.message.id": "t-1", "wait_ms": 40}),
    );
    check(
        &task,
        Measure::TaskStarted,
        Some(40.0),
        false,
        &[("service", "unknown"), ("task", "upscale"), ("queue", "gpu")],
    );
}

#[test]
fn lines_of_the_official_clients() {
    // @logtail/pino: pino's own fields beside the client's context.
    let pino = read(json!({
        "dt": "2024-01-15T10:30:00.000Z", "level": "warn", "message": "slow", "pid": 7, "hostname": "web-1", "req": {"method": "GET", "url": "/v1/images/9"},
        "res": {"statusCode": 200}, "responseTime": 1200, "context": {"runtime": {"file": "a.js", "line": 3}, "system": {"pid": 7}}
    }));
    check(
        &pino,
        Measure::Request,
        Some(1_200.0),
        false,
        &[("service", "unknown"), ("method", "GET"), ("route", "/v1/images/{id}"), ("status_class", "2xx")],
    );
    assert_eq!(pino.line.as_ref().unwrap().fields.get("host"), Some(&json!("web-1")));
    // logtail-python: `severity` counts in tens and is not that of syslog.
    let python = read(
        json!({"dt": "2024-01-15T10:30:00.123456+00:00", "level": "error", "severity": 4, "message": "boom", "context": {"runtime": {"line": 9}, "service": "celery"}}),
    );
    let line = python.line.unwrap();
    assert_eq!(
        (line.timestamp_ms, line.level, line.service.as_str()),
        (1_705_314_600_123, Level::Error, "celery")
    );
}

#[test]
fn generations_by_event_or_by_message() {
    for (line, measure, step) in [
        (
            json!({"event": "generation.created", "generation_id": "g"}),
            Measure::GenerationCreated,
            GenerationStep::Created,
        ),
        (
            json!({"event": "generation.submitted", "generation_id": "g"}),
            Measure::GenerationSubmitted,
            GenerationStep::Submitted,
        ),
        (
            json!({"event": "generation_completed", "generation_id": "g"}),
            Measure::GenerationFinished,
            GenerationStep::Completed,
        ),
        (
            json!({"message": "Generation created", "generation_id": "g"}),
            Measure::GenerationCreated,
            GenerationStep::Created,
        ),
        (
            json!({"message": "generation started.", "generation_id": "g"}),
            Measure::GenerationSubmitted,
            GenerationStep::Submitted,
        ),
        (
            json!({"message": "Generation completed", "trace_id": "gen-g"}),
            Measure::GenerationFinished,
            GenerationStep::Completed,
        ),
        (
            json!({"message": "Generation failed: out of memory", "generation_id": "g"}),
            Measure::GenerationFinished,
            GenerationStep::Failed,
        ),
    ] {
        let event = read(line);
        check_measures(&event, std::slice::from_ref(&measure));
        let change = event.generation.unwrap();
        assert_eq!((change.step, change.generation_id.as_str()), (step, "g"), "{measure:?}");
    }
    let failed = read(
        json!({"event": "generation.failed", "generation_id": "g", "workflow": "portrait", "error_type": "timeout", "provider": "fal", "duration_ms": 900, "service": "backend"}),
    );
    let labels = [("service", "backend"), ("workflow", "portrait"), ("error_type", "timeout")];
    check(&failed, Measure::GenerationFinished, Some(900.0), true, &labels);
    check_measures(&failed, &[Measure::GenerationFinished]);
    assert_eq!(failed.generation.unwrap().failed_provider.as_deref(), Some("fal"));

    let heard = read(json!({"message": "Generation queue looks long", "generation_id": "g"}));
    check_measures(&heard, &[]);
    assert_eq!(heard.generation.unwrap().step, GenerationStep::Heard);
    assert_eq!(read(json!({"message": "Generation completed"})).generation, None);
    check_measures(&read(json!({"message": "Generation completed"})), &[]);
    check_measures(&read(json!({"event": "generation.completed"})), &[Measure::GenerationFinished]);
}

#[test]
fn tasks() {
    for (event, measure, step, value, is_failure) in [
        ("task.queued", Measure::TaskQueued, TaskStep::Queued, Some(0.0), false),
        ("task.started", Measure::TaskStarted, TaskStep::Started, Some(40.0), false),
        ("task.completed", Measure::TaskFinished, TaskStep::Completed, Some(300.0), false),
        ("task.failed", Measure::TaskFinished, TaskStep::Failed, Some(300.0), true),
        ("task.retried", Measure::TaskRetried, TaskStep::Retried, Some(0.0), false),
    ] {
        let line = json!({
            "event": event, "task": "compute.task.upscale", "task_id": "t", "queue": "gpu", "worker": "w1", "wait_ms": 40,
            "duration_ms": 300, "generation_id": "g", "service": "celery", "provider": "fal"
        });
        let event = read(line);
        check_measures(&event, std::slice::from_ref(&measure));
        check(
            &event,
            measure,
            value,
            is_failure,
            &[("service", "celery"), ("task", "upscale"), ("queue", "gpu")],
        );
        let change = event.task.unwrap();
        assert_eq!((change.step, change.task.as_str(), change.task_id.as_str()), (step, "upscale", "t"));
        assert_eq!(
            (change.queue.as_deref(), change.worker.as_deref(), change.generation_id.as_deref()),
            (Some("gpu"), Some("w1"), Some("g"))
        );
        assert_eq!(event.generation.unwrap().step, GenerationStep::Heard);
    }
    assert_eq!(read(json!({"event": "task.queued", "task": "upscale"})).task, None);
}

#[test]
fn provider_calls() {
    let base = [("service", "unknown"), ("provider", "fal"), ("model", "flux")];
    let failed = |error_type: &'static str| {
        [("service", "unknown"), ("provider", "fal"), ("model", "flux"), ("error_type", error_type)]
    };
    for (extra, error_type) in [
        (json!({"status": "ok"}), None),
        (json!({"status": 200}), None),
        (json!({"http_status": 200}), None),
        (json!({"status": "error"}), Some("error")),
        (json!({"status": "timeout"}), Some("timeout")),
        (json!({"status": 429}), Some("429")),
        (json!({"http_status": 502}), Some("502")),
        (json!({"status": "error", "error_type": "rate_limited"}), Some("rate_limited")),
        (json!({"error_type": "timeout"}), Some("timeout")),
    ] {
        let mut line = json!({"provider": "fal", "model": "flux", "duration_ms": 800, "generation_id": "g"});
        let Value::Object(extra) = extra else { panic!("an object") };
        line.as_object_mut().unwrap().extend(extra);
        let event = read(line.clone());
        check_measures(&event, &[Measure::ProviderCall]);
        let labels: &[(&str, &str)] =
            &error_type.map_or(base.to_vec(), |error_type| failed(error_type).to_vec());
        check(&event, Measure::ProviderCall, Some(800.0), error_type.is_some(), labels);
        let change = event.generation.unwrap();
        assert_eq!(change.failed_provider.is_some(), error_type.is_some(), "{line}");
    }
    check_measures(&read(json!({"provider": "fal"})), &[]);
}

#[test]
fn spans() {
    let event = read(
        json!({"span": "compute.task.upscale", "span_id": "s", "parent_span_id": "p", "duration_ms": 5, "level": "error"}),
    );
    check_measures(&event, &[Measure::Span]);
    check(
        &event,
        Measure::Span,
        Some(5.0),
        true,
        &[("service", "unknown"), ("operation", "compute.task.upscale")],
    );
    check_measures(&read(json!({"event": "span.started", "span": "a", "duration_ms": 5})), &[]);
    check_measures(&read(json!({"span": "a"})), &[]);
    check_measures(
        &read(json!({"span": "a", "provider": "fal", "duration_ms": 5})),
        &[Measure::Span, Measure::ProviderCall],
    );
}

#[test]
fn deploys() {
    for line in [
        json!({"event": "deploy.finished", "service": "backend-api", "version": "1.4.2"}),
        json!({"event": "Deploy.Finished", "service": "backend-api", "version": "1.4.2"}),
        json!({"event": "deployment.finished", "service.name": "backend-api", "service.version": "1.4.2"}),
        json!({"event": "deploy.completed", "service": {"name": "backend-api", "version": "1.4.2"}}),
        json!({"event.name": "deployment_completed", "service": "backend-api", "service_version": "1.4.2"}),
        json!({"event": "deploy.succeeded", "service": "backend-api", "deployment": {"version": "1.4.2"}}),
        json!({"event": "deployed", "service": "backend-api", "version": "1.4.2"}),
        // It is no request, call or generation, whatever else it names.
        json!({
            "event": "deployed", "service": "backend-api", "version": "1.4.2", "provider": "fly", "duration_ms": 9,
            "http_status": 200, "message": "Generation completed", "generation_id": "7"
        }),
    ] {
        let event = read(line.clone());
        check_measures(&event, &[]);
        let deploy = Deploy {
            at_ms: RECEIVED_MS,
            service: "backend-api".to_owned(),
            version: Some("1.4.2".to_owned()),
        };
        assert_eq!(event.deploy, Some(deploy), "{line}");
        assert_eq!(event.line.unwrap().fields.get("version"), Some(&json!("1.4.2")), "{line}");
    }
    let bare = read(json!({"event": "deployed", "timestamp": "2024-01-15T10:30:00Z", "version": ""})).deploy;
    let bare = bare.unwrap();
    assert_eq!((bare.at_ms, bare.service.as_str(), bare.version), (1_705_314_600_000, "unknown", None));
    for event in ["deploy.started", "deploy.failed", "deployment", "deploy", "redeployed", "task.finished"] {
        assert_eq!(read(json!({"event": event, "version": "1.4.2"})).deploy, None, "{event}");
    }
    assert_eq!(read(json!({"message": "deployed", "version": "1.4.2"})).deploy, None);
}

#[test]
fn aliases_of_the_configuration_win() {
    let aliases = [("took", "duration_ms"), ("app", "service"), ("cpu", "cpu_utilization")];
    let aliases = aliases.iter().map(|(alias, name)| ((*alias).to_owned(), (*name).to_owned())).collect();
    let vocabulary = Vocabulary::with_aliases(&aliases).unwrap();
    let line =
        read_with(&vocabulary, json!({"app": "backend", "service": "ignored", "took": 7})).line.unwrap();
    assert_eq!((line.service.as_str(), line.duration_ms), ("backend", Some(7.0)));
    assert_eq!(Value::Object(line.fields), json!({"service": "ignored"}));
    let Value::Object(post) = json!({"name": "cpu", "gauge": {"value": 5}}) else { panic!("an object") };
    let event = read_metric(&vocabulary, post, RECEIVED_MS).unwrap();
    assert_eq!(event.observations[0].measure, Measure::CpuUtilization);
}
