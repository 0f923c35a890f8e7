//! Numbers that a text names otherwise than by a numeral: zero, what a program gives back, days of the week, the base
//! of a number; and digits that belong to a name and count nothing.

use super::super::line::Line;
use super::compare::Side;
use super::scan::Numeral;
use super::units::is_week;
use super::value::Value;
use std::ops::Range;

/// Whether the other text says a number by its name: zero, and a week for seven days.
pub(super) fn is_named(numeral: &Numeral, other: Side<'_>) -> bool {
    let is = |number: u32| numeral.values.contains(&Value::of(number, 0));
    let begins = |name: &str| runs(other.line).any(|run| begins_with(other.line, &run, name));
    is(0) && ZEROS.split(' ').any(begins)
        || is(7) && numeral.unit.is_some_and(|unit| unit.name == "d") && says_week(other)
}

/// Whether an English source means a number that the target says. The other way round nothing is excused: who reads
/// “failed” does not learn that it were 0.
pub(super) fn is_meant(numeral: &Numeral, source: Side<'_>) -> bool {
    if source.language.code != "en" {
        return false;
    }
    let is = |number: u32| numeral.values.contains(&Value::of(number, 0));
    let begins = |name: &str| runs(source.line).any(|run| begins_with(source.line, &run, name));
    let any = |names: &str| names.split(' ').any(begins);
    NAMES.iter().any(|(number, names)| is(*number) && any(names))
        || (is(0) || is(1)) && any(OUTCOMES) && any(GIVES_BACK)
        // The time of computers begins with a date.
        || numeral.raw.starts_with("1970") && begins("epoch")
}

/// The first words of a text in small letters.
fn words(line: &Line) -> impl Iterator<Item = String> + '_ {
    line.words.iter().take(MAX_WORDS).map(|word| line.text(word).to_lowercase())
}

/// Whether a text says seven days as a week.
fn says_week(side: Side<'_>) -> bool {
    words(side.line).any(|word| is_week(&word) || ["周", "週"].iter().any(|week| word.contains(week)))
}

/// What is so many, by the beginnings of its English names.
const NAMES: &[(u32, &str)] = &[
    (0, "negative positive nonnegative nonzero"),
    (1, "primary"),
    (2, "secondary binar double"),
    (3, "tertiary triple"),
    (4, "quad"),
    (8, "octal"),
    (10, "decimal"),
    (12, "dozen"),
    (16, "hex"),
    (180, "upside"),
];

/// What comes of a program is 0 or 1, where something is given back.
const OUTCOMES: &str = "succe unsuccess fail false true";
const GIVES_BACK: &str = "exit return status";

/// The beginnings of the names of zero in many languages.
const ZEROS: &str = "nul nol zero zéro cero sero sifar sıfır kosong μηδέν μηδεν нул нол אפס صفر शून्य শূন্য શૂન્ય ਸਿਫ਼ਰ \
    ਜ਼ੀਰੋ ଶୂନ பூஜ் சுழிய శూన్య సున్న ಶೂನ್ಯ ಸೊನ್ನೆ പൂജ്യ ශුන්‍ය සුන්‍ය သုည ნულ զրո";

/// The letters of a text in runs, those of code too: “non-zero” has two.
fn runs(line: &Line) -> impl Iterator<Item = Range<usize>> + '_ {
    let letter = |at: usize| line.char(at).is_some_and(char::is_alphabetic);
    let starts = (0..line.len()).filter(move |at| letter(*at) && !at.checked_sub(1).is_some_and(letter));
    starts.map(move |start| start..line.len())
}

fn begins_with(line: &Line, run: &Range<usize>, name: &str) -> bool {
    let mut letters = run.clone().map_while(|at| line.char(at)).flat_map(char::to_lowercase);
    name.chars().all(|c| letters.next() == Some(c))
}

