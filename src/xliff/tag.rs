//! A start tag or an empty-element tag, read in one go; well-formed or not at all.

use super::Limits;
use super::fault::Fault;
use super::held::Text;
use super::names::{Name, Ns};
use super::scan::Attribute;
use super::wellformed::{is_named, reference, short};
use super::word::{before, eight, first, has, not_letter};
use memchr::{memchr, memchr2};

/// A tag that was read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tag<'a> {
    /// The name of the element.
    pub(crate) full: &'a str,
    /// Where the part after its colon begins, within it; 0 if there is no colon.
    pub(crate) local: usize,
    /// Whether it is an empty-element tag.
    pub(crate) empty: bool,
    /// Where it ends.
    pub(crate) end: usize,
    /// Whether an attribute has a prefix or declares one.
    pub(crate) prefixed: bool,
}

const START: u8 = 1;
const NAME: u8 = 2;
const SPACE: u8 = 4;
/// A colon, or a byte beyond ASCII: a name that has one is looked at closely.
const CLOSELY: u8 = 8;

/// What a byte can be. Beyond ASCII every character is taken for one of a name until that is whole.
static CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut classes = [0; 256];
    let mut at = 0;
    while at < 256 {
        let byte = at as u8;
        classes[at] = if byte.is_ascii_alphabetic() || byte == b'_' {
            START | NAME
        } else if byte == b':' || byte >= 0x80 {
            START | NAME | CLOSELY
        } else if byte.is_ascii_digit() || byte == b'-' || byte == b'.' {
            NAME
        } else if matches!(byte, b' ' | b'\t' | b'\r' | b'\n') {
            SPACE
        } else {
            0
        };
        at += 1;
    }
    classes
}

/// Whether a byte is white space.
#[inline(always)]
pub(crate) fn is_space(byte: u8) -> bool {
    is(byte, SPACE)
}

fn is(byte: u8, class: u8) -> bool {
    CLASSES[usize::from(byte)] & class != 0
}

/// The length of the name at `at`, or of what is before its colon, if it begins with a letter and is
/// not of the kind that needs a closer look; and the byte behind it.
#[inline(always)]
pub(crate) fn name(bytes: &[u8], at: usize) -> Option<(usize, u8)> {
    let mut end = at;
    loop {
        let other = not_letter(eight(bytes, end)?);
        end += if other != 0 { first(other) } else { 8 };
        let next = *bytes.get(end)?;
        match CLASSES[usize::from(next)] & (NAME | CLOSELY) {
            _ if end == at => return None,
            0 => return Some((end - at, next)),
            NAME => end += 1,
            _ if next == b':' => return Some((end - at, next)),
            _ => return None,
        }
    }
}

/// The end of the name that begins at `at`, and whether it is well-formed as far as it is held; a
/// name that is not there is not.
#[inline(always)]
fn name_at(whole: &str, at: usize) -> (usize, Result<usize, ()>) {
    let bytes = whole.as_bytes();
    if let Some((length, next)) = name(bytes, at)
        && next != b':'
    {
        return (at + length, Ok(0));
    }
    let (mut end, mut all) = (at, 0);
    while let Some(class) = bytes.get(end).map(|byte| CLASSES[usize::from(*byte)]).filter(|c| c & NAME != 0) {
        all |= class;
        end += 1;
    }
    let starts = end > at && is(bytes[at], START);
    let local = match (starts, all & CLOSELY != 0) {
        (false, _) => Err(()),
        (true, false) => Ok(0),
        (true, true) => {
            let name = &whole[at..end];
            if is_named(name) { Ok(after_colon(name)) } else { Err(()) }
        }
    };
    (end, local)
}

/// The end of what belongs to a class from `at` on.
#[inline]
pub(crate) fn skip(bytes: &[u8], at: usize, class: Class) -> usize {
    let class = match class {
        Class::Name => NAME,
        Class::Space => SPACE,
    };
    bytes[at..].iter().position(|byte| !is(*byte, class)).map_or(bytes.len(), |length| at + length)
}

/// What can be skipped.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Class {
    /// Characters of names.
    Name,
    /// White space.
    Space,
}

/// Whether a text is an XML name.
pub(crate) fn is_name(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.first().is_some_and(|first| is(*first, START))
        && skip(bytes, 0, Class::Name) == bytes.len()
        && is_named(text)
}

