//! How many sentences both texts have, and what stands at their beginning. Remarks.

use super::Id;
use super::line::Line;
use super::locale::{Language, abbreviates};
use super::view::{Report, View};
use crate::domain::segment::Severity;
use icu_segmenter::SentenceSegmenter;
use icu_segmenter::options::SentenceBreakInvariantOptions;

/// Another number of sentences (`sentence-count`), by UAX #29. Left alone: languages that end
/// sentences without a mark, and abbreviations before a small letter.
pub(super) fn sentence_count(view: &View<'_>, report: &mut Report) {
    let ends = |code: &str| matches!(code, "th" | "lo" | "km" | "my" | "bo");
    let languages = [view.source_language, view.target_language];
    if !report.wants_any(&[Id::SentenceCount]) || languages.iter().any(|language| ends(language.code)) {
        return;
    }
    let (wanted, given) =
        (count(&view.source, view.source_language), count(&view.target, view.target_language));
    let phrases = view.source.is_list_of_phrases() && view.target.is_list_of_phrases();
    if wanted != given && !phrases {
        let message = format!("sentences: {given} in the target, {wanted} in the source");
        report.add(Id::SentenceCount, Severity::Minor, message, None);
    }
}

/// Whether the target has another number of sentences, also where nobody wants to hear of it.
pub(super) fn differ(view: &View<'_>) -> bool {
    count(&view.source, view.source_language) != count(&view.target, view.target_language)
}

fn count(line: &Line, language: &Language) -> usize {
    let text = running(line);
    let segmenter = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
    let ends: Vec<usize> = segmenter.segment_str(&text).collect();
    let has_letters = |pair: &&[usize]| text[pair[0]..pair[1]].contains(char::is_alphabetic);
    // “15. August”: a number with a stop is an ordinal in many languages, and ends no sentence in most; nor does an
    // abbreviation.
    let goes_on = |pair: &&[usize]| {
        let part = text[pair[0]..pair[1]].trim_end();
        pair[1] < text.len()
            && part.strip_suffix('.').is_some_and(|part| {
                let word = part.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
                part.ends_with(|c: char| c.is_ascii_digit()) || abbreviates(language, word)
            })
    };
    ends.windows(2).filter(has_letters).filter(|pair| !goes_on(pair)).count()
}

/// The text as it is read: lines that the file lays out with an indent are one, and a placeholder stands for a word.
fn running(line: &Line) -> String {
    let blank = |at: usize| line.char(at).is_some_and(|c| matches!(c, ' ' | '\t'));
    let char = |at: usize| match line.char(at)? {
        '\n' if blank(at + 1) => Some(' '),
        c if line.plain(at).is_none() && !c.is_whitespace() => Some('x'),
        c => Some(c),
    };
    line.inner().filter_map(char).collect()
}

/// Another mark at the beginning (`start-punct`), a text of marks alone that was changed (`purepunc`).
pub(super) fn marks_alone(view: &View<'_>, report: &mut Report) {
    if !report.wants_any(&[Id::StartPunct, Id::Purepunc]) {
        return;
    }
    let (source, target) = (&view.source, &view.target);
    let has_words = |line: &Line| (0..line.len()).any(|at| line.char(at).is_some_and(char::is_alphanumeric));
    if !has_words(source) {
        let bare = |line: &Line| line.text(&line.inner());
        if source.len() > 0 && bare(source) != bare(target) {
            report.add(Id::Purepunc, Severity::Minor, "marks alone, and not those of the source", None);
        }
        return;
    }
    // A placeholder has no mark of its own to begin with.
    let begins = |line: &Line| line.inner().find(|at| line.token(*at).is_none());
    let opaque = |line: &Line| begins(line).is_some_and(|at| line.plain(at).is_none());
    if opaque(source) || opaque(target) {
        return;
    }
    let first = |line: &Line| line.plain_chars().find(|(_, c)| !c.is_whitespace());
    let mark = |found: Option<(usize, char)>| found.map(|(_, c)| c).filter(|c| STARTS.contains(*c));
    let (wanted, given) = (first(source), first(target));
    if mark(wanted) != mark(given) {
        let span = given.map(|(at, _)| target.span(&(at..at + 1)));
        report.add(
            Id::StartPunct,
            Severity::Minor,
            "the mark at the beginning differs from the source",
            span,
        );
    }
}

/// Marks that mean the same in all languages.
const STARTS: &str = "-–—•·*#@…:;,.+>/&=→";
