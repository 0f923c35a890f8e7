//! Finds the numbers of a text and how they may be read.

use super::super::line::{Line, is_space};
use super::super::locale::{Language, Script, digit, script_of};
use super::clock::{self, Half};
use super::idioms;
use super::leading;
use super::scales::{self, Scaled};
use super::units::{Unit, unit_after};
use super::value::{MAX_LENGTH, Value, read};
use std::ops::Range;

/// One number of a text, or several that separators hold together: a date, a time, a version.
#[derive(Debug, Clone)]
pub(super) struct Numeral {
    pub(super) cells: Range<usize>,
    /// Its digits as ASCII, and its separators.
    pub(super) raw: String,
    /// What it is worth by the rules of its language; empty if it is no single number.
    pub(super) values: Vec<Value>,
    /// What it is worth without what multiplies it; empty if that is nothing or may be something else.
    pub(super) unscaled: Vec<Value>,
    /// What multiplies it.
    pub(super) scale: Scaled,
    /// What it would be worth with the other decimal sign.
    pub(super) foreign: Option<Value>,
    /// Whether it must be matched. Ordinals and digits of a word may be written otherwise.
    pub(super) is_required: bool,
    /// Which half of the day is said beside it.
    pub(super) half: Option<Half>,
    /// Whether the hour next to it is one of the afternoon.
    pub(super) is_later: bool,
    pub(super) negative: bool,
    /// Whether it may be a list without blanks, since its commas group no digits: `[1,16]`.
    pub(super) is_list: bool,
    /// The unit behind it.
    pub(super) unit: Option<&'static Unit>,
}

impl Numeral {
    /// Takes in that it may be multiplied by a power of ten.
    pub(super) fn may_be_times(&mut self, power: i32) {
        self.values.extend(self.values.clone().into_iter().map(|value| value.times_ten_to(power)));
        self.scale = Scaled { power, is_sure: false, ..self.scale.clone() };
    }

    /// Takes in that the other text may have a word for what multiplies it that nobody here can read.
    pub(super) fn loosen(&mut self) {
        self.values.append(&mut self.unscaled);
        self.scale.is_sure = self.scale.power == 0;
    }

    /// Its runs of digits without leading zeros.
    pub(super) fn runs(&self) -> Vec<String> {
        self.raw
            .split(|c: char| !c.is_ascii_digit())
            .map(|run| run.trim_start_matches('0'))
            .map(|run| if run.is_empty() { "0".to_owned() } else { run.to_owned() })
            .collect()
    }

    /// Whether it is a fraction, or two numbers with a stroke between them for another reason.
    pub(super) fn is_fraction(&self) -> bool {
        self.raw.matches('/').count() == 1 && !self.values.is_empty()
    }

    /// Whether it is a date of three numbers, of which the month may be spelled in words: a day, a month and a
    /// year of four digits, or of two where the others cannot be those of a version.
    pub(super) fn is_date(&self) -> bool {
        let Some((parts, separator)) = self.three_parts(&['/', '-', '.']) else { return false };
        let number = |part: &str| part.parse::<u32>().unwrap_or(0);
        let year = |part: &str| part.len() == 4 && (1000..3000).contains(&number(part));
        let day_and_month = |a: &str, b: &str| {
            let (a, b) = (number(a), number(b));
            (1..=31).contains(&a) && (1..=31).contains(&b) && a.min(b) <= 12
        };
        let [first, middle, last] = parts;
        let short = last.len() == 2 && (separator != '.' || first.len() == 2 && middle.len() == 2);
        year(first) && day_and_month(middle, last) || (year(last) || short) && day_and_month(first, middle)
    }

    /// Whether it is a version, or an address of the same form: numbers with points between them that are
    /// neither one amount nor a date nor an hour. No language writes it otherwise.
    pub(super) fn is_version(&self) -> bool {
        let mut separators = self.raw.chars().filter(|c| !c.is_ascii_digit());
        let points = self.raw.matches('.').count() > 1 && separators.all(|c| c == '.');
        let number = |part: &str| part.parse().unwrap_or(60);
        let hour = || {
            self.three_parts(&['.']).is_some_and(|([hours, minutes, seconds], _)| {
                let of_sixty = |part: &str| part.len() == 2 && number(part) < 60;
                number(hours) <= 24 && of_sixty(minutes) && of_sixty(seconds)
            })
        };
        points && self.values.is_empty() && !self.is_date() && !hour()
    }

    /// Its three numbers as written, if one of these separators, twice, is all that stands between them.
    fn three_parts(&self, separators: &[char]) -> Option<([&str; 3], char)> {
        let separator = self.raw.chars().find(|c| !c.is_ascii_digit()).filter(|c| separators.contains(c))?;
        let parts: Vec<&str> = self.raw.split(separator).collect();
        let parts: [&str; 3] = parts.try_into().ok()?;
        let digits = parts.iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()));
        digits.then_some((parts, separator))
    }
}

