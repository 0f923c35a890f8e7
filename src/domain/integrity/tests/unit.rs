//! Tables of the rules of 2.x: what may go, runs over segments, halves, overlap.

use super::super::{Frame, Rule, check};
use super::{breaks, codes, passes};
use crate::domain::text::CodedText;

/// The rule that a candidate of a permissive job breaks.
fn permissive(names: &str, source: &str, original: &str, candidate: &str) -> Option<Rule> {
    let codes = codes(names);
    let parse = |text: &str| CodedText::parse(&text.replace('[', "⟦").replace(']', "⟧"), &codes).unwrap();
    let (source, original, candidate) = (parse(source), parse(original), parse(candidate));
    let frame = Frame {
        codes: &codes,
        source: &source,
        original: &original,
        max_chars: None,
        bounds: &[],
        permissive: true,
    };
    assert_eq!(check(&frame, &original), Ok(()), "the original always passes: {original}");
    check(&frame, &candidate).err().map(|violation| violation.rule)
}

#[test]
fn a_permissive_job_drops_what_the_file_lets_go_and_nothing_else() {
    for (names, text, candidate, expected) in [
        ("d1", "a[1]b", "a b", None),
        ("e1", "a[1]b[/1]c", "a b c", None),
        ("e1", "[1]b[/1]", "b", None),
        ("m1", "a[1]b[/1]c", "a b c", None),
        ("e1 g2", "a[1]b[2]c[/2][/1]d", "a b[2]c[/2] d", None),
        ("e1 d2", "a[1]b[2]c[/1]d", "a b c[2] d", None),
        ("x1", "a[1]b", "a b", Some(Rule::Codes)),
        ("p1", "a[1]b[/1]c", "a b c", Some(Rule::Protected)),
        ("e1", "a[1]b[/1]c", "a[1]b c", Some(Rule::Codes)),
        ("d1", "a[1]b", "a[1]b[1]", Some(Rule::Codes)),
        ("o1", "a[1]b", "a b", Some(Rule::Codes)),
        ("f1 n2", "a[1][2]b", "a[1]b", Some(Rule::Codes)),
    ] {
        assert_eq!(permissive(names, text, text, candidate), expected, "{names}: {text} → {candidate}");
    }
    breaks("d1", "a[1]b", "a[1]b", "a b", Rule::Codes);
    breaks("m1", "a[1]b[/1]c", "a[1]b[/1]c", "a b c", Rule::Protected);
}

#[test]
fn a_code_that_moved_to_another_segment_does_not_come_back_here() {
    breaks("w1", "a[1]b", "A B", "A[1]B", Rule::Codes);
    passes("x1", "a[1]b", "A B", "A[1]B");
}

#[test]
fn a_run_that_goes_over_segments_keeps_its_side() {
    // The run comes from the segment before.
    breaks("n1 x2", "[1]a[2]b", "[1]A[2]B", "[2]A[1]B", Rule::Codes);
    passes("n1 x2", "a[1]b[2]c", "A[1]B[2]C", "[1]A[2]B C");
    let mut codes = codes("f1 x2");
    codes[0].runs_on = true;
    let text = |text: &str| CodedText::parse(text, &codes).unwrap();
    let (original, moved, same) = (text("A⟦2⟧B⟦1⟧C"), text("A⟦1⟧B⟦2⟧C"), text("⟦2⟧A⟦1⟧B"));
    let frame = Frame {
        codes: &codes,
        source: &original,
        original: &original,
        max_chars: None,
        bounds: &[],
        permissive: false,
    };
    assert!(check(&frame, &moved).is_err(), "the run is torn from the next segment");
    assert_eq!(check(&frame, &same), Ok(()));
}

#[test]
fn one_end_of_a_pair_stays_on_its_side() {
    breaks("o1", "a [1]b", "A [1]B", "A B[1]", Rule::Codes);
    breaks("c1", "a[1] b", "A[1] B", "[1]A B", Rule::Codes);
    passes("o1", "a [1]b", "A [1]B", "B [1]A");
    breaks("o1 c2", "a[1]b[2]c", "A[1]B[2]C", "A[2]B[1]C", Rule::Codes);
}

#[test]
fn pairs_that_must_not_overlap_do_so_only_where_they_did() {
    breaks("v1 b2", "a[1]b[/1][2]c[/2]d", "A[1]B[/1][2]C[/2]D", "A[1]B[2]C[/1]D[/2]e", Rule::Codes);
    passes("v1 b2", "a[1]b[2]c[/1]d[/2]e", "A[1]B[2]C[/1]D[/2]E", "X[1]B[2]C[/1]D[/2]E");
    passes("b1 b2", "a[1]b[/1][2]c[/2]d", "A[1]B[/1][2]C[/2]D", "A[1]B[2]C[/1]D[/2]e");
}
