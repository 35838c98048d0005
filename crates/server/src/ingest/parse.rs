//! Takes a body apart into its items: JSON objects, lists of them, lines of them, or msgpack.
//!
//! An item that cannot be read is told with its place and does not lose its neighbours. A list is
//! first cut at its commas, so that even one that is no JSON (`NaN` in an element, say) loses that
//! element alone; only a list that does not end is no list.

use super::msgpack;
use super::rejection::RejectionReason;
use serde_json::{Map, Value};

/// How a body says it is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Json,
    Lines,
    Msgpack,
    /// It does not say, or says something that tools put there by themselves.
    Unsaid,
}

impl Format {
    /// The format of a content type; parameters do not matter.
    pub(super) fn of_content_type(content_type: &str) -> Self {
        let essence = content_type.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
        match essence.as_str() {
            "application/x-ndjson"
            | "application/ndjson"
            | "application/jsonl"
            | "application/x-jsonlines"
            | "application/json-lines" => Self::Lines,
            "application/msgpack" | "application/x-msgpack" | "application/vnd.msgpack" => Self::Msgpack,
            "application/json" | "text/json" => Self::Json,
            other if other.ends_with("+json") => Self::Json,
            _ => Self::Unsaid,
        }
    }
}

/// An item that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BadItem {
    pub(super) reason: RejectionReason,
    /// Where it is and what is wrong: `line 3, column 14: expected value`.
    pub(super) message: String,
    /// The item, cut.
    pub(super) text: String,
}

/// An item of a body: an object, its place in words, and its text where it has one.
#[derive(Debug)]
pub(super) struct Item<'a> {
    pub(super) map: Map<String, Value>,
    pub(super) place: Place,
    pub(super) text: &'a [u8],
}

/// Where an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// On a line, from 1.
    Line(usize),
    /// In a list, from 1.
    Item(usize),
}

impl std::fmt::Display for Place {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Line(line) => write!(formatter, "line {line}"),
            Self::Item(item) => write!(formatter, "item {item}"),
        }
    }
}

/// The body as a whole is not in its format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unparseable;

/// Gives each item of a body to `take`, in order.
pub(super) fn parse<'a>(
    body: &'a [u8],
    format: Format,
    take: &mut dyn FnMut(Result<Item<'a>, BadItem>),
) -> Result<(), Unparseable> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let first = body.iter().copied().find(|byte| !byte.is_ascii_whitespace()).ok_or(Unparseable)?;
    match format {
        Format::Msgpack => msgpack::parse(body, take),
        Format::Lines => {
            parse_lines(body, take);
            Ok(())
        }
        // No JSON begins with a byte beyond ASCII, and no msgpack of ours with one within.
        Format::Unsaid if !first.is_ascii() => msgpack::parse(body, take),
        Format::Json | Format::Unsaid if first == b'[' && !is_lines(body) => parse_list(body, take),
        Format::Json | Format::Unsaid => {
            if is_lines(body) {
                parse_lines(body, take);
            } else {
                take(parse_item(body, Place::Line(1), 1, 1));
            }
            Ok(())
        }
    }
}

/// Whether a whole value is followed by another: lines, though the content type says JSON.
fn is_lines(body: &[u8]) -> bool {
    let end = body.iter().position(|byte| *byte == b'\n').unwrap_or(body.len());
    let Some((first, rest)) = body.split_at_checked(end) else { return false };
    rest.iter().any(|byte| !byte.is_ascii_whitespace())
        && serde_json::from_slice::<serde::de::IgnoredAny>(first).is_ok()
}

fn parse_lines<'a>(body: &'a [u8], take: &mut dyn FnMut(Result<Item<'a>, BadItem>)) {
    for (line, number) in body.split(|byte| *byte == b'\n').zip(1..) {
        let text = line.trim_ascii();
        if !text.is_empty() {
            let indent = line.len() - line.trim_ascii_start().len();
            take(parse_item(text, Place::Line(number), number, indent + 1));
        }
    }
}

fn parse_list<'a>(
    body: &'a [u8],
    take: &mut dyn FnMut(Result<Item<'a>, BadItem>),
) -> Result<(), Unparseable> {
    let mut counted_to = 0;
    let (mut line, mut column) = (1, 1);
    for ((start, end), number) in elements(body)?.into_iter().zip(1..) {
        let before = body.get(counted_to..start).unwrap_or_default();
        for byte in before {
            (line, column) = if *byte == b'\n' { (line + 1, 1) } else { (line, column + 1) };
        }
        counted_to = start;
        let text = body.get(start..end).unwrap_or_default();
        take(parse_item(text, Place::Item(number), line, column));
    }
    Ok(())
}

/// Reads one item, which begins at a line and column of the body.
fn parse_item(text: &[u8], place: Place, line: usize, column: usize) -> Result<Item<'_>, BadItem> {
    match serde_json::from_slice(text) {
        Ok(Value::Object(map)) => Ok(Item { map, place, text }),
        Ok(_) => Err(bad_item(RejectionReason::NotAnObject, format!("{place}: expected an object"), text)),
        Err(error) => {
            let what = error.to_string();
            let what = what.split(" at line ").next().unwrap_or("not JSON");
            let inside = error.line().max(1);
            let column = if inside == 1 { column + error.column().max(1) - 1 } else { error.column() };
            let message = format!("line {}, column {column}: {what}", line + inside - 1);
            Err(bad_item(RejectionReason::Syntax, message, text))
        }
    }
}

/// A rejected item with the beginning of its text.
pub(super) fn bad_item(reason: RejectionReason, message: String, text: &[u8]) -> BadItem {
    let text = text.get(..super::rejection::SAMPLE_BYTES).unwrap_or(text);
    BadItem { reason, message, text: String::from_utf8_lossy(text).into_owned() }
}

/// Start and end of each element of a list, without the white space around it.
fn elements(body: &[u8]) -> Result<Vec<(usize, usize)>, Unparseable> {
    let mut elements = Vec::new();
    let mut depth = 0_usize;
    let mut is_text = false;
    let mut is_escaped = false;
    let mut start = 0;
    let mut is_closed = false;
    for (at, &byte) in body.iter().enumerate() {
        if is_text {
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = true,
                b'"' => is_text = false,
                _ => {}
            }
            continue;
        }
        if is_closed && !byte.is_ascii_whitespace() {
            return Err(Unparseable);
        }
        match byte {
            b'"' => is_text = true,
            b'[' | b'{' => {
                depth += 1;
                if depth == 1 {
                    start = at + 1;
                }
            }
            b',' if depth == 1 => {
                elements.push((start, at));
                start = at + 1;
            }
            b']' | b'}' => {
                depth = depth.checked_sub(1).ok_or(Unparseable)?;
                if depth == 0 {
                    if byte != b']' {
                        return Err(Unparseable);
                    }
                    is_closed = true;
                    let is_last = body.get(start..at).is_some_and(|text| !text.trim_ascii().is_empty());
                    if is_last || !elements.is_empty() {
                        elements.push((start, at));
                    }
                }
            }
            _ => {}
        }
    }
    if !is_closed {
        return Err(Unparseable);
    }
    let trimmed = |(start, end)| {
        let text: &[u8] = body.get(start..end).unwrap_or_default();
        let lead = text.len() - text.trim_ascii_start().len();
        (start + lead, start + lead + text.trim_ascii().len())
    };
    Ok(elements.into_iter().map(trimmed).collect())
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
