//! What a file demands of the size and the words of its targets, and how a unit's segments share it.
//!
//! Pixels, glyphs and profiles of others cannot be measured here; they make no bound. A restriction
//! of a group holds for each of its units: less than the standard says (it bounds their sum), but
//! all that can be told of one unit.

pub(crate) mod storage;

use super::document::{Context, Found};
use super::inline;
use super::names::{Name, Ns};
use super::scan::Attribute;
use super::tree::{Tree, unescape};
use crate::domain::bound::{Bound, Class, Encoding, Form, Place, Unit};
use memchr::memchr_iter;
use std::borrow::Cow;
use storage::Storage;

/// The most rules of `val:validation` that hold for a segment, and the most bytes of a pattern.
const MOST_RULES: usize = 32;
const LONGEST: usize = 512;

/// A least and a most.
type Range = (u64, Option<u64>);

/// What elements hand down to those inside them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Demands {
    width_unit: Option<Unit>,
    width: Option<Range>,
    bytes: Option<Range>,
    class: Option<Class>,
    length: Option<u64>,
    general: Profile,
    storage: Profile,
    size: Option<Range>,
    stored: Option<Range>,
    allowed: Option<String>,
    its: Option<Storage>,
    rules: Vec<Bound>,
}

/// How a size restriction of 2.x is measured.
#[derive(Debug, Clone, Copy, Default)]
enum Profile {
    /// Nobody says.
    #[default]
    Unnamed,
    /// Like this.
    Known(Unit),
    /// In a way only its author knows.
    Foreign,
}

