//! Words without their endings: an inflected form is told from another word by its beginning.
//!
//! A rule of thumb, not a stemmer: it drops at most as many letters as endings of the language
//! have, and never more than a third of a word. It is used where a miss is better than a false
//! alarm, so what might be a form of the word counts as one.

use super::locale::Language;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Folds a text for comparison: lower case, accents of Latin, Greek and Cyrillic letters dropped
/// (`Bücher` begins like `Buch`).
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let accent = |c: &char| !is_combining_mark(*c) || !matches!(u32::from(*c), 0x300..=0x36F);
    text.nfd().filter(accent).nfc().flat_map(char::to_lowercase).collect()
}

/// The part of a folded word that its forms share.
pub(super) fn stem<'w>(word: &'w str, language: &Language) -> &'w str {
    let letters = word.chars().count();
    let dropped = language.endings.min(letters / 3).min(letters.saturating_sub(3));
    let end = word.char_indices().nth(letters - dropped).map_or(word.len(), |(at, _)| at);
    &word[..end]
}

#[cfg(test)]
mod tests {
    use super::{fold, stem};
    use crate::check::locale::language;
    use crate::domain::locale::Locale;

    #[test]
    fn forms_of_a_word_share_its_stem() {
        let check = |tag: &str, word: &str, form: &str, expected: bool| {
            let language = language(&Locale::parse(tag));
            let (word, form) = (fold(word), fold(form));
            assert_eq!(form.contains(stem(&word, language)), expected, "{tag}: {word} {form}");
        };
        check("de", "Konto", "Kontos", true);
        check("de", "Konto", "Konten", true);
        check("de", "Buch", "Büchern", true);
        check("de", "Ordner", "Systemordners", true);
        check("de", "Konto", "Kunde", false);
        check("ru", "папка", "папками", true);
        check("ru", "файл", "файлов", true);
        check("pl", "ustawienia", "ustawień", true);
        check("ja", "設定", "設定を", true);
        check("ar", "مجلد", "المجلدات", true);
        check("en", "key", "keys", true);
        check("en", "key", "kit", false);
    }
}
