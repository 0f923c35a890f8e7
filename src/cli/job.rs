//! Following a job inside the same process.

use super::exit::{Exit, Failed};
use super::progress::{Counts, Shown};
use crate::app::watch::Kind;
use crate::app::{App, Caller, Error};
use crate::domain::ids::JobId;
use crate::domain::job::Job;
use crate::domain::progress::JobProgress;
use std::time::Duration;

/// Breaks in a row without an event in between, after which the store counts as gone.
const BREAKS: u32 = 10;
/// How long to wait for a store that does not answer.
const PAUSE: Duration = Duration::from_millis(500);

/// Shows what happens to a job until it is over. A watch lasts an hour at most, a job may take days:
/// the next watch goes on where the last one ended.
pub(super) async fn follow(app: &App, caller: &Caller, id: JobId, shown: &mut Shown) -> Result<Job, Failed> {
    let (mut after, mut breaks) = (0, 0);
    loop {
        let before = after;
        match once(app, caller, id, &mut after, shown).await {
            Ok(Some(job)) => return Ok(job),
            Ok(None) => return Err(Exit::Internal.because("the watch ended before the job")),
            Err(Error::WatchRotated) => {}
            Err(error @ Error::StoreUnavailable) => {
                breaks = if after > before { 1 } else { breaks + 1 };
                if breaks > BREAKS {
                    return Err(error.into());
                }
                tokio::time::sleep(PAUSE).await;
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// Follows one watch to its end; `after` moves with it.
async fn once(
    app: &App,
    caller: &Caller,
    id: JobId,
    after: &mut i64,
    shown: &mut Shown,
) -> Result<Option<Job>, Error> {
    let mut watch = app.watch_job(caller, id, *after, false).await?;
    while let Some(event) = watch.next().await {
        let event = event?;
        *after = event.sequence;
        match event.kind {
            Kind::Snapshot(job) => shown.counts(event.sequence, counts(&job.progress)),
            Kind::Status(status) => shown.status(event.sequence, status.as_str()),
            Kind::Progress(progress) => shown.counts(event.sequence, counts(&progress)),
            Kind::Finished(job) => {
                shown.counts(event.sequence, counts(&job.progress));
                return Ok(Some(*job));
            }
            Kind::Segment(_) | Kind::Heartbeat => {}
        }
    }
    Ok(None)
}

fn counts(progress: &JobProgress) -> Counts {
    Counts {
        total: progress.segment_count,
        finished: progress.finished.finished,
        changed: progress.finished.changed,
        skipped: progress.finished.skipped,
        failed: progress.finished.failed,
        waiting: progress
            .waiting
            .as_ref()
            .map_or_else(String::new, |waiting| format!("{} ({})", waiting.model, waiting.reason.as_str())),
    }
}

#[cfg(test)]
mod tests {
    use super::{Shown, follow};
    use crate::Parts;
    use crate::app::jobs::NewJob;
    use crate::app::upload::{Begin, UploadSpec};
    use crate::app::{Caller, Error};
    use crate::config::{Config, Watch};
    use crate::domain::clock::Clock;
    use crate::domain::job::{JobSpec, JobStatus};
    use std::time::Duration;
    use tokio_util::sync::CancellationToken;

    const FILE: &str = r#"<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file
        original="a" source-language="en" target-language="de" datatype="plaintext"><body><trans-unit
        id="1"><source>One.</source><target>Eins.</target></trans-unit></body></file></xliff>"#;

    #[tokio::test]
    async fn a_job_is_followed_beyond_the_age_of_a_watch() {
        let folder = tempfile::tempdir().unwrap();
        let watch = Watch { age: Duration::from_millis(100), ..Watch::default() };
        let config = Config { data_dir: folder.path().to_owned(), watch, ..Config::default() };
        let stop = CancellationToken::new();
        let Parts { app, worker, .. } = Parts::open(config, Clock::system(), stop.clone()).await.unwrap();
        let caller = Caller::local();
        let spec = UploadSpec { filename: "a.xlf".to_owned(), ..UploadSpec::default() };
        let Begin::Upload(mut upload) = app.begin_upload(&caller, spec).await.unwrap() else { panic!() };
        upload.write(FILE.into()).await.unwrap();
        let spec = JobSpec::new(upload.finish().await.unwrap().id, "builtin/echo");
        let new = NewJob { spec, usual_output: true, webhook_secret: None, request_id: None };
        let id = app.create_job(&caller, new).await.unwrap().id;
        let mut shown = Shown::Nothing;
        let work = async {
            // The job begins when watches as old as the follower's have ended.
            for _ in 0..2 {
                let mut other = app.watch_job(&caller, id, 0, false).await.unwrap();
                while let Some(event) = other.next().await {
                    assert!(matches!(event, Ok(_) | Err(Error::WatchRotated)), "{event:?}");
                }
            }
            worker.run(stop.clone()).await;
        };
        let followed = async {
            let ended = follow(&app, &caller, id, &mut shown).await;
            stop.cancel();
            ended
        };
        let (followed, ()) = tokio::join!(followed, work);
        assert_eq!(followed.unwrap().status, JobStatus::Completed);
    }
}
