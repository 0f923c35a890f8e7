//! Words of the source that were left standing in a translated sentence.
//!
//! One word proves little, so it must be a word of grammar that no neighbour language has, or,
//! where the scripts differ, a frequent one. Left alone: what stands in quotes or brackets, in a
//! name (a capital next to it that was copied too), and all that is not a word of its own.

use super::code;
use super::line::Line;
use super::locale::{Languages, Script, is_english, script_of, telltale_words};
use super::terms::kept_words;
use super::untranslated::{fold_into, is_quote, shares_script};
use super::view::View;
use super::writing;
use std::ops::Range;

/// The first run of words that was left.
pub(super) fn run(view: &View<'_>) -> Option<Range<usize>> {
    if code::is_usage(&view.source) {
        return None;
    }
    if view.source_script != Script::Latin {
        return foreign_letters(view).or_else(|| writing::copied(view));
    }
    let (source, target) = (&view.source, &view.target);
    let telling = telltale_words(view.source_language.code);
    let shares = shares_script(view) || is_written_in_latin(view);
    let frequent = if shares { Languages::default() } else { Languages::of(view.source_language.code) };
    let own = Languages::of(view.target_language.code);
    if telling.is_empty() && frequent.is_empty() || target.words.is_empty() {
        return None;
    }
    if !shares && let Some(cells) = lower_word(view) {
        return Some(cells);
    }
    let tells = |word: &Range<usize>| {
        if !word.clone().all(|at| target.char(at).is_some_and(|c| c.is_ascii_lowercase())) {
            return false;
        }
        let mut text = String::new();
        fold_into(target, word, &mut text);
        let users = Languages::that_use(&text);
        (telling.contains(&text.as_str()) || users.meets(frequent)) && !users.meets(own)
    };
    let copied = |word: &Range<usize>| {
        source.words.iter().any(|other| {
            other.len() == word.len()
                && other.clone().map(|at| source.char(at)).eq(word.clone().map(|at| target.char(at)))
        })
    };
    target.words.iter().enumerate().take(MAX_WORDS).find_map(|(at, word)| {
        // Few words are in both, so that is asked first.
        if word.len() < 3 || !copied(word) || !tells(word) || !stands_alone(target, word) {
            return None;
        }
        let capital = |at: Option<usize>| {
            at.and_then(|at| target.words.get(at)).is_some_and(|other| {
                target.char(other.start).is_some_and(|c| c.is_ascii_uppercase()) && copied(other)
            })
        };
        let in_name = capital(at.checked_sub(1)) || capital(Some(at + 1));
        let place = source.words.iter().position(|other| source.text(other) == target.text(word));
        let is_code = place.is_some_and(|place| code::is_code(view, word, place));
        (!in_name && !is_code && !is_enclosed(target, word.start)).then(|| word.clone())
    })
}

/// Whether a text is one in Latin letters, whatever its language is written in elsewhere: nothing is known of the
/// words of a language without a row, and some languages have two scripts.
fn is_written_in_latin(view: &View<'_>) -> bool {
    let script = view.target_script;
    let (mut own, mut latin) = (0, 0);
    for (_, c) in view.target.plain_chars().filter(|(_, c)| c.is_alphabetic()) {
        let letter = script_of(c);
        if letter == Script::Latin {
            latin += 1;
        } else if script == Script::Unknown || script.includes(letter) {
            own += 1;
        }
    }
    latin > 0 && (script == Script::Unknown && own < latin || own == 0)
}

/// In a text of another script, a word of the source in small letters that is no name, key or loan. It may
/// touch letters of that script, so it is looked for by its letters.
fn lower_word(view: &View<'_>) -> Option<Range<usize>> {
    let (source, target) = (&view.source, &view.target);
    let small = |line: &Line, at: usize| line.plain(at).is_some_and(|c| c.is_ascii_lowercase());
    let mut at = 0;
    while at < target.len() {
        let start = at;
        while small(target, at) {
            at += 1;
        }
        let run = start..at;
        at += 1;
        if run.len() < LEAST_LETTERS {
            continue;
        }
        let same = |word: &Range<usize>| {
            word.len() == run.len()
                && word.clone().map(|at| source.char(at)).eq(run.clone().map(|at| target.char(at)))
        };
        let place = source.words.iter().take(MAX_WORDS).position(same);
        let own = |at: Option<usize>| {
            at.and_then(|at| target.char(at)).is_some_and(|c| view.target_script.includes(script_of(c)))
        };
        let touches = own(start.checked_sub(1)) || own(Some(run.end));
        if let Some(place) = place
            && (touches || stands_alone(target, &run) || stands_by_sign(view, &run, place))
            && !is_part(target, &run)
            && stands_alone(source, &source.words[place])
            && !is_enclosed_alone(view, source, &source.words[place])
            && is_language(view, &target.text(&run))
            && !code::is_code(view, &run, place)
            && !is_enclosed_alone(view, target, &run)
            && !is_with_neighbour(view, &run, place)
        {
            return Some(run);
        }
    }
    None
}

