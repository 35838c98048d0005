//! Hours of history in seconds: large batches, several on their way at once, none given up for
//! lack of patience. They may arrive out of order, as lines of several machines do.

use tokio::task::JoinSet;

use super::client::{Client, Outcome, Pauses};
use super::encode::{Parcel, encode};
use super::{Stop, Summary};
use crate::SimulateError;
use crate::traffic::{Gauge, Line, Traffic};

/// Lines of one batch: about 2 MB before compression, far from the server's limit.
const BATCH_ITEMS: usize = 5_000;
/// Batches on their way at once; also what bounds memory.
const IN_FLIGHT: usize = 4;
/// How much time is generated in one go.
const STEP_MS: i64 = 60_000;

/// What became of one batch.
struct Sent {
    taken: Summary,
    items: usize,
}

/// Sends everything from where `traffic` is up to a moment. Leaves it there, for live traffic to
/// go on from.
pub(super) async fn backfill(
    client: &Client,
    traffic: &mut Traffic,
    until_ms: i64,
    stop: &Stop,
    summary: &mut Summary,
) -> Result<(), SimulateError> {
    let mut flights = JoinSet::new();
    let (mut lines, mut gauges) = (Vec::new(), Vec::new());
    while traffic.at_ms() < until_ms && !stop.is_asked() {
        let happenings = traffic.advance(traffic.at_ms().saturating_add(STEP_MS).min(until_ms));
        lines.extend(happenings.lines);
        gauges.extend(happenings.gauges);
        let is_last = traffic.at_ms() >= until_ms;
        launch(&mut flights, client, stop, &mut lines, is_last, summary).await?;
        launch(&mut flights, client, stop, &mut gauges, is_last, summary).await?;
    }
    while let Some(landed) = flights.join_next().await {
        count(landed, summary)?;
    }
    Ok(())
}

/// Sends full batches of what has gathered, and the rest too when there will be no more.
async fn launch<P: Counted>(
    flights: &mut JoinSet<Result<Sent, SimulateError>>,
    client: &Client,
    stop: &Stop,
    gathered: &mut Vec<P>,
    is_last: bool,
    summary: &mut Summary,
) -> Result<(), SimulateError> {
    while gathered.len() >= BATCH_ITEMS || (is_last && !gathered.is_empty()) {
        let batch: Vec<P> = gathered.drain(..gathered.len().min(BATCH_ITEMS)).collect();
        while flights.len() >= IN_FLIGHT {
            if let Some(landed) = flights.join_next().await {
                count(landed, summary)?;
            }
        }
        flights.spawn(send(client.clone(), stop.clone(), batch));
    }
    Ok(())
}

/// Sends one batch, as often as it takes.
async fn send<P: Counted>(client: Client, mut stop: Stop, batch: Vec<P>) -> Result<Sent, SimulateError> {
    let items = batch.len();
    let body = encode(&batch)?;
    drop(batch);
    let mut pauses = Pauses::new();
    let mut is_first = true;
    loop {
        match client.post::<P>(body.clone()).await? {
            Outcome::Taken => return Ok(Sent { taken: P::counted(items as u64), items }),
            Outcome::Refused(status) => {
                tracing::warn!(status, items, "the server refused a batch of {}", P::NAME);
                return Ok(Sent { taken: Summary::default(), items });
            }
            Outcome::Later { after, why } => {
                if is_first {
                    tracing::warn!(why, "the server takes no {} now; trying again", P::NAME);
                }
                is_first = false;
                stop.pause(pauses.next(after)).await;
                if stop.is_asked() {
                    return Ok(Sent { taken: Summary::default(), items });
                }
            }
        }
    }
}

fn count(
    landed: Result<Result<Sent, SimulateError>, tokio::task::JoinError>,
    summary: &mut Summary,
) -> Result<(), SimulateError> {
    // A task that was cut off took its batch with it, and the summary already leaves it out.
    let Ok(sent) = landed else { return Ok(()) };
    let Sent { taken, items } = sent?;
    summary.lines += taken.lines;
    summary.gauges += taken.gauges;
    summary.dropped += (items as u64).saturating_sub(taken.lines + taken.gauges);
    Ok(())
}

/// Which figure of the summary a parcel belongs to.
pub(super) trait Counted: Parcel + Send + Sync + 'static {
    /// A summary of this many of them.
    fn counted(items: u64) -> Summary;
}

impl Counted for Line {
    fn counted(items: u64) -> Summary {
        Summary { lines: items, ..Summary::default() }
    }
}

impl Counted for Gauge {
    fn counted(items: u64) -> Summary {
        Summary { gauges: items, ..Summary::default() }
    }
}
