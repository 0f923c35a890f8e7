//! `Content-Disposition` of a download (RFC 6266): the name in plain ASCII for old clients, and
//! exactly (RFC 8187), after which clients of the original expect nothing more.

use axum::http::HeaderValue;
use std::fmt::Write as _;

/// The header for a file of this name.
pub(super) fn attachment(filename: &str) -> HeaderValue {
    let mut exact = String::with_capacity(filename.len());
    for byte in filename.bytes() {
        if is_attr_char(byte) {
            exact.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(exact, "%{byte:02X}");
        }
    }
    let text = format!("attachment; filename=\"{}\"; filename*=UTF-8''{exact}", plain(filename));
    // Both parts are visible ASCII by construction.
    HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static("attachment"))
}

/// The name with a `_` for each character that ASCII does not have, or that some client misreads
/// between quotes: escapes are understood by few.
fn plain(filename: &str) -> String {
    let safe = |letter: char| {
        let misread = matches!(letter, '"' | '\\' | '%' | ';' | '/');
        if (letter.is_ascii_graphic() || letter == ' ') && !misread { letter } else { '_' }
    };
    filename.chars().map(safe).collect()
}

/// What RFC 8187 lets stand unencoded.
fn is_attr_char(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::attachment;

    fn check(filename: &str, plain: &str, exact: &str) {
        let expected = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{exact}");
        assert_eq!(attachment(filename).to_str().unwrap(), expected, "{filename:?}");
    }

    #[test]
    fn any_name_is_told_twice_and_breaks_out_of_neither() {
        check("paper.xlf", "paper.xlf", "paper.xlf");
        check("my paper.xlf", "my paper.xlf", "my%20paper.xlf");
        check("a\"b.xlf", "a_b.xlf", "a%22b.xlf");
        check("a\\b.xlf", "a_b.xlf", "a%5Cb.xlf");
        check("a;b.xlf", "a_b.xlf", "a%3Bb.xlf");
        check("50%.xlf", "50_.xlf", "50%25.xlf");
        check("it's.xlf", "it's.xlf", "it%27s.xlf");
        check("a\r\nSet-Cookie: b.xlf", "a__Set-Cookie: b.xlf", "a%0D%0ASet-Cookie%3A%20b.xlf");
        check("名.xlf", "_.xlf", "%E5%90%8D.xlf");
        check("über.xlf", "_ber.xlf", "%C3%BCber.xlf");
        check("\u{202e}flx.exe", "_flx.exe", "%E2%80%AEflx.exe");
        check("", "", "");
    }

    #[test]
    fn a_very_long_name_is_told_whole() {
        check(&"é".repeat(255), &"_".repeat(255), &"%C3%A9".repeat(255));
    }
}
