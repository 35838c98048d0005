//! The page of the app: which scripts it may run, and what stands in its place before it is built.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// Shown while there is no built app.
pub(super) const NOT_BUILT: &str = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
<meta name=\"viewport\" content=\"width=device-width\"><title>Sartiq Monitor</title></head>\
<body><h1>Sartiq Monitor</h1><p>The server runs and takes logs, but its app is not built: run \
<code>make run</code>, or point <code>app_dir</code> at a built app.</p></body></html>\n";

/// The content security policy for a page: nothing but what the app is made of. Inline scripts
/// are allowed by the hash of their text, so that only those the build has put there run.
pub(super) fn policy(page: &str, connect_origins: &[String]) -> String {
    let hashes: Vec<String> = inline_scripts(page)
        .map(|script| format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(script.as_bytes()))))
        .collect();
    let connect: Vec<String> = connect_origins.iter().map(|origin| format!(" {origin}")).collect();
    let (hashes, connect) = (hashes.concat(), connect.concat());
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{hashes}; style-src 'self'; \
         connect-src 'self'{connect}; img-src 'self' data:; font-src 'self'; frame-ancestors 'none'; \
         base-uri 'none'; form-action 'none'"
    )
}

/// The texts of the scripts that stand in the page itself.
fn inline_scripts(page: &str) -> impl Iterator<Item = &str> {
    let mut rest = page;
    std::iter::from_fn(move || {
        loop {
            let (_, after) = rest.split_once("<script")?;
            let (attributes, after) = after.split_once('>')?;
            let (text, after) = after.split_once("</script>")?;
            rest = after;
            if !attributes.contains("src=") {
                return Some(text);
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_scripts_are_allowed_by_their_hash() {
        let page =
            "<script src=\"/a.js\"></script><script type=\"module\">alert(1)</script><script>b</script>";
        assert_eq!(inline_scripts(page).collect::<Vec<_>>(), ["alert(1)", "b"]);
        let policy = policy(page, &["https://api.example.com".to_owned()]);
        // echo -n 'alert(1)' | openssl dgst -sha256 -binary | base64
        assert!(policy.contains("'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"), "{policy}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
        assert!(policy.contains("connect-src 'self' https://api.example.com;"));
    }
}
