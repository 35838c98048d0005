//! The link to the server: its event stream, and what is known of it from all that was heard.

use super::clock::Clock;
use crate::api::{Api, ApiError, EventStream, StreamReport};
use crate::signal::{Memo, Signal};
use contract::stream::StreamData;
use leptos::prelude::*;
use model::contact::Contact;
use model::freshness::Connection;

/// The link to the server.
#[derive(Clone, Copy)]
pub(super) struct Link {
    /// Whether the server can be reached.
    pub(super) connection: Signal<Connection>,
    /// The newest revision that the stream told of; 0 before it did.
    pub(super) revision: Signal<u64>,
    /// The newest event that the stream told of, Unix milliseconds.
    pub(super) heard_through_ms: Signal<Option<i64>>,
    /// Whether the server has another build than at first.
    pub(super) has_new_build: Signal<bool>,
    /// Whether the stream is open and tells of new data.
    pub(super) is_streaming: RwSignal<bool>,
    contact: RwSignal<Contact>,
    clock: Clock,
}

impl Link {
    /// Opens the stream and keeps it open while the page is visible. A hidden tab holds no
    /// connection: browsers allow six to a host, and a row of forgotten tabs would block the
    /// seventh.
    pub(super) fn open(api: &Api, clock: Clock) -> Self {
        let contact = RwSignal::new(Contact::default());
        let newest: RwSignal<Option<StreamData>> = RwSignal::new(None);
        let first_build: RwSignal<Option<String>> = RwSignal::new(None);
        let is_streaming = RwSignal::new(false);
        let on_report = move |report| match report {
            StreamReport::Data(data) => {
                clock.learn(data.generated_at_ms);
                contact.update(|contact| *contact = contact.heard(clock.exact_ms()));
                is_streaming.set(true);
                if first_build.with_untracked(Option::is_none) {
                    first_build.set(Some(data.build.clone()));
                }
                newest.set(Some(data));
            }
            StreamReport::Failed => {
                is_streaming.set(false);
                contact.update(|contact| *contact = contact.stream_failed(clock.exact_ms()));
            }
        };
        let url = api.stream_url();
        let stream: StoredValue<Option<EventStream>, LocalStorage> = StoredValue::new_local(None);
        Effect::new(move |_| {
            if clock.is_visible.get() {
                contact.update(|contact| *contact = contact.resumed(clock.exact_ms()));
                stream.set_value(Some(EventStream::open(url.clone(), on_report)));
            } else {
                stream.set_value(None);
            }
        });
        on_cleanup(move || stream.set_value(None));
        let newest_of = move |read: fn(&StreamData) -> i64| newest.with(|data| data.as_ref().map(read));
        Self {
            connection: Memo::new(move |_| contact.get().connection(clock.now_ms.get())),
            revision: Memo::new(move |_| newest.with(|data| data.as_ref().map_or(0, |data| data.revision))),
            heard_through_ms: Memo::new(move |_| newest_of(newest_event_ms).filter(|at_ms| *at_ms > 0)),
            has_new_build: Memo::new(move |_| {
                let now = newest.with(|data| data.as_ref().map(|data| data.build.clone()));
                now.is_some() && now != first_build.get()
            }),
            is_streaming,
            contact,
            clock,
        }
    }

    /// Learns from a request how the server is.
    pub(super) fn note<T>(self, result: &Result<T, ApiError>) {
        let now_ms = self.clock.exact_ms();
        match result {
            Err(ApiError::Aborted) => {}
            Err(error) if error.is_unreachable() => {
                self.contact.update(|contact| *contact = contact.request_failed(now_ms));
            }
            _ => self.contact.update(|contact| *contact = contact.heard(now_ms)),
        }
    }
}

fn newest_event_ms(data: &StreamData) -> i64 {
    data.sources.iter().map(|source| source.last_event_ms).max().unwrap_or(0)
}
