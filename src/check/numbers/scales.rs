//! What multiplies a number: “3 million”, 3万, and where the word stands further away, “3 to 5 million”.

use super::super::line::{Line, is_space, is_word};
use super::super::locale::{Language, digit, scale, scale_sign, sure_scale};
use super::scan::Numeral;
use std::ops::Range;

/// A power of ten that a number is multiplied by.
#[derive(Debug, Clone)]
pub(super) struct Scaled {
    pub(super) power: i32,
    /// Whether the word can mean nothing else; if not, the number may as well be meant as its digits say it.
    pub(super) is_sure: bool,
    /// Where the word ends.
    pub(super) end: usize,
    /// The word or signs as written.
    pub(super) word: String,
}

impl Scaled {
    /// A number that nothing multiplies and that ends here.
    pub(super) fn not(end: usize) -> Self {
        Self { power: 0, is_sure: true, end, word: String::new() }
    }

    /// Whether something multiplies the number, without a doubt.
    pub(super) fn is_certain(&self) -> bool {
        self.power != 0 && self.is_sure
    }

    /// Whether both may multiply alike.
    pub(super) fn agrees(&self, other: &Self) -> bool {
        self.power == other.power
            || self.power == 0 && !other.is_sure
            || other.power == 0 && !self.is_sure
            || !self.is_sure && !other.is_sure
    }
}

/// Words and signs right behind a number that multiply it.
pub(super) fn after(line: &Line, end: usize, language: &Language) -> Option<Scaled> {
    signs(line, end, language).or_else(|| match language.code {
        "th" => thai(line, end),
        _ => words(line, end, language),
    })
}

/// `2万` as well as `2 万`.
fn signs(line: &Line, end: usize, language: &Language) -> Option<Scaled> {
    let blank = line.plain(end).is_some_and(is_space);
    let start = end + usize::from(blank);
    let power = |at: &usize| line.plain(*at).and_then(scale_sign);
    let length = (start..).take(MOST_SIGNS).take_while(|at| power(at).is_some()).count();
    if length == 0 {
        return None;
    }
    let signs = start..start + length;
    let sum = signs.clone().filter_map(|at| power(&at)).sum();
    let is_sure = is_sure(line, &signs, blank, language);
    Some(Scaled { power: sum, is_sure, end: signs.end, word: line.text(&(end..signs.end)) })
}

const MOST_SIGNS: usize = 4;

/// Whether signs say how many, and are no part of another word: 5千米 are kilometres, 千葉 is a town, zh 兆 is a
/// megabyte as well, ko 조 an article, 만 “only”, 백 begins 백업.
fn is_sure(line: &Line, signs: &Range<usize>, blank: bool, language: &Language) -> bool {
    let next = line.plain(signs.end);
    let begins = |words: &str| {
        let start = signs.end + usize::from(next.is_some_and(is_space));
        let fits = |word: &str| (start..).zip(word.chars()).all(|(at, c)| line.plain(at) == Some(c));
        words.split(' ').any(fits)
    };
    let last = signs.end.checked_sub(1).and_then(|at| line.plain(at));
    let is_digit = next.is_some_and(|c| digit(c).is_some());
    if language.code == "ko" {
        let large = last == Some('억') && !blank && !next.is_some_and(char::is_alphabetic);
        return is_digit || signs.len() > 1 || large || !blank && begins(COUNTED);
    }
    let is_name = |part: &str| next.is_some_and(|c| part.contains(c));
    match last {
        Some('百') => !is_name("分度科合货貨姓"),
        Some('千') => !is_name("米克瓦字帕赫卡焦伏安升葉叶代歳鳥本兆"),
        Some('万' | '萬') => !is_name("能一事"),
        Some('兆') => language.code == "ja" && !is_name("候しのを"),
        _ => true,
    }
}

/// What stands behind a large number in Korean.
const COUNTED: &str = "원 명 개 대 건 달러 엔 유로 위안 년 회 여 장 권 톤 가구 배 곳 마리 주 시간 평";

/// The longest chain: ข้าวแสนล้าน, “mil millones”.
const MOST_WORDS: usize = 3;
const LONGEST: usize = 24;

