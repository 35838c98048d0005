//! A mergeable summary of a distribution: `DDSketch` with 1 % relative error.
//!
//! The crate `sketches-ddsketch` keeps its bins private, so a count of the values below a limit
//! would have to be searched for by asking for quantiles, and its bins are dense, 1 KiB at the
//! least for each of the thousands of buckets that the writer holds. This one keeps the bins that
//! exist, sorted, and writes them as a few bytes each. A test holds both to the same answers.
//!
//! Policy: only finite values are taken; a value nearer to zero than 1e-9 is zero; negative values
//! are kept as exactly as positive ones. Merging is exact: a sketch of all values equals the merge
//! of the sketches of any partition of them.

use thiserror::Error;

/// The relative error of any quantile: 1 %.
pub const RELATIVE_ERROR: f64 = 0.01;
/// Bounds of neighbouring bins differ by this factor, `(1 + error) / (1 - error)`.
const GAMMA: f64 = (1.0 + RELATIVE_ERROR) / (1.0 - RELATIVE_ERROR);
/// Nearer to zero than this is zero.
const SMALLEST: f64 = 1e-9;
/// Added to the logarithm of a magnitude, so that every slot of a positive value is above 0.
const SLOT_OFFSET: i32 = 1_100;
/// The most bins of one sketch. Durations between a microsecond and a week need 1,400; what comes
/// on top merges the bins of the smallest magnitudes, which no latency question is about.
const MOST_BINS: usize = 2_048;

/// Some values that are equal within the relative error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Bin {
    /// Position on the value axis: 0 for zero, negative for negative values. Ordered as values.
    slot: i32,
    count: u64,
}

/// A mergeable summary of finite numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sketch {
    /// Sorted by slot, each slot once, no count of zero.
    bins: Vec<Bin>,
    count: u64,
}

/// Why bytes are no sketch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("these bytes are not a sketch")]
pub struct SketchBytesError;

impl Sketch {
    /// Adds one value; a value that is not finite is left out.
    pub fn add(&mut self, value: f64) {
        if !value.is_finite() {
            return;
        }
        let slot = slot_of(value);
        self.count += 1;
        match self.bins.binary_search_by_key(&slot, |bin| bin.slot) {
            Ok(at) => {
                if let Some(bin) = self.bins.get_mut(at) {
                    bin.count += 1;
                }
            }
            Err(at) => {
                self.bins.insert(at, Bin { slot, count: 1 });
                self.collapse();
            }
        }
    }

    /// Adds all values of another sketch.
    pub fn merge(&mut self, other: &Self) {
        if other.bins.is_empty() {
            return;
        }
        if self.bins.is_empty() {
            self.clone_from(other);
            return;
        }
        let mut merged = Vec::with_capacity(self.bins.len() + other.bins.len());
        let mut mine = self.bins.iter().copied().peekable();
        for &theirs in &other.bins {
            while let Some(bin) = mine.next_if(|bin| bin.slot < theirs.slot) {
                merged.push(bin);
            }
            let here = mine.next_if(|bin| bin.slot == theirs.slot).map_or(0, |bin| bin.count);
            merged.push(Bin { slot: theirs.slot, count: theirs.count + here });
        }
        merged.extend(mine);
        self.bins = merged;
        self.count += other.count;
        self.collapse();
    }

