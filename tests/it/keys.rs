//! Keys open, for as long and as much as they may; wrong ones open nothing.

use crate::harness::{
    Server, config, config_with_model, create, document, fields, finished, metadata, reason, spec, upload,
};
use crate::model::{Act, Model, TOKENS_OUT, editor};
use chrono::{Days, TimeDelta};
use refineloop::domain::clock::Clock;
use refineloop::domain::key::Scope;
use refineloop::pb::model_service_client::ModelServiceClient;
use refineloop::pb::{
    CreateJobRequest, CreateKeyRequest, DeleteJobRequest, GetSystemRequest, Key, ListFilesRequest,
    ListKeysRequest, ListModelsRequest, RevokeKeyRequest, RotateKeyRequest, Scope as Wire, WatchJobRequest,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;
use tonic::Status;
use tonic_types::StatusExt as _;

/// A clock that a test moves.
#[derive(Clone, Default)]
struct Moved(Arc<AtomicI64>);

impl Moved {
    fn clock(&self) -> Clock {
        let (system, by) = (Clock::system(), Arc::clone(&self.0));
        Clock::from_fn(move || system.now() + TimeDelta::seconds(by.load(Ordering::SeqCst)))
    }

    /// Goes on to noon: a day that is counted does not end in the middle of a test.
    fn noon(&self) {
        let now = Clock::system().now();
        let noon = (now.date_naive() + Days::new(1)).and_hms_opt(12, 0, 0).unwrap().and_utc();
        self.0.store((noon - now).num_seconds(), Ordering::SeqCst);
    }

    fn forward(&self, hours: i64) {
        self.0.fetch_add(hours * 3600, Ordering::SeqCst);
    }
}

/// What a key is told when it lists files.
async fn opens(server: &Server, key: &str) -> String {
    let mut files = refineloop::pb::file_service_client::FileServiceClient::new(server.showing(Some(key)));
    match files.list_files(ListFilesRequest::default()).await {
        Ok(_) => "OK".to_owned(),
        Err(status) => reason(&status),
    }
}

async fn make(server: &Server, hours: i64) -> (Key, String) {
    let lifetime = (hours > 0).then_some(prost_types::Duration { seconds: hours * 3600, nanos: 0 });
    let request = CreateKeyRequest { name: "a".to_owned(), lifetime, ..Default::default() };
    let made = server.admin().create_key(request).await.unwrap().into_inner();
    (made.key.unwrap(), made.secret)
}

async fn rotate(server: &Server, id: &str, hours: Option<i64>) -> Result<(Key, String), Status> {
    let overlap = hours.map(|hours| prost_types::Duration { seconds: hours * 3600, nanos: 0 });
    let request = RotateKeyRequest { key_id: id.to_owned(), overlap };
    let made = server.admin().rotate_key(request).await?.into_inner();
    Ok((made.key.unwrap(), made.secret))
}

#[tokio::test]
async fn a_key_opens_until_it_ends_or_is_revoked() {
    let folder = tempfile::tempdir().unwrap();
    let moved = Moved::default();
    let server = Server::start_at(config(folder.path()), moved.clock()).await;
    let (_, short) = make(&server, 1).await;
    let (long, text) = make(&server, 0).await;
    assert_eq!((opens(&server, &short).await, opens(&server, &text).await), ("OK".into(), "OK".into()));
    moved.forward(1);
    assert_eq!(opens(&server, &short).await, "API_KEY_EXPIRED");
    assert_eq!(opens(&server, &text).await, "OK");
    let request = || RevokeKeyRequest { key_id: long.key_id.clone() };
    let revoked = server.admin().revoke_key(request()).await.unwrap().into_inner().key.unwrap();
    assert_eq!(opens(&server, &text).await, "API_KEY_EXPIRED", "at once, though it was just used");
    moved.forward(1);
    let again = server.admin().revoke_key(request()).await.unwrap().into_inner().key.unwrap();
    assert_eq!(again.revoked_at, revoked.revoked_at, "repeating is harmless");
    let nobody = RevokeKeyRequest { key_id: "0".repeat(12) };
    assert_eq!(reason(&server.admin().revoke_key(nobody).await.unwrap_err()), "KEY_NOT_FOUND");
    server.drain().await;
}

#[tokio::test]
async fn a_rotated_key_stays_good_for_the_overlap() {
    let folder = tempfile::tempdir().unwrap();
    let moved = Moved::default();
    let server = Server::start_at(config(folder.path()), moved.clock()).await;
    let (old, old_text) = make(&server, 0).await;
    let (new, new_text) = rotate(&server, &old.key_id, None).await.unwrap();
    assert_eq!((&new.name, &new.tenant_id, &new.scopes), (&old.name, &old.tenant_id, &old.scopes));
    assert_ne!(new.key_id, old.key_id);
    moved.forward(23);
    assert_eq!(
        (opens(&server, &old_text).await, opens(&server, &new_text).await),
        ("OK".into(), "OK".into())
    );
    moved.forward(1);
    assert_eq!(opens(&server, &old_text).await, "API_KEY_EXPIRED");
    assert_eq!(opens(&server, &new_text).await, "OK");
    assert_eq!(reason(&rotate(&server, &old.key_id, None).await.unwrap_err()), "KEY_NOT_FOUND");

    let (short, short_text) = make(&server, 2).await;
    let (next, _) = rotate(&server, &short.key_id, Some(720)).await.unwrap();
    let lifetime = |key: &Key| key.expires_at.unwrap().seconds - key.created_at.unwrap().seconds;
    assert_eq!(lifetime(&next), lifetime(&short), "counted anew");
    assert!(new.expires_at.is_none());
    moved.forward(2);
    assert_eq!(opens(&server, &short_text).await, "API_KEY_EXPIRED", "its own end comes first");
    rotate(&server, &new.key_id, Some(0)).await.unwrap();
    assert_eq!(opens(&server, &new_text).await, "API_KEY_EXPIRED", "no overlap, no delay");
    let (key, _) = make(&server, 0).await;
    let status = rotate(&server, &key.key_id, Some(721)).await.unwrap_err();
    assert_eq!(fields(&status), ["overlap"]);
    server.drain().await;
}

#[tokio::test]
async fn keys_are_listed_newest_first_and_without_their_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let mut made = Vec::new();
    let mut secrets = vec![server.key.clone()];
    for tenant in ["", "b", "", "b"] {
        let request = CreateKeyRequest {
            name: format!("key {}", made.len()),
            tenant_id: tenant.to_owned(),
            scopes: vec![Wire::Metrics.into(), Wire::Read.into(), Wire::Read.into()],
            lifetime: None,
        };
        let answer = server.admin().create_key(request).await.unwrap().into_inner();
        made.push(answer.key.unwrap());
        secrets.push(answer.secret);
    }
    assert_eq!(made[0].scopes, [i32::from(Wire::Read), i32::from(Wire::Metrics)], "each once, in order");
    assert_eq!(made[0].tenant_id, "default");
    let mut request = ListKeysRequest { page_size: 2, ..Default::default() };
    let mut listed = Vec::new();
    loop {
        let page = server.admin().list_keys(request.clone()).await.unwrap().into_inner();
        assert!(page.keys.len() <= 2);
        listed.extend(page.keys);
        request.page_token = page.next_page_token;
        if request.page_token.is_empty() {
            break;
        }
    }
    // The oldest is the key of this connection.
    let own = listed.pop().unwrap();
    made.reverse();
    assert_eq!(listed, made);
    assert!(own.last_used_at.is_some() && own.created_by.is_empty());
    assert!(made.iter().all(|key| key.created_by == own.key_id && key.last_used_at.is_none()));
    let other = ListKeysRequest { tenant_id: "b".to_owned(), ..Default::default() };
    let other = server.admin().list_keys(other).await.unwrap().into_inner().keys;
    assert!(other.len() == 2 && other.iter().all(|key| key.tenant_id == "b"));
    let database = std::fs::read(folder.path().join("refineloop.db-wal")).unwrap();
    for secret in secrets {
        let part = secret.rsplit('_').next().unwrap();
        assert!(!format!("{listed:?}").contains(part));
        assert!(!database.windows(part.len()).any(|bytes| bytes == part.as_bytes()), "stored as it is");
    }
    server.drain().await;
}

