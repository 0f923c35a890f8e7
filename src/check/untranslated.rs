//! Text that is still in the language of the source, or in a third one.
//!
//! Names, brands and words that both languages share stay as they are, so a copy alone proves
//! nothing: there must be words that tell the source language.

use super::kinds::Kinds;
use super::line::{Line, is_space};
use super::locale::{FIXED, Languages, Script, loans, script_of};
use super::terms::kept_words;
use super::view::{Report, View};
use super::{Id, code, stray, writing};
use crate::domain::segment::Severity;
use std::ops::Range;

/// The whole source (`target-equals-source`), a run of it (`partial-untranslated`), or another
/// script (`wrong-language`).
pub(super) fn untranslated(view: &View<'_>, report: &mut Report) {
    if !view.languages_differ() {
        writing::of_one_language(view, report);
        return;
    }
    let (source, target) = (&view.source, &view.target);
    if is_copy(source, target) {
        if tells_source(view, source, &source.words, 3)
            && !is_name_with_acronym(source)
            && !code::is_usage(source)
            && !is_short(source)
        {
            let message = "the target is the source, untranslated";
            report.add(Id::TargetEqualsSource, Severity::Major, message, None);
        }
    } else if let Some(cells) = copied_run(view).or_else(|| stray::run(view)) {
        let message = "words of the source, untranslated";
        report.add(Id::PartialUntranslated, Severity::Major, message, Some(target.span(&cells)));
    } else if is_wrong_script(view) || writing::is_of_another(view) || has_words_of_another(view) {
        let message = "the target is not in its language";
        report.add(Id::WrongLanguage, Severity::Critical, message, None);
    }
}

/// Whether both hold the same words, whatever the case, the blanks and the codes.
pub(super) fn is_copy(source: &Line, target: &Line) -> bool {
    let words = |line: &Line| line.words.len();
    words(source) == words(target)
        && source.words.iter().zip(&target.words).all(|(a, b)| fold(source, a).eq(fold(target, b)))
}

/// A word of two letters is a code: of a language, a region, a key.
fn is_short(line: &Line) -> bool {
    let ascii = |word: &Range<usize>| word.clone().all(|at| line.char(at).is_some_and(|c| c.is_ascii()));
    matches!(line.words.as_slice(), [word] if word.len() <= 2 && ascii(word))
}

pub(super) fn fold<'a>(line: &'a Line, word: &Range<usize>) -> impl Iterator<Item = char> + 'a {
    word.clone().filter_map(|at| line.char(at)).flat_map(char::to_lowercase)
}

/// Whether words are in the source language beyond doubt: one that is frequent there and not in
/// the target language, or `least` words in lower case where the table knows none. Capitals
/// alone are an acronym.
fn tells_source(view: &View<'_>, line: &Line, words: &[Range<usize>], least: usize) -> bool {
    let lower = |at: usize| line.char(at).is_some_and(char::is_lowercase);
    let (own, other) = (Languages::of(view.source_language.code), Languages::of(view.target_language.code));
    // Scripts without capitals: letters alone must do.
    if !words.iter().flat_map(Clone::clone).any(lower) {
        let letters =
            words.iter().map(|word| word.clone().filter(|at| line.char(*at).is_some_and(is_uncased)).count());
        return if shares_script(view) {
            writing::tells(view, line, words)
        } else {
            letters.sum::<usize>() >= 2
        };
    }
    if own.is_empty() {
        return words.iter().filter(|word| word.len() > 1 && lower(word.start)).count() >= least;
    }
    let is_whole = words.len() == line.words.len();
    let loans = if view.source_language.code == "en" { loans(view.target_language.code) } else { &[] };
    let kept = kept_words(view);
    let mut text = String::new();
    let tells = words.iter().enumerate().any(|(at, word)| {
        fold_into(line, word, &mut text);
        let frequent = Languages::that_use(&text);
        let content = if is_whole { Languages::with_content(&text) } else { Languages::default() };
        (frequent.meets(own) || content.meets(own))
            && !(frequent.meets(other) || content.meets(other) || loans.contains(&text.as_str()))
            && !is_fixed(line, words, at)
            && !kept.contains(&text)
    });
    tells || (is_whole && kept.is_empty() && is_sentence_of(view, line))
}

