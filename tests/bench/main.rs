//! The side-by-side benchmark of charts: ours, uPlot, Chart.js and `ECharts` in one headless Chromium.
//! `docs/benchmarks.md` explains what is timed and why that is fair; `make bench` runs it.
//!
//! Each sample has a page, an origin and so a process of the browser to itself, and the libraries
//! take turns within every round in an order that a seed decides, so that whatever else the
//! machine does in the meantime meets all of them.

mod machine;
mod plan;
mod profile;
mod report;
mod serve;
mod stats;
mod visit;

use e2e::{Browser, Look};
use plan::Plan;
use report::Results;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use visit::Visit;

/// High enough for twenty charts: what is out of view is no fair comparison, since some do not draw it.
const LOOK: Look = Look { width: 1940, height: 2200, ratio: 1.0, scheme: "light", is_touch: false };

#[tokio::main]
async fn main() -> ExitCode {
    let plan = Plan::from_environment();
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let packages = PathBuf::from(variable("BENCH_PACKAGES"));
    let into = PathBuf::from(variable("BENCH_INTO"));
    std::fs::create_dir_all(&into).unwrap();
    let folders = serve::Folders {
        page: here.join("bench/page"),
        app: std::env::var_os("BENCH_APP").map_or_else(|| here.join("../dist-lab"), PathBuf::from),
        packages: packages.clone(),
    };
    let port = serve::serve(folders).await;
    let browser = Browser::open_with(LOOK, &["--js-flags=--expose-gc"]).await;
    let visits = Visit::all_of(&browser, port);

    if let Some(case) = &plan.profile {
        for library in &plan.libraries {
            profile::profile(&visits, library, case, &into).await;
        }
        return ExitCode::SUCCESS;
    }
    for library in &plan.libraries {
        for picture in ["series", "dashboard"] {
            let image = visits.picture(library, picture, LOOK.width).await;
            std::fs::write(into.join(format!("{library}-{picture}.png")), image).unwrap();
        }
    }
    let mut results = Results::new(machine::facts(&browser, &packages, &plan, LOOK.ratio).await);
    for round in 0..plan.rounds {
        for case in &plan.cases {
            for library in plan.order(round, case) {
                results.add(round, case, library, visits.run(library, case.name, round).await);
            }
        }
        say(&format!("round {} of {} done", round + 1, plan.rounds));
    }
    let table = report::markdown(&plan, &results);
    say(&format!("\n{}", table.text));
    std::fs::write(into.join("charts.json"), results.json().to_string()).unwrap();
    std::fs::write(into.join("charts.md"), &table.text).unwrap();
    if table.missed > 0 && std::env::var_os("BENCH_STRICT").is_some_and(|strict| strict == "1") {
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn variable(name: &str) -> std::ffi::OsString {
    std::env::var_os(name).unwrap_or_else(|| panic!("{name} is not set; run .ci/bench"))
}

#[expect(clippy::print_stdout, reason = "what it finds is what it is for")]
fn say(line: &str) {
    println!("{line}");
}
