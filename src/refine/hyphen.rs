//! Takes hyphens left over from line breaks out of sources, for the model to read.
//!
//! Only the text a model is shown changes, never the file. Codes stay where they are: nothing is
//! joined across one.

use crate::domain::text::{CodedText, Part};
use regex::{Captures, Regex};
use std::collections::HashSet;
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

/// The words of some texts, to tell a broken word from two.
#[derive(Debug, Default)]
pub(super) struct Words(HashSet<String>);

impl Words {
    /// The words of these texts, but for those at a hyphen and space, which are in question.
    pub(super) fn of<'a>(texts: impl IntoIterator<Item = &'a CodedText>) -> Self {
        let mut words = HashSet::new();
        for text in texts {
            let text = AT_BREAK.replace_all(&text.text(), "$1$2").replace('\u{ad}', "");
            let text = AT_SPACE.replace_all(&text, " ");
            words.extend(WORD.find_iter(&text).map(|word| word.as_str().to_lowercase()));
        }
        Self(words)
    }

    fn has(&self, word: &str) -> bool {
        self.0.contains(&word.to_lowercase())
    }
}

/// The text without soft hyphens and without hyphens that a line break left in a word.
pub(super) fn removed(text: &CodedText, words: &Words) -> CodedText {
    let mut out = CodedText::default();
    for part in text.parts() {
        match part {
            Part::Text(text) => {
                let text = text.replace('\u{ad}', "");
                let text = AT_BREAK.replace_all(&text, "$1$2");
                out.push_text(&AT_SPACE.replace_all(&text, |found: &Captures<'_>| joined(found, words)));
            }
            Part::Token(token) => out.push_token(*token),
        }
    }
    out
}

/// Joins only what is a word elsewhere, and whose parts are not both words: „Ein- und Ausgabe“
/// stays as it is.
fn joined(found: &Captures<'_>, words: &Words) -> String {
    let (left, right) = (&found[1], &found[2]);
    let whole = format!("{left}{right}");
    if words.has(&whole) && !(words.has(left) && words.has(right)) { whole } else { found[0].to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{Words, removed};
    use crate::domain::text::CodedText;
    use crate::refine::fixture::codes;

    #[test]
    fn only_broken_words_are_joined() {
        let check = |text: &str, elsewhere: &str, expected: &str| {
            let text = CodedText::parse(text, &codes()).unwrap();
            let elsewhere = CodedText::plain(elsewhere);
            let words = Words::of([&text, &elsewhere]);
            assert_eq!(removed(&text, &words).to_string(), expected, "{text} {elsewhere:?}");
        };
        check("trans\u{ad}lation", "", "translation");
        check("trans-\nlation", "", "translation");
        check("trans-\r\n  lation", "", "translation");
        check("Anti-\nTrust", "", "Anti-\nTrust");
        check("trans- lation", "the translation", "translation");
        check("trans- lation", "", "trans- lation");
        check("Ein- und Ausgabe", "Einund und", "Einund Ausgabe");
        check("Ein- und Ausgabe", "ein und einund", "Ein- und Ausgabe");
        check("pre- and post-", "", "pre- and post-");
        check("trans-⟦2⟧ lation", "translation", "trans-⟦2⟧ lation");
        check("well-known", "wellknown", "well-known");
    }
}
