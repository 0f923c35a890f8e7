//! Words a model puts around a translation that are not part of it.
//!
//! One detection for two uses: the gate on candidates asks [`wrapped`], and the check finds what
//! came into a file that way. Quotes around the whole are left to the check of quotes.

use super::Id;
use super::kinds::Kinds;
use super::view::{Report, View};
use crate::domain::segment::Severity;
use regex::Regex;
use std::sync::LazyLock;

static OPENER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)^\s*(?:(?:sure|certainly|of course|okay)[,!.]?\s+)?(?:",
        r"here(?:'s|’s| is| are)\s+(?:the|your|a|my)\s+(?:\w+\s+)?(?:translation|version|revision|text)\b",
        r"|(?:(?:revised|corrected|improved|refined|final|updated)\s+)?(?:translation|target|revision|version)\s*[:：]",
        r"|(?:überarbeitete |korrigierte )?übersetzung\s*:|(?:traduction|traducción|traduzione|tradução)\s*:",
        r"|(?:译文|翻译|翻譯|訳文|翻訳|修正訳|번역)\s*[:：])",
    ))
    .expect("the pattern is a constant and a test reads it")
});

static TRAILER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\n\s*[(*\[]{0,2}(?:note|explanation|changes made|anmerkung|erläuterung|remarque)s?\s*[:：]",
    )
    .expect("the pattern is a constant and a test reads it")
});

/// Remnants of the answer's own format.
const REMNANTS: [&str; 6] = ["```", "<think", "</think", "\"revised\"", "\"verdict\"", "\"items\""];

const QUOTES: [(char, char); 8] =
    [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»'), ('»', '«'), ('\'', '\''), ('‘', '’'), ('「', '」')];

/// What is wrapped around `candidate`, in English; nothing that the source or the target before
/// have too.
#[must_use]
pub fn wrapped(candidate: &str, before: &[&str]) -> Option<&'static str> {
    let quoted = || is_quoted(candidate) && !before.iter().any(|text| is_quoted(text));
    said(candidate, before).or_else(|| quoted().then_some("it is put in quotation marks as a whole"))
}

/// Each wrapper has a colon, a line break, a quote or a sign of markup in it, or begins with a word
/// of these.
const WRAPS: Kinds = Kinds::MARKUP.or(Kinds::BREAK).or(Kinds::QUOTE);
const OPENING_WORDS: [&str; 6] = ["here", "here's", "here’s", "sure", "certainly", "okay"];

/// Words about the translation (`ai-wrapper`). Left alone: what the source has too.
pub(super) fn ai_wrapper(view: &View<'_>, report: &mut Report) {
    let target = &view.target;
    let opens = || {
        let word = target.words.first().map(|word| target.text(word).to_lowercase());
        word.is_some_and(|word| OPENING_WORDS.contains(&word.as_str()))
    };
    if !(target.has(WRAPS) || target.has_char(':') || target.has_char('：') || opens()) {
        return;
    }
    let (source, target) = (view.pair.source.to_string(), view.pair.target.to_string());
    if let Some(what) = said(&target, &[&source]) {
        report.add(Id::AiWrapper, Severity::Major, what, None);
    }
}

fn said(candidate: &str, before: &[&str]) -> Option<&'static str> {
    let added = |test: &dyn Fn(&str) -> bool| test(candidate) && !before.iter().any(|text| test(text));
    if REMNANTS.iter().any(|remnant| added(&|text| text.contains(remnant))) {
        Some("it holds remnants of the answer's format")
    } else if added(&|text| OPENER.is_match(text)) {
        Some("it begins with words about the translation")
    } else if added(&|text| TRAILER.is_match(text)) {
        Some("it ends with a remark about the translation")
    } else {
        None
    }
}

fn is_quoted(text: &str) -> bool {
    let text = text.trim();
    let mut characters = text.chars();
    match (characters.next(), characters.next_back()) {
        (Some(first), Some(last)) => {
            let inner = characters.as_str();
            // „a“ and „b“ is not one quotation.
            QUOTES.iter().any(|&(open, close)| {
                (first, last) == (open, close) && !inner.contains(open) && !inner.contains(close)
            })
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn wrappers_are_told_from_text() {
        let check = |candidate: &str, before: &[&str], expected: bool| {
            assert_eq!(wrapped(candidate, before).is_some(), expected, "{candidate:?} {before:?}");
        };
        check("Here is the revised translation: Hallo", &["Hallo", "Hello"], true);
        check("Sure! Here's your translation: Hallo", &["Hallo"], true);
        check("Translation: Hallo", &["Hallo", "Hello"], true);
        check("Translation: Hallo", &["Translation: Halo"], false);
        check("Here is the report", &["This is the report", "Voici le rapport"], false);
        check("訳文：こんにちは", &["こんにちは"], true);
        check("```\nHallo\n```", &["Hallo"], true);
        check("<think>hm</think>Hallo", &["Hallo"], true);
        check(r#"{"revised":"Hallo"}"#, &["Hallo"], true);
        check("Hallo\n\nNote: I changed it.", &["Hallo"], true);
        check("Hallo\n(Note: x)", &["Halo\n(Note: x)"], false);
        check("\"Hallo\"", &["Hallo", "Hello"], true);
        check("„Hallo“", &["Hallo", "\"Hello\""], false);
        check("\"Hallo\"", &["Hallo", "\"Hello\""], false);
        check("„a“ und „b“", &["a und b"], false);
        check("\"", &["x"], false);
        check("", &["x"], false);
    }
}
