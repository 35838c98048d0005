//! A page of the app, in the words that a person would use.

use crate::browser::Browser;
use crate::found::Found;
use crate::server::Server;

/// A page of the app in a browser.
pub struct Page {
    /// The browser that shows it.
    pub browser: Browser,
    base: String,
}

impl Page {
    /// Opens an address of a server's app and waits for the heading of a page.
    pub async fn open(browser: Browser, server: &Server, path: &str) -> Self {
        let page = Self { browser, base: server.url() };
        page.visit(path).await;
        page
    }

    /// Opens another address of the same server.
    pub async fn visit(&self, path: &str) {
        self.browser.goto(&format!("{}{path}", self.base)).await;
        self.until_drawn().await;
    }

    /// Waits until the page has its heading and no panel is still loading.
    pub async fn until_drawn(&self) {
        crate::eventually("the page is drawn", || async {
            let state = self
                .browser
                .script("return !!document.querySelector('main h1') && !document.querySelector('main [aria-busy=true]')")
                .await;
            (state == true).then_some(())
        })
        .await;
    }

    /// The panel of this title.
    pub async fn panel(&self, title: &str) -> Panel {
        Panel { region: self.browser.one("region", title).await }
    }

    /// Follows a link of the navigation.
    pub async fn follow(&self, name: &str) {
        let navigation = self.browser.one("navigation", "Dashboards").await;
        navigation.one("link", name).await.click().await;
    }
}

/// A panel of a dashboard.
pub struct Panel {
    /// Its landmark.
    pub region: Found,
}

impl Panel {
    /// Everything that it says.
    pub async fn text(&self) -> String {
        self.region.text().await
    }

    /// Waits until it says this.
    pub async fn until_it_says(&self, words: &str) {
        crate::eventually(&format!("{:?} says {words:?}", self.region.name), || async {
            self.text().await.contains(words).then_some(())
        })
        .await;
    }

    /// The rows of its table, heading first; a chart is turned to its table view first.
    pub async fn rows(&self) -> Vec<Vec<String>> {
        if self.region.all("table", None).await.is_empty() {
            self.region.one("button", "Show as table").await.click().await;
        }
        let table = crate::eventually(&format!("{:?} shows a table", self.region.name), || async {
            self.region.all("table", None).await.into_iter().next()
        })
        .await;
        table.rows().await
    }
}
