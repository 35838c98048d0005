//! The address of this tab as a signal, and the only place that writes to the history.
//!
//! A typed state needs no table of routes, so this is a thin layer over the History API: links
//! are real `<a href>`, a plain click on one inside the app becomes a push, and Back and Forward
//! are read from the address again. (`leptos_router` 0.8 matches strings, and after Back and
//! Forward it can leave the address bar on the page before.)

use super::browser::{document, listen, window};
use leptos::prelude::*;
use model::url::{UrlProblem, UrlState, parse};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlAnchorElement, MouseEvent, PopStateEvent};

/// The address of this tab.
#[derive(Clone, Copy)]
pub(super) struct Address {
    /// What it says.
    pub(super) state: RwSignal<UrlState>,
    /// What in it could not be used.
    pub(super) problems: RwSignal<Vec<UrlProblem>>,
    /// The part of the page that a link led to, by its id.
    pub(super) anchor: RwSignal<Option<String>>,
}

impl Address {
    /// Reads the address and follows it until the current owner is cleaned up.
    pub(super) fn of_this_tab() -> Self {
        let (state, problems) = current();
        let address = Self {
            state: RwSignal::new(state),
            problems: RwSignal::new(problems),
            anchor: RwSignal::new(None),
        };
        listen(&window(), "popstate", move |_: PopStateEvent| {
            let (state, problems) = current();
            address.show(state, problems);
        });
        listen(&document(), "click", move |event: MouseEvent| address.follow_link(&event));
        address
    }

    /// Goes to `state` with a new entry in the history, unless it is what is shown.
    pub(super) fn push(self, state: UrlState) {
        if self.state.with_untracked(|shown| *shown == state) {
            return;
        }
        self.anchor.set(None);
        self.write(state, Vec::new(), |history, url| {
            history.push_state_with_url(&JsValue::NULL, "", Some(url))
        });
    }

    /// Goes to `state` in place of the current entry of the history.
    pub(super) fn replace(self, state: UrlState) {
        self.write(state, Vec::new(), |history, url| {
            history.replace_state_with_url(&JsValue::NULL, "", Some(url))
        });
    }

    fn write(
        self,
        state: UrlState,
        problems: Vec<UrlProblem>,
        write: impl FnOnce(&web_sys::History, &str) -> Result<(), JsValue>,
    ) {
        if let Ok(history) = window().history() {
            // A browser may refuse more than some hundred changes in half a minute; the page
            // then shows the state all the same, and the next change catches the address up.
            drop(write(&history, &state.to_url()));
        }
        self.show(state, problems);
    }

    fn show(self, state: UrlState, problems: Vec<UrlProblem>) {
        if self.problems.with_untracked(|shown| *shown != problems) {
            self.problems.set(problems);
        }
        if self.state.with_untracked(|shown| *shown != state) {
            self.state.set(state);
        }
    }

    /// Turns a plain click on a link inside the app into a step of the app.
    fn follow_link(self, event: &MouseEvent) {
        let is_plain = event.button() == 0
            && !(event.default_prevented()
                || event.ctrl_key()
                || event.meta_key()
                || event.shift_key()
                || event.alt_key());
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let link = target.and_then(|target| target.closest("a[href]").ok().flatten());
        let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) else { return };
        let is_ours = window().location().origin().is_ok_and(|origin| origin == link.origin());
        let is_elsewhere = !link.target().is_empty() || link.has_attribute("download");
        if !is_plain || !is_ours || is_elsewhere {
            return;
        }
        event.prevent_default();
        let hash = link.hash();
        self.anchor.set(hash.strip_prefix('#').filter(|id| !id.is_empty()).map(str::to_owned));
        let (state, problems) = parse(&link.pathname(), &link.search());
        if self.state.with_untracked(|shown| *shown == state) {
            return;
        }
        self.write(state, problems, |history, url| {
            history.push_state_with_url(&JsValue::NULL, "", Some(url))
        });
    }
}

fn current() -> (UrlState, Vec<UrlProblem>) {
    let location = window().location();
    parse(&location.pathname().unwrap_or_default(), &location.search().unwrap_or_default())
}
