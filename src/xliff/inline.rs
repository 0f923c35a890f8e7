//! The content of a source or a target as text and codes, one side at a time.
//!
//! Elements that carry native markup (`ph`, `bpt` …) are taken whole, so nothing inside them is
//! ever text. What pairs with what is decided within one side; `codes` brings the sides together.

use super::pool::Pool;
use super::said::{Said, Word};
use super::scan::Kind;
use super::tree::Tree;
use super::waiting::{Family, Key, Waiting};
use crate::domain::text::{Form, Half, Part, Reorder, Token};
use std::ops::Range;

/// One side of a segment.
#[derive(Debug, Default)]
pub(crate) struct Side {
    /// Text and tokens in order.
    pub(crate) lexemes: Vec<Lexeme>,
    /// The codes, in the order of their first token.
    pub(crate) codes: Vec<SideCode>,
    /// The characters and tokens, each code with its place in this side for a number.
    pub(crate) parts: Vec<Part>,
    /// Whether there is nothing but text in its texts, and in references what has no other spelling.
    pub(crate) spelled_simply: bool,
    /// Whether all of its texts stand as they are read.
    pub(crate) spelled_raw: bool,
    /// The bytes that may be replaced.
    pub(crate) bytes: Range<usize>,
    /// Whether something is in it that can be neither shown nor moved: a comment between words.
    pub(crate) stuck: bool,
    /// Whether it carries tracked changes.
    pub(crate) tracked: bool,
    /// Elements around text while it is read, the innermost last: the node and the code.
    around: Vec<(usize, usize)>,
}

/// A piece of a side.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Lexeme {
    /// The text of a node.
    Text(usize),
    /// A token of a code.
    Token(usize, Form),
}

/// A code as one side has it.
#[derive(Debug, Clone)]
pub(crate) struct SideCode {
    /// The node of its element, or of its opening one.
    pub(crate) node: usize,
    /// The bytes of the token, or of the opening one.
    pub(crate) open: Range<usize>,
    /// The bytes of the closing token.
    pub(crate) close: Option<Range<usize>>,
    /// Whether the pair is one XML element.
    pub(crate) nests: bool,
    /// The end it stands for, if the other one is elsewhere.
    pub(crate) half: Option<Half>,
    /// Whether it marks text only.
    pub(crate) annotation: bool,
    /// Whether the text inside must stay.
    pub(crate) protects: bool,
    /// Whether its place in a run is fixed.
    pub(crate) reorder: Reorder,
    /// Whether a file of 2.x lets it go.
    pub(crate) can_delete: bool,
    /// Whether it must not hold one end of another pair alone.
    pub(crate) no_overlap: bool,
    /// What its tag says.
    pub(crate) said: Said,
    /// Its first token, among the lexemes and among the parts.
    first: (usize, usize),
}

/// What an element is among inline codes.
enum Role<'a> {
    /// Stands alone, taken whole.
    Alone,
    /// An element around text.
    Around,
    /// Opens a pair with this key.
    Opens(Key<'a>),
    /// Closes a pair with this key.
    Closes(Key<'a>),
    /// One end, the other is elsewhere for certain.
    Half(Half),
}

/// Whether tags of their own (`bpt`…`ept`, `sc`…`ec` …) are brought together as pairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pairing {
    /// Each opening one with its closing one.
    Together,
    /// Each for itself: where one side has lost an end, both must be told apart.
    Apart,
}

/// Reads the content of an element.
pub(crate) fn read(tree: &Tree<'_>, element: usize, pairing: Pairing) -> Side {
    let mut side = Side::default();
    read_into(&mut side, tree, element, pairing, &mut Pool::default());
    side
}

/// Appends the text of an element, without that of its codes.
pub(crate) fn append_text(tree: &Tree<'_>, element: usize, text: &mut String) {
    for part in read(tree, element, Pairing::Apart).parts {
        if let Part::Text(part) = part {
            text.push_str(&part);
        }
    }
}

