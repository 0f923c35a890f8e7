//! The table of languages.

use super::BeforeMarks::{Free, NoBreak, Nothing};
use super::{Language, Marks, Script, doubles};

const WESTERN: Marks = Marks { stop: Some("."), question: Some("?"), colon: Some(":"), needs_stop: true };
const UNSURE: Marks = Marks { stop: None, question: None, colon: None, needs_stop: true };
const NO_STOP: Marks = Marks { needs_stop: false, ..UNSURE };

/// What a European language has in common with most others.
const EUROPEAN: Language = Language {
    code: "",
    regions: &[],
    script: Script::Latin,
    spaced: true,
    decimal: Some(','),
    groups_by_space: false,
    before_marks: Nothing,
    marks: WESTERN,
    own_marks: &[],
    doubles: Some(&[]),
    quotes: None,
    quotes_vary: false,
    endings: 2,
    glues: false,
};

/// A language nothing is known of.
pub(super) const UNKNOWN: Language = Language {
    script: Script::Unknown,
    spaced: false,
    decimal: None,
    before_marks: Free,
    marks: NO_STOP,
    doubles: None,
    endings: 0,
    glues: true,
    ..EUROPEAN
};

const FRENCH: Language = Language {
    code: "fr",
    groups_by_space: true,
    before_marks: NoBreak,
    marks: Marks { question: Some("\u{A0}?"), colon: Some("\u{A0}:"), ..WESTERN },
    doubles: Some(&["vous", "nous", "leur", "en", "faire", "très"]),
    ..EUROPEAN
};
/// What Breton and Amharic need of it; of their other habits nothing is known.
const BRETON: Language =
    Language { code: "br", before_marks: NoBreak, marks: UNSURE, doubles: None, ..EUROPEAN };
const AMHARIC: Language = Language {
    code: "am",
    script: Script::Ethiopic,
    decimal: Some('.'),
    before_marks: Free,
    marks: Marks { stop: Some("።"), ..UNSURE },
    doubles: None,
    ..EUROPEAN
};
const SPANISH: Language = Language {
    code: "es",
    groups_by_space: true,
    marks: Marks { question: None, ..WESTERN },
    doubles: Some(&["que", "casi", "luego", "muy", "ya"]),
    ..EUROPEAN
};
const SLAVIC: Language = Language { groups_by_space: true, endings: 3, ..EUROPEAN };
const CYRILLIC: Language = Language { script: Script::Cyrillic, quotes: Some(('«', '»')), ..SLAVIC };
/// Languages whose doubled words are grammar.
const REDUPLICATING: Language = Language { doubles: None, ..EUROPEAN };
const ARABIC: Language = Language {
    script: Script::Arabic,
    decimal: None,
    marks: Marks { question: Some("؟"), ..WESTERN },
    own_marks: &[(',', '،'), (';', '؛'), ('?', '؟')],
    doubles: None,
    glues: true,
    ..EUROPEAN
};
const INDIC: Language = Language {
    script: Script::Devanagari,
    decimal: Some('.'),
    marks: Marks { stop: Some("।"), ..WESTERN },
    doubles: None,
    glues: true,
    ..EUROPEAN
};
/// Full-width marks, no blanks between words.
const CJK: Language = Language {
    spaced: false,
    decimal: Some('.'),
    before_marks: Free,
    doubles: None,
    endings: 0,
    glues: true,
    ..EUROPEAN
};

