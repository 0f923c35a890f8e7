//! What kinds of characters a text has: a check that looks for others need not look.

/// A set of kinds. A kind that is not in it does not occur; one that is may, or may be opaque.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Kinds(u16);

impl Kinds {
    pub(super) const DIGIT: Self = Self(1);
    /// Hyphens, dashes, minus signs, tildes.
    pub(super) const DASH: Self = Self(1 << 1);
    /// Signs of currencies, trademarks, percent, and the like.
    pub(super) const SYMBOL: Self = Self(1 << 2);
    /// What HTML, Markdown and BBCode begin with.
    pub(super) const MARKUP: Self = Self(1 << 3);
    pub(super) const QUOTE: Self = Self(1 << 4);
    pub(super) const BRACKET: Self = Self(1 << 5);
    /// Marks that end sentences and their parts.
    pub(super) const MARK: Self = Self(1 << 6);
    /// Line breaks, tabs and the backslash of their escapes.
    pub(super) const BREAK: Self = Self(1 << 7);
    pub(super) const CONTROL: Self = Self(1 << 8);
    /// Any character beyond ASCII.
    pub(super) const OTHER: Self = Self(1 << 9);
    /// Two spaces or two equal marks next to each other.
    pub(super) const TWICE: Self = Self(1 << 10);
    pub(super) const UPPER: Self = Self(1 << 11);
    /// What only Markdown takes for markup.
    pub(super) const MARKED: Self = Self(1 << 12);

    /// Both sets in one.
    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether any kind of `other` is in it.
    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Takes the next character.
    pub(super) fn add(&mut self, c: char, before: Option<char>) {
        let kind = if c.is_ascii() { ASCII[c as usize] } else { beyond_ascii(c) };
        let twice = before == Some(c) && kind & Self::MARK.0 != 0
            || kind & SPACE != 0
                && before.is_some_and(|c| matches!(c, ' ' | '\u{A0}' | '\u{202F}' | '\u{2009}'));
        self.0 |= kind | if twice { Self::TWICE.0 } else { 0 };
    }
}

const SPACE: u16 = 1 << 15;
const PUNCTUATION: u16 =
    Kinds::DASH.0 | Kinds::SYMBOL.0 | Kinds::QUOTE.0 | Kinds::BRACKET.0 | Kinds::MARK.0 | Kinds::OTHER.0;

static ASCII: [u16; 128] = {
    let mut table = [0; 128];
    let mut at = 0;
    while at < 128 {
        table[at] = match at as u8 {
            b'\n' | b'\r' | b'\t' => Kinds::BREAK.0,
            b' ' => SPACE,
            b'\\' => Kinds::BREAK.0,
            0..b' ' | 0x7F => Kinds::CONTROL.0,
            b'0'..=b'9' => Kinds::DIGIT.0,
            b'A'..=b'Z' => Kinds::UPPER.0,
            b'-' => Kinds::DASH.0,
            b'~' => Kinds::DASH.0 | Kinds::MARKED.0,
            b'_' => Kinds::MARKED.0,
            b'#' => Kinds::SYMBOL.0 | Kinds::MARKED.0,
            b'$' | b'%' | b'@' | b'=' | b'&' => Kinds::SYMBOL.0,
            b'*' | b'`' | b'<' => Kinds::MARKUP.0 | Kinds::SYMBOL.0,
            b'"' | b'\'' => Kinds::QUOTE.0,
            b'[' | b']' => Kinds::BRACKET.0 | Kinds::MARKUP.0,
            b'(' | b')' | b'{' | b'}' => Kinds::BRACKET.0,
            b'.' | b',' | b';' | b':' | b'!' | b'?' => Kinds::MARK.0,
            _ => 0,
        };
        at += 1;
    }
    table
};

fn beyond_ascii(c: char) -> u16 {
    Kinds::OTHER.0
        | match u32::from(c) {
            0xA0 | 0x2009 | 0x202F => SPACE,
            // Fractions.
            0xBC..=0xBE | 0x2150..=0x215E => PUNCTUATION | Kinds::DIGIT.0,
            // Signs and punctuation of any kind; looking once too often harms nobody.
            0x80..=0xBF
            | 0xD7
            | 0xF7
            | 0x37E
            | 0x387
            | 0x55A..=0x55F
            | 0x589..=0x58A
            | 0x5BE
            | 0x5F3..=0x5F4
            | 0x600..=0x61F
            | 0x66A..=0x66D
            | 0x6D4
            | 0x964..=0x965
            | 0x104A..=0x104F
            | 0x1361..=0x1368
            | 0x17D4..=0x17DA
            | 0x2000..=0x2BFF
            | 0x3000..=0x3020
            | 0x3030
            | 0x30FB
            | 0x5143
            | 0x5186
            | 0xFE30..=0xFE6F
            | 0xFF01..=0xFF0F
            | 0xFF1A..=0xFF20
            | 0xFF3B..=0xFF40
            | 0xFF5B..=0xFFFF => PUNCTUATION,
            _ if c.is_numeric() => Kinds::DIGIT.0,
            _ if c.is_uppercase() => Kinds::UPPER.0,
            _ => 0,
        }
}

#[cfg(test)]
mod tests {
    use super::Kinds;

    #[test]
    fn kinds_are_those_of_the_characters() {
        let kinds = |text: &str| {
            let mut kinds = Kinds::default();
            let mut before = None;
            for c in text.chars() {
                kinds.add(c, before);
                before = Some(c);
            }
            kinds
        };
        let check =
            |text: &str, kind: Kinds, expected: bool| assert_eq!(kinds(text).has(kind), expected, "{text:?}");
        check("Save all files", Kinds::OTHER, false);
        check("Save all files", Kinds::UPPER, true);
        check("save  all", Kinds::TWICE, true);
        check("wait..", Kinds::TWICE, true);
        check("wait., ", Kinds::TWICE, false);
        check("«a»", Kinds::QUOTE, true);
        check("保存。", Kinds::MARK, true);
        check("٣", Kinds::DIGIT, true);
        check("a – b", Kinds::DASH, true);
        check("5 €", Kinds::SYMBOL, true);
        check("a\u{1}", Kinds::CONTROL, true);
        check("a\nb", Kinds::BREAK, true);
        check("größe", Kinds::QUOTE, false);
    }
}
