//! A panel's part of the dashboard's answer, as a signal that changes only when that part does.

use crate::signal::{Memo, Signal};
use contract::dashboard::Dashboard;
use contract::panel::{Panel, PanelBody, PanelId};
use std::sync::Arc;

/// The panel of this name, if the answer has it.
pub(super) fn panel(dashboard: &Dashboard, id: PanelId) -> Option<&Panel> {
    dashboard.panels.iter().find(|panel| panel.id == id)
}

/// What a panel shows, as long as it is of the kind that `pick` takes. While it is not, the last
/// form is kept: whoever draws it is about to be taken away.
pub(super) fn body_of<T>(
    data: Signal<Option<Arc<Dashboard>>>,
    id: PanelId,
    pick: fn(&PanelBody) -> Option<&T>,
) -> Option<Signal<Arc<T>>>
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let read = move |dashboard: &Dashboard| {
        panel(dashboard, id).and_then(|panel| pick(&panel.body).cloned()).map(Arc::new)
    };
    let first = data.with_untracked(|data| data.as_deref().and_then(read))?;
    let body = Memo::new(move |last: Option<&Arc<T>>| {
        let last = last.unwrap_or(&first);
        data.with(|data| {
            let now = data.as_deref().and_then(|dashboard| pick(&panel(dashboard, id)?.body));
            // Copied only where it differs: a refresh leaves most panels as they are.
            match now {
                Some(now) if *now != **last => Arc::new(now.clone()),
                _ => Arc::clone(last),
            }
        })
    });
    Some(body)
}
