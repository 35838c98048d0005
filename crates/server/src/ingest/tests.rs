//! The routes with every answer they give.

use super::*;
use crate::store::embedded::{EmbeddedOptions, EmbeddedStore};
use crate::store::{LineQuery, Store};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use contract::line::Measure;
use contract::vocabulary::Vocabulary;
use serde_json::json;
use std::io::Write as _;
use std::sync::Arc;
use tempfile::TempDir;
use tower::ServiceExt as _;

struct Server {
    router: Router,
    ingest: Ingest,
    store: Arc<dyn Store>,
    _folder: TempDir,
}

fn server() -> Server {
    server_with(IngestOptions::default(), Tokens::default())
}

fn server_with(options: IngestOptions, tokens: Tokens) -> Server {
    let folder = tempfile::tempdir().unwrap();
    let data_dir = folder.path().to_owned();
    let store: Arc<dyn Store> = Arc::new(
        EmbeddedStore::open(EmbeddedOptions { data_dir, keep_days: None, keep_bytes: None }).unwrap(),
    );
    let ingest = Ingest::start(Arc::clone(&store), options);
    let state = IngestState::new(ingest.clone(), tokens, Arc::new(Vocabulary::default()));
    Server { router: routes(state), ingest, store, _folder: folder }
}

pub(super) struct Answer {
    pub(super) status: StatusCode,
    headers: HeaderMap,
    pub(super) body: String,
}

impl Answer {
    pub(super) fn header(&self, name: &str) -> Vec<&str> {
        self.headers.get_all(name).iter().map(|value| value.to_str().unwrap()).collect()
    }
}

