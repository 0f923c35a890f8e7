//! What a model is asked, laid out from what never changes to what changes with every call, so
//! that providers can cache the beginning: the instructions of the role, the job, then the work.
//!
//! All that comes from outside is put in as JSON data: no text of a file can end its own quotation.

use super::Settings;
use super::batch::{Group, tokens};
use super::brief::Brief;
use super::track::Track;
use super::verify::Pair;
use crate::check::conventions;
use crate::domain::file::LanguagePair;
use crate::domain::job::Strategy;
use crate::domain::locale::Locale;
use crate::domain::segment::Issue;
use crate::domain::terms::Term;
use crate::domain::text::OPEN_MARK;
use crate::provider::Prompt;
use serde::Serialize;
use std::collections::BTreeMap;

/// Instructions and schema of a task.
struct Form {
    name: &'static str,
    system: &'static str,
    schema: &'static str,
}

macro_rules! text {
    ($($part:literal),+) => { concat!($(include_str!(concat!("prompt/", $part, ".txt"))),+) };
}

static SINGLE: Form = Form {
    name: "review",
    system: text!("single", "contract", "data", "single_output"),
    schema: include_str!("prompt/single.json"),
};
static REVIEW: Form = Form {
    name: "issues",
    system: text!("review", "contract", "data", "review_output"),
    schema: include_str!("prompt/review.json"),
};
static EDIT: Form = Form {
    name: "edit",
    system: text!("edit", "data", "edit_output"),
    schema: include_str!("prompt/edit.json"),
};
static VERIFY: Form =
    Form { name: "compare", system: text!("verify"), schema: include_str!("prompt/verify.json") };

/// The bounds of an answer: room for hidden reasoning below, what most models can write above.
const OUTPUT_TOKENS: std::ops::RangeInclusive<u32> = 2_048..=16_384;
/// The bound for a single segment whose answer did not come to its end the first time.
const RAISED_OUTPUT_TOKENS: u32 = 32_768;
/// The most findings and refusals shown with a segment, notes of the file's authors, and the most
/// characters of each.
const MOST_LINES: usize = 10;
const MOST_NOTES: usize = 3;
const LONGEST_LINE: usize = 300;

/// What stands around the segments of a group, and what is known of the file.
#[derive(Debug)]
pub(super) struct Context {
    /// Sources and targets of the segments before.
    before: Vec<(String, String)>,
    /// The source of the segment after.
    after: Option<String>,
    /// The job, as every call about these languages shows it.
    job: String,
    /// Whether its terms are all in `job`.
    has_terms: bool,
    brief: Brief,
    languages: LanguagePair,
}

#[derive(Serialize)]
struct Job<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    file: &'a str,
    source_language: &'a str,
    target_language: &'a str,
    note_language: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    domain: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    instructions: &'a str,
    #[serde(flatten)]
    terms: Terms<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    conventions: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    gist: Vec<String>,
}

#[derive(Serialize, Default)]
struct Terms<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    terms: Vec<TermLine<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    recurring: Vec<TermLine<'a>>,
}

#[derive(Serialize)]
struct TermLine<'a> {
    src: &'a str,
    #[serde(rename = "use", skip_serializing_if = "str::is_empty")]
    target: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    never: &'a [String],
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    keep: bool,
}

#[derive(Serialize)]
struct Around<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    before: Vec<Neighbour<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<&'a str>,
    #[serde(flatten)]
    terms: Terms<'a>,
}

#[derive(Serialize)]
struct Neighbour<'a> {
    src: &'a str,
    tgt: &'a str,
}

#[derive(Serialize)]
struct Work<'a> {
    id: &'a str,
    src: &'a str,
    tgt: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_chars: Option<u64>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    codes: BTreeMap<u32, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    may_drop: Vec<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    issues: Vec<Wrong<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    findings: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tried: Vec<String>,
}

