//! JobService.

use super::{Service, convert, status, watch};
use crate::app::Error;
use crate::app::page::Page;
use crate::domain::key::Scope;
use crate::pb::job_service_server::JobService;
use crate::pb::{
    CancelJobRequest, CancelJobResponse, CreateJobRequest, CreateJobResponse, DeleteJobRequest,
    DeleteJobResponse, DismissFindingRequest, DismissFindingResponse, EstimateJobRequest,
    EstimateJobResponse, ExportHistoryRequest, ExportHistoryResponse, GetJobRequest, GetJobResponse,
    ListDismissalsRequest, ListDismissalsResponse, ListJobsRequest, ListJobsResponse, ListSegmentsRequest,
    ListSegmentsResponse, RestoreFindingRequest, RestoreFindingResponse, WatchJobRequest, WatchJobResponse,
};
use futures_util::{Stream, StreamExt as _};
use std::pin::Pin;
use tonic::{Request, Response, Status};

#[tonic::async_trait]
impl JobService for Service {
    async fn create_job(
        &self,
        request: Request<CreateJobRequest>,
    ) -> Result<Response<CreateJobResponse>, Status> {
        let caller = self.caller(&request, Scope::Write)?;
        let CreateJobRequest { spec, request_id } = request.into_inner();
        let created = match convert::spec::new_job(spec, request_id) {
            Ok(new) => self.app.create_job(&caller, new).await,
            Err(error) => Err(error),
        };
        let job = created.map_err(|error| status::status(&error))?;
        Ok(Response::new(CreateJobResponse { job: Some(convert::jobs::job(job)) }))
    }

    async fn estimate_job(
        &self,
        request: Request<EstimateJobRequest>,
    ) -> Result<Response<EstimateJobResponse>, Status> {
        let caller = self.caller(&request, Scope::Read)?;
        let estimated = match convert::spec::spec(request.into_inner().spec) {
            Ok(spec) => self.app.estimate_job(&caller, spec).await,
            Err(error) => Err(error),
        };
        let estimate = estimated.map_err(|error| status::status(&error))?;
        Ok(Response::new(convert::jobs::estimate(estimate)))
    }

    async fn get_job(&self, request: Request<GetJobRequest>) -> Result<Response<GetJobResponse>, Status> {
        let caller = self.caller(&request, Scope::Read)?;
        let found = match convert::job_id(&request.into_inner().job_id) {
            Ok(id) => self.app.get_job(&caller, id).await,
            Err(error) => Err(error),
        };
        let job = found.map_err(|error| status::status(&error))?;
        Ok(Response::new(GetJobResponse { job: Some(convert::jobs::job(job)) }))
    }

    async fn list_jobs(
        &self,
        request: Request<ListJobsRequest>,
    ) -> Result<Response<ListJobsResponse>, Status> {
        let caller = self.caller(&request, Scope::Read)?;
        let request = request.into_inner();
        let listed = match convert::jobs::filter(&request) {
            Ok((statuses, file)) => {
                let page = Page { size: request.page_size, token: request.page_token };
                self.app.list_jobs(&caller, &statuses, file, &page).await
            }
            Err(error) => Err(error),
        };
        let (jobs, next_page_token) = listed.map_err(|error| status::status(&error))?;
        let jobs = jobs.into_iter().map(convert::jobs::listed).collect();
        Ok(Response::new(ListJobsResponse { jobs, next_page_token }))
    }

    async fn cancel_job(
        &self,
        request: Request<CancelJobRequest>,
    ) -> Result<Response<CancelJobResponse>, Status> {
        let caller = self.caller(&request, Scope::Write)?;
        let cancelled = match convert::job_id(&request.into_inner().job_id) {
            Ok(id) => self.app.cancel_job(&caller, id).await,
            Err(error) => Err(error),
        };
        let job = cancelled.map_err(|error| status::status(&error))?;
        Ok(Response::new(CancelJobResponse { job: Some(convert::jobs::job(job)) }))
    }

    async fn delete_job(
        &self,
        request: Request<DeleteJobRequest>,
    ) -> Result<Response<DeleteJobResponse>, Status> {
        let caller = self.caller(&request, Scope::Write)?;
        let deleted = match convert::job_id(&request.into_inner().job_id) {
            Ok(id) => self.app.delete_job(&caller, id).await,
            Err(error) => Err(error),
        };
        deleted.map_err(|error| status::status(&error))?;
        Ok(Response::new(DeleteJobResponse {}))
    }

    type WatchJobStream = Pin<Box<dyn Stream<Item = Result<WatchJobResponse, Status>> + Send>>;

