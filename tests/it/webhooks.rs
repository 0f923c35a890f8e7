//! The end of a job is reported: signed, again and again until it is taken, to nobody it must not
//! reach, and across restarts.

mod receiver;
mod refusals;

use crate::harness::{
    Channel, Server, config, config_with_model, create, document, finished, job, reason, spec, upload,
};
use crate::model::{self, Model};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use receiver::{Act, Got, Receiver};
use refineloop::config::Config;
use refineloop::pb::admin_service_client::AdminServiceClient;
use refineloop::pb::{
    CancelJobRequest, CreateJobRequest, Delivery, DeliveryState, Job, JobSpec, JobStatus,
    ListDeliveriesRequest, ListJobsRequest, RedeliverRequest, Webhook,
};
use std::path::Path;
use std::time::Duration;
use tonic::Status;

const SECRET: &str = "0123456789-a-secret-of-the-client";

/// Settings that reach receivers on this machine, with hardly a pause between attempts.
fn settings(folder: &Path) -> Config {
    let mut config = config(folder);
    config.webhooks.allow_subnets = vec!["127.0.0.0/8".parse().unwrap()];
    config.webhooks.schedule = vec![Duration::from_millis(1); 20];
    config
}

async fn ask(channel: &Channel, model: &str, url: &str, secret: &str) -> Result<Job, Status> {
    let file = upload(channel, "a.xlf", document(3).as_bytes()).await.unwrap();
    let webhook = Some(Webhook { url: url.to_owned(), secret: secret.to_owned() });
    create(channel, JobSpec { webhook, ..spec(&file, model) }).await
}

async fn deliveries(channel: &Channel, job: &str) -> Vec<Delivery> {
    let request = ListDeliveriesRequest { job_id: job.to_owned(), ..ListDeliveriesRequest::default() };
    AdminServiceClient::new(channel.clone()).list_deliveries(request).await.unwrap().into_inner().deliveries
}

async fn redeliver(channel: &Channel, id: &str) -> Result<Delivery, Status> {
    let request = RedeliverRequest { delivery_id: id.to_owned() };
    let answer = AdminServiceClient::new(channel.clone()).redeliver(request).await?;
    Ok(answer.into_inner().delivery.unwrap())
}

/// Waits until the delivery of a job is in `state`.
async fn reaches(channel: &Channel, job: &str, state: DeliveryState) -> Delivery {
    let looking = async {
        loop {
            let found = deliveries(channel, job).await.pop().expect("the job has a delivery");
            if found.state() == state {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), looking).await.expect("it comes to that")
}

/// The signature, computed by other code than the service's.
fn signature(secret: &[u8], got: &Got) -> String {
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret);
    let content = format!("{}.{}.{}", got.header("webhook-id"), got.header("webhook-timestamp"), got.body);
    format!("v1,{}", STANDARD.encode(ring::hmac::sign(&key, content.as_bytes())))
}

#[tokio::test]
async fn a_completed_job_is_reported_signed_and_without_any_text_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::start(|_| Act::Status(204)).await;
    let server = Server::start(settings(folder.path())).await;
    let id = ask(&server.channel, "builtin/rules", &receiver.url, SECRET).await.unwrap().job_id;
    let got = receiver.messages(1).await.remove(0);
    let delivery = reaches(&server.channel, &id, DeliveryState::Delivered).await;
    assert_eq!(got.header("webhook-id"), delivery.delivery_id);
    assert!(got.header("webhook-timestamp").parse::<i64>().unwrap() > 1_700_000_000);
    assert_eq!(got.header("webhook-signature"), signature(SECRET.as_bytes(), &got));
    assert_eq!(got.header("content-type"), "application/json");
    assert!(got.header("user-agent").starts_with("refineloop/"));
    let job = job(&server.channel, &id).await;
    let body = got.json();
    assert_eq!(body["type"], "refineloop.job.completed");
    assert!(body["timestamp"].as_str().unwrap().ends_with('Z'));
    let data = &body["data"];
    assert_eq!((&data["job_id"], &data["status"]), (&id.as_str().into(), &"completed".into()));
    assert_eq!(data["output_file_id"], job.output_file_id);
    assert_eq!((&data["usage"]["segments"], &data["usage"]["finished"]), (&3.into(), &3.into()));
    let score = job.progress.unwrap().rules_score.unwrap();
    assert_eq!(
        (&data["rules_score"]["words"], &data["rules_score"]["after_tenths"]),
        (&score.word_count.into(), &score.after_tenths.into())
    );
    assert!(data["rules_score"]["words"] == 18 && data.get("mqm_score").is_none(), "{data}");
    assert!(data.get("error").is_none() && data.get("partial_output_file_id").is_none());
    for text in ["Schritt", "falsch", "Step", "a.xlf"] {
        assert!(!got.body.contains(text), "{text} was told");
    }
    assert_eq!(delivery.attempts.len(), 1);
    assert_eq!((delivery.attempts[0].http_status, delivery.attempts[0].error.as_str()), (204, ""));
    assert!(delivery.next_attempt_at.is_none());
    server.drain().await;
}

