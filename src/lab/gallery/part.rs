//! What the cards of the smaller parts share, and the sparklines.

use super::card::Card;
use super::look::Look;
use crate::components::ambient::Ambient;
use crate::components::chart::Sparkline;
use crate::signal::Signal;
use contract::catalogue::{Direction, Severity};
use contract::panel::{State, Threshold};
use leptos::prelude::*;
use model::freshness::{Connection, FreshnessContext};
use model::zone::Zone;
use std::sync::Arc;

/// Now, for everything on the page: 2024-01-15T13:00:00Z.
pub(super) const NOW_MS: i64 = 1_705_323_600_000;

/// A page whose clock stands still and whose links lead nowhere.
pub(super) fn ambient(look: Look) -> Ambient {
    let context = FreshnessContext {
        server_now_ms: NOW_MS,
        stale_after_ms: 60_000,
        is_fixed: false,
        connection: Connection::Connected,
    };
    Ambient {
        context: context.into(),
        zone: Zone::Utc.into(),
        palette: look.palette,
        href: Callback::new(|_| "#tiles".to_owned()),
    }
}

/// A picture of a kind that fills the width of its panel.
pub(super) fn card(name: &'static str, what: &'static str, width_px: f64, picture: AnyView) -> AnyView {
    view! { <Card name what width_px>{picture}</Card> }.into_any()
}

/// The same as something whose sources fell silent.
pub(super) fn old_card(name: &'static str, what: &'static str, width_px: f64, picture: AnyView) -> AnyView {
    view! { <Card name what width_px is_old=true>{picture}</Card> }.into_any()
}

/// Values that swing around `level`: the same on every run.
pub(super) fn course(count: u32, level: f64, spread: f64) -> Vec<Option<f64>> {
    let value = |at: f64| (at * 0.37 + level).sin() * 0.6 + (at * 1.71 + level).sin() * 0.4;
    (0..count).map(|at| Some((level + spread * value(f64::from(at))).max(0.0))).collect()
}

/// A limit with its bad side above.
pub(super) fn limit(value: f64, severity: Severity) -> Threshold {
    Threshold { value, direction: Direction::Above, severity }
}

/// Sparklines as wide and as high as tiles have them.
pub(super) fn sparklines() -> AnyView {
    let warning = |value: f64| Some(limit(value, Severity::Warning));
    let gaps = || {
        let mut values = course(60, 40.0, 9.0);
        values.iter_mut().skip(20).take(18).for_each(|value| *value = None);
        values
    };
    let mut lone = vec![None; 60];
    if let Some(value) = lone.get_mut(31) {
        *value = Some(3.0);
    }
    let cases = [
        ("sparkline", "A course below its limit.", course(60, 40.0, 9.0), warning(55.0), State::Ok),
        ("sparkline-past", "A course past its limit.", course(60, 60.0, 9.0), warning(55.0), State::Warning),
        ("sparkline-far", "A limit too far to be drawn.", course(60, 4.0, 2.0), warning(900.0), State::Ok),
        ("sparkline-gaps", "Gaps stay gaps.", gaps(), None, State::Ok),
        ("sparkline-lone", "One value among none.", lone, None, State::Critical),
        ("sparkline-one", "One value in one bucket.", vec![Some(4.0)], None, State::Ok),
        ("sparkline-none", "No value.", vec![None; 60], warning(5.0), State::NoData),
        ("sparkline-zero", "Nothing happens.", vec![Some(0.0); 60], warning(5.0), State::Ok),
        ("sparkline-equal", "All values are the same.", vec![Some(830.0); 60], None, State::Ok),
        ("sparkline-dense", "Ten values a pixel.", course(1_600, 40.0, 20.0), None, State::Critical),
    ];
    let drawn = cases.into_iter().map(|(name, what, values, threshold, state)| {
        let values: Signal<Arc<[Option<f64>]>> = Arc::<[Option<f64>]>::from(values).into();
        let picture = view! {
            <div class="gallery__spark"><Sparkline values threshold state /></div>
        };
        card(name, what, 160.0, picture.into_any())
    });
    drawn.collect::<Vec<_>>().into_any()
}
