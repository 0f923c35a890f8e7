//! One forward pass over the markup of a file: events with their byte ranges, well-formed or not
//! at all.
//!
//! `quick-xml` finds the ranges; what it lets pass and XML does not is refused here, with limits on
//! depth and attributes. Knows nothing of XLIFF beyond its namespace.

use super::Limits;
use super::error::Error;
use super::names::{Name, Scope};
use super::wellformed::{self, short};
use quick_xml::events::Event as Xml;
use quick_xml::reader::Reader;

/// What an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A start tag.
    Open,
    /// An end tag.
    Close,
    /// An empty-element tag.
    Empty,
    /// Characters, none of them references.
    Text,
    /// A CDATA section.
    CData,
    /// One reference, `&…;`.
    Reference,
    /// A comment.
    Comment,
    /// A processing instruction.
    Instruction,
}

/// An event and its bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Event<'a> {
    /// What it is.
    pub(crate) kind: Kind,
    /// Where it begins.
    pub(crate) start: usize,
    /// Where it ends.
    pub(crate) end: usize,
    /// The name of an element.
    pub(crate) name: Name<'a>,
}

/// An attribute.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attribute<'a> {
    /// Its name.
    pub(crate) name: Name<'a>,
    /// Its value as written, between the quotes.
    pub(crate) raw: &'a str,
    /// Where the value begins.
    pub(crate) at: usize,
}

