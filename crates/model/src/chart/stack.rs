//! Series on top of each other.

use contract::panel::Series;

/// Upper edges of stacked series. A series without a value adds nothing to its bucket; a bucket
/// in which none has a value is a gap, `NaN`. Values less than zero pull the stack down.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Stack {
    /// One list a series in the order of the chart; that of a hidden series is empty.
    tops: Vec<Vec<f64>>,
    /// The uppermost edge.
    total: Vec<f64>,
}

impl Stack {
    pub(super) fn new(series: &[Series], is_shown: &[bool], buckets: usize) -> Self {
        let mut total = vec![f64::NAN; buckets];
        let tops = series
            .iter()
            .zip(is_shown)
            .map(|(one, is_shown)| {
                if !is_shown {
                    return Vec::new();
                }
                for (sum, value) in total.iter_mut().zip(one.values.as_numbers().iter().copied()) {
                    if value.is_finite() {
                        *sum = if sum.is_finite() { *sum + value } else { value };
                    }
                }
                total.clone()
            })
            .collect();
        Self { tops, total }
    }

    /// Upper edges of one series; empty where it is hidden.
    pub(super) fn top(&self, series: usize) -> &[f64] {
        self.tops.get(series).map_or(&[], Vec::as_slice)
    }

    /// The uppermost edge, one a bucket.
    pub(super) fn total(&self) -> &[f64] {
        &self.total
    }
}

/// The sum of the previous window over the series that are shown, where any of them has one.
pub(super) fn previous_total(series: &[Series], is_shown: &[bool], buckets: usize) -> Option<Vec<f64>> {
    let mut total: Option<Vec<f64>> = None;
    for (one, _) in series.iter().zip(is_shown).filter(|(_, is_shown)| **is_shown) {
        let Some(previous) = &one.previous else { continue };
        let total = total.get_or_insert_with(|| vec![f64::NAN; buckets]);
        for (sum, value) in total.iter_mut().zip(previous.as_numbers().iter().copied()) {
            if value.is_finite() {
                *sum = if sum.is_finite() { *sum + value } else { value };
            }
        }
    }
    total
}

#[cfg(test)]
mod tests {
    #![expect(clippy::float_cmp, reason = "sums of small whole numbers are exact")]

    use super::*;
    use contract::panel::Values;
    use std::collections::BTreeMap;

    fn one(values: &[Option<f64>], previous: Option<Vec<Option<f64>>>) -> Series {
        let (values, previous) = (Values::from(values.to_vec()), previous.map(Values::from));
        Series { name: String::new(), labels: BTreeMap::new(), state: None, values, previous }
    }

    #[test]
    fn a_missing_value_adds_nothing_and_a_bucket_without_any_is_a_gap() {
        let series = [
            one(&[Some(1.0), None, None], Some(vec![None, Some(2.0), None])),
            one(&[Some(9.0); 3], None),
            one(&[Some(3.0), Some(4.0), None], Some(vec![None, Some(3.0), Some(1.0)])),
        ];
        let stack = Stack::new(&series, &[true, false, true], 3);
        assert_eq!(stack.top(0)[0], 1.0);
        assert!(stack.top(0)[1].is_nan() && stack.top(1).is_empty());
        assert_eq!(stack.total()[..2], [4.0, 4.0]);
        assert!(stack.total()[2].is_nan());
        let previous = previous_total(&series, &[true, false, true], 3).unwrap();
        assert!(previous[0].is_nan());
        assert_eq!(previous[1..], [5.0, 1.0]);
        assert_eq!(previous_total(&series, &[false, true, false], 3), None);
    }
}
