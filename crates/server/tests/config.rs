//! How a config is read, and what is said of one that cannot be used.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_cmp,
    clippy::cast_precision_loss,
    reason = "a helper of tests fails as loudly as a test, and expected numbers are exact"
)]

use server::config::{Config, load};
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

fn variables(pairs: &[(&str, &str)]) -> Vec<(OsString, OsString)> {
    pairs.iter().map(|(name, value)| (OsString::from(name), OsString::from(value))).collect()
}

fn file(text: &str) -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("monitor.toml");
    fs::write(&path, text).unwrap();
    (folder, path)
}

fn error_of(text: &str) -> String {
    let (_folder, path) = file(text);
    let error = load(Some(&path), Vec::new()).unwrap_err().to_string();
    error.replace(&format!("{}:", path.display()), "")
}

#[test]
fn mistakes_in_the_file_are_told_with_line_and_column() {
    for (text, expected) in [
        ("listn = \"127.0.0.1:80\"", "1:1: there is no key `listn` here; did you mean `listen`?"),
        ("[retention]\ndays = 3\n  dais = 4", "3:3: there is no key `dais` here; did you mean `days`?"),
        (
            "[freshness]\nstale_after = \"soon\"",
            "2:15: `soon` is no length of time: write it like 500ms, 15s, 5m, 1h30m or 30d",
        ),
        (
            "[retention]\nsize = \"20 apples\"",
            "2:8: `20 apples` is no size: write it like 512KiB, 64MiB, 20GiB or 20GB",
        ),
        (
            "listen = \"localhost\"",
            "1:10: `localhost` is no address with a port: write it like 127.0.0.1:8080",
        ),
    ] {
        assert_eq!(error_of(text), expected, "{text}");
    }
    assert!(error_of("listen = ").starts_with("1:"), "{}", error_of("listen = "));
    assert!(error_of("[retention]\ndays = \"many\"").starts_with("2:8: "));
    let nothing_near = error_of("[http]\nxyzzy = 1");
    assert!(nothing_near.contains("there are cors_origins, "), "{nothing_near}");
}

#[test]
fn an_address_that_others_reach_is_refused() {
    for address in ["0.0.0.0:8080", "192.168.1.5:80", "[::]:8080"] {
        let error = error_of(&format!("listen = \"{address}\""));
        assert!(error.starts_with(&format!("Listening on {address} is refused")), "{error}");
        assert!(error.contains("put a proxy that signs people in in front of it"), "{error}");
    }
    for address in ["127.0.0.1:0", "127.8.8.8:80", "[::1]:8080"] {
        let (_folder, path) = file(&format!("listen = \"{address}\""));
        assert!(load(Some(&path), Vec::new()).is_ok(), "{address}");
    }
}

#[test]
fn the_environment_wins_over_the_file() {
    let (_folder, path) = file("data_dir = \"from-file\"\n[retention]\ndays = 3\nsize = \"5GiB\"\n");
    let loaded = load(
        Some(&path),
        variables(&[
            ("MONITOR_RETENTION_DAYS", "7"),
            ("MONITOR_LISTEN", "127.0.0.1:9999"),
            ("MONITOR_HTTP_CORS_ORIGINS", "https://a.example, https://b.example"),
            ("MONITOR_SOURCE_TOKENS", "backend=abc, compute=d=e"),
            ("HOME", "/root"),
        ]),
    )
    .unwrap();
    let config = loaded.config;
    assert_eq!((config.retention.days, config.retention.size.to_string().as_str()), (7, "5GiB"));
    assert_eq!(config.listen.port(), 9_999);
    assert_eq!(config.data_dir, PathBuf::from("from-file"));
    assert_eq!(config.http.cors_origins, ["https://a.example", "https://b.example"]);
    let tokens: Vec<&str> =
        config.sources.iter().map(|source| source.token.as_ref().unwrap().reveal()).collect();
    assert_eq!(tokens, ["abc", "d=e"]);
    assert!(loaded.warnings.is_empty());
}

#[test]
fn mistakes_in_the_environment_are_told_by_name() {
    for (name, value, expected) in [
        (
            "MONITOR_RETENTION_DAYS",
            "x",
            "Environment variable MONITOR_RETENTION_DAYS: `x` is no whole number.",
        ),
        (
            "MONITOR_SOURCE_TOKENS",
            "s3cret",
            "Environment variable MONITOR_SOURCE_TOKENS: write it like backend=TOKEN,compute=TOKEN.",
        ),
    ] {
        assert_eq!(load(None, variables(&[(name, value)])).unwrap_err().to_string(), expected);
    }
    let loaded = load(None, variables(&[("MONITOR_LISTN", "127.0.0.1:1")])).unwrap();
    assert_eq!(loaded.config, Config::default());
    assert_eq!(
        loaded.warnings,
        ["The environment variable MONITOR_LISTN means nothing to this server. Did you mean MONITOR_LISTEN?"]
    );
}

#[test]
fn tokens_may_stand_in_files() {
    let folder = TempDir::new().unwrap();
    let token = folder.path().join("token");
    fs::write(&token, "from-a-file\n").unwrap();
    let text = format!("[[sources]]\nname = \"backend\"\ntoken_file = {:?}\n", token.to_str().unwrap());
    let (_folder, path) = file(&text);
    let config = load(Some(&path), Vec::new()).unwrap().config;
    assert_eq!(config.sources[0].token.as_ref().unwrap().reveal(), "from-a-file");
    assert!(!format!("{config:?}").contains("from-a-file"));
    for (text, part) in [
        ("[[sources]]\nname = \"a\"", "either `token` or `token_file`"),
        ("[[sources]]\nname = \"a\"\ntoken = \"\"", "is empty"),
        ("[[sources]]\nname = \"a\"\ntoken_file = \"/no/such/file\"", "cannot be read"),
    ] {
        assert!(error_of(text).contains(part), "{}", error_of(text));
    }
}

#[test]
fn values_that_make_no_sense_are_refused() {
    for (text, part) in [
        ("[retention]\ndays = 0", "`retention.days` is 0"),
        ("[http]\nconcurrent_reads = 0", "`http.concurrent_reads` is 0"),
        ("[http]\ncors_origins = [\"*\"]", "is no origin"),
        ("[http]\nconnect_origins = [\"https://a.example; script-src *\"]", "is no origin"),
        ("[freshness]\nstale_after = \"10ms\"", "under a second"),
        ("[aliases]\n\"took\" = \"duratoin_ms\"", "`duratoin_ms`, which is no known field"),
    ] {
        assert!(error_of(text).contains(part), "{}", error_of(text));
    }
}