    async fn watch_job(
        &self,
        request: Request<WatchJobRequest>,
    ) -> Result<Response<Self::WatchJobStream>, Status> {
        let caller = self.caller(&request, Scope::Read)?;
        let deadline = watch::deadline(request.metadata());
        let request = request.into_inner();
        let opened = match convert::jobs::watch(&request) {
            Ok((id, after)) => self.app.watch_job(&caller, id, after, request.include_segments).await,
            Err(error) => Err(error),
        };
        let opened = opened.map_err(|error| status::status(&error))?;
        Ok(Response::new(watch::stream(opened, self.app.watch_stall(), deadline, &self.tasks)))
    }

    async fn list_segments(
        &self,
        request: Request<ListSegmentsRequest>,
    ) -> Result<Response<ListSegmentsResponse>, Status> {
        let caller = self.caller(&request, Scope::Read)?;
        let request = request.into_inner();
        let listed = match (convert::job_id(&request.job_id), convert::segments::states(&request.states)) {
            (Ok(id), Ok(states)) => {
                let page = Page { size: request.page_size, token: request.page_token };
                self.app.list_segments(&caller, id, &states, request.needs_review, &page).await
            }
            (Err(error), _) | (_, Err(error)) => Err::<_, Error>(error),
        };
        let (segments, next_page_token) = listed.map_err(|error| status::status(&error))?;
        let segments = segments.into_iter().map(convert::segments::segment).collect();
        Ok(Response::new(ListSegmentsResponse { segments, next_page_token }))
    }

    type ExportHistoryStream = Pin<Box<dyn Stream<Item = Result<ExportHistoryResponse, Status>> + Send>>;

    async fn export_history(
        &self,
        request: Request<ExportHistoryRequest>,
    ) -> Result<Response<Self::ExportHistoryStream>, Status> {
        let caller = self.caller(&request, Scope::Read)?;
        let opened = match convert::job_id(&request.into_inner().job_id) {
            Ok(id) => self.app.export_history(&caller, id).await,
            Err(error) => Err(error),
        };
        let pieces = opened.map_err(|error| status::status(&error))?;
        let open = self.tasks.token();
        let messages = pieces.map(move |piece| {
            // As long as the stream lives, the server waits for it.
            let _open = &open;
            let data = piece.map_err(|error| status::status(&error))?;
            Ok(ExportHistoryResponse { data: data.to_vec() })
        });
        Ok(Response::new(Box::pin(messages)))
    }
    async fn dismiss_finding(
        &self,
        request: Request<DismissFindingRequest>,
    ) -> Result<Response<DismissFindingResponse>, Status> {
        let caller = self.caller(&request, Scope::Write)?;
        let DismissFindingRequest { job_id, segment_number, check, note } = request.into_inner();
        let dismissed = match (convert::job_id(&job_id), convert::dismissals::number(segment_number)) {
            (Ok(job), Ok(number)) => self.app.dismiss_finding(&caller, job, number, &check, &note).await,
            (Err(error), _) | (_, Err(error)) => Err(error),
        };
        let dismissed = dismissed.map_err(|error| status::status(&error))?;
        let dismissals = dismissed.into_iter().map(convert::dismissals::dismissal).collect();
        Ok(Response::new(DismissFindingResponse { dismissals }))
    }

    async fn list_dismissals(
        &self,
        request: Request<ListDismissalsRequest>,
    ) -> Result<Response<ListDismissalsResponse>, Status> {
        let caller = self.caller(&request, Scope::Read)?;
        let ListDismissalsRequest { page_size, page_token } = request.into_inner();
        let page = Page { size: page_size, token: page_token };
        let listed = self.app.list_dismissals(&caller, &page).await;
        let (dismissals, next_page_token) = listed.map_err(|error| status::status(&error))?;
        let dismissals = dismissals.into_iter().map(convert::dismissals::dismissal).collect();
        Ok(Response::new(ListDismissalsResponse { dismissals, next_page_token }))
    }

    async fn restore_finding(
        &self,
        request: Request<RestoreFindingRequest>,
    ) -> Result<Response<RestoreFindingResponse>, Status> {
        let caller = self.caller(&request, Scope::Write)?;
        let restored = match convert::dismissals::dismissal_id(&request.into_inner().dismissal_id) {
            Ok(id) => self.app.restore_finding(&caller, id).await,
            Err(error) => Err(error),
        };
        restored.map_err(|error| status::status(&error))?;
        Ok(Response::new(RestoreFindingResponse {}))
    }
}
