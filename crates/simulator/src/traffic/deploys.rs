//! New versions that go live: every few hours one service, with a version that rises.

use super::dice::{Dice, Stream, to_ms};
use super::line::{Fields, Level, Line, Service, Version};
use super::scenario::Scenario;

/// One deploy begins each of these: three and a half hours.
const PERIOD_MS: i64 = 12_600_000;
/// How far into its period a deploy may be, so that two are three to four hours apart.
const SPREAD_MS: f64 = 1_800_000.0;
/// 2024-01-01 00:00 UTC, when versions began to be counted; those before it are all the first.
const FIRST_MS: i64 = 1_704_067_200_000;

/// The deploys in `from_ms..until_ms`, which is shorter than a period.
pub(super) fn lines(scenario: &Scenario, from_ms: i64, until_ms: i64) -> Vec<Line> {
    let number = from_ms.div_euclid(PERIOD_MS);
    let mut dice = Dice::new(scenario.seed, Stream::Deploys, number, 0);
    let at_ms = number.saturating_mul(PERIOD_MS) + to_ms(dice.between(0.0, SPREAD_MS).floor());
    if !(from_ms..until_ms).contains(&at_ms) {
        return Vec::new();
    }
    let (service, host) = dice.pick(
        (Service::Backend, "backend-1"),
        &[(0.3, (Service::Compute, "compute-1")), (0.2, (Service::Celery, "celery-1"))],
    );
    // All services are built from one repository and numbered together, so each one's rises too.
    let version = version(number - FIRST_MS.div_euclid(PERIOD_MS));
    let fields = Fields { event: Some("deploy.finished"), version: Some(version), ..Fields::default() };
    vec![Line::new(at_ms, Level::Info, service, host, format!("Version {version} is live"), fields)]
}

/// 1.0.0, 1.0.1 … 1.0.9, 1.1.0 … 1.99.9, 2.0.0.
fn version(number: i64) -> Version {
    let number = u32::try_from(number).unwrap_or(0);
    Version { major: 1 + number / 1_000, minor: number / 10 % 100, patch: number % 10 }
}

#[cfg(test)]
mod tests {
    use super::super::Traffic;
    use super::*;
    use std::collections::BTreeSet;

    /// Monday 2026-01-05 00:00 UTC.
    const MONDAY_MS: i64 = 1_767_571_200_000;
    const HOUR_MS: i64 = 3_600_000;

    /// So many deploys from that Monday on.
    fn deploys(seed: u64, count: i64) -> Vec<Line> {
        let first = MONDAY_MS / PERIOD_MS;
        let of_period =
            |number| lines(&Scenario::healthy(seed), number * PERIOD_MS, (number + 1) * PERIOD_MS);
        (first..first + count).flat_map(of_period).collect()
    }

    #[test]
    fn versions_rise() {
        let told = |number| version(number).to_string();
        assert_eq!(
            [-5, 0, 9, 10, 999, 1_000, 5_427].map(told),
            ["1.0.0", "1.0.0", "1.0.9", "1.1.0", "1.99.9", "2.0.0", "6.42.7"]
        );
    }

    #[test]
    fn every_three_to_four_hours_a_higher_version_goes_live() {
        let all = deploys(1, 200);
        assert_eq!(all.len(), 200);
        for pair in all.windows(2) {
            let apart_ms = pair[1].at_ms - pair[0].at_ms;
            assert!((3 * HOUR_MS..=4 * HOUR_MS).contains(&apart_ms), "{apart_ms} ms");
            assert!(pair[0].fields.version.unwrap() < pair[1].fields.version.unwrap());
        }
        let hosts: BTreeSet<&str> = all.iter().map(|line| line.host).collect();
        assert_eq!(hosts, ["backend-1", "celery-1", "compute-1"].into());
        assert!(all != deploys(2, 200), "another world deploys at other times");
    }

    #[test]
    fn it_is_a_line_of_the_traffic() {
        let deploy = deploys(1, 1).remove(0);
        let mut traffic = Traffic::new(Scenario::healthy(1), deploy.at_ms - 1_500);
        let is_deploy = |line: &Line| line.fields.event == Some("deploy.finished");
        let before = traffic.advance(deploy.at_ms).lines;
        assert!(!before.iter().any(is_deploy));
        let told: Vec<Line> =
            traffic.advance(deploy.at_ms + 1_500).lines.into_iter().filter(is_deploy).collect();
        assert_eq!(told, std::slice::from_ref(&deploy));
        let json = serde_json::to_value(&deploy).unwrap();
        let version = deploy.fields.version.unwrap().to_string();
        assert_eq!(json["version"], version);
        assert_eq!(json["message"], format!("Version {version} is live"));
        assert_eq!(json["service"], "backend");
    }
}