/// Whether a number of the target is none of its own: a section of a manual (`open(2)`), a part of the name of a
/// parameter that is translated (`<name2>`), an escape (`\0`), the place of an argument (`%1$T`), the sign of a base
/// (`0x`), a standard, what stood in the markup of the source, a day of the week.
pub(super) fn is_part_of_name(numeral: &Numeral, own: Side<'_>, source: Side<'_>) -> bool {
    let (line, cells) = (own.line, &numeral.cells);
    let (before, after) = (line.char_before(cells.start), line.char(cells.end));
    let section = cells.len() == 1
        && before == Some('(')
        && after == Some(')')
        && line.words.iter().find(|word| word.end + 1 == cells.start).is_some_and(|name| {
            source.line.words.iter().any(|word| source.line.text(word) == line.text(name))
        });
    let name = line.words.iter().rfind(|word| word.start < cells.start).map(|word| line.text(word));
    let standard = name.is_some_and(|name| STANDARDS.iter().any(|standard| name.starts_with(standard)));
    section
        || standard
        || before == Some('\\')
        || numeral.raw == "0" && after == Some('x')
        || before == Some('%') && after == Some('$')
        || left_markup(numeral, line, source.line)
        || is_weekday(numeral, own, source)
        || is_one_of_each(numeral, own, source)
}

/// What standards are called before their number: a text may name the one that its source only describes.
const STANDARDS: [&str; 7] = ["ASCII", "IEEE", "ISO", "Latin", "POSIX", "RFC", "UTF"];

/// Whether the digits stood in a tag or an entity of the source, or what looks like one, and do so no more.
fn left_markup(numeral: &Numeral, own: &Line, source: &Line) -> bool {
    let count = |line: &Line| {
        let digit = |at: usize| line.char(at).is_some_and(|c| c.is_ascii_digit());
        let starts = line.markup.iter().flat_map(|tag| {
            tag.clone().filter(|at| digit(*at) && !digit(at - 1)).map(|start| start..tag.end)
        });
        let run = |rest: Range<usize>| rest.map_while(|at| line.char(at).filter(char::is_ascii_digit));
        starts.filter(|rest| run(rest.clone()).eq(numeral.raw.chars())).count()
    };
    count(source) > count(own)
}

/// Whether it is the 1 that Japanese has where the source has “per”: 1件あたり.
fn is_one_of_each(numeral: &Numeral, own: Side<'_>, source: Side<'_>) -> bool {
    let one = numeral.values.contains(&Value::of(1, 0));
    one && own.language.code == "ja"
        && ["あたり", "当たり", "ごと", "につき"]
            .iter()
            .any(|each| own.line.text(&(numeral.cells.end..own.line.len())).contains(each))
        && source
            .line
            .words
            .iter()
            .any(|word| matches!(source.line.text(word).as_str(), "per" | "each" | "every"))
}

/// Whether the source has a day of the week, which some languages call by its number: Monday is “Thứ 2”.
fn is_weekday(numeral: &Numeral, own: Side<'_>, source: Side<'_>) -> bool {
    let small =
        numeral.values.iter().any(|value| value.small().is_some_and(|number| (1..=8).contains(&number)));
    let named = |word: &Range<usize>| {
        let text = source.line.text(word).to_lowercase();
        let stem = text.trim_end_matches('s').strip_suffix("day");
        DAYS.iter().any(|day| *day == text || stem == Some(day))
            // Calendars say it by one letter.
            || source.line.words.len() == 1 && text.chars().count() == 1
    };
    // “Thứ 2”, “T2”, “2ª”; a calendar has the number alone.
    let (line, cells) = (own.line, &numeral.cells);
    let before =
        line.words.iter().rfind(|word| word.end <= cells.start).map(|word| line.text(word).to_lowercase());
    let counted = match own.language.code {
        "vi" => before.as_deref() == Some("thứ") || line.char_before(cells.start) == Some('T'),
        _ => matches!(line.char(cells.end), Some('ª' | 'a')),
    };
    small
        && (counted || line.words.len() <= 1)
        && own.language.is_any(&["pt", "vi"])
        && source.line.words.iter().take(MAX_WORDS).any(named)
}

const DAYS: [&str; 10] = ["mon", "tue", "tues", "wed", "wednes", "thu", "thurs", "fri", "sat", "satur"];
/// A list of days is no longer.
const MAX_WORDS: usize = 60;
