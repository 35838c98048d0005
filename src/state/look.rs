//! Zone, theme and palette: from the address, else from what this browser prefers.

use super::browser::{document, window};
use super::preferences::Preferences;
use crate::signal::{Memo, Signal};
use contract::time::{DAY_MS, HOUR_MS, MINUTE_MS};
use leptos::prelude::*;
use model::palette::Palette;
use model::url::{ThemeChoice, UrlState, ZoneChoice};
use model::zone::Zone;
use std::sync::Arc;
use wasm_bindgen::JsValue;

/// How the screen looks.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub(super) zone: Signal<Zone>,
    pub(super) theme: Signal<ThemeChoice>,
    pub(super) palette: Signal<Arc<Palette>>,
}

impl Look {
    /// Derives it, and keeps `<html data-theme>` in step.
    pub(super) fn new(url: RwSignal<UrlState>, preferences: Preferences, now_ms: Signal<i64>) -> Self {
        let theme =
            Memo::new(move |_| url.with(|url| url.theme).or(preferences.theme.get()).unwrap_or_default());
        let zone_choice =
            Memo::new(move |_| url.with(|url| url.zone).or(preferences.zone.get()).unwrap_or_default());
        // Offsets are looked up for the years around now; a tab that stays open gets new ones
        // with every month.
        let month = Memo::new(move |_| now_ms.get() / (30 * DAY_MS));
        let zone = Memo::new(move |_| match zone_choice.get() {
            ZoneChoice::Utc => Zone::Utc,
            ZoneChoice::Local => local_zone(month.get() * 30 * DAY_MS),
        });
        let palette = Memo::new(move |_| {
            // The attribute comes first: the tokens are read from what it selects.
            let root = document().document_element();
            if let Some(root) = &root {
                // An attribute of this name can always be set.
                drop(root.set_attribute("data-theme", theme.get().slug()));
            }
            let style = root.and_then(|root| window().get_computed_style(&root).ok().flatten());
            Arc::new(Palette::from_tokens(|name| style.as_ref()?.get_property_value(name).ok()))
        });
        // Also where nothing reads the palette, the attribute has to follow the theme.
        Effect::new(move |_| palette.track());
        Self { zone, theme, palette }
    }
}

/// The offsets of this browser's zone from five years before `around_ms` to two years after it.
fn local_zone(around_ms: i64) -> Zone {
    let mut offsets: Vec<(i64, i64)> = Vec::new();
    let mut before_ms = around_ms - 5 * 366 * DAY_MS;
    while before_ms < around_ms + 2 * 366 * DAY_MS {
        let offset_ms = browser_offset_ms(before_ms);
        match offsets.last() {
            Some((_, last_ms)) if *last_ms == offset_ms => {}
            Some(_) => offsets.push((change_between(before_ms - 7 * DAY_MS, before_ms), offset_ms)),
            None => offsets.push((before_ms, offset_ms)),
        }
        before_ms += 7 * DAY_MS;
    }
    Zone::with_transitions(&zone_name().unwrap_or_else(|| "local".to_owned()), Arc::from(offsets))
}

/// When, to the minute, the offset changed between two points in time.
fn change_between(mut before_ms: i64, mut after_ms: i64) -> i64 {
    let old_ms = browser_offset_ms(before_ms);
    while after_ms - before_ms > MINUTE_MS {
        let middle_ms = before_ms + (after_ms - before_ms) / 2;
        if browser_offset_ms(middle_ms) == old_ms {
            before_ms = middle_ms;
        } else {
            after_ms = middle_ms;
        }
    }
    // Clocks change on the quarter of an hour everywhere.
    let quarter_ms = HOUR_MS / 4;
    (after_ms + quarter_ms / 2).div_euclid(quarter_ms) * quarter_ms
}

fn browser_offset_ms(at_ms: i64) -> i64 {
    #[expect(clippy::cast_precision_loss, reason = "times of this age are exact in a float")]
    let date = js_sys::Date::new(&JsValue::from_f64(at_ms as f64));
    #[expect(clippy::cast_possible_truncation, reason = "an offset is less than a day of minutes")]
    let behind_minutes = date.get_timezone_offset() as i64;
    -behind_minutes * MINUTE_MS
}

/// The name of this browser's zone: `Europe/Berlin`.
fn zone_name() -> Option<String> {
    let format = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new());
    js_sys::Reflect::get(&format.resolved_options(), &JsValue::from_str("timeZone")).ok()?.as_string()
}
