//! Addresses written and read: a table of cases and the round trip as a property.

use super::*;
use contract::time::{DAY_MS, MINUTE_MS};
use proptest::collection::{btree_map, btree_set};
use proptest::prelude::*;

fn read(url: &str) -> (UrlState, Vec<UrlProblem>) {
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    parse(path, query)
}

#[test]
fn addresses_say_what_is_shown() {
    let overview = UrlState::default();
    let api = UrlState::at(Page::Dashboard(DashboardId::Api));
    for (url, expected) in [
        ("/", overview.clone()),
        ("/dashboards/overview", overview.clone()),
        ("/dashboards/api/", api.clone()),
        ("/dashboards/api?from=now-6h&to=now", api.with_range(TimeRange::last(6 * HOUR_MS))),
        ("/dashboards/api?from=now-360m", api.with_range(TimeRange::last(6 * HOUR_MS))),
        ("/?from=1705314600000", overview.with_range(TimeRange::Since { from_ms: 1_705_314_600_000 })),
        (
            "/dashboards/api?from=1705314600000&to=1705318200000&compare=previous&zone=local&theme=light&refresh=30s",
            UrlState {
                range: TimeRange::absolute(1_705_314_600_000, 1_705_318_200_000),
                compare: true,
                zone: Some(ZoneChoice::Local),
                theme: Some(ThemeChoice::Light),
                refresh: Some(Refresh::ThirtySeconds),
                ..api.clone()
            },
        ),
        (
            "/dashboards/api?off=request_latency:p50&off=status_classes:2xx%20%26+more&table=routes&open=routes",
            UrlState {
                hidden: BTreeMap::from([
                    (PanelId::RequestLatency, BTreeSet::from(["p50".to_owned()])),
                    (PanelId::StatusClasses, BTreeSet::from(["2xx & more".to_owned()])),
                ]),
                tables: BTreeSet::from([PanelId::Routes]),
                open: Some(PanelId::Routes),
                ..api
            },
        ),
        ("/nowhere", UrlState::at(Page::NotFound("/nowhere".to_owned()))),
        ("/dashboards/nothing", UrlState::at(Page::NotFound("/dashboards/nothing".to_owned()))),
    ] {
        assert_eq!(read(url), (expected, Vec::new()), "{url}");
    }
}

#[test]
fn defaults_are_left_out() {
    assert_eq!(UrlState::default().to_url(), "/dashboards/overview");
    assert_eq!(read("/?from=now-1h&to=now").0.to_url(), "/dashboards/overview");
}

#[test]
fn malformed_parts_fall_back_and_are_reported() {
    for (url, part, position) in [
        ("/?from=soon", "from", 2),
        ("/?from=now-6h&to=then", "to", 14),
        ("/?from=now-3h&to=now-1h", "from", 2),
        ("/?from=now-5s", "from", 2),
        ("/?from=2000&to=1000", "from", 2),
        ("/?from=-5", "from", 2),
        ("/?from=9223372036854775807&to=-9223372036854775808", "from", 2),
        ("/?compare=tomorrow", "compare", 2),
        ("/?zone=mars", "zone", 2),
        ("/?theme=pink", "theme", 2),
        ("/?theme=dark&refresh=2s", "refresh", 13),
        ("/?off=nothing:p50", "off", 2),
        ("/?off=request_latency", "off", 2),
        ("/?table=chair", "table", 2),
        ("/?open=sesame", "open", 2),
        ("/?utm_source=mail", "utm_source", 2),
        ("/?theme=dark&theme=light", "theme", 13),
        ("/?from=now-1h&from=now-2h", "from", 14),
    ] {
        let (state, problems) = read(url);
        let places: Vec<_> =
            problems.iter().map(|problem| (problem.part.as_str(), problem.position)).collect();
        assert_eq!(places, [(part, position)], "{url}");
        assert_eq!(state.range, TimeRange::default(), "{url}");
        assert!(problems.iter().all(|problem| problem.message.ends_with('.')));
    }
    let (state, problems) = read("/dashboards/queues?zone=mars&compare=previous&from=x");
    assert!(state.compare && state.page == Page::Dashboard(DashboardId::Queues));
    assert_eq!(problems.len(), 2);
}

#[test]
fn another_page_leaves_the_panels_behind() {
    let (state, _) = read("/dashboards/api?from=now-6h&off=routes:a&table=routes&open=routes&theme=light");
    let there = state.on_page(Page::Dashboard(DashboardId::Queues));
    assert_eq!(there.to_url(), "/dashboards/queues?from=now-6h&theme=light");
}

#[test]
fn series_and_tables_are_toggled() {
    let mut state = UrlState::default();
    state.toggle_series(PanelId::Cpu, "web-1");
    state.toggle_table(PanelId::Cpu);
    assert_eq!(state.to_url(), "/dashboards/overview?off=cpu:web-1&table=cpu");
    assert!(state.hidden_in(PanelId::Cpu).contains("web-1"));
    state.toggle_series(PanelId::Cpu, "web-1");
    state.toggle_table(PanelId::Cpu);
    assert_eq!(state, UrlState::default());
}

fn any_panel() -> impl Strategy<Value = PanelId> {
    prop::sample::select(vec![
        PanelId::KeyMetrics,
        PanelId::RequestLatencyP99,
        PanelId::Cpu,
        PanelId::Routes,
        PanelId::ProviderErrorRate,
    ])
}

fn any_range() -> impl Strategy<Value = TimeRange> {
    prop_oneof![
        (0i64..MAX_MS).prop_map(TimeRange::last),
        (0i64..4_000_000_000_000).prop_map(|from_ms| TimeRange::Since { from_ms }),
        (0i64..4_000_000_000_000, 0i64..400 * DAY_MS)
            .prop_map(|(from_ms, length_ms)| TimeRange::absolute(from_ms, from_ms + length_ms)),
        Just(TimeRange::last(90 * MINUTE_MS)),
    ]
}

prop_compose! {
    fn any_state()(
        page in prop_oneof![
            prop::sample::select(DashboardId::ALL.to_vec()).prop_map(Page::Dashboard),
            "/[a-z]{3,9}".prop_map(Page::NotFound),
        ],
        range in any_range(),
        compare in any::<bool>(),
        zone in prop::option::of(prop::sample::select(vec![ZoneChoice::Utc, ZoneChoice::Local])),
        theme in prop::option::of(prop::sample::select(vec![ThemeChoice::Dark, ThemeChoice::Light])),
        refresh in prop::option::of(prop::sample::select(Refresh::ALL.to_vec())),
        hidden in btree_map(any_panel(), btree_set("\\PC{1,12}", 1..3), 0..3),
        tables in btree_set(any_panel(), 0..3),
        open in prop::option::of(any_panel()),
    ) -> UrlState {
        UrlState { page, range, compare, zone, theme, refresh, hidden, tables, open }
    }
}

proptest! {
    #[test]
    fn an_address_leads_back_to_its_state(state in any_state()) {
        let url = state.to_url();
        prop_assert!(url.is_ascii() && !url.contains([' ', '#', '"', '<']), "{}", url);
        prop_assert_eq!(read(&url), (state, Vec::new()));
    }

    #[test]
    fn no_address_breaks_the_reader(path in "/\\PC{0,20}", query in "\\PC{0,60}|([a-z]{2,7}=[a-z0-9:%-]{0,12}&){0,5}") {
        let (state, _) = parse(&path, &query);
        if !matches!(state.page, Page::NotFound(_)) {
            prop_assert_eq!(read(&state.to_url()), (state, Vec::new()));
        }
    }
}
