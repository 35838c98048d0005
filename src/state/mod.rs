//! What all pages share: the address, the clock, the connection, and how people want to see it.
//!
//! One [`View`] is provided at the root; pages read its signals and change the address through
//! it. Everything that can be linked to lives in the address, everything that a browser prefers
//! in its local storage, and the address wins.

mod address;
mod browser;
mod clock;
mod feed;
mod link;
mod look;
mod preferences;

pub(crate) use browser::{document, listen, window};
pub(crate) use feed::{DashboardFeed, FeedStatus, dashboard_resource};

use self::address::Address;
use self::clock::Clock;
use self::link::Link;
use self::look::Look;
use self::preferences::Preferences;
use crate::api::{Api, ApiError};
use crate::signal::{Memo, Signal};
use contract::catalogue::DashboardId;
use contract::dashboard::Dashboard;
use leptos::prelude::*;
use model::freshness::{Connection, FreshnessContext};
use model::palette::Palette;
use model::range::TimeRange;
use model::url::{Page, Refresh, ThemeChoice, UrlProblem, UrlState, ZoneChoice};
use model::zone::Zone;
use std::sync::Arc;

/// Shared state as signals. Cheap to copy; found with [`use_view`].
#[derive(Clone, Copy)]
pub(crate) struct View {
    /// What the address says.
    pub(crate) url: Signal<UrlState>,
    /// Parts of the address that could not be used.
    pub(crate) problems: Signal<Vec<UrlProblem>>,
    /// The server's clock, Unix milliseconds; ticks every second while the page is visible.
    pub(crate) server_now_ms: Signal<i64>,
    /// Whether anybody can see the page.
    pub(crate) is_visible: Signal<bool>,
    /// Whether the server can be reached.
    pub(crate) connection: Signal<Connection>,
    /// The newest revision of the data that the stream told of; 0 before it did.
    pub(crate) revision: Signal<u64>,
    /// The newest event that the stream told of, Unix milliseconds.
    pub(crate) heard_through_ms: Signal<Option<i64>>,
    /// Whether the server has another build than the one this app was started with.
    pub(crate) has_new_build: Signal<bool>,
    /// How often new data is asked for.
    pub(crate) refresh: Signal<Refresh>,
    /// The zone that times are shown in.
    pub(crate) zone: Signal<Zone>,
    /// The theme.
    pub(crate) theme: Signal<ThemeChoice>,
    /// The colours of the theme.
    pub(crate) palette: Signal<Arc<Palette>>,
    /// The newest answer of any dashboard: for alerts, the demo mark and freshness in the shell.
    pub(crate) newest: Signal<Option<Arc<Dashboard>>>,
    /// Why the last question of any dashboard failed; none where it did not.
    pub(crate) fault: Signal<Option<ApiError>>,
    /// The part of the page that a link led to, by its id, until it is there and was shown.
    pub(crate) anchor: RwSignal<Option<String>>,
    /// Counts up when somebody asks for new data now.
    pub(crate) asked_now: Signal<u64>,
    /// Kept aside: a view is copied into many closures and has to stay small.
    parts: StoredValue<Parts>,
}

/// What the signals of a [`View`] come from.
#[derive(Clone, Copy)]
struct Parts {
    api: StoredValue<Api>,
    address: Address,
    clock: Clock,
    link: Link,
    preferences: Preferences,
    newest: RwSignal<Option<Arc<Dashboard>>>,
    fault: RwSignal<Option<ApiError>>,
    asked_now: RwSignal<u64>,
}

