//! Reduction of a series to what a screen can show: M4, the first, last, least and greatest value
//! of each pixel column, in the order in which they came. A polyline through them covers the very
//! pixels that one through all points would, so no spike is lost, however many points there are.
//! (Picking one point a column by the area of triangles, LTTB, draws prettier samples but drops
//! extremes; a test here shows it.)
//!
//! Policy for gaps: what is not a finite number (`NaN`, infinity, a missing value) is a gap. The
//! line ends before a gap and begins again after it. Only a gap that begins and ends inside one
//! column is passed over, because nothing as narrow can be seen: so there are at most four points
//! and one break a column whatever the data.
//!
//! Precondition: values come in the order of time. [`Columns`] holds buckets of equal width, which
//! are in order by construction, so there is nothing left to check.

/// With fewer buckets than this in a column, asking each for its column is cheaper than working
/// out where the column ends.
const FEW: f64 = 8.0;

/// Buckets of equal width, laid out over pixel columns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Columns {
    left: f64,
    width_of_bucket: f64,
}

impl Columns {
    /// `buckets` buckets over `width` pixels, the first of which is column `left`.
    pub fn new(left: i32, width: i32, buckets: usize) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "2^52 buckets are more than there are")]
        let buckets = buckets.max(1) as f64;
        Self { left: f64::from(left), width_of_bucket: f64::from(width.max(0)) / buckets }
    }

    /// The column that the middle of a bucket falls into.
    pub fn middle(&self, bucket: usize) -> i32 {
        #[expect(clippy::cast_precision_loss, reason = "2^52 buckets are more than there are")]
        let middle = self.left + (bucket as f64 + 0.5) * self.width_of_bucket;
        #[expect(clippy::cast_possible_truncation, reason = "a conversion of floats saturates")]
        let column = middle.floor() as i32;
        column
    }

    /// A bucket after `bucket` up to which all fall into its column; the first of a later column,
    /// where there are enough of them for it to pay to work that out.
    fn next_column(&self, bucket: usize, column: i32) -> usize {
        if self.width_of_bucket > 1.0 / FEW {
            return bucket + 1;
        }
        let estimate = ((f64::from(column) + 1.0 - self.left) / self.width_of_bucket - 0.5).ceil();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "floats saturate")]
        let mut next = (estimate as usize).max(bucket + 1);
        // The division may be off by one in its last bit, and the columns have to be those of `middle`.
        while next > bucket + 1 && self.middle(next - 1) > column {
            next -= 1;
        }
        while self.width_of_bucket > 0.0 && self.middle(next) <= column {
            next += 1;
        }
        next
    }

    /// The column at which a bucket begins; that of the one past the last is the right edge.
    pub fn edge(&self, bucket: usize) -> i32 {
        #[expect(clippy::cast_precision_loss, reason = "2^52 buckets are more than there are")]
        let edge = self.left + bucket as f64 * self.width_of_bucket;
        #[expect(clippy::cast_possible_truncation, reason = "a conversion of floats saturates")]
        let column = edge.round() as i32;
        column
    }

    /// How many columns wide a bucket is.
    pub fn bucket_width(&self) -> f64 {
        self.width_of_bucket
    }
}

/// One point of a reduced series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Its pixel column.
    pub column: i32,
    /// Its value; finite.
    pub value: f64,
}

/// A reduced series: runs of points without a gap between them. Meant to be filled again and
/// again, so that a frame allocates nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reduced {
    points: Vec<Point>,
    /// Where each run ends in `points`.
    ends: Vec<usize>,
}

impl Reduced {
    /// The runs in order, none of them empty.
    pub fn runs(&self) -> impl Iterator<Item = &[Point]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).filter_map(|(start, &end)| self.points.get(start..end))
    }

    /// How many points are left in all runs.
    pub fn len(&self) -> usize {
        self.points.len()
    }

    /// Whether there was no value at all.
    pub fn is_empty(&self) -> bool {
        self.points.is_empty()
    }

    /// Takes the place of what was here: `values`, one a bucket in the order of time, `NaN` for
    /// none, reduced to the columns that their buckets fall into. One pass, in which a value costs
    /// a few comparisons: where a column ends is worked out once a column.
    pub fn fill(&mut self, values: impl IntoIterator<Item = f64>, columns: &Columns) {
        self.points.clear();
        self.ends.clear();
        let mut open = Column::empty(i32::MIN);
        let mut is_after_gap = false;
        let mut next = 0;
        for (bucket, value) in values.into_iter().enumerate() {
            if bucket >= next {
                let at = columns.middle(bucket);
                next = columns.next_column(bucket, at);
                if at != open.at {
                    std::mem::replace(&mut open, Column::empty(at)).close(&mut self.points);
                }
            }
            if !is_value(value) {
                is_after_gap = true;
                continue;
            }
            if open.is_empty() {
                open.first = (bucket, value);
                if is_after_gap && !self.points.is_empty() {
                    self.ends.push(self.points.len());
                }
            }
            open.take(bucket, value);
            is_after_gap = false;
        }
        open.close(&mut self.points);
        if !self.points.is_empty() {
            self.ends.push(self.points.len());
        }
    }
}

/// Whether a number is a value; `NaN` and the infinities are not.
fn is_value(value: f64) -> bool {
    value.abs() <= f64::MAX
}

/// The four values of the column that is being read, the extremes with their buckets.
struct Column {
    at: i32,
    first: (usize, f64),
    last: (usize, f64),
    least: (usize, f64),
    greatest: (usize, f64),
}

impl Column {
    fn empty(at: i32) -> Self {
        let least = (0, f64::INFINITY);
        let greatest = (0, f64::NEG_INFINITY);
        Self { at, first: least, last: least, least, greatest }
    }

    fn is_empty(&self) -> bool {
        self.least.1 > self.greatest.1
    }

    #[inline]
    fn take(&mut self, bucket: usize, value: f64) {
        self.last = (bucket, value);
        if value < self.least.1 {
            self.least = self.last;
        }
        if value > self.greatest.1 {
            self.greatest = self.last;
        }
    }

    /// Hands over its points in the order in which they came, each bucket once.
    fn close(self, points: &mut Vec<Point>) {
        if self.is_empty() {
            return;
        }
        let (early, late) = if self.least.0 <= self.greatest.0 {
            (self.least, self.greatest)
        } else {
            (self.greatest, self.least)
        };
        let mut previous = None;
        for (bucket, value) in [self.first, early, late, self.last] {
            if previous != Some(bucket) {
                points.push(Point { column: self.at, value });
            }
            previous = Some(bucket);
        }
    }
}

/// The least and greatest finite value, or nothing where there is none.
pub fn extent(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    let (mut least, mut greatest) = (f64::INFINITY, f64::NEG_INFINITY);
    for value in values.into_iter().filter(|value| is_value(*value)) {
        if value < least {
            least = value;
        }
        if value > greatest {
            greatest = value;
        }
    }
    (least <= greatest).then_some((least, greatest))
}

/// The values of a series of the API as numbers, `NaN` for none.
pub fn numbers(values: &[Option<f64>]) -> impl Iterator<Item = f64> + Clone {
    values.iter().map(|value| value.unwrap_or(f64::NAN))
}

#[cfg(test)]
mod tests;
