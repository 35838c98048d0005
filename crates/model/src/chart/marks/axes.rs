//! Grid, axes and their labels: quieter than the data.

use crate::chart::frame::{Area, Frame, whole};
use crate::chart::scene::{Align, Ink, Scene};
use crate::chart::text_width::{EstimatedWidth, TextWidth};
use crate::chart::time_ticks::TimeTick;
use crate::chart::value_axis::ValueAxis;
use crate::palette::Palette;

/// How much of the axis colour the base line has.
const BASE_SHARE: f64 = 0.45;
/// How much of the colour of the grid a line has that nothing is written at.
const MINOR_SHARE: f64 = 0.5;

/// Lines across the plot at `rows`, and the base line, which is stronger.
pub(crate) fn grid(
    rows: impl Iterator<Item = i32>,
    base: i32,
    area: &Area,
    frame: &Frame,
    palette: &Palette,
    scene: &mut Scene,
) {
    let height = frame.px(1.0);
    for row in rows.filter(|row| *row != base) {
        let top = row - height / 2;
        scene.rect((area.left, top), (area.right, top + height), Ink::opaque(palette.grid));
    }
    let top = base - height / 2;
    let ink = Ink::opaque(palette.over_surface(palette.axis, BASE_SHARE));
    scene.rect((area.left, top), (area.right, top + height), ink);
}

/// The part of `frame` that holds data, right of value labels and between two rows. A common least
/// margin makes the plots of charts one above the other line up.
pub(crate) fn area(axis: &ValueAxis, (top, bottom): (i32, i32), frame: &Frame, text: &dyn TextWidth) -> Area {
    let widest = axis.ticks.iter().map(|tick| text.width(&tick.label, frame.font())).fold(0.0, f64::max);
    let (usual, _) = usual_sides(frame);
    let left = (whole(widest) + frame.px(10.0)).max(usual).min(frame.width / 2);
    let right = (frame.width - frame.px(8.0)).max(left + 1);
    Area { left, top: top.min(bottom - 1), right, bottom }
}

/// Words where there is nothing to draw: in the middle of the plot, or as near to it as they fit,
/// in two lines where one is too long, and over the bands and lines of what happened meanwhile.
pub(crate) fn nothing(words: &str, area: &Area, frame: &Frame, palette: &Palette, scene: &mut Scene) {
    let half = |line: &str| whole(EstimatedWidth.width(line, frame.font()) / 2.0) + frame.px(3.0);
    let lines = match folded(words) {
        Some((first, second)) if 2 * half(words) > frame.width => vec![first, second],
        _ => vec![words],
    };
    let tall = frame.em(0.7);
    let mut y = i32::midpoint(area.top, area.bottom);
    if lines.len() > 1 {
        y -= tall;
    }
    for line in lines {
        let half = half(line);
        let x = i32::midpoint(area.left, area.right).min(frame.width - half).max(half);
        scene.rect((x - half, y - tall), (x + half, y + tall), Ink::translucent(palette.surface, 0.82));
        scene.text(line.to_owned(), (x, y), frame.font(), Align::Center, Ink::opaque(palette.text_muted));
        y += 2 * tall;
    }
}

/// Cut at the space that is nearest to the middle.
fn folded(words: &str) -> Option<(&str, &str)> {
    let middle = words.len() / 2;
    let (space, _) = words.match_indices(' ').min_by_key(|(at, _)| at.abs_diff(middle))?;
    Some((words.get(..space)?, words.get(space + 1..)?))
}

/// Left and right of a plot whose labels are not wide: charts one above the other line up by it.
pub(crate) fn usual_sides(frame: &Frame) -> (i32, i32) {
    let left = frame.em(4.1).min(frame.width / 2);
    (left, (frame.width - frame.px(8.0)).max(left + 1))
}

/// Grid and labels of a value axis; without labels the base line alone.
pub(crate) fn value_axis(axis: &ValueAxis, area: &Area, frame: &Frame, palette: &Palette, scene: &mut Scene) {
    let row = |value: f64| axis.row(value, area.top, area.bottom);
    let (height, ink) = (frame.px(1.0), Ink::opaque(palette.over_surface(palette.grid, MINOR_SHARE)));
    for top in axis.minor.iter().map(|value| row(*value) - height / 2) {
        scene.rect((area.left, top), (area.right, top + height), ink);
    }
    let base = if axis.ticks.is_empty() { area.bottom } else { row(0.0) };
    let rows = axis.ticks.iter().map(|tick| row(tick.value));
    grid(rows, base, area, frame, palette, scene);
    let labels = axis.ticks.iter().map(|tick| (tick.label.as_str(), row(tick.value)));
    value_labels(labels, area, frame, palette, scene);
}

/// Labels left of the plot, from the bottom up; one that would touch the one below is left out.
pub(crate) fn value_labels<'a>(
    labels: impl Iterator<Item = (&'a str, i32)>,
    area: &Area,
    frame: &Frame,
    palette: &Palette,
    scene: &mut Scene,
) {
    let x = area.left - frame.px(8.0);
    let mut below = i32::MAX;
    for (label, row) in labels {
        if below.saturating_sub(row) < frame.em(1.1) {
            continue;
        }
        below = row;
        scene.text(label.to_owned(), (x, row), frame.font(), Align::Right, Ink::opaque(palette.axis));
    }
}

/// Marks and labels under the plot, and a line up through it where a day begins.
pub(crate) fn time_axis(
    ticks: &[TimeTick],
    area: &Area,
    frame: &Frame,
    palette: &Palette,
    scene: &mut Scene,
) {
    let width = frame.px(1.0);
    let mark = Ink::opaque(palette.over_surface(palette.axis, BASE_SHARE));
    let last = area.right - width;
    for tick in ticks {
        let left = (tick.x - width / 2).min(last);
        if tick.is_day_start && left > area.left {
            scene.rect((left, area.top), (left + width, area.bottom), Ink::opaque(palette.grid));
        }
        scene.rect((left, area.bottom), (left + width, area.bottom + frame.px(4.0)), mark);
    }
    for tick in ticks {
        let color = if tick.is_day_start { palette.text } else { palette.axis };
        let at = (tick.label_x, area.bottom + frame.em(1.15));
        scene.text(tick.label.clone(), at, frame.font(), Align::Center, Ink::opaque(color));
    }
}
