//! What a generation is made of: workflows, their steps, and the queues the steps wait in.

use super::dice::Dice;
use super::scenario::{IncidentKind, Scenario};

/// A step of a workflow; each is one Celery task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Step {
    BackgroundRemoval,
    Generation,
    FaceEnhancement,
    GarmentEnhancement,
    Upscale,
}

impl Step {
    /// The task's name in lines.
    pub(super) const fn task(self) -> &'static str {
        match self {
            Self::BackgroundRemoval => "background_removal",
            Self::Generation => "generation",
            Self::FaceEnhancement => "face_enhancement",
            Self::GarmentEnhancement => "garment_enhancement",
            Self::Upscale => "upscale",
        }
    }

    /// Where the task waits for a worker.
    pub(super) const fn queue(self) -> Queue {
        match self {
            Self::Generation | Self::Upscale => Queue::Gpu,
            Self::BackgroundRemoval => Queue::Fast,
            Self::FaceEnhancement | Self::GarmentEnhancement => Queue::Default,
        }
    }
}

/// What a customer asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Workflow {
    ProductPhoto,
    ModelSwap,
    BackgroundSwap,
    UpscaleOnly,
}

impl Workflow {
    /// Those that are not product photos, with their share.
    const SHARES: [(f64, Self); 3] =
        [(0.25, Self::ModelSwap), (0.20, Self::BackgroundSwap), (0.10, Self::UpscaleOnly)];

    /// One of them, as often as customers ask for it.
    pub(super) fn draw(dice: &mut Dice) -> Self {
        dice.pick(Self::ProductPhoto, &Self::SHARES)
    }

    /// Its name in lines.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::ProductPhoto => "product_photo",
            Self::ModelSwap => "model_swap",
            Self::BackgroundSwap => "background_swap",
            Self::UpscaleOnly => "upscale_only",
        }
    }

    /// Its steps, in the order they run.
    pub(super) const fn steps(self) -> &'static [Step] {
        match self {
            Self::ProductPhoto => &[Step::BackgroundRemoval, Step::Generation, Step::Upscale],
            Self::ModelSwap => &[
                Step::BackgroundRemoval,
                Step::Generation,
                Step::FaceEnhancement,
                Step::GarmentEnhancement,
                Step::Upscale,
            ],
            Self::BackgroundSwap => &[Step::BackgroundRemoval, Step::Generation],
            Self::UpscaleOnly => &[Step::Upscale],
        }
    }
}

/// A Celery queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Queue {
    Gpu,
    Fast,
    Default,
}

impl Queue {
    /// All of them.
    pub(super) const ALL: [Self; 3] = [Self::Gpu, Self::Fast, Self::Default];
    /// Spread of waits (of the logarithm).
    const WAIT_SIGMA: f64 = 0.6;

    /// Its name in lines.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Gpu => "gpu",
            Self::Fast => "fast",
            Self::Default => "default",
        }
    }

    /// The worker that takes a task of this queue, and the machine it runs on.
    pub(super) fn worker(self, dice: &mut Dice) -> (&'static str, &'static str) {
        match self {
            Self::Gpu => dice.pick(("gpu@celery-1", "celery-1"), &[(0.45, ("gpu@celery-2", "celery-2"))]),
            Self::Fast => dice.pick(("fast@celery-3", "celery-3"), &[(0.35, ("fast@celery-2", "celery-2"))]),
            Self::Default => ("default@celery-3", "celery-3"),
        }
    }

    /// Median wait in ms when no backlog has built up. Calls that hang hold workers, so waits grow
    /// while a provider is down.
    fn median_wait_ms(self, scenario: &Scenario, at_ms: i64) -> f64 {
        let calm_ms = match self {
            Self::Gpu => 1_600.0,
            Self::Fast => 350.0,
            Self::Default => 600.0,
        };
        let held = match self {
            Self::Gpu => 5.0,
            Self::Fast | Self::Default => 1.0,
        };
        calm_ms * (1.0 + held * scenario.strength(IncidentKind::ProviderOutage, at_ms))
    }

    /// How long a task waits for a worker when no backlog has built up.
    pub(super) fn wait_ms(self, scenario: &Scenario, at_ms: i64, dice: &mut Dice) -> i64 {
        dice.log_normal_ms(self.median_wait_ms(scenario, at_ms), Self::WAIT_SIGMA, 120_000)
    }

    /// How many tasks wait here on average when no backlog has built up: by Little's law, those
    /// that arrive per second times how long each waits.
    pub(super) fn calm_depth(self, scenario: &Scenario, at_ms: i64) -> f64 {
        let tasks_per_generation = match self {
            Self::Gpu => 1.7,
            Self::Fast => 0.9,
            Self::Default => 0.5,
        };
        let mean_over_median = (Self::WAIT_SIGMA * Self::WAIT_SIGMA / 2.0).exp();
        let mean_wait_s = self.median_wait_ms(scenario, at_ms) * mean_over_median / 1_000.0;
        scenario.generations_per_s(at_ms) * tasks_per_generation * mean_wait_s
    }
}