/// Whether a word belongs to a phrase that stays as it is.
fn is_fixed(line: &Line, words: &[Range<usize>], at: usize) -> bool {
    FIXED.iter().any(|phrase| {
        let starts = (at + 1).saturating_sub(phrase.len())..=at;
        starts.into_iter().any(|start| {
            words.get(start..start + phrase.len()).is_some_and(|words| {
                words.iter().zip(*phrase).all(|(word, known)| fold(line, word).eq(known.chars()))
            })
        })
    })
}

/// `QTI (Question and Test Interoperability)`: an acronym and what it stands for.
fn is_name_with_acronym(line: &Line) -> bool {
    let Some(first) = line.words.first() else { return false };
    let capital = |at: usize| line.char(at).is_some_and(char::is_uppercase);
    let inner = line.inner();
    first.start == inner.start
        && first.len() > 1
        && first.clone().all(capital)
        && line.char(first.end) == Some(' ')
        && line.char(first.end + 1) == Some('(')
        && inner.end.checked_sub(1).and_then(|last| line.char(last)) == Some(')')
        && line.words.get(1).is_some_and(|word| capital(word.start))
}

/// Whether a text that was copied whole is language although none of its words is in the table: words in
/// small letters, two of them, or one that a colon or a number is about. Letters that the target language
/// shares prove less, so that a stop has to end them.
fn is_sentence_of(view: &View<'_>, line: &Line) -> bool {
    let small = |word: &&Range<usize>| {
        word.len() > 3 && (word.start..word.end).all(|at| line.char(at).is_some_and(char::is_lowercase))
    };
    let words = line.words.iter().take(MAX_WORDS).filter(small).count();
    if shares_script(view) {
        let last = line.inner().end.checked_sub(1).and_then(|at| line.plain(at));
        return words >= 2 && line.words.len() >= 4 && matches!(last, Some('.' | '!' | '?'));
    }
    // “Weight: 5 kg” is a label and its value.
    let label = line.words.first().is_some_and(|word| {
        word.len() > 3 && line.plain(word.end) == Some(':') && line.char(word.end + 1) == Some(' ')
    });
    words >= 2 || label
}

fn is_uncased(c: char) -> bool {
    c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase()
}

/// Writes a word in small letters in the place of what was there; nothing if it is longer than those of the tables.
pub(super) fn fold_into(line: &Line, word: &Range<usize>, text: &mut String) {
    text.clear();
    if word.len() <= LONGEST {
        text.extend(fold(line, word));
    }
}

/// The letters of the longest words of the tables.
const LONGEST: usize = 24;

pub(super) fn shares_script(view: &View<'_>) -> bool {
    let (source, target) = (view.source_script, view.target_script);
    [Script::Han, Script::Kana, Script::Hangul]
        .iter()
        .any(|script| source.includes(*script) && target.includes(*script))
        || source == target
}

/// At least four words of the source in a row. Quoted ones are quotes: titles, names of buttons.
fn copied_run(view: &View<'_>) -> Option<Range<usize>> {
    let (source, target) = (&view.source, &view.target);
    let mut at = 0;
    while at + LEAST <= target.words.len() {
        let mut longest = 0;
        for start in 0..source.words.len().min(MAX_WORDS) {
            let run = source.words[start..]
                .iter()
                .zip(&target.words[at..])
                .take_while(|(a, b)| a.len() == b.len() && fold(source, a).eq(fold(target, b)))
                .count();
            longest = longest.max(run);
        }
        if longest >= LEAST {
            let words = &target.words[at..at + longest];
            let cells = words[0].start..words[longest - 1].end;
            // French has a blank within its quotes.
            let start = cells.start - usize::from(target.char_before(cells.start).is_some_and(is_space));
            let guillemet = target.char_before(start) == Some('«');
            let quoted = guillemet
                || target.char_before(cells.start).is_some_and(is_quote)
                || has_quote_of_words(target, words);
            // Lists, and what stands in the help of a command.
            let broken = cells.clone().any(|at| match target.plain(at) {
                // A dot within a word is one of a name: `org.gnome.desktop`.
                Some('.') => target.char(at + 1).is_some_and(char::is_alphanumeric),
                c => c.is_some_and(|c| ",;/|=[]\n".contains(c)),
            });
            // “1983 Regents of the University of California”
            let small = |word: &&Range<usize>| target.char(word.start).is_some_and(char::is_lowercase);
            let named = words.iter().filter(small).count() * 2 <= words.len();
            if !quoted && !broken && !named && tells_source(view, target, words, 2) {
                return Some(cells);
            }
        }
        at += longest.max(1);
        if at > MAX_WORDS {
            break;
        }
    }
    None
}

