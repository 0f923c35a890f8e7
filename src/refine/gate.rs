//! What a candidate must pass before it may replace the best target so far.
//!
//! Gates are relative: a fault that was there before does not block a repair elsewhere, but no
//! candidate may add one. What is allowed in the file at all is `domain::integrity`.

mod kept;

use super::Gates;
use super::findings::findings;
use super::script;
use super::subject::{Subject, Version};
use crate::check;
use crate::domain::integrity::Rule;
use crate::domain::segment::{Gate, Issue};
use crate::domain::text::{CodedText, Part};
use std::borrow::Cow;
use std::collections::HashSet;

/// Candidates longer than this many times the longer of source and target are not looked at.
const RUNAWAY: usize = 8;
/// Shorter targets may lose a quarter without suspicion: a better word can be that much shorter.
const OMISSION_FLOOR: usize = 48;

/// Why a candidate was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    /// The gate.
    pub(super) gate: Gate,
    /// What is wrong, in English, for the next round.
    pub(super) reason: String,
    /// The check whose finding it would add, where that is what is wrong.
    pub(super) adds: Option<Cow<'static, str>>,
}

pub(super) fn refuse<T>(gate: Gate, reason: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal { gate, reason: reason.into(), adds: None })
}

/// The most characters of a candidate that are worth looking at and keeping.
pub(super) fn longest(subject: &Subject, best: &Version) -> usize {
    let length = |text: &CodedText| text.to_string().chars().count();
    length(&subject.segment.source).max(length(&best.text)).saturating_mul(RUNAWAY) + 200
}

/// Reads a model's text as a candidate: its tokens, and the repairs that lose nothing.
///
/// # Errors
/// It is not a translation alone, is empty, or holds marks that are no codes of the segment.
pub(super) fn read(
    subject: &Subject,
    best: &Version,
    shown: &str,
    gates: Gates,
) -> Result<CodedText, Refusal> {
    // All of this is about what the model saw; what is kept from it is put around at the end.
    let framing = &subject.framing;
    let (best_inside, source_inside) = (framing.inside(&best.text), framing.inside(&subject.segment.source));
    let (before, source) = (best_inside.to_string(), source_inside.to_string());
    if shown.chars().count() > longest(subject, best) {
        return refuse(Gate::Length, "it is many times longer than the source");
    }
    if let Some(reason) = check::wrapped(shown, &[&before, &source]).filter(|_| gates.has(Gate::WrapperText))
    {
        return refuse(Gate::WrapperText, reason);
    }
    let shown = unescaped_once(shown, &[&before, &source]);
    let candidate = CodedText::parse(&shown, &subject.segment.codes)
        .or_else(|error| refuse(Gate::Tags, error.to_string()))?;
    let candidate = framing.inside(&candidate);
    if best.text.text().contains(char::is_alphanumeric) && !candidate.text().contains(char::is_alphanumeric) {
        return refuse(Gate::Omission, "it is empty");
    }
    // Models trim. The source's own whitespace is accepted where the file allows it.
    if outer(&candidate) == outer(&source_inside) {
        let whole = framing.around(candidate.clone());
        if subject.integrity(&whole).is_ok() {
            return Ok(whole);
        }
    }
    Ok(framing.around(with_outer(&candidate, &outer(&best_inside))))
}

/// Puts a candidate through all gates.
///
/// # Errors
/// The first gate that refuses it.
pub(super) fn pass(
    subject: &Subject,
    best: &Version,
    issues: &[Issue],
    candidate: CodedText,
    gates: Gates,
) -> Result<Version, Refusal> {
    if let Err(violation) = subject.integrity(&candidate) {
        open(gates, refuse(gate_of(violation.rule), violation.message))?;
    }
    open(gates, kept::numbers(subject, best, &candidate))?;
    open(gates, kept::nothing_new(subject, best, &candidate))?;
    open(gates, protected_terms(subject, best, &candidate))?;
    open(gates, language(subject, best, &candidate))?;
    open(gates, omission(subject, best, issues, &candidate))?;
    open(gates, length(subject, best, &candidate))?;
    let version = subject.version(candidate);
    open(gates, findings(subject, best, issues, &version))?;
    Ok(version)
}

/// What a gate says, if it is one of those that count.
fn open(gates: Gates, said: Result<(), Refusal>) -> Result<(), Refusal> {
    said.or_else(|refusal| if gates.has(refusal.gate) { Err(refusal) } else { Ok(()) })
}

fn gate_of(rule: Rule) -> Gate {
    match rule {
        Rule::Codes => Gate::Tags,
        Rule::Placeholders => Gate::Placeholders,
        Rule::Protected => Gate::ProtectedTerms,
        Rule::Whitespace => Gate::Whitespace,
        Rule::Length => Gate::Length,
        Rule::Characters => Gate::Characters,
    }
}

/// A name that stays as it is in the source, and stood so in the target.
fn protected_terms(subject: &Subject, best: &Version, candidate: &CodedText) -> Result<(), Refusal> {
    let (text, before) = (candidate.text(), best.text.text());
    let names = subject.terms.iter().filter(|term| term.do_not_translate && !term.source.is_empty());
    let count = |text: &str, name: &str| text.matches(name).count();
    for name in names.map(|term| term.source.as_str()) {
        let wanted = count(&before, name).min(count(&subject.segment.source.text(), name));
        if count(&text, name) < wanted {
            return refuse(Gate::ProtectedTerms, "a term of the glossary that stays as it is was changed");
        }
    }
    Ok(())
}

