//! How the bytes of a file spell its characters, and how new text is spelled in it.
//!
//! UTF-8, UTF-16 and the encodings of the WHATWG in which a byte means the same wherever it stands.
//! What an encoding cannot spell is written as a numeric reference.

use super::fault::Fault;
use crate::domain::charset::Charset;
use encoding_rs::{Encoding as Table, ISO_2022_JP, UTF_16BE, UTF_16LE};
use std::collections::HashMap;

/// The encoding of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Encoding {
    /// Its kind.
    pub(crate) form: Form,
    /// Whether a byte order mark comes first.
    pub(crate) bom: bool,
    /// What the file calls it; empty if it does not.
    pub(crate) label: String,
}

/// The kind of an encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// UTF-8.
    Utf8,
    /// UTF-16.
    Utf16 {
        /// Whether the low byte comes first.
        little: bool,
    },
    /// An older one that agrees with ASCII.
    Legacy {
        /// Its table, often that of a larger relative.
        table: &'static Table,
        /// Beyond ASCII, no byte below this is in the encoding the file names.
        least: u16,
    },
}

impl Encoding {
    /// Finds the encoding by the first bytes of a file, and oddities of its declaration.
    ///
    /// # Errors
    /// An encoding that is not read.
    pub(crate) fn detect(head: &[u8]) -> Result<(Self, Vec<String>), Fault> {
        let (form, bom) = match head {
            [0xEF, 0xBB, 0xBF, ..] => (Form::Utf8, true),
            [0xFF, 0xFE, ..] => (Form::Utf16 { little: true }, true),
            [0xFE, 0xFF, ..] => (Form::Utf16 { little: false }, true),
            [b'<', 0, ..] => (Form::Utf16 { little: true }, false),
            [0, b'<', ..] => (Form::Utf16 { little: false }, false),
            _ => (Form::Utf8, false),
        };
        let mut found = Self { form, bom, label: String::new() };
        let label = match form {
            Form::Utf16 { .. } => declared(&narrow(&head[found.mark().len()..], form)),
            Form::Utf8 | Form::Legacy { .. } => declared(&head[found.mark().len()..]),
        };
        found.label = label.unwrap_or_default().to_ascii_lowercase();
        let mut warnings = Vec::new();
        let label = found.label.as_str();
        match form {
            Form::Utf16 { .. } if !label.is_empty() && !label.starts_with("utf-16") => {
                warnings.push(format!("the file declares {label} but its bytes are UTF-16"));
            }
            Form::Utf16 { .. } | Form::Legacy { .. } => {}
            Form::Utf8 => match label {
                "" | "utf-8" | "utf8" => {}
                "utf-16" | "utf-16le" | "utf-16be" => {
                    warnings.push(format!("the file declares {label} but its bytes are UTF-8"));
                }
                _ if bom => {
                    warnings.push(format!("the file declares {label} but begins with a UTF-8 mark"));
                }
                _ => found.form = legacy(label)?,
            },
        }
        Ok((found, warnings))
    }

