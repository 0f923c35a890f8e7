//! What events tell beside whole jobs and segments.

use super::jobs::{StatusView, WaitingView, percent};
use super::usage::UsageView;
use crate::pb;
use serde::Serialize;

/// Another status, not a final one.
#[derive(Debug, Serialize)]
pub(in crate::gateway) struct StatusChangeView {
    status: StatusView,
}

/// New counts.
#[derive(Debug, Serialize)]
pub(in crate::gateway) struct ProgressView {
    progress: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    waiting: Option<WaitingView>,
    usage: UsageView,
}

impl From<pb::JobStatus> for StatusChangeView {
    fn from(status: pb::JobStatus) -> Self {
        Self { status: status.into() }
    }
}

impl From<pb::JobProgress> for ProgressView {
    fn from(progress: pb::JobProgress) -> Self {
        Self {
            progress: percent(&progress, false),
            usage: UsageView::from(&progress),
            waiting: progress.waiting.map(WaitingView::from),
        }
    }
}