/// Rows of regions stand before the row of the rest of their language.
pub(super) static LANGUAGES: &[Language] = &[
    Language { code: "en", regions: &["ZA"], doubles: doubles::ENGLISH, ..EUROPEAN },
    Language { code: "en", decimal: Some('.'), doubles: doubles::ENGLISH, ..EUROPEAN },
    Language { code: "de", regions: &["CH", "LI"], decimal: Some('.'), doubles: doubles::GERMAN, ..EUROPEAN },
    Language {
        code: "de",
        doubles: doubles::GERMAN,
        quotes: Some(('„', '“')),
        quotes_vary: true,
        ..EUROPEAN
    },
    Language { regions: &["CA", "CH"], before_marks: Free, marks: UNSURE, ..FRENCH },
    FRENCH,
    Language { regions: SPANISH_WITH_POINT, decimal: Some('.'), ..SPANISH },
    SPANISH,
    Language { code: "it", regions: &["CH"], decimal: Some('.'), doubles: doubles::ITALIAN, ..EUROPEAN },
    Language { code: "it", doubles: doubles::ITALIAN, ..EUROPEAN },
    Language {
        code: "pt",
        groups_by_space: true,
        doubles: Some(&["que", "se", "já", "logo", "muito", "quase"]),
        ..EUROPEAN
    },
    Language {
        code: "nl",
        doubles: Some(&[
            "die", "dat", "je", "u", "er", "zijn", "haar", "was", "is", "hebt", "heeft", "van", "aan", "in",
            "op", "te", "voor", "met", "door",
        ]),
        ..EUROPEAN
    },
    Language {
        code: "pl",
        doubles: Some(&["tak", "to", "ich", "jego", "jej"]),
        quotes: Some(('„', '”')),
        ..SLAVIC
    },
    Language {
        code: "ru",
        doubles: Some(&["очень", "что", "то", "чуть", "еле", "его", "ее", "её", "их"]),
        ..CYRILLIC
    },
    Language {
        code: "uk", doubles: Some(&["дуже", "що", "то", "ледь", "його", "її", "їх"]), ..CYRILLIC
    },
    Language {
        code: "bg",
        doubles: Some(&["едва", "леко", "полека", "бавно", "много", "само", "един", "кой", "това", "все"]),
        quotes: Some(('„', '“')),
        quotes_vary: true,
        ..CYRILLIC
    },
    Language {
        code: "cs",
        doubles: Some(&["se", "si", "to", "jeho", "její", "jejich"]),
        quotes: Some(('„', '“')),
        ..SLAVIC
    },
    Language {
        code: "sk",
        doubles: Some(&["sa", "si", "to", "jeho", "jej", "ich"]),
        quotes: Some(('„', '“')),
        ..SLAVIC
    },
    Language {
        code: "sl",
        quotes: Some(('„', '“')),
        quotes_vary: true,
        doubles: Some(&["se", "si", "je", "jih"]),
        ..SLAVIC
    },
    Language {
        code: "hr",
        quotes: Some(('„', '”')),
        quotes_vary: true,
        doubles: Some(&["se", "to", "je", "ih"]),
        ..SLAVIC
    },
    Language { code: "ro", quotes: Some(('„', '”')), quotes_vary: true, ..EUROPEAN },
    Language { code: "ca", doubles: Some(&["que", "se"]), ..EUROPEAN },
    Language {
        code: "sv",
        quotes: Some(('”', '”')),
        quotes_vary: true,
        groups_by_space: true,
        doubles: Some(&["det", "den", "som", "är", "har", "på", "för", "om", "till", "av"]),
        ..EUROPEAN
    },
    Language { code: "da", doubles: doubles::SCANDINAVIAN, ..EUROPEAN },
    Language { code: "nb", groups_by_space: true, doubles: doubles::SCANDINAVIAN, ..EUROPEAN },
    Language { code: "nn", groups_by_space: true, doubles: doubles::SCANDINAVIAN, ..EUROPEAN },
    Language { code: "no", groups_by_space: true, doubles: doubles::SCANDINAVIAN, ..EUROPEAN },
    Language {
        code: "fi",
        quotes: Some(('”', '”')),
        quotes_vary: true,
        groups_by_space: true,
        endings: 3,
        glues: true,
        ..EUROPEAN
    },
    Language {
        code: "et",
        quotes: Some(('„', '“')),
        quotes_vary: true,
        groups_by_space: true,
        endings: 3,
        glues: true,
        ..EUROPEAN
    },
    Language {
        code: "lt",
        endings: 3,
        groups_by_space: true,
        glues: true,
        doubles: Some(&["vis", "vos", "labai", "po", "tik", "kas", "kur", "kuo", "vienas", "daug"]),
        ..EUROPEAN
    },
    Language {
        code: "lv",
        endings: 3,
        groups_by_space: true,
        glues: true,
        doubles: Some(&["ļoti", "lēnām", "pamazām", "tikko", "vēl", "kas", "tas", "tā", "viens"]),
        ..EUROPEAN
    },
    Language {
        code: "hu",
        quotes: Some(('„', '”')),
        quotes_vary: true,
        groups_by_space: true,
        endings: 3,
        glues: true,
        doubles: doubles::HUNGARIAN,
        ..EUROPEAN
    },
    Language { code: "tr", glues: true, ..REDUPLICATING },
    Language { code: "az", glues: true, ..REDUPLICATING },
    Language { code: "id", ..REDUPLICATING },
    Language { code: "ms", decimal: Some('.'), ..REDUPLICATING },
    Language { code: "tl", decimal: Some('.'), ..REDUPLICATING },
    Language { code: "vi", before_marks: Free, ..REDUPLICATING },
    Language {
        code: "el",
        script: Script::Greek,
        endings: 3,
        marks: Marks { question: Some(";"), ..WESTERN },
        doubles: Some(&["σιγά", "πότε", "καλά", "γύρω", "λίγο", "πρώτα"]),
        ..EUROPEAN
    },
    Language {
        code: "hy",
        script: Script::Armenian,
        before_marks: Free,
        marks: NO_STOP,
        glues: true,
        ..REDUPLICATING
    },
    Language { code: "ar", doubles: doubles::ARABIC, ..ARABIC },
    Language { code: "fa", doubles: doubles::PERSIAN, ..ARABIC },
    Language { code: "ur", marks: Marks { stop: Some("۔"), question: Some("؟"), ..UNSURE }, ..ARABIC },
    Language {
        code: "he",
        script: Script::Hebrew,
        decimal: Some('.'),
        doubles: Some(&["לאט", "אט", "מאוד", "כל", "הוא", "היא", "הם", "הן", "זה"]),
        glues: true,
        ..EUROPEAN
    },
    BRETON,
    AMHARIC,
    Language { code: "hi", doubles: doubles::HINDI, ..INDIC },
    Language { code: "mr", marks: UNSURE, ..INDIC },
    Language { code: "ne", ..INDIC },
    Language { code: "bn", script: Script::Bengali, ..INDIC },
    Language {
        code: "zh",
        script: Script::Han,
        marks: Marks { stop: Some("。"), question: Some("？"), colon: Some("："), needs_stop: true },
        own_marks: &[(',', '，'), ('.', '。'), (';', '；'), ('?', '？'), ('!', '！'), (':', '：')],
        ..CJK
    },
    Language {
        code: "ja",
        script: Script::Japanese,
        marks: Marks { stop: Some("。"), ..UNSURE },
        own_marks: &[(',', '、'), ('.', '。')],
        ..CJK
    },
    Language {
        code: "ko",
        script: Script::Korean,
        spaced: true,
        before_marks: Nothing,
        doubles: doubles::KOREAN,
        ..CJK
    },
    Language { code: "th", script: Script::Thai, marks: NO_STOP, ..CJK },
    Language { code: "lo", script: Script::Lao, marks: NO_STOP, decimal: None, ..CJK },
    Language { code: "km", script: Script::Khmer, marks: NO_STOP, decimal: None, ..CJK },
    Language { code: "my", script: Script::Myanmar, marks: NO_STOP, ..CJK },
];

