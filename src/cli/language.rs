//! Languages named on the command line.

use crate::domain::locale::is_tag;

/// A language tag; nothing for none.
///
/// # Errors
/// It has not the form of one.
pub(super) fn tag(text: &str) -> Result<String, String> {
    match text.is_empty() || is_tag(text) {
        true => Ok(text.to_owned()),
        false => Err("a BCP 47 language tag is wanted, such as de or zh-Hant-TW".to_owned()),
    }
}
