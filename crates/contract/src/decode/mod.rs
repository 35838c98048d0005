//! Reads answers of the API in the app, in a tenth of the code that derived readers need.
//!
//! The app is downloaded, and serde's derived `Deserialize` of the contract's types alone was a
//! sixth of it. So the app reads JSON into a [`Value`] and takes the types out of that: one small
//! function a type, made from the list of its fields. The server and tests keep serde's readers,
//! and a test holds the two to each other over every type and every word.
//!
//! Policy: a field that is not known is passed over; one that is missing reads as null, which is
//! good where the type is an `Option` and an error with its place elsewhere.

mod records;
mod words;

#[cfg(test)]
mod tests;

use crate::panel::Values;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Why a value is not what the contract says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected} at {place}")]
pub struct DecodeError {
    /// Where: names of fields and numbers of items from the outside in, `panels.3.body`.
    pub place: String,
    /// What should be there.
    pub expected: &'static str,
}

impl DecodeError {
    fn new(expected: &'static str) -> Self {
        Self { place: String::new(), expected }
    }

    fn within(mut self, outer: &str) -> Self {
        if !self.place.is_empty() {
            self.place.insert(0, '.');
        }
        self.place.insert_str(0, outer);
        self
    }
}

/// What can be read from an answer.
pub trait Decode: Sized {
    /// Takes itself out of a value.
    ///
    /// # Errors
    /// When the value has another shape.
    fn decode(value: Value) -> Result<Self, DecodeError>;
}

/// Reads an answer's body.
///
/// # Errors
/// When the body is no JSON, or JSON of another shape.
pub fn decode_slice<T: Decode>(body: &[u8]) -> Result<T, DecodeError> {
    T::decode(parse(body)?)
}

fn parse(body: &[u8]) -> Result<Value, DecodeError> {
    serde_json::from_slice(body).map_err(|error| {
        DecodeError::new("JSON").within(&format!("line {}, column {}", error.line(), error.column()))
    })
}

/// The fields of an object, taken out one by one.
struct Fields(Map<String, Value>);

impl Fields {
    fn of(value: Value) -> Result<Self, DecodeError> {
        match value {
            Value::Object(fields) => Ok(Self(fields)),
            _ => Err(DecodeError::new("an object")),
        }
    }

    fn remove(&mut self, name: &str) -> Value {
        self.0.remove(name).unwrap_or_default()
    }

    fn take<T: Decode>(&mut self, name: &str) -> Result<T, DecodeError> {
        T::decode(self.remove(name)).map_err(|error| error.within(name))
    }
}

impl Decode for f64 {
    fn decode(value: Value) -> Result<Self, DecodeError> {
        value.as_f64().ok_or(DecodeError::new("a number"))
    }
}

impl Decode for i64 {
    fn decode(value: Value) -> Result<Self, DecodeError> {
        value.as_i64().ok_or(DecodeError::new("a whole number"))
    }
}

impl Decode for u64 {
    fn decode(value: Value) -> Result<Self, DecodeError> {
        value.as_u64().ok_or(DecodeError::new("a whole number from 0"))
    }
}

impl Decode for usize {
    fn decode(value: Value) -> Result<Self, DecodeError> {
        u64::decode(value)?.try_into().map_err(|_too_large| DecodeError::new("a smaller number"))
    }
}

impl Decode for bool {
    fn decode(value: Value) -> Result<Self, DecodeError> {
        value.as_bool().ok_or(DecodeError::new("true or false"))
    }
}

impl Decode for String {
    fn decode(value: Value) -> Result<Self, DecodeError> {
        match value {
            Value::String(text) => Ok(text),
            _ => Err(DecodeError::new("a text")),
        }
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(value: Value) -> Result<Self, DecodeError> {
        if value.is_null() { Ok(None) } else { T::decode(value).map(Some) }
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(value: Value) -> Result<Self, DecodeError> {
        let Value::Array(items) = value else { return Err(DecodeError::new("a list")) };
        let mut list = Self::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            list.push(T::decode(item).map_err(|error| error.within(&index.to_string()))?);
        }
        Ok(list)
    }
}

impl Decode for Values {
    fn decode(value: Value) -> Result<Self, DecodeError> {
        Vec::<Option<f64>>::decode(value).map(Self::from)
    }
}

impl Decode for BTreeMap<String, String> {
    fn decode(value: Value) -> Result<Self, DecodeError> {
        let mut map = Self::new();
        for (name, value) in Fields::of(value)?.0 {
            let value = String::decode(value).map_err(|error| error.within(&name))?;
            map.insert(name, value);
        }
        Ok(map)
    }
}