/// Reads the content of an element into a side that is no longer needed.
pub(crate) fn read_into(side: &mut Side, tree: &Tree<'_>, element: usize, pairing: Pairing, pool: &mut Pool) {
    let (nodes, bytes) = trim(tree, tree.inner(element), tree.content(element));
    side.clear(bytes, pool);
    side.spelled_raw = !tree.returns;
    let mut run = pool.room();
    // Half of all texts.
    if nodes.len() == 1 && tree.kind(nodes.start) == Kind::Text {
        side.lexemes.push(Lexeme::Text(nodes.start));
        tree.append_characters(nodes.start, &mut run);
        side.parts.push(Part::Text(run));
        return;
    }
    let mut waiting = Waiting::default();
    let mut at = nodes.start;
    while at < nodes.end {
        match tree.kind(at) {
            kind @ (Kind::Text | Kind::CData | Kind::Reference) => {
                side.lexemes.push(Lexeme::Text(at));
                if kind != Kind::Text {
                    side.spelled_raw = false;
                    side.spelled_simply &=
                        kind == Kind::Reference && matches!(tree.raw(at), "&amp;" | "&lt;");
                }
                tree.append_characters(at, &mut run);
            }
            Kind::Comment | Kind::Instruction => side.stuck = true,
            Kind::Close => {
                let node = tree.node(at);
                if let Some((_, code)) = side.around.pop_if(|(opener, _)| *opener == node.mate) {
                    side.codes[code].close = Some(node.bytes);
                    side.token(code, Form::Close, &mut run, pool);
                }
            }
            kind @ (Kind::Open | Kind::Empty) => {
                let code = side.codes.len();
                let (local, said) = (tree.core(at), Said::of(tree, at));
                let role = role(tree, at, local, said);
                let end = tree.end(at);
                if let Role::Closes(key) = &role
                    && let Some(opener) = waiting.take(key)
                {
                    side.closes(opener, tree.whole(at), said.is(tree, at, Word::CanDelete, "no"));
                    side.token(opener, Form::Close, &mut run, pool);
                    at = end + 1;
                    continue;
                }
                side.tracked |= is_tracked(tree, at, local, said);
                let mut found = describe(tree, at, local, said);
                match role {
                    Role::Around => {
                        let bytes = tree.node(at).bytes;
                        found.nests = true;
                        side.token(code, Form::Open, &mut run, pool);
                        if kind == Kind::Empty {
                            found.close = Some(bytes.end..bytes.end);
                            side.token(code, Form::Close, &mut run, pool);
                        } else {
                            side.around.push((at, code));
                        }
                        found.open = bytes;
                        side.codes.push(found);
                        at += 1;
                        continue;
                    }
                    Role::Opens(key) => {
                        found.half = Some(Half::Open);
                        if pairing == Pairing::Together {
                            waiting.push(key, code);
                        }
                    }
                    Role::Closes(_) => found.half = Some(Half::Close),
                    Role::Half(half) => found.half = Some(half),
                    Role::Alone => {}
                }
                // A pair is known when its end comes; until then the opener stands alone.
                side.token(code, Form::Alone, &mut run, pool);
                found.first = (side.lexemes.len() - 1, side.parts.len() - 1);
                side.codes.push(found);
                at = end + 1;
                continue;
            }
        }
        at += 1;
    }
    side.text(&mut run, pool);
    pool.give(run);
}

impl Side {
    /// How much it has room for.
    pub(crate) fn room(&self) -> usize {
        self.lexemes.capacity().max(self.codes.capacity()).max(self.around.capacity())
    }

    /// Forgets what it held; its room is used again.
    fn clear(&mut self, bytes: Range<usize>, pool: &mut Pool) {
        self.lexemes.clear();
        self.codes.clear();
        // A text has taken them.
        self.parts = pool.parts();
        self.around.clear();
        self.bytes = bytes;
        self.spelled_simply = true;
        self.stuck = false;
        self.tracked = false;
    }

    /// Appends the text that was collected.
    #[inline]
    fn text(&mut self, run: &mut String, pool: &mut Pool) {
        if !run.is_empty() {
            self.parts.push(Part::Text(std::mem::replace(run, pool.room())));
        }
    }

    /// Appends a token.
    #[inline]
    fn token(&mut self, code: usize, form: Form, run: &mut String, pool: &mut Pool) {
        self.text(run, pool);
        self.lexemes.push(Lexeme::Token(code, form));
        self.parts.push(Part::Token(Token { number: number(code), form }));
    }

    /// A code that stood alone is a pair: its end was found.
    fn closes(&mut self, opener: usize, close: Range<usize>, stays: bool) {
        let code = &mut self.codes[opener];
        code.close = Some(close);
        code.half = None;
        code.can_delete &= !stays;
        let (lexeme, part) = code.first;
        self.lexemes[lexeme] = Lexeme::Token(opener, Form::Open);
        self.parts[part] = Part::Token(Token { number: number(opener), form: Form::Open });
    }
}

