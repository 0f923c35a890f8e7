//! Tables of the rules on characters: placeholders, white space, lines, what may not be there.

use super::super::Rule;
use super::{breaks, passes, rule};

#[test]
fn placeholders_are_those_of_the_target_or_the_source() {
    passes("", "%s of %d", "%s von %s", "%s von %d");
    passes("", "%s of %d", "%s von %s", "%s aus %s");
    breaks("", "{0} a", "{0} A", "A", Rule::Placeholders);
    breaks("", "{0} a", "{0} A", "{0} A {0}", Rule::Placeholders);
    breaks("", "a", "A", "A {$arg @source=|%@|}", Rule::Placeholders);
    breaks("", "<b>a</b>", "<b>A</b>", "</b>A<b>", Rule::Placeholders);
}

#[test]
fn a_code_does_not_come_to_stand_inside_a_placeholder() {
    for (placeholder, torn) in [
        ("{name}", "{na[1]me}"),
        ("{{name}}", "{{name[1]}}"),
        ("%1$s", "%1$[1]s"),
        ("%count%", "%[1]count%"),
        ("<b>c</b>", "<b[1]>c</b>"),
        ("{1>c<1}", "{1>c<[1]1}"),
        ("{n, plural, one {c} other {d}}", "{n, plural, one {c}[1] other {d}}"),
    ] {
        let original = format!("A {placeholder} B[1]C");
        breaks("x1", &original, &original, &format!("A {torn} BC"), Rule::Placeholders);
        passes("x1", &original, &original, &format!("B[1] {placeholder} C"));
        // Where it stood inside before, it may.
        passes("x1", &original, &format!("A {torn} B"), &format!("C {torn} D"));
    }
    let message = "{n, plural, one {c [1]} other {d}}";
    passes("x1", message, message, "{n, plural, one {[1] c} few {e} other {d}}");
}

#[test]
fn outer_white_space_and_lines_stay() {
    passes("", "a ", "A", "B ");
    passes("", "a ", "A", "B");
    for (target, candidate) in [
        ("\u{A0}A", " A"),
        ("\u{A0}A", "A"),
        ("\u{3000}A", "A"),
        ("A\u{202F}", "A "),
        ("A", "A "),
        ("\tA", " A"),
        ("A\n", "A"),
        ("A\nB", "A B"),
        ("A\nB", "A\n\nB"),
        ("A\u{2028}B", "A B"),
        ("A", ""),
        ("A", " "),
    ] {
        breaks("", target, target, candidate, Rule::Whitespace);
    }
}

#[test]
fn white_space_behind_a_code_at_the_edge_stays_unless_the_code_moves() {
    breaks("g1", "[1] a[/1]", "[1] A[/1]", "[1]A[/1]", Rule::Whitespace);
    breaks("g1", "[1]a [/1]", "[1]A [/1]", "[1]A[/1]", Rule::Whitespace);
    breaks("g1", "[1]a[/1] ", "[1]A[/1] ", "[1]A [/1]", Rule::Whitespace);
    passes("x1", "a[1]b", "[1] A", "A [1]b");
    passes("g1", "a", "[1] A[/1]", "[1] B[/1]");
}

#[test]
fn characters_that_nobody_put_there_may_not_come() {
    for candidate in ["A\u{1}B", "A\u{B}B", "A\u{FFFE}B", "A\u{FFFF}B", "A\u{202E}B", "A\u{FFFD}B", "A\rB"] {
        breaks("", "a", "A", candidate, Rule::Characters);
    }
    for invisible in ["\u{200B}", "\u{200D}", "\u{2060}", "\u{FEFF}", "\u{AD}", "\u{61C}", "\u{85}"] {
        assert!(rule("", "a", "AB", &format!("A{invisible}B"), None).is_some(), "{invisible:?}");
        passes("", &format!("a{invisible}b"), &format!("A{invisible}B"), &format!("C{invisible}B"));
    }
    passes("", "a\u{AD}b", "A", "A\u{AD}B");
    for odd in [
        "\u{E0041}",
        "\u{E0001}",
        "\u{180E}",
        "\u{FE0F}",
        "\u{FE00}",
        "\u{E0100}",
        "\u{34F}",
        "\u{3164}",
        "\u{115F}",
        "\u{1160}",
        "\u{FFA0}",
        "\u{2061}",
        "\u{2064}",
        "\u{FFF9}",
        "\u{FFFB}",
        "\u{206A}",
        "\u{17B4}",
    ] {
        breaks("", "ab", "AB", &format!("A{odd}B"), Rule::Characters);
        passes("", &format!("a{odd}b"), "AB", &format!("A{odd}B"));
        passes("", "ab", &format!("A{odd}B"), &format!("A{odd}C"));
    }
    for right in [
        "❤\u{FE0F}",
        "1\u{FE0F}\u{20E3}",
        "葛\u{E0100}",
        "\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}",
    ] {
        passes("", "a", "A", right);
    }
    passes("", "a", "„Ä“ – ñ…", "«Å» — 漢字");
}

#[test]
fn a_change_of_direction_keeps_its_end() {
    let whole = "A \u{2067}b\u{2069} c \u{202B}d\u{202C}";
    passes("", "a", whole, "X \u{2067}b\u{2069} c \u{202B}d\u{202C}");
    passes("", "a", whole, "A b c d");
    breaks("", "a", whole, "A \u{2067}b c \u{202B}d\u{202C}", Rule::Characters);
    breaks("", "a", whole, "A \u{2067}b\u{2069} c \u{202B}d", Rule::Characters);
}
