//! The official clients of the log protocol, unchanged but for the host and the token.

use std::path::PathBuf;
use std::process::Stdio;
use tokio::process::Command;

fn home() -> PathBuf {
    std::env::var_os("SHIPPERS_HOME").expect("SHIPPERS_HOME names the folder of the shippers").into()
}

/// Runs a Python program in which `logtail` can be imported; `HOST` and `TOKEN` are in its
/// environment.
pub async fn ship_with_python(program: &str, host: &str, token: &str) {
    run(Command::new(home().join("python/bin/python")).arg("-c").arg(program), host, token).await;
}

/// Runs a Node program (a module) in which `@logtail/node` can be imported; `HOST` and `TOKEN` are
/// in its environment.
pub async fn ship_with_node(program: &str, host: &str, token: &str) {
    let node = &mut Command::new("node");
    run(node.args(["--input-type=module", "-e", program]).current_dir(home()), host, token).await;
}

async fn run(command: &mut Command, host: &str, token: &str) {
    let child = command.env("HOST", host).env("TOKEN", token).stdout(Stdio::piped()).stderr(Stdio::piped());
    let output = child.output().await.expect("the shipper starts; `make setup` installs it");
    assert!(
        output.status.success(),
        "the shipper ends well: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// The source of axe-core, to be run in a page.
pub fn axe_source() -> String {
    std::fs::read_to_string(home().join("node_modules/axe-core/axe.min.js")).expect("axe-core is installed")
}
