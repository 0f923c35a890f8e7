//! The mark at the end: as in the source, in the form of the target language.

use super::Id;
use super::line::{Item, Line};
use super::locale::{Language, abbreviates};
use super::untranslated::is_quote;
use super::view::{Edit, Report, View};
use crate::domain::segment::Severity;
use std::ops::Range;

/// Lost, changed or added end marks (`end-punct`). Left alone: abbreviations, texts too short to
/// be sentences, languages that end sentences without a mark, commas and dashes.
pub(super) fn end_punctuation(view: &View<'_>, report: &mut Report) {
    let language = view.target_language;
    let both = [view.source_language, language];
    // Without stops, Thai and its neighbours still write colons and ellipses.
    let marks_alone = language.is_any(&["th", "lo", "km"]) && view.source_language.marks.needs_stop;
    // These have a stop of their own, and put other marks where others do not: only a stop that is lost is told.
    let stop_alone = language.is_any(&["hy", "my", "km"]) && view.source_language.marks.needs_stop;
    if !(marks_alone || stop_alone)
        && both.iter().any(|language| !language.is_known() || !language.marks.needs_stop)
    {
        return;
    }
    let source = Ending::of(&view.source, view.source_language);
    let target = Ending::of(&view.target, language);
    let is_lost = target.mark == Mark::None
        && match source.mark {
            Mark::Colon | Mark::Ellipsis => marks_alone,
            Mark::Stop => {
                stop_alone
                    && is_sentence(&view.source, view.source_language, 4)
                    && may_end_sentence(view, &target)
            }
            Mark::None | Mark::Question | Mark::Exclamation | Mark::Other => false,
        };
    if source.mark == target.mark
        || (marks_alone || stop_alone) && !is_lost
        || is_usual(view, &source, &target)
    {
        return;
    }
    let span = target.cells.as_ref().map(|cells| view.target.span(cells));
    let (message, fix) = match (source.mark, target.mark) {
        (Mark::None, mark) => (format!("{} at the end, the source has none", mark.name()), Vec::new()),
        (mark, Mark::None) => {
            (format!("{} at the end is missing", mark.name()), restored(view, &source, &target))
        }
        (wanted, given) => {
            (format!("{} at the end, the source has {}", given.name(), wanted.name()), Vec::new())
        }
    };
    report.add_fixable(Id::EndPunct, Severity::Minor, message, span, fix);
}

/// Whether the last word of a target without a mark may end a sentence: in Burmese a verb does, by one of its
/// particles, and a phrase without one has no stop.
fn may_end_sentence(view: &View<'_>, target: &Ending) -> bool {
    if view.target_language.code != "my" {
        return true;
    }
    let end = target.word_end;
    let text = view.target.text(&(end.saturating_sub(LONGEST_PARTICLE)..end));
    // အမည် is a name.
    let is_name = text.ends_with("အမည်");
    let particles = ["သည်", "တယ်", "ပါ", "မည်", "မယ်", "ပြီ", "ဘူး"];
    !is_name && particles.iter().any(|particle| text.ends_with(particle))
}

/// The characters of the longest of these particles.
const LONGEST_PARTICLE: usize = 4;

/// What a text ends with, whatever the language writes it with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    None,
    Stop,
    Question,
    Exclamation,
    Colon,
    Ellipsis,
    /// A mark that says nothing of the sentence, or a stop that belongs to an abbreviation.
    Other,
}

impl Mark {
    fn name(self) -> &'static str {
        match self {
            Self::None => "no mark",
            Self::Stop => "a full stop",
            Self::Question => "a question mark",
            Self::Exclamation => "an exclamation mark",
            Self::Colon => "a colon",
            Self::Ellipsis => "an ellipsis",
            Self::Other => "another mark",
        }
    }
}

/// The end of a text.
#[derive(Debug)]
struct Ending {
    mark: Mark,
    /// Where the mark is.
    cells: Option<Range<usize>>,
    /// Whether quotes or brackets close behind it.
    is_closed: bool,
    /// Tokens and blanks between the last word and the mark, and behind the mark.
    before: Vec<Item>,
    after: Vec<Item>,
    /// The cell behind the last one that is no mark, token or blank.
    word_end: usize,
}

