//! Letters that a language does not have, though its neighbours do, and what the file forbids.

use super::Id;
use super::kinds::Kinds;
use super::view::{Report, View};
use crate::domain::integrity::{Rule, unmet};
use crate::domain::segment::Severity;

/// Letters of a neighbouring language or of the other writing of the same one (`forbidden-chars`).
/// Left alone: letters the source has too, which may be names.
pub(super) fn forbidden_chars(view: &View<'_>, report: &mut Report) {
    if !view.target.has(Kinds::OTHER) {
        return;
    }
    let locale = view.pair.target_locale;
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
            // A text in the other writing is one fault.
            return;
        }
    }
}

/// Language, regions or scripts (all if empty), the letters, what is wrong with them. The Chinese
/// ones are frequent characters of which each writing has only one form.
#[rustfmt::skip]
const FORBIDDEN: &[(&str, &[&str], &str, &str)] = &[
    ("de", &["CH", "LI"], "ß", "Swiss German writes ss"),
    ("ro", &[], "şţŞŢ", "Romanian writes ș and ț with a comma, not with a cedilla"),
    ("fa", &[], "كيى", "Persian has letters of its own for kaf and yeh"),
    ("ru", &[], "іїєґІЇЄҐўЎ", "a letter that Russian does not have"),
    ("uk", &[], "ыэъёЫЭЪЁ", "a letter that Ukrainian does not have"),
    ("bg", &[], "ыэёЫЭЁіїє", "a letter that Bulgarian does not have"),
    ("zh", &["CN", "SG", "Hans"], "個們這國會來時說對開關們發現點電腦檔設選擇請輸視網頁連線帳號儲", "a character of traditional Chinese"),
    ("zh", &["TW", "HK", "MO", "Hant"], "个们这国会来时说对开关发现点电脑档设选择请输视网页连线帐号储", "a character of simplified Chinese"),
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
