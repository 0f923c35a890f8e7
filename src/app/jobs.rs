//! Creating jobs, looking at them, stopping and erasing them.

use super::page::Page;
use super::{App, Caller, Error, Rule, Violation, spec, webhooks};
use crate::blob::Name;
use crate::config::{Config, Webhooks};
use crate::domain::digest;
use crate::domain::file::StoredFile;
use crate::domain::ids::{DeliveryId, FileId, JobId};
use crate::domain::job::{Job, JobSpec, JobStatus, is_careful};
use crate::domain::price::Prices;
use crate::domain::progress::JobProgress;
use crate::domain::segment::{SegmentResult, SegmentState};
use crate::provider::catalog::{CatalogError, Found};
use crate::refine::{Engine, PROMPT_VERSION, Settings};
use crate::store::erase::Erasure;
use crate::store::jobs::{Cancellation, Created, Entry, Pinned};
use crate::store::requests::{Kind, Request, Seen};
use crate::store::segments::Read;
use crate::store::webhooks::NewDelivery;
use secrecy::{ExposeSecret as _, SecretSlice, SecretString};

/// What is asked for with a new job.
#[derive(Debug)]
pub struct NewJob {
    /// What it is to do.
    pub spec: JobSpec,
    /// Whether the client left open what the file holds beside its targets: then the dialect decides.
    pub usual_output: bool,
    /// What the report of its end is signed with. Apart from the spec: that one is shown again.
    pub webhook_secret: Option<SecretString>,
    /// The client's id of the request.
    pub request_id: Option<String>,
}

impl App {
    /// Puts a job in the queue. The end of it is reported with the webhook's secret, if there is one.
    ///
    /// # Errors
    /// `REQUEST_INVALID`, `FILE_NOT_FOUND`, `FILE_EXPIRED`, `MODEL_NOT_FOUND`, `MODEL_DISABLED`,
    /// `BUDGET_TOO_SMALL`, `JOB_NOT_FOUND` and `JOB_NOT_FINISHED` of the job to continue,
    /// `REQUEST_ID_REUSED`, `QUEUE_FULL`, `RATE_LIMITED` (tokens or money of the day).
    pub async fn create_job(&self, caller: &Caller, new: NewJob) -> Result<Job, Error> {
        let NewJob { mut spec, usual_output, webhook_secret, request_id } = new;
        valid(&spec, &self.config.webhooks, request_id.as_deref())?;
        let secret = webhooks::secret(webhook_secret.as_ref());
        let secret = secret.map_err(|violation| Error::RequestInvalid(vec![violation]))?;
        let request = match request_id {
            Some(id) => Some(Request { id, fingerprint: fingerprint(&spec, usual_output, secret.as_ref())? }),
            None => None,
        };
        if let Some(request) = &request {
            match self.store.seen(&caller.tenant, Kind::Job, request).await? {
                Some(Seen::Same(first)) => return self.get_job(caller, JobId::from(first)).await,
                Some(Seen::Other(first)) => return Err(Error::RequestIdReused { first: first.to_string() }),
                None => {}
            }
        }
        let (file, engine) = self.usable(caller, &spec).await?;
        let mut warnings = spec::without_effect(&spec, engine);
        warnings.extend(spec::beside_the_targets(&mut spec, usual_output, &file.xliff.dialect));
        self.within_limits(caller, &spec).await?;
        self.continued(caller, &spec, &file).await?;
        let settings = settings(&spec, engine, &self.config);
        let prices = self.prices(&spec);
        self.within_budget(&caller.tenant, &spec, &settings, &prices, &file.filename).await?;
        let settings = serde_json::to_string(&settings).map_err(|error| Error::Internal(Box::new(error)))?;
        let pinned = Pinned { settings, prices };
        let now = self.clock.now();
        let job = Job {
            id: JobId::new(),
            warnings,
            spec,
            status: JobStatus::Queued,
            progress: JobProgress::default(),
            failure: None,
            output: None,
            // The creation itself is change number 1.
            last_sequence: 1,
            status_sequence: 1,
            created_at: now,
            updated_at: now,
            started_at: None,
            completed_at: None,
            expires_at: now + self.config.retention.jobs,
            request: crate::telemetry::request_id().unwrap_or_default(),
        };
        let limit = self.config.limits.queued_jobs;
        let entry = Entry { key: caller.key.clone(), most_unfinished: limit };
        let url = Some(job.spec.webhook_url.clone()).filter(|url| !url.is_empty());
        let delivery = url.map(|url| NewDelivery { id: DeliveryId::new(), url, secret });
        let request = request.as_ref();
        let created = self.store.create_job(&caller.tenant, &job, pinned, delivery.as_ref(), request, entry);
        match created.await? {
            Created::New => {
                tracing::info!(job.id = %job.id, model = %job.spec.model, "job created");
                Ok(job)
            }
            Created::Known(first) => self.get_job(caller, first).await,
            Created::Clash(first) => Err(Error::RequestIdReused { first: first.to_string() }),
            Created::Gone => Err(Error::FileNotFound(job.spec.file.to_string())),
            Created::Full => Err(Error::QueueFull { limit }),
        }
    }

