//! A stretch of a file on two threads that take its pieces in turn.
//!
//! Each thread does for its piece all there is to do: what was learned of a unit never goes from one
//! processor to the other. What must go through the file in order is done in turn: reading and
//! outlining, then asking the caller, then handing on what was written. Segments are made, checked and
//! spelled while the other thread is at another piece.
//! What is told, in which order, and which error comes first is as if one thread did it all.

use super::Limits;
use super::document::{Context, Found, Step};
use super::error::Error;
use super::held::Held;
use super::make::Maker;
use super::outline::{Outline, Part, Take, Told};
use super::position::Cursor;
use super::scribe::Scribe;
use super::tree::{Rooms, Tree};
use super::turn::{Stop, Turns};
use super::units;
use super::visit::Visit;
use super::walk::{Teller, in_place};
use super::window::{Kept, Window};
use super::write::Edit;
use std::io::Read;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::{self, ScopedJoinHandle};

/// A piece ends with so many units, or nodes: it may be of a window that was made for a large unit.
/// Those of tests do so often.
const UNITS: usize = if cfg!(test) { 5 } else { 8192 };
const NODES: usize = if cfg!(test) { 100 } else { 1 << 16 };
/// Rooms for more nodes than this are not kept.
const LARGEST: usize = 4096;

/// Whether two threads are faster than one.
pub(crate) fn is_of_use() -> bool {
    static SEVERAL: OnceLock<bool> = OnceLock::new();
    *SEVERAL.get_or_init(|| cfg!(test) || thread::available_parallelism().is_ok_and(|count| count.get() > 1))
}

/// Goes on from what is held until the file ends or something needs a closer look.
pub(crate) fn stretch<R: Read + Send, E: From<Error> + Send, V: Visit<E> + Send>(
    window: &mut Window<R>,
    outline: &mut Outline,
    teller: &mut Teller<'_, V>,
    limits: &Limits,
) -> Result<Part, E> {
    let source = Mutex::new(Source { window, outline, count: 0, full: true, last: None });
    let turns = Turns::new(teller);
    let work = || Worker::new(limits).work(&source, &turns);
    thread::scope(|scope| {
        // Where there is no thread to be had, this one takes all pieces.
        let other = thread::Builder::new().name("xliff".to_owned()).spawn_scoped(scope, work);
        work();
        if let Ok(Err(panic)) = other.map(ScopedJoinHandle::join) {
            std::panic::resume_unwind(panic);
        }
    });
    turns.finish()?;
    let source = source.into_inner().unwrap_or_else(PoisonError::into_inner);
    // Without an error nobody stops before the last piece.
    let early = || Error::from(std::io::Error::other("the walk ended early"));
    source.last.ok_or_else(|| early().into())
}

/// Where pieces come from.
struct Source<'s, R> {
    window: &'s mut Window<R>,
    outline: &'s mut Outline,
    /// How many pieces were taken.
    count: u64,
    /// Whether the last one left units that are held whole.
    full: bool,
    /// What the last one came to, if nothing comes after it.
    last: Option<Part>,
}

impl<R: Read> Source<'_, R> {
    /// Takes the next piece and outlines it; `None` if there is none.
    fn next<'k>(&mut self, kept: &'k mut Kept, rooms: &mut Vec<Rooms>, most: usize) -> Option<Piece<'k>> {
        if self.last.is_some() {
            return None;
        }
        let filled = if std::mem::take(&mut self.full) { Ok(Ok(())) } else { self.window.fill() };
        let (outline, number) = (&mut *self.outline, self.count);
        self.count += 1;
        self.window.take(kept);
        let held = kept.held(self.window.is_done());
        let (start, cursor) = (held.text.start(), outline.cursor);
        let mut post = Post { rooms, contexts: Vec::new(), items: Vec::with_capacity(most), nodes: 0 };
        let part = match filled {
            Ok(Ok(())) => outline.part(&held, &mut post),
            Ok(Err(fault)) => Err(outline.error(&held, fault).into()),
            Err(error) => Err(Error::from(error).into()),
        };
        let (end, last, wrong) = match part {
            Ok(Part::Passed) => (outline.scanner.at, None, None),
            Ok(Part::Unit(mark, cuts)) => {
                let is_easy = cuts.is_empty() && held.text.end() - mark.at <= outline.unit_bytes;
                if is_easy {
                    outline.scanner.back(mark);
                }
                (mark.at, (!is_easy).then_some(Part::Unit(mark, cuts)), None)
            }
            Ok(Part::Asks(mark)) => (mark.at, Some(Part::Asks(mark)), None),
            Ok(Part::Whole) => (held.text.end(), Some(Part::Whole), None),
            Err(Ended::Full) => {
                self.full = true;
                (outline.scanner.at, None, None)
            }
            Err(Ended::Wrong(error)) => (start, Some(Part::Whole), Some(error)),
        };
        self.last = last;
        outline.cursor.place(&held, end);
        self.window.leave(kept, end);
        let Post { contexts, items, .. } = post;
        Some(Piece { number, held, cursor, end, contexts, items, wrong })
    }
}

