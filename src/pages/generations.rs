//! Generation Pipeline: are images coming out?

use super::layout::{Placement, Shape, Width};
use contract::panel::PanelId;

/// Its panels in the order of reading.
pub(super) const PANELS: [Placement; 11] = [
    Placement::new(PanelId::GenerationCounts, Width::Full, Width::Full, Shape::Lines(3)),
    Placement::new(PanelId::Funnel, Width::Full, Width::Full, Shape::Lines(6)),
    Placement::new(PanelId::GenerationSuccess, Width::Third, Width::Third, Shape::TallChart),
    Placement::new(PanelId::GenerationLatency, Width::Third, Width::Third, Shape::TallChart),
    Placement::new(PanelId::StepTimes, Width::Third, Width::Third, Shape::TallChart),
    Placement::new(PanelId::StuckGenerations, Width::Half, Width::Quarter, Shape::Lines(4)),
    Placement::new(PanelId::LostGenerations, Width::Half, Width::Quarter, Shape::Lines(4)),
    Placement::new(PanelId::FailuresByError, Width::Half, Width::Quarter, Shape::Lines(5)),
    Placement::new(PanelId::FailuresByWorkflow, Width::Half, Width::Quarter, Shape::Lines(5)),
    Placement::new(PanelId::SlowestGenerations, Width::Half, Width::Half, Shape::Lines(8)),
    Placement::new(PanelId::LatestFailures, Width::Half, Width::Half, Shape::Lines(8)),
];
