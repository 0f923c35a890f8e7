//! Takes hyphens left over from line breaks out of sources, for the model to read.
//!
//! Only the text a model is shown changes, never the file. Codes stay where they are: nothing is
//! joined across one.

use crate::domain::locale::Locale;
use crate::domain::segment::Segment;
use crate::domain::text::{CodedText, Part};
use regex::{Captures, Regex};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::LazyLock;

static AT_BREAK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(\p{L})-[ \t]*(?:\r\n|\r|\n)[ \t]*(\p{Ll})")
        .expect("the pattern is a constant and a test reads it")
});
static AT_SPACE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(\p{L}+)- (\p{L}+)").expect("the pattern is a constant and a test reads it")
});
static WORD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\p{L}+").expect("the pattern is a constant and a test reads it"));

/// Words that are remembered of a file, eight bytes each. Beyond them nobody can say whether a part is a
/// word, and no hyphen at a space is taken out.
const MOST_WORDS: usize = 1 << 20;
/// Different hyphens at a space that are looked into, and the longest of their parts in bytes.
const MOST_PAIRS: usize = 4_096;
const LONGEST_PART: usize = 128;

/// What stands before and after a hyphen and a space, in small letters.
pub(super) type Pair = (String, String);

/// The words of a file and its hyphens at a space, gathered while its sources go by. Its memory is
/// bounded, whatever the file.
#[derive(Debug, Default)]
pub(super) struct Hyphens {
    words: HashSet<u64>,
    is_full: bool,
    pairs: BTreeSet<Pair>,
}

impl Hyphens {
    /// Takes the next source.
    pub(super) fn take(&mut self, segment: &Segment) {
        let (source, joiners) = (&segment.source, joiners(segment));
        for text in source.texts().filter(|text| text.contains("- ")) {
            for found in AT_SPACE.captures_iter(&without_breaks(text, joiners)) {
                let pair = (found[1].to_lowercase(), found[2].to_lowercase());
                let fits = pair.0.len().max(pair.1.len()) <= LONGEST_PART;
                if fits && self.pairs.len() < MOST_PAIRS {
                    self.pairs.insert(pair);
                }
            }
        }
        let text = source.text();
        let text = without_breaks(&text, joiners);
        // Those at a hyphen and a space are in question.
        let text = if text.contains("- ") { AT_SPACE.replace_all(&text, " ") } else { text };
        for word in WORD.find_iter(&text) {
            if self.words.len() == MOST_WORDS {
                self.is_full = true;
                return;
            }
            self.words.insert(hash(&word.as_str().to_lowercase()));
        }
    }

    /// The pairs that are one word: it is one elsewhere, and the parts are not both words. „Ein- und
    /// Ausgabe“ stays as it is.
    pub(super) fn finish(self) -> BTreeSet<Pair> {
        let Self { words, is_full, pairs } = self;
        let has = |word: &str| words.contains(&hash(word));
        let is_one = |(left, right): &Pair| has(&format!("{left}{right}")) && !(has(left) && has(right));
        if is_full { BTreeSet::new() } else { pairs.into_iter().filter(is_one).collect() }
    }
}

/// The same in every run.
fn hash(word: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    word.hash(&mut hasher);
    hasher.finish()
}

/// The text without soft hyphens and without hyphens at the end of a line, unless a word follows that joins
/// a part left out to the next: `pre-⏎and post-`.
fn without_breaks<'t>(text: &'t str, joiners: &[&str]) -> Cow<'t, str> {
    if !text.contains('\u{ad}') {
        return without_line_ends(text, joiners);
    }
    Cow::Owned(without_line_ends(&text.replace('\u{ad}', ""), joiners).into_owned())
}

fn without_line_ends<'t>(text: &'t str, joiners: &[&str]) -> Cow<'t, str> {
    AT_BREAK.replace_all(text, |found: &Captures<'_>| {
        let next = found.get(2).map_or("", |next| &text[next.start()..]);
        let end = next.find(|c: char| !c.is_alphabetic()).unwrap_or(next.len());
        let stands = joiners.contains(&&next[..end]);
        if stands { found[0].to_owned() } else { format!("{}{}", &found[1], &found[2]) }
    })
}

