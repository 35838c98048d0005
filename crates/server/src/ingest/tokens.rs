//! Who may send.

use std::fmt;
use std::sync::Arc;
use subtle::ConstantTimeEq as _;

/// The source tokens that are accepted. None at all accepts everyone, which the configuration
/// allows on the loopback address only.
#[derive(Clone, Default)]
pub struct Tokens(Arc<[String]>);

impl fmt::Debug for Tokens {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Tokens are secrets, so only their number may reach a log.
        write!(formatter, "Tokens({})", self.0.len())
    }
}

impl FromIterator<String> for Tokens {
    fn from_iter<I: IntoIterator<Item = String>>(tokens: I) -> Self {
        Self(tokens.into_iter().collect())
    }
}

impl Tokens {
    /// Whether the value of an `Authorization` header may send.
    pub fn accepts(&self, authorization: Option<&[u8]>) -> bool {
        if self.0.is_empty() {
            return true;
        }
        let Some(token) = authorization.and_then(bearer) else { return false };
        // Every token is compared in full, so that the time taken says nothing about any of them.
        let is_known = self
            .0
            .iter()
            .fold(subtle::Choice::from(0), |known, accepted| known | accepted.as_bytes().ct_eq(token));
        is_known.into()
    }
}

/// The token of `Bearer TOKEN`; the scheme is case-insensitive (RFC 9110, section 11.1).
fn bearer(authorization: &[u8]) -> Option<&[u8]> {
    let (scheme, token) = authorization.split_at_checked(7)?;
    scheme.eq_ignore_ascii_case(b"bearer ").then(|| token.trim_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_configured_tokens_are_accepted() {
        let tokens: Tokens = ["first".to_owned(), "second".to_owned()].into_iter().collect();
        for (header, is_accepted) in [
            (Some("Bearer first"), true),
            (Some("bearer second"), true),
            (Some("Bearer  second "), true),
            (Some("Bearer third"), false),
            (Some("Bearer firs"), false),
            (Some("Bearer "), false),
            (Some("Basic first"), false),
            (Some("first"), false),
            (None, false),
        ] {
            assert_eq!(tokens.accepts(header.map(str::as_bytes)), is_accepted, "{header:?}");
        }
        assert!(!format!("{tokens:?}").contains("first"));
    }

    #[test]
    fn without_tokens_everyone_is_accepted() {
        assert!(Tokens::default().accepts(None));
        assert!(Tokens::default().accepts(Some(b"Bearer anything")));
    }
}
