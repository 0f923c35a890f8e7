//! What a file says as a whole, gathered while its segments go by: which terms of the glossary it
//! has, what it is about, what it says again and again in the same words, and where it does not.

use super::brief::{Facts, Recurring};
use super::gist::Gist;
use super::hyphen::Hyphens;
use super::{Engine, Settings};
use crate::check::file::FileChecks;
use crate::check::{Options, Terms};
use crate::domain::locale::Locale;
use crate::domain::segment::{Finding, Segment};
use crate::domain::terms::Term;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The most terms of a language pair that are kept, the most frequent first.
const MOST_TERMS: usize = 200;

/// The term sheet of a file in the making. Its memory is bounded, whatever the file.
#[derive(Debug)]
pub struct Sheet {
    glossary: Terms,
    used: BTreeSet<(String, String)>,
    /// There if sources are to be shown without the hyphens of line breaks.
    hyphens: Option<Hyphens>,
    /// There if a model is to read it.
    gist: Option<Gist>,
    checks: FileChecks,
}

impl Sheet {
    /// A sheet for a job with this glossary.
    #[must_use]
    pub fn new(settings: &Settings, glossary: &[Term]) -> Self {
        // Only a model reads the shown source.
        let is_read = settings.engine == Engine::Model;
        Self {
            hyphens: (is_read && settings.remove_hyphenation).then(Hyphens::default),
            gist: is_read.then(Gist::default),
            glossary: Terms::from(glossary.to_vec()),
            used: BTreeSet::new(),
            checks: consistency(settings),
        }
    }

    /// Takes the next segment of the file.
    pub fn take(&mut self, segment: &Segment) {
        if let Some(hyphens) = &mut self.hyphens {
            hyphens.take(segment);
        }
        if let Some(gist) = &mut self.gist {
            gist.take(&segment.source);
        }
        if segment.target.is_empty() {
            return;
        }
        self.checks.push(segment, &segment.target);
        if !self.glossary.is_empty() {
            let locale = Locale::parse(&segment.languages.source);
            let found = self.glossary.found(&segment.source.text(), &locale);
            self.used.extend(found.into_iter().map(|term| (term.source.clone(), term.target.clone())));
        }
    }

    /// What is known of the file of this name now that all of it was seen.
    #[must_use]
    pub fn finish(self, file_name: &str) -> Facts {
        let Self { glossary, used, hyphens, gist, checks } = self;
        let broken = hyphens.map(Hyphens::finish).unwrap_or_default();
        let outcome = checks.finish();
        let mut recurring: Vec<Recurring> = Vec::new();
        let mut terms = outcome.terms;
        terms.sort_by_key(|term| Reverse(term.hits));
        for term in terms {
            let at =
                recurring.iter().position(|pair| pair.languages == term.languages).unwrap_or_else(|| {
                    recurring.push(Recurring { languages: term.languages.clone(), terms: Vec::new() });
                    recurring.len() - 1
                });
            if recurring[at].terms.len() < MOST_TERMS {
                recurring[at].terms.push(Term {
                    source: term.source,
                    target: term.target,
                    ..Term::default()
                });
            }
        }
        recurring.iter_mut().for_each(|pair| pair.terms.sort_by(|one, other| one.source.cmp(&other.source)));
        let mut findings: BTreeMap<u64, Vec<Finding>> = BTreeMap::new();
        for placed in outcome.findings {
            findings.entry(placed.number).or_default().push(placed.finding);
        }
        let is_used = |term: &&Term| used.contains(&(term.source.clone(), term.target.clone()));
        let glossary = glossary.all().iter().filter(is_used).cloned().collect();
        Facts {
            file_name: file_name.to_owned(),
            glossary,
            recurring,
            findings,
            broken,
            gist: gist.map(Gist::finish).unwrap_or_default(),
            dictionaries: Vec::new(),
        }
    }
}

/// The checks over a whole file, as the job wants them.
pub(super) fn consistency(settings: &Settings) -> FileChecks {
    let (enabled, disabled) = (settings.enabled_checks.clone(), settings.disabled_checks.clone());
    FileChecks::new(&Options { enabled, disabled, ..Options::default() })
}

#[cfg(test)]
mod tests {
    use super::Sheet;
    use crate::domain::terms::Term;
    use crate::refine::batch::Group;
    use crate::refine::fixture::{segment, settings};
    use crate::refine::{Brief, Facts, Machine, Step};

    #[test]
    fn of_a_glossary_only_what_occurs_is_kept() {
        let term = |source: &str| Term { source: source.to_owned(), ..Term::default() };
        let mut sheet = Sheet::new(&settings("local/m"), &[term("window"), term("file"), term("folder")]);
        sheet.take(&segment(1, "Save the file, close the windows", "x"));
        sheet.take(&segment(2, "One file", "x"));
        sheet.take(&segment(3, "The folder", ""));
        let facts = sheet.finish("a.xlf");
        let names: Vec<_> = facts.glossary.into_iter().map(|term| term.source).collect();
        assert_eq!(
            (names, facts.file_name),
            (vec!["window".to_owned(), "file".to_owned()], "a.xlf".to_owned())
        );
    }

    #[test]
    fn a_word_that_is_broken_in_one_group_is_known_from_anywhere_in_the_file() {
        let shown = |settings: &crate::refine::Settings| {
            let broken = segment(1, "The trans- lation of it", "Die Übersetzung");
            let mut sheet = Sheet::new(settings, &[]);
            sheet.take(&broken);
            // Also a source without a target, far away.
            sheet.take(&segment(900, "A translation", ""));
            let group = Group { segments: vec![broken], before: Vec::new(), after: None };
            let mut machine = Machine::of(group, settings, &Brief::new(sheet.finish("")));
            let Step::Ask(ask) = machine.step() else { panic!("it asks") };
            ask.prompt.work
        };
        let mut settings = settings("local/m");
        assert!(shown(&settings).contains("The translation of it"));
        settings.remove_hyphenation = false;
        assert!(shown(&settings).contains("The trans- lation of it"));
    }

    #[test]
    fn a_model_is_told_what_the_file_is_about_also_by_what_is_left_alone() {
        for (model, expected) in
            [("local/m", vec!["This pump moves warm water.".to_owned()]), ("builtin/rules", Vec::new())]
        {
            let mut sheet = Sheet::new(&settings(model), &[]);
            sheet.take(&segment(1, "Pump", "Pumpe"));
            sheet.take(&segment(2, "This pump moves warm water.", ""));
            let facts = sheet.finish("a.xlf");
            assert_eq!(facts.gist, expected, "{model}");
            let mut stored = serde_json::to_value(&facts).unwrap();
            stored.as_object_mut().unwrap().remove("gist");
            let older: Facts = serde_json::from_value(stored).unwrap();
            assert_eq!(older.gist, Vec::<String>::new(), "of a job from before");
        }
    }

    #[test]
    fn terms_that_the_file_keeps_to_are_its_own() {
        let mut sheet = Sheet::new(&settings("local/m"), &[]);
        sheet.take(&segment(1, "Warehouse", "Lager"));
        for number in 2..6 {
            sheet.take(&segment(
                number,
                &format!("The warehouse of customer {number} was closed"),
                &format!("Das Lager von Kunde {number} war geschlossen"),
            ));
        }
        let recurring = sheet.finish("").recurring;
        assert_eq!((recurring.len(), recurring[0].terms[0].target.as_str()), (1, "Lager"));
    }
}
