//! Takes the pictures of the documentation: every page, dark and light, desktop and phone, with
//! demo traffic and an outage of a provider. Writes only when asked to, by `PICTURES=1`;
//! `PICTURES_FORMAT=png` and `PICTURES_TO` are for looking at them before they go in.

use contract::catalogue::DashboardId;
use e2e::{Browser, Look, Page, Server};
use std::path::Path;

#[tokio::test]
async fn pictures_of_every_page() {
    if std::env::var_os("PICTURES").is_none() {
        return;
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(std::env::var_os("PICTURES_TO").unwrap_or_else(|| "../docs/pictures".into()));
    let format = std::env::var("PICTURES_FORMAT").unwrap_or_else(|_| "webp".to_owned());
    std::fs::create_dir_all(&folder).unwrap();
    let server = Server::start().await;
    let mut simulator =
        server.simulate(&["--backfill", "6h", "--incident", "provider-outage", "--incident-after", "1s"]);
    let seconds = std::env::var("PICTURES_AFTER_SECS").ok().and_then(|s| s.parse().ok()).unwrap_or(150);
    tokio::time::sleep(std::time::Duration::from_secs(seconds)).await;

    for (device, look) in [("desktop", Look::DESKTOP), ("phone", Look::PHONE), ("wall", Look::WALL)] {
        for (theme, look) in [("dark", look), ("light", look.light())] {
            let page = Page::open(Browser::open(look).await, &server, "/").await;
            for id in DashboardId::ALL {
                page.visit(&format!("/dashboards/{}?theme={theme}", id.slug())).await;
                // Charts out of view are not drawn, so the window is made as tall as the page.
                let height = page.browser.script("return document.documentElement.scrollHeight").await;
                let height = height.as_u64().and_then(|height| height.try_into().ok()).unwrap_or(look.height);
                page.browser.look(Look { height: height.max(look.height), ..look }).await;
                tokio::time::sleep(std::time::Duration::from_secs(2)).await;
                let name = format!("{}-{device}-{theme}", id.slug());
                let picture = page.browser.picture(&format).await;
                page.browser.look(look).await;
                std::fs::write(folder.join(format!("{name}.{format}")), picture).unwrap();
            }
        }
    }
    simulator.kill().unwrap();
    simulator.wait().unwrap();
}
