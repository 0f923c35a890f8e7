//! Where a report does not go: to addresses that are not public, after redirects, to receivers that
//! are gone.

use super::receiver::{Act, Receiver};
use super::{SECRET, ask, reaches, settings};
use crate::harness::{Server, fields, job, reason};
use refineloop::pb::{DeliveryState, JobStatus};

#[tokio::test]
async fn a_redirect_is_not_followed_and_the_schedule_has_an_end() {
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = Receiver::start(|_| Act::Status(200)).await;
    let target = elsewhere.url.clone();
    let receiver = Receiver::start(move |_| Act::Redirect(target.clone())).await;
    let mut config = settings(folder.path());
    config.webhooks.schedule.truncate(2);
    let server = Server::start(config).await;
    let id = ask(&server.channel, "builtin/echo", &receiver.url, SECRET).await.unwrap().job_id;
    let delivery = reaches(&server.channel, &id, DeliveryState::Failed).await;
    assert_eq!(delivery.attempts.len(), 2);
    assert_eq!(delivery.attempts[1].http_status, 302);
    assert!(delivery.attempts[1].error.contains("redirects are not followed"));
    assert!(elsewhere.all().is_empty());
    assert_eq!(job(&server.channel, &id).await.status(), JobStatus::Completed, "the job is as good as ever");
    server.drain().await;
}

#[tokio::test]
async fn a_receiver_that_is_gone_is_not_asked_again() {
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::start(|_| Act::Status(410)).await;
    let server = Server::start(settings(folder.path())).await;
    let id = ask(&server.channel, "builtin/echo", &receiver.url, SECRET).await.unwrap().job_id;
    let delivery = reaches(&server.channel, &id, DeliveryState::Failed).await;
    assert_eq!(delivery.attempts.len(), 1);
    assert!(delivery.next_attempt_at.is_none());
    server.drain().await;
    assert_eq!(receiver.all().len(), 1);
}

#[tokio::test]
async fn an_address_that_is_not_public_is_refused_by_the_setting_that_would_allow_it() {
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::start(|_| Act::Status(200)).await;
    let mut config = settings(folder.path());
    config.webhooks.allow_subnets.clear();
    config.webhooks.schedule.truncate(1);
    let server = Server::start(config).await;
    let hosts = ["https://127.0.0.1/", "https://[::1]:8443/", "https://169.254.169.254/", &receiver.url];
    for url in hosts {
        let status = ask(&server.channel, "builtin/echo", url, SECRET).await.expect_err(url);
        assert_eq!(reason(&status), "REQUEST_INVALID");
        assert_eq!(fields(&status), ["spec.webhook.url"]);
        assert!(status.message().contains("webhooks.allow_subnets"), "{url}: {}", status.message());
    }
    // Where a name leads is known when it is resolved.
    let id = ask(&server.channel, "builtin/echo", "https://localhost:8443/", SECRET).await.unwrap().job_id;
    let delivery = reaches(&server.channel, &id, DeliveryState::Failed).await;
    assert!(delivery.attempts[0].error.contains("webhooks.allow_subnets"), "{delivery:?}");
    server.drain().await;
    assert!(receiver.all().is_empty());
}

#[tokio::test]
async fn a_name_that_leads_into_an_allowed_network_is_reached() {
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::start(|_| Act::Status(200)).await;
    let server = Server::start(settings(folder.path())).await;
    let url = receiver.url.replace("127.0.0.1", "localhost");
    let id = ask(&server.channel, "builtin/echo", &url, SECRET).await.unwrap().job_id;
    reaches(&server.channel, &id, DeliveryState::Delivered).await;
    server.drain().await;
}

#[tokio::test]
async fn a_webhook_that_cannot_stand_is_refused_by_its_field() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(settings(folder.path())).await;
    let url = "https://example.com/hook";
    let long = "x".repeat(65);
    for (url, secret, field) in [
        ("", "", "spec.webhook.url"),
        ("example.com", "", "spec.webhook.url"),
        ("https://me:pass@example.com/", "", "spec.webhook.url"),
        (url, "too short", "spec.webhook.secret"),
        (url, &long, "spec.webhook.secret"),
        (url, "whsec_***", "spec.webhook.secret"),
    ] {
        let status = ask(&server.channel, "builtin/echo", url, secret).await.expect_err(url);
        assert_eq!(fields(&status), [field], "{url} {secret}");
    }
    server.drain().await;
}
