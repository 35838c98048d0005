//! Tiles in every state, and as many as the first page has.

use super::look::Look;
use super::part::{NOW_MS, ambient, card, course, limit};
use crate::components::tiles::Tiles;
use contract::catalogue::{DashboardId, Severity};
use contract::panel::{State, Tile, Tiles as Body};
use contract::unit::Unit;
use leptos::prelude::*;
use std::sync::Arc;

pub(super) fn cards(look: Look) -> AnyView {
    let tiles = |name, what, width_px, tiles: Vec<Tile>| {
        let body = Arc::new(Body { tiles });
        card(name, what, width_px, view! { <Tiles body ambient=ambient(look) /> }.into_any())
    };
    let one = vec![tile("Queue depth", Unit::Count, Some(38.0))];
    [
        tiles("tiles", "One in each state.", 1_000.0, states()),
        tiles("tiles-phone", "The same on a phone.", 320.0, states()),
        tiles("tiles-eleven", "Eleven and their summary fill their rows.", 1_300.0, eleven()),
        tiles("tiles-one", "One alone.", 460.0, one),
    ]
    .collect_view()
    .into_any()
}

fn tile(title: &str, unit: Unit, value: Option<f64>) -> Tile {
    let level = value.unwrap_or(0.0);
    Tile {
        metric: None,
        key: title.to_owned(),
        title: title.to_owned(),
        unit,
        value,
        detail: None,
        previous: None,
        threshold: None,
        state: State::Ok,
        values: course(60, level, level / 4.0),
        dashboard: None,
        data_through_ms: Some(NOW_MS),
    }
}

fn states() -> Vec<Tile> {
    vec![
        Tile {
            threshold: Some(limit(10_000.0, Severity::Warning)),
            previous: Some(3_900.0),
            dashboard: Some(DashboardId::Generations),
            ..tile("Generation latency p99", Unit::Milliseconds, Some(4_210.0))
        },
        Tile {
            threshold: Some(limit(80.0, Severity::Warning)),
            state: State::Warning,
            detail: Some("celery-1".to_owned()),
            ..tile("CPU", Unit::Percent, Some(86.0))
        },
        Tile {
            threshold: Some(limit(5.0, Severity::Critical)),
            state: State::Critical,
            detail: Some("7 of 120 failed".to_owned()),
            previous: Some(0.4),
            ..tile("Error rate", Unit::Percent, Some(5.8))
        },
        Tile {
            state: State::NoData,
            values: Vec::new(),
            data_through_ms: None,
            ..tile("Never heard", Unit::Count, None)
        },
        Tile {
            threshold: Some(limit(100.0, Severity::Warning)),
            data_through_ms: Some(NOW_MS - 600_000),
            ..tile("Fell silent", Unit::Count, Some(74.0))
        },
        tile("Requests", Unit::PerSecond, Some(1_234_567.0)),
        Tile {
            detail: Some("flux-pro-ultra-finetuned-on-our-own-pictures".to_owned()),
            ..tile("A title that is longer than any tile is wide", Unit::Bytes, Some(8.1e12))
        },
        Tile { values: vec![Some(0.0); 60], ..tile("Nothing happens", Unit::Count, Some(0.0)) },
    ]
}

fn eleven() -> Vec<Tile> {
    let more = ["Memory", "Disk", "Database connections"];
    let more =
        more.iter().zip([61.0, 44.0, 18.0]).map(|(title, value)| tile(title, Unit::Percent, Some(value)));
    states().into_iter().chain(more).collect()
}
