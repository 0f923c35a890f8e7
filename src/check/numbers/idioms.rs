//! Amounts that languages say in ways of their own: years of an era, discounts in tenths, fractions, the hours of
//! noon and midnight, and “24/7”.

use super::super::line::{Line, is_space};
use super::super::locale::digit;
use super::compare::Side;
use super::months::month;
use super::named::is_named;
use super::scan::Numeral;
use super::value::Value;
use std::ops::Range;

/// What a number may be worth besides what its digits say, by what stands around it.
pub(super) fn readings(
    line: &Line,
    numeral: (&Range<usize>, &str),
    code: &str,
    values: &[Value],
) -> Vec<Value> {
    let (cells, raw) = numeral;
    let mut found = Vec::new();
    let whole = values.iter().find_map(|value| value.small());
    let year = raw.parse::<u32>().ok().filter(|year| *year < 1000);
    found.extend(year.and_then(|year| Some(Value::of(era_before(line, cells.start)? + year, 0))));
    if matches!(code, "ja" | "zh" | "ko") {
        found.extend(values.iter().filter_map(|value| tenths(line, cells.end, *value)));
        found.extend(
            whole
                .filter(|_| half_follows(line, cells.end))
                .map(|number| Value::of(u32::from(number) * 10 + 5, -1)),
        );
    }
    found
}

/// The names of eras before a year, and the year before their first.
const ERAS: &[(&str, u32)] = &[
    ("令和", 2018),
    ("平成", 1988),
    ("昭和", 1925),
    ("大正", 1911),
    ("明治", 1867),
    ("民國", 1911),
    ("民国", 1911),
    ("Reiwa", 2018),
    ("Heisei", 1988),
    ("Showa", 1925),
    ("Shōwa", 1925),
];

fn era_before(line: &Line, start: usize) -> Option<u32> {
    let blank = start.checked_sub(1).is_some_and(|at| line.plain(at).is_some_and(is_space));
    let end = start - usize::from(blank);
    let ends_here = |name: &str| {
        let length = name.chars().count();
        end >= length && name.chars().eq((end - length..end).filter_map(|at| line.plain(at)))
    };
    ERAS.iter().find(|(name, _)| ends_here(name)).map(|(_, base)| *base)
}

/// A discount or a share in tenths, in percent: `8折` takes 20 % off, `2割5分` is 25 %, `3成` 30 %.
fn tenths(line: &Line, end: usize, value: Value) -> Option<Value> {
    let sign = end + usize::from(line.plain(end).is_some_and(is_space));
    let amount = value.about();
    let percent = match line.plain(sign)? {
        '折' if amount <= 10.0 => 100.0 - amount * 10.0,
        '折' => 100.0 - amount,
        '割' | '할' => {
            let hundredths =
                line.plain(sign + 1).and_then(digit).filter(|_| line.plain(sign + 2) == Some('分'));
            amount * 10.0 + f64::from(hundredths.unwrap_or(0))
        }
        '成' => amount * 10.0,
        _ => return None,
    };
    Value::of_tenths(percent * 10.0)
}

/// `2時間半`: a half that belongs to the number, with a unit between.
fn half_follows(line: &Line, end: usize) -> bool {
    let half = |at: usize| matches!(line.plain(at), Some('半' | '반'));
    let ends =
        |at: usize| !line.plain(at).is_some_and(|c| matches!(c, '額' | '额' | '價' | '价' | '分' | '角'));
    (end..end + 4)
        .take_while(|at| line.plain(*at).is_some_and(|c| digit(c).is_none()))
        .any(|at| half(at) && ends(at + 1))
}

/// A fraction that is one character.
pub(super) fn vulgar(c: char) -> Option<(u32, u32)> {
    Some(match c {
        '½' => (1, 2),
        '¼' => (1, 4),
        '¾' => (3, 4),
        '⅓' => (1, 3),
        '⅔' => (2, 3),
        '⅕' => (1, 5),
        '⅖' => (2, 5),
        '⅗' => (3, 5),
        '⅘' => (4, 5),
        '⅛' => (1, 8),
        '⅜' => (3, 8),
        '⅝' => (5, 8),
        '⅞' => (7, 8),
        _ => return None,
    })
}

/// What a whole number and a fraction are worth, where decimals can say it: `1 1/2`, `3/4`.
pub(super) fn fraction(raw: &str) -> Option<Value> {
    let (whole, part) = raw.split_once(' ').unwrap_or(("0", raw));
    let (above, below) = part.split_once('/')?;
    let number = |text: &str| text.parse::<u32>().ok().filter(|number| *number < 100);
    let (whole, above, below) = (number(whole)?, number(above)?, number(below)?);
    (above < below && matches!(below, 2 | 4 | 5 | 8 | 10))
        .then(|| Value::of(whole * 1000 + above * 1000 / below, -3))
}

