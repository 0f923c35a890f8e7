//! Which scripts a text is written in, as far as gates need to know.

use crate::domain::locale::Locale;

/// A family of scripts that languages share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    Latin,
    Greek,
    Cyrillic,
    Armenian,
    Hebrew,
    Arabic,
    Indic,
    Thai,
    Georgian,
    Hangul,
    /// Han and kana.
    Han,
}

/// The script of a letter; `None` for what belongs to none of these.
pub(super) fn of(character: char) -> Option<Script> {
    if !character.is_alphabetic() {
        return None;
    }
    Some(match u32::from(character) {
        0x41..=0x24f | 0x1e00..=0x1eff | 0xff21..=0xff5a => Script::Latin,
        0x370..=0x3ff | 0x1f00..=0x1fff => Script::Greek,
        0x400..=0x52f => Script::Cyrillic,
        0x530..=0x58f => Script::Armenian,
        0x590..=0x5ff => Script::Hebrew,
        0x600..=0x77f | 0x8a0..=0x8ff | 0xfb50..=0xfdff | 0xfe70..=0xfeff => Script::Arabic,
        0x900..=0xdff => Script::Indic,
        0xe00..=0xe7f => Script::Thai,
        0x10a0..=0x10ff => Script::Georgian,
        0x1100..=0x11ff | 0x3130..=0x318f | 0xac00..=0xd7af => Script::Hangul,
        0x3040..=0x30ff | 0x31f0..=0x31ff | 0x3400..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff => {
            Script::Han
        }
        _ => return None,
    })
}

/// The scripts a locale is written in; empty if that is not known for certain.
pub(super) fn expected(locale: &Locale) -> &'static [Script] {
    match locale.script.as_deref() {
        Some("Latn") => return &[Script::Latin],
        Some("Cyrl") => return &[Script::Cyrillic],
        Some("Arab") => return &[Script::Arabic],
        Some("Hans" | "Hant" | "Jpan") => return &[Script::Han],
        Some(_) => return &[],
        None => {}
    }
    match locale.language.as_str() {
        "el" => &[Script::Greek],
        "ru" | "uk" | "be" | "bg" | "mk" => &[Script::Cyrillic],
        "hy" => &[Script::Armenian],
        "he" | "iw" | "yi" => &[Script::Hebrew],
        "ar" | "fa" | "ur" | "ps" => &[Script::Arabic],
        "hi" | "mr" | "ne" | "bn" | "gu" | "ta" | "te" | "kn" | "ml" | "si" => &[Script::Indic],
        "th" => &[Script::Thai],
        "ka" => &[Script::Georgian],
        "ko" => &[Script::Hangul, Script::Han],
        "zh" | "ja" | "yue" => &[Script::Han],
        "en" | "de" | "fr" | "es" | "it" | "pt" | "nl" | "sv" | "da" | "nb" | "nn" | "no" | "fi" | "et"
        | "lv" | "lt" | "pl" | "cs" | "sk" | "sl" | "hr" | "hu" | "ro" | "tr" | "vi" | "id" | "ms" | "ca"
        | "eu" | "gl" | "is" | "ga" | "cy" | "sq" | "af" | "sw" | "fil" | "tl" => &[Script::Latin],
        _ => &[],
    }
}

/// How many letters a text has, and how many of them are of one of `scripts`.
pub(super) fn letters(text: &str, scripts: &[Script]) -> (usize, usize) {
    text.chars().filter(|character| character.is_alphabetic()).fold((0, 0), |(all, ours), character| {
        (all + 1, ours + usize::from(of(character).is_some_and(|script| scripts.contains(&script))))
    })
}

/// The length of a text in halves of a letter of an alphabet: a character of Han says as much as
/// some two and a half letters, one of hangul as much as two. Spaces do not count.
pub(super) fn weight(text: &str) -> usize {
    text.chars()
        .filter(|character| !character.is_whitespace())
        .map(|character| match of(character) {
            Some(Script::Han) => 5,
            Some(Script::Hangul) => 4,
            Some(
                Script::Latin
                | Script::Greek
                | Script::Cyrillic
                | Script::Armenian
                | Script::Hebrew
                | Script::Arabic
                | Script::Indic
                | Script::Thai
                | Script::Georgian,
            )
            | None => 2,
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::{expected, letters, weight};
    use crate::domain::locale::Locale;

    #[test]
    fn letters_are_counted_by_the_script_of_the_locale() {
        let check = |tag: &str, text: &str, counts| {
            assert_eq!(letters(text, expected(&Locale::parse(tag))), counts, "{tag} {text}");
        };
        check("de", "Straße 5", (6, 6));
        check("ja", "保存する PDF", (7, 4));
        check("sr-Latn", "Dobar", (5, 5));
        check("sr", "Dobar", (5, 0));
        check("ru", "Файл", (4, 4));
    }

    #[test]
    fn a_translation_weighs_about_as_much_as_its_source() {
        let (english, chinese) = (weight("Save the file"), weight("保存文件"));
        assert_eq!((english, chinese), (22, 20));
    }
}
