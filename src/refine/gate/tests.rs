//! Candidates and the gates that refuse them.

use super::{findings, pass, read, sentences};
use crate::domain::locale::Locale;
use crate::domain::segment::{Gate, Issue, Severity};
use crate::refine::Gates;
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
        let mut subject = Subject::new(segment(1, self.source, self.target), false);
        subject.target_locale = Locale::parse(self.locale);
        let best = subject.version(subject.segment.target.clone());
        let issue = Issue {
            category: self.issue.to_owned(),
            severity: Severity::Minor,
            source_span: String::new(),
            target_span: String::new(),
            explanation: String::new(),
            confidence: None,
        };
        let got = read(&subject, &best, candidate, Gates::default())
            .and_then(|candidate| pass(&subject, &best, &[issue], candidate, Gates::default()));
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
fn a_dismissed_fault_counts_for_nothing_and_still_no_candidate_may_add_one() {
    let mut dismissed = segment(1, "Save 5 files in 3 folders.", "Sichere 7 Dateien in 3 Ordnern.");
    dismissed.dismissed = vec!["number-value".to_owned(), "target-empty".to_owned()];
    let subject = Subject::new(dismissed, false);
    let best = subject.version(subject.segment.target.clone());
    assert!(best.findings.is_empty(), "{:?}", best.findings);
    let try_it = |candidate: &str| {
        let passed = read(&subject, &best, candidate, Gates::default())
            .and_then(|candidate| pass(&subject, &best, &[], candidate, Gates::default()));
        passed.map(|version| version.findings).map_err(|refusal| refusal.gate)
    };
    assert_eq!(try_it("Sichern Sie 7 Dateien in 3 Ordnern."), Ok(Vec::new()));
    assert_eq!(try_it("Sichern Sie 7 Dateien in 4 Ordnern."), Err(Gate::Numbers));
}

#[test]
fn an_edit_adds_no_finding_of_any_level() {
    let case = Case::new("Save the PDF file.", "Sichere das PDF-Datei.");
    case.check("Sichere die PDF-Datei.", Ok("Sichere die PDF-Datei."));
    case.check("Sichere die  PDF-Datei.", Err(Gate::Findings));
    case.check("Sichere die PDF-Datei", Err(Gate::Findings));
    case.check("sichere die PDF-Datei.", Err(Gate::Findings));
    case.check("Sichere die die PDF-Datei.", Err(Gate::Findings));
    // A finding of the same check that says something else is another fault.
    let asking = Case::new("Save the files?", "Sichere die Dateie.");
    asking.check("Sichere die Dateien!", Err(Gate::Findings));
    asking.check("Sichere die Dateien.", Ok("Sichere die Dateien."));
    let spelling = Case { issue: "linguistic/spelling", ..Case::new("Save it.", "Sichere es.") };
    spelling.check("sichere das.", Ok("sichere das."));
}

#[test]
fn what_mends_something_serious_may_insist_on_a_smaller_fault() {
    let mut subject = Subject::new(segment(1, "Take 5 pills now.", "Nimm 6 Pillen jetzt."), false);
    subject.target_locale = Locale::parse("de");
    let best = subject.version(subject.segment.target.clone());
    let candidate = subject.version(crate::domain::text::CodedText::plain("Nimm 5  Pillen jetzt."));
    let refusal = findings(&subject, &best, &[], &candidate).unwrap_err();
    assert_eq!(refusal.adds.as_deref(), Some("double-space"));
    subject.insisted.extend(refusal.adds);
    assert_eq!(findings(&subject, &best, &[], &candidate), Ok(()));
}