/// Reads the tag that begins at `start` with `<`; `None` if it is not all there.
///
/// The attributes are put behind those that are there, without their namespaces, which the tag itself
/// may declare.
#[inline(always)]
pub(crate) fn read<'a>(
    text: Text<'a>,
    start: usize,
    limits: &Limits,
    attributes: &mut Vec<Attribute<'a>>,
) -> Result<Option<Tag<'a>>, Fault> {
    let whole = text.as_str();
    let (bytes, base) = (whole.as_bytes(), text.start());
    let malformed = |at: usize, what: String| Err(Fault::malformed(base + at, what));
    let own = attributes.len();
    let from = start - base + 1;
    let (mut at, local) = name_at(whole, from);
    let Some(&next) = bytes.get(at) else { return Ok(None) };
    let Some(local) = local.ok().filter(|_| is(next, SPACE) || matches!(next, b'/' | b'>')) else {
        return malformed(start - base, "an element name XML does not allow".to_owned());
    };
    let mut tag = Tag { full: &whole[from..at], local, empty: false, end: 0, prefixed: false };
    loop {
        let before = at;
        at = skip(bytes, at, Class::Space);
        match bytes.get(at) {
            None => return Ok(None),
            Some(b'>') => {
                tag.end = base + at + 1;
                return Ok(Some(tag));
            }
            Some(b'/') if at + 1 == bytes.len() => return Ok(None),
            Some(b'/') if bytes[at + 1] == b'>' => {
                (tag.end, tag.empty) = (base + at + 2, true);
                return Ok(Some(tag));
            }
            Some(_) if before == at => return malformed(at, "no space before an attribute".to_owned()),
            Some(_) => {}
        }
        let named = at;
        let (end, local) = name_at(whole, named);
        at = end;
        let name = &whole[named..at];
        let equals = skip(bytes, at, Class::Space);
        let Some(&sign) = bytes.get(equals) else { return Ok(None) };
        let Some(local) = local.ok().filter(|_| equals > at || matches!(sign, b'=' | b'>' | b'/')) else {
            return malformed(named, "an attribute name XML does not allow".to_owned());
        };
        if sign != b'=' {
            return malformed(at, format!("the attribute {} without a value", short(name)));
        }
        at = skip(bytes, equals + 1, Class::Space);
        let Some(&quote) = bytes.get(at) else { return Ok(None) };
        if !matches!(quote, b'"' | b'\'') {
            return malformed(at, format!("the value of {} without quotes", short(name)));
        }
        let first = at + 1;
        let (length, marked) = value(&bytes[first..], quote);
        if length.unwrap_or(bytes.len() - first) > limits.attribute_bytes {
            let most = limits.attribute_bytes;
            let setting = "limits.attribute_bytes";
            return Err(Fault::limit(base + named, "bytes of an attribute value", setting, most));
        }
        let Some(length) = length else { return Ok(None) };
        let raw = &whole[first..first + length];
        if marked {
            check_value(raw, base + first)?;
        }
        if attributes[own..].iter().any(|other| other.name.full == name) {
            return malformed(named, format!("the attribute {} twice", short(name)));
        }
        if attributes.len() - own >= limits.attributes {
            let most = limits.attributes;
            return Err(Fault::limit(base + named, "attributes of an element", "limits.attributes", most));
        }
        tag.prefixed |= local > 0 || name == "xmlns";
        let name = Name { full: name, local: &name[local..], ns: Ns::Plain };
        attributes.push(Attribute { start: base + named, name, raw, at: base + first });
        at = first + length + 1;
    }
}

fn after_colon(name: &str) -> usize {
    name.bytes().position(|byte| byte == b':').map_or(0, |colon| colon + 1)
}

/// The length of a value, if its end is held, and whether there is a mark in it.
#[inline(always)]
fn value(bytes: &[u8], quote: u8) -> (Option<usize>, bool) {
    let (mut at, mut marked) = (0, false);
    while let Some(word) = eight(bytes, at) {
        let (end, marks) = (has(word, quote), has(word, b'<') | has(word, b'&'));
        if end != 0 {
            return (Some(at + first(end)), marked || before(marks, end));
        }
        marked |= marks != 0;
        at += 8;
    }
    for (length, byte) in bytes.iter().enumerate().skip(at) {
        if *byte == quote {
            return (Some(length), marked);
        }
        marked |= matches!(byte, b'<' | b'&');
    }
    (None, marked)
}

fn check_value(raw: &str, base: usize) -> Result<(), Fault> {
    let mut at = 0;
    while let Some(found) = memchr2(b'<', b'&', &raw.as_bytes()[at..]) {
        at += found;
        if raw.as_bytes()[at] == b'<' {
            return Err(Fault::malformed(base + at, "< in an attribute value"));
        }
        let Some(length) = memchr(b';', &raw.as_bytes()[at..]) else {
            return Err(Fault::malformed(base + at, "& without ; in an attribute value"));
        };
        let end = at + length + 1;
        reference(&raw[at..end]).map_err(|what| Fault::malformed(base + at, what))?;
        at = end;
    }
    Ok(())
}
