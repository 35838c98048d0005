//! The command line of `monitor`.

use crate::config::{self, Config, ConfigError, LogFormat};
use crate::serve::{self, ServeError};
use clap::{Parser, Subcommand};
use simulator::{SimulateArgs, SimulateError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use thiserror::Error;
use tracing_subscriber::EnvFilter;

/// Sartiq Monitor: logs in, dashboards out.
#[derive(Debug, Parser)]
#[command(name = "monitor", version, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server.
    Serve {
        /// The config file; without one, defaults and environment variables hold.
        #[arg(long, value_name = "FILE", env = "MONITOR_CONFIG")]
        config: Option<PathBuf>,
    },
    /// Send demo traffic to a server, through the same door as any shipper.
    Simulate(SimulateArgs),
    /// Say whether a config would be accepted, with the place of the first mistake.
    CheckConfig {
        /// The config file; without one, the environment variables alone are checked.
        #[arg(value_name = "FILE", env = "MONITOR_CONFIG")]
        file: Option<PathBuf>,
        /// Print a config file with every key, its words and its default instead.
        #[arg(long)]
        example: bool,
    },
    /// Print the version.
    Version,
}

/// Why the program ends with an error.
#[derive(Debug, Error)]
enum CliError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Serve(#[from] ServeError),
    #[error(transparent)]
    Simulate(#[from] SimulateError),
    #[error("{0}")]
    Io(#[from] io::Error),
}

/// The whole program, from its arguments to its exit code.
pub fn run() -> ExitCode {
    match obey(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("monitor: {error}");
            ExitCode::FAILURE
        }
    }
}

fn obey(command: Command) -> Result<(), CliError> {
    match command {
        Command::Serve { config } => {
            let config = loaded(config.as_deref(), true)?;
            runtime()?.block_on(serve::serve(config))?;
            Ok(())
        }
        Command::Simulate(args) => {
            start_log("info", LogFormat::Text)?;
            let summary = runtime()?.block_on(async {
                let signal = serve::ended_by_signal()?;
                Ok::<_, CliError>(simulator::run(args, signal).await?)
            })?;
            tracing::info!(
                lines = summary.lines,
                gauges = summary.gauges,
                dropped = summary.dropped,
                "simulation ended"
            );
            Ok(())
        }
        Command::CheckConfig { example: true, .. } => say(&config::example()),
        Command::CheckConfig { file, example: false } => {
            loaded(file.as_deref(), false)?;
            let what = file.map_or_else(|| "The environment".to_owned(), |file| file.display().to_string());
            say(&format!("{what} makes a good config.\n"))
        }
        Command::Version => say(&format!("monitor {}\n", env!("CARGO_PKG_VERSION"))),
    }
}

/// Reads the config, starts the log as it says where that is wanted, and passes on what looks like
/// a mistake.
fn loaded(file: Option<&Path>, with_log: bool) -> Result<Config, CliError> {
    let loaded = config::load(file, std::env::vars_os())?;
    if with_log {
        start_log(&loaded.config.log.level, loaded.config.log.format)?;
    }
    for warning in loaded.warnings {
        if with_log {
            tracing::warn!("{warning}");
        } else {
            eprintln!("monitor: {warning}");
        }
    }
    Ok(loaded.config)
}

fn runtime() -> io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()
}

/// To standard error: standard output belongs to what was asked for.
fn start_log(level: &str, format: LogFormat) -> Result<(), CliError> {
    let filter = EnvFilter::try_new(level)
        .map_err(|error| ConfigError::Meaning(format!("`log.level` is no filter: {error}.")))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    let started = match format {
        LogFormat::Text => log.with_ansi(io::IsTerminal::is_terminal(&io::stderr())).try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
    started.map_err(|error| io::Error::other(error).into())
}

fn say(text: &str) -> Result<(), CliError> {
    Ok(io::stdout().lock().write_all(text.as_bytes())?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn help_describes_the_product() {
        let help = Cli::command().render_help().to_string();
        assert!(help.starts_with("Sartiq Monitor: logs in, dashboards out"), "{help}");
    }
}
