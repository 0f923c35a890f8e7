//! A text laid out cell by cell: one cell a character or a token of a code.
//!
//! All checks work on cells, so that positions are counted in one place: a cell knows where it
//! begins in the shown form (`⟦1⟧`, `⟦⟦`), which is what findings point into. It must not know
//! what any check looks for.

use super::kinds::Kinds;
use super::{links, placeholders};
use crate::domain::text::{Code, CodedText, Form, OPEN_MARK, Part, Token};
use std::collections::BTreeSet;
use std::ops::Range;

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item {
    Char(char),
    Token(Token),
}

/// One character or one token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    pub(super) item: Item,
    /// Where it begins in the shown form, in code points.
    shown: u32,
    /// Whether it belongs to something that is no language: a placeholder, a link, protected text.
    pub(super) opaque: bool,
}

/// A text as cells, with what every check asks of it.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) cells: Vec<Cell>,
    shown_len: u32,
    inner: Range<usize>,
    /// The tokens with their cells, sorted: long texts have thousands.
    sorted_tokens: Vec<(Token, usize)>,
    /// Placeholders in the text, in order.
    pub(super) placeholders: Vec<Range<usize>>,
    /// Tags and entities that stand as text, and selectors of ICU messages, in order.
    pub(super) markup: Vec<Range<usize>>,
    /// Addresses and paths in the text, in order.
    pub(super) links: Vec<Range<usize>>,
    /// Words outside opaque cells, in order.
    pub(super) words: Vec<Range<usize>>,
    /// Whether the text is an ICU message with arms, or plural forms parted by bars, whose wording
    /// and number differ by language.
    pub(super) has_arms: bool,
    kinds: Kinds,
}

impl Line {
    /// Lays a text out.
    pub(super) fn new(text: &CodedText, codes: &[Code]) -> Self {
        let mut line = Self {
            cells: Vec::with_capacity(text.texts().map(str::len).sum::<usize>() + text.parts().len()),
            shown_len: 0,
            inner: 0..0,
            sorted_tokens: Vec::new(),
            placeholders: Vec::new(),
            markup: Vec::new(),
            links: Vec::new(),
            words: Vec::new(),
            has_arms: false,
            kinds: Kinds::default(),
        };
        for part in text.parts() {
            match part {
                Part::Token(token) => line.push_token(*token),
                Part::Text(text) => line.push_text(text),
            }
        }
        line.sorted_tokens.sort_unstable();
        line.hide_protected(codes);
        line.find_inner();
        line.find_words();
        line
    }

