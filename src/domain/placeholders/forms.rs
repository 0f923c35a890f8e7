//! Plural forms side by side in one text: `{0} none|{1} one|]1,Inf[ %count% of them`.

use super::{Family, Placeholder};

/// The forms of a text that is a choice between them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Forms {
    count: usize,
    empty: usize,
}

/// The forms of a text; `None` if `|` is no more than a sign in it.
pub(super) fn of(text: &str, found: &[Placeholder]) -> Option<Forms> {
    if !text.contains('|') {
        return None;
    }
    let counts = |placeholder: &Placeholder| {
        let at_start = || {
            let before = text[..placeholder.span.start].trim_end();
            before.is_empty() || before.ends_with('|')
        };
        let numeric = || {
            let inside = placeholder.text.trim_matches(['{', '}']);
            !inside.is_empty() && inside.bytes().all(|byte| byte.is_ascii_digit() || byte == b',')
        };
        match placeholder.family {
            Family::Interval => true,
            Family::Percent => placeholder.text == "%count%",
            Family::Brace => matches!(&*placeholder.text, "{count}" | "{n}") || (numeric() && at_start()),
            Family::Printf | Family::Icu | Family::Markup | Family::Phrase => false,
        }
    };
    if !text.contains(":count") && !found.iter().any(counts) {
        return None;
    }
    let mut forms = Forms::default();
    // A doubled bar is one in the text.
    let text = text.replace("||", "");
    for form in text.split('|') {
        forms.count += 1;
        forms.empty += usize::from(form.trim().is_empty());
    }
    (forms.count > 1).then_some(forms)
}

/// Whether a text with the forms `new` may stand for one with those of `old`: languages have
/// different numbers of them, but a choice stays a choice.
pub(super) fn admits(old: Option<&Forms>, new: Option<&Forms>) -> Result<(), String> {
    match (old, new) {
        (None, None) => Ok(()),
        (Some(old), Some(new)) if new.empty <= old.empty => Ok(()),
        (Some(_), Some(_)) => Err("a plural form is empty".to_owned()),
        (Some(_), None) => Err("the plural forms, parted by |, are missing".to_owned()),
        (None, Some(_)) => Err("a | parts the text into plural forms".to_owned()),
    }
}
