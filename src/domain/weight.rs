//! About how many bytes a segment takes, so that whatever gathers segments can be bounded by bytes
//! and not by their number alone: one may hold 256 KiB of text, and codes beside it.

use super::segment::{Segment, SegmentRef, SegmentResult};
use super::served;
use super::text::{CodedText, Part};
use super::trail::{Dropped, Trail};

/// What a value takes beside its texts.
const FRAME: usize = 200;

impl SegmentRef {
    /// About how many bytes it takes.
    #[must_use]
    pub fn weight(&self) -> usize {
        self.file_element.len() + self.unit.len() + self.segment.len() + 50
    }
}

impl Segment {
    /// About how many bytes it takes.
    #[must_use]
    pub fn weight(&self) -> usize {
        let codes: usize =
            self.codes.iter().map(|code| code.kind.len() + code.hint.len() + code.key.len() + FRAME).sum();
        let notes: usize = self.notes.iter().map(String::len).sum();
        self.id.weight() + text(&self.source) + text(&self.target) + codes + notes + FRAME
    }
}

impl SegmentResult {
    /// About how many bytes it takes.
    #[must_use]
    pub fn weight(&self) -> usize {
        let texts: usize = [&self.source, &self.original].into_iter().chain(&self.accepted).map(text).sum();
        let issues: usize = self
            .revisions
            .iter()
            .flat_map(|round| &round.issues)
            .map(|issue| issue.explanation.len() + issue.source_span.len() + issue.target_span.len() + FRAME)
            .sum();
        let rounds: usize = self
            .revisions
            .iter()
            .map(|round| round.target.len() + round.note.len() + round.trail.weight() + FRAME)
            .sum();
        let findings: usize = self
            .findings_before
            .iter()
            .chain(&self.findings_after)
            .map(|finding| finding.message.len() + FRAME)
            .sum();
        let parts = self.parts.len() * size_of::<served::Part>();
        self.id.weight() + texts + rounds + issues + findings + parts + FRAME
    }
}

impl Trail {
    /// About how many bytes it takes.
    #[must_use]
    pub fn weight(&self) -> usize {
        let dropped: usize = self
            .dropped
            .iter()
            .map(|Dropped { issue, .. }| {
                issue.explanation.len() + issue.source_span.len() + issue.target_span.len() + FRAME
            })
            .sum();
        let changes: usize =
            self.changes.iter().map(|change| change.old.len() + change.new.len() + FRAME).sum();
        self.reason.len() + dropped + changes + self.votes.len() * FRAME
    }
}

fn text(text: &CodedText) -> usize {
    /// A token as it is stored.
    const TOKEN: usize = 24;
    text.parts()
        .iter()
        .map(|part| match part {
            Part::Text(text) => text.len(),
            Part::Token(_) => TOKEN,
        })
        .sum()
}
