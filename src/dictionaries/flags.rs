//! Dictionaries that say they are in UTF-8 and whose flags are bytes of any value, as the Hungarian one: Hunspell takes
//! a flag for the byte it is, so only their words are UTF-8.
//!
//! Each such byte becomes a character that stands in no text, and `FLAG UTF-8` says that flags are characters.

/// What says that flags are characters.
const KIND: &str = "FLAG UTF-8\n";
/// The first of the characters that stand for bytes; they are for private use.
const FIRST: u32 = 0xE000;

/// The rules of affixes as a text; `None` if flags are of another kind, or what is no flag is no UTF-8 either.
pub(super) fn affixes(bytes: &[u8]) -> Option<String> {
    let mut text = KIND.to_owned();
    for line in lines(bytes) {
        let fields = line.split(|byte| matches!(byte, b' ' | b'\t')).filter(|field| !field.is_empty());
        let mut keyword = &line[..0];
        for (place, field) in fields.enumerate() {
            if place == 0 {
                keyword = field;
            } else {
                text.push(' ');
            }
            match (keyword, place) {
                (b"FLAG", _) => return None,
                (b"AF" | b"COMPOUNDRULE", 1) => text.extend(flags(field)),
                (b"PFX" | b"SFX", 3) => push(&mut text, field)?,
                (b"PFX" | b"SFX", 2 | 4) => text.push_str(utf8(field)?),
                // A flag that stands alone is no UTF-8; comments may be in anything.
                _ => match utf8(field) {
                    Some(field) => text.push_str(field),
                    None => text.extend(flags(field)),
                },
            }
        }
        text.push('\n');
    }
    Some(text)
}

/// The words as a text; `None` if what is no flag is no UTF-8.
pub(super) fn words(bytes: &[u8]) -> Option<String> {
    let mut text = String::new();
    for line in lines(bytes) {
        // Fields of morphology follow.
        let end = line.iter().position(|byte| matches!(byte, b' ' | b'\t')).unwrap_or(line.len());
        push(&mut text, &line[..end])?;
        text.push_str(utf8(&line[end..])?);
        text.push('\n');
    }
    Some(text)
}

fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    bytes.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line))
}

/// Adds a word and the flags behind its stroke, if it has any.
fn push(text: &mut String, word: &[u8]) -> Option<()> {
    let is_end = |at: &usize| word[*at] == b'/' && word[*at - 1] != b'\\';
    let end = (1..word.len()).find(is_end).unwrap_or(word.len());
    text.push_str(utf8(&word[..end])?);
    text.extend(flags(&word[end..]));
    Some(())
}

fn flags(bytes: &[u8]) -> impl Iterator<Item = char> {
    let other = |byte: u8| char::from_u32(FIRST + u32::from(byte)).unwrap_or(char::REPLACEMENT_CHARACTER);
    bytes.iter().map(move |byte| if byte.is_ascii() { char::from(*byte) } else { other(*byte) })
}

fn utf8(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}
