//! The keys that charts answer to.

/// A key that a chart answers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    /// So many buckets later; earlier where negative.
    Across(i64),
    /// So many rows up; down where negative.
    Up(i64),
    /// The first bucket.
    First,
    /// The last bucket.
    Last,
    /// Start or end of a range.
    Mark,
    /// Let go of the selection, then of the crosshair.
    Release,
}

impl Key {
    /// The key of this name, if a chart with `rows` rows answers to it.
    pub(super) fn read(name: &str, is_shift: bool, rows: usize) -> Option<Self> {
        let far = if is_shift { 10 } else { 1 };
        Some(match name {
            "ArrowLeft" => Self::Across(-far),
            "ArrowRight" => Self::Across(far),
            "ArrowUp" if rows > 1 => Self::Up(1),
            "ArrowDown" if rows > 1 => Self::Up(-1),
            "Home" => Self::First,
            "End" => Self::Last,
            "Enter" => Self::Mark,
            "Escape" => Self::Release,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_mean_what_the_keyboard_map_says() {
        for (name, is_shift, rows, key) in [
            ("ArrowLeft", false, 1, Some(Key::Across(-1))),
            ("ArrowRight", true, 1, Some(Key::Across(10))),
            ("ArrowUp", false, 1, None),
            ("ArrowUp", false, 9, Some(Key::Up(1))),
            ("Enter", false, 1, Some(Key::Mark)),
            ("a", false, 1, None),
        ] {
            assert_eq!(Key::read(name, is_shift, rows), key, "{name}");
        }
    }
}
