//! Chinese, Japanese and Korean, which share characters, and languages with two writings.
//!
//! Kana and Hangul tell a language; of Han only some characters do, so a label in Han alone (設定) says nothing
//! between Chinese and Japanese.

use super::Id;
use super::kinds::Kinds;
use super::line::Line;
use super::locale::{Script, Writing, is_chinese_alone, script_of};
use super::stray::is_enclosed;
use super::untranslated::{is_copy, is_wrong_script};
use super::view::{Report, View};
use crate::domain::segment::Severity;
use std::ops::Range;

/// What a text has of the letters of the three languages.
#[derive(Debug, Default)]
struct Letters {
    all: usize,
    han: usize,
    kana: usize,
    hiragana: usize,
    hangul: usize,
    /// Han that no Japanese has.
    chinese: usize,
    simplified: usize,
    traditional: usize,
}

impl Letters {
    fn of(chars: impl Iterator<Item = char>) -> Self {
        let mut found = Self::default();
        for c in chars.filter(|c| c.is_alphabetic()) {
            found.all += 1;
            let script = script_of(c);
            found.han += usize::from(script == Script::Han);
            found.kana += usize::from(script == Script::Kana);
            found.hangul += usize::from(script == Script::Hangul);
            found.hiragana += usize::from(('\u{3041}'..='\u{3096}').contains(&c));
            found.chinese += usize::from(is_chinese_alone(c));
            match Writing::with(c) {
                Some(Writing::Simplified) => found.simplified += 1,
                Some(Writing::Traditional) => found.traditional += 1,
                None => {}
            }
        }
        found
    }

    fn in_line(line: &Line) -> Self {
        Self::of(line.plain_chars().map(|(_, c)| c))
    }
}

/// Names of languages that stay in their own in a list to choose from.
pub(super) const AUTONYMS: &[&str] = &["한국어", "조선말", "日本語", "简体中文", "繁體中文", "正體中文"];

/// Han that stands where Korean is wanted: fewer may be a name or an old word.
const LEAST_HANJA: usize = 4;

/// Whether copied words tell the language of the source where both are of the three: by kana or Hangul that the
/// target language has not, by Chinese in Japanese, by Han alone in Korean.
pub(super) fn tells(view: &View<'_>, line: &Line, words: &[Range<usize>]) -> bool {
    let (from, to) = (view.source_script, view.target_script);
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    if from == to || AUTONYMS.contains(&line.text(&(first.start..last.end)).as_str()) {
        return false;
    }
    let letters = Letters::of(words.iter().flat_map(Clone::clone).filter_map(|at| line.char(at)));
    let foreign = [(Script::Kana, letters.kana), (Script::Hangul, letters.hangul)];
    if foreign.iter().any(|(script, count)| *count >= 2 && from.includes(*script) && !to.includes(*script)) {
        return true;
    }
    if to == Script::Korean {
        return letters.hangul == 0
            && (letters.han >= LEAST_HANJA || letters.simplified > 0 && letters.han >= 2);
    }
    to == Script::Japanese
        && letters.kana == 0
        && (letters.chinese > 0 && letters.han >= 2 || is_chinese_sentence(line))
}

/// Whether a text is a sentence in Han with the comma of Chinese, which Japanese writes 、.
fn is_chinese_sentence(line: &Line) -> bool {
    let letters = Letters::in_line(line);
    let last = line.inner().end.checked_sub(1).and_then(|at| line.plain(at));
    letters.kana + letters.hangul == 0
        && letters.han >= LEAST_SENTENCE
        && matches!(last, Some('。' | '！' | '？'))
        && line.plain_chars().any(|(_, c)| c == '，')
}

/// Han letters a sentence has at least.
const LEAST_SENTENCE: usize = 8;

/// Han of the source in a text that is Japanese or Korean, outside of brackets and quotes: in Japanese a run with
/// a character that no Japanese has, in Korean such a run, or one too long for an old word.
pub(super) fn copied(view: &View<'_>) -> Option<Range<usize>> {
    let (from, to) = (view.source_script, view.target_script);
    if from == to || !from.includes(Script::Han) || !matches!(to, Script::Japanese | Script::Korean) {
        return None;
    }
    let (source, target) = (&view.source, &view.target);
    let all = source.text(&(0..source.len()));
    let is_han = |at: usize| target.plain(at).is_some_and(|c| script_of(c) == Script::Han);
    let mut looked_up = 0;
    let mut at = 0;
    while at < target.len() && looked_up < MOST_RUNS {
        let start = at;
        while is_han(at) {
            at += 1;
        }
        let run = start..at;
        at += 1;
        if run.len() < 2 {
            continue;
        }
        let text = target.text(&run);
        let tells = if to == Script::Korean {
            text.chars().any(|c| Writing::with(c) == Some(Writing::Simplified))
        } else {
            text.chars().any(is_chinese_alone)
        };
        if !tells && (to != Script::Korean || run.len() < LEAST_HANJA) {
            continue;
        }
        looked_up += 1;
        if all.contains(&text) && !is_enclosed(target, run.start) && !AUTONYMS.contains(&text.as_str()) {
            return Some(run);
        }
    }
    None
}