impl Demands {
    /// Those of an element inside one with these.
    #[must_use]
    pub(crate) fn inside(&self, attributes: &[Attribute<'_>], two: bool) -> Self {
        let mut own = self.clone();
        for attribute in attributes {
            own.take(attribute, attributes, two);
        }
        own
    }

    /// Takes the size in storage, which ITS has on any element.
    pub(crate) fn store(&mut self, attributes: &[Attribute<'_>]) {
        if let Some(storage) = storage::of(attributes.iter().copied()) {
            self.its = storage;
        }
    }

    fn take(&mut self, attribute: &Attribute<'_>, all: &[Attribute<'_>], two: bool) {
        let value = || unescape(attribute.raw);
        match (attribute.name.ns, attribute.name.local) {
            (Ns::Plain, "size-unit") if !two => {
                self.width_unit = match &*value() {
                    "char" => Some(Unit::CHARACTERS),
                    "byte" => Some(bytes()),
                    _ => None,
                };
            }
            (Ns::Plain, "maxwidth") if !two => upper(&mut self.width, &value()),
            (Ns::Plain, "minwidth") if !two => lower(&mut self.width, &value()),
            (Ns::Plain, "maxbytes") if !two => upper(&mut self.bytes, &value()),
            (Ns::Plain, "minbytes") if !two => lower(&mut self.bytes, &value()),
            (Ns::Plain, "charclass") if !two => self.class = class(&value()),
            // -1 means none and is no u64.
            (Ns::MemoQ, "maxlengthchars") => self.length = value().trim().parse().ok(),
            (Ns::Size, "sizeRestriction") => self.size = restriction(&value()),
            (Ns::Size, "storageRestriction") => self.stored = restriction(&value()),
            (Ns::Its, "allowedCharacters") => self.allowed = pattern(value()),
            (Ns::Its, "storageSize") => self.store(all),
            _ => {}
        }
    }

    /// Whether nothing is demanded.
    fn is_none(&self) -> bool {
        self.width.is_none()
            && self.bytes.is_none()
            && self.class.is_none()
            && self.length.is_none()
            && self.size.is_none()
            && self.stored.is_none()
            && self.allowed.is_none()
            && self.its.is_none()
            && self.rules.is_empty()
    }

    /// Takes what an element among the children declares for the whole.
    pub(crate) fn declare(&mut self, tree: &Tree<'_>, element: usize) {
        let Name { ns, local, .. } = tree.node(element).name;
        match (ns, local) {
            (Ns::Size, "profiles") => self.profiles(tree, element),
            (Ns::Validation, "validation") => {
                tree.children(element).for_each(|rule| self.rule(tree, rule));
            }
            _ => {}
        }
    }

    fn profiles(&mut self, tree: &Tree<'_>, element: usize) {
        let normal = tree.children(element).find(|child| tree.node(*child).name.local == "normalization");
        let form = |name: &str| match normal.and_then(|node| tree.plain(node, name)).as_deref() {
            Some("nfc") => Form::Nfc,
            Some("nfd") => Form::Nfd,
            Some(_) | None => Form::None,
        };
        let profile = |name: &str, form: Form| {
            let of = match tree.plain(element, name).as_deref() {
                None | Some("") => return Profile::Unnamed,
                Some("xliff:codepoints") => Encoding::Characters,
                Some("xliff:utf8") => Encoding::Utf8,
                Some("xliff:utf16") => Encoding::Utf16,
                Some("xliff:utf32") => Encoding::Utf32,
                Some(_) => return Profile::Foreign,
            };
            Profile::Known(Unit { form, ..Unit::of(of) })
        };
        self.general = profile("generalProfile", form("general"));
        self.storage = profile("storageProfile", form("storage"));
    }

    fn rule(&mut self, tree: &Tree<'_>, rule: usize) {
        let value = |name: &str| tree.plain(rule, name);
        let places = [
            ("isPresent", Place::Anywhere),
            ("isNotPresent", Place::Nowhere),
            ("startsWith", Place::Start),
            ("endsWith", Place::End),
        ];
        let Some((text, place)) = places.iter().find_map(|(name, place)| Some((value(name)?, *place))) else {
            return;
        };
        if text.is_empty() || text.len() > LONGEST || self.rules.len() >= MOST_RULES {
            return;
        }
        let is = |name: &str, wanted: &str| value(name).is_some_and(|found| found == wanted);
        let form = match value("normalization").as_deref() {
            Some("none") => Form::None,
            Some("nfd") => Form::Nfd,
            Some(_) | None => Form::Nfc,
        };
        let found = Bound::Words {
            place,
            text: text.into_owned(),
            // What is not there at all does not occur more often than so.
            occurs: value("occurs").and_then(|occurs| occurs.trim().parse().ok()).filter(|most| *most > 0),
            in_source: is("existsInSource", "yes"),
            caseless: is("caseSensitive", "no"),
            form,
        };
        if is("disabled", "yes") {
            let same = |other: &Bound| {
                matches!((other, &found),
                (Bound::Words { place: a, text: b, .. }, Bound::Words { place, text, .. }) if a == place && b == text)
            };
            self.rules.retain(|other| !same(other));
        } else {
            self.rules.push(found);
        }
    }

    /// The sizes, each with what it counts.
    fn sizes(&self) -> Vec<(Unit, Range)> {
        let general = match self.general {
            Profile::Unnamed => Some(Unit::CHARACTERS),
            Profile::Known(unit) => Some(unit),
            Profile::Foreign => None,
        };
        let storage = match self.storage {
            Profile::Known(unit) => Some(unit),
            Profile::Unnamed | Profile::Foreign => None,
        };
        let length = self.length.map(|most| (0, Some(most)));
        let all = [
            (self.width_unit, self.width),
            (Some(bytes()), self.bytes),
            (Some(Unit::CHARACTERS), length),
            (general, self.size),
            (storage, self.stored),
            (self.its.map(|its| its.unit), self.its.map(|its| (0, Some(its.most)))),
        ];
        all.into_iter().filter_map(|(unit, range)| unit.zip(range)).collect()
    }

    fn others(&self) -> impl Iterator<Item = Bound> + '_ {
        let class = self.class.map(Bound::Class);
        let stored = self.its.and_then(Storage::characters);
        let allowed = self.allowed.clone().map(Bound::Allowed);
        class.into_iter().chain(allowed).chain(stored).chain(self.rules.iter().cloned())
    }
}

/// Whether an element declares demands for what it stands in.
pub(crate) fn declares(name: &Name<'_>) -> bool {
    matches!((name.ns, name.local), (Ns::Size, "profiles") | (Ns::Validation, "validation"))
}