    /// Takes `%25` for a percentage and not for an argument of Qt, unless `other`, the text of the other
    /// language, has such arguments. For languages that put the sign first.
    pub(super) fn read_percentages(&mut self, other: &Self) {
        let is_argument = |line: &Self, range: &Range<usize>| {
            let text = line.text(range);
            text.strip_prefix('%').is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
        };
        if other.placeholders.iter().any(|range| is_argument(other, range)) {
            return;
        }
        let (percentages, placeholders): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.placeholders).into_iter().partition(|range| is_argument(self, range));
        self.placeholders = placeholders;
        for range in &percentages {
            self.cells[range.clone()].iter_mut().for_each(|cell| cell.opaque = false);
        }
        if !percentages.is_empty() {
            self.words.clear();
            self.find_words();
        }
    }

    /// Adds placeholders that are told only beside the other text.
    pub(super) fn add_placeholders(&mut self, found: impl Iterator<Item = Range<usize>>) {
        let known = self.placeholders.len();
        for cells in found {
            self.cells[cells.clone()].iter_mut().for_each(|cell| cell.opaque = true);
            self.placeholders.push(cells);
        }
        if self.placeholders.len() > known {
            self.placeholders.sort_unstable_by_key(|cells| cells.start);
            self.words.clear();
            self.find_words();
        }
    }

    /// The number of cells.
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    /// The character at a cell; `None` for a token and beyond the end.
    pub(super) fn char(&self, at: usize) -> Option<char> {
        match self.cells.get(at)?.item {
            Item::Char(c) => Some(c),
            Item::Token(_) => None,
        }
    }

    /// The character before a cell; `None` for a token and at the beginning.
    pub(super) fn char_before(&self, at: usize) -> Option<char> {
        at.checked_sub(1).and_then(|before| self.char(before))
    }

    /// The character at a cell if it is language.
    pub(super) fn plain(&self, at: usize) -> Option<char> {
        let cell = self.cells.get(at)?;
        match cell.item {
            Item::Char(c) if !cell.opaque => Some(c),
            Item::Char(_) | Item::Token(_) => None,
        }
    }

    /// The token at a cell.
    pub(super) fn token(&self, at: usize) -> Option<Token> {
        match self.cells.get(at)?.item {
            Item::Token(token) => Some(token),
            Item::Char(_) => None,
        }
    }

    /// The tokens with their cells.
    pub(super) fn tokens(&self) -> impl Iterator<Item = (usize, Token)> + '_ {
        (0..self.len()).filter_map(|at| self.token(at).map(|token| (at, token)))
    }

    /// The first cell a token stands in.
    pub(super) fn find(&self, token: Token) -> Option<usize> {
        let at = self.sorted_tokens.partition_point(|(other, _)| *other < token);
        self.sorted_tokens.get(at).filter(|(other, _)| *other == token).map(|(_, cell)| *cell)
    }

    /// The tokens of one code with their cells, in order.
    pub(super) fn tokens_of(&self, number: u32) -> Vec<(usize, Token)> {
        let start = self.sorted_tokens.partition_point(|(token, _)| token.number < number);
        let of_code = self.sorted_tokens[start..].iter().take_while(|(token, _)| token.number == number);
        let mut tokens: Vec<(usize, Token)> = of_code.map(|(token, at)| (*at, *token)).collect();
        tokens.sort_unstable();
        tokens
    }

    /// The characters that are language, with their cells.
    pub(super) fn plain_chars(&self) -> impl Iterator<Item = (usize, char)> + '_ {
        (0..self.len()).filter_map(|at| self.plain(at).map(|c| (at, c)))
    }

    /// A range of cells as a span of the shown form.
    pub(super) fn span(&self, cells: &Range<usize>) -> (u32, u32) {
        (self.shown(cells.start), self.shown(cells.end))
    }

    /// The characters of a range of cells, tokens left out.
    pub(super) fn text(&self, cells: &Range<usize>) -> String {
        cells.clone().filter_map(|at| self.char(at)).collect()
    }

    /// Whether any character of the text is of one of these kinds.
    pub(super) fn has(&self, kinds: Kinds) -> bool {
        self.kinds.has(kinds)
    }

    /// Whether a character stands anywhere in the text.
    pub(super) fn has_char(&self, c: char) -> bool {
        self.cells.iter().any(|cell| cell.item == Item::Char(c))
    }

    /// Whether any character that is language is a letter.
    pub(super) fn has_letters(&self) -> bool {
        self.plain_chars().any(|(_, c)| c.is_alphabetic())
    }

    /// Whether the text is a list of phrases, one a line, each with the same placeholder: languages have more or
    /// fewer of them.
    pub(super) fn is_list_of_phrases(&self) -> bool {
        let breaks = self.inner().filter(|at| self.char(*at) == Some('\n')).count();
        let name = |cells: &Range<usize>| cells.clone().map(|at| self.char(at));
        breaks > 1
            && self.placeholders.len() == breaks + 1
            && self.placeholders.windows(2).all(|pair| name(&pair[0]).eq(name(&pair[1])))
    }

    /// The cells of the text without whitespace at both ends.
    pub(super) fn inner(&self) -> Range<usize> {
        self.inner.clone()
    }

    fn find_inner(&mut self) {
        let blank = |at: &usize| self.char(*at).is_some_and(char::is_whitespace);
        let start = (0..self.len()).take_while(blank).count();
        let end = self.len() - (start..self.len()).rev().take_while(blank).count();
        self.inner = start..end;
    }

    fn shown(&self, at: usize) -> u32 {
        self.cells.get(at).map_or(self.shown_len, |cell| cell.shown)
    }

    fn push_token(&mut self, token: Token) {
        self.sorted_tokens.push((token, self.cells.len()));
        self.cells.push(Cell { item: Item::Token(token), shown: self.shown_len, opaque: false });
        let slash = u32::from(token.form == Form::Close);
        self.shown_len += 3 + slash + token.number.checked_ilog10().unwrap_or(0);
    }

    fn push_text(&mut self, text: &str) {
        let first = self.cells.len();
        let mut before = None;
        for c in text.chars() {
            self.kinds.add(c, before);
            before = Some(c);
            self.cells.push(Cell { item: Item::Char(c), shown: self.shown_len, opaque: false });
            self.shown_len += if c == OPEN_MARK { 2 } else { 1 };
        }
        // Most texts hold none of the characters that every placeholder and link needs.
        let has = |sign: fn(u8) -> bool| text.bytes().any(sign);
        if has(|b| matches!(b, b'%' | b'{' | b'$' | b'<' | b'&')) {
            let found = placeholders::scan(text);
            self.has_arms |= found.has_arms;
            let placeholders = self.hide(first, text, &found.placeholders);
            self.placeholders.extend(placeholders);
            self.has_arms |= !self.placeholders.is_empty() && has_bars(text);
            let markup = self.hide(first, text, &found.markup);
            self.markup.extend(markup);
        }
        if has(|b| matches!(b, b'@' | b'/' | b'\\' | b'.' | b'-' | b'(')) {
            let links = self.hide(first, text, &links::spans(text));
            self.links.extend(links);
        }
    }

    /// Marks byte ranges of the text that begins at cell `first` as opaque; gives them as cells.
    /// Ranges are in order.
    fn hide(&mut self, first: usize, text: &str, spans: &[Range<usize>]) -> Vec<Range<usize>> {
        let (mut byte, mut cell) = (0, first);
        let mut forward = |to: usize| {
            cell += text[byte..to].chars().count();
            byte = to;
            cell
        };
        let ranges: Vec<_> = spans.iter().map(|span| forward(span.start)..forward(span.end)).collect();
        for range in &ranges {
            self.cells[range.clone()].iter_mut().for_each(|cell| cell.opaque = true);
        }
        ranges
    }

    fn hide_protected(&mut self, codes: &[Code]) {
        let protecting: BTreeSet<u32> =
            codes.iter().filter(|code| code.protects).map(|code| code.number).collect();
        if protecting.is_empty() {
            return;
        }
        let mut inside: BTreeSet<u32> = BTreeSet::new();
        for cell in &mut self.cells {
            match cell.item {
                Item::Token(Token { number, form: Form::Open }) if protecting.contains(&number) => {
                    inside.insert(number);
                }
                Item::Token(Token { number, form: Form::Close }) => {
                    inside.remove(&number);
                }
                Item::Token(_) => {}
                Item::Char(_) => cell.opaque |= !inside.is_empty(),
            }
        }
    }

    fn find_words(&mut self) {
        let mut at = 0;
        while at < self.len() {
            if !self.plain(at).is_some_and(is_word) {
                at += 1;
                continue;
            }
            let start = at;
            at += 1;
            while at < self.len() {
                let joined = self.plain(at).is_some_and(is_joint) && self.plain(at + 1).is_some_and(is_word);
                if !joined && !self.plain(at).is_some_and(is_word) {
                    break;
                }
                at += 1;
            }
            self.words.push(start..at);
        }
    }
}

