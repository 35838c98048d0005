//! Every kind of picture and every hard case, for people to look at: what the gallery shows, as
//! files and as a page. Only with the feature `samples`, so that it is in no download.
//!
//! The data look measured and are the same on every run.

mod data;
mod events;
mod lines;
mod points;
mod stacks;

use crate::chart::scatter::{Scatter, ScatterInput, ScatterPlot};
use crate::chart::{ChartInput, ChartPlot, Frame, Scene, TextWidth};
use crate::heatmap::{HeatmapInput, HeatmapPlot};
use crate::palette::Palette;
use crate::zone::Zone;
use contract::panel::{Chart, Heatmap};
use std::collections::BTreeSet;

/// One picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// A stable key, unique among the samples.
    pub name: &'static str,
    /// What to look at, as a sentence.
    pub what: &'static str,
    /// The width that it is meant for, CSS pixels.
    pub width_px: f64,
    /// The height that it is meant for, CSS pixels.
    pub height_px: f64,
    /// The zone of its times.
    pub zone: Zone,
    /// Since when nothing was heard, Unix milliseconds.
    pub stale_from_ms: Option<i64>,
    /// What it shows.
    pub body: SampleBody,
}

/// What a sample shows.
#[derive(Debug, Clone, PartialEq)]
pub enum SampleBody {
    /// Series, and the names of those that are switched off.
    Chart(Chart, BTreeSet<String>),
    /// Counts by time and band.
    Heatmap(Heatmap),
    /// Points.
    Scatter(Scatter),
}

/// Samples of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// What they have in common.
    pub title: &'static str,
    /// In the order to be looked at.
    pub samples: Vec<Sample>,
}

impl Group {
    fn new(title: &'static str, samples: Vec<Sample>) -> Self {
        Self { title, samples }
    }
}

/// All samples by kind, in the order to be looked at.
pub fn groups() -> Vec<Group> {
    [lines::groups(), stacks::groups(), points::groups(), events::groups()].concat()
}

/// All samples, in the order to be looked at.
pub fn cases() -> Vec<Sample> {
    groups().into_iter().flat_map(|group| group.samples).collect()
}

impl Sample {
    /// Adds the picture to `scene`, at `ratio` device pixels a CSS pixel.
    pub fn draw(&self, ratio: f64, palette: &Palette, text: &dyn TextWidth, scene: &mut Scene) -> Frame {
        let frame = Frame::new(self.width_px, self.height_px, ratio);
        let zone = &self.zone;
        match &self.body {
            SampleBody::Chart(chart, hidden) => {
                let stale_from_ms = self.stale_from_ms;
                let input = ChartInput { chart, hidden, zone, palette, frame, stale_from_ms, text };
                ChartPlot::new(&input).draw(chart, palette, scene);
            }
            SampleBody::Heatmap(heatmap) => {
                HeatmapPlot::new(&HeatmapInput { heatmap, zone, frame, text }).draw(heatmap, palette, scene);
            }
            SampleBody::Scatter(scatter) => {
                ScatterPlot::new(&ScatterInput { scatter, zone, frame, text }).draw(palette, scene);
            }
        }
        frame
    }

    fn chart(name: &'static str, what: &'static str, chart: Chart) -> Self {
        let body = SampleBody::Chart(chart, BTreeSet::new());
        Self::of(name, what, body)
    }

    fn of(name: &'static str, what: &'static str, body: SampleBody) -> Self {
        let (width_px, height_px) = match body {
            SampleBody::Chart(..) => (460.0, 200.0),
            SampleBody::Heatmap(_) | SampleBody::Scatter(_) => (460.0, 240.0),
        };
        Self { name, what, width_px, height_px, zone: Zone::Utc, stale_from_ms: None, body }
    }

    fn sized(self, width_px: f64, height_px: f64) -> Self {
        Self { width_px, height_px, ..self }
    }

    fn in_zone(self, zone: Zone) -> Self {
        Self { zone, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::EstimatedWidth;

    #[test]
    fn every_sample_is_drawn_under_a_name_of_its_own() {
        let cases = cases();
        let names: BTreeSet<&str> = cases.iter().map(|sample| sample.name).collect();
        assert_eq!(names.len(), cases.len());
        for sample in &cases {
            for palette in [Palette::dark(), Palette::light()] {
                let mut scene = Scene::default();
                sample.draw(1.0, &palette, &EstimatedWidth, &mut scene);
                assert!(scene.texts().count() > 0, "{}", sample.name);
                let broken = scene.texts().find(|text| text.contains("NaN") || text.contains("inf"));
                assert_eq!(broken, None, "{}", sample.name);
            }
        }
    }
}
