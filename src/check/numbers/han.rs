//! Numerals above twelve in scripts without blanks: 二十, 三百五十, 一万二千, 二〇二四, 이십오, 스물다섯, ยี่สิบเอ็ด.
//!
//! All of them multiply digits by powers of ten and add them up, so what each language writes is first told as signs.

/// One sign of a numeral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// A digit.
    Digit(u64),
    /// A ten, a hundred or a thousand, by its power of ten.
    Power(u32),
    /// What begins a new group: ten thousand, a hundred million and a million of Thai, by its power of ten.
    Group(u32),
    /// A number that is added to what follows, such as the tens of Korean: 스물.
    Ten(u64),
}

/// The numbers that a text says by numerals of its language, each as often as it stands there. Read as far as
/// `MOST_CHARS`.
pub(super) fn numbers(text: &str, code: &str) -> Vec<u64> {
    let mut found = Vec::new();
    let mut signs: Vec<Sign> = Vec::new();
    let chars: Vec<char> = text.chars().take(MOST_CHARS).collect();
    let mut at = 0;
    while at < chars.len() {
        if let Some((sign, length)) = sign(&chars[at..], code) {
            signs.push(sign);
            at += length;
            continue;
        }
        add(&mut signs, code, &mut found);
        at += 1;
    }
    add(&mut signs, code, &mut found);
    found
}

/// Texts are read as far as this.
const MOST_CHARS: usize = 20_000;
/// A run of more signs is no numeral.
const MOST_SIGNS: usize = 40;

/// Adds what a run of signs is worth, and ends it.
fn add(signs: &mut Vec<Sign>, code: &str, found: &mut Vec<u64>) {
    if (1..=MOST_SIGNS).contains(&signs.len()) {
        found.extend(value(signs, code));
        // 일 is a day as well as the digit.
        if code == "ko"
            && let [rest @ .., Sign::Digit(1)] = signs.as_slice()
            && !rest.iter().any(|sign| matches!(sign, Sign::Ten(_)))
        {
            found.extend(value(rest, code));
        }
    }
    signs.clear();
}

/// What signs are worth together; `None` if they are no numeral.
fn value(signs: &[Sign], code: &str) -> Option<u64> {
    if signs.len() > 1 && signs.iter().all(|sign| matches!(sign, Sign::Digit(_))) {
        return positional(signs);
    }
    let (mut total, mut group, mut digit) = (0_u64, 0_u64, None);
    let (mut last_group, mut last_power) = (u32::MAX, u32::MAX);
    let mut before = None;
    for (at, sign) in signs.iter().copied().enumerate() {
        match sign {
            // 零 parts, and says nothing.
            Sign::Digit(0) if signs.len() > 1 => digit = None,
            // 三四 is “three or four”.
            Sign::Digit(_) if digit.is_some() => return None,
            // In Chinese 三百五 is 350, which others read as 305.
            Sign::Digit(value) => {
                let is_last = at > 1 && at + 1 == signs.len();
                let is_short =
                    code == "zh" && is_last && matches!(before, Some(Sign::Power(2..) | Sign::Group(_)));
                digit = Some(value).filter(|_| !is_short);
                digit?;
            }
            Sign::Power(power) if power < last_power => {
                group += digit.take().unwrap_or(1) * 10_u64.pow(power);
                last_power = power;
            }
            Sign::Ten(value) if digit.is_none() && last_power > 1 => {
                group += value;
                last_power = 1;
            }
            Sign::Group(power) if power < last_group => {
                let count = group + digit.take().unwrap_or(0);
                let count = if count == 0 && code != "zh" { 1 } else { count };
                total = count
                    .checked_mul(10_u64.checked_pow(power)?)?
                    .checked_add(total)
                    .filter(|_| count > 0)?;
                (group, last_group, last_power) = (0, power, u32::MAX);
            }
            Sign::Power(_) | Sign::Ten(_) | Sign::Group(_) => return None,
        }
        before = Some(sign);
    }
    total.checked_add(group + digit.unwrap_or(0))
}

/// Digits one by one, as years are read: 二〇二四. Two of them are “two or three”, unless one is a zero.
fn positional(signs: &[Sign]) -> Option<u64> {
    let is_zero = |sign: &Sign| *sign == Sign::Digit(0);
    if signs.len() < 3 && !signs.iter().any(is_zero) {
        return None;
    }
    signs.iter().try_fold(0_u64, |number, sign| match sign {
        Sign::Digit(digit) => number.checked_mul(10)?.checked_add(*digit),
        Sign::Power(_) | Sign::Group(_) | Sign::Ten(_) => None,
    })
}

/// The sign that characters begin with, and how many of them it takes.
fn sign(chars: &[char], code: &str) -> Option<(Sign, usize)> {
    let c = *chars.first()?;
    match code {
        "ja" | "zh" => Some((han(c)?, 1)),
        "ko" => word(chars, KOREAN).or_else(|| Some((hangul(c)?, 1))),
        "th" => word(chars, THAI),
        _ => None,
    }
}

fn han(c: char) -> Option<Sign> {
    Some(match c {
        '〇' | '零' => Sign::Digit(0),
        '一' | '壱' | '壹' => Sign::Digit(1),
        '二' | '弐' | '貳' | '贰' | '两' | '兩' => Sign::Digit(2),
        '三' | '参' | '參' | '叁' => Sign::Digit(3),
        '四' | '肆' => Sign::Digit(4),
        '五' | '伍' => Sign::Digit(5),
        '六' | '陸' | '陆' => Sign::Digit(6),
        '七' | '柒' => Sign::Digit(7),
        '八' | '捌' => Sign::Digit(8),
        '九' | '玖' => Sign::Digit(9),
        '廿' => Sign::Ten(20),
        '卅' => Sign::Ten(30),
        '十' | '拾' => Sign::Power(1),
        '百' | '佰' => Sign::Power(2),
        '千' | '仟' => Sign::Power(3),
        '万' | '萬' => Sign::Group(4),
        '億' | '亿' => Sign::Group(8),
        '兆' => Sign::Group(12),
        _ => return None,
    })
}