/// Whether a quote opens within a run and what stands before it is too short for one: “see 'demo help config'”.
fn has_quote_of_words(line: &Line, words: &[Range<usize>]) -> bool {
    let opens = |word: &Range<usize>| {
        let quote = word.start.checked_sub(1).filter(|at| line.char(*at).is_some_and(is_quote));
        quote.is_some_and(|at| line.char_before(at).is_none_or(char::is_whitespace))
    };
    words.iter().position(opens).is_some_and(|before| (1..LEAST).contains(&before))
}

const LEAST: usize = 4;
/// Comparing all places with all is quadratic; a run that begins later than this is not seen.
const MAX_WORDS: usize = 200;

pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '「' | '」' | '『' | '』' | '‹' | '›')
}

/// Letters of a third script, or none of the own script in a text too long to be a name.
pub(super) fn is_wrong_script(view: &View<'_>) -> bool {
    let script = view.target_script;
    if script == Script::Unknown || script == Script::Latin && !view.target.has(Kinds::OTHER) {
        return false;
    }
    let (mut all, mut own, mut latin, mut third) = (0, 0, 0, 0);
    for (_, c) in view.target.plain_chars().filter(|(_, c)| c.is_alphabetic()) {
        let letter = script_of(c);
        all += 1;
        if script.includes(letter) {
            own += 1;
        } else if letter == Script::Latin {
            latin += 1;
        } else if letter != Script::Unknown {
            third += 1;
        }
    }
    // Two scripts of one language excuse nothing: all of the text is to change.
    let differ = view.languages_differ();
    let source_has = differ
        && view.source.plain_chars().any(|(_, c)| {
            let letter = script_of(c);
            c.is_alphabetic() && !script.includes(letter) && letter != Script::Latin
        });
    (third >= 3 && third * 2 > all && !source_has)
        || (script != Script::Latin && own == 0 && latin >= 20 && !(differ && is_mostly_copied(view)))
}

/// Whether half of the words are those of the source: names that stay as they are.
fn is_mostly_copied(view: &View<'_>) -> bool {
    let (source, target) = (&view.source, &view.target);
    let words = &target.words[..target.words.len().min(MAX_WORDS)];
    let known = |word: &&Range<usize>| {
        source.words.iter().take(MAX_WORDS).any(|other| fold(source, other).eq(fold(target, word)))
    };
    words.iter().filter(known).count() * 2 >= words.len()
}

/// Whether a text of some words has none that tells its language and several that tell another.
fn has_words_of_another(view: &View<'_>) -> bool {
    let target = &view.target;
    let own = Languages::of(view.target_language.code);
    let words = &target.words[..target.words.len().min(MAX_WORDS)];
    if own.is_empty() || words.len() < LEAST_TELLING * 2 {
        return false;
    }
    let mut text = String::new();
    let mut seen: Vec<(String, Languages)> = Vec::new();
    for word in words {
        fold_into(target, word, &mut text);
        let users = Languages::that_use(&text);
        if users.meets(own) {
            return false;
        }
        if !users.is_empty() && !seen.iter().any(|(other, _)| *other == text) {
            seen.push((text.clone(), users));
        }
    }
    let all = seen.iter().flat_map(|(_, users)| users.each());
    all.into_iter().any(|one| seen.iter().filter(|(_, users)| users.meets(one)).count() >= LEAST_TELLING)
}

/// So many different words of grammar are no names.
const LEAST_TELLING: usize = 4;
