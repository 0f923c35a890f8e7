//! Writes the refined file from the results, in one pass over the original, and ends the job.
//!
//! The output depends on the results alone: not on their order of arrival, not on how often the
//! work was interrupted.

use super::{Error, Result, Worker};
use crate::blob::Name;
use crate::domain::digest;
use crate::domain::file::StoredFile;
use crate::domain::ids::FileId;
use crate::domain::job::{Job, OutputMode};
use crate::domain::segment::{Issue, Outcome, Revision, Segment, SegmentResult, SegmentState};
use crate::store::files::Found;
use crate::store::tasks::Task;
use crate::xliff::{self, Edit, Version, WriteOptions};
use std::io::Cursor;
use tokio::sync::mpsc;

/// Results read at a time.
const PAGE: u64 = 500;

impl Worker {
    /// Writes the output and ends the job.
    pub(super) async fn assemble(&self, task: &Task) -> Result<()> {
        let keep = self.config.retention.jobs;
        let job = self.store.job(&task.tenant, task.job).await?;
        let Some(job) = job else { return Ok(()) };
        let partial = self.store.work(task.job).await?.stopping.is_some();
        let finished = &job.progress.finished;
        let output = if partial && finished.finished == finished.skipped {
            None
        } else {
            Some(self.write(task, &job, partial).await?)
        };
        let written = output.as_ref().map(|file| file.id);
        if !self.store.finish_job(task, output, None, keep).await? {
            // Another worker has the task; this output has no row.
            if let Some(id) = written {
                self.blob.delete(Name::File(id)).await?;
            }
            return Ok(());
        }
        self.blob.delete_shards(task.job).await?;
        tracing::info!(job.id = %task.job, "job ended");
        Ok(())
    }

    async fn write(&self, task: &Task, job: &Job, partial: bool) -> Result<StoredFile> {
        let input = self.blob.get(Name::File(job.spec.file)).await?;
        let (send, results) = mpsc::channel(4);
        let options = WriteOptions {
            output_mode: job.spec.output_mode,
            note_language: Some(job.spec.note_language.clone()).filter(|tag| !tag.is_empty()),
            date: job.created_at,
            model: job.spec.model.clone(),
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            state_policy: job.spec.state_policy,
            permissive_codes: job.spec.permissive_codes,
        };
        let limits = self.config.limits.reader();
        let writing = tokio::task::spawn_blocking(move || {
            let mut results = InOrder { pages: results, page: Vec::new().into_iter(), next: None };
            let mut output = Vec::with_capacity(input.len() + input.len() / 4);
            xliff::write(Cursor::new(input), &mut output, &limits, &options, |segment| {
                Ok::<_, Error>(results.of(segment).and_then(|result| edit(&result, options.output_mode)))
            })?;
            // The last proof: what was written reads as the same number of segments.
            let summary = xliff::read(Cursor::new(output.as_slice()), &limits, |_| Ok::<(), Error>(()))?;
            Ok::<_, Error>((output, summary))
        });
        let mut after = 0;
        loop {
            let page = self.store.segments(task.job, &[], false, after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = last.id.number;
            if send.send(page).await.is_err() {
                break; // the writer has stopped; its error tells why
            }
        }
        drop(send);
        let (output, summary) = writing.await??;
        let expected = job.progress.segment_count;
        if summary.segment_count != expected {
            return Err(Error::OutputDiffers { expected, found: summary.segment_count });
        }
        let name = match self.store.file(&task.tenant, job.spec.file).await? {
            Some(Found::Here(file)) => file.filename,
            Some(Found::Expired) | None => "file.xlf".to_owned(),
        };
        let now = self.clock.now();
        let file = StoredFile {
            id: FileId::new(),
            filename: output_name(&name, if partial { "partial" } else { "refined" }),
            job: Some(task.job),
            size_bytes: output.len() as u64,
            sha256: digest::sha256(&output),
            xliff: summary,
            created_at: now,
            expires_at: now + self.config.retention.files,
        };
        self.blob.put(Name::File(file.id), output.into()).await?;
        Ok(file)
    }
}

/// Results in the order of the file, page by page, for a reader that cannot wait asynchronously.
struct InOrder {
    pages: mpsc::Receiver<Vec<SegmentResult>>,
    page: std::vec::IntoIter<SegmentResult>,
    next: Option<SegmentResult>,
}

impl InOrder {
    fn of(&mut self, segment: &Segment) -> Option<SegmentResult> {
        loop {
            if self.next.is_none() {
                self.next = self.page.next();
            }
            match &self.next {
                Some(result) if result.id.number < segment.id.number => self.next = None,
                Some(result) if result.id.number == segment.id.number => return self.next.take(),
                Some(_) => return None,
                None => self.page = self.pages.blocking_recv()?.into_iter(),
            }
        }
    }
}

/// What a result changes in the file.
fn edit(result: &SegmentResult, mode: OutputMode) -> Option<Edit> {
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
    let note = last.and_then(|round| note(&round.note, notes));
    let target = changed.then(|| result.target().clone());
    (target.is_some() || note.is_some()).then_some(Edit { target, versions, note })
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
