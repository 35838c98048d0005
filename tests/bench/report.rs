//! The results of a run: as a table for people, as JSON with every sample for machines.

use crate::plan::{Case, LIBRARIES, Measure, Plan, Whole};
use crate::stats::Spread;
use serde_json::{Value, json};

/// What all pages said.
pub(crate) struct Results {
    facts: Value,
    pages: Vec<Page>,
}

struct Page {
    round: u32,
    case: &'static str,
    library: &'static str,
    answer: Value,
}

/// The table, and how many bounds do not hold.
pub(crate) struct Table {
    /// Markdown.
    pub(crate) text: String,
    /// Bounds that are not met.
    pub(crate) missed: usize,
}

impl Results {
    /// Nothing yet.
    pub(crate) fn new(facts: Value) -> Self {
        Self { facts, pages: Vec::new() }
    }

    /// Takes what a page answered.
    pub(crate) fn add(&mut self, round: u32, case: &Case, library: &'static str, answer: Value) {
        self.pages.push(Page { round, case: case.name, library, answer });
    }

    /// Everything.
    pub(crate) fn json(&self) -> Value {
        let pages: Vec<Value> = self
            .pages
            .iter()
            .map(|page| {
                json!({
                    "round": page.round,
                    "case": page.case,
                    "library": page.library,
                    "samples": page.answer["samples"],
                    "checks": page.answer["checks"],
                })
            })
            .collect();
        json!({ "facts": self.facts, "unit": "ms", "pages": pages })
    }

    /// One number a round.
    fn rounds(&self, library: &str, case: &Case, measure: Measure, part: &str) -> Vec<(u32, f64)> {
        let pages = self.pages.iter().filter(|page| page.library == library && page.case == case.name);
        pages
            .filter_map(|page| {
                let samples = page.answer["samples"][measure.name].as_array()?;
                let numbers: Vec<f64> = samples.iter().filter_map(|sample| sample[part].as_f64()).collect();
                let whole = match measure.whole {
                    Whole::Median => Spread::of(&numbers)?.median,
                    Whole::Sum => numbers.iter().sum(),
                };
                Some((page.round, whole))
            })
            .collect()
    }

    fn median(&self, library: &str, case: &Case, measure: Measure, part: &str) -> Option<f64> {
        let numbers: Vec<f64> =
            self.rounds(library, case, measure, part).into_iter().map(|(_, n)| n).collect();
        Spread::of(&numbers).map(|spread| spread.median)
    }

    /// How many times what uPlot takes ours takes: within each round, since the two are neighbours
    /// in time there, and then the spread over the rounds.
    fn ratio(&self, case: &Case, measure: Measure) -> Option<Spread> {
        let theirs = self.rounds("uplot", case, measure, "total");
        let ratios: Vec<f64> = self
            .rounds("ours", case, measure, "total")
            .into_iter()
            .filter_map(|(round, ours)| {
                let (_, uplot) = theirs.iter().find(|(other, _)| *other == round)?;
                Some(ours / uplot)
            })
            .collect();
        Spread::of(&ratios)
    }
}

fn milliseconds(number: Option<f64>) -> String {
    match number {
        None => "–".to_owned(),
        Some(number) if number < 10.0 => format!("{number:.2}"),
        Some(number) => format!("{number:.1}"),
    }
}

/// Both tables: how long each library takes, and with what.
pub(crate) fn markdown(plan: &Plan, results: &Results) -> Table {
    let mut table = Table { text: String::new(), missed: 0 };
    let shown: Vec<_> = LIBRARIES.into_iter().filter(|(name, _)| plan.libraries.contains(name)).collect();
    facts(&mut table.text, results);
    let titles: Vec<&str> = shown.iter().map(|(_, title)| *title).collect();
    line(
        &mut table.text,
        &format!(
            "| median of {} rounds, ms | {} | ours ÷ uPlot | quartiles | least – most | bound |  |",
            plan.rounds,
            titles.join(" | ")
        ),
    );
    line(&mut table.text, &format!("|---|{}---:|---|---|---:|---|", "---:|".repeat(shown.len())));
    for case in &plan.cases {
        for measure in case.measures {
            let bound = case.bound.filter(|_| measure.is_bound);
            let medians: Vec<String> = shown
                .iter()
                .map(|(name, _)| milliseconds(results.median(name, case, *measure, "total")))
                .collect();
            let verdict = verdict(&mut table.missed, bound, results.ratio(case, *measure));
            line(&mut table.text, &format!("| {} | {} | {verdict} |", measure.title, medians.join(" | ")));
        }
    }
    line(&mut table.text, "");
    line(&mut table.text, &format!("| script / deferred / layout / raster, ms | {} |", titles.join(" | ")));
    line(&mut table.text, &format!("|---|{}", "---|".repeat(shown.len())));
    for case in &plan.cases {
        for measure in case.measures {
            let of = |name: &str| {
                let parts = ["script", "settle", "layout", "raster"];
                parts.map(|part| milliseconds(results.median(name, case, *measure, part))).join(" / ")
            };
            let cells: Vec<String> = shown.iter().map(|(name, _)| of(name)).collect();
            line(&mut table.text, &format!("| {} | {} |", measure.title, cells.join(" | ")));
        }
    }
    table
}

fn facts(text: &mut String, results: &Results) {
    let word = |name: &str| results.facts[name].as_str().unwrap_or("unknown").to_owned();
    let libraries: Vec<String> = results.facts["libraries"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, version)| format!("{name} {}", version.as_str().unwrap_or("unknown")))
        .collect();
    line(text, &format!("{}, {}; {}.", word("at"), word("browser"), libraries.join(", ")));
    line(
        text,
        &format!(
            "{}, {} cores, {}, {}, kernel {}.\n",
            word("processor"),
            results.facts["cores"],
            word("memory"),
            word("system"),
            word("kernel")
        ),
    );
}

fn verdict(missed: &mut usize, bound: Option<f64>, ratio: Option<Spread>) -> String {
    let Some(ratio) = ratio else { return "– | – | – | – | ".to_owned() };
    let (bound, word) = match bound {
        None => ("–".to_owned(), ""),
        Some(bound) if ratio.median <= bound => (bound.to_string(), "met"),
        Some(bound) => {
            *missed += 1;
            (bound.to_string(), "**bound not met**")
        }
    };
    format!(
        "**{:.2}** | {:.2} – {:.2} | {:.2} – {:.2} | {bound} | {word}",
        ratio.median, ratio.lower, ratio.upper, ratio.least, ratio.most
    )
}

fn line(text: &mut String, words: &str) {
    text.push_str(words);
    text.push('\n');
}