/// The words of the source's language that join parts of which the first is left out, “pre- and post-”;
/// the commonest ones where it has no row.
fn joiners(segment: &Segment) -> &'static [&'static str] {
    let locale = Locale::parse(&segment.languages.source);
    let row = JOINERS.iter().find(|(languages, _)| locale.is_any(languages));
    row.map_or(UNKNOWN, |(_, words)| words)
}

#[rustfmt::skip]
const JOINERS: &[(&[&str], &[&str])] = &[
    (&["en"], &["and", "or", "to", "nor", "but", "vs", "versus"]),
    (&["de"], &["und", "oder", "bis", "bzw", "beziehungsweise", "sowie", "noch", "aber", "als", "wie", "statt"]),
    (&["fr"], &["et", "ou", "ni", "à"]),
    (&["es", "gl"], &["y", "e", "o", "u", "ni", "a"]),
    (&["it"], &["e", "ed", "o", "od", "a"]),
    (&["pt"], &["e", "ou", "a"]),
    (&["ca"], &["i", "o", "a"]),
    (&["ro"], &["și", "şi", "sau"]),
    (&["nl", "af"], &["en", "of", "tot", "maar"]),
    (&["sv"], &["och", "eller", "till", "samt"]),
    (&["da", "nb", "no", "nn"], &["og", "eller", "til", "samt"]),
    (&["is"], &["og", "eða"]),
    (&["fi"], &["ja", "tai", "sekä", "eli"]),
    (&["et"], &["ja", "või", "ning"]),
    (&["hu"], &["és", "vagy"]),
    (&["pl"], &["i", "lub", "oraz", "albo", "do"]),
    (&["cs"], &["a", "nebo", "i", "až"]),
    (&["sk"], &["a", "alebo", "i", "až"]),
    (&["sl", "hr", "sr", "bs"], &["i", "in", "ali", "ili", "do"]),
    (&["ru"], &["и", "или", "либо", "до"]),
    (&["uk"], &["і", "й", "та", "або", "чи", "до"]),
    (&["bg", "mk"], &["и", "или", "до"]),
    (&["tr"], &["ve", "veya"]),
    (&["vi"], &["và", "hoặc"]),
    (&["id", "ms"], &["dan", "atau"]),
    (&["lt"], &["ir", "ar", "arba"]),
    (&["lv"], &["un", "vai"]),
    (&["el"], &["και", "ή"]),
];
/// Of a language that has no row.
const UNKNOWN: &[&str] = &[
    "and", "or", "und", "oder", "et", "ou", "y", "o", "e", "i", "en", "of", "och", "og", "eller", "и", "или",
];