impl Ending {
    fn of(line: &Line, language: &Language) -> Self {
        let mut ending = Self {
            mark: Mark::None,
            cells: None,
            is_closed: false,
            before: Vec::new(),
            after: Vec::new(),
            word_end: 0,
        };
        let mut at = line.inner().end;
        while let Some(last) = at.checked_sub(1) {
            let item = line.cells[last].item;
            // Khmer and Burmese part words by a blank without width.
            let blank = line.char(last).is_some_and(|c| c.is_whitespace() || c == '\u{200B}');
            match (line.token(last), line.plain(last)) {
                (token, _) if token.is_some() || blank => {
                    if ending.cells.is_some() { &mut ending.before } else { &mut ending.after }.push(item);
                }
                (None, Some(c)) if is_closer(c) && ending.cells.is_none() => ending.is_closed = true,
                (None, Some(c)) if ending.cells.is_none() && mark_of(c, language) != Mark::None => {
                    let run = (0..at).rev().take_while(|at| {
                        line.plain(*at)
                            .is_some_and(|c| !matches!(mark_of(c, language), Mark::None | Mark::Other))
                    });
                    let start = at - run.count().max(1);
                    // A mark alone in quotes is what the text speaks of.
                    let is_shown = ending.is_closed
                        && line
                            .char_before(start)
                            .is_some_and(|c| is_quote(c) || matches!(c, '"' | '`' | '('));
                    ending.mark = if is_shown { Mark::Other } else { classify(line, start..at, language) };
                    ending.cells = Some(start..at);
                    at = start;
                    continue;
                }
                _ => break,
            }
            at = last;
        }
        ending.before.reverse();
        ending.after.reverse();
        if ending.cells.is_none() {
            ending.before = std::mem::take(&mut ending.after);
        }
        ending.word_end = at;
        ending
    }
}

/// The mark a run of end marks amounts to.
fn classify(line: &Line, run: Range<usize>, language: &Language) -> Mark {
    let chars: Vec<char> = run.clone().filter_map(|at| line.char(at)).collect();
    let marks = |mark: Mark| chars.iter().filter(|c| mark_of(**c, language) == mark).count();
    if marks(Mark::Question) > 0 {
        return Mark::Question;
    }
    if chars.contains(&'…') || marks(Mark::Stop) > 2 {
        return Mark::Ellipsis;
    }
    let mark = chars.last().map_or(Mark::None, |c| mark_of(*c, language));
    if mark != Mark::Stop || chars != ['.'] {
        return mark;
    }
    let before = line.words.partition_point(|word| word.end < run.start);
    let word = line.words.get(before).filter(|word| word.end == run.start);
    // `°C.` is no initial.
    let degrees = word.is_some_and(|word| line.char_before(word.start) == Some('°'));
    // Nor does a sentence end in a short word within brackets: “(Dvorak, intl.)”.
    let in_brackets =
        matches!(line.char(run.end), Some(')' | ']')) && word.is_some_and(|word| word.len() < 7) && {
            let open = (0..run.start).rev().find(|at| matches!(line.char(*at), Some('(' | '[')));
            open.is_some_and(|open| {
                open > line.inner().start && !(open..run.start).any(|at| line.char(at) == Some('.'))
            })
        };
    if in_brackets || !degrees && word.is_some_and(|word| abbreviates(language, &line.text(word))) {
        Mark::Other
    } else {
        Mark::Stop
    }
}

fn mark_of(c: char, language: &Language) -> Mark {
    match c {
        '.' | '。' | '．' | '｡' | '।' | '۔' | '።' | '។' | '៕' | '။' | '։' => Mark::Stop,
        '|' if language.is_any(&["hi", "ne", "mr", "bn"]) => Mark::Stop,
        ';' | '\u{37E}' if language.code == "el" => Mark::Question,
        '?' | '？' | '؟' | '՞' => Mark::Question,
        '!' | '！' | '՜' => Mark::Exclamation,
        ':' | '：' | '៖' => Mark::Colon,
        '…' => Mark::Ellipsis,
        ',' | ';' | '，' | '；' | '、' | '،' | '؛' | '၊' | '·' | '-' | '–' | '—' | '/' | '*' | '|' | '»'
        | '>' => Mark::Other,
        _ => Mark::None,
    }
}

