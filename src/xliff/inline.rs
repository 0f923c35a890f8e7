//! The content of a source or a target as text and codes, one side at a time.
//!
//! Elements that carry native markup (`ph`, `bpt` …) are taken whole, so nothing inside them is
//! ever text. What pairs with what is decided within one side; `codes` brings the sides together.

use super::names::{Name, Ns};
use super::scan::Kind;
use super::tree::Tree;
use super::waiting::{Family, Key, Waiting};
use crate::domain::text::{Form, Half, Reorder};
use std::ops::Range;

/// One side of a segment.
#[derive(Debug, Default)]
pub(crate) struct Side {
    /// Text and tokens in order.
    pub(crate) lexemes: Vec<Lexeme>,
    /// The codes, in the order of their first token.
    pub(crate) codes: Vec<SideCode>,
    /// The bytes that may be replaced.
    pub(crate) bytes: Range<usize>,
    /// Whether something is in it that can be neither shown nor moved: a comment between words.
    pub(crate) stuck: bool,
    /// Whether it carries tracked changes.
    pub(crate) tracked: bool,
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
    read_into(&mut side, tree, element, pairing);
    side
}

/// Reads the content of an element into a side that is no longer needed.
pub(crate) fn read_into(side: &mut Side, tree: &Tree<'_>, element: usize, pairing: Pairing) {
    let (nodes, bytes) = trim(tree, tree.inner(element), tree.content(element));
    side.clear(bytes);
    // Elements around text, the innermost last.
    let mut around: Vec<(usize, usize)> = Vec::new();
    let mut waiting = Waiting::default();
    let mut at = nodes.start;
    while at < nodes.end {
        let node = tree.node(at);
        match node.kind {
            Kind::Text | Kind::CData | Kind::Reference => side.lexemes.push(Lexeme::Text(at)),
            Kind::Comment | Kind::Instruction => side.stuck = true,
            Kind::Close => {
                if let Some((_, code)) = around.pop_if(|(opener, _)| *opener == node.mate) {
                    side.codes[code].close = Some(node.bytes.clone());
                    side.lexemes.push(Lexeme::Token(code, Form::Close));
                }
            }
            Kind::Open | Kind::Empty => {
                let code = side.codes.len();
                side.tracked |= is_tracked(tree, at);
                let mut found = describe(tree, at);
                match role(tree, at) {
                    Role::Around => {
                        found.nests = true;
                        found.open = node.bytes.clone();
                        side.lexemes.push(Lexeme::Token(code, Form::Open));
                        if node.kind == Kind::Empty {
                            found.close = Some(node.bytes.end..node.bytes.end);
                            side.lexemes.push(Lexeme::Token(code, Form::Close));
                        } else {
                            around.push((at, code));
                        }
                        side.codes.push(found);
                        at += 1;
                        continue;
                    }
                    Role::Closes(key) => {
                        if let Some(opener) = waiting.take(&key) {
                            side.codes[opener].close = Some(found.open);
                            side.codes[opener].half = None;
                            let stays = tree.plain(at, "canDelete").is_some_and(|can| can == "no");
                            side.codes[opener].can_delete &= !stays;
                            side.lexemes.push(Lexeme::Token(opener, Form::Close));
                            at = node.mate.max(at) + 1;
                            continue;
                        }
                        found.half = Some(Half::Close);
                    }
                    Role::Opens(key) => {
                        found.half = Some(Half::Open);
                        if pairing == Pairing::Together {
                            waiting.push(key, code);
                        }
                    }
                    Role::Half(half) => found.half = Some(half),
                    Role::Alone => {}
                }
                // A pair is known when its end comes; until then the opener stands alone.
                side.lexemes.push(Lexeme::Token(code, Form::Alone));
                side.codes.push(found);
                at = node.mate.max(at) + 1;
                continue;
            }
        }
        at += 1;
    }
    for lexeme in &mut side.lexemes {
        if let Lexeme::Token(code, form @ Form::Alone) = lexeme
            && side.codes[*code].close.is_some()
        {
            *form = Form::Open;
        }
    }
}

impl Side {
    /// How much it has room for.
    pub(crate) fn room(&self) -> usize {
        self.lexemes.capacity().max(self.codes.capacity())
    }

