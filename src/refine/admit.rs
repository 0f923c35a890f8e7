//! Which segments enter the loop, and why the others do not.

use crate::check;
use crate::domain::job::JobSpec;
use crate::domain::locale::Locale;
use crate::domain::placeholders::{self, Family, Placeholder};
use crate::domain::segment::{Segment, SegmentResult, SkipReason};
use regex::Regex;
use std::sync::LazyLock;

/// What a job says about which segments to refine.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Admission {
    /// Whether segments of numbers alone are left as they are.
    pub exclude_numeric: bool,
    /// Whether approved, confirmed and final segments are refined too.
    pub include_protected: bool,
}

impl From<&JobSpec> for Admission {
    fn from(spec: &JobSpec) -> Self {
        Self { exclude_numeric: spec.exclude_numeric_segments, include_protected: spec.include_protected }
    }
}

/// Why a segment stays outside; `None` if it enters. What the file says comes first.
#[must_use]
pub fn admit(segment: &Segment, admission: &Admission) -> Option<SkipReason> {
    match segment.skip {
        Some(SkipReason::Protected) if admission.include_protected => {}
        Some(reason) => return Some(reason),
        None => {}
    }
    let source = segment.source.text();
    if segment.target.is_empty() {
        Some(SkipReason::NoTarget)
    } else if !source.contains(char::is_alphanumeric) {
        Some(SkipReason::NoText)
    } else if segment.target.text().trim().is_empty() {
        Some(SkipReason::NoTarget)
    } else if admission.exclude_numeric && is_numeric(&source) {
        Some(SkipReason::Numeric)
    } else {
        None
    }
}

/// The result of a segment that stays outside. A missing target is reported though nothing refines
/// it, unless the job switches that check off; other skipped segments are not judged.
#[must_use]
pub fn skipped(segment: &Segment, reason: SkipReason, disabled_checks: &[String]) -> SegmentResult {
    let disabled = segment.dismissed.iter().chain(disabled_checks).cloned().collect();
    let options = check::Options { disabled, ..check::Options::default() };
    let pair = check::Pair {
        codes: &segment.codes,
        source: &segment.source,
        target: &segment.target,
        source_locale: &Locale::parse(&segment.languages.source),
        target_locale: &Locale::parse(&segment.languages.target),
        max_chars: segment.max_chars,
        bounds: &segment.bounds,
        part: segment.part,
        claim: segment.claim.as_ref(),
        options: &options,
    };
    let findings = if reason == SkipReason::NoTarget { check::findings(&pair) } else { Vec::new() };
    segment.skipped(reason, findings)
}

/// Placeholders that are looser than what the checks compare: `{ a name }`, `%größe%`.
static LOOSE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\$?\{\{?[\w.,:\- ]*\}?\}|%\w+%").expect("the pattern is a constant and a test reads it")
});
static DIGIT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\p{Nd}").expect("the pattern is a constant and a test reads it"));
static LETTER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\p{L}").expect("the pattern is a constant and a test reads it"));

/// At least one decimal digit of any script and no letter, placeholders aside: they hold letters, yet nothing to
/// translate.
fn is_numeric(source: &str) -> bool {
    let source = LOOSE.replace_all(source, " ");
    let mut bare = String::with_capacity(source.len());
    let mut at = 0;
    for Placeholder { family, text, span, .. } in placeholders::find(&source) {
        // The branches of a message are text, and so are attributes that people read.
        let holds_text = family == Family::Icu || family == Family::Markup && text != source[span.clone()];
        if !holds_text && span.start >= at {
            bare.push_str(&source[at..span.start]);
            bare.push(' ');
            at = span.end;
        }
    }
    bare.push_str(&source[at..]);
    DIGIT.is_match(&bare) && !LETTER.is_match(&bare)
}

#[cfg(test)]
mod tests {
    use super::{Admission, admit, skipped};
    use crate::domain::segment::SkipReason;
    use crate::refine::fixture::segment;

    fn check(source: &str, target: &str, expected: Option<SkipReason>) {
        let admission = Admission { exclude_numeric: true, include_protected: false };
        assert_eq!(admit(&segment(1, source, target), &admission), expected, "{source:?} {target:?}");
    }

    #[test]
    fn segments_of_numbers_alone_are_told_from_text() {
        for numeric in ["12,5 %", "２０２６", "٣٤", "§ 4", "+49 30 1", "⟦1⟧7⟦/1⟧", "100 %"] {
            check(numeric, "x", Some(SkipReason::Numeric));
        }
        for text in ["10 km", "3rd", "IV", "第3章", "二十", "50 % discount"] {
            check(text, "x", None);
        }
    }

    #[test]
    fn placeholders_of_every_form_are_no_letters() {
        // Names that begin like a conversion: s d i f u x c e g.
        for name in ["count", "size", "day", "index", "file", "unit", "x", "extra", "group", "größe"] {
            check(&format!("%{name}% 12"), "x", Some(SkipReason::Numeric));
        }
        for numeric in [
            "%d 12",
            "{count} 3",
            "%ld / 12",
            "%lu 12",
            "%n / 12",
            "%1$s: 12",
            "%@ 12",
            "%-5.2f 12",
            "%(n)s 12",
            "{b>12<b}",
            "{1>12<1}",
            "<b>12</b>",
            "<br/>12",
            "&lt;b&gt;12&lt;/b&gt;",
            "${x} 12",
            "{ a name } 12",
            "{{user.id}} 12",
            "%{n} 12",
            "{0:N2} 12",
            "[1,19] 12 | %n 3",
        ] {
            check(numeric, "x", Some(SkipReason::Numeric));
        }
        for text in [
            "%count% files 12",
            "12 %count%",
            "{n, plural, one {1 file} other {2 files}}",
            "<a title=\"Help\">12</a>",
            "5 < b and 7 > a",
            "%s",
            "<b></b>",
        ] {
            let expected = (text == "12 %count%").then_some(SkipReason::Numeric);
            check(text, "x", expected);
        }
    }

    #[test]
    fn what_has_no_text_or_no_target_stays_outside() {
        check("—", "—", Some(SkipReason::NoText));
        check("⟦2⟧", "⟦2⟧", Some(SkipReason::NoText));
        check("Hello", "", Some(SkipReason::NoTarget));
        check("Hello", " ⟦2⟧ ", Some(SkipReason::NoTarget));
        check("Hello", "Hallo", None);
    }

    #[test]
    fn a_missing_target_is_reported_unless_the_job_switches_that_off() {
        let found = |disabled: &[&str]| {
            let disabled: Vec<String> = disabled.iter().map(|name| (*name).to_owned()).collect();
            skipped(&segment(1, "Hello", ""), SkipReason::NoTarget, &disabled).findings_before.len()
        };
        assert_eq!((found(&[]), found(&["target-empty"])), (1, 0));
    }

    #[test]
    fn the_file_decides_first_and_protection_can_be_lifted() {
        let check = |skip, admission: Admission, expected| {
            let segment = crate::domain::segment::Segment { skip, ..segment(1, "12", "12") };
            assert_eq!(admit(&segment, &admission), expected, "{skip:?} {admission:?}");
        };
        let all = Admission { exclude_numeric: true, include_protected: true };
        check(Some(SkipReason::Locked), all, Some(SkipReason::Locked));
        check(Some(SkipReason::Protected), Admission::default(), Some(SkipReason::Protected));
        check(Some(SkipReason::Protected), all, Some(SkipReason::Numeric));
        check(None, Admission::default(), None);
    }
}
