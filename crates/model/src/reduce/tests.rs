#![expect(
    clippy::cast_precision_loss,
    clippy::float_cmp,
    reason = "small numbers, and values that have to come through unchanged"
)]

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

const GAP: f64 = f64::NAN;

fn reduced(values: &[f64], width: i32) -> Vec<Vec<(i32, f64)>> {
    let mut out = Reduced::default();
    out.fill(values, &Columns::new(0, width, values.len()));
    out.runs().map(|run| run.iter().map(|point| (point.column, point.value)).collect()).collect()
}

#[test]
fn what_fits_is_left_as_it_is() {
    assert_eq!(reduced(&[1.0, 2.0, 3.0, 4.0], 4), [[(0, 1.0), (1, 2.0), (2, 3.0), (3, 4.0)]]);
    assert_eq!(reduced(&[1.0, 2.0], 8), [[(2, 1.0), (6, 2.0)]], "in the middle of their buckets");
    assert!(reduced(&[], 10).is_empty());
    assert!(reduced(&[GAP, GAP], 10).is_empty());
    assert_eq!(reduced(&[7.0], 10), [[(5, 7.0)]]);
    assert_eq!(reduced(&[7.0, 7.0, 7.0, 7.0], 1), [[(0, 7.0), (0, 7.0)]], "first and last of one column");
}

#[test]
fn a_column_keeps_four_points_in_their_order() {
    let values = [5.0, 9.0, 6.0, 1.0, 4.0];
    assert_eq!(reduced(&values, 1), [[(0, 5.0), (0, 9.0), (0, 1.0), (0, 4.0)]]);
    let values = [5.0, 1.0, 6.0, 9.0];
    assert_eq!(reduced(&values, 1), [[(0, 5.0), (0, 1.0), (0, 9.0)]], "the last is the greatest");
}

#[test]
fn gaps_stay_gaps_unless_nothing_as_narrow_can_be_seen() {
    assert_eq!(
        reduced(&[1.0, GAP, 3.0, f64::INFINITY, 5.0], 5),
        [vec![(0, 1.0)], vec![(2, 3.0)], vec![(4, 5.0)]]
    );
    assert_eq!(reduced(&[GAP, 1.0, 2.0, GAP], 4), [[(1, 1.0), (2, 2.0)]]);
    assert_eq!(reduced(&[1.0, GAP, 2.0, 3.0], 2).len(), 2, "a gap over the edge of two columns");
    assert_eq!(reduced(&[1.0, GAP, 3.0], 1), [[(0, 1.0), (0, 3.0)]]);
}

/// What has to survive: least, greatest, first and last finite value of each column.
fn summary(points: impl Iterator<Item = (i32, f64)>) -> BTreeMap<i32, (f64, f64, f64, f64)> {
    let mut columns = BTreeMap::new();
    for (column, value) in points.filter(|(_, value)| value.is_finite()) {
        columns
            .entry(column)
            .and_modify(|(least, greatest, _first, last): &mut (f64, f64, f64, f64)| {
                *least = least.min(value);
                *greatest = greatest.max(value);
                *last = value;
            })
            .or_insert((value, value, value, value));
    }
    columns
}

/// Largest-triangle-three-buckets, the usual other way, with one point for each column.
fn lttb(values: &[f64], columns: usize) -> Vec<(usize, f64)> {
    let bucket = |index: usize| (index * values.len() / columns)..((index + 1) * values.len() / columns);
    let mut picked = vec![(0, values[0])];
    for index in 1..columns - 1 {
        let next: Vec<usize> = bucket(index + 1).collect();
        let ahead = (
            next.iter().sum::<usize>() as f64 / next.len() as f64,
            next.iter().map(|&i| values[i]).sum::<f64>() / next.len() as f64,
        );
        let (x, y) = *picked.last().unwrap();
        let area = |&i: &usize| {
            ((x as f64 - ahead.0) * (values[i] - y) - (x as f64 - i as f64) * (ahead.1 - y)).abs()
        };
        let best = bucket(index).max_by(|a, b| area(a).total_cmp(&area(b))).unwrap();
        picked.push((best, values[best]));
    }
    picked.push((values.len() - 1, values[values.len() - 1]));
    picked
}

#[test]
fn lttb_loses_extremes_that_m4_keeps() {
    let values: Vec<f64> = (0..400)
        .map(|i| {
            if i % 20 == 7 {
                90.0
            } else if i % 20 == 13 {
                -90.0
            } else {
                f64::from(i % 5)
            }
        })
        .collect();
    let columns = Columns::new(0, 20, values.len());
    let wanted = summary(values.iter().enumerate().map(|(i, &value)| (columns.middle(i), value)));
    let kept = summary(lttb(&values, 20).into_iter().map(|(i, value)| (columns.middle(i), value)));
    let lost = wanted
        .iter()
        .filter(|(column, want)| kept.get(column).is_none_or(|have| have.0 != want.0 || have.1 != want.1));
    assert!(lost.count() > 15, "nearly every column loses one of its two spikes");
    let ours = reduced(&values, 20);
    assert_eq!(summary(ours.into_iter().flatten()), wanted);
}

fn values() -> impl Strategy<Value = Vec<f64>> {
    let value = prop_oneof![8 => -1e3f64..1e3, 1 => prop::num::f64::ANY, 1 => Just(GAP)];
    prop::collection::vec(value, 0..600)
}

proptest! {
    #[test]
    fn each_columns_extremes_and_ends_survive(values in values(), width in 1i32..300) {
        let columns = Columns::new(3, width, values.len());
        let mut out = Reduced::default();
        out.fill(&values, &columns);
        let wanted = summary(values.iter().enumerate().map(|(i, &value)| (columns.middle(i), value)));
        let kept = summary(out.runs().flatten().map(|point| (point.column, point.value)));
        prop_assert_eq!(kept, wanted);
        prop_assert!(out.len() <= 4 * usize::try_from(width).unwrap());
        prop_assert!(out.runs().all(|run| !run.is_empty()));
        prop_assert!(out.runs().flatten().is_sorted_by_key(|point| point.column));
    }

    #[test]
    fn runs_break_exactly_where_a_gap_parts_two_columns(values in values(), width in 1i32..300) {
        let columns = Columns::new(0, width, values.len());
        let finite: Vec<usize> = (0..values.len()).filter(|&i| values[i].is_finite()).collect();
        let breaks = finite.windows(2).filter(|pair| pair[1] > pair[0] + 1 && columns.middle(pair[0]) != columns.middle(pair[1])).count();
        let mut out = Reduced::default();
        out.fill(&values, &columns);
        prop_assert_eq!(out.runs().count(), if finite.is_empty() { 0 } else { breaks + 1 });
    }

    #[test]
    fn filling_again_leaves_nothing_behind(first in values(), second in values()) {
        let columns = Columns::new(0, 50, second.len());
        let mut out = Reduced::default();
        out.fill(&first, &Columns::new(0, 70, first.len()));
        out.fill(&second, &columns);
        let mut fresh = Reduced::default();
        fresh.fill(&second, &columns);
        prop_assert_eq!(out, fresh);
    }
}
