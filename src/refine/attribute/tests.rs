//! Which changes stay, which are taken back, and which are too large.

use super::attribute;
use crate::domain::segment::{Gate, Issue, Severity};
use crate::domain::trail::Cause;
use crate::refine::fixture::segment;
use crate::refine::gate;
use crate::refine::subject::Subject;
use crate::refine::{Gates, Settings};

struct Case {
    source: &'static str,
    target: &'static str,
    category: &'static str,
    severity: Severity,
    spans: (&'static str, &'static str),
}

const CASE: Case = Case {
    source: "Save the large file now, then close the window",
    target: "Sichere den große Datei jetzt, dann schließe das Fenster",
    category: "linguistic/grammar",
    severity: Severity::Major,
    spans: ("", "große"),
};

impl Case {
    /// What is left of a candidate and why each change was made, or the gate that refused it.
    fn check(&self, candidate: &str, expected: Result<(&str, &[Cause]), Gate>) {
        let subject = Subject::new(segment(1, self.source, self.target), false);
        let best = subject.version(subject.segment.target.clone());
        let issue = Issue {
            category: self.category.to_owned(),
            severity: self.severity,
            source_span: self.spans.0.to_owned(),
            target_span: self.spans.1.to_owned(),
            explanation: String::new(),
            confidence: None,
        };
        let issues = [issue];
        let got = gate::read(&subject, &best, candidate, Gates::default())
            .and_then(|text| gate::pass(&subject, &best, &issues, text, Gates::default()))
            .and_then(|version| attribute(&subject, &best, &issues, version, &Settings::new("a/b")));
        let got = got.map_err(|refusal| refusal.gate).map(|done| {
            let causes: Vec<_> = done.changes.iter().map(|change| change.cause).collect();
            (done.version.text.to_string(), causes)
        });
        assert_eq!(got, expected.map(|(text, causes)| (text.to_owned(), causes.to_vec())), "{candidate}");
    }
}

#[test]
fn changes_at_what_an_issue_quotes_stay_and_others_are_taken_back() {
    use Cause::{Issue, None};
    let kept = "Sichere die große Datei jetzt, dann schließe das Fenster";
    CASE.check(kept, Ok((kept, &[Issue])));
    CASE.check(
        "Sichere die große Datei jetzt, dann schließen Sie das Dialogfenster",
        Ok((kept, &[Issue, None, None])),
    );
    CASE.check("Sichere den große Datei jetzt, dann schließen Sie das Fenster", Err(Gate::UnattributedEdit));
}

#[test]
fn forms_of_words_of_the_same_clause_may_agree_and_other_words_not() {
    use Cause::{Agreement, Issue, None};
    let case = Case {
        source: "The old dog that belongs to my quiet neighbour ran slowly in winter",
        target: "Der alte Hund meines stillen Nachbarn ist im Winter langsam gelaufen",
        spans: ("", "gelaufen"),
        ..CASE
    };
    let all = "Der alten Hund meines stillen Nachbarn ist im Winter langsam gelaufene";
    case.check(all, Ok((all, &[Agreement, Issue])));
    let all = "Die alte Hund meines stillen Nachbarn ist im Winter langsam gelaufene";
    case.check(all, Ok((all, &[Agreement, Issue])));
    let moved = "Der Hund meines alte stillen Nachbarn ist im Winter langsam gelaufene";
    case.check(moved, Ok((moved, &[Agreement, Agreement, Issue])));
    case.check(
        "Der alte Kind meines lauten Nachbarn ist im Winter langsam gelaufene",
        Ok(("Der alte Hund meines stillen Nachbarn ist im Winter langsam gelaufene", &[None, None, Issue])),
    );
    case.check(
        "Der alte Hund meines nicht stillen Nachbarn ist im Winter langsam gelaufene",
        Ok(("Der alte Hund meines stillen Nachbarn ist im Winter langsam gelaufene", &[None, Issue])),
    );
}

#[test]
fn an_insertion_is_an_omissions() {
    let case = Case {
        category: "accuracy/omission",
        spans: ("large", ""),
        target: "Sichere die Datei jetzt, dann schließe das Fenster",
        ..CASE
    };
    let all = "Sichere die große Datei jetzt, dann schließe das Fenster";
    case.check(all, Ok((all, &[Cause::Issue])));
    case.check(
        "Sichere die große Akte jetzt, dann schließe das Fenster",
        Ok(("Sichere die große Akte jetzt, dann schließe das Fenster", &[Cause::Issue])),
    );
}

#[test]
fn a_repair_of_a_finding_needs_no_issue() {
    let case = Case {
        spans: ("", "Fenster"),
        source: "Take 5 or 6 pills with some water now, then close the window",
        target: "Nimm 5 oder 7 Tabletten mit etwas Wasser jetzt, schließe das Fenster",
        ..CASE
    };
    let all = "Nimm 5 oder 6 Tabletten mit etwas Wasser jetzt, schließe das Fenster";
    case.check(all, Ok((all, &[Cause::Finding])));
}

#[test]
fn more_words_than_the_issues_justify_are_refused() {
    let target = "eins zwei drei vier fünf sechs sieben acht neun zehn";
    let source = "one two three four five six seven eight nine ten";
    let case = |severity| Case {
        source,
        target,
        severity,
        spans: ("", "zwei drei vier fünf sechs sieben acht"),
        ..CASE
    };
    for (severity, words, passes) in [
        (Severity::Minor, 3, true),
        (Severity::Minor, 4, false),
        (Severity::Major, 6, true),
        (Severity::Major, 7, false),
        (Severity::Critical, 8, true),
    ] {
        let new: Vec<String> = target
            .split(' ')
            .enumerate()
            .map(|(at, word)| if (1..=words).contains(&at) { format!("{word}x") } else { word.to_owned() })
            .collect();
        let candidate = new.join(" ");
        let causes = vec![Cause::Issue; words];
        case(severity)
            .check(&candidate, if passes { Ok((&candidate, &causes)) } else { Err(Gate::EditSize) });
    }
}

#[test]
fn a_code_that_moves_is_one_change() {
    let case = Case {
        source: "Save ⟦2⟧ the file",
        target: "Die ⟦2⟧ Datei eins zwei drei vier falsch",
        spans: ("", "falsch"),
        ..CASE
    };
    let all = "Die Datei eins zwei drei vier ⟦2⟧ richtig";
    let subject = Subject::new(segment(1, case.source, case.target), false);
    let best = subject.version(subject.segment.target.clone());
    let issues = [Issue {
        category: CASE.category.to_owned(),
        severity: Severity::Major,
        source_span: String::new(),
        target_span: "falsch".to_owned(),
        explanation: String::new(),
        confidence: None,
    }];
    let version = gate::read(&subject, &best, all, Gates::default())
        .and_then(|text| gate::pass(&subject, &best, &issues, text, Gates::default()))
        .unwrap();
    let done = attribute(&subject, &best, &issues, version, &Settings::new("a/b")).unwrap();
    assert_eq!(done.version.text.to_string(), all);
}