/// The numbers of a text in order. `by_space`: whether a plain blank may group digits.
pub(super) fn scan(line: &Line, language: &Language, by_space: bool) -> Vec<Numeral> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < line.len() {
        if !starts(line, at) && !leading::is_sure(line, at, language) {
            at += 1;
            continue;
        }
        let numeral = numeral(line, at, language, by_space);
        at = numeral.cells.end;
        found.push(numeral);
    }
    clock::share_halves(line, &mut found);
    scales::share(line, language, &mut found);
    found
}

/// Whether a text has any digit that may be part of a number.
pub(super) fn has_digits(line: &Line) -> bool {
    (0..line.len()).any(|at| starts(line, at))
}

/// Whether a number may begin at a cell.
fn starts(line: &Line, at: usize) -> bool {
    line.plain(at).is_some_and(|c| digit(c).is_some() || idioms::vulgar(c).is_some())
}

fn digit_at(line: &Line, at: usize) -> Option<u8> {
    line.plain(at).and_then(digit)
}

fn numeral(line: &Line, start: usize, language: &Language, by_space: bool) -> Numeral {
    let mut raw = String::new();
    let mut end = start;
    if let Some(point) = line.plain(start).filter(|c| digit(*c).is_none() && idioms::vulgar(*c).is_none()) {
        raw.extend(['0', point]);
        end += 1;
    }
    loop {
        while let Some(value) = digit_at(line, end) {
            raw.push(char::from(b'0' + value));
            end += 1;
        }
        let Some(separator) = separator(line, end, &raw, by_space) else { break };
        raw.push(separator);
        end += 1;
    }
    let alone = raw.is_empty();
    end = with_fraction(line, end, &mut raw);
    let negative = is_negative(line, start);
    let (mut values, foreign) = readings(&raw, language.decimal);
    values.extend(idioms::fraction(&raw));
    let word = word_after(line, end);
    values.extend(leading::other(line, start, &raw));
    let scale = scales::after(line, end, language).unwrap_or_else(|| Scaled::not(end));
    let scaled = values.iter().map(|value| value.times_ten_to(scale.power)).collect();
    let mut unscaled = Vec::new();
    match (scale.power, scale.is_sure) {
        (0, _) => {}
        (_, true) => unscaled = std::mem::replace(&mut values, scaled),
        (_, false) => values.extend(scaled),
    }
    values.extend(idioms::readings(line, (&(start..end), &raw), language.code, &values));
    // Behind a word it may be a hyphen as well: “拉丁-9”.
    let unsigned = if negative && follows_text(line, start - 1) { values.clone() } else { Vec::new() };
    for value in values.iter_mut().chain(&mut unscaled) {
        *value = value.signed(negative);
    }
    values.extend(unsigned);
    let is_ordinal = is_ordinal(line, end, &word);
    let half = clock::half(line, &(start..end), &word, language);
    let blank = usize::from(line.plain(end).is_some_and(is_space));
    let month = matches!(line.plain(end + blank), Some('月' | '월'));
    // Fractions other than a half have too many words; 2割5分 is one number.
    let hundredths = line.char_before(start) == Some('割') && line.plain(end) == Some('分');
    let is_required = !(is_ordinal || month || hundredths || in_word(line, start) || alone && raw != "1/2");
    let times = if scale.is_sure { scale.power } else { 0 };
    let foreign = foreign.map(|value| value.signed(negative).times_ten_to(times));
    // 5千米 are kilometres.
    let unit = unit_after(line, if scale.is_sure { scale.end } else { end }, language.code);
    let is_list = language.decimal == Some('.') && raw.contains(',') && read(&raw, '.').is_none();
    let cells = start..end;
    let numeral = Numeral {
        cells,
        raw,
        values,
        unscaled,
        scale,
        foreign,
        is_required,
        half,
        is_later: false,
        negative,
        is_list,
        unit,
    };
    clock::with_hour(numeral)
}

/// What joins the digits before `at` to those behind it, if it does.
fn separator(line: &Line, at: usize, raw: &str, by_space: bool) -> Option<char> {
    let c = line.plain(at)?;
    digit_at(line, at + 1)?;
    let ahead = (at + 1..).take(5).take_while(|at| digit_at(line, *at).is_some()).count();
    let behind = raw.chars().rev().take_while(char::is_ascii_digit).count();
    let grouped = ahead == 3 && behind <= 3;
    match c {
        '.' | ',' | ':' | '/' => Some(c),
        '⁄' => Some('/'),
        '٫' => Some('٫'),
        '٬' | '\'' | '’' if grouped => Some('\''),
        '．' | '，' if line.char_before(at).is_some_and(|c| ('０'..='９').contains(&c)) => {
            Some(if c == '．' { '.' } else { ',' })
        }
        // A date of ISO 8601; any other hyphen is a range.
        '-' if (behind == 4 && !raw.contains(['.', '/', ':']) || raw.contains('-')) && ahead == 2 => {
            Some('-')
        }
        ' ' if grouped && by_space && raw.len() < MAX_LENGTH && !raw.contains(['.', ':', '/']) => Some(' '),
        c if c != ' ' && is_space(c) && grouped && raw.len() < MAX_LENGTH => Some(' '),
        _ => None,
    }
}

