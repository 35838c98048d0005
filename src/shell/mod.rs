//! What stands around every page: header, range bar, notices, keys.

mod announcer;
mod dialog;
mod fault;
mod freshness;
mod header;
mod icon;
mod keys;
mod notices;
mod range_bar;
mod range_picker;

pub(crate) use fault::StartFault;

use self::announcer::{Announcer, focus_main, follow_anchor, follow_page};
use self::header::Header;
use self::keys::{KeysDialog, obey_keys};
use self::notices::Notices;
use self::range_bar::RangeBar;
use self::range_picker::RangePicker;
use crate::state::use_view;
use leptos::prelude::*;
use web_sys::MouseEvent;

/// Which dialogs of the shell are open.
#[derive(Clone, Copy)]
struct Dialogs {
    range: RwSignal<bool>,
    keys: RwSignal<bool>,
}

/// The shell around a page.
#[component]
pub(crate) fn Shell(
    /// The page.
    children: Children,
) -> impl IntoView {
    let view = use_view();
    let dialogs = Dialogs { range: RwSignal::new(false), keys: RwSignal::new(false) };
    obey_keys(view, dialogs);
    follow_page(view);
    follow_anchor(view);
    let skip = move |event: MouseEvent| {
        event.prevent_default();
        focus_main();
    };
    view! {
        <a class="shell__skip" href="#main" on:click=skip>"Skip to content"</a>
        <header class="shell">
            <Header />
            <RangeBar dialogs />
        </header>
        <main id="main" tabindex="-1">
            <Notices />
            {children()}
        </main>
        <RangePicker is_open=dialogs.range />
        <KeysDialog is_open=dialogs.keys />
        <Announcer />
    }
}
