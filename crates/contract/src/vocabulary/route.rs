//! A route where only a path is known: ids within it are replaced, so that their number does not
//! become the number of routes.

/// A segment longer than this with a digit in it is taken for an id.
const LONG_SEGMENT: usize = 20;

/// `/v1/generations/7f3c…/images/12?size=2` is `/v1/generations/{id}/images/{id}`.
pub(super) fn route_of_path(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or("");
    let path = match path.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"),
        None => path,
    };
    let mut route = String::with_capacity(path.len());
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        route.push('/');
        route.push_str(if is_id(segment) { "{id}" } else { segment });
    }
    if route.is_empty() {
        route.push('/');
    }
    route
}

fn is_id(segment: &str) -> bool {
    let has_digit = segment.bytes().any(|byte| byte.is_ascii_digit());
    if segment.contains('@') || segment.contains('%') {
        return true;
    }
    if !has_digit {
        return false;
    }
    let is_number = segment.bytes().all(|byte| byte.is_ascii_digit());
    let is_hex = segment.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    is_number || (is_hex && segment.len() >= 8) || segment.len() >= LONG_SEGMENT || is_prefixed_id(segment)
}

/// `usr_42`, `gen-7f3c09`: a word, then digits or at least six hexadecimal ones.
fn is_prefixed_id(segment: &str) -> bool {
    let Some((prefix, id)) = segment.split_once(['_', '-']) else { return false };
    let is_word = !prefix.is_empty() && prefix.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_number = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    let is_hex = id.len() >= 6 && id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    is_word && (is_number || is_hex)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_replaced_and_words_stay() {
        for (path, route) in [
            ("/v1/generations", "/v1/generations"),
            ("/v1/generations/123", "/v1/generations/{id}"),
            ("/v1/generations/7f3c0e5a-1b2c-4d5e-8f90-123456789abc/images", "/v1/generations/{id}/images"),
            ("/v1/images/deadbeef01", "/v1/images/{id}"),
            ("/v1/users/usr_42/", "/v1/users/{id}"),
            ("/v1/traces/gen-7f3c09", "/v1/traces/{id}"),
            ("/v1/users/someone@example.org", "/v1/users/{id}"),
            ("/v2/facade/feed", "/v2/facade/feed"),
            ("/api/v1/step-2-upload", "/api/v1/step-2-upload"),
            ("/search?q=1&page=2", "/search"),
            ("https://api.sartiq.com/v1/jobs/9", "/v1/jobs/{id}"),
            ("https://api.sartiq.com", "/"),
            ("", "/"),
            ("/", "/"),
            ("health", "/health"),
        ] {
            assert_eq!(route_of_path(path), route, "{path}");
        }
    }
}
