//! Rewrites the segments of XLIFF files with a made-up model, through the public API alone.
//!
//!     cargo run --example rewrite -- rewrite full INPUT OUTPUT
//!
//! Without arguments it takes such jobs from standard input, one a line, the four words separated by
//! tabs. Each job is answered by one line of JSON: how every segment ended, and what was refused by
//! which rule. `tests/oracle/corpus.py` drives it over real files and judges what it wrote; nothing
//! here knows what is right.

#![allow(clippy::print_stdout, reason = "its answers are its output")]

mod compare;
mod gentle;
mod hostile;
mod looped;

use refineloop::domain::integrity::{self, Frame};
use refineloop::domain::job::{OutputMode, StatePolicy};
use refineloop::domain::segment::Segment;
use refineloop::domain::text::CodedText;
use refineloop::refine::{Admission, admit};
use refineloop::xliff::{self, Edit, Limits, Version, WriteOptions};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead as _, Cursor, Write as _};

/// A text that no note should hold and every note may.
const NOTE: &str = "old: <b>&amp; ]]> --> \"x\" 'y' é 漢 \u{1F600} \u{1} \u{B} \u{FFFE} &undefined;";

/// What becomes of the segments of a file: for some of them a new target.
#[derive(Default)]
struct Plan {
    targets: BTreeMap<u64, CodedText>,
    /// Why a segment that may be rewritten was not.
    kept: BTreeMap<u64, String>,
    /// How many candidates each rule refused.
    refusals: BTreeMap<String, u64>,
}

impl Plan {
    fn refuse(&mut self, rule: &str) {
        *self.refusals.entry(rule.to_owned()).or_default() += 1;
    }
}

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut out = std::io::stdout().lock();
    if !arguments.is_empty() {
        writeln!(out, "{}", job(&arguments)?)?;
        return Ok(());
    }
    for line in std::io::stdin().lock().lines() {
        let words: Vec<String> = line?.split('\t').map(str::to_owned).collect();
        writeln!(out, "{}", job(&words)?)?;
    }
    Ok(())
}

/// One file; an error is a mistake of the caller, what is wrong with the file is part of the answer.
fn job(words: &[String]) -> anyhow::Result<Value> {
    let [model, mode, input, output] = words else { anyhow::bail!("four words: MODEL MODE INPUT OUTPUT") };
    let options = options(mode)?;
    let bytes = std::fs::read(input)?;
    let segments = match read(&bytes) {
        Ok(segments) => segments,
        Err(error) => return Ok(json!({ "refused": error.to_string() })),
    };
    let plan = match model.as_str() {
        "echo" => Plan::default(),
        "rewrite" => gentle::plan(&segments),
        "hostile" => hostile::plan(&segments),
        "loop" => looped::plan(&segments),
        other => anyhow::bail!("no such model: {other}"),
    };
    let mut written = Vec::new();
    let done = xliff::write(Cursor::new(&bytes), &mut written, &Limits::default(), &options, |segment| {
        Ok::<_, xliff::Error>(plan.targets.get(&segment.id.number).map(|target| edit(segment, target)))
    });
    let (changed, mut problems) = match done {
        Ok(done) if done.bytes == written.len() as u64 => (done.changed, Vec::new()),
        Ok(done) => (done.changed, vec![format!("{} bytes told, {} written", done.bytes, written.len())]),
        Err(error) => (0, vec![format!("the writer refused what the rules allow: {error}")]),
    };
    if problems.is_empty() {
        match read(&written) {
            Ok(again) => problems.extend(compare::differences(&segments, &again, &plan.targets)),
            Err(error) => problems.push(format!("the output is not read: {error}")),
        }
        std::fs::write(output, &written)?;
    }
    let ends: Vec<Value> = segments.iter().map(|segment| end(segment, &plan)).collect();
    Ok(json!({ "changed": changed, "segments": ends, "refusals": plan.refusals, "problems": problems }))
}

fn read(bytes: &[u8]) -> Result<Vec<Segment>, xliff::Error> {
    let mut segments = Vec::new();
    xliff::read(Cursor::new(bytes), &Limits::default(), |segment| {
        segments.push(segment);
        Ok::<_, xliff::Error>(())
    })?;
    Ok(segments)
}

/// `none`, `translations` or `full`, and what becomes of states if they do not stay: `full+review`.
fn options(mode: &str) -> anyhow::Result<WriteOptions> {
    let (mode, policy) = mode.split_once('+').unwrap_or((mode, "keep"));
    let output_mode = match mode {
        "none" => OutputMode::None,
        "translations" => OutputMode::Translations,
        "full" => OutputMode::Full,
        other => anyhow::bail!("no such mode: {other}"),
    };
    let state_policy = match policy {
        "keep" => StatePolicy::Keep,
        "review" => StatePolicy::Review,
        "machine" => StatePolicy::Machine,
        other => anyhow::bail!("no such policy: {other}"),
    };
    Ok(WriteOptions {
        output_mode,
        note_language: None,
        note_language_of: |tag| tag,
        date: chrono::DateTime::UNIX_EPOCH,
        model: "example/rewrite".to_owned(),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        state_policy,
        permissive_codes: false,
    })
}

fn edit(segment: &Segment, target: &CodedText) -> Edit {
    let original = Version {
        round: 0,
        target: segment.target.clone(),
        note: Some(NOTE.to_owned()),
        ..Version::default()
    };
    Edit { target: Some(target.clone()), versions: vec![original], note: Some(NOTE.to_owned()), stale: None }
}

fn end(segment: &Segment, plan: &Plan) -> Value {
    let number = segment.id.number;
    let end = match (plan.targets.get(&number), skipped(segment), plan.kept.get(&number)) {
        (Some(_), _, _) => "changed".to_owned(),
        (None, Some(reason), _) => reason,
        (None, None, Some(why)) => format!("kept: {why}"),
        (None, None, None) => "kept".to_owned(),
    };
    let text = plan.targets.get(&number).map(CodedText::text);
    json!({ "unit": segment.id.unit, "segment": segment.id.segment, "end": end, "text": text })
}

/// Why the service would leave a segment alone.
fn skipped(segment: &Segment) -> Option<String> {
    admit(segment, &Admission::default()).map(|reason| reason.to_string())
}

/// Whether the rules of tag integrity allow this target; the rule and what is wrong if they do not.
fn allowed(segment: &Segment, target: &CodedText) -> Result<(), (String, String)> {
    let frame = Frame::of(segment, false);
    integrity::check(&frame, target).map_err(|violation| (format!("{:?}", violation.rule), violation.message))
}
