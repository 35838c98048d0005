//! The address of a page is its state: this is the one codec for it.
//!
//! `parse(path, query)` never fails. A part that cannot be read falls back to its default and is
//! reported as an [`UrlProblem`], as is a parameter that nobody knows; both are gone from the next
//! address that [`UrlState::to_url`] writes. Parts at their default are left out, and
//! `parse ∘ to_url` is the identity, which a property test holds.
//!
//! | part | form |
//! |---|---|
//! | page | `/`, `/dashboards/{slug}` |
//! | range | `from`, `to`: `now-6h`, `now`, Unix milliseconds |
//! | comparison | `compare=previous` |
//! | zone, theme, refresh | `zone=utc`, `theme=light`, `refresh=30s`; absent: as this browser prefers |
//! | series switched off | `off=panel:series`, once for each |
//! | panels shown as tables | `table=panel`, once for each |
//! | the panel that fills the page | `open=panel` |

mod choice;
mod pair;

pub use choice::{Refresh, ThemeChoice, ZoneChoice};

use self::pair::{Pair, pairs, push_pair};
use crate::range::{MAX_MS, MIN_MS, TimeRange};
use contract::catalogue::DashboardId;
use contract::panel::PanelId;
use contract::time::{HOUR_MS, TimeBound};
use serde::Serialize;
use serde::de::{Deserialize, IntoDeserializer, value};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A page of the app.
///
/// Pages that come later get a variant each, with what they select as typed fields, and a path of
/// their own: `Traces` and `Trace(trace_id)` at `/traces` and `/traces/{trace_id}`, `Logs` at
/// `/logs`, `Alerts` at `/alerts`, `Shared(share_id)` at `/shared/{share_id}`, `Wall` at `/wall`.
/// Their own parameters become fields of [`UrlState`] or of the variant; time range, zone, theme
/// and refresh hold for all pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Page {
    /// One of the dashboards.
    Dashboard(DashboardId),
    /// No page has this path.
    NotFound(String),
}

/// All that an address says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UrlState {
    /// Which page.
    pub page: Page,
    /// Its time range.
    pub range: TimeRange,
    /// Whether the previous period is shown too.
    pub compare: bool,
    /// The zone of times; none: as this browser prefers.
    pub zone: Option<ZoneChoice>,
    /// The theme; none: as this browser prefers.
    pub theme: Option<ThemeChoice>,
    /// How often new data is asked for; none: as this browser prefers.
    pub refresh: Option<Refresh>,
    /// The names of the series that are switched off, by panel; no panel has an empty set.
    pub hidden: BTreeMap<PanelId, BTreeSet<String>>,
    /// The panels that are shown as tables.
    pub tables: BTreeSet<PanelId>,
    /// The panel that fills the page.
    pub open: Option<PanelId>,
}

impl Default for UrlState {
    fn default() -> Self {
        Self::at(Page::Dashboard(DashboardId::Overview))
    }
}

/// A part of an address that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UrlProblem {
    /// The part: the name of the parameter, or `path`.
    pub part: String,
    /// What stood there.
    pub text: String,
    /// Offset of the part in path and query together, in characters from 0.
    pub position: usize,
    /// What is wrong and what is used instead, as a whole sentence.
    pub message: String,
}

impl UrlState {
    /// A page with everything else at its default.
    pub fn at(page: Page) -> Self {
        Self {
            page,
            range: TimeRange::default(),
            compare: false,
            zone: None,
            theme: None,
            refresh: None,
            hidden: BTreeMap::new(),
            tables: BTreeSet::new(),
            open: None,
        }
    }

    /// This state on another page: what belongs to panels stays behind.
    #[must_use]
    pub fn on_page(&self, page: Page) -> Self {
        Self { page, hidden: BTreeMap::new(), tables: BTreeSet::new(), open: None, ..self.clone() }
    }

    /// This state with another range.
    #[must_use]
    pub fn with_range(&self, range: TimeRange) -> Self {
        Self { range, ..self.clone() }
    }

    /// Switches a series of a panel off, or on where it is off.
    pub fn toggle_series(&mut self, panel: PanelId, series: &str) {
        let off = self.hidden.entry(panel).or_default();
        if !off.remove(series) {
            off.insert(series.to_owned());
        }
        if off.is_empty() {
            self.hidden.remove(&panel);
        }
    }

