//! The layout of a chart and its drawing.

use super::frame::{Area, Frame, whole};
use super::ghost::ghost;
use super::limits::{Limits, edge_text};
use super::markers::{self, Markers};
use super::marks::{Canvas, axes, bars, lines};
use super::scene::{Ink, Scene};
use super::stack::{Stack, previous_total};
use super::text_width::TextWidth;
use super::time_scale::TimeScale;
use super::time_ticks::{TimeTick, time_ticks};
use super::value_axis::ValueAxis;
use crate::palette::{Palette, Rgb, series_colors};
use crate::reduce::{Reduced, extent, numbers};
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
    previous_total: Option<Vec<f64>>,
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
        let extent = shown_extent(&chart.series, &is_shown, stack.as_ref(), previous_total.as_deref());
        let is_cumulative = is_stacked || chart.style == ChartStyle::Area;
        let log_extent = if is_stacked || chart.scale == Scale::Linear {
            None
        } else {
            extent.map(|extent| log_extent(extent, &chart.series, &is_shown))
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
        let markers = Markers::new(&chart.markers, &time, &area, lane, &frame, text);
        let crowd = |place: &Area| {
            let shown =
                chart.series.iter().enumerate().filter(|(index, _)| is_shown.get(*index) == Some(&true));
            let lines = shown.map(|(index, one)| match &stack {
                Some(stack) => crowd(place, stack.top(index).iter().copied(), &time, &values, &area),
                None => crowd(place, numbers(&one.values), &time, &values, &area),
            });
            lines.sum::<usize>() + markers.lines_through(place)
        };
        let limits = match extent {
            Some(_) => Limits::new(chart.unit, &chart.thresholds, &values, &area, lane, &frame, text, &crowd),
            None => Limits::default(),
        };
        let shown = chart.series.iter().zip(&is_shown).filter(|(_, is_shown)| **is_shown);
        let content = if has_values(shown.map(|(one, _)| one)) {
            Content::Values
        } else if has_values(chart.series.iter()) {
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
            previous_total,
            limits,
            markers,
            time_ticks: time_ticks(&time, &frame, input.zone, text),
            stale_from_ms: input.stale_from_ms,
        }
    }

    /// Adds the picture to `scene`. `chart` and `palette` are those that the layout was made from;
    /// `reduced` is memory to be used again.
    #[inline(never)]
    pub fn draw(&self, chart: &Chart, palette: &Palette, scene: &mut Scene, reduced: &mut Reduced) {
        let (area, frame) = (&self.area, &self.frame);
        axes::value_axis(&self.values, area, frame, palette, scene);
        axes::time_axis(&self.time_ticks, area, frame, palette, scene);
        self.draw_stale(palette, scene);
        self.markers.draw_bands(area, palette, scene);
        let mut canvas =
            Canvas { frame, area, time: &self.time, values: &self.values, palette, scene, reduced };
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
            (Some(stack), _) => {
                // The tallest first: each lower layer covers the rest of those above it.
                for (index, one, color) in self.shown(chart).rev() {
                    lines::layer(canvas, stack.top(index), numbers(&one.values), color);
                }
            }
            (None, style) => {
                for (_, one, color) in self.shown(chart) {
                    if let Some(previous) = &one.previous {
                        lines::previous(canvas, numbers(previous), color);
                        // Shapes of several series would cover each other and mean nothing.
                        if self.shown(chart).count() == 1 {
                            ghost(canvas, color);
                        }
                    }
                }
                for (_, one, color) in self.shown(chart) {
                    match style {
                        ChartStyle::Area => lines::area(canvas, numbers(&one.values), color),
                        _ => lines::line(canvas, numbers(&one.values), color),
                    }
                }
            }
        }
        if let Some(total) = &self.previous_total {
            lines::previous_total(canvas, total.iter().copied());
        }
    }

    /// The series that are drawn, with their places and colours.
    fn shown<'a>(&'a self, chart: &'a Chart) -> impl DoubleEndedIterator<Item = (usize, &'a Series, Rgb)> {
        let all = chart.series.iter().zip(&self.colors).enumerate();
        let all = all.filter(|(index, _)| self.is_shown.get(*index) == Some(&true));
        all.map(|(index, (one, color))| (index, one, *color))
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
        let own = chart.series.get(series)?.values.get(bucket).copied().flatten()?;
        let value = match &self.stack {
            Some(_) if own == 0.0 => return None,
            Some(stack) => stack.top(series).get(bucket).copied()?,
            None => own,
        };
        value.is_finite().then(|| self.values.row(value, self.area.top, self.area.bottom))
    }
}

/// How many buckets of a line go through `place`.
fn crowd(
    place: &Area,
    line: impl Iterator<Item = f64>,
    time: &TimeScale,
    axis: &ValueAxis,
    area: &Area,
) -> usize {
    let (first, last) = (time.bucket_at(f64::from(place.left)), time.bucket_at(f64::from(place.right)));
    let mut before = None;
    let rows = line
        .skip(first)
        .take(last - first + 1)
        .map(|value| value.is_finite().then(|| axis.row(value, area.top, area.bottom)));
    rows.filter(|row| {
        // Between two buckets the line is at every row between theirs.
        let (low, high) = (before.or(*row), *row);
        before = *row;
        let spans = low.zip(high).map(|(a, b): (i32, i32)| (a.min(b), a.max(b)));
        spans.is_some_and(|(top, bottom)| top <= place.bottom && bottom >= place.top)
    })
    .count()
}

/// Least and greatest of all that will be drawn.
fn shown_extent(
    series: &[Series],
    is_shown: &[bool],
    stack: Option<&Stack>,
    previous_total: Option<&[f64]>,
) -> Option<(f64, f64)> {
    let mut whole = None;
    let mut add = |part: Option<(f64, f64)>| {
        whole = match (whole, part) {
            (Some((a, b)), Some((c, d))) => Some((f64::min(a, c), f64::max(b, d))),
            (None, part) => part,
            (known, None) => known,
        };
    };
    for (index, (one, _)) in series.iter().zip(is_shown).enumerate().filter(|(_, (_, is_shown))| **is_shown) {
        if let Some(stack) = stack {
            add(extent(stack.top(index).iter().copied()));
        } else {
            add(extent(numbers(&one.values)));
            add(one.previous.as_ref().and_then(|previous| extent(numbers(previous))));
        }
    }
    add(previous_total.and_then(|total| extent(total.iter().copied())));
    whole
}

/// Least, least above zero and greatest of all that will be drawn. Only where something is not
/// above zero the values have to be looked at once more.
fn log_extent((least, greatest): (f64, f64), series: &[Series], is_shown: &[bool]) -> (f64, f64, f64) {
    if least > 0.0 {
        return (least, least, greatest);
    }
    let mut positive = f64::INFINITY;
    for (one, _) in series.iter().zip(is_shown).filter(|(_, is_shown)| **is_shown) {
        for value in one.values.iter().chain(one.previous.iter().flatten()).flatten() {
            if *value > 0.0 && *value < positive {
                positive = *value;
            }
        }
    }
    (least, if positive.is_finite() { positive } else { 1.0 }, greatest)
}

fn has_values<'a>(mut series: impl Iterator<Item = &'a Series>) -> bool {
    series.any(|one| numbers(&one.values).any(f64::is_finite))
}
