//! `/gallery`: every kind of picture and every hard case on one page, drawn by the components that
//! the dashboards use, for people to look at. It needs no server but one of files.
//!
//! `?theme=light` or the switch at the top chooses the theme.

mod bars;
mod card;
mod funnels;
mod look;
mod part;
mod pictures;
mod strips;
mod tiles;

use crate::signal::Signal;
use crate::state::document;
use leptos::prelude::*;
use look::Look;
use model::samples;

/// What the page is made of besides what the components bring along.
const STYLE: &str = include_str!("../gallery.css");

/// Shows the gallery instead of the app.
pub(super) fn start() {
    look::adopt(STYLE);
    document().set_title("Gallery · Sartiq Monitor");
    leptos::mount::mount_to_body(Gallery);
    if let Some(placeholder) = document().get_element_by_id("loading") {
        placeholder.remove();
    }
}

/// One kind of picture.
struct Section {
    title: &'static str,
    cards: AnyView,
}

#[component]
fn Gallery() -> impl IntoView {
    let look = Look::of_this_page();
    let mut sections: Vec<Section> = samples::groups()
        .into_iter()
        .map(|group| Section { title: group.title, cards: pictures::cards(group.samples, look) })
        .collect();
    sections.extend([
        Section { title: "Sparklines", cards: part::sparklines() },
        Section { title: "Tiles", cards: tiles::cards(look) },
        Section { title: "Funnels", cards: funnels::cards() },
        Section { title: "Ranked bars", cards: bars::cards() },
        Section { title: "Status strips", cards: strips::cards(look) },
    ]);
    let index: Vec<_> = sections
        .iter()
        .map(|section| view! { <li><a href=format!("#{}", id_of(section.title))>{section.title}</a></li> })
        .collect();
    let sections: Vec<_> = sections
        .into_iter()
        .map(|section| {
            view! {
                <section class="gallery__section" id=id_of(section.title)>
                    <h2 class="gallery__title">{section.title}</h2>
                    <div class="gallery__cards">{section.cards}</div>
                </section>
            }
        })
        .collect();
    let other = Signal::derive(move || look.theme.get().toggled().slug());
    view! {
        <main class="gallery">
            <header class="gallery__head">
                <h1>"Gallery"</h1>
                <button type="button" class="gallery__switch" on:click=move |_| look.toggle()>
                    "Show in the " {other} " theme"
                </button>
                <nav class="gallery__index" aria-label="Kinds of pictures"><ul>{index}</ul></nav>
            </header>
            {sections}
        </main>
    }
}

/// "Lines and areas" as the name of a place of the page: `lines-and-areas`.
fn id_of(title: &str) -> String {
    let words = title.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-")
}
