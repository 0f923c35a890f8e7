//! Markup that stands as text: HTML, Markdown, BBCode.
//!
//! Names of tags are compared, not their attributes: a title may be translated, and addresses have
//! a check of their own. `<file name>` in angle brackets is a word: a tag is what HTML knows, what
//! has an attribute or ends in `/>`, or what is closed again.

mod added;

pub use added::is_emphasised;

use super::Id;
use super::kinds::Kinds;
use super::line::Line;
use super::untranslated::is_quote;
use super::view::{Report, View};
use crate::domain::segment::Severity;
use std::cell::LazyCell;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

/// Tags and marks that are lost, added or out of order (`markup-syntax`).
pub(super) fn markup_syntax(view: &View<'_>, report: &mut Report) {
    let (source, target) = (&view.source, &view.target);
    let may_be_new = target.has(added::SIGNS);
    if !(source.has(Kinds::MARKUP) || target.has(Kinds::MARKUP) || may_be_new) {
        return;
    }
    tags(view, report);
    // Branches of a message repeat what stands in them.
    if source.has_arms || target.has_arms {
        return;
    }
    let [source, target] = [source, target].map(|line| line.text(&(0..line.len())));
    for (name, mark) in MARKS {
        let (wanted, given) = (source.matches(mark).count(), target.matches(mark).count());
        let is_no_mark = match mark {
            "`" => quotes_like_gnu(&source) || given == 0 && quotes(&target) >= quotes(&source) + wanted,
            // A line of stars.
            "**" => source.contains("***"),
            _ => false,
        };
        if is_no_mark {
            continue;
        }
        if wanted > 0 && wanted != given && (mark.len() > 1 || wanted % 2 == 0) {
            let message = format!("{name}: {given} in the target, {wanted} in the source");
            report.add(Id::MarkupSyntax, Severity::Major, message, None);
        }
    }
    if may_be_new {
        added::added(view, (&source, &target), report);
    }
    for name in closed_in_brackets(&source) {
        for form in [format!("[{name}]"), format!("[/{name}]")] {
            let (wanted, given) = (source.matches(&form).count(), target.matches(&form).count());
            if wanted != given {
                let message = format!("{form}: {given} in the target, {wanted} in the source");
                report.add(Id::MarkupSyntax, Severity::Major, message, None);
            }
        }
    }
}

/// Marks of Markdown that come in fixed numbers.
const MARKS: [(&str, &str); 3] = [("bold marks (**)", "**"), ("links (](…))", "]("), ("code marks (`)", "`")];

/// Whether each backquote opens a quotation that an apostrophe closes: `file'.
fn quotes_like_gnu(text: &str) -> bool {
    // Two of each are a quotation too: ``file''.
    text.split('`').skip(1).filter(|quoted| !quoted.is_empty()).all(|quoted| quoted.contains('\''))
}

/// How many quotation marks a text has.
fn quotes(text: &str) -> usize {
    text.chars().filter(|c| *c == '"' || is_quote(*c)).count()
}

