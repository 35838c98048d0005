//! System Overview: is anything wrong, and where?

use super::layout::{Placement, Shape, Width};
use contract::panel::PanelId;

/// Its panels in the order of reading.
pub(super) const PANELS: [Placement; 13] = [
    Placement::new(PanelId::KeyMetrics, Width::Full, Width::Full, Shape::Lines(7)),
    Placement::new(PanelId::FiringAlerts, Width::TwoThirds, Width::TwoThirds, Shape::Lines(3)),
    Placement::new(PanelId::LastHeardFrom, Width::Third, Width::Third, Shape::Lines(3)),
    Placement::new(PanelId::RequestRate, Width::Third, Width::Sixth, Shape::Chart),
    Placement::new(PanelId::ErrorRate, Width::Third, Width::Sixth, Shape::Chart),
    Placement::new(PanelId::RequestLatencyP99, Width::Third, Width::Sixth, Shape::Chart),
    Placement::new(PanelId::GenerationLatencyP99, Width::Third, Width::Sixth, Shape::Chart),
    Placement::new(PanelId::GenerationSuccess, Width::Third, Width::Sixth, Shape::Chart),
    Placement::new(PanelId::QueueDepth, Width::Third, Width::Sixth, Shape::Chart),
    Placement::new(PanelId::Cpu, Width::Quarter, Width::Quarter, Shape::SmallChart),
    Placement::new(PanelId::Memory, Width::Quarter, Width::Quarter, Shape::SmallChart),
    Placement::new(PanelId::Disk, Width::Quarter, Width::Quarter, Shape::SmallChart),
    Placement::new(PanelId::DbConnections, Width::Quarter, Width::Quarter, Shape::SmallChart),
];
