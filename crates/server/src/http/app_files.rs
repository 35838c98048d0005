//! The built app, read into memory once at the start and compressed in the background.
//!
//! Files whose name holds a hash never change and are kept by browsers for good; the page itself is
//! asked about each time. Until a file is compressed it goes out as it is.

use super::{ApiError, AppState, headers, index_page};
use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use contract::dashboard::AppConfig;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::{Arc, OnceLock};

const INDEX: &str = "index.html";
/// Smaller files do not gain from compression.
const LEAST_COMPRESSED: usize = 512;
/// How many hexadecimal digits of a row make a hash in a name.
const HASH_DIGITS: usize = 8;

/// The built app. Clones share it.
#[derive(Clone)]
pub struct AppFiles {
    files: Arc<BTreeMap<String, File>>,
    policy: HeaderValue,
    build: Arc<str>,
}

struct File {
    body: Bytes,
    brotli: OnceLock<Bytes>,
    content_type: HeaderValue,
    etag: HeaderValue,
    is_immutable: bool,
}

impl AppFiles {
    /// Reads the app in this folder, if there is one.
    ///
    /// # Errors
    /// When the folder is there and cannot be read.
    pub fn read(folder: &Path, connect_origins: &[String]) -> io::Result<Self> {
        let mut files = BTreeMap::new();
        if folder.join(INDEX).is_file() {
            read_folder(folder, "", &mut files)?;
            take_precompressed(&mut files);
        }
        let page = files.get(INDEX).map(|file| String::from_utf8_lossy(&file.body).into_owned());
        let policy = index_page::policy(page.as_deref().unwrap_or_default(), connect_origins);
        let policy = HeaderValue::from_str(&policy).map_err(io::Error::other)?;
        let page_hash = hash(page.unwrap_or_default().as_bytes());
        let build = format!("{}-{page_hash}", env!("CARGO_PKG_VERSION"));
        Ok(Self { files: Arc::new(files), policy, build: build.into() })
    }

    /// Whether there is an app.
    pub fn is_built(&self) -> bool {
        self.files.contains_key(INDEX)
    }

    /// Compresses what gains from it, the largest files last. Takes seconds: for a thread of its own.
    pub fn compress(&self) {
        let mut files: Vec<&File> =
            self.files.values().filter(|file| file.gains_from_compression()).collect();
        files.sort_by_key(|file| file.body.len());
        for file in files {
            if file.brotli.get().is_none()
                && let Some(compressed) = brotli_of(&file.body).filter(|small| small.len() < file.body.len())
            {
                // Somebody else having been first is as good.
                file.brotli.get_or_init(|| compressed);
            }
        }
    }

    /// The content security policy of the page.
    pub(super) fn policy(&self) -> &HeaderValue {
        &self.policy
    }

    /// The build of server and app: the version, and a hash of the page, which names all the rest.
    pub(super) fn build(&self) -> &str {
        &self.build
    }
}

impl File {
    fn new(name: &str, body: Vec<u8>) -> Self {
        let content_type = match Path::new(name).extension().and_then(|extension| extension.to_str()) {
            // Browsers compile while they download only if the type is right.
            Some("wasm") => "application/wasm".to_owned(),
            _ => mime_guess::from_path(name).first_or_octet_stream().to_string(),
        };
        let content_type = match content_type.as_str() {
            "text/html" | "text/css" | "text/javascript" | "text/plain" => {
                format!("{content_type}; charset=utf-8")
            }
            _ => content_type,
        };
        let etag = format!("\"{}\"", hash(&body));
        Self {
            brotli: OnceLock::new(),
            content_type: HeaderValue::from_str(&content_type)
                .unwrap_or(HeaderValue::from_static("application/octet-stream")),
            etag: HeaderValue::from_str(&etag).unwrap_or(HeaderValue::from_static("\"0\"")),
            is_immutable: has_hash(name),
            body: body.into(),
        }
    }

    fn gains_from_compression(&self) -> bool {
        let kind = self.content_type.to_str().unwrap_or_default();
        let is_text = kind.starts_with("text/")
            || ["application/wasm", "application/json", "image/svg+xml", "application/manifest+json"]
                .contains(&kind);
        is_text && self.body.len() >= LEAST_COMPRESSED
    }

