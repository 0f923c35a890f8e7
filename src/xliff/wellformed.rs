//! What XML 1.0 demands of characters and references.

use memchr::{memchr, memmem};

/// Whether XML 1.0 allows a character.
pub(crate) fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// The first character that XML does not allow.
pub(crate) fn forbidden(text: &str) -> Option<usize> {
    // Without a way out of the loops they run over many bytes at once; nearly no text has such bytes,
    // and most have no control characters but line feeds.
    let control = |byte: u8| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r');
    let any = |chunk: &[u8]| {
        chunk.iter().fold(false, |any, byte| any | (*byte < b' ' && *byte != b'\n'))
            && chunk.iter().fold(false, |any, byte| any | control(*byte))
    };
    let bad = if text.as_bytes().chunks(4096).any(any) { text.bytes().position(control) } else { None };
    // U+FFFE and U+FFFF are the only ones beyond ASCII that UTF-8 can spell; most texts have not even
    // a character that begins as they do.
    let late = memchr(0xEF, text.as_bytes()).and_then(|from| {
        let mut all = memmem::find_iter(&text.as_bytes()[from..], b"\xEF\xBF").map(|at| from + at);
        all.find(|at| text.as_bytes()[at + 2] >= 0xBE)
    });
    bad.into_iter().chain(late).min()
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

/// Whether the characters of a name beyond ASCII may stand in one, and its colon where it does.
pub(crate) fn is_named(name: &str) -> bool {
    if !name.is_ascii() && !name.char_indices().all(|(at, c)| c.is_ascii() || names(c, at > 0)) {
        return false;
    }
    match name.split_once(':') {
        None => true,
        // What follows the colon begins as a name does.
        Some((prefix, local)) => {
            !prefix.is_empty()
                && !local.contains(':')
                && local
                    .chars()
                    .next()
                    .is_some_and(|c| !matches!(c, '-' | '.' | '0'..='9') && names(c, false))
        }
    }
}

/// Whether a character may stand in a name, or begin it; of those beyond ASCII.
fn names(c: char, within: bool) -> bool {
    match c {
        '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}' => within,
        '\u{80}'..='\u{BF}' | '\u{D7}' | '\u{F7}' | '\u{37E}' => false,
        '\0'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}' => true,
        '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' => true,
        '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}' => true,
        _ => false,
    }
}

/// Whether an XML declaration is one: its version, then its encoding and whether it stands alone.
pub(crate) fn is_declaration(written: &str) -> bool {
    let Some(mut rest) = written.strip_prefix("<?xml").and_then(|rest| rest.strip_suffix("?>")) else {
        return false;
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let label = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    let version = said(&mut rest, "version");
    let encoding = said(&mut rest, "encoding");
    let standalone = said(&mut rest, "standalone");
    version.and_then(|version| version.strip_prefix("1.")).is_some_and(digits)
        && encoding
            .is_none_or(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.bytes().all(label))
        && standalone.is_none_or(|alone| matches!(alone, "yes" | "no"))
        && rest.trim_start_matches(SPACE).is_empty()
}

/// Whether a document type is one, without declarations of its own.
pub(crate) fn is_doctype(written: &str) -> bool {
    let Some(mut rest) = written.strip_prefix("<!DOCTYPE").and_then(|rest| rest.strip_suffix('>')) else {
        return false;
    };
    if !spaced(&mut rest) {
        return false;
    }
    let end = rest.find(SPACE).unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    rest = after;
    let external = spaced(&mut rest) && !rest.is_empty();
    let identified = match (external, rest.strip_prefix("PUBLIC"), rest.strip_prefix("SYSTEM")) {
        (false, _, _) => true,
        (true, Some(after), _) => {
            rest = after;
            let public = spaced(&mut rest).then(|| quoted(&mut rest)).flatten();
            let allowed =
                |byte: u8| byte.is_ascii_alphanumeric() || b" \r\n-'()+,./:=?;!*#@$_%".contains(&byte);
            public.is_some_and(|id| id.bytes().all(allowed))
                && spaced(&mut rest)
                && quoted(&mut rest).is_some()
        }
        (true, None, Some(after)) => {
            rest = after;
            spaced(&mut rest) && quoted(&mut rest).is_some()
        }
        (true, None, None) => false,
    };
    super::tag::is_name(name) && identified && rest.trim_start_matches(SPACE).is_empty()
}

/// White space.
const SPACE: [char; 4] = [' ', '\t', '\r', '\n'];

/// Passes over white space; answers whether there was any.
fn spaced(rest: &mut &str) -> bool {
    let before = rest.len();
    *rest = rest.trim_start_matches(SPACE);
    rest.len() < before
}

/// Passes over a text in quotes, which it answers.
fn quoted<'a>(rest: &mut &'a str) -> Option<&'a str> {
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let (text, after) = rest[1..].split_once(quote)?;
    *rest = after;
    Some(text)
}

