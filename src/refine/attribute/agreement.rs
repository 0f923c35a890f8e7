//! Which changes may follow another one for the sake of grammar: other forms of the same words, words that
//! moved, and words of grammar. Another word is another meaning, and belongs to an issue or to nothing.

use super::super::diff::{Atom, Hunk, Line};
use crate::check::fold;
use crate::domain::locale::Locale;

/// The longest ending that one form of a word has and another has not.
const ENDING: usize = 3;
/// Endings that come to a whole word may be longer.
const ADDED_ENDING: usize = 4;
/// What two forms share at least, in letters.
const STEM: usize = 3;
/// The most letters that stand before a word without a blank, as the article and prepositions of Arabic and Hebrew do.
const BEFORE: usize = 2;

/// Words of grammar that change with their neighbours. Without words that deny, and without `on` and `off`.
const GRAMMAR: [(&str, &str); 13] = [
    (
        "en",
        "a an the this that these those is are was were be been has have had do does its their of to in for by",
    ),
    (
        "de",
        "der die das den dem des ein eine einen einem einer eines dieser diese dieses diesen diesem im in ins am \
         an ans zum zur zu vom von beim bei sich ist sind war waren wird werden wurde wurden hat haben hatte \
         hatten er sie es ihr ihre ihren ihrem ihrer ihres sein seine seinen seinem seiner seines welche welcher \
         welches welchen welchem",
    ),
    (
        "fr",
        "le la les l un une des de du d au aux ce cet cette ces son sa ses leur leurs il elle ils elles est sont \
         était étaient a ont qui que qu en y se s",
    ),
    (
        "es",
        "el la los las lo un una unos unas del al de este esta estos estas ese esa esos esas su sus es son está \
         están ha han se que",
    ),
    (
        "it",
        "il lo la i gli le l un uno una del dello della dei degli delle al allo alla ai agli alle nel nello nella \
         nei negli nelle dal dalla dai dalle di da in questo questa questi queste è sono ha hanno si che",
    ),
    (
        "pt",
        "o a os as um uma uns umas do da dos das de no na nos nas em ao à aos às pelo pela este esta estes estas \
         esse essa seu sua seus suas é são está estão foi foram se que",
    ),
    ("nl", "de het een dit dat deze die is zijn was waren wordt worden heeft hebben zijn haar hun van te in"),
    ("sv", "en ett den det de denna detta dessa sin sitt sina som att är var har"),
    ("da", "en et den det de denne dette disse sin sit sine som at er var har"),
    ("nb", "en ei et den det de denne dette disse sin si sitt sine som å er var har"),
    ("ru", "в во с со к ко о об обо из изо от ото"),
    ("pl", "w we z ze się jest są"),
    ("cs", "v ve s se k ke z ze je jsou"),
];

/// Particles of Japanese, each a character of its own.
const PARTICLES: &str = "はがをにでとのもへや";

/// The words of a clause that change, before and after.
#[derive(Debug, Default)]
pub(super) struct Changing {
    old: Vec<String>,
    new: Vec<String>,
}

impl Changing {
    pub(super) fn take(&mut self, hunk: &Hunk, old: &Line<'_>, new: &Line<'_>) {
        self.old.extend(words(&old.atoms[hunk.old.clone()]));
        self.new.extend(words(&new.atoms[hunk.new.clone()]));
    }

    /// Whether a change of the clause has no word that is not a form of another, moved, or grammar.
    pub(super) fn follows(&self, hunk: &Hunk, old: &Line<'_>, new: &Line<'_>, locale: &Locale) -> bool {
        let has = |word: &String, others: &[String]| {
            is_grammar(word, locale) || others.iter().any(|other| is_form(word, other))
        };
        words(&old.atoms[hunk.old.clone()]).all(|word| has(&word, &self.new))
            && words(&new.atoms[hunk.new.clone()]).all(|word| has(&word, &self.old))
    }
}

