//! The model that rewrites everything and breaks nothing: letters change, words are added, tokens
//! and placeholders stay.

use super::{Plan, allowed, skipped};
use refineloop::domain::placeholders;
use refineloop::domain::segment::Segment;
use refineloop::domain::text::{CodedText, Form, Part};
use std::collections::BTreeSet;
use std::ops::Range;

/// What is added to a text: characters that most encodings lack, and all that XML escapes.
const ADDED: [&str; 3] = [" é漢\u{1F600} & > ]]> \" ' neu ", " neu é漢 ", ""];

pub(crate) fn plan(segments: &[Segment]) -> Plan {
    let mut plan = Plan::default();
    for segment in segments.iter().filter(|segment| skipped(segment).is_none()) {
        match rewritten(segment) {
            Ok(target) => {
                plan.targets.insert(segment.id.number, target);
            }
            Err(why) => {
                plan.kept.insert(segment.id.number, why);
            }
        }
    }
    plan
}

/// The boldest change that is allowed.
fn rewritten(segment: &Segment) -> Result<CodedText, String> {
    let letters = free_letters(segment);
    let mut last = "no letter of it may change".to_owned();
    for added in ADDED {
        // Some places are worse than others: in a message of ICU, in front of a percent sign.
        for place in letters.iter().take(8) {
            for all in [true, false] {
                let target = changed(segment, &letters, *place, added, all);
                match allowed(segment, &target) {
                    Ok(()) if target != segment.target => return Ok(target),
                    Ok(()) => {}
                    Err((rule, message)) => last = format!("{rule}: {message}"),
                }
            }
        }
    }
    Err(last)
}

/// The letters and digits, by place in the text without codes, that are neither protected nor part of
/// a placeholder.
fn free_letters(segment: &Segment) -> Vec<usize> {
    let text = segment.target.text();
    let mut taken: Vec<Range<usize>> =
        placeholders::find(&text).into_iter().map(|found| found.span).collect();
    let mut open = BTreeSet::new();
    let mut at = 0;
    for part in segment.target.parts() {
        match part {
            Part::Text(text) => {
                if !open.is_empty() {
                    taken.push(at..at + text.len());
                }
                at += text.len();
            }
            Part::Token(token) => {
                let protects = segment.codes.iter().any(|code| code.number == token.number && code.protects);
                match token.form {
                    Form::Open if protects => drop(open.insert(token.number)),
                    Form::Close => drop(open.remove(&token.number)),
                    Form::Open | Form::Alone => {}
                }
            }
        }
    }
    let free = |at: usize| !taken.iter().any(|span| span.contains(&at));
    let all = text.char_indices().filter(|(at, c)| c.is_alphanumeric() && free(*at));
    let (letters, digits): (Vec<_>, Vec<_>) = all.partition(|(_, c)| c.is_alphabetic());
    letters.into_iter().chain(digits).map(|(at, _)| at).collect()
}

/// The target with one letter replaced, a text added behind it and, if wanted, all letters turned.
fn changed(segment: &Segment, letters: &[usize], place: usize, added: &str, all: bool) -> CodedText {
    let letters: BTreeSet<usize> = letters.iter().copied().collect();
    let mut target = CodedText::default();
    let mut base = 0;
    for part in segment.target.parts() {
        match part {
            Part::Token(token) => target.push_token(*token),
            Part::Text(text) => {
                let mut new = String::with_capacity(text.len() + added.len());
                for (at, c) in text.char_indices() {
                    match c {
                        _ if base + at == place => {
                            new.push(if c == 'x' { 'y' } else { 'x' });
                            new.push_str(added);
                        }
                        'a'..='z' if all && letters.contains(&(base + at)) => {
                            new.push(c.to_ascii_uppercase())
                        }
                        c => new.push(c),
                    }
                }
                base += text.len();
                target.push_text(&new);
            }
        }
    }
    target
}
