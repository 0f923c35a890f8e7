//! Tests of the checks: tables of pairs, and properties that hold for all texts.

mod amounts;
mod artefacts;
mod correct;
mod language;
mod large;
mod messages;
mod numbers;
mod properties;
mod real;
mod repairs;
mod spelled;
mod structure;
mod terms;
mod typography;
mod words;
mod writings;

use super::{Id, Pair, catalog, findings, is_hard, repair};
use crate::domain::locale::Locale;
use crate::domain::segment::Finding;
use crate::domain::text::{Code, CodedText};

/// A pair that owns its parts, written in the shown form.
#[derive(Debug)]
pub(super) struct Sample {
    codes: Vec<Code>,
    source: CodedText,
    target: CodedText,
    locales: [Locale; 2],
    max_chars: Option<u64>,
}

impl Sample {
    /// `languages` is `source-target`, each possibly with a region: `en-de_CH`. Codes are those
    /// of the texts; one that is closed anywhere is a pair.
    pub(super) fn new(languages: &str, source: &str, target: &str) -> Self {
        let shown = format!("{source}{target}");
        let codes: Vec<Code> = (1..=9)
            .filter(|number| {
                shown.contains(&format!("⟦{number}⟧")) || shown.contains(&format!("⟦/{number}⟧"))
            })
            .map(|number| code(number, shown.contains(&format!("⟦/{number}⟧"))))
            .collect();
        let (from, to) = languages.split_once('-').unwrap();
        Self {
            source: CodedText::parse(source, &codes).unwrap(),
            target: CodedText::parse(target, &codes).unwrap(),
            codes,
            locales: [Locale::parse(from), Locale::parse(to)],
            max_chars: None,
        }
    }

    pub(super) fn pair(&self) -> Pair<'_> {
        Pair {
            codes: &self.codes,
            source: &self.source,
            target: &self.target,
            source_locale: &self.locales[0],
            target_locale: &self.locales[1],
            max_chars: self.max_chars,
            bounds: &[],
            part: false,
            claim: None,
            options: crate::check::Options::usual(),
        }
    }

    fn findings(&self) -> Vec<Finding> {
        findings(&self.pair())
    }

    /// The ids of the findings, separated by blanks.
    fn ids(&self) -> String {
        ids(&self.findings())
    }

    fn repaired(&self) -> Option<String> {
        repair(&self.pair()).map(|repair| repair.target.to_string())
    }
}

fn code(number: u32, pair: bool) -> Code {
    Code {
        number,
        kind: "g".to_owned(),
        pair,
        nests: pair,
        in_source: true,
        in_target: true,
        key: number.to_string(),
        ..Code::default()
    }
}

fn ids(findings: &[Finding]) -> String {
    findings.iter().map(|finding| finding.check.as_ref()).collect::<Vec<_>>().join(" ")
}

/// Each row: languages, source, target, ids of the findings.
fn check_all(rows: &[(&str, &str, &str, &str)]) {
    let mut wrong = Vec::new();
    for (languages, source, target, expected) in rows {
        let found = Sample::new(languages, source, target).findings();
        if ids(&found) != *expected {
            wrong.push(format!(
                "{languages}: {source:?} → {target:?}\n  expected {expected:?}\n  found {found:#?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The same with one remark switched on; other findings are left out.
pub(super) fn check_remarks(remark: &str, rows: &[(&str, &str, &str, &str)]) {
    let options = crate::check::Options { enabled: vec![remark.to_owned()], ..Default::default() };
    for (languages, source, target, expected) in rows {
        let sample = Sample::new(languages, source, target);
        let pair = Pair { options: &options, ..sample.pair() };
        let of_it = |mut found: Vec<Finding>| {
            found.retain(|finding| finding.check == remark);
            found
        };
        let found = of_it(findings(&pair));
        assert_eq!(ids(&found), *expected, "{languages}: {source:?} → {target:?}");
        assert_eq!(found, of_it(crate::check::remarks(&pair)), "{languages}: {source:?} → {target:?}");
    }
}

#[test]
fn the_catalog_names_every_check_once() {
    let mut names: Vec<&str> = catalog().iter().map(|id| id.as_str()).collect();
    assert!(catalog().iter().all(|id| Id::parse(id.as_str()) == Some(*id)));
    assert!(catalog().iter().all(|id| id.severities().0 <= id.severities().1));
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), catalog().len());
    let hard: Vec<&str> = names.into_iter().filter(|name| is_hard(name)).collect();
    assert_eq!(
        hard.join(" "),
        "ai-wrapper corrupt-chars dnt icu-syntax length-absolute markup-syntax number-value placeholder \
         tag-duplicate tag-extra tag-missing tag-pairing target-empty url-email-ip-path wrong-language"
    );
    assert!(!is_hard("no-such-check"));
}