/// The readings by the decimal sign of the language, and the one by the other sign if it differs.
fn readings(raw: &str, decimal: Option<char>) -> (Vec<Value>, Option<Value>) {
    if raw.contains('٫') {
        return (read(raw, '٫').into_iter().collect(), None);
    }
    let (point, comma) = (read(raw, '.'), read(raw, ','));
    let (own, other) = match decimal {
        Some(',') => (comma, point),
        Some(_) => (point, comma),
        None => {
            let mut both: Vec<Value> = point.into_iter().collect();
            both.extend(comma.filter(|value| !both.contains(value)));
            return (both, None);
        }
    };
    match own {
        Some(value) => (vec![value], other.filter(|other| *other != value)),
        // Written with the other sign: it can only mean that.
        None => (other.into_iter().collect(), None),
    }
}

/// A minus before the number that is no range and no hyphen.
fn is_negative(line: &Line, start: usize) -> bool {
    let Some(sign) = start.checked_sub(1) else { return false };
    if !matches!(line.plain(sign), Some('-' | '−' | '–' | '－')) {
        return false;
    }
    let opens = line.char_before(sign).is_none_or(|c| {
        c.is_whitespace()
            || matches!(c, '(' | '[' | '（' | '"' | '\'' | '`' | '“' | '„' | '‘' | '«' | '：' | '、' | '，')
    }) || follows_text(line, sign);
    // No range goes on in the next line.
    let same_line = (0..sign).rev().map_while(|at| line.char(at).filter(|c| *c != '\n'));
    let before = same_line.into_iter().find(|c| !c.is_whitespace());
    opens && before.is_none_or(|c| digit(c).is_none())
}

/// Whether a sign follows a word of a language without blanks, as a minus does: `モデルは-5`. Where digits
/// stand just before, it is a range: `3日-5日`.
fn follows_text(line: &Line, sign: usize) -> bool {
    let is_text = |c: char| {
        let script = script_of(c);
        Script::Japanese.includes(script) || matches!(script, Script::Thai | Script::Lao | Script::Khmer)
    };
    let is_digit = |at: usize| line.char(at).is_some_and(|c| digit(c).is_some());
    // What counts things is no hiragana, but for つ: a particle stands there.
    let is_particle = |c: char| ('\u{3041}'..='\u{309F}').contains(&c) && c != 'つ';
    line.char_before(sign)
        .is_some_and(|c| is_particle(c) || is_text(c) && !(sign.saturating_sub(4)..sign).any(is_digit))
}

/// Digits behind a letter of an alphabet (`MP3`, `x64`). In scripts without blanks a number
/// touches its neighbours as a matter of course.
fn in_word(line: &Line, start: usize) -> bool {
    line.char_before(start).is_some_and(|c| {
        let script = script_of(c);
        c == '_'
            || c.is_alphabetic()
                && !(Script::Japanese.includes(script)
                    || Script::Korean.includes(script)
                    || matches!(script, Script::Thai | Script::Lao | Script::Khmer))
    })
}

/// The word behind a number, lower case, with at most one space before it.
fn word_after(line: &Line, end: usize) -> String {
    let start = end + usize::from(line.plain(end).is_some_and(is_space));
    (start..)
        .take(16)
        .map_while(|at| line.plain(at).filter(|c| c.is_alphabetic()))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Takes a fraction behind the digits: `1½`, `1 1/2`. Gives where it ends.
fn with_fraction(line: &Line, end: usize, raw: &mut String) -> usize {
    let put = |raw: &mut String, above: u32, below: u32| {
        let blank = if raw.is_empty() { "" } else { " " };
        raw.push_str(&format!("{blank}{above}/{below}"));
    };
    if raw.bytes().any(|b| !b.is_ascii_digit()) {
        return end;
    }
    if let Some((above, below)) = line.plain(end).and_then(idioms::vulgar) {
        put(raw, above, below);
        return end + 1;
    }
    // One digit on each side, so that it is no date.
    let small = |at: usize| digit_at(line, at).filter(|_| digit_at(line, at + 1).is_none());
    let stroke = matches!(line.plain(end + 2), Some('/' | '⁄'));
    let free = !matches!(line.plain(end + 4), Some('/' | '.' | ','));
    match (small(end + 1), small(end + 3)) {
        (Some(above), Some(below))
            if line.plain(end).is_some_and(is_space)
                && stroke
                && free
                && above < below
                && (1..3).contains(&raw.len()) =>
        {
            put(raw, u32::from(above), u32::from(below));
            end + 4
        }
        _ => end,
    }
}

/// Whether the number is an ordinal: `1st`, `2º`.
fn is_ordinal(line: &Line, end: usize, word: &str) -> bool {
    let glued = line.plain(end).is_some_and(char::is_alphabetic);
    glued && matches!(word, "st" | "nd" | "rd" | "th" | "er" | "re" | "e" | "ème" | "º" | "ª")
}
