//! Marks of Markdown and BBCode around words of the target, where the source has no such mark at all.
//!
//! A pair that frames words is markup; a footnote's asterisk, a line to write on, an apostrophe that is
//! typed as a backquote are not. What has its like in the source is counted elsewhere.

use super::super::Id;
use super::super::kinds::Kinds;
use super::super::view::{Report, View};
use super::{closed_in_brackets, quotes};
use crate::domain::segment::Severity;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// The characters that all of them begin with.
pub(super) const SIGNS: Kinds = Kinds::MARKUP.or(Kinds::MARKED);

/// Marks that frame words: what each is called, what opens and closes it, and the shortest text in it.
const FRAMES: [(&str, &str, usize); 4] = [
    ("bold marks (**)", "**", 1),
    ("bold marks (__)", "__", 1),
    ("strikethrough marks (~~)", "~~", 1),
    // Two backquotes around one or two letters are apostrophes: rock `n` roll.
    ("code marks (`)", "`", 3),
];

/// Marks that the target adds (`markup-syntax`).
pub(super) fn added(view: &View<'_>, (source, target): (&str, &str), report: &mut Report) {
    let mut add = |message: String, place: Option<Range<usize>>| {
        let cell = |bytes: usize| target[..bytes].chars().count();
        // Tokens take cells and are not in the text: without any, characters are cells.
        let is_plain = view.target.tokens().next().is_none();
        let cells = place.filter(|_| is_plain).map(|place| cell(place.start)..cell(place.end));
        let span = cells.map(|cells| view.target.span(&cells));
        report.add(Id::MarkupSyntax, Severity::Major, message, span);
    };
    for (name, mark, least) in FRAMES {
        if source.contains(mark) || mark == "`" && stands_for_quotes(source, target) {
            continue;
        }
        if let Some(place) =
            framed(target, mark, least).filter(|place| !(is_shouted(source) && place.start == 0))
        {
            add(format!("{name}: some in the target, none in the source"), Some(place));
        }
    }
    if HEADING.is_match(target) && !source.trim_start().starts_with('#') && !COUNTING.is_match(source) {
        add("the mark of a heading (#) is not in the source".to_owned(), None);
    }
    if !source.contains("](")
        && let Some(link) = LINK.find(target)
    {
        add("the marks of a link ([…](…)) are not in the source".to_owned(), Some(link.range()));
    }
    for name in closed_in_brackets(target) {
        let end = format!("[/{name}]");
        if !source.contains(&format!("[{name}")) && !source.contains(&end) {
            let place = target.find(&format!("[{name}")).map(|at| at..at + name.len() + 2);
            add(format!("[{name}]…{end} is not in the source"), place);
        }
    }
}

/// The first text between two such marks, with them: no blanks inside next to them, letters in it, and
/// no word that goes on at both sides.
fn framed(text: &str, mark: &str, least: usize) -> Option<Range<usize>> {
    let sign = mark.chars().next()?;
    let is_alone = |at: usize| !text[..at].ends_with(sign) && !text[at + mark.len()..].starts_with(sign);
    let marks: Vec<usize> =
        text.match_indices(mark).map(|(at, _)| at).filter(|at| is_alone(*at)).take(MOST_MARKS).collect();
    marks.windows(2).find_map(|pair| {
        let (open, close) = (pair[0], pair[1]);
        let inner = text.get(open + mark.len()..close)?;
        let edges = (inner.chars().next()?, inner.chars().next_back()?);
        let before = text[..open].chars().next_back();
        let after = text[close + mark.len()..].chars().next();
        // Words of scripts without blanks touch the marks.
        let touches = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && u32::from(c) < 0x0E00);
        let is_bare = edges.0.is_whitespace() || edges.1.is_whitespace() || inner.contains('\n');
        let is_worded = inner.chars().count() >= least && inner.chars().any(char::is_alphabetic);
        let goes_on = touches(before) || touches(after) && (mark.len() == 1 || mark == "__");
        // `one' and `another' of GNU.
        let is_other = match mark {
            "`" => inner.contains('\''),
            "__" => DUNDERS.contains(&inner),
            _ => false,
        };
        let is_framed = is_worded && !(is_bare || goes_on || is_other);
        is_framed.then_some(open..close + mark.len())
    })
}

const MOST_MARKS: usize = 100;

/// Whether words of a text are emphasised by single asterisks. People do so too, which is why no check says
/// so; what is asked of an edit may be stricter.
pub fn is_emphasised(text: &str) -> bool {
    text.contains('*') && framed(text, "*", 2).is_some()
}

/// Whether a text begins with a word in capitals, for which scripts without them put marks: “WARNING: …”.
fn is_shouted(text: &str) -> bool {
    let text = text.trim_start_matches(['(', '[', ' ', '\n']);
    let word = text.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    word.chars().count() >= 4 && word.chars().all(char::is_uppercase)
}

/// Names of Python that a text may speak of.
#[rustfmt::skip]
const DUNDERS: [&str; 20] = [
    "init", "name", "main", "file", "str", "repr", "call", "all", "dict", "class", "doc", "new", "del", "len", "iter", "next",
    "enter", "exit", "version", "future",
];

/// Whether backquotes are the quotes of this translation: some of the source's are wanting, single ones too.
fn stands_for_quotes(source: &str, target: &str) -> bool {
    let all = |text: &str| quotes(text) + text.matches(['\'', '’', '‘']).count();
    all(source) >= 2 && all(target) < all(source)
}

static HEADING: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*#{1,6} +[\p{L}--\p{Ll}]"));

/// What `#` stands for at the beginning of a text that is no heading: “Number of files”.
static COUNTING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)#|№|\b(?:num|no\b|nº|n°|nr\b|count|amount|total|how many|anz|nomb|nún?m|núm|quant|ilość|liczba|počet|antal|aantal|číslo|кол|числ|номер)|数|數|番号|编号|件|수|번호|עדד|عدد|رقم|sayı|numara|jumlah|nomor|số|จำนวน|संख्या",
    )
});

/// A link whose address looks like one.
static LINK: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\[[^\[\]\n]+\]\((?:[a-z][a-z0-9+.-]*:|[./#]|[\w-]+[./])[^()\s]*\)"));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is a constant and a test reads it")
}

#[cfg(test)]
mod tests {
    use super::framed;

    #[test]
    fn framed_words_are_told_from_signs() {
        let check = |text: &str, mark: &str, least: usize, expected: bool| {
            assert_eq!(framed(text, mark, least).is_some(), expected, "{text} {mark}");
        };
        check("Das ist **Text**.", "**", 1, true);
        check("これは**テキスト**です", "**", 1, true);
        check("**a", "**", 1, false);
        check("5 ** 2 und 3 ** 4", "**", 1, false);
        check("2**n**3", "**", 1, false);
        check("*** a ***", "**", 1, false);
        check("Das ist *Text*", "*", 2, true);
        check("Preis* inkl. Steuer*", "*", 2, false);
        check("* Pflichtfeld, ** freiwillig *", "*", 2, false);
        check("3*a*b", "*", 2, false);
        check("Name: __ Datum: __", "__", 1, false);
        check("Das ist __Text__.", "__", 1, true);
        check("Die Methode __init__ auch", "__", 1, false);
        check("eine_lange__Variable__hier", "__", 1, false);
        check("Das ist `Text`.", "`", 3, true);
        check("Rock `n` Roll", "`", 3, false);
        check("l`homme et l`enfant", "`", 3, false);
        check("o`zbek va g`oya", "`", 3, false);
        check("`%s' oder `%s'", "`", 3, false);
    }
}
