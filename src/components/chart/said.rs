//! The words of a chart for a screen reader, which may come a moment after the picture.

use super::frames;
use crate::signal::{Memo, Signal};
use leptos::prelude::*;

/// The title, and soon with it what `words` say. They tell of all values, so that working them out
/// takes as long as drawing them: the picture does not wait for that.
pub(super) fn label(title: Signal<String>, words: Memo<String>, changed: Signal<()>) -> Signal<String> {
    let label = RwSignal::new(title.get_untracked());
    let is_due = StoredValue::new(false);
    Effect::new(move |_| {
        title.track();
        changed.get();
        if !is_due.get_value() {
            is_due.set_value(true);
            frames::afterwards(Box::new(move || {
                // A chart that left the page in the meantime has no state any more.
                if is_due.try_set_value(false).is_none() {
                    label.set(format!("{}. {}", title.get_untracked(), words.get_untracked()));
                }
            }));
        }
    });
    label.into()
}
