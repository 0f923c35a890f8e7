//! Remarks: findings of level info. A client that asks for them is told them, and they do nothing else: no
//! round begins for them, nobody has to look, and the model does not hear of them. Only that a candidate adds
//! one counts, for all that [`guarding`] names, whether they are told or not.

use crate::check::{self, Id, Level, Options};
use crate::domain::segment::Finding;

/// The remarks that no candidate may add. Not those that ask how a text is built: two sentences may well be
/// right where there was one. Nor spelling and false friends: no dictionary has all terms, and a friend may be meant
/// after all. What the file says of the target is not said of a candidate.
pub(super) fn guarding() -> impl Iterator<Item = Id> {
    let is_open =
        |id: &Id| matches!(id, Id::SentenceCount | Id::Spelling | Id::FalseFriend | Id::UneditedFuzzy);
    let all = check::catalog().iter().copied();
    all.filter(move |id| id.level() == Level::Info && !id.is_of_file() && !is_open(id))
}

/// Options with these remarks and no other findings.
pub(super) fn alone(enabled: &[String], disabled: &[String]) -> Options {
    let usual = check::catalog().iter().filter(|id| id.level() != Level::Info);
    let mut off: Vec<String> = usual.map(|id| id.as_str().to_owned()).collect();
    off.extend_from_slice(disabled);
    Options { enabled: enabled.to_vec(), disabled: off, ..Options::default() }
}

/// Whether a finding is one.
pub(super) fn is_remark(finding: &Finding) -> bool {
    Id::parse(&finding.check).is_some_and(|id| id.level() == Level::Info)
}
