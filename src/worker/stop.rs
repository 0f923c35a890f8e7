//! Why a task stops early, told to all its parts at once, blocking ones included.

use super::{Error, Result, Worker, log};
use crate::domain::segment::StopReason;
use crate::store::tasks::{Task, TaskKind};
use std::convert::Infallible;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::SemaphorePermit;
use tokio::time::Instant;
use tokio_util::sync::{CancellationToken, DropGuard};

/// News of a job is looked at this often at most: each of its calls is news to all its shards.
const PACE: Duration = Duration::from_millis(500);

/// Why a task stops early. The first reason stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// The job is being cancelled or has failed: end what has begun, for this reason.
    JobStops(StopReason),
    /// The process goes down: leave everything to the next one.
    Drain,
    /// The lease is gone: whoever has it does the work.
    Lost,
}

/// Tells the parts of a task to stop.
#[derive(Debug, Default)]
pub(super) struct Stop {
    token: CancellationToken,
    why: Mutex<Option<Why>>,
}

impl Stop {
    pub(super) fn set(&self, why: Why) {
        self.why.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(why);
        self.token.cancel();
    }

    pub(super) fn why(&self) -> Option<Why> {
        *self.why.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) async fn wait(&self) {
        self.token.cancelled().await;
    }

    /// Fails once the task is to stop.
    pub(super) fn check(&self) -> Result<()> {
        if self.token.is_cancelled() { Err(Error::Stopped) } else { Ok(()) }
    }

    /// Stops the parts that block when this is dropped: nobody waits for them any more.
    pub(super) fn at_end(&self) -> DropGuard {
        self.token.clone().drop_guard()
    }
}

/// A file that cannot be read any further once its task is to stop: what reads it may be far from
/// the next segment.
pub(super) struct Until<R> {
    file: R,
    stop: Arc<Stop>,
}

impl<R> Until<R> {
    pub(super) fn new(file: R, stop: &Arc<Stop>) -> Self {
        Self { file, stop: Arc::clone(stop) }
    }
}

impl<R: Read> Read for Until<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.stop.check().map_err(io::Error::other)?;
        self.file.read(buffer)
    }
}

impl<R: Seek> Seek for Until<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

impl Worker {
    /// A turn to compute.
    pub(super) async fn turn(&self, stop: &Stop) -> Result<SemaphorePermit<'_>> {
        tokio::select! {
            Ok(turn) = self.computing.acquire() => Ok(turn),
            () = stop.wait() => Err(Error::Stopped),
        }
    }

    /// Keeps the lease and listens for reasons to stop, while a task works. Never ends before it.
    pub(super) async fn watch(&self, task: &Task, stop: &Stop, shutdown: &CancellationToken) -> Infallible {
        let mut news = self.store.signal().subscribe(task.job);
        let mut renewal = tokio::time::interval(self.config.engine.lease / 3);
        loop {
            let paced = Instant::now() + PACE;
            let told = async {
                let changed = news.changed().await;
                tokio::time::sleep_until(paced).await;
                changed
            };
            tokio::select! {
                () = shutdown.cancelled() => {
                    stop.set(Why::Drain);
                    // Nothing else matters now; the lease outlives the drain.
                    std::future::pending::<()>().await;
                }
                _ = renewal.tick() => match self.store.renew(task, self.config.engine.lease).await {
                    Ok(true) => {}
                    Ok(false) => stop.set(Why::Lost),
                    // Tried again at the next tick; the lease outlives two of them.
                    Err(error) => log(&error, "a lease could not be renewed"),
                },
                Ok(()) = told => {}
            }
            // What is finished is assembled, whatever the job was told.
            if task.kind == TaskKind::Assemble {
                continue;
            }
            match self.store.stopping(task.job).await {
                Ok(Some(reason)) => stop.set(Why::JobStops(reason)),
                Ok(None) => {}
                Err(error) => log(&error, "the state of a job could not be read"),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Read as _, Stop, Until, Why};
    use std::io::Cursor;
    use std::sync::Arc;

    #[test]
    fn a_file_cannot_be_read_any_further_once_its_task_is_to_stop() {
        let stop = Arc::new(Stop::default());
        let mut file = Until::new(Cursor::new([7; 10]), &stop);
        let mut buffer = [0; 4];
        assert_eq!(file.read(&mut buffer).unwrap(), 4);
        stop.set(Why::Drain);
        stop.set(Why::Lost);
        assert_eq!(stop.why(), Some(Why::Drain), "the first reason stays");
        let error = file.read_to_end(&mut Vec::new()).unwrap_err();
        assert_ne!(error.kind(), std::io::ErrorKind::Interrupted, "that one would be tried again");
    }

    #[test]
    fn parts_that_block_stop_when_nobody_waits_for_them() {
        let stop = Stop::default();
        let guard = stop.at_end();
        assert!(stop.check().is_ok());
        drop(guard);
        assert!(stop.check().is_err());
        assert_eq!(stop.why(), None);
    }
}
