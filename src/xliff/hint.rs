//! The way out of a refusal, by what was found.

use std::borrow::Cow;

/// What a message begins with, and what to do about it.
const MALFORMED: [(&str, &str); 16] = [
    ("& without ;", "write &amp; for an ampersand"),
    ("< in an attribute value", "write &lt; for it"),
    ("]]> in text", "write ]]&gt; for it"),
    ("-- in a comment", "a comment holds no -- but the one at its end"),
    ("a comment that ends in --->", "a comment ends in -->"),
    ("the character U+", "remove it; XML 1.0 knows no way to write it"),
    ("a character reference", "remove it; XML 1.0 knows no way to write that character"),
    ("a byte that is not", "declare the encoding the file has, or save it as UTF-8"),
    ("half of a UTF-16", "the file is cut off or damaged; export it again"),
    ("the file ends", "the file is cut off; export or upload it again"),
    ("no root element", "the file is empty or no XML; an XLIFF file begins with <xliff"),
    ("text outside", "one <xliff> element holds everything; nothing stands before or after it"),
    ("a second root element", "one <xliff> element holds everything; make a file of each"),
    ("an XML declaration", "it stands once, as the very first characters of the file"),
    ("an end tag that", "close the element that was opened last, or remove the end tag"),
    ("the end tag ", "remove it, or add the start tag before it"),
];

/// What to do about a file that is no XLIFF.
const UNSUPPORTED: [(&str, &str); 4] = [
    ("a Wordfast file", "save it as XLIFF 1.2 or TXLF in Wordfast"),
    (
        "a document type",
        "entities declared in a file may grow without bound, so none are read; remove everything from [ to ] and write the characters themselves",
    ),
    ("the declared encoding", "save the file as UTF-8"),
    ("the namespace", "if the file is XLIFF, its root is in the namespace of its version, or in none"),
];

/// Entities of HTML that stray into XML, and their numbers.
const ENTITIES: [(&str, u32); 30] = [
    ("nbsp", 160),
    ("iexcl", 161),
    ("pound", 163),
    ("sect", 167),
    ("copy", 169),
    ("laquo", 171),
    ("shy", 173),
    ("reg", 174),
    ("deg", 176),
    ("para", 182),
    ("middot", 183),
    ("raquo", 187),
    ("iquest", 191),
    ("times", 215),
    ("szlig", 223),
    ("agrave", 224),
    ("auml", 228),
    ("ccedil", 231),
    ("egrave", 232),
    ("eacute", 233),
    ("ntilde", 241),
    ("ouml", 246),
    ("uuml", 252),
    ("ndash", 8211),
    ("mdash", 8212),
    ("lsquo", 8216),
    ("rsquo", 8217),
    ("bull", 8226),
    ("hellip", 8230),
    ("euro", 8364),
];

/// The way out of what is not well-formed.
pub(super) fn malformed(what: &str) -> Cow<'static, str> {
    if let Some(rest) = what.strip_prefix("the entity ") {
        let name = rest.split(',').next().unwrap_or_default();
        let number = ENTITIES.iter().find(|(known, _)| *known == name).map(|(_, number)| number);
        return number.map_or(
            Cow::Borrowed("XML knows only amp, lt, gt, quot and apos; write the character itself, or its number as &#…;"),
            |number| format!("write &#{number}; or the character itself").into(),
        );
    }
    look_up(&MALFORMED, what).unwrap_or("repair the file, or export it again").into()
}

/// The way out of what is not read.
pub(super) fn unsupported(what: &str) -> &'static str {
    look_up(&UNSUPPORTED, what).unwrap_or("export it as XLIFF 1.2 or 2.x")
}

fn look_up(table: &[(&str, &'static str)], what: &str) -> Option<&'static str> {
    table.iter().find(|(begin, _)| what.starts_with(begin)).map(|(_, hint)| *hint)
}
