//! The data of one dashboard, asked for as its address says and again when there is news.
//!
//! The old picture stays until the new one is there. Only one question is on its way at a time; a
//! changed question gives the old one up, and each carries a number, so that a slow answer can
//! never overtake a newer one. Leaving the page gives up whatever is still on its way.

use super::browser::window;
use super::{View, use_view};
use crate::api::{Abort, Answer, ApiError, DashboardQuery};
use crate::signal::{Memo, Signal};
use contract::catalogue::DashboardId;
use contract::dashboard::Dashboard;
use contract::time::SECOND_MS;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::refresh::{Circumstances, is_due};
use std::sync::Arc;

/// How a feed stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FeedStatus {
    /// Nothing to show yet.
    Loading,
    /// What is shown is what was asked for.
    Ready,
    /// What is shown belongs to the address before; the new picture is on its way.
    Changing,
    /// The last question failed; what is shown, if anything, is older.
    Failed(ApiError),
}

/// The data of a dashboard and how it stands.
#[derive(Clone, Copy)]
pub(crate) struct DashboardFeed {
    /// The newest answer; none before the first.
    pub(crate) data: Signal<Option<Arc<Dashboard>>>,
    /// How it stands.
    pub(crate) status: Signal<FeedStatus>,
}

/// What is remembered between two questions.
#[derive(Default)]
struct Memory {
    /// Number of the last question.
    number: u64,
    /// The question on its way.
    abort: Option<Abort>,
    /// What the picture shown was asked by, with its tag.
    shown: Option<(DashboardQuery, Option<String>)>,
    asked_ms: i64,
    asked_revision: Option<u64>,
    failures: u32,
    is_final: bool,
}

#[derive(Clone, Copy)]
struct Asker {
    view: View,
    query: Memo<DashboardQuery>,
    data: RwSignal<Option<Arc<Dashboard>>>,
    status: RwSignal<FeedStatus>,
    memory: StoredValue<Memory, LocalStorage>,
}

/// The data of a dashboard for as long as the current owner lives.
pub(crate) fn dashboard_resource(id: DashboardId) -> DashboardFeed {
    let view = use_view();
    let query = Memo::new(move |_| {
        let (range, is_compared) = view.url.with(|url| (url.range, url.compare));
        DashboardQuery { id, range, is_compared, width: width() }
    });
    let asker = Asker {
        view,
        query,
        data: RwSignal::new(None),
        status: RwSignal::new(FeedStatus::Loading),
        memory: StoredValue::new_local(Memory::default()),
    };
    Effect::new(move |_| {
        query.track();
        view.asked_now.track();
        asker.ask();
    });
    Effect::new(move |_| {
        view.server_now_ms.track();
        view.revision.track();
        view.is_visible.track();
        view.refresh.track();
        if asker.is_time() {
            asker.ask();
        }
    });
    on_cleanup(move || asker.forget());
    DashboardFeed { data: asker.data.into(), status: asker.status.into() }
}

impl Asker {
    /// The revision that the stream tells of, while it does.
    fn revision(self) -> Option<u64> {
        let is_streaming = self.view.parts().link.is_streaming.get_untracked();
        is_streaming.then(|| self.view.revision.get_untracked())
    }

    fn is_time(self) -> bool {
        let step_ms =
            self.data.with_untracked(|data| data.as_ref().map_or(SECOND_MS, |data| data.window.step_ms));
        self.memory.with_value(|memory| {
            !memory.is_final
                && is_due(&Circumstances {
                    refresh: self.view.refresh.get_untracked(),
                    is_live_range: self.query.get_untracked().range.is_live(),
                    is_visible: self.view.is_visible.get_untracked(),
                    is_asking: memory.abort.is_some(),
                    revision: self.revision(),
                    asked_revision: memory.asked_revision,
                    asked_ms: memory.asked_ms,
                    failures: memory.failures,
                    step_ms,
                    now_ms: self.view.parts().clock.exact_ms(),
                })
        })
    }

    /// Puts the question of the address, in place of one that is on its way.
    fn ask(self) {
        let query = self.query.get_untracked();
        let Some(abort) = Abort::new() else { return };
        let lease = abort.lease();
        let (revision, now_ms) = (self.revision(), self.view.parts().clock.exact_ms());
        let asked = self.memory.try_update_value(|memory| {
            memory.number += 1;
            memory.abort = Some(abort);
            memory.asked_ms = now_ms;
            memory.asked_revision = revision;
            let is_same = memory.shown.as_ref().is_some_and(|(shown, _)| *shown == query);
            let tag = memory.shown.as_ref().filter(|_| is_same).and_then(|(_, tag)| tag.clone());
            (memory.number, is_same, tag)
        });
        let Some((number, is_same, tag)) = asked else { return };
        if !is_same && self.data.with_untracked(Option::is_some) {
            self.status.set(FeedStatus::Changing);
        }
        let api = self.view.parts().api.get_value();
        spawn_local(async move {
            let result = api.dashboard(query, tag, lease).await;
            self.receive(number, query, result);
        });
    }

    fn receive(self, number: u64, query: DashboardQuery, result: Result<Answer<Dashboard>, ApiError>) {
        // The page may be gone by now, or have asked something newer.
        let is_newest = self.memory.try_update_value(|memory| {
            let is_newest = memory.number == number;
            if is_newest {
                memory.abort = None;
            }
            is_newest
        });
        if is_newest != Some(true) {
            return;
        }
        self.view.parts().link.note(&result);
        let outcome = match result {
            Ok(Answer::Fresh(dashboard, tag)) => {
                self.view.parts().clock.learn(dashboard.generated_at_ms);
                let dashboard = Arc::new(dashboard);
                self.data.set(Some(Arc::clone(&dashboard)));
                self.view.parts().newest.set(Some(dashboard));
                self.memory.update_value(|memory| memory.shown = Some((query, tag)));
                Ok(())
            }
            Ok(Answer::NotModified) => Ok(()),
            Err(ApiError::Aborted) => return,
            Err(error) => Err(error),
        };
        self.memory.update_value(|memory| {
            memory.failures = if outcome.is_ok() { 0 } else { memory.failures.saturating_add(1) };
            memory.is_final = outcome.as_ref().is_err_and(|error| !error.is_worth_retrying());
        });
        self.view.parts().fault.set(outcome.as_ref().err().cloned());
        let status = outcome.map_or_else(FeedStatus::Failed, |()| FeedStatus::Ready);
        if self.status.with_untracked(|shown| *shown != status) {
            self.status.set(status);
        }
    }

    fn forget(self) {
        self.memory.try_update_value(|memory| memory.abort = None);
    }
}

/// How many buckets this screen can show, in few steps, so that the server's cache is met.
fn width() -> usize {
    let pixels = window().inner_width().ok().and_then(|width| width.as_f64()).unwrap_or(1_440.0);
    match pixels {
        // An hour that does not begin where a bucket does needs 361 of 10 s and so gets 20 s, which
        // holds enough events for shares and percentiles to be calm.
        _ if pixels < 700.0 => 180,
        _ if pixels < 2_200.0 => 360,
        _ => 720,
    }
}
