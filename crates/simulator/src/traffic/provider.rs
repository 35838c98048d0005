//! The providers that do the work: which one takes a step, how long it needs, how it fails.

use super::dice::Dice;
use super::scenario::{IncidentKind, Scenario};
use super::workflow::Step;

/// How long a caller waits for a provider before it gives up.
const CALL_TIMEOUT_MS: i64 = 30_000;
/// How often a provider fails on a good day, for reasons that trying again may cure.
const EVERYDAY_FAILURES: f64 = 0.0045;
/// How often what was made is held back by the provider's content filter; final.
const FILTERED: f64 = 0.006;

/// Someone else's models, behind an API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Provider {
    Fal,
    Replicate,
    Stability,
    Photoroom,
}

impl Provider {
    /// Its name in lines.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Fal => "fal",
            Self::Replicate => "replicate",
            Self::Stability => "stability",
            Self::Photoroom => "photoroom",
        }
    }
}

/// A model of a provider, as chosen for a step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Model {
    /// Whose it is.
    pub(super) provider: Provider,
    /// Its name in lines.
    pub(super) name: &'static str,
    /// How long a call usually takes.
    median_ms: f64,
}

const fn model(provider: Provider, name: &'static str, median_ms: f64) -> Model {
    Model { provider, name, median_ms }
}

impl Model {
    /// The model that a step is given to.
    pub(super) fn draw(step: Step, dice: &mut Dice) -> Self {
        use Provider::{Fal, Photoroom, Replicate, Stability};
        match step {
            Step::BackgroundRemoval => dice
                .pick(model(Photoroom, "segment-v2", 1_100.0), &[(0.15, model(Fal, "birefnet-v2", 1_500.0))]),
            Step::Generation => dice.pick(
                model(Fal, "flux-pro-1.1", 8_200.0),
                &[
                    (0.25, model(Replicate, "sdxl-product", 9_800.0)),
                    (0.15, model(Stability, "sd3.5-large", 9_000.0)),
                ],
            ),
            Step::FaceEnhancement => dice.pick(
                model(Replicate, "codeformer", 2_600.0),
                &[(0.30, model(Replicate, "gfpgan-1.4", 2_000.0))],
            ),
            Step::GarmentEnhancement => dice.pick(
                model(Replicate, "idm-vton", 4_600.0),
                &[(0.45, model(Fal, "fashn-tryon-1.5", 3_900.0))],
            ),
            Step::Upscale => dice.pick(
                model(Stability, "conservative-upscale", 4_200.0),
                &[
                    (0.35, model(Fal, "clarity-upscaler", 3_900.0)),
                    (0.20, model(Replicate, "real-esrgan", 3_300.0)),
                ],
            ),
        }
    }
}

/// How a call failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum CallError {
    Timeout,
    RateLimited,
    ServerError,
    ContentFiltered,
}

impl CallError {
    /// Its `error_type` in lines.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Timeout => "timeout",
            Self::RateLimited => "rate_limited",
            Self::ServerError => "server_error",
            Self::ContentFiltered => "content_filtered",
        }
    }

    /// Whether the same call may succeed later.
    pub(super) const fn is_passing(self) -> bool {
        !matches!(self, Self::ContentFiltered)
    }
}

/// How a call went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Call {
    /// From asking to the answer, or to giving up.
    pub(super) duration_ms: i64,
    /// Nothing, or what went wrong.
    pub(super) error: Option<CallError>,
}

impl Call {
    /// A call that begins at a time; `attempt` counts from 0.
    pub(super) fn draw(
        step: Step,
        model: Model,
        scenario: &Scenario,
        at_ms: i64,
        attempt: u32,
        dice: &mut Dice,
    ) -> Self {
        let outage = if model.provider == Provider::Fal {
            scenario.strength(IncidentKind::ProviderOutage, at_ms)
        } else {
            0.0
        };
        // What failed once is likely to fail again: the fault is with the provider and not with
        // the single call. Both figures together make about 35 % of all calls fail.
        let failing = if attempt == 0 { 0.30 } else { 0.52 };
        let error = if dice.chance(EVERYDAY_FAILURES + failing * outage) {
            Some(if outage > 0.0 {
                dice.pick(
                    CallError::Timeout,
                    &[(0.36, CallError::ServerError), (0.12, CallError::RateLimited)],
                )
            } else {
                dice.pick(
                    CallError::RateLimited,
                    &[(0.35, CallError::ServerError), (0.20, CallError::Timeout)],
                )
            })
        } else if step == Step::Generation && dice.chance(FILTERED) {
            Some(CallError::ContentFiltered)
        } else {
            None
        };
        let usual_ms = model.median_ms * (1.0 + 0.6 * outage);
        let duration_ms = match error {
            None | Some(CallError::ContentFiltered) => {
                dice.log_normal_ms(usual_ms, 0.28, CALL_TIMEOUT_MS - 1)
            }
            Some(CallError::Timeout) => CALL_TIMEOUT_MS + dice.log_normal_ms(12.0, 0.6, 400),
            Some(CallError::RateLimited) => dice.log_normal_ms(140.0, 0.4, 2_000),
            Some(CallError::ServerError) => dice.log_normal_ms(1_400.0, 0.7, 20_000),
        };
        Self { duration_ms, error }
    }
}
