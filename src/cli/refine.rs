//! `refineloop refine FILE`: the service in one process, for one file.
//!
//! The same app, worker and store as behind the server, on a folder of its own that is named by
//! input, options and output. An interrupted run leaves the folder; the same command goes on.

use super::exit::{Exit, Failed};
use super::progress::Progress;
use super::summary::{self, Style};
use super::target::{self, Target};
use super::{Providers, folders, job, output};
use crate::app::jobs::NewJob;
use crate::app::upload::{Begin, UploadSpec};
use crate::app::{App, Caller};
use crate::config::{Config, Limits};
use crate::domain::clock::Clock;
use crate::domain::digest;
use crate::domain::ids::{FileId, JobId};
use crate::domain::job::{DEFAULT_MAX_REVISIONS, Job, JobSpec, JobStatus, OutputMode, StatePolicy, Strategy};
use crate::{Parts, shutdown};
use clap::{Args, ValueEnum};
use sha2::{Digest as _, Sha256};
use std::path::PathBuf;
use tokio_util::sync::CancellationToken;

mod files;

use files::{Input, write};

/// The largest file, in bytes: one user's own machine takes more than a shared service.
const FILE_BYTES: u64 = 4 << 30;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The XLIFF file to refine; it is never modified
    file: PathBuf,
    /// Where to write the refined file, `-` for standard output [default: NAME.refined.EXT]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Also write all there is to know of the run, every segment with all its versions, as JSON
    #[arg(long, value_name = "FILE")]
    history: Option<PathBuf>,
    /// Overwrite the output, and the history, if they exist
    #[arg(short, long)]
    force: bool,
    /// The model that reviews and revises; `refineloop models` lists them
    #[arg(short, long, default_value = "builtin/rules")]
    model: String,
    /// The most revision rounds of a segment
    #[arg(long, default_value_t = DEFAULT_MAX_REVISIONS, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10))]
    max_revisions: u32,
    /// The subject of the text, such as medical
    #[arg(long, default_value = "", hide_default_value = true)]
    domain: String,
    /// The language of the notes [default: the source language]
    #[arg(long, default_value = "", hide_default_value = true, value_name = "TAG")]
    note_language: String,
    /// What the file holds beside the final targets
    /// [default: full; none where a reader of the dialect takes versions for translations]
    #[arg(long, value_enum)]
    output_mode: Option<Mode>,
    /// Further instructions for the model; `@FILE` reads them from a file
    #[arg(long, default_value = "", hide_default_value = true, value_name = "TEXT")]
    custom_instructions: String,
    /// Whether hyphens left over from line breaks are hidden from the model
    #[arg(long, default_value_t = true, action = clap::ArgAction::Set, value_name = "BOOL")]
    remove_hyphenation: bool,
    /// Leave segments of numbers alone as they are
    #[arg(long)]
    exclude_numeric_segments: bool,
    /// Refine approved, confirmed and final segments too
    #[arg(long)]
    include_protected: bool,
    /// What is written to the state attributes of changed segments
    #[arg(long, value_enum, default_value = "keep")]
    state_policy: Policy,
    /// Let inline codes go that the file itself lets go (canDelete of XLIFF 2)
    #[arg(long)]
    permissive_codes: bool,
    /// The source language where the file names none
    #[arg(long, default_value = "", hide_default_value = true, value_name = "TAG")]
    source_language: String,
    /// The target language where the file names none
    #[arg(long, default_value = "", hide_default_value = true, value_name = "TAG")]
    target_language: String,
    /// How to show progress, on standard error
    #[arg(long, value_enum, default_value = "auto")]
    progress: Progress,
    /// Print the summary as one object of JSON
    #[arg(long)]
    json: bool,
    /// Print no summary
    #[arg(short, long)]
    quiet: bool,
    /// Where interrupted runs are kept
    #[arg(long, value_name = "FOLDER")]
    state_dir: Option<PathBuf>,
    #[command(flatten)]
    providers: Providers,
}

/// What the file holds beside the final targets.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Mode {
    /// Every version that was replaced, with notes
    Full,
    /// Every version that was replaced, no notes
    Translations,
    /// Final targets only
    None,
}

/// What is written to the state of changed segments.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Policy {
    /// States stay as they are
    Keep,
    /// Marked as wanting a person's review
    Review,
    /// Marked as machine output
    Machine,
}