#[derive(Serialize)]
struct Wrong<'a> {
    cat: &'a str,
    sev: &'static str,
    src_span: &'a str,
    tgt_span: &'a str,
    why: &'a str,
}

#[derive(Serialize)]
struct Versions<'a> {
    id: &'a str,
    src: &'a str,
    a: &'a str,
    b: &'a str,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Task {
    /// A review; with the strategy `single` also a revision.
    Review,
    /// The correction of the issues that hold.
    Edit,
}

impl Context {
    /// The context of a group in a job.
    pub(super) fn of(group: &Group, settings: &Settings, brief: &Brief) -> Self {
        let languages = group.segments.first().map(|segment| segment.languages.clone()).unwrap_or_default();
        let (job, has_terms) = job(&languages, settings, brief);
        Self {
            before: group.before.clone(),
            after: group.after.clone(),
            job,
            has_terms,
            brief: brief.clone(),
            languages,
        }
    }

    /// The question about some segments of the group, with their ids.
    pub(super) fn ask(
        &self,
        task: Task,
        work: &[(&str, &Track)],
        settings: &Settings,
        raised: bool,
    ) -> Prompt {
        let form = match (task, settings.strategy) {
            (Task::Edit, _) => &EDIT,
            (Task::Review, Strategy::Single) => &SINGLE,
            (Task::Review, Strategy::TwoStage | Strategy::ReviewOnly) => &REVIEW,
        };
        let around = Around {
            before: self.before.iter().map(|(src, tgt)| Neighbour { src, tgt }).collect(),
            after: self.after.as_deref(),
            terms: self.terms_of(work.iter().map(|(_, track)| track.shown_source.as_str())),
        };
        let segments: Vec<_> = work.iter().map(|(id, track)| segment(id, track)).collect();
        let answer = work.iter().map(|(_, track)| answer_tokens(track));
        self.prompt(
            form,
            format!("CONTEXT\n{}\n\nSEGMENTS\n{}", json(&around), json(&segments)),
            answer,
            raised,
        )
    }

    /// The question which of two versions is better, for some segments.
    pub(super) fn compare(&self, pairs: &[(&str, &Track, Pair)], raised: bool) -> Prompt {
        let versions: Vec<_> = pairs
            .iter()
            .map(|(id, track, pair)| Versions { id, src: &track.shown_source, a: &pair.a, b: &pair.b })
            .collect();
        let terms = self.terms_of(pairs.iter().map(|(_, track, _)| track.shown_source.as_str()));
        let terms =
            if terms.terms.is_empty() { String::new() } else { format!("TERMS\n{}\n\n", json(&terms.terms)) };
        let answer = pairs.iter().map(|_| 150);
        self.prompt(&VERIFY, format!("{terms}PAIRS\n{}", json(&versions)), answer, raised)
    }

    fn prompt(
        &self,
        form: &'static Form,
        work: String,
        answer: impl Iterator<Item = u32>,
        raised: bool,
    ) -> Prompt {
        let answer = answer.fold(1_024, u32::saturating_add);
        let bound = answer.clamp(*OUTPUT_TOKENS.start(), *OUTPUT_TOKENS.end());
        Prompt {
            system: form.system.to_owned(),
            job: self.job.clone(),
            work,
            schema_name: form.name,
            schema: form.schema.trim_ascii_end(),
            max_output_tokens: if raised { RAISED_OUTPUT_TOKENS } else { bound },
        }
    }

    /// The terms that some sources hold, where the job does not show all of them anyway.
    fn terms_of<'s>(&'s self, sources: impl Iterator<Item = &'s str>) -> Terms<'s> {
        if self.has_terms {
            return Terms::default();
        }
        let (glossary, recurring) = (self.brief.glossary(), self.brief.recurring(&self.languages));
        let locale = Locale::parse(&self.languages.source);
        let (mut terms, mut usual) = (Vec::new(), Vec::new());
        for source in sources {
            terms.extend(glossary.found(source, &locale));
            usual.extend(recurring.found(source, &locale));
        }
        Terms { terms: lines(terms), recurring: lines(usual) }
    }
}

