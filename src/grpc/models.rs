//! ModelService.

use super::{Service, convert, status};
use crate::app::page::Page;
use crate::pb::model_service_server::ModelService;
use crate::pb::{ListModelsRequest, ListModelsResponse};
use tonic::{Request, Response, Status};

#[tonic::async_trait]
impl ModelService for Service {
    async fn list_models(
        &self,
        request: Request<ListModelsRequest>,
    ) -> Result<Response<ListModelsResponse>, Status> {
        let ListModelsRequest { page_size, page_token } = request.into_inner();
        let page = Page { size: page_size, token: page_token };
        let (models, next_page_token) =
            self.app.list_models(&page).map_err(|error| status::status(&error))?;
        let models = models.into_iter().map(convert::models::model).collect();
        Ok(Response::new(ListModelsResponse { models, next_page_token }))
    }
}
