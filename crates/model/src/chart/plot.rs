//! The layout of a chart and its drawing.

use super::courses::{Course, Courses};
use super::frame::{Area, Frame, whole};
use super::ghost::ghost;
use super::limits::{Limits, edge_text};
use super::markers::{self, Markers};
use super::marks::lines::Runs;
use super::marks::{Canvas, axes, bars, lines};
use super::scene::{Ink, Scene};
use super::stack::{Stack, previous_total};
use super::text_width::TextWidth;
use super::time_scale::TimeScale;
use super::time_ticks::{TimeTick, time_ticks};
use super::value_axis::ValueAxis;
use crate::palette::{Palette, Rgb, series_colors};
use crate::reduce::Columns;
use crate::zone::Zone;
use contract::panel::{Chart, ChartStyle, Scale, Series};
use std::collections::BTreeSet;

/// What a chart is drawn from.
#[derive(Clone, Copy)]
pub struct ChartInput<'a> {
    /// The data.
    pub chart: &'a Chart,
    /// Names of series that are not drawn.
    pub hidden: &'a BTreeSet<String>,
    /// The zone of the time axis.
    pub zone: &'a Zone,
    /// The colours.
    pub palette: &'a Palette,
    /// The box to fill.
    pub frame: Frame,
    /// Since when nothing has been heard: the plot is shaded from there on. Unix milliseconds.
    pub stale_from_ms: Option<i64>,
    /// How wide labels are.
    pub text: &'a dyn TextWidth,
}

/// What there is to be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// At least one value.
    Values,
    /// Values, but all of their series are hidden.
    AllHidden,
    /// No value at all.
    Nothing,
}

/// Where everything is.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartPlot {
    /// The box.
    pub frame: Frame,
    /// The part of it that holds data.
    pub area: Area,
    /// Time across it.
    pub time: TimeScale,
    /// Values up it.
    pub values: ValueAxis,
    /// One colour a series.
    pub colors: Vec<Rgb>,
    /// Whether each series is drawn.
    pub is_shown: Vec<bool>,
    /// What there is to be seen.
    pub content: Content,
    stack: Option<Stack>,
    courses: Courses,
    limits: Limits,
    markers: Markers,
    time_ticks: Vec<TimeTick>,
    stale_from_ms: Option<i64>,
}

/// Whether the series of a chart stand on each other. Heights then add up, which they only do on a
/// linear axis: on a logarithmic one the same height would be a tenth of the value below it.
pub(super) fn is_stacked(chart: &Chart) -> bool {
    matches!(chart.style, ChartStyle::StackedArea | ChartStyle::Bars)
}

/// How many buckets a chart has: as many as its longest series.
pub fn buckets(chart: &Chart) -> usize {
    chart.series.iter().map(|one| one.values.len()).max().unwrap_or(0)
}

impl ChartPlot {
    /// Works out the layout.
    #[inline(never)]
    pub fn new(input: &ChartInput<'_>) -> Self {
        let ChartInput { chart, frame, text, .. } = *input;
        let is_shown: Vec<bool> = chart.series.iter().map(|one| !input.hidden.contains(&one.name)).collect();
        let buckets = buckets(chart);
        let is_stacked = is_stacked(chart);
        let stack = is_stacked.then(|| Stack::new(&chart.series, &is_shown, buckets));
        let previous_total =
            if is_stacked { previous_total(&chart.series, &is_shown, buckets) } else { None };
        let mut courses = Courses::default();
        let reduce = |columns: &Columns, courses: &mut Courses| {
            courses.fill(&chart.series, &is_shown, stack.as_ref(), previous_total.as_deref(), columns);
        };
        let (left, right) = axes::usual_sides(&frame);
        reduce(&Columns::new(left, right - left, buckets), &mut courses);
        let extent = courses.extent();
        let is_cumulative = is_stacked || chart.style == ChartStyle::Area;
        let log_extent = if is_stacked || chart.scale == Scale::Linear {
            None
        } else {
            extent.map(|(least, greatest)| (least, courses.least_positive().unwrap_or(1.0), greatest))
        };
        let axis = |height: i32| match log_extent {
            Some(extent) => ValueAxis::log(chart.unit, extent, &chart.thresholds, height, &frame),
            None => ValueAxis::new(chart.unit, extent, &chart.thresholds, is_cumulative, height, &frame),
        };

        let bottom = (frame.height - frame.em(1.9)).max(1);
        let end_ms = TimeScale::new(chart.start_ms, chart.step_ms, buckets, 0, 1).span_ms().1;
        let lane = markers::lane(chart, (chart.start_ms, end_ms), &frame);
        let mut top = frame.em(0.7).max(lane);
        let mut values = axis(bottom - top);
        if extent.is_some() && edge_text(chart.unit, &chart.thresholds, &values).is_some() {
            top = lane + frame.em(1.6);
            values = axis(bottom - top);
        }
        let area = axes::area(&values, (top, bottom), &frame, text);
        let time = TimeScale::new(chart.start_ms, chart.step_ms, buckets, area.left, area.right);
        reduce(time.columns(), &mut courses);
        let markers = Markers::new(&chart.markers, &time, &area, lane, &frame, text);
        let crowd = |place: &Area| {
            let shown =
                chart.series.iter().enumerate().filter(|(index, _)| is_shown.get(*index) == Some(&true));
            let lines = shown.map(|(index, one)| match &stack {
                Some(stack) => crowd(place, stack.top(index), &time, &values, &area),
                None => crowd(place, one.values.as_numbers(), &time, &values, &area),
            });
            lines.sum::<usize>() + markers.lines_through(place)
        };
        let limits = match extent {
            Some(_) => Limits::new(chart.unit, &chart.thresholds, &values, &area, lane, &frame, text, &crowd),
            None => Limits::default(),
        };
        let content = if courses.has_values() {
            Content::Values
        } else if has_values(&chart.series) {
            Content::AllHidden
        } else {
            Content::Nothing
        };
        Self {
            frame,
            area,
            time,
            values,
            colors: series_colors(&chart.series, input.palette),
            is_shown,
            content,
            stack,
            courses,
            limits,
            markers,
            time_ticks: time_ticks(&time, &frame, input.zone, text),
            stale_from_ms: input.stale_from_ms,
        }
    }

