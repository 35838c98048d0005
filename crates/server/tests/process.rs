//! The binary itself: one server a folder and a port, and an end that loses nothing.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_cmp,
    clippy::cast_precision_loss,
    reason = "a helper of tests fails as loudly as a test, and expected numbers are exact"
)]

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

struct Server {
    child: Child,
    base: String,
    log: BufReader<std::process::ChildStderr>,
}

fn command(folder: &Path, listen: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_monitor"));
    command
        .arg("serve")
        .env("MONITOR_LISTEN", listen)
        .env("MONITOR_DATA_DIR", folder)
        .env("MONITOR_APP_DIR", folder.join("no-app"))
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    command
}

impl Server {
    fn start(folder: &Path) -> Self {
        let mut child = command(folder, "127.0.0.1:0").spawn().unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        let base = loop {
            line.clear();
            assert_ne!(log.read_line(&mut line).unwrap(), 0, "the server ended before it listened");
            if let Some((_, address)) = line.split_once("listening on ") {
                break address.split_whitespace().next().unwrap().to_owned();
            }
        };
        Self { child, base, log }
    }

    /// Asks it to end, waits for that, and returns the rest of its log.
    fn terminate(mut self) -> String {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        let mut rest = String::new();
        self.log.read_to_string(&mut rest).unwrap();
        assert!(self.child.wait().unwrap().success(), "{rest}");
        rest
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A test that failed must not leave a server behind; one that has ended already is fine.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// What a server says that cannot start.
fn refusal(folder: &Path, listen: &str) -> String {
    let output = command(folder, listen).output().unwrap();
    assert!(!output.status.success());
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn a_second_server_is_refused_in_words() {
    let folder = TempDir::new().unwrap();
    let server = Server::start(folder.path());
    let same_folder = refusal(folder.path(), "127.0.0.1:0");
    assert!(same_folder.contains("monitor: The data folder "), "{same_folder}");
    let other = TempDir::new().unwrap();
    let address = server.base.strip_prefix("http://").unwrap();
    let same_port = refusal(other.path(), address);
    assert!(same_port.contains(&format!("Something else listens on {address} already")), "{same_port}");
    let everyone = refusal(other.path(), "0.0.0.0:0");
    assert!(everyone.contains("Listening on 0.0.0.0:0 is refused"), "{everyone}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_202_is_there_after_the_end() {
    let folder = TempDir::new().unwrap();
    let server = Server::start(folder.path());
    let base = server.base.clone();
    let client = reqwest::Client::new();
    // Requests are under way all the time while the server is told to end, and an event stream is open.
    let stream = client.get(format!("{base}/api/v1/stream")).send().await.unwrap();
    let mut senders = Vec::new();
    for sender in 0..4 {
        let (client, base) = (client.clone(), base.clone());
        senders.push(tokio::spawn(async move {
            let mut taken = 0_u64;
            for number in 0.. {
                let line = json!({"service": "backend", "message": format!("{sender}-{number}")});
                match client.post(&base).json(&line).send().await {
                    Ok(answer) if answer.status() == 202 => taken += 1,
                    _ => break,
                }
            }
            taken
        }));
    }
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    let log = tokio::task::spawn_blocking(move || server.terminate()).await.unwrap();
    assert!(log.contains("everything taken is written"), "{log}");
    let mut taken = 0;
    for sender in senders {
        taken += sender.await.unwrap();
    }
    assert!(taken > 0);
    // The stream ended too, and was not cut.
    assert!(stream.text().await.unwrap().starts_with("event: data"));

    let again = Server::start(folder.path());
    let figures = client.get(format!("{}/metrics", again.base)).send().await.unwrap().text().await.unwrap();
    let lines: u64 = figures
        .lines()
        .find_map(|line| line.strip_prefix("monitor_store_lines "))
        .and_then(|count| count.parse().ok())
        .unwrap();
    assert!(lines >= taken, "{lines} lines are stored, {taken} were answered 202");
    let overview: Value = client
        .get(format!("{}/api/v1/dashboards/overview", again.base))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(overview["sources"][0]["service"], "backend");
}

#[test]
fn the_small_commands_answer() {
    let run = |arguments: &[&str]| {
        let output =
            Command::new(env!("CARGO_BIN_EXE_monitor")).args(arguments).env_clear().output().unwrap();
        (
            output.status.success(),
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    assert_eq!(run(&["version"]).1, format!("monitor {}\n", env!("CARGO_PKG_VERSION")));
    let (is_good, example, _) = run(&["check-config", "--example"]);
    assert!(is_good && example.contains("stale_after = \"15s\""));
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("m.toml");
    std::fs::write(&file, &example).unwrap();
    let path = file.to_str().unwrap();
    assert_eq!(run(&["check-config", path]).1, format!("{path} makes a good config.\n"));
    std::fs::write(&file, "listen = 1\n").unwrap();
    let (is_good, _, error) = run(&["check-config", path]);
    assert!(!is_good && error.contains(":1:10: "), "{error}");
}
