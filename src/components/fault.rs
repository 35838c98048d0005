//! An error in the place of what could not be shown: what went wrong and what to do.

use crate::components::state_word::StateMark;
use crate::signal::Signal;
use contract::error::{ErrorBody, ErrorCode};
use leptos::prelude::*;
use model::freshness::ShownState;

/// An error in words, with its code for whoever is asked about it.
#[component]
pub(crate) fn Fault(
    /// What went wrong.
    #[prop(into)]
    error: Signal<ErrorBody>,
) -> impl IntoView {
    view! {
        <div class="fault" role="alert">
            <p class="state">
                <StateMark state=ShownState::Warning />
                <span class="fault__message">{move || error.with(|error| error.message.clone())}</span>
            </p>
            <p class="fault__code">"Code: " <code>{move || error.with(|error| code_word(error.code))}</code></p>
        </div>
    }
}

/// A code as it stands in the JSON.
fn code_word(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::BadRequest => "bad_request",
        ErrorCode::Unauthorized => "unauthorized",
        ErrorCode::Forbidden => "forbidden",
        ErrorCode::NotFound => "not_found",
        ErrorCode::TooLarge => "too_large",
        ErrorCode::Busy => "busy",
        ErrorCode::Internal => "internal",
        ErrorCode::Unavailable => "unavailable",
        ErrorCode::OutOfSpace => "out_of_space",
    }
}
