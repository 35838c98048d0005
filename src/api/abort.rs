//! Giving up a request: by hand, by time, or because whoever asked is gone.

use super::ApiError;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{AbortController, AbortSignal};

/// How long an answer may take, in milliseconds.
const TIMEOUT_MS: i32 = 30_000;

/// The handle of one request. The request is aborted when the handle is dropped.
pub(crate) struct Abort {
    controller: AbortController,
    timer: Option<i32>,
    is_timeout: Rc<Cell<bool>>,
    _on_timeout: Closure<dyn FnMut()>,
}

impl Abort {
    /// A handle whose time runs from now; none in a browser without `AbortController`.
    pub(crate) fn new() -> Option<Self> {
        let controller = AbortController::new().ok()?;
        let is_timeout = Rc::new(Cell::new(false));
        let on_timeout = Closure::new({
            let (controller, is_timeout) = (controller.clone(), Rc::clone(&is_timeout));
            move || {
                is_timeout.set(true);
                controller.abort();
            }
        });
        let callback = on_timeout.as_ref().unchecked_ref();
        let timer = web_sys::window().and_then(|window| {
            window.set_timeout_with_callback_and_timeout_and_arguments_0(callback, TIMEOUT_MS).ok()
        });
        Some(Self { controller, timer, is_timeout, _on_timeout: on_timeout })
    }

    /// What the request itself holds.
    pub(crate) fn lease(&self) -> AbortLease {
        AbortLease { signal: self.controller.signal(), is_timeout: Rc::clone(&self.is_timeout) }
    }
}

/// What a request listens to, and learns from why it was given up.
pub(crate) struct AbortLease {
    /// The browser's signal.
    pub(super) signal: AbortSignal,
    is_timeout: Rc<Cell<bool>>,
}

impl AbortLease {
    /// Why there is no answer.
    pub(super) fn reason(&self) -> ApiError {
        match (self.is_timeout.get(), self.signal.aborted()) {
            (true, _) => ApiError::Timeout,
            (false, true) => ApiError::Aborted,
            (false, false) => ApiError::Network,
        }
    }
}

impl Drop for Abort {
    fn drop(&mut self) {
        if let (Some(timer), Some(window)) = (self.timer, web_sys::window()) {
            window.clear_timeout_with_handle(timer);
        }
        self.controller.abort();
    }
}
