//! Tests of spelling, with dictionaries of a few words made up here.

use super::dictionary::LONGEST;
use super::{Dictionaries, Dictionary};
use crate::check::tests::Sample;
use crate::check::{Options, Pair, findings, remarks};
use crate::domain::locale::Locale;
use crate::domain::segment::{Finding, Severity};
use crate::domain::terms::Term;
use std::sync::Arc;

/// Verbs with other endings, compounds as in German.
const AFFIXES: &str = "SET UTF-8\nCOMPOUNDMIN 4\nCOMPOUNDFLAG Z\nSFX V Y 2\nSFX V n t n\nSFX V n 0 n\n";
const WORDS: &str = "20\nDatei/Z\nserver/Z\nServer/Z\nspeichern\nsichern/V\nlöschen/V\nund\ndie\nder\nGröße\nStraße\n\
                     größer\nKonto\nist\nneu\nalte\nbzw.\ngeht's\nEinstellung\nEinstellungen\nÜbersetzung\n";

fn dictionary(words: &str) -> Arc<Dictionary> {
    Arc::new(Dictionary::read("xx_XX", "0", AFFIXES, words).unwrap())
}

fn options(tag: &str, words: &str) -> Options {
    let dictionaries = Dictionaries::from_iter([(Locale::parse(tag), dictionary(words))]);
    Options { dictionaries, ..Options::default() }
}

fn found(options: &Options, tags: [&str; 2], source: &str, target: &str) -> Vec<Finding> {
    let sample = Sample::new(&tags.join("-"), source, target);
    let pair = Pair { options, ..sample.pair() };
    let mut found = findings(&pair);
    found.retain(|finding| finding.check == "spelling");
    let mut again = remarks(&pair);
    again.retain(|finding| finding.check == "spelling");
    assert_eq!(found, again);
    found
}

/// The words that are found, as they stand in the messages.
fn words(found: &[Finding]) -> String {
    let word = |finding: &Finding| finding.message.split(['“', '”']).nth(1).unwrap_or_default().to_owned();
    found.iter().map(word).collect::<Vec<_>>().join(" ")
}

fn check(tag: &str, source: &str, target: &str, expected: &str) {
    let found = found(&options(tag, WORDS), ["en", tag], source, target);
    assert_eq!(words(&found), expected, "{tag}: {target}");
}

#[test]
fn an_unknown_word_is_found_once_with_its_place() {
    let found = found(&options("de", WORDS), ["en", "de"], "x", "⟦1⟧die Datei lösschen und lösschen");
    assert_eq!(words(&found), "lösschen");
    assert_eq!((found[0].span, found[0].severity), (Some((13, 21)), Severity::Minor));
    assert_eq!(found[0].message, "“lösschen” is not in the dictionary xx_XX");
}

#[test]
fn words_of_the_dictionary_are_right_in_all_their_forms() {
    check("de", "x", "die Datei löschen, sichert und speichern", "");
    check("de", "x", "Sichert die DATEI bzw. der Serverdatei", "");
    // Composed or not, with soft hyphens, with either apostrophe.
    check("de", "x", "die Gro\u{308}ße, die Ein\u{AD}stel\u{AD}lung", "");
    check("de", "x", "geht’s geht's", "");
    check("de", "x", "die Dateserver", "Dateserver");
}

#[test]
fn what_is_no_word_of_the_language_is_left_alone() {
    for target in [
        // Digits, placeholders, addresses, identifiers.
        "abc1 2xyz 3-zeilig",
        "{namme} %(nammes)s ${varr}",
        "siehe@exampel.org http://exampel.org/wrogn C:\\wrogn\\pfaad",
        "foo_barr foo.barr foo::barr #wrogn @wrogn --forse wrogn= a/wrogn",
        // Capitals, short words, other scripts.
        "GMBHX PDFs iPhoen OpenOfice",
        "kB px zz",
        "файл файлл 日本語 λόγγος",
        // Half a word.
        "Verwaltungs- und Wrogn-",
        "Ordn⟦1⟧err",
        "Benutzer(innnen)",
        "wrogn{0}",
    ] {
        check("de", "x", &format!("die {target}"), "");
    }
    check("de", "x", "die ⟦1⟧löschn⟦2⟧ (speichrn) „sichrn“", "löschn speichrn sichrn");
}

#[test]
fn what_the_source_or_the_glossary_has_is_left_alone() {
    check("de", "The wrogn file", "die wrogn Datei", "");
    check("de", "The right file", "die wrogn Datei", "wrogn");
    let term = |source: &str, target: &str| Term {
        source: source.to_owned(),
        target: target.to_owned(),
        do_not_translate: target.is_empty(),
        ..Term::default()
    };
    let terms = vec![term("folder", "akte der frobnik wro"), term("Xyzzo", "")].into();
    let options = Options { terms, ..options("de", WORDS) };
    let found = found(&options, ["en", "de"], "x", "die frobnik, frobniks und xyzzo wrogn");
    assert_eq!(words(&found), "wrogn");
}

