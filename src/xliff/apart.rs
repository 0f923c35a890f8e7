//! The outline of a part on one thread, what becomes of its segments on another.
//!
//! Both look at the same text, which stays as it is until both are done; then it is released and
//! filled, and the next part begins. What the outline tells goes over in batches. Where these are
//! taken more slowly than they come, the thread of the outline makes the segments too, so that both
//! have about the same to do; when it is done it reads ahead. What is told, in which order, and
//! which error comes first is as if one thread did it all.

use super::Limits;
use super::ahead::Ahead;
use super::document::{Context, Found, Step};
use super::error::Error;
use super::fault::Fault;
use super::held::Held;
use super::make::Maker;
use super::outline::{Outline, Part, Take, Told};
use super::tree::{Rooms, Tree};
use super::visit::Visit;
use super::walk::Teller;
use std::io::Read;
use std::sync::mpsc::{Receiver, Sender, SyncSender, TrySendError, channel, sync_channel};
use std::sync::{Arc, OnceLock};
use std::thread;

/// A batch goes over with so many units, or so many nodes.
const UNITS: usize = 64;
const NODES: usize = 4096;
/// So many batches wait.
const BATCHES: usize = 4;

/// Whether two threads are faster than one.
pub(crate) fn is_of_use() -> bool {
    static SEVERAL: OnceLock<bool> = OnceLock::new();
    *SEVERAL.get_or_init(|| cfg!(test) || thread::available_parallelism().is_ok_and(|count| count.get() > 1))
}

/// The rooms of what was looked at, on their way back, and who makes segments in them.
#[derive(Debug)]
pub(crate) struct Stock {
    used: Sender<Used>,
    spare: Receiver<Used>,
    maker: Maker,
}

/// The rooms of the trees of a batch, and the segments that were made before it was sent.
type Used = (Vec<Rooms>, Vec<Vec<Found>>);

impl Stock {
    pub(crate) fn new(limits: &Limits) -> Self {
        let (used, spare) = channel();
        Self { used, spare, maker: Maker::new(limits) }
    }
}

/// Outlines what is held, tells it and reads ahead; `None` if there is no thread to be had, and nothing
/// was done.
pub(crate) fn part<R: Read + Send, E: From<Error>, V: Visit<E>>(
    held: &Held<'_>,
    outline: &mut Outline,
    ahead: &mut Ahead<R>,
    teller: &mut Teller<'_, V>,
    stock: &mut Stock,
) -> Option<Result<Part, E>> {
    thread::scope(|scope| {
        let (batches, incoming) = sync_channel(BATCHES);
        let Stock { used, spare, maker } = stock;
        let outlining = move || {
            let mut post =
                Post { batches, spare, maker, batch: Batch::default(), rooms: Vec::new(), nodes: 0 };
            let part = outline.part(held, &mut post);
            // What came before an error is told before it.
            let part = post.send().and(part);
            match &part {
                Ok(Part::Passed) => ahead.prepare(held.text.slice(outline.scanner.at..held.text.end())),
                Ok(Part::Unit(mark, cuts)) if cuts.is_empty() => {
                    ahead.prepare(held.text.slice(mark.at..held.text.end()));
                }
                _ => {}
            }
            part
        };
        let outlining =
            thread::Builder::new().name("xliff-outline".to_owned()).spawn_scoped(scope, outlining);
        let outlining = outlining.ok()?;
        // An error ends the way for batches, and so the outline.
        let told = tell(held, incoming, used, teller);
        let part = match outlining.join() {
            Ok(part) => part,
            Err(panic) => std::panic::resume_unwind(panic),
        };
        Some(told.and_then(|()| match part {
            Ok(part) => Ok(part),
            Err(Ended::Wrong(error)) => Err(error.into()),
            // Nobody refuses a batch who has not answered an error.
            Err(Ended::Unheard) => Err(Error::from(std::io::Error::other("the outline ended early")).into()),
        }))
    })
}

