//! Jobs as resources: created once, listed, refused by field, erased.

use crate::harness::{
    Server, config, create, document, download, fields, finished, job, metadata, reason, refine, spec,
    upload, wrap,
};
use refineloop::pb::{
    Budget, CreateJobRequest, DeleteFileRequest, DeleteJobRequest, EstimateJobRequest, GetJobRequest,
    JobSpec, JobStatus, ListJobsRequest, ListModelsRequest, ListSegmentsRequest, OutputMode, SegmentState,
    Term, Webhook, model_service_client::ModelServiceClient,
};

#[tokio::test]
async fn builtin_rules_repairs_what_is_certain_and_reports_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let units = r#"
<trans-unit id="1"><source>Save the file.</source><target>Speichern Sie  die Datei</target></trans-unit>
<trans-unit id="2"><source>Wait 5 minutes.</source><target>Warten Sie 15 Minuten.</target></trans-unit>
<trans-unit id="3" translate="no"><source>Stop.</source><target>Halt</target></trans-unit>
<trans-unit id="4"><source>Go on.</source></trans-unit>
<trans-unit id="5"><source>Save the file.</source><target>Speichern Sie  die Datei</target></trans-unit>
"#;
    let (job, output) = refine(&server.channel, "a.xlf", wrap(units).as_bytes(), "builtin/rules").await;
    let expected = wrap(units).replace("Speichern Sie  die Datei", "Speichern Sie die Datei.");
    assert_eq!(String::from_utf8(output).unwrap(), expected);
    let progress = job.progress.unwrap();
    assert_eq!((progress.segment_count, progress.finished_count), (5, 5));
    assert_eq!((progress.changed_count, progress.skipped_count), (2, 2));
    assert_eq!(progress.findings_after["number-value"], 1);
    assert_eq!(progress.usage.unwrap().request_count, 0);
    let request = ListSegmentsRequest { job_id: job.job_id.clone(), ..Default::default() };
    let segments = server.jobs().list_segments(request).await.unwrap().into_inner().segments;
    assert_eq!(segments[2].stop_reason, "not_translatable");
    assert_eq!(segments[3].stop_reason, "no_target");
    assert_eq!(segments[4].target, "Speichern Sie die Datei.", "a repetition follows its leader");
    assert_eq!(segments[4].unit_id, "5");
    server.drain().await;
}

#[tokio::test]
async fn a_request_id_makes_creating_a_job_repeatable() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let file = upload(&server.channel, "a.xlf", document(3).as_bytes()).await.unwrap();
    let request = |spec: JobSpec| CreateJobRequest {
        spec: Some(spec),
        request_id: "018f4e9c-0000-7000-8000-000000000002".to_owned(),
    };
    let mut jobs = server.jobs();
    let first =
        jobs.create_job(request(spec(&file, "builtin/echo"))).await.unwrap().into_inner().job.unwrap();
    let again =
        jobs.create_job(request(spec(&file, "builtin/echo"))).await.unwrap().into_inner().job.unwrap();
    assert_eq!(first.job_id, again.job_id);
    let status = jobs.create_job(request(spec(&file, "builtin/rules"))).await.unwrap_err();
    assert_eq!((reason(&status), metadata(&status, "first")), ("REQUEST_ID_REUSED".to_owned(), first.job_id));
    server.drain().await;
}

#[tokio::test]
async fn what_a_job_may_not_ask_is_refused_by_field() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let file = upload(&server.channel, "a.xlf", document(3).as_bytes()).await.unwrap();
    let base = || spec(&file, "builtin/rules");
    let check = async |field: &str, spec: JobSpec| {
        let status = create(&server.channel, spec).await.unwrap_err();
        assert_eq!(reason(&status), "REQUEST_INVALID", "{field}");
        assert_eq!(fields(&status), [format!("spec.{field}")]);
    };
    check("max_revisions", JobSpec { max_revisions: 11, ..base() }).await;
    check("max_revisions", JobSpec { max_revisions: -1, ..base() }).await;
    check("model", JobSpec { model: String::new(), ..base() }).await;
    check("file_id", JobSpec { file_id: "x".to_owned(), ..base() }).await;
    check("domain", JobSpec { domain: "x".repeat(201), ..base() }).await;
    check("custom_instructions", JobSpec { custom_instructions: "x".repeat(8001), ..base() }).await;
    check("note_language", JobSpec { note_language: "please in German".to_owned(), ..base() }).await;
    check("output_mode", JobSpec { output_mode: 9, ..base() }).await;
    check(
        "glossary[0].source",
        JobSpec { glossary: vec![Term { target: "x".to_owned(), ..Term::default() }], ..base() },
    )
    .await;
    check("budget", JobSpec { budget: Some(Budget { max_tokens: -1, ..Budget::default() }), ..base() }).await;
    check("verifier_model", JobSpec { verifier_model: "builtin/rules".to_owned(), ..base() }).await;
    check("strategy", JobSpec { strategy: 9, ..base() }).await;
    check("webhook.url", JobSpec { webhook: Some(Webhook::default()), ..base() }).await;
    check("state_policy", JobSpec { state_policy: 9, ..base() }).await;
    check("enabled_checks[0]", JobSpec { enabled_checks: vec!["no-such-check".to_owned()], ..base() }).await;
    check("disabled_checks[0]", JobSpec { disabled_checks: vec!["no-such-check".to_owned()], ..base() })
        .await;
    check("continue_job_id", JobSpec { continue_job_id: "x".to_owned(), ..base() }).await;
    let nobody = JobSpec { continue_job_id: file.file_id.clone(), ..base() };
    assert_eq!(reason(&create(&server.channel, nobody).await.unwrap_err()), "JOB_NOT_FOUND");

    let unknown = JobSpec { model: "nobody/knows".to_owned(), ..base() };
    assert_eq!(reason(&create(&server.channel, unknown).await.unwrap_err()), "MODEL_NOT_FOUND");
    let elsewhere = JobSpec { file_id: "018f4e9c-0000-7000-8000-000000000003".to_owned(), ..base() };
    assert_eq!(reason(&create(&server.channel, elsewhere).await.unwrap_err()), "FILE_NOT_FOUND");
    let request = GetJobRequest { job_id: "018f4e9c-0000-7000-8000-000000000004".to_owned() };
    assert_eq!(reason(&server.jobs().get_job(request).await.unwrap_err()), "JOB_NOT_FOUND");
    server.drain().await;
}

