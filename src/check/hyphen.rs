//! Hyphens that a line break left inside a word: `trans- lation`.

use super::Id;
use super::kinds::Kinds;
use super::line::Line;
use super::view::{Report, View};
use crate::domain::segment::Severity;
use std::ops::Range;

/// A hyphen and a blank inside a word (`hyphenation-artefact`). Left alone: pairs whose source has
/// such hyphens itself, and hyphens that stand for a part left out (`Ein- und Ausgabe`,
/// `pre- and post-`).
pub(super) fn hyphenation_artefact(view: &View<'_>, report: &mut Report) {
    let target = &view.target;
    if !target.has(Kinds::DASH) {
        return;
    }
    // Lines that are broken by hand may break a word.
    let is_broken = view.source.has_char('\n');
    let mut of_source = None;
    for cells in artefacts(target) {
        let of_source = *of_source
            .get_or_insert_with(|| view.source.has(Kinds::DASH) && artefacts(&view.source).next().is_some());
        if of_source {
            return;
        }
        if is_broken && target.char(cells.end - 1) == Some('\n') {
            continue;
        }
        let message = "a hyphen and a blank inside a word";
        report.add(Id::HyphenationArtefact, Severity::Minor, message, Some(target.span(&cells)));
    }
}

fn artefacts(line: &Line) -> impl Iterator<Item = Range<usize>> + '_ {
    line.words.windows(2).filter_map(|pair| {
        let (left, right) = (&pair[0], &pair[1]);
        let small = |word: Range<usize>| {
            !word.is_empty() && { word }.all(|at| line.char(at).is_some_and(char::is_lowercase))
        };
        // A noun or the first word of a sentence: `Bedie- nungsanleitung`.
        let begins =
            || line.char(left.start).is_some_and(char::is_alphabetic) && small(left.start + 1..left.end);
        let hyphen = line.plain(left.end) == Some('-');
        let blank = line.plain(left.end + 1).is_some_and(|c| matches!(c, ' ' | '\n'));
        let next = right.start == left.end + 2;
        // The second part of `Ein- und Ausgabe` is a word of the language.
        let stands = || JOINERS.contains(&line.text(right).as_str());
        // “in- och ut- måste”: the second part of a pair ends in a hyphen too.
        let is_second = || {
            (0..left.start)
                .rev()
                .take(PAIR)
                .any(|at| line.plain(at) == Some('-') && matches!(line.plain(at + 1), Some(' ' | ',')))
        };
        (next
            && hyphen
            && blank
            && begins()
            && small(right.clone())
            && right.len() > 2
            && !stands()
            && !is_second())
        .then(|| left.end..left.end + 2)
    })
}

/// The first part of a pair stands this near.
const PAIR: usize = 24;

/// Words that join a part left out to what follows; shorter ones are never a part of a word.
#[rustfmt::skip]
const JOINERS: &[&str] = &[
    "and", "und", "oder", "bzw", "sowie", "bis", "noch", "aber", "als", "wie", "auch", "statt", "the", "for", "but",
    "nor", "och", "eller", "samt", "eli", "sekä", "tai", "ning", "ali", "ili", "lub", "oraz", "nebo", "alebo",
    "vagy", "или", "либо", "або", "resp", "dan", "atau", "ve", "veya", "men", "met", "että", "või", "ja", "og",
    "ehk", "maar", "tot", "eikä", "tagu", "beziehungsweise", "anstatt", "ohne", "gegen", "nach", "zum", "zur", "mit",
    "plus", "versus", "respektive", "inklusive",
];
