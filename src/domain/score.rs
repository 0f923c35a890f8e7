//! Scores: how much is wrong with a target, as penalty points of MQM.
//!
//! Points are whole numbers of tenths of a point, since the slightest error weighs one tenth; less is
//! better. Two things are scored, each before and after: what the checks find, and what the reviewer
//! finds. What nobody looked at has no score, which is not the same as a score of 0.

use super::segment::Severity;
use serde::{Deserialize, Serialize};

/// The category of which minor errors weigh next to nothing.
const PUNCTUATION: &str = "linguistic/punctuation";

/// What an error weighs, in tenths of a point: 25 points, 5 and 1, and of minor ones of punctuation 0.1
/// (GEMBA-MQM V2, WMT 2025).
#[must_use]
pub fn tenths(category: &str, severity: Severity) -> u64 {
    match severity {
        Severity::Critical => 250,
        Severity::Major => 50,
        Severity::Minor if category == PUNCTUATION => 1,
        Severity::Minor => 10,
    }
}

/// The scores of a segment, in tenths of a point.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Scores {
    /// How many words the source has, as [`super::word_count`] counts them.
    #[serde(skip_serializing_if = "is_nothing")]
    pub words: u64,
    /// What the checks find in the original.
    #[serde(skip_serializing_if = "is_nothing")]
    pub rules_before: u64,
    /// What they find in the target now.
    #[serde(skip_serializing_if = "is_nothing")]
    pub rules_after: u64,
    /// What the first review found in the original; `None` if no reviewer judged it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mqm_before: Option<u64>,
    /// What the last review of the target now found in it; `None` if no reviewer judged it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mqm_after: Option<u64>,
}

/// One of the scores over several segments, as it is told too. Sums, so the order of adding does not matter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ScoreSum {
    /// How many segments were judged before and after.
    pub segment_count: u64,
    /// How many words their sources have.
    pub word_count: u64,
    /// Their originals, in tenths of a point.
    pub before_tenths: u64,
    /// Their targets now, in tenths of a point.
    pub after_tenths: u64,
    /// How many segments were judged as they came in, and not as they are now. They are in no sum above.
    pub open_segment_count: u64,
    /// How many words their sources have.
    pub open_word_count: u64,
    /// Their originals, in tenths of a point.
    pub open_before_tenths: u64,
}

impl ScoreSum {
    /// Adds a segment of so many words. Without a score before it counts for nothing.
    pub fn add(&mut self, words: u64, before: Option<u64>, after: Option<u64>) {
        match (before, after) {
            (Some(before), Some(after)) => {
                self.segment_count += 1;
                self.word_count += words;
                self.before_tenths += before;
                self.after_tenths += after;
            }
            (Some(before), None) => {
                self.open_segment_count += 1;
                self.open_word_count += words;
                self.open_before_tenths += before;
            }
            (None, _) => {}
        }
    }

    /// The same, or `None` if no segment was judged.
    #[must_use]
    pub fn told(self) -> Option<Self> {
        (self.segment_count + self.open_segment_count > 0).then_some(self)
    }

    /// Points for each 1,000 words before and after, in tenths; `None` without words.
    #[must_use]
    pub fn per_thousand_words(&self) -> Option<(u64, u64)> {
        let rate = |tenths| per_thousand_words(tenths, self.word_count);
        Some((rate(self.before_tenths)?, rate(self.after_tenths)?))
    }
}

/// Points for each 1,000 words, rounded to the nearest; `None` without words.
fn per_thousand_words(tenths: u64, words: u64) -> Option<u64> {
    let (tenths, words) = (u128::from(tenths), u128::from(words));
    let rate = (tenths * 1000 + words / 2).checked_div(words)?;
    Some(u64::try_from(rate).unwrap_or(u64::MAX))
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_nothing(value: &u64) -> bool {
    *value == 0
}

#[cfg(test)]
mod tests {
    use super::{ScoreSum, Scores, per_thousand_words, tenths};
    use crate::domain::segment::Severity;

    #[test]
    fn an_error_weighs_by_its_severity_and_a_slip_of_punctuation_next_to_nothing() {
        use Severity::{Critical, Major, Minor};
        for (category, severity, expected) in [
            ("accuracy/omission", Critical, 250),
            ("accuracy/omission", Major, 50),
            ("accuracy/omission", Minor, 10),
            ("linguistic/punctuation", Critical, 250),
            ("linguistic/punctuation", Major, 50),
            ("linguistic/punctuation", Minor, 1),
            ("linguistic/spelling", Minor, 10),
            ("locale/quotes", Minor, 10),
            ("other", Minor, 10),
        ] {
            assert_eq!(tenths(category, severity), expected, "{category} {severity}");
        }
    }

    #[test]
    fn what_was_judged_once_is_summed_apart() {
        let mut sum = ScoreSum::default();
        assert_eq!(sum.told(), None);
        sum.add(7, None, None);
        assert_eq!(sum.told(), None, "nobody looked at it");
        sum.add(5, Some(60), Some(10));
        sum.add(0, Some(1), Some(0));
        sum.add(8, Some(250), None);
        let expected = ScoreSum {
            segment_count: 2,
            word_count: 5,
            before_tenths: 61,
            after_tenths: 10,
            open_segment_count: 1,
            open_word_count: 8,
            open_before_tenths: 250,
        };
        assert_eq!(sum.told(), Some(expected));
    }

    #[test]
    fn points_for_a_thousand_words_are_rounded() {
        for (tenths, words, expected) in [
            (0, 0, None),
            (10, 0, None),
            (10, 1000, Some(10)),
            (1, 3, Some(333)),
            (2, 3, Some(667)),
            (u64::MAX, 1, Some(u64::MAX)),
            (u64::MAX, 1000, Some(u64::MAX)),
        ] {
            assert_eq!(per_thousand_words(tenths, words), expected, "{tenths} {words}");
        }
    }

    #[test]
    fn nothing_is_stored_as_nothing_and_not_known_is_not_0() {
        let scores = Scores { words: 4, mqm_before: Some(0), ..Scores::default() };
        let stored = serde_json::to_string(&scores).unwrap();
        assert_eq!(stored, r#"{"words":4,"mqm_before":0}"#);
        assert_eq!(serde_json::from_str::<Scores>(&stored).unwrap(), scores);
    }
}