/// Creates the shared state and provides it to everything below. Call once, at the root.
pub(crate) fn provide_view(api: Api) -> View {
    let address = Address::of_this_tab();
    let preferences = Preferences::of_this_browser();
    let clock = Clock::start();
    let link = Link::open(&api, clock);
    let look = Look::new(address.state, preferences, clock.now_ms);
    let newest = RwSignal::new(None);
    let fault = RwSignal::new(None);
    let asked_now = RwSignal::new(0);
    let refresh = Memo::new(move |_| {
        address.state.with(|url| url.refresh).or(preferences.refresh.get()).unwrap_or_default()
    });
    let view = View {
        url: address.state.into(),
        problems: address.problems.into(),
        server_now_ms: clock.now_ms,
        is_visible: clock.is_visible.into(),
        connection: link.connection,
        revision: link.revision,
        heard_through_ms: link.heard_through_ms,
        has_new_build: link.has_new_build,
        refresh,
        zone: look.zone,
        theme: look.theme,
        palette: look.palette,
        newest: newest.into(),
        fault: fault.into(),
        anchor: address.anchor,
        asked_now: asked_now.into(),
        parts: StoredValue::new(Parts {
            api: StoredValue::new(api),
            address,
            clock,
            link,
            preferences,
            newest,
            fault,
            asked_now,
        }),
    };
    provide_context(view);
    view
}

/// The shared state.
#[expect(clippy::expect_used, reason = "the root provides it before anything else is built")]
pub(crate) fn use_view() -> View {
    use_context().expect("the root provides the view")
}

impl View {
    fn parts(&self) -> Parts {
        self.parts.get_value()
    }

    /// Goes to another state of the app; Back leads to this one.
    pub(crate) fn go(&self, state: UrlState) {
        self.parts().address.push(state);
    }

    /// Changes the state of the app without a new entry for Back.
    pub(crate) fn replace(&self, state: UrlState) {
        self.parts().address.replace(state);
    }

    /// Goes to a changed copy of this state.
    pub(crate) fn change(&self, change: impl FnOnce(&mut UrlState)) {
        let mut state = self.url.get_untracked();
        change(&mut state);
        self.go(state);
    }

    /// Shows another time range.
    pub(crate) fn set_range(&self, range: TimeRange) {
        self.change(|state| state.range = range);
    }

    /// The address of a dashboard with everything that holds for all pages kept.
    pub(crate) fn href(&self, id: DashboardId) -> String {
        self.url.with(|url| url.on_page(Page::Dashboard(id)).to_url())
    }

    /// Forgets the parts of the address that could not be used, and takes them out of it.
    pub(crate) fn dismiss_problems(&self) {
        self.replace(self.url.get_untracked());
    }

    /// Asks for new data now, whatever the refresh is set to.
    pub(crate) fn refresh_now(&self) {
        self.parts().asked_now.update(|count| *count += 1);
    }

    /// Sets how often new data is asked for, here and for this browser.
    pub(crate) fn set_refresh(&self, refresh: Refresh) {
        self.parts().preferences.set_refresh(refresh);
        let mut state = self.url.get_untracked();
        state.refresh = Some(refresh);
        self.replace(state);
    }

    /// Switches between UTC and local time, here and for this browser.
    pub(crate) fn toggle_zone(&self) {
        let shown = if self.zone.with_untracked(|zone| *zone == Zone::Utc) {
            ZoneChoice::Utc
        } else {
            ZoneChoice::Local
        };
        let zone = shown.toggled();
        self.parts().preferences.set_zone(zone);
        let mut state = self.url.get_untracked();
        state.zone = Some(zone);
        self.replace(state);
    }

    /// Switches between the dark and the light theme, here and for this browser.
    pub(crate) fn toggle_theme(&self) {
        let theme = self.theme.get_untracked().toggled();
        self.parts().preferences.set_theme(theme);
        let mut state = self.url.get_untracked();
        state.theme = Some(theme);
        self.replace(state);
    }

    /// The server's clock at this very moment, Unix milliseconds.
    pub(crate) fn exact_now_ms(&self) -> i64 {
        self.parts().clock.exact_ms()
    }

    /// What the freshness of the panels of a feed is judged by.
    pub(crate) fn freshness_context(&self, feed: DashboardFeed) -> Signal<FreshnessContext> {
        let view = *self;
        Memo::new(move |_| FreshnessContext {
            server_now_ms: view.server_now_ms.get(),
            stale_after_ms: feed.data.with(|data| {
                data.as_ref()
                    .map_or(contract::catalogue::STALE_AFTER_MS, |dashboard| dashboard.stale_after_ms)
            }),
            is_fixed: view.url.with(|url| !url.range.is_live()),
            connection: view.connection.get(),
        })
    }
}