    /// A job as it is now.
    ///
    /// # Errors
    /// `JOB_NOT_FOUND`.
    pub async fn get_job(&self, caller: &Caller, id: JobId) -> Result<Job, Error> {
        let found = self.store.job(&caller.tenant, id).await?;
        found.map(|job| self.with_wait(job)).ok_or_else(|| Error::JobNotFound(id.to_string()))
    }

    /// A page of jobs, newest first, and the token of the next page.
    ///
    /// # Errors
    /// A bad page.
    pub async fn list_jobs(
        &self,
        caller: &Caller,
        statuses: &[JobStatus],
        file: Option<FileId>,
        page: &Page,
    ) -> Result<(Vec<Job>, String), Error> {
        let cursor = page.open(50, &format!("jobs {statuses:?} {file:?}"))?;
        let before = cursor.after::<JobId>()?;
        let mut jobs = self.store.jobs(&caller.tenant, statuses, file, before, cursor.size + 1).await?;
        let fit = self.fit(&jobs, cursor.size, weight_of_job);
        let more = jobs.len() > fit;
        jobs.truncate(fit);
        let token =
            jobs.last().filter(|_| more).map_or_else(String::new, |last| cursor.token(&last.id.to_string()));
        Ok((jobs.into_iter().map(|job| self.with_wait(job)).collect(), token))
    }

    /// Asks a job to stop.
    ///
    /// # Errors
    /// `JOB_NOT_FOUND`, `JOB_ALREADY_FINISHED`.
    pub async fn cancel_job(&self, caller: &Caller, id: JobId) -> Result<Job, Error> {
        match self.store.cancel_job(&caller.tenant, id, self.config.retention.jobs).await? {
            Cancellation::Noted => self.get_job(caller, id).await,
            Cancellation::Unknown => Err(Error::JobNotFound(id.to_string())),
            Cancellation::Over(status) => Err(Error::JobAlreadyFinished { state: status.as_str() }),
        }
    }

    /// Erases a finished job with its segments and its output. What is left of it when the caller goes
    /// away, or something fails, is removed by the sweep: the job itself is unknown by then.
    ///
    /// # Errors
    /// `JOB_NOT_FOUND`, `JOB_NOT_FINISHED`.
    pub async fn delete_job(&self, caller: &Caller, id: JobId) -> Result<(), Error> {
        match self.store.erase_job(&caller.tenant, id).await? {
            Erasure::Erased(output) => {
                self.blob.delete_shards(id).await?;
                if let Some(output) = output {
                    self.blob.delete(Name::File(output)).await?;
                }
                self.store.purge_job(id).await?;
                Ok(())
            }
            Erasure::Unknown => Err(Error::JobNotFound(id.to_string())),
            Erasure::Unfinished => {
                let state = self.get_job(caller, id).await?.status.as_str();
                Err(Error::JobNotFinished { state })
            }
        }
    }

    /// A page of finished segments in the order of the file, and the token of the next page. A page
    /// also ends when its texts grow beyond a bound of bytes.
    ///
    /// # Errors
    /// `JOB_NOT_FOUND`, a bad page.
    pub async fn list_segments(
        &self,
        caller: &Caller,
        id: JobId,
        states: &[SegmentState],
        needs_review: bool,
        page: &Page,
    ) -> Result<(Vec<SegmentResult>, String), Error> {
        self.get_job(caller, id).await?;
        let cursor = page.open(100, &format!("segments {id} {states:?} {needs_review}"))?;
        let after = cursor.after::<u64>()?.unwrap_or(0);
        let (most, bytes) = (cursor.size + 1, self.config.limits.page_bytes);
        let Read { rows, cut } = self.store.segments(id, states, needs_review, after, most, bytes).await?;
        let fit = self.fit(&rows, cursor.size, weight);
        let more = cut || rows.len() > fit;
        let mut shown: Vec<SegmentResult> = rows.into_iter().take(fit).collect();
        self.store.tell_calls(id, shown.iter_mut()).await?;
        let last = shown.last().filter(|_| more);
        let token = last.map_or_else(String::new, |last| cursor.token(&last.id.number.to_string()));
        Ok((shown, token))
    }

    /// How many of `items` make a page: at most `most`, and at least one, however large.
    pub(super) fn fit<T>(&self, items: &[T], most: u64, weight: fn(&T) -> usize) -> usize {
        let mut bytes = 0;
        items
            .iter()
            .take(usize::try_from(most).unwrap_or(usize::MAX))
            .take_while(|item| {
                let first = bytes == 0;
                bytes += weight(item);
                first || bytes <= self.config.limits.page_bytes
            })
            .count()
    }

