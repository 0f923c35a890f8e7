//! Repairs that are not certain after all.
//!
//! Where something is lost, the blanks around it say where it stood, and what is right there depends
//! on what comes back. And a text that breaks off, or goes on for a sentence too long, is not mended
//! by a full stop: it would only look whole.

use super::Id;
use super::view::{Found, View};
use super::{length, sentences};

/// Shorter than that of its source, in percent by weight, and a target may have lost its end; longer,
/// and it may not end there.
const WHOLE: std::ops::RangeInclusive<usize> = 62..=170;
/// Short texts vary more: in tenths of a letter.
const SHORT: usize = 200;

/// Takes back what is not certain.
pub(super) fn withdraw(view: &View<'_>, found: &mut [Found]) {
    let fixes = |found: &[Found], ids: &[Id]| {
        found.iter().any(|found| !found.fix.is_empty() && ids.iter().any(|id| found.is(*id)))
    };
    let finds = |found: &[Found], ids: &[Id]| found.iter().any(|found| ids.iter().any(|id| found.is(*id)));
    let blanks = [Id::DoubleSpace, Id::SpacePunct, Id::TagAdjacentSpace];
    if fixes(found, &blanks) && finds(found, &[Id::Placeholder, Id::UrlEmailIpPath]) {
        drop_fixes(found, &blanks);
    }
    if fixes(found, &[Id::EndPunct]) {
        let percent = length::percent(view).filter(|_| length::of_source(view) > SHORT);
        let is_odd = percent.is_some_and(|percent| !WHOLE.contains(&percent));
        if is_odd || finds(found, &[Id::LengthRatio, Id::PartialUntranslated]) || sentences::differ(view) {
            drop_fixes(found, &[Id::EndPunct]);
        }
    }
}

fn drop_fixes(found: &mut [Found], ids: &[Id]) {
    for found in found.iter_mut().filter(|found| ids.iter().any(|id| found.is(*id))) {
        found.fix.clear();
    }
}
