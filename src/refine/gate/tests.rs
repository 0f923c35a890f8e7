//! Candidates and the gates that refuse them.

use super::{pass, read, sentences};
use crate::domain::locale::Locale;
use crate::domain::segment::{Gate, Issue, Severity};
use crate::refine::fixture::segment;
use crate::refine::subject::Subject;

struct Case {
    source: &'static str,
    target: &'static str,
    locale: &'static str,
    issue: &'static str,
}

impl Case {
    const fn new(source: &'static str, target: &'static str) -> Self {
        Self { source, target, locale: "de", issue: "accuracy/mistranslation" }
    }

    /// The target that comes out for what the model wrote, or the gate that refused it.
    fn check(&self, candidate: &str, expected: Result<&str, Gate>) {
        let mut subject = Subject::new(segment(1, self.source, self.target));
        subject.target_locale = Locale::parse(self.locale);
        let best = subject.version(subject.segment.target.clone());
        let issue = Issue {
            category: self.issue.to_owned(),
            severity: Severity::Minor,
            source_span: String::new(),
            target_span: String::new(),
            explanation: String::new(),
        };
        let got =
            read(&subject, &best, candidate).and_then(|candidate| pass(&subject, &best, &[issue], candidate));
        let got = got.map(|version| version.text.to_string()).map_err(|refusal| refusal.gate);
        assert_eq!(got, expected.map(str::to_owned), "{} → {candidate:?}", self.target);
    }
}

#[test]
fn a_good_candidate_passes() {
    let case = Case::new("Save ⟦1⟧5 files⟦/1⟧ now.", "Sichern ⟦1⟧5 Datei⟦/1⟧ jetzt.");
    case.check("Sichern Sie jetzt ⟦1⟧5 Dateien⟦/1⟧.", Ok("Sichern Sie jetzt ⟦1⟧5 Dateien⟦/1⟧."));
}

#[test]
fn codes_are_kept() {
    let case = Case::new("Save ⟦1⟧the file⟦/1⟧ ⟦2⟧ now", "Sichere ⟦1⟧die Datei⟦/1⟧ ⟦2⟧ jetzt");
    for bad in [
        "Sichere die Datei ⟦2⟧ jetzt",
        "Sichere ⟦1⟧die Datei⟦/1⟧ jetzt",
        "Sichere ⟦1⟧die Datei⟦/1⟧ ⟦2⟧⟦2⟧ jetzt",
        "Sichere ⟦/1⟧die Datei⟦1⟧ ⟦2⟧ jetzt",
        "Sichere ⟦1⟧⟦/1⟧die Datei ⟦2⟧ jetzt",
        "Sichere ⟦1⟧die Datei⟦/1⟧ ⟦3⟧ jetzt",
        "Sichere ⟦1⟧die Datei⟦/1⟧ ⟦ jetzt",
        "Sichere ⟦1⟧die Datei⟦/1⟧ ⟦/2⟧ jetzt",
    ] {
        case.check(bad, Err(Gate::Tags));
    }
}

#[test]
fn what_models_do_to_spaces_and_entities_is_undone() {
    let case = Case::new(" Cats & dogs  ", " Katze & Hunde  ");
    case.check("Katzen &amp; Hunde", Ok(" Katzen & Hunde  "));
    case.check("  Katzen & Hunde ", Ok(" Katzen & Hunde  "));
    let literal = Case::new("Write &amp; for < here", "Schreib &amp; für < hier");
    literal.check("Schreibe &amp; für &lt; hier", Ok("Schreibe &amp; für < hier"));
    let coded = Case::new("⟦2⟧ Save", "⟦2⟧ Sichere");
    coded.check(" ⟦2⟧ Sichern ", Ok("⟦2⟧ Sichern"));
}

#[test]
fn numbers_stay_right_once_they_are() {
    Case::new("Take 5 pills", "Nimm 5 Pille").check("Nimm 6 Pillen", Err(Gate::Numbers));
    Case::new("Take 5 pills", "Nimm 6 Pille").check("Nimm 5 Pillen", Ok("Nimm 5 Pillen"));
    Case::new("Take 5 pills", "Nimm 6 Pille").check("Nimm 6 Pillen", Ok("Nimm 6 Pillen"));
}

#[test]
fn another_language_is_refused_where_it_can_be_told() {
    let german = Case::new("Save the file", "Sichere die Datei");
    german.check("Сохраните файл", Err(Gate::Language));
    german.check("保存文件吧", Err(Gate::Language));
    german.check("Save the  file", Err(Gate::Language));
    let japanese = Case { locale: "ja", ..Case::new("Save the file", "ファイルの保存する") };
    japanese.check("Datei sichern bitte", Err(Gate::Language));
    japanese.check("ファイルを保存する", Ok("ファイルを保存する"));
    Case::new("PDF", "Pdf").check("PDF", Ok("PDF"));
}

#[test]
fn text_does_not_go_away_unless_an_issue_says_it_was_too_much() {
    let case = Case::new(
        "Save the file. Then close the window.",
        "Sichere bitte die Datei. Schließe danach das Fenster.",
    );
    case.check("Sichere bitte die Datei.", Err(Gate::Omission));
    case.check("Sichere die Datei und schließe danach das Fenster.", Err(Gate::Omission));
    case.check("", Err(Gate::Omission));
    case.check(" … ", Err(Gate::Omission));
    let added =
        Case { issue: "accuracy/addition", ..Case::new("Save the file.", "Sichere die Datei. Danke sehr.") };
    added.check("Sichere die Datei.", Ok("Sichere die Datei."));
    let abbreviated = Case::new("Fruit, e.g. apples, is good.", "Obst, z. B. Äpfel, ist gutt.");
    abbreviated.check("Obst, zum Beispiel Äpfel, ist gut.", Ok("Obst, zum Beispiel Äpfel, ist gut."));
}

#[test]
fn lengths_stay_likely() {
    let case = Case::new("Save the file", "Sichere die Datei");
    case.check(&"Sichere die Datei und noch viel mehr als das ".repeat(2), Err(Gate::Length));
    case.check(&"a ".repeat(9_999), Err(Gate::Length));
}

#[test]
fn words_about_the_translation_are_refused() {
    let case = Case::new("Save the file", "Sichere die Datei");
    case.check("Here is the corrected translation: Datei sichern", Err(Gate::WrapperText));
    case.check("\"Datei sichern\"", Err(Gate::WrapperText));
}

#[test]
fn sentences_are_counted_without_their_abbreviations() {
    let check = |text, expected| assert_eq!(sentences(text), expected, "{text}");
    check("", 0);
    check(" … ", 0);
    check("Take 5.", 1);
    check("Take five. Then rest", 2);
    check("Obst, z. B. Äpfel. Danach Dr. Müller.", 2);
    check("Version 1.2 usw. und so fort!", 1);
    check("保存する。閉じる。", 2);
}
