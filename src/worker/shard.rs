//! Refines one shard: its groups side by side, each a machine that asks and is answered.

use super::ask::{Line, Told, Way};
use super::chunk::Page;
use super::commit::Commits;
use super::followers::Followers;
use super::stop::{Stop, Why};
use super::{Result, Worker};
use crate::domain::failure::{Failure, FailureReason};
use crate::domain::segment::SegmentResult;
use crate::domain::served::{self, GroupPlace};
use crate::provider::catalog::Found;
use crate::refine::batch::Group;
use crate::refine::{Answer, AskPlace, Brief, Engine, Machine, PROMPT_VERSION, Settings};
use crate::store::checkpoint::Checkpoint;
use crate::store::tasks::Task;
use crate::telemetry;
use futures_util::future::join_all;
use futures_util::{StreamExt as _, TryFutureExt as _, stream};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use tokio::sync::Mutex;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// Groups of a shard in progress side by side; the calls have a bound of their own.
const GROUPS: usize = 16;

/// What the groups of a shard share.
struct Job<'a> {
    settings: &'a Settings,
    brief: &'a Brief,
    followers: &'a Followers,
}

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
        let settings = match loop_settings(&work.settings) {
            Ok(settings) => settings,
            Err(failure) => return Ok(Some(failure)),
        };
        let (chunk, followers) = self.chunk(task.job, task.number).await?;
        let brief = self.brief(task.job).await?;
        let ended = match chunk.range() {
            Some((first, last)) => self.store.ended(task.job, first, last).await?,
            None => HashSet::new(),
        };
        let known = self.store.known_calls(task.job, task.number).await?;
        // Only a model is asked for a proof.
        let mut neighbours = match settings.engine {
            Engine::Model => chunk.neighbours(),
            Engine::Rules | Engine::Echo => Vec::new(),
        };
        let open =
            chunk.groups.into_iter().enumerate().filter(|(_, group)| {
                group.segments.iter().any(|segment| !ended.contains(&segment.id.number))
            });
        if settings.engine != Engine::Model {
            return self
                .builtin(
                    task,
                    commits,
                    stop,
                    open,
                    &Job { settings: &settings, brief: &brief, followers: &followers },
                )
                .await;
        }
        let judge = settings.verifier();
        let (model, verifier) = match (self.way(&settings.model), self.way(judge)) {
            (Ok(model), Ok(verifier)) => {
                (Way { price: work.prices.model, ..model }, Way { price: work.prices.verifier, ..verifier })
            }
            (Err(failure), _) | (_, Err(failure)) => return Ok(Some(failure)),
        };
        let line = Line {
            worker: self,
            task,
            work: &work,
            commits,
            stop,
            model: &model,
            verifier: &verifier,
            known: &known,
            purse: Mutex::new(Arc::new(self.purse(task.job, &work).await?)),
        };
        let job = Job { settings: &settings, brief: &brief, followers: &followers };
        // A group that fails stops the others after their calls in hand, whose answers are kept.
        let ends: Vec<Result<Option<Failure>>> = stream::iter(open)
            .map(|(number, group)| {
                let machine = Machine::of(group, job.settings, job.brief);
                let driven = drive(
                    &line,
                    number,
                    machine.beside(neighbours.get_mut(number).and_then(Option::take)),
                    &job,
                );
                driven.inspect_err(|_| stop.set(Why::Drain))
            })
            .buffer_unordered(GROUPS)
            .collect()
            .await;
        let failures: Vec<Option<Failure>> = ends.into_iter().collect::<Result<_>>()?;
        Ok(failures.into_iter().flatten().next())
    }

    /// The way to a model, if the service still knows one.
    fn way(&self, model: &str) -> std::result::Result<Way, Failure> {
        match self.catalog.find(model) {
            Ok(Found::Remote(endpoint)) => {
                let lane = self.limiter.lane(model, self.rates(model));
                Ok(Way { endpoint, model: model.to_owned(), price: None, lane })
            }
            Ok(Found::Rules | Found::Echo) | Err(_) => {
                let message = format!("the model {model} is no longer configured");
                Err(Failure::new(FailureReason::ProviderAuthFailed, message))
            }
        }
    }

    /// Builtin models answer at once: the shard is computed away from the serving threads and
    /// stored group by group of segments.
    async fn builtin(
        &self,
        task: &Task,
        commits: &Commits,
        stop: &Stop,
        open: impl Iterator<Item = (usize, Group)>,
        job: &Job<'_>,
    ) -> Result<Option<Failure>> {
        let _turn = self.computing.acquire().await;
        for (_, group) in open {
            if stop.why().is_some() {
                return Ok(None);
            }
            let (settings, brief) = (job.settings.clone(), job.brief.clone());
            let results = tokio::task::spawn_blocking(move || {
                let mut machine = Machine::of(group, &settings, &brief);
                // A builtin machine never asks: one step is the whole loop.
                let _done = machine.step();
                machine.finished()
            })
            .await?;
            end(task, commits, stop, job.followers, results).await?;
        }
        Ok(None)
    }
}

