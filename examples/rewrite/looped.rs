//! The same attacks through the loop itself: `refine::Machine` with every gate it has, asked round
//! after round.

use super::hostile::attacks;
use super::{Plan, skipped};
use refineloop::domain::segment::{EndReason, Outcome, Segment, SegmentResult, StopReason};
use refineloop::refine::batch::{Batcher, Group};
use refineloop::refine::{Answer, Machine, Settings, Step};
use serde_json::{Value, json};

/// Rounds of a segment; each meets another attack.
const ROUNDS: u32 = 5;

pub(crate) fn plan(segments: &[Segment]) -> Plan {
    let mut plan = Plan::default();
    let mut batcher = Batcher::new();
    let mut groups: Vec<Group> = Vec::new();
    for segment in segments.iter().filter(|segment| skipped(segment).is_none()) {
        groups.extend(batcher.push(segment.clone()));
    }
    groups.extend(batcher.finish());
    for group in groups {
        for result in refine(group) {
            take(&mut plan, &result);
        }
    }
    plan
}

fn refine(group: Group) -> Vec<SegmentResult> {
    let mut settings = Settings { max_revisions: ROUNDS, ..Settings::new("example/hostile") };
    // A model that judges its own attacks lets them all pass.
    settings.policy.verify = false;
    let segments = group.segments.clone();
    let mut machine = Machine::new(group, &settings);
    let mut results = Vec::new();
    let mut calls = 0;
    while let Step::Ask(_) = machine.step() {
        machine.answer(Answer::Text(answer(&segments, calls)));
        results.extend(machine.finished());
        calls += 1;
    }
    results.extend(machine.finished());
    results
}

/// An answer for all segments of a group, each with another attack, changing from call to call.
fn answer(segments: &[Segment], call: usize) -> String {
    let item = |(place, segment): (usize, &Segment)| -> Value {
        let other = segments.get(place + 1).map_or_else(String::new, |other| other.target.to_string());
        let attacks = attacks(segment, &other);
        let number = usize::try_from(segment.id.number).unwrap_or(0);
        let target = segment.target.to_string();
        let issue = json!({
            "cat": "accuracy/addition", "sev": "major", "src_span": "", "tgt_span": target, "why": super::NOTE,
        });
        json!({
            "id": format!("s{}", place + 1),
            "anchor": segment.source.to_string(),
            "verdict": "revise",
            "issues": [issue],
            "revised": attacks[(number + call * 7) % attacks.len()],
            "note": super::NOTE,
        })
    };
    json!({ "items": segments.iter().enumerate().map(item).collect::<Vec<_>>() }).to_string()
}

fn take(plan: &mut Plan, result: &SegmentResult) {
    for revision in result.revisions.iter().filter(|revision| revision.outcome == Outcome::Rejected) {
        match (revision.rejected_by, result.reason) {
            (Some(gate), _) => plan.refuse(gate.as_str()),
            // A version that was accepted, and taken back when the loop came round to an older one.
            (None, EndReason::Stop(StopReason::Oscillation)) => plan.refuse("oscillation"),
            (None, _) => plan.refuse("without a reason"),
        }
    }
    if let Some(last) = result.accepted.last().filter(|last| **last != result.original) {
        plan.targets.insert(result.id.number, last.clone());
    }
}