#[tokio::test]
async fn options_without_effect_are_told_as_warnings() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let file = upload(&server.channel, "a.xlf", document(1).as_bytes()).await.unwrap();
    let options = JobSpec { custom_instructions: "be kind".to_owned(), ..spec(&file, "builtin/rules") };
    let job = create(&server.channel, options).await.unwrap();
    assert!(job.warnings[0].contains("custom_instructions"), "{:?}", job.warnings);
    server.drain().await;
}

#[tokio::test]
async fn what_the_checks_over_the_file_still_find_after_the_loop_is_told_as_a_warning() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let units = r#"
<trans-unit id="1"><source>Save the file.</source><target>Sichere die Datei.</target></trans-unit>
<trans-unit id="2"><source>Save the file.</source><target>Speichere die Datei.</target></trans-unit>
"#;
    let (job, _) = refine(&server.channel, "a.xlf", wrap(units).as_bytes(), "builtin/rules").await;
    assert!(job.warnings.iter().any(|line| line.contains("same-src-diff-tgt")), "{:?}", job.warnings);
    let same = wrap(units).replace("Speichere", "Sichere");
    let (job, _) = refine(&server.channel, "b.xlf", same.as_bytes(), "builtin/rules").await;
    assert_eq!(job.warnings, Vec::<String>::new());
    server.drain().await;
}

#[tokio::test]
async fn lists_are_paged_and_tokens_bound_to_their_arguments() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let file = upload(&server.channel, "a.xlf", document(3).as_bytes()).await.unwrap();
    let mut created = Vec::new();
    for _ in 0..5 {
        created.push(create(&server.channel, spec(&file, "builtin/echo")).await.unwrap().job_id);
    }
    for id in &created {
        finished(&server.channel, id).await;
    }
    let mut listed = Vec::new();
    let mut request = ListJobsRequest { page_size: 2, file_id: file.file_id.clone(), ..Default::default() };
    loop {
        let page = server.jobs().list_jobs(request.clone()).await.unwrap().into_inner();
        listed.extend(page.jobs.into_iter().map(|job| job.job_id));
        request.page_token = page.next_page_token;
        if request.page_token.is_empty() {
            break;
        }
    }
    created.reverse();
    assert_eq!(listed, created, "newest first, each once");
    request.page_token = {
        let first = ListJobsRequest { page_token: String::new(), ..request.clone() };
        server.jobs().list_jobs(first).await.unwrap().into_inner().next_page_token
    };
    request.statuses = vec![JobStatus::Completed.into()];
    let status = server.jobs().list_jobs(request.clone()).await.unwrap_err();
    assert_eq!(reason(&status), "PAGE_TOKEN_INVALID");
    request.page_token = String::new();
    request.statuses = vec![JobStatus::Failed.into()];
    assert!(server.jobs().list_jobs(request).await.unwrap().into_inner().jobs.is_empty());
    server.drain().await;
}

#[tokio::test]
async fn segments_are_listed_in_the_order_of_the_file_and_by_state() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let (job, _) = refine(&server.channel, "a.xlf", document(250).as_bytes(), "builtin/echo").await;
    let mut request = ListSegmentsRequest { job_id: job.job_id, page_size: 100, ..Default::default() };
    let mut numbers = Vec::new();
    loop {
        let page = server.jobs().list_segments(request.clone()).await.unwrap().into_inner();
        numbers.extend(page.segments.into_iter().map(|segment| segment.number));
        request.page_token = page.next_page_token;
        if request.page_token.is_empty() {
            break;
        }
    }
    assert_eq!(numbers, (1..=250).collect::<Vec<i64>>());
    request.states = vec![SegmentState::Changed.into()];
    assert!(server.jobs().list_segments(request).await.unwrap().into_inner().segments.is_empty());
    server.drain().await;
}