fn is_closer(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '”'
            | '’'
            | '“'
            | '‘'
            | '»'
            | '›'
            | ')'
            | ']'
            | '）'
            | '］'
            | '」'
            | '』'
            | '】'
            | '》'
    )
}

/// Differences that are right in the language, or too small to tell.
fn is_usual(view: &View<'_>, source: &Ending, target: &Ending) -> bool {
    let language = view.target_language;
    if source.mark == Mark::Other || !(view.source.has_letters() && view.target.has_letters()) {
        return true;
    }
    if target.mark == Mark::Other {
        if target.is_closed && source.mark == Mark::None {
            return true;
        }
        // A sentence does not end with a comma.
        let last = target.cells.as_ref().and_then(|cells| view.target.char_before(cells.end));
        let is_comma = last.is_some_and(|c| matches!(c, ',' | '，' | '、' | '،'));
        let ends = matches!(source.mark, Mark::Stop | Mark::Exclamation | Mark::Question);
        return !(ends && is_comma || source.mark == Mark::Question);
    }
    // A question without its mark, and a request that became a question.
    if target.mark == Mark::Question && matches!(source.mark, Mark::None | Mark::Stop) && is_question(view) {
        return true;
    }
    // The source forgot the stop that its other sentences have.
    if source.mark == Mark::None && target.mark == Mark::Stop && has_inner_stop(view, source) {
        return true;
    }
    let about_stop = source.mark == Mark::Stop || target.mark == Mark::Stop;
    let added = source.mark == Mark::None;
    (about_stop && !is_sentence(&view.source, view.source_language, 2))
        || (added && !is_sentence(&view.target, language, 3))
        || (language.code == "ja" && is_usual_in_japanese(view, source, target))
        || (language.is_any(&["vi", "ko"]) && source.mark == Mark::Exclamation && target.mark == Mark::Stop)
        || (language.is_any(&["ja", "zh", "ko"]) && source.mark == Mark::Stop && is_heading(view, target))
}

/// Whether the source asks, or asks to confirm, without a question mark.
fn is_question(view: &View<'_>) -> bool {
    if view.source_language.code != "en" {
        return false;
    }
    let word = |at: usize| view.source.words.get(at).map(|word| view.source.text(word).to_lowercase());
    let first = word(0).unwrap_or_default();
    let second = word(1).unwrap_or_default();
    let asks_to_confirm = first == "confirm" || first == "please" && second == "confirm";
    let is = |list: &[&str], word: &str| list.contains(&word);
    asks_to_confirm
        || is(ASKING, &first) && is(AUXILIARY, &second)
        || is(AUXILIARY, &first) && is(SUBJECTS, &second)
}

/// English questions begin with one of the first and of the second, or of the second and of the third: “How do”,
/// “Is there”. “When the” begins a sentence.
const ASKING: &[&str] = &["how", "what", "when", "where", "which", "who", "why"];
const AUXILIARY: &[&str] = &[
    "are", "can", "could", "did", "do", "does", "has", "have", "is", "shall", "should", "was", "were",
    "will", "would",
];
const SUBJECTS: &[&str] =
    &["he", "i", "it", "she", "that", "the", "there", "these", "they", "this", "we", "you", "your"];

/// Whether a stop ends a sentence before the last one.
fn has_inner_stop(view: &View<'_>, source: &Ending) -> bool {
    let line = &view.source;
    let capital = |at: usize| line.plain(at).is_some_and(char::is_uppercase);
    line.plain_chars().any(|(at, c)| {
        c == '.'
            && at + 1 < source.word_end
            && line.char(at + 1) == Some(' ')
            && capital(at + 2)
            && classify(line, at..at + 1, view.source_language) == Mark::Stop
    })
}