    /// Shows a panel as a table, or as a chart where it is a table.
    pub fn toggle_table(&mut self, panel: PanelId) {
        if !self.tables.remove(&panel) {
            self.tables.insert(panel);
        }
    }

    /// The series of a panel that are switched off.
    pub fn hidden_in(&self, panel: PanelId) -> BTreeSet<String> {
        self.hidden.get(&panel).cloned().unwrap_or_default()
    }

    /// The address of this state: path and query.
    pub fn to_url(&self) -> String {
        let mut url = match &self.page {
            Page::Dashboard(id) => format!("/dashboards/{}", id.slug()),
            Page::NotFound(path) => path.clone(),
        };
        if self.range != TimeRange::default() {
            let (from, to) = self.range.bounds();
            push_pair(&mut url, "from", &from.to_string());
            if to != TimeBound::BeforeNow(0) {
                push_pair(&mut url, "to", &to.to_string());
            }
        }
        if self.compare {
            push_pair(&mut url, "compare", "previous");
        }
        if let Some(zone) = self.zone {
            push_pair(&mut url, "zone", zone.slug());
        }
        if let Some(theme) = self.theme {
            push_pair(&mut url, "theme", theme.slug());
        }
        if let Some(refresh) = self.refresh {
            push_pair(&mut url, "refresh", refresh.slug());
        }
        for (panel, series) in &self.hidden {
            for name in series {
                push_pair(&mut url, "off", &format!("{}:{name}", PanelSlug(*panel)));
            }
        }
        for panel in &self.tables {
            push_pair(&mut url, "table", &PanelSlug(*panel).to_string());
        }
        if let Some(panel) = self.open {
            push_pair(&mut url, "open", &PanelSlug(panel).to_string());
        }
        url
    }
}

/// Reads an address. `query` is what follows the `?`, with or without it.
pub fn parse(path: &str, query: &str) -> (UrlState, Vec<UrlProblem>) {
    let mut reader = Reader { state: UrlState::at(page(path)), problems: Vec::new(), seen: BTreeSet::new() };
    let query = query.strip_prefix('?').unwrap_or(query);
    let (mut from, mut to) = (None, None);
    for pair in pairs(query, path.chars().count() + 1) {
        match pair.name.as_str() {
            // The two ends of the range are understood together, after all parameters are read.
            "from" if from.is_none() => from = Some(pair),
            "to" if to.is_none() => to = Some(pair),
            _ => reader.read(pair),
        }
    }
    reader.read_range(from, to);
    reader.problems.sort_by_key(|problem| problem.position);
    (reader.state, reader.problems)
}

fn page(path: &str) -> Page {
    if path.is_empty() || path == "/" {
        return Page::Dashboard(DashboardId::Overview);
    }
    path.strip_prefix("/dashboards/")
        .and_then(|slug| DashboardId::from_slug(slug.strip_suffix('/').unwrap_or(slug)))
        .map_or_else(|| Page::NotFound(path.to_owned()), Page::Dashboard)
}

struct Reader {
    state: UrlState,
    problems: Vec<UrlProblem>,
    /// Parameters that may stand only once and have been read.
    seen: BTreeSet<String>,
}

impl Reader {
    fn read(&mut self, pair: Pair) {
        let may_repeat = matches!(pair.name.as_str(), "off" | "table");
        if !may_repeat && !self.seen.insert(pair.name.clone()) {
            return self.report(pair, "stands twice; the first one is used");
        }
        let text = pair.value.as_str();
        match pair.name.as_str() {
            "compare" if text == "previous" => self.state.compare = true,
            "compare" => self.report(pair, "can only be “previous”; nothing is compared"),
            "zone" => match ZoneChoice::from_slug(text) {
                Some(zone) => self.state.zone = Some(zone),
                None => self.report(pair, "is “utc” or “local”; your own setting is used"),
            },
            "theme" => match ThemeChoice::from_slug(text) {
                Some(theme) => self.state.theme = Some(theme),
                None => self.report(pair, "is “dark” or “light”; your own setting is used"),
            },
            "refresh" => match Refresh::from_slug(text) {
                Some(refresh) => self.state.refresh = Some(refresh),
                None => self.report(pair, "is “live”, “10s”, “30s”, “1m” or “off”; your own setting is used"),
            },
            "off" => {
                match text.split_once(':').and_then(|(panel, series)| Some((panel_id(panel)?, series))) {
                    Some((panel, series)) if !series.is_empty() => {
                        self.state.hidden.entry(panel).or_default().insert(series.to_owned());
                    }
                    _ => self.report(
                        pair,
                        "is the name of a panel and of a series with a colon between; all series are shown",
                    ),
                }
            }
            "table" => match panel_id(text) {
                Some(panel) => drop(self.state.tables.insert(panel)),
                None => self.report(pair, "is the name of a panel; the chart is shown"),
            },
            "open" => match panel_id(text) {
                Some(panel) => self.state.open = Some(panel),
                None => self.report(pair, "is the name of a panel; the whole page is shown"),
            },
            "from" | "to" => self.report(pair, "stands twice; the first one is used"),
            _ => self.report(pair, "is not known here and was left out"),
        }
    }

