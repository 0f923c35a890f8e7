//! What the checks over the whole file find is told as it is in the refined file: gone only where it is gone,
//! and not again where a person has dismissed it.

use crate::command_line::{refineloop, run};
use crate::dismissals::dismissed;
use crate::harness::{Server, config, refine, wrap};
use refineloop::pb::job_service_client::JobServiceClient;
use refineloop::pb::{Finding, Job, ListSegmentsRequest, Segment};
use serde_json::Value;

const CHECK: &str = "same-src-diff-tgt";

fn unit(id: u32, attributes: &str, target: &str) -> String {
    format!(
        "<trans-unit id=\"{id}\"{attributes}><source>Save the file.</source><target>{target}</target></trans-unit>\n"
    )
}

async fn segments(server: &Server, job: &Job) -> Vec<Segment> {
    let request = ListSegmentsRequest { job_id: job.job_id.clone(), ..Default::default() };
    JobServiceClient::new(server.channel.clone()).list_segments(request).await.unwrap().into_inner().segments
}

fn has(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.check == CHECK)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_target_that_changes_for_another_reason_keeps_what_the_whole_file_shows() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let text = wrap(&(unit(1, "", "Die Datei  speichern.") + &unit(2, "", "Datei  sichern.")));
    let (job, _) = refine(&server.channel, "a.xlf", text.as_bytes(), "builtin/rules").await;
    for segment in segments(&server, &job).await {
        assert!(has(&segment.findings_before) && has(&segment.findings_after), "{segment:?}");
        assert_eq!(segment.findings_after.len(), 1, "the doubled space is gone");
    }
    let progress = job.progress.unwrap();
    assert_eq!((progress.findings_before[CHECK], progress.findings_after[CHECK]), (2, 2));
    assert!(!progress.findings_after.contains_key("double-space"));
    assert_eq!(job.warnings, [format!("{CHECK} over the refined file: 2, the first at segment 1")]);
    server.drain().await;

    std::fs::write(folder.path().join("a.xlf"), text).unwrap();
    let told = |more: &[&str]| {
        let mut command = refineloop(folder.path());
        command.args(["refine", "a.xlf", "-f", "-o", "b.xlf"]).args(more);
        run(&mut command)
    };
    let (code, out, err) = told(&[]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("findings: 4 → 2") && out.contains("1: double-space\n"), "{out}");
    let summary: Value = serde_json::from_str(&told(&["--json"]).1).unwrap();
    assert_eq!(summary["findings_after"][CHECK], 2, "{summary}");
    let (_, found, _) = run(refineloop(folder.path()).args(["check", "b.xlf"]));
    assert_eq!(found.matches(CHECK).count(), 2, "{found}");
}

#[tokio::test]
async fn what_the_refined_file_says_in_one_way_is_told_as_gone() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    // The targets differ in a full stop, which the rules put there.
    let unit = |id, target| {
        format!(
            "<trans-unit id=\"{id}\"><source>Save the file.</source><target>{target}</target></trans-unit>\n"
        )
    };
    let text = wrap(&(unit(1, "Datei jetzt sichern.") + &unit(2, "Datei jetzt sichern")));
    let (job, _) = refine(&server.channel, "a.xlf", text.as_bytes(), "builtin/rules").await;
    for segment in segments(&server, &job).await {
        assert!(has(&segment.findings_before) && !has(&segment.findings_after), "{segment:?}");
    }
    assert!(!job.progress.unwrap().findings_after.contains_key(CHECK));
    assert!(job.warnings.is_empty(), "{:?}", job.warnings);
    server.drain().await;
}

#[tokio::test]
async fn what_was_dismissed_is_no_warning_and_what_is_skipped_counts_for_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let of = |segment: u32| format!("{CHECK} over the refined file: {segment}, the first at segment 1");
    let units = [
        unit(1, "", "Die Datei speichern."),
        unit(2, "", "Datei  sichern."),
        unit(3, " translate=\"no\"", "Speichern!!"),
        unit(4, " approved=\"yes\"", "Die Datei sichern."),
    ];
    let text = wrap(&units.concat());
    let (job, _) = refine(&server.channel, "a.xlf", text.as_bytes(), "builtin/rules").await;
    assert_eq!(job.warnings, [of(2)]);
    for number in [1, 2] {
        dismissed(&server.channel, &job.job_id, number, CHECK).await.unwrap();
    }
    let (job, output) = refine(&server.channel, "a.xlf", text.as_bytes(), "builtin/rules").await;
    assert!(job.warnings.is_empty(), "{:?}", job.warnings);
    assert!(
        segments(&server, &job)
            .await
            .iter()
            .all(|one| !has(&one.findings_before) && !has(&one.findings_after))
    );
    assert!(!job.progress.unwrap().findings_after.contains_key(CHECK));
    // And the refined file is covered too.
    let (job, _) = refine(&server.channel, "b.xlf", &output, "builtin/rules").await;
    assert!(job.warnings.is_empty(), "{:?}", job.warnings);
    server.drain().await;
}
