//! A server that takes what a shipper sends, and answers as it was told to.

use std::collections::VecDeque;
use std::io::Read;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::IntoResponse;
use serde_json::Value;

/// One request, unpacked.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    /// The path it was sent to.
    pub(crate) path: String,
    /// Its `content-type`.
    pub(crate) content_type: String,
    /// Its `authorization`.
    pub(crate) authorization: String,
    /// The lines or readings in it.
    pub(crate) items: Vec<Value>,
    /// What it was answered.
    pub(crate) status: u16,
}

/// A status to answer with, and the seconds of its `Retry-After`.
type Answer = (u16, Option<u32>);

/// The server's memory.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ingest {
    received: Arc<Mutex<Vec<Received>>>,
    answers: Arc<Mutex<VecDeque<Answer>>>,
}

impl Ingest {
    /// Listens on a free port; gives its address. The first answers are those given, with their
    /// `Retry-After`; all others are 202.
    pub(crate) async fn start(answers: &[Answer]) -> std::io::Result<(Self, String)> {
        let ingest = Self::default();
        if let Ok(mut scripted) = ingest.answers.lock() {
            scripted.extend(answers);
        }
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
        let url = format!("http://{}", listener.local_addr()?);
        // Axum's own limit is smaller than the ingest API's.
        let app = Router::new()
            .fallback(take)
            .layer(axum::extract::DefaultBodyLimit::max(20 << 20))
            .with_state(ingest.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        Ok((ingest, url))
    }

    /// Everything that was sent so far.
    pub(crate) fn received(&self) -> Vec<Received> {
        self.received.lock().map(|received| received.clone()).unwrap_or_default()
    }

    /// The items sent to a path and taken.
    pub(crate) fn taken(&self, path: &str) -> Vec<Value> {
        self.received()
            .into_iter()
            .filter(|request| request.status == 202 && request.path == path)
            .flat_map(|request| request.items)
            .collect()
    }
}

async fn take(State(ingest): State<Ingest>, uri: Uri, headers: HeaderMap, body: Bytes) -> impl IntoResponse {
    let header =
        |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let mut text = String::new();
    let is_gzip = header("content-encoding") == "gzip"
        && flate2::read::GzDecoder::new(body.as_ref()).read_to_string(&mut text).is_ok();
    let content_type = header("content-type");
    let parsed: Result<Vec<Value>, _> = if content_type == "application/x-ndjson" {
        text.lines().map(serde_json::from_str).collect()
    } else {
        serde_json::from_str(&text)
    };
    let scripted = ingest.answers.lock().ok().and_then(|mut answers| answers.pop_front());
    let (status, retry_after) = match (&parsed, is_gzip) {
        (Ok(_), true) => scripted.unwrap_or((202, None)),
        _ => (406, None),
    };
    if let Ok(mut received) = ingest.received.lock() {
        received.push(Received {
            path: uri.path().to_owned(),
            content_type,
            authorization: header("authorization"),
            items: parsed.unwrap_or_default(),
            status,
        });
    }
    let mut answer = HeaderMap::new();
    if let Some(seconds) = retry_after {
        answer.insert("retry-after", seconds.into());
    }
    (StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), answer)
}
