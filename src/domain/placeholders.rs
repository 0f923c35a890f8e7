//! Placeholders that stand in plain text: `%s`, `{0}`, `${x}`, `%(n)s`, `<b>` as text …
//!
//! They are no inline codes, but whoever fills them in breaks as surely when one is lost. Found
//! by form alone: where a form is doubtful (`100% d`), it is taken for text. The checks have a scanner
//! of their own, which says why (`check/placeholders.rs`).

mod forms;
mod icu;
mod nesting;
mod scan;
mod signature;
#[cfg(test)]
mod tests;

pub use scan::find;
pub use signature::{Signature, are_plainly_same, signature};

use std::ops::Range;

/// The family of a placeholder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// `%s`, `%1$d`, `%@`, `%(name)s`, `%1`, `%%`.
    Printf,
    /// `{0}`, `{name}`, `{0:N2}`, `{{x}}`, `${x}`, `%{x}`, `{$x}`.
    Brace,
    /// `%count%`.
    Percent,
    /// An ICU message: its argument and type.
    Icu,
    /// A tag of HTML or XML written as text.
    Markup,
    /// `{1>`, `<1}`, `{b>`, `<b}` of Phrase.
    Phrase,
    /// `[1,Inf[` before a plural form.
    Interval,
}

/// A placeholder in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placeholder {
    /// Its family.
    pub family: Family,
    /// What must stay the same; for most the placeholder itself.
    pub text: String,
    /// Its bytes in the text. That of an ICU message is its whole, with others inside.
    pub span: Range<usize>,
    /// The branch of an ICU message it stands in, by message and selector: languages differ in how many
    /// branches they have.
    pub branch: Option<String>,
    /// The selectors of an ICU message.
    pub selectors: Vec<String>,
}

/// What a branch of an ICU message is called: its frame is argument and type.
fn branch(frame: &str, selector: &str) -> String {
    // A hostile frame is as long as the text, and every placeholder inside would repeat it.
    const LONGEST: usize = 80;
    let short = |text: &str| text.chars().take(LONGEST).collect::<String>();
    format!("{} {}", short(frame), short(selector))
}
