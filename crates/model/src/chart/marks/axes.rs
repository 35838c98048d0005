//! Grid, axes and their labels: quieter than the data.

use crate::chart::frame::{Area, Frame};
use crate::chart::scene::{Align, Ink, Scene};
use crate::chart::time_ticks::TimeTick;
use crate::palette::Palette;

/// How much of the axis colour the base line has.
const BASE_SHARE: f64 = 0.45;

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

/// Labels left of the plot.
pub(crate) fn value_labels<'a>(
    labels: impl Iterator<Item = (&'a str, i32)>,
    area: &Area,
    frame: &Frame,
    palette: &Palette,
    scene: &mut Scene,
) {
    let x = area.left - frame.px(8.0);
    for (label, row) in labels {
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
