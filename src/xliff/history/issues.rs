//! Errors found in a version, in the words of the Internationalization Tag Set (ITS 2.0).
//!
//! An issue belongs to the version it was found in. Around the target that replaced it, it would be
//! a lie; so it is written on the old version alone, inline, the one place the standard allows.

use super::Speller;
use super::fragment::free_id;
use crate::domain::segment::{Issue, Severity};

/// The most issues of a version that are written.
pub(super) const MOST: usize = 32;

/// The type ITS has for a category of MQM.
fn kind(category: &str) -> &'static str {
    let (family, name) = category.split_once('/').unwrap_or((category, ""));
    match (family, name) {
        (_, "mistranslation") => "mistranslation",
        (_, "omission" | "under-translation") => "omission",
        (_, "addition" | "over-translation") => "addition",
        (_, "untranslated") => "untranslated",
        (_, "grammar") => "grammar",
        (_, "spelling") => "misspelling",
        (_, "punctuation") => "typographical",
        (_, "register") => "register",
        ("terminology", "inconsistent") => "inconsistency",
        ("terminology", _) => "terminology",
        ("locale" | "locale-convention", _) => "locale-violation",
        ("style", _) => "style",
        ("markup" | "tags", _) => "markup",
        ("accuracy", _) => "mistranslation",
        ("linguistic" | "fluency", _) => "grammar",
        ("duplication", _) => "duplication",
        _ => "other",
    }
}

/// A number from 0 to 100, as ITS wants it.
fn weight(severity: Severity) -> u8 {
    match severity {
        Severity::Minor => 30,
        Severity::Major => 60,
        Severity::Critical => 100,
    }
}

/// The words of a note on an issue, for forms that have nothing else.
pub(super) fn in_words(issue: &Issue) -> String {
    let head = format!("{}, {}", issue.category, issue.severity);
    match issue.explanation.trim() {
        "" => head,
        explanation => format!("{head}: {explanation}"),
    }
}

/// The content of an old target with a mark around it for each issue. `its` is the prefix that is
/// declared for ITS, `p` that of XLIFF; both with their colon.
pub(super) fn annotate(speller: Speller<'_, '_>, issues: &[Issue], content: String, its: &str) -> String {
    let p = speller.tree.node(0).name.prefix();
    issues.iter().rev().fold(content, |content, issue| {
        let id = free_id("refineloop-q", &content);
        let (kind, weight) = (kind(&issue.category), weight(issue.severity));
        let comment = match issue.explanation.trim() {
            "" => String::new(),
            // A line break in an attribute would be read as a space anyway.
            text => format!(" {its}locQualityIssueComment=\"{}\"", speller.escape(&text.replace(['\n', '\r', '\t'], " "))),
        };
        format!(
            "<{p}mrk id=\"{id}\" type=\"its:generic\" {its}locQualityIssueType=\"{kind}\"{comment} {its}locQualityIssueSeverity=\"{weight}\">{content}</{p}mrk>"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::kind;

    #[test]
    fn every_category_of_the_reviewer_has_a_type_of_its() {
        for (category, expected) in [
            ("accuracy/mistranslation", "mistranslation"),
            ("accuracy/omission", "omission"),
            ("accuracy/addition", "addition"),
            ("accuracy/untranslated", "untranslated"),
            ("accuracy/dnt", "mistranslation"),
            ("terminology/wrong", "terminology"),
            ("terminology/inconsistent", "inconsistency"),
            ("linguistic/grammar", "grammar"),
            ("linguistic/spelling", "misspelling"),
            ("linguistic/punctuation", "typographical"),
            ("style/register", "register"),
            ("style/awkward", "style"),
            ("locale/number", "locale-violation"),
            ("locale/date", "locale-violation"),
            ("markup/tag", "markup"),
            ("other", "other"),
            ("what a model invents", "other"),
        ] {
            assert_eq!(kind(category), expected, "{category}");
        }
    }
}