fn hangul(c: char) -> Option<Sign> {
    Some(match c {
        '영' | '공' => Sign::Digit(0),
        '일' => Sign::Digit(1),
        '이' => Sign::Digit(2),
        '삼' => Sign::Digit(3),
        '사' => Sign::Digit(4),
        '오' => Sign::Digit(5),
        '육' | '륙' => Sign::Digit(6),
        '칠' => Sign::Digit(7),
        '팔' => Sign::Digit(8),
        '구' => Sign::Digit(9),
        '십' => Sign::Power(1),
        '백' => Sign::Power(2),
        '천' => Sign::Power(3),
        '만' => Sign::Group(4),
        '억' => Sign::Group(8),
        '조' => Sign::Group(12),
        _ => return None,
    })
}

/// The word of a table that characters begin with; longer ones stand first in a table.
fn word(chars: &[char], table: &[(&str, Sign)]) -> Option<(Sign, usize)> {
    let begins = |word: &str| word.chars().enumerate().all(|(at, c)| chars.get(at) == Some(&c));
    let (found, sign) = table.iter().find(|(word, _)| begins(word))?;
    Some((*sign, found.chars().count()))
}

/// The native tens, and units as they stand behind them.
const KOREAN: &[(&str, Sign)] = &[
    ("스물", Sign::Ten(20)),
    ("스무", Sign::Ten(20)),
    ("서른", Sign::Ten(30)),
    ("마흔", Sign::Ten(40)),
    ("예순", Sign::Ten(60)),
    ("일흔", Sign::Ten(70)),
    ("여든", Sign::Ten(80)),
    ("아흔", Sign::Ten(90)),
    ("쉰", Sign::Ten(50)),
    ("다섯", Sign::Digit(5)),
    ("여섯", Sign::Digit(6)),
    ("일곱", Sign::Digit(7)),
    ("여덟", Sign::Digit(8)),
    ("아홉", Sign::Digit(9)),
    ("하나", Sign::Digit(1)),
    ("열", Sign::Ten(10)),
    ("한", Sign::Digit(1)),
    ("둘", Sign::Digit(2)),
    ("두", Sign::Digit(2)),
    ("셋", Sign::Digit(3)),
    ("세", Sign::Digit(3)),
    ("넷", Sign::Digit(4)),
    ("네", Sign::Digit(4)),
];

const THAI: &[(&str, Sign)] = &[
    ("ยี่สิบ", Sign::Ten(20)),
    ("ศูนย์", Sign::Digit(0)),
    ("หนึ่ง", Sign::Digit(1)),
    ("เอ็ด", Sign::Digit(1)),
    ("สอง", Sign::Digit(2)),
    ("สาม", Sign::Digit(3)),
    ("สี่", Sign::Digit(4)),
    ("ห้า", Sign::Digit(5)),
    ("หก", Sign::Digit(6)),
    ("เจ็ด", Sign::Digit(7)),
    ("แปด", Sign::Digit(8)),
    ("เก้า", Sign::Digit(9)),
    ("สิบ", Sign::Power(1)),
    ("ร้อย", Sign::Power(2)),
    ("พัน", Sign::Power(3)),
    ("หมื่น", Sign::Power(4)),
    ("แสน", Sign::Power(5)),
    ("ล้าน", Sign::Group(6)),
];

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn numerals_are_read_as_the_language_says_them() {
        let check = |code: &str, text: &str, expected: &[u64]| {
            assert_eq!(numbers(text, code), expected, "{code} {text}")
        };
        check("zh", "共二十个", &[20]);
        check("zh", "三十五人", &[35]);
        check("zh", "廿五日", &[25]);
        check("zh", "一千二百零五", &[1205]);
        check("zh", "两万三千", &[23_000]);
        check("zh", "一亿零五百万", &[105_000_000]);
        check("zh", "二〇二四年", &[2024]);
        check("zh", "两三天", &[]);
        check("zh", "三百五", &[]);
        check("zh", "万一十五", &[]);
        check("ja", "三百五", &[305]);
        check("ja", "百件と千件", &[100, 1000]);
        check("ja", "二〇時", &[20]);
        check("ja", "十百", &[]);
        check("ko", "이십오 개", &[25]);
        check("ko", "삼십일", &[31, 30]);
        check("ko", "백 개", &[100]);
        check("ko", "스물다섯 개", &[25]);
        check("ko", "스무 개", &[20]);
        check("th", "ยี่สิบเอ็ดไฟล์", &[21]);
        check("th", "สามหมื่นห้าพัน", &[35_000]);
        check("en", "二十", &[]);
    }

    #[test]
    fn hostile_runs_are_no_numerals() {
        assert!(numbers(&"十".repeat(100_000), "ja").is_empty());
        assert!(numbers(&"九".repeat(39), "ja").is_empty());
        assert!(numbers(&"九千兆九千億".repeat(6), "ja").is_empty());
        assert_eq!(numbers("九千九百九十九兆九千九百九十九億", "ja"), [9_999_999_900_000_000]);
    }
}
