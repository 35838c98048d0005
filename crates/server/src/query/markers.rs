//! What happened meanwhile, told on the charts: alerts that fire and deploys.
//!
//! An alert is told on the charts of what its rule judges, wherever these stand; a deploy may be
//! behind anything, so it is told on every chart of every dashboard.

use super::judge;
use super::reader::Reader;
use contract::catalogue::{RuleId, Severity};
use contract::dashboard::Alert;
use contract::line::Deploy;
use contract::panel::{Marker, MarkerKind, Panel, PanelBody, PanelId};

/// The most deploys that are told; the newest of the window. More are no marks but a hatching.
const MOST_DEPLOYS: usize = 100;

/// The charts of what a rule judges.
fn charts(rule: RuleId) -> &'static [PanelId] {
    match rule {
        RuleId::HighErrorRate => &[PanelId::ErrorRate],
        RuleId::SlowResponses => &[PanelId::RequestLatencyP99, PanelId::RequestLatency],
        RuleId::QueueBacklog => &[PanelId::QueueDepth],
        RuleId::DatabaseConnections => &[PanelId::DbConnections],
        RuleId::GenerationFailures => &[PanelId::GenerationSuccess],
        RuleId::ProviderErrors => &[PanelId::ProviderErrorRate],
    }
}

/// Puts the markers of the window on the charts among `panels`.
pub(super) fn put(reader: &Reader<'_>, alerts: &[Alert], panels: &mut [Panel]) {
    let window = reader.window;
    // The numbers of a chart are worth showing without them; what is wrong is told in the log.
    let deploys = reader.store.deploys(window.from_ms, window.to_ms, MOST_DEPLOYS).unwrap_or_else(|error| {
        tracing::error!(%error, "the deploys could not be read");
        Vec::new()
    });
    let deploys: Vec<Marker> = deploys.iter().map(of_deploy).collect();
    // One that began after a window of the past is no part of it.
    let alerts: Vec<&Alert> = alerts.iter().filter(|alert| alert.since_ms < window.to_ms).collect();
    for panel in panels {
        if let PanelBody::Chart(chart) = &mut panel.body {
            let told = alerts.iter().filter(|alert| charts(alert.rule).contains(&panel.id));
            chart.markers = told.map(|alert| of_alert(alert)).chain(deploys.iter().cloned()).collect();
        }
    }
}

fn of_alert(alert: &Alert) -> Marker {
    let kind = match alert.severity {
        Severity::Warning => MarkerKind::Warning,
        Severity::Critical => MarkerKind::Critical,
    };
    Marker { at_ms: alert.since_ms, until_ms: None, kind, text: judge::rule(alert.rule).title.to_owned() }
}

/// "backend-api 1.4.2".
fn of_deploy(deploy: &Deploy) -> Marker {
    let text = match &deploy.version {
        Some(version) => format!("{} {version}", deploy.service),
        None => deploy.service.clone(),
    };
    Marker { at_ms: deploy.at_ms, until_ms: Some(deploy.at_ms), kind: MarkerKind::Deploy, text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::catalogue::RULES;

    #[test]
    fn every_rule_has_a_chart() {
        for rule in &RULES {
            assert!(!charts(rule.id).is_empty(), "{}", rule.title);
        }
    }
}
