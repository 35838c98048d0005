//! Names and values of a query, percent-encoded.

/// One `name=value` of a query, decoded.
pub(super) struct Pair {
    pub(super) name: String,
    pub(super) value: String,
    /// Offset of the name in the address, in characters.
    pub(super) position: usize,
}

/// The pairs of a query whose first character stands at `start` of the address. Empty ones are
/// left out.
pub(super) fn pairs(query: &str, start: usize) -> Vec<Pair> {
    let mut position = start;
    let mut found = Vec::new();
    for part in query.split('&') {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        if !part.is_empty() {
            found.push(Pair { name: decoded(name), value: decoded(value), position });
        }
        position += part.chars().count() + 1;
    }
    found
}

/// Appends a pair to an address, with `?` before the first and `&` before the others.
pub(super) fn push_pair(url: &mut String, name: &str, value: &str) {
    url.push(if url.contains('?') { '&' } else { '?' });
    url.push_str(name);
    url.push('=');
    for byte in value.bytes() {
        // What a query may hold as it is, without the characters that mean something in it.
        if byte.is_ascii_alphanumeric() || b"-._~:/@!$'()*,;".contains(&byte) {
            url.push(char::from(byte));
        } else {
            url.push('%');
            for half in [byte >> 4, byte & 15] {
                url.push(char::from_digit(u32::from(half), 16).unwrap_or('0').to_ascii_uppercase());
            }
        }
    }
}

/// The text behind percent-encoding. `+` is a space, as forms write it; a `%` without two
/// hexadecimal digits stands for itself, and bytes that are no UTF-8 become U+FFFD.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        let escaped = match (first, tail) {
            (b'%', [high, low, after @ ..]) => {
                hex(*high).zip(hex(*low)).map(|(high, low)| (high << 4 | low, after))
            }
            _ => None,
        };
        match escaped {
            Some((byte, after)) => {
                bytes.push(byte);
                rest = after;
            }
            None => bytes.push(if *first == b'+' { b' ' } else { *first }),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}
