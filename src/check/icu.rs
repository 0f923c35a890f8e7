//! ICU messages: whole, and with the branches the language needs.
//!
//! Which categories of plurals a language has is CLDR's (ICU4X). Left alone: categories that only
//! fractions or numbers from a million on fall into, branches a language does not need, and
//! messages whose source makes no use of categories.

use super::Id;
use super::view::{Report, View};
use crate::domain::locale::Locale;
use crate::domain::placeholders::{Family, Placeholder, find};
use crate::domain::segment::Severity;
use icu_plurals::{PluralCategory, PluralRuleType, PluralRules, PluralRulesOptions};
use std::collections::BTreeSet;

/// Broken messages, and missing branches of plurals (`icu-syntax`).
pub(super) fn icu_syntax(view: &View<'_>, report: &mut Report) {
    if !view.source.has_arms || !view.target.has_arms || !report.wants_any(&[Id::IcuSyntax]) {
        return;
    }
    let texts =
        [view.pair.source, view.pair.target].map(|text| text.texts().collect::<Vec<_>>().join("\u{FFFC}"));
    let [source, target] = texts.each_ref().map(|text| messages(text));
    let count = |all: &[Placeholder], frame: &str| all.iter().filter(|message| message.text == frame).count();
    let frames: BTreeSet<&str> = source.iter().map(|message| message.text.as_str()).collect();
    for frame in frames {
        if count(&target, frame) == 0 {
            let message = format!("the message {} is not whole", short(frame));
            report.add(Id::IcuSyntax, Severity::Critical, message, None);
        }
    }
    for message in &target {
        let of_source = source.iter().find(|other| other.text == message.text);
        let uses_categories = of_source.is_none_or(|source| {
            source.selectors.iter().any(|selector| is_category(selector) && selector != "other")
        });
        let has = |name: &str| message.selectors.iter().any(|selector| selector == name);
        let mut missing: Vec<&str> = Vec::new();
        if !has("other") && of_source.is_none_or(|source| source.selectors.iter().any(|name| name == "other"))
        {
            missing.push("other");
        }
        // What a select chooses by is the program's.
        if let Some(source) = of_source.filter(|_| kind(&message.text).is_none()) {
            let lost = source.selectors.iter().map(String::as_str);
            missing.extend(lost.filter(|name| *name != "other" && !has(name)));
        }
        if let Some(kind) = kind(&message.text).filter(|_| uses_categories) {
            let explicit = [("zero", "=0"), ("one", "=1"), ("two", "=2")];
            let by_number =
                |name: &str| explicit.iter().any(|(category, number)| *category == name && has(number));
            missing.extend(
                needed(view.pair.target_locale, kind)
                    .into_iter()
                    .filter(|name| *name != "other" && !has(name) && !by_number(name)),
            );
        }
        for name in missing {
            let severity = if name == "other" { Severity::Critical } else { Severity::Major };
            let message = format!("the message {} has no branch {name}", short(&message.text));
            report.add(Id::IcuSyntax, severity, message, None);
        }
    }
}

fn messages(text: &str) -> Vec<Placeholder> {
    find(text).into_iter().filter(|found| found.family == Family::Icu).collect()
}

/// `{n, plural}`: which rules choose its branches.
fn kind(frame: &str) -> Option<PluralRuleType> {
    if frame.contains(", selectordinal}") {
        Some(PluralRuleType::Ordinal)
    } else if frame.contains(", plural}") {
        Some(PluralRuleType::Cardinal)
    } else {
        None
    }
}

fn is_category(selector: &str) -> bool {
    matches!(selector, "zero" | "one" | "two" | "few" | "many" | "other")
}

/// The categories that whole numbers below a thousand fall into.
fn needed(locale: &Locale, kind: PluralRuleType) -> Vec<&'static str> {
    let tag = match &locale.region {
        Some(region) => format!("{}-{region}", locale.language),
        None => locale.language.clone(),
    };
    let Ok(known) = tag.parse::<icu_locale_core::Locale>() else { return Vec::new() };
    let options = PluralRulesOptions::from(kind);
    let Ok(rules) = PluralRules::try_new((&known).into(), options) else { return Vec::new() };
    let categories: BTreeSet<PluralCategory> =
        (0_u32..1_000).map(|number| rules.category_for(number)).collect();
    categories.into_iter().map(name).collect()
}

fn name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

fn short(frame: &str) -> String {
    const LONGEST: usize = 60;
    frame.chars().take(LONGEST).collect()
}
