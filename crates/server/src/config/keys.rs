//! Every key of the config with its words, its default and its environment variable, as data.
//!
//! The example file and the environment both come from these rows, so that neither can forget a
//! key; a test holds the rows to the types.

use std::fmt::Write as _;

/// How the value of an environment variable becomes a value of the config.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// As it stands.
    Text,
    /// A whole number.
    Number,
    /// Texts between commas.
    Texts,
}

/// One key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// Its place: `section.key`.
    pub path: &'static str,
    /// How its environment variable is read.
    pub kind: Kind,
    /// Its default, as TOML.
    pub default: &'static str,
    /// What it does; lines of the example file.
    pub doc: &'static str,
}

impl Key {
    /// Its environment variable: `MONITOR_`, and the path in capitals with `_` for the dot.
    pub fn variable(&self) -> String {
        format!("MONITOR_{}", self.path.replace('.', "_").to_uppercase())
    }
}

/// Every key that has a default, in the order of the example file.
pub const KEYS: [Key; 16] = [
    Key {
        path: "listen",
        kind: Kind::Text,
        default: r#""127.0.0.1:8080""#,
        doc: "Address and port to listen on. Nobody signs in yet, so only loopback is accepted: to reach\n\
              the server from elsewhere, put a proxy that signs people in in front of it.",
    },
    Key {
        path: "data_dir",
        kind: Kind::Text,
        default: r#""data""#,
        doc: "Folder of the store, made when it is missing. One server a folder.",
    },
    Key {
        path: "app_dir",
        kind: Kind::Text,
        default: r#""dist""#,
        doc: "Folder of the built app. Without one there, the server still takes logs and answers the API.",
    },
    Key {
        path: "public_base",
        kind: Kind::Text,
        default: r#""/api/v1""#,
        doc: "Base of the API as the browser reaches it; told to the app in config.json.",
    },
    Key {
        path: "retention.days",
        kind: Kind::Number,
        default: "30",
        doc: "Days to keep, in UTC, today included.",
    },
    Key {
        path: "retention.size",
        kind: Kind::Text,
        default: r#""20GiB""#,
        doc: "The most that all days together may take; the oldest day goes first.",
    },
    Key {
        path: "freshness.stale_after",
        kind: Kind::Text,
        default: r#""15s""#,
        doc: "A source that was not heard for longer is silent: whatever it feeds is marked stale.",
    },
    Key {
        path: "ingest.queue_size",
        kind: Kind::Text,
        default: r#""64MiB""#,
        doc: "What may wait to be written. Past it, senders are told to come back (429).",
    },
    Key {
        path: "ingest.body_size",
        kind: Kind::Text,
        default: r#""20MiB""#,
        doc: "The largest body of one request as it comes; decompressed it may be 64 MiB, or this if it is\n\
              more. Past either: 413.",
    },
    Key {
        path: "http.cors_origins",
        kind: Kind::Texts,
        default: "[]",
        doc: "Origins whose pages may read the API from a browser, when the app is served by another host:\n\
              [\"https://status.example.com\"].",
    },
    Key {
        path: "http.connect_origins",
        kind: Kind::Texts,
        default: "[]",
        doc: "Further origins that the app served from here may connect to (its content security policy),\n\
              when public_base lies on another host.",
    },
    Key {
        path: "http.timeout",
        kind: Kind::Text,
        default: r#""30s""#,
        doc: "How long one answer may take before it is given up (the event stream excepted).",
    },
    Key {
        path: "http.concurrent_reads",
        kind: Kind::Number,
        default: "4",
        doc: "How many dashboards are worked out at the same time; the others wait.",
    },
    Key {
        path: "http.concurrent_streams",
        kind: Kind::Number,
        default: "512",
        doc: "How many browsers may follow the event stream at the same time.",
    },
    Key {
        path: "log.level",
        kind: Kind::Text,
        default: r#""info""#,
        doc: "What the server logs about itself, to standard error: error, warn, info, debug, trace, or a\n\
              filter such as \"info,server::store=debug\".",
    },
    Key {
        path: "log.format",
        kind: Kind::Text,
        default: r#""text""#,
        doc: "\"text\" for people, \"json\" for programs.",
    },
];