const SPANISH_WITH_POINT: &[&str] =
    &["419", "MX", "US", "PR", "GT", "HN", "NI", "SV", "DO", "PA", "PE", "CU"];

#[cfg(test)]
mod tests {
    use super::LANGUAGES;
    use icu_decimal::DecimalFormatter;
    use icu_decimal::input::Decimal;
    use icu_locale_core::Locale;

    /// The decimal sign of a language by CLDR.
    fn sign(tag: &str) -> Option<char> {
        let locale: Locale = format!("{tag}-u-nu-latn").parse().unwrap();
        let formatter = DecimalFormatter::try_new(locale.into(), Default::default()).unwrap();
        let mut amount = Decimal::from(15);
        amount.multiply_pow10(-1);
        let shown = formatter.format(&amount).to_string();
        shown.chars().find(|c| !c.is_ascii_digit())
    }

    #[test]
    fn decimal_signs_are_those_of_cldr() {
        let mut wrong = Vec::new();
        for row in LANGUAGES.iter().filter(|row| row.decimal.is_some()) {
            let tags: Vec<String> = match row.regions {
                [] => vec![row.code.to_owned()],
                regions => regions.iter().map(|region| format!("{}-{region}", row.code)).collect(),
            };
            wrong.extend(tags.into_iter().filter(|tag| sign(tag) != row.decimal));
        }
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
