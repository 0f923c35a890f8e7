//! What a check sees, and what it hands back.
//!
//! A check finds a fault and its repair in one place: the repair is data (edits of cells), made
//! or dropped by `repair`, which alone knows whether it helped.

use super::catalog::Set;
use super::kinds::Kinds;
use super::line::Line;
use super::locale::{self, Language, Script};
use super::placeholders::printf::find_glued;
use super::{Id, Options, Pair};
use crate::domain::segment::{Finding, Severity};
use crate::domain::text::{Code, CodedText, Part};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashSet;
use std::ops::Range;

/// Languages that write `%25` (CLDR: the pattern of percents begins with the sign).
const PERCENT_FIRST: &[&str] = &["tr", "eu"];

/// Lays two texts out, each beside the other.
pub(super) fn lines(
    (source, source_language): (&CodedText, &Language),
    (target, target_language): (&CodedText, &Language),
    codes: &[Code],
) -> (Line, Line) {
    let (mut source, mut target) = (Line::new(source, codes), Line::new(target, codes));
    if source_language.is_any(PERCENT_FIRST) {
        source.read_percentages(&target);
    }
    if target_language.is_any(PERCENT_FIRST) {
        target.read_percentages(&source);
    }
    let has_percent = |line: &Line| line.has(Kinds::SYMBOL) && line.has_char('%');
    if has_percent(&source) || has_percent(&target) {
        find_glued(&mut source, &mut target);
    }
    (source, target)
}

/// A pair laid out for the checks.
#[derive(Debug)]
pub(super) struct View<'a> {
    pub(super) pair: &'a Pair<'a>,
    pub(super) source: Line,
    pub(super) target: Line,
    pub(super) source_language: &'static Language,
    pub(super) target_language: &'static Language,
    /// The scripts the languages are written in, which a tag may say of one without a row.
    pub(super) source_script: Script,
    pub(super) target_script: Script,
    /// What `terms::kept_words` finds, once it was asked.
    pub(super) kept: OnceCell<HashSet<String>>,
}

impl<'a> View<'a> {
    /// Lays a pair out.
    pub(super) fn new(pair: &'a Pair<'a>) -> Self {
        let source_language = locale::language(pair.source_locale);
        let target_language = locale::language(pair.target_locale);
        let (source, target) =
            lines((pair.source, source_language), (pair.target, target_language), pair.codes);
        let (source_script, target_script) =
            (locale::script(pair.source_locale), locale::script(pair.target_locale));
        let kept = OnceCell::new();
        Self { pair, source, target, source_language, target_language, source_script, target_script, kept }
    }

    /// Whether both languages are known to be different ones.
    pub(super) fn languages_differ(&self) -> bool {
        let (source, target) = (&self.pair.source_locale.language, &self.pair.target_locale.language);
        !source.is_empty() && !target.is_empty() && source != target
    }
}

/// Replaces cells of the target. It may hold tokens only to add them, never over a token.
#[derive(Debug, Clone)]
pub(super) struct Edit {
    pub(super) cells: Range<usize>,
    pub(super) put: Vec<Part>,
}

impl Edit {
    /// Puts text in the place of cells.
    pub(super) fn text(cells: Range<usize>, text: &str) -> Self {
        let put = if text.is_empty() { Vec::new() } else { vec![Part::Text(text.to_owned())] };
        Self { cells, put }
    }

    fn empty(&self) -> bool {
        self.cells.is_empty()
    }
}

/// A finding, and its repair where exactly one is right.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) finding: Finding,
    pub(super) fix: Vec<Edit>,
}

impl Found {
    /// Whether it is of a check.
    pub(super) fn is(&self, id: Id) -> bool {
        self.finding.check == id.as_str()
    }
}

/// A text with more findings than this is no text; nobody reads them, and nobody stores them.
const MAX_FINDINGS: usize = 500;

/// What the checks found so far.
#[derive(Debug)]
pub(super) struct Report {
    /// The checks whose findings are wanted.
    wanted: Set,
    pub(super) found: Vec<Found>,
    /// Whether a check said all there is to say: there is nothing else to compare.
    pub(super) is_complete: bool,
}

impl Report {
    /// Nothing found yet.
    pub(super) fn new(options: &Options) -> Self {
        let mut wanted = Set::wanted(&options.enabled, &options.disabled);
        // Whoever gives a dictionary wants it used.
        if !options.dictionaries.is_empty()
            && !options.disabled.iter().any(|name| name == Id::Spelling.as_str())
        {
            wanted.add(Id::Spelling);
        }
        Self { wanted, found: Vec::new(), is_complete: false }
    }

    /// Whether findings of any of these checks are wanted.
    pub(super) fn wants_any(&self, checks: &[Id]) -> bool {
        self.wanted.has_any(checks)
    }

    /// Adds a finding that only a person or a model can settle. Messages hold no text of the
    /// segment beyond the few characters they are about, and nothing that a repair elsewhere in
    /// the segment would change.
    pub(super) fn add(
        &mut self,
        check: Id,
        severity: Severity,
        message: impl Into<String>,
        span: Option<(u32, u32)>,
    ) {
        self.add_fixable(check, severity, message, span, Vec::new());
    }

    /// Adds a finding with its repair.
    pub(super) fn add_fixable(
        &mut self,
        check: Id,
        severity: Severity,
        message: impl Into<String>,
        span: Option<(u32, u32)>,
        fix: Vec<Edit>,
    ) {
        if self.found.len() == MAX_FINDINGS || !self.wanted.has(check) {
            return;
        }
        let finding =
            Finding { check: Cow::Borrowed(check.as_str()), severity, message: message.into(), span };
        self.found.push(Found { finding, fix });
    }
}

/// Makes the edits that do not touch each other; the rest is left for the next round.
pub(super) fn apply(line: &Line, edits: &[Edit]) -> CodedText {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| (edit.cells.start, edit.cells.end));
    let mut text = CodedText::default();
    let mut at = 0;
    let mut last: Option<&Edit> = None;
    for edit in sorted {
        let touches = last.is_some_and(|last| {
            edit.cells.start < last.cells.end
                || (edit.cells.start == last.cells.end && (edit.empty() || last.empty()))
        });
        if touches || edit.cells.clone().any(|cell| line.token(cell).is_some()) {
            continue;
        }
        copy(line, at..edit.cells.start, &mut text);
        edit.put.iter().cloned().for_each(|part| text.push(part));
        at = edit.cells.end;
        last = Some(edit);
    }
    copy(line, at..line.len(), &mut text);
    text
}

fn copy(line: &Line, cells: Range<usize>, text: &mut CodedText) {
    let mut run = String::new();
    for at in cells {
        match line.token(at) {
            Some(token) => {
                text.push_text(&run);
                run.clear();
                text.push_token(token);
            }
            None => run.extend(line.char(at)),
        }
    }
    text.push_text(&run);
}