const HEAD: &str = "\
# Config of Sartiq Monitor: every key with its default.
#
#   monitor serve --config monitor.toml
#   monitor check-config monitor.toml
#
# An environment variable wins over the file; its name stands beside each key.
# Lengths of time: 500ms, 15s, 5m, 1h30m, 30d. Sizes: 512KiB, 64MiB, 20GiB.
";

const TAIL: &str = r#"
# Who may send logs and gauges: one table for each sender, with its token or a file that holds
# nothing but the token. Without any, everyone who reaches the server may send.
# Environment: MONITOR_SOURCE_TOKENS="backend=TOKEN,compute=TOKEN" (instead of the tables).
#
# [[sources]]
# name = "backend"
# token = "…"
#
# [[sources]]
# name = "compute"
# token_file = "/run/secrets/compute-token"

# Other names that your logs have for the fields that the server understands: "theirs" = "ours".
#
# [aliases]
# "req.path" = "http_route"
# "elapsed" = "duration_ms"
"#;

/// The text of `docs/config.example.toml`.
pub fn example() -> String {
    let mut text = HEAD.to_owned();
    let mut section = "";
    for key in &KEYS {
        let (of, name) = key.path.split_once('.').unwrap_or(("", key.path));
        text.push('\n');
        if of != section {
            section = of;
            push_line(&mut text, &format!("[{section}]"));
        }
        for line in key.doc.lines() {
            push_line(&mut text, &format!("# {line}"));
        }
        push_line(&mut text, &format!("# Environment: {}", key.variable()));
        push_line(&mut text, &format!("{name} = {}", key.default));
    }
    text.push_str(TAIL);
    text
}

fn push_line(text: &mut String, line: &str) {
    // Writing to a String cannot fail.
    writeln!(text, "{line}").unwrap_or_default();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn paths(prefix: &str, table: &toml::Table, into: &mut Vec<String>) {
        for (name, value) in table {
            let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
            match value {
                toml::Value::Table(table) if path != "aliases" => paths(&path, table, into),
                _ => into.push(path),
            }
        }
    }

    #[test]
    fn every_key_of_the_types_is_documented_with_its_default() {
        let table = toml::Table::try_from(Config::default()).unwrap();
        let mut of_types = Vec::new();
        paths("", &table, &mut of_types);
        let mut documented: Vec<String> = KEYS.iter().map(|key| key.path.to_owned()).collect();
        documented.extend(["sources".to_owned(), "aliases".to_owned()]);
        of_types.sort();
        documented.sort();
        assert_eq!(of_types, documented);
        assert_eq!(toml::from_str::<Config>(&example()).unwrap(), Config::default());
    }

    #[test]
    fn the_example_file_is_up_to_date() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/config.example.toml");
        let file = std::fs::read_to_string(path).unwrap_or_default();
        assert_eq!(
            file,
            example(),
            "write the output of `monitor check-config --example` to docs/config.example.toml"
        );
    }

    #[test]
    fn what_the_example_leaves_as_a_comment_is_right_too() {
        let tail: Vec<&str> = TAIL
            .lines()
            .filter_map(|line| line.strip_prefix("# "))
            .filter(|line| {
                // Words have a space before their first sign of equality.
                let key = line.split_once(" = ").map(|(key, _)| key);
                line.starts_with('[') || key.is_some_and(|key| !key.contains(' '))
            })
            .collect();
        let config: Config = toml::from_str(&tail.join("\n")).unwrap();
        assert_eq!(config.sources.len(), 2);
        assert_eq!(config.aliases.len(), 2);
    }
}
