//! Small drawings on buttons. They carry no meaning of their own: each stands beside a name.

use leptos::prelude::*;

/// Two arrows in a circle.
pub(super) const REFRESH: &str = "M13 5.5A5.5 5.5 0 0 0 3 6M3 3v3h3M3 10.5A5.5 5.5 0 0 0 13 10M13 13v-3h-3";
/// A lens with a minus.
pub(super) const ZOOM_OUT: &str = "M11.5 7a4.5 4.5 0 1 1-9 0a4.5 4.5 0 0 1 9 0ZM10.3 10.3L14 14M5 7h4";
/// A point to the left.
pub(super) const EARLIER: &str = "M10 3L5 8l5 5";
/// A point to the right.
pub(super) const LATER: &str = "M6 3l5 5-5 5";
/// A point downwards.
pub(super) const OPEN: &str = "M4 6l4 4 4-4";
/// A circle, half of it filled.
pub(super) const THEME: &str = "M13.5 8a5.5 5.5 0 1 1-11 0a5.5 5.5 0 0 1 11 0ZM8 2.5v11M8 5h4M8 8h5.5M8 11h4";
/// A cross.
pub(super) const CLOSE: &str = "M4 4l8 8M12 4l-8 8";

/// A drawing of lines on a grid of 16.
#[component]
pub(super) fn Icon(
    /// The path of its lines.
    path: &'static str,
) -> impl IntoView {
    view! { <svg class="shell__icon" viewBox="0 0 16 16" aria-hidden="true"><path d=path /></svg> }
}
