//! Patterns of the operator: checks of their own making, by regular expressions.
//!
//! Plain data that settings hold and jobs pin; what they find is the business of `check`.

use super::segment::Severity;
use regex::{Regex, RegexBuilder};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, OnceLock};

/// The most patterns.
const MOST: usize = 200;
/// The longest pattern, in bytes.
const LONGEST: usize = 1_000;
/// The longest message, in characters.
const LONGEST_MESSAGE: usize = 500;
/// The largest automaton of a pattern, in bytes.
const LARGEST: usize = 128 << 10;

/// Regular expressions for source and target, and what to say where they hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pattern {
    /// What is said.
    pub message: String,
    /// What the source matches; none matches all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// What the target matches; none matches all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// Whether the target has to match where the source does, instead of must not.
    #[serde(default)]
    pub required: bool,
    /// The target languages it is for, such as `de`; none for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// How bad it is.
    #[serde(default = "minor")]
    pub severity: Severity,
}

fn minor() -> Severity {
    Severity::Minor
}

/// All patterns; cheap to clone. They are compiled once, when they are first looked for.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Pattern>", into = "Vec<Pattern>")]
pub struct Patterns(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    given: Vec<Pattern>,
    compiled: OnceLock<Vec<Option<Sides>>>,
}

/// The regular expressions of a pattern.
#[derive(Debug, Clone)]
pub struct Sides {
    /// That of the source.
    pub source: Option<Regex>,
    /// That of the target.
    pub target: Option<Regex>,
}

impl From<Vec<Pattern>> for Patterns {
    fn from(given: Vec<Pattern>) -> Self {
        Self(Arc::new(Inner { given, compiled: OnceLock::new() }))
    }
}

impl From<Patterns> for Vec<Pattern> {
    fn from(patterns: Patterns) -> Self {
        patterns.0.given.clone()
    }
}

impl PartialEq for Patterns {
    fn eq(&self, other: &Self) -> bool {
        self.0.given == other.0.given
    }
}

impl Eq for Patterns {}

impl Patterns {
    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.given.is_empty()
    }

    /// Each with its regular expressions. One with [faults](Self::faults) finds nothing.
    pub fn compiled(&self) -> impl Iterator<Item = (&Pattern, &Sides)> {
        let all = self.0.compiled.get_or_init(|| self.0.given.iter().map(|one| one.compile().ok()).collect());
        self.0.given.iter().zip(all).filter_map(|(pattern, sides)| Some((pattern, sides.as_ref()?)))
    }

    /// What is wrong with them; a sentence for each.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let count = self.0.given.len();
        if count > MOST {
            return vec![format!("expected at most {MOST} patterns, there are {count}")];
        }
        let faults = self.0.given.iter().zip(1..).filter_map(|(pattern, number)| {
            let fault = pattern.compile().map(drop).and_then(|()| pattern.rest()).err()?;
            Some(format!("pattern {number}: {fault}"))
        });
        faults.collect()
    }
}

impl Pattern {
    fn compile(&self) -> Result<Sides, String> {
        let side = |text: &Option<String>, name| text.as_deref().map(|text| compile(text, name)).transpose();
        Ok(Sides { source: side(&self.source, "source")?, target: side(&self.target, "target")? })
    }

    /// What can be wrong with it beside its regular expressions.
    fn rest(&self) -> Result<(), String> {
        let is_language =
            |tag: &String| (2..=8).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_lowercase());
        if self.source.is_none() && self.target.is_none() {
            Err("expected source or target".to_owned())
        } else if self.required && self.target.is_none() {
            Err("required needs a target".to_owned())
        } else if self.message.trim().is_empty() || self.message.chars().count() > LONGEST_MESSAGE {
            Err(format!("expected a message of at most {LONGEST_MESSAGE} characters"))
        } else if let Some(tag) = self.languages.iter().find(|tag| !is_language(tag)) {
            Err(format!("{tag:?} is no language such as \"de\" (no region, no script)"))
        } else {
            Ok(())
        }
    }
}

fn compile(text: &str, side: &str) -> Result<Regex, String> {
    if text.is_empty() || text.len() > LONGEST {
        return Err(format!("expected {side} to be of 1 to {LONGEST} bytes"));
    }
    RegexBuilder::new(text).size_limit(LARGEST).build().map_err(|error| {
        if let regex::Error::CompiledTooBig(_) = error {
            return format!("{side} is larger than {LARGEST} bytes when compiled");
        }
        // Its last line has the reason; those before it show the pattern.
        let told = error.to_string();
        let reason = told.lines().last().unwrap_or_default();
        format!("{side} is no regular expression: {}", reason.trim_start_matches("error: "))
    })
}

#[cfg(test)]
mod tests {
    use super::{Pattern, Patterns, Severity};

    fn pattern(source: &str, target: &str) -> Pattern {
        let side = |text: &str| (text != "-").then(|| text.to_owned());
        Pattern {
            message: "say Sie".to_owned(),
            source: side(source),
            target: side(target),
            required: false,
            languages: Vec::new(),
            severity: Severity::Minor,
        }
    }

    #[test]
    fn what_is_wrong_with_a_pattern_is_told_with_its_number() {
        let check = |pattern: Pattern, expected: &str| {
            let faults = Patterns::from(vec![self::pattern("a", "-"), pattern]).faults();
            match faults.first() {
                None => assert_eq!(expected, ""),
                Some(fault) => assert!(
                    !expected.is_empty() && fault.starts_with("pattern 2: ") && fault.contains(expected),
                    "{fault:?} {expected:?}"
                ),
            }
        };
        check(pattern("-", r"\bdeine?\b"), "");
        check(pattern(r"^\w+ \p{L}+$", "-"), "");
        check(pattern("-", "-"), "source or target");
        check(pattern("-", ""), "target to be of 1 to 1000 bytes");
        check(pattern(&"a".repeat(1001), "-"), "source to be of 1 to 1000 bytes");
        check(pattern("-", "(a"), "target is no regular expression: unclosed group");
        check(pattern("-", "a{1000}{1000}"), "target is larger than 131072 bytes when compiled");
        check(Pattern { required: true, ..pattern("a", "-") }, "required needs a target");
        check(Pattern { message: " ".to_owned(), ..pattern("a", "-") }, "a message of at most 500");
        check(Pattern { message: "ä".repeat(501), ..pattern("a", "-") }, "a message of at most 500");
        check(Pattern { message: "ä".repeat(500), ..pattern("a", "-") }, "");
        check(
            Pattern { languages: vec!["de-DE".to_owned()], ..pattern("a", "-") },
            "\"de-DE\" is no language",
        );
        let many = |count| Patterns::from(vec![pattern("a", "-"); count]).faults();
        assert_eq!((many(200), many(201).len()), (Vec::new(), 1));
    }

    #[test]
    fn patterns_come_back_from_where_they_are_stored() {
        let text = r#"[{"message":"m","target":"a"}]"#;
        let read: Patterns = serde_json::from_str(text).unwrap();
        assert_eq!(read, Patterns::from(vec![Pattern { message: "m".to_owned(), ..pattern("-", "a") }]));
        let again: Patterns = serde_json::from_str(&serde_json::to_string(&read).unwrap()).unwrap();
        assert_eq!((again == read, again.compiled().count()), (true, 1));
    }
}