/// Passes over white space, this name, `=` and a value, which it answers; over nothing if one is missing.
fn said<'a>(rest: &mut &'a str, name: &str) -> Option<&'a str> {
    let mut after = *rest;
    if !spaced(&mut after) {
        return None;
    }
    after = after.strip_prefix(name)?.trim_start_matches(SPACE).strip_prefix('=')?.trim_start_matches(SPACE);
    let value = quoted(&mut after)?;
    *rest = after;
    Some(value)
}

/// A name as an error may show it.
pub(crate) fn short(name: &str) -> &str {
    &name[..name.floor_char_boundary(60)]
}

#[cfg(test)]
mod tests {
    use super::{forbidden, is_char, is_declaration, is_doctype, is_named};
    use proptest::prelude::*;

    #[test]
    fn declarations_are_what_xml_says() {
        let check = |inside: &str, expected| {
            assert_eq!(is_declaration(&format!("<?xml{inside}?>")), expected, "{inside}")
        };
        for inside in [
            " version=\"1.0\"",
            "\nversion = '1.1'\tencoding='UTF-8' ",
            " version='1.0' standalone=\"yes\"",
            " version='1.0' encoding='x-1.a_B' standalone='no'",
        ] {
            check(inside, true);
        }
        for inside in [
            "",
            " ",
            " encoding='UTF-8'",
            " encoding='UTF-8' version='1.0'",
            " version='1.0' standalone='no' encoding='UTF-8'",
            " version='1.0'encoding='UTF-8'",
            " version='1.0\"",
            " version=1.0",
            " version='1.'",
            " version='2.0'",
            " version='1.0' encoding=''",
            " version='1.0' encoding='8'",
            " version='1.0' encoding='ä'",
            " version='1.0' standalone='maybe'",
            " version='1.0' a='b'",
        ] {
            check(inside, false);
        }
    }

    #[test]
    fn document_types_are_what_xml_says() {
        let check = |inside: &str, expected| {
            assert_eq!(is_doctype(&format!("<!DOCTYPE{inside}>")), expected, "{inside}")
        };
        for inside in [
            " xliff",
            "\nxliff ",
            " x:xliff SYSTEM 'a>b[c]'",
            " xliff PUBLIC \"-//XLIFF//DTD XLIFF//EN\"\n'xliff.dtd' ",
            " xliff SYSTEM \"\"",
        ] {
            check(inside, true);
        }
        for inside in [
            "",
            " ",
            "xliff",
            " 1",
            " xliff a",
            " xliff SYSTEM",
            " xliff SYSTEM'a'",
            " xliff SYSTEM 'a' 'b'",
            " xliff PUBLIC 'a'",
            " xliff PUBLIC 'ä' 'b'",
            " xliff PUBLIC 'a''b'",
            " xliff 'a'",
        ] {
            check(inside, false);
        }
    }

    #[test]
    fn names_are_what_xml_says() {
        for name in ["a", "a:b", "ä", "a\u{B7}", "語:語", "\u{10000}", "_:_", "a:ä-1.\u{300}"] {
            assert!(is_named(name), "{name}");
        }
        for name in [
            ":a",
            "a:",
            ":",
            "a:b:c",
            "a:1",
            "a:-",
            "a\u{A0}",
            "\u{B7}",
            "a:\u{B7}",
            "×",
            "\u{FEFF}a\u{2028}",
            "a\u{3000}",
            "\u{F0000}",
        ] {
            assert!(!is_named(name), "{name}");
        }
    }

    proptest! {
        #[test]
        fn the_first_forbidden_character_is_found(
            text in "[a-z\u{1}\u{1f}\t\n\r\u{7f}\u{85}ä\u{fffd}\u{fffe}\u{ffff}\u{ff01}\u{10ffff}]{0,12}",
        ) {
            prop_assert_eq!(forbidden(&text), text.find(|c| !is_char(c)));
        }
    }
}
