//! The target languages of the bench and how each writes what fills a slot.
//!
//! Written for the bench from CLDR 47, by hand: nothing here is shared with `src/check`.

use crate::names::{
    ARABIC_FAMILY, ARABIC_GIVEN, CYRILLIC_FAMILY, CYRILLIC_GIVEN, DEVANAGARI_FAMILY, DEVANAGARI_GIVEN,
    HAN_FAMILY, HAN_GIVEN, HANGUL_FAMILY, HANGUL_GIVEN, HEBREW_FAMILY, HEBREW_GIVEN, KATAKANA_FAMILY,
    KATAKANA_GIVEN, LATIN_FAMILY, LATIN_GIVEN, THAI_FAMILY, THAI_GIVEN,
};

/// How a language writes numbers, dates, marks and names.
#[derive(Debug)]
pub struct Language {
    /// The tag of the target language.
    pub tag: &'static str,
    /// The pairs, one file a language.
    pub pairs: &'static str,
    /// The sign before the fraction.
    pub decimal: &'static str,
    /// The sign between groups of three digits.
    pub group: &'static str,
    /// From how many digits on groups are set apart.
    pub grouped_from: usize,
    /// What stands behind the number of a percentage.
    pub percent: &'static str,
    /// The digit zero of its own digits.
    pub native_zero: char,
    /// Day (`D`), month (`M`) and year (`Y`).
    pub date: &'static str,
    /// The months, as a date names them.
    pub months: [&'static str; 12],
    /// Given names, then family names; what stands between them.
    pub given: &'static [&'static str],
    pub family: &'static [&'static str],
    pub between: &'static str,
    /// Quotation marks that a writer of the language uses, where straight ones are a fault.
    pub quotes: Option<(char, char)>,
    /// Whether words are separated by spaces.
    pub spaced: bool,
    /// Whether letters have two cases.
    pub cased: bool,
    /// Whether it is written in Latin letters.
    pub latin: bool,
    /// Sentences end with these; empty where they end without a mark.
    pub ends: &'static str,
    /// Units and what each is taken for.
    pub units: &'static [(&'static str, &'static str)],
}

/// The units in Latin letters, and what a careless hand makes of them.
const UNITS: &[(&str, &str)] =
    &[("mg", "g"), ("kg", "g"), ("GB", "MB"), ("MB", "GB"), ("°C", "°F"), ("Nm", "N")];

/// English, for the sources.
pub const ENGLISH: Language = Language {
    tag: "en",
    pairs: include_str!("data/en.txt"),
    decimal: ".",
    group: ",",
    grouped_from: 4,
    percent: "%",
    native_zero: '0',
    date: "M D, Y",
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    given: LATIN_GIVEN,
    family: LATIN_FAMILY,
    between: " ",
    quotes: None,
    spaced: true,
    cased: true,
    latin: true,
    ends: ".!?…:",
    units: UNITS,
};

/// Chinese, Japanese and Korean number their months.
const NUMBERED: [&str; 12] = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"];

