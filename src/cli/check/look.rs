//! The look at one file: its structure and its texts in one pass, a second for what only the whole
//! file shows.

use super::dismissed::{self, List};
use super::form::Form;
use super::line::Line;
use super::waiting::Waiting;
use super::{Arguments, Broken, Format, MOST};
use crate::check::file::{FileChecks, Placed};
use crate::check::{self, Dictionary, Id, Options, Pair, Terms};
use crate::cli::exit::{Exit, Failed};
use crate::cli::glossary::Glossary;
use crate::cli::{output, settings};
use crate::dictionaries::Library;
use crate::domain::file::LanguagePair;
use crate::domain::limits::Limits;
use crate::domain::locale::Locale;
use crate::domain::pattern::Patterns;
use crate::domain::segment::{Finding, Segment, Severity};
use crate::xliff::{self, Places, Problem, Seen, Shown};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Seek as _};
use std::path::Path;
use std::sync::Arc;

/// What is looked for, and what was found so far.
pub(super) struct Look {
    enabled: Vec<String>,
    disabled: Vec<String>,
    glossary: Option<Glossary>,
    library: Library,
    patterns: Patterns,
    /// What was said of dictionaries that cannot be used.
    warned: BTreeSet<String>,
    dismissed: List,
    source_language: String,
    target_language: String,
    most: u64,
    pub(super) worst: Option<Severity>,
    /// Whether a file could not be processed at all.
    pub(super) refused: bool,
}

/// A pair of languages, and what the checks need of it.
struct OfPair {
    languages: LanguagePair,
    source: Locale,
    target: Locale,
    options: Options,
}

/// One file while it is looked at.
struct Told<'t> {
    name: &'t str,
    form: &'t mut dyn Form,
    counts: BTreeMap<String, u64>,
}

/// Why a file is not read to its end.
enum Stopped {
    /// What the file says.
    File(xliff::Error),
    /// What ends the check as a whole.
    Broken(Broken),
    /// There is nothing more to find.
    Enough,
}

impl From<xliff::Error> for Stopped {
    fn from(error: xliff::Error) -> Self {
        Self::File(error)
    }
}

impl<B: Into<Broken>> From<B> for Stopped {
    fn from(broken: B) -> Self {
        Self::Broken(broken.into())
    }
}

impl Look {
    pub(super) fn new(arguments: &Arguments) -> Result<Self, Failed> {
        let (library, patterns) =
            settings::checks(arguments.config.as_deref(), arguments.dictionaries.as_deref())?;
        let of_format = if arguments.format == Format::Text { MOST } else { 0 };
        Ok(Self {
            enabled: arguments.enable.clone(),
            disabled: arguments.disable.clone(),
            glossary: arguments.glossary.as_deref().map(Glossary::read).transpose()?,
            library,
            patterns,
            warned: BTreeSet::new(),
            dismissed: arguments.dismissed.as_deref().map(dismissed::read).transpose()?.unwrap_or_default(),
            source_language: arguments.source_language.clone(),
            target_language: arguments.target_language.clone(),
            most: arguments.most.unwrap_or(of_format),
            worst: None,
            refused: false,
        })
    }

    /// Tells what is found in a file; returns how many findings of which checks were not told.
    pub(super) fn file(
        &mut self,
        path: &Path,
        file: &File,
        form: &mut dyn Form,
    ) -> Result<Vec<(String, u64)>, Broken> {
        let name = path.display().to_string();
        let mut told = Told { name: &name, form, counts: BTreeMap::new() };
        let unread = |error: io::Error| Exit::Usage.because(format_args!("{name}: {error}"));
        match self.through(file, &mut told) {
            Ok(()) | Err(Stopped::Enough) => {}
            Err(Stopped::Broken(broken)) => return Err(broken),
            Err(Stopped::File(xliff::Error::Io(error))) => return Err(unread(error).into()),
            Err(Stopped::File(error)) => {
                self.refused = true;
                self.tell(&mut told, &Line::of_refusal(&name, &error))?;
            }
        }
        let most = self.most;
        let over = told.counts.into_iter().filter(|(_, count)| most > 0 && *count > most);
        Ok(over.map(|(check, count)| (check, count - most)).collect())
    }

    fn through(&mut self, file: &File, told: &mut Told<'_>) -> Result<(), Stopped> {
        let mut pair: Option<OfPair> = None;
        // What the whole file shows needs no terms, so the pair does not matter.
        let mut whole = FileChecks::new(&self.options());
        let mut waiting = Waiting::default();
        xliff::examine(file, &Limits::default(), |seen| match seen {
            Seen::Problem(problem) => {
                let due = waiting.before_problem();
                let due = due.into_iter().chain(waiting.keep(problem));
                self.problems(due, told)?;
                Ok::<(), Stopped>(())
            }
            Seen::Segment(mut segment, places) => {
                self.problems(waiting.before_segment(&segment.id.unit), told)?;
                segment.fill_languages(&self.source_language, &self.target_language);
                if segment.is_compared() {
                    if pair.as_ref().is_none_or(|pair| pair.languages != segment.languages) {
                        pair = Some(self.of_pair(&segment.languages)?);
                    }
                    if let Some(pair) = &pair {
                        let found = self.segment(&segment, &places, pair, told)?;
                        waiting.hear(found.iter().map(|finding| finding.check.as_ref()));
                    }
                    whole.push(&segment, &segment.target);
                }
                Ok(())
            }
        })?;
        self.problems(waiting.end(), told)?;
        self.whole(file, whole.finish().findings, told)
    }

