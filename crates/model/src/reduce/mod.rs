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

    /// The first bucket after `bucket` that falls into a column later than `column`, its own.
    fn next_column(&self, bucket: usize, column: i32) -> usize {
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

    /// How many points there may be at most.
    fn most_points(&self, buckets: usize) -> usize {
        #[expect(clippy::cast_precision_loss, reason = "2^52 buckets are more than there are")]
        let width = buckets as f64 * self.width_of_bucket;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "floats saturate")]
        let columns = width as usize + 1;
        buckets.min(4 * columns)
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

    /// The points of all runs.
    pub fn points(&self) -> &[Point] {
        &self.points
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
    /// none, reduced to the columns that their buckets fall into. Not inlined, so that it is
    /// compiled for speed wherever it is called from.
    #[inline(never)]
    pub fn fill(&mut self, values: &[f64], columns: &Columns) {
        self.points.clear();
        self.ends.clear();
        self.points.reserve(columns.most_points(values.len()));
        if columns.width_of_bucket > 1.0 / FEW {
            self.fill_few(values, columns);
        } else {
            self.fill_many(values, columns);
        }
        if !self.points.is_empty() {
            self.ends.push(self.points.len());
        }
    }

    /// With few buckets in a column: each is asked for its column.
    fn fill_few(&mut self, values: &[f64], columns: &Columns) {
        let mut open = Column::empty(i32::MIN);
        let mut is_after_gap = false;
        for (bucket, &value) in values.iter().enumerate() {
            let at = columns.middle(bucket);
            if at != open.at {
                std::mem::replace(&mut open, Column::empty(at)).close(&mut self.points);
            }
            if !is_value(value) {
                is_after_gap = true;
                continue;
            }
            if open.is_empty() {
                open.first = (bucket, value);
                self.begin(is_after_gap);
            }
            open.take(bucket, value);
            is_after_gap = false;
        }
        open.close(&mut self.points);
    }

    /// With many buckets in a column: where it ends is worked out once, and its extremes are found
    /// before their places, which lets the values go by at the speed of memory.
    fn fill_many(&mut self, values: &[f64], columns: &Columns) {
        let mut is_after_gap = false;
        let (mut rest, mut bucket) = (values, 0);
        while !rest.is_empty() {
            let at = columns.middle(bucket);
            let count = columns.next_column(bucket, at) - bucket;
            let (own, after) = rest.split_at(count.min(rest.len()));
            let column = Column::of(at, own);
            if column.is_empty() {
                is_after_gap = true;
            } else {
                self.begin(is_after_gap || column.first.0 > 0);
                is_after_gap = column.last.0 + 1 < own.len();
                column.close(&mut self.points);
            }
            bucket += own.len();
            rest = after;
        }
    }

    /// Before the first point of a column: a gap ends the run that came before.
    fn begin(&mut self, is_after_gap: bool) {
        if is_after_gap && !self.points.is_empty() {
            self.ends.push(self.points.len());
        }
    }
}

/// Whether a number is a value; `NaN` and the infinities are not.
fn is_value(value: f64) -> bool {
    value.abs() <= f64::MAX
}

/// The four values of the column that is being read, with their buckets.
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

    /// That of these values. Its extremes are looked for first and found afterwards, all of them
    /// together at the speed at which values come from memory.
    #[expect(clippy::float_cmp, reason = "an extreme is one of these values, unchanged")]
    fn of(at: i32, values: &[f64]) -> Self {
        let (lowest, highest) = extremes(values);
        let place = |wanted: f64| values.iter().position(|value| *value == wanted);
        let is_known = |value: &f64| !value.is_nan();
        if is_value(lowest)
            && is_value(highest)
            && let (Some(low), Some(high)) = (place(lowest), place(highest))
            && let (Some(begins), Some(ends)) =
                (values.iter().position(is_known), values.iter().rposition(is_known))
            && let (Some(first), Some(last)) = (values.get(begins), values.get(ends))
        {
            return Self {
                at,
                first: (begins, *first),
                last: (ends, *last),
                least: (low, lowest),
                greatest: (high, highest),
            };
        }
        // No value at all, or an infinity among them.
        let mut column = Self::empty(at);
        for (bucket, &value) in values.iter().enumerate().filter(|(_, value)| is_value(**value)) {
            if column.is_empty() {
                column.first = (bucket, value);
            }
            column.take(bucket, value);
        }
        column
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

/// The least and greatest of all but `NaN`. Four at a time, which no comparison has to wait for
/// the one before it.
fn extremes(values: &[f64]) -> (f64, f64) {
    let lesser = |value: f64, known: f64| if value < known { value } else { known };
    let greater = |value: f64, known: f64| if value > known { value } else { known };
    let (mut low, mut high) = ([f64::INFINITY; 4], [f64::NEG_INFINITY; 4]);
    let (fours, rest) = values.as_chunks::<4>();
    // Written out, since what is compiled for a small download does not unroll loops.
    for [a, b, c, d] in fours {
        low = [lesser(*a, low[0]), lesser(*b, low[1]), lesser(*c, low[2]), lesser(*d, low[3])];
        high = [greater(*a, high[0]), greater(*b, high[1]), greater(*c, high[2]), greater(*d, high[3])];
    }
    let [low, low_b, low_c, low_d] = low;
    let [high, high_b, high_c, high_d] = high;
    let (mut low, mut high) = (
        lesser(lesser(low, low_b), lesser(low_c, low_d)),
        greater(greater(high, high_b), greater(high_c, high_d)),
    );
    for value in rest {
        low = lesser(*value, low);
        high = greater(*value, high);
    }
    (low, high)
}

/// The least and greatest finite value, or nothing where there is none.
pub fn extent(values: &[f64]) -> Option<(f64, f64)> {
    let column = Column::of(0, values);
    (!column.is_empty()).then_some((column.least.1, column.greatest.1))
}

#[cfg(test)]
mod tests;