/// The words among atoms, without accents and capitals.
fn words<'a>(atoms: &'a [Atom<'_>]) -> impl Iterator<Item = String> + 'a {
    atoms.iter().filter_map(|atom| match atom {
        Atom::Text(text) if text.contains(char::is_alphanumeric) => Some(fold(text)),
        Atom::Text(_) | Atom::Token(_) => None,
    })
}

fn is_grammar(word: &str, locale: &Locale) -> bool {
    let listed = GRAMMAR.iter().find(|(language, _)| *language == locale.language);
    let of = |words: &str| words.split(' ').any(|known| fold(known) == word);
    listed.is_some_and(|(_, words)| of(words))
        || locale.language == "ja" && PARTICLES.chars().any(|particle| word.chars().eq([particle]))
}

/// Whether two words are forms of one: they share their beginning and differ in a short ending, or in scripts
/// that write articles with the word, in what stands before it. Numbers have no forms.
fn is_form(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    if [one, other].iter().any(|word| word.contains(char::is_numeric)) {
        return false;
    }
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let longer = one.len().max(other.len());
    let shared = one.iter().zip(&other).take_while(|(one, other)| one == other).count();
    let (ending, other_ending) = (one.len() - shared, other.len() - shared);
    let short = ending.max(other_ending) <= ENDING
        || ending.min(other_ending) == 0 && ending.max(other_ending) <= ADDED_ENDING;
    // A syllable of Hangul is about three letters.
    let stem = if one.iter().all(|letter| is_hangul(*letter)) { 1 } else { STEM };
    if short && shared >= stem && shared * 2 >= longer {
        return true;
    }
    let before = one.iter().rev().zip(other.iter().rev()).take_while(|(one, other)| one == other).count();
    one.iter().chain(&other).all(|letter| is_semitic(*letter))
        && before >= STEM
        && longer - before <= BEFORE
        && one.len().min(other.len()) - before <= BEFORE
}

fn is_hangul(letter: char) -> bool {
    ('\u{ac00}'..='\u{d7a3}').contains(&letter)
}

fn is_semitic(letter: char) -> bool {
    ('\u{590}'..='\u{6ff}').contains(&letter)
}

#[cfg(test)]
mod tests {
    use super::{is_form, is_grammar, words};
    use crate::domain::locale::Locale;
    use crate::domain::text::CodedText;
    use crate::refine::diff::Line;

    fn word(text: &str) -> String {
        let text = CodedText::plain(text);
        words(&Line::of(&text).atoms).next().unwrap()
    }

    #[test]
    fn forms_of_a_word_share_its_beginning() {
        for (one, other, expected) in [
            ("alte", "alter", true),
            ("Haus", "Häuser", true),
            ("groß", "größeren", true),
            ("schließe", "schließen", true),
            ("nouveau", "nouvelle", true),
            ("новый", "новая", true),
            ("파일을", "파일이", true),
            ("문을", "문이", true),
            ("كتاب", "الكتاب", true),
            ("langsam", "schnell", false),
            ("Hund", "Kind", false),
            ("Winter", "Sommer", false),
            ("contact", "contract", false),
            ("legal", "illegal", false),
            ("möglich", "unmöglich", false),
            ("5", "6", false),
            ("v1", "v2", false),
            ("冬", "夏", false),
        ] {
            let (one, other) = (word(one), word(other));
            assert_eq!(is_form(&one, &other), expected, "{one} {other}");
            assert_eq!(is_form(&other, &one), expected, "{other} {one}");
        }
    }

    #[test]
    fn words_of_grammar_change_with_others_and_those_that_deny_do_not() {
        for (language, text, expected) in [
            ("de-AT", "Dem", true),
            ("pt-BR", "são", true),
            ("de", "nicht", false),
            ("de", "neu", false),
            ("en", "off", false),
            ("fr", "pas", false),
            ("ja", "が", true),
            ("ja", "な", false),
            ("xx", "der", false),
        ] {
            let locale = Locale::parse(language);
            assert_eq!(is_grammar(&word(text), &locale), expected, "{language} {text}");
        }
    }
}
