//! Codes, placeholders, addresses, empty sides, length.

use super::super::placeholders::spans;
use super::{Sample, check_all};
use crate::check::{Pair, findings};
use crate::domain::bound::{Bound, Class};
use crate::domain::charset::Charset;
use crate::domain::text::Half;

#[test]
fn a_side_without_text_is_all_that_is_said() {
    check_all(&[
        ("en-de", "Save 5 files", "", "target-empty"),
        ("en-de", "⟦1⟧Save⟦/1⟧", "⟦1⟧ . ⟦/1⟧", "target-empty"),
        ("en-de", "", "Speichern", "source-empty-target-not"),
        ("en-de", "⟦1⟧", "⟦1⟧", ""),
        ("en-de", "100", "100", ""),
        ("en-de", "%s", "%s", ""),
    ]);
}

#[test]
fn lost_added_and_broken_codes_are_found() {
    check_all(&[
        ("en-de", "Press ⟦1⟧Save⟦/1⟧ now", "Jetzt ⟦1⟧Speichern⟦/1⟧ drücken", ""),
        ("en-de", "Press ⟦1⟧Save⟦/1⟧ now", "Jetzt Speichern drücken", "tag-missing"),
        ("en-de", "Press Save now", "Jetzt ⟦1⟧Speichern⟦/1⟧ drücken", "tag-extra"),
        ("en-de", "Press ⟦1⟧ now", "Jetzt ⟦1⟧ oder ⟦1⟧ drücken", "tag-duplicate"),
        ("en-de", "Press ⟦1⟧Save⟦/1⟧ now", "Jetzt ⟦1⟧Speichern drücken", "tag-pairing"),
        ("en-de", "Press ⟦1⟧Save⟦/1⟧ now", "Jetzt ⟦/1⟧Speichern⟦1⟧ drücken", "tag-pairing"),
        ("en-de", "⟦1⟧one⟦/1⟧ and ⟦2⟧more⟦/2⟧", "⟦1⟧eins ⟦2⟧und⟦/1⟧ mehr⟦/2⟧", "tag-pairing"),
        ("en-de", "⟦1⟧one⟦/1⟧ and ⟦2⟧more⟦/2⟧", "⟦2⟧mehr⟦/2⟧ und ⟦1⟧eins⟦/1⟧", ""),
        ("en-de", "⟦1⟧⟦2⟧one⟦/2⟧ more⟦/1⟧", "⟦2⟧⟦1⟧eins⟦/1⟧ mehr⟦/2⟧", "tag-order"),
        ("en-de", "Press ⟦1⟧Save⟦/1⟧ now", "Jetzt Speichern drücken⟦1⟧⟦/1⟧", "tag-empty-pair"),
    ]);
}

#[test]
fn a_code_that_repeats_one_of_the_source_is_no_other_code() {
    let extra = |again: bool| {
        let mut sample = Sample::new("en-de", "Press ⟦1⟧ now", "Jetzt ⟦1⟧ oder ⟦2⟧ drücken");
        for code in sample.codes.iter_mut().filter(|code| code.number == 2) {
            code.again = again;
        }
        sample.ids()
    };
    assert_eq!((extra(true), extra(false)), ("tag-duplicate".to_owned(), "tag-extra".to_owned()));
}

#[test]
fn ends_that_the_file_does_not_tie_keep_their_order() {
    let halves = |target: &str| {
        let mut sample = Sample::new("en-de", "Press ⟦1⟧Save⟦2⟧ now", target);
        for (code, half) in sample.codes.iter_mut().zip([Half::Open, Half::Close]) {
            code.half = Some(half);
        }
        sample.ids()
    };
    assert_eq!(halves("Jetzt ⟦1⟧Speichern⟦2⟧ drücken"), "");
    assert!(halves("Jetzt ⟦2⟧Speichern⟦1⟧ drücken").starts_with("tag-pairing"));
}

#[test]
fn spaces_at_codes_are_compared_where_word_order_does_not_matter() {
    check_all(&[
        ("en-de", "Press ⟦1⟧Save⟦/1⟧ now", "Jetzt ⟦1⟧ Speichern⟦/1⟧ drücken", "tag-adjacent-space"),
        ("en-de", "Press ⟦1⟧Save⟦/1⟧ now", "Jetzt⟦1⟧Speichern⟦/1⟧ drücken", "tag-adjacent-space"),
        ("en-de", "Press ⟦1⟧ now", "Jetzt⟦1⟧ drücken", "tag-adjacent-space"),
        ("en-de", "Press ⟦1⟧Save⟦/1⟧ now", "⟦1⟧Speichern⟦/1⟧, jetzt", ""),
        ("en-ko", "Press ⟦1⟧Save⟦/1⟧ now", "지금 ⟦1⟧저장⟦/1⟧을 누르세요", ""),
        ("en-tr", "Press ⟦1⟧ now", "Şimdi ⟦1⟧e bas", ""),
        ("en-ja", "Press ⟦1⟧Save⟦/1⟧ now", "今すぐ⟦1⟧保存⟦/1⟧を押す", ""),
    ]);
}

#[test]
fn annotations_may_stand_in_one_language_alone() {
    let mut sample = Sample::new("en-de", "Press ⟦1⟧Save⟦/1⟧ now", "Jetzt Speichern drücken");
    sample.codes[0].annotation = true;
    assert_eq!(sample.ids(), "");
}

