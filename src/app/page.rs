//! Pages of lists: sizes are coerced, tokens are opaque and bound to the arguments.

use super::error::{Error, Rule};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// The most entries of a page.
const MOST: u64 = 1000;
/// Bytes of the digest of the arguments in a token.
const DIGEST: usize = 8;

/// What a caller asks of a list.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The most entries; 0 for the default.
    pub size: i32,
    /// The token of the page before; empty for the first.
    pub token: String,
}

/// The page that is read: where to go on, and how to name the next one.
#[derive(Debug)]
pub(super) struct Cursor {
    /// How many entries.
    pub(super) size: u64,
    /// The key after which to go on.
    pub(super) after: Option<String>,
    digest: [u8; DIGEST],
}

impl Page {
    /// Reads size and token. `arguments` are the other fields of the request.
    pub(super) fn open(&self, default: u64, arguments: &str) -> Result<Cursor, Error> {
        let size = match u64::try_from(self.size) {
            Ok(0) => default,
            Ok(size) => size.min(MOST),
            Err(_) => return Err(Error::invalid("page_size", Rule::OutOfRange, "must not be negative")),
        };
        let hash = Sha256::digest(arguments.as_bytes());
        let mut digest = [0; DIGEST];
        digest.copy_from_slice(&hash[..DIGEST]);
        let after = if self.token.is_empty() { None } else { Some(read(&self.token, digest)?) };
        Ok(Cursor { size, after, digest })
    }
}

impl Cursor {
    /// The token of the page after the entry with this key.
    pub(super) fn token(&self, key: &str) -> String {
        let mut bytes = self.digest.to_vec();
        bytes.extend_from_slice(key.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The key after which to go on, as what it was made of.
    pub(super) fn after<T: std::str::FromStr>(&self) -> Result<Option<T>, Error> {
        self.after.as_deref().map(str::parse).transpose().map_err(|_| Error::PageTokenInvalid)
    }
}

fn read(token: &str, digest: [u8; DIGEST]) -> Result<String, Error> {
    let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| Error::PageTokenInvalid)?;
    let key = bytes.strip_prefix(&digest).ok_or(Error::PageTokenInvalid)?;
    String::from_utf8(key.to_vec()).map_err(|_| Error::PageTokenInvalid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_goes_on_where_it_was_made_and_nowhere_else() {
        let first = Page { size: 0, token: String::new() }.open(50, "a").unwrap();
        assert_eq!((first.size, first.after.as_deref()), (50, None));
        let token = first.token("17");
        let next = Page { size: 5000, token: token.clone() }.open(50, "a").unwrap();
        assert_eq!((next.size, next.after::<u64>().unwrap()), (1000, Some(17)));
        for (token, arguments) in [(token.as_str(), "b"), ("?", "a"), ("AAAA", "a")] {
            let page = Page { size: 1, token: token.to_owned() };
            assert!(matches!(page.open(50, arguments), Err(Error::PageTokenInvalid)), "{token}");
        }
    }

    #[test]
    fn a_negative_size_is_refused() {
        let page = Page { size: -1, token: String::new() };
        assert_eq!(page.open(50, "").unwrap_err().reason(), "REQUEST_INVALID");
    }
}
