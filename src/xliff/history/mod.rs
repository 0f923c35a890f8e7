//! What is written beside the targets: the versions that were replaced and the notes.
//!
//! In the standard form of each version, at places its schema allows, named `refineloop`
//! throughout. A later run finds our own work by that name, goes on counting and nests nothing.

mod candidate;
mod fragment;
mod ids;
mod issues;
mod v1;
mod v2;

pub(crate) use v1::Header;

use super::document::{Context, Found, Version as Structure};
use super::error::Error;
use super::found::is_ours;
use super::names::Ns;
use super::spelling::{escape, respell};
use super::splice::Splices;
use super::tree::Tree;
use super::write::{Edit, WriteOptions};
use crate::domain::integrity::{self, Frame};
use crate::domain::job::OutputMode;
use crate::domain::segment::Issue;
use crate::domain::text::CodedText;
use std::borrow::Cow;
use std::collections::HashSet;

/// What a reader of the file should know of a unit whose history someone else writes too.
pub(crate) fn warning(tree: &Tree<'_>) -> Option<String> {
    let tracked = tree.extended
        && tree.children(0).any(|child| {
            let name = tree.node(child).name;
            tree.is_element(child) && name.ns != Ns::Core && name.local == "changeTrack"
        });
    tracked.then(|| {
        "the changes tracked in this file (ctr:changeTrack) stay as they are: of a refined target they \
         tell an older version"
            .to_owned()
    })
}

/// Begins the `origin` of a version, before its number.
const ORIGIN: &str = "refineloop:r";

/// Collects what is written beside the targets of a file.
#[derive(Debug)]
pub(crate) struct History {
    options: WriteOptions,
    ascii: bool,
    one: Header,
    two: v2::Root,
}

/// A segment and what becomes of it.
struct Revised<'r> {
    found: &'r Found,
    edit: &'r Edit,
    /// Whether its target is replaced.
    changed: bool,
}

/// What both forms need to spell a text.
#[derive(Debug, Clone, Copy)]
struct Speller<'s, 'a> {
    tree: &'s Tree<'a>,
    options: &'s WriteOptions,
    ascii: bool,
    /// The source language of the file element.
    source_language: &'s str,
}

impl History {
    pub(crate) fn new(options: &WriteOptions, ascii: bool) -> Self {
        Self { options: options.clone(), ascii, one: Header::default(), two: v2::Root::default() }
    }

    /// That of a part of the file, which is written elsewhere.
    #[must_use]
    pub(crate) fn of_part(&self) -> Self {
        let one = Header::default();
        Self { options: self.options.clone(), ascii: self.ascii, one, two: self.two.unused() }
    }

    /// What the root declares is known from here on.
    pub(crate) fn learn(&mut self, whole: &Self) {
        if !self.two.is_known() {
            self.two = whole.two.unused();
        }
    }

    /// Another file element begins in a part; answers what the one before it must declare.
    pub(crate) fn next_file(&mut self) -> Header {
        std::mem::take(&mut self.one)
    }

    /// What the file element of this moment must declare, by what stood in a part.
    pub(crate) fn add(&mut self, of_part: Header) {
        self.one.add(of_part);
    }

    /// What the root must declare, by what stood in a part.
    pub(crate) fn add_root(&mut self, of_part: &Self) {
        self.two.add(&of_part.two);
    }

    /// The root: where its declarations end and what they are.
    pub(crate) fn root(&mut self, tag: &str, at: usize, declared: &[(&str, &str)]) {
        self.two = v2::Root::new(tag, at, declared);
    }

    /// A file element begins; the one before it is complete, and what it must declare goes to `splices`.
    pub(crate) fn file(&mut self, prefix: &str, at: usize, splices: &mut Splices) {
        std::mem::replace(&mut self.one, Header::of_file(prefix, at)).finish(&self.options, splices);
    }

    /// The header of the file element.
    pub(crate) fn header(&mut self, tree: &Tree<'_>) {
        self.one.read(tree);
    }

    /// A unit and what becomes of its segments.
    ///
    /// # Errors
    /// A version that would damage the file.
    pub(crate) fn unit(
        &mut self,
        context: &Context,
        tree: &Tree<'_>,
        found: &[Found],
        edits: &[Edit],
        splices: &mut Splices,
    ) -> Result<(), Error> {
        if self.options.output_mode == OutputMode::None {
            return Ok(());
        }
        let revised: Vec<Revised<'_>> = found.iter().zip(edits).map(Revised::new).collect();
        revised
            .iter()
            .filter(|revised| revised.changed)
            .try_for_each(|revised| revised.check(self.options.permissive_codes))?;
        let speller = Speller {
            tree,
            options: &self.options,
            ascii: self.ascii,
            source_language: &context.languages.source,
        };
        match context.version {
            Structure::One { full } => v1::unit(speller, full, &revised, &mut self.one, splices),
            Structure::Two { note_ref } => v2::unit(speller, note_ref, &revised, &mut self.two, splices),
        }
        Ok(())
    }

    /// The file ends.
    pub(crate) fn finish(self, splices: &mut Splices) {
        self.one.finish(&self.options, splices);
        self.two.finish(splices);
    }
}

impl<'r> Revised<'r> {
    fn new((found, edit): (&'r Found, &'r Edit)) -> Self {
        Self { found, edit, changed: edit.changes(&found.segment) }
    }