/// Tells what comes until nothing does.
fn tell<'a, E: From<Error>, V: Visit<E>>(
    held: &Held<'a>,
    incoming: Receiver<Batch<'a>>,
    used: &Sender<Used>,
    teller: &mut Teller<'_, V>,
) -> Result<(), E> {
    for Batch { contexts, items } in incoming {
        let (mut rooms, mut made) = (Vec::with_capacity(items.len()), Vec::new());
        for item in items {
            match item {
                Item::Root(at, declared) => {
                    let declared = declared.iter().map(|(prefix, uri)| (&**prefix, &**uri)).collect();
                    teller.step(held, Step::Root(at, declared))?;
                }
                Item::File(prefix, at) => teller.step(held, Step::File(prefix, at))?,
                Item::Header(tree) => teller.step(held, Step::Header(&tree))?,
                Item::Unit(context, tree, found) => {
                    let context = &contexts[context];
                    match found {
                        Some(found) => made.push(teller.segments(held, context, &tree, found)?),
                        None => teller.unit(held, context, &tree)?,
                    }
                    rooms.push(tree.into_rooms());
                }
            }
        }
        // The other end is held as long as this one.
        let _ = used.send((rooms, made));
    }
    Ok(())
}

/// What goes over at once.
#[derive(Debug, Default)]
struct Batch<'a> {
    /// The contexts of its units, each once in a row: what two threads count costs them time.
    contexts: Vec<Arc<Context>>,
    items: Vec<Item<'a>>,
}

impl Batch<'_> {
    /// Makes the segments of its units.
    fn make(&mut self, maker: &mut Maker) {
        for item in &mut self.items {
            if let Item::Unit(context, tree, found) = item {
                *found = Some(maker.segments(&self.contexts[*context], tree));
            }
        }
    }
}

/// What the outline told.
#[derive(Debug)]
enum Item<'a> {
    Root(usize, Vec<(String, String)>),
    File(&'a str, usize),
    Header(Tree<'a>),
    /// A unit, which of the contexts is its own, and its segments if they were made.
    Unit(usize, Tree<'a>, Option<Result<Vec<Found>, Fault>>),
}

/// Why an outline ended.
#[derive(Debug)]
enum Ended {
    /// The file is wrong.
    Wrong(Error),
    /// Nobody takes what it tells.
    Unheard,
}

impl From<Error> for Ended {
    fn from(error: Error) -> Self {
        Self::Wrong(error)
    }
}

/// Collects batches and sends them over.
struct Post<'a, 's> {
    batches: SyncSender<Batch<'a>>,
    spare: &'s mut Receiver<Used>,
    maker: &'s mut Maker,
    batch: Batch<'a>,
    rooms: Vec<Rooms>,
    nodes: usize,
}

impl<'a> Post<'a, '_> {
    fn send(&mut self) -> Result<(), Ended> {
        self.nodes = 0;
        let batch = std::mem::take(&mut self.batch);
        self.batch.items.reserve(UNITS);
        match self.batches.try_send(batch) {
            Ok(()) => Ok(()),
            Err(TrySendError::Full(mut batch)) => {
                batch.make(self.maker);
                self.batches.send(batch).map_err(|_| Ended::Unheard)
            }
            Err(TrySendError::Disconnected(_)) => Err(Ended::Unheard),
        }
    }

    /// The tree itself, and an empty one in its place.
    fn taken(&mut self, tree: &mut Tree<'a>) -> Tree<'a> {
        if self.rooms.is_empty() {
            let (rooms, made) = self.spare.try_recv().unwrap_or_default();
            self.rooms = rooms;
            made.into_iter().for_each(|found| self.maker.done(found));
        }
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
                self.nodes += tree.len();
                let contexts = &mut self.batch.contexts;
                if contexts.last().is_none_or(|last| !Arc::ptr_eq(last, context)) {
                    contexts.push(Arc::clone(context));
                }
                Item::Unit(self.batch.contexts.len() - 1, self.taken(tree), None)
            }
        };
        self.batch.items.push(item);
        if self.batch.items.len() >= UNITS || self.nodes >= NODES { self.send() } else { Ok(()) }
    }
}
