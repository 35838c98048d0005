//! Reads the config: file, then environment, then what the values mean together.

use super::keys::{KEYS, Kind};
use super::{Config, Secret, SourceToken};
use contract::vocabulary::Vocabulary;
use std::ffi::OsString;
use std::path::Path;
use thiserror::Error;
use toml::{Table, Value};

/// A list of `name=token` for machines that keep secrets in the environment.
const TOKENS_VARIABLE: &str = "MONITOR_SOURCE_TOKENS";
/// Variables of other parts of the program, which are no mistake.
const FOREIGN_VARIABLES: [&str; 3] = ["MONITOR_CONFIG", "MONITOR_SOURCE_TOKEN", "MONITOR_CACHE"];

/// Why a config cannot be used. Each is a whole sentence with its place.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("The config file {path} cannot be read: {source}.")]
    Unreadable {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The file is not what it should be.
    #[error("{path}:{line}:{column}: {message}")]
    File {
        /// The file.
        path: String,
        /// From 1.
        line: usize,
        /// From 1, in characters.
        column: usize,
        /// What is wrong.
        message: String,
    },
    /// An environment variable is not what it should be.
    #[error("Environment variable {variable}: {message}")]
    Environment {
        /// Its name.
        variable: String,
        /// What is wrong.
        message: String,
    },
    /// The values do not go together.
    #[error("{0}")]
    Meaning(String),
}

/// A config that was read, and what looks like a mistake without being one for sure.
#[derive(Debug)]
pub struct Loaded {
    /// The config.
    pub config: Config,
    /// Sentences to be logged.
    pub warnings: Vec<String>,
}

/// Reads the config from `file`, if there is one, and from the environment.
///
/// # Errors
/// When the file cannot be read, a key or value is not understood, or the values do not go
/// together; the error says where and what to do.
pub fn load(
    file: Option<&Path>,
    environment: impl IntoIterator<Item = (OsString, OsString)>,
) -> Result<Loaded, ConfigError> {
    let mut table = Table::new();
    if let Some(path) = file {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|source| ConfigError::Unreadable { path: name.clone(), source })?;
        // Read as the config itself first: only then errors know their place.
        toml::from_str::<Config>(&text).map_err(|error| in_file(&name, &text, &error))?;
        table = toml::from_str(&text).map_err(|error| in_file(&name, &text, &error))?;
    }
    let warnings = overlay(&mut table, environment)?;
    let config: Config = table
        .try_into()
        .map_err(|error: toml::de::Error| ConfigError::Meaning(error.message().to_owned()))?;
    let config = with_tokens_read(config)?;
    check_meaning(&config)?;
    Ok(Loaded { config, warnings })
}

/// Puts the values of known variables into the table. Each is tried alone first, so that an error
/// names its variable.
fn overlay(
    table: &mut Table,
    environment: impl IntoIterator<Item = (OsString, OsString)>,
) -> Result<Vec<String>, ConfigError> {
    let mut warnings = Vec::new();
    let mut variables: Vec<(String, OsString)> = environment
        .into_iter()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value)))
        .filter(|(name, _)| name.starts_with("MONITOR_") && !FOREIGN_VARIABLES.contains(&name.as_str()))
        .collect();
    variables.sort();
    for (variable, value) in variables {
        let wrong = |message: String| ConfigError::Environment { variable: variable.clone(), message };
        let text = value.into_string().map_err(|_v| wrong("its value is not UTF-8.".to_owned()))?;
        if variable == TOKENS_VARIABLE {
            let sources = tokens(&text).map_err(wrong)?;
            table.insert("sources".to_owned(), sources);
            continue;
        }
        let Some(key) = KEYS.iter().find(|key| key.variable() == variable) else {
            let known = KEYS.iter().map(super::Key::variable);
            let hint =
                nearest(&variable, known).map_or(String::new(), |name| format!(" Did you mean {name}?"));
            warnings.push(format!("The environment variable {variable} means nothing to this server.{hint}"));
            continue;
        };
        let value = match key.kind {
            Kind::Text => Value::String(text),
            Kind::Number => Value::Integer(
                text.trim().parse().map_err(|_e| wrong(format!("`{text}` is no whole number.")))?,
            ),
            Kind::Texts => Value::Array(
                text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(Value::from).collect(),
            ),
        };
        let mut alone = Table::new();
        put(&mut alone, key.path, value.clone());
        alone.try_into::<Config>().map_err(|error| wrong(error.message().to_owned()))?;
        put(table, key.path, value);
    }
    Ok(warnings)
}

