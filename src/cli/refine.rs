//! `refineloop refine FILE`: the service in one process, for one file.
//!
//! The same app, worker and store as behind the server, on a folder of its own that is named by
//! input, options and output. An interrupted run leaves the folder; the same command goes on. So does
//! one that could not go on after it had paid for answers: they are taken over by the next try, as are
//! those of an interrupted run under another budget.

use super::exit::{Exit, Failed};
use super::glossary::Glossary;
use super::progress::Progress;
use super::summary::{self, Style};
use super::target::{self, Target};
use super::{folders, job, output};
use crate::app::jobs::NewJob;
use crate::app::upload::{Begin, UploadSpec};
use crate::app::{self, App, Caller};
use crate::config::{Config, Limits};
use crate::domain::clock::Clock;
use crate::domain::digest;
use crate::domain::file::StoredFile;
use crate::domain::ids::JobId;
use crate::domain::job::{Budget, Job, JobSpec, JobStatus};
use crate::{Parts, shutdown};
use sha2::{Digest as _, Sha256};
use std::path::{Path, PathBuf};
use tokio_util::sync::CancellationToken;

mod arguments;
mod dry;
mod files;

pub(super) use arguments::Arguments;
use files::{Input, write};

/// The largest file, in bytes: one user's own machine takes more than a shared service.
const FILE_BYTES: u64 = 4 << 30;

pub(super) async fn run(arguments: Arguments, clock: Clock) -> Result<Exit, Failed> {
    let (path, force) = (arguments.file.as_path(), arguments.force);
    let glossary = arguments.glossary.as_deref().map(Glossary::read).transpose()?;
    // A dry run writes nothing, so nothing can be in its way.
    let target = if arguments.dry_run {
        Target::Stdout
    } else {
        Target::of(arguments.output.as_deref(), path, force)?
    };
    if let Some(history) = arguments.history.as_ref().filter(|_| !arguments.dry_run) {
        target.beside(history, path, force)?;
    }
    let input = Input::open(path)
        .map_err(|error| Exit::Usage.because(format!("{}: {error}", arguments.file.display())))?;
    let folder = state_folder(&arguments, &input, &target, glossary.as_ref())?;
    let stop = CancellationToken::new();
    shutdown::on_signal(stop.clone()).map_err(|error| Exit::Internal.because(error))?;
    let parts = Parts::open(config(&arguments, folder.clone())?, clock, stop.clone()).await?;
    if arguments.dry_run {
        let told = estimate(&arguments, &parts.app, input, glossary.as_ref()).await;
        drop(parts);
        remove(&folder)?;
        return told;
    }
    let worker = tokio::spawn(parts.worker.run(stop.clone()));
    let done = Box::pin(refine(&arguments, &parts.app, input, &target, glossary.as_ref(), &stop)).await;
    stop.cancel();
    worker.await.map_err(|error| Exit::Internal.because(error))?;
    // Kept where something is left to go on with: the calls made so far are in there.
    let left = match &done {
        Ok(Exit::Interrupted) => Some("the same command goes on where this one stopped"),
        Ok(Exit::JobFailed) => paid(&parts.app).await?.then_some(
            "the same command with --force, and a larger budget where one was reached, uses it again",
        ),
        Ok(_) => None,
        Err(_) => newest(&parts.app, &Caller::local()).await?.map(|_| "the same command goes on"),
    };
    drop(parts.app);
    match left {
        Some(way) => output::note(&format!("what was done is kept; {way}")),
        None => remove(&folder)?,
    }
    done
}

fn remove(folder: &Path) -> Result<(), Failed> {
    std::fs::remove_dir_all(folder).map_err(|error| Exit::Internal.because(error))
}

/// Whether the job that ended last has answers that were paid for, or took over such.
async fn paid(app: &App) -> Result<bool, Failed> {
    let job = newest(app, &Caller::local()).await?;
    Ok(job.is_some_and(|job| job.progress.usage.request_count + job.progress.usage.reused_count > 0))
}

