//! The outline of a file: which of its elements are held whole, and what surrounds them.
//!
//! Knows nothing of segments. It needs not run where they are made, as it looks at nothing that
//! becomes of what it tells.

mod whole;

use super::context::{self, Tag};
use super::dialect;
use super::document::{Context, Version};
use super::error::Error;
use super::facts::{Facts, note};
use super::fault::{Begun, Fault};
use super::held::Held;
use super::names::{Ns, Scope};
use super::position::{Cursor, Place};
use super::problem::Rule;
use super::run::Cut;
use super::scan::{Attribute, Event, Kind, Mark, Next, Parts, Scanner};
use super::size::{self, storage};
use super::tree::{LARGEST, Tree};
use super::wellformed::short;
use super::window::Sizes;
use super::{Approval, Limits};
use std::borrow::Cow;
use std::sync::Arc;

/// What the outline comes to.
#[derive(Debug)]
pub(crate) enum Told<'t, 'a> {
    /// The start tag of an element outside of units, and the context around it (of the root: in it).
    Tag(&'t Context, &'t Event<'a>, &'t [Attribute<'a>]),
    /// A tag inside an element that is passed over.
    Inside(&'t Event<'a>, &'t [Attribute<'a>]),
    /// The start tag of the root: where attributes may be added to it, and what it declares.
    Root(usize, &'t Scope),
    /// The start tag of a file element: its prefix and its end.
    File(&'a str, usize),
    /// What stands outside of units and says what targets must meet.
    Demands(&'t Tree<'a>),
    /// The header of the current file; the tree may be taken and another one left.
    Header(&'t mut Tree<'a>),
    /// A unit and its context; the tree may be taken and another one left.
    Unit(&'t Arc<Context>, &'t mut Tree<'a>),
}

/// Who is told, in order; a refusal ends the outline.
pub(crate) trait Take<'a, E> {
    /// Takes what comes next.
    fn take(&mut self, told: Told<'_, 'a>) -> Result<(), E>;
}

/// How far a part of the file was outlined.
#[derive(Debug)]
pub(crate) enum Part {
    /// To the end of the file.
    Whole,
    /// To the end of what is held.
    Passed,
    /// To the first unit that is approved: what that means must be known.
    Asks(Mark),
    /// To a unit that is not held whole, in which this can be let go, the first first.
    Unit(Mark, Vec<Cut>),
}

/// The outline, as far as it has come.
#[derive(Debug)]
pub(crate) struct Outline {
    /// Where it stands.
    pub(crate) scanner: Scanner,
    /// A place not after that.
    pub(crate) cursor: Cursor,
    /// What was learned.
    pub(crate) facts: Facts,
    /// What approval means, once that was asked.
    approval: Option<Approval>,
    frames: Vec<(usize, Arc<Context>)>,
    /// Where the open elements outside of units begin, by their depth; what is before may be let go.
    begun: Vec<(usize, Place)>,
    files: u64,
    /// Whether no unit of the current file element was looked at.
    unseen: bool,
    /// What is inside an element of this depth is passed over.
    skipped: usize,
    /// The most bytes of a unit.
    pub(crate) unit_bytes: usize,
    /// How much text beside segments is held in one piece.
    run: usize,
    /// Whether usual markup is read in one go.
    usual: bool,
}

impl Outline {
    pub(crate) fn new(limits: &Limits, sizes: Sizes) -> Self {
        Self {
            scanner: Scanner::new(limits),
            cursor: Cursor::default(),
            facts: Facts::default(),
            approval: None,
            frames: Vec::new(),
            begun: Vec::new(),
            files: 0,
            unseen: false,
            skipped: usize::MAX,
            unit_bytes: limits.unit_bytes.min(LARGEST),
            run: sizes.run,
            usual: sizes.usual,
        }
    }

    /// Outlines what is held.
    ///
    /// # Errors
    /// What is wrong with the file; what `take` answers.
    pub(crate) fn part<'a, E: From<Error>>(
        &mut self,
        held: &Held<'a>,
        take: &mut impl Take<'a, E>,
    ) -> Result<Part, E> {
        let (mut attributes, mut inner) = (Vec::new(), Vec::new());
        let mut tree = Tree::new(held.text);
        (tree.crlf, tree.returns) = (held.crlf, held.returns);
        loop {
            attributes.clear();
            if let Some(unit) = self.unit_ahead() {
                let mark = self.scanner.mark_ahead(held, unit);
                if let Some(mark) = mark.filter(|mark| self.reads(held, mark, &mut tree)) {
                    if context::says_something(&tree) {
                        attributes.extend(tree.attributes(0));
                    }
                    if self.asks(&attributes) {
                        return Ok(Part::Asks(mark));
                    }
                    if let Err(cuts) = self.collect(held, mark.at, &mut inner, &mut tree)? {
                        return Ok(Part::Unit(mark, cuts));
                    }
                    self.tell(Begins::Unit, &attributes, &mut tree, take)?;
                    continue;
                }
            }
            let mark = self.scanner.mark();
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
                    take.take(Told::Inside(&event, &attributes))?;
                    continue;
                }
                Kind::Text | Kind::CData => continue,
                Kind::Reference | Kind::Comment | Kind::Instruction => continue,
            }
            match self.begins(held, &event, &attributes, take)? {
                Begins::Other if event.kind == Kind::Open => self.begun(held, &event),
                Begins::Other => {}
                Begins::Unit if self.asks(&attributes) => return Ok(Part::Asks(mark)),
                whole @ (Begins::Header | Begins::Demands | Begins::Unit) => {
                    self.opens(&mut tree);
                    tree.push(&event, &attributes);
                    if let Err(cuts) = self.collect(held, event.start, &mut inner, &mut tree)? {
                        return Ok(Part::Unit(mark, cuts));
                    }
                    self.tell(whole, &attributes, &mut tree, take)?;
                }
            }
        }
    }

