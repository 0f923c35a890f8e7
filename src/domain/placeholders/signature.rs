//! What two texts must have in common.

use super::forms::{self, Forms};
use super::icu::{self, Selectors};
use super::nesting::{self, Nesting};
use super::scan;
use super::{Family, Placeholder, branch, find};
use std::collections::{BTreeMap, BTreeSet};

/// What must stay the same about the placeholders of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signature {
    counts: BTreeMap<(Family, String), usize>,
    nested: BTreeSet<(Family, String)>,
    /// Unnumbered arguments are filled in by position, so their order counts.
    order: Vec<String>,
    /// Of ICU messages, by argument and type.
    selectors: BTreeMap<String, Selectors>,
    /// What each branch of them uses beside the argument that chooses it.
    used: BTreeMap<String, BTreeSet<String>>,
    /// How many branches these have in all.
    branches: usize,
    /// How many braces are plain text in them.
    quotes: usize,
    forms: Option<Forms>,
    nesting: Nesting,
}

/// What must stay the same about the placeholders of a text.
#[must_use]
pub fn signature(text: &str) -> Signature {
    let found = find(text);
    let mut signature = Signature {
        forms: forms::of(text, &found),
        nesting: nesting::of(text, &found),
        ..Signature::default()
    };
    for placeholder in found {
        let (family, text) = (placeholder.family, placeholder.text);
        if family == Family::Icu {
            signature.selectors.entry(text.clone()).or_default().add(&placeholder.selectors);
            signature.branches += placeholder.selectors.len();
            for selector in &placeholder.selectors {
                signature.used.entry(branch(&text, selector)).or_default();
            }
        }
        // Plural forms, like branches, are as many as the language has.
        let in_form = signature.forms.is_some() && family != Family::Interval;
        if let Some(branch) = &placeholder.branch
            && family != Family::Icu
            && !chooses(branch, &text)
        {
            signature.used.entry(branch.clone()).or_default().insert(text.clone());
        }
        if placeholder.branch.is_some() || in_form {
            signature.nested.insert((family, text));
            continue;
        }
        if family == Family::Printf && is_unnumbered(&text) {
            signature.order.push(text.clone());
        }
        *signature.counts.entry((family, text)).or_default() += 1;
    }
    if signature.branches > 0 {
        signature.quotes = icu::quotes(text);
    }
    signature
}

impl Signature {
    /// Whether a text with the signature `new` may stand for one with this.
    ///
    /// # Errors
    /// The first difference, in English.
    pub fn admits(&self, new: &Self) -> Result<(), String> {
        if let Some((placeholder, more)) = new.difference(self) {
            let what = if more { "too much" } else { "missing" };
            return Err(format!("the placeholder {} is {what}", short(&placeholder)));
        }
        if self.order != new.order {
            return Err("unnumbered placeholders changed their order".to_owned());
        }
        for (frame, selectors) in &self.selectors {
            let plural = !frame.contains("select}");
            if let Some(new) = new.selectors.get(frame) {
                selectors.admits(new, plural)?;
            }
        }
        let differs = |(branch, used): &(&String, &BTreeSet<String>)| {
            new.used.get(*branch).is_some_and(|new| new != *used)
        };
        if let Some((branch, _)) = self.used.iter().find(differs) {
            return Err(format!("the branch {branch} of a message has lost or got a placeholder"));
        }
        // More branches may quote more, but not where none does.
        let others = self.quotes == 0 || new.quotes == 0 || self.branches == new.branches;
        if others && self.quotes != new.quotes {
            return Err(
                "an apostrophe before a brace makes plain text of it; write ’ or two of them".to_owned()
            );
        }
        forms::admits(self.forms.as_ref(), new.forms.as_ref())?;
        // How often a pair stands in branches is the language's choice.
        if self.nested.is_empty() && new.nested.is_empty() {
            self.nesting.admits(&new.nesting)
        } else {
            Ok(())
        }
    }

    /// The first placeholder that occurs less (`false`) or more often (`true`) here than in `other`.
    fn difference(&self, other: &Self) -> Option<(String, bool)> {
        let count = |of: &Self, key: &(Family, String)| {
            of.counts.get(key).copied().unwrap_or(0) + usize::from(of.nested.contains(key))
        };
        let keys = |of: &Self| of.counts.keys().chain(&of.nested).cloned().collect::<Vec<_>>();
        let lost = keys(other).into_iter().find(|key| count(self, key) < count(other, key));
        let lost = lost.map(|(_, text)| (text, false));
        lost.or_else(|| {
            let gained = keys(self).into_iter().find(|key| count(self, key) > count(other, key));
            gained.map(|(_, text)| (text, true))
        })
    }
}

/// A frame of ICU, or what a model makes of one, may be as long as the text: so much of it is named.
pub(super) fn short(placeholder: &str) -> String {
    const LONGEST_NAMED: usize = 80;
    placeholder.chars().take(LONGEST_NAMED).collect()
}

/// Whether a placeholder is the argument that chooses the branch it stands in: `{n}` in that of
/// `{n, plural}`. One language writes the number, another the word.
fn chooses(branch: &str, placeholder: &str) -> bool {
    let argument = branch.split(',').next().unwrap_or_default();
    placeholder.strip_prefix(argument).is_some_and(|rest| rest.starts_with([',', '}']))
}

/// Whether two texts have the same placeholders in the same order and of the simple kinds, so that
/// each admits the other whatever a signature says: nearly always it is so.
#[must_use]
pub fn are_plainly_same(one: &str, other: &str) -> bool {
    if one == other || scan::are_alike(one, other) {
        return true;
    }
    let simple = |placeholder: &Placeholder| {
        matches!(placeholder.family, Family::Printf | Family::Brace | Family::Percent)
    };
    if one.contains('|') || other.contains('|') {
        return false;
    }
    let (one, other) = (find(one), find(other));
    one.len() == other.len()
        && one.iter().zip(&other).all(|(one, other)| {
            simple(one)
                && one.family == other.family
                && one.text == other.text
                && one.branch.is_none()
                && other.branch.is_none()
        })
}

fn is_unnumbered(placeholder: &str) -> bool {
    placeholder != "%%"
        && !placeholder.contains(['$', '('])
        && !placeholder.ends_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{are_plainly_same, signature};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn texts_that_are_plainly_the_same_admit_each_other(
            one in "(%s|%d|[{]0[}]|%n%|<b>|[{]1>|[|&a ]){0,6}",
            other in "(%s|%d|[{]0[}]|%n%|<b>|[{]1>|[|&a ]){0,6}",
        ) {
            prop_assert!(!are_plainly_same(&one, &other) || signature(&one).admits(&signature(&other)).is_ok());
        }
    }
}
