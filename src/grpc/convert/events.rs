//! Events of a watch, outward.

use super::{jobs, segments, time};
use crate::app::watch::{JobEvent, Kind};
use crate::pb;
use crate::pb::job_event;

pub(crate) fn event(event: JobEvent) -> pb::WatchJobResponse {
    let kind = match event.kind {
        Kind::Snapshot(job) => job_event::Kind::Snapshot(pb::JobSnapshot { job: Some(jobs::listed(*job)) }),
        Kind::Status(status) => {
            job_event::Kind::StatusChange(pb::JobStatusChange { status: jobs::status(status).into() })
        }
        Kind::Progress(progress) => job_event::Kind::Progress(jobs::progress(*progress)),
        Kind::Segment(result) => job_event::Kind::Segment(segments::segment(*result)),
        Kind::Finished(job) => job_event::Kind::Finished(jobs::listed(*job)),
        Kind::Heartbeat => job_event::Kind::Heartbeat(pb::Heartbeat {}),
    };
    pb::WatchJobResponse {
        event: Some(pb::JobEvent {
            sequence: event.sequence,
            event_time: Some(time(event.time)),
            kind: Some(kind),
        }),
    }
}
