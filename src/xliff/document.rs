//! The walk through a file: which version it is, what surrounds a unit, unit after unit.
//!
//! Bookkeeping of containers only; what a unit holds is the business of `v1` and `v2`.

use super::codes::Markup;
use super::dialect::{self, Dialects};
use super::error::Error;
use super::inline::Side;
use super::names::Ns;
use super::position::Cursor;
use super::scan::{Event, Kind, Scanner};
use super::size::{self, Demands};
use super::tree::{Tree, unescape};
use super::unit::{self, Locked};
use super::{Approval, Limits};
use super::{v1, v2};
use crate::domain::file::LanguagePair;
use crate::domain::segment::{Segment, SkipReason};
use crate::domain::text::CodedText;

/// The structure of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    /// 1.0, 1.1 or 1.2.
    One {
        /// Whether it is 1.2, which has `tool`, `phase-name` and `alttranstype`.
        full: bool,
    },
    /// 2.0, 2.1 or 2.2.
    Two {
        /// Whether it is 2.2, where a note can refer to a segment.
        note_ref: bool,
    },
}

/// What surrounds a unit.
#[derive(Debug, Clone)]
pub(crate) struct Context {
    /// The structure of the file.
    pub(crate) version: Version,
    /// Whose extensions the file declares.
    pub(crate) dialects: Dialects,
    /// The place of the file element, from 1.
    pub(crate) file: u64,
    /// The identifier of the file element.
    pub(crate) file_element: String,
    /// The languages of the file element.
    pub(crate) languages: LanguagePair,
    /// The nearest `translate` that is written.
    pub(crate) translate: Option<bool>,
    /// Whether one target of a group stands for several sources.
    pub(crate) merged: bool,
    /// What targets must meet beyond their codes.
    pub(crate) demands: Demands,
    /// Whether an approved unit is protected (it is not where nearly all are).
    pub(crate) approved_protects: bool,
    /// Whether ITS excludes the target language here.
    pub(crate) excluded: bool,
}

/// A segment and where it lies.
#[derive(Debug)]
pub(crate) struct Found {
    /// What is told of it.
    pub(crate) segment: Segment,
    /// The node of `mrk`, `segment` or the unit itself.
    pub(crate) element: usize,
    /// The node that holds the source content.
    pub(crate) source: usize,
    /// The target's side, if there is a target.
    pub(crate) target: Option<Side>,
    /// The markup of the codes.
    pub(crate) markup: Vec<Markup>,
    /// The numbers of the target's codes.
    pub(crate) target_numbers: Vec<u32>,
}

/// What the walk comes to.
#[derive(Debug)]
pub(crate) enum Step<'a, 'b> {
    /// The start tag of the root: its end, and the prefixes it declares.
    Root(usize, Vec<(&'a str, &'a str)>),
    /// The start tag of a file element: its prefix and its end.
    File(&'a str, usize),
    /// The header of the current file.
    Header(Tree<'a>),
    /// A unit with its segments.
    Unit(&'b Context, Tree<'a>, Vec<Found>),
}

/// What the walk learned of the whole file.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    /// The declared version.
    pub(crate) version: String,
    /// The dialect.
    pub(crate) dialect: &'static str,
    /// Oddities.
    pub(crate) warnings: Vec<String>,
}

/// Walks through the file and tells each step, in order.
pub(crate) fn walk<'a, E: From<Error>>(
    text: &'a str,
    limits: &'a Limits,
    approval: Approval,
    mut step: impl FnMut(Step<'a, '_>) -> Result<(), E>,
) -> Result<Facts, E> {
    let mut scanner = Scanner::new(text, limits);
    let mut facts = Facts::default();
    let mut frames: Vec<(usize, Context)> = Vec::new();
    let mut files = 0;
    let mut units = Units { text, limits, cursor: Cursor::default(), segments: 0, locked: Locked::default() };
    while let Some(event) = scanner.next()? {
        if event.kind == Kind::Close {
            while frames.last().is_some_and(|(depth, _)| *depth > scanner.depth()) {
                frames.pop();
            }
        }
        if !matches!(event.kind, Kind::Open | Kind::Empty) {
            continue;
        }
        let Some((_, parent)) = frames.last() else {
            let mut context = root(&scanner, &event, &mut facts)?;
            context.approved_protects = approval == Approval::Protects;
            step(Step::Root(tag_end(&scanner, &event), scanner.scope.declared()))?;
            frames.push((scanner.depth().max(1), context));
            continue;
        };
        let two = matches!(parent.version, Version::Two { .. });
        let local = if event.name.ns == Ns::Core { event.name.local } else { "" };
        match (local, two) {
            ("file", _) => {
                files += 1;
                let context = file(&scanner, parent, files);
                facts.dialect = dialect::of_file(&scanner.attributes, facts.dialect);
                if event.kind == Kind::Open {
                    step(Step::File(event.name.prefix(), event.end))?;
                    frames.push((scanner.depth(), context));
                }
            }
            ("group" | "bin-unit" | "body", _) => {
                let context = container(&scanner, parent, local == "body");
                if event.kind == Kind::Open {
                    frames.push((scanner.depth(), context));
                }
            }
            ("trans-unit", false) | ("unit", true) => {
                let context = container(&scanner, parent, false);
                let tree = collect(&mut scanner, &event)?;
                let found = units.segments(&context, &tree, &mut facts.warnings)?;
                step(Step::Unit(&context, tree, found))?;
            }
            ("header", false) => step(Step::Header(collect(&mut scanner, &event)?))?,
            _ if size::declares(&event.name) => {
                let tree = collect(&mut scanner, &event)?;
                if let Some((_, context)) = frames.last_mut() {
                    context.demands.declare(&tree, 0);
                }
            }
            _ => skip(&mut scanner, &event)?,
        }
    }
    finish(&scanner, &mut facts);
    Ok(facts)
}