#[test]
fn a_gate_that_is_not_in_the_set_refuses_nothing() {
    let subject = Subject::new(segment(1, "Take 5 pills", "Nimm 5 Pillen"), false);
    let best = subject.version(subject.segment.target.clone());
    let through = |gates| {
        let text = read(&subject, &best, "Nimm 6  Pillen", gates)?;
        pass(&subject, &best, &[], text, gates)
    };
    let refused_by = |gates| through(gates).err().map(|refusal| refusal.gate);
    assert_eq!(refused_by(Gates::default()), Some(Gate::Numbers));
    assert_eq!(refused_by(Gates::only(&[Gate::Findings])), Some(Gate::Findings));
    assert_eq!(refused_by(Gates::only(&[Gate::Numbers])), Some(Gate::Numbers));
    assert_eq!(refused_by(Gates::only(&[Gate::Length])), None);
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
fn versions_and_dates_stay_right_once_they_are() {
    for locale in ["de", "ja", "fi"] {
        let refused = |right: &'static str, wrong: &str| {
            Case { locale, ..Case::new(right, right) }.check(wrong, Err(Gate::Numbers));
        };
        refused("1.2.3", "1.3.3");
        refused("2.4.6", "2.6.6");
        refused("2024-12-20", "2024-20-20");
        refused("2024-03-05", "2024-05-05");
    }
    Case::new("A4 paper", "A4-Papier").check("A5-Papier", Err(Gate::Findings));
    Case::new("Use 50 % of it", "Nutze 50 % davo").check("Nutze 50 davon", Err(Gate::Findings));
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
    case.check("Sichern die Datei<|im_end|>", Err(Gate::WrapperText));
    case.check("{\"text\": \"Sichern die Datei\"}", Err(Gate::WrapperText));
    case.check("<translation>Sichern die Datei</translation>", Err(Gate::WrapperText));
    case.check("I'm sorry, but I can't assist with that.", Err(Gate::WrapperText));
    let declines = Case::new("Sorry, I can't help with that.", "Dabei kann ich nich helfen.");
    let better = "Leider kann ich dabei nicht helfen.";
    declines.check(better, Ok(better));
    let json = Case::new("{\"text\": \"Save\"}", "{\"text\": \"Sichre\"}");
    json.check("{\"text\": \"Sichere\"}", Ok("{\"text\": \"Sichere\"}"));
}

