//! Lists and parts that come and go, each compiled once: leptos' own are compiled again for every
//! list and every condition.

use crate::signal::Memo;
use leptos::children::{ChildrenFn, ViewFn};
use leptos::prelude::{AnyView, For, IntoAny, IntoView, component, view};
use std::sync::Arc;

/// A row that is built when it is new.
struct Keyed {
    key: String,
    build: Box<dyn FnOnce() -> AnyView + Send>,
}

/// A list whose rows are kept by their keys, and built only where a key is new.
pub(crate) fn keyed<T: Send + 'static>(
    rows: impl Fn() -> Vec<T> + Send + Sync + 'static,
    key: fn(&T) -> String,
    row: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let row: Arc<dyn Fn(T) -> AnyView + Send + Sync> = Arc::new(row);
    list(Box::new(move || {
        let keyed = |item: T| {
            let row = Arc::clone(&row);
            Keyed { key: key(&item), build: Box::new(move || row(item)) }
        };
        rows().into_iter().map(keyed).collect()
    }))
}

fn list(rows: Box<dyn Fn() -> Vec<Keyed> + Send + Sync>) -> AnyView {
    view! { <For each=rows key=|row| row.key.clone() children=|row| (row.build)() /> }.into_any()
}

/// Whether something is shown.
pub(crate) struct Condition(Box<dyn Fn() -> bool + Send + Sync>);

impl<F: Fn() -> bool + Send + Sync + 'static> From<F> for Condition {
    fn from(holds: F) -> Self {
        Self(Box::new(holds))
    }
}

/// Shows its content while a condition holds, and builds it again only when that changes.
#[component]
pub(crate) fn Show(
    /// The condition.
    #[prop(into)]
    when: Condition,
    /// What is shown where it does not hold.
    #[prop(optional, into)]
    fallback: ViewFn,
    /// The content.
    children: ChildrenFn,
) -> impl IntoView {
    let is_shown = Memo::new(move |_| (when.0)());
    move || if is_shown.get() { children() } else { fallback.run() }
}
