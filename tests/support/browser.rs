//! A real Chromium, driven through ChromeDriver, with the DevTools protocol for what WebDriver
//! has no words for: the accessibility tree, device metrics, a cut network.

use crate::found::Found;
use base64::Engine as _;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use tempfile::TempDir;
use tokio::sync::Mutex;

/// How the page is looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look {
    /// Width of the window in CSS pixels.
    pub width: u32,
    /// Height of the window in CSS pixels.
    pub height: u32,
    /// Device pixels per CSS pixel.
    pub ratio: f64,
    /// What the system prefers: `dark` or `light`.
    pub scheme: &'static str,
    /// Whether a finger is used.
    pub is_touch: bool,
}

impl Look {
    /// A laptop in the dark.
    pub const DESKTOP: Self = Self { width: 1440, height: 900, ratio: 1.0, scheme: "dark", is_touch: false };
    /// A phone at night.
    pub const PHONE: Self = Self { width: 360, height: 780, ratio: 2.0, scheme: "dark", is_touch: true };
    /// A 4K screen on a wall.
    pub const WALL: Self = Self { width: 3840, height: 2160, ratio: 1.0, scheme: "dark", is_touch: false };

    /// The same in the light.
    #[must_use]
    pub fn light(self) -> Self {
        Self { scheme: "light", ..self }
    }
}

/// A browser with one tab, closed when dropped.
#[derive(Clone)]
pub struct Browser {
    client: Client,
    // The console is read away by each look at it, so what was read is kept.
    console: Arc<Mutex<Vec<String>>>,
    _processes: Arc<Processes>,
}

struct Processes {
    driver: Child,
    profile: TempDir,
}

impl Drop for Processes {
    fn drop(&mut self) {
        drop(Command::new("kill").arg(self.driver.id().to_string()).status());
        drop(self.driver.wait());
        // ChromeDriver may leave its browser behind; this one is known by its profile.
        let profile = format!("user-data-dir={}", self.profile.path().display());
        drop(Command::new("pkill").args(["-f", &profile]).status());
    }
}

#[derive(Debug)]
struct DevTools {
    method: &'static str,
    params: Value,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _url: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(json!({ "cmd": self.method, "params": self.params }).to_string()))
    }
}

#[derive(Debug)]
struct ConsoleLog;

impl WebDriverCompatibleCommand for ConsoleLog {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/se/log", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _url: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(json!({ "type": "browser" }).to_string()))
    }
}

impl Browser {
    /// Starts a browser with a fresh profile.
    pub async fn open(look: Look) -> Self {
        Self::open_with(look, &[]).await
    }

