//! Files as lists of source and target.

use super::{FileChecks, Outcome};
use crate::check::Options;
use crate::domain::file::LanguagePair;
use crate::domain::segment::{Segment, SegmentRef};
use crate::domain::text::CodedText;

fn outcome(languages: &str, pairs: &[(&str, &str)], options: &Options) -> Outcome {
    let mut checks = FileChecks::new(options);
    let (source, target) = languages.split_once('-').unwrap();
    for (number, texts) in (1..).zip(pairs) {
        let segment = Segment {
            id: SegmentRef { number, ..SegmentRef::default() },
            languages: LanguagePair { source: source.to_owned(), target: target.to_owned() },
            codes: Vec::new(),
            source: CodedText::plain(texts.0),
            target: CodedText::plain(texts.1),
            skip: None,
            max_chars: None,
            bounds: Vec::new(),
            notes: Vec::new(),
            claim: None,
            variant: false,
            part: false,
            dismissed: Vec::new(),
        };
        checks.push(&segment, &segment.target);
    }
    checks.finish()
}

/// `expected`: number and id of each finding.
fn check(languages: &str, pairs: &[(&str, &str)], expected: &str) {
    let options = Options { enabled: vec!["same-tgt-diff-src".to_owned()], ..Options::default() };
    let outcome = outcome(languages, pairs, &options);
    let found: Vec<String> =
        outcome.findings.iter().map(|found| format!("{} {}", found.number, found.finding.check)).collect();
    assert_eq!(found.join(", "), expected, "{pairs:?}");
}

#[test]
fn one_source_with_two_targets_is_found_on_both() {
    check(
        "en-de",
        &[
            ("Save the file", "Datei speichern"),
            ("save  the file", "Datei sichern"),
            ("Save all", "Alle sichern"),
        ],
        "1 same-src-diff-tgt, 2 same-src-diff-tgt",
    );
    check("en-de", &[("Save the file", "Datei speichern"), ("Save the file", "datei  speichern")], "");
    // One word may be a verb here and a noun there.
    check("en-de", &[("Open", "Öffnen"), ("Open", "Offen")], "");
    check(
        "ja-en",
        &[("ファイルを保存", "Save file"), ("ファイルを保存", "Keep file")],
        "1 same-src-diff-tgt, 2 same-src-diff-tgt",
    );
    check("en-de", &[("12 34", "12 34"), ("12 34", "12 35")], "");
}

#[test]
fn one_target_for_two_sources_is_a_remark() {
    let pairs = [("Save the file", "Datei speichern"), ("Keep the file", "Datei speichern")];
    check("en-de", &pairs, "1 same-tgt-diff-src, 2 same-tgt-diff-src");
    assert_eq!(outcome("en-de", &pairs, Options::usual()).findings, []);
}

#[test]
fn a_term_that_varies_is_found_where_it_varies() {
    let mut pairs = vec![
        ("Customer account", "Kundenkonto"),
        ("Open your customer account.", "Öffnen Sie Ihr Kundenkonto."),
        ("The customer account is locked.", "Das Kundenkonto ist gesperrt."),
        ("Delete the customer account?", "Das Kundenkonto löschen?"),
        ("Each customer account has a number.", "Jedes Kundenkontos hat eine Nummer."),
    ];
    check("en-de", &pairs, "");
    pairs.push(("Block the customer account.", "Sperren Sie den Kundenzugang."));
    check("en-de", &pairs, "6 terminology-inconsistent");
    let terms = outcome("en-de", &pairs, Options::usual()).terms;
    assert_eq!(
        (terms.len(), terms[0].source.as_str(), terms[0].target.as_str()),
        (1, "Customer account", "Kundenkonto")
    );
    assert_eq!((terms[0].hits, terms[0].otherwise.as_slice()), (5, [6].as_slice()));
    // Two exceptions of six are no exceptions.
    pairs.push(("Show the customer account.", "Kundenzugang anzeigen."));
    check("en-de", &pairs, "");
}

#[test]
fn a_term_is_found_in_a_text_without_blanks() {
    check(
        "en-ja",
        &[
            ("Shared workspace", "共有ワークスペース"),
            ("Open the shared workspace.", "共有ワークスペースを開きます。"),
            ("Close the shared workspace.", "共有ワークスペースを閉じます。"),
            ("Delete the shared workspace.", "共有ワークスペースを削除します。"),
            ("Name the shared workspace.", "共有ワークスペースに名前を付けます。"),
            ("Share the shared workspace.", "共同の作業領域を開きます。"),
        ],
        "6 terminology-inconsistent",
    );
}

#[test]
fn a_check_that_is_switched_off_finds_nothing() {
    let options = Options { disabled: vec!["same-src-diff-tgt".to_owned()], ..Options::default() };
    let pairs = [("Save the file", "Datei speichern"), ("Save the file", "Datei sichern")];
    assert_eq!(outcome("en-de", &pairs, &options).findings, []);
}