    /// Adds the picture to `scene`. `chart` and `palette` are those that the layout was made from.
    #[inline(never)]
    pub fn draw(&self, chart: &Chart, palette: &Palette, scene: &mut Scene) {
        let (area, frame) = (&self.area, &self.frame);
        axes::value_axis(&self.values, area, frame, palette, scene);
        axes::time_axis(&self.time_ticks, area, frame, palette, scene);
        self.draw_stale(palette, scene);
        self.markers.draw_bands(area, palette, scene);
        let mut canvas = Canvas { frame, area, time: &self.time, values: &self.values, palette, scene };
        self.draw_series(chart, &mut canvas);
        self.markers.draw_flags(area, frame, palette, scene);
        self.limits.draw(area, frame, palette, scene);
        let words = match self.content {
            Content::Values => return,
            Content::AllHidden => "All series are switched off",
            Content::Nothing => "No data in this range",
        };
        axes::nothing(words, area, frame, palette, scene);
    }

    fn draw_series(&self, chart: &Chart, canvas: &mut Canvas<'_>) {
        match (&self.stack, chart.style) {
            (Some(stack), ChartStyle::Bars) => bars::bars(canvas, &chart.series, &self.colors, stack),
            (Some(_), _) => {
                // The tallest first: each lower layer covers the rest of those above it.
                for (course, color) in self.shown().rev() {
                    lines::layer(canvas, &course.values, &course.edge, color);
                }
            }
            (None, style) => {
                for (course, color) in self.shown() {
                    if let Some(previous) = &course.previous {
                        lines::previous(canvas, previous, color);
                        // Shapes of several series would cover each other and mean nothing.
                        if self.shown().count() == 1 {
                            ghost(canvas, previous, color);
                        }
                    }
                }
                if style == ChartStyle::Area {
                    for (course, color) in self.shown() {
                        lines::area(canvas, &course.values, color);
                    }
                    return;
                }
                for runs in [Runs::Steep, Runs::Smooth] {
                    for (course, color) in self.shown() {
                        lines::line(canvas, &course.values, color, runs);
                    }
                }
            }
        }
        if let Some(total) = &self.courses.previous_total {
            lines::previous_total(canvas, total);
        }
    }

    /// What is drawn of the series that are, with their colours.
    fn shown(&self) -> impl DoubleEndedIterator<Item = (&Course, Rgb)> {
        let all = self.colors.iter().zip(&self.is_shown).enumerate().filter(|(_, (_, is_shown))| **is_shown);
        all.filter_map(|(index, (color, _))| Some((self.courses.of(index)?, *color)))
    }

    fn draw_stale(&self, palette: &Palette, scene: &mut Scene) {
        let Some(stale_from_ms) = self.stale_from_ms else { return };
        let left = whole(self.time.x(stale_from_ms)).max(self.area.left);
        if left < self.area.right {
            scene.rect(
                (left, self.area.top),
                (self.area.right, self.area.bottom),
                Ink::translucent(palette.no_data, 0.1),
            );
        }
    }

    /// Where a dot marks the value of a series in a bucket: the device-pixel row of its line, or of
    /// its upper edge in a stack. Nothing where it has no value or is hidden, where it adds nothing
    /// to its stack, and on bars, which mark their bucket themselves.
    pub fn row_of(&self, chart: &Chart, series: usize, bucket: usize) -> Option<i32> {
        if self.is_shown.get(series) != Some(&true) || chart.style == ChartStyle::Bars {
            return None;
        }
        let own = chart.series.get(series)?.values.get(bucket)?;
        let value = match &self.stack {
            Some(_) if own == 0.0 => return None,
            Some(stack) => stack.top(series).get(bucket).copied()?,
            None => own,
        };
        value.is_finite().then(|| self.values.row(value, self.area.top, self.area.bottom))
    }
}

/// How many buckets of a line go through `place`.
fn crowd(place: &Area, line: &[f64], time: &TimeScale, axis: &ValueAxis, area: &Area) -> usize {
    let (first, last) = (time.bucket_at(f64::from(place.left)), time.bucket_at(f64::from(place.right)));
    let mut before = None;
    let rows = line
        .iter()
        .skip(first)
        .take(last - first + 1)
        .map(|value| value.is_finite().then(|| axis.row(*value, area.top, area.bottom)));
    rows.filter(|row| {
        // Between two buckets the line is at every row between theirs.
        let (low, high) = (before.or(*row), *row);
        before = *row;
        let spans = low.zip(high).map(|(a, b): (i32, i32)| (a.min(b), a.max(b)));
        spans.is_some_and(|(top, bottom)| top <= place.bottom && bottom >= place.top)
    })
    .count()
}

fn has_values(series: &[Series]) -> bool {
    series.iter().any(|one| one.values.as_numbers().iter().any(|value| value.is_finite()))
}