    fn read_range(&mut self, from: Option<Pair>, to: Option<Pair>) {
        const FORM: &str = "is a time such as “now-6h” or Unix milliseconds; the last hour is shown";
        let from_bound = from.as_ref().map(|pair| pair.value.parse::<TimeBound>());
        let to_bound = to.as_ref().map(|pair| pair.value.parse::<TimeBound>());
        if matches!(from_bound, Some(Err(_))) {
            return self.report_some(from, FORM);
        }
        if matches!(to_bound, Some(Err(_))) {
            return self.report_some(to, FORM);
        }
        let from_bound = from_bound.and_then(Result::ok).unwrap_or(TimeBound::BeforeNow(HOUR_MS));
        let to_bound = to_bound.and_then(Result::ok).unwrap_or(TimeBound::BeforeNow(0));
        match range(from_bound, to_bound) {
            Ok(range) => self.state.range = range,
            Err(reason) => self.report_some(from.or(to), reason),
        }
    }

    fn report_some(&mut self, pair: Option<Pair>, what: &str) {
        if let Some(pair) = pair {
            self.report(pair, what);
        }
    }

    fn report(&mut self, pair: Pair, what: &str) {
        let message = format!("“{}” {what}.", pair.name);
        self.problems.push(UrlProblem {
            part: pair.name,
            text: pair.value,
            position: pair.position,
            message,
        });
    }
}

fn range(from: TimeBound, to: TimeBound) -> Result<TimeRange, &'static str> {
    const LENGTH: &str =
        "makes a range that is shorter than a minute or longer than five years; the last hour is shown";
    let is_sound = |length_ms: i64| (MIN_MS..=MAX_MS).contains(&length_ms);
    match (from, to) {
        (TimeBound::BeforeNow(back_ms), TimeBound::BeforeNow(0)) => {
            if is_sound(back_ms) {
                Ok(TimeRange::Relative { back_ms })
            } else {
                Err(LENGTH)
            }
        }
        (TimeBound::At(from_ms), TimeBound::BeforeNow(0))
            if (0..=crate::range::LATEST_MS).contains(&from_ms) =>
        {
            Ok(TimeRange::Since { from_ms })
        }
        (TimeBound::At(from_ms), TimeBound::At(to_ms))
            if from_ms >= 0 && to_ms <= crate::range::LATEST_MS =>
        {
            if is_sound(to_ms.saturating_sub(from_ms)) {
                Ok(TimeRange::Absolute { from_ms, to_ms })
            } else if to_ms <= from_ms {
                Err("lies after “to”; the last hour is shown")
            } else {
                Err(LENGTH)
            }
        }
        (TimeBound::At(_), _) => Err("lies before 1970 or after 9999; the last hour is shown"),
        _ => Err("can only be counted back from now in a range that ends now; the last hour is shown"),
    }
}

/// A panel as it is named in addresses: the same name as in the API.
struct PanelSlug(PanelId);

impl fmt::Display for PanelSlug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A formatter is a serializer of serde, which writes a unit variant as its bare name.
        self.0.serialize(f)
    }
}

fn panel_id(slug: &str) -> Option<PanelId> {
    let deserializer: value::StrDeserializer<'_, value::Error> = slug.into_deserializer();
    PanelId::deserialize(deserializer).ok()
}

#[cfg(test)]
mod tests;
