//! The walk through a file: unit after unit, and what stands around them in passing.
//!
//! A unit is held whole; when it is not, it is read again from its beginning with more of the file.
//! Each time at least as much is added as was there, so the whole stays linear.

use super::context::{self, Tag};
use super::dialect;
use super::document::{Context, Step, Version};
use super::error::Error;
use super::facts::Facts;
use super::fault::{Begun, Fault};
use super::held::Held;
use super::names::Ns;
use super::position::Place;
use super::problem::Rule;
use super::run::{self, Cut};
use super::scan::{Attribute, Event, Kind, Mark, Next, Parts, Scanner};
use super::size;
use super::tree::Tree;
use super::units::Units;
pub(crate) use super::visit::Visit;
use super::wellformed::short;
use super::window::Window;
use super::{Approval, Limits};
use std::io::Read;

/// Of so many bytes that a unit may have it may have one tag or text: a node takes more memory than `<a/>`.
const BYTES_A_NODE: usize = 32;

/// Walks through the file and tells each step.
pub(crate) fn walk<R: Read, E: From<Error>>(
    window: &mut Window<R>,
    limits: &Limits,
    approval: Approval,
    visit: &mut impl Visit<E>,
) -> Result<Facts, E> {
    let mut walk = Walk {
        scanner: Scanner::new(limits),
        approval,
        frames: Vec::new(),
        begun: Vec::new(),
        files: 0,
        unseen: false,
        skipped: usize::MAX,
        units: Units::new(limits),
        facts: Facts::default(),
        limits,
        run: window.sizes().run,
    };
    loop {
        let held = window.held();
        let keep = match walk.part(&held, visit)? {
            Part::Whole => {
                visit.pass(&held, held.text.end()).map_err(Error::from)?;
                return Ok(walk.finish());
            }
            Part::Passed => {
                let keep = walk.scanner.at;
                visit.pass(&held, keep).map_err(Error::from)?;
                walk.units.cursor.place(&held, keep);
                window.release(keep);
                None
            }
            Part::Unit(mark, cuts) => {
                visit.pass(&held, mark.at).map_err(Error::from)?;
                walk.units.cursor.place(&held, mark.at);
                window.release(mark.at);
                Some((mark, cuts))
            }
        };
        if let Some((mark, cuts)) = keep {
            let gone = walk.let_go(window, visit, cuts)?;
            let is_large = window.held().text.end() - mark.at > limits.unit_bytes;
            if gone == 0 && is_large {
                let fault = Fault::limit(mark.at, "bytes of a unit", "limits.unit_bytes", limits.unit_bytes);
                return Err(walk.error(&window.held(), fault).into());
            }
            walk.scanner.back(mark);
            if is_large {
                continue;
            }
        }
        let filled = window.fill().map_err(Error::from)?;
        filled.map_err(|fault| walk.error(&window.held(), fault))?;
    }
}

/// How far a part of the file was walked through.
enum Part {
    /// To the end of the file.
    Whole,
    /// To the end of what is held.
    Passed,
    /// To a unit that is not held whole, in which this can be let go, the first first.
    Unit(Mark, Vec<Cut>),
}

struct Walk<'l> {
    scanner: Scanner,
    approval: Approval,
    frames: Vec<(usize, Context)>,
    /// Where the open elements outside of units begin, by their depth; what is before may be let go.
    begun: Vec<(usize, Place)>,
    files: u64,
    /// Whether no unit of the current file element was looked at.
    unseen: bool,
    /// What is inside an element of this depth is passed over.
    skipped: usize,
    units: Units,
    facts: Facts,
    limits: &'l Limits,
    /// How much text beside segments is held in one piece.
    run: usize,
}

