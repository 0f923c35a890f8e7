//! From bytes to text and back, without a change of the bytes in between.
//!
//! UTF-8 and UTF-16 are read. A file declared in another encoding is read if it holds nothing but
//! ASCII; what is then written into it beyond ASCII becomes a numeric reference.

use super::error::Error;
use std::borrow::Cow;

/// How the bytes of a file spell its characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// UTF-8, perhaps after a byte order mark.
    Utf8 {
        /// Whether the mark is there.
        bom: bool,
    },
    /// UTF-16, perhaps after a byte order mark.
    Utf16 {
        /// Whether the low byte comes first.
        little: bool,
        /// Whether the mark is there.
        bom: bool,
    },
    /// A declared encoding that agrees with ASCII, and nothing but ASCII in the file.
    Ascii,
}

/// A file as text.
#[derive(Debug)]
pub(crate) struct Decoded {
    /// The text, without a byte order mark.
    pub(crate) text: String,
    /// How to spell it again.
    pub(crate) encoding: Encoding,
    /// Oddities.
    pub(crate) warnings: Vec<String>,
}

/// Reads the bytes of a file as text.
///
/// # Errors
/// Bytes that are no text of their encoding, an encoding that is not read.
pub(crate) fn decode(bytes: Vec<u8>) -> Result<Decoded, Error> {
    match bytes.as_slice() {
        [0xEF, 0xBB, 0xBF, ..] => utf8(bytes, true),
        [0xFF, 0xFE, ..] => utf16(&bytes, true, true),
        [0xFE, 0xFF, ..] => utf16(&bytes, false, true),
        [b'<', 0, ..] => utf16(&bytes, true, false),
        [0, b'<', ..] => utf16(&bytes, false, false),
        _ => utf8(bytes, false),
    }
}

impl Encoding {
    /// The bytes of the whole file.
    pub(crate) fn encode(self, text: &str) -> Cow<'_, [u8]> {
        match self {
            Self::Utf8 { bom: false } | Self::Ascii => Cow::Borrowed(text.as_bytes()),
            Self::Utf8 { bom: true } => Cow::Owned([b"\xEF\xBB\xBF", text.as_bytes()].concat()),
            Self::Utf16 { little, bom } => {
                let units = bom.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
                let order = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
                Cow::Owned(units.flat_map(order).collect())
            }
        }
    }
}

fn utf8(bytes: Vec<u8>, bom: bool) -> Result<Decoded, Error> {
    let start = if bom { 3 } else { 0 };
    let declared = declared(&bytes[start..]).unwrap_or_default().to_ascii_lowercase();
    let mut warnings = Vec::new();
    let mut encoding = Encoding::Utf8 { bom };
    match declared.as_str() {
        "" | "utf-8" | "utf8" => {}
        "utf-16" | "utf-16le" | "utf-16be" => {
            warnings.push(format!("the file declares {declared} but its bytes are UTF-8"));
        }
        _ if bom => warnings.push(format!("the file declares {declared} but begins with a UTF-8 mark")),
        _ if bytes.is_ascii() && agrees_with_ascii(&declared) => encoding = Encoding::Ascii,
        _ => return Err(Error::unsupported("", 0, format!("the declared encoding {declared}"))),
    }
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(&error.as_bytes()[start.min(valid)..valid]).into_owned();
        Error::malformed(&before, before.len(), "a byte that is not UTF-8")
    })?;
    if bom {
        text.drain(..start);
    }
    Ok(Decoded { text, encoding, warnings })
}

fn utf16(bytes: &[u8], little: bool, bom: bool) -> Result<Decoded, Error> {
    let body = &bytes[if bom { 2 } else { 0 }..];
    let (pairs, rest) = body.as_chunks::<2>();
    let units =
        pairs.iter().map(|pair| if little { u16::from_le_bytes(*pair) } else { u16::from_be_bytes(*pair) });
    let mut text = String::with_capacity(body.len() / 2);
    for unit in char::decode_utf16(units) {
        let Ok(unit) = unit else {
            return Err(Error::malformed(&text, text.len(), "half of a UTF-16 character"));
        };
        text.push(unit);
    }
    if !rest.is_empty() {
        return Err(Error::malformed(&text, text.len(), "half of a UTF-16 character at the end"));
    }
    let mut warnings = Vec::new();
    if let Some(name) = declared(text.as_bytes())
        && !name.to_ascii_lowercase().starts_with("utf-16")
    {
        warnings.push(format!("the file declares {} but its bytes are UTF-16", short(name)));
    }
    Ok(Decoded { text, encoding: Encoding::Utf16 { little, bom }, warnings })
}

/// The value of `encoding` in the XML declaration.
fn declared(bytes: &[u8]) -> Option<&str> {
    let body = bytes.strip_prefix(b"<?xml")?;
    let end = body.iter().take(1024).position(|byte| *byte == b'>')?;
    let declaration = std::str::from_utf8(&body[..end]).ok()?;
    let after = declaration[declaration.find("encoding")? + "encoding".len()..].trim_start();
    let value = after.strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let name = &value[1..];
    name.find(quote).map(|end| short(&name[..end]))
}

fn short(name: &str) -> &str {
    &name[..name.floor_char_boundary(40)]
}

fn agrees_with_ascii(declared: &str) -> bool {
    ["us-ascii", "ascii", "gb", "big5", "shift_jis", "euc-", "koi8", "cp12", "latin1"]
        .iter()
        .any(|family| declared.starts_with(family))
        || ["iso-8859-", "iso8859-", "windows-12"].iter().any(|family| declared.starts_with(family))
}

#[cfg(test)]
mod tests {
    use super::{Encoding, decode};

    #[test]
    fn bytes_come_back_as_they_were() {
        let text = "<?xml version=\"1.0\" encoding=\"utf-16\"?><a>ä😀</a>";
        for encoding in [
            Encoding::Utf8 { bom: false },
            Encoding::Utf8 { bom: true },
            Encoding::Utf16 { little: true, bom: true },
            Encoding::Utf16 { little: false, bom: true },
            Encoding::Utf16 { little: true, bom: false },
            Encoding::Utf16 { little: false, bom: false },
        ] {
            let decoded = decode(encoding.encode(text).into_owned()).unwrap();
            assert_eq!((decoded.text.as_str(), decoded.encoding), (text, encoding));
        }
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let check = |bytes: &[u8], expected: &str| {
            let error = decode(bytes.to_vec()).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        };
        check(b"<a>\n\xFF</a>", "line 2, column 1");
        check(b"\xFF\xFE<\0a", "half of a UTF-16");
        check(b"\xFF\xFE<\0\x00\xD8a\0", "half of a UTF-16");
        check(b"<?xml version='1.0' encoding='windows-1252'?><a>\xE4</a>", "windows-1252");
        check(b"<?xml version='1.0' encoding='ebcdic'?><a/>", "ebcdic");
    }

    #[test]
    fn ascii_under_a_legacy_name_is_read() {
        let bytes = b"<?xml version='1.0' encoding='ISO-8859-1'?><a/>".to_vec();
        assert_eq!(decode(bytes).unwrap().encoding, Encoding::Ascii);
    }
}
