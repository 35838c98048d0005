//! Puts traffic on the wire: history first, then live from exactly where it ended.

mod backfill;
mod client;
mod encode;
mod live;
mod outbox;

use std::pin::pin;
use std::time::Duration;

use tokio::sync::watch;

use crate::traffic::Traffic;
use crate::{SimulateArgs, SimulateError};
use client::Client;
use live::Live;

/// How long a batch under way may still take once a stop was asked for.
const FAREWELL: Duration = Duration::from_secs(5);

/// What a simulation sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Log lines that the server took.
    pub lines: u64,
    /// Gauge readings that the server took.
    pub gauges: u64,
    /// Lines and readings given up: kept for too long, refused, or left over at the end.
    pub dropped: u64,
}

/// Sends traffic until `shutdown` resolves or the asked-for time is over; `--duration` counts from
/// the first live moment. A batch under way at the shutdown is finished first.
///
/// # Errors
/// [`SimulateError`] where trying again cannot help: a wrong token, a wrong address.
pub async fn run(
    args: SimulateArgs,
    shutdown: impl Future<Output = ()> + Send,
) -> Result<Summary, SimulateError> {
    if args.no_live && args.backfill.is_none() {
        return Err(SimulateError::NothingToSend);
    }
    let client = Client::new(&args.url, args.token.clone())?;
    let (ask, asked) = watch::channel(false);
    let mut summary = Summary::default();
    let ended = {
        let mut work = pin!(send(&args, &client, Stop(asked), &mut summary));
        tokio::select! {
            result = &mut work => Some(result),
            () = shutdown => {
                ask.send_replace(true);
                tokio::time::timeout(FAREWELL, work).await.ok()
            }
        }
    };
    let Some(result) = ended else {
        tracing::warn!("stopped before the last batch was answered");
        return Ok(summary);
    };
    result.map(|()| summary)
}

async fn send(
    args: &SimulateArgs,
    client: &Client,
    mut stop: Stop,
    summary: &mut Summary,
) -> Result<(), SimulateError> {
    let live_from_ms = now_ms();
    let scenario = args.scenario(live_from_ms);
    let mut traffic = Traffic::new(scenario, args.backfill_from_ms(live_from_ms));
    if args.backfill.is_some() {
        let begun = std::time::Instant::now();
        backfill::backfill(client, &mut traffic, live_from_ms, &stop, summary).await?;
        let took_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::info!(lines = summary.lines, gauges = summary.gauges, took_ms, "sent the history");
    }
    if args.no_live || stop.is_asked() {
        return Ok(());
    }
    tracing::info!(url = args.url, seed = args.seed, rate = args.rate, "sending demo traffic");
    Live::new(client, &mut traffic, summary).run(&mut stop, args.duration).await
}

/// Unix time in milliseconds. The only clock of this crate.
fn now_ms() -> i64 {
    chrono::Utc::now().timestamp_millis()
}

/// Whether someone asked to stop.
#[derive(Debug, Clone)]
struct Stop(watch::Receiver<bool>);

impl Stop {
    fn is_asked(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits, but no longer than until someone asks to stop.
    async fn pause(&mut self, length: Duration) {
        let asked = self.0.wait_for(|&is_asked| is_asked);
        // Either way the wait is over; the caller looks at `is_asked`.
        drop(tokio::time::timeout(length, asked).await);
    }
}