    /// The byte order mark.
    pub(crate) fn mark(&self) -> &'static [u8] {
        match self.form {
            Form::Utf8 if self.bom => b"\xEF\xBB\xBF",
            Form::Utf16 { little: true } if self.bom => b"\xFF\xFE",
            Form::Utf16 { little: false } if self.bom => b"\xFE\xFF",
            Form::Utf8 | Form::Utf16 { .. } | Form::Legacy { .. } => b"",
        }
    }

    /// Whether it spells every character.
    pub(crate) fn is_unicode(&self) -> bool {
        !matches!(self.form, Form::Legacy { .. })
    }

    /// The table that decodes it; none for UTF-8.
    pub(crate) fn table(&self) -> Option<&'static Table> {
        match self.form {
            Form::Utf8 => None,
            Form::Utf16 { little } => Some(if little { UTF_16LE } else { UTF_16BE }),
            Form::Legacy { table, .. } => Some(table),
        }
    }

    /// Appends the bytes of text that came from the file.
    pub(crate) fn encode(&self, text: &str, bytes: &mut Vec<u8>) {
        match self.form {
            Form::Utf8 => bytes.extend_from_slice(text.as_bytes()),
            Form::Utf16 { little } => {
                let order = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
                bytes.extend(text.encode_utf16().flat_map(order));
            }
            Form::Legacy { table, .. } => bytes.extend_from_slice(&table.encode(text).0),
        }
    }

    /// Appends the bytes of new text, with references where it cannot be spelled. `own` are characters
    /// the file spells though a table only reads them: where they stay there may be no references.
    pub(crate) fn encode_new(&self, text: &str, own: Option<&HashMap<&str, &[u8]>>, bytes: &mut Vec<u8>) {
        let Form::Legacy { table, least } = self.form else { return self.encode(text, bytes) };
        let mut rest = text;
        while let Some(at) = rest.find(|c: char| !c.is_ascii()) {
            bytes.extend_from_slice(&rest.as_bytes()[..at]);
            rest = &rest[at..];
            let length = rest.chars().next().map_or(1, char::len_utf8);
            let one = &rest[..length];
            let (spelled, _, foreign) = table.encode(one);
            // Some tables have one byte for two characters: it must be read again as the same one.
            let same = || table.decode_without_bom_handling(&spelled).0 == one;
            if !foreign && spelled.iter().all(|byte| u16::from(*byte) >= least) && same() {
                bytes.extend_from_slice(&spelled);
            } else if let Some((text, spelled)) = own.and_then(|own| of_file(rest, own)) {
                bytes.extend_from_slice(spelled);
                rest = &rest[text.len()..];
                continue;
            } else {
                let code = one.chars().next().map_or(0, u32::from);
                bytes.extend_from_slice(format!("&#x{code:X};").as_bytes());
            }
            rest = &rest[length..];
        }
        bytes.extend_from_slice(rest.as_bytes());
    }
}

/// How the file spells what a text begins with: one character, or two that have one code.
fn of_file<'t, 'o>(text: &'t str, own: &HashMap<&str, &'o [u8]>) -> Option<(&'t str, &'o [u8])> {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(2);
    ends.filter_map(|end| Some((&text[..end], *own.get(&text[..end])?))).last()
}

/// The encoding a file declares, if its bytes are those of no other.
fn legacy(label: &str) -> Result<Form, Fault> {
    let refuse = |why: &str| Err(Fault::unsupported(0, format!("the declared encoding {label}{why}")));
    let Some(charset) = Charset::named(label) else { return refuse("") };
    let (table, least) = (charset.table(), charset.least());
    if table == ISO_2022_JP {
        return refuse(", in which a byte means what others before it say");
    }
    if !table.is_ascii_compatible() {
        return refuse("");
    }
    Ok(Form::Legacy { table, least })
}

/// The ASCII characters at the beginning of UTF-16.
fn narrow(head: &[u8], form: Form) -> Vec<u8> {
    let low = usize::from(form == Form::Utf16 { little: false });
    let pairs = head.as_chunks::<2>().0.iter();
    pairs.map_while(|pair| (pair[1 - low] == 0).then_some(pair[low])).collect()
}

/// The value of `encoding` in the XML declaration.
fn declared(head: &[u8]) -> Option<String> {
    let body =
        head.strip_prefix(b"<?xml").filter(|body| body.first().is_some_and(u8::is_ascii_whitespace))?;
    let end = body.iter().position(|byte| *byte == b'>')?;
    let declaration = std::str::from_utf8(&body[..end]).ok()?;
    let after = declaration[declaration.find("encoding")? + "encoding".len()..].trim_start();
    let value = after.strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let name = &value[1..];
    let name = &name[..name.find(quote)?];
    Some(name[..name.floor_char_boundary(40)].to_owned())
}
