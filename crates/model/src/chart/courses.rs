//! The courses of a chart's series, reduced to the columns of its picture.
//!
//! Values are read once, for the extent of the axis and for the drawing alike: reduction keeps the
//! extremes. So they are reduced before the axis is known, to the columns that most pictures have,
//! and once more only where wide labels have pushed the plot to the right.

use super::stack::Stack;
use crate::reduce::{Columns, Reduced};
use contract::panel::Series;

/// What is drawn of one series.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Course {
    /// Its values; in a stack its upper edge.
    pub(super) values: Reduced,
    /// In a stack, its upper edge where the series has any height of its own, so that a series of
    /// zeros does not draw a line along its neighbour.
    pub(super) edge: Reduced,
    /// The previous window, where there is a comparison; never in a stack.
    pub(super) previous: Option<Reduced>,
}

/// What is drawn of all series, in the order of the chart; that of a hidden series is empty.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Courses {
    columns: Option<Columns>,
    series: Vec<Course>,
    /// The total of the previous window of a stack.
    pub(super) previous_total: Option<Reduced>,
}

impl Courses {
    /// Reduces everything that is shown to `columns`, where it is not reduced to them already.
    pub(super) fn fill(
        &mut self,
        series: &[Series],
        is_shown: &[bool],
        stack: Option<&Stack>,
        previous_total: Option<&[f64]>,
        columns: &Columns,
    ) {
        if self.columns.as_ref() == Some(columns) {
            return;
        }
        self.columns = Some(*columns);
        self.series.resize_with(series.len(), Course::default);
        for (index, (course, one)) in self.series.iter_mut().zip(series).enumerate() {
            if is_shown.get(index) != Some(&true) {
                continue;
            }
            let values = one.values.as_numbers();
            if let Some(stack) = stack {
                let top = stack.top(index);
                course.values.fill(top, columns);
                let has_height = |value: &f64| *value != 0.0 && value.is_finite();
                let edge = top.iter().zip(values);
                let edge: Vec<f64> =
                    edge.map(|(top, value)| if has_height(value) { *top } else { f64::NAN }).collect();
                course.edge.fill(&edge, columns);
            } else {
                course.values.fill(values, columns);
                course.previous = one.previous.as_ref().map(|previous| {
                    let mut reduced = Reduced::default();
                    reduced.fill(previous.as_numbers(), columns);
                    reduced
                });
            }
        }
        self.previous_total = previous_total.map(|total| {
            let mut reduced = Reduced::default();
            reduced.fill(total, columns);
            reduced
        });
    }

    /// What is drawn of one series.
    pub(super) fn of(&self, series: usize) -> Option<&Course> {
        self.series.get(series)
    }

    /// Least and greatest of all that will be drawn.
    pub(super) fn extent(&self) -> Option<(f64, f64)> {
        let (mut least, mut greatest) = (f64::INFINITY, f64::NEG_INFINITY);
        let all = self.series.iter().flat_map(|course| [Some(&course.values), course.previous.as_ref()]);
        for point in all.flatten().chain(&self.previous_total).flat_map(Reduced::points) {
            least = least.min(point.value);
            greatest = greatest.max(point.value);
        }
        (least <= greatest).then_some((least, greatest))
    }

    /// Least that is above zero of all that will be drawn. Only what is reduced to is known, which is
    /// enough to begin a logarithmic axis: of a column that reaches down to zero the bottom is
    /// drawn at the base anyway.
    pub(super) fn least_positive(&self) -> Option<f64> {
        let all = self.series.iter().flat_map(|course| [Some(&course.values), course.previous.as_ref()]);
        let values = all.flatten().flat_map(Reduced::points).map(|point| point.value);
        values.filter(|value| *value > 0.0).reduce(f64::min)
    }

    /// Whether anything is shown that has a value.
    pub(super) fn has_values(&self) -> bool {
        self.series.iter().any(|course| !course.values.is_empty())
    }
}
