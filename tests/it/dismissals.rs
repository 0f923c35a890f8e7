//! A finding that a person has dismissed does not come back: in no job, on no file, at no door.

use crate::command_line::{refineloop, run};
use crate::harness::{Channel, Server, config, create, fields, finished, reason, refine, spec, upload, wrap};
use crate::rest::{Rest, body};
use refineloop::pb::job_service_client::JobServiceClient;
use refineloop::pb::{
    DismissFindingRequest, Dismissal, ListDismissalsRequest, ListSegmentsRequest, RestoreFindingRequest,
    Segment,
};
use reqwest::StatusCode;
use serde_json::json;
use tonic::Status;

const NUMBERS: &str = "<trans-unit id=\"n\"><source>Wait 15 minutes.</source><target>Warten Sie 50 Minuten.</target></trans-unit>\n";
const SPACES: &str =
    "<trans-unit id=\"s\"><source>Save the file.</source><target>Datei  speichern.</target></trans-unit>\n";

pub(crate) async fn dismissed(
    channel: &Channel,
    job: &str,
    number: i64,
    check: &str,
) -> Result<Vec<Dismissal>, Status> {
    let request = DismissFindingRequest {
        job_id: job.to_owned(),
        segment_number: number,
        check: check.to_owned(),
        note: "as it should be".to_owned(),
    };
    let answer = JobServiceClient::new(channel.clone()).dismiss_finding(request).await?;
    Ok(answer.into_inner().dismissals)
}

async fn segments(channel: &Channel, job: &str) -> Vec<Segment> {
    let request = ListSegmentsRequest { job_id: job.to_owned(), ..Default::default() };
    JobServiceClient::new(channel.clone()).list_segments(request).await.unwrap().into_inner().segments
}

fn checks(segment: &Segment) -> Vec<&str> {
    segment.findings_after.iter().map(|finding| finding.check.as_str()).collect()
}

#[tokio::test]
async fn what_is_dismissed_in_one_job_is_left_alone_in_the_next_until_it_is_restored() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let channel = &server.channel;
    let text = wrap(&format!("{NUMBERS}{SPACES}"));
    let (first, output) = refine(channel, "a.xlf", text.as_bytes(), "builtin/rules").await;
    let before = segments(channel, &first.job_id).await;
    assert_eq!(checks(&before[0]), ["number-value"]);
    assert!(before[0].needs_review);
    assert_ne!(output, text.as_bytes(), "the spaces are repaired");

    let [number] = &dismissed(channel, &first.job_id, 1, "number-value").await.unwrap()[..] else {
        panic!("the segment did not change: one text, one dismissal")
    };
    let [spaces] = &dismissed(channel, &first.job_id, 2, "double-space").await.unwrap()[..] else {
        panic!("only the text as it came in has the finding")
    };
    // Another file, in which the segments stand elsewhere.
    let moved = wrap(&format!("{SPACES}{NUMBERS}"));
    let (second, output) = refine(channel, "b.xlf", moved.as_bytes(), "builtin/rules").await;
    assert_eq!(output, moved.as_bytes(), "what was dismissed is not repaired");
    for segment in segments(channel, &second.job_id).await {
        assert!(segment.findings_before.is_empty() && !segment.needs_review, "{segment:?}");
    }
    assert!(second.progress.unwrap().findings_before.is_empty());

    let mut client = server.jobs();
    let list = ListDismissalsRequest { page_size: 1, page_token: String::new() };
    let page = client.list_dismissals(list.clone()).await.unwrap().into_inner();
    assert_eq!(page.dismissals, std::slice::from_ref(spaces), "newest first");
    let next = ListDismissalsRequest { page_token: page.next_page_token, ..list };
    let page = client.list_dismissals(next).await.unwrap().into_inner();
    assert_eq!((&page.dismissals[..], page.next_page_token.as_str()), (std::slice::from_ref(number), ""));
    assert!(!number.dismissed_by.is_empty() && number.note == "as it should be");

    let restore = RestoreFindingRequest { dismissal_id: number.dismissal_id.clone() };
    client.restore_finding(restore.clone()).await.unwrap();
    assert_eq!(reason(&client.restore_finding(restore).await.unwrap_err()), "DISMISSAL_NOT_FOUND");
    let (third, _) = refine(channel, "b.xlf", moved.as_bytes(), "builtin/rules").await;
    let after = segments(channel, &third.job_id).await;
    assert_eq!((checks(&after[0]), checks(&after[1])), (vec![], vec!["number-value"]));
    server.drain().await;
}

