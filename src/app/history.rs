//! The whole history of a job as one document of JSON, piece by piece: `docs/history.md`.
//!
//! The one place that writes it, for every door. Holds a page of segments at a time, whatever the
//! size of the file.

mod calls;
mod view;

use super::{App, Caller, Error};
use crate::domain::ids::{FileId, JobId};
use crate::store::files::Found;
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _, stream};
use serde::Serialize;
use view::{FileView, Head, SegmentView};

/// Segments read at a time.
const PAGE: u64 = 32;
/// The most bytes of a piece.
const PIECE: usize = 64 << 10;

impl App {
    /// The history of a job: of its finished segments so far, if it goes on. Pieces of at most
    /// 64 KiB.
    ///
    /// # Errors
    /// `JOB_NOT_FOUND`, in the middle too if the job is erased meanwhile.
    pub async fn export_history(
        &self,
        caller: &Caller,
        id: JobId,
    ) -> Result<impl Stream<Item = Result<Bytes, Error>> + Send + use<>, Error> {
        let job = self.get_job(caller, id).await?;
        let input = self.described(caller, job.spec.file).await?;
        let output = match job.output {
            Some(output) => Some(self.described(caller, output).await?),
            None => None,
        };
        let head = Head::new(&job, input, output, self.clock.now());
        let mut text = json(&head)?;
        // The list of segments is left open: they follow.
        text.truncate(text.len() - "]}".len());
        let rows = Rows { app: self.clone(), id, after: 0, told: 0, owed: job.progress.finished.finished };
        let pages = stream::unfold(Some(rows), |rows| async move {
            let mut rows = rows?;
            match rows.next().await {
                Ok((text, true)) => Some((Ok(text), Some(rows))),
                Ok((text, false)) => Some((Ok(text), None)),
                Err(error) => Some((Err(error), None)),
            }
        });
        let whole = stream::once(async { Ok(text) }).chain(pages);
        Ok(whole.flat_map(|text| stream::iter(pieces(text))))
    }

    /// What is still known of a file.
    async fn described(&self, caller: &Caller, id: FileId) -> Result<FileView, Error> {
        let file = match self.store.file(&caller.tenant, id).await? {
            Some(Found::Here(file)) => Some(*file),
            Some(Found::Expired { .. }) | None => None,
        };
        Ok(FileView::new(id, file))
    }
}

/// Where the segments are that were not told yet.
struct Rows {
    app: App,
    id: JobId,
    after: u64,
    told: u64,
    /// How many had finished when the head was written.
    owed: u64,
}

impl Rows {
    /// The next page as text, and whether another may follow.
    async fn next(&mut self) -> Result<(Vec<u8>, bool), Error> {
        let bytes = self.app.config.limits.page_bytes;
        let mut page = self.app.store.segments(self.id, &[], false, self.after, PAGE, bytes).await?.rows;
        let Some(last) = page.last() else {
            return match self.told < self.owed {
                true => Err(Error::JobNotFound(self.id.to_string())),
                false => Ok((b"\n]}\n".to_vec(), false)),
            };
        };
        self.after = last.id.number;
        self.app.store.tell_calls(self.id, page.iter_mut()).await?;
        let mut text = Vec::new();
        for result in &page {
            text.extend_from_slice(if self.told == 0 { b"\n" } else { b",\n" });
            text.extend(json(&SegmentView::from(result))?);
            self.told += 1;
        }
        Ok((text, true))
    }
}

fn json(value: &impl Serialize) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(value).map_err(|error| Error::Internal(Box::new(error)))
}

fn pieces(text: Result<Vec<u8>, Error>) -> Vec<Result<Bytes, Error>> {
    match text {
        Ok(text) => {
            let text = Bytes::from(text);
            (0..text.len()).step_by(PIECE).map(|at| Ok(text.slice(at..text.len().min(at + PIECE)))).collect()
        }
        Err(error) => vec![Err(error)],
    }
}
