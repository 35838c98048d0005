//! Time across the picture.

use crate::reduce::Columns;

/// Buckets of time over pixel columns. A bucket's value stands in the middle of its bucket, where
/// a bar's middle is too, so lines, bars and heat maps of one window line up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TimeScale {
    start_ms: i64,
    step_ms: i64,
    buckets: usize,
    left: i32,
    right: i32,
    columns: Columns,
}

impl TimeScale {
    /// `buckets` buckets of `step_ms` from `start_ms` over the device-pixel columns `left..right`.
    /// Without a bucket there is still one to point at.
    pub fn new(start_ms: i64, step_ms: i64, buckets: usize, left: i32, right: i32) -> Self {
        let buckets = buckets.max(1);
        let right = right.max(left + 1);
        Self {
            start_ms,
            step_ms: step_ms.max(1),
            buckets,
            left,
            right,
            columns: Columns::new(left, right - left, buckets),
        }
    }

    /// The pixel columns of the buckets.
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// How many buckets there are, at least 1.
    pub fn buckets(&self) -> usize {
        self.buckets
    }

    /// When a bucket begins; that of the one past the last is the end.
    pub fn bucket_ms(&self, bucket: usize) -> i64 {
        let bucket = i64::try_from(bucket).unwrap_or(i64::MAX);
        self.start_ms.saturating_add(self.step_ms.saturating_mul(bucket))
    }

    /// Start and end of the whole, Unix milliseconds.
    pub fn span_ms(&self) -> (i64, i64) {
        (self.start_ms, self.bucket_ms(self.buckets))
    }

    /// The device-pixel column of a point in time, also outside of the picture.
    pub fn x(&self, at_ms: i64) -> f64 {
        let (from_ms, to_ms) = self.span_ms();
        let share = difference(at_ms, from_ms) / difference(to_ms, from_ms).max(1.0);
        f64::from(self.left) + share * f64::from(self.right - self.left)
    }

    /// The bucket under a device-pixel column, the nearest one for a column outside.
    pub fn bucket_at(&self, x: f64) -> usize {
        let position = ((x - f64::from(self.left)) / self.columns.bucket_width()).max(0.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the buckets")]
        let bucket = position as usize;
        bucket.min(self.buckets - 1)
    }

    /// The bucket that a point in time falls into, if it is inside.
    pub fn bucket_of(&self, at_ms: i64) -> Option<usize> {
        let (from_ms, to_ms) = self.span_ms();
        if at_ms < from_ms || at_ms >= to_ms {
            return None;
        }
        usize::try_from((at_ms - from_ms) / self.step_ms).ok()
    }
}

/// `a - b` without overflow; milliseconds are exact in a float for 280,000 years.
fn difference(a: i64, b: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "see above")]
    let difference = a.saturating_sub(b) as f64;
    difference
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_and_times_agree() {
        let scale = TimeScale::new(1_000, 10, 4, 100, 180);
        assert_eq!(scale.span_ms(), (1_000, 1_040));
        assert_eq!((scale.x(1_000), scale.x(1_020), scale.x(1_040)), (100.0, 140.0, 180.0));
        for (x, bucket) in [(-5.0, 0), (100.0, 0), (119.9, 0), (120.0, 1), (179.0, 3), (1e9, 3)] {
            assert_eq!(scale.bucket_at(x), bucket, "{x}");
        }
        assert_eq!(scale.columns().middle(1), 130);
        assert_eq!(
            (scale.bucket_of(999), scale.bucket_of(1_009), scale.bucket_of(1_040)),
            (None, Some(0), None)
        );
    }

    #[test]
    fn nothing_to_show_is_still_a_scale() {
        let scale = TimeScale::new(5, 0, 0, 10, 10);
        assert_eq!((scale.buckets(), scale.bucket_at(3.0), scale.bucket_of(5)), (1, 0, Some(0)));
        assert!(scale.x(i64::MAX).is_finite() && scale.x(i64::MIN).is_finite());
    }
}