/// Whether the source is the heading of instructions (“How to start the engine.”), which goes without a
/// stop where headings have none, whatever its own language does.
fn is_heading(view: &View<'_>, target: &Ending) -> bool {
    let starts = |at: usize, word: &str| {
        view.source.words.get(at).is_some_and(|cells| view.source.text(cells).eq_ignore_ascii_case(word))
    };
    target.mark == Mark::None && view.source_language.code == "en" && starts(0, "how") && starts(1, "to")
}

/// Questions may end in 。 or nothing, exclamations too; headings and lists have no mark, and a
/// sentence may have one where the source goes without.
fn is_usual_in_japanese(view: &View<'_>, source: &Ending, target: &Ending) -> bool {
    // Polite verbs make a sentence of the shortest text.
    let text: String = view.target.text(&(target.word_end.saturating_sub(LONGEST_POLITE)..target.word_end));
    let polite =
        ["ます", "です", "ません", "ました", "でした", "ください"].iter().any(|end| text.ends_with(end));
    let short = !polite && !is_sentence(&view.source, view.source_language, 4);
    match source.mark {
        // A text that parts its sentences by marks ends the last one too.
        Mark::Question | Mark::Exclamation => {
            let parts = || view.target.plain_chars().any(|(at, c)| at < target.word_end && c == '。');
            target.mark == Mark::Stop || target.mark == Mark::None && !parts()
        }
        Mark::Stop => target.mark == Mark::None && short,
        Mark::None | Mark::Colon | Mark::Ellipsis | Mark::Other => target.mark == Mark::Stop,
    }
}

/// The characters of the longest of these endings.
const LONGEST_POLITE: usize = 4;

/// Whether a text has as many words as a sentence has at least.
fn is_sentence(line: &Line, language: &Language, least: usize) -> bool {
    if language.spaced {
        line.words.len() >= least
    } else {
        line.plain_chars().filter(|(_, c)| c.is_alphabetic()).count() >= least * 3
    }
}

/// Whether a number stands at the end, or before a short last word.
fn ends_in_amount(line: &Line) -> bool {
    let has_digit = |word: &Range<usize>| word.clone().any(|at| line.char(at).is_some_and(char::is_numeric));
    match line.words.as_slice() {
        [.., before, last] => has_digit(last) || (last.len() <= SHORT && has_digit(before)),
        [last] => has_digit(last),
        [] => false,
    }
}

/// The letters of the longest abbreviations of units.
const SHORT: usize = 4;

/// Puts the language's mark behind the last word, where nothing else may be meant.
fn restored(view: &View<'_>, source: &Ending, target: &Ending) -> Vec<Edit> {
    let marks = &view.target_language.marks;
    let mark = match source.mark {
        Mark::Stop => marks.stop,
        Mark::Question => marks.question,
        // Many houses put a stop, or nothing, for an exclamation.
        Mark::Exclamation => None,
        Mark::Colon => marks.colon,
        Mark::None | Mark::Ellipsis | Mark::Other => None,
    };
    let line = &view.target;
    let last = line.char_before(target.word_end).filter(|c| c.is_alphanumeric());
    let (Some(mark), Some(last)) = (mark, last) else { return Vec::new() };
    // Two words may be a heading that stands for the sentence.
    if source.mark == Mark::Stop && !is_sentence(line, view.target_language, 3) {
        return Vec::new();
    }
    // The stop may belong to an abbreviated unit or to a date: “12 oz.”, “31.12.”
    if source.mark == Mark::Stop && ends_in_amount(&view.source) {
        return Vec::new();
    }
    // A Japanese sentence that ends in a noun may go without; one that ends in kana may not.
    // In Korean too: verbs end in one of these syllables.
    let certain = match view.target_language.code {
        "ja" => ('\u{3041}'..='\u{309F}').contains(&last),
        "ko" => matches!(last, '다' | '요' | '오'),
        _ => true,
    };
    // French puts a blank before the mark that belongs to it.
    let source_before: &[Item] =
        if source.before.iter().any(|item| matches!(item, Item::Token(_))) { &source.before } else { &[] };
    let tail: Vec<Item> = source_before.iter().chain(&source.after).copied().collect();
    if !certain || source.is_closed || target.is_closed || tail != target.before {
        return Vec::new();
    }
    let at = target.word_end + source_before.len();
    vec![Edit::text(at..at, mark)]
}