#[tokio::test]
async fn a_secret_in_base64_signs_with_its_bytes_and_none_signs_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::start(|_| Act::Status(200)).await;
    let server = Server::start(settings(folder.path())).await;
    let secret = format!("whsec_{}", STANDARD.encode([0xff; 32]));
    ask(&server.channel, "builtin/echo", &receiver.url, &secret).await.unwrap();
    let got = receiver.messages(1).await.remove(0);
    assert_eq!(got.header("webhook-signature"), signature(&[0xff; 32], &got));
    ask(&server.channel, "builtin/echo", &receiver.url, "").await.unwrap();
    assert_eq!(receiver.messages(2).await[1].header("webhook-signature"), "");
    server.drain().await;
}

#[tokio::test]
async fn a_secret_is_in_no_answer_and_in_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::start(|_| Act::Status(500)).await;
    let server = Server::start(settings(folder.path())).await;
    let created = ask(&server.channel, "builtin/echo", &receiver.url, SECRET).await.unwrap();
    assert_eq!(created.spec.as_ref().unwrap().webhook.as_ref().unwrap().url, receiver.url);
    receiver.messages(1).await;
    let listed = server.jobs().list_jobs(ListJobsRequest::default()).await.unwrap().into_inner();
    let answers = format!(
        "{created:?} {:?} {listed:?} {:?} {:?}",
        job(&server.channel, &created.job_id).await,
        finished(&server.channel, &created.job_id).await,
        deliveries(&server.channel, &created.job_id).await,
    );
    assert!(!answers.contains(SECRET));
    // Looked for while the database is open too: its log holds what its tables will.
    assert!(found(folder.path(), &receiver.url), "the search finds what is there");
    assert!(!found(folder.path(), SECRET));
    server.drain().await;
    assert!(!found(folder.path(), SECRET));
}

/// Whether a file of the folder holds `text`.
fn found(folder: &Path, text: &str) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return found(&path, text);
        }
        std::fs::read(&path).unwrap().windows(text.len()).any(|bytes| bytes == text.as_bytes())
    })
}

#[tokio::test]
async fn a_receiver_that_is_down_is_told_once_it_is_up_under_the_same_id() {
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::start(|number| match number {
        0 => Act::HangUp,
        1 => Act::Status(503),
        _ => Act::Status(200),
    })
    .await;
    let server = Server::start(settings(folder.path())).await;
    let id = ask(&server.channel, "builtin/echo", &receiver.url, SECRET).await.unwrap().job_id;
    let delivery = reaches(&server.channel, &id, DeliveryState::Delivered).await;
    let statuses: Vec<i32> = delivery.attempts.iter().map(|attempt| attempt.http_status).collect();
    assert_eq!(statuses, [0, 503, 200]);
    assert!(delivery.attempts[..2].iter().all(|attempt| !attempt.error.is_empty()));
    for got in receiver.all() {
        assert_eq!(got.header("webhook-id"), delivery.delivery_id);
        assert_eq!(got.header("webhook-signature"), signature(SECRET.as_bytes(), &got));
    }
    server.drain().await;
}

#[tokio::test]
async fn a_delivery_goes_on_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::start(|_| Act::Status(503)).await;
    let server = Server::start(settings(folder.path())).await;
    let id = ask(&server.channel, "builtin/echo", &receiver.url, SECRET).await.unwrap().job_id;
    receiver.messages(1).await;
    server.drain().await;
    let before = receiver.all().len();
    receiver.change(|_| Act::Status(200));
    let server = Server::start(settings(folder.path())).await;
    let delivery = reaches(&server.channel, &id, DeliveryState::Delivered).await;
    assert_eq!(delivery.attempts.len(), before + 1);
    assert!(receiver.all().iter().all(|got| got.header("webhook-id") == delivery.delivery_id));
    server.drain().await;
}

