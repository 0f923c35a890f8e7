//! What a part of a form says of itself: its name, and the filename in any of the forms in which
//! clients write it. Knows nothing of what is in the part.

use axum::http::{HeaderMap, header};

/// The parameters of a part's `Content-Disposition` that matter.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Part {
    /// The field of the form.
    pub(super) name: Option<String>,
    /// The name of the file, if it is one.
    pub(super) filename: Option<String>,
}

impl Part {
    /// Reads the head of a part.
    pub(super) fn read(head: &HeaderMap) -> Self {
        head.get(header::CONTENT_DISPOSITION).map(|value| Self::parse(value.as_bytes())).unwrap_or_default()
    }

    fn parse(value: &[u8]) -> Self {
        let mut part = Self::default();
        let mut exact = None;
        let mut rest = after(value, b';');
        while !rest.is_empty() {
            let (key, value, next) = parameter(rest);
            match key.to_ascii_lowercase().as_str() {
                "name" => part.name = Some(text(value)),
                "filename" => part.filename = Some(text(value)),
                "filename*" => exact = extended(&value),
                _ => {}
            }
            rest = next;
        }
        // RFC 7578 knows only the plain form, but .NET puts what mail makes of the name there, and
        // the name itself into the other.
        part.filename = exact.or(part.filename);
        part
    }
}

/// The first parameter: its name, its value without quotes, and what follows it.
fn parameter(text: &[u8]) -> (String, Vec<u8>, &[u8]) {
    let end = text.iter().position(|byte| matches!(byte, b'=' | b';')).unwrap_or(text.len());
    let (key, rest) = text.split_at(end);
    let key = String::from_utf8_lossy(key.trim_ascii()).into_owned();
    let Some(value) = rest.strip_prefix(b"=").map(<[u8]>::trim_ascii_start) else {
        return (key, Vec::new(), after(rest, b';'));
    };
    let Some(quoted) = value.strip_prefix(b"\"") else {
        let end = value.iter().position(|byte| *byte == b';').unwrap_or(value.len());
        return (key, value[..end].trim_ascii().to_vec(), after(value, b';'));
    };
    let mut plain = Vec::new();
    let mut at = 0;
    while let Some(&byte) = quoted.get(at).filter(|byte| **byte != b'"') {
        // Browsers leave the backslashes of a path alone, so only a quote is ever escaped.
        let escaped = byte == b'\\' && quoted.get(at + 1) == Some(&b'"');
        plain.push(if escaped { b'"' } else { byte });
        at += if escaped { 2 } else { 1 };
    }
    (key, plain, after(quoted.get(at..).unwrap_or_default(), b';'))
}

/// What stands behind the first `mark`; nothing if there is none.
fn after(text: &[u8], mark: u8) -> &[u8] {
    text.iter().position(|byte| *byte == mark).map_or(&[], |at| &text[at + 1..])
}

/// UTF-8 as browsers send it, else Latin-1, in which nothing is malformed.
fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|bad| bad.as_bytes().iter().copied().map(char::from).collect())
}

/// An extended value (RFC 8187) in UTF-8: `UTF-8'language'percent-encoded`.
fn extended(value: &[u8]) -> Option<String> {
    let mut pieces = value.splitn(3, |byte| *byte == b'\'');
    let (charset, _language, encoded) = (pieces.next()?, pieces.next()?, pieces.next()?);
    if !charset.eq_ignore_ascii_case(b"utf-8") {
        return None;
    }
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded;
    while let Some((&byte, behind)) = rest.split_first() {
        if byte == b'%' {
            let digits = std::str::from_utf8(behind.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &behind[2..];
        } else {
            bytes.push(byte);
            rest = behind;
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::Part;

    #[test]
    fn a_filename_is_read_in_every_form_that_clients_write() {
        let check = |value: &[u8], filename: Option<&str>| {
            let expected = Part { name: Some("file".into()), filename: filename.map(str::to_owned) };
            assert_eq!(Part::parse(value), expected, "{}", value.escape_ascii());
        };
        check(b"form-data; name=\"file\"", None);
        check(b"form-data; name=\"file\"; filename=\"\"", Some(""));
        check(b"form-data; name=\"file\"; filename=\"a.xlf\"", Some("a.xlf"));
        check(b"form-data;name=file;filename=a.xlf", Some("a.xlf"));
        check(b"form-data; FileName=\"a.xlf\"; NAME=\"file\"", Some("a.xlf"));
        check(b"form-data; name=\"file\"; filename=\"a;b=c.xlf\"", Some("a;b=c.xlf"));
        check(b"form-data; name=\"file\"; filename=\"a\\\"b.xlf\"", Some("a\"b.xlf"));
        check(b"form-data; name=\"file\"; filename=\"C:\\a.xlf\"", Some("C:\\a.xlf"));
        check(b"form-data; name=\"file\"; filename=\"open", Some("open"));
        check("form-data; name=\"file\"; filename=\"名.xlf\"".as_bytes(), Some("名.xlf"));
        check(b"form-data; name=\"file\"; filename=\"\xe9.xlf\"", Some("é.xlf"));
        check(b"form-data; name=\"file\"; filename*=UTF-8''%E5%90%8D.xlf", Some("名.xlf"));
        check(b"form-data; filename*=utf-8'ja'%E5%90%8D.xlf; filename=\"x\"; name=file", Some("名.xlf"));
        check(b"form-data; name=file; filename=\"=?utf-8?B?5ZCN?=\"; filename*=utf-8''%E5%90%8D", Some("名"));
        check(b"form-data; name=file; filename=a; filename*=UTF-8''%E5%9", Some("a"));
        check(b"form-data; name=file; filename=a; filename*=UTF-8''%FF", Some("a"));
        check(b"form-data; name=file; filename=a; filename*=other''b", Some("a"));
        check(b"form-data; name=file; filename=a; filename*=b", Some("a"));
        check(b"form-data; name=file; ; =; x; filename=a;", Some("a"));
    }

    #[test]
    fn what_says_nothing_has_no_name() {
        for value in [&b""[..], b"form-data", b";", b"name=file"] {
            assert_eq!(Part::parse(value), Part::default());
        }
    }
}
