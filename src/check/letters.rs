//! Letters that a language does not have, though its neighbours do, and what the file forbids.

use super::Id;
use super::kinds::Kinds;
use super::locale::Writing;
use super::view::{Report, View};
use super::writing::AUTONYMS;
use crate::domain::integrity::{Rule, unmet};
use crate::domain::segment::Severity;

/// Letters of a neighbouring language or of the other writing of the same one (`forbidden-chars`).
/// Left alone: letters the source has too, which may be names.
pub(super) fn forbidden_chars(view: &View<'_>, report: &mut Report) {
    if !view.target.has(Kinds::OTHER) {
        return;
    }
    let locale = view.pair.target_locale;
    if let Some(wanted) = Writing::of(locale) {
        other_writing(view, wanted, report);
        return;
    }
    let (region, script) =
        (locale.region.as_deref().unwrap_or_default(), locale.script.as_deref().unwrap_or_default());
    let row = FORBIDDEN.iter().find(|(language, tags, _, _)| {
        *language == view.target_language.code
            && (tags.is_empty()
                || tags.iter().any(|tag| *tag == region && script.is_empty() || *tag == script))
    });
    let Some((_, _, letters, message)) = row else { return };
    for (at, c) in view.target.plain_chars() {
        if !c.is_ascii() && letters.contains(c) && !view.source.has_char(c) {
            report.add(Id::ForbiddenChars, Severity::Minor, *message, Some(view.target.span(&(at..at + 1))));
            return;
        }
    }
}

/// A character that only the other writing of Chinese has. Of a Chinese source it was copied; another may show a
/// name. A text in the other writing is one fault, and one that was told as a whole is none here.
fn other_writing(view: &View<'_>, wanted: Writing, report: &mut Report) {
    let told = |id: Id| report.found.iter().any(|found| found.is(id));
    if told(Id::TargetEqualsSource) || told(Id::WrongLanguage) {
        return;
    }
    let may_show = view.pair.source_locale.language != "zh";
    // Languages are listed by their own names.
    let is_autonym = |at: usize| {
        AUTONYMS.iter().any(|name| {
            let length = name.chars().count();
            (at.saturating_sub(length - 1)..=at).any(|from| view.target.text(&(from..from + length)) == *name)
        })
    };
    let found = view.target.plain_chars().find(|(at, c)| {
        Writing::with(*c).is_some_and(|writing| writing != wanted)
            && !(may_show && view.source.has_char(*c))
            && !is_autonym(*at)
    });
    if let Some((at, _)) = found {
        let message = match wanted {
            Writing::Simplified => "a character of traditional Chinese",
            Writing::Traditional => "a character of simplified Chinese",
        };
        report.add(Id::ForbiddenChars, Severity::Minor, message, Some(view.target.span(&(at..at + 1))));
    }
}

/// Language, regions or scripts (all if empty), the letters, what is wrong with them.
#[rustfmt::skip]
const FORBIDDEN: &[(&str, &[&str], &str, &str)] = &[
    ("de", &["CH", "LI"], "ß", "Swiss German writes ss"),
    ("ro", &[], "şţŞŢ", "Romanian writes ș and ț with a comma, not with a cedilla"),
    ("fa", &[], "كيى", "Persian has letters of its own for kaf and yeh"),
    ("ru", &[], "іїєґІЇЄҐўЎ", "a letter that Russian does not have"),
    ("uk", &[], "ыэъёЫЭЪЁ", "a letter that Ukrainian does not have"),
    ("bg", &[], "ыэёЫЭЁіїє", "a letter that Bulgarian does not have"),
];

/// Characters the file does not allow (`allowed-chars`), and sizes it does not (`length-absolute`).
pub(super) fn demanded(view: &View<'_>, report: &mut Report) {
    if view.pair.bounds.is_empty() {
        return;
    }
    for violation in unmet(view.pair.bounds, view.pair.source, view.pair.target) {
        let (check, severity) = match violation.rule {
            Rule::Length => (Id::LengthAbsolute, Severity::Major),
            Rule::Characters => (Id::AllowedChars, Severity::Major),
            // What else the file demands is a matter of the gate alone.
            Rule::Codes | Rule::Placeholders | Rule::Protected | Rule::Whitespace => continue,
        };
        let target = &view.target;
        let cell = |at| (0..target.len()).filter(|cell| target.char(*cell).is_some()).nth(at);
        let span = violation.at.and_then(cell).map(|cell| target.span(&(cell..cell + 1)));
        report.add(check, severity, violation.message, span);
    }
}
