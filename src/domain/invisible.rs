//! Characters nobody sees, and where they do something.
//!
//! What is invisible is Unicode's property `Default_Ignorable_Code_Point`, with the anchors of
//! interlinear annotations beside it. Where such a character is at home is a table: the characters, and
//! what must stand beside them (Unicode 17 §23, `StandardizedVariants.txt`, UTS 51).

use icu_properties::CodePointSetData;
use icu_properties::props::{DefaultIgnorableCodePoint, Emoji};

/// Whether a character shows nothing of its own. White space and controls are another matter.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    u32::from(c) >= 0xAD
        && (matches!(c, '\u{FFF9}'..='\u{FFFB}')
            || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c))
}

/// Whether an invisible character does something where it stands. `char_at` gives the characters of the
/// text by place, none where a code stands and beyond the ends. What depends on the language, zero-width
/// spaces and marks of direction, is not known here.
#[must_use]
pub fn is_at_home(at: usize, char_at: impl Fn(usize) -> Option<char>) -> bool {
    let Some(c) = char_at(at) else { return false };
    let before = at.checked_sub(1).and_then(&char_at);
    let after = char_at(at + 1);
    match c {
        '\u{200C}' | '\u{200D}' => {
            // One too many beside another says nothing of the first.
            is_shaped(before)
                || is_shaped(after)
                || matches!(before, Some('\u{200C}' | '\u{200D}'))
                || c == '\u{200D}' && joins_emoji(before, after)
        }
        '\u{FE0E}' | '\u{FE0F}' => has_style(before, after),
        TAG_FIRST..=TAG_END => is_in_flag(at, char_at),
        c => HOMES.iter().any(|home| {
            let beside = |other: Option<char>| other.is_some_and(|other| is_in(home.beside, other));
            is_in(home.characters, c) && (beside(before) || home.either && beside(after))
        }),
    }
}

type Ranges = &'static [(u32, u32)];

fn is_in(ranges: Ranges, c: char) -> bool {
    ranges.iter().any(|(first, last)| (*first..=*last).contains(&u32::from(c)))
}

/// Characters and what they stand behind; with `either` also before.
struct Home {
    characters: Ranges,
    beside: Ranges,
    either: bool,
}

const fn home(characters: Ranges, beside: Ranges, either: bool) -> Home {
    Home { characters, beside, either }
}

const HAN: Ranges =
    &[(0x3005, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF)];

#[rustfmt::skip]
const HOMES: &[Home] = &[
    // The grapheme joiner keeps marks apart.
    home(&[(0x34F, 0x34F)], &[(0x300, 0x36F), (0x483, 0x489), (0x591, 0x5C7), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE20, 0xFE2F)], true),
    // Fillers stand for a missing jamo.
    home(&[(0x115F, 0x1160)], &[(0x1100, 0x11FF), (0xA960, 0xA97F), (0xD7B0, 0xD7FF)], true),
    home(&[(0x3164, 0x3164)], &[(0x3131, 0x318E)], true),
    home(&[(0xFFA0, 0xFFA0)], &[(0xFFA1, 0xFFDC)], true),
    home(&[(0x17B4, 0x17B5)], &[(0x1780, 0x17D3)], false),
    // Forms and the vowel separator of Mongolian.
    home(&[(0x180B, 0x180F)], &[(0x1820, 0x18AA)], true),
    home(&[(0x1BCA0, 0x1BCA3)], &[(0x1BC00, 0x1BC9F)], true),
    home(&[(0x1D173, 0x1D17A)], &[(0x1D100, 0x1D1FF)], true),
    home(&[(0xE0100, 0xE01EF), (0xFE00, 0xFE0D)], HAN, false),
    // A zero with a stroke, Myanmar, signs of mathematics, marks of Chinese, Phags-pa, hieroglyphs.
    home(
        &[(0xFE00, 0xFE0D)],
        &[(0x30, 0x30), (0x1000, 0x109F), (0x2190, 0x23FF), (0x2A00, 0x2AFF), (0x3001, 0x3002), (0xA840, 0xA877), (0xAA60, 0xAA7F),
            (0xFF01, 0xFF1F), (0x10AC0, 0x10AFF), (0x13000, 0x1342F)],
        false,
    ),
];

/// Beyond Hebrew, the scripts in whose letters joiners do nothing, signs, and emoji.
#[rustfmt::skip]
const PLAIN: Ranges = &[
    (0x10A0, 0x11FF), (0x13A0, 0x13FF), (0x1C80, 0x1CBF), (0x1D00, 0x9FFF), (0xA640, 0xA69F), (0xA700, 0xA7FF),
    (0xAB30, 0xABBF), (0xAC00, 0xFB4F), (0xFE00, 0xFE6F), (0xFF00, 0xFFFF), (0x1D000, 0x1DFFF), (0x1F000, 0x3FFFF),
];

/// Whether joiners may change the form of a letter: those of Arabic, Indic and many other scripts.
fn is_shaped(c: Option<char>) -> bool {
    c.is_some_and(|c| u32::from(c) >= 0x600 && !is_in(PLAIN, c) && !is_invisible(c))
}

fn is_emoji(c: char) -> bool {
    !c.is_ascii() && CodePointSetData::new::<Emoji>().contains(c)
}

fn joins_emoji(before: Option<char>, after: Option<char>) -> bool {
    before.is_some_and(|c| c == '\u{FE0F}' || is_emoji(c)) && after.is_some_and(is_emoji)
}

