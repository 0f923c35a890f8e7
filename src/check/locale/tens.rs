//! Numerals above twelve in words: from thirteen to a hundred, and a thousand, in languages that part words by blanks.
//!
//! Most numbers of two digits are put together by one rule, so a language is its teens, its tens, and what joins tens
//! and units. Sources are the spellout rules of the Unicode CLDR and grammars. No crate says it for more than eight of
//! these languages, and none for a Slavic one.

mod rows;

use super::numerals::spellings;
use rows::{ROWS, Row};
use std::collections::HashMap;
use std::sync::LazyLock;

/// The most words that a numeral has, parted by blanks and hyphens: “quatre-vingt-dix-sept”.
pub(in crate::check) const LONGEST: usize = 4;

/// Numerals in words of one language.
#[derive(Debug)]
pub(in crate::check) struct Words {
    by_form: HashMap<String, u32>,
    above: &'static str,
}

impl Words {
    /// The numerals of a language, if its table has them.
    pub(in crate::check) fn of(code: &str) -> Option<&'static Self> {
        BY_LANGUAGE.get(code)
    }

    /// The number that words mean, in small letters and parted by single blanks.
    pub(in crate::check) fn number(&self, form: &str) -> Option<u32> {
        self.by_form.get(form).copied()
    }

    /// Whether a word, next to a numeral, makes it another: a hundred, a thousand, and what ends in one of them.
    pub(in crate::check) fn is_above(&self, word: &str) -> bool {
        self.above.split(' ').any(|above| word.ends_with(above))
    }
}

static BY_LANGUAGE: LazyLock<HashMap<&str, Words>> = LazyLock::new(|| {
    let words = |row: &'static Row| row.codes.split(' ').map(|code| (code, row.words(code)));
    ROWS.iter().flat_map(words).collect()
});

impl Row {
    fn words(&self, code: &str) -> Words {
        let mut by_form = HashMap::new();
        let mut add = |number: u32, form: &str| {
            by_form.insert(form.replace('_', " ").replace('’', "'"), number);
        };
        for (number, forms) in (13..).zip(self.teens).chain(self.others.iter().copied()) {
            forms.split(' ').for_each(|form| add(number, form));
        }
        for (ten, forms) in (2..).map(|ten| ten * 10).zip(self.tens) {
            for form in forms.split(' ') {
                add(ten, form);
                for (unit, name) in self.units_of(code) {
                    for joint in self.joints {
                        let joined = match joint.strip_prefix('^') {
                            Some(joint) => format!("{name}{joint}{form}"),
                            None => format!("{form}{joint}{name}"),
                        };
                        add(ten + unit, &joined);
                    }
                }
            }
        }
        Words { by_form, above: self.above }
    }

    fn units_of(&self, code: &str) -> Vec<(u32, &'static str)> {
        let own = || {
            (1..)
                .zip(self.units)
                .flat_map(|(unit, forms)| forms.split_ascii_whitespace().map(move |form| (unit, form)))
        };
        let usual = |unit: u8| spellings(code, unit).map(move |form| (u32::from(unit), form));
        if self.units.is_empty() { (1..10).flat_map(usual).collect() } else { own().collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, ROWS, Words};

    #[test]
    fn numerals_are_put_together_as_each_language_does() {
        let check = |code: &str, form: &str, expected: Option<u32>| {
            assert_eq!(Words::of(code).and_then(|words| words.number(form)), expected, "{code}: {form}");
        };
        check("en", "twenty", Some(20));
        check("en", "twenty five", Some(25));
        check("en", "twenty a", None);
        check("de", "einundzwanzig", Some(21));
        check("de", "siebenundneunzig", Some(97));
        check("fr", "vingt et un", Some(21));
        check("fr", "soixante dix sept", Some(77));
        check("fr", "quatre vingts", Some(80));
        check("fr", "quatre vingt un", Some(81));
        check("fr", "quatre vingt dix sept", Some(97));
        check("fr", "nonante sept", Some(97));
        check("es", "veintiuno", Some(21));
        check("es", "treinta y cinco", Some(35));
        check("it", "ventotto", Some(28));
        check("it", "trentatré", Some(33));
        check("pt", "vinte e duas", Some(22));
        check("nl", "tweeëntwintig", Some(22));
        check("sv", "tjugofem", Some(25));
        check("da", "femoghalvtreds", Some(55));
        check("nn", "femogtyve", Some(25));
        check("ru", "двадцати пяти", Some(25));
        check("pl", "trzydzieści pięć", Some(35));
        check("uk", "дев'яносто дев'ять", Some(99));
        check("tr", "yirmi beş", Some(25));
        check("hu", "huszonöt", Some(25));
        check("id", "dua puluh lima", Some(25));
        check("vi", "hai mươi lăm", Some(25));
        check("ar", "خمسة وعشرون", Some(25));
        check("he", "עשרים וחמש", Some(25));
        check("xx", "twenty", None);
    }

    #[test]
    fn every_number_of_two_digits_has_a_form_that_is_not_too_long() {
        for code in ROWS.iter().flat_map(|row| row.codes.split(' ')) {
            let words = Words::of(code).unwrap();
            let missing: Vec<u32> =
                (13..100).filter(|number| !words.by_form.values().any(|other| other == number)).collect();
            assert!(missing.is_empty(), "{code}: {missing:?}");
            assert!(words.by_form.keys().all(|form| form.split(' ').count() <= LONGEST), "{code}");
            assert!(words.by_form.values().all(|number| *number > 12), "{code}");
        }
    }
}
