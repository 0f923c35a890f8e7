//! Writes the refined file from the results, in one pass over the original, and ends the job.
//!
//! The output depends on the results alone: not on their order of arrival, not on how often the
//! work was interrupted. It goes to its object while it is written and is read back from there; it
//! counts from the transaction that ends the job, and is removed if that never comes.

use super::stop::{Stop, Until, Why};
use super::{Error, Result, Worker, log};
use crate::blob::Name;
use crate::domain::digest;
use crate::domain::file::{StoredFile, XliffSummary};
use crate::domain::ids::{FileId, JobId};
use crate::domain::job::{Job, OutputMode, Strategy};
use crate::domain::segment::{Issue, Outcome, Revision, Segment, SegmentResult, SegmentState};
use crate::refine::{self, Agreement, Consistency, Engine, Settings, settled};
use crate::store;
use crate::store::files::Found;
use crate::store::tasks::Task;
use crate::xliff::{self, Edit, Stale, Version, WriteOptions};
use sha2::{Digest as _, Sha256};
use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// Results read at a time, at most.
const PAGE: u64 = 500;
/// Bytes of results read at a time, unless one alone is larger.
const PAGE_BYTES: usize = 1 << 20;

impl Worker {
    /// Writes the output and ends the job.
    pub(super) async fn assemble(&self, task: &Task, shutdown: &CancellationToken) -> Result<()> {
        let job = self.store.job(&task.tenant, task.job).await?;
        let Some(job) = job else { return Ok(()) };
        let partial = self.store.work(task.job).await?.stopping.is_some();
        let finished = &job.progress.finished;
        if partial && finished.finished == finished.skipped {
            return self.end(task, None, Vec::new()).await;
        }
        let stop = Arc::new(Stop::default());
        let written = tokio::select! {
            written = self.output(task, &job, partial, &stop) => written,
            never = self.watch(task, &stop, shutdown) => match never {},
        };
        match (written, stop.why()) {
            (Ok((file, warnings)), None | Some(_)) => self.end(task, Some(file), warnings).await,
            (Err(_), Some(Why::Drain)) => Ok(self.store.release(task).await?),
            (Err(_), Some(Why::Lost)) => {
                tracing::warn!(job.id = %task.job, "the lease was lost; the output is dropped");
                Ok(())
            }
            (Err(error), None | Some(Why::JobStops(_))) => Err(error),
        }
    }

    /// Ends the job, or removes an output that is none.
    async fn end(&self, task: &Task, output: Option<StoredFile>, warnings: Vec<String>) -> Result<()> {
        let id = output.as_ref().map(|file| file.id);
        let ended = self.store.finish_job(task, output, warnings, None, self.config.retention.jobs).await;
        if matches!(ended, Ok(true)) {
            self.blob.delete_shards(task.job).await?;
            tracing::info!(job.id = %task.job, "job ended");
            return Ok(());
        }
        // Another worker has the task, or the transaction failed; if it is in doubt the row decides.
        if let Some(id) = id
            && !self.store.knows_file(id).await?
        {
            self.blob.delete(Name::File(id)).await?;
        }
        ended?;
        Ok(())
    }

    /// The refined file, stored and proven; its row is not. And what the checks over the whole of it
    /// find, a sentence each.
    async fn output(
        &self,
        task: &Task,
        job: &Job,
        partial: bool,
        stop: &Arc<Stop>,
    ) -> Result<(StoredFile, Vec<String>)> {
        let _turn = self.turn(stop).await?;
        let _writing = stop.at_end();
        let name = match self.store.file(&task.tenant, job.spec.file).await? {
            Some(Found::Here(file)) => file.filename,
            Some(Found::Expired { .. }) | None => "file.xlf".to_owned(),
        };
        // Asked before there is an output that a failure would leave behind.
        let changed = self.changed(task.job).await?;
        let id = FileId::new();
        let Written { size_bytes, sha256, agreement } = self.write(job, id, stop).await?;
        let proven = async {
            let summary = self.proof(id, job.progress.segment_count, stop).await?;
            Ok::<_, Error>((summary, self.agree(task, &agreement, stop).await?))
        };
        let (xliff, mut warnings) = match proven.await {
            Ok(proven) => proven,
            Err(error) => {
                if let Err(error) = self.blob.delete(Name::File(id)).await {
                    log(&error, "an output that is none could not be removed; the next start does it");
                }
                return Err(error);
            }
        };
        warnings.extend(changed);
        let now = self.clock.now();
        let file = StoredFile {
            id,
            filename: output_name(&name, if partial { "partial" } else { "refined" }),
            job: Some(task.job),
            size_bytes,
            sha256,
            xliff,
            created_at: now,
            expires_at: now + self.config.retention.files,
        };
        Ok((file, warnings))
    }

