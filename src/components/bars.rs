//! Ranked bars on one scale, each with a mark for its tail. What stands out says so in a word.

use crate::components::kept::kept;
use crate::components::keyed::{Show, keyed};
use crate::components::state_word::StateMark;
use crate::components::tiles::before_words;
use crate::signal::{Memo, Signal};
use contract::panel::{BarRow, Bars as Body};
use contract::unit::Unit;
use leptos::prelude::*;
use model::format;
use model::freshness::{Freshness, ShownState, shown_state};
use std::sync::Arc;

/// One bar a row; says so where there is none.
#[component]
pub(crate) fn Bars(
    /// What is shown.
    #[prop(into)]
    body: Signal<Arc<Body>>,
    /// How current it is.
    #[prop(into)]
    freshness: Signal<Freshness>,
) -> impl IntoView {
    let is_empty = Memo::new(move |_| body.with(|body| body.rows.is_empty()));
    let empty = move || body.with(|body| body.empty.clone());
    let scale = Memo::new(move |_| body.with(|body| longest(&body.rows)));
    let has_tail = Memo::new(move |_| body.with(|body| body.tail_title.clone()));
    let legend = move || {
        let value = body.with(|body| body.value_title.clone());
        has_tail.get().map(|tail| format!("Bar: {value}. Mark: {tail}."))
    };
    view! {
            <Show when=move || is_empty.get()><p class="panel__empty">{empty}</p></Show>
            <ul class="bars">
                {keyed(move || body.with(|body| body.rows.clone()), |row| row.key.clone(), move |first| {
                        let key = first.key.clone();
                        let find = move |body: &Body| body.rows.iter().find(|row| row.key == key).cloned();
                        view! { <OneBar row=kept(body, first, find) body scale freshness /> }.into_any()
    })}
            </ul>
            <Show when=move || has_tail.with(Option::is_some) && !is_empty.get()>
                <p class="bars__legend">{legend}</p>
            </Show>
        }
}

#[component]
fn OneBar(
    row: Memo<BarRow>,
    body: Signal<Arc<Body>>,
    scale: Memo<f64>,
    freshness: Signal<Freshness>,
) -> impl IntoView {
    let unit = Memo::new(move |_| body.with(|body| body.unit));
    let share = move |value: Option<f64>| format!("{:.4}", value.map_or(0.0, |value| value / scale.get()));
    let is_outlier = Memo::new(move |_| row.with(|row| row.is_outlier));
    let tail = Memo::new(move |_| {
        let tail = row.with(|row| row.tail)?;
        let title = body.with(|body| body.tail_title.clone())?;
        Some(format!("{title} {}", format::value(unit.get(), tail)))
    });
    let before = Memo::new(move |_| {
        row.with(|row| row.previous.map(|previous| before_words(unit.get(), row.value, previous)))
    });
    let shown = Memo::new(move |_| shown_state(contract::panel::State::Warning, freshness.get()));
    let stands_out = move || if unit.get() == Unit::Milliseconds { "slow" } else { "stands out" };
    let classes = move || match (is_outlier.get(), shown.get()) {
        (true, ShownState::Warning) => "bars__row is-outlier",
        _ => "bars__row",
    };
    view! {
        <li class=classes>
            <span class="bars__title">{move || row.with(|row| row.title.clone())}</span>
            <span class="bars__value">
                <Show when=move || is_outlier.get()>
                    <span class=move || format!("bars__flag state {}", shown.get().class())>
                        <StateMark state=shown />
                        <span>{stands_out}</span>
                    </span>
                </Show>
                <span class="bars__number">{move || format::value_or_dash(unit.get(), row.with(|row| row.value))}</span>
                <Show when=move || tail.with(Option::is_some)><span class="bars__tail">{tail}</span></Show>
            </span>
            <span class="bars__track" aria-hidden="true">
                <span class="bars__bar" style:--share=move || share(row.with(|row| row.value)) />
                <Show when=move || row.with(|row| row.tail.is_some())>
                    <span class="bars__mark" style:--share=move || share(row.with(|row| row.tail)) />
                </Show>
            </span>
            <span class="bars__detail">
                <span>{move || row.with(|row| row.detail.clone())}</span>
                <Show when=move || before.with(Option::is_some)><span class="bars__before">{before}</span></Show>
            </span>
        </li>
    }
}

/// The largest number of all rows: the right end of the scale. Never zero.
fn longest(rows: &[BarRow]) -> f64 {
    rows.iter().flat_map(|row| [row.value, row.tail]).flatten().fold(f64::MIN_POSITIVE, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_ends_at_the_longest_tail() {
        let row = |value, tail| BarRow {
            key: String::new(),
            title: String::new(),
            value,
            tail,
            detail: String::new(),
            is_outlier: false,
            previous: None,
        };
        assert_eq!(longest(&[row(Some(3.0), Some(9.0)), row(Some(5.0), None)]).to_bits(), 9.0_f64.to_bits());
        assert!(longest(&[row(None, None)]) > 0.0);
    }
}