impl Walk<'_> {
    fn part<'a, E: From<Error>>(&mut self, held: &Held<'a>, visit: &mut impl Visit<E>) -> Result<Part, E> {
        let mut attributes = Vec::new();
        let mut tree = Tree::new(held.text);
        (tree.crlf, tree.returns) = (held.crlf, held.returns);
        loop {
            let mark = self.scanner.mark();
            attributes.clear();
            let next = self.scanner.next(held, &mut attributes, Parts::Any);
            let event = match next.map_err(|fault| self.error(held, fault))? {
                Next::Event(event) => event,
                Next::More => return Ok(Part::Passed),
                Next::End => return Ok(Part::Whole),
            };
            let depth = self.scanner.depth();
            match event.kind {
                Kind::Open | Kind::Empty if self.skipped == usize::MAX => {}
                Kind::Close => {
                    self.left(depth);
                    continue;
                }
                Kind::Open | Kind::Empty => {
                    if event.kind == Kind::Open {
                        self.begun(held, &event);
                    }
                    visit.inside(held, &event, &attributes)?;
                    continue;
                }
                Kind::Text | Kind::CData => continue,
                Kind::Reference | Kind::Comment | Kind::Instruction => continue,
            }
            match self.begins(held, &event, &attributes, visit)? {
                Begins::Other if event.kind == Kind::Open => self.begun(held, &event),
                Begins::Other => {}
                whole @ (Begins::Header | Begins::Demands | Begins::Unit) => {
                    if let Err(cuts) = self.collect(held, &event, &attributes, &mut tree)? {
                        return Ok(Part::Unit(mark, cuts));
                    }
                    self.tell(held, whole, &tree, visit)?;
                }
            }
        }
    }

    /// An element begins that need not be held.
    fn begun(&mut self, held: &Held<'_>, event: &Event<'_>) {
        let depth = self.scanner.depth();
        self.begun.truncate(self.begun.partition_point(|(of, _)| *of < depth));
        self.begun.push((depth, self.units.cursor.place(held, event.start)));
    }

    /// An element ended.
    fn left(&mut self, depth: usize) {
        if depth < self.skipped {
            self.skipped = usize::MAX;
        }
        while self.frames.last().is_some_and(|(of, _)| *of > depth) {
            self.frames.pop();
        }
    }

    /// Takes a start tag that surrounds units, and answers what is to be held whole.
    fn begins<'a, E: From<Error>>(
        &mut self,
        held: &Held<'a>,
        event: &Event<'a>,
        attributes: &[Attribute<'a>],
        visit: &mut impl Visit<E>,
    ) -> Result<Begins, E> {
        let depth = self.scanner.depth();
        let scope = &self.scanner.scope;
        let tag = Tag { start: event.start, name: event.name, attributes, scope };
        let Some((_, parent)) = self.frames.last() else {
            let context = context::root(&tag, &mut self.facts).map_err(|fault| self.error(held, fault))?;
            let context = Context { approved_protects: self.approval == Approval::Protects, ..context };
            visit.step(held, Step::Tag(&context, event, attributes))?;
            visit.step(held, Step::Root(tag_end(held, event), scope.declared()))?;
            self.frames.push((depth.max(1), context));
            return Ok(Begins::Other);
        };
        let two = matches!(parent.version, Version::Two { .. });
        let local = if event.name.ns == Ns::Core { event.name.local } else { "" };
        let is_unit = matches!((local, two), ("trans-unit", false) | ("unit", true));
        if !is_unit && (local, two) != ("header", false) {
            visit.step(held, Step::Tag(parent, event, attributes))?;
        }
        if size::declares(&event.name) {
            return Ok(Begins::Demands);
        }
        let frame = match (local, two) {
            ("trans-unit", false) | ("unit", true) => return Ok(Begins::Unit),
            ("header", false) => return Ok(Begins::Header),
            ("file", _) => {
                self.files += 1;
                self.unseen = true;
                self.facts.dialect = dialect::of_file(attributes, self.facts.dialect);
                let context =
                    Context { dialect: self.facts.dialect, ..context::file(&tag, parent, self.files) };
                if event.kind == Kind::Open {
                    visit.step(held, Step::File(event.name.prefix(), event.end))?;
                }
                Some(context)
            }
            ("group" | "bin-unit" | "body", _) => {
                Some(context::container(&tag, parent, local == "body").into_owned())
            }
            _ => None,
        };
        match frame {
            _ if event.kind == Kind::Empty => {}
            Some(context) => self.frames.push((depth, context)),
            None => self.skipped = depth,
        }
        Ok(Begins::Other)
    }

    /// Reads an element to its end; what can be let go if the end is not held.
    fn collect<'a, E: From<Error>>(
        &mut self,
        held: &Held<'a>,
        first: &Event<'a>,
        attributes: &[Attribute<'a>],
        tree: &mut Tree<'a>,
    ) -> Result<Result<(), Vec<Cut>>, E> {
        tree.clear();
        for (prefix, uri) in self.scanner.scope.below(1) {
            tree.around.push((prefix.to_owned(), uri.to_owned()));
        }
        let most = self.limits.unit_bytes / BYTES_A_NODE;
        tree.room().extend_from_slice(attributes);
        let mut whole = tree.push(first);
        let mut goes_on = false;
        while !whole && !goes_on && tree.len() <= most {
            match self.scanner.next(held, tree.room(), Parts::Whole) {
                Ok(Next::Event(event)) => whole = tree.push(&event),
                Ok(Next::More | Next::End) => goes_on = true,
                Err(fault) => return Err(self.error(held, fault).into()),
            }
        }
        if whole && self.scanner.at - first.start <= self.limits.unit_bytes {
            return Ok(Ok(()));
        }
        let mut cuts = run::cuts(held, tree, self.scanner.at, self.run);
        if !goes_on {
            // What follows is held and was not looked at.
            cuts.retain(|cut| cut.end.is_some());
        }
        if cuts.is_empty() && tree.len() > most {
            let fault = Fault::limit(first.start, "tags and texts of a unit", "limits.unit_bytes", most);
            return Err(self.error(held, fault).into());
        }
        Ok(Err(cuts))
    }

    /// Tells a header or a unit.
    fn tell<'a, E: From<Error>>(
        &mut self,
        held: &Held<'a>,
        what: Begins,
        tree: &Tree<'a>,
        visit: &mut impl Visit<E>,
    ) -> Result<(), E> {
        if what == Begins::Header {
            self.is_of(dialect::of_header(tree, self.facts.dialect));
            return visit.step(held, Step::Header(tree));
        }
        if what == Begins::Demands {
            if let Some((_, context)) = self.frames.last_mut() {
                context.demands.declare(tree, 0);
            }
            return visit.step(held, Step::Demands(tree));
        }
        if std::mem::take(&mut self.unseen) {
            self.is_of(dialect::of_unit(tree, self.facts.dialect));
        }
        let Some((_, parent)) = self.frames.last() else { return Ok(()) };
        let first = tree.node(0);
        let (attributes, scope) = (tree.attributes(0), &self.scanner.scope);
        let tag = Tag { start: first.bytes.start, name: first.name, attributes, scope };
        let context = context::container(&tag, parent, false);
        let found = self.units.segments(held, &context, tree, &mut self.facts.warnings);
        let mut found = found.map_err(|fault| self.error(held, fault))?;
        visit.step(held, Step::Unit(&context, tree, &mut found))?;
        self.units.done(found);
        Ok(())
    }

    /// The dialect is known from here on.
    fn is_of(&mut self, dialect: &'static str) {
        self.facts.dialect = dialect;
        for (_, context) in &mut self.frames {
            context.dialect = dialect;
        }
    }

    /// Lets go of what is large beside the segments of a unit, also of what of it is still to be read;
    /// answers how much that was.
    fn let_go<R: Read, E: From<Error>>(
        &mut self,
        window: &mut Window<R>,
        visit: &mut impl Visit<E>,
        cuts: Vec<Cut>,
    ) -> Result<usize, E> {
        let mut gone = 0;
        for cut in cuts {
            let start = cut.start - gone;
            let mut end = cut.end.map(|end| end - gone);
            self.scanner.skip_to(start);
            loop {
                let held = window.held();
                // At the end of the file this answers a tag or an error: what is left is no text of its own.
                let reached =
                    end.is_some() || self.scanner.skim(&held).map_err(|fault| self.error(&held, fault))?;
                let range = start..end.take().unwrap_or(self.scanner.at);
                visit.elide(&held, range.clone()).map_err(Error::from)?;
                gone += range.len();
                window.remove(range);
                self.scanner.at = start;
                if reached {
                    break;
                }
                let filled = window.fill().map_err(Error::from)?;
                filled.map_err(|fault| self.error(&window.held(), fault))?;
            }
        }
        Ok(gone)
    }

    fn error(&self, held: &Held<'_>, fault: Fault) -> Error {
        let mut cursor = self.units.cursor;
        let begun = fault.begun.map(|Begun { depth, at }| {
            let known = self.begun.binary_search_by_key(&depth, |(of, _)| *of);
            // What is not known is in a unit, of which all tags are held.
            known.map_or_else(|_| cursor.place(held, at), |index| self.begun[index].1)
        });
        let at = fault.at;
        fault.in_places(cursor.place(held, at), begun)
    }

    fn finish(mut self) -> Facts {
        self.facts.dialect = dialect::of_scope(&self.scanner.scope, self.facts.dialect);
        let undeclared = &self.scanner.scope.undeclared;
        if !undeclared.is_empty() {
            let names = undeclared.iter().map(|name| short(name)).collect::<Vec<_>>().join(", ");
            self.facts.odd(Rule::UndeclaredPrefix, format!("prefixes that are not declared: {names}"));
        }
        if self.scanner.doctype {
            self.facts.odd(Rule::DocumentType, "the document type was passed over".to_owned());
        }
        self.facts
    }
}

/// What a start tag begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Begins {
    /// The header of a file.
    Header,
    /// What targets must meet.
    Demands,
    /// A unit.
    Unit,
    /// Nothing that is held whole.
    Other,
}

/// Where attributes may be added to a start tag.
fn tag_end(held: &Held<'_>, event: &Event<'_>) -> usize {
    let tag = held.text.slice(event.start..event.end);
    let inner = tag.strip_suffix("/>").or_else(|| tag.strip_suffix('>')).unwrap_or(tag);
    event.start + inner.trim_end().len()
}
