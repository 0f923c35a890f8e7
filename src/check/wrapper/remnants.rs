//! What is left of the format a model talks in: tokens of chats, tags of reasoning, keys of JSON.

use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Remnants of the answer's own format, and of thinking before it.
const WORDS: [&str; 6] = ["```", "<think", "</think", "\"revised\"", "\"verdict\"", "\"items\""];

/// A remnant, and what its like is in a text before, which excuses it.
struct Form {
    remnant: Regex,
    like: Regex,
    /// A name in angle brackets may be a translated one: then there are as many of them as before.
    is_name: bool,
}

fn form(remnant: &str, like: &str, is_name: bool) -> Form {
    let pattern = |text| Regex::new(text).expect("the pattern is a constant and a test reads it");
    Form { remnant: pattern(remnant), like: pattern(like), is_name }
}

static FORMS: LazyLock<[Form; 6]> = LazyLock::new(|| {
    let tokens = r"<[|｜][\w▁ ]{2,40}[|｜]>|\[/?INST\]|<</?SYS>>|</?(?:start|end)_of_(?:turn|text|image)>|\[/?(?:AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|SYSTEM_PROMPT)\]";
    let reasoning = r"(?i)</?(?:thinking|thoughts?|reasoning|reflection|scratchpad|analysis)>";
    let names = r"(?:translations?|translated(?:_?text)?|translated_segment|target(?:_?text)?|revised|revision|corrected(?:_?text)?|output|result|answer|response|final(?:_translation)?|segment|source|text)";
    [
        form(tokens, tokens, false),
        // The beginning and the end of a text, as many models mark them.
        form(r"^\s*<s>|</?s>\s*$|^\s*<bos>|<eos>\s*$", r"</?s>|<[be]os>", false),
        form(reasoning, reasoning, true),
        form(
            &format!(r"(?is)^\s*<{names}(?:\s[^<>]*)?>.*</{names}>|</{names}>\s*$"),
            &format!("(?i)</?{names}[ >]"),
            true,
        ),
        form(
            r#"\{\s*["'][\w -]{1,40}["']\s*:|^\s*\[\s*"[^\n]*"\s*\]\s*$"#,
            r#"\{\s*["'“„«]|^\s*\[\s*["“„«]"#,
            false,
        ),
        form(r#"["”]\s*\}[\]}\s,;]*$"#, r#"["'“”„«»]\s*\}"#, false),
    ]
});

/// The first remnant that none of the texts before has, in bytes.
pub(super) fn remnant(candidate: &str, before: &[&str]) -> Option<Range<usize>> {
    let is_new =
        |word: &&&str| candidate.contains(**word) && !before.iter().any(|text| text.contains(**word));
    if let Some(word) = WORDS.iter().find(is_new) {
        return candidate.find(word).map(|at| at..at + word.len());
    }
    if !candidate.contains(['<', '[', '{', '}']) {
        return None;
    }
    let tags = |text: &str| text.matches('<').count();
    FORMS.iter().find_map(|form| {
        let found = form.remnant.find(candidate)?;
        let is_like = |text: &&str| form.like.is_match(text) || form.is_name && tags(text) >= tags(candidate);
        (!before.iter().any(is_like)).then(|| found.range())
    })
}
