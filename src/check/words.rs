//! The same word, or the same run of words, twice in a row.

use super::Id;
use super::line::Line;
use super::locale::Language;
use super::view::{Edit, Report, View};
use crate::domain::segment::Severity;
use std::ops::Range;

/// Doubled words (`doubled-word`). Left alone: languages in which doubling is grammar, words that
/// may stand twice, and every pair whose source has a doubled word itself.
pub(super) fn doubled_words(view: &View<'_>, report: &mut Report) {
    let language = view.target_language;
    let Some(allowed) = language.doubles.or(is_form_known(language).then_some(&[])) else { return };
    let by_form = language.doubles.is_none();
    let target = &view.target;
    if !view.target_language.spaced {
        return;
    }
    let mut source_is_doubled = None;
    for (first, second) in doubles(target) {
        let word = target.text(&second).to_lowercase();
        if allowed.contains(&word.as_str())
            || (by_form && !never_doubles(language, &word))
            || *source_is_doubled.get_or_insert_with(|| doubles(&view.source).next().is_some())
        {
            continue;
        }
        // "Sie sie" may be two words; only at the beginning is the capital that of a sentence.
        let equal = target.text(&first) == target.text(&second);
        if !equal && first.start != target.inner().start {
            continue;
        }
        let one_space = second.start - first.end == 1 && target.char(first.end) == Some(' ');
        let sure = one_space && equal && is_sure(language.code, &word) && target.text(&first) == word;
        let fix = if sure { vec![Edit::text(first.end..second.end, "")] } else { Vec::new() };
        let message = format!("the word “{}” stands twice", target.text(&second));
        let span = Some(target.span(&second));
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
    ("pt", &["o", "os", "um", "uma", "e", "ou", "do", "da", "dos", "das"]),
    ("nl", &["een", "en", "of"]),
    ("sv", &["och", "eller", "ett"]),
    ("da", &["og", "eller"]),
    ("nb", &["og", "eller"]),
    ("pl", &["i", "oraz", "lub"]),
    ("cs", &["a", "nebo"]),
    ("ru", &["и", "или"]),
    ("uk", &["і", "та", "або"]),
];

/// Languages that double words to say more, but not words of some forms.
fn is_form_known(language: &Language) -> bool {
    language.is_any(&["ko", "ar", "hi"])
}

/// Whether a word has a form that is not doubled for its meaning: nouns with particles and polite verbs of
/// Korean, nouns with an article of Arabic, postpositions, auxiliaries and polite verbs of Hindi.
fn never_doubles(language: &Language, word: &str) -> bool {
    let ends = |forms: &[&str]| forms.iter().any(|form| word.len() > form.len() && word.ends_with(form));
    match language.code {
        "ko" => ends(&[
            "을",
            "를",
            "은",
            "는",
            "의",
            "에서",
            "에게",
            "으로",
            "니다",
            "십시오",
            "세요",
            "하기",
            "까지",
            "부터",
        ]),
        "ar" => {
            let article = ["ال", "وال", "بال", "لل", "كال", "فال"].iter().any(|form| word.starts_with(form));
            article && word.chars().count() > 4
        }
        "hi" => {
            ["को", "में", "ने", "से", "का", "के", "है", "हैं", "और", "या", "लिए", "गया", "गई", "गए"].contains(&word)
                || ends(&["ें", "एँ", "एं", "िए"])
        }
        _ => false,
    }
}

/// Three words or more that stand twice in a row (`doubled-word`), marks between them aside; where
/// words are not parted, a whole sentence. Left alone: sources with such a run themselves.
pub(super) fn doubled_runs(view: &View<'_>, report: &mut Report) {
    // Forms of a plural stand side by side.
    if view.source.has_arms || view.target.has_arms {
        return;
    }
    if let Some(cells) = doubled_run(&view.target, view.target_language.spaced)
        && doubled_run(&view.source, view.source_language.spaced).is_none()
    {
        let message = "the same words stand twice in a row";
        report.add(Id::DoubledWord, Severity::Minor, message, Some(view.target.span(&cells)));
    }
}

/// The second of two equal runs.
fn doubled_run(line: &Line, spaced: bool) -> Option<Range<usize>> {
    let words = &line.words[..line.words.len().min(MOST_WORDS)];
    let same = |a: &Range<usize>, b: &Range<usize>| {
        a.len() == b.len() && a.clone().map(|at| line.char(at)).eq(b.clone().map(|at| line.char(at)))
    };
    if !spaced {
        // A word here is a stretch between marks.
        let long = |word: &&[Range<usize>]| word[0].len() > 5 && same(&word[0], &word[1]);
        return words.windows(2).find(long).map(|pair| pair[1].clone());
    }
    (0..words.len()).find_map(|start| {
        let longest = (words.len() - start) / 2;
        (LEAST_RUN..=longest).find_map(|length| {
            let (first, second) = (&words[start..start + length], &words[start + length..start + 2 * length]);
            let letters = first.iter().any(|word| line.char(word.start).is_some_and(char::is_alphabetic));
            (same(&first[0], &second[0]) && letters && first.iter().zip(second).all(|(a, b)| same(a, b)))
                .then(|| second[0].start..second[length - 1].end)
        })
    })
}

const LEAST_RUN: usize = 3;
/// Texts with more words are looked through up to here.
const MOST_WORDS: usize = 200;

/// Neighbours that are the same word, with nothing but spaces between them. Numbers are no words.
fn doubles(line: &Line) -> impl Iterator<Item = (Range<usize>, Range<usize>)> + '_ {
    line.words.windows(2).filter_map(|pair| {
        let (first, second) = (pair[0].clone(), pair[1].clone());
        let fold = |at: usize| line.char(at).into_iter().flat_map(char::to_lowercase);
        let adjacent = (first.end..second.start).all(|at| line.plain(at).is_some_and(char::is_whitespace));
        let same = second.len() > 1
            && adjacent
            && first.len() == second.len()
            && first.clone().flat_map(fold).eq(second.clone().flat_map(fold))
            && second.clone().all(|at| line.char(at).is_some_and(|c| !c.is_ascii_digit()));
        same.then_some((first, second))
    })
}