    fn answer(&self, asked: &HeaderMap) -> Response {
        let caching = if self.is_immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
        let mut answer = if headers::is_same(asked, &self.etag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else if let Some(compressed) = self.brotli.get().filter(|_| accepts_brotli(asked)) {
            let mut answer = compressed.clone().into_response();
            answer.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
            answer
        } else {
            self.body.clone().into_response()
        };
        let headers = answer.headers_mut();
        headers.insert(header::CONTENT_TYPE, self.content_type.clone());
        headers.insert(header::ETAG, self.etag.clone());
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        answer
    }
}

/// A file of the app; its page for every path that looks like one; else 404.
pub(super) async fn serve(State(state): State<AppState>, request: Request) -> Response {
    let files = &state.files().files;
    let path = request.uri().path().trim_start_matches('/');
    if let Some(file) = files.get(path) {
        return file.answer(request.headers());
    }
    let last = path.rsplit('/').next().unwrap_or_default();
    if last.contains('.') {
        return StatusCode::NOT_FOUND.into_response();
    }
    match files.get(INDEX) {
        Some(page) => page.answer(request.headers()),
        None => axum::response::Html(index_page::NOT_BUILT).into_response(),
    }
}

/// Where the app finds the API.
pub(super) async fn config(State(state): State<AppState>) -> Result<impl IntoResponse, ApiError> {
    let api_base = state.config().public_base.trim_end_matches('/').to_owned();
    Ok(([(header::CACHE_CONTROL, "no-cache")], Json(AppConfig { api_base })))
}

fn read_folder(folder: &Path, prefix: &str, into: &mut BTreeMap<String, File>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let path = format!("{prefix}{name}");
        if name.starts_with('.') {
            continue;
        }
        if entry.file_type()?.is_dir() {
            read_folder(&entry.path(), &format!("{path}/"), into)?;
        } else {
            let body = std::fs::read(entry.path())?;
            into.insert(path.clone(), File::new(&path, body));
        }
    }
    Ok(())
}

/// What the build has compressed already, as `name.br`, is taken as it is.
fn take_precompressed(files: &mut BTreeMap<String, File>) {
    let names: Vec<String> = files.keys().filter(|name| has_extension(name, "br")).cloned().collect();
    for name in names {
        let compressed = files.remove(&name).map(|file| file.body);
        let of = name.strip_suffix(".br").and_then(|plain| files.get(plain));
        if let (Some(compressed), Some(of)) = (compressed, of) {
            of.brotli.get_or_init(|| compressed);
        }
    }
}

fn has_extension(name: &str, wanted: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == wanted)
}

fn brotli_of(body: &[u8]) -> Option<Bytes> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 24,
        size_hint: body.len(),
        ..Default::default()
    };
    let mut compressed = Vec::new();
    let result = brotli::BrotliCompress(&mut io::Cursor::new(body), &mut compressed, &parameters);
    result.inspect_err(|error| tracing::warn!(%error, "a file of the app cannot be compressed")).ok()?;
    Some(compressed.into())
}

/// Sixteen hexadecimal digits that name these bytes.
fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

/// Whether a part of the name between `-`, `_` and `.` is a hash, as Trunk writes them.
fn has_hash(name: &str) -> bool {
    // Folders may have hashes of something else than what is in them.
    let file = name.rsplit('/').next().unwrap_or(name);
    file.split(['-', '_', '.']).any(|part| {
        part.len() >= HASH_DIGITS && part.chars().all(|c| c.is_ascii_hexdigit() && !c.is_ascii_uppercase())
    })
}

/// Whether `br` is among what the client takes, and not with a weight of 0.
fn accepts_brotli(asked: &HeaderMap) -> bool {
    asked
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|part| {
            let mut words = part.split(';').map(str::trim);
            let is_brotli = words.next().is_some_and(|name| name.eq_ignore_ascii_case("br"));
            let weight =
                words.find_map(|word| word.strip_prefix("q=")).map_or(1.0, |q| q.parse().unwrap_or(0.0));
            is_brotli && weight > 0.0
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashed_names_are_told_from_others() {
        for name in [
            "sartiq-monitor-1f2e3d4c5b6a7980.js",
            "sartiq-monitor-1f2e3d4c5b6a7980_bg.wasm",
            "style-0a1b2c3d.css",
        ] {
            assert!(has_hash(name), "{name}");
        }
        for name in [
            "index.html",
            "favicon.svg",
            "sartiq-monitor.js",
            "config.json",
            "robots.txt",
            "snippets/app-0123456789abcdef/src/canvas.js",
        ] {
            assert!(!has_hash(name), "{name}");
        }
    }

    #[test]
    fn brotli_goes_only_to_those_who_take_it() {
        for (value, accepts) in [
            ("gzip, deflate, br, zstd", true),
            ("br;q=1.0, gzip", true),
            ("br;q=0", false),
            ("gzip", false),
            ("*", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(value));
            assert_eq!(accepts_brotli(&headers), accepts, "{value}");
        }
    }
}
