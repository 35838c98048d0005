//! For those who work on the app itself, and never in a build that is shipped: the hooks that the
//! benchmark of charts drives, and the gallery of pictures. Compiled only with the feature `lab`.

mod bench;
mod gallery;

use crate::state::document;

/// Takes the page over where its address is one of the laboratory's; says whether it did.
pub(crate) fn start() -> bool {
    let path = document().location().and_then(|location| location.pathname().ok());
    match path.as_deref() {
        Some("/bench") => bench::start(),
        Some("/gallery") => gallery::start(),
        _ => return false,
    }
    true
}