async fn refine(
    arguments: &Arguments,
    app: &App,
    input: Input,
    target: &Target,
    glossary: Option<&Glossary>,
    stop: &CancellationToken,
) -> Result<Exit, Failed> {
    let caller = Caller::local();
    let id = match left(arguments, app, &caller).await? {
        Left::Job(id) => {
            output::note("going on with an interrupted run");
            id
        }
        Left::Answers(id) => {
            output::note("going on with the answers of a run that could not go on");
            create(arguments, app, &caller, input, glossary, Some(id)).await?
        }
        Left::Nothing => create(arguments, app, &caller, input, glossary, None).await?,
    };
    let mut shown = arguments.progress.start();
    let ended = job::follow(app, &caller, id, &mut shown).await;
    shown.end();
    let job = match ended {
        Ok(job) => job,
        Err(_) if stop.is_cancelled() => return Ok(Exit::Interrupted),
        Err(failed) => return Err(failed),
    };
    let written = match job.output {
        Some(file) if job.status == JobStatus::Completed => Some(write(app, &caller, file, target).await?),
        Some(file) => Some(write(app, &caller, file, &target.partial()).await?),
        None => None,
    };
    if let Some(path) = &arguments.history {
        target::write(path, app.export_history(&caller, id).await?).await?;
    }
    let details = summary::details(app, &caller, &job).await?;
    let style = Style { as_json: arguments.json, quiet: arguments.quiet, to_stderr: target.is_stdout() };
    summary::print(&job, &details, written.as_deref(), style);
    Ok(exit(&job))
}

fn exit(job: &Job) -> Exit {
    match job.status {
        JobStatus::Completed if job.progress.finished.failed > 0 => Exit::FailedSegments,
        JobStatus::Completed => Exit::Done,
        JobStatus::Queued
        | JobStatus::Processing
        | JobStatus::Cancelling
        | JobStatus::Failed
        | JobStatus::Cancelled => Exit::JobFailed,
    }
}

/// What an earlier run of the same command has left.
enum Left {
    /// A job to go on with, or whose output is still to be written.
    Job(JobId),
    /// A job that is over; its answers can be used.
    Answers(JobId),
    Nothing,
}

/// Looks for what an earlier run has left. A job goes on with the budget it began with: under another
/// one it is stopped, and a new one uses its answers.
async fn left(arguments: &Arguments, app: &App, caller: &Caller) -> Result<Left, Failed> {
    let Some(mut job) = newest(app, caller).await? else { return Ok(Left::Nothing) };
    let other = job.status == JobStatus::Cancelling || job.spec.budget != arguments.budget();
    if !job.status.is_final() && other {
        match app.cancel_job(caller, job.id).await {
            // One that came to its end meanwhile is as good.
            Ok(_) | Err(app::Error::JobAlreadyFinished { .. }) => {}
            Err(error) => return Err(error.into()),
        }
        job = job::follow(app, caller, job.id, &mut Progress::None.start()).await?;
    }
    Ok(match job.status {
        JobStatus::Failed | JobStatus::Cancelled => Left::Answers(job.id),
        JobStatus::Queued | JobStatus::Processing | JobStatus::Cancelling | JobStatus::Completed => {
            Left::Job(job.id)
        }
    })
}

/// The job of an earlier run of the same command.
async fn newest(app: &App, caller: &Caller) -> Result<Option<Job>, Failed> {
    let (jobs, _) = app.list_jobs(caller, &[], None, &app::page::Page::default()).await?;
    Ok(jobs.into_iter().next())
}

async fn estimate(
    arguments: &Arguments,
    app: &App,
    input: Input,
    glossary: Option<&Glossary>,
) -> Result<Exit, Failed> {
    let caller = Caller::local();
    let file = take_in(arguments, app, &caller, input).await?;
    let spec = spec(arguments, &file, glossary)?;
    dry::print(arguments, &app.estimate_job(&caller, spec).await?);
    Ok(Exit::Done)
}

