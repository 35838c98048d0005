//! Provider Status: is it us or them?

use super::layout::{Placement, Shape, Width};
use contract::panel::PanelId;

/// Its panels in the order of reading.
pub(super) const PANELS: [Placement; 8] = [
    Placement::new(PanelId::Verdict, Width::Full, Width::Full, Shape::Lines(2)),
    Placement::new(PanelId::ProviderStrips, Width::Half, Width::Half, Shape::Lines(9)),
    Placement::new(PanelId::ProviderSummary, Width::Half, Width::Half, Shape::Lines(9)),
    Placement::new(PanelId::ProviderErrorRate, Width::Half, Width::Quarter, Shape::Chart),
    Placement::new(PanelId::ProviderLatency, Width::Half, Width::Quarter, Shape::Chart),
    Placement::new(PanelId::ProviderErrorKinds, Width::Half, Width::Quarter, Shape::Chart),
    Placement::new(PanelId::RateLimits, Width::Half, Width::Quarter, Shape::Chart),
    Placement::new(PanelId::AffectedGenerations, Width::Full, Width::Full, Shape::Lines(6)),
];