/// The names in `[b]…[/b]`.
fn closed_in_brackets(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for tail in text.split("[/").skip(1).take(MOST_NAMES) {
        let Some((name, _)) = tail.split_once(']') else { continue };
        let is_name = (1..=12).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric());
        if is_name && text.contains(&format!("[{name}]")) && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

const MOST_NAMES: usize = 100;

/// An end of a tag: its name, lower case, and whether it closes.
type End = (String, bool);

fn tags(view: &View<'_>, report: &mut Report) {
    let closed: HashSet<String> = closed(&view.source).chain(closed(&view.target)).collect();
    let (source, target) = (ends(&view.source, &closed), ends(&view.target, &closed));
    if source.is_empty() && target.is_empty() {
        return;
    }
    let whole = |line: &Line| quotes(&line.text(&(0..line.len())));
    let gained = LazyCell::new(|| whole(&view.target) > whole(&view.source) + 1);
    let by_set = view.source.has_arms || view.target.has_arms;
    let mut counts: BTreeMap<&End, (usize, usize)> = BTreeMap::new();
    source.iter().for_each(|(end, _)| counts.entry(end).or_default().0 += 1);
    target.iter().for_each(|(end, _)| counts.entry(end).or_default().1 += 1);
    let mut is_clean = true;
    for ((name, closes), (wanted, given)) in counts {
        let slash = if *closes { "/" } else { "" };
        // Scripts and houses without italics put quotes for them.
        if given == 0 && EMPHASIS.contains(&name.as_str()) && *gained {
            continue;
        }
        if given < wanted && (given == 0 || !by_set) {
            let message = format!("the tag <{slash}{name}> of the source is missing");
            report.add(Id::MarkupSyntax, Severity::Major, message, None);
            is_clean = false;
        } else if given > wanted && (wanted == 0 || !by_set) {
            let last = target.iter().rev().find(|((other, closing), _)| other == name && closing == closes);
            let span = last.map(|(_, cells)| view.target.span(cells));
            let message = format!("the tag <{slash}{name}> is not in the source");
            report.add(Id::MarkupSyntax, Severity::Major, message, span);
            is_clean = false;
        }
    }
    if is_clean
        && !by_set
        && crossed(&source).is_none()
        && let Some(cells) = crossed(&target)
    {
        let message = "a tag closes before it opens, or crosses another";
        report.add(Id::MarkupSyntax, Severity::Major, message, Some(view.target.span(cells)));
    }
}

/// Tags that say that words are others' or meant otherwise.
const EMPHASIS: &[&str] = &["cite", "em", "i", "q", "var"];

/// The tags of a text, with their cells.
fn texts(line: &Line) -> impl Iterator<Item = (String, &Range<usize>)> {
    let tags = line.markup.iter().filter(|cells| line.char(cells.start) == Some('<'));
    tags.map(|cells| (line.text(cells), cells))
}

fn named(tag: &str) -> String {
    let inner = tag.trim_start_matches('<').trim_start_matches('/');
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(inner.len());
    inner[..end].to_ascii_lowercase()
}

/// Whether a tag has an attribute: `name="value"`, and not `a = b`.
fn has_attribute(tag: &str) -> bool {
    tag.match_indices('=').any(|(at, _)| {
        let named = tag[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
        named && tag[at + 1..].starts_with(|c: char| matches!(c, '"' | '\'') || c.is_ascii_alphanumeric())
    })
}

/// The names of tags that are closed in a text.
fn closed(line: &Line) -> impl Iterator<Item = String> {
    texts(line).filter(|(text, _)| text.starts_with("</")).map(|(text, _)| named(&text))
}

/// The ends of tags in a text, with their cells.
fn ends<'a>(line: &'a Line, closed: &HashSet<String>) -> Vec<(End, &'a Range<usize>)> {
    texts(line)
        .map(|(text, cells)| {
            let end = (named(&text), text.starts_with("</"));
            (text, end, cells)
        })
        .filter(|(text, (name, _), _)| {
            HTML.contains(&name.as_str())
                || has_attribute(text)
                || text.ends_with("/>")
                || closed.contains(name)
        })
        .map(|(_, end, cells)| (end, cells))
        .collect()
}

/// The first closing end that does not close what was opened last. Tags that are never closed
/// (`<br>`) open nothing.
fn crossed<'a>(ends: &[(End, &'a Range<usize>)]) -> Option<&'a Range<usize>> {
    let closed: HashSet<&str> =
        ends.iter().filter(|((_, closes), _)| *closes).map(|((name, _), _)| name.as_str()).collect();
    let mut open: Vec<&str> = Vec::new();
    for ((name, closes), cells) in ends {
        if !closed.contains(name.as_str()) {
            continue;
        }
        if !closes {
            open.push(name);
        } else if open.pop() != Some(name.as_str()) {
            return Some(cells);
        }
    }
    None
}

/// Elements of HTML that need no end. Any other name is a tag where it is closed; alone it stands for what the
/// reader puts there: `<option>`, `<address>`.
const HTML: &[&str] = &["br", "col", "dd", "dt", "hr", "img", "li", "p", "td", "th", "tr"];
