//! The content of one segment as content of a version, which stands for itself.
//!
//! In the file a code may have its other half in another segment, and marks may name segments. A
//! version is a scope of its own: there such a half is isolated, and such marks name nothing. Only
//! tags change here, and only in the copy.

use memchr::{memchr, memchr_iter, memchr3, memmem};
use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

/// The content with the tags of 1.2 that would name something outside it: marks of segments go,
/// closing halves without their opening one lose what they refer to.
pub(super) fn one<'c>(content: &'c str, prefix: &str) -> Cow<'c, str> {
    // Nearly always there are none.
    if !may_hold(content, prefix, &["mrk"]) && memmem::find(content.as_bytes(), b"rid").is_none() {
        return content.into();
    }
    let openers: HashSet<&str> = tags(content)
        .filter(|tag| tag.is(prefix, &["bpt", "bx"]))
        .filter_map(|tag| tag.value("rid"))
        .collect();
    let mut out = Copy::of(content);
    let mut marks = Vec::new();
    for tag in tags(content) {
        if tag.is(prefix, &["mrk"]) {
            let goes = match tag.closes {
                true => marks.pop().unwrap_or(false),
                false => tag.value("mtype") == Some("seg") || tag.value("mid").is_some(),
            };
            if goes {
                out.replace(tag.bytes.clone(), "");
            }
            if !tag.closes && !tag.empty {
                marks.push(goes);
            }
        } else if tag.is(prefix, &["ept", "ex"])
            && let Some(rid) = tag.attribute("rid")
            && !openers.contains(rid.value)
        {
            out.replace(rid.bytes, "");
        }
    }
    out.finish().into()
}

/// The content with halves of pairs isolated whose other half is not in it. Of annotations, which
/// have no such form, lone halves go.
pub(super) fn two<'c>(content: &'c str, prefix: &str) -> Cow<'c, str> {
    // Nearly always there are none.
    if !may_hold(content, prefix, &["sc", "ec", "sm", "em"]) {
        return content.into();
    }
    let values = |names: &[&str], attribute: &str| -> HashSet<&str> {
        tags(content).filter(|tag| tag.is(prefix, names)).filter_map(|tag| tag.value(attribute)).collect()
    };
    let (codes, marks) = (values(&["sc"], "id"), values(&["sm"], "id"));
    let (ended, unmarked) = (values(&["ec"], "startRef"), values(&["em"], "startRef"));
    let mut taken: HashSet<String> =
        tags(content).filter_map(|tag| tag.value("id")).map(str::to_owned).collect();
    let mut out = Copy::of(content);
    let (mut going, mut number) = ("", 0);
    for tag in tags(content) {
        if tag.closes {
            if tag.name == going {
                out.replace(tag.bytes, "");
            }
            going = "";
            continue;
        }
        let known = |among: &HashSet<&str>, name: &str| tag.value(name).is_some_and(|id| among.contains(id));
        if tag.is(prefix, &["sc"]) && !known(&ended, "id") {
            tag.isolate(&mut out);
        } else if tag.is(prefix, &["ec"])
            && let Some(start) = tag.attribute("startRef")
            && !codes.contains(start.value)
        {
            out.replace(start.bytes, "");
            if tag.value("id").is_none() {
                out.replace(
                    tag.end()..tag.end(),
                    format!(" id=\"{}\"", free(start.value, &mut taken, &mut number)),
                );
            }
            tag.isolate(&mut out);
        } else if (tag.is(prefix, &["sm"]) && !known(&unmarked, "id"))
            || (tag.is(prefix, &["em"]) && !known(&marks, "startRef"))
        {
            out.replace(tag.bytes, "");
            going = if tag.empty { "" } else { tag.name };
        }
    }
    out.finish().into()
}

/// Whether there may be a tag whose name begins with one of these, by a look that takes comments and
/// sections for more than they are.
fn may_hold(content: &str, prefix: &str, names: &[&str]) -> bool {
    memchr_iter(b'<', content.as_bytes()).any(|at| {
        let tag = &content[at + 1..];
        let tag = tag.strip_prefix('/').unwrap_or(tag).strip_prefix(prefix);
        tag.is_some_and(|name| names.iter().any(|known| name.starts_with(known)))
    })
}

