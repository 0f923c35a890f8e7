//! Words that are code: how a command is used, names of functions and keys, lists of values. They stay as they
//! are in every language, so a copy of one says nothing.

use super::line::Line;
use super::view::View;
use std::ops::Range;

/// Whether a text shows how a command is used: `git stash [--index] [<stash>]`, `shift [n]`.
pub(super) fn is_usage(line: &Line) -> bool {
    let optional = |at: usize| {
        let inside = line.char(at + 1);
        let begins = |c: char| matches!(c, '-' | '<' | '=') || c.is_alphabetic() && line.words.len() <= SHORT;
        line.char(at) == Some('[')
            && inside.is_some_and(begins)
            && line.char_before(at).is_some_and(char::is_whitespace)
    };
    let ellipsis = |at: usize| {
        line.char(at) == Some('.') && line.char(at + 1) == Some('.') && line.char(at + 3) == Some(']')
    };
    let inner = line.inner();
    let full =
        || (inner.start..inner.end).any(|at| line.char(at) == Some('.') && line.char(at + 1) == Some(' '));
    let blank = inner.clone().any(|at| line.char(at).is_some_and(char::is_whitespace));
    let keyed = |at: usize| !blank && line.char(at).is_some_and(|c| ":=|()[]{}".contains(c));
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let either =
        |at: usize| line.char(at) == Some('|') && letter(line.char_before(at)) && letter(line.char(at + 1));
    let code = |at: usize| optional(at) || ellipsis(at) || keyed(at) && at + 1 < inner.end || either(at);
    inner.clone().any(code) && !full()
}

/// So few words are a command and what it takes.
const SHORT: usize = 5;

/// Whether a word of the target, which stands at a place of the source, is code there or here.
pub(super) fn is_code(view: &View<'_>, run: &Range<usize>, place: usize) -> bool {
    let (source, target) = (&view.source, &view.target);
    let word = &source.words[place];
    // English has a blank before a bracket, but for “file(s)”.
    let bracket = source.char(word.end) == Some('(') && source.char(word.end + 1) != Some('s');
    bracket
        || is_signed(source, word)
        || is_signed(target, run)
        || is_head(source, word)
        || is_value(view, run, place)
}

/// Whether signs of code touch a word: `open()`, `:finally`, `.text`, `$value`, `size = 5`.
fn is_signed(line: &Line, word: &Range<usize>) -> bool {
    let called = line.char(word.end) == Some('(') && line.char(word.end + 1) == Some(')');
    let before = word.start.checked_sub(1).and_then(|at| line.char(at));
    let keyed = before == Some(':') && !line.char_before(word.start - 1).is_some_and(char::is_alphanumeric);
    let set = line.char(word.end) == Some('=')
        || line.char(word.end) == Some(' ') && line.char(word.end + 1) == Some('=');
    // `transfer.url`, `until COMMANDS`, `touch: …`
    let dotted =
        line.char(word.end) == Some('.') && line.char(word.end + 1).is_some_and(char::is_alphanumeric);
    let upper = |at: usize| line.char(at).is_some_and(|c| c.is_ascii_uppercase());
    let asks = line.char(word.end) == Some(' ') && (word.end + 1..word.end + 6).all(upper);
    called
        || keyed
        || set
        || dotted
        || asks
        || before.is_some_and(|c| matches!(c, '$' | '\\' | '@' | '#' | '_' | '.'))
}

/// Whether a word heads a line that says what it means, parted by a gap: `demand     start when it is needed`.
fn is_head(line: &Line, word: &Range<usize>) -> bool {
    let blank = |at: usize| matches!(line.char(at), Some(' ' | '\t'));
    let start = (0..word.start).rev().find(|at| !blank(*at));
    let begins = start.is_none_or(|at| line.char(at) == Some('\n'));
    let gap = |at: usize| line.char(at) == Some('\t') || blank(at) && blank(at + 1);
    let ends = matches!(line.char(word.end), Some('\n' | ':'));
    begins && (ends || (word.end..word.end + GAP).any(gap))
}

/// A gap stands this near to the word it belongs to.
const GAP: usize = 14;

/// Whether a word is one of several values that were copied as a list: “none, simple or default”.
fn is_value(view: &View<'_>, run: &Range<usize>, place: usize) -> bool {
    let (source, target) = (&view.source, &view.target);
    let Some(at) = target.words.iter().position(|word| word.start <= run.start && run.end <= word.end) else {
        return false;
    };
    let same = |other: Option<usize>, there: Option<usize>| {
        let words = other.and_then(|at| target.words.get(at)).zip(there.and_then(|at| source.words.get(at)));
        words.is_some_and(|(a, b)| a.len() > 1 && target.text(a) == source.text(b))
    };
    let parted =
        |from: usize, to: usize| (from..to).any(|at| target.char(at).is_some_and(|c| ",、，;|/".contains(c)));
    let next = target.words.get(at + 1).is_some_and(|next| parted(run.end, next.start));
    let before =
        at.checked_sub(1).and_then(|at| target.words.get(at)).is_some_and(|last| parted(last.end, run.start));
    next && same(Some(at + 1), Some(place + 1)) || before && same(at.checked_sub(1), place.checked_sub(1))
}

#[cfg(test)]
mod tests {
    use super::is_usage;
    use crate::check::line::Line;
    use crate::domain::text::CodedText;

    #[test]
    fn usage_of_a_command_is_told_from_sentences() {
        let check = |text: &str, expected: bool| {
            assert_eq!(is_usage(&Line::new(&CodedText::plain(text), &[])), expected, "{text}");
        };
        check("git stash apply [--index] [-q | --quiet] [<stash>]", true);
        check("shift [n]", true);
        check("command [-pVv] command [arg ...]", true);
        check("Press [Enter] to go on. Then wait.", false);
        check("Save the file [draft] before you close the window", false);
        check("Save all files", false);
    }
}
