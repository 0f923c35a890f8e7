//! AdminService.

use super::{Service, convert, status};
use crate::app::page::Page;
use crate::domain::key::Scope;
use crate::pb::admin_service_server::AdminService;
use crate::pb::{
    CreateKeyRequest, CreateKeyResponse, GetSystemRequest, GetSystemResponse, ListDeliveriesRequest,
    ListDeliveriesResponse, ListKeysRequest, ListKeysResponse, RedeliverRequest, RedeliverResponse,
    RevokeKeyRequest, RevokeKeyResponse, RotateKeyRequest, RotateKeyResponse,
};
use secrecy::ExposeSecret as _;
use tonic::{Request, Response, Status};

#[tonic::async_trait]
impl AdminService for Service {
    async fn create_key(
        &self,
        request: Request<CreateKeyRequest>,
    ) -> Result<Response<CreateKeyResponse>, Status> {
        let caller = self.caller(&request, Scope::Admin)?;
        let created = match convert::admin::new_key(request.into_inner()) {
            Ok(new) => self.app.create_key(&caller, new).await,
            Err(error) => Err(error),
        };
        let (key, secret) = created.map_err(|error| status::status(&error))?;
        let secret = secret.expose_secret().to_owned();
        Ok(Response::new(CreateKeyResponse { key: Some(convert::admin::key(key)), secret }))
    }

    async fn list_keys(
        &self,
        request: Request<ListKeysRequest>,
    ) -> Result<Response<ListKeysResponse>, Status> {
        self.caller(&request, Scope::Admin)?;
        let ListKeysRequest { page_size, page_token, tenant_id } = request.into_inner();
        let page = Page { size: page_size, token: page_token };
        let (keys, next_page_token) =
            self.app.list_keys(&tenant_id, &page).await.map_err(|error| status::status(&error))?;
        let keys = keys.into_iter().map(convert::admin::key).collect();
        Ok(Response::new(ListKeysResponse { keys, next_page_token }))
    }

    async fn rotate_key(
        &self,
        request: Request<RotateKeyRequest>,
    ) -> Result<Response<RotateKeyResponse>, Status> {
        let caller = self.caller(&request, Scope::Admin)?;
        let rotated = match convert::admin::rotation(&request.into_inner()) {
            Ok((id, overlap)) => self.app.rotate_key(&caller, &id, overlap).await,
            Err(error) => Err(error),
        };
        let (key, secret) = rotated.map_err(|error| status::status(&error))?;
        let secret = secret.expose_secret().to_owned();
        Ok(Response::new(RotateKeyResponse { key: Some(convert::admin::key(key)), secret }))
    }

    async fn revoke_key(
        &self,
        request: Request<RevokeKeyRequest>,
    ) -> Result<Response<RevokeKeyResponse>, Status> {
        self.caller(&request, Scope::Admin)?;
        let revoked = match convert::admin::key_id(&request.into_inner().key_id) {
            Ok(id) => self.app.revoke_key(&id).await,
            Err(error) => Err(error),
        };
        let key = revoked.map_err(|error| status::status(&error))?;
        Ok(Response::new(RevokeKeyResponse { key: Some(convert::admin::key(key)) }))
    }

    async fn list_deliveries(
        &self,
        request: Request<ListDeliveriesRequest>,
    ) -> Result<Response<ListDeliveriesResponse>, Status> {
        self.caller(&request, Scope::Admin)?;
        let request = request.into_inner();
        let listed = match convert::deliveries::filter(&request) {
            Ok((job, states)) => {
                let page = Page { size: request.page_size, token: request.page_token };
                self.app.list_deliveries(job, &states, &page).await
            }
            Err(error) => Err(error),
        };
        let (deliveries, next_page_token) = listed.map_err(|error| status::status(&error))?;
        let deliveries = deliveries.into_iter().map(convert::deliveries::delivery).collect();
        Ok(Response::new(ListDeliveriesResponse { deliveries, next_page_token }))
    }

    async fn redeliver(
        &self,
        request: Request<RedeliverRequest>,
    ) -> Result<Response<RedeliverResponse>, Status> {
        self.caller(&request, Scope::Admin)?;
        let redelivered = match convert::deliveries::delivery_id(&request.into_inner().delivery_id) {
            Ok(id) => self.app.redeliver(id).await,
            Err(error) => Err(error),
        };
        let delivery = redelivered.map_err(|error| status::status(&error))?;
        Ok(Response::new(RedeliverResponse { delivery: Some(convert::deliveries::delivery(delivery)) }))
    }

    async fn get_system(
        &self,
        request: Request<GetSystemRequest>,
    ) -> Result<Response<GetSystemResponse>, Status> {
        self.caller(&request, Scope::Admin)?;
        let system = self.app.system().await.map_err(|error| status::status(&error))?;
        Ok(Response::new(convert::admin::system(system)))
    }
}