/// An identifier nothing else in the content has. The number goes on from call to call: a hostile
/// file may have many that begin alike.
fn free(wanted: &str, taken: &mut HashSet<String>, number: &mut usize) -> String {
    let mut id = wanted.to_owned();
    while !taken.insert(id.clone()) {
        *number += 1;
        id = format!("{wanted}-{number}");
    }
    id
}

/// An identifier that begins so and that no tag of the content has.
pub(super) fn free_id(stem: &str, content: &str) -> String {
    let mut taken = tags(content).filter_map(|tag| tag.value("id")).map(str::to_owned).collect();
    free(stem, &mut taken, &mut 0)
}

/// The value of an attribute in a start tag whose end may be missing.
pub(super) fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let element = tag.trim_start_matches('<').split(|c: char| c.is_ascii_whitespace()).next()?;
    Tag { content: tag, bytes: 0..tag.len(), name: element, closes: false, empty: false }.value(name)
}

/// A copy in which pieces are replaced.
struct Copy<'c> {
    content: &'c str,
    pieces: Vec<(Range<usize>, String)>,
}

impl<'c> Copy<'c> {
    fn of(content: &'c str) -> Self {
        Self { content, pieces: Vec::new() }
    }

    fn replace(&mut self, range: Range<usize>, with: impl Into<String>) {
        self.pieces.push((range, with.into()));
    }

    fn finish(mut self) -> String {
        self.pieces.sort_by_key(|(range, _)| (range.start, range.end));
        let mut out = String::with_capacity(self.content.len() + 64);
        let mut at = 0;
        for (range, with) in self.pieces {
            out.push_str(&self.content[at..range.start]);
            out.push_str(&with);
            at = range.end;
        }
        out + &self.content[at..]
    }
}

/// A start tag, an end tag or an empty-element tag.
struct Tag<'c> {
    content: &'c str,
    bytes: Range<usize>,
    name: &'c str,
    closes: bool,
    empty: bool,
}

/// An attribute as it is written.
struct Attribute<'c> {
    value: &'c str,
    /// Its bytes with the white space before it.
    bytes: Range<usize>,
    name: &'c str,
}

impl<'c> Tag<'c> {
    fn is(&self, prefix: &str, names: &[&str]) -> bool {
        self.name.strip_prefix(prefix).is_some_and(|local| names.contains(&local))
    }

    fn attribute(&self, name: &str) -> Option<Attribute<'c>> {
        self.attributes().find(|attribute| attribute.name == name)
    }

    fn value(&self, name: &str) -> Option<&'c str> {
        self.attribute(name).map(|attribute| attribute.value)
    }

    fn attributes(&self) -> impl Iterator<Item = Attribute<'c>> + use<'c> {
        let (content, end) = (self.content, self.bytes.end);
        let mut at = self.bytes.start + 1 + self.name.len();
        std::iter::from_fn(move || {
            let rest = content.get(at..end)?;
            let equals = rest.find('=')?;
            let name = rest[..equals].trim();
            let quoted = rest[equals + 1..].trim_start();
            let quote = quoted.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let value = quoted[1..].split(quote).next()?;
            let begins = at;
            at = end - quoted.len() + value.len() + 2;
            Some(Attribute { value, bytes: begins..at, name })
        })
    }

    /// Says that the other half is elsewhere.
    fn isolate(&self, out: &mut Copy<'_>) {
        match self.attribute("isolated") {
            Some(said) if said.value == "yes" => {}
            Some(said) => out.replace(said.bytes, " isolated=\"yes\""),
            None => out.replace(self.end()..self.end(), " isolated=\"yes\""),
        }
    }

    fn end(&self) -> usize {
        let text = &self.content[self.bytes.clone()];
        let inner = text.strip_suffix("/>").or_else(|| text.strip_suffix('>')).unwrap_or(text);
        self.bytes.start + inner.trim_end().len()
    }
}

/// The length of the tag that a text begins with: values may hold what else would end it.
fn length(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr3(b'>', b'"', b'\'', &text[at..])?;
        if text[at] == b'>' {
            return Some(at + 1);
        }
        at += 2 + memchr(text[at], &text[at + 1..])?;
    }
}