/// Counts and bounds what units hold.
struct Units<'a> {
    text: &'a str,
    limits: &'a Limits,
    cursor: Cursor,
    segments: u64,
    locked: Locked,
}

impl<'a> Units<'a> {
    fn segments(
        &mut self,
        context: &Context,
        tree: &Tree<'a>,
        warnings: &mut Vec<String>,
    ) -> Result<Vec<Found>, Error> {
        let mut found = match context.version {
            Version::One { .. } => v1::segments(context, tree),
            Version::Two { .. } => v2::segments(context, tree),
        };
        unit::relate(context, tree, &mut found, &mut self.locked);
        let at = |found: &Found| {
            found.target.as_ref().map_or(tree.content(found.source).start, |side| side.bytes.start)
        };
        // Targets may stand in any order; counting lines goes forward.
        let mut starts: Vec<usize> = found.iter().map(at).collect();
        starts.sort_unstable();
        let places: Vec<_> = starts.iter().map(|start| self.cursor.place(self.text, *start)).collect();
        for found in &mut found {
            let at = at(found);
            self.segments += 1;
            if self.segments > self.limits.segments {
                let most = usize::try_from(self.limits.segments).unwrap_or(usize::MAX);
                return Err(Error::limit(self.text, at, "segments of a file", "limits.segments", most));
            }
            let segment = &mut found.segment;
            let most = self.limits.segment_bytes;
            // Codes count too, so that a segment of nothing but codes is bounded.
            let size = |text: &CodedText| text.text().len() + text.parts().len();
            if size(&segment.source) > most || size(&segment.target) > most {
                return Err(Error::limit(self.text, at, "bytes of a segment", "limits.segment_bytes", most));
            }
            let place = places[starts.partition_point(|start| *start < at)];
            segment.id.number = self.segments;
            segment.id.line = u32::try_from(place.line).unwrap_or(u32::MAX);
            segment.id.column = u32::try_from(place.column).unwrap_or(u32::MAX);
            if found.target.as_ref().is_some_and(|side| side.stuck)
                && segment.skip == Some(SkipReason::NotTranslatable)
            {
                note(
                    warnings,
                    format!("segment {} is left alone: it cannot be rewritten safely", segment.id.number),
                );
            }
        }
        Ok(found)
    }
}

/// Adds a warning unless there are many.
pub(crate) fn note(warnings: &mut Vec<String>, warning: String) {
    const MOST: usize = 20;
    if warnings.len() < MOST && !warnings.contains(&warning) {
        warnings.push(warning);
    }
}

/// Reads an element to its end.
fn collect<'a>(scanner: &mut Scanner<'a>, first: &Event<'a>) -> Result<Tree<'a>, Error> {
    let mut tree = Tree::new(scanner.text);
    let mut whole = tree.push(first, &scanner.attributes);
    while !whole {
        let Some(event) = scanner.next()? else { break };
        whole = tree.push(&event, &scanner.attributes);
    }
    Ok(tree)
}

/// Passes over an element.
fn skip(scanner: &mut Scanner<'_>, first: &Event<'_>) -> Result<(), Error> {
    let outside = scanner.depth().saturating_sub(1);
    while first.kind == Kind::Open && scanner.depth() > outside {
        if scanner.next()?.is_none() {
            break;
        }
    }
    Ok(())
}

/// Where attributes may be added to a start tag.
fn tag_end(scanner: &Scanner<'_>, event: &Event<'_>) -> usize {
    let tag = &scanner.text[event.start..event.end];
    let inner = tag.strip_suffix("/>").or_else(|| tag.strip_suffix('>')).unwrap_or(tag);
    event.start + inner.trim_end().len()
}

fn attribute<'a>(scanner: &Scanner<'a>, ns: Ns, local: &str) -> Option<std::borrow::Cow<'a, str>> {
    let found = scanner.attributes.iter().find(|a| a.name.ns == ns && a.name.local == local);
    found.map(|a| unescape(a.raw))
}

fn plain(scanner: &Scanner<'_>, local: &str) -> Option<String> {
    attribute(scanner, Ns::Plain, local).map(String::from)
}