    /// What the models of a job cost today.
    pub(super) fn prices(&self, spec: &JobSpec) -> Prices {
        Prices { model: self.catalog.price(&spec.model), verifier: self.catalog.price(spec.judge()) }
    }

    /// The file and the engine of a spec, if both can be used.
    pub(super) async fn usable(
        &self,
        caller: &Caller,
        spec: &JobSpec,
    ) -> Result<(StoredFile, Engine), Error> {
        let file = self.get_file(caller, spec.file).await?;
        let engine = match self.catalog.find(&spec.model) {
            Ok(Found::Rules) => Engine::Rules,
            Ok(Found::Echo) => Engine::Echo,
            Ok(Found::Remote(_)) => Engine::Model,
            Err(CatalogError::Unknown) => return Err(Error::ModelNotFound(spec.model.clone())),
            Err(CatalogError::Disabled) => return Err(Error::ModelDisabled(spec.model.clone())),
        };
        if !spec.verifier_model.is_empty() {
            match self.catalog.find(&spec.verifier_model) {
                Ok(Found::Remote(_)) => {}
                Ok(Found::Rules | Found::Echo) => {
                    let text = "a model that can be asked; builtin models compare nothing";
                    return Err(Error::invalid("spec.verifier_model", Rule::UnknownValue, text));
                }
                Err(CatalogError::Unknown) => return Err(Error::ModelNotFound(spec.verifier_model.clone())),
                Err(CatalogError::Disabled) => return Err(Error::ModelDisabled(spec.verifier_model.clone())),
            }
        }
        Ok((file, engine))
    }
}

/// Refuses a spec with fields that cannot stand.
pub(super) fn valid(spec: &JobSpec, settings: &Webhooks, request_id: Option<&str>) -> Result<(), Error> {
    let mut wrong: Vec<Violation> = spec::violations(spec, settings);
    wrong.extend(spec::request_id("request_id", request_id));
    if wrong.is_empty() { Ok(()) } else { Err(Error::RequestInvalid(wrong)) }
}

pub(super) fn settings(spec: &JobSpec, engine: Engine, config: &Config) -> Settings {
    Settings {
        engine,
        model: spec.model.clone(),
        max_revisions: spec.max_revisions,
        domain: spec.domain.clone(),
        note_language: spec.note_language.clone(),
        custom_instructions: spec.custom_instructions.clone(),
        remove_hyphenation: spec.remove_hyphenation,
        permissive_codes: spec.permissive_codes,
        prompt_version: PROMPT_VERSION,
        strategy: spec.strategy,
        verifier: spec.verifier_model.clone(),
        disabled_checks: spec.disabled_checks.clone(),
        enabled_checks: spec.enabled_checks.clone(),
        patterns: config.checks.patterns.clone(),
        policy: config.r#loop.clone(),
        reviews: if is_careful(&spec.domain) { config.r#loop.high_risk_reviews } else { 1 },
        gates: Default::default(),
    }
}

fn fingerprint(
    spec: &JobSpec,
    usual_output: bool,
    secret: Option<&SecretSlice<u8>>,
) -> Result<String, Error> {
    let mut text = serde_json::to_vec(spec).map_err(|error| Error::Internal(Box::new(error)))?;
    if usual_output {
        text.extend(b"usual output");
    }
    if let Some(secret) = secret {
        // Another secret is another request; only its digest is ever part of what is hashed.
        text.extend(digest::sha256(secret.expose_secret()).as_bytes());
    }
    Ok(digest::sha256(text))
}

/// About how many bytes a job takes in an answer.
fn weight_of_job(job: &Job) -> usize {
    let labels: usize = job.spec.labels.iter().map(|(key, value)| key.len() + value.len() + 8).sum();
    let warnings: usize = job.warnings.iter().map(String::len).sum();
    job.spec.custom_instructions.len() + job.spec.domain.len() + labels + warnings + 2000
}

/// About how many bytes a segment takes in an answer.
fn weight(segment: &SegmentResult) -> usize {
    let texts = [&segment.source, &segment.original, segment.target()];
    let rounds: usize = segment
        .revisions
        .iter()
        .map(|round| {
            let issues: usize = round
                .issues
                .iter()
                .map(|issue| issue.explanation.len() + issue.source_span.len() + issue.target_span.len() + 32)
                .sum();
            round.target.len() + round.note.len() + issues
        })
        .sum();
    let findings: usize = segment
        .findings_before
        .iter()
        .chain(&segment.findings_after)
        .map(|finding| finding.message.len() + 32)
        .sum();
    texts.iter().map(|text| text.to_string().len()).sum::<usize>() + rounds + findings + 200
}
