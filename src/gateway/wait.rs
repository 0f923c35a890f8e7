//! `?wait=N`: an answer that is held until the job is over. It is a watch, so it holds nothing of the
//! store while it waits and counts against the bounds of watches.

use super::ask::Who;
use super::error::Fault;
use crate::grpc::Service;
use crate::pb::job_service_server::JobService as _;
use crate::pb::{GetJobRequest, Job, JobStatus, WatchJobRequest};
use futures_util::StreamExt as _;
use std::time::Duration;

/// How long an answer may be held: a whole number of seconds within the limit; anything else is none.
pub(super) fn asked(wait: Option<&str>, limit: Duration) -> Duration {
    let text = wait.unwrap_or_default().trim();
    let digits = text.strip_prefix('+').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Duration::ZERO;
    }
    // More digits than fit are just many seconds.
    Duration::from_secs(digits.parse().unwrap_or(u64::MAX)).min(limit)
}

/// The job as it is when it is over, or after `most`.
///
/// # Errors
/// `JOB_NOT_FOUND`, `TOO_MANY_WATCHES`.
pub(super) async fn job(service: &Service, who: &Who, job_id: String, most: Duration) -> Result<Job, Fault> {
    let now = get(service, who, job_id.clone()).await?;
    if is_over(&now) || most.is_zero() || service.shutdown().is_cancelled() {
        return Ok(now);
    }
    let request = WatchJobRequest {
        job_id: job_id.clone(),
        after_sequence: now.last_sequence,
        include_segments: false,
    };
    let mut events = match service.watch_job(who.asks(request)).await {
        Ok(events) => events.into_inner(),
        Err(_) if service.shutdown().is_cancelled() => return Ok(now),
        Err(refused) => return Err(refused.into()),
    };
    // The end of the watch, whatever it is, is an answer: a server that goes down sends none later.
    let to_the_end = async { while let Some(Ok(_)) = events.next().await {} };
    let _late = tokio::time::timeout(most, to_the_end).await;
    get(service, who, job_id).await
}

/// Whether nothing changes about it any more.
pub(super) fn is_over(job: &Job) -> bool {
    matches!(job.status(), JobStatus::Completed | JobStatus::Failed | JobStatus::Cancelled)
}

/// A job as it is now.
pub(super) async fn get(service: &Service, who: &Who, job_id: String) -> Result<Job, Fault> {
    let found = service.get_job(who.asks(GetJobRequest { job_id })).await?;
    Ok(found.into_inner().job.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_a_number_within_the_limit_and_junk_is_none() {
        let check = |wait: Option<&str>, seconds: u64| {
            assert_eq!(asked(wait, Duration::from_secs(30)), Duration::from_secs(seconds), "{wait:?}");
        };
        check(None, 0);
        check(Some("0"), 0);
        check(Some("7"), 7);
        check(Some(" 7 "), 7);
        check(Some("+7"), 7);
        check(Some("31"), 30);
        check(Some("99999999999999999999999"), 30);
        check(Some("-1"), 0);
        check(Some("1.5"), 0);
        check(Some("true"), 0);
        check(Some(""), 0);
    }
}