#[tokio::test]
async fn only_a_finding_there_is_can_be_dismissed_and_doing_it_again_is_harmless() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = config(folder.path());
    config.limits.dismissals = 1;
    let server = Server::start(config).await;
    let channel = &server.channel;
    let (job, _) = refine(channel, "a.xlf", wrap(NUMBERS).as_bytes(), "builtin/echo").await;
    for (number, check, field) in
        [(1, "tag-missing", "check"), (2, "number-value", "segment_number"), (0, "x", "segment_number")]
    {
        let status = dismissed(channel, &job.job_id, number, check).await.unwrap_err();
        assert_eq!((reason(&status).as_str(), fields(&status)), ("REQUEST_INVALID", vec![field.to_owned()]));
    }
    let unknown = dismissed(channel, "018f4e9c-0000-7000-8000-000000000009", 1, "number-value").await;
    assert_eq!(reason(&unknown.unwrap_err()), "JOB_NOT_FOUND");
    let first = dismissed(channel, &job.job_id, 1, "number-value").await.unwrap();
    assert_eq!(dismissed(channel, &job.job_id, 1, "number-value").await.unwrap(), first);

    let other = wrap(&NUMBERS.replace("15", "16"));
    let file = upload(channel, "b.xlf", other.as_bytes()).await.unwrap();
    let job = finished(channel, &create(channel, spec(&file, "builtin/echo")).await.unwrap().job_id).await;
    let status = dismissed(channel, &job.job_id, 1, "number-value").await.unwrap_err();
    assert!(status.message().contains("limits.dismissals"), "{status:?}");
    server.drain().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rest_and_the_command_line_say_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let rest = Rest::start(folder.path()).await;
    let answer = rest.upload("a.xlf", wrap(NUMBERS).as_bytes(), &[]).await;
    let file = body(answer).await["file_id"].clone();
    let job = rest.post("/refineloop/jobs", &json!({"file_id": file, "model": "builtin/echo"})).await;
    let job = body(job).await["job_id"].as_str().unwrap().to_owned();
    rest.over(&job).await;
    let path = format!("/refineloop/jobs/{job}/segments/1/dismissals");
    assert_eq!(rest.post(&path, &json!({"note": "x"})).await.status(), StatusCode::BAD_REQUEST);
    let asked = json!({"check": "number-value", "note": "fifty is meant"});
    let answer = rest.post(&path, &asked).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let dismissals = body(answer).await;
    let listed = body(rest.get("/refineloop/dismissals").await).await;
    assert_eq!(listed["data"], dismissals);
    let known = &dismissals[0];

    let call = |arguments: &[&str]| {
        let mut command = refineloop(folder.path());
        command.env("REFINELOOP_API_KEY", &rest.server.key).args(arguments);
        run(command.args(["--server", &rest.server.address]))
    };
    let (code, out, err) = call(&["dismissals", "list", "--json"]);
    assert_eq!(code, 0, "{err}");
    let line: serde_json::Value = serde_json::from_str(&out).unwrap();
    for member in ["check", "segment_hash", "dismissal_id", "note", "dismissed_by"] {
        assert_eq!(line[member], known[member], "{member}");
    }
    let (code, out, err) = call(&["dismiss", &job, "1", "number-value"]);
    assert_eq!((code, out.contains("fifty is meant")), (0, true), "the first note stays: {out}{err}");
    assert_eq!(call(&["dismiss", &job, "1", "tag-missing"]).0, 2);
    let id = known["dismissal_id"].as_str().unwrap();
    assert_eq!(call(&["dismissals", "restore", id]).0, 0);
    assert_eq!(call(&["dismissals", "restore", id]).0, 5);
    let gone = rest.delete(&format!("/refineloop/dismissals/{id}")).await;
    assert_eq!(gone.status(), StatusCode::NOT_FOUND);
    assert_eq!(call(&["dismissals", "list"]).1, "");
    rest.drain().await;
}
