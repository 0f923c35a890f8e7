//! Files without their bytes.

use super::Gateway;
use super::ask::{At, FilePath, Params, Who, linked};
use super::error::Fault;
use super::view::Listing;
use super::view::files::FileView;
use crate::pb::file_service_server::FileService as _;
use crate::pb::{DeleteFileRequest, File, GetFileRequest, ListFilesRequest};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

/// A file, as the service describes it.
pub(super) async fn get(gateway: &Gateway, who: &Who, file_id: String) -> Result<File, Fault> {
    let found = gateway.service.get_file(who.asks(GetFileRequest { file_id })).await?;
    Ok(found.into_inner().file.unwrap_or_default())
}

/// Describe a file
#[utoipa::path(get, path = "/files/{file_id}", tag = "files", operation_id = "describeFile",
    params(("file_id" = String, Path, description = "The file.", format = "uuid")),
    responses((status = 200, description = "The file.", body = FileView)))]
pub(super) async fn describe(
    State(gateway): State<Gateway>,
    who: Who,
    FilePath(file_id): FilePath,
) -> Result<Json<FileView>, Fault> {
    Ok(Json(get(&gateway, &who, file_id).await?.into()))
}

/// List files
///
/// Newest first.
#[utoipa::path(get, path = "/files", tag = "files", operation_id = "listFiles",
    params(
        ("limit" = Option<i32>, Query, description = "Entries of a page; 20 if absent.", minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before."),
    ),
    responses((status = 200, description = "A page.", body = Listing<FileView>, headers(("Link" = String, description = "The next page, as `rel=next`; absent on the last one.")))))]
pub(super) async fn list(
    State(gateway): State<Gateway>,
    who: Who,
    At(path): At,
    params: Params,
) -> Result<Response, Fault> {
    let (page_size, page_token) = params.page()?;
    let request = ListFilesRequest { page_size, page_token, ..ListFilesRequest::default() };
    let page = gateway.service.list_files(who.asks(request)).await?.into_inner();
    let listing = Listing::new(page.files.into_iter().map(FileView::from), page.next_page_token);
    let next = listing.next_cursor.clone();
    Ok(linked(Json(listing), &path, &params, next.as_deref()))
}

/// Delete a file
///
/// And its bytes, at once.
#[utoipa::path(delete, path = "/files/{file_id}", tag = "files", operation_id = "deleteFile",
    params(("file_id" = String, Path, description = "The file.", format = "uuid")),
    responses((status = 204, description = "It is gone.")))]
pub(super) async fn delete(
    State(gateway): State<Gateway>,
    who: Who,
    FilePath(file_id): FilePath,
) -> Result<StatusCode, Fault> {
    gateway.service.delete_file(who.asks(DeleteFileRequest { file_id })).await?;
    Ok(StatusCode::NO_CONTENT)
}
