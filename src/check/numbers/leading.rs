//! Decimals without the zero before the point: `.5 mm` is 0,5 mm.
//!
//! A point before digits may be many things: a version, an ending of a file, a calibre. Only in front of a unit, a
//! percent sign or a currency it is taken for a decimal without a doubt; elsewhere for one of two meanings.

use super::super::line::{Line, is_space};
use super::super::locale::{Language, digit};
use super::units::unit_after;
use super::value::{Value, read};
use crate::domain::currency::is_sign;

/// Whether an amount begins with the point at a cell.
pub(super) fn is_sure(line: &Line, at: usize, language: &Language) -> bool {
    let comma = language.decimal == Some(',');
    if !line.plain(at).is_some_and(|c| is_point(c) || comma && c == ',') || !opens(line, at) {
        return false;
    }
    let digits = (at + 1..).take(MOST_DIGITS).take_while(|at| is_digit(line, *at)).count();
    let end = at + 1 + digits;
    let sign = end + usize::from(line.plain(end).is_some_and(is_space));
    let is_amount = || {
        line.plain(sign).is_some_and(|c| matches!(c, '%' | '٪' | '％' | '‰') || is_sign(c))
            || line.char_before(at).is_some_and(is_sign)
            || unit_after(line, end, language.code).is_some()
    };
    digits > 0 && !is_digit(line, end) && is_amount()
}

/// What a number is worth besides, if a point stands before it.
pub(super) fn other(line: &Line, start: usize, raw: &str) -> Option<Value> {
    let point = start.checked_sub(1).filter(|at| line.plain(*at).is_some_and(is_point))?;
    let bare = raw.len() <= MOST_DIGITS && raw.bytes().all(|b| b.is_ascii_digit());
    if bare && opens(line, point) { read(&format!("0.{raw}"), '.') } else { None }
}

const MOST_DIGITS: usize = 8;

fn is_digit(line: &Line, at: usize) -> bool {
    line.plain(at).is_some_and(|c| digit(c).is_some())
}

fn is_point(c: char) -> bool {
    matches!(c, '.' | '٫')
}

/// Whether an amount may begin here: nothing, a blank, an opening or a sign stands before it.
fn opens(line: &Line, at: usize) -> bool {
    let before = at.checked_sub(1);
    before.is_none_or(|before| {
        line.char(before).is_some_and(|c| {
            c.is_whitespace()
                || is_sign(c)
                || matches!(
                    c,
                    '(' | '['
                        | '<'
                        | '>'
                        | '='
                        | '≤'
                        | '≥'
                        | '±'
                        | '~'
                        | '≈'
                        | '-'
                        | '−'
                        | '–'
                        | '×'
                        | '（'
                        | '"'
                        | '“'
                )
        })
    })
}
