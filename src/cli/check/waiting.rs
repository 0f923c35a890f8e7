//! That source and target of a unit differ in their codes is told once: by the checks of its texts, which name
//! the code. Only where they say nothing is it told of the structure, so it waits for the segments of its unit.

use crate::check::Id;
use crate::xliff::{Problem, Rule};

/// What waits for the segments of its unit.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    problems: Vec<Problem>,
    /// The unit that the segments are of, once there is one.
    unit: Option<String>,
    is_said: bool,
}

impl Waiting {
    /// Keeps a problem; gives it back if it need not wait.
    pub(super) fn keep(&mut self, problem: Problem) -> Option<Problem> {
        if problem.rule != Rule::CodesDiffer {
            return Some(problem);
        }
        self.problems.push(problem);
        None
    }

    /// What is to be told before the next problem: those of a unit come before its segments.
    pub(super) fn before_problem(&mut self) -> Vec<Problem> {
        if self.unit.is_some() { self.end() } else { Vec::new() }
    }

    /// What is to be told before the next segment, which is of this unit.
    pub(super) fn before_segment(&mut self, unit: &str) -> Vec<Problem> {
        let is_other = self.unit.as_ref().is_some_and(|last| last != unit);
        let due = if is_other { self.end() } else { Vec::new() };
        if !self.problems.is_empty() && self.unit.is_none() {
            self.unit = Some(unit.to_owned());
        }
        due
    }

    /// Takes what the checks found in a segment, dismissed or not.
    pub(super) fn hear<'c>(&mut self, mut checks: impl Iterator<Item = &'c str>) {
        self.is_said |= self.unit.is_some() && checks.any(says_codes);
    }

    /// What is to be told now that there is no other segment.
    pub(super) fn end(&mut self) -> Vec<Problem> {
        let Self { problems, is_said, .. } = std::mem::take(self);
        if is_said { Vec::new() } else { problems }
    }
}

/// Whether a check says which code is lost or added.
fn says_codes(check: &str) -> bool {
    let ids = [Id::TagMissing, Id::TagExtra, Id::TagDuplicate, Id::TagPairing];
    ids.iter().any(|id| id.as_str() == check)
}

#[cfg(test)]
mod tests {
    use super::{Problem, Rule, Waiting};

    fn problem(rule: Rule) -> Problem {
        Problem { rule, line: 1, column: 1, unit: "u".to_owned(), message: String::new() }
    }

    #[test]
    fn what_a_text_says_is_not_said_again() {
        let check = |found: &[&[&str]], expected: usize| {
            let mut waiting = Waiting::default();
            assert!(waiting.keep(problem(Rule::BadId)).is_some(), "others do not wait");
            assert!(waiting.keep(problem(Rule::CodesDiffer)).is_none());
            for checks in found {
                assert_eq!(waiting.before_segment("u").len(), 0, "its unit is not over");
                waiting.hear(checks.iter().copied());
            }
            assert_eq!(waiting.before_segment("v").len(), expected, "{found:?}");
            assert_eq!(waiting.end().len(), 0, "told once");
        };
        check(&[&[]], 1);
        check(&[&["number-value"]], 1);
        check(&[&["number-value", "tag-extra"]], 0);
        check(&[&[], &["tag-missing"], &[]], 0);
    }

    #[test]
    fn what_waits_is_told_before_the_next_problem_and_at_the_end() {
        let mut waiting = Waiting::default();
        waiting.keep(problem(Rule::CodesDiffer));
        assert_eq!(waiting.before_problem().len(), 0, "another one of the same unit");
        waiting.keep(problem(Rule::CodesDiffer));
        waiting.before_segment("u");
        assert_eq!(waiting.before_problem().len(), 2);
        waiting.keep(problem(Rule::CodesDiffer));
        assert_eq!(waiting.end().len(), 1);
    }
}
