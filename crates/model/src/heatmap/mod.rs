//! Counts by time and value band: layout, drawing, pointing and words.
//!
//! Bands are of equal height whatever they span, as latencies are read by their order of
//! magnitude. A cell's strength is the square root of its share of the greatest count, so that a
//! few slow calls beside thousands of fast ones are seen; a count of zero is not drawn at all.
//! Where buckets are narrower than a pixel, a column shows the greatest count that falls into it.

mod words;

pub use words::{band_name, readout, summary, table_head, table_rows};

use crate::chart::axes;
use crate::chart::frame::{Area, Frame, whole};
use crate::chart::limits::Limits;
use crate::chart::scene::{Ink, Scene};
use crate::chart::text_width::TextWidth;
use crate::chart::time_scale::TimeScale;
use crate::chart::time_ticks::{TimeTick, time_ticks};
use crate::format;
use crate::palette::Palette;
use crate::zone::Zone;
use contract::panel::Heatmap;

/// So many strengths are told apart; cells of one strength are drawn together.
const LEVELS: usize = 24;
/// The strength of a count of 1, however great the others are.
const LEAST_LEVEL: f64 = 0.12;

/// What a heat map is drawn from.
#[derive(Clone, Copy)]
pub struct HeatmapInput<'a> {
    /// The data.
    pub heatmap: &'a Heatmap,
    /// The zone of the time axis.
    pub zone: &'a Zone,
    /// The box to fill.
    pub frame: Frame,
    /// How wide labels are.
    pub text: &'a dyn TextWidth,
}

/// Where everything is.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatmapPlot {
    /// The box.
    pub frame: Frame,
    /// The part of it that holds cells.
    pub area: Area,
    /// Time across it.
    pub time: TimeScale,
    /// How many bands there are, at least 1.
    bands: usize,
    /// The greatest count of a cell; zero where there is nothing.
    greatest: u64,
    /// Lower edges of bands that are labelled, with their rows.
    labels: Vec<(String, i32)>,
    limits: Limits,
    time_ticks: Vec<TimeTick>,
}

impl HeatmapPlot {
    /// Works out the layout.
    pub fn new(input: &HeatmapInput<'_>) -> Self {
        let HeatmapInput { heatmap, frame, text, .. } = *input;
        let bands = heatmap.band_edges.len().max(1);
        let names: Vec<String> = heatmap.band_edges.iter().map(|edge| edge_name(heatmap, *edge)).collect();
        let widest = names.iter().map(|name| text.width(name, frame.font())).fold(0.0, f64::max);
        let left = (whole(widest) + frame.px(10.0)).max(axes::usual_sides(&frame).0).min(frame.width / 2);
        let right = (frame.width - frame.px(8.0)).max(left + 1);
        let bottom = (frame.height - frame.em(1.9)).max(1);
        let area = Area { left, top: frame.em(0.7).min(bottom - 1), right, bottom };
        let time = TimeScale::new(heatmap.start_ms, heatmap.step_ms, heatmap.buckets, left, right);
        let greatest = greatest_count(heatmap);
        let row = |edge: usize| row_of_edge(&area, bands, edge);
        // Every edge where there is room, else every second, third… counted from the bottom.
        let apart = f64::from(area.height()) / f64::from(u32::try_from(bands).unwrap_or(1));
        let every = (f64::from(frame.em(1.3)) / apart.max(0.001)).ceil().clamp(1.0, 1e6);
        let every = usize::try_from(whole(every)).unwrap_or(1).max(1);
        let labels = if greatest == 0 {
            Vec::new()
        } else {
            names.into_iter().enumerate().step_by(every).map(|(edge, name)| (name, row(edge))).collect()
        };
        let limits = match &heatmap.threshold {
            Some(limit) if greatest > 0 => place_of(&heatmap.band_edges, limit.value).map(|place| {
                let y = area.bottom
                    - whole(place / f64::from(u32::try_from(bands).unwrap_or(1)) * f64::from(area.height()));
                Limits::at_row(heatmap.unit, limit, y, &area, &frame, text)
            }),
            _ => None,
        };
        Self {
            frame,
            area,
            time,
            bands,
            greatest,
            labels,
            limits: limits.unwrap_or_default(),
            time_ticks: time_ticks(&time, &frame, input.zone, text),
        }
    }

    /// Adds the picture to `scene`; `heatmap` is the one that the layout was made from.
    pub fn draw(&self, heatmap: &Heatmap, palette: &Palette, scene: &mut Scene) {
        let (area, frame) = (&self.area, &self.frame);
        axes::grid(std::iter::empty(), area.bottom, area, frame, palette, scene);
        axes::time_axis(&self.time_ticks, area, frame, palette, scene);
        if self.greatest == 0 {
            axes::nothing("No data in this range", area, frame, palette, scene);
            return;
        }
        axes::value_labels(
            self.labels.iter().map(|(name, row)| (name.as_str(), *row)),
            area,
            frame,
            palette,
            scene,
        );
        self.draw_cells(heatmap, palette, scene);
        self.limits.draw(area, frame, palette, scene);
    }

