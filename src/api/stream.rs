//! The event stream of the server: says that there is new data, and that the server is alive.
//!
//! The browser itself reconnects a stream that breaks off. Where it gives up (an answer that is
//! no stream), this opens a new one after [`REOPEN_MS`].

use contract::decode::decode_slice;
use contract::stream::StreamData;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventSource, MessageEvent};

/// How long to wait before a stream that was given up is opened anew, in milliseconds.
const REOPEN_MS: i32 = 3_000;

/// What a stream tells.
#[derive(Debug)]
pub(crate) enum StreamReport {
    /// The state of the data.
    Data(StreamData),
    /// It broke off, or could not be opened.
    Failed,
}

/// A stream that stays open until it is dropped.
pub(crate) struct EventStream {
    inner: Rc<Inner>,
}

struct Inner {
    url: String,
    on_report: Box<dyn Fn(StreamReport)>,
    open: RefCell<Option<Open>>,
    reopening: RefCell<Option<Timer>>,
}

/// A timer that runs out once, by its handle, with what it calls.
type Timer = (i32, Closure<dyn FnMut()>);

/// One connection with its listeners, which must live as long as it.
struct Open {
    source: EventSource,
    _on_data: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut()>,
}

impl EventStream {
    /// Opens the stream at `url` and calls `on_report` for all it tells.
    pub(crate) fn open(url: String, on_report: impl Fn(StreamReport) + 'static) -> Self {
        let inner = Rc::new(Inner {
            url,
            on_report: Box::new(on_report),
            open: RefCell::new(None),
            reopening: RefCell::new(None),
        });
        inner.connect();
        Self { inner }
    }
}

impl Drop for EventStream {
    fn drop(&mut self) {
        self.inner.close();
    }
}

impl Inner {
    fn connect(self: &Rc<Self>) {
        let Ok(source) = EventSource::new(&self.url) else { return (self.on_report)(StreamReport::Failed) };
        let on_data = Closure::new({
            let inner = Rc::downgrade(self);
            move |event: MessageEvent| {
                let Some(inner) = inner.upgrade() else { return };
                let text = event.data().as_string().unwrap_or_default();
                // What cannot be read says nothing; the connection itself is still alive.
                if let Ok(data) = decode_slice(text.as_bytes()) {
                    (inner.on_report)(StreamReport::Data(data));
                }
            }
        });
        let on_error = Closure::new({
            let inner = Rc::downgrade(self);
            move || {
                let Some(inner) = inner.upgrade() else { return };
                (inner.on_report)(StreamReport::Failed);
                let is_given_up = inner
                    .open
                    .borrow()
                    .as_ref()
                    .is_some_and(|open| open.source.ready_state() == EventSource::CLOSED);
                if is_given_up {
                    inner.reopen_later();
                }
            }
        });
        let callback = on_data.as_ref().unchecked_ref();
        if source.add_event_listener_with_callback("data", callback).is_err() {
            return (self.on_report)(StreamReport::Failed);
        }
        source.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        self.open.replace(Some(Open { source, _on_data: on_data, _on_error: on_error }));
    }

    fn reopen_later(self: &Rc<Self>) {
        let again = Closure::new({
            let inner = Rc::downgrade(self);
            move || {
                if let Some(inner) = inner.upgrade() {
                    inner.connect();
                }
            }
        });
        let callback = again.as_ref().unchecked_ref();
        let timer = web_sys::window().and_then(|window| {
            window.set_timeout_with_callback_and_timeout_and_arguments_0(callback, REOPEN_MS).ok()
        });
        if let Some(timer) = timer {
            // Replaces a timer that has run by now: this one is only set after the last failed.
            self.reopening.replace(Some((timer, again)));
        }
    }

    fn close(&self) {
        if let Some(open) = self.open.take() {
            open.source.set_onerror(None);
            open.source.close();
        }
        if let (Some((timer, _)), Some(window)) = (self.reopening.take(), web_sys::window()) {
            window.clear_timeout_with_handle(timer);
        }
    }
}
