//! Status strips: good and bad days, more cells than can be told apart, one cell and none.

use super::look::Look;
use super::part::{NOW_MS, ambient, card, old_card};
use crate::components::strips::Strips;
use contract::panel::{State, Strip, StripCell, Strips as Body};
use leptos::prelude::*;
use model::freshness::Freshness;
use std::sync::Arc;

pub(super) fn cards(look: Look) -> AnyView {
    let strips = |name, what, width_px, strips: Vec<Strip>, freshness: Freshness| {
        let body = Body {
            start_ms: NOW_MS - 3_600_000,
            step_ms: 60_000,
            strips,
            empty: "No provider was called.".to_owned(),
        };
        let picture = view! { <Strips body=Arc::new(body) freshness ambient=ambient(look) /> };
        let framed = if freshness == Freshness::Live { card } else { old_card };
        framed(name, what, width_px, picture.into_any())
    };
    let days = || vec![outage("fal", 60), healthy("replicate", 60), silent("openai", 60)];
    let stale = Freshness::Stale { since_ms: NOW_MS - 600_000 };
    let live = Freshness::Live;
    [
        strips("strips", "An outage, a good hour and no call.", 640.0, days(), live),
        strips("strips-phone", "The same on a phone.", 320.0, days(), live),
        strips("strips-stale", "The same after its sources fell silent.", 460.0, days(), stale),
        strips(
            "strips-dense",
            "1,440 cells: the worst of neighbours.",
            460.0,
            vec![outage("fal", 1_440)],
            live,
        ),
        strips("strips-one", "One cell.", 460.0, vec![healthy("luma", 1)], live),
        strips("strips-none", "No strip.", 460.0, Vec::new(), live),
    ]
    .collect_view()
    .into_any()
}

fn strip(title: &str, state: State, availability_percent: Option<f64>, cells: Vec<StripCell>) -> Strip {
    Strip { key: title.to_owned(), title: title.to_owned(), state, availability_percent, cells }
}

fn outage(title: &str, count: usize) -> Strip {
    let cells = (0..count).map(|at| match at * 60 / count {
        31..36 => StripCell { state: State::Critical, count: 40, failed: 31 },
        29..31 | 36..40 => StripCell { state: State::Warning, count: 40, failed: 3 },
        8..11 => StripCell { state: State::NoData, count: 0, failed: 0 },
        _ => StripCell { state: State::Ok, count: 40, failed: 0 },
    });
    strip(title, State::Critical, Some(92.6), cells.collect())
}

fn healthy(title: &str, count: usize) -> Strip {
    strip(title, State::Ok, Some(100.0), vec![StripCell { state: State::Ok, count: 12, failed: 0 }; count])
}

fn silent(title: &str, count: usize) -> Strip {
    strip(title, State::NoData, None, vec![StripCell { state: State::NoData, count: 0, failed: 0 }; count])
}
