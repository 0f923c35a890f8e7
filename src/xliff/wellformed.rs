//! What XML 1.0 demands of characters, references and attributes, and `quick-xml` does not check.
//!
//! Every function answers with the offset of the first fault, relative to what it was given.

/// A fault: where, and what is wrong.
pub(crate) type Fault = (usize, String);

/// An attribute as written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RawAttribute<'a> {
    /// Its name.
    pub(crate) name: &'a str,
    /// Its value between the quotes.
    pub(crate) value: &'a str,
    /// The offset of the name.
    pub(crate) start: usize,
    /// The offset of the value.
    pub(crate) value_start: usize,
}

/// Whether XML 1.0 allows a character.
pub(crate) fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// Only characters that XML allows.
pub(crate) fn characters(text: &str) -> Result<(), Fault> {
    // The bytes decide for nearly all text; only U+FFFE and U+FFFF need a look at characters.
    let bad = text.bytes().position(|byte| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r'));
    let bad = bad.or_else(|| text.find(['\u{FFFE}', '\u{FFFF}']));
    match bad {
        Some(at) => {
            let code = text[at..].chars().next().map_or(0, u32::from);
            Err((at, format!("the character U+{code:04X}, which XML does not allow")))
        }
        None => Ok(()),
    }
}

/// Character data between tags: allowed characters and no `]]>`.
pub(crate) fn character_data(text: &str) -> Result<(), Fault> {
    characters(text)?;
    text.find("]]>").map_or(Ok(()), |at| Err((at, "]]> in text".to_owned())))
}

/// What a reference `&…;` stands for.
pub(crate) fn reference(written: &str) -> Result<char, String> {
    let name = written.strip_prefix('&').and_then(|rest| rest.strip_suffix(';')).unwrap_or(written);
    let code = match name {
        "amp" => return Ok('&'),
        "lt" => return Ok('<'),
        "gt" => return Ok('>'),
        "quot" => return Ok('"'),
        "apos" => return Ok('\''),
        _ => match (name.strip_prefix("#x"), name.strip_prefix('#')) {
            (Some(hex), _) if hex.bytes().all(|b| b.is_ascii_hexdigit()) => u32::from_str_radix(hex, 16).ok(),
            (None, Some(digits)) if digits.bytes().all(|b| b.is_ascii_digit()) => digits.parse().ok(),
            (None, None) => {
                let name: String = name.chars().take(40).collect();
                return Err(format!("the entity {name}, which is not defined"));
            }
            (Some(_), _) | (None, Some(_)) => None,
        },
    };
    code.and_then(char::from_u32)
        .filter(|c| is_char(*c))
        .ok_or_else(|| "a character reference XML does not allow".to_owned())
}

/// Whether a text is an XML name, checked strictly within ASCII.
pub(crate) fn is_name(text: &str) -> bool {
    let start = |b: u8| b.is_ascii_alphabetic() || b == b'_' || b == b':' || b >= 0x80;
    let mut bytes = text.bytes();
    bytes.next().is_some_and(start) && bytes.all(|b| start(b) || b.is_ascii_digit() || b == b'-' || b == b'.')
}

/// The attributes in a start tag after the element's name. `visit` may refuse one.
pub(crate) fn attributes<'a>(
    text: &'a str,
    mut visit: impl FnMut(RawAttribute<'a>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut at = 0;
    loop {
        let spaced = skip_space(text, &mut at);
        if at == text.len() {
            return Ok(());
        }
        if !spaced {
            return Err((at, "no space before an attribute".to_owned()));
        }
        let start = at;
        let length = text[at..].find(|c: char| c == '=' || is_space(c)).unwrap_or(text.len() - at);
        let name = &text[at..at + length];
        if !is_name(name) {
            return Err((start, "an attribute name XML does not allow".to_owned()));
        }
        at += length;
        skip_space(text, &mut at);
        if !text[at..].starts_with('=') {
            return Err((at, format!("the attribute {} without a value", short(name))));
        }
        at += 1;
        skip_space(text, &mut at);
        let quote = text[at..].chars().next().filter(|c| matches!(c, '"' | '\''));
        let Some(quote) = quote else {
            return Err((at, format!("the value of {} without quotes", short(name))));
        };
        let value_start = at + 1;
        let Some(length) = text[value_start..].find(quote) else {
            return Err((at, format!("the value of {} without an end", short(name))));
        };
        let value = &text[value_start..value_start + length];
        attribute_value(value).map_err(|(offset, what)| (value_start + offset, what))?;
        visit(RawAttribute { name, value, start, value_start })?;
        at = value_start + length + 1;
    }
}

/// A name as an error may show it.
pub(crate) fn short(name: &str) -> &str {
    &name[..name.floor_char_boundary(60)]
}

fn attribute_value(value: &str) -> Result<(), Fault> {
    characters(value)?;
    if let Some(at) = value.find('<') {
        return Err((at, "< in an attribute value".to_owned()));
    }
    for (at, _) in value.match_indices('&') {
        let end = value[at..].find(';').map(|end| at + end + 1);
        let Some(end) = end else {
            return Err((at, "& without ; in an attribute value".to_owned()));
        };
        reference(&value[at..end]).map_err(|what| (at, what))?;
    }
    Ok(())
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

fn skip_space(text: &str, at: &mut usize) -> bool {
    let rest = &text[*at..];
    let length = rest.find(|c: char| !is_space(c)).unwrap_or(rest.len());
    *at += length;
    length > 0
}
