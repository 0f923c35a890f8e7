//! What goes into one call: groups of neighbouring segments.

use super::Settings;
use crate::domain::job::Strategy;
use crate::domain::segment::Segment;
use crate::domain::text::CodedText;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// The most bytes of a group, codes and notes included: few tokens may carry very many.
const MOST_BYTES: usize = 1 << 20;
/// The most characters of a neighbour that are shown.
const LONGEST_NEIGHBOUR: usize = 1_000;
/// How many earlier segments a group shows as context.
const CONTEXT: usize = 2;

/// Neighbouring segments of one file element and language pair that go through the loop together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// The segments, in the order of the file.
    pub segments: Vec<Segment>,
    /// Sources and targets of the segments before, in the shown form; read-only context.
    pub before: Vec<(String, String)>,
    /// The source of the segment after, in the shown form.
    pub after: Option<String>,
}

/// Makes groups of segments that are pushed in the order of the file. Skipped segments are not
/// pushed and do not end a group.
#[derive(Debug)]
pub struct Batcher {
    most_segments: usize,
    most_tokens: u32,
    large_tokens: u32,
    segments: Vec<Segment>,
    tokens: u32,
    bytes: usize,
    before: VecDeque<(String, String)>,
}

impl Default for Batcher {
    fn default() -> Self {
        Self::new()
    }
}

impl Batcher {
    /// A batcher at the beginning of a file, for the usual options.
    #[must_use]
    pub fn new() -> Self {
        Self::of(&Settings::new(""))
    }

    /// A batcher for a job: a group is what one call of its strategy reviews, or where another one edits,
    /// what two do: the few segments of both that are edited and compared make fuller calls.
    #[must_use]
    pub fn of(settings: &Settings) -> Self {
        let policy = &settings.policy;
        Self {
            most_segments: match settings.strategy {
                Strategy::Single => policy.revise_segments,
                Strategy::TwoStage => policy.review_segments.saturating_mul(2),
                Strategy::ReviewOnly => policy.review_segments,
            },
            most_tokens: policy.group_tokens,
            large_tokens: policy.large_segment_tokens,
            segments: Vec::new(),
            tokens: 0,
            bytes: 0,
            before: VecDeque::new(),
        }
    }

    /// Takes the next segment; gives the group that it no longer belongs to.
    pub fn push(&mut self, segment: Segment) -> Option<Group> {
        let (size, weight) = (size(&segment), segment.weight());
        let related = self.segments.last().is_none_or(|last| related(last, &segment));
        let fits = self.segments.is_empty()
            || (related
                && self.segments.len() < self.most_segments
                && self.tokens.saturating_add(size) <= self.most_tokens
                && self.bytes + weight <= MOST_BYTES
                && size <= self.large_tokens
                && !self.segments.iter().any(|segment| self::size(segment) > self.large_tokens));
        let follows = related && !segment.variant;
        let group = if fits { None } else { self.close(follows.then(|| neighbour(&segment.source))) };
        if !related {
            self.before.clear();
        }
        self.tokens = self.tokens.saturating_add(size);
        self.bytes += weight;
        self.segments.push(segment);
        group
    }

    /// The last group, if segments are left.
    pub fn finish(&mut self) -> Option<Group> {
        let group = self.close(None);
        self.before.clear();
        group
    }

    fn close(&mut self, after: Option<String>) -> Option<Group> {
        if self.segments.is_empty() {
            return None;
        }
        let segments = std::mem::take(&mut self.segments);
        self.tokens = 0;
        self.bytes = 0;
        let before = self.before.iter().cloned().collect();
        for segment in segments.iter().rev().take(CONTEXT).rev().filter(|segment| !segment.variant) {
            if self.before.len() == CONTEXT {
                self.before.pop_front();
            }
            self.before.push_back((neighbour(&segment.source), neighbour(&segment.target)));
        }
        Some(Group { segments, before, after })
    }
}

/// How many tokens a text has, roughly and from above: a quarter for an ASCII character, a half
/// for other alphabets, one for a character of Han, kana or hangul.
pub(super) fn tokens(text: &str) -> u32 {
    let quarters: usize = text
        .chars()
        .map(|character| match u32::from(character) {
            0..=0x7f => 1,
            0x80..=0x10ff => 2,
            _ => 4,
        })
        .sum();
    u32::try_from(quarters / 4 + 1).unwrap_or(u32::MAX)
}

