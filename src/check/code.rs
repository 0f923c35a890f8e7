//! Words that are code: how a command is used, names of functions and keys, lists of values. They stay as they
//! are in every language, so a copy of one says nothing.

use super::line::Line;
use super::locale::{Languages, is_english};
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

/// Whether a text is the place where the names of the translators go: “translator-credits”.
pub(super) fn is_credits(line: &Line) -> bool {
    let text = line.text(&line.inner()).to_lowercase().replace(['-', '_'], " ");
    matches!(text.as_str(), "translator credits" | "translators credits")
        || text.starts_with("credits to the translators")
}

/// Whether a text is a key or a setting, which stands for a text or for what a language needs: `menu.file.open`,
/// `calendar:week_start:0`.
pub(super) fn is_key(line: &Line) -> bool {
    let text = line.text(&line.inner());
    let parts: Vec<&str> = text.split(['.', ':', '_']).filter(|part| !part.is_empty()).collect();
    let named = |part: &&&str| part.starts_with(|c: char| c.is_ascii_lowercase());
    parts.len() > 2
        && parts.iter().take(2).filter(named).count() == 2
        && !text.contains(|c: char| c.is_whitespace() || c.is_uppercase())
}

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
        || is_head(target, run) && heads_any(source, &source.text(word))
        || is_value(view, run, place)
        || is_argument(view, run, place)
}

/// Whether signs of code touch a word: `open()`, `:finally`, `.text`, `$value`, `size = 5`.
fn is_signed(line: &Line, word: &Range<usize>) -> bool {
    let called = line.char(word.end) == Some('(') && line.char(word.end + 1) == Some(')');
    // `for ((`
    let loops = (1..3).all(|at| line.char(word.end + at) == Some('('));
    let before = word.start.checked_sub(1).and_then(|at| line.char(at));
    // A blank stands behind a colon of the language.
    let keyed =
        before == Some(':') || line.char(word.end) == Some(':') && line.char(word.end + 1) == Some(':');
    let set = line.char(word.end) == Some('=')
        || line.char(word.end) == Some(' ') && line.char(word.end + 1) == Some('=');
    // `transfer.url`, `until COMMANDS`, `touch: …`
    let dotted =
        line.char(word.end) == Some('.') && line.char(word.end + 1).is_some_and(char::is_alphanumeric);
    let upper = |at: usize| line.char(at).is_some_and(|c| c.is_ascii_uppercase());
    let asks = line.char(word.end) == Some(' ') && (word.end + 1..word.end + 6).all(upper);
    called
        || loops
        || keyed
        || set
        || dotted
        || asks
        || before.is_some_and(|c| matches!(c, '$' | '\\' | '@' | '#' | '_' | '.'))
}

/// Whether a word heads a line that says what it means, parted by a gap or a dash, or an item of such a list:
/// `demand     start when it is needed`, `- none: no cursor`.
fn is_head(line: &Line, word: &Range<usize>) -> bool {
    let blank = |at: usize| matches!(line.char(at), Some(' ' | '\t'));
    let start = (0..word.start).rev().find(|at| !blank(*at));
    let sign = start.and_then(|at| line.char(at));
    let free = |at: usize| at == 0 || line.char_before(at).is_some_and(char::is_whitespace);
    let bullet =
        matches!(sign, Some('*' | '-' | '•' | '–')) && blank(word.start - 1) && start.is_some_and(free);
    let begins = bullet || sign.is_none_or(|c| c == '\n');
    let gap = |at: usize| {
        let dash = matches!(line.char(at + 1), Some('-' | '–' | '—'));
        line.char(at) == Some('\t') || blank(at) && (blank(at + 1) || dash && blank(at + 2))
    };
    let ends = matches!(line.char(word.end), Some('\n' | ':' | '：'));
    begins && (ends || (word.end..word.end + GAP).any(gap))
}

/// Whether a word heads any line; where it stands first it may be one of the text.
fn heads_any(line: &Line, word: &str) -> bool {
    line.words.iter().take(MOST_HEADS).any(|other| line.text(other) == word && is_head(line, other))
}

/// A table has no more words; a text of many is not looked through for each of them.
const MOST_HEADS: usize = 500;

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
    // Of a list of words that are all English it is not known that they are values.
    let program = |at: Option<usize>| {
        let word = at.and_then(|at| target.words.get(at)).map(|word| target.text(word).to_lowercase());
        word.is_some_and(|word| !word.split('-').any(is_english))
    };
    let parted =
        |from: usize, to: usize| (from..to).any(|at| target.char(at).is_some_and(|c| ",、，;|/".contains(c)));
    let next = target.words.get(at + 1).is_some_and(|next| parted(run.end, next.start));
    let before =
        at.checked_sub(1).and_then(|at| target.words.get(at)).is_some_and(|last| parted(last.end, run.start));
    if next && same(Some(at + 1), Some(place + 1)) || before && same(at.checked_sub(1), place.checked_sub(1))
    {
        return true;
    }
    // The last two of a list have a word between them: “none, simple or default”.
    let joins = |place: Option<usize>| {
        let word = place.and_then(|at| source.words.get(at));
        word.is_some_and(|word| matches!(source.text(word).as_str(), "and" | "or"))
    };
    let listed = |at: usize| parted(target.words[at].start.saturating_sub(2), target.words[at].start);
    let last = joins(place.checked_sub(1)).then(|| place.checked_sub(2)).flatten();
    let gap = usize::from(!before);
    let other = at.checked_sub(1 + gap);
    other.is_some_and(|other| same(Some(other), last) && program(Some(other)) && (before || listed(other)))
        || next && joins(Some(place + 1)) && program(Some(at + 1)) && same(Some(at + 1), Some(place + 2))
}

/// Whether a word is what an option takes (`-X none`), or belongs to a command that was copied with its name, which
/// is no word of English: `demo show %s: bad file`, “using demo add”.
fn is_argument(view: &View<'_>, run: &Range<usize>, place: usize) -> bool {
    let (source, target) = (&view.source, &view.target);
    let ascii = |at: &usize| target.char(*at).is_some_and(|c| c.is_ascii_alphanumeric() || c == '-');
    let Some(end) = run.start.checked_sub(1).filter(|at| target.char(*at) == Some(' ')) else { return false };
    let before = (0..end).rev().take_while(ascii).last().unwrap_or(end)..end;
    let word = &source.words[place];
    let Some(start) = word.start.checked_sub(1 + before.len()) else { return false };
    let name = target.text(&before);
    if source.text(&(start..word.start)) != format!("{name} ") {
        return false;
    }
    let option = before.len() == 2 && name.starts_with('-');
    let last =
        source.words.iter().rfind(|word| word.end <= start).map(|word| source.text(word).to_lowercase());
    let called = last.is_none_or(|last| CALLING.contains(&last.as_str()));
    let program = view.source_language.code == "en" && called && !is_english(&name);
    let grammar = Languages::that_use(&target.text(run)).meets(Languages::of(view.source_language.code));
    option && !grammar || program && name.len() > 1 && name.bytes().all(|b| b.is_ascii_lowercase())
}

/// What stands before the name of a command.
const CALLING: [&str; 7] = ["by", "run", "running", "use", "using", "via", "with"];

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
