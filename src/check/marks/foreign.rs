//! Marks of another writing: 。 in German, ؟ in French, ? in Greek.

use super::super::Id;
use super::super::kinds::Kinds;
use super::super::line::Line;
use super::super::locale::{Script, script_of};
use super::super::stray::is_enclosed;
use super::super::view::{Report, View};
use crate::domain::segment::Severity;

/// Marks behind a word that the writing of the target language does not have (`space-punct`). Left alone: marks
/// behind letters of their own writing, those the source shows, and languages of which no script is known.
pub(in crate::check) fn foreign_writing(view: &View<'_>, report: &mut Report) {
    let (target, script) = (&view.target, view.target_script);
    if script == Script::Unknown || !target.has(Kinds::MARK) {
        return;
    }
    if target.has(Kinds::OTHER) && !is_han(script) {
        for (at, c) in target.plain_chars().filter(|(_, c)| !c.is_ascii()) {
            let Some(owner) = owner(c).filter(|owner| !owner.has(script)) else { continue };
            // A source in that writing has such marks all over; another one shows them.
            let shown =
                view.source.has_char(c) && (!owner.has(view.source_script) || is_enclosed(target, at));
            if !shown && is_behind_word(target, at, owner) {
                let message = format!("{c}, a mark of another writing");
                report.add(Id::SpacePunct, Severity::Minor, message, Some(target.span(&(at..at + 1))));
            }
        }
    }
    let Some((_, marks)) = OWN.iter().find(|(code, _)| *code == view.target_language.code) else { return };
    for (at, c) in target.plain_chars() {
        let Some((_, right)) = marks.iter().find(|(mark, _)| *mark == c) else { continue };
        let own = target.char_before(at).is_some_and(|c| c.is_alphabetic() && script.includes(script_of(c)));
        let ends = target.char(at + 1).is_none_or(|c| c.is_whitespace() || "»”\"')".contains(c));
        if own && ends {
            let message = format!("{c} where the language writes {right}");
            report.add(Id::SpacePunct, Severity::Minor, message, Some(target.span(&(at..at + 1))));
        }
    }
    if view.target_language.code == "el" {
        semicolon(view, report);
    }
}

/// Languages and ASCII marks right behind a letter of theirs for which they have others. Those of Chinese, Japanese
/// and Arabic stand in their rows.
const OWN: &[(&str, &[(char, char)])] =
    &[("am", &[(',', '፣'), (';', '፤'), ('.', '።')]), ("el", &[('?', ';')]), ("ur", &[('.', '۔')])];

/// Whose a mark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    EastAsian,
    Arabic,
    Indic,
    Ethiopic,
    Armenian,
}

impl Owner {
    /// Whether a script has the marks, or letters that they stand behind.
    fn has(self, script: Script) -> bool {
        match self {
            Self::EastAsian => is_han(script),
            Self::Arabic => script == Script::Arabic,
            Self::Indic => matches!(script, Script::Devanagari | Script::Bengali),
            Self::Ethiopic => script == Script::Ethiopic,
            Self::Armenian => script == Script::Armenian,
        }
    }
}

fn is_han(script: Script) -> bool {
    matches!(script, Script::Han | Script::Japanese | Script::Kana)
}

fn owner(c: char) -> Option<Owner> {
    match c {
        '。' | '、' | '，' | '．' | '；' | '：' | '？' | '！' | '｡' | '､' => {
            Some(Owner::EastAsian)
        }
        '؟' | '،' | '؛' | '۔' => Some(Owner::Arabic),
        '।' | '॥' => Some(Owner::Indic),
        '።' | '፣' | '፤' => Some(Owner::Ethiopic),
        '։' => Some(Owner::Armenian),
        _ => None,
    }
}

/// Whether a mark stands behind a word, a number or what closes behind one, and not behind letters of the writing
/// that the mark belongs to. Blanks before it are another fault.
fn is_behind_word(line: &Line, at: usize, owner: Owner) -> bool {
    let skipped = |at: &usize| line.char(*at).is_some_and(|c| c.is_whitespace() || "»”\"')）%".contains(c));
    let before = (0..at).rev().find(|at| !skipped(at));
    before.and_then(|at| line.char(at)).is_some_and(|c| c.is_alphanumeric() && !owner.has(script_of(c)))
}

/// The `;` of the source left as it is in Greek, where it asks: there are more of them than questions, and a word in
/// small letters goes on behind it.
fn semicolon(view: &View<'_>, report: &mut Report) {
    let count = |line: &Line, marks: &[char]| line.plain_chars().filter(|(_, c)| marks.contains(c)).count();
    let (source, target) = (&view.source, &view.target);
    if count(source, &[';']) == 0 || count(target, &[';', '\u{37E}', '?']) <= count(source, &['?']) {
        return;
    }
    let left = target.plain_chars().find(|(at, c)| {
        *c == ';'
            && target.char_before(*at).is_some_and(|c| script_of(c) == Script::Greek)
            && target.char(at + 1) == Some(' ')
            && target.plain(at + 2).is_some_and(|c| c.is_lowercase() && script_of(c) == Script::Greek)
    });
    if let Some((at, _)) = left {
        let message = "; asks in Greek, a semicolon is ·";
        report.add(Id::SpacePunct, Severity::Minor, message, Some(target.span(&(at..at + 1))));
    }
}
