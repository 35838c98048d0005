//! Where the panels of a page stand: each page is a list of placements in the order of reading.

use contract::panel::PanelId;

/// The share of the page's width that a panel takes. On a phone every panel takes all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Width {
    Full,
    TwoThirds,
    Half,
    Third,
    Quarter,
    Sixth,
}

/// What a panel reserves while it loads, so that nothing jumps when it comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A chart of the usual height.
    Chart,
    /// A chart beside something taller.
    TallChart,
    /// A chart in a row of four.
    SmallChart,
    /// So many lines of text: rows of a table, sentences.
    Lines(u8),
}

/// A panel with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Placement {
    pub(super) id: PanelId,
    /// On a desk.
    pub(super) desk: Width,
    /// On a wall, where more fits side by side.
    pub(super) wall: Width,
    pub(super) shape: Shape,
}

impl Placement {
    pub(super) const fn new(id: PanelId, desk: Width, wall: Width, shape: Shape) -> Self {
        Self { id, desk, wall, shape }
    }

    /// The classes of its cell in the grid.
    pub(super) fn classes(self) -> String {
        format!("page__cell is-{} is-wall-{}", self.desk.slug(), self.wall.slug())
    }
}

impl Width {
    fn slug(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::TwoThirds => "two-thirds",
            Self::Half => "half",
            Self::Third => "third",
            Self::Quarter => "quarter",
            Self::Sixth => "sixth",
        }
    }
}

impl Shape {
    /// Height of the drawing in CSS pixels at the usual root size.
    pub(super) fn chart_px(self) -> f64 {
        match self {
            Self::TallChart => 290.0,
            Self::SmallChart => 150.0,
            Self::Chart | Self::Lines(_) => 190.0,
        }
    }

    /// Height of the content in rem; a chart has its legend under it.
    pub(super) fn reserve_rem(self) -> f64 {
        match self {
            Self::Chart | Self::TallChart | Self::SmallChart => self.chart_px() / 16.0 + 1.75,
            Self::Lines(lines) => f64::from(lines) * 1.75,
        }
    }
}
