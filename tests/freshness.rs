//! Old data is never shown as current: silence of the sources and a cut connection are told apart,
//! in words, on every panel.

use contract::catalogue::DashboardId;
use e2e::{Browser, Look, Page, Server, eventually};
use serde_json::json;

async fn body(page: &Page) -> String {
    page.browser.script("return document.body.innerText").await.as_str().unwrap().to_owned()
}

async fn until_body(page: &Page, what: &str, holds: impl Fn(&str) -> bool) {
    eventually(what, || async { holds(&body(page).await).then_some(()) }).await;
}

#[tokio::test]
async fn when_the_sources_fall_silent_every_panel_says_so_and_nothing_stays_green() {
    let server = Server::start_with(&[("MONITOR_FRESHNESS_STALE_AFTER", "3s")]).await;
    let mut simulator = server.simulate(&["--backfill", "20m"]);
    let page = Page::open(Browser::open(Look::DESKTOP).await, &server, "/").await;
    until_body(&page, "the page is live", |text| text.contains("live, data through")).await;
    let marks = "return [...document.querySelectorAll('main .is-ok')].filter(e => e.offsetParent).length";
    eventually("something is green while data flows", || async {
        (page.browser.script(marks).await.as_u64()? > 0).then_some(())
    })
    .await;

    simulator.kill().unwrap();
    simulator.wait().unwrap();
    until_body(&page, "the shell says that all is silent", |text| text.contains("all sources silent since"))
        .await;
    for id in DashboardId::ALL {
        page.follow(id.short_title()).await;
        page.browser.one("heading", id.title()).await;
        page.until_drawn().await;
        eventually(&format!("every panel of {} says that it is old", id.title()), || async {
            let panels = page.browser.all("region", None).await;
            let mut said = !panels.is_empty();
            for panel in panels {
                let text = panel.text().await;
                said &= text.contains("stale since") || text.contains("no data");
            }
            said.then_some(())
        })
        .await;
        assert_eq!(page.browser.script(marks).await, 0, "nothing on {} stays green", id.title());
    }
}

#[tokio::test]
async fn a_cut_connection_is_told_from_silence_and_heals() {
    let server = Server::start_with(&[("MONITOR_FRESHNESS_STALE_AFTER", "1h")]).await;
    server.send_lines(&[json!({ "service": "backend", "http_status": 200, "duration_ms": 10 })]).await;
    let page = Page::open(Browser::open(Look::DESKTOP).await, &server, "/").await;
    until_body(&page, "the page is live", |text| text.contains("live, data through")).await;
    page.browser.set_online(false).await;
    until_body(&page, "the page says that it is cut off", |text| text.contains("cut off from the server"))
        .await;
    page.browser.set_online(true).await;
    until_body(&page, "the page is live again", |text| text.contains("live, data through")).await;
}

#[tokio::test]
async fn a_server_that_dies_and_comes_back_is_noticed_both_times() {
    let mut server = Server::start_with(&[("MONITOR_FRESHNESS_STALE_AFTER", "1h")]).await;
    server.send_lines(&[json!({ "service": "backend", "http_status": 200, "duration_ms": 10 })]).await;
    let page = Page::open(Browser::open(Look::DESKTOP).await, &server, "/dashboards/api").await;
    page.panel("Routes").await;
    server.kill();
    until_body(&page, "the page says that it is cut off", |text| text.contains("cut off from the server"))
        .await;
    server.restart().await;
    until_body(&page, "the page is connected again", |text| !text.contains("cut off from the server")).await;
    // What was answered with a 202 before the kill is still there.
    let rows = page.panel("Request rate").await.rows().await;
    // One request in a bucket of 10 or 20 s, of which the newest is judged by what has passed of it.
    let rate = |row: &Vec<String>| row[1].strip_suffix(" /s").and_then(|rate| rate.parse::<f64>().ok());
    let rates: Vec<f64> = rows.iter().filter_map(rate).filter(|rate| *rate > 0.0).collect();
    assert!(matches!(rates[..], [rate] if (0.049..=0.21).contains(&rate)), "{rows:?}");
}

#[tokio::test]
async fn a_line_moves_the_dashboard_without_a_reload() {
    let server = Server::start().await;
    let page = Page::open(Browser::open(Look::DESKTOP).await, &server, "/dashboards/generations").await;
    until_body(&page, "the empty page says how to send a line", |text| text.contains("curl")).await;
    for number in 1..=3 {
        let line = json!({ "service": "backend", "message": "Generation completed", "generation_id": format!("g-{number}"), "duration_ms": 15_000 });
        server.send_lines(&[line]).await;
        page.panel("Generations now").await.until_it_says(&format!("Completed {number}")).await;
    }
    // The median of generations of 15 s is 15 s, in whichever bucket they were counted.
    let rows = page.panel("Generation latency").await.rows().await;
    assert!(rows.iter().any(|row| row[1].starts_with("15")), "{rows:?}");
}