/// Sets what each segment of a unit must meet. What bounds the whole is parted: each segment may
/// grow by an equal part of the room that is left, so that all of them together never pass it.
pub(crate) fn share(context: &Context, tree: &Tree<'_>, found: &mut [Found]) {
    let mut demands = Cow::Borrowed(&context.demands);
    let children = tree.extended.then(|| tree.children(0).filter(|child| tree.is_element(*child)));
    for child in children.into_iter().flatten() {
        if declares(&tree.node(child).name) {
            demands.to_mut().declare(tree, child);
        }
    }
    if tree.its {
        // One segment is the whole: what is said nearer to it counts, not both.
        let own = if let [one] = &*found { storage::of_segment(tree, one) } else { None };
        if let Some(its) = own.or_else(|| storage::of_unit(tree)) {
            demands.to_mut().its = its;
        }
    }
    // Nearly always there are none.
    if !demands.is_none() {
        demand(&demands, tree, found);
    }
    if tree.its && found.len() > 1 {
        storage::add(tree, found);
    }
    for Found { segment, .. } in found {
        if segment.notes.iter().any(|note| is_of_options(note)) {
            segment.bounds.push(Bound::Options);
        }
    }
}

fn demand(demands: &Demands, tree: &Tree<'_>, found: &mut [Found]) {
    let sizes = demands.sizes();
    let parts = found.len() as u64;
    let whole = if sizes.is_empty() || parts < 2 { String::new() } else { text_of(tree) };
    // Measured once: a unit may have very many segments.
    let sizes: Vec<_> = sizes.into_iter().map(|(unit, range)| (unit, range, unit.size(&whole))).collect();
    for found in found {
        let segment = &mut found.segment;
        segment.bounds.extend(demands.others());
        for (unit, (mut least, mut most), all) in sizes.iter().copied() {
            if parts > 1 {
                let own = unit.size(&segment.target.text());
                most = most.map(|most| own + most.saturating_sub(all) / parts);
                least = if all > least { own.saturating_sub((all - least) / parts) } else { own };
            }
            if unit == Unit::CHARACTERS {
                segment.max_chars = most.into_iter().chain(segment.max_chars).min();
            }
            if unit != Unit::CHARACTERS || least > 0 {
                segment.bounds.push(Bound::Size { unit, least, most });
            }
        }
    }
}

/// Whether a note says that the text is a list of options.
fn is_of_options(note: &str) -> bool {
    const SIGN: &[u8] = b"Property OptionCaption";
    memchr_iter(SIGN[0], note.as_bytes()).any(|at| note.as_bytes()[at..].starts_with(SIGN))
}

/// The text of all targets of a unit and of what stands between them.
fn text_of(tree: &Tree<'_>) -> String {
    let mut text = String::new();
    let mut add = |element: usize| inline::append_text(tree, element, &mut text);
    for child in tree.children(0) {
        if tree.is(child, "target") {
            add(child);
        } else if tree.is(child, "segment") || tree.is(child, "ignorable") {
            // White space between segments need not be written twice.
            let source = tree.is(child, "ignorable").then(|| tree.child(child, "source")).flatten();
            if let Some(side) = tree.child(child, "target").or(source) {
                add(side);
            }
        }
    }
    text
}

/// 1.2 does not say bytes of what; nearly everything is UTF-8 now.
fn bytes() -> Unit {
    Unit::of(Encoding::Utf8)
}

fn upper(range: &mut Option<Range>, value: &str) {
    let least = range.map_or(0, |(least, _)| least);
    *range = Some((least, value.trim().parse().ok()));
}

fn lower(range: &mut Option<Range>, value: &str) {
    let most = range.and_then(|(_, most)| most);
    *range = Some((value.trim().parse().unwrap_or(0), most));
}

/// `most` or `least,most`, where `*` is no bound; `None` if it is something else.
fn restriction(value: &str) -> Option<Range> {
    let bound = |value: &str| match value.trim() {
        "*" => Some(None),
        number => number.parse().ok().map(Some),
    };
    match value.split_once(',') {
        Some((least, most)) => Some((bound(least)?.unwrap_or(0), bound(most)?)),
        None => Some((0, bound(value)?)),
    }
}

/// A class by one of its usual names; 1.2 leaves the names open.
fn class(value: &str) -> Option<Class> {
    Some(match value.trim().to_ascii_lowercase().as_str() {
        "ascii" | "us-ascii" => Class::Ascii,
        "upper" | "uppercase" => Class::Uppercase,
        "lower" | "lowercase" => Class::Lowercase,
        "digits" | "numeric" => Class::Digits,
        "katakana" => Class::Katakana,
        _ => return None,
    })
}

/// ITS allows one class of characters, or the dot.
fn pattern(value: Cow<'_, str>) -> Option<String> {
    let is_class = value.starts_with('[') && value.ends_with(']') || value == ".";
    (is_class && value.len() <= LONGEST).then(|| value.into_owned())
}