/// The pass.
pub(crate) struct Scanner<'a> {
    /// The text that is scanned.
    pub(crate) text: &'a str,
    /// The namespaces in force.
    pub(crate) scope: Scope<'a>,
    /// Whether a bare DOCTYPE was passed over.
    pub(crate) doctype: bool,
    /// The attributes of the last start tag or empty-element tag.
    pub(crate) attributes: Vec<Attribute<'a>>,
    limits: &'a Limits,
    reader: Reader<&'a [u8]>,
    depth: usize,
    rooted: bool,
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(text: &'a str, limits: &'a Limits) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_comments = true;
        Self {
            text,
            scope: Scope::default(),
            doctype: false,
            attributes: Vec::new(),
            limits,
            reader,
            depth: 0,
            rooted: false,
        }
    }

    /// How many elements are open.
    pub(crate) fn depth(&self) -> usize {
        self.depth
    }

    /// The next event; `None` at the end of a whole document.
    pub(crate) fn next(&mut self) -> Result<Option<Event<'a>>, Error> {
        loop {
            let start = offset(self.reader.buffer_position());
            let xml = self.reader.read_event();
            let end = offset(self.reader.buffer_position());
            let xml = match xml {
                Ok(xml) => xml,
                Err(error) => {
                    let at = offset(self.reader.error_position());
                    return Err(self.malformed(at, syntax(&error)));
                }
            };
            let kind = match xml {
                Xml::Start(_) => Kind::Open,
                Xml::End(_) => Kind::Close,
                Xml::Empty(_) => Kind::Empty,
                Xml::Text(_) => Kind::Text,
                Xml::CData(_) => Kind::CData,
                Xml::GeneralRef(_) => Kind::Reference,
                Xml::Comment(_) => Kind::Comment,
                Xml::PI(_) => Kind::Instruction,
                Xml::Decl(_) => {
                    self.declaration(start, end)?;
                    continue;
                }
                Xml::DocType(_) => {
                    self.doctype(start, end)?;
                    continue;
                }
                Xml::Eof => return self.finish(),
            };
            if let Some(event) = self.event(kind, start, end)? {
                return Ok(Some(event));
            }
        }
    }

    fn event(&mut self, kind: Kind, start: usize, end: usize) -> Result<Option<Event<'a>>, Error> {
        let raw = &self.text[start..end];
        let mut name = Name::NONE;
        let outside = self.depth == 0;
        match kind {
            Kind::Open | Kind::Empty => {
                if outside && self.rooted {
                    return Err(self.malformed(start, "a second root element"));
                }
                self.rooted = true;
                if self.depth >= self.limits.depth {
                    let most = self.limits.depth;
                    return Err(Error::limit(self.text, start, "nested elements", "limits.depth", most));
                }
                name = self.tag(raw, start, kind)?;
                self.depth += usize::from(kind == Kind::Open);
            }
            Kind::Close => {
                let full = raw.trim_start_matches("</").trim_end_matches('>').trim_end();
                name = self.scope.element(full);
                self.depth = self.depth.saturating_sub(1);
                self.scope.leave(self.depth);
            }
            Kind::Text if outside => {
                if !raw.trim_matches([' ', '\t', '\r', '\n']).is_empty() {
                    return Err(self.malformed(start, "text outside the root element"));
                }
                return Ok(None);
            }
            Kind::CData | Kind::Reference if outside => {
                return Err(self.malformed(start, "text outside the root element"));
            }
            Kind::Text => self.check(start, wellformed::character_data(raw))?,
            Kind::CData => self.check(start, wellformed::characters(raw))?,
            Kind::Reference => {
                wellformed::reference(raw).map_err(|what| self.malformed(start, what))?;
            }
            Kind::Comment => {
                self.check(start, wellformed::characters(raw))?;
                if raw.len() > "<!---->".len() && raw.ends_with("--->") {
                    return Err(self.malformed(start, "a comment that ends in --->"));
                }
            }
            Kind::Instruction => {
                self.check(start, wellformed::characters(raw))?;
                let target = raw[2..].split(['?', ' ', '\t', '\r', '\n']).next().unwrap_or_default();
                if !wellformed::is_name(target) || target.eq_ignore_ascii_case("xml") {
                    return Err(self.malformed(start, "a processing instruction XML does not allow"));
                }
            }
        }
        Ok(Some(Event { kind, start, end, name }))
    }

    /// Reads a start tag or an empty-element tag.
    fn tag(&mut self, raw: &'a str, start: usize, kind: Kind) -> Result<Name<'a>, Error> {
        let inner = &raw[1..raw.len() - if kind == Kind::Empty { 2 } else { 1 }];
        let length = inner.find([' ', '\t', '\r', '\n']).unwrap_or(inner.len());
        let (full, rest) = inner.split_at(length);
        if !wellformed::is_name(full) {
            return Err(self.malformed(start, "an element name XML does not allow"));
        }
        let base = start + 1 + length;
        let mut found: Vec<wellformed::RawAttribute<'a>> = Vec::new();
        let mut limit = None;
        let (most, largest) = (self.limits.attributes, self.limits.attribute_bytes);
        let visited = wellformed::attributes(rest, |attribute| {
            if found.iter().any(|other| other.name == attribute.name) {
                return Err((attribute.start, format!("the attribute {} twice", short(attribute.name))));
            }
            if found.len() >= most {
                limit = Some(("attributes of an element", "limits.attributes", most));
            } else if attribute.value.len() > largest {
                limit = Some(("bytes of an attribute value", "limits.attribute_bytes", largest));
            }
            if limit.is_some() {
                return Err((attribute.start, String::new()));
            }
            found.push(attribute);
            Ok(())
        });
        if let Err((at, what)) = visited {
            return Err(match limit {
                Some((what, setting, most)) => Error::limit(self.text, base + at, what, setting, most),
                None => self.malformed(base + at, what),
            });
        }
        for attribute in &found {
            let prefix =
                if attribute.name == "xmlns" { Some("") } else { attribute.name.strip_prefix("xmlns:") };
            if let Some(prefix) = prefix {
                self.scope.declare(self.depth + 1, prefix, attribute.value);
            }
        }
        if self.depth == 0 {
            self.scope.adopt(full);
        }
        self.attributes.clear();
        for attribute in found {
            let name = self.scope.attribute(attribute.name);
            self.attributes.push(Attribute { name, raw: attribute.value, at: base + attribute.value_start });
        }
        let name = self.scope.element(full);
        if kind == Kind::Empty && self.depth > 0 {
            self.scope.leave(self.depth);
        }
        Ok(name)
    }

    fn declaration(&self, start: usize, end: usize) -> Result<(), Error> {
        if start > 0 {
            return Err(self.malformed(start, "an XML declaration that is not at the beginning"));
        }
        self.check(start, wellformed::characters(&self.text[start..end]))
    }

    fn doctype(&mut self, start: usize, end: usize) -> Result<(), Error> {
        if self.rooted || self.doctype {
            return Err(self.malformed(start, "a document type in the wrong place"));
        }
        if self.text[start..end].contains('[') {
            return Err(Error::unsupported(
                self.text,
                start,
                "a document type with declarations of its own (DTD)",
            ));
        }
        self.doctype = true;
        self.check(start, wellformed::characters(&self.text[start..end]))
    }

    fn finish(&self) -> Result<Option<Event<'a>>, Error> {
        if self.depth > 0 {
            return Err(self.malformed(self.text.len(), "the file ends while elements are open"));
        }
        if !self.rooted {
            return Err(self.malformed(self.text.len(), "no root element"));
        }
        Ok(None)
    }

    fn check(&self, start: usize, result: Result<(), wellformed::Fault>) -> Result<(), Error> {
        result.map_err(|(at, what)| self.malformed(start + at, what))
    }

    fn malformed(&self, at: usize, what: impl Into<String>) -> Error {
        Error::malformed(self.text, at, what)
    }
}

fn offset(position: u64) -> usize {
    usize::try_from(position).expect("the text is in memory, so its offsets fit")
}

/// What `quick-xml` found wrong, without the text around it.
fn syntax(error: &quick_xml::Error) -> String {
    use quick_xml::errors::{Error as Xml, IllFormedError};
    match error {
        Xml::Syntax(syntax) => syntax.to_string(),
        Xml::IllFormed(IllFormedError::MismatchedEndTag { expected, .. }) => {
            format!("an end tag that does not close {}", short(expected))
        }
        Xml::IllFormed(IllFormedError::UnmatchedEndTag(name)) => {
            format!("the end tag {} without its start tag", short(name))
        }
        Xml::IllFormed(IllFormedError::DoubleHyphenInComment) => "-- in a comment".to_owned(),
        Xml::IllFormed(IllFormedError::UnclosedReference) => "& without ;".to_owned(),
        Xml::IllFormed(_)
        | Xml::Io(_)
        | Xml::InvalidAttr(_)
        | Xml::Encoding(_)
        | Xml::Escape(_)
        | Xml::Namespace(_) => "markup XML does not allow".to_owned(),
    }
}
