//! What happens to a job, told while it happens.
//!
//! A watch is a cursor into the store: no queue, no event table. It reads the next page only when
//! the last one was taken, so a slow receiver costs nothing and misses nothing it asked for.

use super::limits::Held;
use super::{App, Caller, Error};
use crate::domain::clock::Time;
use crate::domain::ids::JobId;
use crate::domain::job::{Job, JobStatus};
use crate::domain::progress::JobProgress;
use crate::domain::segment::SegmentResult;
use crate::store::segments::Numbered;
use crate::telemetry;
use std::collections::VecDeque;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// Segments read at a time, as long as their bytes make no more than a page.
const PAGE: u64 = 100;
/// Progress is told at most this often.
const PROGRESS: Duration = Duration::from_secs(1);
/// News is looked at this often at most, however fast it comes.
const PACE: Duration = Duration::from_millis(50);
/// And so many times as long as the last look took is waited for the next: a job of many calls takes a
/// while to add up, and there may be many watches.
const REST: u32 = 20;
/// News is also looked for this often, should a hint be lost.
const POLL: Duration = Duration::from_secs(2);

/// Something that happened to a job.
#[derive(Debug, Clone)]
pub struct JobEvent {
    /// The number up to which the receiver knows everything now.
    pub sequence: i64,
    /// When it was told.
    pub time: Time,
    /// What happened.
    pub kind: Kind,
}

/// Kinds of events.
#[derive(Debug, Clone)]
pub enum Kind {
    /// The whole job as it is.
    Snapshot(Box<Job>),
    /// Another status, not a final one.
    Status(JobStatus),
    /// New counts.
    Progress(Box<JobProgress>),
    /// A segment came to an end.
    Segment(Box<SegmentResult>),
    /// The job is over; nothing follows.
    Finished(Box<Job>),
    /// Nothing happened.
    Heartbeat,
}

/// An open watch.
#[derive(Debug)]
pub struct Watch {
    app: App,
    caller: Caller,
    id: JobId,
    include_segments: bool,
    cursor: i64,
    news: watch::Receiver<u64>,
    waiting: VecDeque<JobEvent>,
    told_status: i64,
    told_progress: JobProgress,
    progress_at: Option<Instant>,
    progress_waits: bool,
    opened: Instant,
    last_told: Instant,
    over: bool,
    rechecked: Instant,
    /// How long the last look took.
    took: Duration,
    _permit: OwnedSemaphorePermit,
    _of_key: Held,
    _open: telemetry::OpenWatch,
}

impl App {
    /// Opens a watch that tells what happened after number `after`; 0 begins with a snapshot.
    ///
    /// # Errors
    /// `JOB_NOT_FOUND`, `CURSOR_AHEAD`, `TOO_MANY_WATCHES`, `SERVER_DRAINING`.
    pub async fn watch_job(
        &self,
        caller: &Caller,
        id: JobId,
        after: i64,
        include_segments: bool,
    ) -> Result<Watch, Error> {
        if self.shutdown.is_cancelled() {
            return Err(Error::ServerDraining);
        }
        let of_key = self.counts.watch(caller.key.as_ref())?;
        let limit = self.config.watch.streams;
        let permit = std::sync::Arc::clone(&self.watches)
            .try_acquire_owned()
            .map_err(|_| Error::TooManyWatches { limit, setting: "watch.streams" })?;
        // Subscribed before the first read: news in between is then seen twice rather than missed.
        let news = self.store.signal().subscribe(id);
        let job = self.get_job(caller, id).await?;
        if after > job.last_sequence {
            return Err(Error::CursorAhead { last_sequence: job.last_sequence });
        }
        let now = Instant::now();
        let mut watch = Watch {
            app: self.clone(),
            caller: caller.clone(),
            id,
            include_segments,
            cursor: after,
            news,
            waiting: VecDeque::new(),
            told_status: after,
            told_progress: JobProgress::default(),
            progress_at: None,
            progress_waits: false,
            opened: now,
            last_told: now,
            over: false,
            rechecked: now,
            took: Duration::ZERO,
            _permit: permit,
            _of_key: of_key,
            _open: telemetry::OpenWatch::begin(),
        };
        if after == 0 {
            // With segments the snapshot carries 0: those finished so far still follow.
            let sequence = if include_segments { 0 } else { job.last_sequence };
            watch.cursor = sequence;
            watch.told_status = job.status_sequence;
            watch.told_progress = job.progress.clone();
            watch.push(sequence, Kind::Snapshot(Box::new(job)));
        }
        Ok(watch)
    }
}

impl Watch {
    /// The next event; `None` after the job's end was told.
    ///
    /// # Errors
    /// `SERVER_DRAINING`, `WATCH_ROTATED`, `JOB_NOT_FOUND` if the job was erased, `API_KEY_EXPIRED` if
    /// the key is no longer good.
    pub async fn next(&mut self) -> Option<Result<JobEvent, Error>> {
        loop {
            // Also in the middle of a backlog: the client goes on elsewhere from the last number.
            if !self.over
                && let Some(end) = self.end_from_outside().await
            {
                self.over = true;
                self.waiting.clear();
                return Some(Err(end));
            }
            if let Some(event) = self.waiting.pop_front() {
                self.last_told = Instant::now();
                return Some(Ok(event));
            }
            if self.over {
                return None;
            }
            self.news.mark_unchanged();
            let begin = Instant::now();
            let read = self.read().await;
            self.took = begin.elapsed();
            if let Err(error) = read {
                self.over = true;
                return Some(Err(error));
            }
            if self.waiting.is_empty() {
                self.wait().await;
            }
        }
    }

