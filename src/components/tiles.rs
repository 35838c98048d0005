//! Watched numbers side by side: each with its limit, its course, its state in a word.
//!
//! Policy: a number without a value is a dash, never a zero; a tile whose sources went silent
//! says since when and has no colour.

use crate::components::ambient::Ambient;
use crate::components::chart::Sparkline;
use crate::components::kept::kept;
use crate::components::keyed::{Show, keyed};
use crate::components::state_word::{StateMark, StateWord};
use crate::signal::{Memo, Signal};
use contract::catalogue::Direction;
use contract::panel::{State, Threshold, Tile, Tiles as Body};
use contract::unit::Unit;
use leptos::prelude::*;
use model::format;
use model::freshness::{Freshness, ShownState, panel_freshness, shown_state};
use std::sync::Arc;

/// How many tiles make a full strip together with their summary.
const WITH_SUMMARY: usize = 11;

/// A strip of tiles. The eleven key metrics get a summary before them, so that rows are full and
/// the first look answers the question.
#[component]
pub(crate) fn Tiles(
    /// What is shown.
    #[prop(into)]
    body: Signal<Arc<Body>>,
    /// The page it stands on.
    ambient: Ambient,
) -> impl IntoView {
    let is_twelve = Memo::new(move |_| body.with(|body| body.tiles.len() == WITH_SUMMARY));
    view! {
            <ul class="tiles" class:is-twelve=move || is_twelve.get()>
                <Show when=move || is_twelve.get()><Summary body ambient /></Show>
                {keyed(move || body.with(|body| body.tiles.clone()), |tile| tile.key.clone(), move |first| {
                        let key = first.key.clone();
                        let find = move |body: &Body| body.tiles.iter().find(|tile| tile.key == key).cloned();
                        view! { <OneTile tile=kept(body, first, find) ambient /> }.into_any()
    })}
            </ul>
        }
}

/// How many of the tiles are in which state.
#[component]
fn Summary(body: Signal<Arc<Body>>, ambient: Ambient) -> impl IntoView {
    let counts = Memo::new(move |_| {
        let context = ambient.context.get();
        body.with(|body| {
            let shown =
                |tile: &Tile| shown_state(tile.state, panel_freshness(&context, tile.data_through_ms));
            SUMMARY.map(|state| body.tiles.iter().filter(|tile| shown(tile) == state).count())
        })
    });
    let lines = SUMMARY.into_iter().enumerate().map(|(place, state)| {
        let count = Memo::new(move |_| counts.with(|counts| counts.get(place).copied().unwrap_or(0)));
        view! {
            <Show when=move || { count.get() > 0 }>
                <span class=format!("state {}", state.class())>
                    <StateMark state />
                    <span>{move || count.get()} " " {state.word()}</span>
                </span>
            </Show>
        }
    });
    view! {
        <li class="tile is-summary">
            <span class="tile__title">"All metrics"</span>
            <div class="tile__counts">{lines.collect_view()}</div>
        </li>
    }
}

/// The states that a summary counts, the worst first.
const SUMMARY: [ShownState; 5] =
    [ShownState::Critical, ShownState::Warning, ShownState::Ok, ShownState::Outdated, ShownState::NoData];

