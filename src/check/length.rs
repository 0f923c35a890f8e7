//! Length: against the source, and against what the file allows.

use super::line::Line;
use super::locale::{Script, script_of};
use super::view::{Report, View};
use super::{Id, code, escapes};
use crate::domain::segment::Severity;
use std::ops::Range;

/// Suspicious ratio (`length-ratio`), more than the file allows (`length-absolute`).
pub(super) fn length(view: &View<'_>, report: &mut Report) {
    ratio(view, report);
    if let Some(max) = view.pair.max_chars {
        let chars = (0..view.target.len()).filter(|at| view.target.char(*at).is_some()).count();
        if u64::try_from(chars).unwrap_or(u64::MAX) > max {
            let message = format!("longer than the {max} characters the file allows");
            report.add(Id::LengthAbsolute, Severity::Major, message, None);
        }
    }
}

fn ratio(view: &View<'_>, report: &mut Report) {
    if !is_comparable(view) {
        return;
    }
    let (source, target) = (weight(&view.source), weight(&view.target));
    // Percent of the source; short texts vary more, and the shortest say nothing.
    let (least, most) = match source {
        ..=100 => (30, 600),
        101..=200 => (30, 350),
        201..=300 => (35, 300),
        301..=600 => (35, 250),
        _ => (45, 200),
    };
    let shorter = |source: usize| target * 100 < source * least && source >= 300;
    if shorter(source) && shorter(source.saturating_sub(inside(&view.source, &['<'], &['>']))) {
        let message = "the target is much shorter than the source";
        report.add(Id::LengthRatio, Severity::Minor, message, None);
        return;
    }
    // One sentence for one is a paraphrase of what the source says tersely, not an addition.
    let is_one = view.target_language.marks.needs_stop && ends(&view.target) <= ends(&view.source);
    let most = if is_one { most + most / 3 } else { most };
    let longer = |target: usize, spelled: usize| {
        let source = source + spelled * SPELLED_OUT;
        target * 100 > source * most && target > source + LEAST_GROWTH
    };
    let spelled = if is_one { spelled_out(&view.source, &view.target) } else { 0 };
    if source >= 30 && longer(target, 0) && longer(target.saturating_sub(explained(view, is_one)), spelled) {
        report.add(Id::LengthRatio, Severity::Minor, "the target is much longer than the source", None);
    }
}

/// A name may need some words in another language.
const LEAST_GROWTH: usize = 200;

/// The marks that end a sentence, or stand where one might.
fn ends(line: &Line) -> usize {
    let ends = line.plain_chars().filter(|(at, c)| {
        matches!(c, '.' | '!' | '?' | ';' | '。' | '！' | '？' | '।' | '؟' | '።' | '\n')
            && !line.char(at + 1).is_some_and(char::is_alphanumeric)
    });
    ends.count()
}

/// The acronyms of the source that the target has not: it says what they stand for.
fn spelled_out(source: &Line, target: &Line) -> usize {
    let is_acronym = |word: &&Range<usize>| {
        let capitals = (*word).clone().filter(|at| source.char(*at).is_some_and(char::is_uppercase)).count();
        capitals > 1 && capitals + 1 >= word.len() && word.len() <= 5
    };
    let given = |word: &Range<usize>| {
        target.words.iter().any(|other| target.text(other).starts_with(&source.text(word)))
    };
    let acronyms = source.words.iter().filter(is_acronym).take(MOST_ACRONYMS);
    acronyms.filter(|word| !given(word)).take(MOST_SPELLED).count()
}

/// What an acronym weighs that is written out, and how many of a text may be.
const SPELLED_OUT: usize = 150;
const MOST_SPELLED: usize = 3;
/// Comparing all acronyms with all words is quadratic.
const MOST_ACRONYMS: usize = 20;

/// Whether the texts say how long they are: a language with more plural forms has more arms, a key stands for a
/// text, and what is mostly code has few words.
fn is_comparable(view: &View<'_>) -> bool {
    let source = &view.source;
    let written = source.inner().filter(|at| source.char(*at).is_some_and(|c| !c.is_whitespace())).count();
    let plain = source.plain_chars().filter(|(_, c)| !c.is_whitespace()).count();
    !(source.has_arms || view.target.has_arms || code::is_key(source) || code::is_credits(source))
        && plain * 2 >= written
}

/// What the target says beside its source: in brackets, if it has more of them, in angle brackets, which are names
/// that a reader puts something for, and in lines with an address of its own.
fn explained(view: &View<'_>, is_one: bool) -> usize {
    let (source, target) = (&view.source, &view.target);
    let opens = |line: &Line| line.plain_chars().filter(|(_, c)| matches!(c, '(' | '（')).count();
    let explains = is_one && opens(target) > opens(source);
    // A text of one line has nothing but that.
    let lines = escapes::addressed_lines(target).into_iter().filter(|line| line.start > target.inner().start);
    let addressed: usize = lines
        .skip(escapes::addressed_lines(source).len().saturating_sub(1))
        .flatten()
        .filter_map(|at| target.plain(at))
        .map(weight_of)
        .sum();
    let bracketed = if explains { inside(target, &['(', '（'], &[')', '）']) } else { 0 };
    bracketed + inside(target, &['<'], &['>']) + addressed
}

/// The weight of what stands in brackets.
fn inside(line: &Line, open: &[char], close: &[char]) -> usize {
    let mut depth = 0_usize;
    let mut sum = 0;
    for (_, c) in line.plain_chars() {
        depth += usize::from(open.contains(&c));
        sum += if depth > 0 { weight_of(c) } else { 0 };
        depth = depth.saturating_sub(usize::from(close.contains(&c)));
    }
    // One that is left open holds all that follows.
    if depth == 0 { sum } else { 0 }
}

/// The weight of the source.
pub(super) fn of_source(view: &View<'_>) -> usize {
    weight(&view.source)
}

/// The weight of the target, in percent of that of the source.
pub(super) fn percent(view: &View<'_>) -> Option<usize> {
    (weight(&view.target) * 100).checked_div(weight(&view.source))
}

fn weight(line: &Line) -> usize {
    line.plain_chars().map(|(_, c)| weight_of(c)).sum()
}

/// Tenths of a letter of an alphabet: what other scripts say with one character takes more there.
fn weight_of(c: char) -> usize {
    if c.is_whitespace() {
        return 0;
    }
    if c.is_ascii() {
        return 10;
    }
    let script = script_of(c);
    // Each syllable has a mark of its own.
    if ('\u{F00}'..='\u{FFF}').contains(&c) {
        7
    // Short vowels are not written.
    } else if script == Script::Hebrew {
        13
    } else if script == Script::Han {
        28
    } else if Script::Japanese.includes(script) || Script::Korean.includes(script) {
        19
    } else {
        10
    }
}