/// Another script than the target language's, or the source copied back.
fn language(subject: &Subject, best: &Version, candidate: &CodedText) -> Result<(), Refusal> {
    let (text, before, source) = (candidate.text(), best.text.text(), subject.segment.source.text());
    let scripts = script::expected(&subject.target_locale);
    let ((all, ours), (all_before, ours_before)) =
        (script::letters(&text, scripts), script::letters(&before, scripts));
    if !scripts.is_empty() && all >= 4 && ours * 3 < all && ours_before * 2 >= all_before {
        return refuse(Gate::Language, "it is not written in the script of the target language");
    }
    kept::script(&before, &text, scripts)?;
    let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let copied = |text: &str| folded(text) == folded(&source);
    let differ = subject.source_locale.language != subject.target_locale.language;
    if differ && all >= 4 && copied(&text) && !copied(&before) {
        return refuse(Gate::Language, "it is the source, not a translation");
    }
    Ok(())
}

/// Text that went away although nobody said it was too much.
fn omission(
    subject: &Subject,
    best: &Version,
    issues: &[Issue],
    candidate: &CodedText,
) -> Result<(), Refusal> {
    if issues.iter().any(|issue| issue.category == "accuracy/addition") {
        return Ok(());
    }
    let (text, before, source) = (candidate.text(), best.text.text(), subject.segment.source.text());
    if is_said_still(&before, &text) {
        return Ok(());
    }
    let (now, then) = (script::weight(&text), script::weight(&before));
    if then >= OMISSION_FLOOR && now * 4 < then * 3 {
        return refuse(
            Gate::Omission,
            "it is more than a quarter shorter, and no issue says that text was added",
        );
    }
    let (now, then) = (sentences(&text), sentences(&before));
    if now < then && sentences(&source) >= then {
        return refuse(Gate::Omission, "it has fewer sentences, and no issue says that one was added");
    }
    Ok(())
}

/// Whether each word of a text is in another one too, which has no others: what is gone stood there
/// twice.
fn is_said_still(before: &str, now: &str) -> bool {
    let words = |text: &str| {
        let words = text.split(|character: char| !character.is_alphanumeric());
        words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect::<HashSet<_>>()
    };
    let words_now = words(now);
    words_now.len() > 1 && words(before) == words_now
}

/// An unlikely length, where the target before had a likely one.
fn length(subject: &Subject, best: &Version, candidate: &CodedText) -> Result<(), Refusal> {
    let source = script::weight(&subject.segment.source.text());
    let likely = |text: &CodedText| {
        let percent = script::weight(&text.text()) * 100 / source.max(1);
        // Twenty letters weigh forty.
        if source > 40 { (45..=200).contains(&percent) } else { (30..=350).contains(&percent) }
    };
    if likely(&best.text) && !likely(candidate) {
        return refuse(Gate::Length, "its length does not fit the source");
    }
    Ok(())
}

/// Sentences, counted carefully: a stop after a short word or before a lower-case letter is taken
/// for an abbreviation, and the last sentence needs no mark.
fn sentences(text: &str) -> usize {
    const SHORTEST_WORD: usize = 3;
    let characters: Vec<char> = text.chars().collect();
    let Some(last) = characters.iter().rposition(|character| character.is_alphanumeric()) else { return 0 };
    let ends = |&at: &usize| match characters[at] {
        '。' | '！' | '？' | '।' => true,
        '.' | '!' | '?' => {
            let word = characters[..at].iter().rev().take_while(|character| character.is_alphanumeric());
            let next = characters[at + 1..].iter().find(|character| !character.is_whitespace());
            word.take(SHORTEST_WORD).count() == SHORTEST_WORD
                && characters[at + 1].is_whitespace()
                && next.is_none_or(|character| !character.is_lowercase())
        }
        _ => false,
    };
    (0..last).filter(ends).count() + 1
}

/// Leading and trailing whitespace, as far as it is not behind a code.
fn outer(text: &CodedText) -> (String, String) {
    let lead = match text.parts().first() {
        Some(Part::Text(first)) => &first[..first.len() - first.trim_start().len()],
        Some(Part::Token(_)) | None => "",
    };
    let trail = match text.parts().last() {
        // A text of whitespace alone leads and does not trail.
        Some(Part::Text(last)) if !last.trim().is_empty() || text.parts().len() > 1 => {
            &last[last.trim_end().len()..]
        }
        Some(Part::Text(_) | Part::Token(_)) | None => "",
    };
    (lead.to_owned(), trail.to_owned())
}

fn with_outer(text: &CodedText, (lead, trail): &(String, String)) -> CodedText {
    let mut out = CodedText::plain(lead);
    let last = text.parts().len().saturating_sub(1);
    for (at, part) in text.parts().iter().enumerate() {
        match part {
            Part::Text(inner) => {
                let inner = if at == 0 { inner.trim_start() } else { inner };
                out.push_text(if at == last { inner.trim_end() } else { inner });
            }
            Part::Token(token) => out.push_token(*token),
        }
    }
    out.push_text(trail);
    out
}

const ENTITIES: [(&str, &str); 6] =
    [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&#39;", "'")];

/// Resolves, once, those entities that neither of the texts before holds literally: models that
/// see markup escape what they write.
fn unescaped_once(shown: &str, before: &[&str]) -> String {
    let mut out = String::with_capacity(shown.len());
    let mut rest = shown;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let entity = ENTITIES
            .iter()
            .find(|(entity, _)| rest.starts_with(entity) && !before.iter().any(|text| text.contains(entity)));
        let (from, to) = entity.copied().unwrap_or(("&", "&"));
        out.push_str(to);
        rest = &rest[from.len()..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests;