#[component]
fn OneTile(#[prop(into)] tile: Signal<Tile>, ambient: Ambient) -> impl IntoView {
    let freshness = ambient.freshness(move || tile.with(|tile| tile.data_through_ms));
    let state = Memo::new(move |_| tile.with(|tile| tile.state));
    let shown = Memo::new(move |_| shown_state(state.get(), freshness.get()));
    let dot = Signal::derive(move || match shown.get() {
        ShownState::NoData | ShownState::Outdated => State::NoData,
        _ => state.get(),
    });
    let value = Memo::new(move |_| tile.with(|tile| format::value_or_dash(tile.unit, tile.value)));
    let threshold = Memo::new(move |_| tile.with(|tile| tile.threshold.clone()));
    let values = Memo::new(move |_| tile.with(|tile| Arc::<[Option<f64>]>::from(tile.values.as_slice())));
    // A number without a limit is not "ok", it is only a number.
    let is_worth_saying = move || threshold.with(Option::is_some) || shown.get() != ShownState::Ok;
    let has_course = move || values.with(|values| values.iter().any(Option::is_some));
    view! {
        <li
            class=move || format!("tile {}", shown.get().class())
            class:is-old=move || matches!(freshness.get(), Freshness::Stale { .. } | Freshness::CutOff { .. })
        >
            <TileName tile ambient />
            <div class="tile__value">{value}</div>
            <Show when=is_worth_saying>
                <div class="tile__state"><StateWord state freshness ambient /></div>
            </Show>
            <Show when=has_course>
                <div class="tile__spark"><Sparkline values threshold state=dot /></div>
            </Show>
            <div class="tile__notes">
                {keyed(move || tile.with(notes), |(place, _)| place.to_string(), move |(place, first)| {
                    let note = Memo::new(move |last: Option<&String>| {
                        let now = tile.with(notes).into_iter().find(|(at, _)| *at == place).map(|(_, note)| note);
                        now.or_else(|| last.cloned()).unwrap_or_else(|| first.clone())
                    });
                    view! { <span class="tile__note">{note}</span> }.into_any()
                })}
            </div>
        </li>
    }
}

/// The name; a link where the metric is shown in depth on another page.
#[component]
fn TileName(tile: Signal<Tile>, ambient: Ambient) -> impl IntoView {
    let dashboard = Memo::new(move |_| tile.with(|tile| tile.dashboard));
    let title = Memo::new(move |_| tile.with(|tile| tile.title.clone()));
    let help = move || tile.with(|tile| tile.metric.map(|id| id.metric().description));
    move || match dashboard.get() {
        Some(id) => view! { <a class="tile__title" href=move || ambient.href.run(id) title=help>{title}</a> }
            .into_any(),
        None => view! { <span class="tile__title" title=help>{title}</span> }.into_any(),
    }
}

/// What stands under the number: its limit, what it is about, what it was before.
fn notes(tile: &Tile) -> Vec<(u8, String)> {
    let limit = tile.threshold.as_ref().map(|threshold| limit_words(tile.unit, threshold));
    let before = tile.previous.map(|previous| before_words(tile.unit, tile.value, previous));
    [limit, tile.detail.clone(), before]
        .into_iter()
        .zip(0..)
        .filter_map(|(note, place)| Some((place, note?)))
        .collect()
}

/// "limit < 10 s": the good side of a limit.
fn limit_words(unit: Unit, threshold: &Threshold) -> String {
    let sign = match threshold.direction {
        Direction::Above => '<',
        Direction::Below => '>',
    };
    format!("limit {sign}\u{a0}{}", format::value(unit, threshold.value))
}

/// "was 1.10 s (+12 %)". A share differs by points of itself, not by percent of a percentage, so
/// it says no change.
pub(crate) fn before_words(unit: Unit, value: Option<f64>, previous: f64) -> String {
    let before = format::value(unit, previous);
    match value {
        Some(value) if previous > 0.0 && unit != Unit::Percent => {
            format!("was {before} ({})", format::change_percent((value / previous - 1.0) * 100.0))
        }
        _ => format!("was {before}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::catalogue::Severity;

    #[test]
    fn limits_and_earlier_values_in_words() {
        let limit = |value, direction| Threshold { value, direction, severity: Severity::Warning };
        assert_eq!(
            limit_words(Unit::Milliseconds, &limit(10_000.0, Direction::Above)),
            "limit <\u{a0}10\u{202f}s"
        );
        assert_eq!(limit_words(Unit::Percent, &limit(95.0, Direction::Below)), "limit >\u{a0}95\u{202f}%");
        assert_eq!(before_words(Unit::Count, Some(15.0), 10.0), "was 10 (+50\u{202f}%)");
        assert_eq!(before_words(Unit::Count, Some(15.0), 0.0), "was 0");
        assert_eq!(before_words(Unit::Percent, Some(6.0), 3.0), "was 3\u{202f}%");
    }
}
