//! Where the time of a library goes: `BENCH_PROFILE=series BENCH_ONLY=uplot` runs one case under
//! the browser's sampling profiler, with sources that people can read instead of minified ones. The
//! profile is written for the browser's own tools, and its heaviest functions are printed.

use crate::visit::Visit;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// How many functions are printed.
const SHOWN: usize = 25;

/// Runs `case` under the profiler.
pub(crate) async fn profile(visits: &Visit, library: &str, case: &str, into: &Path) {
    visits.open(library, "&readable").await;
    visits.devtools("Profiler.enable", json!({})).await;
    visits.devtools("Profiler.setSamplingInterval", json!({ "interval": 100 })).await;
    visits.devtools("Profiler.start", json!({})).await;
    visits.call(library, &format!("window.bench.run({case:?}).then(() => null)")).await;
    let mut answer = visits.devtools("Profiler.stop", json!({})).await;
    let profile = answer["profile"].take();
    let file = into.join(format!("{library}-{case}.cpuprofile"));
    std::fs::write(&file, profile.to_string()).unwrap();
    crate::say(&format!("\n{library}, {case} ({})", file.display()));
    for (name, milliseconds) in heaviest(&profile) {
        crate::say(&format!("{milliseconds:>10.1} ms  {name}"));
    }
}

/// Functions by the time that was spent in them and not in what they called.
fn heaviest(profile: &Value) -> Vec<(String, f64)> {
    let mut names = BTreeMap::new();
    for node in profile["nodes"].as_array().into_iter().flatten() {
        let frame = &node["callFrame"];
        let file = frame["url"].as_str().unwrap_or_default().rsplit('/').next().unwrap_or_default();
        let name = frame["functionName"].as_str().filter(|name| !name.is_empty()).unwrap_or("(anonymous)");
        let line = frame["lineNumber"].as_i64().unwrap_or(-1) + 1;
        names.insert(node["id"].as_u64(), format!("{name} {file}:{line}"));
    }
    let samples = profile["samples"].as_array().into_iter().flatten();
    let deltas = profile["timeDeltas"].as_array().into_iter().flatten();
    let mut spent: BTreeMap<&str, f64> = BTreeMap::new();
    for (sample, delta) in samples.zip(deltas) {
        if let Some(name) = names.get(&sample.as_u64()) {
            *spent.entry(name).or_default() += delta.as_f64().unwrap_or(0.0) / 1_000.0;
        }
    }
    let mut spent: Vec<_> = spent.into_iter().map(|(name, time)| (name.to_owned(), time)).collect();
    spent.sort_by(|a, b| b.1.total_cmp(&a.1));
    spent.truncate(SHOWN);
    spent
}
