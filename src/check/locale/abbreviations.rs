//! Abbreviations that end with a stop, by language.

use super::Language;

/// Whether a word before a stop is an abbreviation of the language: the stop is part of it.
pub(in crate::check) fn abbreviates(language: &Language, word: &str) -> bool {
    let mut chars = word.chars();
    match (chars.next(), chars.next()) {
        (None, _) => return false,
        // A digit with a stop is an ordinal in some languages.
        (Some(c), None) if c.is_numeric() => return language.is_any(ORDINALS_BY_STOP),
        (Some(_), None) => return true,
        (Some(_), Some(_)) => {}
    }
    if word.len() > LONGEST {
        return false;
    }
    let lower = word.to_lowercase();
    // Names of days and months, titles: in small letters the same may be a word of its own ("the sun.").
    let is_name = lower != word;
    [language.code, "en"].iter().any(|code| {
        let row = ABBREVIATIONS.binary_search_by_key(code, |(code, ..)| code).map(|at| &ABBREVIATIONS[at]);
        row.is_ok_and(|(_, any, names)| {
            any.contains(&lower.as_str()) || is_name && names.contains(&lower.as_str())
        })
    })
}

const ORDINALS_BY_STOP: &[&str] = &[
    "de", "da", "nb", "nn", "no", "fi", "et", "lv", "cs", "sk", "sl", "hr", "sr", "bs", "pl", "hu", "tr",
    "is",
];

/// The bytes of the longest one.
const LONGEST: usize = 12;

/// By language, sorted: abbreviations, then those that are only meant with a capital. Those of English stand in
/// texts of other languages too.
#[rustfmt::skip]
static ABBREVIATIONS: &[(&str, &[&str], &[&str])] = &[
    ("cs", &["atd", "apod", "např", "tzv", "tj", "tzn", "č", "str", "hod", "min", "vč"], &["ing", "mgr"]),
    ("da", &["bl", "osv", "evt", "inkl", "ekskl", "ca", "nr", "kl", "stk", "maks", "dvs", "mio", "mia"], &[]),
    ("de",
        &["nr", "usw", "bzw", "ca", "std", "sek", "abb", "inkl", "exkl", "evtl", "ggf", "mio", "mrd", "zzgl", "abs",
          "bd", "hrsg", "str", "vgl", "kap", "geb", "gem", "einh", "anz", "bez", "allg", "ausschl", "einschl", "etc"],
        &["mo", "di", "mi", "do", "fr", "sa", "so", "okt", "dez", "mär", "art", "tab", "ges"]),
    ("en",
        &["etc", "inc", "ltd", "corp", "dept", "approx", "max", "min", "avg", "fig", "vol", "vs", "hrs", "ext",
          "qty", "incl", "excl", "ref", "tel", "esp", "misc", "temp", "am", "pm"],
        &["no", "co", "dr", "mr", "mrs", "ms", "st", "jr", "sr", "al", "ed", "sec", "jan", "feb", "mar", "apr", "jun",
          "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "bros"]),
    ("es", &["pág", "núm", "aprox", "ud", "uds", "ej", "máx", "mín", "art", "cap", "tel", "uu"],
        &["sr", "sra", "srta", "dr", "dra"]),
    ("fr", &["env", "janv", "févr", "avr", "juil", "déc", "réf", "tél", "éd", "max", "min", "sec", "art"],
        &["av", "bd"]),
    ("hu", &["stb", "pl", "ill", "kb", "db", "max", "min", "old", "sz", "ún"], &["dr"]),
    ("it", &["ecc", "pag", "pz", "tel", "sig", "art", "cap", "es", "nº"], &["dott", "sig"]),
    ("nb", &["osv", "bl", "ca", "nr", "inkl", "ekskl", "evt", "kl", "stk", "maks", "dvs", "mill"], &[]),
    ("nl", &["bijv", "enz", "blz", "nr", "aant", "gr", "incl", "excl", "max", "min", "tel"], &["dhr", "mevr"]),
    ("no", &["osv", "bl", "ca", "nr", "inkl", "ekskl", "evt", "kl", "stk", "maks", "dvs", "mill"], &[]),
    ("pl", &["np", "itp", "itd", "tzn", "godz", "tj", "tzw", "ul", "str", "wg", "min", "maks", "tel", "szt", "nr"],
        &[]),
    ("pt", &["pág", "núm", "aprox", "máx", "mín", "ex", "art", "cap", "tel"], &["sr", "sra", "dr", "dra"]),
    ("ru", &["др", "гг", "руб", "стр", "рис", "мин", "сек", "макс", "тыс", "млн", "см", "тел", "напр", "пр", "шт", "ул"],
        &[]),
    ("sv", &["osv", "bl", "ca", "nr", "inkl", "exkl", "ev", "kl", "st", "max", "min", "dvs"], &[]),
    ("tr", &["vb", "vs", "örn", "no", "tel", "maks", "min"], &[]),
    ("uk", &["др", "рр", "грн", "стор", "рис", "хв", "сек", "макс", "тис", "млн", "див", "напр", "ін", "шт", "вул"],
        &[]),
];

#[cfg(test)]
mod tests {
    use super::{ABBREVIATIONS, abbreviates};
    use crate::check::locale::language;
    use crate::domain::locale::Locale;

    #[test]
    fn rows_are_sorted() {
        assert!(ABBREVIATIONS.is_sorted_by_key(|(code, ..)| code));
    }

    #[test]
    fn a_stop_belongs_to_abbreviations_of_the_language() {
        let check = |tag: &str, word: &str, expected: bool| {
            assert_eq!(abbreviates(language(&Locale::parse(tag)), word), expected, "{tag} {word}");
        };
        check("en", "etc", true);
        check("en", "e", true);
        check("en", "Sun", true);
        check("en", "sun", false);
        check("en", "tab", false);
        check("en", "5", false);
        check("de", "5", true);
        check("de", "usw", true);
        check("de", "Mo", true);
        check("de", "so", false);
        check("fr", "usw", false);
        check("ru", "руб", true);
        check("ja", "etc", true);
        check("en", "", false);
    }
}
