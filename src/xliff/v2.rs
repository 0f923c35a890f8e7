//! XLIFF 2.0 to 2.2: the segments of a `unit`.
//!
//! `ignorable` is never a segment. An annotation that protects may begin in one segment and end
//! in another; what lies in between is not to be translated.

use super::document::Context;
use super::found::{Locks, Parts, build, copied, notes};
use super::names::Ns;
use super::pool::{Fill, Pool};
use super::tree::Tree;
use std::collections::HashSet;

/// The segments of a unit, in order.
pub(crate) fn segments(context: &Context, tree: &Tree<'_>, pool: &mut Pool, found: &mut Fill<'_>) {
    let (mut comments, mut count, mut is_parted) = (None, 0, false);
    for child in tree.children(0) {
        match tree.core(child) {
            b"notes" => comments = comments.or(Some(child)),
            b"segment" => count += 1,
            b"ignorable" => is_parted = true,
            _ => {}
        }
    }
    is_parted |= count > 1;
    let comments = comments.into_iter().flat_map(|notes| tree.children(notes));
    let comments = comments.filter(|note| tree.is(*note, "note"));
    let mut notes = notes(tree, &["name"], comments, count, pool);
    let mut open: HashSet<String> = HashSet::new();
    let dialects = context.dialects.locks(tree);
    let switch = tree.attribute(0, Ns::Plural, "switch");
    for segment in tree.children(0).filter(|child| tree.is(*child, "segment")) {
        let Some(source) = tree.child(segment, "source") else { continue };
        let target = tree.child(segment, "target");
        let inherited = !open.is_empty();
        let is_mark = |node: usize| matches!(tree.core(node), b"mrk" | b"sm" | b"em");
        let is_marked = tree.inner(source).any(is_mark);
        let protects = if is_marked { protected_across(tree, source, &mut open) } else { inherited };
        let locks = Locks {
            // A mark that re-opens text in such a unit re-opens nothing here: the text around it could
            // not be told apart from it, and that must stay.
            not_translatable: context.translate == Some(false)
                || context.excluded
                || inherited
                || protects
                || is_marked && excluded_within(tree, source, &context.languages.target),
            protected: tree.says(segment, "state", "final"),
            ..Locks::default()
        };
        let locks = locks.and(dialects.of(None));
        let language = |node: usize| tree.attribute(node, Ns::Xml, "lang");
        let languages = (language(source), target.and_then(language));
        let name = tree.plain(segment, "id").unwrap_or_default();
        let mut notes = if count == 1 { std::mem::take(&mut notes) } else { copied(&notes, pool) };
        if let Some(switch) = &switch {
            notes.push(variant(switch, tree.attribute(segment, Ns::Plural, "case").as_deref()));
        }
        let parts = Parts { name, element: segment, source, target, locks, languages, notes };
        let found = found.next(pool);
        build(context, tree, parts, found, pool);
        found.segment.variant = switch.is_some();
        found.segment.part = is_parted;
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
        if tree.is(node, "sm") && tree.says(node, "translate", "no") {
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
