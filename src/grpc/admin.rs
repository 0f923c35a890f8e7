//! AdminService.

use super::{Service, status};
use crate::app::Error;
use crate::domain::key::Scope;
use crate::pb::admin_service_server::AdminService;
use crate::pb::{
    CreateKeyRequest, CreateKeyResponse, GetSystemRequest, GetSystemResponse, ListDeliveriesRequest,
    ListDeliveriesResponse, ListKeysRequest, ListKeysResponse, RedeliverRequest, RedeliverResponse,
    RevokeKeyRequest, RevokeKeyResponse, RotateKeyRequest, RotateKeyResponse,
};
use tonic::{Request, Response, Status};

#[tonic::async_trait]
impl AdminService for Service {
    async fn create_key(
        &self,
        request: Request<CreateKeyRequest>,
    ) -> Result<Response<CreateKeyResponse>, Status> {
        self.caller(&request, Scope::Admin)?;
        Err(status::status(&Error::ServerDraining))
    }

    async fn list_keys(
        &self,
        request: Request<ListKeysRequest>,
    ) -> Result<Response<ListKeysResponse>, Status> {
        self.caller(&request, Scope::Admin)?;
        Err(status::status(&Error::ServerDraining))
    }

    async fn rotate_key(
        &self,
        request: Request<RotateKeyRequest>,
    ) -> Result<Response<RotateKeyResponse>, Status> {
        self.caller(&request, Scope::Admin)?;
        Err(status::status(&Error::ServerDraining))
    }

    async fn revoke_key(
        &self,
        request: Request<RevokeKeyRequest>,
    ) -> Result<Response<RevokeKeyResponse>, Status> {
        self.caller(&request, Scope::Admin)?;
        Err(status::status(&Error::ServerDraining))
    }

    async fn list_deliveries(
        &self,
        request: Request<ListDeliveriesRequest>,
    ) -> Result<Response<ListDeliveriesResponse>, Status> {
        self.caller(&request, Scope::Admin)?;
        Err(status::status(&Error::ServerDraining))
    }

    async fn redeliver(
        &self,
        request: Request<RedeliverRequest>,
    ) -> Result<Response<RedeliverResponse>, Status> {
        self.caller(&request, Scope::Admin)?;
        Err(status::status(&Error::ServerDraining))
    }

    async fn get_system(
        &self,
        request: Request<GetSystemRequest>,
    ) -> Result<Response<GetSystemResponse>, Status> {
        self.caller(&request, Scope::Admin)?;
        Err(status::status(&Error::ServerDraining))
    }
}
