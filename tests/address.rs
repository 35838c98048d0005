//! The address is the state: it survives reload, Back and Forward, and a malformed part falls
//! back and says so.

use e2e::{Browser, Look, Page, Server, eventually};

async fn until_address_has(page: &Page, part: &str) {
    eventually(&format!("the address has {part:?}"), || async {
        page.browser.address().await.as_str().contains(part).then_some(())
    })
    .await;
}

#[tokio::test]
async fn back_and_forward_walk_through_pages_and_ranges() {
    let server = Server::start().await;
    let page = Page::open(Browser::open(Look::DESKTOP).await, &server, "/").await;
    assert_eq!(page.browser.title().await, "System Overview · Sartiq Monitor");

    page.follow("Queues").await;
    until_address_has(&page, "/dashboards/queues").await;
    page.browser.one("heading", "Queue Health").await;

    page.visit("/dashboards/queues?from=now-6h&theme=light&compare=previous").await;
    page.follow("Providers").await;
    until_address_has(&page, "/dashboards/providers").await;
    // Range, theme and comparison go along to the next page.
    let address = page.browser.address().await;
    for part in ["from=now-6h", "theme=light", "compare=previous"] {
        assert!(address.as_str().contains(part), "{address} has {part}");
    }

    page.browser.back().await;
    page.browser.one("heading", "Queue Health").await;
    page.browser.forward().await;
    page.browser.one("heading", "Provider Status").await;
    assert_eq!(page.browser.address().await, address);

    page.browser.reload().await;
    page.until_drawn().await;
    assert_eq!(page.browser.address().await, address);
    assert_eq!(page.browser.title().await, "Provider Status · Sartiq Monitor");
    let theme = page.browser.script("return document.documentElement.dataset.theme").await;
    assert_eq!(theme, "light");
}

#[tokio::test]
async fn a_malformed_part_falls_back_and_says_so() {
    let server = Server::start().await;
    let page =
        Page::open(Browser::open(Look::DESKTOP).await, &server, "/dashboards/api?from=whenever&zone=mars")
            .await;
    page.browser.one("heading", "API Performance").await;
    let text = page.browser.script("return document.body.innerText").await;
    let text = text.as_str().unwrap();
    assert!(text.contains("“from” is a time such as") && text.contains("“zone” is"), "{text}");
}

#[tokio::test]
async fn an_unknown_page_says_so_and_leads_back() {
    let server = Server::start().await;
    let page = Page::open(Browser::open(Look::DESKTOP).await, &server, "/no/such/page").await;
    let main = page.browser.all("main", None).await.remove(0);
    assert!(main.text().await.contains("/no/such/page"));
    page.follow("Overview").await;
    page.browser.one("heading", "System Overview").await;
}

#[tokio::test]
async fn keys_change_page_range_and_theme() {
    let server = Server::start().await;
    let page = Page::open(Browser::open(Look::DESKTOP).await, &server, "/").await;
    for (key, heading) in [("3", "API Performance"), ("5", "Provider Status"), ("1", "System Overview")] {
        page.browser.press(key).await;
        page.browser.one("heading", heading).await;
    }
    page.browser.press("d").await;
    until_address_has(&page, "theme=light").await;
    page.browser.press("?").await;
    let help = page.browser.one("dialog", "Keys").await;
    assert!(help.text().await.contains("Compare with the previous period"));
    page.browser.press("Escape").await;
    eventually("the dialog is closed", || async {
        page.browser.all("dialog", None).await.is_empty().then_some(())
    })
    .await;
}

#[tokio::test]
async fn dragging_on_a_chart_zooms_every_chart_and_back_undoes_it() {
    let server = Server::start().await;
    let mut simulator = server.simulate(&["--backfill", "1h", "--no-live"]);
    simulator.wait().unwrap();
    let page = Page::open(Browser::open(Look::DESKTOP).await, &server, "/").await;
    let before = page.browser.address().await;
    let chart = page.panel("Request rate").await;
    let [left, top, width, height] = chart.region.rectangle().await;
    let middle = top + height / 2.0;
    page.browser.drag((left + width * 0.4, middle), (left + width * 0.6, middle)).await;
    until_address_has(&page, "from=1").await;
    until_address_has(&page, "to=1").await;
    page.browser.back().await;
    eventually("the range is as before", || async { (page.browser.address().await == before).then_some(()) })
        .await;
}
