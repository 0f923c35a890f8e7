//! The same word, or the same run of words, twice in a row.

use super::Id;
use super::doubling::may_stand_twice;
use super::line::Line;
use super::locale::Language;
use super::view::{Edit, Report, View};
use crate::domain::segment::Severity;
use std::borrow::Cow;
use std::ops::Range;

/// Doubled words (`doubled-word`). Left alone: languages in which doubling is grammar, words that
/// may stand twice, and every pair whose source has a doubled word itself.
pub(super) fn doubled_words(view: &View<'_>, report: &mut Report) {
    let (target, language) = (&view.target, view.target_language);
    if !language.spaced {
        return;
    }
    let mut source_is_doubled = None;
    for place in doubles(target, false, language.code) {
        let (first, second) = (&target.words[place], &target.words[place + 1]);
        let word = target.text(second).to_lowercase();
        let is_sure = is_sure(language.code, &word);
        if !is_sure && may_stand_twice(language, target, place, &word)
            || *source_is_doubled.get_or_insert_with(|| {
                doubles(&view.source, true, view.source_language.code).next().is_some()
            })
        {
            continue;
        }
        // "Sie sie" may be two words; only at the beginning is the capital that of a sentence.
        let equal = target.text(first) == target.text(second);
        if !equal && first.start != target.inner().start {
            continue;
        }
        let one_space = second.start - first.end == 1 && target.char(first.end) == Some(' ');
        let sure = one_space && equal && is_sure && target.text(first) == word;
        let fix = if sure { vec![Edit::text(first.end..second.end, "")] } else { Vec::new() };
        let message = format!("the word “{}” stands twice", target.text(second));
        let span = Some(target.span(second));
        report.add_fixable(Id::DoubledWord, Severity::Minor, message, span, fix);
    }
}

/// Whether a word is one that no sentence has twice in a row. Of other words one may end a phrase and begin
/// the next (“those in need need help”, „die wir haben haben“), so that only a person can tell.
fn is_sure(code: &str, word: &str) -> bool {
    let words = SURE.iter().find(|(language, _)| *language == code).map_or(&[][..], |(_, words)| words);
    words.contains(&word)
}

#[rustfmt::skip]
const SURE: &[(&str, &[&str])] = &[
    ("en", &["the", "a", "an", "of", "and", "or", "your", "my", "our", "its"]),
    ("de", &["und", "oder", "aber", "sowie"]),
    ("fr", &["le", "la", "les", "des", "du", "et", "ou", "au", "aux", "un", "une"]),
    ("es", &["el", "los", "las", "del", "y", "o", "un", "una"]),
    ("it", &["il", "gli", "della", "dello", "e", "ed", "un"]),
    ("pt", &["o", "os", "um", "uma", "e", "ou"]),
    ("nl", &["een", "en", "of"]),
    ("sv", &["och", "eller", "ett"]),
    ("da", &["og", "eller"]),
    ("nb", &["og", "eller"]),
    ("pl", &["i", "oraz", "lub"]),
    ("cs", &["a", "nebo"]),
    ("ru", &["и", "или"]),
    ("uk", &["і", "та", "або"]),
    ("bg", &["и", "или"]),
    ("lt", &["ir", "arba"]),
    ("lv", &["un", "vai"]),
    ("hu", &["a", "és", "vagy"]),
    // Languages that double words of all other kinds.
    ("tr", &["ve", "veya"]),
    ("az", &["və"]),
];

/// The article of a single letter, which stands before consonants alone. In other languages a letter that is named
/// may stand beside such a word (“ejes x y y”).
fn is_article(code: &str, letter: Option<char>) -> bool {
    code == "hu" && matches!(letter, Some('a' | 'A'))
}

/// Three words or more that stand twice in a row (`doubled-word`), marks between them aside; where
/// words are not parted, a whole sentence. Left alone: sources with such a run themselves.
pub(super) fn doubled_runs(view: &View<'_>, report: &mut Report) {
    // Forms of a plural stand side by side.
    if view.source.has_arms || view.target.has_arms {
        return;
    }
    // Of a language without a row it is not known, and most part their words.
    let least =
        |language: &Language, run: usize| if language.spaced || !language.is_known() { run } else { 1 };
    let of_target = least(view.target_language, LEAST_RUN);
    // What takes three words here may take two there.
    let of_source = least(view.source_language, LEAST_RUN - 1);
    if let Some(cells) = doubled_run(&view.target, of_target)
        && doubled_run(&view.source, of_source).is_none()
        && !is_twice(&view.source, &view.target.text(&cells))
    {
        let message = "the same words stand twice in a row";
        report.add(Id::DoubledWord, Severity::Minor, message, Some(view.target.span(&cells)));
    }
}

