//! Numbers that a text says in words: numerals of all sizes, and the dual.

use super::super::locale::{LONGEST_NUMERAL, NumeralWords, digit, scale_forms, spellings, sure_scale};
use super::compare::{MAX_NUMBERS, Side};
use super::han;
use super::idioms::halves;
use super::roman;
use super::scan::Numeral;
use std::cell::OnceCell;
use std::collections::HashSet;

/// What a text says in words and in roman numerals. All but numerals up to twelve are read once for all numbers that
/// ask for them.
#[derive(Debug)]
pub(super) struct Spelled<'a> {
    side: Side<'a>,
    large: OnceCell<HashSet<u64>>,
    multiplied: OnceCell<HashSet<u64>>,
    roman: OnceCell<HashSet<u64>>,
}

impl<'a> Spelled<'a> {
    /// Nothing is read yet.
    pub(super) fn new(side: Side<'a>) -> Self {
        Self { side, large: OnceCell::new(), multiplied: OnceCell::new(), roman: OnceCell::new() }
    }

    /// Its roman numerals.
    pub(super) fn roman(&self) -> &HashSet<u64> {
        self.roman.get_or_init(|| roman::numbers(self.side))
    }

    /// Whether the text says the number in words. `counts`: which of the values that the number may have do.
    pub(super) fn says(&self, numeral: &Numeral, counts: impl Fn(u64) -> bool) -> bool {
        let mut values =
            numeral.values.iter().filter_map(|value| value.whole()).filter(|value| counts(*value));
        values.any(|value| match u8::try_from(value) {
            Ok(small @ ..=12) => says_small(small, self.side),
            _ => {
                self.large.get_or_init(|| large(self.side)).contains(&value)
                    || self.multiplied.get_or_init(|| multiplied(self.side)).contains(&value)
            }
        })
    }
}

/// The numbers above twelve that a text says in words, each exactly: “two hundred and twenty” is not twenty.
fn large(side: Side<'_>) -> HashSet<u64> {
    let code = side.language.code;
    if matches!(code, "ja" | "zh" | "ko" | "th") {
        return han::numbers(&side.line.text(&(0..side.line.len())), code).into_iter().collect();
    }
    NumeralWords::of(code).map(|words| in_words(side, words)).unwrap_or_default()
}

fn in_words(side: Side<'_>, words: &NumeralWords) -> HashSet<u64> {
    let tokens = tokens(side);
    let is_counted = |at: Option<usize>| {
        at.and_then(|at| tokens.get(at)).is_some_and(|token| {
            let small =
                (2..=12).any(|number| spellings(side.language.code, number).any(|form| form == token));
            small || words.number(token).is_some() || token.starts_with(|c| digit(c).is_some())
        })
    };
    let is_above =
        |at: Option<usize>| at.and_then(|at| tokens.get(at)).is_some_and(|token| words.is_above(token));
    let mut found = HashSet::new();
    let mut at = 0;
    while at < tokens.len() {
        let longest = (1..=LONGEST_NUMERAL.min(tokens.len() - at)).rev();
        let numeral = longest.into_iter().find_map(|length| {
            words.number(&tokens[at..at + length].join(" ")).map(|number| (length, number))
        });
        let Some((length, number)) = numeral else {
            at += 1;
            continue;
        };
        let (before, after) = (at.checked_sub(1), Some(at + length));
        let is_part = is_above(before) || is_above(after);
        if !is_part && (number < 100 || !is_counted(before) && !is_counted(after)) {
            found.insert(u64::from(number));
        }
        at += length;
    }
    found
}

/// What a text says by a numeral in words and a word that multiplies it: “three million”, „zwölftausend“, “a million”,
/// “half a million”.
fn multiplied(side: Side<'_>) -> HashSet<u64> {
    let code = side.language.code;
    let tokens = tokens(side);
    let times = |power: i32| u32::try_from(power).ok().and_then(|power| 10_u64.checked_pow(power));
    let mut found = HashSet::new();
    for at in 0..tokens.len() {
        let powers = tokens[at..].iter().take(MOST_SCALES).map_while(|token| sure_scale(code, token));
        let before = tokens[..at].last();
        let number = said_before(code, &tokens[..at]);
        let is_counted = number.is_some_and(|number| number > 1)
            || before.is_some_and(|before| {
                before.starts_with(|c| digit(c).is_some()) || sure_scale(code, before).is_some()
            });
        let mut last = tokens[at.saturating_sub(2)..at].iter();
        let half = last.any(|token| halves(code).any(|form| form == token));
        let mut sum = 0;
        for power in powers {
            sum += power;
            let Some(factor) = times(sum) else { break };
            found.extend((!is_counted).then_some(factor));
            found.extend(number.and_then(|number| number.checked_mul(factor)));
            found.extend(half.then_some(factor / 2));
        }
        for (form, power) in scale_forms(code) {
            let number = tokens[at]
                .strip_suffix(form)
                .filter(|rest| !rest.is_empty())
                .and_then(|rest| said(code, rest));
            found.extend(number.and_then(|number| number.checked_mul(times(power)?)));
        }
    }
    found
}

