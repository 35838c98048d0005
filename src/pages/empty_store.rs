//! The page of a server that was never sent a line.

use crate::api::fetch_config;
use crate::components::empty_dashboard::EmptyDashboard;
use crate::state::window;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How to send the first line, to wherever the API is.
#[component]
pub(super) fn EmptyStore() -> impl IntoView {
    let origin = window().location().origin().unwrap_or_default();
    let url = RwSignal::new(origin.clone());
    // The API may be on another host than the app. Asked for only here, where it is shown.
    spawn_local(async move {
        if let Ok(config) = fetch_config().await {
            url.try_set(ingest_url(&config.api_base, &origin));
        }
    });
    view! { <EmptyDashboard ingest_url=url /> }
}

/// Where lines are sent to, without a slash at the end: beside `/api/v1`, wherever that is.
fn ingest_url(api_base: &str, origin: &str) -> String {
    let beside = api_base.trim_end_matches('/');
    let beside = beside.strip_suffix("/api/v1").unwrap_or(beside);
    if beside.contains("://") { beside.to_owned() } else { format!("{origin}{beside}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_go_to_where_the_api_is() {
        for (api_base, expected) in [
            ("/api/v1", "http://here"),
            ("/monitor/api/v1/", "http://here/monitor"),
            ("https://there:8443/api/v1", "https://there:8443"),
        ] {
            assert_eq!(ingest_url(api_base, "http://here"), expected);
        }
    }
}
