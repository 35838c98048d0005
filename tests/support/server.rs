//! A server of one's own: the built binary, a free port, an empty data folder.

use serde_json::Value;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// A running `monitor serve`, ended when dropped.
pub struct Server {
    process: Child,
    data: TempDir,
    port: u16,
    http: reqwest::Client,
}

impl Server {
    /// Starts one and waits until it is ready.
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// Starts one with further settings from the environment.
    pub async fn start_with(environment: &[(&str, &str)]) -> Self {
        let data = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let process = Self::spawn(&data, port, environment);
        let server = Self { process, data, port, http: reqwest::Client::new() };
        server.until_ready().await;
        server
    }

    fn spawn(data: &TempDir, port: u16, environment: &[(&str, &str)]) -> Child {
        Command::new(binary())
            .arg("serve")
            .env("MONITOR_LISTEN", format!("127.0.0.1:{port}"))
            .env("MONITOR_DATA_DIR", data.path())
            .env(
                "MONITOR_APP_DIR",
                std::env::var_os("E2E_APP").expect("E2E_APP names the built app's folder"),
            )
            .envs(environment.iter().copied())
            .stdout(Stdio::null())
            .stderr(if std::env::var_os("SHOW_SERVER").is_some() { Stdio::inherit() } else { Stdio::null() })
            .spawn()
            .unwrap()
    }

    async fn until_ready(&self) {
        crate::eventually("the server is ready", || async {
            self.http
                .get(format!("{}/readyz", self.url()))
                .send()
                .await
                .ok()
                .filter(|a| a.status().is_success())
        })
        .await;
    }

    /// Its address without a trailing slash.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Sends a list of log lines and insists on a 202 and that none was rejected.
    pub async fn send_lines(&self, lines: &[Value]) {
        self.post("/", lines).await;
    }

    /// Sends a list of gauges and insists on a 202 and that none was rejected.
    pub async fn send_metrics(&self, metrics: &[Value]) {
        self.post("/metrics", metrics).await;
    }

    async fn post(&self, path: &str, items: &[Value]) {
        for part in items.chunks(5_000) {
            let answer = self.http.post(format!("{}{path}", self.url())).json(&part).send().await.unwrap();
            let rejected = answer.headers().get("x-monitor-rejected").cloned();
            assert_eq!(answer.status(), 202, "POST {path}");
            assert!(rejected.is_none_or(|count| count == "0"), "every item of POST {path} is taken");
        }
    }

    /// The JSON that a path of the API answers with.
    pub async fn get_json(&self, path: &str) -> Value {
        self.http.get(format!("{}{path}", self.url())).send().await.unwrap().json().await.unwrap()
    }

    /// Ends it without a word, as a power cut would.
    pub fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Starts it again on the same port and data folder.
    pub async fn restart(&mut self) {
        self.process = Self::spawn(&self.data, self.port, &[]);
        self.until_ready().await;
    }

    /// Starts the simulator against it; the caller ends it.
    pub fn simulate(&self, arguments: &[&str]) -> Child {
        Command::new(binary())
            .args(["simulate", "--url", &self.url()])
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be gone already, where a test killed it.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

fn binary() -> PathBuf {
    std::env::var_os("E2E_MONITOR").expect("E2E_MONITOR names the built server").into()
}
