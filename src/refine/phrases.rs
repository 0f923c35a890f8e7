//! What `builtin/rules` says about its repairs, in the languages of the notes.

use crate::domain::locale::Locale;

/// Kinds of checks, as far as notes tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Spacing,
    Punctuation,
    Repetition,
    Codes,
    Numbers,
    Characters,
    Other,
}

impl Family {
    /// The family of a check by its name.
    pub(super) fn of(check: &str) -> Self {
        let has = |words: &[&str]| words.iter().any(|word| check.contains(word));
        match () {
            () if has(&["doubled"]) => Self::Repetition,
            () if has(&["space", "-ws", "nbsp"]) => Self::Spacing,
            () if has(&["tag", "placeholder"]) => Self::Codes,
            () if has(&["number"]) => Self::Numbers,
            () if has(&["punct", "bracket", "quote", "inverted"]) => Self::Punctuation,
            () if has(&["char", "invisible"]) => Self::Characters,
            () => Self::Other,
        }
    }

    /// The MQM category of its issues.
    pub(super) fn category(self) -> &'static str {
        match self {
            Self::Spacing | Self::Punctuation => "linguistic/punctuation",
            Self::Repetition => "linguistic/grammar",
            Self::Codes => "markup/tag",
            Self::Numbers => "locale/number",
            Self::Characters => "linguistic/spelling",
            Self::Other => "other",
        }
    }
}

/// A sentence about a repair; in English for languages that are not here.
pub(super) fn explanation(family: Family, language: &Locale) -> &'static str {
    let [en, de, fr, es, ja, zh, ko] = match family {
        Family::Spacing => [
            "Spaces corrected.",
            "Leerzeichen berichtigt.",
            "Espaces corrigées.",
            "Espacios corregidos.",
            "空白を修正しました。",
            "已更正空格。",
            "공백을 수정했습니다.",
        ],
        Family::Punctuation => [
            "Punctuation corrected.",
            "Zeichensetzung berichtigt.",
            "Ponctuation corrigée.",
            "Puntuación corregida.",
            "句読点を修正しました。",
            "已更正标点。",
            "문장 부호를 수정했습니다.",
        ],
        Family::Repetition => [
            "Repeated word removed.",
            "Wiederholtes Wort entfernt.",
            "Mot répété supprimé.",
            "Palabra repetida eliminada.",
            "重複した語を削除しました。",
            "已删除重复的词。",
            "중복된 단어를 삭제했습니다.",
        ],
        Family::Codes => [
            "Inline codes corrected.",
            "Inline-Codes berichtigt.",
            "Balises corrigées.",
            "Etiquetas corregidas.",
            "タグを修正しました。",
            "已更正标记。",
            "태그를 수정했습니다.",
        ],
        Family::Numbers => [
            "Number format corrected.",
            "Zahlenformat berichtigt.",
            "Format des nombres corrigé.",
            "Formato de números corregido.",
            "数値の表記を修正しました。",
            "已更正数字格式。",
            "숫자 표기를 수정했습니다.",
        ],
        Family::Characters => [
            "Stray characters removed.",
            "Fremde Zeichen entfernt.",
            "Caractères parasites supprimés.",
            "Caracteres extraños eliminados.",
            "不要な文字を削除しました。",
            "已删除多余字符。",
            "불필요한 문자를 삭제했습니다.",
        ],
        Family::Other => [
            "A fault that a check found was corrected.",
            "Ein von einer Prüfung gefundener Fehler wurde berichtigt.",
            "Une erreur trouvée par un contrôle a été corrigée.",
            "Se corrigió un error detectado por una comprobación.",
            "検査で見つかった誤りを修正しました。",
            "已更正检查发现的错误。",
            "검사에서 발견된 오류를 수정했습니다.",
        ],
    };
    match language.language.as_str() {
        "de" => de,
        "fr" => fr,
        "es" => es,
        "ja" => ja,
        "zh" => zh,
        "ko" => ko,
        _ => en,
    }
}

#[cfg(test)]
mod tests {
    use super::{Family, explanation};
    use crate::domain::locale::Locale;

    #[test]
    fn checks_belong_to_families() {
        let check = |name: &str, expected| assert_eq!(Family::of(name), expected, "{name}");
        check("doubled-word", Family::Repetition);
        check("tag-missing", Family::Codes);
        check("tag-adjacent-space", Family::Spacing);
        check("trailing-ws", Family::Spacing);
        check("space-punct", Family::Spacing);
        check("end-punct", Family::Punctuation);
        check("number-format", Family::Numbers);
        check("corrupt-chars", Family::Characters);
        check("escapes", Family::Other);
    }

    #[test]
    fn a_language_that_is_not_here_hears_english() {
        let check = |tag: &str, expected| {
            assert_eq!(explanation(Family::Spacing, &Locale::parse(tag)), expected, "{tag}");
        };
        check("de-AT", "Leerzeichen berichtigt.");
        check("zh-Hant", "已更正空格。");
        check("fi", "Spaces corrected.");
        check("", "Spaces corrected.");
    }
}