    fn draw_cells(&self, heatmap: &Heatmap, palette: &Palette, scene: &mut Scene) {
        let mut levels: Vec<Vec<Area>> = vec![Vec::new(); LEVELS + 1];
        let columns = self.time.columns();
        let gap = if columns.bucket_width() >= 4.0 * self.frame.ratio { self.frame.px(1.0) } else { 0 };
        let row_gap = if self.band_height() >= 5.0 * self.frame.ratio { self.frame.px(1.0) } else { 0 };
        for (band, counts) in heatmap.counts.iter().take(self.bands).enumerate() {
            let (top, bottom) = (
                row_of_edge(&self.area, self.bands, band + 1) + row_gap,
                row_of_edge(&self.area, self.bands, band),
            );
            let mut bucket = 0;
            while bucket < counts.len().min(self.time.buckets()) {
                let left = columns.edge(bucket);
                // All buckets that begin in this column are one cell.
                let mut count = 0;
                let mut next = bucket;
                while next < counts.len() && (next == bucket || columns.edge(next) == left) {
                    count = count.max(counts.get(next).copied().unwrap_or(0));
                    next += 1;
                }
                if count > 0 {
                    let right = (columns.edge(next) - gap).max(left + 1);
                    if let Some(level) = levels.get_mut(self.level(count)) {
                        level.push(Area { left, top, right, bottom: bottom.max(top + 1) });
                    }
                }
                bucket = next;
            }
        }
        for (level, cells) in levels.iter().enumerate() {
            #[expect(clippy::cast_precision_loss, reason = "a few dozen levels")]
            let ink = Ink::opaque(palette.heat_at(level as f64 / LEVELS as f64));
            for cell in cells {
                scene.rect((cell.left, cell.top), (cell.right, cell.bottom), ink);
            }
        }
    }

    /// The strength of a count, 0 to [`LEVELS`].
    fn level(&self, count: u64) -> usize {
        #[expect(clippy::cast_precision_loss, reason = "only a proportion")]
        let share = (count as f64 / self.greatest.max(1) as f64).sqrt();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a few dozen levels"
        )]
        let level = ((LEAST_LEVEL + (1.0 - LEAST_LEVEL) * share) * LEVELS as f64).round() as usize;
        level.min(LEVELS)
    }

    fn band_height(&self) -> f64 {
        f64::from(self.area.height()) / f64::from(u32::try_from(self.bands).unwrap_or(1))
    }

    /// The band under a device-pixel row, the nearest one for a row outside.
    pub fn band_at(&self, y: f64) -> usize {
        let from_bottom = ((f64::from(self.area.bottom) - y) / self.band_height().max(0.001)).max(0.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the bands")]
        let band = from_bottom as usize;
        band.min(self.bands - 1)
    }

    /// The device-pixel box of a cell.
    pub fn cell(&self, bucket: usize, band: usize) -> Area {
        let columns = self.time.columns();
        let left = columns.edge(bucket);
        Area {
            left,
            top: row_of_edge(&self.area, self.bands, band + 1),
            right: columns.edge(bucket + 1).max(left + 1),
            bottom: row_of_edge(&self.area, self.bands, band),
        }
    }

    /// How many bands there are, at least 1.
    pub fn bands(&self) -> usize {
        self.bands
    }
}

/// The greatest count of a cell; zero where there is none.
pub fn greatest_count(heatmap: &Heatmap) -> u64 {
    heatmap.counts.iter().flatten().copied().max().unwrap_or(0)
}

/// The row at which a band begins (its lower edge).
fn row_of_edge(area: &Area, bands: usize, edge: usize) -> i32 {
    let (edge, bands) = (u32::try_from(edge).unwrap_or(u32::MAX), u32::try_from(bands).unwrap_or(1));
    area.bottom - whole(f64::from(edge) / f64::from(bands.max(1)) * f64::from(area.height()))
}

/// Where a value is among the bands, counted in bands from the bottom; within a band by its share
/// of the band. Nothing where it is below the lowest edge.
fn place_of(edges: &[f64], value: f64) -> Option<f64> {
    let band = edges.iter().rposition(|edge| *edge <= value)?;
    let low = edges.get(band)?;
    let share = edges.get(band + 1).map_or(0.5, |high| (value - low) / (high - low));
    Some(f64::from(u32::try_from(band).unwrap_or(u32::MAX)) + share)
}

fn edge_name(heatmap: &Heatmap, edge: f64) -> String {
    // With itself as its step an edge has the decimals that it needs and no more: "2.5 s".
    format::value_with_step(heatmap.unit, edge, edge.abs())
}

#[cfg(test)]
mod tests;
