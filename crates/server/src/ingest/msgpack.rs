//! Msgpack bodies: a map, a list of maps, or maps one after the other.

use super::parse::{BadItem, Item, Place, Unparseable, bad_item};
use super::rejection::RejectionReason;
use chrono::{DateTime, SecondsFormat};
use rmpv::Value as Packed;
use serde_json::{Map, Number, Value};

/// Maps nested deeper than this are no log lines.
const DEPTH: usize = 64;
/// The extension type of timestamps, as the msgpack specification has it.
const TIMESTAMP: i8 = -1;

/// Gives each item of a body to `take`, in order. Where one is not msgpack nothing after it can be
/// found, so the body as a whole is refused then, whatever was given before.
pub(super) fn parse<'a>(
    body: &'a [u8],
    take: &mut dyn FnMut(Result<Item<'a>, BadItem>),
) -> Result<(), Unparseable> {
    let (mut rest, length) = match list_header(body) {
        Some((length, rest)) => (rest, Some(length)),
        None => (body, None),
    };
    let mut number = 0;
    while length.map_or(!rest.is_empty(), |length| number < length) {
        number += 1;
        let item = rmpv::decode::read_value_with_max_depth(&mut rest, DEPTH).map_err(|_error| Unparseable)?;
        let place = Place::Item(number);
        match json_of(item) {
            Value::Object(map) => take(Ok(Item { map, place, text: &[] })),
            other => {
                let message = format!("{place}: expected a map");
                take(Err(bad_item(RejectionReason::NotAnObject, message, other.to_string().as_bytes())));
            }
        }
    }
    if rest.is_empty() { Ok(()) } else { Err(Unparseable) }
}

/// The length of the list that a body is, and what follows.
fn list_header(body: &[u8]) -> Option<(usize, &[u8])> {
    match body {
        [byte @ 0x90..=0x9f, rest @ ..] => Some((usize::from(byte & 0x0f), rest)),
        [0xdc, a, b, rest @ ..] => Some((usize::from(u16::from_be_bytes([*a, *b])), rest)),
        [0xdd, a, b, c, d, rest @ ..] => {
            Some((usize::try_from(u32::from_be_bytes([*a, *b, *c, *d])).ok()?, rest))
        }
        _ => None,
    }
}

/// A value as JSON has it: keys as texts, timestamps as RFC 3339, bytes as text, and null for what
/// is no number.
fn json_of(packed: Packed) -> Value {
    match packed {
        Packed::Nil => Value::Null,
        Packed::Boolean(flag) => Value::Bool(flag),
        Packed::Integer(number) => match (number.as_u64(), number.as_i64()) {
            (Some(number), _) => Value::from(number),
            (None, Some(number)) => Value::from(number),
            (None, None) => Value::Null,
        },
        Packed::F32(number) => Number::from_f64(f64::from(number)).map_or(Value::Null, Value::Number),
        Packed::F64(number) => Number::from_f64(number).map_or(Value::Null, Value::Number),
        Packed::String(text) => Value::String(String::from_utf8_lossy(text.as_bytes()).into_owned()),
        Packed::Array(values) => Value::Array(values.into_iter().map(json_of).collect()),
        Packed::Map(entries) => {
            let entries = entries.into_iter().map(|(key, value)| (key_of(key), json_of(value)));
            Value::Object(entries.collect::<Map<_, _>>())
        }
        Packed::Ext(TIMESTAMP, bytes) => time_of(&bytes).map_or(Value::Null, Value::String),
        Packed::Binary(bytes) | Packed::Ext(_, bytes) => {
            Value::String(String::from_utf8_lossy(&bytes).into_owned())
        }
    }
}

fn key_of(key: Packed) -> String {
    match json_of(key) {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

/// The three lengths of the timestamp extension: seconds; nanoseconds and seconds in 64 bits; both
/// in 96.
fn time_of(bytes: &[u8]) -> Option<String> {
    let (seconds, nanoseconds) = if let Ok(seconds) = <[u8; 4]>::try_from(bytes) {
        (i64::from(u32::from_be_bytes(seconds)), 0)
    } else if let Ok(both) = <[u8; 8]>::try_from(bytes) {
        let both = u64::from_be_bytes(both);
        (i64::try_from(both & 0x3_ffff_ffff).ok()?, u32::try_from(both >> 34).ok()?)
    } else {
        let (nanoseconds, seconds) = bytes.split_first_chunk::<4>()?;
        (i64::from_be_bytes(seconds.try_into().ok()?), u32::from_be_bytes(*nanoseconds))
    };
    Some(DateTime::from_timestamp(seconds, nanoseconds)?.to_rfc3339_opts(SecondsFormat::AutoSi, true))
}
