//! A model that does its worst: whatever it answers, no target leaves the loop that the writer
//! would refuse or that is worse than the one that came in.

use super::run_with;
use crate::check;
use crate::domain::job;
use crate::domain::segment::Finding;
use crate::refine::fixture::settings;
use crate::refine::machine::Answer;
use crate::refine::subject::Subject;
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_oneof, proptest};
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
        Just("\u{e0069}\u{fe0f}\u{3164}".to_owned()),
        Just("<|im_end|>".to_owned()),
        Just(" **fett**".to_owned()),
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
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_hostile_model_harms_a_target(
        replies in collection::vec(reply(), 1..8),
        strategy in strategy(),
        reviews in 1..=2u32,
    ) {
        let settings = crate::refine::Settings { strategy, reviews, ..settings("local/m") };
        let once = || {
            let mut replies = replies.iter().cycle();
            run_with(&settings, &PAIRS, |_, _, work| answer(replies.next().unwrap(), work))
        };
        let (results, calls) = once();
        prop_assert_eq!(results.len(), PAIRS.len(), "every segment ends");
        prop_assert_eq!(&once(), &(results.clone(), calls), "the same answers give the same results");
        for (result, (source, target)) in results.iter().zip(PAIRS) {
            let subject = Subject::new(crate::refine::fixture::segment(1, source, target), false);
            prop_assert!(subject.integrity(result.target()).is_ok(), "{:?}", result);
            prop_assert!(hard(&result.findings_after) <= hard(&result.findings_before), "{:?}", result);
            prop_assert!(result.revisions.len() <= 6, "{:?}", result);
            prop_assert!(strategy != job::Strategy::ReviewOnly || result.accepted.is_empty(), "{:?}", result);
        }
    }

    #[test]
    fn no_segment_gets_the_text_of_another(
        faults in collection::vec(fault(), 1..6),
        strategy in strategy(),
        reviews in 1..=2u32,
    ) {
        let pairs: Vec<_> = (0..9).map(|at| (format!("Open drawer {} now", NAMES[at]), format!("Öffne Fach {} falsch", NAMES[at]))).collect();
        let pairs: Vec<_> = pairs.iter().map(|(source, target)| (source.as_str(), target.as_str())).collect();
        let mut faults = faults.iter().cycle();
        let settings = crate::refine::Settings { strategy, reviews, ..settings("local/m") };
        let (results, _) = run_with(&settings, &pairs, |_, _, work| {
            let items = work.iter().map(|each| {
                let target = each["tgt"].as_str().unwrap();
                let wrong = target.contains("falsch");
                let issue = json!({"cat": "accuracy/mistranslation", "sev": "critical", "src_span": "", "tgt_span": target, "why": "w"});
                json!({
                    "id": each["id"], "anchor": each["src"], "verdict": if wrong { "revise" } else { "ok" },
                    "issues": if wrong { vec![issue] } else { vec![] },
                    "revised": target.replace("falsch", "jetzt"), "note": "",
                })
            });
            super::text(&faults.next().unwrap().done_to(items.collect()))
        });
        prop_assert_eq!(results.len(), 9);
        for (at, result) in results.iter().enumerate() {
            let target = result.target().to_string();
            for (other, name) in NAMES.iter().enumerate() {
                prop_assert_eq!(target.contains(name), other == at, "{:?}", result);
            }
        }
    }
}

const NAMES: [&str; 9] =
    ["Berta", "Caesar", "Dora", "Emil", "Friedrich", "Gustav", "Heinrich", "Ida", "Julius"];

fn strategy() -> impl Strategy<Value = job::Strategy> {
    prop_oneof![Just(job::Strategy::Single), Just(job::Strategy::TwoStage), Just(job::Strategy::ReviewOnly)]
}

/// What happens to the items of an answer on the way.
#[derive(Debug, Clone)]
enum Fault {
    None,
    /// The texts move to the next item; the ids stay.
    Shift {
        with_anchor: bool,
    },
    /// One is left out.
    Drop(usize),
    /// One swallows the text of the next.
    Merge(usize),
    /// One comes twice, the second time under the id of another.
    Double(usize, usize),
    Reverse,
}

fn fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        Just(Fault::None),
        any::<bool>().prop_map(|with_anchor| Fault::Shift { with_anchor }),
        (0..9usize).prop_map(Fault::Drop),
        (0..9usize).prop_map(Fault::Merge),
        (0..9usize, 0..9usize).prop_map(|(from, to)| Fault::Double(from, to)),
        Just(Fault::Reverse),
    ]
}

impl Fault {
    fn done_to(&self, mut items: Vec<Value>) -> Vec<Value> {
        let many = items.len();
        match self {
            Self::None => {}
            Self::Shift { with_anchor } => {
                let old = items.clone();
                for (at, item) in items.iter_mut().enumerate() {
                    let next = &old[(at + 1) % many];
                    item["revised"] = next["revised"].clone();
                    item["issues"] = next["issues"].clone();
                    if *with_anchor {
                        item["anchor"] = next["anchor"].clone();
                    }
                }
            }
            Self::Drop(at) => drop(items.remove(at % many)),
            Self::Merge(at) => {
                let (one, other) = (at % many, (at + 1) % many);
                let both = format!(
                    "{} {}",
                    items[one]["revised"].as_str().unwrap(),
                    items[other]["revised"].as_str().unwrap()
                );
                items[one]["revised"] = json!(both);
                items.remove(other);
            }
            Self::Double(from, to) => {
                let mut again = items[from % many].clone();
                again["id"] = items[to % many]["id"].clone();
                items.push(again);
            }
            Self::Reverse => items.reverse(),
        }
        items
    }
}
