//! One forward pass over the markup of a file: events with their offsets, well-formed or not at all.
//!
//! The text comes in parts. A tag is told when it is held whole; text, comments and the like need
//! not be, so that their size is of no matter. Knows nothing of XLIFF beyond its namespace.

use super::Limits;
use super::content::{self, Inside};
pub(crate) use super::event::{Attribute, Event, Kind, Next, Parts};
use super::fault::{Begun, Fault};
use super::held::{Held, Text};
use super::memo::Memo;
use super::names::{Name, Ns, Scope};
use super::tag::{self, Class};
use super::wellformed::{not_allowed, short};
use memchr::{memchr, memchr2};

/// Where a pass stood.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    /// The offset.
    pub(crate) at: usize,
    depth: usize,
}

/// The pass.
#[derive(Debug)]
pub(crate) struct Scanner {
    /// Where it stands.
    pub(crate) at: usize,
    /// The namespaces in force.
    pub(crate) scope: Scope,
    /// Whether a bare DOCTYPE was passed over.
    pub(crate) doctype: bool,
    pub(super) limits: Limits,
    /// The names of the open elements, one after the other.
    pub(super) names: String,
    pub(super) open: Vec<Opened>,
    pub(super) inside: Inside,
    rooted: bool,
    pub(super) memo: Memo,
}

/// An open element.
#[derive(Debug, Clone, Copy)]
pub(super) struct Opened {
    /// Where its start tag is.
    at: usize,
    /// Where its name begins among the names.
    name: usize,
    ns: Ns,
    local: usize,
}

