//! The server's clock as far as it is known here, ticking while somebody looks.

use super::browser::{document, every, listen};
use crate::signal::Signal;
use leptos::prelude::*;
use web_sys::{Event, VisibilityState};

/// The clock of the server.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    /// Unix milliseconds by the server's clock, once a second.
    pub(super) now_ms: Signal<i64>,
    /// Whether anybody can see the page.
    pub(super) is_visible: RwSignal<bool>,
    /// How far the server's clock is ahead of this machine's, in milliseconds.
    offset_ms: RwSignal<i64>,
}

impl Clock {
    /// Starts the clock; it stops when the current owner is cleaned up.
    pub(super) fn start() -> Self {
        let machine_ms = RwSignal::new(machine_now_ms());
        let offset_ms = RwSignal::new(0);
        let is_visible = RwSignal::new(is_page_visible());
        every(1_000, move || {
            if is_visible.get_untracked() {
                machine_ms.set(machine_now_ms());
            }
        });
        listen(&document(), "visibilitychange", move |_: Event| {
            machine_ms.set(machine_now_ms());
            is_visible.set(is_page_visible());
        });
        let now_ms = Signal::derive(move || machine_ms.get() + offset_ms.get());
        Self { now_ms, is_visible, offset_ms }
    }

    /// The server's clock at this very moment.
    pub(super) fn exact_ms(self) -> i64 {
        machine_now_ms() + self.offset_ms.get_untracked()
    }

    /// Learns from an answer what the server's clock said when it was written.
    pub(super) fn learn(self, generated_at_ms: i64) {
        let offset_ms = generated_at_ms - machine_now_ms();
        // Answers take their time on the way: what differs by less than that teaches nothing.
        let is_news = (offset_ms - self.offset_ms.get_untracked()).abs() > 250;
        if is_news {
            self.offset_ms.set(offset_ms);
        }
    }
}

fn machine_now_ms() -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "a clock of this age fits by far")]
    let now_ms = js_sys::Date::now() as i64;
    now_ms
}

fn is_page_visible() -> bool {
    document().visibility_state() == VisibilityState::Visible
}
