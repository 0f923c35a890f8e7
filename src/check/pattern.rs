//! Patterns that the operator gives: a check of their own making.
//!
//! A finding is made where the source matches `source` and the target matches `target`; with
//! `required`, where the source matches and the target does not. What is not given matches.
//! Texts are matched in their shown form (`⟦1⟧`).

use super::Id;
use super::view::{Report, View};

/// Patterns that hold (`user-regex`).
pub(super) fn user_regex(view: &View<'_>, report: &mut Report) {
    let patterns = &view.pair.options.patterns;
    if patterns.is_empty() {
        return;
    }
    let (source, target) = (view.pair.source.to_string(), view.pair.target.to_string());
    let language = &view.pair.target_locale.language;
    for (pattern, sides) in patterns
        .compiled()
        .filter(|(pattern, _)| pattern.languages.is_empty() || pattern.languages.contains(language))
    {
        if sides.source.as_ref().is_some_and(|regex| !regex.is_match(&source)) {
            continue;
        }
        let found = sides.target.as_ref().map(|regex| regex.find(&target));
        let span = match (pattern.required, found) {
            (true, Some(Some(_))) | (false, Some(None)) => continue,
            (false, Some(Some(found))) if !found.is_empty() => {
                let place = |byte: usize| u32::try_from(target[..byte].chars().count()).unwrap_or(u32::MAX);
                Some((place(found.start()), place(found.end())))
            }
            (_, _) => None,
        };
        report.add(Id::UserRegex, pattern.severity, pattern.message.clone(), span);
    }
}
