//! The official clients ship to the server, unchanged but for the host and the token, and their
//! lines appear on the dashboards.

use e2e::{Browser, Look, Page, Server, ship_with_node, ship_with_python};

const TOKEN: &str = "a-token-for-the-shippers";

async fn server_with_a_token() -> Server {
    Server::start_with(&[("MONITOR_SOURCE_TOKENS", &format!("shippers={TOKEN}"))]).await
}

#[tokio::test]
async fn lines_of_the_python_client_are_counted() {
    let server = server_with_a_token().await;
    let program = r#"
import logging, os
from logtail import LogtailHandler
handler = LogtailHandler(source_token=os.environ["TOKEN"], host=os.environ["HOST"], raise_exceptions=True)
log = logging.getLogger("studio")
log.setLevel(logging.DEBUG)
log.addHandler(handler)
for number in range(7):
    log.info("Generation created", extra={"service": "backend", "generation_id": f"py-{number}"})
for number in range(6):
    log.info("Generation completed", extra={"service": "backend", "generation_id": f"py-{number}", "duration_ms": 12000})
log.error("Generation failed", extra={"service": "backend", "generation_id": "py-6", "duration_ms": 900, "error_type": "out_of_credit"})
handler.flush()
"#;
    ship_with_python(program, &server.url(), TOKEN).await;

    let page =
        Page::open(Browser::open(Look::DESKTOP).await, &server, "/dashboards/generations?from=now-15m").await;
    let counts = page.panel("Generations now").await;
    counts.until_it_says("Created 7").await;
    counts.until_it_says("Completed 6").await;
    counts.until_it_says("Failed 1").await;
    page.panel("Failures by error").await.until_it_says("out_of_credit").await;
}

#[tokio::test]
async fn lines_of_the_node_client_are_counted() {
    let server = server_with_a_token().await;
    let program = r#"
import { Logtail } from "@logtail/node";
const logtail = new Logtail(process.env.TOKEN, { endpoint: process.env.HOST, throwExceptions: true });
for (let number = 0; number < 8; number++) {
  logtail.info("request", {
    service: "backend", http_method: "GET", http_route: "/v1/assets",
    http_status: number < 6 ? 200 : 502, duration_ms: 40,
  });
}
await logtail.flush();
"#;
    ship_with_node(program, &server.url(), TOKEN).await;

    let page = Page::open(Browser::open(Look::DESKTOP).await, &server, "/dashboards/api?from=now-15m").await;
    let routes = page.panel("Routes").await;
    routes.until_it_says("/v1/assets").await;
    // 2 of 8 answers are 5xx.
    routes.until_it_says("25 %").await;
    let newest = page.panel("Newest 5xx").await.rows().await;
    assert_eq!(newest.len(), 1 + 2, "a heading and the two lines: {newest:?}");
}

#[tokio::test]
async fn a_wrong_token_is_refused_and_counts_nothing() {
    let server = server_with_a_token().await;
    let answer = reqwest::Client::new()
        .post(server.url())
        .bearer_auth("another")
        .body(r#"{"message":"Generation completed","generation_id":"x"}"#)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 403);
    assert_eq!(answer.text().await.unwrap(), "Unauthorized");
    let dashboard = server.get_json("/api/v1/dashboards/generations").await;
    assert!(dashboard["extent"].is_null());
}