/// Whether the other text says the number without its digits.
pub(super) fn is_said(numeral: &Numeral, other: Side<'_>) -> bool {
    let words = || other.line.text(&(0..other.line.len())).to_lowercase();
    let has = |table: &[(&str, &str)]| {
        let forms = table
            .iter()
            .filter(|(code, _)| *code == other.language.code)
            .flat_map(|(_, forms)| forms.split('|'));
        let words = words();
        // What says the digits itself does not excuse one of them.
        let whole = numeral.raw == "24/7";
        forms
            .into_iter()
            .any(|form| (whole || !form.contains(|c: char| c.is_ascii_digit())) && words.contains(form))
    };
    let is = |number: u32| numeral.values.contains(&Value::of(number, 0));
    let half = numeral.values.contains(&Value::of(5, -1));
    half && says_half(other)
        || names_month(numeral, other)
        || is_named(numeral, other)
        || (numeral.raw == "24/7" || is(24) || is(7) || is(365)) && has(ALWAYS)
        || numeral.is_noon() && has(NOON)
        || numeral.is_midnight() && has(MIDNIGHT)
        || is_hour(&numeral.raw, "12") && has(NOON)
        || ["0", "00", "24"].iter().any(|hour| is_hour(&numeral.raw, hour)) && has(MIDNIGHT)
        || other.language.is_any(&["ja", "zh"]) && is_written_in_han(numeral, other.line)
}

/// Whether the other text says a month by its name that is a number here: “Oct.” is “10-р сар”.
fn names_month(numeral: &Numeral, other: Side<'_>) -> bool {
    let is =
        |month: usize| u32::try_from(month).is_ok_and(|month| numeral.values.contains(&Value::of(month, 0)));
    other.line.words.len() <= DATE_WORDS
        && other.line.words.iter().any(|word| {
            let text = other.line.text(word);
            let mut letters = text.chars();
            let named = letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>());
            [Some(text.clone()), named]
                .into_iter()
                .flatten()
                .any(|name| month(other.language, &name).is_some_and(is))
        })
}

/// A name of a month alone, or with a day and a year.
const DATE_WORDS: usize = 3;

/// Whether digits are this full hour.
fn is_hour(raw: &str, hour: &str) -> bool {
    raw.strip_prefix(hour).is_some_and(|rest| matches!(rest, "" | ":00" | ".00"))
}

/// Whether the other text has a word for a half.
pub(super) fn says_half(other: Side<'_>) -> bool {
    let code = other.language.code;
    if matches!(code, "ja" | "zh" | "ko" | "th") {
        let words = other.line.text(&(0..other.line.len()));
        return halves(code).any(|form| words.contains(form));
    }
    other.line.words.iter().any(|word| {
        let lower = || word.clone().filter_map(|at| other.line.char(at)).flat_map(char::to_lowercase);
        halves(code).any(|form| lower().eq(form.chars()))
    })
}

/// The words of a language for a half.
pub(super) fn halves(code: &str) -> impl Iterator<Item = &'static str> + use<> {
    let row = HALVES.iter().find(|(other, _)| *other == code);
    row.map(|(_, forms)| *forms).unwrap_or_default().split_ascii_whitespace()
}

/// Years of an era, discounts and shares in numerals of Han: 令和元年, 五折, 二割, 半額.
fn is_written_in_han(numeral: &Numeral, line: &Line) -> bool {
    let is = |number: u32| numeral.values.contains(&Value::of(number, 0));
    let text = line.text(&(0..line.len()));
    if is(50) && ["半額", "半额", "半價", "半价"].iter().any(|form| text.contains(form)) {
        return true;
    }
    let first_year = ERAS.iter().any(|(name, base)| {
        is(base + 1) && text.match_indices(name).any(|(at, name)| text[at + name.len()..].starts_with('元'))
    });
    let han = |c: char| {
        "一二三四五六七八九".chars().position(|other| other == c).and_then(|at| u32::try_from(at + 1).ok())
    };
    let chars: Vec<char> = text.chars().collect();
    first_year
        || (1..chars.len()).any(|at| {
            let Some(last) = han(chars[at - 1]) else { return false };
            let tens = at.checked_sub(2).and_then(|at| han(chars[at]));
            match chars[at] {
                '折' => is(tens.map_or(100 - last * 10, |tens| 100 - tens * 10 - last)),
                '割' | '成' => is(last * 10),
                _ => false,
            }
        })
}