fn root(scanner: &Scanner<'_>, event: &Event<'_>, facts: &mut Facts) -> Result<Context, Error> {
    const FAMILY: &str = "urn:oasis:names:tc:xliff:document:";
    let refuse = |what: String| Err(Error::unsupported(scanner.text, event.start, what));
    match event.name.local {
        "xliff" => {}
        "txml" => return refuse("a Wordfast file (root element txml), which is no XLIFF".to_owned()),
        other => return refuse(format!("a file with the root element {}", super::wellformed::short(other))),
    }
    let declared = scanner.scope.declared();
    let prefix = event.name.prefix().trim_end_matches(':');
    let uri = declared.iter().rev().find(|(bound, _)| *bound == prefix).map_or("", |(_, uri)| *uri);
    let version = plain(scanner, "version").unwrap_or_default();
    let structure = match uri.strip_prefix(FAMILY) {
        Some("1.2") => Version::One { full: true },
        Some("1.0" | "1.1") => Version::One { full: false },
        Some("2.0" | "2.1") => Version::Two { note_ref: false },
        Some("2.2") => Version::Two { note_ref: true },
        None if uri.is_empty() => {
            note(&mut facts.warnings, "the root is in no namespace; read by its version".to_owned());
            match version.as_bytes() {
                [b'2', ..] => Version::Two { note_ref: version == "2.2" },
                _ => Version::One { full: version.starts_with("1.2") },
            }
        }
        Some(_) | None => return refuse(format!("the namespace {}", super::wellformed::short(uri))),
    };
    let usual = match structure {
        Version::One { .. } => ["1.0", "1.1", "1.2"].contains(&version.as_str()),
        Version::Two { .. } => ["2.0", "2.1", "2.2"].contains(&version.as_str()),
    };
    if !usual {
        let shown = super::wellformed::short(&version);
        note(&mut facts.warnings, format!("the version {shown:?} does not fit; read by its namespace"));
    } else if uri.strip_prefix(FAMILY).is_some_and(|of| of != version && !(of == "2.0" && version == "2.1"))
        && !uri.ends_with(":2.2")
    {
        note(&mut facts.warnings, format!("version {version} in the namespace {uri}; read by the namespace"));
    }
    if !prefix.is_empty() {
        note(&mut facts.warnings, "the root has a prefix".to_owned());
    }
    facts.version = super::wellformed::short(&version).to_owned();
    let (dialects, name) = dialect::of_root(&declared, &scanner.attributes);
    facts.dialect = name;
    let language = |name: &str| named(plain(scanner, name));
    Ok(Context {
        version: structure,
        dialects,
        file: 0,
        file_element: String::new(),
        languages: LanguagePair { source: language("srcLang"), target: language("trgLang") },
        translate: None,
        merged: false,
        demands: Demands::default(),
        approved_protects: true,
        excluded: false,
    })
}

fn file(scanner: &Scanner<'_>, parent: &Context, files: u64) -> Context {
    let mut context = container(scanner, parent, true);
    context.file = files;
    context.merged = false;
    if matches!(parent.version, Version::Two { .. }) {
        context.file_element = named(plain(scanner, "id"));
    } else {
        context.file_element = named(plain(scanner, "original"));
        context.languages.source = named(plain(scanner, "source-language"));
        context.languages.target = named(plain(scanner, "target-language"));
    }
    context
}

/// A name that every segment below repeats: what is longer than any name is cut off.
pub(crate) fn named(name: Option<String>) -> String {
    const LONGEST: usize = 4096;
    let mut name = name.unwrap_or_default();
    name.truncate(name.floor_char_boundary(LONGEST));
    name
}

/// What an element hands down to those inside it. `body` and 1.x `file` hand down nothing of their own.
fn container(scanner: &Scanner<'_>, parent: &Context, bare: bool) -> Context {
    let mut context = parent.clone();
    let two = matches!(parent.version, Version::Two { .. });
    if bare && !two {
        return context;
    }
    if let Some(translate) = plain(scanner, "translate") {
        context.translate = Some(translate != "no");
    }
    context.merged |= plain(scanner, "merged-trans").is_some_and(|merged| merged == "yes");
    context.demands = parent.demands.inside(&scanner.attributes, two);
    if two && let Some(list) = attribute(scanner, Ns::Its, "localeFilterList") {
        let exclude = attribute(scanner, Ns::Its, "localeFilterType").is_some_and(|kind| kind == "exclude");
        context.excluded = v2::locale_in(&list, &context.languages.target) == exclude;
    }
    context
}

fn finish(scanner: &Scanner<'_>, facts: &mut Facts) {
    if !scanner.scope.undeclared.is_empty() {
        let names = scanner.scope.undeclared.iter().map(|name| super::wellformed::short(name));
        let names = names.collect::<Vec<_>>().join(", ");
        note(&mut facts.warnings, format!("prefixes that are not declared: {names}"));
    }
    if scanner.doctype {
        note(&mut facts.warnings, "the document type was passed over".to_owned());
    }
}