impl Scanner {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            at: 0,
            scope: Scope::default(),
            doctype: false,
            limits: limits.clone(),
            names: String::new(),
            open: Vec::new(),
            inside: Inside::Nothing,
            rooted: false,
            memo: Memo::default(),
        }
    }

    /// How many elements are open.
    pub(crate) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Where it stands.
    pub(crate) fn mark(&self) -> Mark {
        Mark { at: self.at, depth: self.open.len() }
    }

    /// Where an element of XLIFF with this name begins, if it comes next as it usually does: behind
    /// white space, inside of another one.
    pub(super) fn mark_ahead(&self, held: &Held<'_>, name: &str) -> Option<Mark> {
        let known = self.scope.bare() == Some(Ns::Core) && self.inside == Inside::Nothing;
        let bytes = held.text.as_str().as_bytes().get(self.at - held.text.start()..)?;
        let space = bytes.iter().position(|byte| !tag::is_space(*byte))?;
        let tag = bytes[space..].strip_prefix(b"<")?.strip_prefix(name.as_bytes())?;
        let ends = tag.first().is_some_and(|byte| tag::is_space(*byte) || *byte == b'>');
        let mark = Mark { at: self.at + space, depth: self.open.len() };
        (known && ends && mark.depth > 0).then_some(mark)
    }

    /// Goes back to where it stood, no element around it having ended since.
    pub(crate) fn back(&mut self, mark: Mark) {
        self.at = mark.at;
        self.inside = Inside::Nothing;
        self.leave_to(mark.depth);
        self.scope.leave(mark.depth);
    }

    /// Goes on at a place between things.
    pub(crate) fn skip_to(&mut self, at: usize) {
        (self.at, self.inside) = (at, Inside::Nothing);
    }

    /// The next event; the attributes of a tag are put behind those in `attributes`.
    #[inline(always)]
    pub(crate) fn next<'a>(
        &mut self,
        held: &Held<'a>,
        attributes: &mut Vec<Attribute<'a>>,
        parts: Parts,
    ) -> Result<Next<'a>, Fault> {
        loop {
            let bytes = held.text.as_str().as_bytes();
            let at = self.at - held.text.start();
            let markup = bytes.get(at) == Some(&b'<') && self.inside == Inside::Nothing;
            let found = match (markup, bytes.get(at + 1)) {
                (true, None) => None,
                (true, Some(b'/')) => self.close(held.text)?,
                (false, Some(_)) if let Some(end) = self.run(held, at) => {
                    let event = Event { kind: Kind::Text, start: self.at, end, name: Name::NONE };
                    self.at = end;
                    return Ok(Next::Event(event));
                }
                (true, Some(b'!' | b'?')) | (false, _) => {
                    if at == bytes.len() {
                        return if held.last { self.finish() } else { Ok(Next::More) };
                    }
                    match self.content(held, parts)? {
                        Some(None) => continue,
                        Some(event) => event,
                        None => None,
                    }
                }
                (true, Some(_)) => self.tag(held.text, attributes)?,
            };
            let Some(event) = found else {
                return self.incomplete(held, markup).map(|()| Next::More);
            };
            if let Some(bad) = held.bad.filter(|bad| *bad < event.end) {
                return Err(Fault::malformed(bad, not_allowed(held.text.slice(bad..held.text.end()))));
            }
            self.at = event.end;
            return Ok(Next::Event(event));
        }
    }

    /// The end of a text in which nothing needs a closer look, which most texts are.
    #[inline(always)]
    fn run(&self, held: &Held<'_>, at: usize) -> Option<usize> {
        let bytes = &held.text.as_str().as_bytes()[at..];
        if self.inside != Inside::Nothing || self.open.is_empty() || held.sections || held.bad.is_some() {
            return None;
        }
        let length = memchr2(b'<', b'&', bytes).filter(|length| *length > 0)?;
        Some(self.at + length)
    }

    /// Passes over what has no name, in parts; answers whether a tag is next.
    ///
    /// # Errors
    /// What is not well-formed; the end of the file, before a tag.
    pub(crate) fn skim(&mut self, held: &Held<'_>) -> Result<bool, Fault> {
        loop {
            let bytes = held.text.as_str().as_bytes();
            let at = self.at - held.text.start();
            let markup = self.inside == Inside::Nothing && bytes.get(at) == Some(&b'<');
            match bytes.get(at + 1).filter(|_| markup) {
                Some(b'!' | b'?') => {}
                Some(_) => return Ok(true),
                None if markup => return self.incomplete(held, true).map(|()| false),
                None => {}
            }
            if at == bytes.len() || self.content(held, Parts::Any)?.is_none() {
                return self.incomplete(held, false).map(|()| false);
            }
        }
    }

    /// What has no name: `None` if it is not all there, no event for what stands outside of the root
    /// and what was told in parts.
    #[inline(always)]
    fn content<'a>(&mut self, held: &Held<'a>, parts: Parts) -> Result<Option<Option<Event<'a>>>, Fault> {
        let start = self.at;
        let piece = content::read(held, start, self.inside, parts)?;
        let outside = self.open.is_empty();
        let end = piece.end;
        let text = held.text.slice(start..end);
        if outside && matches!(piece.what, content::What::Node(Kind::Text)) {
            let blank = text.len() - text.trim_start_matches([' ', '\t', '\r', '\n']).len();
            if blank < text.len() {
                return Err(Fault::malformed(start + blank, "text outside the root element"));
            }
        }
        if let Some(bad) = held.bad.filter(|bad| *bad < end) {
            return Err(Fault::malformed(bad, not_allowed(held.text.slice(bad..held.text.end()))));
        }
        match piece.what {
            content::What::Node(Kind::CData | Kind::Reference) if outside && end > start => {
                return Err(Fault::malformed(start, "text outside the root element"));
            }
            content::What::Node(_) => {}
            content::What::Declaration if start > 0 => {
                return Err(Fault::malformed(start, "an XML declaration that is not at the beginning"));
            }
            content::What::Declaration => {}
            content::What::Doctype if end > start => self.doctype(start, text)?,
            content::What::Doctype => {}
        }
        self.at = end;
        let begun = self.inside != Inside::Nothing;
        self.inside = piece.inside;
        if !piece.whole {
            return Ok(None);
        }
        Ok(Some(match piece.what {
            content::What::Node(kind) if !outside && !begun => {
                Some(Event { kind, start, end, name: Name::NONE })
            }
            content::What::Node(_) | content::What::Declaration | content::What::Doctype => None,
        }))
    }

    /// Reads a start tag or an empty-element tag.
    #[inline(always)]
    fn tag<'a>(
        &mut self,
        text: Text<'a>,
        attributes: &mut Vec<Attribute<'a>>,
    ) -> Result<Option<Event<'a>>, Fault> {
        let start = self.at;
        let from = attributes.len();
        let Some(tag) = tag::read(text, start, &self.limits, attributes)? else { return Ok(None) };
        let attributes = &mut attributes[from..];
        if self.open.is_empty() && self.rooted {
            return Err(Fault::malformed(start, "a second root element"));
        }
        self.rooted = true;
        let depth = self.open.len();
        if depth >= self.limits.depth {
            return Err(Fault::limit(start, "nested elements", "limits.depth", self.limits.depth));
        }
        if tag.end - start > self.limits.tag_bytes {
            return Err(self.too_long(start));
        }
        if tag.prefixed {
            self.scope.enter(depth + 1, start, attributes, &self.limits)?;
        }
        if depth == 0 {
            self.scope.adopt(tag.full);
        }
        if tag.prefixed {
            for attribute in attributes {
                attribute.name.ns = match attribute.name.prefix().trim_end_matches(':') {
                    "" | "xmlns" => Ns::Plain,
                    prefix => self.scope.family(prefix),
                };
            }
        }
        let ns = self.scope.family(&tag.full[..tag.local.saturating_sub(1)]);
        let name = Name { full: tag.full, local: &tag.full[tag.local..], ns };
        let kind = if tag.empty { Kind::Empty } else { Kind::Open };
        if tag.empty {
            // Its own declarations end with it; those of the root stay, nothing comes after it.
            if tag.prefixed && depth > 0 {
                self.scope.leave(depth);
            }
        } else {
            self.opened(start, tag.full, tag.local, ns);
            if self.names.len() > self.limits.tag_bytes {
                let most = self.limits.tag_bytes;
                return Err(Fault::limit(
                    start,
                    "bytes of the names of open elements",
                    "limits.tag_bytes",
                    most,
                ));
            }
        }
        Ok(Some(Event { kind, start, end: tag.end, name }))
    }

    /// Reads an end tag.
    #[inline(always)]
    fn close<'a>(&mut self, text: Text<'a>) -> Result<Option<Event<'a>>, Fault> {
        let start = self.at;
        let bytes = text.as_str().as_bytes();
        let from = start - text.start() + 2;
        let Some(&Opened { at: begun, name, ns, local }) = self.open.last() else {
            let Some(length) = memchr(b'>', &bytes[from..]) else { return Ok(None) };
            let shown = short(text.as_str()[from..from + length].trim_end());
            return Err(Fault::malformed(start, format!("the end tag {shown} without its start tag")));
        };
        let expected = &self.names[name..];
        let after = from + expected.len();
        if bytes[from..].starts_with(expected.as_bytes()) && bytes.get(after) == Some(&b'>') {
            let full = &text.as_str()[from..after];
            let name = Name { full, local: &full[local..], ns };
            self.leave();
            return Ok(Some(Event { kind: Kind::Close, start, end: text.start() + after + 1, name }));
        }
        let at = tag::skip(bytes, from, Class::Name);
        let end = tag::skip(bytes, at, Class::Space);
        let Some(&last) = bytes.get(end) else { return Ok(None) };
        let full = &text.as_str()[from..at];
        if last != b'>' || full != expected {
            let (shown, found) = (short(expected), short(full));
            let begun = Begun { depth: self.open.len(), at: begun };
            let before = format!("an end tag that does not close {shown}");
            return Err(Fault::open(start, begun, before, format!(": {found}")));
        }
        let name = Name { full, local: &full[local..], ns };
        self.leave();
        Ok(Some(Event { kind: Kind::Close, start, end: text.start() + end + 1, name }))
    }

    /// An element begins.
    pub(super) fn opened(&mut self, at: usize, full: &str, local: usize, ns: Ns) {
        self.open.push(Opened { at, name: self.names.len(), ns, local });
        self.names.push_str(full);
    }

    /// All elements end that are deeper.
    pub(super) fn leave_to(&mut self, depth: usize) {
        if let Some(first) = self.open.get(depth) {
            self.names.truncate(first.name);
            self.open.truncate(depth);
        }
    }

    /// The innermost element ends.
    fn leave(&mut self) {
        if let Some(opened) = self.open.pop() {
            self.names.truncate(opened.name);
        }
        self.scope.leave(self.open.len());
    }

    fn doctype(&mut self, start: usize, text: &str) -> Result<(), Fault> {
        if self.rooted || self.doctype {
            return Err(Fault::malformed(start, "a document type in the wrong place"));
        }
        if text.ends_with('[') {
            let what = "a document type with declarations of its own (DTD)";
            return Err(Fault::unsupported(start, what));
        }
        self.doctype = true;
        Ok(())
    }

    /// What stands here is not all held: it must not be because the file ends or it is too long.
    fn incomplete(&self, held: &Held<'_>, markup: bool) -> Result<(), Fault> {
        if held.last {
            // Read in parts, a character that may not be there is told before the end is seen.
            return Err(match held.bad {
                Some(bad) => Fault::malformed(bad, not_allowed(held.text.slice(bad..held.text.end()))),
                None => Fault::malformed(held.text.end(), "the file ends in the middle of its markup"),
            });
        }
        if markup && self.inside == Inside::Nothing && held.text.end() - self.at > self.limits.tag_bytes {
            let rest = held.text.slice(self.at..held.text.end());
            // In a unit, comments and the like are held whole as well; the unit bounds them.
            if !(rest.starts_with("<!--") || rest.starts_with("<![CDATA[") || rest.starts_with("<?")) {
                return Err(self.too_long(self.at));
            }
        }
        Ok(())
    }

    fn too_long(&self, at: usize) -> Fault {
        Fault::limit(at, "bytes of a tag", "limits.tag_bytes", self.limits.tag_bytes)
    }

    fn finish<'a>(&self) -> Result<Next<'a>, Fault> {
        if let Some(last) = self.open.last() {
            let begun = Begun { depth: self.open.len(), at: last.at };
            let before = format!("the file ends while {}", short(&self.names[last.name..]));
            return Err(Fault::open(self.at, begun, before, " is open".to_owned()));
        }
        if !self.rooted {
            return Err(Fault::malformed(self.at, "no root element"));
        }
        Ok(Next::End)
    }
}
