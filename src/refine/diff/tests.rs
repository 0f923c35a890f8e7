//! What counts as a word, what changed, and where quoted words stand.

use super::{Line, changed, hunks, ratio};
use crate::domain::text::CodedText;
use crate::refine::fixture::codes;
use proptest::prelude::*;

fn text(shown: &str) -> CodedText {
    CodedText::parse(shown, &codes()).unwrap()
}

#[test]
fn words_are_those_of_the_script_and_codes_are_one_each() {
    let check = |shown: &str, expected: &[&str]| {
        let text = text(shown);
        let line = Line::of(&text);
        let got: Vec<_> = (0..line.atoms.len()).map(|at| line.text(&(at..at + 1)).to_string()).collect();
        assert_eq!(got, expected, "{shown}");
    };
    check("Die Datei, 3.5 MB", &["Die", " ", "Datei", ",", " ", "3.5", " ", "MB"]);
    check("a ⟦1⟧b⟦/1⟧{name}%s", &["a", " ", "⟦1⟧", "b", "⟦/1⟧", "{name}", "%s"]);
    check("翻译质量", &["翻", "译", "质", "量"]);
    check("ที่นี่", &["ที่", "นี่"]);
    check("it's", &["it's"]);
    check("モデルA4 2台", &["モ", "デ", "ル", "A4", " ", "2", "台"]);
    check("cafe\u{301}と人々", &["cafe\u{301}", "と", "人", "々"]);
    check("", &[]);
}

#[test]
fn a_change_is_a_run_of_words() {
    let check = |old: &str, new: &str, expected: &[(&str, &str)]| {
        let (before, after) = (text(old), text(new));
        let (one, other) = (Line::of(&before), Line::of(&after));
        let got: Vec<_> = hunks(&one, &other)
            .iter()
            .map(|hunk| (one.text(&hunk.old).to_string(), other.text(&hunk.new).to_string()))
            .collect();
        let got: Vec<_> = got.iter().map(|(old, new)| (old.as_str(), new.as_str())).collect();
        assert_eq!(got, expected, "{old} → {new}");
    };
    check("Sichere die Datei", "Sichere die Datei", &[]);
    check("Sichere die Datei", "Sichern die Daten", &[("Sichere", "Sichern"), ("Datei", "Daten")]);
    check("Sichere Datei", "Sichere die Datei", &[("", "die ")]);
    check("质量很好", "质量好", &[("很", "")]);
}

#[test]
fn quoted_words_are_found_in_any_form() {
    let check = |shown: &str, quoted: &str, expected: &[&str]| {
        let text = text(shown);
        let line = Line::of(&text);
        let got: Vec<_> = line.find(quoted).iter().map(|place| line.text(place).to_string()).collect();
        assert_eq!(got, expected, "{quoted} in {shown}");
    };
    check("Sichern Sie ⟦1⟧5  Dateien⟦/1⟧", "5 dateien", &["5  Dateien"]);
    check("Sichern Sie ⟦1⟧5 Dateien⟦/1⟧", "SIE ⟦1⟧5", &["Sie ⟦1⟧5"]);
    check("Sichern Sie ⟦1⟧5  Dateien⟦/1⟧", "  ", &["  "]);
    check("Sichern ⟦2⟧ Sie", "⟦2⟧", &["⟦2⟧"]);
    check("Dateien", "Datei", &["Dateien"]);
    check("a b a", "a", &["a", "a"]);
    check("Ä b", "A\u{308}", &["Ä"]);
    check("a", "c", &[]);
    check("a", "", &[]);
}

#[test]
fn a_ratio_is_in_thousandths_of_the_longer_text() {
    assert_eq!(ratio(&text("a b c d"), &text("a x c d")), 250);
    assert_eq!(ratio(&text("a"), &text("a b c d")), 750);
    assert_eq!(ratio(&text("a"), &text("a")), 0);
}

proptest! {
    #[test]
    fn all_changes_make_the_new_text_and_none_the_old(old in "[ab ,⟦⟧译文]{0,12}", new in "[ab ,⟦⟧译文]{0,12}") {
        let (before, after) = (CodedText::plain(&old), CodedText::plain(&new));
        let (one, other) = (Line::of(&before), Line::of(&after));
        let hunks = hunks(&one, &other);
        prop_assert_eq!(changed(&one, &other, &hunks, |_| true), after.clone());
        prop_assert_eq!(changed(&one, &other, &hunks, |_| false), before.clone());
        let shown: String = before.to_string();
        prop_assert_eq!(one.shown(&(0..one.atoms.len())).end, shown.chars().count());
    }
}