#[tokio::test]
async fn a_failed_job_is_reported_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::start(|_| Act::Status(200)).await;
    let model = Model::start(|_| model::Act::Status(401, "")).await;
    let providers = config_with_model(folder.path(), &model.base_url).providers;
    let server = Server::start(Config { providers, ..settings(folder.path()) }).await;
    ask(&server.channel, "openai/test", &receiver.url, SECRET).await.unwrap();
    let body = receiver.messages(1).await[0].json();
    assert_eq!(body["type"], "refineloop.job.failed");
    assert_eq!(body["data"]["status"], "failed");
    assert_eq!(body["data"]["error"]["code"], "provider_auth_failed");
    assert!(body["data"].get("output_file_id").is_none());
    server.drain().await;
}

#[tokio::test]
async fn a_job_that_is_cancelled_before_it_begins_is_reported_and_not_before() {
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::start(|_| Act::Status(200)).await;
    let mut config = settings(folder.path());
    config.engine.tasks = 0;
    let server = Server::start(config).await;
    let id = ask(&server.channel, "builtin/echo", &receiver.url, SECRET).await.unwrap().job_id;
    let waiting = deliveries(&server.channel, &id).await.remove(0);
    assert_eq!(waiting.state(), DeliveryState::Waiting);
    let status = redeliver(&server.channel, &waiting.delivery_id).await.unwrap_err();
    assert_eq!(reason(&status), "JOB_NOT_FINISHED");
    assert!(receiver.all().is_empty());
    server.jobs().cancel_job(CancelJobRequest { job_id: id }).await.unwrap();
    let body = receiver.messages(1).await[0].json();
    assert_eq!(body["type"], "refineloop.job.cancelled");
    assert_eq!(body["data"]["status"], "failed", "REST knows no cancelled jobs");
    assert_eq!(body["data"]["error"]["code"], "cancelled");
    server.drain().await;
}

#[tokio::test]
async fn a_process_that_died_while_sending_sends_again_but_not_for_ever() {
    for (lost_before, outcome) in [(0, DeliveryState::Delivered), (5, DeliveryState::Failed)] {
        let folder = tempfile::tempdir().unwrap();
        let receiver = Receiver::start(|_| Act::Status(503)).await;
        let server = Server::start(settings(folder.path())).await;
        let id = ask(&server.channel, "builtin/echo", &receiver.url, SECRET).await.unwrap().job_id;
        receiver.messages(1).await;
        server.drain().await;
        died_while_sending(folder.path(), lost_before).await;
        let before = receiver.all().len();
        receiver.change(|_| Act::Status(200));
        let server = Server::start(settings(folder.path())).await;
        let delivery = reaches(&server.channel, &id, outcome).await;
        let sent = receiver.all();
        assert_eq!(sent.len() - before, usize::from(lost_before == 0));
        assert!(sent.iter().all(|got| got.header("webhook-id") == delivery.delivery_id));
        assert_eq!(job(&server.channel, &id).await.status(), JobStatus::Completed);
        server.drain().await;
    }
}

/// Leaves the task of a delivery as a killed process does, which lost it `before` times already.
async fn died_while_sending(folder: &Path, before: u32) {
    use sea_orm::ConnectionTrait as _;
    let url = format!("sqlite://{}", folder.join("refineloop.db").display());
    let database = sea_orm::Database::connect(url).await.unwrap();
    let leased = format!("UPDATE tasks SET state = 'leased', reclaims = {before} WHERE kind = 'webhook'");
    assert_eq!(database.execute_unprepared(&leased).await.unwrap().rows_affected(), 1);
    database.close().await.unwrap();
}

#[tokio::test]
async fn a_delivery_can_be_sent_again_whatever_became_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::start(|number| Act::Status(if number == 0 { 410 } else { 200 })).await;
    let server = Server::start(settings(folder.path())).await;
    let id = ask(&server.channel, "builtin/echo", &receiver.url, SECRET).await.unwrap().job_id;
    let failed = reaches(&server.channel, &id, DeliveryState::Failed).await;
    let due = redeliver(&server.channel, &failed.delivery_id).await.unwrap();
    assert_eq!((due.state(), due.next_attempt_at.is_some()), (DeliveryState::Pending, true));
    let delivered = reaches(&server.channel, &id, DeliveryState::Delivered).await;
    redeliver(&server.channel, &failed.delivery_id).await.unwrap();
    let all = receiver.messages(3).await;
    assert!(all.iter().all(|got| got.header("webhook-id") == failed.delivery_id && got.body == all[0].body));
    assert_eq!(delivered.attempts.len(), 2);
    let status = redeliver(&server.channel, &id).await.unwrap_err();
    assert_eq!(reason(&status), "DELIVERY_NOT_FOUND");
    server.drain().await;
}