    /// A version must hold nothing that could not have been a target.
    fn check(&self, permissive: bool) -> Result<(), Error> {
        let segment = &self.found.segment;
        let frame = Frame::of(segment, permissive);
        // What the file has already is no worse for being there again, whatever the rules say of it.
        let mut versions = self.edit.versions.iter().filter(|version| version.target != segment.target);
        versions.try_for_each(|version| {
            integrity::check(&frame, &version.target).map_err(|violation| Error::Integrity {
                segment: segment.id.number,
                message: format!("in an earlier version: {}", violation.message),
            })
        })
    }
}

impl Speller<'_, '_> {
    fn full(&self) -> bool {
        self.options.output_mode == OutputMode::Full
    }

    /// A note that is to be written.
    fn note<'n>(&self, note: Option<&'n String>) -> Option<&'n str> {
        note.map(|note| note.trim()).filter(|note| self.full() && !note.is_empty())
    }

    fn escape(&self, text: &str) -> String {
        escape(text)
    }

    /// The target with a text.
    fn target(&self, found: &Found, text: &CodedText) -> Cow<'_, str> {
        let Some(side) = &found.target else { return Cow::Borrowed("") };
        // Nearly always it is the one that was there.
        if *text == found.segment.target {
            return Cow::Borrowed(self.tree.text.slice(side.bytes.clone()));
        }
        let mut out = String::new();
        respell(self.tree, found, side, text, self.ascii, &mut out);
        Cow::Owned(out)
    }

    /// The issues that are to be written.
    fn issues<'i>(&self, issues: &'i [Issue]) -> &'i [Issue] {
        if self.full() { &issues[..issues.len().min(issues::MOST)] } else { &[] }
    }

    /// Appends ` xml:lang="…"` for notes.
    fn add_note_language(&self, out: &mut String) {
        let wanted = self.options.note_language.as_deref().unwrap_or(self.source_language);
        add_language((self.options.note_language_of)(wanted), out);
    }

    /// When the revision was made, as `xsd:dateTime`.
    fn date(&self) -> String {
        date(self.options)
    }
}

fn date(options: &WriteOptions) -> String {
    options.date.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Appends ` xml:lang="…"`; nothing where the tag is none the schemas accept (`en_US`).
fn add_language(tag: &str, out: &mut String) {
    // Parts of one to eight letters or digits; of the first only letters.
    let (mut length, mut first) = (0, true);
    let fits = |length: usize| (1..=8).contains(&length);
    let is_tag = tag.bytes().all(|byte| {
        if byte == b'-' {
            first = false;
            return fits(std::mem::take(&mut length));
        }
        length += 1;
        if first { byte.is_ascii_alphabetic() } else { byte.is_ascii_alphanumeric() }
    });
    if is_tag && fits(length) {
        add(out, &[" xml:lang=\"", tag, "\""]);
    }
}

/// Appends pieces, one after the other.
fn add(out: &mut String, pieces: &[&str]) {
    pieces.iter().for_each(|piece| out.push_str(piece));
}

/// A number in digits.
fn digits(number: u32) -> Cow<'static, str> {
    const SMALL: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    SMALL.get(number as usize).map_or_else(|| number.to_string().into(), |digit| Cow::Borrowed(*digit))
}

/// What the notes among these nodes that are ours refer to and say: none is written twice.
fn own_notes(tree: &Tree<'_>, nodes: impl Iterator<Item = usize>) -> HashSet<(String, String)> {
    let notes = nodes.filter(|node| tree.is(*node, "note") && is_ours(tree, *node));
    let reference = |note: usize| tree.plain(note, "ref").unwrap_or_default().into_owned();
    notes.map(|note| (reference(note), tree.characters(note, usize::MAX))).collect()
}

/// Those of our notes among these nodes that are out of date. A note names its segment by reference,
/// in brackets, or not at all where the unit has one segment.
fn stale_notes(tree: &Tree<'_>, nodes: impl Iterator<Item = usize>, revised: &[Revised<'_>]) -> Vec<usize> {
    if revised.iter().all(|revised| revised.edit.stale.is_none()) {
        return Vec::new();
    }
    let alone = revised.len() == 1;
    let about = |revised: &&Revised<'_>, reference: &str, text: &str| {
        let id = &revised.found.segment.id.segment;
        match reference.strip_prefix('#') {
            Some(reference) => reference == id && revised.edit.withdraws(text),
            None => match text.strip_prefix('[').and_then(|text| text.split_once("] ")) {
                Some((named, text)) => named == id && revised.edit.withdraws(text),
                None => alone && revised.edit.withdraws(text),
            },
        }
    };
    let is_stale = |note: &usize| {
        let reference = tree.plain(*note, "ref").unwrap_or_default();
        let text = tree.characters(*note, usize::MAX);
        revised.iter().any(|revised| about(&revised, &reference, &text))
    };
    nodes.filter(|node| tree.is(*node, "note") && is_ours(tree, *node)).filter(is_stale).collect()
}

/// The number after the one an `origin` of ours names.
fn next_round(origin: &str) -> Option<u32> {
    origin.strip_prefix(ORIGIN)?.parse::<u32>().ok()?.checked_add(1)
}

#[cfg(test)]
mod tests {
    use super::add_language;

    #[test]
    fn only_what_the_schemas_accept_is_a_language() {
        for tag in ["de", "de-DE", "zh-Hant-TW", "x-1", "abcdefgh-12345678"] {
            let mut out = String::new();
            add_language(tag, &mut out);
            assert_eq!(out, format!(" xml:lang=\"{tag}\""));
        }
        for tag in
            ["", "-", "de-", "-de", "de--DE", "en_US", "d1", "abcdefghi", "de-123456789", "dé", "de DE"]
        {
            let mut out = String::new();
            add_language(tag, &mut out);
            assert_eq!(out, "", "{tag}");
        }
    }
}