async fn create(
    arguments: &Arguments,
    app: &App,
    caller: &Caller,
    input: Input,
    glossary: Option<&Glossary>,
    continue_job: Option<JobId>,
) -> Result<JobId, Failed> {
    let file = take_in(arguments, app, caller, input).await?;
    let spec = JobSpec { continue_job, ..spec(arguments, &file, glossary)? };
    let usual_output = arguments.output_mode.is_none();
    let new = NewJob { spec, usual_output, webhook_secret: None, request_id: None };
    Ok(app.create_job(caller, new).await?.id)
}

fn spec(arguments: &Arguments, file: &StoredFile, glossary: Option<&Glossary>) -> Result<JobSpec, Failed> {
    let terms = glossary.map(|glossary| arguments.terms(glossary, file)).transpose()?;
    Ok(JobSpec { glossary: terms.unwrap_or_default(), ..arguments.spec(file.id)? })
}

/// Puts the input into the service.
async fn take_in(
    arguments: &Arguments,
    app: &App,
    caller: &Caller,
    mut input: Input,
) -> Result<StoredFile, Failed> {
    let name = arguments.file.file_name().map(|name| name.to_string_lossy().into_owned());
    let spec = UploadSpec {
        filename: name.unwrap_or_else(|| "file.xlf".to_owned()),
        size_bytes: Some(input.size),
        sha256: Some(digest::hex(&input.sha256)),
        ..UploadSpec::default()
    };
    let in_file = |mut failed: Failed| {
        failed.message = format!("{}: {}", arguments.file.display(), failed.message);
        failed
    };
    let file = match app.begin_upload(caller, spec).await? {
        Begin::Known(file) => *file,
        Begin::Upload(mut upload) => {
            while let Some(chunk) = input.next().map_err(|error| in_file(Exit::Usage.because(error)))? {
                upload.write(chunk).await.map_err(|error| in_file(error.into()))?;
            }
            upload.finish().await.map_err(|error| in_file(error.into()))?
        }
    };
    for warning in &file.xliff.warnings {
        output::note(&format!("warning: {warning}"));
    }
    Ok(file)
}

/// The folder of this very run: the same input, options and output give the same folder. A budget is
/// no part of it: what was paid for under a smaller one is used under a larger one. A dry run has one
/// of its own.
fn state_folder(
    arguments: &Arguments,
    input: &Input,
    target: &Target,
    glossary: Option<&Glossary>,
) -> Result<PathBuf, Failed> {
    let base = arguments.state_dir.clone().map_or_else(folders::state, Ok)?;
    if arguments.dry_run {
        return Ok(base.join(format!("dry-{}", uuid::Uuid::now_v7())));
    }
    let mut hash = Sha256::new();
    hash.update(input.sha256);
    let spec = JobSpec { budget: Budget::default(), ..arguments.spec(uuid::Uuid::nil().into())? };
    let spec = serde_json::to_vec(&spec).map_err(|error| Exit::Internal.because(error))?;
    hash.update(spec);
    if let Some(glossary) = glossary {
        hash.update(Sha256::digest(&glossary.bytes));
    }
    hash.update([u8::from(arguments.output_mode.is_none())]);
    let place = match target {
        Target::Stdout => PathBuf::from("-"),
        Target::File(path) => {
            std::path::absolute(path).map_err(|error| Exit::Usage.because(error.to_string()))?
        }
    };
    hash.update(place.as_os_str().as_encoded_bytes());
    let mut name = digest::hex(&hash.finalize());
    name.truncate(32);
    Ok(base.join(name))
}

/// The providers are those of a server, the bounds are our own.
fn config(arguments: &Arguments, data_dir: PathBuf) -> Result<Config, Failed> {
    let limits = Limits { file_bytes: FILE_BYTES, ..Limits::default() };
    Ok(Config { data_dir, limits, ..arguments.providers.config_of_jobs(arguments.dictionaries.as_deref())? })
}
