//! The app of Sartiq Monitor: dashboards, drawn in the browser.
//!
//! `api` talks to the server, `state` holds what pages share, `components` are what pages are
//! made of, `pages` put them together, `shell` stands around every page, `app` starts it all.
#![expect(unreachable_pub, reason = "the macro of components writes `pub` before their props")]

mod api;
mod app;
mod components;
#[cfg(feature = "lab")]
mod lab;
mod pages;
mod shell;
mod signal;
mod state;

fn main() {
    components::chart::warm_up();
    #[cfg(feature = "lab")]
    if lab::start() {
        return;
    }
    leptos::mount::mount_to_body(app::App);
}