#[test]
fn a_capital_may_be_that_of_a_name() {
    let english = "4\nthe\nsettings\nchange\nof\n";
    let check = |tag: &str, dictionary: &str, target: &str, expected: &str| {
        let found = found(&options(tag, dictionary), ["xx", tag], "…", target);
        assert_eq!(words(&found), expected, "{tag}: {target}");
    };
    // Within a sentence it is; at its beginning it is one unless a word of the dictionary is a letter away.
    check("en", english, "the settings of Frobnitz", "");
    check("en", english, "Frobnitz change the settings. Settigs change", "Settigs");
    check("en", english, "the settings of Settigs", "");
    check("en", english, "the Frobnitz-settigs", "settigs");
    // Nouns of German have one wherever they stand.
    check("de", WORDS, "die Einstelung der Frobnitz", "Einstelung");
    check("de", WORDS, "die Übersetzugn, Einnstellung, Überxetzung", "Übersetzugn Einnstellung Überxetzung");
    // Short ones are a letter away from many words.
    check("de", WORDS, "der Kanto", "");
}

#[test]
fn parts_of_a_word_are_looked_up_alone() {
    check("de", "x", "PDF-Datei, Xyz-Server, Einstellungs-Datei, Datei-löschn", "löschn");
    check("fr", "x", "l’Datei, qu’der d'die jusqu'und, s’wrogn", "wrogn");
    check("en", "x", "Datei's, die's", "");
    check("tr", "x", "frobnitz'den", "");
}

#[test]
fn a_text_in_another_language_is_no_matter_of_spelling() {
    check("de", "x", "this is quite another language here", "");
    check("de", "x", "this ist die Datei und der Server", "this");
}

#[test]
fn languages_without_blanks_and_without_dictionary_have_no_words() {
    for tag in ["ja", "zh-Hant", "th", "km", ""] {
        check(tag, "x", "wrogn speichrn", "");
    }
    let found = found(&options("de", WORDS), ["en", "fr"], "x", "wrogn");
    assert_eq!(found, []);
}

#[test]
fn where_there_is_no_dictionary_of_switzerland_ss_stands_for_ß() {
    check("de-CH", "x", "die Strasse, die Grösse, grösser", "");
    check("de-CH", "x", "die strrasse", "strrasse");
    check("de", "x", "die Grösse grösser", "grösser");
}

#[test]
fn signs_of_vowels_may_be_left_out() {
    let arabic = options("ar", "1\nملف\n");
    let found_in = |target: &str| words(&found(&arabic, ["en", "ar"], "x", target));
    assert_eq!(found_in("مَلَفّ ملــف"), "");
    assert_eq!(found_in("ملفق"), "ملفق");
}

#[test]
fn it_is_on_where_there_is_a_dictionary_and_can_be_switched_off() {
    let on = options("de", WORDS);
    let off = Options { disabled: vec!["spelling".to_owned()], ..on.clone() };
    let asked = Options { enabled: vec!["spelling".to_owned()], ..Options::default() };
    let count = |options: &Options| found(options, ["en", "de"], "x", "die wrogn").len();
    assert_eq!((count(&on), count(&off), count(&asked), count(Options::usual())), (1, 0, 0, 0));
}

#[test]
fn long_texts_and_long_words_are_looked_at_up_to_a_bound() {
    let many: String = (0..3_000).map(|at| format!("die {} ", "wrogn".repeat(1 + at % 3))).collect();
    assert_eq!(words(&found(&options("de", WORDS), ["en", "de"], "x", &many)).split(' ').count(), 3);
    check("de", "x", &format!("die {}", "a".repeat(10_000)), "");
    let capitals: String = ('a'..='z').map(|c| format!("die Einstelung{c} ")).collect();
    check("de", "x", &capitals, "");
}

#[test]
fn a_text_has_so_many_steps_and_what_follows_goes_unchecked() {
    // Words with digits are not looked up, but are words of the text: so it is not one in another language.
    let text = |words: &mut dyn Iterator<Item = String>| {
        words.enumerate().map(|(at, word)| format!("{word} a{at} b{at} c{at} ")).collect::<String>()
    };
    let letters = || ('a'..='z').flat_map(|one| ('a'..='z').map(move |two| format!("{one}{two}")));
    let count = |text: &str| found(&options("de", WORDS), ["en", "de"], "x", text).len();
    let long = |letters: String| format!("{}{letters}", "wrogn".repeat(7));
    assert_eq!(count(&text(&mut letters().take(20).map(long))), 20);
    assert_eq!(count(&text(&mut letters().take(200).map(long))), 31);
    assert_eq!(count(&(text(&mut letters().take(200).map(long)) + "wrogn")), 31);
    let short = |letters: String| format!("wrogn{letters}");
    assert_eq!(count(&text(&mut letters().take(400).map(short))), 400);
    // The like for words with a capital, each of which is looked for a letter away.
    let nouns = |letters: String| format!("Einstellung{letters}");
    assert_eq!(count(&text(&mut letters().step_by(26).map(|pair| nouns(pair[..1].to_owned())))), 7);
}

#[test]
fn a_word_that_can_be_parted_in_many_ways_is_not_looked_up() {
    // Each of the first letters may end a part: there are more ways than anybody can try.
    let affixes = "SET UTF-8\nCOMPOUNDMIN 2\nCOMPOUNDFLAG Z\n";
    let dictionary = Dictionary::read("xx_XX", "0", affixes, "2\naa/Z\naaa/Z\n").unwrap();
    assert!(dictionary.knows(&"a".repeat(LONGEST)));
    assert!(!dictionary.knows(&format!("{}b", "a".repeat(12))));
    assert!(dictionary.knows(&format!("{}b", "a".repeat(300))));
    // The parts of a long one that hyphens join are looked up all the same.
    check("de", "Save", &format!("alte {} und", ["und"; 15].join("-")), "");
    check("de", "Save", &format!("alte {}-speichrn und", ["und"; 15].join("-")), "speichrn");
}
