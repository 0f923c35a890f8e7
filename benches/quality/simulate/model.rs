//! Made-up models: a reviewer, an editor, a verifier and a line between, each with its rates.
//!
//! They read the real prompts and write real answers. What is right and what harms is known from the
//! operators alone.

use crate::data::Pair;
use crate::inject::{self, Operator};
use fastrand::Rng;
use refineloop::domain::model::Role;
use refineloop::refine::{Answer, Ask};
use serde_json::{Value, json};
use std::collections::HashMap;

/// How good the models are.
#[derive(Debug, Clone, Copy)]
pub struct Rates {
    pub name: &'static str,
    /// Faults the reviewer sees.
    pub recall: f64,
    /// Right texts it finds an error in.
    pub false_issue: f64,
    /// Edits that repair, and edits that harm; the rest changes nothing.
    pub win: f64,
    pub lose: f64,
    /// Better candidates the verifier prefers, and worse ones.
    pub verifier_right: f64,
    pub verifier_wrong: f64,
    /// How often it names the first of two, whatever they are.
    pub position_bias: f64,
    /// Whether it says of the second order what it said of the first.
    pub correlated: bool,
    /// Items that are lost, doubled or exchanged, and answers that are fenced, cut off or missing.
    pub transport: f64,
}

/// What is known of a segment that no model knows.
#[derive(Debug, Clone)]
pub struct Truth {
    pub pair: Pair,
    /// The target it came with, and the operator that harmed it, if one did.
    pub original: String,
    pub harmed_by: Option<&'static Operator>,
    /// Harmful texts that were proposed, and by which operator.
    pub proposed: Vec<(String, &'static Operator)>,
    /// What stands around the part that models see.
    around: Option<(String, String)>,
    /// What they saw last.
    current: String,
    /// What a correlated verifier said of a candidate.
    said: HashMap<String, bool>,
}

impl Truth {
    pub fn new(pair: Pair, original: String, harmed_by: Option<&'static Operator>) -> Self {
        let current = original.clone();
        Self { pair, original, harmed_by, proposed: Vec::new(), around: None, current, said: HashMap::new() }
    }

    /// The same with the target as the engine shows it.
    pub fn shown_as(self, original: String) -> Self {
        Self { original, ..self }
    }

    fn inside<'t>(&self, text: &'t str) -> &'t str {
        let Some((lead, trail)) = &self.around else { return text };
        let text = text.strip_prefix(lead.as_str()).unwrap_or(text);
        text.strip_suffix(trail.as_str()).unwrap_or(text)
    }

    fn is_right(&self, text: &str) -> bool {
        self.inside(text) == self.inside(&self.pair.target)
    }

    /// The operator behind a text that is not right.
    pub fn harm(&self, text: &str) -> Option<&'static Operator> {
        let same = |known: &str| self.inside(known) == self.inside(text);
        let proposed =
            self.proposed.iter().rev().find(|(known, _)| same(known)).map(|(_, operator)| *operator);
        proposed.or(self.harmed_by.filter(|_| same(&self.original)))
    }

    fn sees(&mut self, shown: &str) {
        if self.around.is_none() {
            let at = self.original.find(shown).unwrap_or(0);
            let end = (at + shown.len()).min(self.original.len());
            self.around = Some((self.original[..at].to_owned(), self.original[end..].to_owned()));
        }
        shown.clone_into(&mut self.current);
    }
}

/// The models over one group.
#[derive(Debug)]
pub struct Models<'m> {
    pub rates: &'m Rates,
    pub truths: &'m mut [Truth],
    pub operators: &'m [&'static Operator],
    pub rng: &'m mut Rng,
}

