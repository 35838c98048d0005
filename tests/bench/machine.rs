//! Where and with what a run was made: without that, no figure means anything.

use crate::plan::Plan;
use e2e::Browser;
use serde_json::{Map, Value, json};
use std::path::Path;

/// Versions of everything, the machine, the date.
pub(crate) async fn facts(browser: &Browser, packages: &Path, plan: &Plan, ratio: f64) -> Value {
    let version = browser.devtools("Browser.getVersion", json!({})).await;
    let libraries: Map<String, Value> = plan
        .libraries
        .iter()
        .map(|library| ((*library).to_owned(), version_of(library, packages).into()))
        .collect();
    json!({
        "at": chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        "browser": version["product"],
        "javascript": version["jsVersion"],
        "libraries": libraries,
        "processor": line_of("/proc/cpuinfo", "model name"),
        "cores": std::thread::available_parallelism().map_or(0, std::num::NonZero::get),
        "memory": line_of("/proc/meminfo", "MemTotal"),
        "kernel": read("/proc/sys/kernel/osrelease"),
        "system": line_of("/etc/os-release", "PRETTY_NAME"),
        "device_pixel_ratio": ratio,
        "rounds": plan.rounds,
        "seed": plan.seed,
    })
}

fn version_of(library: &str, packages: &Path) -> String {
    let package = match library {
        "ours" => return std::env::var("BENCH_COMMIT").unwrap_or_else(|_| "unknown".to_owned()),
        "chartjs" => "chart.js",
        other => other,
    };
    let text = std::fs::read(packages.join(package).join("package.json")).unwrap();
    let parsed: Value = serde_json::from_slice(&text).unwrap();
    parsed["version"].as_str().unwrap_or("unknown").to_owned()
}

fn read(path: &str) -> String {
    std::fs::read_to_string(path).unwrap_or_default().trim().to_owned()
}

/// What stands behind a word, in a file of lines like `word : value` or `WORD="value"`.
fn line_of(path: &str, word: &str) -> String {
    read(path)
        .lines()
        .find_map(|line| {
            let rest = line.strip_prefix(word)?.trim_start();
            Some(rest.trim_start_matches([':', '=']).trim().trim_matches('"').to_owned())
        })
        .unwrap_or_else(|| "unknown".to_owned())
}