#[tokio::test]
async fn an_estimate_counts_without_doing_anything() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let units = r#"
<trans-unit id="1"><source>One.</source><target>Eins.</target></trans-unit>
<trans-unit id="2"><source>One.</source><target>Eins.</target></trans-unit>
<trans-unit id="3"><source>12.50</source><target>12,50</target></trans-unit>
<trans-unit id="4"><source>Two.</source></trans-unit>
"#;
    let file = upload(&server.channel, "a.xlf", wrap(units).as_bytes()).await.unwrap();
    let options = JobSpec { exclude_numeric_segments: true, ..spec(&file, "builtin/rules") };
    let request = EstimateJobRequest { spec: Some(options) };
    let estimate = server.jobs().estimate_job(request).await.unwrap().into_inner();
    assert_eq!((estimate.segment_count, estimate.distinct_count), (4, 1));
    assert_eq!(estimate.skipped["numeric"], 1);
    assert_eq!(estimate.skipped["no_target"], 1);
    let jobs = server.jobs().list_jobs(ListJobsRequest::default()).await.unwrap().into_inner().jobs;
    assert!(jobs.is_empty());
    server.drain().await;
}

#[tokio::test]
async fn an_erased_job_is_gone_with_its_output() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let (job, _) = refine(&server.channel, "a.xlf", document(3).as_bytes(), "builtin/echo").await;
    let id = || job.job_id.clone();
    server.jobs().delete_job(DeleteJobRequest { job_id: id() }).await.unwrap();
    let status = server.jobs().get_job(GetJobRequest { job_id: id() }).await.unwrap_err();
    assert_eq!(reason(&status), "JOB_NOT_FOUND");
    assert!(!folder.path().join("files").join(&job.output_file_id).exists());
    let again = server.jobs().delete_job(DeleteJobRequest { job_id: id() }).await.unwrap_err();
    assert_eq!(reason(&again), "JOB_NOT_FOUND");
    let input = job.spec.unwrap().file_id;
    server.files().delete_file(DeleteFileRequest { file_id: input }).await.unwrap();
    server.drain().await;
}

#[tokio::test]
async fn history_and_notes_are_written_if_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let units = "<trans-unit id=\"1\"><source>Save the file.</source><target>Datei jetzt speichern</target></trans-unit>\n";
    let file = upload(&server.channel, "guide.xlf", wrap(units).as_bytes()).await.unwrap();
    for (mode, history, notes) in [
        (OutputMode::None, false, false),
        (OutputMode::Translations, true, false),
        (OutputMode::Full, true, true),
    ] {
        let options = JobSpec { output_mode: mode.into(), ..spec(&file, "builtin/rules") };
        let id = create(&server.channel, options).await.unwrap().job_id;
        let done = finished(&server.channel, &id).await;
        let output = String::from_utf8(download(&server.channel, &done.output_file_id).await).unwrap();
        assert!(output.contains("jetzt speichern."), "{output}");
        assert_eq!(output.contains("alttranstype=\"previous-version\""), history, "{mode:?}");
        assert_eq!(output.contains("annotates=\"target\""), notes, "{mode:?}");
    }
    server.drain().await;
}

/// `builtin/rules` has words of a few languages; a note says which it is in.
#[tokio::test]
async fn a_note_says_the_language_it_is_in() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let units = "<trans-unit id=\"1\"><source>Save the file.</source><target>Datei jetzt speichern</target></trans-unit>\n";
    let file = upload(&server.channel, "guide.xlf", wrap(units).as_bytes()).await.unwrap();
    for (wanted, language, words) in [
        ("it", "en", "Punctuation at the end"),
        ("de", "de", "Satzzeichen am Ende"),
        ("zh-TW", "zh-Hans", "句末标点"),
    ] {
        let options = JobSpec {
            output_mode: OutputMode::Full.into(),
            note_language: wanted.to_owned(),
            ..spec(&file, "builtin/rules")
        };
        let id = create(&server.channel, options).await.unwrap().job_id;
        let done = finished(&server.channel, &id).await;
        let output = String::from_utf8(download(&server.channel, &done.output_file_id).await).unwrap();
        assert!(output.contains(&format!(" xml:lang=\"{language}\">{words}")), "{wanted}: {output}");
    }
    server.drain().await;
}

#[tokio::test]
async fn the_builtin_models_are_always_there() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let mut client = ModelServiceClient::new(server.channel.clone());
    let models = client.list_models(ListModelsRequest::default()).await.unwrap().into_inner().models;
    for id in ["builtin/rules", "builtin/echo"] {
        assert!(models.iter().any(|model| model.id == id && model.enabled && model.price.is_none()), "{id}");
    }
    server.drain().await;
}

#[tokio::test]
async fn a_job_and_its_file_outlive_the_server() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let (done, output) = refine(&server.channel, "a.xlf", document(30).as_bytes(), "builtin/echo").await;
    server.drain().await;
    let server = Server::start(config(folder.path())).await;
    assert_eq!(job(&server.channel, &done.job_id).await, done);
    assert_eq!(download(&server.channel, &done.output_file_id).await, output);
    server.drain().await;
}
