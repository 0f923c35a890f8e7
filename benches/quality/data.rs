//! The pairs: read from `data/`, filled in by a seeded generator.

use crate::language::{ENGLISH, Language, of};
use crate::slots::{Mark, Value, fill};
use fastrand::Rng;
use std::collections::BTreeMap;

/// A line of the data: two texts with slots.
#[derive(Debug, Clone)]
pub struct Template {
    pub name: &'static str,
    pub source_language: &'static Language,
    pub source: &'static str,
    pub target: &'static str,
    /// A target that says the opposite.
    pub wrong: Option<&'static str>,
    /// Belongs to the half nobody looks at when rules are mended: the first, third, fifth … pair.
    pub frozen: bool,
    /// Right, and written otherwise than usual.
    pub variation: bool,
}

/// The pairs of a target language.
#[derive(Debug)]
pub struct Set {
    pub language: &'static Language,
    pub templates: Vec<Template>,
    /// A term of the source, its translation, and one that is not to be used.
    pub terms: Vec<(&'static str, &'static str, &'static str)>,
    /// A word of the language, for names of placeholders that somebody translated.
    pub word: &'static str,
}

/// A pair without slots.
#[derive(Debug, Clone)]
pub struct Pair {
    pub name: &'static str,
    pub language: &'static Language,
    pub source_tag: &'static str,
    pub source: String,
    pub target: String,
    /// The filled slots of the target.
    pub marks: Vec<Mark>,
    pub wrong: Option<String>,
    /// The target of another pair.
    pub other: String,
    pub terms: Vec<(&'static str, &'static str, &'static str)>,
    pub word: &'static str,
}

/// A line that says something, and its fields.
fn lines(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split(" | ").collect())
}

impl Set {
    /// Reads the data of a language.
    ///
    /// # Panics
    /// A line that is none: the files belong to the bench.
    pub fn of(language: &'static Language) -> Self {
        let english: BTreeMap<&str, &str> =
            lines(ENGLISH.pairs).map(|fields| (fields[0], fields[1])).collect();
        let mut set = Self { language, templates: Vec::new(), terms: Vec::new(), word: "" };
        for fields in lines(language.pairs) {
            match fields[..] {
                ["@term", source, right, wrong] => set.terms.push((source, right, wrong)),
                ["@word", word] => set.word = word,
                [name, wrong] if name.starts_with('!') => {
                    let same = |template: &&mut Template| template.name == &name[1..];
                    set.templates.iter_mut().find(same).expect("the pair stands above").wrong = Some(wrong);
                }
                [name, target] => set.add(name, &ENGLISH, english[name], target),
                [name, source_language, source, target] => set.add(name, of(source_language), source, target),
                _ => panic!("{}: a line has too many or too few fields: {fields:?}", language.tag),
            }
        }
        set
    }

    fn add(
        &mut self,
        name: &'static str,
        source_language: &'static Language,
        source: &'static str,
        target: &'static str,
    ) {
        let frozen = self.templates.len().is_multiple_of(2);
        let variation = name.starts_with("var.");
        self.templates.push(Template {
            name,
            source_language,
            source,
            target,
            wrong: None,
            frozen,
            variation,
        });
    }

    /// One pair of a template, with values drawn for its slots.
    pub fn pair(&self, template: &Template, rng: &mut Rng) -> Pair {
        let mut values: BTreeMap<String, Value> = BTreeMap::new();
        let (source, _) = fill(template.source, template.source_language, &mut values, rng);
        let (target, marks) = fill(template.target, self.language, &mut values, rng);
        let wrong = template.wrong.map(|wrong| fill(wrong, self.language, &mut values, rng).0);
        let others: Vec<&Template> = self
            .templates
            .iter()
            .filter(|other| {
                other.name != template.name && !other.variation && !other.target.contains(['⟦', '{', '%'])
            })
            .collect();
        let other = rng.choice(others.iter()).map_or_else(String::new, |other| {
            let mut values = BTreeMap::new();
            fill(other.source, other.source_language, &mut values, rng);
            fill(other.target, self.language, &mut values, rng).0
        });
        Pair {
            name: template.name,
            language: self.language,
            source_tag: template.source_language.tag,
            source,
            target,
            marks,
            wrong,
            other,
            terms: self.terms.clone(),
            word: self.word,
        }
    }
}