    /// Tells problems of the structure.
    fn problems(
        &mut self,
        found: impl IntoIterator<Item = Problem>,
        told: &mut Told<'_>,
    ) -> Result<(), io::Error> {
        for problem in found {
            let is_off = self.disabled.iter().any(|name| name == problem.rule.id());
            if !is_off && !self.dismissed.has(told.name, &problem) {
                self.tell(told, &Line::of_problem(told.name, &problem))?;
            }
        }
        Ok(())
    }

    /// The checks that are wanted, without terms.
    fn options(&self) -> Options {
        Options {
            enabled: self.enabled.clone(),
            disabled: self.disabled.clone(),
            patterns: self.patterns.clone(),
            ..Options::default()
        }
    }

    /// The dictionary of a language. One that is broken is said once, and keeps nothing else from being
    /// checked: folders of a system have such ones.
    fn dictionary(&mut self, target: &Locale) -> Option<Arc<Dictionary>> {
        self.library.find(target).unwrap_or_else(|error| {
            let warning = format!("warning: spelling is not checked: {error}");
            if self.warned.insert(warning.clone()) {
                output::note(&warning);
            }
            None
        })
    }

    fn of_pair(&mut self, languages: &LanguagePair) -> Result<OfPair, Failed> {
        let terms = match &self.glossary {
            Some(glossary) => Terms::from(glossary.terms(languages)?),
            None => Terms::default(),
        };
        let target = Locale::parse(&languages.target);
        let is_off = self.disabled.iter().any(|name| name == Id::Spelling.as_str());
        let found = if is_off { None } else { self.dictionary(&target) };
        let dictionaries = found.map(|dictionary| (target.clone(), dictionary)).into_iter().collect();
        Ok(OfPair {
            source: Locale::parse(&languages.source),
            target,
            languages: languages.clone(),
            options: Options { terms, dictionaries, ..self.options() },
        })
    }

    /// Tells what is found in the texts of a segment; gives all of it, dismissed or not.
    fn segment(
        &mut self,
        segment: &Segment,
        places: &Places,
        pair: &OfPair,
        told: &mut Told<'_>,
    ) -> Result<Vec<Finding>, io::Error> {
        let dismissed = self.dismissed.texts.checks(segment).to_vec();
        let findings = check::findings(&Pair {
            codes: &segment.codes,
            source: &segment.source,
            target: &segment.target,
            source_locale: &pair.source,
            target_locale: &pair.target,
            max_chars: segment.max_chars,
            bounds: &segment.bounds,
            part: segment.part,
            claim: segment.claim.as_ref(),
            options: &pair.options,
        });
        let mut shown = None;
        for finding in findings.iter().filter(|finding| !dismissed.iter().any(|name| *name == finding.check))
        {
            let place = finding.span.and_then(|(start, _)| {
                let shown = shown.get_or_insert_with(|| Shown::of(&segment.target));
                places.of_text(shown, start)
            });
            self.tell(told, &Line::of_finding(told.name, segment, finding, place))?;
        }
        Ok(findings)
    }

    /// Tells what only the whole file shows. The segments are looked up in the file again: kept, they
    /// would be the file.
    fn whole(&mut self, mut file: &File, found: Vec<Placed>, told: &mut Told<'_>) -> Result<(), Stopped> {
        let Some(last) = found.last().map(|placed| placed.number) else { return Ok(()) };
        let mut left = found.into_iter().peekable();
        file.rewind()?;
        xliff::read(file, &Limits::default(), |mut segment| {
            segment.fill_languages(&self.source_language, &self.target_language);
            let number = segment.id.number;
            while let Some(Placed { finding, .. }) = left.next_if(|placed| placed.number <= number) {
                if !self.dismissed.texts.checks(&segment).iter().any(|name| *name == finding.check) {
                    self.tell(told, &Line::of_finding(told.name, &segment, &finding, None))?;
                }
            }
            if number >= last { Err(Stopped::Enough) } else { Ok(()) }
        })?;
        Ok(())
    }

    fn tell(&mut self, told: &mut Told<'_>, line: &Line<'_>) -> io::Result<()> {
        self.worst = self.worst.max(Some(line.severity));
        let count = told.counts.entry(line.check.to_owned()).or_default();
        *count += 1;
        if self.most == 0 || *count <= self.most { told.form.line(line) } else { Ok(()) }
    }
}