/// Terms as they are shown, each once and sorted.
fn lines(mut terms: Vec<&Term>) -> Vec<TermLine<'_>> {
    terms.sort_by(|one, other| (&one.source, &one.target).cmp(&(&other.source, &other.target)));
    terms.dedup();
    terms.into_iter().map(line).collect()
}

/// The job as it is shown, and whether all its terms are in it: many go with the calls they occur in.
fn job(languages: &LanguagePair, settings: &Settings, brief: &Brief) -> (String, bool) {
    let note_language = [settings.note_language.as_str(), &languages.source, "en"];
    let shown = |terms: &[Term]| terms.iter().map(line).map(|line| json(&line)).collect::<String>();
    let (glossary, recurring) = (brief.glossary().all(), brief.recurring(languages).all());
    let size = tokens(&shown(glossary)).saturating_add(tokens(&shown(recurring)));
    let fit = size <= settings.policy.term_tokens;
    let terms = if fit {
        Terms { terms: lines(glossary.iter().collect()), recurring: lines(recurring.iter().collect()) }
    } else {
        Terms::default()
    };
    let job = Job {
        file: brief.file_name(),
        source_language: &languages.source,
        target_language: &languages.target,
        note_language: note_language.into_iter().find(|tag| !tag.is_empty()).unwrap_or("en"),
        domain: &settings.domain,
        instructions: &settings.custom_instructions,
        terms,
        conventions: conventions(&Locale::parse(&languages.target)),
        gist: brief.gist().iter().map(|sentence| quoted(sentence)).collect(),
    };
    (format!("JOB\n{}", json(&job)), fit)
}

fn line(term: &Term) -> TermLine<'_> {
    TermLine { src: &term.source, target: &term.target, never: &term.forbidden, keep: term.do_not_translate }
}

fn segment<'a>(id: &'a str, track: &'a Track) -> Work<'a> {
    let segment = &track.subject.segment;
    let findings = track.findings().map(|found| format!("{}: {}", found.check, found.message));
    let subject = &track.subject;
    let shown = || segment.codes.iter().filter(|code| !subject.framing.has(code.number));
    let hints = shown().filter(|code| !code.hint.is_empty());
    let may_drop = shown().filter(|code| subject.permissive && code.can_delete && code.in_target);
    Work {
        id,
        src: &track.shown_source,
        tgt: track.shown_target(),
        max_chars: segment.max_chars,
        codes: hints.map(|code| (code.number, quoted(&code.hint))).collect(),
        may_drop: may_drop.map(|code| code.number).collect(),
        notes: segment.notes.iter().take(MOST_NOTES).map(|note| quoted(&cut(note))).collect(),
        issues: track.to_edit().iter().map(wrong).collect(),
        findings: findings.take(MOST_LINES).map(|finding| cut(&finding)).collect(),
        tried: track.tried.iter().rev().take(MOST_LINES).rev().map(|reason| cut(reason)).collect(),
    }
}

fn wrong(issue: &Issue) -> Wrong<'_> {
    Wrong {
        cat: &issue.category,
        sev: issue.severity.as_str(),
        src_span: &issue.source_span,
        tgt_span: &issue.target_span,
        why: &issue.explanation,
    }
}

fn cut(text: &str) -> String {
    text.chars().take(LONGEST_LINE).collect()
}

/// What looks like a code in a text that has none is no code.
fn quoted(text: &str) -> String {
    text.replace(OPEN_MARK, "⟦⟦")
}

/// Scaffold, a few issues, and a target that may grow.
fn answer_tokens(track: &Track) -> u32 {
    let longer = tokens(&track.shown_source).max(tokens(&track.best().text.to_string()));
    longer.saturating_mul(2).saturating_add(200)
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("strings, numbers and lists of them always serialize")
}

#[cfg(test)]
mod tests;
