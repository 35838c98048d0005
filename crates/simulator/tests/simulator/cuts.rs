//! A stretch of time is the same however it is cut, and whoever generates it.

use proptest::prelude::*;
use simulator::traffic::{Happenings, Incident, IncidentKind, Scenario, Traffic};

use crate::figures::{MINUTE_MS, MONDAY_MS, happenings};

fn joined(mut first: Happenings, second: Happenings) -> Happenings {
    first.lines.extend(second.lines);
    first.gauges.extend(second.gauges);
    first
}

fn kinds() -> impl Strategy<Value = IncidentKind> {
    prop_oneof![
        Just(IncidentKind::ProviderOutage),
        Just(IncidentKind::QueueBacklog),
        Just(IncidentKind::SlowApi),
        Just(IncidentKind::DbConnections),
    ]
}

/// Incidents that overlap the stretches looked at, or have just passed.
fn incidents() -> impl Strategy<Value = Vec<Incident>> {
    let incident = (kinds(), -30 * MINUTE_MS..MINUTE_MS, prop::option::of(0..20 * MINUTE_MS));
    prop::collection::vec(incident, 0..3).prop_map(|drawn| {
        drawn
            .into_iter()
            .map(|(kind, after_ms, length_ms)| {
                let from_ms = MONDAY_MS + after_ms;
                Incident { kind, from_ms, until_ms: length_ms.map(|length| from_ms + length) }
            })
            .collect()
    })
}

proptest! {
    // Each case generates almost half an hour three times.
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn a_cut_changes_nothing(
        seed in any::<u64>(),
        incidents in incidents(),
        from_ms in 0..5_000_i64,
        first_ms in 0..45_000_i64,
        second_ms in 0..45_000_i64,
    ) {
        let scenario = Scenario { seed, rate: 0.4, incidents };
        let from_ms = MONDAY_MS + from_ms;
        let cut_ms = from_ms + first_ms;
        let until_ms = cut_ms + second_ms;
        let whole = happenings(&scenario, from_ms, until_ms);

        let mut traffic = Traffic::new(scenario.clone(), from_ms);
        let first = traffic.advance(cut_ms);
        let goes_on = traffic.advance(until_ms);
        let begins_anew = happenings(&scenario, cut_ms, until_ms);
        prop_assert_eq!(&goes_on, &begins_anew);
        prop_assert_eq!(&joined(first, goes_on), &whole);
        prop_assert!(whole.lines.iter().all(|line| (from_ms..until_ms).contains(&line.at_ms)));
        prop_assert!(whole.lines.is_sorted_by_key(|line| line.at_ms));
        prop_assert!(whole.gauges.is_sorted_by_key(|gauge| gauge.at_ms));
    }
}

#[test]
fn ticks_of_half_a_second_add_up_to_the_minute() {
    let scenario = Scenario::healthy(5);
    let mut traffic = Traffic::new(scenario.clone(), MONDAY_MS);
    let ticks =
        (1..=120).map(|tick| traffic.advance(MONDAY_MS + tick * 500)).fold(Happenings::default(), joined);
    assert_eq!(ticks, happenings(&scenario, MONDAY_MS, MONDAY_MS + MINUTE_MS));
    assert_eq!(traffic.advance(MONDAY_MS), Happenings::default());
}

#[test]
fn another_seed_is_another_world() {
    let one = happenings(&Scenario::healthy(1), MONDAY_MS, MONDAY_MS + 10_000);
    assert_eq!(one, happenings(&Scenario::healthy(1), MONDAY_MS, MONDAY_MS + 10_000));
    assert_ne!(one, happenings(&Scenario::healthy(2), MONDAY_MS, MONDAY_MS + 10_000));
}
