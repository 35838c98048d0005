//! Requests to the backend API: the routes, how long each takes, how it is answered.

use super::dice::Dice;
use super::line::{Fields, Level, Line, Service, TraceId};
use super::people::Person;
use super::scenario::{IncidentKind, Scenario};

/// After this the gateway answers for the backend.
pub(super) const GATEWAY_TIMEOUT_MS: i64 = 30_000;

/// A route of the API.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Route {
    method: &'static str,
    path: &'static str,
    /// The status of a good answer.
    success: u16,
    median_ms: f64,
    /// Spread of the logarithm of the latency.
    sigma: f64,
    /// How often, and with which status, the fault is the caller's.
    refused: (f64, u16),
}

const fn route(
    method: &'static str,
    path: &'static str,
    success: u16,
    latency: (f64, f64),
    refused: (f64, u16),
) -> Route {
    Route { method, path, success, median_ms: latency.0, sigma: latency.1, refused }
}

/// Asks for a generation. Not drawn with the others: each belongs to the generation it makes.
pub(super) const CREATE_GENERATION: Route =
    route("POST", "/v1/generations", 202, (140.0, 0.45), (0.015, 422));

/// The app polls a generation until it is done, so this is the commonest request.
const POLL_GENERATION: Route = route("GET", "/v1/generations/{id}", 200, (22.0, 0.50), (0.006, 404));

/// The other routes with their share of all requests.
const OTHERS: [(f64, Route); 9] = [
    (0.16, route("GET", "/v1/assets", 200, (65.0, 0.55), (0.002, 400))),
    (0.09, route("GET", "/v1/assets/{id}", 200, (28.0, 0.50), (0.012, 404))),
    (0.08, route("POST", "/v1/uploads", 201, (420.0, 0.60), (0.012, 413))),
    (0.11, route("GET", "/v1/me", 200, (14.0, 0.40), (0.010, 401))),
    (0.06, route("POST", "/v1/auth/token", 200, (95.0, 0.35), (0.040, 401))),
    (0.07, route("GET", "/v1/generations", 200, (80.0, 0.55), (0.001, 400))),
    (0.05, route("GET", "/v1/projects", 200, (45.0, 0.45), (0.001, 403))),
    (0.02, route("DELETE", "/v1/assets/{id}", 204, (55.0, 0.45), (0.015, 404))),
    (0.02, route("GET", "/v1/billing/usage", 200, (190.0, 0.60), (0.004, 403))),
];

/// How a request was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Answer {
    /// The HTTP status.
    pub(super) status: u16,
    /// From the request's arrival to its answer.
    pub(super) duration_ms: i64,
    error_type: Option<&'static str>,
}

impl Answer {
    /// Whether the backend did what was asked.
    pub(super) const fn is_success(self) -> bool {
        self.status < 400
    }

    fn failed(status: u16, error_type: &'static str, duration_ms: i64) -> Self {
        Self { status, duration_ms, error_type: Some(error_type) }
    }
}

impl Route {
    /// One of the routes, as often as it is called.
    pub(super) fn draw(dice: &mut Dice) -> Self {
        dice.pick(POLL_GENERATION, &OTHERS)
    }

    /// How a request that arrives at a time is answered.
    pub(super) fn answer(self, scenario: &Scenario, at_ms: i64, dice: &mut Dice) -> Answer {
        let slow = scenario.strength(IncidentKind::SlowApi, at_ms);
        let starved = scenario.strength(IncidentKind::DbConnections, at_ms);
        if dice.chance(0.095 * slow) {
            return if dice.chance(0.4) {
                let overtime_ms = dice.log_normal_ms(9.0, 0.5, 200);
                Answer::failed(504, "upstream_timeout", GATEWAY_TIMEOUT_MS + overtime_ms)
            } else {
                Answer::failed(503, "overloaded", dice.log_normal_ms(6_000.0, 0.4, 25_000))
            };
        }
        if dice.chance(0.085 * starved) {
            // The pool gives up after five seconds without a free connection.
            return Answer::failed(500, "db_pool_exhausted", 5_000 + dice.log_normal_ms(30.0, 0.5, 500));
        }
        let own_ms = dice.log_normal(self.median_ms, self.sigma) * (1.0 + 8.0 * slow);
        let stuck_ms = if dice.chance(0.07 * slow) { dice.log_normal(13_000.0, 0.25) } else { 0.0 };
        let pool_ms = starved * dice.log_normal(650.0, 0.6);
        let longest_ms = GATEWAY_TIMEOUT_MS - 1;
        let duration_ms = super::dice::to_ms(own_ms + stuck_ms + pool_ms).clamp(1, longest_ms);
        if dice.chance(0.005) {
            let (status, error_type) = dice
                .pick((500, "internal_error"), &[(0.25, (502, "bad_gateway")), (0.15, (503, "overloaded"))]);
            return Answer::failed(status, error_type, duration_ms);
        }
        let (probability, status) = self.refused;
        if dice.chance(probability) {
            return Answer { status, duration_ms, error_type: None };
        }
        Answer { status: self.success, duration_ms, error_type: None }
    }

    /// The line that the backend writes when it has answered a request that arrived at `at_ms`.
    pub(super) fn line(
        self,
        at_ms: i64,
        answer: Answer,
        host: &'static str,
        who: Person,
        trace_id: TraceId,
    ) -> Line {
        let level = match answer.status {
            500.. => Level::Error,
            400.. => Level::Warning,
            _ => Level::Info,
        };
        let message = format!("{} {} {}", self.method, self.path, answer.status);
        let generation_id = match trace_id {
            TraceId::Generation(id) => Some(id),
            TraceId::Request(_) => None,
        };
        let fields = Fields {
            trace_id: Some(trace_id),
            generation_id,
            org_id: Some(who.org),
            user_id: Some(who.user),
            http_method: Some(self.method),
            http_route: Some(self.path),
            http_status: Some(answer.status),
            error_type: answer.error_type,
            duration_ms: Some(answer.duration_ms),
            ..Fields::default()
        };
        Line::new(at_ms + answer.duration_ms, level, Service::Backend, host, message, fields)
    }
}

/// The backend that takes a request or looks after a generation.
pub(super) fn backend_host(dice: &mut Dice) -> &'static str {
    dice.pick("backend-1", &[(0.5, "backend-2")])
}

/// A request that arrives at a time, as the line it leaves.
pub(super) fn request(scenario: &Scenario, at_ms: i64, dice: &mut Dice) -> Line {
    let (who, route, host) = (Person::draw(dice), Route::draw(dice), backend_host(dice));
    let answer = route.answer(scenario, at_ms, dice);
    route.line(at_ms, answer, host, who, TraceId::Request(dice.bits()))
}
