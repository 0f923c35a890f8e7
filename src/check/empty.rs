//! A text on one side and none on the other.

use super::Id;
use super::line::Line;
use super::view::{Report, View};
use crate::domain::segment::Severity;

/// Target without text (`target-empty`), source without text (`source-empty-target-not`).
pub(super) fn empty(view: &View<'_>, report: &mut Report) {
    if view.source.has_letters() && !has_text(&view.target) {
        if is_ordinal(&view.source) && !view.target.inner().is_empty() || is_sign(view) {
            return;
        }
        report.add(Id::TargetEmpty, Severity::Critical, "the target has no text", None);
        report.is_complete = true;
    } else if view.source.len() == 0 && view.target.has_letters() {
        let message = "the target has text, the source none";
        report.add(Id::SourceEmptyTargetNot, Severity::Major, message, None);
        report.is_complete = true;
    }
}

/// `{}th`: an ending that other languages write as a stop or not at all.
fn is_ordinal(source: &Line) -> bool {
    let [word] = source.words.as_slice() else { return false };
    let follows = source.placeholders.iter().any(|cells| cells.end == word.start);
    follows && ["st", "nd", "rd", "th"].contains(&source.text(word).as_str())
}

/// A name of a sign that the target shows: “Backslash” is `\\`, “(C)” is ©. Marks of a sentence show nothing.
fn is_sign(view: &View<'_>) -> bool {
    let [word] = view.source.words.as_slice() else { return false };
    let mut signs = view.target.plain_chars().map(|(_, c)| c).filter(|c| !c.is_whitespace());
    let first = signs.next();
    word.len() > 1
        && signs.next().is_none()
        && first.is_some_and(|c| !".,;:!?…-–—_*\u{200b}\u{feff}。，、؟।".contains(c) && !c.is_control())
}

fn has_text(line: &Line) -> bool {
    (0..line.len()).any(|at| line.char(at).is_some_and(char::is_alphanumeric))
}
