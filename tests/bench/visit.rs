//! Opening the benchmark's page for one library and running one case on it.

use base64::Engine as _;
use e2e::Browser;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, Ordering};

/// Opens pages, each at an origin of its own.
pub(crate) struct Visit {
    browser: Browser,
    port: u16,
    count: AtomicU32,
}

impl Visit {
    /// Visits with this browser to the page that is served at this port.
    pub(crate) fn all_of(browser: &Browser, port: u16) -> Self {
        Self { browser: browser.clone(), port, count: AtomicU32::new(0) }
    }

    /// Runs a case and gives what the page measured.
    pub(crate) async fn run(&self, library: &str, case: &str, round: u32) -> Value {
        self.open(library, "").await;
        let what = format!("{library}, {case}, round {round}");
        self.call(&what, &format!("window.bench.run({case:?})")).await
    }

    /// A picture (PNG) of what a library draws.
    pub(crate) async fn picture(&self, library: &str, picture: &str, width: u32) -> Vec<u8> {
        self.open(library, "").await;
        self.call(library, &format!("window.bench.picture({picture:?})")).await;
        let height = self
            .call(library, "Math.max(...[...document.querySelectorAll('#stage > div')].map((root) => Math.ceil(root.getBoundingClientRect().bottom)))")
            .await;
        let clip = json!({ "x": 0, "y": 0, "width": width, "height": height, "scale": 1 });
        let image =
            self.browser.devtools("Page.captureScreenshot", json!({ "format": "png", "clip": clip })).await;
        base64::engine::general_purpose::STANDARD.decode(image["data"].as_str().unwrap()).unwrap()
    }

    /// Opens the page with a library loaded. Each visit has a host name of its own (browsers take
    /// every name below `localhost` for this machine): a new site is a new process, with
    /// nothing compiled and nothing in its caches.
    pub(crate) async fn open(&self, library: &str, more: &str) {
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        let url = format!("http://visit-{count}.localhost:{}/bench?lib={library}{more}", self.port);
        self.browser.goto(&url).await;
        self.call(library, "window.bench.ready()").await;
    }

    /// Calls something of the page and waits for what it promises.
    pub(crate) async fn call(&self, what: &str, expression: &str) -> Value {
        let params = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let mut answer = self.browser.devtools("Runtime.evaluate", params).await;
        let failure = &answer["exceptionDetails"];
        assert!(
            failure.is_null(),
            "{what}: {}",
            failure["exception"]["description"].as_str().unwrap_or("failed without words")
        );
        answer["result"]["value"].take()
    }

    /// Sends a command of the `DevTools` protocol.
    pub(crate) async fn devtools(&self, method: &'static str, params: Value) -> Value {
        self.browser.devtools(method, params).await
    }
}
