//! What events tell beside whole jobs and segments.

use super::jobs::{StatusView, WaitingView, percent};
use super::scores::ScoreSumView;
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
    #[serde(skip_serializing_if = "Option::is_none")]
    rules_score: Option<ScoreSumView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mqm_score: Option<ScoreSumView>,
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
            rules_score: progress.rules_score.map(ScoreSumView::from),
            mqm_score: progress.mqm_score.map(ScoreSumView::from),
            waiting: progress.waiting.map(WaitingView::from),
        }
    }
}
