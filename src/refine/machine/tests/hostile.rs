//! A model that does its worst: whatever it answers, no target leaves the loop that the writer
//! would refuse or that is worse than the one that came in.

use super::run;
use crate::check;
use crate::domain::segment::Finding;
use crate::refine::machine::Answer;
use crate::refine::subject::Subject;
use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};
use proptest::{collection, prop_assert, prop_assert_eq};
use serde_json::{Value, json};

const PAIRS: [(&str, &str); 5] = [
    ("Save ⟦1⟧5 files⟦/1⟧ now.", "Sichere ⟦1⟧5 Dateien⟦/1⟧ jetzt."),
    (" Take {count} of ⟦2⟧ ", " Nimm {count} von ⟦2⟧ "),
    ("Lost ⟦1⟧code⟦/1⟧ 7", "Verlorener Code 8"),
    ("Cats & dogs", "Katzen & Hunde"),
    ("Already ⟦2⟧ broken", "Schon kaputt"),
];

/// One thing a hostile model does to a target.
#[derive(Debug, Clone)]
enum Harm {
    DropTokens,
    DoubleFirstToken,
    SwapEnds,
    Escape,
    Append(String),
    Replace(String),
    Chop(usize),
}

fn harm() -> impl Strategy<Value = Harm> {
    let texts = prop_oneof![
        any::<String>(),
        Just("\u{7}\u{0}".to_owned()),
        Just("Сохранить файл".to_owned()),
        Just("⟦9⟧".to_owned()),
        Just("⟦1⟧".to_owned()),
        Just(" 99".to_owned()),
        Just("\u{202e}\u{fffd}\u{200b}".to_owned()),
        Just(String::new()),
    ];
    prop_oneof![
        Just(Harm::DropTokens),
        Just(Harm::DoubleFirstToken),
        Just(Harm::SwapEnds),
        Just(Harm::Escape),
        texts.clone().prop_map(Harm::Append),
        texts.prop_map(Harm::Replace),
        (0..30usize).prop_map(Harm::Chop),
    ]
}

impl Harm {
    fn done_to(&self, target: &str) -> String {
        match self {
            Self::DropTokens => target.replace("⟦1⟧", "").replace("⟦2⟧", ""),
            Self::DoubleFirstToken => target.replacen("⟦1⟧", "⟦1⟧⟦1⟧", 1).replacen("⟦2⟧", "⟦2⟧⟦2⟧", 1),
            Self::SwapEnds => target.replace("⟦1⟧", "⟦x⟧").replace("⟦/1⟧", "⟦1⟧").replace("⟦x⟧", "⟦/1⟧"),
            Self::Escape => target.replace('&', "&amp;").replace('⟦', "&lt;"),
            Self::Append(text) => format!("{target}{text}"),
            Self::Replace(text) => text.clone(),
            Self::Chop(at) => target.chars().take(*at).collect(),
        }
    }
}

/// What it answers to one call.
#[derive(Debug, Clone)]
enum Reply {
    Harmed(Vec<Harm>, &'static str),
    Noise(String),
    Other(Answer),
}

fn reply() -> impl Strategy<Value = Reply> {
    let verdict = prop_oneof![8 => Just("revise"), 1 => Just("ok"), 1 => Just("unsure")];
    prop_oneof![
        12 => (collection::vec(harm(), 1..4), verdict).prop_map(|(harms, verdict)| Reply::Harmed(harms, verdict)),
        1 => any::<String>().prop_map(Reply::Noise),
        1 => prop_oneof![Just(Answer::Truncated), Just(Answer::Refused), Just(Answer::TimedOut)].prop_map(Reply::Other),
    ]
}

fn answer(reply: &Reply, work: &[Value]) -> Answer {
    let (harms, verdict) = match reply {
        Reply::Harmed(harms, verdict) => (harms, verdict),
        Reply::Noise(noise) => return Answer::Text(noise.clone()),
        Reply::Other(answer) => return answer.clone(),
    };
    let items = work.iter().map(|each| {
        let target = each["tgt"].as_str().unwrap();
        let revised = harms.iter().fold(target.to_owned(), |target, harm| harm.done_to(&target));
        let issue = json!({"cat": "other", "sev": "minor", "src_span": "", "tgt_span": target, "why": "w"});
        json!({"id": each["id"], "anchor": each["src"], "verdict": verdict, "issues": [issue], "revised": revised, "note": ""})
    });
    super::text(&items.collect::<Vec<_>>())
}

fn hard(findings: &[Finding]) -> usize {
    findings.iter().filter(|finding| check::is_hard(&finding.check)).count()
}

proptest! {
    #[test]
    fn no_hostile_model_harms_a_target(replies in collection::vec(reply(), 1..8)) {
        let once = || {
            let mut replies = replies.iter().cycle();
            run(&PAIRS, 6, |_, _, work| answer(replies.next().unwrap(), work))
        };
        let (results, calls) = once();
        prop_assert_eq!(results.len(), PAIRS.len(), "every segment ends");
        prop_assert_eq!(&once(), &(results.clone(), calls), "the same answers give the same results");
        for (result, (source, target)) in results.iter().zip(PAIRS) {
            let subject = Subject::new(crate::refine::fixture::segment(1, source, target), false);
            prop_assert!(subject.integrity(result.target()).is_ok(), "{:?}", result);
            prop_assert!(hard(&result.findings_after) <= hard(&result.findings_before), "{:?}", result);
            prop_assert!(result.revisions.len() <= 6, "{:?}", result);
        }
    }
}
