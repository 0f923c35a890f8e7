//! What attributes may hold.

/// States of a 1.2 target.
const STATES: [&str; 10] = [
    "new",
    "needs-translation",
    "needs-adaptation",
    "needs-l10n",
    "needs-review-translation",
    "needs-review-adaptation",
    "needs-review-l10n",
    "translated",
    "signed-off",
    "final",
];

/// State qualifiers of a 1.2 target.
const QUALIFIERS: [&str; 13] = [
    "exact-match",
    "fuzzy-match",
    "id-match",
    "leveraged-glossary",
    "leveraged-inherited",
    "leveraged-mt",
    "leveraged-repository",
    "leveraged-tm",
    "mt-suggestion",
    "tm-suggestion",
    "rejected-grammar",
    "rejected-inaccurate",
    "rejected-length",
];

/// Whether 1.2 knows a state, or it is private.
pub(super) fn is_state(value: &str) -> bool {
    STATES.contains(&value) || value.starts_with("x-")
}

/// Whether 1.2 knows a state qualifier, or it is private.
pub(super) fn is_qualifier(value: &str) -> bool {
    QUALIFIERS.contains(&value) || value == "rejected-spelling" || value.starts_with("x-")
}

/// Whether 2.x allows a value of an attribute; those without a list are allowed anything.
pub(super) fn is_allowed(attribute: &str, value: &str) -> bool {
    match attribute {
        "canCopy" | "canDelete" | "canOverlap" | "translate" | "canResegment" | "isolated" => {
            matches!(value, "yes" | "no")
        }
        "canReorder" => matches!(value, "yes" | "no" | "firstNo"),
        "appliesTo" => matches!(value, "source" | "target"),
        "dir" | "srcDir" | "trgDir" | "dataDir" => matches!(value, "ltr" | "rtl" | "auto"),
        "priority" => value.parse().is_ok_and(|priority: u32| (1..=10).contains(&priority)),
        "order" => value.parse().is_ok_and(|order: u32| order > 0),
        _ => true,
    }
}

/// Whether a value is a state of 2.x.
pub(super) fn is_state_of_two(value: &str) -> bool {
    matches!(value, "initial" | "translated" | "reviewed" | "final")
}

/// Whether a value is `prefix:value`, as subState, subType and the types of users are.
pub(super) fn is_prefixed(value: &str) -> bool {
    value.split_once(':').is_some_and(|(prefix, rest)| {
        !prefix.is_empty() && !rest.is_empty() && !value.contains(char::is_whitespace)
    })
}

/// Whether 2.x knows the type of a code, and the sub-type goes with it.
pub(super) fn goes_with(kind: &str, sub: &str) -> bool {
    match sub {
        "xlf:lb" | "xlf:pb" | "xlf:b" | "xlf:i" | "xlf:u" => kind == "fmt",
        "xlf:var" => kind == "ui",
        _ => is_prefixed(sub) && !sub.starts_with("xlf:"),
    }
}

/// Whether a text may be an identifier in 2.x (NMTOKEN).
pub(super) fn is_name_token(text: &str) -> bool {
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '\u{B7}'..);
    !text.is_empty() && text.chars().all(part)
}

/// Whether a text has the form of a language tag (BCP 47).
pub(super) fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    let primary = matches!(first.len(), 2..=8) && first.bytes().all(|b| b.is_ascii_alphabetic());
    let rest = |part: &str| matches!(part.len(), 1..=8) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    (primary || matches!(first, "x" | "i" | "X" | "I")) && parts.all(rest)
}

/// Whether two tags name the same language, however they are spelled.
pub(super) fn same_language(one: &str, other: &str) -> bool {
    one.replace('_', "-").eq_ignore_ascii_case(&other.replace('_', "-"))
}

/// Whether `cp` may stand for a code point: one that XML cannot hold.
pub(super) fn is_code_point(hex: &str) -> bool {
    let number = u32::from_str_radix(hex, 16);
    hex.len() >= 4
        && hex.len().is_multiple_of(2)
        && number.is_ok_and(|number| {
            let allowed = char::from_u32(number).is_some_and(crate::xliff::wellformed::is_char);
            number <= 0x10_FFFF && !allowed
        })
}

#[cfg(test)]
mod tests {
    use super::{goes_with, is_code_point, is_language, is_name_token, same_language};

    #[test]
    fn languages_are_told_by_their_form() {
        for (tag, expected) in [
            ("de", true),
            ("de-AT", true),
            ("zh-Hant-TW", true),
            ("x-klingon", true),
            ("de_AT", false),
            ("", false),
            ("f r", false),
            ("german-language", true),
            ("averylongname", false),
            ("de-", false),
        ] {
            assert_eq!(is_language(tag), expected, "{tag}");
        }
        assert!(same_language("de_at", "de-AT"));
    }

    #[test]
    fn code_points_are_those_xml_cannot_hold() {
        for (hex, expected) in [
            ("0000", true),
            ("001F", true),
            ("FFFE", true),
            ("D800", true),
            ("0041", false),
            ("1A", false),
            ("xx00", false),
        ] {
            assert_eq!(is_code_point(hex), expected, "{hex}");
        }
    }

    #[test]
    fn names_and_types_are_told() {
        assert!(is_name_token("s1.a-b") && !is_name_token("/1") && !is_name_token(""));
        assert!(goes_with("fmt", "xlf:b") && !goes_with("fmt", "xlf:var") && goes_with("ui", "my:x"));
    }
}
