//! API Performance: is the API fast and right?

use super::layout::{Placement, Shape, Width};
use contract::panel::PanelId;

/// Its panels in the order of reading.
pub(super) const PANELS: [Placement; 7] = [
    Placement::new(PanelId::RequestRate, Width::Third, Width::Quarter, Shape::Chart),
    Placement::new(PanelId::ErrorRate, Width::Third, Width::Quarter, Shape::Chart),
    Placement::new(PanelId::RequestLatency, Width::Third, Width::Quarter, Shape::Chart),
    Placement::new(PanelId::StatusClasses, Width::Half, Width::Quarter, Shape::Chart),
    Placement::new(PanelId::LatencyHeatmap, Width::Half, Width::Half, Shape::Chart),
    Placement::new(PanelId::Routes, Width::Full, Width::Half, Shape::Lines(9)),
    Placement::new(PanelId::NewestServerErrors, Width::Full, Width::Full, Shape::Lines(8)),
];
