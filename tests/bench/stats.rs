//! Medians and quartiles.

/// Where the middle of some numbers is, and how far they are apart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Spread {
    /// The smallest.
    pub(crate) least: f64,
    /// A quarter lies below.
    pub(crate) lower: f64,
    /// Half lies below.
    pub(crate) median: f64,
    /// A quarter lies above.
    pub(crate) upper: f64,
    /// The largest.
    pub(crate) most: f64,
}

impl Spread {
    /// The spread of `numbers`; nothing of none.
    pub(crate) fn of(numbers: &[f64]) -> Option<Self> {
        let mut sorted = numbers.to_vec();
        sorted.sort_by(f64::total_cmp);
        let (least, most) = (*sorted.first()?, *sorted.last()?);
        Some(Self {
            least,
            lower: quantile(&sorted, 1, 4),
            median: quantile(&sorted, 1, 2),
            upper: quantile(&sorted, 3, 4),
            most,
        })
    }
}

/// The quantile `part / of`, in between two numbers where it falls between them.
fn quantile(sorted: &[f64], part: usize, of: usize) -> f64 {
    let place = part * (sorted.len() - 1);
    let (index, rest) = (place / of, place % of);
    #[expect(clippy::cast_precision_loss, reason = "at most 4")]
    let share = rest as f64 / of as f64;
    let next = sorted[(index + 1).min(sorted.len() - 1)];
    sorted[index] + (next - sorted[index]) * share
}

#[cfg(test)]
mod tests {
    use super::Spread;

    #[test]
    fn an_even_count_has_its_median_in_between() {
        let spread = Spread::of(&[4.0, 1.0, 3.0, 2.0]).unwrap();
        assert_eq!(spread, Spread { least: 1.0, lower: 1.75, median: 2.5, upper: 3.25, most: 4.0 });
    }

    #[test]
    fn one_number_is_all_there_is() {
        let spread = Spread::of(&[7.0]).unwrap();
        assert_eq!(spread, Spread { least: 7.0, lower: 7.0, median: 7.0, upper: 7.0, most: 7.0 });
        assert_eq!(Spread::of(&[]), None);
    }
}