/// A piece that was taken.
struct Piece<'a> {
    number: u64,
    held: Held<'a>,
    /// The place of its beginning.
    cursor: Cursor,
    /// Where the next one begins.
    end: usize,
    /// The contexts of its units, each once in a row: what two threads count costs them time.
    contexts: Vec<Arc<Context>>,
    items: Vec<Item<'a>>,
    /// What is wrong after all of this.
    wrong: Option<Error>,
}

/// What the outline told.
enum Item<'a> {
    Root(usize, Vec<(String, String)>),
    File(&'a str, usize),
    Header(Tree<'a>),
    /// A unit, which of the contexts is its own, and its segments once they are made.
    Unit(usize, Tree<'a>, Vec<Found>),
}

/// Why an outline ended before the text did.
enum Ended {
    /// The file is wrong.
    Wrong(Error),
    /// Enough was told.
    Full,
}

impl From<Error> for Ended {
    fn from(error: Error) -> Self {
        Self::Wrong(error)
    }
}

/// What a thread uses again for each piece.
struct Worker {
    /// The most that was told of a piece, which room is made for.
    most: usize,
    maker: Maker,
    rooms: Vec<Rooms>,
    edits: Vec<Edit>,
    scribe: Option<Scribe>,
}

impl Worker {
    fn new(limits: &Limits) -> Self {
        Self { most: 0, maker: Maker::new(limits), rooms: Vec::new(), edits: Vec::new(), scribe: None }
    }

    /// Takes pieces as long as there are any.
    fn work<R: Read, E: From<Error>, V: Visit<E>>(
        mut self,
        source: &Mutex<Source<'_, R>>,
        turns: &Turns<&mut Teller<'_, V>, E>,
    ) {
        let _watch = turns.watch();
        let mut kept = Kept::default();
        loop {
            // The other thread has panicked if it is poisoned, which whoever waits for it will tell.
            let Ok(mut source) = source.lock() else { return };
            let Some(piece) = source.next(&mut kept, &mut self.rooms, self.most) else { return };
            self.most = self.most.max(piece.items.len());
            drop(source);
            if self.piece(piece, turns).is_none() {
                return;
            }
        }
    }

    /// Does all there is to do for a piece; `None` if nothing comes after it.
    fn piece<E: From<Error>, V: Visit<E>>(
        &mut self,
        mut piece: Piece<'_>,
        turns: &Turns<&mut Teller<'_, V>, E>,
    ) -> Option<()> {
        self.make(&mut piece);
        let mut wrong = piece.wrong.take().map(E::from);
        let mut turn = turns.wait(Stop::Ask, piece.number)?;
        if self.scribe.is_none() {
            self.scribe = turn.visit.scribe();
        }
        if let Err((at, error)) = self.ask(&mut piece, &mut turn) {
            piece.items.truncate(at);
            wrong = Some(error);
        }
        if let Some(scribe) = &mut self.scribe {
            turn.visit.brief(scribe);
        }
        let Some(scribe) = &mut self.scribe else {
            let passed = turn.visit.pass(&piece.held, piece.end).map_err(|error| Error::from(error).into());
            return match wrong.or(passed.err()) {
                Some(error) => turn.end(error),
                None => {
                    drop(turn);
                    self.clear(piece)
                }
            };
        };
        if wrong.is_some() {
            turn.close();
        }
        drop(turn);
        // What is wrong in a unit comes before what was told of those after it.
        if let Err(error) = write(scribe, &piece, &self.edits) {
            turns.close();
            wrong = Some(error.into());
        }
        self.edits.clear();
        let mut turn = turns.wait(Stop::Hand, piece.number)?;
        let taken = turn.visit.take(scribe).map_err(|error| Error::from(error).into());
        match wrong.or(taken.err()) {
            Some(error) => turn.end(error),
            None => {
                drop(turn);
                self.clear(piece)
            }
        }
    }

    /// Makes the segments of all units of a piece, up to the first in which something is wrong.
    fn make(&mut self, piece: &mut Piece<'_>) {
        let mut cursor = piece.cursor;
        let mut wrong = None;
        for (at, item) in piece.items.iter_mut().enumerate() {
            let Item::Unit(context, tree, found) = item else { continue };
            match self.maker.segments(&piece.contexts[*context], tree) {
                Ok(made) => *found = made,
                Err(fault) => {
                    wrong = Some((at, fault));
                    break;
                }
            }
            units::place(&mut cursor, &piece.held, tree, found);
        }
        if let Some((at, fault)) = wrong {
            piece.items.truncate(at);
            piece.wrong = Some(in_place(piece.cursor, &piece.held, fault));
        }
    }

    /// Tells what is in a piece, in order.
    ///
    /// # Errors
    /// The first error, and which of the items it comes with.
    fn ask<E: From<Error>, V: Visit<E>>(
        &mut self,
        piece: &mut Piece<'_>,
        teller: &mut Teller<'_, V>,
    ) -> Result<(), (usize, E)> {
        let (held, cursor) = (&piece.held, piece.cursor);
        for (at, item) in piece.items.iter_mut().enumerate() {
            let told = match item {
                Item::Root(at, declared) => {
                    let declared: Vec<_> = declared.iter().map(|(prefix, uri)| (&**prefix, &**uri)).collect();
                    if self.scribe.is_some() {
                        teller.visit.root(held, *at, &declared);
                        Ok(())
                    } else {
                        teller.step(held, Step::Root(*at, declared))
                    }
                }
                // Told when they are written.
                Item::File(..) | Item::Header(_) if self.scribe.is_some() => Ok(()),
                Item::File(prefix, at) => teller.step(held, Step::File(prefix, *at)),
                Item::Header(tree) => teller.step(held, Step::Header(tree)),
                Item::Unit(context, tree, found) => {
                    let edits = self.scribe.is_some().then_some(&mut self.edits);
                    teller.segments(held, cursor, &piece.contexts[*context], tree, found, edits)
                }
            };
            told.map_err(|error| (at, error))?;
        }
        Ok(())
    }

    /// Keeps the rooms of a piece.
    fn clear(&mut self, piece: Piece<'_>) -> Option<()> {
        for item in piece.items {
            if let Item::Unit(_, tree, found) = item {
                if tree.len() <= LARGEST {
                    self.rooms.push(tree.into_rooms());
                }
                self.maker.done(found);
            }
        }
        Some(())
    }
}

/// Writes the units that were asked about.
fn write(scribe: &mut Scribe, piece: &Piece<'_>, edits: &[Edit]) -> Result<(), Error> {
    scribe.begin(piece.held.text.start());
    let mut edits = edits;
    for item in &piece.items {
        match item {
            Item::Root(at, _) => scribe.pin(&piece.held, *at),
            Item::File(prefix, at) => scribe.file(&piece.held, prefix, *at),
            Item::Header(tree) => scribe.header(&piece.held, tree),
            Item::Unit(context, tree, found) => {
                let (own, rest) = edits.split_at(found.len().min(edits.len()));
                edits = rest;
                scribe.unit(&piece.held, &piece.contexts[*context], tree, found, own)?;
            }
        }
    }
    scribe.draft.copy(&piece.held, piece.end);
    Ok(())
}

/// Keeps what the outline tells.
struct Post<'a, 's> {
    rooms: &'s mut Vec<Rooms>,
    contexts: Vec<Arc<Context>>,
    items: Vec<Item<'a>>,
    nodes: usize,
}

impl<'a> Post<'a, '_> {
    /// The tree itself, and an empty one in its place.
    fn taken(&mut self, tree: &mut Tree<'a>) -> Tree<'a> {
        let empty = tree.another(self.rooms.pop().unwrap_or_default());
        std::mem::replace(tree, empty)
    }
}

impl<'a> Take<'a, Ended> for Post<'a, '_> {
    fn take(&mut self, told: Told<'_, 'a>) -> Result<(), Ended> {
        let item = match told {
            // Those who need these are told on one thread.
            Told::Tag(..) | Told::Inside(..) | Told::Demands(_) => return Ok(()),
            Told::Root(at, scope) => {
                let owned = |(prefix, uri): (&str, &str)| (prefix.to_owned(), uri.to_owned());
                Item::Root(at, scope.declared().into_iter().map(owned).collect())
            }
            Told::File(prefix, at) => Item::File(prefix, at),
            Told::Header(tree) => Item::Header(self.taken(tree)),
            Told::Unit(context, tree) => {
                if self.contexts.last().is_none_or(|last| !Arc::ptr_eq(last, context)) {
                    self.contexts.push(Arc::clone(context));
                }
                self.nodes += tree.len();
                Item::Unit(self.contexts.len() - 1, self.taken(tree), Vec::new())
            }
        };
        // Behind a unit the outline can go on at any time.
        let ends = matches!(item, Item::Unit(..)) && (self.items.len() >= UNITS || self.nodes >= NODES);
        self.items.push(item);
        if ends { Err(Ended::Full) } else { Ok(()) }
    }
}
