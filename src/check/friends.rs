//! False friends: words that look like one of the source and mean another thing (`false-friend`).
//!
//! A remark, by a table of classic pairs: what a dictionary of the two languages would say is asked of a person.
//! Left alone: targets whose source has a word for which the friend is right, words that the glossary decides, those
//! in capitals and behind a sign (`#gift`), which are names.

use super::Id;
use super::line::Line;
use super::locale::{Friend, friends};
use super::terms::has_term_with;
use super::view::{Report, View};
use crate::domain::segment::Severity;

/// The most words of a text that are compared.
const MOST_WORDS: usize = 500;

/// Words of the target that only look like one of the source.
pub(super) fn false_friends(view: &View<'_>, report: &mut Report) {
    if !report.wants_any(&[Id::FalseFriend]) {
        return;
    }
    let pair = view.pair;
    let rows = friends(&pair.source_locale.language, &pair.target_locale.language);
    if rows.is_empty() {
        return;
    }
    let (source, target) = (words(&view.source), words(&view.target));
    for Friend(given, friend, right) in rows {
        let Some(said) = source.iter().find(|word| is_any(word, given)) else { continue };
        let is_friend = |(at, word): (usize, &String)| is_any(word, friend) && !is_name(&view.target, at);
        let Some(place) = target.iter().enumerate().position(is_friend) else { continue };
        if source.iter().any(|word| is_any(word, right)) || has_term_with(view, said) {
            continue;
        }
        let message = format!("“{}” is not “{said}”", target[place]);
        let span = view.target.span(&view.target.words[place]);
        report.add(Id::FalseFriend, Severity::Minor, message, Some(span));
    }
}

fn words(line: &Line) -> Vec<String> {
    line.words.iter().take(MOST_WORDS).map(|word| line.text(word).to_lowercase()).collect()
}

/// Whether a word is written as no word of a sentence is.
fn is_name(line: &Line, at: usize) -> bool {
    let word = &line.words[at];
    let signed = line.char_before(word.start).is_some_and(|c| "#@$_/\\.".contains(c));
    signed || !word.clone().any(|at| line.char(at).is_some_and(char::is_lowercase))
}

/// Whether a word is one of a list; `stem-` stands for all that begin so.
fn is_any(word: &str, forms: &str) -> bool {
    forms.split_ascii_whitespace().any(|form| match form.strip_suffix('-') {
        Some(stem) => word.starts_with(stem),
        None => word == form,
    })
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{Sample, check_remarks};
    use crate::check::{Options, Pair, Terms, findings};
    use crate::domain::terms::Term;

    #[test]
    fn a_word_that_only_looks_like_the_source_is_told() {
        let found = "false-friend";
        check_remarks(
            found,
            &[
                ("en-de", "The actual size differs", "Die aktuelle Größe weicht ab", found),
                ("en-de", "The actual size differs", "Die tatsächliche Größe weicht ab", ""),
                ("en-de", "The current, actual size differs", "Die aktuelle Größe weicht ab", ""),
                ("en-de_CH", "It will eventually stop", "Es hält eventuell an", found),
                ("en-de", "It might eventually stop", "Es hält eventuell an", ""),
                ("en-de", "Also save the file", "Also die Datei speichern", found),
                ("en-de", "Enter the receipt", "Das Rezept eingeben", found),
                ("en-fr", "Choose a location", "Choisissez une location", found),
                ("en-fr", "Choose a location to rent", "Choisissez une location", ""),
                ("en-fr", "The library is open", "La bibliothèque est ouverte", ""),
                ("en-es", "The exit is there", "El éxito está ahí", found),
                ("en-es", "The exit was a success", "La salida fue un éxito", ""),
                ("en-it", "The camera is on", "La camera è accesa", found),
                ("en-it", "The camera of the room is on", "La fotocamera della camera è accesa", ""),
                ("en-pt_BR", "Push the button", "Puxe o botão", found),
                ("en-nl", "Open the map", "Open de map", found),
                ("en-nl", "Open the map in the folder", "Open de kaart in de map", ""),
                ("en-sv", "The chef is here", "Chefen är här", found),
                ("en-pl", "The actual size", "Aktualny rozmiar", found),
                ("en-pl", "The actual size", "Aktualizacja rozmiaru", ""),
                ("en-ru", "An accurate answer", "Аккуратный ответ", found),
                ("en-ru", "Every magazine", "Каждый магазин", found),
                ("en-ru", "Every magazine of the shop", "Каждый журнал магазина", ""),
                ("en-ru", "The magazine of the rifle", "Магазин винтовки", ""),
                ("de-en", "Die aktuelle Größe", "The actual size", found),
                ("es-en", "El programa sale con éxito", "The program exits well", ""),
                ("de-en", "Die tatsächliche, aktuelle Größe", "The actual size", ""),
                ("es-en", "La carpeta está vacía", "The carpet is empty", found),
                ("en-de", "Look for #gift there", "Dort nach #gift suchen", ""),
                ("en-fr", "LOCATION is no option", "LOCATION n’est pas une option", ""),
                ("en-ja", "The actual size", "実際のサイズ", ""),
                ("en-de", "Read the docs of `actual`", "Die Doku von `actual` lesen", ""),
            ],
        );
    }

    #[test]
    fn it_is_told_only_where_it_is_asked_for_and_the_glossary_says_nothing() {
        let sample = Sample::new("en-de", "The actual size", "Die aktuelle Größe");
        let told = |enabled: &[&str], disabled: &[&str], terms: Terms| {
            let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
            let options =
                Options { enabled: names(enabled), disabled: names(disabled), terms, ..Options::default() };
            let found = findings(&Pair { options: &options, ..sample.pair() });
            found.into_iter().map(|found| found.message).collect::<Vec<_>>().join("; ")
        };
        assert_eq!(told(&["false-friend"], &[], Terms::default()), "“aktuelle” is not “actual”");
        assert_eq!(told(&[], &[], Terms::default()), "");
        assert_eq!(told(&["false-friend"], &["false-friend"], Terms::default()), "");
        let term = Term { source: "actual".to_owned(), target: "aktuell".to_owned(), ..Term::default() };
        assert_eq!(told(&["false-friend"], &[], vec![term].into()), "");
    }
}