fn put(table: &mut Table, path: &str, value: Value) {
    match path.split_once('.') {
        None => {
            table.insert(path.to_owned(), value);
        }
        Some((section, rest)) => {
            let inner = table.entry(section).or_insert_with(|| Value::Table(Table::new()));
            if let Value::Table(inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}

fn tokens(text: &str) -> Result<Value, String> {
    let mut sources = Vec::new();
    for pair in text.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
        // The pair itself stays out of the message: half of it is a secret.
        let (name, token) = pair.split_once('=').ok_or("write it like backend=TOKEN,compute=TOKEN.")?;
        let mut source = Table::new();
        source.insert("name".to_owned(), Value::from(name.trim()));
        source.insert("token".to_owned(), Value::from(token.trim()));
        sources.push(Value::Table(source));
    }
    Ok(Value::Array(sources))
}

/// Replaces each `token_file` by the token in it.
fn with_tokens_read(mut config: Config) -> Result<Config, ConfigError> {
    for source in &mut config.sources {
        let name = &source.name;
        let token = match (source.token.take(), source.token_file.take()) {
            (Some(token), None) => token,
            (None, Some(file)) => {
                let text = std::fs::read_to_string(&file).map_err(|error| {
                    ConfigError::Meaning(format!(
                        "The token file {} of source `{name}` cannot be read: {error}.",
                        file.display()
                    ))
                })?;
                Secret::new(text.trim())
            }
            (None, None) | (Some(_), Some(_)) => {
                return Err(ConfigError::Meaning(format!(
                    "Source `{name}` needs either `token` or `token_file`, and not both."
                )));
            }
        };
        if token.reveal().is_empty() {
            return Err(ConfigError::Meaning(format!("The token of source `{name}` is empty.")));
        }
        *source = SourceToken { name: name.clone(), token: Some(token), token_file: None };
    }
    Ok(config)
}

/// Refuses what each value alone allows but the server cannot stand behind.
fn check_meaning(config: &Config) -> Result<(), ConfigError> {
    let refuse = |sentence: String| Err(ConfigError::Meaning(sentence));
    if !config.listen.ip().is_loopback() {
        return refuse(format!(
            "Listening on {} is refused: nobody has to sign in to this server, so whoever reaches that address \
             could read every log. Listen on 127.0.0.1:{} and put a proxy that signs people in in front of it.",
            config.listen,
            config.listen.port()
        ));
    }
    if config.retention.days == 0 {
        return refuse("`retention.days` is 0, which would keep nothing: write 1 or more.".to_owned());
    }
    for (key, value) in [
        ("http.concurrent_reads", config.http.concurrent_reads),
        ("http.concurrent_streams", config.http.concurrent_streams),
    ] {
        if value == 0 {
            return refuse(format!("`{key}` is 0, which would answer nobody: write 1 or more."));
        }
    }
    for (key, origins) in [
        ("http.cors_origins", &config.http.cors_origins),
        ("http.connect_origins", &config.http.connect_origins),
    ] {
        if let Some(origin) = origins.iter().find(|origin| !is_origin(origin)) {
            return refuse(format!(
                "`{origin}` in `{key}` is no origin: write scheme and host and nothing behind, like https://status.example.com."
            ));
        }
    }
    if let Err(error) = Vocabulary::with_aliases(&config.aliases) {
        return refuse(format!("In `aliases`, {error}."));
    }
    if config.freshness.stale_after.as_ms() < 1_000 {
        return refuse(
            "`freshness.stale_after` is under a second: everything would always be stale.".to_owned(),
        );
    }
    Ok(())
}

/// An origin goes into headers as it stands, so nothing else may be in it.
fn is_origin(text: &str) -> bool {
    text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).is_some_and(|host| {
        !host.is_empty()
            && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']'))
    })
}

fn in_file(path: &str, text: &str, error: &toml::de::Error) -> ConfigError {
    let start = error.span().map_or(0, |span| span.start).min(text.len());
    let before = text.get(..start).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |part| part.chars().count()) + 1;
    ConfigError::File { path: path.to_owned(), line, column, message: explained(error.message()) }
}

/// Turns serde's list of every possible key into a suggestion of the one that was meant.
fn explained(message: &str) -> String {
    let mut names = message.split('`').skip(1).step_by(2);
    if !message.starts_with("unknown field") {
        return message.to_owned();
    }
    let unknown = names.next().unwrap_or_default().to_owned();
    let known: Vec<String> = names.map(str::to_owned).collect();
    match nearest(&unknown, known.iter().cloned()) {
        Some(name) => format!("there is no key `{unknown}` here; did you mean `{name}`?"),
        None => format!("there is no key `{unknown}` here; there are {}.", known.join(", ")),
    }
}

/// The name that was most likely meant, if any is near.
fn nearest(text: &str, names: impl Iterator<Item = String>) -> Option<String> {
    names
        .map(|name| (strsim::normalized_damerau_levenshtein(text, &name), name))
        .filter(|(likeness, _)| *likeness > 0.6)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}