    /// How many values were added.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The value below which the share `q` (0 to 1) of the values lies, within 1 % of the value of
    /// that rank; none when there is no value or `q` is no share.
    pub fn quantile(&self, q: f64) -> Option<f64> {
        if self.count == 0 || !(0.0..=1.0).contains(&q) {
            return None;
        }
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a rank is not negative, and beyond 2^53 values an error of one rank does not matter"
        )]
        let rank = (q * (self.count - 1) as f64) as u64;
        let mut below = 0;
        for bin in &self.bins {
            below += bin.count;
            if below > rank {
                return Some(value_of(bin.slot));
            }
        }
        self.bins.last().map(|bin| value_of(bin.slot))
    }

    /// How many values are below `value`; those within 1 % of it may count as either.
    pub fn count_below(&self, value: f64) -> u64 {
        if value.is_nan() {
            return 0;
        }
        self.bins.iter().take_while(|bin| value_of(bin.slot) < value).map(|bin| bin.count).sum()
    }

    /// A few bytes a bin: the number of bins, then slot differences and counts, all as varints.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(2 + self.bins.len() * 3);
        write_varint(&mut bytes, self.bins.len() as u64);
        let mut previous = 0_i32;
        for bin in &self.bins {
            write_varint(&mut bytes, zigzag(i64::from(bin.slot) - i64::from(previous)));
            write_varint(&mut bytes, bin.count);
            previous = bin.slot;
        }
        bytes
    }

    /// What [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    /// When the bytes are cut short, go on after the end or break the order of bins.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SketchBytesError> {
        let mut rest = bytes;
        let length = usize::try_from(read_varint(&mut rest)?).map_err(|_e| SketchBytesError)?;
        if length > MOST_BINS {
            return Err(SketchBytesError);
        }
        let mut sketch = Self { bins: Vec::with_capacity(length), count: 0 };
        let mut previous: Option<i32> = None;
        for _ in 0..length {
            let difference = unzigzag(read_varint(&mut rest)?);
            let slot = i64::from(previous.unwrap_or(0))
                .checked_add(difference)
                .and_then(|slot| i32::try_from(slot).ok())
                .ok_or(SketchBytesError)?;
            let count = read_varint(&mut rest)?;
            if count == 0 || previous.is_some_and(|previous| slot <= previous) {
                return Err(SketchBytesError);
            }
            sketch.bins.push(Bin { slot, count });
            sketch.count = sketch.count.checked_add(count).ok_or(SketchBytesError)?;
            previous = Some(slot);
        }
        if rest.is_empty() { Ok(sketch) } else { Err(SketchBytesError) }
    }

    /// Keeps the number of bins bounded by merging bins nearest to zero.
    fn collapse(&mut self) {
        while self.bins.len() > MOST_BINS {
            let nearest =
                self.bins.iter().enumerate().min_by_key(|(_, bin)| bin.slot.abs()).map(|(at, _)| at);
            let Some(at) = nearest else { return };
            let removed = self.bins.remove(at);
            // The neighbour of the next larger magnitude takes it in.
            let neighbour = if removed.slot < 0 { at.checked_sub(1).unwrap_or(at) } else { at };
            if let Some(bin) = self.bins.get_mut(neighbour) {
                bin.count += removed.count;
            }
        }
    }
}

fn slot_of(value: f64) -> i32 {
    let magnitude = value.abs();
    if magnitude < SMALLEST {
        return 0;
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the logarithm of a finite number is below 36,000 here"
    )]
    let key = (magnitude.ln() / GAMMA.ln()).ceil() as i32;
    let slot = key + SLOT_OFFSET;
    if value < 0.0 { -slot } else { slot }
}

/// The middle of a slot, at most 1 % away from any value in it.
fn value_of(slot: i32) -> f64 {
    if slot == 0 {
        return 0.0;
    }
    let magnitude = GAMMA.powi(slot.saturating_abs() - SLOT_OFFSET) * 2.0 / (1.0 + GAMMA);
    if slot < 0 { -magnitude } else { magnitude }
}

fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)).cast_unsigned()
}

fn unzigzag(value: u64) -> i64 {
    (value >> 1).cast_signed() ^ -((value & 1).cast_signed())
}

fn write_varint(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    #[expect(clippy::cast_possible_truncation, reason = "the loop leaves seven bits")]
    bytes.push(value as u8);
}