    /// Writes the output through to its object. If it fails nothing is there.
    async fn write(&self, job: &Job, id: FileId, stop: &Arc<Stop>) -> Result<Written> {
        let settings: Settings = serde_json::from_str(&self.store.work(job.id).await?.settings)?;
        let mut consistency = Consistency::new(&settings);
        let unmade = settings.disabled_checks;
        let options = WriteOptions {
            output_mode: job.spec.output_mode,
            note_language: Some(job.spec.note_language.clone()).filter(|tag| !tag.is_empty()),
            note_language_of: match settings.engine {
                Engine::Rules => refine::note_language,
                Engine::Model | Engine::Echo => |tag| tag,
            },
            date: job.created_at,
            model: job.spec.model.clone(),
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            state_policy: job.spec.state_policy,
            permissive_codes: job.spec.permissive_codes,
        };
        let limits = self.config.limits.reader();
        let input = Until::new(self.blob.file(Name::File(job.spec.file)).await?, stop);
        let (source_language, target_language) =
            (job.spec.source_language.clone(), job.spec.target_language.clone());
        let (send, pages) = mpsc::channel(1);
        let writing = self.blob.write_blocking(Name::File(id), move |sink| {
            let mut results = InOrder { pages, page: Vec::new().into_iter(), next: None };
            let mut output = Counted { sink, hash: Sha256::new(), size: 0 };
            xliff::write(input, &mut output, &limits, &options, |segment| {
                let result = results.of(segment)?;
                let mut named = Cow::Borrowed(segment);
                if segment.languages.source.is_empty() || segment.languages.target.is_empty() {
                    named.to_mut().fill_languages(&source_language, &target_language);
                }
                consistency.take(&named, result.as_ref());
                Ok::<_, Error>(result.and_then(|result| edit(&result, options.output_mode, &unmade)))
            })?;
            let Counted { hash, size, .. } = output;
            let sha256 = digest::hex(&hash.finalize());
            Ok::<_, Error>(Written { size_bytes: size, sha256, agreement: consistency.finish() })
        });
        let (written, ()) = tokio::join!(writing, self.results(job.id, send));
        written
    }

    /// Hands out the results of a job in the order of the file, at the pace of the writer.
    async fn results(&self, job: JobId, pages: mpsc::Sender<store::Result<Vec<SegmentResult>>>) {
        let mut after = 0;
        loop {
            let page =
                self.store.segments(job, &[], false, after, PAGE, PAGE_BYTES).await.map(|read| read.rows);
            match page.as_ref().map(|page| page.last()) {
                Ok(None) => return,
                Ok(Some(last)) => after = last.id.number,
                // Told to the writer: what ends early is not to pass for all there is.
                Err(_) => {}
            }
            let failed = page.is_err();
            // A writer that is gone has an error of its own to tell.
            if pages.send(page).await.is_err() || failed {
                return;
            }
        }
    }

    /// The last proof: what was stored reads as the same number of segments.
    async fn proof(&self, id: FileId, expected: u64, stop: &Arc<Stop>) -> Result<XliffSummary> {
        let file = Until::new(self.blob.file(Name::File(id)).await?, stop);
        let limits = self.config.limits.reader();
        let stop = Arc::clone(stop);
        let reading = tokio::task::spawn_blocking(move || xliff::read(file, &limits, |_| stop.check()));
        let summary = reading.await??;
        if summary.segment_count != expected {
            return Err(Error::OutputDiffers { expected, found: summary.segment_count });
        }
        Ok(summary)
    }
}

