//! The parameters of a dashboard, read with the place of each mistake.

use super::ApiError;
use contract::dashboard::{DEFAULT_WIDTH, MAX_WIDTH};
use contract::error::Position;
use contract::time::{HOUR_MS, TimeBound, Window};

/// Times before 1970 and after 9999 are slips of the hand.
const TIMES_MS: std::ops::RangeInclusive<i64> = 0..=253_402_300_799_999;
const NAMES: [&str; 4] = ["from", "to", "width", "compare"];

/// What was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Asked {
    /// Over which window.
    pub(super) window: Window,
    /// Whether the window before is wanted too.
    pub(super) with_previous: bool,
}

/// Reads the parameters as they stand in the address, names and values decoded.
pub(super) fn read(pairs: &[(String, String)], now_ms: i64) -> Result<Asked, ApiError> {
    let mut values: [Option<&str>; NAMES.len()] = [None; NAMES.len()];
    for (name, value) in pairs {
        let known = NAMES.iter().zip(&mut values).find(|(known, _)| *known == name);
        let Some((_, slot)) = known else {
            let names = NAMES.join(", ");
            return Err(wrong(name, 0, format!("There is no parameter `{name}`; there are {names}.")));
        };
        if slot.replace(value).is_some() {
            return Err(wrong(name, 0, format!("`{name}` is given twice.")));
        }
    }
    let [from, to, width, compare] = values;
    let from_ms = time("from", from, TimeBound::BeforeNow(HOUR_MS), now_ms)?;
    let to_ms = time("to", to, TimeBound::BeforeNow(0), now_ms)?;
    if from_ms >= to_ms {
        return Err(wrong("from", 0, "`from` has to be before `to`.".to_owned()));
    }
    let width = match width {
        None => DEFAULT_WIDTH,
        Some(text) => text.parse().ok().filter(|width| (1..=MAX_WIDTH).contains(width)).ok_or_else(|| {
            let offset = text.chars().take_while(char::is_ascii_digit).count();
            let offset = if offset == text.chars().count() { 0 } else { offset };
            wrong("width", offset, format!("`width` is a whole number from 1 to {MAX_WIDTH}."))
        })?,
    };
    let with_previous = match compare {
        None => false,
        Some("previous") => true,
        Some(_) => return Err(wrong("compare", 0, "`compare` can only be `previous`.".to_owned())),
    };
    let window = Window::covering(from_ms, to_ms, width);
    if window.len() > width {
        return Err(wrong("from", 0, format!("The range is too long for {width} buckets of a week.")));
    }
    Ok(Asked { window, with_previous })
}

fn time(field: &str, text: Option<&str>, default: TimeBound, now_ms: i64) -> Result<i64, ApiError> {
    let bound = match text {
        None => default,
        Some(text) => text.parse().map_err(|error: contract::time::TimeBoundError| {
            wrong(field, error.offset, format!("`{field}`: {error}."))
        })?,
    };
    let at_ms = bound.resolve(now_ms);
    if TIMES_MS.contains(&at_ms) {
        Ok(at_ms)
    } else {
        Err(wrong(field, 0, format!("`{field}` lies outside the years 1970 to 9999.")))
    }
}

/// A mistake and its place.
pub(super) fn wrong(field: &str, offset: usize, message: String) -> ApiError {
    ApiError::BadRequest { message, position: Position { field: field.to_owned(), offset } }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW_MS: i64 = 1_705_314_600_000;

    fn ask(query: &[(&str, &str)]) -> Result<Asked, (String, usize)> {
        let pairs: Vec<(String, String)> =
            query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        read(&pairs, NOW_MS).map_err(|error| match error {
            ApiError::BadRequest { position, .. } => (position.field, position.offset),
            other => panic!("{other:?}"),
        })
    }

    #[test]
    fn without_parameters_it_is_the_last_hour() {
        let asked = ask(&[]).unwrap();
        assert_eq!(asked.window, Window { from_ms: NOW_MS - HOUR_MS, to_ms: NOW_MS, step_ms: 10_000 });
        assert!(!asked.with_previous);
        assert!(ask(&[("compare", "previous")]).unwrap().with_previous);
        assert!(ask(&[("width", "60")]).unwrap().window.len() <= 60);
    }

    #[test]
    fn mistakes_are_told_with_their_place() {
        for (query, field, offset) in [
            (("from", "yesterday"), "from", 0),
            (("from", "now+1h"), "from", 3),
            (("to", "now-5y"), "to", 5),
            (("to", "now-2h"), "from", 0),
            (("from", "-5"), "from", 0),
            (("to", "9999999999999999"), "to", 0),
            (("width", "0"), "width", 0),
            (("width", "12px"), "width", 2),
            (("width", "4001"), "width", 0),
            (("compare", "yesterday"), "compare", 0),
            (("form", "now-1h"), "form", 0),
        ] {
            assert_eq!(ask(&[query]), Err((field.to_owned(), offset)), "{query:?}");
        }
        assert_eq!(ask(&[("from", "0"), ("width", "10")]), Err(("from".to_owned(), 0)));
        assert_eq!(ask(&[("to", "now"), ("to", "now")]), Err(("to".to_owned(), 0)));
    }
}