/// Looking all runs up in the source is quadratic.
const MOST_RUNS: usize = 200;

/// Whether a text is in another of the three languages, or in the other writing of Chinese.
pub(super) fn is_of_another(view: &View<'_>) -> bool {
    if !view.target.has(Kinds::OTHER) {
        return false;
    }
    if let Some(wanted) = Writing::of(view.pair.target_locale) {
        return is_other_writing(view, wanted) || is_japanese(view);
    }
    let script = view.target_script;
    if script == Script::Han {
        return is_japanese(view);
    }
    if !matches!(script, Script::Korean | Script::Japanese) {
        return false;
    }
    let letters = Letters::in_line(&view.target);
    let is_other = if script == Script::Korean {
        letters.hangul == 0 && letters.han + letters.kana >= LEAST_OF_ANOTHER
    } else {
        letters.kana == 0
            && letters.han >= LEAST_OF_ANOTHER
            && (letters.chinese >= 2 || is_chinese_sentence(&view.target))
    };
    is_other && !shows_han(view)
}

/// Letters that are more than a name.
const LEAST_OF_ANOTHER: usize = 6;

/// Whether the source shows Han although its language is not written in it.
fn shows_han(view: &View<'_>) -> bool {
    !view.source_script.includes(Script::Han)
        && view.source.has(Kinds::OTHER)
        && view.source.plain_chars().any(|(_, c)| script_of(c) == Script::Han)
}

/// Whether a text that should be Chinese is Japanese: a quarter of it is hiragana, which no name is.
fn is_japanese(view: &View<'_>) -> bool {
    let letters = Letters::in_line(&view.target);
    letters.hiragana >= 3
        && letters.hiragana * 4 >= letters.all
        && !view.source.plain_chars().any(|(_, c)| script_of(c) == Script::Kana)
}

/// Whether all characters that tell a writing of Chinese tell the other one. What another language shows may be a
/// name.
fn is_other_writing(view: &View<'_>, wanted: Writing) -> bool {
    let may_show = view.pair.source_locale.language != "zh";
    let chars = view.target.plain_chars().map(|(_, c)| c);
    let letters = Letters::of(chars.filter(|c| !(may_show && view.source.has_char(*c))));
    let (other, own) = match wanted {
        Writing::Simplified => (letters.traditional, letters.simplified),
        Writing::Traditional => (letters.simplified, letters.traditional),
    };
    other >= LEAST_OF_WRITING && own == 0
}

/// So many characters of the other writing, and none of the wanted one, are no slip.
const LEAST_OF_WRITING: usize = 3;

/// A language in two writings: what is to change from one to the other and did not (`target-equals-source`), or
/// is in the wrong one (`wrong-language`).
pub(super) fn of_one_language(view: &View<'_>, report: &mut Report) {
    let (from, to) = (view.pair.source_locale, view.pair.target_locale);
    if from.language.is_empty() || from.language != to.language {
        return;
    }
    let copy = is_copy(&view.source, &view.target);
    let (equal, wrong) = match Writing::of(to) {
        Some(wanted) if Writing::of(from) != Some(wanted) => {
            let other = |c: char| Writing::with(c).is_some_and(|writing| writing != wanted);
            let equal = copy && view.target.plain_chars().any(|(_, c)| other(c));
            (equal, !equal && is_other_writing(view, wanted))
        }
        _ => {
            let differ = view.source_script != view.target_script
                && ![view.source_script, view.target_script].contains(&Script::Unknown);
            let wrong = differ && is_wrong_script(view);
            (wrong && copy, wrong && !copy)
        }
    };
    if equal {
        let message = "the target is the source, untranslated";
        report.add(Id::TargetEqualsSource, Severity::Major, message, None);
    } else if wrong {
        report.add(Id::WrongLanguage, Severity::Critical, "the target is not in its language", None);
    }
}