/// Whether a text has the same run twice: names and forms that were kept (`MacBook/MacBook Pro`).
fn is_twice(line: &Line, run: &str) -> bool {
    line.text(&(0..line.len())).matches(run).count() > 1
}

/// The second of two equal runs.
fn doubled_run(line: &Line, least: usize) -> Option<Range<usize>> {
    // An address is a word of a sentence.
    let mut all: Cow<'_, [Range<usize>]> = Cow::Borrowed(&line.words);
    if !line.links.is_empty() {
        all.to_mut().extend(line.links.iter().cloned());
        all.to_mut().sort_unstable_by_key(|word| word.start);
    }
    let words = &all[..all.len().min(MOST_WORDS)];
    let same = |a: &Range<usize>, b: &Range<usize>| {
        a.len() == b.len() && a.clone().map(|at| line.char(at)).eq(b.clone().map(|at| line.char(at)))
    };
    // Where words are not parted, a word here is a stretch between marks.
    let spaced = least > 1;
    if !spaced && let Some(cells) = words.iter().find_map(|stretch| doubled_within(line, stretch)) {
        return Some(cells);
    }
    (0..words.len()).find_map(|start| {
        let longest = (words.len() - start) / 2;
        (least..=longest).find_map(|length| {
            let (first, second) = (&words[start..start + length], &words[start + length..start + 2 * length]);
            let letters = first.iter().any(|word| line.char(word.start).is_some_and(char::is_alphabetic));
            let long = spaced || first.iter().map(|word| word.len()).sum::<usize>() > LEAST_STRETCH * length;
            // A heading may be the beginning of the paragraph below.
            let parted = (first[length - 1].end..second[0].start).any(|at| line.char(at) == Some('\n'));
            let equal =
                !parted && same(&first[0], &second[0]) && first.iter().zip(second).all(|(a, b)| same(a, b));
            (letters && equal && long).then(|| second[0].start..second[length - 1].end)
        })
    })
}

/// The second of two equal parts of a stretch that stand side by side.
fn doubled_within(line: &Line, stretch: &Range<usize>) -> Option<Range<usize>> {
    let cells = stretch.start..stretch.end.min(stretch.start + MOST_CELLS);
    let least = LEAST_STRETCH + 1;
    (least..=cells.len() / 2).find_map(|length| {
        let mut run = 0;
        (cells.start..cells.end - length).find_map(|at| {
            let c = line.char(at);
            let equal = c == line.char(at + length) && c.is_some_and(char::is_alphabetic);
            run = if equal { run + 1 } else { 0 };
            // “哈哈哈哈” is one sign drawn out.
            let is_drawn =
                |from: usize| (from..from + length - 2).all(|at| line.char(at) == line.char(at + 2));
            (run == length && !is_drawn(at + 1)).then(|| at + 1..at + 1 + length)
        })
    })
}

/// Comparing all places of a stretch with all is quadratic; longer ones are seen as far as this.
const MOST_CELLS: usize = 400;

const LEAST_RUN: usize = 3;
/// Stretches of so few letters are words, which may be doubled for their meaning.
const LEAST_STRETCH: usize = 5;
/// Texts with more words are looked through up to here.
const MOST_WORDS: usize = 200;

/// The places of words that the same word follows, with nothing but spaces between; in a table also
/// those of two `columns`. Numbers are no words, nor are letters but for an article of the language.
fn doubles<'a>(line: &'a Line, columns: bool, code: &'a str) -> impl Iterator<Item = usize> + 'a {
    line.words.windows(2).enumerate().filter_map(move |(place, pair)| {
        let (first, second) = (&pair[0], &pair[1]);
        let fold = |at: usize| line.char(at).into_iter().flat_map(char::to_lowercase);
        // Columns of a table are parted by more than one blank.
        let between = || first.end..second.start;
        let blanks = between().filter(|at| line.char(*at) == Some(' ')).count();
        let adjacent =
            (columns || blanks < 2) && between().all(|at| line.plain(at).is_some_and(char::is_whitespace));
        let same = (second.len() > 1 || is_article(code, line.char(second.start)))
            && adjacent
            && first.len() == second.len()
            && first.clone().flat_map(fold).eq(second.clone().flat_map(fold))
            && second.clone().all(|at| line.char(at).is_some_and(|c| !c.is_ascii_digit()));
        same.then_some(place)
    })
}