/// “Hundred thousand million”.
const MOST_SCALES: usize = 3;

/// The longest numeral that words end in.
fn said_before(code: &str, tokens: &[String]) -> Option<u64> {
    let lengths = (1..=LONGEST_NUMERAL.min(tokens.len())).rev();
    lengths.into_iter().find_map(|length| said(code, &tokens[tokens.len() - length..].join(" ")))
}

/// The number that a form means.
fn said(code: &str, form: &str) -> Option<u64> {
    let small = (1..=12_u8).find(|number| spellings(code, *number).any(|other| other == form));
    let large = || NumeralWords::of(code).and_then(|words| words.number(form)).map(u64::from);
    small.map(u64::from).or_else(large)
}

/// The first words of a text in small letters, those with hyphens in their parts.
fn tokens(side: Side<'_>) -> Vec<String> {
    let words = side.line.words.iter().take(MAX_NUMBERS);
    words
        .map(|word| side.line.text(word).to_lowercase().replace('’', "'"))
        .flat_map(|word| word.split(['-', '\u{2011}']).map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

/// Whether the text says a number up to twelve in words.
fn says_small(number: u8, other: Side<'_>) -> bool {
    let spaced = other.language.spaced && other.language.code != "ko";
    if number == 2 && has_dual(other) {
        return true;
    }
    spellings(other.language.code, number).any(|form| {
        if !spaced {
            return other.line.text(&(0..other.line.len())).contains(form);
        }
        // “three-way” has its number before the hyphen, “two’s” before the apostrophe, “d’une” behind it.
        let joint = |at: &usize| other.line.char(*at) == Some('-');
        let elided = |at: &usize| matches!(other.line.char(*at), Some('\'' | '’'));
        // A long form may take an ending: “sıfırdan”.
        let long = form.chars().count() > 3 && other.language.is_any(&["tr", "az", "fi", "et", "hu"]);
        other.line.words.iter().any(|word| {
            let end = word.clone().find(|at| joint(at) || elided(at)).unwrap_or(word.end);
            let start = word.clone().find(elided).map_or(word.start, |at| at + 1);
            let ended =
                if long { word.start..word.end.min(word.start + form.chars().count()) } else { word.clone() };
            [word.clone(), word.start..end, start..word.end, ended].into_iter().any(|part| {
                part.filter_map(|at| other.line.char(at)).flat_map(char::to_lowercase).eq(form.chars())
            })
        })
    })
}

/// Whether a text has a dual, which says “two” by the ending of the noun: those of Arabic in their feminine
/// form, which no plural shares, and of both languages the words for times and counts.
fn has_dual(side: Side<'_>) -> bool {
    let words = || side.line.words.iter().take(MAX_NUMBERS).map(|word| side.line.text(word));
    match side.language.code {
        "ar" => words().any(|word| {
            let long = word.chars().count() > 4;
            long && (word.ends_with("تين") || word.ends_with("تان")) || ARABIC_DUALS.contains(&word.as_str())
        }),
        // ה, ב, ל, ש before the noun are words of their own.
        "he" => words().any(|word| HEBREW_DUALS.iter().any(|dual| word.ends_with(dual))),
        _ => false,
    }
}

const ARABIC_DUALS: [&str; 16] = [
    "يومين",
    "يومان",
    "أسبوعين",
    "أسبوعان",
    "شهرين",
    "شهران",
    "عامين",
    "عامان",
    "ملفين",
    "ملفان",
    "مجلدين",
    "مجلدان",
    "عنصرين",
    "عنصران",
    "جهازين",
    "جهازان",
];
const HEBREW_DUALS: [&str; 8] =
    ["שעתיים", "יומיים", "שבועיים", "חודשיים", "שנתיים", "פעמיים", "דקותיים", "אלפיים"];
