//! The dictionaries of a job: found once, when its file is read, and the same for all its shards.
//!
//! Spelling is a remark and decides nothing, so a dictionary that cannot be had stops no job: it says so.

use super::{Result, Worker};
use crate::domain::ids::JobId;
use crate::domain::locale::Locale;
use crate::refine::{Brief, Facts, Pinned};
use std::collections::BTreeSet;
use std::sync::Arc;

impl Worker {
    /// The dictionaries there are for the target languages of a file, and a warning for each that is broken.
    pub(super) async fn pin(&self, languages: BTreeSet<String>) -> Result<(Vec<Pinned>, Vec<String>)> {
        let library = Arc::clone(&self.library);
        let found = tokio::task::spawn_blocking(move || {
            let (mut pinned, mut warnings) = (Vec::new(), Vec::new());
            for language in languages {
                match library.find(&Locale::parse(&language)) {
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
            }
            (pinned, warnings)
        });
        Ok(found.await?)
    }

    /// What the loop may know of a whole file, with the dictionaries the job began with.
    pub(super) async fn brief(&self, job: JobId) -> Result<Brief> {
        let facts = self.facts(job).await?;
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
                    "the dictionary {name} has changed: spelling in {language} was not checked everywhere"
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
