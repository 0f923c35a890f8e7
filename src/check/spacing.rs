//! Spaces inside the target: doubled ones, and those around punctuation.

use super::Id;
use super::embedded;
use super::kinds::Kinds;
use super::line::{Line, is_space, is_word};
use super::locale::{BeforeMarks, Language, abbreviates, script_of};
use super::view::{Edit, Report, View};
use crate::domain::segment::Severity;
use std::cell::LazyCell;
use std::ops::Range;

/// Doubled spaces (`double-space`), spaces around punctuation (`space-punct`), and the
/// non-breaking space that French puts before `; : ! ?` (`nbsp`).
pub(super) fn spacing(view: &View<'_>, report: &mut Report) {
    if view.target.has(Kinds::TWICE) {
        doubled(view, report);
    }
    if !view.target.has(Kinds::MARK.or(Kinds::QUOTE)) {
        return;
    }
    // What is code keeps the signs and blanks of its own language.
    let may_have_code = view.target.has(Kinds::MARKUP.or(Kinds::BRACKET));
    let code = if may_have_code { embedded::code(&view.target) } else { Vec::new() };
    around_marks(view, &code, report);
    foreign_marks(view, report);
    // A text that was copied follows the rules of its own language.
    if view.target_language.before_marks == BeforeMarks::NoBreak && view.pair.source != view.pair.target {
        non_breaking(view, &code, report);
    }
}

/// Runs of two spaces and more within a line. A source that has any is laid out with spaces.
fn doubled(view: &View<'_>, report: &mut Report) {
    let blank = |at: usize| view.source.char(at).is_some_and(char::is_whitespace);
    if view.source.inner().is_empty() || view.source.inner().any(|at| blank(at) && blank(at + 1)) {
        return;
    }
    let target = &view.target;
    for run in runs(target) {
        let plain = run.clone().all(|at| target.char(at) == Some(' '));
        let fix = if plain { vec![Edit::text(run.clone(), " ")] } else { Vec::new() };
        let span = Some(target.span(&run));
        report.add_fixable(Id::DoubleSpace, Severity::Minor, "two spaces or more in a row", span, fix);
    }
}

fn runs(line: &Line) -> impl Iterator<Item = Range<usize>> + '_ {
    let inner = line.inner();
    let space = |at: usize| line.plain(at).is_some_and(is_space);
    let mut at = inner.start;
    std::iter::from_fn(move || {
        while at < inner.end {
            let start = at;
            while at < inner.end && space(at) {
                at += 1;
            }
            // Behind a line break or tab it is an indent.
            let indent = line.char_before(start).is_some_and(char::is_whitespace);
            if at - start > 1 && !indent {
                return Some(start..at);
            }
            at += usize::from(at == start);
        }
        None
    })
}

/// `word ,` and `word,word` where the language puts spaces between words; spaces around the
/// full-width `、。，` where it does not.
fn around_marks(view: &View<'_>, code: &[Range<usize>], report: &mut Report) {
    let language = view.target_language;
    let target = &view.target;
    if !language.is_known() {
        return;
    }
    // What the source does itself is its way of writing. Looked up once: a text may be all commas.
    let source_spaced = LazyCell::new(|| spaced_marks(&view.source));
    let colons = |line: &Line| line.plain_chars().filter(|(_, c)| matches!(c, ':' | '：')).count();
    let has_more_colons = LazyCell::new(|| colons(target) > colons(&view.source));
    let source_glued = LazyCell::new(|| view.source.has_arms || any_glued(&view.source));
    for (at, mark) in target.plain_chars().filter(|(at, _)| !embedded::holds(code, *at)) {
        if !language.spaced {
            let full = matches!(mark, '、' | '。' | '，') && language.is_any(&["zh", "ja"]);
            let before = at > 0 && target.plain(at - 1) == Some(' ') && !edge(target, at - 1);
            // Before a Latin word a space is a matter of style.
            let after = target.plain(at + 1) == Some(' ')
                && target.char(at + 2).is_some_and(|c| c.is_alphabetic() && !c.is_ascii());
            let space = if before { at - 1 } else { at + 1 };
            if full && (before || after) {
                let message = "a space next to a full-width mark";
                let (span, fix) = (target.span(&(space..space + 1)), Edit::text(space..space + 1, ""));
                report.add_fixable(Id::SpacePunct, Severity::Minor, message, Some(span), vec![fix]);
            }
            continue;
        }
        let marks: &[char] = if language.before_marks == BeforeMarks::Nothing {
            &['.', ',', ';', ':', '!', '?', '،', '؛', '؟', '।', '۔']
        } else {
            &['.', ',', '،', '।', '۔']
        };
        // A colon that the source has not may stand between two sides of one kind: „Bayern : Dortmund“.
        let is_versus = mark == ':' && *has_more_colons && is_between_alike(target, at);
        if marks.contains(&mark) && space_before(target, at) && !source_spaced.contains(&mark) && !is_versus {
            let message = format!("a space before {mark}");
            let (span, fix) = (target.span(&(at - 1..at)), Edit::text(at - 1..at, ""));
            report.add_fixable(Id::SpacePunct, Severity::Minor, message, Some(span), vec![fix]);
        } else if mark == ',' && glued(target, at) && !*source_glued {
            let message = "no space after the comma";
            let (span, fix) = (target.span(&(at..at + 1)), Edit::text(at + 1..at + 1, " "));
            report.add_fixable(Id::SpacePunct, Severity::Minor, message, Some(span), vec![fix]);
        }
    }
}

