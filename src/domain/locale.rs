//! Reading language tags leniently: `de-DE`, `de_DE`, `zh-Hans-CN`, `EN-us`.
//!
//! Tags are compared, never rewritten: what a file says stays as it says it.

/// The parts of a language tag that rules depend on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Locale {
    /// The primary language subtag, lower case; empty if unknown.
    pub language: String,
    /// The script subtag, title case, if one is written.
    pub script: Option<String>,
    /// The region subtag, upper case, if one is written.
    pub region: Option<String>,
}

impl Locale {
    /// Reads a tag; anything unreadable gives an unknown language.
    #[must_use]
    pub fn parse(tag: &str) -> Self {
        let mut parts = tag.trim().split(['-', '_']);
        let language = parts.next().unwrap_or_default().to_ascii_lowercase();
        if !(2..=8).contains(&language.len()) || !language.bytes().all(|b| b.is_ascii_alphabetic()) {
            return Self::default();
        }
        let mut locale = Self { language, ..Self::default() };
        for part in parts {
            let letters = part.bytes().all(|b| b.is_ascii_alphabetic());
            match part.len() {
                4 if letters && locale.script.is_none() => {
                    let (head, tail) = part.split_at(1);
                    locale.script = Some(head.to_ascii_uppercase() + &tail.to_ascii_lowercase());
                }
                2 if letters => locale.region = Some(part.to_ascii_uppercase()),
                3 if part.bytes().all(|b| b.is_ascii_digit()) => locale.region = Some(part.to_owned()),
                1 => break, // an extension follows
                _ => {}
            }
        }
        locale
    }

    /// Whether the language is one of `languages` (primary subtags).
    #[must_use]
    pub fn is_any(&self, languages: &[&str]) -> bool {
        languages.contains(&self.language.as_str())
    }
}

/// The longest language tag, in characters.
const LONGEST_TAG: usize = 35;

/// Whether a word has the form of a language tag by BCP 47. Which languages there are is not asked.
#[must_use]
pub fn is_tag(tag: &str) -> bool {
    tag.len() <= LONGEST_TAG
        && !Locale::parse(tag).language.is_empty()
        && tag.split('-').all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

#[cfg(test)]
mod tests {
    use super::{Locale, is_tag};

    #[test]
    fn language_tags_are_told_from_other_words() {
        for tag in ["de", "zh-Hant-TW", "es-419", "en-x-private", "sr-Latn"] {
            assert!(is_tag(tag), "{tag}");
        }
        for word in [
            "",
            "deutsch please",
            "d",
            "de_DE",
            "-de",
            "de--DE",
            "123",
            "日本語",
            &format!("de-{}", "abcd-".repeat(7) + "a"),
        ] {
            assert!(!is_tag(word), "{word}");
        }
    }

    fn check(tag: &str, language: &str, script: Option<&str>, region: Option<&str>) {
        let locale = Locale::parse(tag);
        assert_eq!(
            (locale.language.as_str(), locale.script.as_deref(), locale.region.as_deref()),
            (language, script, region),
            "{tag}"
        );
    }

    #[test]
    fn tags_are_read_leniently() {
        check("de", "de", None, None);
        check("de_AT", "de", None, Some("AT"));
        check("ZH-hans-cn", "zh", Some("Hans"), Some("CN"));
        check("es-419", "es", None, Some("419"));
        check("en-x-private", "en", None, None);
        check("", "", None, None);
        check("1x", "", None, None);
    }
}