fn read_varint(bytes: &mut &[u8]) -> Result<u64, SketchBytesError> {
    let mut value = 0_u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first().ok_or(SketchBytesError)?;
        *bytes = rest;
        let bits = u64::from(byte & 0x7f);
        if shift == 63 && bits > 1 {
            return Err(SketchBytesError);
        }
        value |= bits << shift;
        if byte & 0x80 == 0 {
            return Ok(value);
        }
    }
    Err(SketchBytesError)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use sketches_ddsketch::{Config, DDSketch};

    fn sketch_of(values: &[f64]) -> Sketch {
        let mut sketch = Sketch::default();
        for value in values {
            sketch.add(*value);
        }
        sketch
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a few hundred values"
    )]
    fn exact(values: &[f64], q: f64) -> f64 {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        sorted[(q * (sorted.len() - 1) as f64) as usize]
    }

    /// Numbers of all the sizes that durations and gauges have, and some that they have not.
    fn value() -> impl Strategy<Value = f64> {
        prop_oneof![
            8 => (-3.0..8.0_f64).prop_map(|exponent| 10_f64.powf(exponent)),
            1 => 0.0..100.0_f64,
            1 => -1e6..0.0_f64,
            1 => Just(0.0),
        ]
    }

    #[test]
    fn an_empty_one_knows_nothing() {
        let empty = Sketch::default();
        assert_eq!((empty.quantile(0.5), empty.count(), empty.count_below(1e9)), (None, 0, 0));
        assert_eq!(Sketch::from_bytes(&empty.to_bytes()), Ok(empty));
        assert_eq!(sketch_of(&[f64::NAN, f64::INFINITY, f64::NEG_INFINITY]).count(), 0);
        assert_eq!((sketch_of(&[1.0]).quantile(-0.1), sketch_of(&[1.0]).quantile(f64::NAN)), (None, None));
    }

    #[test]
    fn extremes_are_taken() {
        let sketch = sketch_of(&[f64::MAX, f64::MIN, f64::MIN_POSITIVE, -0.0, 1e-9, 1e300]);
        assert_eq!(sketch.count(), 6);
        assert_eq!(Sketch::from_bytes(&sketch.to_bytes()), Ok(sketch));
    }

    #[test]
    fn counts_below_a_limit() {
        let values: Vec<f64> = (1..=1_000).map(f64::from).collect();
        let sketch = sketch_of(&values);
        for limit in [0.5, 10.0, 250.0, 777.0, 1_000.0, 2_000.0] {
            let exact = |limit: f64| values.iter().filter(|value| **value < limit).count() as u64;
            let told = sketch.count_below(limit);
            assert!((exact(limit * 0.985)..=exact(limit * 1.015)).contains(&told), "{told} below {limit}");
        }
        assert_eq!(
            (sketch.count_below(-1.0), sketch.count_below(f64::INFINITY), sketch.count_below(f64::NAN)),
            (0, 1_000, 0)
        );
    }

    #[test]
    fn its_size_is_bounded_and_large_values_stay_exact() {
        let mut sketch = Sketch::default();
        for exponent in -600..600 {
            for fraction in 0..10 {
                sketch.add(10_f64.powf(f64::from(exponent) / 2.0 + f64::from(fraction) / 20.0));
            }
        }
        assert!(sketch.bins.len() <= MOST_BINS && sketch.to_bytes().len() <= 4 * MOST_BINS);
        let largest = sketch.quantile(1.0).unwrap();
        assert!((largest / 10_f64.powf(299.95) - 1.0).abs() < 0.011, "{largest}");
    }

    #[test]
    fn a_typical_bucket_takes_few_bytes() {
        // 200 durations around 300 ms.
        let values: Vec<f64> = (0..200).map(|number| 300.0 * (1.0 + f64::from(number % 37) / 40.0)).collect();
        assert!(sketch_of(&values).to_bytes().len() < 100);
    }

    #[test]
    fn what_is_no_sketch_is_refused() {
        let bytes = sketch_of(&[1.0, 2.0, 3.0]).to_bytes();
        for cut in 0..bytes.len() {
            assert_eq!(Sketch::from_bytes(&bytes[..cut]), Err(SketchBytesError));
        }
        let mut longer = bytes;
        longer.push(0);
        assert_eq!(Sketch::from_bytes(&longer), Err(SketchBytesError));
        // Bins out of order, an empty bin, a count beyond all bounds.
        for bytes in
            [vec![2, 4, 1, 3, 1], vec![1, 4, 0], vec![1, 4, 255, 255, 255, 255, 255, 255, 255, 255, 255, 2]]
        {
            assert_eq!(Sketch::from_bytes(&bytes), Err(SketchBytesError));
        }
    }

    proptest! {
        #[test]
        fn quantiles_are_within_one_percent(values in prop::collection::vec(value(), 1..400), q in 0.0..=1.0_f64) {
            let (told, exact) = (sketch_of(&values).quantile(q).unwrap(), exact(&values, q));
            prop_assert!((told - exact).abs() <= exact.abs() * 0.010_001, "{told} is not {exact}");
        }

        #[test]
        fn it_tells_what_the_crate_tells(values in prop::collection::vec((-3.0..8.0_f64).prop_map(|exponent| 10_f64.powf(exponent)), 1..300)) {
            let mut reference = DDSketch::new(Config::new(RELATIVE_ERROR, 4_096, SMALLEST));
            for value in &values {
                reference.add(*value);
            }
            let sketch = sketch_of(&values);
            for q in [0.1, 0.5, 0.9, 0.99] {
                let (ours, theirs) = (sketch.quantile(q).unwrap(), reference.quantile(q).unwrap().unwrap());
                // A value at the very bound of two bins may fall into either by the last bit.
                prop_assert!((ours / theirs - 1.0).abs() < 0.021, "{ours} is not {theirs}");
            }
        }

        #[test]
        fn merging_is_exact_and_in_any_order(parts in prop::collection::vec(prop::collection::vec(value(), 0..60), 0..6)) {
            let whole = sketch_of(&parts.concat());
            let mut forwards = Sketch::default();
            for part in &parts {
                forwards.merge(&sketch_of(part));
            }
            let mut backwards = Sketch::default();
            for part in parts.iter().rev() {
                backwards.merge(&sketch_of(part));
            }
            prop_assert_eq!(&forwards, &whole);
            prop_assert_eq!(&backwards, &whole);
            prop_assert_eq!(Sketch::from_bytes(&whole.to_bytes()), Ok(whole));
        }

        #[test]
        fn bytes_of_any_kind_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            if let Ok(sketch) = Sketch::from_bytes(&bytes) {
                prop_assert!(sketch.count() == 0 || sketch.quantile(0.5).is_some());
            }
        }
    }
}
