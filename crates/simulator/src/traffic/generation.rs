//! The life of one generation, from the request for it to its end, as the lines it leaves.
//!
//! Cause comes before effect: a provider's error retries the task, a task that runs out of retries
//! fails the generation with the same `error_type`, and nothing is written after the end. A tiny
//! share is never heard of again, as happens when a worker is killed at a bad moment.

use super::backlog::{Backlog, Fate};
use super::dice::Dice;
use super::line::{Fields, Level, Line, Service, TraceId, Uuid};
use super::people::Person;
use super::provider::{Call, Model};
use super::requests::{CREATE_GENERATION, backend_host};
use super::scenario::Scenario;
use super::workflow::{Step, Workflow};

/// A generation is given up when a task of it has not begun this long after its creation.
const DEADLINE_MS: i64 = 20 * 60_000;
/// No line comes later than this after the moment the generation was asked for: the request, the
/// deadline, and one last task with all its retries.
pub(super) const LONGEST_LIFE_MS: i64 = DEADLINE_MS + 4 * 60_000;
/// How often a task is tried again.
const MOST_RETRIES: u32 = 2;
/// Share of the generations whose input turns out to be unusable.
const INVALID_INPUT: f64 = 0.0035;
/// Share of the gpu tasks that run out of memory.
const OUT_OF_MEMORY: f64 = 0.0012;
/// Share of the finished generations that cannot be stored.
const INTERNAL_ERROR: f64 = 0.001;
/// Share of the generations that are never heard of again.
const LOST: f64 = 0.0005;

/// Who asks for a generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// Someone, with a request of its own.
    Single,
    /// A bulk import, whose one request was long ago.
    Import,
}

/// A generation while it lives.
struct Life<'a> {
    scenario: &'a Scenario,
    backlog: &'a mut Backlog,
    dice: Dice,
    id: Uuid,
    who: Person,
    workflow: Workflow,
    backend: &'static str,
    compute: &'static str,
    created_ms: i64,
    now_ms: i64,
    lines: Vec<Line>,
}

/// A task of a generation, once a worker is known.
#[derive(Clone, Copy)]
struct Task {
    step: Step,
    id: Uuid,
    worker: &'static str,
    host: &'static str,
    wait_ms: i64,
    started_ms: i64,
}

/// Why a generation failed: its `error_type`.
type Failure = &'static str;

/// All lines of a generation asked for at a time. Not in order of time: the request's own line
/// comes when it is answered, which may be after the work began.
pub(super) fn generation(
    scenario: &Scenario,
    backlog: &mut Backlog,
    asked: Asked,
    asked_ms: i64,
    mut dice: Dice,
) -> Vec<Line> {
    let id = Uuid::from_random(dice.bits());
    let (who, workflow) = match asked {
        Asked::Single => (Person::draw(&mut dice), Workflow::draw(&mut dice)),
        Asked::Import => (Person::importer(), Workflow::UpscaleOnly),
    };
    let backend = backend_host(&mut dice);
    let compute = dice.pick("compute-1", &[(0.5, "compute-2")]);
    let mut lines = Vec::with_capacity(24);
    let mut created_ms = asked_ms;
    if asked == Asked::Single {
        let answer = CREATE_GENERATION.answer(scenario, asked_ms, &mut dice);
        let trace_id =
            if answer.is_success() { TraceId::Generation(id) } else { TraceId::Request(dice.bits()) };
        lines.push(CREATE_GENERATION.line(asked_ms, answer, backend, who, trace_id));
        if !answer.is_success() {
            return lines;
        }
        created_ms += answer.duration_ms * 3 / 5;
    }
    let now_ms = created_ms;
    let mut life =
        Life { scenario, backlog, dice, id, who, workflow, backend, compute, created_ms, now_ms, lines };
    life.live();
    life.lines
}

