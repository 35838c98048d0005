//! A dialog over the page. The browser keeps the focus inside, closes it on Escape and gives the
//! focus back to where it was.

use super::icon::{CLOSE, Icon};
use crate::components::keyed::Show;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, MouseEvent};

/// A dialog with its title.
#[component]
pub(super) fn Dialog(
    /// Whether it is open; becomes false when a person closes it.
    is_open: RwSignal<bool>,
    /// Its id in the page, which its title's id is made from.
    id: &'static str,
    /// Its title.
    title: &'static str,
    /// Its content; built when it opens, and gone when it closes.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let title_id = format!("{id}-title");
    let labelled_by = title_id.clone();
    Effect::new(move |_| {
        let Some(element) = dialog.get() else { return };
        let is_shown = element.open();
        if is_open.get() && !is_shown {
            // Fails only where the dialog is out of the page, which it never is while it has a node.
            drop(element.show_modal());
        } else if !is_open.get() && is_shown {
            element.close();
        }
    });
    // A click that hits the dialog itself, and nothing in it, hit the page behind it.
    let on_click = move |event: MouseEvent| {
        if event.target().is_some_and(|target| target.has_type::<HtmlDialogElement>()) {
            is_open.set(false);
        }
    };
    view! {
        <dialog
            class="dialog"
            id=id
            aria-labelledby=labelled_by
            node_ref=dialog
            on:close=move |_| is_open.set(false)
            on:click=on_click
        >
            <div class="dialog__frame">
                <header class="dialog__head">
                    <h2 class="dialog__title" id=title_id>{title}</h2>
                    <button type="button" class="shell__button" aria-label="Close" on:click=move |_| is_open.set(false)>
                        <Icon path=CLOSE />
                    </button>
                </header>
                <Show when=move || is_open.get()>{children()}</Show>
            </div>
        </dialog>
    }
}
