//! What is read from the output must be what was read from the input, the new targets aside.

use refineloop::domain::segment::Segment;
use refineloop::domain::text::CodedText;
use std::collections::BTreeMap;

/// What differs that should not, at most a few.
pub(crate) fn differences(
    before: &[Segment],
    after: &[Segment],
    targets: &BTreeMap<u64, CodedText>,
) -> Vec<String> {
    const MOST: usize = 5;
    let mut found = Vec::new();
    if before.len() != after.len() {
        found.push(format!("{} segments are {} afterwards", before.len(), after.len()));
    }
    for (old, new) in before.iter().zip(after).filter(|(old, new)| !same(old, new, targets)) {
        found.push(format!("segment {} reads as {new:?} afterwards; it was {old:?}", old.id.number));
        if found.len() == MOST {
            break;
        }
    }
    found
}

fn same(old: &Segment, new: &Segment, targets: &BTreeMap<u64, CodedText>) -> bool {
    let mut expected = old.clone();
    if let Some(target) = targets.get(&old.id.number) {
        expected.target.clone_from(target);
        // What the file says of a target goes with its state, or with the text it was said of.
        expected.claim = new.claim;
    }
    // Lines move when a history is written; a segment without a name is given one to refer to.
    (expected.id.line, expected.id.column) = (new.id.line, new.id.column);
    if old.id.segment.is_empty() && new.id.segment.starts_with("refineloop-") {
        expected.id.segment.clone_from(&new.id.segment);
    }
    // Where a target has lost a code, and the new one has it again, the table says so.
    for (code, now) in expected.codes.iter_mut().zip(&new.codes).filter(|(code, _)| !code.in_target) {
        (code.in_target, code.key) = (now.in_target, now.key.clone());
    }
    expected == *new
}
