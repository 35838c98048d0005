//! The words of a chart, which may come a moment after the picture.

use super::frames;
use crate::signal::{Memo, Signal};
use leptos::prelude::*;

/// The same a moment later: for words that stand beside the picture and would make it wait for a
/// layout of the page.
pub(super) fn soon<T: Clone + Send + Sync + 'static>(now: Signal<T>) -> Signal<T> {
    let soon = RwSignal::new(now.get_untracked());
    let is_due = StoredValue::new(false);
    Effect::new(move |before: Option<()>| {
        now.track();
        // The first one is shown at once.
        if before.is_some() {
            once(is_due, move || soon.set(now.get_untracked()));
        }
    });
    soon.into()
}

/// Runs `task` once the next frame is on the screen, once however often it is asked, unless the
/// chart left the page in the meantime and has no state any more.
fn once(is_due: StoredValue<bool>, task: impl FnOnce() + 'static) {
    if !is_due.get_value() {
        is_due.set_value(true);
        frames::afterwards(Box::new(move || {
            if is_due.try_set_value(false).is_none() {
                task();
            }
        }));
    }
}

/// The title, and soon with it what `words` say. They tell of all values, so that working them out
/// takes as long as drawing them: the picture does not wait for that.
pub(super) fn label(title: Signal<String>, words: Memo<String>, changed: Signal<()>) -> Signal<String> {
    let label = RwSignal::new(title.get_untracked());
    let is_due = StoredValue::new(false);
    Effect::new(move |_| {
        title.track();
        changed.get();
        once(is_due, move || label.set(format!("{}. {}", title.get_untracked(), words.get_untracked())));
    });
    label.into()
}
