//! Units that values of the API are in. The app formats by them; nothing converts silently.

use serde::{Deserialize, Serialize};

/// The unit of a number in the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A plain number of things.
    Count,
    /// A share of a whole, 0 to 100.
    Percent,
    /// A length of time in milliseconds.
    Milliseconds,
    /// Things in a second.
    PerSecond,
    /// A size in bytes.
    Bytes,
    /// A point in time, Unix milliseconds.
    Timestamp,
}
