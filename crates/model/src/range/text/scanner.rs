//! Reads words, numbers and clock times out of a typed range, and keeps the place.

use super::RangeError;
use contract::time::{DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS};

/// Names of units, the longest of those that start alike first.
const UNITS: [(&str, i64); 21] = [
    ("seconds", SECOND_MS),
    ("second", SECOND_MS),
    ("secs", SECOND_MS),
    ("sec", SECOND_MS),
    ("s", SECOND_MS),
    ("minutes", MINUTE_MS),
    ("minute", MINUTE_MS),
    ("mins", MINUTE_MS),
    ("min", MINUTE_MS),
    ("m", MINUTE_MS),
    ("hours", HOUR_MS),
    ("hour", HOUR_MS),
    ("hrs", HOUR_MS),
    ("hr", HOUR_MS),
    ("h", HOUR_MS),
    ("days", DAY_MS),
    ("day", DAY_MS),
    ("d", DAY_MS),
    ("weeks", 7 * DAY_MS),
    ("week", 7 * DAY_MS),
    ("w", 7 * DAY_MS),
];

/// A place in a text. Every reading method skips spaces first and moves on only where it succeeds.
#[derive(Clone)]
pub(super) struct Scanner {
    chars: Vec<char>,
    at: usize,
    is_relative: bool,
}

impl Scanner {
    pub(super) fn new(text: &str) -> Self {
        let mut scanner = Self { chars: text.trim_end().chars().collect(), at: 0, is_relative: false };
        scanner.skip_spaces();
        scanner
    }

    /// Offset of the next character that is no space.
    pub(super) fn position(&mut self) -> usize {
        self.skip_spaces();
        self.at
    }

    pub(super) fn wrong(&self, reason: &'static str) -> RangeError {
        RangeError { position: self.at, reason }
    }

    /// Remembers that a point was told by its distance from now.
    pub(super) fn note_relative(&mut self) {
        self.is_relative = true;
    }

    pub(super) fn has_relative_start(&self) -> bool {
        self.is_relative
    }

    pub(super) fn skip_spaces(&mut self) {
        while self.peek(0).is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    pub(super) fn is_at_end(&mut self) -> bool {
        self.skip_spaces();
        self.at >= self.chars.len()
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    /// A whole word in any case.
    pub(super) fn word(&mut self, word: &str) -> bool {
        self.skip_spaces();
        let length = word.chars().count();
        let is_here = word
            .chars()
            .enumerate()
            .all(|(index, expected)| self.peek(index).is_some_and(|c| c.eq_ignore_ascii_case(&expected)));
        let is_whole = !self.peek(length).is_some_and(char::is_alphabetic);
        if is_here && is_whole {
            self.at += length;
            self.skip_spaces();
        }
        is_here && is_whole
    }

    /// One character in any case.
    pub(super) fn symbol(&mut self, symbol: char) -> bool {
        let before = self.at;
        self.skip_spaces();
        let is_here = self.peek(0).is_some_and(|c| c.eq_ignore_ascii_case(&symbol));
        self.at = if is_here { self.at + 1 } else { before };
        is_here
    }

    /// The `T` between a date and a time of day: only where a digit follows, so that "to" stays whole.
    pub(super) fn date_mark(&mut self) {
        let is_mark = self.peek(0).is_some_and(|c| c.eq_ignore_ascii_case(&'T'));
        if is_mark && self.peek(1).is_some_and(|c| c.is_ascii_digit()) {
            self.at += 1;
        }
    }

    /// What stands between the two ends of a range.
    pub(super) fn separator(&mut self) -> bool {
        self.word("to")
            || self.word("until")
            || ['-', '–', '—', '…', '→'].into_iter().any(|symbol| self.symbol(symbol))
    }

    fn digits(&mut self, least: usize, most: usize) -> Option<i64> {
        let count =
            (0..=most).take_while(|index| self.peek(*index).is_some_and(|c| c.is_ascii_digit())).count();
        if count < least || count > most {
            return None;
        }
        let number: String = self.chars.iter().skip(self.at).take(count).collect();
        let number = number.parse().ok()?;
        self.at += count;
        Some(number)
    }

    /// The name of a unit, as its length in milliseconds.
    pub(super) fn unit(&mut self) -> Option<i64> {
        self.skip_spaces();
        UNITS.into_iter().find(|(name, _)| self.word(name)).map(|(_, unit_ms)| unit_ms)
    }

    /// Numbers with units, added up; nothing where there is no number with a letter after it.
    pub(super) fn span(&mut self) -> Result<Option<i64>, RangeError> {
        let mut sum_ms: Option<i64> = None;
        loop {
            let before = self.at;
            self.skip_spaces();
            let number = self.digits(1, 9);
            self.skip_spaces();
            let is_unit_next = self.peek(0).is_some_and(char::is_alphabetic) && !self.clone().separator();
            let (Some(number), true) = (number, is_unit_next) else {
                self.at = before;
                return Ok(sum_ms);
            };
            let unit_ms = self.unit().ok_or_else(|| self.wrong("expected a unit: s, m, h, d or w"))?;
            sum_ms = Some(number.saturating_mul(unit_ms).saturating_add(sum_ms.unwrap_or(0)));
        }
    }

    /// `YYYY-MM-DD`; whether there is such a day is the caller's to say.
    pub(super) fn date(&mut self) -> Option<(i32, u32, u32)> {
        let mut ahead = self.clone();
        ahead.skip_spaces();
        let year = ahead.digits(4, 4)?;
        let month = ahead.after('-')?;
        let day = ahead.after('-')?;
        *self = ahead;
        Some((i32::try_from(year).ok()?, month, day))
    }

    /// `symbol` and one or two digits.
    fn after(&mut self, symbol: char) -> Option<u32> {
        if self.peek(0) != Some(symbol) {
            return None;
        }
        self.at += 1;
        self.digits(1, 2).and_then(|number| u32::try_from(number).ok())
    }

    /// `HH:MM[:SS]`; nothing where the text does not start like one.
    pub(super) fn clock(&mut self) -> Result<Option<(u32, u32, u32)>, RangeError> {
        let mut ahead = self.clone();
        let start = ahead.position();
        let Some(hour) = ahead.digits(1, 2).and_then(|hour| u32::try_from(hour).ok()) else {
            return Ok(None);
        };
        if ahead.peek(0) != Some(':') {
            return Ok(None);
        }
        let mut parts = [0; 2];
        for part in &mut parts {
            if ahead.peek(0) != Some(':') {
                break;
            }
            let position = ahead.at + 1;
            let number = ahead.after(':').filter(|number| *number < 60);
            *part = number.ok_or(RangeError { position, reason: "expected 00 to 59" })?;
        }
        if hour > 23 {
            return Err(RangeError { position: start, reason: "an hour is 00 to 23" });
        }
        *self = ahead;
        let [minute, second] = parts;
        Ok(Some((hour, minute, second)))
    }

    /// A Unix time in seconds (9 or 10 digits) or milliseconds (12 or 13).
    pub(super) fn unix_ms(&mut self) -> Option<i64> {
        let before = self.position();
        let number = self.digits(9, 13)?;
        match self.at - before {
            9 | 10 => Some(number * SECOND_MS),
            12 | 13 => Some(number),
            _ => {
                self.at = before;
                None
            }
        }
    }
}
