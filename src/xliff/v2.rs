//! XLIFF 2.0 to 2.2: the segments of a `unit`.
//!
//! `ignorable` is never a segment. An annotation that protects may begin in one segment and end
//! in another; what lies in between is not to be translated.

use super::document::{Context, Found};
use super::found::{Locks, Parts, build, copied, notes};
use super::names::Ns;
use super::pool::Pool;
use super::tree::Tree;
use crate::domain::file::LanguagePair;
use std::collections::HashSet;

/// The segments of a unit, in order.
pub(crate) fn segments(context: &Context, tree: &Tree<'_>, pool: &mut Pool, found: &mut Vec<Found>) {
    let comments = tree.child(0, "notes");
    let comments = comments.into_iter().flat_map(|notes| tree.children(notes));
    let comments = comments.filter(|note| tree.is(*note, "note"));
    let count = tree.children(0).filter(|child| tree.is(*child, "segment")).count();
    let is_parted = count > 1 || tree.child(0, "ignorable").is_some();
    let notes = notes(tree, &["name"], comments, count, pool);
    let mut open: HashSet<String> = HashSet::new();
    let dialects = context.dialects.locks(tree);
    let switch = tree.attribute(0, Ns::Plural, "switch");
    for segment in tree.children(0).filter(|child| tree.is(*child, "segment")) {
        let Some(source) = tree.child(segment, "source") else { continue };
        let target = tree.child(segment, "target");
        let inherited = !open.is_empty();
        let protects = protected_across(tree, source, &mut open);
        let locks = Locks {
            // A mark that re-opens text in such a unit re-opens nothing here: the text around it could
            // not be told apart from it, and that must stay.
            not_translatable: context.translate == Some(false)
                || context.excluded
                || inherited
                || protects
                || excluded_within(tree, source, &context.languages.target),
            protected: tree.plain(segment, "state").is_some_and(|state| state == "final"),
            ..Locks::default()
        };
        let locks = locks.and(dialects.of(None));
        let mut language = |node: Option<usize>, of_file: &str| {
            let own = node.and_then(|node| tree.attribute(node, Ns::Xml, "lang"));
            pool.string(own.as_deref().unwrap_or(of_file))
        };
        let languages = LanguagePair {
            source: language(Some(source), &context.languages.source),
            target: language(target, &context.languages.target),
        };
        let name = tree.plain(segment, "id").unwrap_or_default();
        let mut notes = copied(&notes, pool);
        if let Some(switch) = &switch {
            notes.push(variant(switch, tree.attribute(segment, Ns::Plural, "case").as_deref()));
        }
        let parts = Parts { name, element: segment, source, target, locks, languages, notes };
        let mut built = build(context, tree, parts, pool);
        built.segment.variant = switch.is_some();
        built.segment.part = is_parted;
        found.push(built);
    }
    pool.give_notes(notes);
}

/// Tells the model that a segment is no sentence among sentences.
fn variant(switch: &str, case: Option<&str>) -> String {
    let short = |text: &str| text.chars().take(80).collect::<String>();
    let case = case.unwrap_or("other");
    format!("one of several variants of one message, chosen by {}: {}", short(switch), short(case))
}

/// Whether ITS keeps a part of the text from the target language.
fn excluded_within(tree: &Tree<'_>, source: usize, language: &str) -> bool {
    tree.inner(source).filter(|node| tree.is(*node, "mrk") || tree.is(*node, "sm")).any(|mark| {
        let list = tree.attribute(mark, Ns::Its, "localeFilterList");
        let exclude = tree.attribute(mark, Ns::Its, "localeFilterType").is_some_and(|kind| kind == "exclude");
        list.is_some_and(|list| locale_in(&list, language) == exclude)
    })
}

/// Follows `sm translate="no"` over the segments; answers whether one is open at the end.
fn protected_across(tree: &Tree<'_>, source: usize, open: &mut HashSet<String>) -> bool {
    for node in tree.inner(source) {
        if tree.is(node, "sm") && tree.plain(node, "translate").is_some_and(|value| value == "no") {
            open.extend(tree.plain(node, "id").map(String::from));
        } else if tree.is(node, "em")
            && let Some(start) = tree.plain(node, "startRef")
        {
            open.remove(&*start);
        }
    }
    !open.is_empty()
}

/// Whether an ITS list of locales (`*`, `de, *-CH` …) covers a language.
pub(crate) fn locale_in(list: &str, language: &str) -> bool {
    let language = language.replace('_', "-").to_ascii_lowercase();
    list.split(',').map(|range| range.trim().to_ascii_lowercase()).any(|range| {
        let mut parts = range.split('-');
        let mut tags = language.split('-');
        let first = parts.next().unwrap_or_default();
        let primary = tags.next().unwrap_or_default();
        if range.is_empty() || (first != "*" && first != primary) {
            return false;
        }
        // Extended filtering: the further parts occur in this order.
        parts.filter(|part| *part != "*").all(|part| tags.any(|tag| tag == part))
    })
}

#[cfg(test)]
mod tests {
    use super::locale_in;

    #[test]
    fn locale_ranges_are_matched_as_its_says() {
        for (list, language, expected) in [
            ("*", "de", true),
            ("", "de", false),
            ("de, fr", "fr-CA", true),
            ("*-CA", "fr_CA", true),
            ("*-CA", "fr", false),
            ("de-CH", "de-Latn-CH", true),
        ] {
            assert_eq!(locale_in(list, language), expected, "{list} {language}");
        }
    }
}
