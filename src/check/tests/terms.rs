//! Glossaries and patterns.

use super::{Sample, ids};
use crate::check::{Options, Pair, Terms, findings};
use crate::domain::locale::Locale;
use crate::domain::pattern::Pattern;
use crate::domain::segment::Severity;
use crate::domain::terms::Term;
use crate::domain::text::CodedText;

fn term(source: &str, target: &str) -> Term {
    Term { source: source.to_owned(), target: target.to_owned(), ..Term::default() }
}

fn glossary() -> Options {
    let terms = vec![
        term("account", "Konto"),
        term("customer account", "Kundenkonto"),
        Term { forbidden: vec!["Folder".to_owned(), "Mappe".to_owned()], ..term("folder", "Ordner") },
        term("file", "Datei"),
        term("file", "Akte"),
        Term { do_not_translate: true, ..term("Acme Cloud", "") },
        Term { case_sensitive: true, ..term("IT", "EDV") },
        term("設定", "Einstellung"),
    ];
    Options { terms: Terms::from(terms), ..Options::default() }
}

fn check(languages: &str, source: &str, target: &str, expected: &str) {
    let (sample, options) = (Sample::new(languages, source, target), glossary());
    let found = findings(&Pair { options: &options, ..sample.pair() });
    assert_eq!(ids(&found), expected, "{source:?} {target:?} {found:#?}");
}

#[test]
fn terms_are_required_in_any_form() {
    check("en-de", "Open your account.", "Öffnen Sie Ihr Konto.", "");
    check("en-de", "Open your accounts.", "Öffnen Sie Ihre Konten.", "");
    check("en-de", "Open your account.", "Öffnen Sie Ihr Benutzerkonto.", "");
    check("en-de", "Open your account.", "Öffnen Sie Ihren Zugang.", "term-required");
    check("en-de", "Open the customer account.", "Öffnen Sie das Kundenkonto.", "");
    check("en-de", "Open the customer account.", "Öffnen Sie das Nutzerkonto.", "term-required");
    check("en-de", "Account for it.", "Berücksichtigen Sie das Konto.", "");
    check("en-de", "Open the file.", "Öffnen Sie die Akte.", "");
    check("en-de", "Open the profile.", "Öffnen Sie das Profil.", "");
    check("en-de", "Ask IT for help with it.", "Fragen Sie die EDV um Hilfe.", "");
    check("en-de", "Click it to go on.", "Klicken Sie es an.", "");
    check("ja-de", "設定を保存します。", "Speichern Sie die Einstellungen.", "");
    check("ja-de", "設定を保存します。", "Speichern Sie die Optionen.", "term-required");
}

#[test]
fn what_is_forbidden_or_must_stay_is_told() {
    check("en-de", "Open the folder.", "Öffnen Sie den Ordner.", "");
    check("en-de", "Open the folder.", "Öffnen Sie die Mappe.", "term-required term-forbidden");
    check("en-de", "Open the folder.", "Öffnen Sie den Ordner in der Mappe.", "term-forbidden");
    check("en-de", "Open Acme Cloud.", "Öffnen Sie Acme Cloud.", "");
    check("en-de", "Open Acme Cloud.", "Öffnen Sie die Acme-Wolke.", "dnt");
    let sample = Sample::new("en-de", "Open the folder.", "Öffnen Sie den Ordner in der Mappe.");
    let options = glossary();
    let found = findings(&Pair { options: &options, ..sample.pair() });
    assert_eq!(found[0].span, Some((29, 34)));
}

#[test]
fn the_terms_of_a_source_are_matched_in_their_order() {
    let terms = glossary().terms;
    let matched = terms.matched(&CodedText::plain("A folder for the accounts"), &Locale::parse("en"));
    let sources: Vec<&str> = matched.iter().map(|term| term.source.as_str()).collect();
    assert_eq!(sources, ["account", "folder"]);
}

#[test]
fn patterns_hold_where_both_sides_match() {
    let check = |sides: [Option<&str>; 2], required: bool, languages: &[&str], expected: &str| {
        let pattern = Pattern {
            message: "say Sie".to_owned(),
            source: sides[0].map(str::to_owned),
            target: sides[1].map(str::to_owned),
            required,
            languages: languages.iter().map(|tag| (*tag).to_owned()).collect(),
            severity: Severity::Minor,
        };
        let options = Options { patterns: vec![pattern].into(), ..Options::default() };
        let sample = Sample::new("en-de", "Save your file.", "Sichere deine Datei.");
        let found = findings(&Pair { options: &options, ..sample.pair() });
        assert_eq!(ids(&found), expected, "{sides:?} {required}");
    };
    check([None, Some(r"\bdeine?\b")], false, &[], "user-regex");
    check([None, Some(r"\bdeine?\b")], false, &["fr"], "");
    check([Some("your"), Some("deine")], false, &["de"], "user-regex");
    check([Some("my"), Some("deine")], false, &[], "");
    check([Some("your"), Some("Ihre")], true, &[], "user-regex");
    check([Some("your"), Some("deine")], true, &[], "");
}