/// The source of a segment without soft hyphens and without hyphens that a line break left in a word;
/// `broken` are the pairs that are one word.
pub(super) fn removed(segment: &Segment, broken: &BTreeSet<Pair>) -> CodedText {
    let joiners = joiners(segment);
    let mut out = CodedText::default();
    for part in segment.source.parts() {
        match part {
            Part::Text(text) => {
                let text = without_breaks(text, joiners);
                out.push_text(&AT_SPACE.replace_all(&text, |found: &Captures<'_>| joined(found, broken)));
            }
            Part::Token(token) => out.push_token(*token),
        }
    }
    out
}

fn joined(found: &Captures<'_>, broken: &BTreeSet<Pair>) -> String {
    let (left, right) = (&found[1], &found[2]);
    let is_one = broken.contains(&(left.to_lowercase(), right.to_lowercase()));
    if is_one { format!("{left}{right}") } else { found[0].to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{Hyphens, LONGEST_PART, MOST_PAIRS, MOST_WORDS, Pair, removed};
    use crate::domain::segment::Segment;
    use crate::domain::text::CodedText;
    use crate::refine::fixture::{codes, segment};
    use std::collections::BTreeSet;

    fn broken<'t>(texts: impl IntoIterator<Item = &'t str>) -> BTreeSet<Pair> {
        let mut hyphens = Hyphens::default();
        texts.into_iter().for_each(|text| hyphens.take(&source("", text)));
        hyphens.finish()
    }

    fn source(language: &str, text: &str) -> Segment {
        let mut segment = segment(1, "", "");
        segment.source = CodedText::parse(text, &codes()).unwrap();
        segment.languages.source = language.to_owned();
        segment
    }

    #[test]
    fn parts_left_out_are_not_joined_to_the_word_behind_the_break() {
        let check = |language: &str, text: &str, expected: &str| {
            let shown = removed(&source(language, text), &BTreeSet::new()).to_string();
            assert_eq!(shown, expected, "{language} {text:?}");
        };
        check("en", "Use pre-\nand post-mode", "Use pre-\nand post-mode");
        check("en-GB", "a two-\r\n  to three-year plan", "a two-\r\n  to three-year plan");
        check("en", "a pre-\nandroid age", "a preandroid age");
        check("de", "Ein-\nund Ausgabe", "Ein-\nund Ausgabe");
        check("de", "der Hand-\noder der Fußball", "der Hand-\noder der Fußball");
        check("fr", "les avant-\net arrière-plans", "les avant-\net arrière-plans");
        check("es", "anglo-\ny francófono", "anglo-\ny francófono");
        check("nl", "in-\nen uitvoer", "in-\nen uitvoer");
        check("sv", "in-\noch utgång", "in-\noch utgång");
        check("pl", "jedno-\nlub dwustronny", "jedno-\nlub dwustronny");
        check("ru", "одно-\nи двухсторонний", "одно-\nи двухсторонний");
        check("ru", "перево-\nда", "перевода");
        check("xx", "pre-\nand post-", "pre-\nand post-");
        // The same letters are the end of a word in another language.
        check("es", "ga-\nto", "gato");
    }

    #[test]
    fn only_broken_words_are_joined() {
        let check = |text: &str, elsewhere: &str, expected: &str| {
            // The words may stand before it and behind it.
            for texts in [[text, elsewhere], [elsewhere, text]] {
                let shown = removed(&source("", text), &broken(texts)).to_string();
                assert_eq!(shown, expected, "{text} {elsewhere:?}");
            }
        };
        check("trans\u{ad}lation", "", "translation");
        check("trans-\nlation", "", "translation");
        check("trans-\r\n  lation", "", "translation");
        check("Anti-\nTrust", "", "Anti-\nTrust");
        check("trans- lation", "the translation", "translation");
        check("Trans- lation", "the trans⟦2⟧lation", "Translation");
        check("trans- lation", "", "trans- lation");
        check("Ein- und Ausgabe", "Einund und", "Einund Ausgabe");
        check("Ein- und Ausgabe", "ein und einund", "Ein- und Ausgabe");
        check("pre- and post-", "", "pre- and post-");
        check("trans-⟦2⟧ lation", "translation", "trans-⟦2⟧ lation");
        check("well-known", "wellknown", "well-known");
    }

    #[test]
    fn what_is_remembered_of_a_file_is_bounded() {
        // Words of letters alone, each another one.
        let word =
            |at: usize| at.to_string().bytes().map(|d| char::from(b'a' + d - b'0')).collect::<String>();
        let many = (0..2 * MOST_PAIRS).map(|at| format!("q{0}- z{0} q{0}z{0}", word(at)));
        let many: Vec<String> = many.collect();
        assert_eq!(broken(many.iter().map(String::as_str)).len(), MOST_PAIRS);
        let long = "x".repeat(LONGEST_PART + 1);
        assert_eq!(broken([format!("{long}- lation {long}lation").as_str()]).len(), 0);
        // Which of its parts are words is not known of a file with too many of them.
        let mut hyphens = Hyphens::default();
        hyphens.take(&source("", "trans- lation, a translation"));
        hyphens.words.extend(0..MOST_WORDS as u64 - 2);
        assert_eq!(hyphens.words.len(), MOST_WORDS);
        hyphens.take(&source("", "trans"));
        assert!(hyphens.finish().is_empty());
    }
}