/// Whether letters stand behind the blanks on both sides of a mark, or a placeholder or code on both.
fn is_between_alike(line: &Line, at: usize) -> bool {
    let kind = |at: Option<usize>| at.map(|at| line.plain(at).map(char::is_alphabetic));
    let after = (at + 2 < line.len()).then_some(at + 2);
    kind(at.checked_sub(2)) == kind(after)
}

fn edge(line: &Line, at: usize) -> bool {
    !line.inner().contains(&at)
}

/// Whether a space that should not be there stands between a word and the mark. A mark that
/// something follows (` .net`, ` :name`, ` …`, ` :)`) is not the end of what stands before it.
fn space_before(line: &Line, at: usize) -> bool {
    if at < 2 || line.plain(at - 1) != Some(' ') {
        return false;
    }
    let mark = line.plain(at);
    let word = line.char(at - 2).map_or_else(
        || line.token(at - 2).is_some(),
        |c| c.is_alphanumeric() || matches!(c, ')' | ']' | '"' | '”' | '“' | '»' | '’' | '}' | '%' | '>'),
    );
    let single = |at: usize| {
        let letter = |at: Option<usize>| at.and_then(|at| line.char(at)).is_some_and(is_word);
        letter(Some(at)) && !letter(at.checked_sub(1)) && !letter(Some(at + 1))
    };
    let ratio = mark == Some(':')
        && (line.char(at - 2).is_some_and(|c| c.is_ascii_digit())
            || (single(at - 2) && line.plain(at + 1) == Some(' ') && single(at + 2)));
    let ends = match line.char(at + 1) {
        Some(c) => c.is_whitespace() || matches!(c, '"' | '”' | '“' | '»' | '’' | ']'),
        None => true,
    };
    word && ends && !ratio
}

/// Half-width marks right behind a letter of a language that has its own: `,` in Chinese, Japanese,
/// Arabic, `.` in the first two where a letter follows too or the text ends.
fn foreign_marks(view: &View<'_>, report: &mut Report) {
    let (target, language) = (&view.target, view.target_language);
    let marks = language.own_marks;
    if marks.is_empty() {
        return;
    }
    let own_words = || {
        let is_own = |c: char| c.is_alphabetic() && language.script.includes(script_of(c));
        target.plain_chars().filter(|(_, c)| is_own(*c)).count() >= LEAST_LETTERS
    };
    for (at, c) in target.plain_chars() {
        let Some((_, right)) = marks.iter().find(|(mark, _)| *mark == c) else { continue };
        let own =
            |c: Option<char>| c.is_some_and(|c| language.script.includes(script_of(c)) && c.is_alphabetic());
        let (before, next) = (target.char_before(at), target.char(at + 1));
        // A colon in the middle may belong to a ratio or a key.
        let last = at + 1 == target.inner().end;
        let ends = (next.is_none_or(char::is_whitespace) && (c != ':' || last)) || (own(next) && c != ':');
        // Behind a number, a name or a bracket it is a mark of the sentence if words of the language go on,
        // or if the sentence ends with it.
        let starts = |c: Option<char>| own(c) || c.is_some_and(|c| "「『（【《".contains(c));
        let goes_on =
            matches!(c, ',' | ';') && (starts(next) || next == Some(' ') && starts(target.char(at + 2)));
        let closes =
            last && matches!(c, '?' | '!' | '.') && own_words() && !is_abbreviated(target, language, at);
        let behind = before.is_some_and(|c| c.is_alphanumeric() || CLOSERS.contains(c));
        let by_neighbour = (goes_on || closes) && (behind || before.is_none() && at > 0);
        if own(before) && ends || by_neighbour {
            let message = format!("{c} where the language writes {right}");
            report.add(Id::SpacePunct, Severity::Minor, message, Some(target.span(&(at..at + 1))));
        }
    }
}

