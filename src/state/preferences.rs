//! What this browser prefers, kept in its local storage. The address wins over it.

use super::browser::window;
use leptos::prelude::*;
use model::url::{Refresh, ThemeChoice, ZoneChoice};

// `src/boot.js` reads the first of these before the app is there.
const THEME: &str = "sartiq-monitor.theme";
const ZONE: &str = "sartiq-monitor.zone";
const REFRESH: &str = "sartiq-monitor.refresh";

/// What this browser prefers; none where it was never asked.
#[derive(Clone, Copy)]
pub(super) struct Preferences {
    pub(super) theme: RwSignal<Option<ThemeChoice>>,
    pub(super) zone: RwSignal<Option<ZoneChoice>>,
    pub(super) refresh: RwSignal<Option<Refresh>>,
}

impl Preferences {
    /// Reads what was kept. A browser that keeps nothing (private windows, blocked storage) just
    /// has no preferences.
    pub(super) fn of_this_browser() -> Self {
        Self {
            theme: RwSignal::new(kept(THEME).and_then(|slug| ThemeChoice::from_slug(&slug))),
            zone: RwSignal::new(kept(ZONE).and_then(|slug| ZoneChoice::from_slug(&slug))),
            refresh: RwSignal::new(kept(REFRESH).and_then(|slug| Refresh::from_slug(&slug))),
        }
    }

    /// Keeps a theme.
    pub(super) fn set_theme(self, theme: ThemeChoice) {
        keep(THEME, theme.slug());
        self.theme.set(Some(theme));
    }

    /// Keeps a zone.
    pub(super) fn set_zone(self, zone: ZoneChoice) {
        keep(ZONE, zone.slug());
        self.zone.set(Some(zone));
    }

    /// Keeps how often to refresh.
    pub(super) fn set_refresh(self, refresh: Refresh) {
        keep(REFRESH, refresh.slug());
        self.refresh.set(Some(refresh));
    }
}

fn kept(key: &str) -> Option<String> {
    window().local_storage().ok().flatten()?.get_item(key).ok().flatten()
}

fn keep(key: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        // A full or blocked storage only means that the next visit starts from the defaults.
        drop(storage.set_item(key, value));
    }
}
