//! Texts and numbers out of JSON values, and the words for success and failure.

use super::LABEL_CHARS;
use serde_json::Value;

/// The text of a value that is one: numbers and truth values too, nothing empty.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => {
            let text = text.trim();
            (!text.is_empty()).then(|| text.to_owned())
        }
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// A finite number, also from a text of one.
pub(super) fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.filter(|number| number.is_finite())
}

/// A truth value, also from its word or 1.
pub(super) fn is_true(value: &Value) -> bool {
    match value {
        Value::Bool(flag) => *flag,
        Value::String(text) => text.eq_ignore_ascii_case("true") || text == "1",
        Value::Number(number) => number.as_i64() == Some(1),
        _ => false,
    }
}

/// A text as the value of a label: cut where it is longer than any name.
pub(super) fn label(mut text: String) -> String {
    if text.len() > LABEL_CHARS
        && let Some((end, _)) = text.char_indices().nth(LABEL_CHARS)
    {
        text.truncate(end);
    }
    text
}

/// Whether a status is a word or a number for failure.
pub(super) fn is_failure_status(status: &str) -> bool {
    const WORDS: [&str; 17] = [
        "error",
        "errored",
        "err",
        "fail",
        "failed",
        "failure",
        "timeout",
        "timed_out",
        "timed out",
        "rate_limited",
        "throttled",
        "unavailable",
        "rejected",
        "refused",
        "aborted",
        "status_code_error",
        "exception",
    ];
    WORDS.iter().any(|word| status.eq_ignore_ascii_case(word))
        || status.parse::<u16>().is_ok_and(|code| (400..=599).contains(&code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_become_texts_and_numbers() {
        assert_eq!(text(&json!(" a ")), Some("a".to_owned()));
        assert_eq!(text(&json!(7)), Some("7".to_owned()));
        assert_eq!(text(&json!("")), None);
        assert_eq!(text(&json!(null)), None);
        assert_eq!(text(&json!({"a": 1})), None);
        assert_eq!(number(&json!("15000")), Some(15_000.0));
        assert_eq!(number(&json!("inf")), None);
        assert_eq!(number(&json!("NaN")), None);
        assert_eq!(number(&json!(true)), None);
    }

    #[test]
    fn labels_are_cut_at_a_character() {
        let long = "ä".repeat(LABEL_CHARS + 1);
        assert_eq!(label(long).chars().count(), LABEL_CHARS);
        assert_eq!(label("ä".repeat(LABEL_CHARS)).chars().count(), LABEL_CHARS);
    }

    #[test]
    fn statuses() {
        for status in ["error", "ERROR", "timeout", "500", "429", "STATUS_CODE_ERROR"] {
            assert!(is_failure_status(status), "{status}");
        }
        for status in ["ok", "success", "200", "completed", "", "STATUS_CODE_OK", "2"] {
            assert!(!is_failure_status(status), "{status}");
        }
    }
}