#[tokio::test]
async fn what_a_key_may_not_be_is_refused_by_field() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let base = || CreateKeyRequest { name: "a".to_owned(), ..Default::default() };
    let seconds = |seconds| Some(prost_types::Duration { seconds, nanos: 0 });
    for (field, request) in [
        ("name", CreateKeyRequest { name: " ".to_owned(), ..base() }),
        ("name", CreateKeyRequest { name: "ä".repeat(101), ..base() }),
        ("name", CreateKeyRequest { name: "a\nb".to_owned(), ..base() }),
        ("tenant_id", CreateKeyRequest { tenant_id: "A".to_owned(), ..base() }),
        ("tenant_id", CreateKeyRequest { tenant_id: "a".repeat(64), ..base() }),
        ("scopes", CreateKeyRequest { scopes: vec![0], ..base() }),
        ("lifetime", CreateKeyRequest { lifetime: seconds(0), ..base() }),
        ("lifetime", CreateKeyRequest { lifetime: seconds(-1), ..base() }),
        ("lifetime", CreateKeyRequest { lifetime: seconds(i64::MAX), ..base() }),
    ] {
        let status = server.admin().create_key(request).await.unwrap_err();
        assert_eq!(fields(&status), [field], "{status:?}");
    }
    let whole = RevokeKeyRequest { key_id: server.key.clone() };
    let status = server.admin().revoke_key(whole).await.unwrap_err();
    assert_eq!(fields(&status), ["key_id"]);
    assert!(!format!("{status:?}").contains(&server.key), "a key that was sent by mistake is not repeated");
    server.drain().await;
}

