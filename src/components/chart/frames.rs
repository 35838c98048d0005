//! One animation frame for all charts of the page.
//!
//! Whatever became due since the last frame is done in the next one: first everything that asks
//! the page for sizes, so that the page is laid out once, then everything that draws. What a
//! measurement makes due is drawn in the same frame.

use leptos::prelude::{request_animation_frame, set_timeout};
use std::cell::RefCell;
use std::time::Duration;

type Task = Box<dyn FnOnce()>;

/// Longer than a frame takes.
const AFTER: Duration = Duration::from_millis(30);

#[derive(Default)]
struct Due {
    measures: Vec<Task>,
    paints: Vec<Task>,
    is_asked: bool,
    afterwards: Vec<Task>,
}

thread_local! {
    static DUE: RefCell<Due> = RefCell::default();
}

/// Runs `task`, which asks for the size of something, at the beginning of the next frame.
pub(super) fn measure(task: Task) {
    add(|due| due.measures.push(task));
}

/// Runs `task`, which draws, in the next frame, or in this one when called by one that measures.
pub(super) fn paint(task: Task) {
    add(|due| due.paints.push(task));
}

/// Runs `task`, which nobody sees, once the next frame is on the screen.
pub(super) fn afterwards(task: Task) {
    let is_first = DUE.with_borrow_mut(|due| {
        due.afterwards.push(task);
        due.afterwards.len() == 1
    });
    if is_first {
        set_timeout(
            || {
                for task in DUE.with_borrow_mut(|due| std::mem::take(&mut due.afterwards)) {
                    task();
                }
            },
            AFTER,
        );
    }
}

fn add(push: impl FnOnce(&mut Due)) {
    let is_asked = DUE.with_borrow_mut(|due| {
        push(due);
        std::mem::replace(&mut due.is_asked, true)
    });
    if !is_asked {
        request_animation_frame(run);
    }
}

/// Does everything that is due now.
pub(crate) fn run() {
    let measures = DUE.with_borrow_mut(|due| std::mem::take(&mut due.measures));
    for task in measures {
        task();
    }
    let paints = DUE.with_borrow_mut(|due| {
        due.is_asked = !due.measures.is_empty();
        std::mem::take(&mut due.paints)
    });
    for task in paints {
        task();
    }
}
