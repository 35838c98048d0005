//! A server of files for the benchmark's page: the page itself under `/bench`, the packages of
//! npm under `/npm`, and the built app under everything else. Its headers isolate the page from
//! other origins, which is what browsers ask for before they give out a precise clock.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::net::TcpListener;

/// Where the files are.
pub(crate) struct Folders {
    /// The page and the adapters.
    pub(crate) page: PathBuf,
    /// `node_modules`.
    pub(crate) packages: PathBuf,
    /// The app, built with its hooks for the benchmark.
    pub(crate) app: PathBuf,
}

/// Serves on a free port of this machine for as long as the program runs.
pub(crate) async fn serve(folders: Folders) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let router = Router::new().fallback(file).with_state(Arc::new(folders));
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    port
}

async fn file(State(folders): State<Arc<Folders>>, uri: Uri) -> (StatusCode, HeaderMap, Vec<u8>) {
    let path = place(&folders, uri.path());
    let mut headers = HeaderMap::new();
    let fixed = [
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-embedder-policy"), "require-corp"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let Some(path) = path else { return (StatusCode::NOT_FOUND, headers, Vec::new()) };
    match tokio::fs::read(&path).await {
        Ok(bytes) => {
            let kind = mime_guess::from_path(&path).first_or_octet_stream();
            headers.insert(header::CONTENT_TYPE, kind.as_ref().parse().unwrap());
            (StatusCode::OK, headers, bytes)
        }
        Err(_) => (StatusCode::NOT_FOUND, headers, Vec::new()),
    }
}

/// The file of a path; nothing for a path that leads out of its folder.
fn place(folders: &Folders, path: &str) -> Option<PathBuf> {
    let path = path.trim_start_matches('/');
    if path.split('/').any(|part| part == "..") {
        return None;
    }
    let within = |folder: &Path, rest: &str| Some(folder.join(rest));
    if path == "bench" {
        within(&folders.page, "bench.html")
    } else if let Some(rest) = path.strip_prefix("bench/") {
        within(&folders.page, rest)
    } else if let Some(rest) = path.strip_prefix("npm/") {
        within(&folders.packages, rest)
    } else {
        within(&folders.app, path)
    }
}
