//! Which notes of an earlier run are out of date: those that leave to people what is not there any
//! more, since a person or a run has mended it.
//!
//! Only notes that name findings are judged, for only of those it is certain. What a model said stays:
//! that another run says nothing of it does not make it wrong.

use super::phrases;
use crate::check::Id;
use crate::domain::segment::{SegmentResult, SegmentState};

/// The checks whose notes on a segment stand: those that find something in its target as it is now,
/// and the `unmade` ones, of which nobody knows. `None` if nobody looked at it.
#[must_use]
pub fn found(result: &SegmentResult, unmade: &[String]) -> Option<Vec<String>> {
    let (findings, unknown) = match result.state {
        // What it had: the same as now, but for what the refined file has shown. An output that is written a
        // second time must not know that.
        SegmentState::Unchanged => (&result.findings_before, false),
        // How a target that was changed agrees with the rest of the file is not known.
        SegmentState::Changed => (&result.findings_after, true),
        SegmentState::Skipped | SegmentState::Failed => return None,
    };
    let mut found = unmade.to_vec();
    found.extend(findings.iter().map(|finding| finding.check.clone().into_owned()));
    let of_files = Id::ALL.iter().filter(|check| unknown && check.is_of_file());
    found.extend(of_files.map(|check| check.as_str().to_owned()));
    Some(found)
}

/// Whether a note of ours is out of date: nothing of what it leaves to people is found any more.
#[must_use]
pub fn is_settled(note: &str, found: &[String]) -> bool {
    let is_found = |check: &Id| found.iter().any(|name| name == check.as_str());
    phrases::left_to_people(note).is_some_and(|checks| !checks.iter().any(is_found))
}

#[cfg(test)]
mod tests {
    use super::is_settled;
    use crate::check::{Id, catalog};
    use crate::domain::locale::Locale;
    use crate::refine::phrases::{LANGUAGES, explanation, left_to_people};

    #[test]
    fn a_note_of_ours_is_out_of_date_once_nothing_of_it_is_found() {
        for language in LANGUAGES.map(Locale::parse) {
            let say = |check| explanation(check, false, &language);
            let checks = [Id::NumberValue, Id::EndPunct, Id::Quotes];
            let note = checks.map(say).join(" ");
            assert_eq!(left_to_people(&note).as_deref(), Some(&checks[..]), "{note}");
            assert!(is_settled(&note, &["symbols".to_owned()]));
            assert!(!is_settled(&note, &["quotes".to_owned()]));
            for check in catalog() {
                assert_eq!(left_to_people(&say(*check)).as_deref(), Some(&[*check][..]));
            }
        }
        // What a model or a person says, and what was mended, stays.
        let mended = explanation(Id::EndPunct, true, &Locale::parse("en"));
        for other in ["", "Please check the dose.", &mended, "Quotation marks: please check. Really."] {
            assert!(!is_settled(other, &[]), "{other}");
        }
    }
}
