//! Which checks count as naming the fault of an operator. By the list of `docs` and issue 5, not by
//! what the checks happen to find: a fault that only another check stumbles over is `any`, not `named`.

/// The checks that name the fault of an operator.
pub fn checks(operator: &str) -> &'static [&'static str] {
    match operator {
        "number-swap" | "number-drop" | "number-extra-digit" | "number-decimal-lost" => {
            &["number-value", "number-extra", "number-format", "date-time-unit"]
        }
        "number-sign-lost" => &["number-value", "minus-range"],
        "number-english" => &["number-format", "number-value", "number-extra"],
        "unit-changed" => &["date-time-unit"],
        "omitted-clause" | "omitted-sentence" | "omitted-tail" | "added-sentence" => {
            &["length-ratio", "sentence-count"]
        }
        "doubled-sentence" => &["length-ratio", "sentence-count", "doubled-word"],
        "truncated" => {
            &["length-ratio", "sentence-count", "end-punct", "number-value", "placeholder", "tag-missing"]
        }
        "misaligned" => &[
            "length-ratio",
            "sentence-count",
            "number-value",
            "number-extra",
            "placeholder",
            "tag-missing",
            "end-punct",
            "alphanumeric",
            "term-required",
            "acronym",
            "url-email-ip-path",
        ],
        "untranslated" => &["target-equals-source", "partial-untranslated", "wrong-language"],
        "untranslated-word" => &["partial-untranslated", "wrong-language"],
        "doubled-word" => &["doubled-word"],
        "term-wrong" => &["term-required", "term-forbidden"],
        "code-lost" | "code-half-lost" | "code-reversed" | "code-crossed" | "code-emptied"
        | "code-renumbered" => {
            &["tag-missing", "tag-extra", "tag-pairing", "tag-order", "tag-empty-pair", "tag-duplicate"]
        }
        "code-doubled" => &["tag-duplicate", "tag-extra", "tag-pairing"],
        "code-spaced" => &["tag-adjacent-space", "double-space", "space-punct", "leading-ws", "trailing-ws"],
        "placeholder-lost" | "placeholder-renamed" | "placeholder-translated" | "placeholder-broken" => {
            &["placeholder", "icu-syntax", "icu-plural"]
        }
        "icu-arm-lost" | "icu-brace-lost" | "icu-keyword-translated" => {
            &["icu-syntax", "icu-plural", "placeholder"]
        }
        "end-mark-lost" | "end-mark-other" => &["end-punct"],
        // A half-width mark is `space-punct`, at the end too (decision 18).
        "end-mark-ascii" => &["end-punct", "space-punct"],
        "end-mark-doubled" => &["repeated-punct", "end-punct"],
        "comma-ascii" => &["forbidden-chars", "space-punct"],
        "quotes-straight" | "quote-lost" => &["quotes"],
        "bracket-lost" => &["brackets"],
        "inverted-mark-lost" => &["inverted-punct"],
        "french-space-lost" | "french-space-plain" => &["nbsp", "space-punct"],
        "space-doubled" => &["double-space", "tag-adjacent-space"],
        "space-leading" => &["leading-ws"],
        "space-trailing" => &["trailing-ws"],
        "space-before-mark" => &["space-punct", "end-punct"],
        "tab" => &["escapes", "double-space", "leading-ws", "trailing-ws"],
        "zero-width" | "bidi-control" => &["invisible", "control-chars", "corrupt-chars"],
        "replacement" | "mojibake" => &["corrupt-chars"],
        "case-lost" => &["capital-start", "mixed-caps"],
        "acronym-damaged" => &["acronym"],
        "url-damaged" | "email-damaged" | "path-damaged" => &["url-email-ip-path"],
        "part-number-damaged" => &["alphanumeric", "number-value", "number-extra"],
        "wrapper-words" | "wrapper-fence" => &["ai-wrapper"],
        // Negation and names: no check claims to see them.
        _ => &[],
    }
}