/// The settings a job was created with, if this version can go on with them.
fn loop_settings(pinned: &str) -> std::result::Result<Settings, Failure> {
    let other = |what: &str| {
        let message =
            format!("the job was created by another version of the service ({what}); create it again");
        Failure::new(FailureReason::Internal, message)
    };
    let settings =
        serde_json::from_str::<Settings>(pinned).map_err(|_| other("its settings cannot be read"))?;
    // An answer to one version of the prompts is no answer to another.
    if settings.engine == Engine::Model && settings.prompt_version != PROMPT_VERSION {
        return Err(other(&format!("prompts {}, here {PROMPT_VERSION}", settings.prompt_version)));
    }
    Ok(settings)
}

/// Runs one group to its end, or to the shard's.
async fn drive(
    line: &Line<'_>,
    number: usize,
    mut machine: Machine,
    job: &Job<'_>,
) -> Result<Option<Failure>> {
    let number = i32::try_from(number).unwrap_or(i32::MAX);
    let (mut failure, mut waits_since) = (None, Instant::now());
    if line.stop.why().is_some() {
        return Ok(None);
    }
    let place = GroupPlace { shard: line.task.number, group: number };
    let mut calls = HashMap::new();
    loop {
        let wave = machine.wave();
        let ended = machine.finished().into_iter().map(|result| placed(result, place, &calls)).collect();
        end(line.task, line.commits, line.stop, job.followers, ended).await?;
        if wave.is_empty() {
            return Ok(failure);
        }
        let asked = wave.iter().map(|ask| {
            let keys = line.keys(ask, number);
            calls.insert(ask.place, served::short(&keys.call));
            async move {
                let told = line.ask(ask, number, keys, waits_since).await;
                if let Ok(Told::Fatal(why)) = &told {
                    line.stop.set(Why::JobStops(why.reason.stops()));
                }
                told
            }
        });
        // All to their end: a call that went out is not broken off by the failure of another, which keeps
        // those from going out that have not.
        let told: Vec<Told> = join_all(asked).await.into_iter().collect::<Result<_>>()?;
        // Answers behind the first that is missing are stored, for whoever goes on: a machine that has
        // stopped takes none.
        for told in told {
            match told {
                Told::Answer(answer) => {
                    // Questions that end by being too slow are one wait, however many they are.
                    if answer != Answer::TimedOut {
                        waits_since = Instant::now();
                    }
                    machine.answer(answer);
                }
                Told::Stopped => match line.stop.why() {
                    Some(Why::JobStops(reason)) => machine.stop(reason),
                    Some(Why::Drain | Why::Lost) | None => return Ok(None),
                },
                Told::Fatal(why) => {
                    machine.stop(why.reason.stops());
                    failure = Some(why);
                }
            }
        }
    }
}

/// A result with the place of its calls.
fn placed(mut result: SegmentResult, place: GroupPlace, calls: &HashMap<AskPlace, u64>) -> SegmentResult {
    result.group = Some(place);
    for part in &mut result.parts {
        let asked = AskPlace { round: part.round, step: part.step };
        part.call = calls.get(&asked).copied().unwrap_or_default();
    }
    result
}

/// Stores segments that have ended, with those that repeat them; a leader after its followers: who
/// finds its row knows that all are there.
async fn end(
    task: &Task,
    commits: &Commits,
    stop: &Stop,
    followers: &Followers,
    results: Vec<SegmentResult>,
) -> Result<()> {
    let mut page = Page::default();
    for result in results {
        let mut pieces = followers.of(result.id.number);
        loop {
            let ids = pieces.next().await?;
            if ids.is_empty() {
                break;
            }
            for id in ids {
                if let Some(full) = page.push(result.repeated_by(id))
                    && !store(task, commits, stop, full).await?
                {
                    return Ok(());
                }
            }
        }
        if let Some(full) = page.push(result)
            && !store(task, commits, stop, full).await?
        {
            return Ok(());
        }
    }
    if let Some(rest) = page.rest() {
        store(task, commits, stop, rest).await?;
    }
    Ok(())
}

/// `false`: the lease is lost, and with it the right to store more.
async fn store(task: &Task, commits: &Commits, stop: &Stop, results: Vec<SegmentResult>) -> Result<bool> {
    let states: Vec<_> = results.iter().map(|result| result.state).collect();
    let receipt = commits.store(Checkpoint { task: task.clone(), calls: Vec::new(), results }).await?;
    if !receipt.held {
        stop.set(Why::Lost);
        return Ok(false);
    }
    states.into_iter().for_each(|state| telemetry::segments_finished(state.as_str(), 1));
    if let Some(reason) = receipt.stopping {
        stop.set(Why::JobStops(reason));
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::loop_settings;
    use crate::domain::failure::FailureReason;
    use crate::refine::{PROMPT_VERSION, Settings};

    #[test]
    fn a_job_of_other_prompts_is_refused_and_one_without_a_model_goes_on() {
        let pinned = |model, version| {
            let settings = Settings { prompt_version: version, ..Settings::new(model) };
            loop_settings(&serde_json::to_string(&settings).unwrap()).map_err(|failure| failure.reason)
        };
        assert!(pinned("openai/x", PROMPT_VERSION).is_ok());
        assert_eq!(pinned("openai/x", PROMPT_VERSION - 1).unwrap_err(), FailureReason::Internal);
        assert!(pinned("builtin/rules", PROMPT_VERSION - 1).is_ok());
        assert_eq!(loop_settings("{}").unwrap_err().reason, FailureReason::Internal);
    }
}
