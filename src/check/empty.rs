//! A text on one side and none on the other.

use super::line::Line;
use super::view::{Report, View};
use super::{Check, Id};
use crate::domain::segment::Severity;

/// Target without text (`target-empty`), source without text (`source-empty-target-not`).
#[derive(Debug)]
pub(super) struct Empty;

impl Check for Empty {
    fn ids(&self) -> &'static [Id] {
        const { &[Id::hard("target-empty"), Id::soft("source-empty-target-not")] }
    }

    fn find(&self, view: &View<'_>, report: &mut Report<'_>) {
        if view.source.has_letters() && !has_text(&view.target) {
            report.add("target-empty", Severity::Critical, "the target has no text", None);
            report.is_complete = true;
        } else if view.source.len() == 0 && view.target.has_letters() {
            let message = "the target has text, the source none";
            report.add("source-empty-target-not", Severity::Major, message, None);
            report.is_complete = true;
        }
    }
}

fn has_text(line: &Line) -> bool {
    (0..line.len()).any(|at| line.char(at).is_some_and(char::is_alphanumeric))
}
