//! Findings that a person dismisses: remembered for the tenant, left out of all later jobs.

use super::page::Page;
use super::{App, Caller, Error, Rule};
use crate::domain::dismissal::{Dismissal, SegmentHash};
use crate::domain::ids::{DismissalId, JobId};
use crate::domain::segment::Finding;

/// The longest note, in characters.
const NOTE: usize = 500;

impl App {
    /// Dismisses the findings of a check on a finished segment: on its text as it came in, as it is
    /// now, or both, wherever the check has one.
    ///
    /// # Errors
    /// `JOB_NOT_FOUND`; `REQUEST_INVALID` if the segment has not ended or has no such finding, the note
    /// is too long, or there are too many dismissals.
    pub async fn dismiss_finding(
        &self,
        caller: &Caller,
        job: JobId,
        number: u64,
        check: &str,
        note: &str,
    ) -> Result<Vec<Dismissal>, Error> {
        self.get_job(caller, job).await?;
        if note.chars().count() > NOTE || note.contains('\0') {
            let text = format!("at most {NOTE} characters, without U+0000");
            return Err(Error::invalid("note", Rule::TooLong, text));
        }
        let found = self.store.segments(job, &[], false, number.saturating_sub(1), 1, 0).await?;
        let segment =
            found.rows.into_iter().find(|segment| segment.id.number == number).ok_or_else(|| {
                Error::invalid("segment_number", Rule::UnknownValue, "no segment of this number has ended")
            })?;
        let hash = |target| SegmentHash::of(&segment.languages, &segment.source, target);
        let has = |findings: &[Finding]| findings.iter().any(|finding| finding.check == check);
        let versions =
            [(&segment.original, &segment.findings_before), (segment.target(), &segment.findings_after)];
        let mut hashes: Vec<_> =
            versions.iter().filter(|(_, findings)| has(findings)).map(|(target, _)| hash(target)).collect();
        hashes.dedup();
        if hashes.is_empty() {
            let text = "this segment has no finding of this check; ListSegments names those it has";
            return Err(Error::invalid("check", Rule::UnknownValue, text));
        }
        let (by, at) = (caller.key.as_ref().map(ToString::to_string).unwrap_or_default(), self.clock.now());
        let new = hashes.into_iter().map(|segment| Dismissal {
            id: DismissalId::new(),
            check: check.to_owned(),
            segment,
            by: by.clone(),
            note: note.to_owned(),
            at,
        });
        let most = self.config.limits.dismissals;
        let stored = self.store.dismiss(&caller.tenant, new.collect(), most).await?;
        stored.ok_or_else(|| {
            let text = format!("at most {most} for a tenant (setting limits.dismissals); restore some");
            Error::invalid("check", Rule::TooMany, text)
        })
    }

    /// A page of dismissals, newest first, and the token of the next page.
    ///
    /// # Errors
    /// A bad page.
    pub async fn list_dismissals(
        &self,
        caller: &Caller,
        page: &Page,
    ) -> Result<(Vec<Dismissal>, String), Error> {
        let cursor = page.open(50, "dismissals")?;
        let before = cursor.after::<DismissalId>()?;
        let mut found = self.store.dismissals(&caller.tenant, before, cursor.size + 1).await?;
        let fit = self.fit(&found, cursor.size, weight);
        let more = found.len() > fit;
        found.truncate(fit);
        let token =
            found.last().filter(|_| more).map_or_else(String::new, |last| cursor.token(&last.id.to_string()));
        Ok((found, token))
    }

    /// Forgets a dismissal: the finding counts again.
    ///
    /// # Errors
    /// `DISMISSAL_NOT_FOUND`.
    pub async fn restore_finding(&self, caller: &Caller, id: DismissalId) -> Result<(), Error> {
        match self.store.restore(&caller.tenant, id).await? {
            true => Ok(()),
            false => Err(Error::DismissalNotFound(id.to_string())),
        }
    }
}

/// About how many bytes a dismissal takes in an answer.
fn weight(dismissal: &Dismissal) -> usize {
    dismissal.check.len() + dismissal.note.len() + 200
}
