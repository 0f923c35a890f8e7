//! Patterns of dates and hours (`%b %e`, `%H:%M`), which each language orders as it likes.

use super::super::kinds::Kinds;
use super::super::line::Line;

/// Where a source is the pattern of a date and nothing else: whether its target tells all that it tells. `None` where
/// the placeholders have to be compared one by one.
pub(super) fn compare_dates(source: &Line, target: &Line) -> Option<bool> {
    if !(source.has(Kinds::SYMBOL) && source.has_char('%')) {
        return None;
    }
    let parts = |line: &Line| date_parts(&line.text(&(0..line.len())));
    let wanted = parts(source).filter(Date::is_all)?;
    let given = parts(target)?;
    // Where some of them may be placeholders of another kind, those that are gone are named.
    let is_told = given.parts > 0 || source.placeholders.is_empty();
    is_told.then_some(wanted.fields & !given.fields == 0)
}

/// What a text has of the pattern of a date.
#[derive(Default)]
struct Date {
    parts: usize,
    /// Whether one of them is hardly anything else.
    is_told: bool,
    /// Whether there is one that may be something else: `%d`.
    has_unsure: bool,
    /// Whether two of them tell the same.
    overlaps: bool,
    letters: usize,
    /// What it tells of day, month, year, hour and minute, a bit for each: no language leaves one of them out, while
    /// each has its way with weekdays, seconds, zones and halves of the day.
    fields: u8,
}

impl Date {
    /// Whether the text is a pattern and nothing else. `%x`, `%X`, `%c` and `%F` are conversions of numbers too: of a
    /// date they are where all parts are of that kind and none says again what another says.
    fn is_all(&self) -> bool {
        let is_whole = !self.has_unsure && !self.overlaps && self.fields != 0;
        (self.is_told || is_whole) && self.parts > 1 && self.letters < 3
    }
}

/// What a text has of a date; `None` if it has a conversion that no date has.
fn date_parts(text: &str) -> Option<Date> {
    let mut date = Date::default();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '%' {
            date.letters += usize::from(c.is_alphabetic());
            continue;
        }
        while chars.next_if(|c| matches!(c, '-' | '_' | 'E' | 'O')).is_some() {}
        let part = chars.next().filter(|part| "aAbBcCdDeFgGhHIjklmMnpPrRSTuUVwWxXyYzZ".contains(*part))?;
        let fields = fields(part);
        date.parts += 1;
        date.is_told |= "YymMHIbBjkTRD".contains(part);
        date.has_unsure |= !"xXcTRDFrZz".contains(part);
        date.overlaps |= date.fields & fields != 0;
        date.fields |= fields;
    }
    Some(date)
}

fn fields(part: char) -> u8 {
    const DAY: u8 = 1;
    const MONTH: u8 = 1 << 1;
    const YEAR: u8 = 1 << 2;
    const HOUR: u8 = 1 << 3;
    const MINUTE: u8 = 1 << 4;
    match part {
        'd' | 'e' => DAY,
        'b' | 'B' | 'h' | 'm' => MONTH,
        'j' => DAY | MONTH,
        'y' | 'Y' | 'g' | 'G' => YEAR,
        'H' | 'I' | 'k' | 'l' => HOUR,
        'M' => MINUTE,
        'D' | 'F' | 'x' => DAY | MONTH | YEAR,
        'r' | 'R' | 'T' | 'X' => HOUR | MINUTE,
        'c' => DAY | MONTH | YEAR | HOUR | MINUTE,
        _ => 0,
    }
}