#[tokio::test]
async fn a_wrong_key_is_refused_even_where_none_is_needed() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    // Made by another service: the form and the checksum are right.
    let elsewhere = tempfile::tempdir().unwrap();
    let other = Server::start(config(elsewhere.path())).await;
    let mut forged = server.key.clone();
    forged.replace_range(9..20, "00000000000");
    for wrong in [other.key.as_str(), &forged, "", "rl_live_", &server.key[..60]] {
        let mut models = ModelServiceClient::new(server.showing(Some(wrong)));
        let status = models.list_models(ListModelsRequest::default()).await.unwrap_err();
        assert_eq!(
            (reason(&status), status.code()),
            ("API_KEY_INVALID".to_owned(), tonic::Code::Unauthenticated)
        );
    }
    other.drain().await;
    server.drain().await;
}

#[tokio::test]
async fn guessing_is_throttled_and_a_good_key_behind_the_same_address_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = config(folder.path());
    config.limits.bad_keys_per_minute = 3;
    let server = Server::start(config).await;
    for _ in 0..3 {
        assert_eq!(opens(&server, "rl_live_guess").await, "API_KEY_INVALID");
    }
    let mut models = ModelServiceClient::new(server.showing(Some("rl_live_guess")));
    let status = models.list_models(ListModelsRequest::default()).await.unwrap_err();
    assert_eq!(reason(&status), "RATE_LIMITED");
    assert_eq!(metadata(&status, "setting"), "limits.bad_keys_per_minute");
    let wait = status.get_details_retry_info().unwrap().retry_delay.unwrap();
    assert!(wait >= Duration::from_secs(1) && wait <= Duration::from_secs(20), "{wait:?}");
    assert_eq!(opens(&server, &server.key).await, "OK");
    server.drain().await;
}

#[tokio::test]
async fn a_key_makes_only_so_many_calls_in_a_minute() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = config(folder.path());
    config.limits.requests_per_minute = 3;
    let server = Server::start(config).await;
    for _ in 0..3 {
        assert_eq!(opens(&server, &server.key).await, "OK");
    }
    let status = server.files().list_files(ListFilesRequest::default()).await.unwrap_err();
    assert_eq!(reason(&status), "RATE_LIMITED");
    assert_eq!(metadata(&status, "setting"), "limits.requests_per_minute");
    assert_eq!(metadata(&status, "limit"), "3");
    assert!(status.get_details_retry_info().unwrap().retry_delay.unwrap() >= Duration::from_secs(1));
    let other = server.make_key("", &[Scope::Read]).await;
    assert_eq!(opens(&server, &other).await, "OK", "another key has its own");
    server.drain().await;
}