    /// Whether a unit needs to know what approval means.
    fn asks(&self, attributes: &[Attribute<'_>]) -> bool {
        let one = |(_, context): &(usize, Arc<Context>)| matches!(context.version, Version::One { .. });
        self.approval.is_none() && context::is_approved(attributes) && self.frames.last().is_some_and(one)
    }

    /// What approval means is known from here on.
    pub(crate) fn approve(&mut self, approval: Approval) {
        self.approval = Some(approval);
        for (_, context) in &mut self.frames {
            Arc::make_mut(context).approved_protects = approval == Approval::Protects;
        }
    }

    /// An element begins that need not be held.
    fn begun(&mut self, held: &Held<'_>, event: &Event<'_>) {
        let depth = self.scanner.depth();
        self.begun.truncate(self.begun.partition_point(|(of, _)| *of < depth));
        self.begun.push((depth, self.cursor.place(held, event.start)));
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
        take: &mut impl Take<'a, E>,
    ) -> Result<Begins, E> {
        let depth = self.scanner.depth();
        let scope = &self.scanner.scope;
        let tag = Tag { start: event.start, name: event.name, attributes, scope };
        let Some((_, parent)) = self.frames.last() else {
            let context = context::root(&tag, &mut self.facts).map_err(|fault| self.error(held, fault))?;
            take.take(Told::Tag(&context, event, attributes))?;
            take.take(Told::Root(tag_end(held, event), scope))?;
            self.frames.push((depth.max(1), Arc::new(context)));
            return Ok(Begins::Other);
        };
        let two = matches!(parent.version, Version::Two { .. });
        let local = if event.name.ns == Ns::Core { event.name.local } else { "" };
        let is_unit = matches!((local, two), ("trans-unit", false) | ("unit", true));
        if !is_unit && (local, two) != ("header", false) {
            take.take(Told::Tag(parent, event, attributes))?;
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
                    take.take(Told::File(event.name.prefix(), event.end))?;
                }
                Some(context)
            }
            ("group" | "bin-unit" | "body", _) => {
                Some(context::container(&tag, parent, local == "body").into_owned())
            }
            _ => None,
        };
        if scope.its && matches!(local, "file" | "group") {
            let odd = storage::odd(event.name.full, attributes);
            odd.into_iter().for_each(|(_, warning)| note(&mut self.facts.warnings, warning));
        }
        match frame {
            _ if event.kind == Kind::Empty => {}
            Some(context) => self.frames.push((depth, Arc::new(context))),
            None => self.skipped = depth,
        }
        Ok(Begins::Other)
    }

    /// Tells a header or a unit.
    fn tell<'a, E: From<Error>>(
        &mut self,
        what: Begins,
        attributes: &[Attribute<'a>],
        tree: &mut Tree<'a>,
        take: &mut impl Take<'a, E>,
    ) -> Result<(), E> {
        if what == Begins::Header {
            self.is_of(dialect::of_header(tree, self.facts.dialect));
            return take.take(Told::Header(tree));
        }
        if what == Begins::Demands {
            if let Some((_, context)) = self.frames.last_mut() {
                Arc::make_mut(context).demands.declare(tree, 0);
            }
            return take.take(Told::Demands(tree));
        }
        if std::mem::take(&mut self.unseen) {
            self.is_of(dialect::of_unit(tree, self.facts.dialect));
        }
        tree.its = self.scanner.scope.its;
        if tree.its {
            let odd = storage::odd_in(tree);
            odd.into_iter().for_each(|(.., warning)| note(&mut self.facts.warnings, warning));
        }
        let Some((_, parent)) = self.frames.last() else { return Ok(()) };
        let first = tree.node(0);
        let scope = &self.scanner.scope;
        let tag = Tag { start: first.bytes.start, name: first.name, attributes, scope };
        match context::container(&tag, parent, false) {
            Cow::Borrowed(_) => take.take(Told::Unit(parent, tree)),
            Cow::Owned(own) => take.take(Told::Unit(&Arc::new(own), tree)),
        }
    }

    /// The dialect is known from here on.
    fn is_of(&mut self, dialect: &'static str) {
        self.facts.dialect = dialect;
        for (_, context) in &mut self.frames {
            Arc::make_mut(context).dialect = dialect;
        }
    }

    /// The error, its place known.
    pub(crate) fn error(&self, held: &Held<'_>, fault: Fault) -> Error {
        let mut cursor = self.cursor;
        let begun = fault.begun.map(|Begun { depth, at }| {
            let known = self.begun.binary_search_by_key(&depth, |(of, _)| *of);
            // What is not known is in a unit, of which all tags are held.
            known.map_or_else(|_| cursor.place(held, at), |index| self.begun[index].1)
        });
        let at = fault.at;
        fault.in_places(cursor.place(held, at), begun)
    }

    /// What was learned in the end.
    pub(crate) fn finish(mut self) -> Facts {
        self.facts.approval = self.approval;
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