/// A refined file that was written.
struct Written {
    size_bytes: u64,
    sha256: String,
    /// What the checks over the whole of it find.
    agreement: Agreement,
}

/// Counts and hashes what is written.
struct Counted<W> {
    sink: W,
    hash: Sha256,
    size: u64,
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.sink.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.size += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }
}

/// Results in the order of the file, page by page, for a reader that cannot wait asynchronously.
struct InOrder {
    pages: mpsc::Receiver<store::Result<Vec<SegmentResult>>>,
    page: std::vec::IntoIter<SegmentResult>,
    next: Option<SegmentResult>,
}

impl InOrder {
    fn of(&mut self, segment: &Segment) -> Result<Option<SegmentResult>> {
        loop {
            if self.next.is_none() {
                self.next = self.page.next();
            }
            match &self.next {
                Some(result) if result.id.number < segment.id.number => self.next = None,
                Some(result) if result.id.number == segment.id.number => return Ok(self.next.take()),
                Some(_) => return Ok(None),
                None => match self.pages.blocking_recv() {
                    Some(page) => self.page = page?.into_iter(),
                    None => return Ok(None),
                },
            }
        }
    }
}

/// What a result changes in the file; `unmade` are the checks that were not made.
fn edit(result: &SegmentResult, mode: OutputMode, unmade: &[String]) -> Option<Edit> {
    let changed = result.state == SegmentState::Changed;
    let notes = mode == OutputMode::Full;
    // The note of the round that replaced a version says what was wrong with it; so do the issues of
    // that round and of those that failed to replace it.
    let rounds = result.revisions.split_inclusive(|round| round.outcome == Outcome::Accepted);
    let reasons = rounds.filter_map(|rounds| rounds.last().map(|last| (last, rounds)));
    let reasons = reasons.filter(|(last, _)| last.outcome == Outcome::Accepted);
    let replaced = std::iter::once(&result.original).chain(&result.accepted);
    let versions = if mode == OutputMode::None || !changed {
        Vec::new()
    } else {
        replaced
            .zip(reasons)
            .zip(0..)
            .map(|((target, (reason, rounds)), round)| Version {
                round,
                target: target.clone(),
                note: note(&reason.note, notes),
                issues: if notes { issues(rounds) } else { Vec::new() },
            })
            .collect()
    };
    let last = result.revisions.last().filter(|round| round.outcome != Outcome::Accepted);
    let note = last.and_then(|round| note(&said(round), notes));
    let target = changed.then(|| result.target().clone());
    let found = notes.then(|| settled::found(result, unmade)).flatten();
    let stale = found.map(|found| Stale { found, is_settled: settled::is_settled });
    (target.is_some() || note.is_some() || stale.is_some()).then_some(Edit { target, versions, note, stale })
}

/// The note of a round. A reviewer who leaves the correction to people has at least said what is wrong.
fn said(round: &Revision) -> Cow<'_, str> {
    if !round.note.is_empty() || round.trail.strategy != Strategy::ReviewOnly {
        return Cow::Borrowed(&round.note);
    }
    let mut wrong: Vec<&str> = round.issues.iter().map(|issue| issue.explanation.as_str()).collect();
    wrong.dedup();
    Cow::Owned(wrong.join(" "))
}

/// What was found in one version, each once.
fn issues(rounds: &[Revision]) -> Vec<Issue> {
    let mut all: Vec<Issue> = Vec::new();
    for issue in rounds.iter().flat_map(|round| &round.issues) {
        if !all.contains(issue) {
            all.push(issue.clone());
        }
    }
    all
}

fn note(text: &str, wanted: bool) -> Option<String> {
    (wanted && !text.is_empty()).then(|| text.to_owned())
}

/// `guide.xlf` becomes `guide.refined.xlf`.
fn output_name(name: &str, word: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => format!("{stem}.{word}.{extension}"),
        Some(_) | None => format!("{name}.{word}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_output_is_named_after_the_input() {
        let check = |name: &str, expected: &str| assert_eq!(output_name(name, "refined"), expected);
        check("guide.xlf", "guide.refined.xlf");
        check("guide.de.sdlxliff", "guide.de.refined.sdlxliff");
        check("guide", "guide.refined");
        check(".xlf", ".xlf.refined");
    }
}