/// Thai runs its words together.
fn thai(line: &Line, end: usize) -> Option<Scaled> {
    let (mut power, mut at) = (0, end + usize::from(line.plain(end).is_some_and(is_space)));
    let first = at;
    for _ in 0..MOST_WORDS {
        let word = ["ล้าน", "แสน", "หมื่น", "พัน", "ร้อย"]
            .into_iter()
            .find(|word| (at..).zip(word.chars()).all(|(at, c)| line.plain(at) == Some(c)));
        let Some(word) = word else { break };
        power += scale("th", word).map_or(0, |scale| scale.power);
        at += word.chars().count();
    }
    // พันธุ์ is a species.
    let is_sure = !line.plain(at).is_some_and(|c| matches!(c, 'ธ' | 'ท'));
    (at > first).then(|| Scaled { power, is_sure, end: at, word: line.text(&(end..at)) })
}

/// A word behind at most one blank or hyphen; several that are sure multiply each other.
fn words(line: &Line, end: usize, language: &Language) -> Option<Scaled> {
    let mut found: Option<Scaled> = None;
    for _ in 0..MOST_WORDS {
        let from = found.as_ref().map_or(end, |found| found.end);
        let joint = |c: char| is_space(c) || found.is_none() && matches!(c, '-' | '\u{2011}');
        let start = from + usize::from(line.plain(from).is_some_and(joint));
        if found.is_some() && start == from {
            break;
        }
        let stop = word_end(line, start);
        let Some(next) = scale(language.code, &line.text(&(start..stop)).to_lowercase()) else { break };
        let before = found.as_ref().map_or(0, |found| found.power);
        if before != 0 && !next.is_sure {
            break;
        }
        let word = line.text(&(end..stop));
        found = Some(Scaled { power: before + next.power, is_sure: next.is_sure, end: stop, word });
        if !next.is_sure {
            break;
        }
    }
    found
}

fn word_end(line: &Line, start: usize) -> usize {
    let letter = |at: &usize| line.plain(*at).is_some_and(|c| is_word(c) && digit(c).is_none());
    start + (start..).take(LONGEST).take_while(letter).count()
}

/// Gives numbers that nothing multiplies what stands near them as a second meaning: the scale of the next number
/// (“3 to 5 million”), or a word that belongs to none („3 weitere Millionen“, “Mio. EUR 3”).
pub(super) fn share(line: &Line, language: &Language, numerals: &mut [Numeral]) {
    for at in (1..numerals.len()).rev() {
        let (before, after) = (&numerals[at - 1], &numerals[at]);
        let between = before.cells.end..after.cells.start;
        let is_near = between.len() <= NEAR && !parts(line, between);
        if is_near && before.scale.power == 0 && after.scale.power != 0 {
            let power = after.scale.power;
            numerals[at - 1].may_be_times(power);
        }
    }
    let loose = loose(line, language, numerals);
    if loose.is_empty() {
        return;
    }
    for numeral in numerals.iter_mut().filter(|numeral| numeral.scale.power == 0) {
        let cells = numeral.cells.clone();
        let own = line.words.partition_point(|word| word.start < cells.end);
        let near = loose.iter().find(|(at, _)| {
            let word = &line.words[*at];
            let follows = (own..own + AHEAD).contains(at) && !parts(line, cells.end..word.start);
            let precedes = *at < own && at + BEHIND >= own && !parts(line, word.end + 1..cells.start);
            follows || precedes
        });
        if let Some((_, power)) = near {
            numeral.may_be_times(*power);
        }
    }
}

/// How many characters stand between the numbers of one range at most.
const NEAR: usize = 9;
/// How many words ahead and behind belong to a number.
const AHEAD: usize = 3;
const BEHIND: usize = 3;
/// Texts with more words are seen as far as this.
const SEEN: usize = 1_000;

/// Whether something parts two places of a text: the end of a sentence, a line or a number.
fn parts(line: &Line, mut between: Range<usize>) -> bool {
    between.any(|at| {
        line.char(at).is_some_and(|c| matches!(c, '.' | ';' | '!' | '?' | '。' | '\n') || digit(c).is_some())
    })
}

/// The words that multiply and stand behind no number, with their power.
fn loose(line: &Line, language: &Language, numerals: &[Numeral]) -> Vec<(usize, i32)> {
    let is_taken = |start: usize| {
        let at = numerals.partition_point(|numeral| numeral.cells.end <= start);
        at.checked_sub(1).is_some_and(|at| numerals[at].scale.end > start)
    };
    let words = line.words.iter().take(SEEN).enumerate();
    words
        .filter(|(_, word)| !is_taken(word.start))
        .filter_map(|(at, word)| {
            let power = sure_scale(language.code, &line.text(word).to_lowercase())?;
            (power > 2).then_some((at, power))
        })
        .collect()
}
