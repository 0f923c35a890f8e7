//! A finding with its place: what all forms of the result are made of.

use crate::domain::dismissal::SegmentHash;
use crate::domain::segment::{Finding, Segment, Severity};
use crate::xliff::{self, Problem};
use serde_json::{Value, json};
use std::borrow::Cow;

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The file cannot be processed at all.
    Refusal,
    /// The structure of the file.
    Structure,
    /// The texts of a segment.
    Text,
}

impl Kind {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Refusal => "refusal",
            Self::Structure => "structure",
            Self::Text => "text",
        }
    }
}

/// Why a file cannot be processed at all, by name, and what that means.
pub(super) const REFUSALS: [(&str, &str); 3] = [
    ("not-well-formed", "The file is no well-formed XML."),
    ("limit", "The file goes beyond a limit."),
    ("not-xliff", "The file is no XLIFF that is read."),
];

/// A finding.
#[derive(Debug)]
pub(super) struct Line<'l> {
    pub(super) file: &'l str,
    pub(super) kind: Kind,
    pub(super) check: &'l str,
    pub(super) severity: Severity,
    /// Line and column, from 1: of a finding in a text where it begins; where that is not known, or it is
    /// about the whole text, where the target begins.
    pub(super) place: (u64, u64),
    pub(super) unit: &'l str,
    pub(super) segment: Option<&'l Segment>,
    /// Where in the shown target, in code points, end exclusive.
    pub(super) span: Option<(u32, u32)>,
    pub(super) message: Cow<'l, str>,
    /// The way out; may be empty.
    pub(super) hint: Cow<'l, str>,
}

impl<'l> Line<'l> {
    pub(super) fn of_problem(file: &'l str, problem: &'l Problem) -> Self {
        Self {
            file,
            kind: Kind::Structure,
            check: problem.rule.id(),
            severity: problem.rule.severity(),
            place: (problem.line, problem.column),
            unit: &problem.unit,
            segment: None,
            span: None,
            message: problem.message.as_str().into(),
            hint: problem.rule.hint().into(),
        }
    }

    /// A finding in a segment, and where it begins if that is known.
    pub(super) fn of_finding(
        file: &'l str,
        segment: &'l Segment,
        finding: &'l Finding,
        place: Option<(u64, u64)>,
    ) -> Self {
        Self {
            file,
            kind: Kind::Text,
            check: &finding.check,
            severity: finding.severity,
            place: place.unwrap_or((segment.id.line.into(), segment.id.column.into())),
            unit: &segment.id.unit,
            segment: Some(segment),
            span: finding.span,
            message: finding.message.as_str().into(),
            hint: "".into(),
        }
    }

    pub(super) fn of_refusal(file: &'l str, error: &xliff::Error) -> Self {
        let check = match error {
            xliff::Error::Malformed { .. } => "not-well-formed",
            xliff::Error::Limit { .. } => "limit",
            xliff::Error::Unsupported { .. } | xliff::Error::Integrity { .. } | xliff::Error::Io(_) => {
                "not-xliff"
            }
        };
        Self {
            file,
            kind: Kind::Refusal,
            check,
            severity: Severity::Critical,
            place: error.place().unwrap_or((1, 1)),
            unit: "",
            segment: None,
            span: None,
            message: error.found().into(),
            hint: error.hint(),
        }
    }

    /// What tells the segment wherever it comes again.
    pub(super) fn hash(&self) -> Option<SegmentHash> {
        self.segment.map(Segment::dismissal_hash)
    }

    /// Unit and segment in one word; empty outside of units.
    pub(super) fn within(&self) -> String {
        match self.segment.map(|segment| segment.id.segment.as_str()) {
            Some(segment) if !segment.is_empty() => format!("{}/{segment}", self.unit),
            Some(_) | None => self.unit.to_owned(),
        }
    }

    /// The finding as an object, which has all its keys whatever it is about: -1 stands for no place in a
    /// text, as in the other interfaces, and null for no segment.
    pub(super) fn object(&self) -> Value {
        let (start, end) = self.span.map_or((-1, -1), |(start, end)| (i64::from(start), i64::from(end)));
        let segment = self.segment.map(|segment| &segment.id);
        json!({
            "file": self.file,
            "line": self.place.0,
            "column": self.place.1,
            "kind": self.kind.as_str(),
            "check": self.check,
            "severity": self.severity.as_str(),
            "unit": self.unit,
            "segment": segment.map(|id| &id.segment),
            "number": segment.map(|id| id.number),
            "start": start,
            "end": end,
            "segment_hash": self.hash(),
            "message": self.message,
            "hint": self.hint,
        })
    }
}