/// Whether the selectors of text and emoji say something of the character before them. Signs without a
/// standard form of that kind are given the benefit of the doubt, letters and marks are not.
fn has_style(before: Option<char>, after: Option<char>) -> bool {
    match before {
        Some('0'..='9' | '#' | '*') => after == Some('\u{20E3}'),
        Some(c) => {
            is_emoji(c)
                || !(c.is_ascii()
                    || c.is_alphanumeric()
                    || c.is_whitespace()
                    || is_mark(c)
                    || is_invisible(c))
        }
        None => false,
    }
}

fn is_mark(c: char) -> bool {
    is_in(
        &[(0x300, 0x36F), (0x483, 0x489), (0x591, 0x5C7), (0x64B, 0x65F), (0x900, 0xDFF), (0xE31, 0xE4E)],
        c,
    )
}

const TAG_FIRST: char = '\u{E0020}';
const TAG_END: char = '\u{E007F}';
const BLACK_FLAG: char = '\u{1F3F4}';
/// The letters and digits of a region, as in the flag of Scotland (`gbsct`).
const FLAG_TAGS: std::ops::RangeInclusive<usize> = 3..=6;

/// Whether a tag character is part of a flag: a black flag, the tags of a region, and their end. Any other
/// run of them is text that nobody is to see.
fn is_in_flag(at: usize, char_at: impl Fn(usize) -> Option<char>) -> bool {
    let longest = FLAG_TAGS.end() + 1;
    let Some(flag) =
        (1..=longest).filter_map(|back| at.checked_sub(back)).find(|at| char_at(*at) == Some(BLACK_FLAG))
    else {
        return false;
    };
    let is_region =
        |c: Option<char>| matches!(c, Some('\u{E0030}'..='\u{E0039}' | '\u{E0061}'..='\u{E007A}'));
    let tags = (flag + 1..).take(longest).take_while(|at| is_region(char_at(*at))).count();
    let end = flag + 1 + tags;
    FLAG_TAGS.contains(&tags) && char_at(end) == Some(TAG_END) && at <= end
}

#[cfg(test)]
mod tests {
    use super::{is_at_home, is_invisible};

    /// Whether each invisible character of a text is at home.
    fn at_home(text: &str) -> Vec<bool> {
        let chars: Vec<char> = text.chars().collect();
        let places = (0..chars.len()).filter(|at| is_invisible(chars[*at]));
        places.map(|at| is_at_home(at, |at| chars.get(at).copied())).collect()
    }

    #[test]
    fn what_nobody_sees_is_told_from_what_shows() {
        for c in "\u{AD}\u{34F}\u{61C}\u{115F}\u{1160}\u{17B4}\u{180B}\u{180E}\u{200B}\u{200D}\u{2060}\u{2061}\u{2064}\
                  \u{3164}\u{FE00}\u{FE0F}\u{FEFF}\u{FFA0}\u{FFF9}\u{FFFB}\u{E0001}\u{E0041}\u{E007F}\u{E0100}\u{E01EF}"
            .chars()
        {
            assert!(is_invisible(c), "{c:?}");
        }
        for c in "a \u{A0}\u{3000}ä字한\u{20E3}\u{301}\u{FFFD}👍".chars() {
            assert!(!is_invisible(c), "{c:?}");
        }
    }

    #[test]
    fn at_home_they_do_something() {
        for text in [
            "می\u{200C}روم",
            "PDF\u{200C}ها",
            "क\u{94D}\u{200D}ष",
            "ක\u{DCA}\u{200D}ර",
            "👩\u{200D}🔧",
            "👩🏽\u{200D}⚕\u{FE0F}",
            "🏳\u{FE0F}\u{200D}🌈",
            "❤\u{FE0F}",
            "☎\u{FE0E}",
            "ℹ\u{FE0F}",
            "✓\u{FE0F}",
            "1\u{FE0F}\u{20E3}",
            "#\u{FE0F}\u{20E3}",
            "葛\u{E0100}",
            "晴\u{FE00}",
            "0\u{FE00}",
            "\u{1100}\u{1160}",
            "\u{1820}\u{180E}\u{1820}",
            "\u{1820}\u{180B}",
            "\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}",
            "a\u{301}\u{34F}\u{302}",
        ] {
            assert!(at_home(text).iter().all(|home| *home), "{text:?} {:?}", at_home(text));
        }
    }

    #[test]
    fn elsewhere_they_do_nothing() {
        for text in [
            "Datei\u{200D} a",
            "Открыть\u{200C} файл",
            "שלום\u{200D} a",
            "Δ\u{200D}",
            "a\u{FE0F}",
            "я\u{FE0E}",
            "字\u{FE0F}",
            "1\u{FE0F}",
            "\u{FE0F}a",
            "❤\u{FE00}",
            "a\u{FE00}",
            "a\u{E0100}",
            "x\u{34F}y",
            "a\u{180E}b",
            "a\u{3164}b",
            "a\u{115F}",
            "a\u{FFA0}b",
            "a\u{2063}b",
            "a\u{2060}b",
            "a\u{FEFF}b",
            "a\u{FFF9}b",
            "a\u{E0001}",
            "a\u{E0069}\u{E0067}\u{E006E}\u{E006F}",
            "\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}",
            "👍\u{E0067}\u{E0062}\u{E007F}",
            "葛\u{E0101}\u{E0102}\u{E0103}",
        ] {
            assert!(at_home(text).iter().any(|home| !home), "{text:?}");
        }
        let smuggled =
            "\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E0069}\u{E0067}\u{E006E}\u{E007F}";
        assert!(at_home(smuggled).iter().all(|home| !home));
    }
}