impl Models<'_> {
    /// The answer to a question of the loop.
    pub fn answer(&mut self, ask: &Ask) -> Answer {
        let fault = self.rates.transport;
        if self.happens(fault) {
            return match self.rng.u8(0..3) {
                0 => Answer::Truncated,
                1 => Answer::TimedOut,
                _ => Answer::Text("I am sorry, I cannot".to_owned()),
            };
        }
        let list =
            ask.prompt.work.rsplit_once("SEGMENTS\n").or_else(|| ask.prompt.work.rsplit_once("PAIRS\n"));
        let segments: Vec<Value> = list
            .and_then(|(_, list)| serde_json::from_str(list).ok())
            .expect("the prompt ends with its segments as JSON");
        let mut items: Vec<Value> = segments.iter().map(|segment| self.item(ask.role, segment)).collect();
        if self.happens(fault) {
            items.remove(self.rng.usize(0..items.len()));
        }
        if self.happens(fault) && items.len() > 1 {
            // Fluently wrong: the text of one segment under the id of the next.
            let last = items.last().map(|item| item["revised"].clone()).unwrap_or_default();
            for at in (1..items.len()).rev() {
                let before = items[at - 1]["revised"].clone();
                items[at]["revised"] = before;
            }
            items[0]["revised"] = last;
        }
        if self.happens(fault) && !items.is_empty() {
            items.push(items[0].clone());
        }
        let text = json!({ "items": items }).to_string();
        Answer::Text(if self.happens(fault) { format!("Here you are:\n```json\n{text}\n```") } else { text })
    }

    fn happens(&mut self, rate: f64) -> bool {
        self.rng.f64() < rate
    }

    fn item(&mut self, role: Role, segment: &Value) -> Value {
        let id = segment["id"].as_str().unwrap_or_default();
        let at: usize = id.trim_start_matches('s').parse::<usize>().expect("ids are numbers behind an s") - 1;
        let anchor: String = segment["src"].as_str().unwrap_or_default().chars().take(24).collect();
        match role {
            Role::Verifier => {
                let text = |side: &str| segment[side].as_str().unwrap_or_default().to_owned();
                let better = self.compare(at, &text("a"), &text("b"));
                json!({ "id": id, "anchor": anchor, "a_errors": "", "b_errors": "", "better": better })
            }
            Role::Reviewer | Role::Editor => {
                let shown = segment["tgt"].as_str().unwrap_or_default().to_owned();
                self.truths[at].sees(&shown);
                let wrong = !self.truths[at].is_right(&shown);
                let rate = if wrong { self.rates.recall } else { self.rates.false_issue };
                if role == Role::Reviewer && !self.happens(rate) {
                    return json!({ "id": id, "anchor": anchor, "verdict": "ok", "issues": [], "revised": "",
                        "alternative": "", "note": "" });
                }
                let revised = self.edit(at, wrong);
                let issue = self.issue(at, &shown, &revised);
                json!({ "id": id, "anchor": anchor, "verdict": "revise", "issues": [issue], "revised": revised,
                    "alternative": "", "note": "changed" })
            }
        }
    }

    /// What the editor makes of a text: the right one, one with a fault of an operator, or the same.
    fn edit(&mut self, at: usize, wrong: bool) -> String {
        let draw = self.rng.f64();
        let truth = &mut self.truths[at];
        if wrong && draw < self.rates.win {
            return truth.pair.target.clone();
        }
        if draw >= 1.0 - self.rates.lose {
            // Not every operator has something to break in every text.
            for _ in 0..20 {
                let operator = self.operators[self.rng.usize(0..self.operators.len())];
                if let Some(change) = (operator.apply)(&truth.pair, self.rng) {
                    let (text, _) = change.apply(&truth.pair.target);
                    if text != truth.pair.target && text != truth.original {
                        truth.proposed.push((text.clone(), operator));
                        return text;
                    }
                }
            }
        }
        truth.current.clone()
    }

    /// An issue about what the edit changes; every second one is about somewhere else, or about too much.
    fn issue(&mut self, at: usize, shown: &str, revised: &str) -> Value {
        let truth = &self.truths[at];
        let revised = truth.inside(revised);
        let (old, new): (Vec<char>, Vec<char>) = (shown.chars().collect(), revised.chars().collect());
        let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
        let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(a, b)| a == b).count();
        let (mut start, mut end) = (head, old.len() - tail);
        match self.rng.u8(0..4) {
            0 => (start, end) = (0, old.len()),
            1 => {
                start = self.rng.usize(0..old.len().max(1));
                end = (start + 6).min(old.len());
            }
            _ => {
                start = start.saturating_sub(3);
                end = (end + 3).min(old.len());
            }
        }
        let span: String = old[start.min(end)..end].iter().collect();
        let harm = truth.harm(shown).or_else(|| truth.harm(revised));
        let category = match harm.map(|operator| operator.category) {
            Some("markup") => "markup/tag",
            Some("terminology") => "terminology/wrong",
            Some("locale") => "locale/number",
            Some("linguistic") => "linguistic/punctuation",
            _ if new.len() > old.len() => "accuracy/omission",
            _ if new.len() < old.len() => "accuracy/addition",
            _ => "accuracy/mistranslation",
        };
        let severity = ["minor", "major", "critical"][self.rng.usize(0..3)];
        let source: String = truth.pair.source.chars().take(12).collect();
        let source = if category == "accuracy/omission" { source } else { String::new() };
        json!({ "cat": category, "sev": severity, "src_span": source, "tgt_span": span, "why": "made up" })
    }

    fn compare(&mut self, at: usize, a: &str, b: &str) -> &'static str {
        let truth = &self.truths[at];
        if self.rng.f64() < self.rates.position_bias {
            return "a";
        }
        let is_candidate_first = a != truth.current;
        let candidate = if is_candidate_first { a } else { b };
        // A text that is neither right nor known is a mixture with a fault in it.
        let rate =
            if truth.is_right(candidate) { self.rates.verifier_right } else { self.rates.verifier_wrong };
        let drawn = self.rng.f64() < rate;
        let key = candidate.to_owned();
        let prefers =
            if self.rates.correlated { *self.truths[at].said.entry(key).or_insert(drawn) } else { drawn };
        match prefers == is_candidate_first {
            true => "a",
            false => "b",
        }
    }
}

/// The operators that can harm any text of the bench.
pub fn operators() -> Vec<&'static Operator> {
    inject::all()
}
