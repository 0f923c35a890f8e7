//! What a file is about, in its own words: its first sentences, gathered while its sources go by.
//!
//! No model sums it up: that would have to be paid for, and would be another text the next time.

use super::batch::tokens;
use crate::domain::text::{CodedText, Form, Part};
use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};
use std::sync::LazyLock;

/// The most words in all, and of one sentence: every call pays for them.
const MOST_WORDS: usize = 40;
const LONGEST: usize = 25;
/// The most tokens in all, for scripts whose words are long or many.
const MOST_TOKENS: u32 = 64;
/// What has fewer words with letters is a label or a number.
const LEAST_WORDS: usize = 5;
/// The sources that are looked at: what a file is about is told at its beginning.
const LOOKED_AT: usize = 1_000;
/// The characters of a source that are looked at, more than `MOST_TOKENS` can have.
const MOST_CHARACTERS: usize = 400;

static WORDS: LazyLock<WordSegmenterBorrowed<'static>> =
    LazyLock::new(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));

/// The first sentences of a file, each once and cut where it is long.
#[derive(Debug, Default)]
pub(super) struct Gist {
    sentences: Vec<String>,
    words: usize,
    tokens: u32,
    looked_at: usize,
}

impl Gist {
    /// Takes the next source.
    pub(super) fn take(&mut self, source: &CodedText) {
        let room = MOST_WORDS - self.words;
        if self.looked_at == LOOKED_AT || room < LEAST_WORDS {
            return;
        }
        self.looked_at += 1;
        let text = line(source);
        let cut = Cut::of(&text, room.min(LONGEST), MOST_TOKENS - self.tokens);
        let is_known = || self.sentences.iter().any(|sentence| sentence.starts_with(cut.text));
        if cut.with_letters < LEAST_WORDS || is_known() {
            return;
        }
        self.words += cut.words;
        self.tokens += tokens(cut.text);
        let rest = if cut.text.len() < text.len() { "…" } else { "" };
        self.sentences.push(format!("{}{rest}", cut.text));
    }

    /// The sentences, in the order of the file.
    pub(super) fn finish(self) -> Vec<String> {
        self.sentences
    }
}

/// The beginning of a text on one line. A code between words parts them.
fn line(source: &CodedText) -> String {
    let parts = source.parts().iter().map(|part| match part {
        Part::Text(text) => text.as_str(),
        Part::Token(token) if token.form == Form::Alone => " ",
        Part::Token(_) => "",
    });
    let beginning: String = parts.flat_map(str::chars).take(MOST_CHARACTERS).collect();
    beginning.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// As much of a text as there is room for.
struct Cut<'a> {
    text: &'a str,
    words: usize,
    /// How many of its words have a letter.
    with_letters: usize,
}

impl<'a> Cut<'a> {
    fn of(text: &'a str, most_words: usize, most_tokens: u32) -> Self {
        let (mut end, mut words, mut with_letters) = (0, 0, 0);
        let mut breaks = WORDS.segment_str(text);
        while let Some(at) = breaks.next() {
            let is_word = breaks.is_word_like();
            if is_word && words == most_words || tokens(&text[..at]) > most_tokens {
                break;
            }
            words += usize::from(is_word);
            with_letters += usize::from(is_word && text[end..at].contains(char::is_alphabetic));
            end = at;
        }
        Self { text: text[..end].trim_end(), words, with_letters }
    }
}

#[cfg(test)]
mod tests {
    use super::{Gist, LOOKED_AT, MOST_TOKENS, MOST_WORDS};
    use crate::domain::text::CodedText;
    use crate::refine::batch::tokens;
    use crate::refine::fixture::codes;

    fn gist(sources: &[&str]) -> Vec<String> {
        let mut gist = Gist::default();
        for source in sources {
            gist.take(&CodedText::parse(source, &codes()).unwrap());
        }
        gist.finish()
    }

    #[test]
    fn sentences_tell_what_a_file_is_about_and_labels_do_not() {
        for (sources, expected) in [
            (vec![], vec![]),
            (vec!["", "OK", "Save as", "12 34 56 78 90 and 7"], vec![]),
            (vec!["OK", "This pump moves warm water."], vec!["This pump moves warm water."]),
            (vec!["One of the same kind", "One of the same kind"], vec!["One of the same kind"]),
            (vec!["⟦1⟧This pu⟦/1⟧mp moves⟦2⟧warm\n  water."], vec!["This pump moves warm water."]),
            (
                vec!["这台水泵输送温水,适用于家庭供暖系统。", "保存"],
                vec!["这台水泵输送温水,适用于家庭供暖系统。"],
            ),
            (vec!["ปั๊มนี้ใช้สำหรับสูบน้ำอุ่นในบ้าน"], vec!["ปั๊มนี้ใช้สำหรับสูบน้ำอุ่นในบ้าน"]),
        ] {
            assert_eq!(gist(&sources), expected, "{sources:?}");
        }
    }

    #[test]
    fn long_sentences_are_cut_between_words() {
        let told = gist(&[&"word ".repeat(40)]);
        assert_eq!(told, [format!("{}…", "word ".repeat(25).trim_end())]);
    }

    #[test]
    fn it_is_short_whatever_the_file() {
        let many = |word: &str| {
            let texts: Vec<String> = (0..50).map(|at| format!("{at} {}", word.repeat(50))).collect();
            gist(&texts.iter().map(String::as_str).collect::<Vec<_>>())
        };
        for word in ["so ", "incomprehensibilities ", "温水", "ปั๊มน้ำ", "вода "] {
            let told = many(word);
            let words: usize = told.iter().map(|told| told.split(' ').count()).sum();
            let size: u32 = told.iter().map(|told| tokens(told)).sum();
            assert!(!told.is_empty() && words <= MOST_WORDS && size <= MOST_TOKENS + 8, "{word}: {told:?}");
        }
        let late: Vec<&str> =
            std::iter::repeat_n("OK", LOOKED_AT).chain(["This pump moves warm water."]).collect();
        assert_eq!(gist(&late), Vec::<String>::new());
    }
}
