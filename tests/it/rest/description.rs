//! The interface describes itself: for machines exactly, for people with nothing from elsewhere.

use super::{Rest, body, header};
use reqwest::StatusCode;

/// The committed description.
const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json");

#[tokio::test]
#[allow(clippy::disallowed_methods, reason = "a test asks whether it is to renew its file")]
async fn the_committed_description_is_that_of_the_handlers() {
    let generated = serde_json::to_string_pretty(&refineloop::gateway::description()).unwrap() + "\n";
    if std::env::var("REFINELOOP_RENEW").is_ok() {
        std::fs::write(COMMITTED, &generated).unwrap();
    }
    let committed = std::fs::read_to_string(COMMITTED).unwrap_or_default();
    assert!(
        committed == generated,
        "openapi.json is old: run this test with REFINELOOP_RENEW=1 and commit it"
    );
    let folder = tempfile::tempdir().unwrap();
    let rest = Rest::start(folder.path()).await;
    let served = body(rest.get("/openapi.json").await).await;
    assert_eq!(served, refineloop::gateway::description());
    assert!(served["openapi"].as_str().unwrap().starts_with("3.1"));
    rest.drain().await;
}

#[tokio::test]
async fn pages_load_nothing_from_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let rest = Rest::start(folder.path()).await;
    let pages = ["/docs/", "/docs/swagger-initializer.js", "/docs/index.css", "/docs/errors/FILE_NOT_FOUND"];
    for page in pages {
        let answer = rest.get(page).await;
        assert_eq!(answer.status(), StatusCode::OK, "{page}");
        let policy = header(&answer, "content-security-policy");
        assert!(policy.starts_with("default-src 'self'"), "{page}");
        let text = answer.text().await.unwrap();
        for outside in
            ["src=\"http", "href=\"http", "src=\"//", "href=\"//", "url(http", "@import", "\"https://"]
        {
            assert!(!text.contains(outside), "{page} holds {outside}");
        }
        // What it does load is there.
        for asset in text.split(['"', '\'']).filter(|text| text.starts_with("./")) {
            let path = format!("/docs/{}", &asset[2..]);
            assert_eq!(rest.get(&path).await.status(), StatusCode::OK, "{path}");
        }
    }
    let reason = rest.get("/docs/errors/FILE_NOT_FOUND").await;
    assert!(header(&reason, "content-type").starts_with("text/html"));
    assert_eq!(rest.get("/docs/errors/%3Cscript%3E").await.status(), StatusCode::NOT_FOUND);
    rest.drain().await;
}

#[tokio::test]
async fn every_reason_of_a_refusal_has_its_page() {
    let folder = tempfile::tempdir().unwrap();
    let rest = Rest::start(folder.path()).await;
    for path in ["/nothing", "/files/no-id", "/refineloop/jobs/no-id", "/files?limit=0", "/files?cursor=x"] {
        let page = body(rest.get(path).await).await["type"].as_str().unwrap().to_owned();
        let answer = rest.get(&page).await;
        assert_eq!(answer.status(), StatusCode::OK, "{page}");
        assert!(answer.text().await.unwrap().contains("What to do"), "{page}");
    }
    rest.drain().await;
}
