//! A file is stored whole and as announced, or not at all.

use crate::harness::{Server, config, document, download, fields, metadata, reason, upload, upload_with};
use refineloop::pb::upload_file_request::Payload;
use refineloop::pb::{
    DeleteFileRequest, DownloadFileRequest, GetFileRequest, ListFilesRequest, UploadFileRequest,
    UploadFileSpec, download_file_response,
};
use sha2::{Digest as _, Sha256};

fn named(filename: &str) -> UploadFileSpec {
    UploadFileSpec { filename: filename.to_owned(), ..UploadFileSpec::default() }
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn a_stored_file_comes_back_byte_for_byte_and_described() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let text = document(500);
    let file = upload(&server.channel, "über.xlf", text.as_bytes()).await.unwrap();
    assert_eq!(file.size_bytes as usize, text.len());
    assert_eq!(file.sha256, sha256(text.as_bytes()));
    let xliff = file.xliff.clone().unwrap();
    assert_eq!((xliff.version.as_str(), xliff.segment_count, xliff.refinable_count), ("1.2", 500, 500));
    assert_eq!(xliff.language_pairs[0].target, "de");
    assert_eq!(download(&server.channel, &file.file_id).await, text.as_bytes());
    let same = server.files().get_file(GetFileRequest { file_id: file.file_id.clone() }).await.unwrap();
    assert_eq!(same.into_inner().file.unwrap(), file);
    server.drain().await;
}

#[tokio::test]
async fn a_broken_download_is_continued_from_where_it_broke() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let text = document(2000);
    let file = upload(&server.channel, "a.xlf", text.as_bytes()).await.unwrap();
    for (offset, limit) in [(0, 1), (1, 0), (70_000, 65_536), (text.len() as i64, 0), (5, 1 << 40)] {
        let request =
            DownloadFileRequest { file_id: file.file_id.clone(), offset_bytes: offset, limit_bytes: limit };
        let mut stream = server.files().download_file(request).await.unwrap().into_inner();
        let mut bytes = Vec::new();
        while let Some(message) = stream.message().await.unwrap() {
            if let Some(download_file_response::Payload::Chunk(chunk)) = message.payload {
                assert!(chunk.len() <= 64 << 10);
                bytes.extend(chunk);
            }
        }
        let end = if limit == 0 { text.len() } else { text.len().min((offset + limit) as usize) };
        assert_eq!(bytes, text.as_bytes()[offset as usize..end], "{offset} {limit}");
    }
    let past =
        DownloadFileRequest { file_id: file.file_id, offset_bytes: text.len() as i64 + 1, limit_bytes: 0 };
    let status = server.files().download_file(past).await.unwrap_err();
    assert_eq!(reason(&status), "OFFSET_PAST_END");
    server.drain().await;
}

#[tokio::test]
async fn what_is_not_as_announced_is_refused_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = config(folder.path());
    config.limits.file_bytes = 1 << 20;
    let server = Server::start(config).await;
    let text = document(10);
    let wrong_hash = UploadFileSpec { sha256: sha256(b"other"), ..named("a.xlf") };
    let longer = UploadFileSpec { size_bytes: text.len() as i64 - 1, ..named("a.xlf") };
    let shorter = UploadFileSpec { size_bytes: text.len() as i64 + 1, ..named("a.xlf") };
    for (spec, expected) in
        [(wrong_hash, "CHECKSUM_MISMATCH"), (longer, "SIZE_MISMATCH"), (shorter, "SIZE_MISMATCH")]
    {
        let status = upload_with(&server.channel, spec, text.as_bytes()).await.unwrap_err();
        assert_eq!(reason(&status), expected);
    }
    let status = upload(&server.channel, "a.xlf", document(20_000).as_bytes()).await.unwrap_err();
    assert_eq!(reason(&status), "FILE_TOO_LARGE");
    assert_eq!(metadata(&status, "maxSizeBytes"), (1 << 20).to_string());
    let listed = server.files().list_files(ListFilesRequest::default()).await.unwrap().into_inner();
    assert!(listed.files.is_empty());
    let left: Vec<_> = std::fs::read_dir(folder.path().join("files")).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
    server.drain().await;
}

#[tokio::test]
async fn an_upload_is_a_spec_and_then_chunks() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let spec = || UploadFileRequest { payload: Some(Payload::Spec(named("a.xlf"))) };
    let chunk = |size| UploadFileRequest { payload: Some(Payload::Chunk(vec![b' '; size])) };
    for (messages, expected) in [
        (vec![chunk(1)], "UPLOAD_OUT_OF_ORDER"),
        (vec![], "UPLOAD_OUT_OF_ORDER"),
        (vec![spec(), chunk(1), spec()], "UPLOAD_OUT_OF_ORDER"),
        (vec![spec(), UploadFileRequest { payload: None }], "UPLOAD_OUT_OF_ORDER"),
        (vec![spec(), chunk((1 << 20) + 1)], "REQUEST_INVALID"),
    ] {
        let status = server.files().upload_file(tokio_stream::iter(messages)).await.unwrap_err();
        assert_eq!(reason(&status), expected);
    }
    for (filename, field) in [("", "spec.filename"), ("a/b.xlf", "spec.filename"), ("..", "spec.filename")] {
        let status = upload(&server.channel, filename, b"").await.unwrap_err();
        assert_eq!(fields(&status), [field]);
    }
    server.drain().await;
}

#[tokio::test]
async fn a_repeated_upload_gives_the_first_file() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let spec = |filename: &str| UploadFileSpec {
        request_id: "018f4e9c-0000-7000-8000-000000000001".to_owned(),
        ..named(filename)
    };
    let text = document(3);
    let first = upload_with(&server.channel, spec("a.xlf"), text.as_bytes()).await.unwrap();
    let again = upload_with(&server.channel, spec("a.xlf"), text.as_bytes()).await.unwrap();
    assert_eq!(first, again);
    let status = upload_with(&server.channel, spec("b.xlf"), text.as_bytes()).await.unwrap_err();
    assert_eq!(reason(&status), "REQUEST_ID_REUSED");
    assert_eq!(metadata(&status, "first"), first.file_id);
    server.drain().await;
}

#[tokio::test]
async fn a_deleted_file_is_gone_and_a_damaged_one_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let file = upload(&server.channel, "a.xlf", document(3).as_bytes()).await.unwrap();
    let path = folder.path().join("files").join(&file.file_id);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[100] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let request = DownloadFileRequest { file_id: file.file_id.clone(), ..Default::default() };
    let mut stream = server.files().download_file(request).await.unwrap().into_inner();
    let status = loop {
        match stream.message().await {
            Ok(Some(_)) => {}
            Ok(None) => panic!("a damaged file must not end well"),
            Err(status) => break status,
        }
    };
    assert_eq!(reason(&status), "FILE_CORRUPTED");
    let id = || file.file_id.clone();
    server.files().delete_file(DeleteFileRequest { file_id: id() }).await.unwrap();
    let status = server.files().get_file(GetFileRequest { file_id: id() }).await.unwrap_err();
    assert_eq!(reason(&status), "FILE_NOT_FOUND");
    assert!(!path.exists());
    server.drain().await;
}
