//! Group commit: checkpoints of all shards that wait go into one transaction.
//!
//! While one transaction is synced to disk the next ones queue, so the batch grows with the load.
//! Those of models are held for a moment on top of that: next to the seconds of a call it is nothing,
//! and it saves most of the transactions. All others are never delayed.

use super::{Error, Result, log};
use crate::store::Store;
use crate::store::checkpoint::{Checkpoint, Receipt};
use crate::telemetry;
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

/// The most checkpoints of a transaction.
const BATCH: usize = 64;
/// How long those of models wait for others.
const PATIENCE: Duration = Duration::from_millis(20);

type Waiting = (Checkpoint, oneshot::Sender<Receipt>);

/// Takes checkpoints. Cheap to clone; when all are dropped the committer ends.
#[derive(Debug, Clone)]
pub(super) struct Commits(mpsc::Sender<Waiting>);

impl Commits {
    /// Stores a checkpoint. When this returns, it is on disk.
    pub(super) async fn store(&self, checkpoint: Checkpoint) -> Result<Receipt> {
        let (answer, receipt) = oneshot::channel();
        let begun = Instant::now();
        self.0.send((checkpoint, answer)).await.map_err(|_| Error::Closed)?;
        let receipt = receipt.await.map_err(|_| Error::Closed)?;
        telemetry::checkpoint_done(begun.elapsed());
        Ok(receipt)
    }
}

/// Starts the committer.
pub(super) fn start(store: Store, lease: Duration) -> (Commits, JoinHandle<()>) {
    let (send, receive) = mpsc::channel(BATCH);
    (Commits(send), tokio::spawn(run(store, lease, receive)))
}

/// Waits for more, while nobody of those who are there is in a hurry.
async fn gather(batch: &mut Vec<Waiting>, waiting: &mut mpsc::Receiver<Waiting>) {
    let until = tokio::time::Instant::now() + PATIENCE;
    while batch.len() < BATCH && batch.iter().all(|(checkpoint, _)| checkpoint.task.lane.is_some()) {
        let room = BATCH - batch.len();
        match tokio::time::timeout_at(until, waiting.recv_many(batch, room)).await {
            Ok(more) if more > 0 => {}
            Ok(_) | Err(_) => return,
        }
    }
}

async fn run(store: Store, lease: Duration, mut waiting: mpsc::Receiver<Waiting>) {
    let mut batch = Vec::with_capacity(BATCH);
    while waiting.recv_many(&mut batch, BATCH).await > 0 {
        gather(&mut batch, &mut waiting).await;
        let (checkpoints, answers): (Vec<_>, Vec<_>) = batch.drain(..).unzip();
        match store.checkpoint(checkpoints, lease).await {
            Ok(receipts) => {
                for (answer, receipt) in answers.into_iter().zip(receipts) {
                    // A shard that was cut off does not wait for its receipt any more.
                    let _ = answer.send(receipt);
                }
            }
            // The answers are dropped with this batch: each shard sees an error and stops.
            Err(error) => log(&error, "a checkpoint could not be stored"),
        }
    }
}
