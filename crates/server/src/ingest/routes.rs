//! `POST /` and `POST /metrics`, as Better Stack has them.
//!
//! | answer | when |
//! |---|---|
//! | 202, empty | what could be read is durable; `x-monitor-accepted` and `x-monitor-rejected` count, and up to three `x-monitor-rejection` say what could not |
//! | 403 `Unauthorized` | the token is missing or unknown |
//! | 406 `Couldn't parse JSON content.` | nothing could be read |
//! | 413 `payload reached size limit` | too large, on the wire or after decompression |
//! | 415 | an unknown `Content-Encoding` |
//! | 429, `Retry-After` | too much is waiting to be written |
//! | 503, `Retry-After` | the server is closing, or the store cannot be written |
//! | 507 | the disk is full |

use super::body::{BodyError, Bounds, receive};
use super::parse::{BadItem, Format, Item, bad_item, parse};
use super::queue::{Ingest, IngestError, Room};
use super::rejection::{Rejection, RejectionReason, SAMPLE_ITEMS};
use super::tokens::Tokens;
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use contract::line::Event;
use contract::vocabulary::{Vocabulary, read_line, read_metric};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// The largest body on the wire, unless configured otherwise: Better Stack's own.
pub const BODY_BYTES: usize = 20 << 20;
/// The largest body after decompression, unless configured otherwise.
pub const DECODED_BYTES: usize = 64 << 20;

/// How many rejections an answer names.
const NAMED_REJECTIONS: usize = 3;
/// The longest rejection in a header, in bytes.
const HEADER_BYTES: usize = 200;
/// The most items of a body. A line of two bytes becomes an event of a thousand, so a bound on the
/// bytes alone would not bound the memory.
const MOST_ITEMS: usize = 250_000;
/// Bodies larger than this are read off the threads that serve everyone.
const INLINE_BYTES: usize = 16 << 10;

const ACCEPTED: HeaderName = HeaderName::from_static("x-monitor-accepted");
const REJECTED: HeaderName = HeaderName::from_static("x-monitor-rejected");
const REJECTION: HeaderName = HeaderName::from_static("x-monitor-rejection");

/// What the routes need.
#[derive(Debug, Clone)]
pub struct IngestState {
    /// Where events go.
    pub ingest: Ingest,
    /// Who may send.
    pub tokens: Tokens,
    /// How lines are understood.
    pub vocabulary: Arc<Vocabulary>,
    /// The largest body on the wire; [`BODY_BYTES`] by default.
    pub body_bytes: usize,
    /// The largest body after decompression; [`DECODED_BYTES`] by default.
    pub decoded_bytes: usize,
}

impl IngestState {
    /// With the bounds that hold unless configured otherwise.
    pub fn new(ingest: Ingest, tokens: Tokens, vocabulary: Arc<Vocabulary>) -> Self {
        Self { ingest, tokens, vocabulary, body_bytes: BODY_BYTES, decoded_bytes: DECODED_BYTES }
    }
}

/// `POST /` and `POST /metrics`, and nothing else.
pub fn routes(state: IngestState) -> Router {
    Router::new().route("/", post(post_logs)).route("/metrics", post(post_metrics)).with_state(state)
}

/// What the items of a body are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Lines,
    Metrics,
}

async fn post_logs(State(state): State<IngestState>, request: Request) -> Response {
    receive_events(state, request, Kind::Lines).await
}

async fn post_metrics(State(state): State<IngestState>, request: Request) -> Response {
    receive_events(state, request, Kind::Metrics).await
}

async fn receive_events(state: IngestState, request: Request, kind: Kind) -> Response {
    let (parts, body) = request.into_parts();
    let authorization = parts.headers.get(header::AUTHORIZATION).map(HeaderValue::as_bytes);
    if !state.tokens.accepts(authorization) {
        return (StatusCode::FORBIDDEN, "Unauthorized").into_response();
    }
    let sender =
        parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.to_string());
    let (read, room) = match read(&state, &parts.headers, body, kind).await {
        Ok(read) => read,
        Err(error) => return refused(error),
    };
    let named = name_rejections(&state.ingest, &read, sender);
    if read.events.len() > MOST_ITEMS {
        return refused(BodyError::TooLarge);
    }
    if read.events.is_empty() && read.rejected_count() > 0 {
        return (StatusCode::NOT_ACCEPTABLE, named, "Couldn't parse JSON content.").into_response();
    }
    match state.ingest.submit_in(read.events, room).await {
        Ok(()) => (StatusCode::ACCEPTED, named).into_response(),
        Err(error) => unwritten(error),
    }
}

/// What a body held.
#[derive(Debug)]
struct Read {
    events: Vec<Event>,
    /// The first of the rejected items; a body may hold millions.
    rejected: Vec<BadItem>,
    /// How many more there are of each reason.
    uncounted: [u64; RejectionReason::ALL.len()],
    received_ms: i64,
}