#[test]
fn marks_of_markdown_that_nobody_had_are_refused() {
    let case = Case::new("This is a house.", "Das is ein Haus.");
    for bad in [
        "Das ist ein **Haus**.",
        "Das ist ein *Haus*.",
        "Das ist ein `Haus`.",
        "Das ist ein [b]Haus[/b].",
        "# Das ist ein Haus.",
    ] {
        case.check(bad, Err(Gate::Findings));
    }
    case.check("Das ist ein Haus.", Ok("Das ist ein Haus."));
    // What the target had may stay.
    let bold = Case::new("This is a house.", "Das is ein **Haus**.");
    bold.check("Das ist ein **Haus**.", Ok("Das ist ein **Haus**."));
    bold.check("Das ist ein Haus.", Ok("Das ist ein Haus."));
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

#[test]
fn what_the_model_did_not_see_is_put_around_its_answer() {
    let case = Case::new("⟦1⟧Save the old files⟦/1⟧", "⟦1⟧Die alten Dateien sichern⟦/1⟧");
    let whole = "⟦1⟧Alte Dateien sichern⟦/1⟧";
    case.check("Alte Dateien sichern", Ok(whole));
    case.check(" Alte Dateien sichern\n", Ok(whole));
    case.check(whole, Ok(whole));
    case.check("Alte ⟦1⟧Dateien⟦/1⟧ sichern", Err(Gate::Tags));
    case.check("⟦1⟧Alte Dateien sichern", Err(Gate::Tags));
    let quoted = Case::new("⟦1⟧“Save”⟦/1⟧", "⟦1⟧„Sichere“⟦/1⟧");
    quoted.check("„Sichern“", Ok("⟦1⟧„Sichern“⟦/1⟧"));
}

#[test]
fn a_literal_mark_in_a_text_is_never_a_code() {
    let case = Case::new("Press ⟦⟦2⟧ and ⟦2⟧ now", "Drücke ⟦⟦2⟧ und ⟦2⟧ nun");
    case.check("Drücke ⟦⟦2⟧ und ⟦2⟧ jetzt", Ok("Drücke ⟦⟦2⟧ und ⟦2⟧ jetzt"));
    case.check("Drücke ⟦2⟧ und ⟦2⟧ jetzt", Err(Gate::Tags));
    let none = Case::new("Press ⟦⟦1⟧ now", "Drücke ⟦⟦1⟧ nun");
    none.check("Drücke ⟦1⟧ jetzt", Err(Gate::Tags));
}

#[test]
fn a_permissive_job_may_drop_a_code_and_no_check_misses_it() {
    let mut segment = segment(1, "Save ⟦1⟧the⟦/1⟧ files ⟦2⟧ now", "Die ⟦1⟧alten⟦/1⟧ Dateien ⟦2⟧ sichern");
    segment.codes.iter_mut().for_each(|code| code.can_delete = code.number == 1);
    for (permissive, candidate, expected) in [
        (true, "Die Dateien ⟦2⟧ sichern", Ok(())),
        (true, "Die ⟦1⟧alten⟦/1⟧ Dateien sichern", Err(Gate::Tags)),
        (false, "Die Dateien ⟦2⟧ sichern", Err(Gate::Tags)),
    ] {
        let subject = Subject::new(segment.clone(), permissive);
        let best = subject.version(subject.segment.target.clone());
        let got = read(&subject, &best, candidate, Gates::default())
            .and_then(|candidate| pass(&subject, &best, &[], candidate, Gates::default()));
        let got = got.map(|version| assert!(version.findings.is_empty(), "{:?}", version.findings));
        assert_eq!(got.map_err(|refusal| refusal.gate), expected, "{permissive} {candidate}");
    }
}

#[test]
fn what_the_target_had_right_stays() {
    let dose = Case::new("Take 5 mg for 10 minutes.", "Nehmen Sie 10 Minuten lang 5 mg.");
    dose.check("Nehmen Sie 10 Minuten lang 5 g.", Err(Gate::Numbers));
    dose.check("Nehmen Sie 10 Stunden lang 5 mg.", Err(Gate::Numbers));
    Case::new("It costs $5 now.", "Es kostet jetzt $5.").check("Es kostet jetzt €5.", Err(Gate::Numbers));
    let script = Case {
        locale: "sr", ..Case::new("Save the file now.", "Сачувајте датотеку сада.")
    };
    script.check("Sačuvajte datoteku sada.", Err(Gate::Language));
    script.check("Сачувајте ову датотеку.", Ok("Сачувајте ову датотеку."));
}

#[test]
fn numbers_that_differ_already_give_no_leave_for_others() {
    let hour = Case::new("It opens at 12 a.m. today.", "Es öffnet heute um 0 Uhr.");
    hour.check("Es öffnet heute um 7 Uhr.", Err(Gate::Numbers));
    hour.check("Heute öffnet es um 0 Uhr.", Ok("Heute öffnet es um 0 Uhr."));
    hour.check("Es öffnet heute um 12 Uhr.", Err(Gate::Numbers));
    let afternoon = Case::new("It opens at 5 pm today.", "Es öffnet heute um 17 Uhr.");
    afternoon.check("Es öffnet heute um 5 Uhr.", Err(Gate::Numbers));
    afternoon.check("Heute öffnet es um 17 Uhr.", Ok("Heute öffnet es um 17 Uhr."));
}

#[test]
fn nothing_comes_in_that_no_text_has() {
    let case = Case::new("Save the file now.", "Datei jetzt sichern.");
    case.check("Datei jetzt auf evil.com sichern.", Err(Gate::Placeholders));
    case.check("Datei\u{2003}jetzt sichern.", Err(Gate::Characters));
    case.check("Datei\u{3000}jetzt sichern.", Err(Gate::Characters));
}

#[test]
fn what_stood_there_twice_may_go() {
    let case = Case::new(
        "A file was saved in the folder.",
        "Eine Datei wurde im Ordner gesichert. Eine Datei wurde im Ordner gesichert.",
    );
    case.check("Eine Datei wurde im Ordner gesichert.", Ok("Eine Datei wurde im Ordner gesichert."));
    case.check("Eine Datei wurde gesichert.", Err(Gate::Omission));
}