#[tokio::test]
async fn receivers_that_never_answer_hold_up_no_job() {
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::start(|_| Act::Wait).await;
    let mut config = settings(folder.path());
    (config.engine.tasks, config.engine.computing) = (1, 1);
    config.webhooks.timeout = Duration::from_secs(600);
    let server = Server::start(config).await;
    for _ in 0..18 {
        let id = ask(&server.channel, "builtin/echo", &receiver.url, SECRET).await.unwrap().job_id;
        assert_eq!(finished(&server.channel, &id).await.status(), JobStatus::Completed);
    }
    let held = receiver.messages(16).await;
    assert_eq!(held.len(), 16, "only so many wait side by side");
    receiver.release();
    receiver.messages(18).await;
    server.drain().await;
}

#[tokio::test]
async fn a_repeated_request_has_one_delivery_and_another_secret_is_another_request() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = settings(folder.path());
    config.engine.tasks = 0;
    let server = Server::start(config).await;
    let file = upload(&server.channel, "a.xlf", document(3).as_bytes()).await.unwrap();
    let create = |secret: &str| {
        let webhook = Some(Webhook { url: "https://example.com/".to_owned(), secret: secret.to_owned() });
        let spec = Some(JobSpec { webhook, ..spec(&file, "builtin/echo") });
        let request_id = "0198c0de-0000-7000-8000-000000000000".to_owned();
        let mut jobs = server.jobs();
        async move { jobs.create_job(CreateJobRequest { spec, request_id }).await }
    };
    let first = create(SECRET).await.unwrap().into_inner().job.unwrap();
    let again = create(SECRET).await.unwrap().into_inner().job.unwrap();
    assert_eq!(first.job_id, again.job_id);
    assert_eq!(reason(&create("another secret of the client").await.unwrap_err()), "REQUEST_ID_REUSED");
    assert_eq!(deliveries(&server.channel, "").await.len(), 1);
    server.drain().await;
}

#[tokio::test]
async fn a_secret_whose_key_is_lost_is_told_and_nothing_is_sent_unsigned() {
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::start(|_| Act::Status(503)).await;
    let server = Server::start(settings(folder.path())).await;
    let id = ask(&server.channel, "builtin/echo", &receiver.url, SECRET).await.unwrap().job_id;
    receiver.messages(1).await;
    server.drain().await;
    let before = receiver.all().len();
    std::fs::remove_file(folder.path().join("sealing-key")).unwrap();
    let server = Server::start(settings(folder.path())).await;
    let delivery = reaches(&server.channel, &id, DeliveryState::Failed).await;
    assert!(delivery.attempts.last().unwrap().error.contains("cannot be opened"), "{delivery:?}");
    assert_eq!(receiver.all().len(), before);
    server.drain().await;
}

#[tokio::test]
async fn deliveries_are_listed_newest_first_by_pages_and_on_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::start(|_| Act::Status(200)).await;
    let server = Server::start(settings(folder.path())).await;
    let mut made = Vec::new();
    for _ in 0..3 {
        let id = ask(&server.channel, "builtin/echo", &receiver.url, SECRET).await.unwrap().job_id;
        reaches(&server.channel, &id, DeliveryState::Delivered).await;
        made.insert(0, id);
    }
    let mut client = AdminServiceClient::new(server.channel.clone());
    let mut listed = Vec::new();
    let mut request = ListDeliveriesRequest { page_size: 2, ..ListDeliveriesRequest::default() };
    request.states = vec![DeliveryState::Delivered.into()];
    loop {
        let page = client.list_deliveries(request.clone()).await.unwrap().into_inner();
        listed.extend(page.deliveries.into_iter().map(|delivery| delivery.job_id));
        request.page_token = page.next_page_token;
        if request.page_token.is_empty() {
            break;
        }
    }
    assert_eq!(listed, made);
    request.states = vec![DeliveryState::Failed.into()];
    assert!(client.list_deliveries(request).await.unwrap().into_inner().deliveries.is_empty());

    let lines = command(&server, &["deliveries", "--json", "--job", &made[0]]).await;
    let line: serde_json::Value = serde_json::from_str(&lines).unwrap();
    assert_eq!((&line["job_id"], &line["state"]), (&made[0].as_str().into(), &"delivered".into()));
    assert_eq!(line["attempts"][0]["http_status"], 200);
    let again = command(&server, &["redeliver", line["delivery_id"].as_str().unwrap()]).await;
    assert!(again.contains("pending"), "{again}");
    receiver.messages(4).await;
    server.drain().await;
}

/// Runs `refineloop webhooks` and returns what it prints.
async fn command(server: &Server, arguments: &[&str]) -> String {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_refineloop"));
    command
        .arg("webhooks")
        .args(arguments)
        .args(["--server", &server.address])
        .env("REFINELOOP_API_KEY", &server.key);
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