impl Read {
    fn reject(&mut self, bad: BadItem) {
        if self.rejected.len() < SAMPLE_ITEMS {
            self.rejected.push(bad);
        } else if let Some(count) = self.uncounted.get_mut(bad.reason as usize) {
            *count += 1;
        }
    }

    fn rejected_count(&self) -> u64 {
        self.rejected.len() as u64 + self.uncounted.iter().sum::<u64>()
    }
}

async fn read(
    state: &IngestState,
    headers: &HeaderMap,
    body: Body,
    kind: Kind,
) -> Result<(Read, Room), BodyError> {
    let bounds = Bounds { wire_bytes: state.body_bytes, decoded_bytes: state.decoded_bytes };
    let received = receive(&state.ingest, headers, body, bounds).await?;
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|content_type| content_type.to_str().ok());
    let format = content_type.map_or(Format::Unsaid, Format::of_content_type);
    let is_small = received.wire_bytes() <= INLINE_BYTES;
    let ingest = state.ingest.clone();
    let vocabulary = Arc::clone(&state.vocabulary);
    let work = move || {
        let (body, room) = received.decode(&ingest)?;
        Ok((read_items(&vocabulary, &body, format, kind), room))
    };
    if is_small {
        work()
    } else {
        tokio::task::spawn_blocking(work).await.map_err(|_panic| BodyError::Broken)?
    }
}

fn read_items(vocabulary: &Vocabulary, body: &[u8], format: Format, kind: Kind) -> Read {
    let received_ms = chrono::Utc::now().timestamp_millis();
    let mut read =
        Read { events: Vec::new(), rejected: Vec::new(), uncounted: Default::default(), received_ms };
    let is_parsed = parse(body, format, &mut |item| {
        match item.and_then(|item| event_of(vocabulary, item, kind, received_ms)) {
            // One too many is kept to be noticed by.
            Ok(_) if read.events.len() > MOST_ITEMS => {}
            Ok(event) => read.events.push(event),
            Err(bad) => read.reject(bad),
        }
    });
    if is_parsed.is_err() {
        read.events.clear();
        read.reject(bad_item(RejectionReason::Syntax, "the body as a whole cannot be read".to_owned(), body));
    }
    read
}

fn event_of(vocabulary: &Vocabulary, item: Item<'_>, kind: Kind, received_ms: i64) -> Result<Event, BadItem> {
    match kind {
        Kind::Lines => Ok(read_line(vocabulary, item.map, received_ms)),
        Kind::Metrics => read_metric(vocabulary, item.map, received_ms).map_err(|error| {
            bad_item(RejectionReason::BadMetric, format!("{}: {error}", item.place), item.text)
        }),
    }
}

/// Keeps what was rejected for people to look at, and puts the first into headers.
fn name_rejections(ingest: &Ingest, read: &Read, sender: Option<String>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPTED, HeaderValue::from(read.events.len()));
    headers.insert(REJECTED, HeaderValue::from(read.rejected_count()));
    if read.rejected_count() == 0 {
        return headers;
    }
    for bad in read.rejected.iter().take(NAMED_REJECTIONS) {
        if let Ok(value) = HeaderValue::from_str(&header_safe(&bad.message)) {
            headers.append(REJECTION, value);
        }
    }
    let rejections = read.rejected.iter().map(|bad| Rejection {
        received_ms: read.received_ms,
        sender: sender.clone(),
        reason: bad.reason,
        message: bad.message.clone(),
        text: bad.text.clone(),
    });
    ingest.reject(rejections, &read.uncounted);
    headers
}

/// Visible ASCII and spaces, cut.
fn header_safe(text: &str) -> String {
    text.chars()
        .map(|character| if character == ' ' || character.is_ascii_graphic() { character } else { '?' })
        .take(HEADER_BYTES)
        .collect()
}

fn refused(error: BodyError) -> Response {
    match error {
        BodyError::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "payload reached size limit").into_response(),
        BodyError::Busy(error) => unwritten(error),
        BodyError::UnknownEncoding => {
            (StatusCode::UNSUPPORTED_MEDIA_TYPE, "Content-Encoding must be gzip, zstd or identity.")
                .into_response()
        }
        BodyError::Broken => (StatusCode::NOT_ACCEPTABLE, "Couldn't parse JSON content.").into_response(),
    }
}

fn unwritten(error: IngestError) -> Response {
    let retry = |after: Duration| [(header::RETRY_AFTER, after.as_secs().max(1).to_string())];
    match error {
        IngestError::Busy { retry_after } => (
            StatusCode::TOO_MANY_REQUESTS,
            retry(retry_after),
            "Too much is waiting to be written. Try again.",
        )
            .into_response(),
        IngestError::OutOfSpace => {
            (StatusCode::INSUFFICIENT_STORAGE, "The store has no room left.").into_response()
        }
        IngestError::Unavailable => {
            let retry_after = retry(Duration::from_secs(5));
            (StatusCode::SERVICE_UNAVAILABLE, retry_after, "The store cannot be written now. Try again.")
                .into_response()
        }
    }
}