#[tokio::test]
async fn a_full_queue_takes_no_job_and_the_same_request_once_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let open = Arc::new(AtomicBool::new(false));
    let answers = Arc::clone(&open);
    let model =
        Model::start(
            move |asked| {
                if answers.load(Ordering::SeqCst) { editor(asked) } else { Act::Status(503, "") }
            },
        )
        .await;
    let mut config = config_with_model(folder.path(), &model.base_url);
    config.limits.queued_jobs = 1;
    let server = Server::start(config).await;
    let file = upload(&server.channel, "a.xlf", document(3).as_bytes()).await.unwrap();
    let job = create(&server.channel, spec(&file, "builtin/echo")).await.unwrap();
    finished(&server.channel, &job.job_id).await;
    let waiting = create(&server.channel, spec(&file, "openai/test")).await.unwrap();
    let request = || CreateJobRequest {
        spec: Some(spec(&file, "builtin/echo")),
        request_id: "018f4e9c-0000-7000-8000-000000000002".to_owned(),
    };
    let status = server.jobs().create_job(request()).await.unwrap_err();
    assert_eq!((reason(&status), metadata(&status, "limit")), ("QUEUE_FULL".to_owned(), "1".to_owned()));
    assert!(status.get_details_retry_info().is_some());
    let system = server.admin().get_system(GetSystemRequest {}).await.unwrap().into_inner();
    assert_eq!(system.jobs["completed"], 1);
    assert_eq!(system.jobs["queued"] + system.jobs["processing"], 1);
    assert_eq!(system.version, env!("CARGO_PKG_VERSION"));
    open.store(true, Ordering::SeqCst);
    finished(&server.channel, &waiting.job_id).await;
    server.jobs().create_job(request()).await.unwrap();
    server.drain().await;
}

#[tokio::test]
async fn a_key_whose_jobs_used_up_the_tokens_of_the_day_creates_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let model = Model::start(editor).await;
    let moved = Moved::default();
    moved.noon();
    let mut config = config_with_model(folder.path(), &model.base_url);
    config.limits.tokens_per_day = 1;
    let server = Server::start_at(config, moved.clock()).await;
    let file = upload(&server.channel, "a.xlf", document(3).as_bytes()).await.unwrap();
    let job = create(&server.channel, spec(&file, "openai/test")).await.unwrap();
    let job = finished(&server.channel, &job.job_id).await;
    assert_eq!(job.failure.clone().unwrap().reason, "BUDGET_EXHAUSTED");
    let used = job.progress.clone().unwrap().usage.unwrap();
    assert_eq!((used.request_count, used.output_token_count), (1, TOKENS_OUT as i64), "one call passed it");
    let status = create(&server.channel, spec(&file, "openai/test")).await.unwrap_err();
    assert_eq!(reason(&status), "RATE_LIMITED");
    assert_eq!(metadata(&status, "setting"), "limits.tokens_per_day");
    let wait = status.get_details_retry_info().unwrap().retry_delay.unwrap();
    assert!(wait <= Duration::from_secs(24 * 3600), "{wait:?}");
    let erase = DeleteJobRequest { job_id: job.job_id };
    server.jobs().delete_job(erase).await.unwrap();
    let status = create(&server.channel, spec(&file, "openai/test")).await.unwrap_err();
    assert_eq!(reason(&status), "RATE_LIMITED", "erasing gives nothing back");
    create(&server.channel, spec(&file, "builtin/echo")).await.unwrap();
    let colleague = server.showing(Some(&server.make_key("", &[Scope::Write]).await));
    create(&colleague, spec(&file, "builtin/echo")).await.unwrap();
    moved.forward(24);
    create(&server.channel, spec(&file, "builtin/echo")).await.unwrap();
    server.drain().await;
}

#[tokio::test]
async fn a_key_holds_only_so_many_watches_and_they_end_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let model = Model::start(|_| Act::Hang).await;
    let mut config = config_with_model(folder.path(), &model.base_url);
    config.limits.watches_per_key = 1;
    config.watch.recheck = Duration::from_millis(10);
    config.engine.drain = Duration::from_millis(100);
    let server = Server::start(config).await;
    let file = upload(&server.channel, "a.xlf", document(3).as_bytes()).await.unwrap();
    let id = create(&server.channel, spec(&file, "openai/test")).await.unwrap().job_id;
    let (key, text) = make(&server, 0).await;
    let channel = server.showing(Some(&text));
    let mut jobs = refineloop::pb::job_service_client::JobServiceClient::new(channel);
    let request = WatchJobRequest { job_id: id, ..Default::default() };
    let mut stream = jobs.watch_job(request.clone()).await.unwrap().into_inner();
    let status = jobs.watch_job(request.clone()).await.unwrap_err();
    assert_eq!(reason(&status), "TOO_MANY_WATCHES");
    assert_eq!(metadata(&status, "setting"), "limits.watches_per_key");
    let other = server.jobs().watch_job(request).await.unwrap();
    server.admin().revoke_key(RevokeKeyRequest { key_id: key.key_id }).await.unwrap();
    let status = loop {
        match stream.message().await {
            Ok(Some(_)) => {}
            Ok(None) => panic!("the job is not over"),
            Err(status) => break status,
        }
    };
    assert_eq!(reason(&status), "API_KEY_EXPIRED");
    drop(other);
    server.drain().await;
}
