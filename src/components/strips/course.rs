//! The picture and the words of one strip, worked out without a browser.
//!
//! Policy: at most [`MOST_CELLS`] cells are drawn. Where there are more, neighbours are put
//! together and the worst of them is shown, so that no outage is lost. A bucket without a call
//! is no data and says nothing about the subject.

use contract::panel::{State, StripCell};
use model::format;
use model::zone::Zone;
use std::fmt::Write;

/// More cells than this cannot be told apart on a phone.
pub(super) const MOST_CELLS: usize = 90;
/// Height of the picture in its own units; the width is [`CELL`] a cell.
pub(super) const HEIGHT: u32 = 20;
/// Width of a cell with its gap.
pub(super) const CELL: usize = 10;

/// Cells of equal width over a window.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Course {
    start_ms: i64,
    step_ms: i64,
    pub(super) cells: Vec<StripCell>,
}

impl Course {
    /// The course of these cells, put together where there are too many.
    pub(super) fn new(start_ms: i64, step_ms: i64, cells: &[StripCell]) -> Self {
        let together = cells.len().div_ceil(MOST_CELLS).max(1);
        let merged = cells.chunks(together).map(|chunk| StripCell {
            state: chunk.iter().map(|cell| cell.state).max().unwrap_or(State::NoData),
            count: chunk.iter().map(|cell| cell.count).sum(),
            failed: chunk.iter().map(|cell| cell.failed).sum(),
        });
        Self { start_ms, step_ms: step_ms * i64::try_from(together).unwrap_or(1), cells: merged.collect() }
    }

    /// The outline of all cells in one state. Worse ones are taller; no data is a line.
    pub(super) fn outline(&self, state: State) -> String {
        let height = match state {
            State::NoData => 2,
            State::Ok => 11,
            State::Warning => 16,
            State::Critical => HEIGHT,
        };
        let top = HEIGHT - height;
        let width = CELL - 2;
        let mut outline = String::new();
        for (place, _) in self.cells.iter().enumerate().filter(|(_, cell)| cell.state == state) {
            let written = write!(outline, "M{} {top}h{width}v{height}h-{width}z", place * CELL + 1);
            debug_assert!(written.is_ok(), "a string takes what is written to it");
        }
        outline
    }

    /// A cell in words: "13:41 to 13:46: 12 of 40 calls failed".
    pub(super) fn cell_words(&self, place: usize, zone: &Zone) -> String {
        let Some(cell) = self.cells.get(place) else { return String::new() };
        let calls = match (cell.count, cell.failed) {
            (0, _) => "no calls".to_owned(),
            (count, 0) => format!("{} calls, none failed", number(count)),
            (count, failed) => format!("{} of {} calls failed", number(failed), number(count)),
        };
        format!("{}: {calls}", self.span_words(place, zone))
    }

    /// The whole strip in words: "1,204 calls, 36 failed; worst from 13:41 to 13:46".
    pub(super) fn words(&self, zone: &Zone) -> String {
        let count: u64 = self.cells.iter().map(|cell| cell.count).sum();
        let failed: u64 = self.cells.iter().map(|cell| cell.failed).sum();
        if count == 0 {
            return "no calls".to_owned();
        }
        let mut words = match failed {
            0 => format!("{} calls, none failed", number(count)),
            failed => format!("{} calls, {} failed", number(count), number(failed)),
        };
        if let Some(worst) = self.worst() {
            words.push_str("; worst from ");
            words.push_str(&self.span_words(worst, zone));
        }
        words
    }

    /// The cell that is worst of those that are not good: by state, then by the share that failed.
    fn worst(&self) -> Option<usize> {
        let badness = |cell: &StripCell| {
            (cell.state, u128::from(cell.failed) * 1_000_000 / u128::from(cell.count.max(1)))
        };
        let bad = self.cells.iter().enumerate().filter(|(_, cell)| cell.state > State::Ok);
        bad.max_by_key(|(place, cell)| (badness(cell), std::cmp::Reverse(*place))).map(|(place, _)| place)
    }

    fn span_words(&self, place: usize, zone: &Zone) -> String {
        let from_ms = self.start_ms + self.step_ms * i64::try_from(place).unwrap_or(0);
        let to_ms = from_ms + self.step_ms;
        let at = |at_ms| {
            if self.step_ms % 60_000 == 0 {
                format::clock_minutes(at_ms, zone)
            } else {
                format::clock(at_ms, zone)
            }
        };
        format!("{} to {}", at(from_ms), at(to_ms))
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of a window are far below 2^53")]
fn number(count: u64) -> String {
    format::count(count as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: i64 = 1_705_314_600_000; // 2024-01-15T10:30:00Z

    fn cell(state: State, count: u64, failed: u64) -> StripCell {
        StripCell { state, count, failed }
    }

    #[test]
    fn the_worst_of_neighbours_is_shown() {
        let mut cells = vec![cell(State::Ok, 1, 0); 181];
        cells[4] = cell(State::Critical, 2, 2);
        let course = Course::new(START, 60_000, &cells);
        assert_eq!(course.cells.len(), 61, "three together, one left over");
        assert_eq!(course.cells[1], cell(State::Critical, 4, 2));
        assert_eq!(course.cells.iter().map(|cell| cell.count).sum::<u64>(), 182);
        assert_eq!(course.cell_words(1, &Zone::Utc), "10:33 to 10:36: 2 of 4 calls failed");
    }

    #[test]
    fn bad_cells_are_taller() {
        let course = Course::new(
            START,
            60_000,
            &[cell(State::Ok, 1, 0), cell(State::Critical, 1, 1), cell(State::NoData, 0, 0)],
        );
        assert_eq!(course.outline(State::Ok), "M1 9h8v11h-8z");
        assert_eq!(course.outline(State::Critical), "M11 0h8v20h-8z");
        assert_eq!(course.outline(State::NoData), "M21 18h8v2h-8z");
    }

    #[test]
    fn a_strip_in_words() {
        let bad = [
            cell(State::Warning, 10, 1),
            cell(State::NoData, 0, 0),
            cell(State::Warning, 10, 2),
            cell(State::Ok, 9, 0),
        ];
        let course = Course::new(START, 10_000, &bad);
        assert_eq!(course.words(&Zone::Utc), "29 calls, 3 failed; worst from 10:30:20 to 10:30:30");
        assert_eq!(course.cell_words(1, &Zone::Utc), "10:30:10 to 10:30:20: no calls");
        assert_eq!(Course::new(START, 10_000, &[]).words(&Zone::Utc), "no calls");
    }
}
