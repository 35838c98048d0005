//! The range picker: typed text with its error in place, quick ranges, and two ends by calendar.

use super::dialog::Dialog;
use crate::signal::Memo;
use crate::state::{View, use_view};
use leptos::html;
use leptos::prelude::*;
use model::format;
use model::range::{QUICK_RANGES, RangeError, TimeRange, parse_range};
use model::zone::Zone;
use web_sys::SubmitEvent;

/// The dialog that chooses the time range.
#[component]
pub(super) fn RangePicker(
    /// Whether it is open.
    is_open: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <Dialog is_open id="range-picker" title="Time range">
            <div class="picker">
                <TypedRange is_open />
                <QuickRanges is_open />
                <Ends is_open />
            </div>
        </Dialog>
    }
}

/// Reads a typed range by the clock and the zone of the screen.
fn read(view: View, text: &str) -> Result<TimeRange, RangeError> {
    view.zone.with(|zone| parse_range(text, view.exact_now_ms(), zone))
}

/// A field for "last 3h", "14:00-14:20", "yesterday".
#[component]
fn TypedRange(is_open: RwSignal<bool>) -> impl IntoView {
    let view = use_view();
    let field = NodeRef::<html::Input>::new();
    let text = RwSignal::new(String::new());
    let error: RwSignal<Option<RangeError>> = RwSignal::new(None);
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            // A dialog that has just been opened can always take the focus.
            drop(field.focus());
        }
    });
    // What the text means as far as it can be read, while it is being typed.
    let meaning = Memo::new(move |_| {
        let range = text.with(|text| read(view, text)).ok()?;
        Some(view.zone.with(|zone| range.label(view.exact_now_ms(), zone)))
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        match text.with_untracked(|text| read(view, text)) {
            Ok(range) => {
                view.set_range(range);
                is_open.set(false);
            }
            Err(wrong) => {
                select_from(field, &text.get_untracked(), wrong.position);
                error.set(Some(wrong));
            }
        }
    };
    view! {
        <form class="picker__typed" novalidate on:submit=submit>
            <label class="picker__label" for="range-text">"Type a range"</label>
            <div class="picker__row">
                <input
                    class="picker__field"
                    id="range-text"
                    type="text"
                    autocomplete="off"
                    spellcheck="false"
                    enterkeyhint="go"
                    placeholder="last 3h, 14:00-14:20, yesterday"
                    node_ref=field
                    aria-describedby="range-text-hint"
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    on:input:target=move |event| {
                        error.set(None);
                        text.set(event.target().value());
                    }
                />
                <button type="submit" class="shell__button is-wide is-main">"Show"</button>
            </div>
            <p class="picker__hint" class:is-wrong=move || error.with(Option::is_some) id="range-text-hint" aria-live="polite">
                {move || match (error.get(), meaning.get()) {
                    (Some(wrong), _) => format!("At character {}: {}.", wrong.position + 1, wrong.reason),
                    (None, Some(meaning)) => meaning,
                    (None, None) => "For example: last 90 minutes, since 09:00, 2024-01-15 10:00 to 11:00".to_owned(),
                }}
            </p>
        </form>
    }
}

/// Selects what could not be read. Positions count characters; the browser counts UTF-16 units.
fn select_from(field: NodeRef<html::Input>, text: &str, position: usize) {
    let Some(field) = field.get_untracked() else { return };
    let units = |count: usize| text.chars().take(count).map(char::len_utf16).sum::<usize>();
    let (from, to) = (units(position), units(usize::MAX));
    if let (Ok(from), Ok(to)) = (u32::try_from(from), u32::try_from(to)) {
        // A text field always has a selection.
        drop(field.focus().and_then(|()| field.set_selection_range(from, to)));
    }
}

/// The ranges that are asked for most.
#[component]
fn QuickRanges(is_open: RwSignal<bool>) -> impl IntoView {
    let view = use_view();
    let buttons = QUICK_RANGES.map(|quick| {
        let range = move || view.zone.with(|zone| quick.range(view.exact_now_ms(), zone));
        let is_shown = Memo::new(move |_| view.url.with(|url| url.range) == range());
        let choose = move |_| {
            view.set_range(range());
            is_open.set(false);
        };
        view! {
            <li>
                <button type="button" class="picker__quick" aria-pressed=move || if is_shown.get() { "true" } else { "false" } on:click=choose>
                    {quick.label()}
                </button>
            </li>
        }
    });
    view! {
        <section class="picker__part" aria-labelledby="range-quick">
            <h3 class="picker__label" id="range-quick">"Quick ranges"</h3>
            <ul class="picker__list">{buttons.into_iter().collect_view()}</ul>
        </section>
    }
}

/// Start and end, by calendar and clock.
#[component]
fn Ends(is_open: RwSignal<bool>) -> impl IntoView {
    let view = use_view();
    let (from_ms, to_ms) = view.url.with_untracked(|url| url.range.resolve(view.exact_now_ms()));
    let shown = move |at_ms| view.zone.with_untracked(|zone| field_value(at_ms, zone));
    let (from, to) = (RwSignal::new(shown(from_ms)), RwSignal::new(shown(to_ms)));
    let error: RwSignal<Option<&'static str>> = RwSignal::new(None);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        // The fields write times as the typed range reads them.
        match read(view, &format!("{} to {}", from.get_untracked(), to.get_untracked())) {
            Ok(range) => {
                view.set_range(range);
                is_open.set(false);
            }
            Err(wrong) => error.set(Some(wrong.reason)),
        }
    };
    let field = move |id: &'static str, title: &'static str, value: RwSignal<String>| {
        view! {
            <label class="picker__label" for=id>{title}</label>
            <input
                class="picker__field"
                id=id
                type="datetime-local"
                step="1"
                prop:value=move || value.get()
                aria-describedby="range-ends-hint"
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                on:input:target=move |event| {
                    error.set(None);
                    value.set(event.target().value());
                }
            />
        }
    };
    view! {
        <form class="picker__part" novalidate aria-labelledby="range-ends" on:submit=submit>
            <h3 class="picker__label" id="range-ends">"From and to, in " {move || view.zone.with(|zone| zone.name().to_owned())}</h3>
            {field("range-from", "From", from)}
            {field("range-to", "To", to)}
            <p class="picker__hint is-wrong" id="range-ends-hint" aria-live="polite">
                {move || error.get().map(|reason| format!("This is no range: {reason}."))}
            </p>
            <button type="submit" class="shell__button is-wide">"Show"</button>
        </form>
    }
}

/// A point in time as a field for date and time has it: `2024-01-15T10:30:00`.
fn field_value(at_ms: i64, zone: &Zone) -> String {
    format!("{}T{}", format::date(at_ms, zone), format::clock(at_ms, zone))
}
