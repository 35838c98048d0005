//! Ranked bars with and without tails, with outliers, one row and none.

use super::part::{NOW_MS, card, old_card};
use crate::components::bars::Bars;
use contract::panel::{BarRow, Bars as Body};
use contract::unit::Unit;
use leptos::prelude::*;
use model::freshness::Freshness;
use std::sync::Arc;

pub(super) fn cards() -> AnyView {
    let bars = |name, what, width_px, body: Body, freshness: Freshness| {
        let framed = if freshness == Freshness::Live { card } else { old_card };
        framed(name, what, width_px, view! { <Bars body=Arc::new(body) freshness /> }.into_any())
    };
    let stale = Freshness::Stale { since_ms: NOW_MS - 600_000 };
    let live = Freshness::Live;
    let one = vec![row("fal", Some(1.0), None)];
    [
        bars("bars-ranked", "Medians with tails; one stands out.", 640.0, steps(), live),
        bars("bars-ranked-phone", "The same on a phone.", 320.0, steps(), live),
        bars("bars-ranked-stale", "The same after its sources fell silent.", 460.0, steps(), stale),
        bars("bars-ranked-counts", "Counts without tails.", 460.0, counts(failures()), live),
        bars("bars-ranked-one", "One row.", 460.0, counts(one), live),
        bars("bars-ranked-none", "No row.", 460.0, counts(Vec::new()), live),
    ]
    .collect_view()
    .into_any()
}

fn row(title: &str, value: Option<f64>, tail: Option<f64>) -> BarRow {
    let detail = "312 runs, 4 failed".to_owned();
    let (key, title) = (title.to_owned(), title.to_owned());
    BarRow { key, title, value, tail, detail, is_outlier: false, previous: None }
}

fn steps() -> Body {
    Body {
        unit: Unit::Milliseconds,
        value_title: "median".to_owned(),
        tail_title: Some("p99".to_owned()),
        rows: vec![
            BarRow {
                is_outlier: true,
                previous: Some(2_100.0),
                ..row("Image generation", Some(8_400.0), Some(31_000.0))
            },
            BarRow { previous: Some(1_350.0), ..row("Upscale", Some(1_300.0), Some(4_100.0)) },
            row("Prompt expansion", Some(620.0), Some(900.0)),
            row("A step with a name that is longer than its column", Some(84.0), Some(95.0)),
            row("Never measured", None, None),
            row("Immediate", Some(0.0), Some(0.4)),
        ],
        empty: "No step ran.".to_owned(),
    }
}

fn counts(rows: Vec<BarRow>) -> Body {
    let (value_title, empty) = ("failures".to_owned(), "No generation failed.".to_owned());
    Body { unit: Unit::Count, value_title, tail_title: None, rows, empty }
}

fn failures() -> Vec<BarRow> {
    let kinds = [("TimeoutError", 1_204.0), ("RateLimitError", 310.0), ("ContentPolicyViolation", 12.0)];
    let kinds = kinds.into_iter().map(|(title, count)| row(title, Some(count), None));
    kinds.chain([row("ConnectionResetByPeer", Some(1.0), None)]).collect()
}
