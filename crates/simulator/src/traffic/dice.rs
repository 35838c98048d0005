//! Chance, repeatable: every happening has dice of its own, seeded by what it is and when it
//! begins. Nothing is drawn from one running generator, so a stretch of time looks the same
//! whatever was generated before it.

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Which kind of happening dice belong to; part of their seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Stream {
    /// How many requests begin in a second, and each of them.
    Requests,
    /// Generations that people ask for one by one.
    Generations,
    /// Generations of a bulk import.
    Bulk,
    /// Gauge readings.
    Gauges,
    /// Lines that nobody counts.
    Chatter,
    /// The slow wobble of loads and levels.
    Noise,
    /// New versions that go live.
    Deploys,
}

/// Dice for one happening.
#[derive(Debug, Clone)]
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    /// Dice for happening number `index` of `stream` in time slot `slot`. All four words go into
    /// the key of the cipher, so that neighbours have nothing in common.
    pub(super) fn new(seed: u64, stream: Stream, slot: i64, index: u64) -> Self {
        let mut key = [0_u8; 32];
        let words = [seed, stream as u64, slot.cast_unsigned(), index];
        for (target, source) in key.iter_mut().zip(words.iter().flat_map(|word| word.to_le_bytes())) {
            *target = source;
        }
        Self(ChaCha8Rng::from_seed(key))
    }

    /// Uniform in `[0, 1)`.
    pub(super) fn unit(&mut self) -> f64 {
        self.0.random()
    }

    /// Uniform in `[low, high)`.
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// Uniform whole number in `[0, count)`; 0 when there is nothing to choose from.
    pub(super) fn below(&mut self, count: u32) -> u32 {
        if count == 0 { 0 } else { self.0.random_range(0..count) }
    }

    /// True with this probability.
    pub(super) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// Standard normal (Box–Muller).
    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.unit()).cos()
    }

    /// Log-normal with this median; `sigma` is the spread of the logarithm.
    pub(super) fn log_normal(&mut self, median: f64, sigma: f64) -> f64 {
        median * (sigma * self.normal()).exp()
    }

    /// Log-normal, in whole milliseconds between 1 and `longest_ms`.
    pub(super) fn log_normal_ms(&mut self, median_ms: f64, sigma: f64, longest_ms: i64) -> i64 {
        to_ms(self.log_normal(median_ms, sigma)).clamp(1, longest_ms.max(1))
    }

    /// How many independent happenings there are when `mean` are expected.
    pub(super) fn poisson(&mut self, mean: f64) -> u64 {
        if mean <= 0.0 {
            return 0;
        }
        if mean > 60.0 {
            // Knuth's method takes a draw for each happening, and e^-mean leaves the range of f64
            // for large means; the normal approximation is within a per cent here.
            return to_count(mean + mean.sqrt() * self.normal());
        }
        let limit = (-mean).exp();
        let mut product = self.unit();
        let mut count = 0;
        while product > limit {
            product *= self.unit();
            count += 1;
        }
        count
    }

    /// One of `others` with its probability, `usual` with what remains of 1.
    pub(super) fn pick<T: Copy>(&mut self, usual: T, others: &[(f64, T)]) -> T {
        let mut left = self.unit();
        for &(probability, item) in others {
            if left < probability {
                return item;
            }
            left -= probability;
        }
        usual
    }

    /// 128 random bits, for ids.
    pub(super) fn bits(&mut self) -> u128 {
        (u128::from(self.0.next_u64()) << 64) | u128::from(self.0.next_u64())
    }
}

/// Rounds to whole milliseconds; NaN is 0.
#[allow(clippy::cast_possible_truncation, reason = "float casts saturate, which is what is wanted")]
pub(super) fn to_ms(value: f64) -> i64 {
    value.round() as i64
}

/// Rounds to a count; negative and NaN are 0.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "float casts saturate at 0, which is what is wanted"
)]
fn to_count(value: f64) -> u64 {
    value.round() as u64
}

/// Milliseconds as a float; exact below 2^53, far beyond any date.
#[allow(clippy::cast_precision_loss, reason = "exact for every date within reach")]
pub(super) fn float_ms(ms: i64) -> f64 {
    ms as f64
}

/// Noise in `[-1, 1]` that moves smoothly: random anchors every `period_ms`, eased between them.
/// `lane` keeps curves apart.
pub(super) fn smooth_noise(seed: u64, lane: u64, at_ms: i64, period_ms: i64) -> f64 {
    let slot = at_ms.div_euclid(period_ms);
    let within = float_ms(at_ms.rem_euclid(period_ms)) / float_ms(period_ms);
    let anchor = |slot| Dice::new(seed, Stream::Noise, slot, lane).between(-1.0, 1.0);
    let eased = within * within * (3.0 - 2.0 * within);
    let (before, after) = (anchor(slot), anchor(slot + 1));
    before + (after - before) * eased
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dice() -> Dice {
        Dice::new(7, Stream::Chatter, 3, 1)
    }

    #[test]
    fn same_name_same_dice_other_name_other_dice() {
        assert_eq!(dice().bits(), dice().bits());
        for other in [
            Dice::new(8, Stream::Chatter, 3, 1),
            Dice::new(7, Stream::Requests, 3, 1),
            Dice::new(7, Stream::Chatter, -3, 1),
            Dice::new(7, Stream::Chatter, 3, 2),
        ] {
            assert_ne!(dice().bits(), other.clone().bits());
        }
    }

    #[test]
    fn distributions_have_their_means() {
        let mut dice = dice();
        for mean in [0.3, 5.0, 200.0] {
            let total: u64 = (0..4_000).map(|_| dice.poisson(mean)).sum();
            let measured = float_ms(i64::try_from(total).unwrap()) / 4_000.0;
            assert!((measured / mean - 1.0).abs() < 0.08, "poisson {mean}: {measured}");
        }
        let mut draws: Vec<f64> = (0..4_001).map(|_| dice.log_normal(50.0, 0.4)).collect();
        draws.sort_by(f64::total_cmp);
        assert!((draws[2_000] / 50.0 - 1.0).abs() < 0.08);
        let hits = (0..4_000).filter(|_| dice.pick(0, &[(0.2, 1), (0.3, 2)]) == 2).count();
        assert!((1_080..1_320).contains(&hits), "{hits}");
    }

    #[test]
    fn noise_is_smooth_and_bounded() {
        let mut previous = smooth_noise(1, 2, 0, 60_000);
        for second in 1..600 {
            let value = smooth_noise(1, 2, second * 1_000, 60_000);
            assert!(value.abs() <= 1.0 && (value - previous).abs() < 0.06);
            previous = value;
        }
    }
}