fn size(segment: &Segment) -> u32 {
    tokens(&segment.source.text()).saturating_add(tokens(&segment.target.text()))
}

fn neighbour(text: &CodedText) -> String {
    text.to_string().chars().take(LONGEST_NEIGHBOUR).collect()
}

fn related(last: &Segment, next: &Segment) -> bool {
    last.languages == next.languages && last.id.file_element == next.id.file_element
}

#[cfg(test)]
mod tests {
    use super::{Batcher, Group, Settings, tokens};
    use crate::domain::job::Strategy;
    use crate::domain::segment::Segment;
    use crate::refine::fixture::segment;

    fn groups(segments: Vec<Segment>) -> Vec<Group> {
        let mut batcher = Batcher::new();
        let mut groups: Vec<_> = segments.into_iter().filter_map(|segment| batcher.push(segment)).collect();
        groups.extend(batcher.finish());
        groups
    }

    fn check(segments: Vec<Segment>, expected: &[usize]) {
        let numbers: Vec<u64> = segments.iter().map(|segment| segment.id.number).collect();
        let groups = groups(segments);
        let sizes: Vec<_> = groups.iter().map(|group| group.segments.len()).collect();
        assert_eq!(sizes, expected);
        let got: Vec<u64> = groups.iter().flat_map(|g| g.segments.iter().map(|s| s.id.number)).collect();
        assert_eq!(got, numbers, "every segment once and in order");
    }

    fn elsewhere(segment: Segment, file: &str, target: &str) -> Segment {
        let mut segment = segment;
        segment.id.file_element = file.to_owned();
        segment.languages.target = target.to_owned();
        segment
    }

    #[test]
    fn groups_are_bounded_by_count_size_and_file() {
        let small = |number| segment(number, "Hello", "Hallo");
        let large = |number| segment(number, &"long ".repeat(400), &"lang ".repeat(400));
        check(Vec::new(), &[]);
        check((1..=50).map(small).collect(), &[24, 24, 2]);
        check(vec![small(1), large(2), small(3), small(4)], &[1, 1, 2]);
        check(vec![large(1), large(2)], &[1, 1]);
        check(vec![small(1), elsewhere(small(2), "g", "de"), elsewhere(small(3), "g", "fr")], &[1, 1, 1]);
        let middle = |number| segment(number, &"long ".repeat(250), &"lang ".repeat(250));
        check((1..=10).map(middle).collect(), &[6, 4]);
    }

    #[test]
    fn a_group_is_what_one_call_reviews_or_two_whose_edits_go_together() {
        let check = |strategy, expected: usize| {
            let settings = Settings { strategy, ..Settings::new("local/m") };
            let mut batcher = Batcher::of(&settings);
            let mut all = (1..=60).filter_map(|number| batcher.push(segment(number, "Hello", "Hallo")));
            assert_eq!(all.next().unwrap().segments.len(), expected);
        };
        check(Strategy::Single, 24);
        check(Strategy::TwoStage, 24);
        check(Strategy::ReviewOnly, 12);
    }

    #[test]
    fn context_is_what_stands_around_a_group_in_the_same_file() {
        let numbered = |number: u64| segment(number, &format!("s{number}"), &format!("t{number}"));
        let groups = groups(
            (1..=26)
                .map(numbered)
                .chain([elsewhere(numbered(27), "g", "de"), elsewhere(numbered(28), "g", "de")])
                .collect(),
        );
        let pair = |number: u64| (format!("s{number}"), format!("t{number}"));
        let got: Vec<_> = groups.iter().map(|group| (group.before.clone(), group.after.clone())).collect();
        let expected =
            vec![(vec![], Some("s25".to_owned())), (vec![pair(23), pair(24)], None), (vec![], None)];
        assert_eq!(got, expected);
    }

    #[test]
    fn scripts_without_spaces_have_more_tokens() {
        assert_eq!((tokens("abcdefgh"), tokens("привет"), tokens("翻译质量")), (3, 4, 5));
    }
}
