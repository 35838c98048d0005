//! axe-core finds no violation on any page in either theme, desktop and phone, full and empty;
//! the console stays clean; nothing sticks out sideways.

use contract::catalogue::DashboardId;
use e2e::{Browser, Look, Page, Server, axe_source};

async fn check(page: &Page, what: &str) {
    page.browser.script(&axe_source()).await;
    let violations = page
        .browser
        .script_async(
            "const done = arguments[arguments.length - 1]; \
             axe.run(document, { resultTypes: ['violations'] }).then(r => done(r.violations.map(v => \
             v.id + ': ' + v.nodes.map(n => n.html.slice(0, 160) + ' — ' + n.failureSummary).join(' | '))))",
        )
        .await;
    assert_eq!(violations, serde_json::json!([]), "axe on {what}");
    let overflow = page
        .browser
        .script("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
        .await;
    assert_eq!(overflow, 0, "{what} sticks out sideways by so many pixels");
    assert_eq!(page.browser.console_errors().await, Vec::<String>::new(), "the console on {what}");
}

async fn check_all(server: &Server, look: Look, device: &str) {
    let page = Page::open(Browser::open(look).await, server, "/").await;
    for theme in ["dark", "light"] {
        for id in DashboardId::ALL {
            page.visit(&format!("/dashboards/{}?theme={theme}", id.slug())).await;
            check(&page, &format!("{} {device} {theme}", id.title())).await;
        }
        page.visit(&format!("/no/such/page?theme={theme}")).await;
        check(&page, &format!("the unknown page {device} {theme}")).await;
    }
}

async fn server_with_an_outage() -> Server {
    let server = Server::start().await;
    let arguments = ["--backfill", "2h", "--no-live", "--incident", "provider-outage"];
    let mut simulator = server.simulate(&arguments);
    simulator.wait().unwrap();
    server
}

#[tokio::test]
async fn every_page_on_a_desktop() {
    check_all(&server_with_an_outage().await, Look::DESKTOP, "desktop").await;
}

#[tokio::test]
async fn every_page_on_a_phone() {
    check_all(&server_with_an_outage().await, Look::PHONE, "phone").await;
}

#[tokio::test]
async fn every_page_on_a_wall() {
    check_all(&server_with_an_outage().await, Look::WALL, "wall").await;
}

#[tokio::test]
async fn every_page_of_an_empty_server() {
    check_all(&Server::start().await, Look::DESKTOP, "empty").await;
}

#[tokio::test]
async fn dialogs_and_tables() {
    let server = server_with_an_outage().await;
    let page = Page::open(Browser::open(Look::DESKTOP).await, &server, "/").await;
    for key in ["?", "t"] {
        page.browser.press(key).await;
        check(&page, &format!("the dialog under {key}")).await;
        page.browser.press("Escape").await;
    }
    page.visit("/?table=request_rate&table=queue_depth&compare=previous").await;
    check(&page, "charts as tables").await;
}