    /// Starts a browser with a fresh profile and further command line arguments.
    pub async fn open_with(look: Look, further: &[&str]) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts; `make setup` installs it");
        let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port: u16 = lines
            .find_map(|line| {
                line.unwrap()
                    .split_once("started successfully on port ")?
                    .1
                    .trim_end_matches('.')
                    .parse()
                    .ok()
            })
            .expect("chromedriver says its port");
        // Whatever it says from here on must not fill the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        let mut arguments = vec![
            format!("--user-data-dir={}", profile.path().display()),
            format!("--window-size={},{}", look.width, look.height),
        ];
        arguments.extend(
            "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --disable-quic --no-first-run \
             --disable-background-networking --disable-component-update --disable-sync --hide-scrollbars"
                .split(' ')
                .filter(|argument| !argument.is_empty())
                .map(str::to_owned),
        );
        arguments.extend(further.iter().copied().map(str::to_owned));
        let capabilities = json!({
            "goog:chromeOptions": { "args": arguments },
            "goog:loggingPrefs": { "browser": "ALL" },
        });
        let connector = hyper_util::client::legacy::connect::HttpConnector::new();
        let client = ClientBuilder::new(connector)
            .capabilities(capabilities.as_object().unwrap().clone())
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("a browser session starts");
        let processes = Arc::new(Processes { driver, profile });
        let browser = Self { client, console: Arc::default(), _processes: processes };
        browser.look(look).await;
        browser
    }

    /// Changes size, ratio, colour scheme and kind of pointer.
    pub async fn look(&self, look: Look) {
        self.devtools(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": look.width, "height": look.height, "deviceScaleFactor": look.ratio, "mobile": look.is_touch }),
        )
        .await;
        self.devtools("Emulation.setTouchEmulationEnabled", json!({ "enabled": look.is_touch })).await;
        let scheme = json!({ "name": "prefers-color-scheme", "value": look.scheme });
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": [scheme] })).await;
    }

    /// Sends a command of the DevTools protocol.
    pub async fn devtools(&self, method: &'static str, params: Value) -> Value {
        match self.client.issue_cmd(DevTools { method, params }).await {
            Ok(answer) => answer,
            Err(error) => panic!("{method}: {error}"),
        }
    }

    /// Opens an address.
    pub async fn goto(&self, url: &str) {
        self.client.goto(url).await.unwrap();
    }

    /// The address that the browser shows now.
    pub async fn address(&self) -> url::Url {
        self.client.current_url().await.unwrap()
    }

    /// Presses the browser's back button.
    pub async fn back(&self) {
        self.client.back().await.unwrap();
    }

    /// Presses the browser's forward button.
    pub async fn forward(&self) {
        self.client.forward().await.unwrap();
    }

    /// Loads the page again.
    pub async fn reload(&self) {
        self.client.refresh().await.unwrap();
    }

    /// The title of the tab.
    pub async fn title(&self) -> String {
        self.client.title().await.unwrap()
    }

    /// Runs a script and gives what it returns.
    pub async fn script(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap()
    }

    /// Runs a script that answers through its last argument, a callback.
    pub async fn script_async(&self, script: &str) -> Value {
        self.client.execute_async(script, Vec::new()).await.unwrap()
    }

    /// Presses and lets go of a key in whatever has the focus.
    pub async fn press(&self, key: &str) {
        let text = if key.chars().count() == 1 { key } else { "" };
        let text = if key == "Enter" { "\r" } else { text };
        for kind in ["keyDown", "keyUp"] {
            let text = if kind == "keyDown" { text } else { "" };
            let code = match key {
                "Enter" => 13,
                "Escape" => 27,
                "ArrowLeft" => 37,
                "ArrowRight" => 39,
                "Tab" => 9,
                _ => 0,
            };
            self.devtools(
                "Input.dispatchKeyEvent",
                json!({ "type": kind, "key": key, "text": text, "windowsVirtualKeyCode": code }),
            )
            .await;
        }
    }

    /// Types a text into whatever has the focus.
    pub async fn type_text(&self, text: &str) {
        self.devtools("Input.insertText", json!({ "text": text })).await;
    }

    /// Drags the mouse in a straight line, in CSS pixels of the window.
    pub async fn drag(&self, from: (f64, f64), to: (f64, f64)) {
        self.mouse("mouseMoved", from, 0).await;
        self.mouse("mousePressed", from, 1).await;
        for step in 1..=8 {
            let part = f64::from(step) / 8.0;
            let at = (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part);
            self.mouse("mouseMoved", at, 1).await;
        }
        self.mouse("mouseReleased", to, 1).await;
    }

    /// Moves the mouse to a place in the window.
    pub async fn hover(&self, at: (f64, f64)) {
        self.mouse("mouseMoved", at, 0).await;
    }

    async fn mouse(&self, kind: &str, at: (f64, f64), buttons: u32) {
        let button = if buttons == 0 { "none" } else { "left" };
        self.devtools(
            "Input.dispatchMouseEvent",
            json!({ "type": kind, "x": at.0, "y": at.1, "button": button, "buttons": buttons, "clickCount": 1 }),
        )
        .await;
    }

    /// Cuts the network, or brings it back.
    pub async fn set_online(&self, is_online: bool) {
        self.devtools("Network.enable", json!({})).await;
        self.devtools(
            "Network.emulateNetworkConditions",
            json!({ "offline": !is_online, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 }),
        )
        .await;
    }

    /// Everything of this role and, where given, of this accessible name, in document order.
    pub async fn all(&self, role: &str, name: Option<&str>) -> Vec<Found> {
        let document = self.devtools("DOM.getDocument", json!({ "depth": 0 })).await;
        Found::query(self, json!({ "nodeId": document["root"]["nodeId"] }), role, name).await
    }

    /// Waits for exactly one thing of this role and accessible name.
    pub async fn one(&self, role: &str, name: &str) -> Found {
        crate::eventually(&format!("there is one {role} called {name:?}"), || async {
            let mut found = self.all(role, Some(name)).await;
            if found.len() == 1 { found.pop() } else { None }
        })
        .await
    }

    /// A picture of the window, as `webp` or `png`.
    pub async fn picture(&self, format: &str) -> Vec<u8> {
        let mut params = json!({ "format": format });
        if format == "webp" {
            params["quality"] = 82.into();
        }
        let answer = self.devtools("Page.captureScreenshot", params).await;
        base64::engine::general_purpose::STANDARD.decode(answer["data"].as_str().unwrap()).unwrap()
    }

    /// Errors and warnings that the page left in the console so far.
    pub async fn console_errors(&self) -> Vec<String> {
        let mut console = self.console.lock().await;
        let answer = self.client.issue_cmd(ConsoleLog).await.unwrap();
        for entry in answer.as_array().unwrap() {
            if entry["level"] == "SEVERE" || entry["level"] == "WARNING" {
                console.push(format!("{}: {}", entry["level"], entry["message"]));
            }
        }
        console.clone()
    }
}