/// Whether letters are a part of a name: of `Parchive`, `template0`, `accessible-table-caption`, `--context[=X]`. A digit before them
/// is a number.
fn is_part(line: &Line, run: &Range<usize>) -> bool {
    let letter = |at: Option<usize>| {
        at.and_then(|at| line.char(at)).is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
    };
    let digit = |at: usize| line.char(at).is_some_and(|c| c.is_ascii_digit());
    let hyphen = |at: Option<usize>| at.and_then(|at| line.char(at)) == Some('-');
    let camel = letter(Some(run.end)) && line.char(run.end + 1).is_some_and(|c| c.is_ascii_lowercase());
    let before = run.start.checked_sub(1);
    letter(before)
        || camel
        || digit(run.end)
        || hyphen(before) && (letter(run.start.checked_sub(2)) || hyphen(run.start.checked_sub(2)))
        || hyphen(Some(run.end)) && letter(Some(run.end + 1))
}

/// Whether a word belongs to the language of the source, and is no name of a program, a function or a format.
/// Only of English there is a list that is long enough to ask.
fn is_language(view: &View<'_>, word: &str) -> bool {
    !LOANS.contains(&word)
        && !kept_words(view).contains(word)
        && (view.source_language.code != "en" || is_english(word))
}

/// Shorter words may be units and names of programs.
const LEAST_LETTERS: usize = 5;

/// Whether a neighbour of the word was copied with it: a term of several words, a command, a name.
fn is_with_neighbour(view: &View<'_>, run: &Range<usize>, place: usize) -> bool {
    let (source, target) = (&view.source, &view.target);
    let latin = |at: &usize| target.char(*at).is_some_and(|c| c.is_ascii_alphanumeric() || c == '-');
    let before = run.start.checked_sub(1).filter(|at| target.char(*at) == Some(' '));
    let before = before.map(|end| (0..end).rev().take_while(latin).last().unwrap_or(end)..end);
    let after = (target.char(run.end) == Some(' ')).then_some(run.end + 1);
    let after = after.map(|start| start..start + (start..target.len()).take_while(latin).count());
    let is = |there: Option<Range<usize>>, place: Option<usize>| {
        let word = place.and_then(|place| source.words.get(place));
        there.zip(word).is_some_and(|(there, word)| {
            // A code with digits is no part of a name.
            !there.is_empty()
                && there
                    .clone()
                    .all(|at| target.char(at).is_some_and(|c| c.is_ascii_alphabetic() || c == '-'))
                && target.text(&there) == source.text(word)
        })
    };
    // A name ends before a word that is frequent in the language: “before” in “Suite before May”.
    let word = target.text(run);
    let own = Languages::of(view.source_language.code);
    if GRAMMAR.contains(&word.as_str())
        || Languages::that_use(&word).meets(own)
        || Languages::with_content(&word).meets(own)
    {
        return false;
    }
    is(before, place.checked_sub(1)) || is(after, Some(place + 1))
}

const GRAMMAR: &[&str] = &[
    "about", "after", "because", "before", "between", "cannot", "could", "during", "every", "other",
    "should", "their", "there", "these", "those", "under", "until", "where", "which", "while", "within",
    "without", "would",
];

/// Whether a digit, a sign of degrees or a bracket touches the word, where the source has a blank there: it
/// stands for a word of the sentence. A unit stands behind its number in the source too.
fn stands_by_sign(view: &View<'_>, run: &Range<usize>, place: usize) -> bool {
    let (source, target) = (&view.source, &view.target);
    let own = |c: char| view.target_script.includes(script_of(c));
    let ends = |c: Option<char>| {
        c.is_none_or(|c| c.is_whitespace() || own(c) || matches!(c, '.' | ',' | '。' | '،' | '।'))
    };
    let (before, after) = (target.char_before(run.start), target.char(run.end));
    let follows_number = place
        .checked_sub(1)
        .and_then(|place| source.words.get(place))
        .and_then(|word| source.char_before(word.end))
        .is_some_and(|c| c.is_ascii_digit());
    let amount = before.is_some_and(|c| c.is_ascii_digit() || matches!(c, '°' | '%')) && !follows_number;
    // A placeholder or a tag, but no path or option that goes on.
    let opaque = run.start.checked_sub(1).is_some_and(|at| {
        let ends = |c: char| c.is_alphanumeric() || matches!(c, '}' | '>' | '%' | ')' | ';');
        target.plain(at).is_none() && target.char(at).is_some_and(ends)
    });
    let closed = matches!(before, Some(')' | '）' | '」' | '』')) || opaque && !follows_number;
    let opens = matches!(after, Some('(' | '（')) && target.char(run.end + 1).is_some_and(own);
    // The article of Hebrew, which a hyphen ties to a foreign word.
    let letter = run.start.checked_sub(2).and_then(|at| target.char(at));
    let article =
        view.target_language.code == "he" && matches!(before, Some('-' | '־')) && letter.is_some_and(own);
    (amount || closed || article) && ends(after)
        || opens && (amount || before.is_none_or(char::is_whitespace))
}