    /// Forgets what it held; its room is used again.
    fn clear(&mut self, bytes: Range<usize>) {
        self.lexemes.clear();
        self.codes.clear();
        self.bytes = bytes;
        self.stuck = false;
        self.tracked = false;
    }
}

/// Leaves comments and instructions at the edges out: their place is clear.
fn trim(tree: &Tree<'_>, mut nodes: Range<usize>, mut bytes: Range<usize>) -> (Range<usize>, Range<usize>) {
    let aside = |index: usize| matches!(tree.node(index).kind, Kind::Comment | Kind::Instruction);
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

/// Whether an attribute of this name says how a code may be handled.
fn is_word(local: &str) -> bool {
    const WORDS: [&str; 9] = [
        "mtype",
        "translate",
        "canReorder",
        "canDelete",
        "canOverlap",
        "subFlows",
        "subFlowsStart",
        "subFlowsEnd",
        "locQualityIssuesRef",
    ];
    WORDS.contains(&local)
}

fn describe(tree: &Tree<'_>, at: usize) -> SideCode {
    let local = tree.node(at).name.local;
    let core = tree.node(at).name.ns == Ns::Core;
    let can_go = core && matches!(local, "pc" | "ph" | "sc" | "mrk" | "sm");
    let annotation = core && matches!(local, "mrk" | "sm" | "em");
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
    };
    // Nearly always.
    if !tree.attributes(at).any(|attribute| is_word(attribute.name.local)) {
        return plain;
    }
    let no = |name: &str| tree.plain(at, name).is_some_and(|value| value == "no");
    let mtype = |value: &str| tree.plain(at, "mtype").is_some_and(|found| found == value);
    let protects = annotation && (mtype("protected") || no("translate"));
    let reorder = match tree.plain(at, "canReorder").as_deref() {
        Some("no") => Reorder::No,
        Some("firstNo") => Reorder::FirstNo,
        Some(_) | None => Reorder::Yes,
    };
    // What a fixed order, another text or a list of issues hangs on cannot go alone.
    let holds = !no("canDelete") && reorder == Reorder::Yes;
    let leads =
        ["subFlows", "subFlowsStart", "subFlowsEnd"].iter().any(|name| tree.plain(at, name).is_some())
            || tree.attribute(at, Ns::Its, "locQualityIssuesRef").is_some();
    SideCode {
        protects,
        reorder,
        can_delete: can_go && holds && !leads && !protects,
        no_overlap: core && matches!(local, "sc" | "ec") && no("canOverlap"),
        ..plain
    }
}

fn role<'a>(tree: &Tree<'a>, at: usize) -> Role<'a> {
    let Name { local, ns, .. } = tree.node(at).name;
    if ns != Ns::Core {
        return Role::Alone;
    }
    let span = |family: Family, name: &'static str| Key {
        family,
        of_pair: false,
        value: tree.plain(at, name).unwrap_or_default(),
    };
    let pair = |family: Family| match tree.plain(at, "rid") {
        Some(value) => Key { family, of_pair: true, value },
        None => span(family, "id"),
    };
    match local {
        "g" | "pc" | "mrk" => Role::Around,
        "bpt" => Role::Opens(pair(Family::Native)),
        "ept" => Role::Closes(pair(Family::Native)),
        "bx" => Role::Opens(pair(Family::Empty)),
        "ex" => Role::Closes(pair(Family::Empty)),
        "sc" => Role::Opens(span(Family::Code, "id")),
        "ec" if tree.plain(at, "startRef").is_some() => Role::Closes(span(Family::Code, "startRef")),
        "ec" => Role::Half(Half::Close),
        "sm" => Role::Opens(span(Family::Mark, "id")),
        "em" => Role::Closes(span(Family::Mark, "startRef")),
        "it" => match tree.plain(at, "pos").as_deref() {
            Some("close") => Role::Half(Half::Close),
            Some(_) | None => Role::Half(Half::Open),
        },
        _ => Role::Alone,
    }
}

fn is_tracked(tree: &Tree<'_>, at: usize) -> bool {
    tree.is(at, "mrk")
        && tree.plain(at, "mtype").is_some_and(|mtype| mtype == "x-sdl-added" || mtype == "x-sdl-deleted")
}
