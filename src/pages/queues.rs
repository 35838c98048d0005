//! Queue Health: is work piling up?

use super::layout::{Placement, Shape, Width};
use contract::panel::PanelId;

/// Its panels in the order of reading.
pub(super) const PANELS: [Placement; 10] = [
    Placement::new(PanelId::QueueSummary, Width::Half, Width::Half, Shape::Lines(3)),
    Placement::new(PanelId::TimeToDrain, Width::Half, Width::Half, Shape::Lines(3)),
    Placement::new(PanelId::QueueDepth, Width::Third, Width::Sixth, Shape::Chart),
    Placement::new(PanelId::QueueRates, Width::Third, Width::Sixth, Shape::Chart),
    Placement::new(PanelId::WaitTime, Width::Third, Width::Sixth, Shape::Chart),
    Placement::new(PanelId::ProcessingTime, Width::Third, Width::Sixth, Shape::Chart),
    Placement::new(PanelId::TaskFailureRate, Width::Third, Width::Sixth, Shape::Chart),
    Placement::new(PanelId::Retries, Width::Third, Width::Sixth, Shape::Chart),
    Placement::new(PanelId::OldestTask, Width::Half, Width::Half, Shape::Lines(5)),
    Placement::new(PanelId::Workers, Width::Half, Width::Half, Shape::Lines(5)),
];
