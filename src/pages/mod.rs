//! The pages. A page asks once for all that it shows and hands each panel its part.

mod api;
mod body;
mod dashboard;
mod empty_store;
mod generations;
mod layout;
mod not_found;
mod overview;
mod providers;
mod queues;
mod slot;

pub(crate) use dashboard::DashboardPage;
pub(crate) use not_found::NotFoundPage;

use contract::catalogue::DashboardId;
use layout::Placement;

/// The panels of a dashboard in the order of reading.
fn placements(id: DashboardId) -> &'static [Placement] {
    match id {
        DashboardId::Overview => &overview::PANELS,
        DashboardId::Generations => &generations::PANELS,
        DashboardId::Api => &api::PANELS,
        DashboardId::Queues => &queues::PANELS,
        DashboardId::Providers => &providers::PANELS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_panel_stands_twice_on_a_page() {
        for id in DashboardId::ALL {
            let panels = placements(id);
            let once: BTreeSet<_> = panels.iter().map(|placement| placement.id).collect();
            assert_eq!(once.len(), panels.len(), "{}", id.title());
        }
    }
}
