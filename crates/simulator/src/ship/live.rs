//! Live traffic: every half second what has happened since, in small batches, each line at its
//! time. While the server is away it is kept, bounded, and sent when the server is back.

use std::time::Duration;

use tokio::time::Instant;

use super::backfill::Counted;
use super::client::{Client, Outcome, Pauses};
use super::encode::encode;
use super::outbox::Outbox;
use super::{Stop, Summary, now_ms};
use crate::SimulateError;
use crate::traffic::{Gauge, Line, Traffic};

/// How often what has happened is sent.
const TICK: Duration = Duration::from_millis(500);
/// Most items of one batch.
pub(super) const BATCH_ITEMS: usize = 500;
/// Items kept while the server is away: about 20 minutes at midday with rate 1.
const KEPT_ITEMS: usize = 50_000;
/// How much time is generated in one go, so that catching up after a sleep stays bounded too.
const STEP_MS: i64 = 10_000;

/// Live traffic on its way.
pub(super) struct Live<'a> {
    client: &'a Client,
    traffic: &'a mut Traffic,
    summary: &'a mut Summary,
    lines: Outbox<Line>,
    gauges: Outbox<Gauge>,
    pauses: Pauses,
    /// Set while the server is away: when to try again.
    away_until: Option<Instant>,
}

/// Whether to go on with the next batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flushed {
    All,
    ServerAway,
}

impl<'a> Live<'a> {
    pub(super) fn new(client: &'a Client, traffic: &'a mut Traffic, summary: &'a mut Summary) -> Self {
        Self {
            client,
            traffic,
            summary,
            lines: Outbox::new(KEPT_ITEMS),
            gauges: Outbox::new(KEPT_ITEMS),
            pauses: Pauses::new(),
            away_until: None,
        }
    }

    /// Sends until asked to stop or until `length` is over, and then what is left.
    pub(super) async fn run(
        mut self,
        stop: &mut Stop,
        length: Option<Duration>,
    ) -> Result<(), SimulateError> {
        let end = length.and_then(|length| Instant::now().checked_add(length));
        let is_over = |stop: &Stop| stop.is_asked() || end.is_some_and(|end| Instant::now() >= end);
        while !is_over(stop) {
            let until_end = end.map_or(TICK, |end| end.saturating_duration_since(Instant::now()));
            stop.pause(TICK.min(until_end)).await;
            self.catch_up();
            if self.away_until.is_none_or(|away_until| Instant::now() >= away_until) {
                self.flush().await?;
            }
        }
        self.catch_up();
        self.flush().await?;
        self.summary.dropped += (self.lines.len() + self.gauges.len()) as u64;
        Ok(())
    }

    /// Moves what has happened by now into the outboxes.
    fn catch_up(&mut self) {
        let now_ms = now_ms();
        while self.traffic.at_ms() < now_ms {
            let step_end_ms = self.traffic.at_ms().saturating_add(STEP_MS).min(now_ms);
            let happenings = self.traffic.advance(step_end_ms);
            self.lines.extend(happenings.lines);
            self.gauges.extend(happenings.gauges);
        }
        let overflowed = self.lines.take_overflowed() + self.gauges.take_overflowed();
        if overflowed > 0 {
            self.summary.dropped += overflowed;
            tracing::warn!(dropped = overflowed, "kept too much for too long: dropped the oldest");
        }
    }

    async fn flush(&mut self) -> Result<(), SimulateError> {
        let mut sender = Sender {
            client: self.client,
            summary: self.summary,
            pauses: &mut self.pauses,
            away_until: &mut self.away_until,
        };
        if sender.send_all(&mut self.lines).await? == Flushed::All {
            sender.send_all(&mut self.gauges).await?;
        }
        Ok(())
    }
}

/// The way to the server, apart from the outboxes it empties.
struct Sender<'a> {
    client: &'a Client,
    summary: &'a mut Summary,
    pauses: &'a mut Pauses,
    away_until: &'a mut Option<Instant>,
}

impl Sender<'_> {
    /// Empties an outbox batch by batch, as long as the server takes them. A batch leaves the
    /// outbox after the answer, so none is lost; one whose answer is lost may arrive twice.
    async fn send_all<P: Counted>(&mut self, outbox: &mut Outbox<P>) -> Result<Flushed, SimulateError> {
        loop {
            let items = outbox.front(BATCH_ITEMS).len();
            if items == 0 {
                return Ok(Flushed::All);
            }
            let body = encode(outbox.front(BATCH_ITEMS))?;
            match self.client.post::<P>(body).await? {
                Outcome::Taken => {
                    outbox.remove(items);
                    let taken = P::counted(items as u64);
                    self.summary.lines += taken.lines;
                    self.summary.gauges += taken.gauges;
                    *self.pauses = Pauses::new();
                    if self.away_until.take().is_some() {
                        tracing::info!("the server takes {} again", P::NAME);
                    }
                }
                Outcome::Refused(status) => {
                    outbox.remove(items);
                    self.summary.dropped += items as u64;
                    tracing::warn!(status, items, "the server refused a batch of {}", P::NAME);
                }
                Outcome::Later { after, why } => {
                    if self.away_until.is_none() {
                        tracing::warn!(why, "the server takes no {} now; keeping them", P::NAME);
                    }
                    *self.away_until = Instant::now().checked_add(self.pauses.next(after));
                    return Ok(Flushed::ServerAway);
                }
            }
        }
    }
}
