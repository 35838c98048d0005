//! The legend: one switch a series, with its latest value.

use super::marks::css_color;
use crate::components::keyed::keyed;
use crate::signal::{Memo, Signal};
use contract::panel::Chart;
use leptos::prelude::*;
use model::chart::latest;
use model::format;
use model::palette::{Palette, Rgb, series_colors};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What one entry says.
#[derive(Debug, Clone, PartialEq)]
struct Entry {
    name: String,
    color: Rgb,
    latest: String,
}

/// One switch a series; Alt or Shift shows that series alone, and all again the next time.
#[component]
pub(super) fn Legend(
    chart: Signal<Arc<Chart>>,
    palette: Signal<Arc<Palette>>,
    hidden: Signal<BTreeSet<String>>,
    on_toggle: Callback<String>,
) -> impl IntoView {
    let entries = Memo::new(move |_| chart.with(|chart| palette.with(|palette| entries(chart, palette))));
    let names = Memo::new(move |_| {
        entries.with(|entries| entries.iter().map(|entry| entry.name.clone()).collect::<Vec<_>>())
    });
    let is_alone = Memo::new(move |_| names.with(|names| names.len() < 2));
    let pick = move |name: &str, is_only: bool| {
        if is_only {
            for other in
                names.with_untracked(|names| hidden.with_untracked(|hidden| to_isolate(names, hidden, name)))
            {
                on_toggle.run(other);
            }
        } else {
            on_toggle.run(name.to_owned());
        }
    };
    view! {
        <ul class="legend">
            {keyed(move || names.get(), String::clone, move |name| {
                let own = name.clone();
                let entry = Memo::new(move |last: Option<&Entry>| {
                    let now = entries.with(|entries| entries.iter().find(|entry| entry.name == own).cloned());
                    now.or_else(|| last.cloned()).unwrap_or_else(|| Entry { name: own.clone(), color: (0, 0, 0), latest: String::new() })
                });
                let (shown, clicked) = (name.clone(), name.clone());
                let is_on = Memo::new(move |_| hidden.with(|hidden| !hidden.contains(&shown)));
                let color = move || entry.with(|entry| css_color(entry.color));
                let content = move || view! {
                    <span class="legend__swatch" style:background-color=color></span>
                    <span class="legend__name">{name.clone()}</span>
                    " "
                    <span class="legend__value">{move || entry.with(|entry| entry.latest.clone())}</span>
                };
                view! {
                    <li class="legend__item">
                        {move || if is_alone.get() {
                            view! { <span class="legend__entry">{content.clone()}</span> }.into_any()
                        } else {
                            let (content, clicked) = (content.clone(), clicked.clone());
                            view! {
                                <button
                                    type="button"
                                    class="legend__entry"
                                    aria-pressed=move || if is_on.get() { "true" } else { "false" }
                                    title="Click: on or off. Alt-click: this one alone"
                                    on:click=move |event| pick(&clicked, event.alt_key() || event.shift_key())
                                >{content}</button>
                            }.into_any()
                        }}
                    </li>
                }.into_any()
            })}
        </ul>
    }
}

fn entries(chart: &Chart, palette: &Palette) -> Vec<Entry> {
    let colors = series_colors(&chart.series, palette);
    let latest = |one| format::value_or_dash(chart.unit, latest(chart, one).map(|(_, value)| value));
    chart
        .series
        .iter()
        .zip(colors)
        .map(|(one, color)| Entry { name: one.name.clone(), color, latest: latest(one) })
        .collect()
}

/// Which series have to be switched so that `only` is shown alone, or all are where it is already.
fn to_isolate(names: &[String], hidden: &BTreeSet<String>, only: &str) -> Vec<String> {
    let is_hidden = |name: &String| hidden.contains(name);
    let is_alone = names.iter().all(|name| is_hidden(name) != (name == only));
    names
        .iter()
        .filter(|name| if is_alone { is_hidden(name) } else { is_hidden(name) == (*name == only) })
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn isolating_twice_brings_all_back() {
        let names: Vec<String> = ["a", "b", "c"].map(str::to_owned).to_vec();
        let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
        assert_eq!(to_isolate(&names, &set(&[]), "b"), ["a", "c"]);
        assert_eq!(to_isolate(&names, &set(&["b"]), "b"), ["a", "b", "c"]);
        assert_eq!(to_isolate(&names, &set(&["a", "c"]), "b"), ["a", "c"], "all again");
    }
}