/// Whether a word stands in quotes, or in brackets of its own: a name, a key, the original term. Brackets around
/// more words of the language hold a part of the sentence.
fn is_enclosed_alone(view: &View<'_>, line: &Line, word: &Range<usize>) -> bool {
    if is_quoted(line, word.start) {
        return true;
    }
    let Some(open) = open_bracket(line, word.start) else { return false };
    let end = (word.end..line.len()).find(|at| line.char(*at).is_some_and(|c| CLOSE.contains(c)));
    let inside = open + 1..end.unwrap_or(line.len());
    if std::ptr::eq(line, &view.source) {
        return line.words.iter().filter(|other| inside.contains(&other.start)).count() < 2;
    }
    !inside
        .filter_map(|at| line.plain(at))
        .any(|c| c.is_alphabetic() && view.target_script.includes(script_of(c)))
}

/// Words that stay as they are in texts of many languages.
#[rustfmt::skip]
const LOANS: &[&str] = &[
    "admin", "array", "audio", "beta", "blog", "boolean", "byte", "bytes", "cache", "class", "commit", "cookie",
    "charset", "cookies", "cron", "debug", "default", "docker", "email", "emoji", "false", "float", "function", "gateway",
    "hash", "hostname", "https",
    "index", "integer", "iframe", "javascript", "localhost", "login", "macro", "mailto", "markdown", "method",
    "module", "netmask", "object", "online", "offline", "package", "patch", "pixel", "plugin", "plugins", "podcast", "proxy",
    "query", "regex", "repository", "robots", "script", "server", "shell", "slack", "string", "style", "token",
    "timestamp", "tokens", "unicode", "upload", "video", "webhook", "webhooks", "widget", "wiki",
];

/// Texts with more words are seen as far as this.
const MAX_WORDS: usize = 200;

/// Letters of the source's script in a text of another one, outside of brackets and quotes.
fn foreign_letters(view: &View<'_>) -> Option<Range<usize>> {
    let (from, to) = (view.source_script, view.target_script);
    if from == Script::Unknown || to == Script::Unknown {
        return None;
    }
    let target = &view.target;
    let foreign = |at: usize| {
        target
            .plain(at)
            .is_some_and(|c| c.is_alphabetic() && from.includes(script_of(c)) && !to.includes(script_of(c)))
    };
    let mut at = 0;
    while at < target.len() {
        let start = at;
        while foreign(at) {
            at += 1;
        }
        if at - start > 1 && !is_enclosed(target, start) {
            return Some(start..at);
        }
        at += 1;
    }
    None
}

/// Whether blanks or marks of a sentence stand on both sides, or letters of another script; `file://` is no word.
fn stands_alone(line: &Line, word: &Range<usize>) -> bool {
    let free = |c: Option<char>| {
        c.is_none_or(|c| c.is_whitespace() || ".,;:!?。、，：()（）".contains(c) || c.is_alphabetic())
    };
    let scheme = line.char(word.end) == Some(':') && line.char(word.end + 1) == Some('/');
    free(line.char_before(word.start)) && free(line.char(word.end)) && !scheme
}

/// Whether a place stands in quotes or brackets.
pub(super) fn is_enclosed(line: &Line, at: usize) -> bool {
    open_bracket(line, at).is_some() || is_quoted(line, at)
}

const OPEN: &str = "([（［【<{";
const CLOSE: &str = ")]）］】>}";

/// The last bracket before a place that is open there.
fn open_bracket(line: &Line, at: usize) -> Option<usize> {
    let mut depth = 0;
    (0..at).rev().find(|at| match line.char(*at) {
        Some(c) if CLOSE.contains(c) => {
            depth += 1;
            false
        }
        Some(c) if OPEN.contains(c) && depth > 0 => {
            depth -= 1;
            false
        }
        Some(c) => OPEN.contains(c),
        None => false,
    })
}

/// Whether a place stands behind an odd quote, or between quotes. An apostrophe is none.
fn is_quoted(line: &Line, at: usize) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let apostrophe = |at: usize| matches!(line.char(at), Some('\'' | '’')) && letter(line.char_before(at));
    // Hebrew abbreviations have one within the word.
    let gershayim =
        |at: usize| line.char(at) == Some('"') && letter(line.char_before(at)) && letter(line.char(at + 1));
    let single = |at: usize| matches!(line.char(at), Some('\'' | '‘' | '’')) && !apostrophe(at);
    // Where single quotes open, the same sign behind a letter closes them.
    let has_single = (0..line.len()).any(single);
    let quote = |at: &usize| {
        line.char(*at).is_some_and(is_quote) && (has_single || !apostrophe(*at)) && !gershayim(*at)
    };
    let before = (0..at).filter(quote).count();
    before % 2 == 1 || before > 0 && (at..line.len()).any(|at| quote(&at))
}
