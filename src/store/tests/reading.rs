//! What is read for a page is bounded before it is read.

use super::{execute, new_job, store};
use crate::domain::file::LanguagePair;
use crate::domain::ids::TenantId;
use crate::domain::job::JobSpec;
use crate::domain::segment::{EndReason, SegmentRef, SegmentResult, SegmentState, SkipReason};
use crate::domain::terms::Term;
use crate::domain::text::CodedText;

#[tokio::test]
async fn a_page_of_segments_holds_as_many_as_fit_and_one_at_least() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    let job = new_job(&store).await;
    for (number, length) in [(1, 100), (2, 5000), (3, 100), (4, 100)] {
        let result = result(number, length);
        let body = serde_json::to_string(&result).unwrap();
        let job = job.uuid().simple();
        let row = format!(
            "INSERT INTO segments VALUES (X'{job}', {number}, 'a', {number}, 'skipped', 0, '{body}')"
        );
        execute(&store, &row).await;
    }
    let numbers = async |after: u64, most, bytes| {
        let read = store.segments(job, &[], false, after, most, bytes).await.unwrap();
        let log = store.segments_after(job, after.cast_signed(), 4, most, bytes).await.unwrap();
        let numbers: Vec<u64> = read.rows.iter().map(|result| result.id.number).collect();
        assert_eq!(log.rows.iter().map(|row| row.result.id.number).collect::<Vec<_>>(), numbers);
        assert_eq!(log.cut, read.cut);
        (numbers, read.cut)
    };
    assert_eq!(numbers(0, 10, 3000).await, (vec![1], true));
    assert_eq!(numbers(1, 10, 3000).await, (vec![2], true), "one, however large");
    assert_eq!(numbers(2, 10, 3000).await, (vec![3, 4], false));
    assert_eq!(numbers(0, 3, 1 << 20).await, (vec![1, 2, 3], false), "no more than were asked for");
    assert_eq!(numbers(4, 10, 3000).await, (vec![], false));
}

fn result(number: u64, length: usize) -> SegmentResult {
    let text = CodedText::plain(&"x".repeat(length));
    SegmentResult {
        id: SegmentRef { number, ..SegmentRef::default() },
        languages: LanguagePair { source: "en".to_owned(), target: "de".to_owned() },
        state: SegmentState::Skipped,
        reason: EndReason::Skip(SkipReason::Locked),
        source: text.clone(),
        original: text,
        accepted: Vec::new(),
        revisions: Vec::new(),
        findings_before: Vec::new(),
        findings_after: Vec::new(),
        dismissed: Vec::new(),
        failure: None,
        needs_review: false,
        distance: 0,
        scores: None,
        repeats: None,
        group: None,
        parts: Vec::new(),
        calls: Vec::new(),
    }
}

#[tokio::test]
async fn a_list_of_jobs_is_in_order_and_has_no_glossaries() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    let mut jobs = Vec::new();
    // Each more than half of what is read at a time.
    let term = Term { source: "x".repeat(3 << 20), ..Term::default() };
    for _ in 0..3 {
        let job = new_job(&store).await;
        let spec =
            JobSpec { glossary: vec![term.clone()], ..JobSpec::new(job.uuid().into(), "builtin/echo") };
        let spec = serde_json::to_string(&spec).unwrap();
        execute(&store, &format!("UPDATE jobs SET spec = '{spec}' WHERE id = X'{}'", job.uuid().simple()))
            .await;
        jobs.push(job);
    }
    let tenant = TenantId::default_tenant();
    let listed = store.jobs(&tenant, &[], None, None, 10).await.unwrap();
    jobs.reverse();
    assert_eq!(listed.iter().map(|job| job.id).collect::<Vec<_>>(), jobs);
    assert!(listed.iter().all(|job| job.spec.glossary.is_empty()));
    assert_eq!(store.job(&tenant, jobs[0]).await.unwrap().unwrap().spec.glossary, [term]);
}
