//! `GET /api/v1/stream`: tells browsers that there is something new.
//!
//! The first event comes at once, then one after each commit but at most twice a second, and one
//! every five seconds when nothing comes, so that the client can tell silence from a cut wire.

use super::{ApiError, AppState};
use crate::query;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use contract::stream::{StreamData, StreamEvent};
use futures_util::stream::unfold;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio::time::Instant;

/// Events of one stream are at least so far apart.
const LEAST_APART: Duration = Duration::from_millis(500);
/// And at most so far.
const MOST_APART: Duration = Duration::from_secs(5);

/// One client.
struct Follower {
    state: AppState,
    commits: watch::Receiver<u64>,
    ending: watch::Receiver<bool>,
    sent: Option<Instant>,
    _permit: OwnedSemaphorePermit,
}

/// Server-sent events: each has the name of a `StreamEvent` and that event as JSON.
#[utoipa::path(get, path = "/api/v1/stream", tag = "dashboards", responses(
    (status = 200, description = "Events, until either side ends it", body = StreamEvent, content_type = "text/event-stream"),
    (status = 429, description = "Too many streams are open", body = contract::error::ErrorAnswer),
))]
pub(super) async fn stream(State(state): State<AppState>) -> Result<Response, ApiError> {
    let permit = state
        .streams()
        .try_acquire_owned()
        .map_err(|_full| ApiError::Busy("Too many browsers follow already."))?;
    let follower = Follower {
        commits: state.ingest().commits(),
        ending: state.ending(),
        state,
        sent: None,
        _permit: permit,
    };
    let events = unfold(follower, |mut follower| async move {
        let event = follower.next().await?;
        Some((Ok::<_, axum::Error>(event), follower))
    });
    let mut response = Sse::new(events).into_response();
    // Proxies that gather answers would hold events back.
    response
        .headers_mut()
        .insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    Ok(response)
}

impl Follower {
    /// The next event, when it is due; none when the stream ends.
    async fn next(&mut self) -> Option<Event> {
        if !self.is_due().await {
            return None;
        }
        // What is committed from here on is news for the next event.
        self.commits.mark_unchanged();
        self.sent = Some(Instant::now());
        match self.event().await {
            Ok(event) => Some(event),
            Err(error) => {
                tracing::error!(%error, "an event stream ends");
                None
            }
        }
    }

    /// Waits until an event is due; false when the server ends.
    async fn is_due(&mut self) -> bool {
        if *self.ending.borrow() {
            return false;
        }
        let Some(sent) = self.sent else { return true };
        let ending = self.ending.wait_for(|is_ending| *is_ending);
        let commits = &mut self.commits;
        let due = async {
            tokio::time::sleep_until(sent + LEAST_APART).await;
            // An error means that ingest has ended; then only the heartbeat is left.
            let commit = async {
                if commits.changed().await.is_err() {
                    std::future::pending::<()>().await;
                }
            };
            tokio::select! {
                () = commit => {}
                () = tokio::time::sleep_until(sent + MOST_APART) => {}
            }
        };
        tokio::select! {
            _ = ending => false,
            () = due => true,
        }
    }

    async fn event(&self) -> Result<Event, ApiError> {
        let store = Arc::clone(self.state.store());
        // The revision is read first: sources may be newer than it says, never older.
        let revision = store.revision();
        let sources = tokio::task::spawn_blocking(move || query::sources(store.as_ref())).await??;
        let data = StreamData {
            generated_at_ms: self.state.now_ms(),
            revision,
            build: self.state.files().build().to_owned(),
            sources,
        };
        let json = serde_json::to_string(&StreamEvent::Data(data))?;
        Ok(Event::default().event("data").data(json))
    }
}
