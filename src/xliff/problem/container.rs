//! The root, file elements and groups: versions, languages, identifiers.

use super::FileFacts;
use super::report::{Report, short};
use super::rule::Rule;
use super::value;
use crate::xliff::document::{Context, Version};
use crate::xliff::names::Ns;
use crate::xliff::scan::{Attribute, Event, Kind};
use crate::xliff::tree::{Tree, unescape};
use std::borrow::Cow;
use std::collections::HashSet;

/// A start tag.
pub(super) struct Tag<'t, 'a> {
    pub(super) event: &'t Event<'a>,
    pub(super) attributes: &'t [Attribute<'a>],
}

impl<'a> Tag<'_, 'a> {
    /// An attribute without a prefix.
    pub(super) fn plain(&self, local: &str) -> Option<Cow<'a, str>> {
        let mut all = self.attributes.iter();
        all.find(|a| a.name.ns == Ns::Plain && a.name.full == local).map(|a| unescape(a.raw))
    }

    fn require(&self, names: &[&str], report: &mut Report) {
        for name in names.iter().filter(|name| self.plain(name).is_none()) {
            let element = short(self.event.name.full);
            report.add(Rule::MissingAttribute, self.event.start, format!("{element} without {name}"));
        }
    }

    fn languages(&self, names: &[&str], report: &mut Report) {
        for name in names {
            if self.plain(name).is_some_and(|tag| !value::is_language(&tag)) {
                let element = short(self.event.name.full);
                report.add(Rule::BadLanguage, self.event.start, format!("{name} of {element}"));
            }
        }
    }

    fn id(&self, seen: &mut HashSet<u64>, hash: impl Fn(&str) -> u64, report: &mut Report) {
        let Some(id) = self.plain("id") else { return };
        let element = short(self.event.name.full);
        if !value::is_name_token(&id) {
            report.add(Rule::BadId, self.event.start, format!("id of {element}"));
        }
        if !seen.insert(hash(&id)) {
            report.add(Rule::DuplicateId, self.event.start, format!("{element} {} twice", short(&id)));
        }
    }
}

/// Looks at the start tag of a container, or of an element that is passed over.
pub(super) fn check(facts: &mut FileFacts, context: &Context, tag: &Tag<'_, '_>, report: &mut Report) {
    let two = matches!(context.version, Version::Two { .. });
    let at = tag.event.start;
    let hash = facts.hasher();
    match tag.event.name.local {
        "xliff" => {
            if two {
                tag.require(&["version", "srcLang"], report);
                tag.languages(&["srcLang", "trgLang"], report);
            } else {
                tag.require(&["version"], report);
            }
        }
        "file" if two => {
            tag.require(&["id"], report);
            tag.id(&mut facts.files, hash, report);
        }
        "file" => {
            tag.require(&["original", "source-language", "datatype"], report);
            tag.languages(&["source-language", "target-language"], report);
        }
        // An empty body is a body.
        "body" => facts.has_content = true,
        "group" if two => {
            facts.has_content = true;
            tag.require(&["id"], report);
            tag.id(&mut facts.groups, hash, report);
        }
        "skeleton" if two && tag.event.kind == Kind::Empty && tag.plain("href").is_none() => {
            report.add(Rule::BadValue, at, "a skeleton with neither content nor href");
        }
        _ => {}
    }
    let no = |value: &str| !matches!(value, "yes" | "no");
    if tag.plain("translate").is_some_and(|value| no(&value)) {
        report.add(Rule::BadValue, at, format!("translate of {}", short(tag.event.name.full)));
    }
}

/// Takes the tools and phases of a 1.2 header.
pub(super) fn header(facts: &mut FileFacts, tree: &Tree<'_>) {
    for node in tree.inner(0).filter(|node| tree.is_element(*node)) {
        if tree.is(node, "tool") {
            facts.tools.extend(tree.plain(node, "tool-id").map(String::from));
        } else if tree.is(node, "phase") {
            facts.phases.extend(tree.plain(node, "phase-name").map(String::from));
        }
    }
}
