//! Where the words of the tooltip stand, and where it stands in the window.

/// How wide words are, device pixels.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Widths {
    /// The time above everything.
    pub(super) time: i32,
    /// Names, the widest.
    pub(super) names: i32,
    /// Values, the widest.
    pub(super) values: i32,
    /// The word before earlier values.
    pub(super) word: i32,
    /// Earlier values, the widest.
    pub(super) before: i32,
    /// Notes, the widest.
    pub(super) notes: i32,
}

/// What has to find its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Needs {
    pub(super) widths: Widths,
    pub(super) rows: usize,
    pub(super) notes: usize,
    pub(super) has_swatches: bool,
    /// Height of the font and of a line, device pixels.
    pub(super) em: f64,
    pub(super) line: i32,
    /// Width of the window, device pixels.
    pub(super) room: i32,
}

/// Where everything is, device pixels.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Layout {
    pub(super) size: (i32, i32),
    /// Left edge of time, swatches and notes, and upper edge of the time.
    pub(super) start: (i32, i32),
    /// Upper edge of the first row, and of the first note.
    pub(super) rows_top: i32,
    pub(super) notes_top: i32,
    /// Left edge of names, and how wide they may be.
    pub(super) names: i32,
    pub(super) names_room: i32,
    /// Right edge of values, left edge of the word after them, right edge of earlier values.
    pub(super) values: i32,
    pub(super) word: i32,
    pub(super) before: i32,
}

impl Layout {
    /// As wide as the words are, but names and notes give way where the window is narrower.
    pub(super) fn new(needs: &Needs) -> Self {
        let Needs { widths, line, .. } = *needs;
        let em = |heights: f64| super::glyphs::whole(needs.em * heights);
        let (side, edge, gap) = (em(1.0), em(0.6), em(1.2));
        let names = side + if needs.has_swatches { em(1.2) } else { 0 };
        let earlier = if widths.word > 0 { gap + widths.word + widths.before } else { 0 };
        let numbers = gap + widths.values + earlier + side;
        let wanted = (names + widths.names + numbers).max(widths.notes + 2 * side);
        let most = (needs.room - em(1.5)).min(em(42.0));
        let width = wanted.min(most).max(widths.time + 2 * side).max(names + numbers);
        let count = |count: usize| i32::try_from(count).unwrap_or(0) * line;
        let rows_top = edge + line + em(0.25);
        let notes_top = rows_top + count(needs.rows);
        let before = width - side;
        let word = before - widths.before - widths.word;
        let values = width - side - earlier;
        Self {
            size: (width, notes_top + count(needs.notes) + edge),
            start: (side, edge),
            rows_top,
            notes_top,
            names,
            names_room: values - widths.values - gap - names,
            values,
            word,
            before,
        }
    }
}

/// Where along one direction something of a `size` stands beside a point: on the side that has more
/// room, and always inside of a window of `room`. CSS pixels.
pub(super) fn beside(at: f64, size: f64, room: f64) -> f64 {
    const GAP: f64 = 12.0;
    const MARGIN: f64 = 6.0;
    let place = if at > room / 2.0 { at - GAP - size } else { at + GAP };
    place.min(room - size - MARGIN).max(MARGIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needs(names: i32, room: i32) -> Needs {
        let widths = Widths { time: 190, names, values: 50, ..Widths::default() };
        Needs { widths, rows: 3, notes: 1, has_swatches: true, em: 12.0, line: 17, room }
    }

    #[test]
    fn columns_stand_side_by_side_within_the_box() {
        let layout = Layout::new(&needs(200, 1920));
        assert_eq!(layout.names_room, 200);
        assert_eq!(layout.values, layout.before);
        assert!(layout.names + 200 < layout.values - 50 && layout.values < layout.size.0);
        assert!(layout.notes_top + 17 < layout.size.1);
        let with_before = needs(200, 1920);
        let widths = Widths { word: 40, before: 50, ..with_before.widths };
        let layout = Layout::new(&Needs { widths, ..with_before });
        assert!(layout.values < layout.word && layout.word + 40 + 50 == layout.before);
    }

    #[test]
    fn names_give_way_in_a_narrow_window_and_the_time_does_not() {
        let layout = Layout::new(&needs(900, 360));
        assert!(layout.size.0 <= 360 && layout.names_room < 900, "{layout:?}");
        assert_eq!(Layout::new(&needs(900, 100)).size.0, 190 + 24);
    }

    #[test]
    fn it_stands_on_the_roomier_side_and_inside() {
        assert_eq!(beside(100.0, 50.0, 1000.0), 112.0);
        assert_eq!(beside(900.0, 50.0, 1000.0), 838.0);
        assert_eq!(beside(170.0, 300.0, 360.0), 54.0);
        assert_eq!(beside(190.0, 300.0, 360.0), 6.0);
    }
}
