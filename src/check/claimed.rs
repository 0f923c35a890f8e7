//! Targets that are not what the file says of them (`unedited-fuzzy`).
//!
//! Left alone: matches whose text was changed in any letter, matches that the file itself says are not
//! finished, and copies of the source whose state is that of a text to translate.

use super::Id;
use super::view::{Report, View};
use crate::domain::claim::{Claim, Letters};
use crate::domain::segment::Severity;

/// A match of another source that nobody edited, a translation that is said to be none.
pub(super) fn claimed(view: &View<'_>, report: &mut Report) {
    let Some(claim) = view.pair.claim else { return };
    if !report.wants_any(&[Id::UneditedFuzzy]) {
        return;
    }
    let target = view.pair.target;
    let message = match *claim {
        Claim::Match { letters, .. } if letters != Letters::of(target) => return,
        Claim::Match { percent: Some(percent), .. } => {
            format!("the target is that of a match of {percent} %, unedited")
        }
        Claim::Match { percent: None, .. } => {
            "the target is that of a match of another source, unedited".to_owned()
        }
        Claim::Untranslated if !view.target.has_letters() || *target == *view.pair.source => return,
        Claim::Untranslated => "by its state the target is still to be translated".to_owned(),
    };
    report.add(Id::UneditedFuzzy, Severity::Minor, message, None);
}

#[cfg(test)]
mod tests {
    use crate::check::tests::Sample;
    use crate::check::{Options, Pair, findings, remarks};
    use crate::domain::claim::{Claim, Letters};
    use crate::domain::text::CodedText;

    fn check(claim: Option<Claim>, source: &str, target: &str, expected: &str) {
        let sample = Sample::new("en-de", source, target);
        let told = |enabled: &[&str], disabled: &[&str]| {
            let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
            let options =
                Options { enabled: names(enabled), disabled: names(disabled), ..Options::default() };
            let pair = Pair { claim: claim.as_ref(), options: &options, ..sample.pair() };
            let of_it = |found: Vec<crate::domain::segment::Finding>| -> Vec<String> {
                let own = found.into_iter().filter(|found| found.check == "unedited-fuzzy");
                own.map(|found| found.message).collect()
            };
            let found = of_it(findings(&pair));
            assert_eq!(found, of_it(remarks(&pair)));
            found.join("; ")
        };
        assert_eq!(told(&["unedited-fuzzy"], &[]), expected);
        assert_eq!(told(&[], &[]), "");
        assert_eq!(told(&["unedited-fuzzy"], &["unedited-fuzzy"]), "");
    }

    #[test]
    fn a_target_is_what_the_file_says_of_it_or_not() {
        let like = |percent, text: &str| {
            Some(Claim::Match { percent, letters: Letters::of(&CodedText::plain(text)) })
        };
        check(
            like(Some(85), "Sichern"),
            "Save",
            "Sichern",
            "the target is that of a match of 85 %, unedited",
        );
        check(
            like(None, "Sichern"),
            "Save",
            "Sichern",
            "the target is that of a match of another source, unedited",
        );
        check(like(Some(85), "Sichern"), "Save", "Speichern", "");
        check(None, "Save", "Sichern", "");
        let untranslated = Some(Claim::Untranslated);
        check(untranslated, "Save", "Sichern", "by its state the target is still to be translated");
        check(untranslated, "Save", "Save", "");
        check(untranslated, "12", "12,0", "");
        check(untranslated, "Save", "", "");
    }
}