    /// Ends with the service.
    #[must_use]
    pub fn shutdown(&self) -> CancellationToken {
        self.app.shutdown()
    }

    async fn end_from_outside(&mut self) -> Option<Error> {
        if self.app.shutdown.is_cancelled() {
            return Some(Error::ServerDraining);
        }
        if self.opened.elapsed() >= self.app.config.watch.age {
            return Some(Error::WatchRotated);
        }
        if self.rechecked.elapsed() < self.app.config.watch.recheck {
            return None;
        }
        self.rechecked = Instant::now();
        self.app.recheck(&self.caller).await.err()
    }

    /// The number the receiver knows everything up to.
    #[must_use]
    pub fn sequence(&self) -> i64 {
        self.cursor
    }

    /// Reads what is new. The job is read before its segments, so all numbers up to its newest one
    /// are there.
    async fn read(&mut self) -> Result<(), Error> {
        if self.has_time().await? {
            return Ok(());
        }
        let job = self.app.get_job(&self.caller, self.id).await?;
        let mut caught_up = true;
        if self.include_segments {
            let (store, bytes) = (&self.app.store, self.app.config.limits.page_bytes);
            let mut page = store.segments_after(self.id, self.cursor, job.last_sequence, PAGE, bytes).await?;
            store.tell_calls(self.id, page.rows.iter_mut().map(|row| &mut row.result)).await?;
            caught_up = !page.cut && (page.rows.len() as u64) < PAGE;
            for Numbered { sequence, result } in page.rows {
                self.tell_status(&job, sequence);
                self.push(sequence, Kind::Segment(Box::new(result)));
            }
        }
        if !caught_up {
            return Ok(());
        }
        self.tell_status(&job, job.last_sequence);
        self.cursor = self.cursor.max(job.last_sequence);
        self.progress_waits = false;
        if job.status.is_final() {
            self.over = true;
            self.push(job.last_sequence, Kind::Finished(Box::new(job)));
        } else if job.progress != self.told_progress {
            if self.progress_at.is_none_or(|at| at.elapsed() >= PROGRESS) {
                self.progress_at = Some(Instant::now());
                self.told_progress = job.progress.clone();
                self.push(self.cursor, Kind::Progress(Box::new(job.progress)));
            } else {
                self.progress_waits = true;
            }
        }
        Ok(())
    }

    /// Whether all that is new is progress, which it is too early to tell: the job need not be read and
    /// its calls not be added up for that.
    async fn has_time(&mut self) -> Result<bool, Error> {
        if self.include_segments || self.progress_at.is_none_or(|at| at.elapsed() >= PROGRESS) {
            return Ok(false);
        }
        let Some((last, of_status)) = self.app.store.pulse(self.id).await? else { return Ok(false) };
        if of_status > self.told_status {
            return Ok(false);
        }
        self.cursor = self.cursor.max(last);
        self.progress_waits = true;
        Ok(true)
    }

    /// Tells a status the receiver has not seen, once everything before it was told.
    fn tell_status(&mut self, job: &Job, up_to: i64) {
        if job.status_sequence > self.told_status && job.status_sequence <= up_to {
            self.told_status = job.status_sequence;
            if !job.status.is_final() {
                self.push(job.status_sequence, Kind::Status(job.status));
            }
        }
    }

    /// Waits for news, for the time of a heartbeat, or for an end from outside.
    async fn wait(&mut self) {
        let settings = self.app.config.watch.clone();
        let heartbeat = self.last_told + settings.idle.mul_f64(self.jitter());
        let rotate = self.opened + settings.age;
        let recheck = self.rechecked + settings.recheck;
        let next_progress = self.progress_at.filter(|_| self.progress_waits).map(|at| at + PROGRESS);
        let paced = Instant::now() + (self.took * REST).clamp(PACE, PROGRESS);
        let news = async {
            let _closed = self.news.changed().await;
            tokio::time::sleep_until(paced).await;
        };
        tokio::select! {
            () = self.app.shutdown.cancelled() => {}
            () = news => {}
            () = tokio::time::sleep_until(next_progress.unwrap_or(paced + POLL)) => {}
            () = tokio::time::sleep_until(heartbeat) => {
                self.push(self.cursor, Kind::Heartbeat);
            }
            () = tokio::time::sleep_until(rotate) => {}
            () = tokio::time::sleep_until(recheck) => {}
        }
    }

    /// Ten percent around one, different from watch to watch: watches opened together are not to
    /// beat together for ever.
    fn jitter(&self) -> f64 {
        let micros = self.app.clock.now().timestamp_subsec_micros() % 201;
        0.9 + f64::from(micros) / 1000.0
    }

    fn push(&mut self, sequence: i64, kind: Kind) {
        self.cursor = self.cursor.max(sequence);
        self.waiting.push_back(JobEvent { sequence: self.cursor, time: self.app.clock.now(), kind });
    }
}
