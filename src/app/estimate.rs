//! What a job would do, without creating it.

use super::{App, Caller, Error, jobs};
use crate::domain::job::JobSpec;
use crate::domain::repeats::Repeats;
use crate::refine::{Admission, admit};
use crate::xliff;
use std::collections::BTreeMap;

/// Counts of what a job would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Estimate {
    /// How many segments the file holds.
    pub segment_count: u64,
    /// How many would be left alone, by reason.
    pub skipped: BTreeMap<String, u64>,
    /// How many differ from every earlier one.
    pub distinct_count: u64,
}

impl App {
    /// Counts segments and skips. Tokens and money come with prices.
    ///
    /// # Errors
    /// As `create_job`.
    pub async fn estimate_job(&self, caller: &Caller, spec: JobSpec) -> Result<Estimate, Error> {
        jobs::valid(&spec, &self.config.webhooks, None)?;
        self.usable(caller, &spec).await?;
        let limits = self.config.limits.reader();
        self.with_file(spec.file, move |file| {
            let admission = Admission {
                exclude_numeric: spec.exclude_numeric_segments,
                include_protected: spec.include_protected,
            };
            let mut estimate = Estimate::default();
            let mut seen = Repeats::default();
            xliff::read(file, &limits, |mut segment| {
                estimate.segment_count += 1;
                segment.fill_languages(&spec.source_language, &spec.target_language);
                if let Some(reason) = admit(&segment, &admission) {
                    *estimate.skipped.entry(reason.as_str().to_owned()).or_default() += 1;
                } else {
                    let key = segment.repetition().map_err(|error| Error::Internal(Box::new(error)))?;
                    seen.first(&key, segment.id.number);
                }
                Ok::<(), Error>(())
            })?;
            estimate.distinct_count = seen.len() as u64;
            Ok(estimate)
        })
        .await
    }
}
