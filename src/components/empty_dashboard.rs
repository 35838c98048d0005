//! What stands in place of a dashboard that has nothing to show: how to send the first line, or
//! where the data are.

use crate::components::ambient::Ambient;
use crate::components::copy_button::CopyButton;
use crate::signal::{Memo, Signal};
use contract::dashboard::Extent;
use leptos::prelude::*;
use model::format;

/// The store is empty: says how to send the first line.
#[component]
pub(crate) fn EmptyDashboard(
    /// Where lines are sent to: scheme, host and port of the server, without a slash at the end.
    #[prop(into)]
    ingest_url: Signal<String>,
) -> impl IntoView {
    let line = Memo::new(move |_| first_line(&ingest_url.get()));
    view! {
        <section class="start" aria-labelledby="start-title">
            <h2 class="start__title" id="start-title">"Nothing was received yet"</h2>
            <p>"Send the first line. It counts as one generation that took 15 seconds, and shows here within two seconds:"</p>
            <div class="start__line">
                <code class="start__code">{line}</code>
                <CopyButton text=line what="line" />
            </div>
            <p class="start__hint">
                "If the server has source tokens, add " <code>"-H 'Authorization: Bearer SOURCE_TOKEN'"</code>
                ". A shipper for Better Stack sends here too: change its host and its token."
            </p>
        </section>
    }
}

/// There are data, but none in the range: says where the newest are.
#[component]
pub(crate) fn OutsideRange(
    /// First and last event of the store.
    #[prop(into)]
    extent: Signal<Extent>,
    /// The address of this page with a range around the newest event.
    #[prop(into)]
    newest_href: Signal<String>,
    /// The page it stands on.
    ambient: Ambient,
) -> impl IntoView {
    let newest = Memo::new(move |_| ambient.zone.with(|zone| format::date_time(extent.get().last_ms, zone)));
    view! {
        <p class="notice" role="status">
            <span>"No data in this range. The newest is from " {newest} "."</span>
            <a href=newest_href>"Show it"</a>
        </p>
    }
}

/// A `curl` line that sends one line of the kind that the monitoring document shows, without a
/// time, so that it counts as now.
fn first_line(ingest_url: &str) -> String {
    let line = r#"{"level":"info","service":"backend","message":"Generation completed","generation_id":"first","duration_ms":15000,"trace_id":"gen-first"}"#;
    format!("curl -i {ingest_url}/ \\\n  -H 'Content-Type: application/json' \\\n  -d '{line}'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_is_what_the_vocabulary_counts() {
        let line = first_line("http://127.0.0.1:8080");
        let body = line.split_once("-d '").and_then(|(_, rest)| rest.strip_suffix('\'')).unwrap();
        let fields: serde_json::Value = serde_json::from_str(body).unwrap();
        assert_eq!(fields["duration_ms"], 15_000);
        assert_eq!(fields["message"], "Generation completed");
        assert!(line.starts_with("curl -i http://127.0.0.1:8080/ "));
    }
}
