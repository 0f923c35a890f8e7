//! Group commit: checkpoints of all shards that wait go into one transaction.
//!
//! While one transaction is synced to disk the next ones queue, so the batch grows with the load.
//! Those of models are held for a moment on top of that: next to the seconds of a call it is nothing,
//! and it saves most of the transactions. All others are never delayed.
//!
//! What a checkpoint holds was paid for. While the database cannot be reached or is full it waits
//! here, for as long as its shard does; and one that the database refuses is refused alone.

use super::{Error, Result, log};
use crate::store::checkpoint::{Checkpoint, Receipt};
use crate::store::{self, Store};
use crate::telemetry;
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

/// The most checkpoints of a transaction.
const BATCH: usize = 64;
/// How long those of models wait for others.
const PATIENCE: Duration = Duration::from_millis(20);

/// How long to wait before a batch is tried again.
const PAUSE: Duration = Duration::from_millis(500);

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
        let taken = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
        let Err((refused, error)) = commit(&store, lease, taken).await else { continue };
        if refused.len() == 1 {
            log(&error, "a checkpoint could not be stored");
            continue;
        }
        log(&error, "checkpoints could not be stored together");
        for one in refused {
            if let Err((_, error)) = commit(&store, lease, vec![one]).await {
                // The answer is dropped with it: its shard sees an error and stops.
                log(&error, "a checkpoint could not be stored");
            }
        }
    }
}

/// Stores a batch, trying again while the database cannot be reached or is full and any shard still
/// waits: at the end of a drain none does. Gives a batch back that the database refuses.
async fn commit(
    store: &Store,
    lease: Duration,
    mut batch: Vec<Waiting>,
) -> std::result::Result<(), (Vec<Waiting>, store::Error)> {
    loop {
        let checkpoints = batch.iter().map(|(checkpoint, _)| checkpoint.clone()).collect();
        match store.checkpoint(checkpoints, lease).await {
            Ok(receipts) => {
                for ((_, answer), receipt) in batch.into_iter().zip(receipts) {
                    // A shard that was cut off does not wait for its receipt any more.
                    let _ = answer.send(receipt);
                }
                return Ok(());
            }
            Err(error @ (store::Error::Unavailable(_) | store::Error::Full)) => {
                log(&error, "checkpoints could not be stored and are tried again");
                tokio::time::sleep(PAUSE).await;
                // What nobody waits for any more is asked again by whoever has the shard next.
                batch.retain(|(_, answer)| !answer.is_closed());
                if batch.is_empty() {
                    return Ok(());
                }
            }
            Err(error) => return Err((batch, error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::start;
    use crate::domain::clock::Clock;
    use crate::store::Store;
    use crate::store::checkpoint::Checkpoint;
    use crate::store::tasks::Queue;
    use crate::store::tests::{LEASE, answered, execute, new_job};
    use std::time::Duration;

    async fn begun(store: &Store, answer: &str) -> Checkpoint {
        new_job(store).await;
        let task = store.claim(Queue::Jobs, &[], "here", LEASE).await.unwrap().unwrap();
        Checkpoint { task, calls: vec![answered("key", answer)], results: Vec::new() }
    }

    #[tokio::test]
    async fn a_checkpoint_that_is_refused_harms_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path(), Clock::system(), None).await.unwrap();
        let (gone, good) = (begun(&store, "one").await, begun(&store, "two").await);
        let job = gone.task.job.uuid().simple();
        execute(&store, &format!("DELETE FROM jobs WHERE id = X'{job}'")).await;
        let (commits, committer) = start(store.clone(), LEASE);
        // Both wait before the committer looks: one batch.
        let (gone, kept) = tokio::join!(commits.store(gone), commits.store(good.clone()));
        assert!(gone.is_err());
        assert!(kept.unwrap().held);
        assert_eq!(store.known_calls(good.task.job, 0).await.unwrap().len(), 1);
        drop(commits);
        committer.await.unwrap();
    }

    #[tokio::test]
    async fn what_was_paid_for_waits_while_there_is_no_room() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path(), Clock::system(), None).await.unwrap();
        let checkpoint = begun(&store, &"x".repeat(1 << 20)).await;
        execute(&store, "PRAGMA max_page_count = 1").await;
        assert!(store.checkpoint(vec![checkpoint.clone()], LEASE).await.is_err());
        let (commits, committer) = start(store.clone(), LEASE);
        let (kept, ()) = tokio::join!(commits.store(checkpoint.clone()), async {
            tokio::time::sleep(Duration::from_millis(50)).await;
            execute(&store, "PRAGMA max_page_count = 1000000").await;
        });
        assert!(kept.unwrap().held);
        drop(commits);
        committer.await.unwrap();
    }
}
