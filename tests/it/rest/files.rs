//! Files come back whole, in part, or not again; lists have pages.

use super::{Rest, body, header, members};
use crate::harness::document;
use reqwest::{Method, StatusCode};
use sha2::{Digest as _, Sha256};

#[tokio::test]
async fn a_download_is_whole_in_part_or_not_modified() {
    let folder = tempfile::tempdir().unwrap();
    let rest = Rest::start(folder.path()).await;
    let text = document(2000);
    let size = text.len();
    let path = format!("/files/{}/content", rest.file(2000).await);
    let sha256: String = Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect();
    let etag = format!("\"{sha256}\"");
    let part = |first: usize, last: usize| Some((first, last));
    let check = async |headers: &[(&str, &str)], status: u16, range: Option<(usize, usize)>| {
        let request = rest.call(Method::GET, &path);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status().as_u16(), status, "{headers:?}");
        assert_eq!(header(&answer, "x-content-type-options"), "nosniff");
        if status != 416 {
            assert_eq!(header(&answer, "etag"), etag, "{headers:?}");
        }
        let told = header(&answer, "content-range");
        let length = header(&answer, "content-length");
        let bytes = answer.bytes().await.unwrap();
        if let Some((first, last)) = range {
            assert_eq!(bytes, text.as_bytes()[first..=last], "{headers:?}");
            assert_eq!(length, (last - first + 1).to_string(), "{headers:?}");
            let expected = if status == 206 { format!("bytes {first}-{last}/{size}") } else { String::new() };
            assert_eq!(told, expected, "{headers:?}");
        } else if status == 416 {
            assert_eq!(told, format!("bytes */{size}"), "{headers:?}");
        } else {
            assert!(bytes.is_empty(), "{headers:?}");
        }
    };
    check(&[], 200, part(0, size - 1)).await;
    check(&[("range", "bytes=0-0")], 206, part(0, 0)).await;
    check(&[("range", "bytes=100-70000")], 206, part(100, 70_000)).await;
    check(&[("range", "bytes=100-")], 206, part(100, size - 1)).await;
    check(&[("range", "bytes=-7")], 206, part(size - 7, size - 1)).await;
    check(&[("range", "bytes=0-1,5-6")], 200, part(0, size - 1)).await;
    check(&[("range", "bytes=99999999-")], 416, None).await;
    check(&[("range", "bytes=1-2"), ("if-range", &etag)], 206, part(1, 2)).await;
    check(&[("range", "bytes=1-2"), ("if-range", "\"other\"")], 200, part(0, size - 1)).await;
    check(&[("if-none-match", &etag)], 304, None).await;
    check(&[("if-none-match", "\"other\""), ("if-none-match", &etag)], 304, None).await;
    check(&[("if-none-match", "\"other\"")], 200, part(0, size - 1)).await;
    let head = rest.call(Method::HEAD, &path).send().await.unwrap();
    assert_eq!((head.status(), header(&head, "content-length")), (StatusCode::OK, size.to_string()));
    assert!(header(&head, "repr-digest").starts_with("sha-256=:"));
    let head = rest.call(Method::HEAD, &path).header("range", "bytes=0-3").send().await.unwrap();
    assert_eq!((head.status(), header(&head, "content-length")), (StatusCode::OK, size.to_string()));
    let head = rest.call(Method::HEAD, &path).header("if-none-match", &etag).send().await.unwrap();
    assert_eq!(
        (head.status(), header(&head, "content-length")),
        (StatusCode::NOT_MODIFIED, size.to_string())
    );
    rest.drain().await;
}

#[tokio::test]
async fn a_name_in_any_script_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let rest = Rest::start(folder.path()).await;
    let answer = rest.upload("C:\\tmp\\論文 1.xlf", document(1).as_bytes(), &[]).await;
    let file = body(answer).await;
    assert_eq!(file["filename"], "論文 1.xlf");
    let path = format!("/files/{}/content", file["file_id"].as_str().unwrap());
    let told = header(&rest.get(&path).await, "content-disposition");
    let exact = "%E8%AB%96%E6%96%87%201.xlf";
    assert_eq!(told, format!("attachment; filename=\"__ 1.xlf\"; filename*=UTF-8''{exact}"));
    rest.drain().await;
}

#[tokio::test]
async fn a_name_is_read_as_clients_of_dotnet_send_it() {
    let folder = tempfile::tempdir().unwrap();
    let rest = Rest::start(folder.path()).await;
    let name = "=?utf-8?B?5ZCNLnhsZg==?=\"; filename*=\"utf-8''%E5%90%8D.xlf";
    let file = body(rest.upload(name, document(1).as_bytes(), &[]).await).await;
    assert_eq!(file["filename"], "名.xlf");
    rest.drain().await;
}

#[tokio::test]
async fn a_list_of_files_is_read_page_by_page_and_a_deleted_one_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let rest = Rest::start(folder.path()).await;
    let mut files = Vec::new();
    for _ in 0..5 {
        files.insert(0, rest.file(1).await);
    }
    let mut path = "/files?limit=2".to_owned();
    let mut seen = Vec::new();
    loop {
        let answer = rest.get(&path).await;
        let link = header(&answer, "link");
        let page = body(answer).await;
        seen.extend(
            page["data"].as_array().unwrap().iter().map(|file| file["file_id"].as_str().unwrap().to_owned()),
        );
        if page["has_more"] == false {
            assert_eq!(members(&page), ["data", "has_more"]);
            assert!(link.is_empty());
            break;
        }
        path = link.strip_prefix('<').unwrap().strip_suffix(">; rel=\"next\"").unwrap().to_owned();
        assert!(path.contains(page["next_cursor"].as_str().unwrap()), "{path}");
    }
    assert_eq!(seen, files);
    let one = format!("/files/{}", files[0]);
    assert_eq!(body(rest.get(&one).await).await["file_id"], files[0].as_str());
    assert_eq!(rest.delete(&one).await.status(), StatusCode::NO_CONTENT);
    for path in [one.clone(), format!("{one}/content")] {
        let answer = rest.get(&path).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
        assert_eq!(body(answer).await["error"]["code"], "file_not_found");
    }
    rest.drain().await;
}