/// Whether a text says “24/7”, in digits or words: then the numbers that say it may differ.
pub(super) fn is_always(side: Side<'_>, numerals: &[Numeral]) -> bool {
    let has = |number: u32| numerals.iter().any(|numeral| numeral.values.contains(&Value::of(number, 0)));
    numerals.iter().any(|numeral| matches!(numeral.raw.as_str(), "24/7" | "7/24"))
        || has(24) && (has(7) || has(365))
        || {
            let words = side.line.text(&(0..side.line.len())).to_lowercase();
            let rows = ALWAYS.iter().filter(|(code, _)| *code == side.language.code);
            rows.flat_map(|(_, forms)| forms.split('|')).any(|form| words.contains(form))
        }
}

/// Whether a number is a part of “24/7”.
pub(super) fn belongs_to_always(numeral: &Numeral) -> bool {
    matches!(numeral.raw.as_str(), "24" | "7" | "365" | "24/7" | "7/24" | "24/24" | "7/7")
}

#[rustfmt::skip]
static HALVES: &[(&str, &str)] = &[
    ("ar", "نصف ونصف"), ("bg", "половин половината половина"), ("ca", "mig mitja meitat"),
    ("cs", "půl polovina polovinu poloviny polovině"), ("da", "halv halve halvt halvdelen"),
    ("de", "halb halbe halbes halber halben halbem hälfte"), ("el", "μισό μισή μισός ήμισυ"), ("en", "half"),
    ("es", "medio media mitad"), ("et", "pool poole"), ("fi", "puoli puolen puolet puolta"), ("fr", "demi demie moitié"),
    ("he", "חצי מחצית וחצי"), ("hi", "आधा आधी आधे"), ("hr", "pola polovica polovicu"), ("hu", "fél felét fele"),
    ("id", "setengah separuh"), ("it", "mezzo mezza metà"), ("ja", "半"), ("ko", "반"), ("lt", "pusė pusę pusės"),
    ("lv", "puse pusi"), ("nb", "halv halve halvt halvparten"), ("nl", "half halve helft"), ("nn", "halv halve halvt"),
    ("no", "halv halve halvt halvparten"), ("pl", "pół połowa połowę połowy"), ("pt", "meio meia metade"),
    ("ro", "jumătate jumătatea"), ("ru", "половина половину половины половине пол"), ("sk", "pol polovica polovicu"),
    ("sl", "pol polovica polovico"), ("sv", "halv halva halvt hälften"), ("th", "ครึ่ง"), ("tr", "yarım yarısı buçuk"),
    ("uk", "пів половина половину половини"), ("vi", "nửa"), ("zh", "半"),
];

#[rustfmt::skip]
static ALWAYS: &[(&str, &str)] = &[
    ("ar", "على مدار الساعة|طوال أيام"), ("cs", "nepřetržitě|nonstop"), ("da", "døgnet rundt"), ("de", "rund um die uhr"),
    ("en", "around the clock|round the clock|24x7|24×7"), ("es", "las 24 horas|todos los días"), ("fi", "ympäri vuorokauden"),
    ("fr", "24h/24|24 h/24|7j/7|7 j/7|jour et nuit"), ("he", "מסביב לשעון"), ("it", "tutti i giorni|24 ore su 24"),
    ("ja", "年中無休|24時間"), ("ko", "연중무휴|24시간"), ("nb", "døgnet rundt"), ("nl", "dag en nacht|de klok rond"),
    ("no", "døgnet rundt"), ("pl", "całą dobę|przez całą dobę"), ("pt", "24 horas por dia|todos os dias"),
    ("ru", "круглосуточно|круглосуточная|круглосуточный|круглосуточную"), ("sv", "dygnet runt"), ("th", "ตลอด 24 ชั่วโมง"),
    ("tr", "7/24"), ("uk", "цілодобово|цілодобова|цілодобову"), ("vi", "24/7"), ("zh", "全天候|24小时|24 小时|24小時|24 小時|24x7|7x24|7×24|全年无休|全年無休"),
];

#[rustfmt::skip]
static NOON: &[(&str, &str)] = &[
    ("de", "mittag"), ("en", "noon|midday"), ("es", "mediodía"), ("fr", "midi"), ("it", "mezzogiorno"), ("ja", "正午"),
    ("ko", "정오"), ("nl", "middag"), ("pl", "południe"), ("pt", "meio-dia"), ("ru", "полдень|полдня"), ("zh", "中午|正午"),
];

#[rustfmt::skip]
static MIDNIGHT: &[(&str, &str)] = &[
    ("de", "mitternacht"), ("en", "midnight"), ("es", "medianoche"), ("fr", "minuit"), ("it", "mezzanotte"),
    ("ja", "真夜中|午前零時|深夜零時"), ("ko", "자정"), ("nl", "middernacht"), ("pl", "północ"), ("pt", "meia-noite"),
    ("ru", "полночь|полуночи"), ("zh", "午夜|零点|零時|零时"),
];
