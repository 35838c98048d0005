//! The one binary of Sartiq Monitor: server, demo traffic, check of a config.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::cli::run()
}
