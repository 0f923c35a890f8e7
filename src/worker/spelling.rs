//! The dictionaries of a job: found once, when its file is read, and the same for all its shards.
//!
//! Spelling is a remark and decides nothing, so a dictionary that cannot be had stops no job: it says so.

use super::{Result, Worker};
use crate::dictionaries::Library;
use crate::domain::ids::JobId;
use crate::domain::locale::Locale;
use crate::refine::{Brief, Facts, Pinned};
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

impl Worker {
    /// The dictionaries there are for the target languages of a file, and a warning for each that is broken.
    pub(super) async fn pin(&self, languages: BTreeSet<String>) -> Result<(Vec<Pinned>, Vec<String>)> {
        let library = Arc::clone(&self.library);
        let found = tokio::task::spawn_blocking(move || pinned(&library, languages));
        Ok(found.await?)
    }

    /// What the loop may know of a whole file, with the dictionaries the job began with.
    pub(super) async fn brief(&self, job: JobId) -> Result<Brief> {
        let facts = self.facts(job).await?;
        if facts.dictionaries.is_empty() {
            return Ok(Brief::new(facts));
        }
        let library = Arc::clone(&self.library);
        let brief = tokio::task::spawn_blocking(move || {
            let again = |pinned: &Pinned| match library.again(&pinned.name, &pinned.digest) {
                Ok(dictionary) => Some((Locale::parse(&pinned.language), dictionary)),
                Err(error) => {
                    tracing::warn!(job.id = %job, %error, "spelling is not checked in a part of the job");
                    None
                }
            };
            let dictionaries = facts.dictionaries.iter().filter_map(again).collect();
            Brief::of(facts, dictionaries)
        });
        Ok(brief.await?)
    }

    /// A warning for each dictionary that is not the one the job began with any more, so that some of its
    /// segments may not have been looked at.
    pub(super) async fn changed(&self, job: JobId) -> Result<Vec<String>> {
        let pinned = self.facts(job).await?.dictionaries;
        let library = Arc::clone(&self.library);
        let changed = tokio::task::spawn_blocking(move || {
            let is_other = |pinned: &Pinned| library.again(&pinned.name, &pinned.digest).is_err();
            let of_it = |pinned: Pinned| {
                let (name, language) = (pinned.name, pinned.language);
                format!(
                    "the dictionary {name} has changed or cannot be read: spelling in {language} may not have \
                     been checked everywhere"
                )
            };
            pinned.into_iter().filter(is_other).map(of_it).collect()
        });
        Ok(changed.await?)
    }

    async fn facts(&self, job: JobId) -> Result<Facts> {
        Ok(serde_json::from_slice(&self.blob.get(crate::blob::Name::Facts(job)).await?)?)
    }
}

/// The most languages of a file whose words are looked up. Each segment looks through them, and a file may name
/// another one for every segment.
const MOST: usize = 64;

/// The dictionaries there are for some languages, and a warning for each that is broken.
fn pinned(library: &Library, languages: BTreeSet<String>) -> (Vec<Pinned>, Vec<String>) {
    let (mut pinned, mut warnings, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    for language in languages {
        let locale = Locale::parse(&language);
        if seen.contains(&locale) {
            continue;
        }
        if seen.len() == MOST {
            if !pinned.is_empty() {
                warnings.push(format!("spelling was checked in {MOST} of the target languages only"));
            }
            break;
        }
        match library.find(&locale) {
            Ok(Some(found)) => {
                let (name, digest) = (found.name().to_owned(), found.digest().to_owned());
                pinned.push(Pinned { language, name, digest });
            }
            Ok(None) => {}
            Err(error) => {
                tracing::warn!(%error, "a dictionary cannot be used");
                warnings.push(format!(
                    "spelling was not checked in {language}: the server's dictionary cannot be used"
                ));
            }
        }
        seen.insert(locale);
    }
    (pinned, warnings)
}

#[cfg(test)]
mod tests {
    use super::{MOST, pinned};
    use crate::dictionaries::Library;

    #[test]
    fn a_file_of_countless_languages_pins_few_dictionaries() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("de_DE.aff"), "SET UTF-8\n").unwrap();
        std::fs::write(folder.path().join("de_DE.dic"), "1\nDatei\n").unwrap();
        let library = Library::open(Some(folder.path())).unwrap();
        let many = |tag: &dyn Fn(usize) -> String| (100..900).map(tag).collect();
        let (one, warnings) = pinned(&library, many(&|number| format!("de-x-{number}")));
        assert_eq!((one.len(), warnings.len()), (1, 0), "they differ in nothing that counts");
        let (some, warnings) = pinned(&library, many(&|number| format!("de-{number}")));
        assert_eq!((some.len(), warnings.len()), (MOST, 1));
        let (none, warnings) = pinned(&Library::default(), many(&|number| format!("de-{number}")));
        assert_eq!((none.len(), warnings.len()), (0, 0));
    }
}
