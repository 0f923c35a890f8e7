//! Does the work of jobs: claims tasks, runs them, stores what they bring.
//!
//! Tasks are spawned here and nowhere else, and waited for. A task that the disk or the store fails
//! is put off, and whoever claims it next replays what is stored; after `engine.outage` its job ends
//! with the fault as its reason. A lease that runs out is one whose work broke off.

use crate::blob::{self, Blob};
use crate::config::Config;
use crate::dictionaries::Library;
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
mod agree;
mod ask;
mod assemble;
mod chunk;
mod commit;
mod followers;
mod held;
mod ingest;
mod keys;
mod lanes;
mod pass;
mod purse;
mod question;
mod shard;
mod spelling;
mod stop;
mod sweep;
mod tries;
mod webhook;

/// Leases lost without any progress in between, after which a job is given up.
const MOST_RECLAIMS: u32 = 5;
/// Deliveries in hand side by side.
const DELIVERIES: usize = 16;
/// How long a task waits that the disk or the store has failed.
const PUT_OFF: Duration = Duration::from_secs(5);
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
    held: Arc<held::Held>,
    library: Arc<Library>,
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
        let (accounts, in_hand, held) = (Arc::default(), Arc::default(), Arc::default());
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
            held,
            library: Arc::default(),
            owner,
        }
    }

    /// The same with dictionaries, in which the words of targets are looked up.
    #[must_use]
    pub fn with_dictionaries(self, library: Library) -> Self {
        Self { library: Arc::new(library), ..self }
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
                let hold =
                    (self.held.hold(&task), task.lane.as_deref().map(|model| self.in_hand.hold(model)));
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
        let error = match done {
            Ok(()) => return self.held.done(task.id),
            Err(error) => error,
        };
        log(&error, "a task failed");
        let failure = match &error {
            // The disk or the store failed, not the file.
            Error::Xliff(xliff::Error::Io(_)) | Error::Scratch(_) | Error::Closed | Error::Stopped => {
                return self.put_off(&task, "what is stored could not be read or written", &shutdown).await;
            }
            Error::Blob(blob::Error::Full) | Error::Store(store::Error::Full) => {
                return self.put_off(&task, "no space is left on the disk", &shutdown).await;
            }
            Error::Blob(blob::Error::Store(_) | blob::Error::Folder { .. }) => {
                return self.put_off(&task, "files could not be read or written", &shutdown).await;
            }
            Error::Store(_) => return self.put_off(&task, "the database failed", &shutdown).await,
            Error::Xliff(_) | Error::Blob(blob::Error::Missing) => {
                Failure::new(FailureReason::InputUnreadable, "the stored input could not be read again")
            }
            Error::OutputDiffers { .. } | Error::Chunk(_) => {
                Failure::new(FailureReason::Internal, "the refined file could not be written")
            }
            // It broke off: the lease runs out, which is counted, and the task is tried again.
            Error::CutOff(_) => return,
        };
        self.fail(&task, &failure).await;
    }

    /// Gives a task back for a while; ends its job once it has come to nothing for too long.
    async fn put_off(&self, task: &Task, why: &str, shutdown: &CancellationToken) {
        let since = self.held.put_off(task.id);
        if since >= self.config.engine.outage {
            let message = format!("{why}, for {} s (engine.outage)", since.as_secs());
            self.held.done(task.id);
            return self.fail(task, &Failure::new(FailureReason::Internal, message)).await;
        }
        // In hand until the store has taken it: a lease that runs out would count as a worker lost.
        while let Err(error) = self.store.put_off(task, self.clock.now() + PUT_OFF).await {
            log(&error, "a task could not be put off");
            tokio::select! {
                () = shutdown.cancelled() => return,
                () = tokio::time::sleep(POLL) => {}
            }
        }
    }

    async fn fail(&self, task: &Task, failure: &Failure) {
        if let Err(error) = self.give_up(task, failure).await {
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
