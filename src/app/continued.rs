//! Going on with what an earlier job has paid for.

use super::{App, Caller, Error, Rule};
use crate::domain::file::StoredFile;
use crate::domain::job::JobSpec;
use crate::store::files::Found;

impl App {
    /// Refuses to go on with a job that is not there, is not over, or was on another file. A file that
    /// was uploaded again is the same one if its bytes are, also when the first has expired.
    ///
    /// # Errors
    /// `JOB_NOT_FOUND`, `JOB_NOT_FINISHED`, `REQUEST_INVALID`.
    pub(super) async fn continued(
        &self,
        caller: &Caller,
        spec: &JobSpec,
        file: &StoredFile,
    ) -> Result<(), Error> {
        let Some(id) = spec.continue_job else { return Ok(()) };
        let earlier = self.get_job(caller, id).await?;
        if !earlier.status.is_final() {
            return Err(Error::JobNotFinished { state: earlier.status.as_str() });
        }
        if earlier.spec.file == file.id {
            return Ok(());
        }
        let known = match self.store.file(&caller.tenant, earlier.spec.file).await? {
            Some(Found::Here(known)) => Some(known.sha256),
            Some(Found::Expired { sha256 }) => Some(sha256),
            None => None,
        };
        if known.is_some_and(|known| known == file.sha256) {
            return Ok(());
        }
        let text = "a job on the same file; that one was on another";
        Err(Error::invalid("spec.continue_job_id", Rule::Conflict, text))
    }
}
