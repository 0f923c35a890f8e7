//! What the words of a glossary's translations begin with, whatever their endings.
//!
//! Folding a whole glossary takes longer than all else that is done with a segment, so it is done once for all
//! segments; see [`super::Terms::stems`].

use crate::check::line::is_word;
use crate::check::locale::Language;
use crate::check::stem::{fold, stem};
use crate::domain::terms::Term;
use std::collections::HashSet;

/// Stems of fewer bytes are whole words.
const LEAST: usize = 4;

/// The stems of the words that a glossary wants in targets, folded.
#[derive(Debug, Default)]
pub(in crate::check) struct Stems(HashSet<String>);

impl Stems {
    /// The stems by the endings of a language.
    pub(super) fn of(terms: &[Term], language: &Language) -> Self {
        let mut stems = HashSet::new();
        for term in terms {
            let form = fold(if term.do_not_translate { &term.source } else { &term.target });
            let words = form.split(|c: char| !is_word(c)).filter(|word| !word.is_empty());
            stems.extend(words.map(|word| stem(word, language).to_owned()));
        }
        Self(stems)
    }

    /// Whether a folded word is one of the glossary, or may be a form of one.
    pub(in crate::check) fn has(&self, word: &str) -> bool {
        let mut starts = word.char_indices().map(|(at, _)| &word[..at]);
        self.0.contains(word) || starts.any(|start| start.len() >= LEAST && self.0.contains(start))
    }
}

#[cfg(test)]
mod tests {
    use super::Stems;
    use crate::check::locale::language;
    use crate::check::terms::Terms;
    use crate::domain::locale::Locale;
    use crate::domain::terms::Term;
    use std::sync::Arc;

    fn terms() -> Vec<Term> {
        let term = |source: &str, target: &str, do_not_translate| Term {
            source: source.to_owned(),
            target: target.to_owned(),
            do_not_translate,
            ..Term::default()
        };
        vec![term("folder", "alter Ordner", false), term("Xyzzo", "", true), term("key", "Öl", false)]
    }

    #[test]
    fn forms_of_the_words_of_a_glossary_are_told() {
        let check = |tag: &str, word: &str, expected: bool| {
            let stems = Stems::of(&terms(), language(&Locale::parse(tag)));
            assert_eq!(stems.has(word), expected, "{tag}: {word}");
        };
        check("de", "ordner", true);
        check("de", "ordnerliste", true);
        check("de", "ordnet", true);
        check("ja", "ordnet", false);
        check("de", "ordn", true);
        check("de", "ord", false);
        check("de", "xyzzos", true);
        check("de", "key", false);
        // Of a short word only itself.
        check("de", "ol", true);
        check("de", "olig", false);
        check("de", "", false);
    }

    #[test]
    fn they_are_made_once_for_all_copies_of_a_glossary() {
        let glossary = Terms::from(terms());
        let copy = glossary.clone();
        let of = |terms: &Terms, tag: &str| terms.stems(language(&Locale::parse(tag)));
        let german = of(&copy, "de");
        assert!(Arc::ptr_eq(&german, &of(&glossary, "de")));
        assert!(Arc::ptr_eq(&german, &of(&glossary, "fr")), "their endings are as long");
        assert!(!Arc::ptr_eq(&german, &of(&glossary, "ru")));
    }
}
