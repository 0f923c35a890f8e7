//! What XML 1.0 demands of characters and references.

use memchr::memmem;

/// Whether XML 1.0 allows a character.
pub(crate) fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// The first character that XML does not allow.
pub(crate) fn forbidden(text: &str) -> Option<usize> {
    // Without a way out of the loop it runs over many bytes at once; nearly no text has such bytes.
    let control = |byte: u8| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r');
    let any =
        text.as_bytes().chunks(4096).any(|chunk| chunk.iter().fold(false, |any, byte| any | control(*byte)));
    let bad = if any { text.bytes().position(control) } else { None };
    // U+FFFE and U+FFFF are the only ones beyond ASCII that UTF-8 can spell.
    let late = (!text.is_ascii()).then(|| {
        let mut all = memmem::find_iter(text.as_bytes(), b"\xEF\xBF");
        all.find(|at| text.as_bytes()[at + 2] >= 0xBE)
    });
    bad.into_iter().chain(late.flatten()).min()
}

/// What is wrong with the character at the beginning of a text.
pub(crate) fn not_allowed(text: &str) -> String {
    let code = text.chars().next().map_or(0, u32::from);
    format!("the character U+{code:04X}, which XML does not allow")
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

/// A name as an error may show it.
pub(crate) fn short(name: &str) -> &str {
    &name[..name.floor_char_boundary(60)]
}

#[cfg(test)]
mod tests {
    use super::{forbidden, is_char};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_first_forbidden_character_is_found(
            text in "[a-z\u{1}\u{1f}\t\n\r\u{7f}\u{85}ä\u{fffd}\u{fffe}\u{ffff}\u{ff01}\u{10ffff}]{0,12}",
        ) {
            prop_assert_eq!(forbidden(&text), text.find(|c| !is_char(c)));
        }
    }
}
