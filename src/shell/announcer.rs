//! What a change of page means for title, focus and ear.

use super::freshness::page_freshness;
use crate::signal::Memo;
use crate::state::{View, document, use_view, window};
use leptos::prelude::*;
use model::freshness::Freshness;
use model::url::Page;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Keeps the title in step with the page, and moves the focus to the heading of a new one.
pub(super) fn follow_page(view: View) {
    let page = Memo::new(move |_| view.url.with(|url| url.page.clone()));
    Effect::new(move |before: Option<()>| {
        let name = match page.get() {
            Page::Dashboard(id) => id.title(),
            Page::NotFound(_) => "Page not found",
        };
        document().set_title(&format!("{name} · Sartiq Monitor"));
        request_animation_frame(show_current_link);
        // The first page keeps the focus where the browser put it.
        if before.is_some() {
            // Decided now: by the next frame the part that the link led to may have been shown.
            if view.anchor.with_untracked(Option::is_some) {
                return;
            }
            request_animation_frame(|| {
                window().scroll_to_with_x_and_y(0.0, 0.0);
                focus("main h1");
            });
        }
    });
}

/// Shows the part of the page that a link led to, as soon as it is there.
pub(super) fn follow_anchor(view: View) {
    Effect::new(move |_| {
        view.newest.track();
        if view.anchor.with(Option::is_none) {
            return;
        }
        request_animation_frame(move || {
            let Some(id) = view.anchor.get_untracked() else { return };
            if let Some(element) = document().get_element_by_id(&id) {
                element.scroll_into_view();
                focus(&format!("#{id}"));
                view.anchor.set(None);
            }
        });
    });
}

/// Brings the link of the page into sight, where the navigation is wider than the screen.
fn show_current_link() {
    let link = document().query_selector("nav [aria-current]").ok().flatten();
    let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) else { return };
    if let Ok(Some(nav)) = link.closest("nav") {
        // In the middle, so that its neighbours can be seen and hit.
        let beside = (nav.client_width() - link.offset_width()) / 2;
        nav.set_scroll_left(link.offset_left() - beside);
    }
}

/// Moves the focus to the content of the page.
pub(super) fn focus_main() {
    focus("main");
}

fn focus(selector: &str) {
    let element = document().query_selector(selector).ok().flatten();
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Headings take the focus only by hand, and never the reader's Tab key.
        element.set_tab_index(-1);
        drop(element.focus());
    }
}

/// Says politely what has changed without a hand: freshness and time range.
#[component]
pub(super) fn Announcer() -> impl IntoView {
    let view = use_view();
    let page = page_freshness(view);
    let freshness = Memo::new(move |_| page.get().freshness);
    let words = Memo::new(move |_| match freshness.get() {
        // While all is well, the clock in the words is not worth saying.
        Freshness::Live => "live".to_owned(),
        other => view.zone.with(|zone| other.page_words(None, view.server_now_ms.get_untracked(), zone)),
    });
    let range = Memo::new(move |_| {
        let range = view.url.with(|url| url.range);
        view.zone
            .with(|zone| format!("Time range: {}", range.label(view.server_now_ms.get_untracked(), zone)))
    });
    view! {
        <p class="is-visually-hidden" role="status">{words}</p>
        <p class="is-visually-hidden" role="status">{range}</p>
    }
}
