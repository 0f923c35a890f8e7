//! Common words of English: a text of another script that still has one was not translated there. Words that are
//! in no such list are names of programs, functions and formats for the most part, and stay as they are.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Whether a word, in small letters, is one of everyday English, in any of its forms.
pub(in crate::check) fn is_english(word: &str) -> bool {
    let known =
        |word: &str| COMMON.contains(word) || bases(word).iter().any(|base| COMMON.contains(base.as_str()));
    known(word)
        || has_english_form(word)
        || PREFIXES.iter().any(|prefix| {
            word.strip_prefix(prefix).is_some_and(|rest| rest.len() > LEAST_STEM && known(rest))
        })
}

/// What words begin with that are made of others: `unsaved`, `reopen`.
const PREFIXES: &[&str] = &["dis", "in", "mis", "non", "out", "over", "pre", "re", "sub", "un", "under"];

/// Endings that make words of language of others; no name of a function is that long.
fn has_english_form(word: &str) -> bool {
    word.len() >= LEAST_DERIVED && DERIVED.iter().any(|ending| word.ends_with(ending))
}

const LEAST_DERIVED: usize = 8;
const DERIVED: &[&str] = &[
    "able", "ably", "ance", "ances", "ation", "ations", "ction", "ctions", "ence", "ences", "fully", "ible",
    "ically", "ities", "ition", "itions", "ment", "ments", "ness", "ously", "sion", "sions", "tional",
    "ution", "utions",
];

/// What a form may be made of: `files`, `copied`, `stopping`, `largest`, `quickly`.
fn bases(word: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (ending, put) in ENDINGS {
        let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() >= LEAST_STEM) else { continue };
        found.push(format!("{stem}{put}"));
        let mut letters = stem.chars().rev();
        let doubled = letters.next().zip(letters.next()).is_some_and(|(last, before)| last == before);
        if doubled && put.is_empty() {
            found.push(stem[..stem.len() - 1].to_owned());
        }
    }
    found
}

const LEAST_STEM: usize = 3;
const ENDINGS: &[(&str, &str)] = &[
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("ied", "y"),
    ("ing", ""),
    ("ing", "e"),
    ("er", ""),
    ("er", "e"),
    ("ers", ""),
    ("ers", "e"),
    ("ier", "y"),
    ("iers", "y"),
    ("est", ""),
    ("est", "e"),
    ("ly", ""),
    ("ily", "y"),
    ("ness", ""),
];

static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| WORDS.split_ascii_whitespace().collect());

mod words;
use words::WORDS;

#[cfg(test)]
mod tests {
    use super::{WORDS, is_english};

    #[test]
    fn words_of_english_are_told_in_their_forms_and_names_are_not() {
        let check = |word: &str, expected: bool| assert_eq!(is_english(word), expected, "{word}");
        for word in ["button", "packages", "copied", "stopping", "largest", "quickly", "alignment", "unsaved"]
        {
            check(word, true);
        }
        for word in
            ["pixbuf", "relfilenode", "libbfd", "postmaster", "gettext", "fsync", "getsockname", "sing3r"]
        {
            check(word, false);
        }
    }

    #[test]
    fn words_are_sorted_and_distinct() {
        let words: Vec<&str> = WORDS.split_ascii_whitespace().collect();
        assert!(words.is_sorted_by(|a, b| a < b));
        assert!(words.iter().all(|word| word.bytes().all(|b| b.is_ascii_lowercase())));
    }
}
