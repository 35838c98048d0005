//! Funnels with losses, without any work, and with more at the end than at the beginning.

use super::part::card;
use crate::components::funnel::Funnel;
use contract::panel::{Funnel as Body, Stage};
use leptos::prelude::*;
use std::sync::Arc;

pub(super) fn cards() -> AnyView {
    let funnel = |name, what, width_px, stages: Vec<Stage>| {
        let body = Arc::new(Body { stages });
        card(name, what, width_px, view! { <Funnel body /> }.into_any())
    };
    let late = vec![stage("Created", 0, 0), stage("Submitted", 4, 0), stage("Completed", 9, 3)];
    let nothing = vec![stage("Created", 0, 0), stage("Submitted", 0, 0), stage("Completed", 0, 0)];
    let lost = vec![stage("Created", 3, 3), stage("Submitted", 0, 0), stage("Completed", 0, 0)];
    [
        funnel("funnel", "Losses and failures, one optional step.", 960.0, pipeline()),
        funnel("funnel-phone", "The same on a phone.", 320.0, pipeline()),
        funnel("funnel-nothing", "No work in the window.", 460.0, nothing),
        funnel("funnel-late", "What came in before the window ends in it.", 460.0, late),
        funnel("funnel-lost", "Everything failed at once.", 460.0, lost),
    ]
    .collect_view()
    .into_any()
}

fn stage(title: &str, count: u64, failed: u64) -> Stage {
    Stage { key: title.to_owned(), title: title.to_owned(), count, failed, is_for_all: true }
}

fn pipeline() -> Vec<Stage> {
    vec![
        stage("Created", 12_840, 0),
        stage("Submitted", 12_610, 40),
        stage("Prompt expansion", 12_380, 12),
        stage("Image generation", 12_101, 1_460),
        Stage { is_for_all: false, ..stage("Upscale to print resolution", 3_120, 4) },
        stage("Completed", 10_390, 0),
    ]
}
