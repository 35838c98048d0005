//! One number a bucket, in the form that drawing wants.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One number a bucket, or none: `null` in JSON. In memory "none" is NaN, so that a value takes 8
/// bytes and a million of them are read at the speed of memory.
#[derive(Debug, Clone, Default)]
pub struct Values(Vec<f64>);

impl Values {
    /// How many buckets there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no bucket.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of a bucket; nothing where it has none, or where there is no such bucket.
    pub fn get(&self, bucket: usize) -> Option<f64> {
        self.0.get(bucket).copied().and_then(known)
    }

    /// The values bucket by bucket.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Option<f64>> + ExactSizeIterator + Clone {
        self.0.iter().copied().map(known)
    }

    /// The same as numbers, NaN for none.
    pub fn as_numbers(&self) -> &[f64] {
        &self.0
    }

    /// Takes numbers over, NaN for none.
    pub fn from_numbers(numbers: Vec<f64>) -> Self {
        Self(numbers)
    }
}

fn known(number: f64) -> Option<f64> {
    (!number.is_nan()).then_some(number)
}

fn number(value: Option<f64>) -> f64 {
    value.unwrap_or(f64::NAN)
}

impl FromIterator<Option<f64>> for Values {
    fn from_iter<I: IntoIterator<Item = Option<f64>>>(values: I) -> Self {
        Self(values.into_iter().map(number).collect())
    }
}

impl From<Vec<Option<f64>>> for Values {
    fn from(values: Vec<Option<f64>>) -> Self {
        values.into_iter().collect()
    }
}

impl From<Values> for Vec<Option<f64>> {
    fn from(values: Values) -> Self {
        values.iter().collect()
    }
}

/// Bucket by bucket; none equals none.
impl PartialEq for Values {
    fn eq(&self, other: &Self) -> bool {
        self.0.len() == other.0.len()
            && self.0.iter().zip(&other.0).all(|(a, b)| a == b || (a.is_nan() && b.is_nan()))
    }
}

impl Serialize for Values {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::<Option<f64>>::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(feature = "openapi")]
mod openapi {
    use utoipa::openapi::{RefOr, Schema};

    impl utoipa::PartialSchema for super::Values {
        fn schema() -> RefOr<Schema> {
            <Vec<Option<f64>> as utoipa::PartialSchema>::schema()
        }
    }

    impl utoipa::ToSchema for super::Values {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_is_null_and_null_is_none() {
        let values = Values::from(vec![Some(1.5), None, Some(0.0)]);
        let text = serde_json::to_string(&values).unwrap();
        assert_eq!(text, "[1.5,null,0.0]");
        assert_eq!(serde_json::from_str::<Values>(&text).unwrap(), values);
        assert_eq!(
            (values.get(0), values.get(1), values.get(2), values.get(3)),
            (Some(1.5), None, Some(0.0), None)
        );
        assert_eq!(values.iter().rev().flatten().collect::<Vec<_>>(), [0.0, 1.5]);
        assert_eq!(Vec::from(values.clone()), [Some(1.5), None, Some(0.0)]);
    }

    #[test]
    fn equal_means_the_same_buckets() {
        let of = |values: &[Option<f64>]| Values::from(values.to_vec());
        assert_eq!(of(&[None, Some(1.0)]), of(&[None, Some(1.0)]));
        assert_ne!(of(&[None, Some(1.0)]), of(&[Some(1.0), None]));
        assert_ne!(of(&[Some(1.0)]), of(&[Some(1.0), None]));
    }
}
