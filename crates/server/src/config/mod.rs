//! The config of the server: a TOML file, over it environment variables, under both defaults.
//!
//! [`keys`] documents every key; `docs/config.example.toml` is generated from it, and a test holds
//! it to these types. An unknown key is refused with its place, because a misspelt limit that is
//! silently ignored is found out on the worst of days.

mod keys;
mod load;
mod quantity;

pub use keys::{KEYS, Key, example};
pub use load::{ConfigError, Loaded, load};
pub use quantity::{ByteSize, QuantityError, Span};

use contract::catalogue::STALE_AFTER_MS;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

/// Everything that can be configured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where to listen; loopback only.
    #[serde(deserialize_with = "address")]
    pub listen: SocketAddr,
    /// The folder of the store.
    pub data_dir: PathBuf,
    /// The folder of the built app.
    pub app_dir: PathBuf,
    /// Base of the API for the app.
    pub public_base: String,
    /// How long data is kept.
    pub retention: Retention,
    /// When a source counts as silent.
    pub freshness: Freshness,
    /// Bounds of ingest.
    pub ingest: Ingest,
    /// Bounds and permissions of the API.
    pub http: Http,
    /// The server's own log.
    pub log: Log,
    /// Who may send.
    pub sources: Vec<SourceToken>,
    /// Other names for the fields of log lines: theirs to ours.
    pub aliases: BTreeMap<String, String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            data_dir: PathBuf::from("data"),
            app_dir: PathBuf::from("dist"),
            public_base: "/api/v1".to_owned(),
            retention: Retention::default(),
            freshness: Freshness::default(),
            ingest: Ingest::default(),
            http: Http::default(),
            log: Log::default(),
            sources: Vec::new(),
            aliases: BTreeMap::new(),
        }
    }
}

/// How long data is kept: until it is older than `days` or all together is larger than `size`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Retention {
    /// UTC days.
    pub days: u32,
    /// Of all day files together.
    pub size: ByteSize,
}

impl Default for Retention {
    fn default() -> Self {
        Self { days: 30, size: ByteSize::from_gib(20) }
    }
}

/// When a source counts as silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Freshness {
    /// After so long without an event.
    pub stale_after: Span,
}

impl Default for Freshness {
    fn default() -> Self {
        Self { stale_after: Span::from_millis(STALE_AFTER_MS.unsigned_abs()) }
    }
}

/// Bounds of ingest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Ingest {
    /// What may wait to be written.
    pub queue_size: ByteSize,
    /// One body as it comes.
    pub body_size: ByteSize,
}

impl Default for Ingest {
    fn default() -> Self {
        Self { queue_size: ByteSize::from_mib(64), body_size: ByteSize::from_mib(20) }
    }
}

/// Bounds and permissions of the API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Http {
    /// Origins whose pages may read the API.
    pub cors_origins: Vec<String>,
    /// Further origins that the app may connect to.
    pub connect_origins: Vec<String>,
    /// How long an answer may take.
    pub timeout: Span,
    /// How many dashboards may be worked out at once.
    pub concurrent_reads: usize,
    /// How many event streams may be open at once.
    pub concurrent_streams: usize,
}

impl Default for Http {
    fn default() -> Self {
        Self {
            cors_origins: Vec::new(),
            connect_origins: Vec::new(),
            timeout: Span::from_secs(30),
            concurrent_reads: 4,
            concurrent_streams: 512,
        }
    }
}

/// The server's own log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    /// A filter of `tracing`.
    pub level: String,
    /// How lines look.
    pub format: LogFormat,
}

impl Default for Log {
    fn default() -> Self {
        Self { level: "info".to_owned(), format: LogFormat::Text }
    }
}

/// How lines of the server's own log look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// Who may send, by a token of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceToken {
    /// What the server calls the sender.
    pub name: String,
    /// The token itself; either this or `token_file`.
    #[serde(default, skip_serializing)]
    pub token: Option<Secret>,
    /// A file with nothing but the token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_file: Option<PathBuf>,
}

/// A text that never reaches a log: neither `Debug` nor `Display` tell it.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Takes a text in.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, for comparing.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The standard message, "invalid socket address syntax", says nothing about what to write.
fn address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SocketAddr, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(|_e| {
        D::Error::custom(format!("`{text}` is no address with a port: write it like 127.0.0.1:8080"))
    })
}