/// Whether a bar parts two forms (`one file.|%d files.`); between blanks it is a sign of the text.
fn has_bars(text: &str) -> bool {
    text.match_indices('|').any(|(at, bar)| {
        let blank = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || c == '|');
        !blank(text[..at].chars().next_back()) && !blank(text[at + bar.len()..].chars().next())
    })
}

/// Whether a character is part of a word: letters, digits and the marks that sit on them.
pub(super) fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    c.is_alphanumeric()
        || matches!(u32::from(c),
            0x0300..=0x036F | 0x0483..=0x0487 | 0x0591..=0x05BD | 0x05BF | 0x05C1..=0x05C7
            | 0x0610..=0x061A | 0x064B..=0x065F | 0x06D6..=0x06ED | 0x093C | 0x094D | 0x09BC | 0x09CD | 0x0A3C
            | 0x0A4D | 0x0ABC | 0x0ACD | 0x0B3C | 0x0B4D | 0x0BCD | 0x0C4D | 0x0CBC | 0x0CCD | 0x0D4D | 0x0E31..=0x0E3A | 0x0E47..=0x0E4E
            | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0x200C | 0x200D | 0xFE00..=0xFE0F)
}

/// Whether a character joins two halves of one word when it stands between letters.
fn is_joint(c: char) -> bool {
    matches!(c, '\'' | '’' | '-' | '\u{2011}' | '_' | '\u{AD}' | '·' | '״' | '׳')
}

/// Whether a character is a space within a line.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{A0}' | '\u{202F}' | '\u{2009}')
}
