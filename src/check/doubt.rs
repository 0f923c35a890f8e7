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
    if fixes(found, &[Id::Quotes]) && finds(found, UNTRANSLATED) {
        drop_fixes(found, &[Id::Quotes]);
    }
    let edges = [Id::LeadingWs, Id::TrailingWs];
    let end = Id::EndPunct;
    if !fixes(found, &[end, edges[0], edges[1], Id::SpacePunct]) {
        return;
    }
    let percent = length::percent(view).filter(|_| length::of_source(view) > SHORT);
    let is_odd = percent.is_some_and(|percent| !WHOLE.contains(&percent)) || finds(found, &[Id::LengthRatio]);
    // What has no place in the target is missing there, and not another one.
    let is_lost =
        found.iter().any(|found| found.finding.span.is_none() && LOST.iter().any(|id| found.is(*id)));
    // What broke off is short, and has lost its end.
    let is_short = percent.is_some_and(|percent| percent < *WHOLE.start());
    if is_lost {
        drop_fixes(found, &edges);
    }
    if is_lost || is_short {
        drop_fixes(found, &[Id::TrailingWs]);
        drop_last(view, found);
    }
    let is_foreign = finds(found, UNTRANSLATED);
    if fixes(found, &[end]) && (is_odd || is_lost || is_foreign || sentences::differ(view)) {
        drop_fixes(found, &[end]);
    }
    // Where a mark is missing that cannot be put back, the blank before it may not be all that is.
    if found.iter().any(|found| found.is(end) && found.fix.is_empty() && found.finding.span.is_none()) {
        drop_fixes(found, &[Id::TrailingWs]);
    }
}

/// Checks that find a text, or some of it, in another language: the marks of the language are no gain there.
const UNTRANSLATED: &[Id] = &[Id::TargetEqualsSource, Id::PartialUntranslated, Id::WrongLanguage];

/// Checks that find something of the source missing.
const LOST: &[Id] = &[
    Id::Placeholder,
    Id::UrlEmailIpPath,
    Id::NumberValue,
    Id::TagMissing,
    Id::Alphanumeric,
    Id::DateTimeUnit,
    Id::Dnt,
];

/// Drops what would mend a blank before the last mark of the text.
fn drop_last(view: &View<'_>, found: &mut [Found]) {
    let end = view.target.inner().end;
    let is_last = |found: &Found| found.fix.iter().any(|edit| edit.cells.end + 1 >= end);
    for found in found.iter_mut().filter(|found| found.is(Id::SpacePunct)) {
        if is_last(found) {
            found.fix.clear();
        }
    }
}

fn drop_fixes(found: &mut [Found], ids: &[Id]) {
    for found in found.iter_mut().filter(|found| ids.iter().any(|id| found.is(*id))) {
        found.fix.clear();
    }
}
