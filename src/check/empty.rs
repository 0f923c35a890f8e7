//! A text on one side and none on the other.

use super::Id;
use super::line::Line;
use super::view::{Report, View};
use crate::domain::segment::Severity;

/// Target without text (`target-empty`), source without text (`source-empty-target-not`).
pub(super) fn empty(view: &View<'_>, report: &mut Report) {
    if view.source.has_letters() && !has_text(&view.target) {
        report.add(Id::TargetEmpty, Severity::Critical, "the target has no text", None);
        report.is_complete = true;
    } else if view.source.len() == 0 && view.target.has_letters() {
        let message = "the target has text, the source none";
        report.add(Id::SourceEmptyTargetNot, Severity::Major, message, None);
        report.is_complete = true;
    }
}

fn has_text(line: &Line) -> bool {
    (0..line.len()).any(|at| line.char(at).is_some_and(char::is_alphanumeric))
}
