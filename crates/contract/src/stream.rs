//! What `GET /api/v1/stream` sends (server-sent events): one event name and JSON body each.

use crate::dashboard::Source;
use serde::{Deserialize, Serialize};

/// One event of the stream. The event's name is the variant in `snake_case`, its data the JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum StreamEvent {
    /// Sent first, after each commit (at most twice a second), and every 5 s when nothing comes.
    Data(StreamData),
}

/// New data has been committed, or nothing came and this says so.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StreamData {
    /// By the server's clock.
    pub generated_at_ms: i64,
    /// Rises with every commit; the same number means that nothing is new.
    pub revision: u64,
    /// The build of the server and its app; another one than before means "reload".
    pub build: String,
    /// Every source with the time of its last event.
    pub sources: Vec<Source>,
}