pub(super) async fn post(
    router: &Router,
    path: &str,
    headers: &[(&str, &str)],
    body: impl Into<Body>,
) -> Answer {
    let mut request = Request::post(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = router.clone().oneshot(request.body(body.into()).unwrap()).await.unwrap();
    let (parts, body) = answer.into_parts();
    let body = String::from_utf8(to_bytes(body, 1 << 20).await.unwrap().to_vec()).unwrap();
    Answer { status: parts.status, headers: parts.headers, body }
}

impl Server {
    async fn post(&self, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Answer {
        post(&self.router, path, headers, body).await
    }

    fn messages(&self) -> Vec<String> {
        let query = LineQuery {
            from_ms: 0,
            to_ms: i64::MAX,
            min_level: None,
            min_http_status: None,
            limit: 1_000_000,
        };
        let mut messages: Vec<String> =
            self.store.lines(&query).unwrap().into_iter().map(|found| found.line.message).collect();
        messages.sort();
        messages
    }
}

pub(super) fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn every_form_is_taken() {
    let server = server();
    let ndjson = ("content-type", "application/x-ndjson");
    let json = ("content-type", "application/json; charset=utf-8");
    let packed = rmp_serde::to_vec_named(&json!([{"message": "msgpack"}])).unwrap();
    for (headers, body) in [
        (vec![json], br#"{"message":"object"}"#.to_vec()),
        (vec![json], br#"[{"message":"list 1"},{"message":"list 2"}]"#.to_vec()),
        (vec![ndjson], b"{\"message\":\"line 1\"}\n{\"message\":\"line 2\"}\n".to_vec()),
        (vec![("content-type", "application/msgpack")], packed),
        (vec![], br#"{"message":"no content type"}"#.to_vec()),
        (vec![("content-type", "application/x-www-form-urlencoded")], br#"{"message":"curl -d"}"#.to_vec()),
        (vec![json, ("content-encoding", "gzip")], gzip(br#"{"message":"gzip"}"#)),
        (
            vec![json, ("content-encoding", "zstd")],
            zstd::encode_all(&br#"{"message":"zstd"}"#[..], 3).unwrap(),
        ),
        (vec![json, ("content-encoding", "identity")], br#"{"message":"identity"}"#.to_vec()),
        (vec![json], b"[]".to_vec()),
    ] {
        let answer = server.post("/", &headers, body).await;
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::ACCEPTED, ""), "{headers:?}");
        assert_eq!(answer.header("x-monitor-rejected"), ["0"]);
        assert_eq!(answer.header("x-monitor-accepted").len(), 1);
    }
    let expected = [
        "curl -d",
        "gzip",
        "identity",
        "line 1",
        "line 2",
        "list 1",
        "list 2",
        "msgpack",
        "no content type",
        "object",
        "zstd",
    ];
    assert_eq!(server.messages(), expected);
    assert_eq!(server.ingest.figures().accepted_events, 11);
    assert_eq!(server.ingest.figures().queued_bytes, 0);
}

#[tokio::test]
async fn metrics_are_taken() {
    let server = server();
    let body = r#"[{"name":"queue_depth","gauge":{"value":7},"tags":{"queue":"gpu"}},{"name":"x","counter":{"value":1}},{"name":"y","gauge":{"value":"NaN"}},{"gauge":{"value":1}}]"#;
    let answer = server.post("/metrics", &[("content-type", "application/json")], body).await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::ACCEPTED, ""));
    assert_eq!(
        (answer.header("x-monitor-accepted"), answer.header("x-monitor-rejected")),
        (vec!["2"], vec!["2"])
    );
    assert_eq!(
        answer.header("x-monitor-rejection"),
        ["item 3: the value of `y` is not a finite number", "item 4: expected a `name`"]
    );
    let measures: Vec<Measure> =
        server.store.sources().unwrap().into_iter().map(|source| source.measure).collect();
    assert_eq!(measures, [Measure::QueueDepth, Measure::Custom("x".to_owned())]);
    assert!(server.messages().is_empty());
    let answer = server.post("/metrics", &[], r#"{"name":"x"}"#).await;
    assert_eq!(
        (answer.status, answer.body.as_str()),
        (StatusCode::NOT_ACCEPTABLE, "Couldn't parse JSON content.")
    );
}

#[tokio::test]
async fn tokens_are_asked_for_where_there_are_some() {
    let server = server_with(IngestOptions::default(), ["secret".to_owned()].into_iter().collect());
    for path in ["/", "/metrics"] {
        for headers in [vec![], vec![("authorization", "Bearer wrong")], vec![("authorization", "secret")]] {
            let answer = server.post(path, &headers, r#"{"message":"a"}"#).await;
            assert_eq!((answer.status, answer.body.as_str()), (StatusCode::FORBIDDEN, "Unauthorized"));
        }
    }
    assert_eq!(
        server.post("/", &[("authorization", "Bearer secret")], r#"{"message":"a"}"#).await.status,
        StatusCode::ACCEPTED
    );
    assert_eq!(server.messages(), ["a"]);
}

#[tokio::test]
async fn a_bad_line_does_not_lose_its_neighbours_and_is_told() {
    let server = server();
    let body = "{\"message\":\"a\"}\n5\n{\"message\": \u{fc}}\n{\"message\":\"b\"}\n{\n[]\nx\n";
    let answer = server.post("/", &[("content-type", "application/x-ndjson")], body).await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::ACCEPTED, ""));
    assert_eq!(
        (answer.header("x-monitor-accepted"), answer.header("x-monitor-rejected")),
        (vec!["2"], vec!["5"])
    );
    assert_eq!(
        answer.header("x-monitor-rejection"),
        [
            "line 2: expected an object",
            "line 3, column 13: expected value",
            "line 5, column 1: EOF while parsing an object"
        ]
    );
    assert_eq!(server.messages(), ["a", "b"]);
    let counts =
        [(RejectionReason::Syntax, 3), (RejectionReason::NotAnObject, 2), (RejectionReason::BadMetric, 0)];
    assert_eq!(server.ingest.figures().rejected, counts);
    let sample = server.ingest.rejections();
    assert_eq!(
        sample.iter().map(|rejection| rejection.text.as_str()).collect::<Vec<_>>(),
        ["x", "[]", "{", "{\"message\": \u{fc}}", "5"]
    );
}

#[tokio::test]
async fn the_sample_of_rejections_is_bounded() {
    let server = server();
    let long = "x".repeat(10_000);
    let body = format!("{}{{}}\n", format!("{long}\n").repeat(250));
    let answer = server.post("/", &[("content-type", "application/x-ndjson")], body).await;
    assert_eq!(
        (answer.status, answer.header("x-monitor-rejected"), answer.header("x-monitor-rejection").len()),
        (StatusCode::ACCEPTED, vec!["250"], 3)
    );
    let sample = server.ingest.rejections();
    assert!(sample.len() == 100 && sample.iter().all(|rejection| rejection.text.len() == 2_048));
    assert_eq!(server.ingest.figures().rejected[0].1, 250);
}

#[tokio::test]
async fn what_cannot_be_read_is_406() {
    let server = server();
    let gzip_header = ("content-encoding", "gzip");
    for (headers, body) in [
        (vec![("content-type", "application/json")], b"nonsense".to_vec()),
        (vec![("content-type", "application/json")], br#"[{"message":"a"}"#.to_vec()),
        (vec![("content-type", "application/json")], b"".to_vec()),
        (vec![("content-type", "application/json")], b"[1,2]".to_vec()),
        (vec![("content-type", "application/x-ndjson")], b"a\nb\n".to_vec()),
        (vec![("content-type", "application/msgpack")], vec![0xdd, 0xff, 0xff, 0xff, 0xff]),
        (vec![gzip_header], br#"{"message":"a"}"#.to_vec()),
        (vec![gzip_header], gzip(br#"{"message":"a"}"#)[..20].to_vec()),
        (vec![("content-encoding", "zstd")], b"nonsense".to_vec()),
    ] {
        let answer = server.post("/", &headers, body.clone()).await;
        assert_eq!(
            (answer.status, answer.body.as_str()),
            (StatusCode::NOT_ACCEPTABLE, "Couldn't parse JSON content."),
            "{body:?}"
        );
    }
    assert_eq!(
        server.post("/", &[("content-encoding", "br")], "x").await.status,
        StatusCode::UNSUPPORTED_MEDIA_TYPE
    );
    assert!(server.messages().is_empty());
    assert_eq!(server.ingest.figures().queued_bytes, 0);
}

#[tokio::test]
async fn what_is_too_large_is_413() {
    let server = server();
    let too_large = |answer: Answer| {
        assert_eq!(
            (answer.status, answer.body.as_str()),
            (StatusCode::PAYLOAD_TOO_LARGE, "payload reached size limit")
        );
    };
    too_large(server.post("/", &[], vec![b' '; BODY_BYTES + 1]).await);
    // The same in pieces of no told length.
    let pieces =
        futures_util::stream::iter((0..21).map(|_| Ok::<_, std::convert::Infallible>(vec![b' '; 1 << 20])));
    too_large(server.post("/", &[], Body::from_stream(pieces)).await);
    // Small on the wire, and huge after it.
    let bomb = vec![b' '; DECODED_BYTES + 1];
    too_large(server.post("/", &[("content-encoding", "gzip")], gzip(&bomb)).await);
    too_large(
        server
            .post("/", &[("content-encoding", "zstd")], zstd::encode_all(bomb.as_slice(), 3).unwrap())
            .await,
    );
    // More lines than a body may have.
    too_large(server.post("/", &[("content-type", "application/x-ndjson")], "{}\n".repeat(250_001)).await);
    assert_eq!(server.ingest.figures().queued_bytes, 0);
    assert!(server.messages().is_empty());
    let large = format!("{{\"message\":\"{}\"}}", "x".repeat(BODY_BYTES - 14));
    assert_eq!(server.post("/", &[], large).await.status, StatusCode::ACCEPTED);
}
