//! Tables of what the predicate allows and refuses.

mod bounds;
mod properties;
mod texts;
mod unit;

use super::{Frame, Rule, check};
use crate::domain::text::{Code, CodedText, Half, Reorder};

/// Codes by their names: `x1` stands alone, `g2` is an element, `b3` a pair of tags, `p4` protects,
/// `f5` and `n6` stand alone in a run of fixed order (first, following), `s7` is an unnumbered argument,
/// `o8` and `c9` are halves, `d1`, `e2` and `m3` (single, element, annotation) may go in a permissive job,
/// `v4` is a pair of tags that must not overlap, `w5` stands in another segment.
fn codes(names: &str) -> Vec<Code> {
    let code = |name: &str| {
        let (kind, number) = name.split_at(1);
        Code {
            number: number.parse().unwrap(),
            kind: kind.to_owned(),
            pair: matches!(kind, "g" | "b" | "p" | "e" | "m" | "v"),
            nests: matches!(kind, "g" | "p" | "e" | "m"),
            half: match kind {
                "o" => Some(Half::Open),
                "c" => Some(Half::Close),
                _ => None,
            },
            annotation: matches!(kind, "p" | "m"),
            protects: kind == "p",
            in_source: true,
            in_target: true,
            reorder: match kind {
                "f" => Reorder::FirstNo,
                "n" => Reorder::No,
                _ => Reorder::Yes,
            },
            hint: if kind == "s" { "%s" } else { "" }.to_owned(),
            key: name.to_owned(),
            can_delete: matches!(kind, "d" | "e" | "m"),
            no_overlap: kind == "v",
            runs_on: false,
            elsewhere: kind == "w",
            again: false,
        }
    };
    names.split_whitespace().map(code).collect()
}

/// Texts are written with `[1]` for `⟦1⟧`.
fn rule(names: &str, source: &str, original: &str, candidate: &str, most: Option<u64>) -> Option<Rule> {
    let codes = codes(names);
    let parse = |text: &str| CodedText::parse(&text.replace('[', "⟦").replace(']', "⟧"), &codes).unwrap();
    let (source, original, candidate) = (parse(source), parse(original), parse(candidate));
    let frame = Frame {
        codes: &codes,
        source: &source,
        original: &original,
        max_chars: most,
        bounds: &[],
        permissive: false,
    };
    assert_eq!(check(&frame, &original), Ok(()), "the original always passes: {original}");
    check(&frame, &candidate).err().map(|violation| violation.rule)
}

fn passes(names: &str, source: &str, original: &str, candidate: &str) {
    assert_eq!(rule(names, source, original, candidate, None), None, "{candidate}");
}

fn breaks(names: &str, source: &str, original: &str, candidate: &str, expected: Rule) {
    assert_eq!(rule(names, source, original, candidate, None), Some(expected), "{candidate}");
}

#[test]
fn codes_of_the_target_stay_and_those_of_the_source_may_come_back() {
    passes("x1 x2", "a[1]b[2]c", "A[1]B", "A[1]B[2]C");
    passes("x1 x2", "a[1]b[2]c", "A[1]B[2]C", "A[2]B[1]C");
    breaks("x1 x2", "a[1]b[2]c", "A[1]B[2]C", "A[1]B C", Rule::Codes);
    breaks("x1", "a[1]b", "A[1]B", "A[1]B[1]", Rule::Codes);
    breaks("x1 x2", "a[1]b", "A[1]B", "A[1]B[2]C", Rule::Codes);
    passes("x1 x2", "ab", "A[1]B", "B[1]A");
}

#[test]
fn pairs_open_before_they_close_and_elements_nest() {
    passes("b1 g2", "[1]a[2]b[/1]c[/2]", "[1]A[2]B[/1]C[/2]", "[1]X[2]Y[/1]Z[/2]");
    breaks("g1", "a[1]b[/1]c", "A[1]B[/1]C", "A[/1]B[1]C", Rule::Codes);
    breaks("g1", "a[1]b[/1]c", "A[1]B[/1]C", "A[1]B C", Rule::Codes);
    breaks("g1 g2", "a[1]b[/1][2]c[/2]d", "A[1]B[/1][2]C[/2]D", "A[1]B[2]C[/1]D[/2]", Rule::Codes);
    breaks("g1 g2", "a[1]b[/1] [2]c[/2]d", "A[1]B[/1] [2]C[/2]D", "A[1]B [2]C[/2][/1]D", Rule::Codes);
    breaks("g1 x2", "a[1]b[2]c[/1]d", "A[1]B[2]C[/1]D", "A[1]B C[/1]D[2]d", Rule::Codes);
    passes("g1 x2", "a[1]b[2]c[/1]d", "A[1]B C[/1]D[2]d", "A[1]B[2]C[/1]D");
    passes("g1 x2", "a[1]b[2]c[/1]d", "A b[2]c d", "A [1]b[2]c[/1] d");
}

#[test]
fn runs_of_fixed_order_stay_together() {
    passes("f1 n2 x3", "a[1]b[2]c[3]d", "A[1]B[2]C[3]D", "A[3]B[1]C[2]D");
    breaks("f1 n2 x3", "a[1]b[2]c[3]d", "A[1]B[2]C[3]D", "A[2]B[1]C[3]D", Rule::Codes);
    breaks("f1 n2 x3", "a[1]b[2]c[3]d", "A[1]B[2]C[3]D", "A[1]B[3]C[2]D", Rule::Codes);
    breaks("s1 s2", "a[1]b[2]c", "A[1]B[2]C", "A[2]B[1]C", Rule::Codes);
}

#[test]
fn spans_keep_their_content() {
    breaks("g1", "a [1]b[/1] c", "A [1]B[/1] C", "A B C[1][/1]d", Rule::Codes);
    breaks("g1", "a [1][/1] c", "A [1][/1] C", "A [1]B[/1] C", Rule::Codes);
    passes("g1", "a [1]b[/1] c", "A b[1][/1] C", "A [1]b[/1] C");
    breaks("p1", "a [1]B[/1] c", "A [1]B[/1] C", "A [1]b[/1] C", Rule::Protected);
    passes("p1", "a [1]B[/1] c", "A [1]B[/1] C", "X [1]B[/1] Y");
    breaks("p1", "a [1]B[/1] c", "A [1]B[/1] C", "X B Y", Rule::Protected);
}

#[test]
fn framing_codes_stay_at_the_edge() {
    breaks("g1", "[1]a b[/1]", "[1]A B[/1]", "A [1]B[/1]", Rule::Codes);
    breaks("x1", "[1]a b", "[1]A B", "A [1]B", Rule::Codes);
    passes("x1", "a [1]b", "[1]A B", "A [1]B");
}

#[test]
fn thousands_of_codes_are_checked_at_once() {
    let names: Vec<String> = (1..=3_000).map(|number| format!("g{number}")).collect();
    let names = names.join(" ");
    let opens: String = (1..=3_000).map(|number| format!("[{number}]")).collect();
    let closes: String = (1..=3_000).rev().map(|number| format!("[/{number}]")).collect();
    let text = format!("{opens}a{closes}");
    passes(&names, &text, &text, &text);
}