#[test]
fn placeholders_are_told_from_text() {
    let check = |text: &str, expected: &[&str]| {
        let found: Vec<&str> = spans(text).into_iter().map(|span| &text[span]).collect();
        assert_eq!(found, expected, "{text}");
    };
    check("%s of %1$d and %(name)s, %.2f %ld %@", &["%s", "%1$d", "%(name)s", "%.2f", "%ld", "%@"]);
    check(
        "{0} {name} {0:N2} {{x}} {{ x }} ${y} #{z} %{w} {}",
        &["{0}", "{name}", "{0:N2}", "{{x}}", "{{ x }}", "${y}", "#{z}", "%{w}", "{}"],
    );
    check("%1 and %2, %PATH% and %%", &["%1", "%2", "%PATH%", "%%"]);
    check("100% of 50 % die 20%s 5%", &[]);
    check("{a note} <b>x</b> &nbsp; if (a) {", &[]);
    check("{n, plural, one {# file in {dir}} other {# files}}", &["{n, plural,", "{dir}"]);
    check("%", &[]);
    check("{", &[]);
    check("%(", &[]);
}

#[test]
fn lost_added_and_moved_placeholders_are_found() {
    check_all(&[
        ("en-de", "Delete {name} now", "Jetzt löschen", "placeholder"),
        ("en-de", "Delete {name} now", "{Name} jetzt löschen", "placeholder placeholder"),
        ("en-de", "Delete it now", "{0} jetzt löschen", "placeholder"),
        ("en-de", "Copied %s to %d files", "In %d Dateien wurde %s kopiert", "placeholder"),
        ("en-de", "Copied %s to %d files", "In %2$d Dateien wurde %1$s kopiert", ""),
        ("en-de", "Copied {a} to {b} now", "Nach {b} wurde {a} kopiert", ""),
        (
            "en-pl",
            "{n, plural, one {# file} other {# files}}",
            "{n, plural, one {# plik} few {# pliki} many {# plików} other {# pliku}}",
            "",
        ),
        ("en-zh", "It has %d character.|It has %d characters.", "它有 %d 个字符。", ""),
        ("en-de", "It has %d character.|It has %d characters.", "Es hat Zeichen.", "placeholder"),
        ("en-fr", "Start %@\nRun %@\nOpen %@", "Lancer %@\nOuvrir %@\nDémarrer %@\nAller à %@", ""),
        ("en-de", "Use 100% of this", "100 % davon nutzen", ""),
    ]);
}

#[test]
fn addresses_and_paths_are_compared() {
    check_all(&[
        ("en-de", "See https://example.com/en/help.", "Siehe https://example.com/de/help.", ""),
        ("en-de", "See https://example.com/help.", "Siehe https://example.com/hilfe.", "url-email-ip-path"),
        ("en-de", "Write to a.b@example.com.", "Schreiben Sie uns.", "url-email-ip-path"),
        ("en-de", "Ping 10.0.0.1 first.", "Pingen Sie zuerst 10.0.0.2.", "url-email-ip-path"),
        ("en-de", "Edit /etc/app/main.conf now.", "Bearbeiten Sie jetzt /etc/app/main.conf.", ""),
        ("en-de", "Use --no-cache here.", "Verwenden Sie hier --kein-cache.", "url-email-ip-path"),
        ("en-ja", "See https://example.com/ now.", "https://example.com/をご覧ください。", ""),
        ("en-ko", "Write to a@b.example.", "a@b.example(으)로 보내십시오.", ""),
        ("en-de", "Yes and/or no, 24/7.", "Ja und/oder nein, 24/7.", ""),
    ]);
}

#[test]
fn line_breaks_and_tabs_are_counted() {
    check_all(&[
        ("en-de", "One\nTwo", "Eins Zwei", "escapes"),
        ("en-de", "One\r\nTwo", "Eins\nZwei", ""),
        ("en-de", "One\\nTwo", "EinsZwei", "escapes"),
        ("en-de", "One\tTwo", "Eins\tZwei", ""),
        (
            "en-fr",
            "Turn on %@\nSwitch on %@\nSwitch %@ on",
            "Activer %@\nAllumer %@\nMettre %@ en marche\nOuvrir %@",
            "",
        ),
        ("en-fr", "Turn on %@\nSwitch on %@\nSwitch on all", "Activer %@\nAllumer %@", "escapes"),
    ]);
}

#[test]
fn length_is_compared_with_the_source_and_with_the_limit() {
    check_all(&[
        ("en-de", "This is a long sentence that says a lot.", "Langer Satz.", "length-ratio"),
        ("en-de", "Off", "Ausgeschaltet", ""),
        ("en-ja", "This is a long sentence that says a lot.", "これは多くを語る長い文です。", ""),
        ("ja-en", "設定を保存しました。", "The settings have been saved.", ""),
    ]);
    let mut sample = Sample::new("en-de", "Save", "Speichern");
    sample.max_chars = Some(8);
    assert_eq!(sample.ids(), "length-absolute");
    sample.max_chars = Some(9);
    assert_eq!(sample.ids(), "");
}

#[test]
fn a_character_that_the_file_does_not_allow_has_its_place() {
    let sample = Sample::new("en-de", "PRESS ⟦1⟧ NOW", "⟦1⟧ JETZT drücken");
    for (bound, expected) in [
        (Bound::Class(Class::Uppercase), (10, 11)),
        (Bound::Class(Class::Ascii), (12, 13)),
        (Bound::Allowed("[^ü]".to_owned()), (12, 13)),
        (Bound::Charset(Charset::named("us-ascii").unwrap()), (12, 13)),
    ] {
        let bounds = [bound];
        let found = findings(&Pair { bounds: &bounds, ..sample.pair() });
        let place = found.iter().find(|found| found.check == "allowed-chars").and_then(|found| found.span);
        assert_eq!(place, Some(expected), "{bounds:?}");
    }
}
