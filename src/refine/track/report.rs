//! How a segment ended, as the loop hands it out.

use super::Track;
use crate::domain::score::Scores;
use crate::domain::segment::{EndReason, Finding, SegmentResult, SegmentState, StopReason};
use crate::domain::word_count;
use crate::refine::score;
use crate::refine::subject::Version;

impl Track {
    /// Its result, once, after its end.
    pub(in crate::refine) fn report(&mut self) -> Option<SegmentResult> {
        let (reason, failure) = self.end.clone()?;
        if std::mem::replace(&mut self.reported, true) {
            return None;
        }
        // Each accepted version was better than the one before it: the last one is the best.
        let mut revisions = std::mem::take(&mut self.revisions);
        if let Some(dictionary) = self.subject.dictionary() {
            // What was found depends on it as on the rules.
            let version = format!("+{}-{}", dictionary.name(), dictionary.digest());
            revisions.iter_mut().for_each(|revision| revision.trail.rules.push_str(&version));
        }
        let (segment, best) = (&self.subject.segment, self.best());
        let accepted = self.versions.accepted();
        let has_open_issue = self.has_open_issue(&revisions);
        let findings_before = self.found(self.versions.original());
        let is_original = self.versions.is_original();
        let findings_after = if is_original { findings_before.clone() } else { self.found(best) };
        let (mqm_before, mqm_after) = self.versions.judged();
        let scores = Scores {
            words: word_count::of(&segment.source),
            rules_before: score::of_findings(&findings_before),
            rules_after: score::of_findings(&findings_after),
            mqm_before,
            mqm_after,
        };
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
            findings_before,
            findings_after,
            dismissed: segment.dismissed.clone(),
            needs_review: self.is_open
                || has_open_issue
                || failure.is_some()
                || reason == StopReason::Unsure
                || best.hard().next().is_some(),
            failure,
            distance: self.versions.distance(),
            scores: Some(scores),
            repeats: None,
            group: None,
            parts: std::mem::take(&mut self.parts),
            calls: Vec::new(),
        })
    }

    /// All that is told of a version. What was found over the whole file is told of every version: whether
    /// another target agrees with the rest of the file is known when all of it is there.
    fn found(&self, version: &Version) -> Vec<Finding> {
        let mut found = version.findings.clone();
        found.extend(self.of_file.iter().cloned());
        found.extend(self.subject.told(&version.text));
        found
    }
}
