//! What has to go, worked out without touching a file.
//!
//! A day counts from its date or from when it was last written, whichever is later: history that is
//! filled in today is not removed tonight. The bound on the size holds whatever the age is, except
//! that the current day is never removed.

use super::day::Day;
use crate::store::RemovalReason;

/// A day with what decides about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HeldDay {
    pub(super) day: Day,
    pub(super) written: Day,
    pub(super) bytes: u64,
}

/// The days to be removed, the oldest first. `held` is in the order of days.
pub(super) fn to_remove(
    held: &[HeldDay],
    today: Day,
    keep_days: Option<u32>,
    keep_bytes: Option<u64>,
) -> Vec<(HeldDay, RemovalReason)> {
    let oldest_kept = keep_days.map(|days| today.plus(1 - i64::from(days.max(1))));
    let mut total: u64 = held.iter().map(|held| held.bytes).sum();
    let mut removed = Vec::new();
    let is_old = |held: &HeldDay| oldest_kept.is_some_and(|oldest| held.day.max(held.written) < oldest);
    for &held in held.iter().filter(|held| is_old(held)) {
        total -= held.bytes;
        removed.push((held, RemovalReason::Age));
    }
    for &held in held.iter().filter(|held| !is_old(held) && held.day != today) {
        if keep_bytes.is_none_or(|keep_bytes| total <= keep_bytes) {
            break;
        }
        total -= held.bytes;
        removed.push((held, RemovalReason::Size));
    }
    removed.sort_by_key(|(held, _)| held.day);
    removed
}

#[cfg(test)]
mod tests {
    use super::*;
    use RemovalReason::{Age, Size};

    #[test]
    fn what_goes_and_why() {
        let today = Day::of(1_795_305_600_000);
        let day = |ago: i64, written_ago: i64, bytes: u64| HeldDay {
            day: today.plus(-ago),
            written: today.plus(-written_ago),
            bytes,
        };
        let check =
            |held: &[HeldDay], days: Option<u32>, bytes: Option<u64>, expected: &[(i64, RemovalReason)]| {
                let removed = to_remove(held, today, days, bytes);
                let expected: Vec<_> =
                    expected.iter().map(|(ago, reason)| (today.plus(-ago), *reason)).collect();
                assert_eq!(
                    removed.into_iter().map(|(held, reason)| (held.day, reason)).collect::<Vec<_>>(),
                    expected
                );
            };
        let week = [day(3, 3, 10), day(2, 2, 10), day(1, 1, 10), day(0, 0, 10)];
        check(&week, None, None, &[]);
        check(&week, Some(4), Some(40), &[]);
        check(&week, Some(2), None, &[(3, Age), (2, Age)]);
        check(&week, Some(0), None, &[(3, Age), (2, Age), (1, Age)]);
        check(&week, None, Some(25), &[(3, Size), (2, Size)]);
        check(&week, Some(3), Some(20), &[(3, Age), (2, Size)]);
        // The current day stays, however large it is.
        check(&week, None, Some(1), &[(3, Size), (2, Size), (1, Size)]);
        // History filled in today counts as of today, until room is short.
        let filled = [day(30, 0, 10), day(20, 20, 10), day(0, 0, 10)];
        check(&filled, Some(7), None, &[(20, Age)]);
        check(&filled, Some(7), Some(10), &[(30, Size), (20, Age)]);
    }
}
