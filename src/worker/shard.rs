//! Refines one shard: its groups side by side, each a machine that asks and is answered.

use super::ask::{Line, Told};
use super::chunk::Followers;
use super::commit::Commits;
use super::stop::{Stop, Why};
use super::{Result, Worker, log};
use crate::domain::failure::{Failure, FailureReason};
use crate::domain::segment::{SegmentResult, StopReason};
use crate::provider::catalog::Found;
use crate::refine::batch::Group;
use crate::refine::{Machine, Settings, Step};
use crate::store::checkpoint::Checkpoint;
use crate::store::tasks::Task;
use crate::telemetry;
use futures_util::{StreamExt as _, TryFutureExt as _, stream};
use std::collections::HashSet;
use std::convert::Infallible;
use tokio_util::sync::CancellationToken;

/// Results stored in one checkpoint at most.
const ROWS: usize = 1000;
/// Groups of a shard in progress side by side; the calls have a bound of their own.
const GROUPS: usize = 16;

impl Worker {
    /// Refines a shard, from wherever an earlier try left it.
    pub(super) async fn refine(
        &self,
        task: &Task,
        commits: &Commits,
        shutdown: &CancellationToken,
    ) -> Result<()> {
        let stop = Stop::default();
        let failed = tokio::select! {
            done = self.groups(task, commits, &stop) => done?,
            never = self.watch(task, &stop, shutdown) => match never {},
        };
        match (failed, stop.why()) {
            (Some(failure), _) => {
                self.store.fail_job(task, &failure).await?;
            }
            (None, None | Some(Why::JobStops(_))) => {
                self.store.finish_shard(task).await?;
            }
            (None, Some(Why::Drain)) => self.store.release(task).await?,
            (None, Some(Why::Lost)) => {
                tracing::warn!(job.id = %task.job, task.number, "the lease was lost; the shard is dropped");
            }
        }
        Ok(())
    }

    /// Runs the groups that have not ended; says why the job cannot go on, if it cannot.
    async fn groups(&self, task: &Task, commits: &Commits, stop: &Stop) -> Result<Option<Failure>> {
        let work = self.store.work(task.job).await?;
        if let Some(reason) = work.stopping {
            stop.set(Why::JobStops(reason));
            return Ok(None);
        }
        let Ok(settings) = serde_json::from_str::<Settings>(&work.settings) else {
            let message = "the settings of the job are of another version";
            return Ok(Some(Failure::new(FailureReason::Internal, message)));
        };
        let (chunk, followers) = self.chunk(task.job, task.number).await?;
        let ended = match chunk.range() {
            Some((first, last)) => self.store.ended(task.job, first, last).await?,
            None => HashSet::new(),
        };
        let known = self.store.known_calls(task.job, task.number).await?;
        let open =
            chunk.groups.into_iter().enumerate().filter(|(_, group)| {
                group.segments.iter().any(|segment| !ended.contains(&segment.id.number))
            });
        let endpoint = match self.catalog.find(&settings.model) {
            Ok(Found::Remote(endpoint)) => endpoint,
            Ok(Found::Rules | Found::Echo) => {
                return self.builtin(task, commits, stop, open, &settings, &followers).await;
            }
            Err(_) => {
                let message = format!("the model {} is no longer configured", settings.model);
                return Ok(Some(Failure::new(FailureReason::ProviderAuthFailed, message)));
            }
        };
        let line = Line {
            worker: self,
            task,
            commits,
            stop,
            endpoint: &endpoint,
            model: &settings.model,
            known: &known,
        };
        // A group that fails stops the others after their calls in hand, whose answers are kept.
        let ends: Vec<Result<Option<Failure>>> = stream::iter(open)
            .map(|(number, group)| {
                let driven = drive(&line, number, group, &settings, &followers);
                driven.inspect_err(|_| stop.set(Why::Drain))
            })
            .buffer_unordered(GROUPS)
            .collect()
            .await;
        let failures: Vec<Option<Failure>> = ends.into_iter().collect::<Result<_>>()?;
        Ok(failures.into_iter().flatten().next())
    }

    /// Builtin models answer at once: the shard is computed away from the serving threads and
    /// stored group by group of segments.
    async fn builtin(
        &self,
        task: &Task,
        commits: &Commits,
        stop: &Stop,
        open: impl Iterator<Item = (usize, Group)>,
        settings: &Settings,
        followers: &Followers,
    ) -> Result<Option<Failure>> {
        let _turn = self.computing.acquire().await;
        for (_, group) in open {
            if stop.why().is_some() {
                return Ok(None);
            }
            let settings = settings.clone();
            let results = tokio::task::spawn_blocking(move || {
                let mut machine = Machine::new(group, &settings);
                // A builtin machine never asks: one step is the whole loop.
                let _done = machine.step();
                machine.finished()
            })
            .await?;
            end(task, commits, stop, followers, results).await?;
        }
        Ok(None)
    }

    /// Keeps the lease and listens for reasons to stop, while the groups run. Never ends before them.
    async fn watch(&self, task: &Task, stop: &Stop, shutdown: &CancellationToken) -> Infallible {
        let mut news = self.store.signal().subscribe(task.job);
        let mut renewal = tokio::time::interval(self.config.engine.lease / 3);
        loop {
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
                Ok(()) = news.changed() => {}
            }
            match self.store.work(task.job).await {
                Ok(work) => {
                    if let Some(reason) = work.stopping {
                        stop.set(Why::JobStops(reason));
                    }
                }
                Err(error) => log(&error, "the state of a job could not be read"),
            }
        }
    }
}

/// Runs one group to its end, or to the shard's.
async fn drive(
    line: &Line<'_>,
    number: usize,
    group: Group,
    settings: &Settings,
    followers: &Followers,
) -> Result<Option<Failure>> {
    let mut machine = Machine::new(group, settings);
    let number = i32::try_from(number).unwrap_or(i32::MAX);
    let mut failure = None;
    if line.stop.why().is_some() {
        return Ok(None);
    }
    loop {
        let step = machine.step();
        end(line.task, line.commits, line.stop, followers, machine.finished()).await?;
        let Step::Ask(ask) = step else { return Ok(failure) };
        match line.ask(&ask, number).await? {
            Told::Answer(answer) => machine.answer(answer),
            Told::Stopped => match line.stop.why() {
                Some(Why::JobStops(reason)) => machine.stop(reason),
                Some(Why::Drain | Why::Lost) | None => return Ok(None),
            },
            Told::Fatal(why) => {
                machine.stop(StopReason::Error);
                line.stop.set(Why::JobStops(StopReason::Error));
                failure = Some(why);
            }
        }
    }
}

/// Stores segments that have ended, with those that repeat them.
async fn end(
    task: &Task,
    commits: &Commits,
    stop: &Stop,
    followers: &Followers,
    results: Vec<SegmentResult>,
) -> Result<()> {
    if results.is_empty() {
        return Ok(());
    }
    let results: Vec<_> = results.into_iter().flat_map(|result| followers.with(result)).collect();
    // A leader may have very many followers; no transaction holds the one writer for long.
    for results in results.chunks(ROWS) {
        let checkpoint = Checkpoint { task: task.clone(), calls: Vec::new(), results: results.to_vec() };
        let receipt = commits.store(checkpoint).await?;
        if !receipt.held {
            stop.set(Why::Lost);
            break;
        }
        results.iter().for_each(|result| telemetry::segments_finished(result.state.as_str(), 1));
        if let Some(reason) = receipt.stopping {
            stop.set(Why::JobStops(reason));
        }
    }
    Ok(())
}