impl Life<'_> {
    fn live(&mut self) {
        self.milestone("generation.created", Level::Info, Service::Backend, "Generation created", None);
        self.pass(110.0);
        self.milestone("generation.submitted", Level::Info, Service::Compute, "Generation submitted", None);
        let steps = self.workflow.steps();
        let lost_in = self.dice.chance(LOST).then(|| {
            let count = u32::try_from(steps.len()).unwrap_or(u32::MAX);
            self.dice.below(count) as usize
        });
        let mut failure = None;
        if self.dice.chance(INVALID_INPUT) {
            self.pass(240.0);
            failure = Some("invalid_input");
        } else {
            for (index, &step) in steps.iter().enumerate() {
                let is_lost = lost_in == Some(index);
                match self.step(step, is_lost) {
                    Ok(()) if is_lost => return,
                    Ok(()) => {}
                    Err(error_type) => {
                        failure = Some(error_type);
                        break;
                    }
                }
            }
        }
        self.pass(150.0);
        if failure.is_none() && self.dice.chance(INTERNAL_ERROR) {
            failure = Some("internal_error");
        }
        match failure {
            None => self.milestone(
                "generation.completed",
                Level::Info,
                Service::Backend,
                "Generation completed",
                None,
            ),
            Some(_) => self.milestone(
                "generation.failed",
                Level::Error,
                Service::Backend,
                "Generation failed",
                failure,
            ),
        }
    }

    /// Runs a step to its end; a lost one only to its beginning.
    fn step(&mut self, step: Step, is_lost: bool) -> Result<(), Failure> {
        self.pass(25.0);
        let queue = step.queue();
        let (worker, host) = queue.worker(&mut self.dice);
        let id = Uuid::from_random(self.dice.bits());
        let queued_ms = self.now_ms;
        let mut task = Task { step, id, worker, host, wait_ms: 0, started_ms: queued_ms };
        let queued = Fields { worker: None, wait_ms: None, ..self.task_fields(task, "task.queued") };
        self.write(Level::Info, Service::Compute, self.compute, "Task queued", queued);

        let usual_ms = queue.wait_ms(self.scenario, queued_ms, &mut self.dice);
        let fate = if queue == super::workflow::Queue::Gpu {
            self.backlog.fate(self.scenario, queued_ms)
        } else {
            Fate::Begun { wait_ms: 0 }
        };
        let (wait_ms, mut refusal) = match fate {
            Fate::Begun { wait_ms } => (wait_ms + usual_ms, None),
            Fate::Expired { wait_ms } => (wait_ms + usual_ms, Some("queue_timeout")),
        };
        task.wait_ms = wait_ms;
        if queued_ms + wait_ms > self.created_ms + DEADLINE_MS {
            task.wait_ms = (self.created_ms + DEADLINE_MS - queued_ms).max(0);
            refusal = Some("deadline_exceeded");
        }
        self.now_ms += task.wait_ms;
        task.started_ms = self.now_ms;
        if let Some(error_type) = refusal {
            return self.fail_task(task, 0, error_type);
        }
        let started = self.task_fields(task, "task.started");
        self.write(Level::Info, Service::Celery, host, "Task started", started);
        if is_lost { Ok(()) } else { self.attempts(task) }
    }

    /// Tries a begun task until it succeeds, or fails for good.
    fn attempts(&mut self, task: Task) -> Result<(), Failure> {
        let model = Model::draw(task.step, &mut self.dice);
        let mut retries = 0;
        loop {
            self.pass(120.0);
            if task.step.queue() == super::workflow::Queue::Gpu && self.dice.chance(OUT_OF_MEMORY) {
                self.pass(1_800.0);
                return self.fail_task(task, retries, "out_of_memory");
            }
            let call = Call::draw(task.step, model, self.scenario, self.now_ms, retries, &mut self.dice);
            self.now_ms += call.duration_ms;
            self.write_call(model, call);
            self.pass(140.0);
            let Some(error) = call.error else {
                let mut fields = self.task_fields(task, "task.completed");
                fields.retries = Some(retries);
                fields.duration_ms = Some(self.now_ms - task.started_ms);
                self.write(Level::Info, Service::Celery, task.host, "Task completed", fields);
                return Ok(());
            };
            if !error.is_passing() || retries == MOST_RETRIES {
                return self.fail_task(task, retries, error.name());
            }
            retries += 1;
            let mut fields = self.task_fields(task, "task.retried");
            fields.retries = Some(retries);
            fields.error_type = Some(error.name());
            self.write(Level::Warning, Service::Celery, task.host, "Task retried", fields);
            self.pass(1_500.0 * f64::from(retries));
        }
    }

    fn fail_task(&mut self, task: Task, retries: u32, error_type: Failure) -> Result<(), Failure> {
        let mut fields = self.task_fields(task, "task.failed");
        fields.retries = Some(retries);
        fields.duration_ms = Some(self.now_ms - task.started_ms);
        fields.error_type = Some(error_type);
        self.write(Level::Error, Service::Celery, task.host, "Task failed", fields);
        Err(error_type)
    }

    fn write_call(&mut self, model: Model, call: Call) {
        let (level, message, status) = match call.error {
            None => (Level::Info, "Provider call finished", "ok"),
            Some(_) => (Level::Warning, "Provider call failed", "error"),
        };
        let fields = Fields {
            provider: Some(model.provider.name()),
            model: Some(model.name),
            status: Some(status),
            error_type: call.error.map(super::provider::CallError::name),
            duration_ms: Some(call.duration_ms),
            ..self.fields()
        };
        self.write(level, Service::Compute, self.compute, message, fields);
    }

    /// A line about the generation as a whole; one that ends it says how long it took.
    fn milestone(
        &mut self,
        event: &'static str,
        level: Level,
        service: Service,
        message: &'static str,
        error_type: Option<Failure>,
    ) {
        let is_end = matches!(event, "generation.completed" | "generation.failed");
        let fields = Fields {
            event: Some(event),
            user_id: Some(self.who.user),
            workflow: Some(self.workflow.name()),
            error_type,
            duration_ms: is_end.then_some(self.now_ms - self.created_ms),
            ..self.fields()
        };
        let host = if service == Service::Backend { self.backend } else { self.compute };
        self.write(level, service, host, message, fields);
    }

    /// What every line of this generation carries.
    fn fields(&self) -> Fields {
        Fields {
            trace_id: Some(TraceId::Generation(self.id)),
            generation_id: Some(self.id),
            org_id: Some(self.who.org),
            ..Fields::default()
        }
    }

    fn task_fields(&self, task: Task, event: &'static str) -> Fields {
        Fields {
            event: Some(event),
            task: Some(task.step.task()),
            task_id: Some(task.id),
            queue: Some(task.step.queue().name()),
            worker: Some(task.worker),
            wait_ms: Some(task.wait_ms),
            workflow: Some(self.workflow.name()),
            ..self.fields()
        }
    }

    fn write(
        &mut self,
        level: Level,
        service: Service,
        host: &'static str,
        message: &'static str,
        fields: Fields,
    ) {
        self.lines.push(Line::new(self.now_ms, level, service, host, message, fields));
    }

    /// Lets a moment pass, as everything takes some time.
    fn pass(&mut self, median_ms: f64) {
        self.now_ms += self.dice.log_normal_ms(median_ms, 0.35, 10_000);
    }
}
