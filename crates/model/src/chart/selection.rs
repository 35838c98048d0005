//! A range of buckets that is being selected, by dragging or by keys.

use super::time_scale::TimeScale;

/// Fewer are no range to zoom to, and are what a click makes.
const LEAST_BUCKETS: usize = 2;

/// From where to where is selected so far; the second bucket may be before the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selection {
    anchor: usize,
    head: usize,
}

impl Selection {
    /// Begins at a bucket.
    pub fn at(bucket: usize) -> Self {
        Self { anchor: bucket, head: bucket }
    }

    /// The same beginning, with another end.
    #[must_use]
    pub fn to(self, bucket: usize) -> Self {
        Self { head: bucket, ..self }
    }

    fn buckets(&self) -> (usize, usize) {
        (self.anchor.min(self.head), self.anchor.max(self.head) + 1)
    }

    /// Start and end in Unix milliseconds, both at edges of buckets, or nothing where less than
    /// two buckets are selected.
    pub fn range_ms(&self, time: &TimeScale) -> Option<(i64, i64)> {
        let (from, to) = self.buckets();
        (to - from >= LEAST_BUCKETS).then(|| (time.bucket_ms(from), time.bucket_ms(to)))
    }

    /// The first device-pixel column and the one after the last, or nothing where less than two
    /// buckets are selected.
    pub fn columns(&self, time: &TimeScale) -> Option<(i32, i32)> {
        let (from, to) = self.buckets();
        (to - from >= LEAST_BUCKETS).then(|| (time.columns().edge(from), time.columns().edge(to)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn either_direction_selects_whole_buckets_and_a_click_nothing() {
        let time = TimeScale::new(1_000, 10, 10, 0, 100);
        let begun = Selection::at(4);
        assert_eq!((begun.range_ms(&time), begun.columns(&time)), (None, None));
        assert_eq!(begun.to(5).range_ms(&time), Some((1_040, 1_060)));
        assert_eq!(begun.to(2).range_ms(&time), Some((1_020, 1_050)));
        assert_eq!(begun.to(2).to(9).columns(&time), Some((40, 100)));
    }
}
