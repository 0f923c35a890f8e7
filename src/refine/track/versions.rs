//! The versions of a target, from the original on, and which of them is the best.

use crate::domain::text::CodedText;
use crate::refine::diff;
use crate::refine::subject::Version;
use std::cmp::Reverse;
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

/// The original and the accepted versions, oldest first; never empty.
#[derive(Debug)]
pub(super) struct Versions {
    kept: Vec<Kept>,
    /// For each accepted version the place of its revision.
    accepted_in: Vec<usize>,
}

/// A version that is or was the target.
#[derive(Debug)]
struct Kept {
    version: Version,
    /// How often the verifier preferred it, or one it came from, to what was there before.
    wins: u32,
    /// How far it is from the original, in thousandths.
    distance: u32,
    /// What the first and the last review that judged it found, in tenths of a point.
    judged: Option<(u64, u64)>,
}

/// Which version a text is.
pub(super) enum Known {
    /// The best one.
    Best,
    /// An earlier one.
    Earlier(usize),
}

impl Kept {
    /// How good it is: hard findings, the verifier's word, other findings, distance from the original.
    /// Smaller is better.
    fn rank(&self) -> (usize, Reverse<u32>, usize, u32) {
        let (hard, soft) = self.version.rank();
        (hard, Reverse(self.wins), soft, self.distance)
    }
}

impl Versions {
    /// An original.
    pub(super) fn of(original: Version) -> Self {
        Self {
            kept: vec![Kept { version: original, wins: 0, distance: 0, judged: None }],
            accepted_in: Vec::new(),
        }
    }

    /// The target as it came in.
    pub(super) fn original(&self) -> &Version {
        &self.kept.first().expect("the original is always there").version
    }

    /// The target now.
    pub(super) fn best(&self) -> &Version {
        &self.kept.last().expect("the original is always there").version
    }

    /// How far the target now is from the original, in thousandths.
    pub(super) fn distance(&self) -> u32 {
        self.kept.last().map_or(0, |kept| kept.distance)
    }

    /// Whether nothing was accepted.
    pub(super) fn is_original(&self) -> bool {
        self.kept.len() == 1
    }

    /// The accepted texts, oldest first.
    pub(super) fn accepted(&self) -> Vec<CodedText> {
        self.kept[1..].iter().map(|kept| kept.version.text.clone()).collect()
    }

    /// Takes a version that replaces the best one: how often the verifier preferred it, and the place
    /// of its revision.
    pub(super) fn push(&mut self, version: Version, wins: u32, revision: usize) {
        let wins = wins + self.kept.last().map_or(0, |kept| kept.wins);
        let distance = diff::ratio(&self.original().text, &version.text);
        self.kept.push(Kept { version, wins, distance, judged: None });
        self.accepted_in.push(revision);
    }

    /// Notes what a review found in the target now.
    pub(super) fn judge(&mut self, tenths: u64) {
        if let Some(kept) = self.kept.last_mut() {
            let (first, _) = kept.judged.unwrap_or((tenths, tenths));
            kept.judged = Some((first, tenths));
        }
    }

    /// What the first review found in the original, and the last one in the target now.
    pub(super) fn judged(&self) -> (Option<u64>, Option<u64>) {
        let judged = |kept: Option<&Kept>| kept.and_then(|kept| kept.judged);
        let (original, best) = (judged(self.kept.first()), judged(self.kept.last()));
        (original.map(|(first, _)| first), best.map(|(_, last)| last))
    }

    /// Which version a text is. Composed or decomposed, it reads the same: how the file writes it is
    /// no fault.
    pub(super) fn known(&self, text: &CodedText) -> Option<Known> {
        if composed(text) == composed(&self.best().text) {
            return Some(Known::Best);
        }
        let (text, last) = (folded(text), self.kept.len() - 1);
        self.kept[..last].iter().position(|kept| folded(&kept.version.text) == text).map(Known::Earlier)
    }

    /// Goes back to the best of the versions from `first` on, the oldest of equals; gives the places
    /// of the revisions that are taken back.
    pub(super) fn keep_best(&mut self, first: usize) -> impl Iterator<Item = usize> + '_ {
        let ranked = (first..self.kept.len()).map(|at| (self.kept[at].rank(), at));
        let best = ranked.min().map_or(first, |(_, at)| at);
        self.kept.truncate(best + 1);
        self.accepted_in.drain(best..)
    }
}

fn composed(text: &CodedText) -> String {
    let shown = text.to_string();
    // Most texts are; asking is far cheaper than composing.
    match is_nfc_quick(shown.chars()) {
        IsNormalized::Yes => shown,
        IsNormalized::No | IsNormalized::Maybe => shown.nfc().collect(),
    }
}

/// A text without the differences that nobody sees.
pub(super) fn folded(text: &CodedText) -> String {
    composed(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::Versions;
    use crate::domain::text::CodedText;
    use crate::refine::fixture::segment;
    use crate::refine::subject::Subject;

    #[test]
    fn a_version_that_is_taken_back_takes_its_reviews_along() {
        let subject = Subject::new(segment(1, "Save the file", "Sichere die Datei"), false);
        let version = |text: &str| subject.version(CodedText::plain(text));
        let mut versions = Versions::of(version("Sichere die Datei"));
        assert_eq!(versions.judged(), (None, None));
        versions.judge(250);
        versions.judge(50);
        assert_eq!(versions.judged(), (Some(250), Some(50)));
        versions.push(version("Speichere die Datei"), 0, 0);
        assert_eq!(versions.judged(), (Some(250), None), "nobody has looked at it");
        versions.judge(10);
        assert_eq!(versions.judged(), (Some(250), Some(10)));
        assert_eq!(versions.keep_best(0).collect::<Vec<_>>(), [0]);
        assert_eq!(versions.judged(), (Some(250), Some(50)));
    }
}