pub(super) async fn run(arguments: Arguments, clock: Clock) -> Result<Exit, Failed> {
    let (path, force) = (arguments.file.as_path(), arguments.force);
    let target = Target::of(arguments.output.as_deref(), path, force)?;
    if let Some(history) = &arguments.history {
        target.beside(history, path, force)?;
    }
    let input = Input::open(path)
        .map_err(|error| Exit::Usage.because(format!("{}: {error}", arguments.file.display())))?;
    let folder = state_folder(&arguments, &input, &target)?;
    let stop = CancellationToken::new();
    shutdown::on_signal(stop.clone()).map_err(|error| Exit::Internal.because(error))?;
    let parts = Parts::open(config(&arguments, folder.clone())?, clock, stop.clone()).await?;
    let worker = tokio::spawn(parts.worker.run(stop.clone()));
    let done = refine(&arguments, &parts.app, input, &target, &stop).await;
    stop.cancel();
    worker.await.map_err(|error| Exit::Internal.because(error))?;
    // Kept where something is left to go on with: the calls made so far are in there.
    let unfinished = match &done {
        Ok(exit) => *exit == Exit::Interrupted,
        Err(_) => earlier(&parts.app, &Caller::local()).await?.is_some(),
    };
    drop(parts.app);
    if unfinished {
        output::note("what was done is kept; the same command goes on where this one stopped");
    } else {
        std::fs::remove_dir_all(&folder).map_err(|error| Exit::Internal.because(error))?;
    }
    done
}

async fn refine(
    arguments: &Arguments,
    app: &App,
    input: Input,
    target: &Target,
    stop: &CancellationToken,
) -> Result<Exit, Failed> {
    let caller = Caller::local();
    let id = match earlier(app, &caller).await? {
        Some(id) => {
            output::note("going on with an interrupted run");
            id
        }
        None => create(arguments, app, &caller, input).await?,
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

/// The job of an interrupted run of the same command.
async fn earlier(app: &App, caller: &Caller) -> Result<Option<JobId>, Failed> {
    let (jobs, _) = app.list_jobs(caller, &[], None, &crate::app::page::Page::default()).await?;
    Ok(jobs.first().map(|job| job.id))
}

async fn create(
    arguments: &Arguments,
    app: &App,
    caller: &Caller,
    mut input: Input,
) -> Result<JobId, Failed> {
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
    let usual_output = arguments.output_mode.is_none();
    let new = NewJob { spec: arguments.spec(file.id)?, usual_output, webhook_secret: None, request_id: None };
    Ok(app.create_job(caller, new).await?.id)
}

impl Arguments {
    fn spec(&self, file: FileId) -> Result<JobSpec, Failed> {
        let custom_instructions = match self.custom_instructions.strip_prefix('@') {
            Some(path) => std::fs::read_to_string(path)
                .map_err(|error| Exit::Usage.because(format!("{path}: {error}")))?,
            None => self.custom_instructions.clone(),
        };
        Ok(JobSpec {
            max_revisions: self.max_revisions,
            domain: self.domain.clone(),
            note_language: self.note_language.clone(),
            output_mode: match self.output_mode {
                None | Some(Mode::Full) => OutputMode::Full,
                Some(Mode::Translations) => OutputMode::Translations,
                Some(Mode::None) => OutputMode::None,
            },
            custom_instructions,
            remove_hyphenation: self.remove_hyphenation,
            exclude_numeric_segments: self.exclude_numeric_segments,
            source_language: self.source_language.clone(),
            target_language: self.target_language.clone(),
            include_protected: self.include_protected,
            state_policy: match self.state_policy {
                Policy::Keep => StatePolicy::Keep,
                Policy::Review => StatePolicy::Review,
                Policy::Machine => StatePolicy::Machine,
            },
            permissive_codes: self.permissive_codes,
            strategy: Strategy::usual(&self.domain),
            ..JobSpec::new(file, &self.model)
        })
    }
}

/// The folder of this very run: the same input, options and output give the same folder.
fn state_folder(arguments: &Arguments, input: &Input, target: &Target) -> Result<PathBuf, Failed> {
    let base = arguments.state_dir.clone().map_or_else(folders::state, Ok)?;
    let mut hash = Sha256::new();
    hash.update(input.sha256);
    let spec = arguments.spec(uuid::Uuid::nil().into())?;
    let spec = serde_json::to_vec(&spec).map_err(|error| Exit::Internal.because(error))?;
    hash.update(spec);
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
    Ok(Config { data_dir, limits, ..arguments.providers.config()? })
}
