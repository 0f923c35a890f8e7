//! Takes hyphens left over from line breaks out of sources, for the model to read.
//!
//! Only the text a model is shown changes, never the file. Codes stay where they are: nothing is
//! joined across one.

use crate::domain::text::{CodedText, Part};
use regex::{Captures, Regex};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::LazyLock;

static AT_BREAK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(\p{L})-[ \t]*(?:\r\n|\r|\n)[ \t]*(\p{Ll})")
        .expect("the pattern is a constant and a test reads it")
});
static AT_SPACE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(\p{L}+)- (\p{L}+)").expect("the pattern is a constant and a test reads it")
});
static WORD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\p{L}+").expect("the pattern is a constant and a test reads it"));

/// Words that are remembered of a file, eight bytes each. Beyond them nobody can say whether a part is a
/// word, and no hyphen at a space is taken out.
const MOST_WORDS: usize = 1 << 20;
/// Different hyphens at a space that are looked into, and the longest of their parts in bytes.
const MOST_PAIRS: usize = 4_096;
const LONGEST_PART: usize = 128;

/// What stands before and after a hyphen and a space, in small letters.
pub(super) type Pair = (String, String);

/// The words of a file and its hyphens at a space, gathered while its sources go by. Its memory is
/// bounded, whatever the file.
#[derive(Debug, Default)]
pub(super) struct Hyphens {
    words: HashSet<u64>,
    is_full: bool,
    pairs: BTreeSet<Pair>,
}

impl Hyphens {
    /// Takes the next source.
    pub(super) fn take(&mut self, source: &CodedText) {
        for text in source.texts().filter(|text| text.contains("- ")) {
            for found in AT_SPACE.captures_iter(&without_breaks(text)) {
                let pair = (found[1].to_lowercase(), found[2].to_lowercase());
                let fits = pair.0.len().max(pair.1.len()) <= LONGEST_PART;
                if fits && self.pairs.len() < MOST_PAIRS {
                    self.pairs.insert(pair);
                }
            }
        }
        let text = source.text();
        let text = without_breaks(&text);
        // Those at a hyphen and a space are in question.
        let text = if text.contains("- ") { AT_SPACE.replace_all(&text, " ") } else { text };
        for word in WORD.find_iter(&text) {
            if self.words.len() == MOST_WORDS {
                self.is_full = true;
                return;
            }
            self.words.insert(hash(&word.as_str().to_lowercase()));
        }
    }

    /// The pairs that are one word: it is one elsewhere, and the parts are not both words. „Ein- und
    /// Ausgabe“ stays as it is.
    pub(super) fn finish(self) -> BTreeSet<Pair> {
        let Self { words, is_full, pairs } = self;
        let has = |word: &str| words.contains(&hash(word));
        let is_one = |(left, right): &Pair| has(&format!("{left}{right}")) && !(has(left) && has(right));
        if is_full { BTreeSet::new() } else { pairs.into_iter().filter(is_one).collect() }
    }
}

/// The same in every run.
fn hash(word: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    word.hash(&mut hasher);
    hasher.finish()
}

/// The text without soft hyphens and without hyphens at the end of a line.
fn without_breaks(text: &str) -> Cow<'_, str> {
    if !text.contains('\u{ad}') {
        return AT_BREAK.replace_all(text, "$1$2");
    }
    let text = text.replace('\u{ad}', "");
    Cow::Owned(AT_BREAK.replace_all(&text, "$1$2").into_owned())
}

/// The text without soft hyphens and without hyphens that a line break left in a word; `broken` are
/// the pairs that are one word.
pub(super) fn removed(text: &CodedText, broken: &BTreeSet<Pair>) -> CodedText {
    let mut out = CodedText::default();
    for part in text.parts() {
        match part {
            Part::Text(text) => {
                let text = without_breaks(text);
                out.push_text(&AT_SPACE.replace_all(&text, |found: &Captures<'_>| joined(found, broken)));
            }
            Part::Token(token) => out.push_token(*token),
        }
    }
    out
}

fn joined(found: &Captures<'_>, broken: &BTreeSet<Pair>) -> String {
    let (left, right) = (&found[1], &found[2]);
    let is_one = broken.contains(&(left.to_lowercase(), right.to_lowercase()));
    if is_one { format!("{left}{right}") } else { found[0].to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{Hyphens, LONGEST_PART, MOST_PAIRS, MOST_WORDS, Pair, removed};
    use crate::domain::text::CodedText;
    use crate::refine::fixture::codes;
    use std::collections::BTreeSet;

    fn broken<'t>(texts: impl IntoIterator<Item = &'t str>) -> BTreeSet<Pair> {
        let mut hyphens = Hyphens::default();
        texts.into_iter().for_each(|text| hyphens.take(&CodedText::parse(text, &codes()).unwrap()));
        hyphens.finish()
    }

    #[test]
    fn only_broken_words_are_joined() {
        let check = |text: &str, elsewhere: &str, expected: &str| {
            // The words may stand before it and behind it.
            for texts in [[text, elsewhere], [elsewhere, text]] {
                let broken = broken(texts);
                let text = CodedText::parse(text, &codes()).unwrap();
                assert_eq!(removed(&text, &broken).to_string(), expected, "{text} {elsewhere:?}");
            }
        };
        check("trans\u{ad}lation", "", "translation");
        check("trans-\nlation", "", "translation");
        check("trans-\r\n  lation", "", "translation");
        check("Anti-\nTrust", "", "Anti-\nTrust");
        check("trans- lation", "the translation", "translation");
        check("Trans- lation", "the trans⟦2⟧lation", "Translation");
        check("trans- lation", "", "trans- lation");
        check("Ein- und Ausgabe", "Einund und", "Einund Ausgabe");
        check("Ein- und Ausgabe", "ein und einund", "Ein- und Ausgabe");
        check("pre- and post-", "", "pre- and post-");
        check("trans-⟦2⟧ lation", "translation", "trans-⟦2⟧ lation");
        check("well-known", "wellknown", "well-known");
    }

    #[test]
    fn what_is_remembered_of_a_file_is_bounded() {
        // Words of letters alone, each another one.
        let word =
            |at: usize| at.to_string().bytes().map(|d| char::from(b'a' + d - b'0')).collect::<String>();
        let many = (0..2 * MOST_PAIRS).map(|at| format!("q{0}- z{0} q{0}z{0}", word(at)));
        let many: Vec<String> = many.collect();
        assert_eq!(broken(many.iter().map(String::as_str)).len(), MOST_PAIRS);
        let long = "x".repeat(LONGEST_PART + 1);
        assert_eq!(broken([format!("{long}- lation {long}lation").as_str()]).len(), 0);
        // Which of its parts are words is not known of a file with too many of them.
        let mut hyphens = Hyphens::default();
        hyphens.take(&CodedText::plain("trans- lation, a translation"));
        hyphens.words.extend(0..MOST_WORDS as u64 - 2);
        assert_eq!(hyphens.words.len(), MOST_WORDS);
        hyphens.take(&CodedText::plain("trans"));
        assert!(hyphens.finish().is_empty());
    }
}
