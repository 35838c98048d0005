//! Dashboards and alerts, worked out from the store.
//!
//! Everything here blocks and is a function of the store, the time and what was asked; no clock is
//! read. Policy, for all panels:
//!
//! - Only rollups are read for numbers; percentiles come from merged sketches alone.
//! - A ratio of nothing is null. A count or rate is 0 in a bucket where its services were heard
//!   and it did not happen, and null where they were silent.
//! - The last bucket of a live window is not over: rates divide by the part of it that has passed,
//!   and are null until a fifth of it has. Buckets of the future are null.
//! - "Now" is the last five minutes when the window reaches up to now; for a window that lies in
//!   the past it is the window itself. Of gauges it is the last value within that time.
//! - Charts of queue depths and of database connections show the greatest value of each bucket, so
//!   that no peak is lost in a long window; other gauges show the mean.

pub mod alerts;
mod api;
mod generations;
mod judge;
mod markers;
mod overview;
mod panels;
mod providers;
mod queues;
mod reader;
mod series;
mod usual;

use crate::store::{Store, StoreError};
use contract::catalogue::DashboardId;
use contract::dashboard::{Alert, Dashboard, Source};
use contract::error::{ErrorBody, ErrorCode};
use contract::panel::{Panel, PanelBody, PanelId};
use contract::time::Window;
use reader::Reader;
use std::collections::BTreeMap;

/// What is asked of a dashboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DashboardQuery {
    /// Which.
    pub id: DashboardId,
    /// Over which window.
    pub window: Window,
    /// Whether the window before is wanted too.
    pub with_previous: bool,
    /// The time, Unix milliseconds.
    pub now_ms: i64,
    /// A source that was silent for longer is stale.
    pub stale_after_ms: i64,
}

/// Works a dashboard out. `alerts` are those that fire now ([`alerts::firing`]); they are the same
/// for every dashboard, so the caller may have them already.
///
/// # Errors
/// When the store cannot say which sources there are. A panel that cannot be worked out alone
/// holds an error in its place.
pub fn dashboard(
    store: &dyn Store,
    query: &DashboardQuery,
    alerts: Vec<Alert>,
) -> Result<Dashboard, StoreError> {
    let reader = Reader::new(store, query)?;
    let sources = sources(store)?;
    let mut panels = match query.id {
        DashboardId::Overview => overview::panels(&reader, &alerts, &sources),
        DashboardId::Generations => generations::panels(&reader),
        DashboardId::Api => api::panels(&reader),
        DashboardId::Queues => queues::panels(&reader),
        DashboardId::Providers => providers::panels(&reader),
    };
    markers::put(&reader, &alerts, &mut panels);
    Ok(Dashboard {
        id: query.id,
        generated_at_ms: query.now_ms,
        data_through_ms: sources.iter().map(|source| source.last_event_ms).max(),
        stale_after_ms: query.stale_after_ms,
        window: query.window,
        is_demo: store.is_demo(),
        extent: store.extent()?,
        sources,
        alerts,
        panels,
    })
}

/// Every service that was ever heard, by name.
///
/// # Errors
/// When the store cannot be read.
pub fn sources(store: &dyn Store) -> Result<Vec<Source>, StoreError> {
    let mut last: BTreeMap<String, i64> = BTreeMap::new();
    for record in store.sources()? {
        let at_ms = last.entry(record.service).or_insert(record.last_event_ms);
        *at_ms = record.last_event_ms.max(*at_ms);
    }
    Ok(last.into_iter().map(|(service, last_event_ms)| Source { service, last_event_ms }).collect())
}

/// A panel of what was worked out, or of the news that it could not be. The detail goes to the log.
fn panel(id: PanelId, data_through_ms: Option<i64>, body: Result<PanelBody, StoreError>) -> Panel {
    let body = body.unwrap_or_else(|error| {
        tracing::error!(panel = ?id, %error, "a panel could not be worked out");
        PanelBody::Error(ErrorBody {
            code: ErrorCode::Internal,
            message: "This panel could not be worked out. The server's log says why.".to_owned(),
            position: None,
        })
    });
    Panel { id, data_through_ms, body }
}