/// The number of the code with an index.
pub(crate) fn number(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(u32::MAX)
}

/// Leaves comments and instructions at the edges out: their place is clear.
#[inline]
fn trim(tree: &Tree<'_>, mut nodes: Range<usize>, mut bytes: Range<usize>) -> (Range<usize>, Range<usize>) {
    let aside = |index: usize| matches!(tree.kind(index), Kind::Comment | Kind::Instruction);
    while !nodes.is_empty() && aside(nodes.start) {
        bytes.start = tree.node(nodes.start).bytes.end;
        nodes.start += 1;
    }
    while !nodes.is_empty() && aside(nodes.end - 1) {
        bytes.end = tree.node(nodes.end - 1).bytes.start;
        nodes.end -= 1;
    }
    (nodes, bytes)
}

fn describe(tree: &Tree<'_>, at: usize, local: &[u8], said: Said) -> SideCode {
    const WORDS: [Word; 9] = [
        Word::MType,
        Word::Translate,
        Word::CanReorder,
        Word::CanDelete,
        Word::CanOverlap,
        Word::SubFlows,
        Word::SubFlowsStart,
        Word::SubFlowsEnd,
        Word::Issues,
    ];
    const LEADS: [Word; 4] = [Word::SubFlows, Word::SubFlowsStart, Word::SubFlowsEnd, Word::Issues];
    let can_go = matches!(local, b"pc" | b"ph" | b"sc" | b"mrk" | b"sm");
    let annotation = matches!(local, b"mrk" | b"sm" | b"em");
    let plain = SideCode {
        node: at,
        open: tree.whole(at),
        close: None,
        nests: false,
        half: None,
        annotation,
        protects: false,
        reorder: Reorder::Yes,
        can_delete: can_go,
        no_overlap: false,
        said,
        first: (0, 0),
    };
    // Nearly always.
    if !said.any(&WORDS) {
        return plain;
    }
    let no = |word: Word| said.is(tree, at, word, "no");
    let protects = annotation && (said.is(tree, at, Word::MType, "protected") || no(Word::Translate));
    let reorder = match said.value(tree, at, Word::CanReorder).as_deref() {
        Some("no") => Reorder::No,
        Some("firstNo") => Reorder::FirstNo,
        Some(_) | None => Reorder::Yes,
    };
    // What a fixed order, another text or a list of issues hangs on cannot go alone.
    let holds = !no(Word::CanDelete) && reorder == Reorder::Yes;
    SideCode {
        protects,
        reorder,
        can_delete: can_go && holds && !said.any(&LEADS) && !protects,
        no_overlap: matches!(local, b"sc" | b"ec") && no(Word::CanOverlap),
        ..plain
    }
}

fn role<'a>(tree: &Tree<'a>, at: usize, local: &[u8], said: Said) -> Role<'a> {
    let span = |family: Family, name: Word| Key {
        family,
        of_pair: false,
        value: said.value(tree, at, name).unwrap_or_default(),
    };
    let pair = |family: Family| match said.value(tree, at, Word::Rid) {
        Some(value) => Key { family, of_pair: true, value },
        None => span(family, Word::Id),
    };
    match local {
        b"g" | b"pc" | b"mrk" => Role::Around,
        b"bpt" => Role::Opens(pair(Family::Native)),
        b"ept" => Role::Closes(pair(Family::Native)),
        b"bx" => Role::Opens(pair(Family::Empty)),
        b"ex" => Role::Closes(pair(Family::Empty)),
        b"sc" => Role::Opens(span(Family::Code, Word::Id)),
        b"ec" if said.has(Word::StartRef) => Role::Closes(span(Family::Code, Word::StartRef)),
        b"ec" => Role::Half(Half::Close),
        b"sm" => Role::Opens(span(Family::Mark, Word::Id)),
        b"em" => Role::Closes(span(Family::Mark, Word::StartRef)),
        b"it" => match said.is(tree, at, Word::Pos, "close") {
            true => Role::Half(Half::Close),
            false => Role::Half(Half::Open),
        },
        _ => Role::Alone,
    }
}

fn is_tracked(tree: &Tree<'_>, at: usize, local: &[u8], said: Said) -> bool {
    local == b"mrk"
        && said
            .value(tree, at, Word::MType)
            .is_some_and(|mtype| mtype == "x-sdl-added" || mtype == "x-sdl-deleted")
}
