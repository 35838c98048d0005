//! `GET /metrics`: the server's own figures for Prometheus.

use super::{ApiError, AppState};
use axum::extract::State;
use axum::http::{Method, StatusCode, header};
use axum::response::IntoResponse;
use prometheus::proto::MetricFamily;
use prometheus::{
    Encoder, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, Opts, Registry, TextEncoder,
};
use std::time::Duration;

/// Upper bounds of the bands of request durations, in seconds.
const BOUNDS_SECS: [f64; 11] = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

/// Figures of the HTTP side, kept as requests go by.
pub(super) struct HttpFigures {
    registry: Registry,
    requests: Option<IntCounterVec>,
    durations: Option<HistogramVec>,
}

impl Default for HttpFigures {
    fn default() -> Self {
        let registry = Registry::new();
        let requests = IntCounterVec::new(
            Opts::new("monitor_http_requests_total", "Requests answered."),
            &["method", "route", "status"],
        );
        let durations = HistogramVec::new(
            HistogramOpts::new("monitor_http_request_duration_seconds", "Time until an answer began.")
                .buckets(BOUNDS_SECS.to_vec()),
            &["route"],
        );
        Self { requests: kept(&registry, requests), durations: kept(&registry, durations), registry }
    }
}

/// A figure that cannot be kept is not worth a server that cannot start.
fn kept<C: prometheus::core::Collector + Clone + 'static>(
    registry: &Registry,
    collector: prometheus::Result<C>,
) -> Option<C> {
    let registered = collector.and_then(|collector| {
        registry.register(Box::new(collector.clone()))?;
        Ok(collector)
    });
    registered.inspect_err(|error| tracing::error!(%error, "a figure cannot be kept")).ok()
}

impl HttpFigures {
    pub(super) fn record(&self, method: &Method, route: &str, status: StatusCode, took: Duration) {
        // Any word may stand where a method belongs; only known ones become labels.
        let method = match *method {
            Method::GET | Method::HEAD | Method::POST | Method::OPTIONS => method.as_str(),
            _ => "other",
        };
        if let Some(requests) = &self.requests {
            requests.with_label_values(&[method, route, status.as_str()]).inc();
        }
        if let Some(durations) = &self.durations {
            durations.with_label_values(&[route]).observe(took.as_secs_f64());
        }
    }
}

/// The server's own figures, in the text format of Prometheus.
pub(super) async fn metrics(State(state): State<AppState>) -> Result<impl IntoResponse, ApiError> {
    let worker = state.clone();
    let text = tokio::task::spawn_blocking(move || exposition(&worker)).await?;
    let text = text.map_err(|error| ApiError::Panicked(format!("figures: {error}")))?;
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4"), (header::CACHE_CONTROL, "no-store")], text))
}

fn exposition(state: &AppState) -> prometheus::Result<Vec<u8>> {
    let mut families = state.figures().registry.gather();
    families.extend(snapshot(state)?);
    families.sort_by(|a, b| a.name().cmp(b.name()));
    let mut text = Vec::new();
    TextEncoder::new().encode(&families, &mut text)?;
    Ok(text)
}

/// Figures that others keep, as they are at this moment, in a registry of their own.
struct Snapshot(Registry);

impl Snapshot {
    fn gauge(&self, name: &str, help: &str, value: u64) -> prometheus::Result<()> {
        let gauge = IntGauge::new(name, help)?;
        gauge.set(i64::try_from(value).unwrap_or(i64::MAX));
        self.0.register(Box::new(gauge))
    }

    fn total(&self, name: &str, help: &str, value: u64) -> prometheus::Result<()> {
        let counter = IntCounter::new(name, help)?;
        counter.inc_by(value);
        self.0.register(Box::new(counter))
    }
}

fn snapshot(state: &AppState) -> prometheus::Result<Vec<MetricFamily>> {
    let figures = Snapshot(Registry::new());
    let ingest = state.ingest().figures();
    figures.total("monitor_ingest_accepted_events_total", "Events committed.", ingest.accepted_events)?;
    figures.total(
        "monitor_ingest_busy_answers_total",
        "Requests told to come again.",
        ingest.busy_answers,
    )?;
    figures.total(
        "monitor_ingest_failed_commits_total",
        "Transactions that failed.",
        ingest.failed_commits,
    )?;
    figures.gauge(
        "monitor_ingest_queued_bytes",
        "Bytes being read, queued or written.",
        ingest.queued_bytes,
    )?;
    figures.gauge(
        "monitor_ingest_last_commit_milliseconds",
        "Time of the last commit.",
        ingest.last_commit_ms,
    )?;
    let rejected = IntCounterVec::new(
        Opts::new("monitor_ingest_rejected_items_total", "Items that could not be read, by reason."),
        &["reason"],
    )?;
    for (reason, count) in ingest.rejected {
        rejected.with_label_values(&[reason.name()]).inc_by(count);
    }
    figures.0.register(Box::new(rejected))?;

    let store = state.store().figures();
    figures.gauge("monitor_store_days", "Days held.", store.days)?;
    figures.gauge("monitor_store_bytes", "Room that all days take.", store.bytes)?;
    figures.gauge("monitor_store_lines", "Lines held.", store.lines)?;
    figures.total("monitor_store_appended_events_total", "Events appended.", store.appended_events)?;
    figures.total("monitor_store_commits_total", "Transactions committed.", store.commits)?;
    let folded = "Numbers counted under the label value `other`, because there were too many label sets.";
    figures.total("monitor_store_folded_observations_total", folded, store.folded_observations)?;
    figures.total("monitor_store_removed_days_total", "Days removed by retention.", store.removed_days)?;
    let is_full = u64::from(store.is_out_of_space);
    figures.gauge(
        "monitor_store_out_of_space",
        "1 while the last append failed for want of room.",
        is_full,
    )?;
    let streams = state.config().http.concurrent_streams.saturating_sub(state.streams().available_permits());
    figures.gauge("monitor_event_streams", "Event streams that are open.", streams as u64)?;
    Ok(figures.0.gather())
}
