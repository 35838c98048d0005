//! What the strengths of a heat map mean: from one to the greatest count of a cell.

use super::marks::css_color;
use crate::signal::{Memo, Signal};
use contract::panel::Heatmap;
use leptos::prelude::*;
use model::format;
use model::heatmap::greatest_count;
use model::palette::Palette;
use std::sync::Arc;

/// A row of swatches from few to many.
#[component]
pub(super) fn HeatLegend(heatmap: Signal<Arc<Heatmap>>, palette: Signal<Arc<Palette>>) -> impl IntoView {
    let greatest = Memo::new(move |_| heatmap.with(|heatmap| greatest_count(heatmap)));
    let words = move || {
        #[expect(clippy::cast_precision_loss, reason = "exact up to 2^53")]
        let greatest = greatest.get() as f64;
        format::count(greatest)
    };
    let swatches = move || {
        palette.with(|palette| {
            let color =
                |color| view! { <span class="legend__step" style:background-color=css_color(color)></span> };
            palette.heat.iter().skip(1).copied().map(color).collect_view()
        })
    };
    view! {
        <p class="legend is-scale" class:is-empty=move || greatest.get() == 0>
            <span class="legend__value">"1"</span>
            <span class="legend__steps" aria-hidden="true">{swatches}</span>
            <span class="legend__value">{words}" in a cell"</span>
        </p>
    }
}