/// What may stand between a word and the mark of its sentence.
const CLOSERS: &str = "%)）]］}>」』】》”’\"»";

/// So many letters of the language make a text one in this language.
const LEAST_LETTERS: usize = 3;

/// Whether the stop at a cell belongs to the word before it.
fn is_abbreviated(line: &Line, language: &Language, at: usize) -> bool {
    let word = line.words.iter().rev().find(|word| word.end == at);
    line.char(at) == Some('.') && word.is_some_and(|word| abbreviates(language, &line.text(word)))
}

/// The marks a text puts a space before.
fn spaced_marks(line: &Line) -> Vec<char> {
    let mut marks: Vec<char> = line
        .plain_chars()
        .filter(|(at, c)| !c.is_alphanumeric() && line.char_before(*at).is_some_and(is_space))
        .map(|(_, c)| c)
        .collect();
    marks.sort_unstable();
    marks.dedup();
    marks
}

/// `word,word`: letters on both sides, two at least, so that it is no list of keys.
fn glued(line: &Line, at: usize) -> bool {
    let letter = |at: usize| line.plain(at).is_some_and(char::is_alphabetic);
    at >= 2 && letter(at - 2) && letter(at - 1) && letter(at + 1) && letter(at + 2)
}

fn any_glued(line: &Line) -> bool {
    line.plain_chars().any(|(at, c)| c == ',' && glued(line, at))
}

/// French: a non-breaking space before `; : ! ? »` and after `«`. Any narrower space will do.
fn non_breaking(view: &View<'_>, code: &[Range<usize>], report: &mut Report) {
    let target = &view.target;
    // Marks of a command or a formula stand between blanks in the source too.
    let source_spaced = LazyCell::new(|| spaced_marks(&view.source));
    for (at, mark) in target.plain_chars().filter(|(at, _)| !embedded::holds(code, *at)) {
        if matches!(mark, ';' | ':' | '!' | '?') && source_spaced.contains(&mark) {
            continue;
        }
        let space = match mark {
            '«' => Some(at + 1),
            '»' => at.checked_sub(1),
            ';' | ':' | '!' | '?' if space_before(target, at) => Some(at - 1),
            _ => None,
        };
        if let Some(space) = space.filter(|space| target.plain(*space) == Some(' ') && !edge(target, *space))
        {
            let message = format!("the space at {mark} must not break");
            let (span, fix) = (target.span(&(space..space + 1)), Edit::text(space..space + 1, "\u{A0}"));
            report.add_fixable(Id::Nbsp, Severity::Minor, message, Some(span), vec![fix]);
        } else if matches!(mark, ';' | ':' | '!' | '?')
            && at > 1
            && target.char(at - 1).is_some_and(|c| c.is_alphanumeric() || matches!(c, '»' | ')' | '%' | '}'))
            && target.char(at + 1).is_none_or(|c| c == ' ')
            && !(mark == ':' && is_drive(target, at))
        {
            let message = format!("no space before {mark}");
            report.add(Id::Nbsp, Severity::Minor, message, Some(target.span(&(at..at + 1))));
        } else if space.is_some_and(|space| target.char(space).is_some_and(|c| !c.is_whitespace()))
            && matches!(mark, '«' | '»')
        {
            let message = format!("no space inside {mark}");
            report.add(Id::Nbsp, Severity::Minor, message, Some(target.span(&(at..at + 1))));
        }
    }
}

/// Whether a colon belongs to the letter of a drive: “le lecteur C:”.
fn is_drive(line: &Line, colon: usize) -> bool {
    let last = line.words.partition_point(|word| word.end < colon);
    let is_letter = line.words.get(last).is_some_and(|word| {
        word.end == colon && word.len() == 1 && line.char(word.start).is_some_and(|c| c.is_ascii_uppercase())
    });
    let before = last.checked_sub(1).and_then(|at| line.words.get(at));
    let before = before.map(|word| line.text(word).to_lowercase());
    is_letter && before.is_some_and(|word| DRIVES.contains(&word.as_str()))
}

const DRIVES: &[&str] =
    &["disque", "disques", "dur", "lecteur", "lecteurs", "partition", "réseau", "unité", "volume"];