/// The tags of well-formed content, in order.
fn tags(content: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + memchr(b'<', content.as_bytes().get(at..)?)?;
            let rest = &content[start..];
            if matches!(rest.as_bytes().get(1), Some(b'!' | b'?')) {
                let aside = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];
                if let Some((_, ends)) = aside.iter().find(|(begins, _)| rest.starts_with(begins)) {
                    at = start + rest.find(ends)? + ends.len();
                    continue;
                }
            }
            let length = length(rest.as_bytes())?;
            at = start + length;
            let tag = &rest[..length];
            let closes = tag.starts_with("</");
            let name = tag.trim_start_matches(['<', '/']);
            let end = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>');
            let name = &name[..name.bytes().position(end).unwrap_or(name.len())];
            return Some(Tag { content, bytes: start..at, name, closes, empty: tag.ends_with("/>") });
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{free_id, one, two};

    #[test]
    fn halves_without_their_other_half_are_isolated() {
        let check = |content: &str, expected: &str| assert_eq!(two(content, ""), expected);
        check("a", "a");
        check(r#"<sc id="1"/>a<ec startRef="1"/>"#, r#"<sc id="1"/>a<ec startRef="1"/>"#);
        check(r#"a<sc id="1"/>"#, r#"a<sc id="1" isolated="yes"/>"#);
        check(r#"<sc id='1' isolated = 'no' dataRef="d" />"#, r#"<sc id='1' isolated="yes" dataRef="d" />"#);
        check(r#"<sc id="1" isolated="yes"/>"#, r#"<sc id="1" isolated="yes"/>"#);
        check(r#"<ec startRef="1" dataRef="d"/>b"#, r#"<ec dataRef="d" id="1" isolated="yes"/>b"#);
        check(r#"<ph id="1"/><ec startRef="1"></ec>"#, r#"<ph id="1"/><ec id="1-1" isolated="yes"></ec>"#);
        check(r#"<ec isolated="no" startRef="1"/>"#, r#"<ec isolated="yes" id="1"/>"#);
        check(r#"<ec isolated="yes" id="9"/>"#, r#"<ec isolated="yes" id="9"/>"#);
        check(
            r#"<ph id="1" disp="a>b"/><!-- <sc id="x"/> -->"#,
            r#"<ph id="1" disp="a>b"/><!-- <sc id="x"/> -->"#,
        );
        assert_eq!(
            two(r#"<x:sc id="1"/><sc id="2"/>"#, "x:"),
            r#"<x:sc id="1" isolated="yes"/><sc id="2"/>"#
        );
    }

    #[test]
    fn lone_halves_of_annotations_go() {
        let check = |content: &str, expected: &str| assert_eq!(two(content, ""), expected);
        check(r#"<sm id="m"/>a"#, "a");
        check(r#"a<em startRef="m"></em>b"#, "ab");
        check(r#"<sm id="m"/>a<em startRef="m"/>"#, r#"<sm id="m"/>a<em startRef="m"/>"#);
        check(r#"<mrk id="1"><em startRef="m"/>a</mrk>"#, r#"<mrk id="1">a</mrk>"#);
    }

    #[test]
    fn a_version_names_no_segment_and_refers_to_no_half_outside_it() {
        let check = |content: &str, expected: &str| assert_eq!(one(content, ""), expected);
        check(
            r#"<mrk mtype="seg" mid="1">a <mrk mtype="x-t">b</mrk></mrk>"#,
            r#"a <mrk mtype="x-t">b</mrk>"#,
        );
        check(r#"<mrk mtype="seg" mid="1"/>"#, "");
        check(r#"<ept id="1" rid="2">}</ept>"#, r#"<ept id="1">}</ept>"#);
        check(
            r#"<bpt id="1" rid="2"/><ept id="1" rid="2"/><ex rid='3' id="4"/>"#,
            r#"<bpt id="1" rid="2"/><ept id="1" rid="2"/><ex id="4"/>"#,
        );
    }

    #[test]
    fn a_new_identifier_is_taken_by_nothing() {
        assert_eq!(free_id("q", r#"<pc id="q">a</pc><ph id='q-1'/>"#), "q-2");
    }
}
