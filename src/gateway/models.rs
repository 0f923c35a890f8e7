//! `GET /refineloop/models`. Needs no key, but a wrong one is refused in front: clients find out here
//! whether theirs is good.

use super::Gateway;
use super::ask::Anyone;
use super::error::Fault;
use super::view::models::{ModelView, ModelsView};
use crate::pb::ListModelsRequest;
use crate::pb::model_service_server::ModelService as _;
use axum::Json;
use axum::extract::State;

/// The largest page of the contract.
const PAGE: i32 = 1000;

/// List models
///
/// Those that can be used now. Needs no key; a wrong one is refused.
#[utoipa::path(get, path = "/refineloop/models", tag = "models", operation_id = "listModels",
    responses((status = 200, description = "The models.", body = ModelsView)))]
pub(super) async fn list(State(gateway): State<Gateway>, who: Anyone) -> Result<Json<ModelsView>, Fault> {
    let mut data = Vec::new();
    let mut page_token = String::new();
    // The catalog is the operator's and small; the original knows no pages here.
    loop {
        let request = who.asks(ListModelsRequest { page_size: PAGE, page_token });
        let page = gateway.service.list_models(request).await?.into_inner();
        // A client of the original offers whatever stands here.
        data.extend(page.models.into_iter().filter(|model| model.enabled).map(ModelView::from));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return Ok(Json(ModelsView { data }));
        }
    }
}
