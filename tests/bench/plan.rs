//! What is measured, how often, in which order, and the bounds that ours has to hold.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

/// How one number comes from the samples of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whole {
    /// The median: each sample is one whole thing, like creating a chart.
    Median,
    /// The sum: only all of them together are the thing, like two hundred moves of the mouse.
    Sum,
}

/// A series of samples that a case gives.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measure {
    /// Its name in what the page answers.
    pub(crate) name: &'static str,
    /// Its words in the table.
    pub(crate) title: &'static str,
    /// How it becomes one number.
    pub(crate) whole: Whole,
    /// Whether the bound of its case is one for it, too.
    pub(crate) is_bound: bool,
}

/// A page with something to do for a library.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Case {
    /// By which it is chosen with `BENCH_CASES`.
    pub(crate) number: u8,
    /// Its name in the page.
    pub(crate) name: &'static str,
    /// What it gives.
    pub(crate) measures: &'static [Measure],
    /// How many times what uPlot takes ours may take.
    pub(crate) bound: Option<f64>,
}

const fn median(name: &'static str, title: &'static str) -> Measure {
    Measure { name, title, whole: Whole::Median, is_bound: true }
}

/// Shown beside what the bound is for.
const fn beside(name: &'static str, title: &'static str) -> Measure {
    Measure { is_bound: false, ..median(name, title) }
}

const fn sum(title: &'static str) -> Measure {
    Measure { name: "moves", title, whole: Whole::Sum, is_bound: true }
}

const CASES: [Case; 6] = [
    Case {
        number: 1,
        name: "series",
        measures: &[median("cold", "3 × 55,550 points, cold"), median("warm", "3 × 55,550 points, warm")],
        bound: Some(0.5),
    },
    Case {
        number: 2,
        name: "update",
        measures: &[median("update", "live update of 3 × 3,600 points")],
        bound: Some(0.7),
    },
    Case {
        number: 3,
        name: "million",
        measures: &[beside("cold", "1,000,000 points, cold"), median("warm", "1,000,000 points, warm")],
        bound: Some(0.3),
    },
    Case {
        number: 4,
        name: "moves-55550",
        measures: &[sum("200 mouse moves over 3 × 55,550 points")],
        bound: Some(0.5),
    },
    Case {
        number: 4,
        name: "moves-3600",
        measures: &[sum("200 mouse moves over 3 × 3,600 points")],
        bound: Some(0.5),
    },
    Case {
        number: 5,
        name: "dashboard",
        measures: &[
            beside("cold", "20 charts of 1,000 points, cold"),
            median("warm", "20 charts of 1,000 points, warm"),
        ],
        bound: Some(0.7),
    },
];

/// The libraries by the names of their adapters, and in words.
pub(crate) const LIBRARIES: [(&str, &str); 4] =
    [("ours", "ours"), ("uplot", "uPlot"), ("chartjs", "Chart.js"), ("echarts", "ECharts")];

/// What this run does.
pub(crate) struct Plan {
    /// How many rounds.
    pub(crate) rounds: u32,
    /// Adapters that take part.
    pub(crate) libraries: Vec<&'static str>,
    /// Cases that take part.
    pub(crate) cases: Vec<Case>,
    /// What the order is drawn from.
    pub(crate) seed: u64,
    /// The one case to profile instead of measuring.
    pub(crate) profile: Option<String>,
}

impl Plan {
    /// Reads `BENCH_ROUNDS`, `BENCH_ONLY`, `BENCH_CASES`, `BENCH_SEED` and `BENCH_PROFILE`.
    pub(crate) fn from_environment() -> Self {
        let list = |name: &str| {
            let text = std::env::var(name).ok().filter(|text| !text.is_empty())?;
            Some(text.split(',').map(|word| word.trim().to_owned()).collect::<Vec<_>>())
        };
        let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
        let (only, cases) = (list("BENCH_ONLY"), list("BENCH_CASES"));
        let is_chosen = |chosen: &Option<Vec<String>>, word: &str| {
            chosen.as_ref().is_none_or(|c| c.iter().any(|w| w == word))
        };
        Self {
            rounds: number("BENCH_ROUNDS").and_then(|rounds| rounds.try_into().ok()).unwrap_or(9),
            libraries: LIBRARIES
                .iter()
                .map(|(name, _)| *name)
                .filter(|name| is_chosen(&only, name))
                .collect(),
            cases: CASES.into_iter().filter(|case| is_chosen(&cases, &case.number.to_string())).collect(),
            seed: number("BENCH_SEED").unwrap_or(1),
            profile: std::env::var("BENCH_PROFILE").ok().filter(|name| !name.is_empty()),
        }
    }

    /// The libraries as they take turns in a case of a round: shuffled, each round anew.
    pub(crate) fn order(&self, round: u32, case: &Case) -> Vec<&'static str> {
        let mut order = self.libraries.clone();
        order.sort_by_key(|library| {
            let mut hasher = DefaultHasher::new();
            (self.seed, round, case.name, library).hash(&mut hasher);
            hasher.finish()
        });
        order
    }
}
