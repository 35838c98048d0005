//! Finds the known fields of a line, whatever they are called and however deep they stand.

use super::names::{FIELDS, Field, Target, Vocabulary};
use super::words;
use serde_json::{Map, Value};

/// Objects nested deeper than this are not looked into; official clients nest twice.
const DEPTH: usize = 5;

/// A known field as a line has it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found<'a> {
    pub(super) value: &'a Value,
    pub(super) target: Target,
    /// Its key, where it stands at the top of the line.
    pub(super) key: Option<&'a str>,
}

/// The known fields of one line.
pub(super) struct Fields<'a>([Option<Found<'a>>; FIELDS]);

impl<'a> Fields<'a> {
    pub(super) fn of(vocabulary: &Vocabulary, map: &'a Map<String, Value>) -> Self {
        let mut fields = Self([None; FIELDS]);
        let mut path = String::new();
        for (key, value) in map {
            if let Value::Object(inner) = value {
                path.clear();
                path.push_str(key);
                fields.look_into(vocabulary, inner, &mut path, DEPTH);
            } else {
                fields.consider(vocabulary, key, value, Some(key));
            }
        }
        fields
    }

    fn look_into(
        &mut self,
        vocabulary: &Vocabulary,
        map: &'a Map<String, Value>,
        path: &mut String,
        depth: usize,
    ) {
        let outside = path.len();
        for (key, value) in map {
            path.truncate(outside);
            path.push('.');
            path.push_str(key);
            match value {
                Value::Object(inner) if depth > 0 => self.look_into(vocabulary, inner, path, depth - 1),
                _ => self.consider(vocabulary, path, value, None),
            }
        }
        path.truncate(outside);
    }

    fn consider(&mut self, vocabulary: &Vocabulary, path: &str, value: &'a Value, key: Option<&'a str>) {
        // A null says nothing, so it must not hide another name that does.
        if value.is_null() {
            return;
        }
        let Some(target) = vocabulary.field(path) else { return };
        if let Some(slot) = self.0.get_mut(target.field as usize)
            && slot.is_none_or(|found| target.rank < found.target.rank)
        {
            *slot = Some(Found { value, target, key });
        }
    }

    pub(super) fn get(&self, field: Field) -> Option<Found<'a>> {
        self.0.get(field as usize).copied().flatten()
    }

    pub(super) fn text(&self, field: Field) -> Option<String> {
        self.get(field).and_then(|found| words::text(found.value))
    }

    pub(super) fn label(&self, field: Field) -> Option<String> {
        self.text(field).map(words::label)
    }

    pub(super) fn number(&self, field: Field) -> Option<f64> {
        self.get(field)
            .and_then(|found| Some(words::number(found.value)? * found.target.scale))
            .filter(|number| number.is_finite())
    }

    /// All that were found.
    pub(super) fn iter(&self) -> impl Iterator<Item = Found<'a>> + '_ {
        self.0.iter().flatten().copied()
    }
}
