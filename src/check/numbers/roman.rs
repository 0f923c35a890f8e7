//! Roman numerals: a number may be written so in one text and in digits in the other.

use super::super::line::Line;
use super::compare::{MAX_NUMBERS, Side};
use super::scan::Numeral;
use super::spelled::Spelled;
use std::collections::HashSet;
use std::ops::Range;

/// Whether the other text has a roman numeral of exactly the value of a number, and the own one has not: else it is
/// that one's.
pub(super) fn says(numeral: &Numeral, own: &Spelled<'_>, other: &Spelled<'_>) -> bool {
    let value = numeral.values.iter().find_map(|value| value.whole());
    value.is_some_and(|value| {
        (1..4000).contains(&value) && other.roman().contains(&value) && !own.roman().contains(&value)
    })
}

/// The roman numerals of a text.
pub(super) fn numbers(side: Side<'_>) -> HashSet<u64> {
    let words = side.line.words.iter().take(MAX_NUMBERS).enumerate();
    let english = side.language.code == "en";
    let of_letters = words
        .filter(|(at, word)| !english || !is_pronoun(side.line, *at, word))
        .filter_map(|(_, word)| numeral_of(&side.line.text(word)));
    of_letters.chain(side.line.plain_chars().filter_map(|(_, c)| sign(c))).collect()
}

/// “I”, unless it stands behind a name that begins no sentence, or a word that is counted: “World War I”, “phase I”.
fn is_pronoun(line: &Line, at: usize, word: &Range<usize>) -> bool {
    let before = at.checked_sub(1).and_then(|at| line.words.get(at));
    let named = before.is_some_and(|before| {
        before.end + 1 == word.start
            && (line.char(before.start).is_some_and(char::is_uppercase) && follows_word(line, at - 1)
                || matches!(
                    line.text(before).to_lowercase().as_str(),
                    "phase" | "type" | "class" | "part" | "grade" | "stage" | "level" | "chapter" | "volume"
                ))
    });
    line.text(word) == "I" && !named
}

/// Whether nothing but one blank stands between a word and the one before it.
fn follows_word(line: &Line, at: usize) -> bool {
    at > 0 && line.words[at - 1].end + 1 == line.words[at].start
}

/// What a word says as a numeral of capitals; ordinals have an ending: “XXe”, “XX-й”. One letter is a numeral only
/// if it is I, V or X: C and M are names of many things.
fn numeral_of(word: &str) -> Option<u64> {
    let letters = word.find(|c: char| !"IVXLCDM".contains(c)).unwrap_or(word.len());
    let (letters, ending) = word.split_at(letters);
    let is_ending = matches!(ending, "" | "e" | "è" | "er" | "ème" | "º" | "ª" | "th" | "’s" | "'s")
        || ending.starts_with(['-', '\u{2011}']);
    if !is_ending || letters.len() > LONGEST || letters.len() == 1 && !matches!(letters, "I" | "V" | "X") {
        return None;
    }
    let (mut rest, mut value) = (letters, 0);
    for (sign, worth) in SIGNS {
        while let Some(shorter) = rest.strip_prefix(sign) {
            rest = shorter;
            value += worth;
        }
    }
    // Only the usual way to write it.
    (rest.is_empty() && value > 0 && written(value) == letters).then_some(value)
}

/// 3888 has the most letters.
const LONGEST: usize = 15;

const SIGNS: [(&str, u64); 13] = [
    ("M", 1000),
    ("CM", 900),
    ("D", 500),
    ("CD", 400),
    ("C", 100),
    ("XC", 90),
    ("L", 50),
    ("XL", 40),
    ("X", 10),
    ("IX", 9),
    ("V", 5),
    ("IV", 4),
    ("I", 1),
];

fn written(value: u64) -> String {
    let (mut rest, mut text) = (value, String::new());
    for (sign, worth) in SIGNS {
        while rest >= worth {
            text.push_str(sign);
            rest -= worth;
        }
    }
    text
}

/// The numerals that are one character: Ⅳ, ⅳ.
fn sign(c: char) -> Option<u64> {
    let code = u32::from(c);
    let at = [0x2160, 0x2170].into_iter().find(|first| (*first..first + 12).contains(&code));
    at.map(|first| u64::from(code - first + 1))
}

#[cfg(test)]
mod tests {
    use super::{numeral_of, sign};

    #[test]
    fn numerals_are_told_from_other_capitals() {
        for (word, expected) in [
            ("II", Some(2)),
            ("IV", Some(4)),
            ("XIV", Some(14)),
            ("MCMXCIX", Some(1999)),
            ("XXe", Some(20)),
            ("XX-й", Some(20)),
            ("I", Some(1)),
            ("IIII", None),
            ("IC", None),
            ("C", None),
            ("MIX", Some(1009)),
            ("VIM", None),
            ("Iron", None),
            ("", None),
            ("e", None),
        ] {
            assert_eq!(numeral_of(word), expected, "{word}");
        }
        assert_eq!(sign('Ⅳ'), Some(4));
        assert_eq!(sign('ⅻ'), Some(12));
        assert_eq!(sign('Ⅼ'), None);
    }
}