const GERMAN: Language = Language {
    tag: "de",
    pairs: include_str!("data/de.txt"),
    decimal: ",",
    group: ".",
    percent: "\u{a0}%",
    date: "D. M Y",
    months: [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    quotes: Some(('„', '“')),
    ..ENGLISH
};

/// All target languages, in the order of the tables.
pub const LANGUAGES: &[Language] = &[
    Language {
        tag: "ja",
        pairs: include_str!("data/ja.txt"),
        date: "Y年M月D日",
        months: NUMBERED,
        given: KATAKANA_GIVEN,
        family: KATAKANA_FAMILY,
        between: "・",
        quotes: Some(('「', '」')),
        spaced: false,
        cased: false,
        latin: false,
        ends: "。！？…：",
        ..ENGLISH
    },
    Language {
        tag: "zh",
        pairs: include_str!("data/zh.txt"),
        date: "Y年M月D日",
        months: NUMBERED,
        given: HAN_GIVEN,
        family: HAN_FAMILY,
        between: "·",
        quotes: Some(('“', '”')),
        spaced: false,
        cased: false,
        latin: false,
        ends: "。！？…：",
        ..ENGLISH
    },
    Language {
        tag: "ko",
        pairs: include_str!("data/ko.txt"),
        date: "Y년 M월 D일",
        months: NUMBERED,
        given: HANGUL_GIVEN,
        family: HANGUL_FAMILY,
        cased: false,
        latin: false,
        ..ENGLISH
    },
    Language {
        tag: "ar",
        pairs: include_str!("data/ar.txt"),
        native_zero: '٠',
        date: "D M Y",
        months: [
            "يناير",
            "فبراير",
            "مارس",
            "أبريل",
            "مايو",
            "يونيو",
            "يوليو",
            "أغسطس",
            "سبتمبر",
            "أكتوبر",
            "نوفمبر",
            "ديسمبر",
        ],
        given: ARABIC_GIVEN,
        family: ARABIC_FAMILY,
        cased: false,
        latin: false,
        ends: ".!؟…:",
        units: &[
            ("مجم", "جم"),
            ("كجم", "جم"),
            ("غيغابايت", "ميغابايت"),
            ("ميغابايت", "غيغابايت"),
            ("°C", "°F"),
        ],
        ..ENGLISH
    },
    Language {
        tag: "he",
        pairs: include_str!("data/he.txt"),
        date: "D M Y",
        months: [
            "בינואר",
            "בפברואר",
            "במרץ",
            "באפריל",
            "במאי",
            "ביוני",
            "ביולי",
            "באוגוסט",
            "בספטמבר",
            "באוקטובר",
            "בנובמבר",
            "בדצמבר",
        ],
        given: HEBREW_GIVEN,
        family: HEBREW_FAMILY,
        cased: false,
        latin: false,
        units: &[("מ\"ג", "גרם"), ("ק\"ג", "גרם"), ("GB", "MB"), ("MB", "GB"), ("°C", "°F"), ("Nm", "N")],
        ..ENGLISH
    },
    Language {
        tag: "fr",
        pairs: include_str!("data/fr.txt"),
        decimal: ",",
        group: "\u{202f}",
        percent: "\u{a0}%",
        date: "D M Y",
        months: [
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ],
        quotes: Some(('«', '»')),
        units: &[("mg", "g"), ("kg", "g"), ("Go", "Mo"), ("Mo", "Go"), ("°C", "°F"), ("Nm", "N")],
        ..ENGLISH
    },
    GERMAN,
    Language {
        tag: "de-CH",
        pairs: include_str!("data/de-CH.txt"),
        decimal: ".",
        group: "’",
        quotes: None,
        ..GERMAN
    },
    Language {
        tag: "es",
        pairs: include_str!("data/es.txt"),
        decimal: ",",
        group: ".",
        grouped_from: 5,
        percent: "\u{a0}%",
        date: "D de M de Y",
        months: [
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre",
            "octubre",
            "noviembre",
            "diciembre",
        ],
        quotes: Some(('«', '»')),
        ..ENGLISH
    },
    Language {
        tag: "ru",
        pairs: include_str!("data/ru.txt"),
        decimal: ",",
        group: "\u{a0}",
        percent: "\u{a0}%",
        date: "D M Y года",
        months: [
            "января",
            "февраля",
            "марта",
            "апреля",
            "мая",
            "июня",
            "июля",
            "августа",
            "сентября",
            "октября",
            "ноября",
            "декабря",
        ],
        given: CYRILLIC_GIVEN,
        family: CYRILLIC_FAMILY,
        quotes: Some(('«', '»')),
        latin: false,
        units: &[("мг", "г"), ("кг", "г"), ("ГБ", "МБ"), ("МБ", "ГБ"), ("°C", "°F"), ("Нм", "Н")],
        ..ENGLISH
    },
    Language {
        tag: "th",
        pairs: include_str!("data/th.txt"),
        native_zero: '๐',
        date: "D M Y",
        months: [
            "มกราคม",
            "กุมภาพันธ์",
            "มีนาคม",
            "เมษายน",
            "พฤษภาคม",
            "มิถุนายน",
            "กรกฎาคม",
            "สิงหาคม",
            "กันยายน",
            "ตุลาคม",
            "พฤศจิกายน",
            "ธันวาคม",
        ],
        given: THAI_GIVEN,
        family: THAI_FAMILY,
        spaced: false,
        cased: false,
        latin: false,
        ends: "!…:",
        units: &[("มก.", "ก."), ("กก.", "ก."), ("GB", "MB"), ("MB", "GB"), ("°C", "°F"), ("Nm", "N")],
        ..ENGLISH
    },
    Language {
        tag: "hi",
        pairs: include_str!("data/hi.txt"),
        native_zero: '०',
        date: "D M Y",
        months: [
            "जनवरी",
            "फ़रवरी",
            "मार्च",
            "अप्रैल",
            "मई",
            "जून",
            "जुलाई",
            "अगस्त",
            "सितंबर",
            "अक्टूबर",
            "नवंबर",
            "दिसंबर",
        ],
        given: DEVANAGARI_GIVEN,
        family: DEVANAGARI_FAMILY,
        cased: false,
        latin: false,
        ends: "।!?…:",
        units: &[("मिग्रा", "ग्राम"), ("किग्रा", "ग्राम"), ("GB", "MB"), ("MB", "GB"), ("°C", "°F"), ("Nm", "N")],
        ..ENGLISH
    },
    Language {
        tag: "pt-BR",
        pairs: include_str!("data/pt-BR.txt"),
        decimal: ",",
        group: ".",
        date: "D de M de Y",
        months: [
            "janeiro",
            "fevereiro",
            "março",
            "abril",
            "maio",
            "junho",
            "julho",
            "agosto",
            "setembro",
            "outubro",
            "novembro",
            "dezembro",
        ],
        ..ENGLISH
    },
];

/// The language of a tag: a target language or that of a source.
pub fn of(tag: &str) -> &'static Language {
    LANGUAGES.iter().find(|language| language.tag == tag).unwrap_or(&ENGLISH)
}
