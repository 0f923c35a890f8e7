//! Whether an item of an answer belongs to the segment whose id it bears.
//!
//! Models that merge or split segments give every later one the text of its neighbour, under the
//! right id and in good language. So each item repeats the beginning of its source.

use super::diff::{Line, common, ratio};
use crate::domain::text::CodedText;

/// A text that differs from a target in fewer thousandths of its words than this may come from it.
const STRANGE: u32 = 400;
/// So many thousandths of the words of a target are most of it.
const MOST: usize = 600;
/// How much of the source an anchor repeats.
const LENGTH: usize = 24;
/// A shorter anchor says too little, unless the source is as short.
const SHORTEST: usize = 8;

/// Whether an answer with this anchor speaks about `source`. One of `asked` segments in a call
/// must say so; alone in a call, its id is enough.
pub(super) fn is_aligned(anchor: &str, source: &str, asked: usize) -> bool {
    if anchor.trim().is_empty() {
        return asked == 1;
    }
    let fold = |text: &str| {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        text.chars().take(LENGTH).collect::<Vec<_>>()
    };
    let alike = |anchor: Vec<char>, source: Vec<char>| {
        let source = &source[..source.len().min(anchor.len().max(SHORTEST))];
        let longer = anchor.len().max(source.len());
        distance(&anchor, source) * 4 <= longer
    };
    alike(fold(anchor), fold(source)) || alike(fold(&bare(anchor)), fold(&bare(source)))
}

/// Whether a text that is offered for `own` was rather made from one of the other targets of its
/// call, or swallowed it: models also shift and merge texts under the right ids and anchors.
pub(super) fn is_of_another(text: &str, own: &str, others: impl Iterator<Item = String>) -> bool {
    let [text, own] = [text, own].map(CodedText::plain);
    let distance = ratio(&own, &text);
    let words = |text: &CodedText| Line::of(text).count();
    let more = words(&text).saturating_sub(words(&own));
    distance >= STRANGE
        && others.map(|other| CodedText::plain(&other)).any(|other| {
            let most = |part: usize| part > 0 && part * 1_000 >= words(&other) * MOST;
            ratio(&other, &text) < distance.min(STRANGE) || (most(more) && most(common(&other, &text)))
        })
}

/// A shown text without its codes: models leave them out when they copy, or miscount them.
pub(super) fn bare(text: &str) -> String {
    let mut inside = false;
    let outside = |character: &char| {
        match character {
            '⟦' => inside = true,
            '⟧' => inside = false,
            _ => return !inside,
        }
        false
    };
    text.chars().filter(outside).collect()
}

/// Levenshtein distance; both sides are short.
fn distance(left: &[char], right: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (at, a) in left.iter().enumerate() {
        let mut corner = row[0];
        row[0] = at + 1;
        for (to, b) in right.iter().enumerate() {
            let swapped = corner + usize::from(a != b);
            corner = row[to + 1];
            row[to + 1] = swapped.min(corner + 1).min(row[to] + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::{is_aligned, is_of_another};

    #[test]
    fn a_text_made_from_the_target_of_a_neighbour_is_the_neighbours() {
        let others = || ["Schließe das Fenster jetzt gleich".to_owned()].into_iter();
        let check = |text: &str, expected| {
            assert_eq!(is_of_another(text, "Öffne die Datei bitte sofort", others()), expected, "{text}");
        };
        check("Öffne die Akte bitte sofort", false);
        check("Schließe das Fenster jetzt sofort", true);
        check("Etwas ganz anderes und viel längeres steht hier", false);
        check("Öffne die Datei bitte sofort. Schließe das Fenster jetzt gleich", true);
        check("", false);
    }

    #[test]
    fn an_anchor_is_the_beginning_of_the_source() {
        let check = |anchor: &str, source: &str, asked, expected| {
            assert_eq!(is_aligned(anchor, source, asked), expected, "{anchor:?} {source:?}");
        };
        let long = "Save the file before you close the window";
        check("Save the file before you", long, 4, true);
        check("save the  file befor you", long, 4, true);
        check("Save the", long, 4, true);
        check("Close the window first, ", long, 4, false);
        check("S", long, 4, false);
        check("Save ⟦1⟧the file", "⟦2⟧Save the file⟦1⟧", 4, true);
        check("OK", "OK", 4, true);
        check("No", "OK", 4, false);
        check("", long, 1, true);
        check("", long, 2, false);
        check("x", "", 1, false);
    }
}
