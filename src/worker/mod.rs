//! Does the work of jobs: claims tasks, runs them, stores what they bring.
//!
//! Tasks are spawned here and nowhere else, and waited for. A task that ends with an error of the
//! store gives its lease up by letting it run out; whoever claims it next replays what is stored.

use crate::blob::{self, Blob};
use crate::config::Config;
use crate::domain::clock::Clock;
use crate::domain::failure::{Failure, FailureReason, chain};
use crate::provider::Transport;
use crate::provider::catalog::Catalog;
use crate::provider::limit::Limiter;
use crate::store::tasks::{Queue, Task, TaskKind};
use crate::store::{self, Store};
use crate::xliff;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

mod account;
mod ask;
mod assemble;
mod chunk;
mod commit;
mod followers;
mod ingest;
mod lanes;
mod pass;
mod purse;
mod shard;
mod stop;
mod sweep;
mod tries;
mod webhook;

/// Leases lost without any progress in between, after which a job is given up.
const MOST_RECLAIMS: u32 = 5;
/// Deliveries in hand side by side.
const DELIVERIES: usize = 16;
/// How often ready work is looked for, should a hint be lost.
const POLL: Duration = Duration::from_secs(1);

/// What went wrong with a task.
#[derive(Debug, thiserror::Error)]
enum Error {
    #[error("the store failed")]
    Store(#[from] store::Error),
    #[error("the file store failed")]
    Blob(#[from] blob::Error),
    #[error("the file could not be read again")]
    Xliff(#[from] xliff::Error),
    #[error("a chunk could not be read or written")]
    Chunk(#[from] serde_json::Error),
    #[error("the work was cut off")]
    CutOff(#[from] tokio::task::JoinError),
    #[error("the store does not take checkpoints any more")]
    Closed,
    #[error("the task is to stop")]
    Stopped,
    #[error("a scratch file failed")]
    Scratch(#[from] std::io::Error),
    #[error("the refined file holds {found} segments instead of {expected}")]
    OutputDiffers { expected: u64, found: u64 },
}

type Result<T> = std::result::Result<T, Error>;

/// What a worker works with. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Worker {
    store: Store,
    blob: Blob,
    catalog: Arc<Catalog>,
    config: Arc<Config>,
    clock: Clock,
    transport: Transport,
    calls: Arc<Semaphore>,
    /// Turns of tasks that compute: a waiting shard holds none.
    computing: Arc<Semaphore>,
    limiter: Arc<Limiter>,
    accounts: Arc<purse::Accounts>,
    in_hand: Arc<lanes::InHand>,
    owner: String,
}

impl Worker {
    /// A worker over the state of the service.
    #[must_use]
    pub fn new(
        config: Arc<Config>,
        store: Store,
        blob: Blob,
        catalog: Arc<Catalog>,
        clock: Clock,
        transport: Transport,
        limiter: Arc<Limiter>,
    ) -> Self {
        let calls = Arc::new(Semaphore::new(config.engine.calls.clamp(1, Semaphore::MAX_PERMITS)));
        let computing = Arc::new(Semaphore::new(config.engine.computing.clamp(1, Semaphore::MAX_PERMITS)));
        let owner = uuid::Uuid::now_v7().to_string();
        let (accounts, in_hand) = (Arc::default(), Arc::default());
        Self {
            store,
            blob,
            catalog,
            config,
            clock,
            transport,
            calls,
            computing,
            limiter,
            accounts,
            in_hand,
            owner,
        }
    }

    /// Works until `shutdown`, then lets calls in hand finish, stores them and gives leases back,
    /// for at most the drain time.
    pub async fn run(self, shutdown: CancellationToken) {
        let (commits, committer) = commit::start(self.store.clone(), self.config.engine.lease);
        let sweeper = tokio::spawn(sweep::run(self.clone(), shutdown.clone()));
        tokio::join!(
            self.serve(Queue::Jobs, self.config.engine.tasks, &commits, &shutdown),
            self.serve(Queue::Deliveries, DELIVERIES, &commits, &shutdown),
        );
        drop(commits);
        for (name, task) in [("commit", committer), ("sweep", sweeper)] {
            if let Err(error) = task.await {
                tracing::error!(%error, name, "a part of the worker broke off");
            }
        }
    }

    /// Performs the tasks of a queue, at most `most` side by side, until `shutdown`; then waits for
    /// those in hand.
    async fn serve(
        &self,
        queue: Queue,
        most: usize,
        commits: &commit::Commits,
        shutdown: &CancellationToken,
    ) {
        let mut running: JoinSet<()> = JoinSet::new();
        while !shutdown.is_cancelled() {
            while let Some(ended) = running.try_join_next() {
                tell(ended);
            }
            let claimed = if running.len() < most { self.claim(queue).await } else { None };
            if let Some(task) = claimed {
                let hold = task.lane.as_deref().map(|model| self.in_hand.hold(model));
                let performed = self.clone().perform(task, commits.clone(), shutdown.clone());
                running.spawn(async move {
                    let _in_hand = hold;
                    performed.await;
                });
                continue;
            }
            tokio::select! {
                () = shutdown.cancelled() => {}
                () = self.store.signal().work(queue) => {}
                () = tokio::time::sleep(POLL) => {}
                Some(ended) = running.join_next() => tell(ended),
            }
        }
        let drained = async { while running.join_next().await.is_some() {} };
        if tokio::time::timeout(self.config.engine.drain, drained).await.is_err() {
            tracing::warn!(?queue, "the drain took too long; leases are left to run out");
        }
        running.shutdown().await;
    }

    async fn claim(&self, queue: Queue) -> Option<Task> {
        match self.store.claim(queue, &self.full_lanes(), &self.owner, self.config.engine.lease).await {
            Ok(task) => task,
            Err(error) => {
                log(&error, "no task could be claimed");
                None
            }
        }
    }

    #[tracing::instrument(
        name = "task",
        skip_all,
        fields(job.id = %task.job, task.kind = ?task.kind, request.id = task.request)
    )]
    async fn perform(self, task: Task, commits: commit::Commits, shutdown: CancellationToken) {
        let span = (task.job, task.kind, task.number);
        tracing::debug!(job.id = %span.0, task.kind = ?span.1, task.number = span.2, "task begun");
        let done = match self.lost_too_often(&task).await {
            Some(failure) => self.give_up(&task, &failure).await,
            None => match task.kind {
                TaskKind::Ingest => self.ingest(&task, &shutdown).await,
                TaskKind::Refine => self.refine(&task, &commits, &shutdown).await,
                TaskKind::Assemble => self.assemble(&task, &shutdown).await,
                TaskKind::Webhook => self.kept(&task, Box::pin(self.deliver(&task))).await,
            },
        };
        let Err(error) = done else { return };
        log(&error, "a task failed");
        let failure = match &error {
            // The disk failed, not the file.
            Error::Xliff(xliff::Error::Io(_)) => return,
            Error::Xliff(_) | Error::Blob(blob::Error::Missing) => {
                Failure::new(FailureReason::InputUnreadable, "the stored input could not be read again")
            }
            Error::OutputDiffers { .. } | Error::Chunk(_) => {
                Failure::new(FailureReason::Internal, "the refined file could not be written")
            }
            // The lease runs out and the task is tried again.
            Error::Store(_)
            | Error::Blob(_)
            | Error::CutOff(_)
            | Error::Closed
            | Error::Stopped
            | Error::Scratch(_) => return,
        };
        if let Err(error) = self.give_up(&task, &failure).await {
            log(&error, "a job could not be ended");
        }
    }

    /// Keeps the lease while work is done. With the lease the work is dropped: whoever has it does it
    /// again.
    async fn kept(&self, task: &Task, working: impl Future<Output = Result<()>>) -> Result<()> {
        let keeping = async {
            let mut renewal = tokio::time::interval(self.config.engine.lease / 3);
            loop {
                renewal.tick().await;
                match self.store.renew(task, self.config.engine.lease).await {
                    Ok(true) => {}
                    Ok(false) => return,
                    // Tried again at the next tick; the lease outlives two of them.
                    Err(error) => log(&error, "a lease could not be renewed"),
                }
            }
        };
        tokio::select! {
            done = working => done,
            () = keeping => {
                tracing::warn!(job.id = %task.job, task.kind = ?task.kind, "the lease was lost");
                Ok(())
            }
        }
    }

    async fn lost_too_often(&self, task: &Task) -> Option<Failure> {
        let reclaims = self.store.reclaims(task.id).await.unwrap_or_default();
        (reclaims > MOST_RECLAIMS).then(|| {
            let message = format!("{reclaims} workers in a row were lost while working on this job");
            Failure::new(FailureReason::WorkerLost, message)
        })
    }

    /// Ends a job that cannot go on: with what is finished, if there is a file to put it in.
    async fn give_up(&self, task: &Task, failure: &Failure) -> Result<()> {
        match task.kind {
            TaskKind::Refine => {
                self.store.fail_job(task, failure).await?;
            }
            TaskKind::Ingest | TaskKind::Assemble => {
                let keep = self.config.retention.jobs;
                self.store.finish_job(task, None, Vec::new(), Some(failure), keep).await?;
            }
            TaskKind::Webhook => self.give_delivery_up(task).await?,
        }
        Ok(())
    }
}

/// A task that broke off is told; its lease runs out, and the loss is counted against it.
fn tell(ended: std::result::Result<(), tokio::task::JoinError>) {
    if let Err(error) = ended {
        tracing::error!(%error, "a task broke off");
    }
}

/// Logs an error with its causes, once.
fn log(error: &(dyn std::error::Error + 'static), message: &str) {
    tracing::error!(error = chain(error), "{message}");
}
