//! How a segment ended, as the loop hands it out.

use super::Track;
use crate::domain::segment::{EndReason, SegmentResult, SegmentState, StopReason};

impl Track {
    /// Its result, once, after its end.
    pub(in crate::refine) fn report(&mut self) -> Option<SegmentResult> {
        let (reason, failure) = self.end.clone()?;
        if std::mem::replace(&mut self.reported, true) {
            return None;
        }
        // Each accepted version was better than the one before it: the last one is the best.
        let revisions = std::mem::take(&mut self.revisions);
        let (segment, best) = (&self.subject.segment, self.best());
        let accepted = self.versions.accepted();
        let state = match (accepted.is_empty(), &failure) {
            (false, _) => SegmentState::Changed,
            (true, None) => SegmentState::Unchanged,
            (true, Some(_)) => SegmentState::Failed,
        };
        Some(SegmentResult {
            id: segment.id.clone(),
            languages: segment.languages.clone(),
            state,
            reason: EndReason::Stop(reason),
            source: segment.source.clone(),
            original: segment.target.clone(),
            accepted,
            revisions,
            findings_before: self.versions.original().findings.iter().chain(&self.of_file).cloned().collect(),
            findings_after: self.findings().cloned().collect(),
            needs_review: self.is_open
                || failure.is_some()
                || reason == StopReason::Unsure
                || best.hard().next().is_some(),
            failure,
            distance: self.versions.distance(),
            repeats: None,
            group: None,
            parts: std::mem::take(&mut self.parts),
            calls: Vec::new(),
        })
    }
}
