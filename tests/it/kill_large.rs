//! Killed while the file is read or written: everything is there once, and the output is the same.

use crate::harness::{Server, config, create, download, events, finished, refine, spec, upload};
use crate::kill::{Process, assert_unfinished, query, until};
use crate::large::mostly_skipped;
use refineloop::pb::JobStatus;
use refineloop::pb::job_event::Kind;
use std::path::Path;

/// Units of the file, two of three skipped.
const UNITS: usize = 9000;
/// Their rows at which the process dies while it reads the file, before seeded ones more.
const ROWS: [usize; 3] = [1, 1800, 3600];

/// When the process dies while it writes the output.
#[derive(Debug, Clone, Copy)]
enum Moment {
    /// The task is in hand.
    Begun,
    /// So many bytes of the output lie beside its place.
    Written(u64),
    /// The output has its name and no row.
    Named,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_killed_while_it_reads_or_writes_a_file_ends_with_the_same_one() {
    let input = mostly_skipped(UNITS);
    let (counts, expected) = uninterrupted(&input).await;

    let folder = tempfile::tempdir().unwrap();
    let nowhere = "http://127.0.0.1:9/v1";
    let process = Process::start(folder.path(), nowhere).await;
    let file = upload(&process.channel, "a.xlf", input.as_bytes()).await.unwrap();
    let id = create(&process.channel, spec(&file, "builtin/rules")).await.unwrap().job_id;
    let mut process = Some(process);
    // A small generator of our own: the moments are the same in every run.
    let mut seed: u64 = 20_261_124;
    let mut next = |most: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % most
    };
    for rows in ROWS {
        let rows = rows + next(1000) as usize;
        let running = match process.take() {
            Some(running) => running,
            None => Process::start(folder.path(), nowhere).await,
        };
        until(&format!("{rows} rows"), async || stored(folder.path()).await >= rows).await;
        running.kill();
        assert_unfinished(folder.path()).await;
        assert_eq!(tasks(folder.path()).await, ["ingest leased"], "the kill hit the pass over the file");
        consistent(folder.path()).await;
    }
    let megabytes = next(8) << 20;
    for moment in [Moment::Begun, Moment::Written(megabytes), Moment::Named] {
        let running = Process::start(folder.path(), nowhere).await;
        until(&format!("{moment:?}"), async || has_come(moment, folder.path()).await).await;
        running.kill();
        assert_unfinished(folder.path()).await;
        assert!(tasks(folder.path()).await.contains(&"assemble leased".to_owned()), "{moment:?}");
        consistent(folder.path()).await;
    }

    let process = Process::start(folder.path(), nowhere).await;
    let job = finished(&process.channel, &id).await;
    assert_eq!(job.status(), JobStatus::Completed, "{:?}", job.failure);
    assert_eq!(job.progress.clone().unwrap(), counts);
    let output = download(&process.channel, &job.output_file_id).await;
    assert!(output == expected, "the output differs from that of an uninterrupted run");
    let told = events(&process.channel, &id, 0, true).await.unwrap();
    let segments = told.iter().filter(|event| matches!(event.kind, Some(Kind::Segment(_)))).count();
    assert_eq!(segments, UNITS);
    assert_eq!(job.last_sequence, UNITS as i64 + 3);
    let mut left = names(folder.path());
    let mut mine = vec![file.file_id, job.output_file_id];
    left.sort_unstable();
    mine.sort_unstable();
    assert_eq!(left, mine, "outputs that never counted are swept");
    process.kill();
}

async fn uninterrupted(input: &str) -> (refineloop::pb::JobProgress, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let (job, output) = refine(&server.channel, "a.xlf", input.as_bytes(), "builtin/rules").await;
    server.drain().await;
    let counts = job.progress.unwrap();
    assert_eq!((counts.finished_count, counts.skipped_count), (9000, 6000));
    assert_eq!(counts.changed_count, 3000);
    (counts, output)
}

async fn has_come(moment: Moment, folder: &Path) -> bool {
    let files = || names(folder).into_iter();
    match moment {
        Moment::Begun => tasks(folder).await.contains(&"assemble leased".to_owned()),
        Moment::Written(bytes) => {
            let written = |name: String| std::fs::metadata(folder.join("files").join(name));
            files()
                .filter(|name| name.contains('#'))
                .any(|name| written(name).is_ok_and(|file| file.len() > bytes))
        }
        // Those of the input and of the output in hand; what the last kill left is swept at the start.
        Moment::Named => files().filter(|name| !name.contains('#')).count() == 2,
    }
}

/// The numbers of a job are those of its rows, and each is there once.
async fn consistent(folder: &Path) {
    let rows = "SELECT COUNT(*) || ' ' || COUNT(DISTINCT sequence) || ' ' || MIN(sequence) FROM segments";
    let told =
        "SELECT json_extract(counts, '$.finished') || ' ' || (last_sequence - 2) || ' 3' FROM job_progress";
    assert_eq!(query(folder, rows).await, query(folder, told).await);
    let count = "SELECT CAST(segment_count AS TEXT) FROM job_progress";
    assert_eq!(query(folder, count).await, [UNITS.to_string()]);
}

async fn stored(folder: &Path) -> usize {
    query(folder, "SELECT CAST(COUNT(*) AS TEXT) FROM segments").await[0].parse().unwrap()
}

async fn tasks(folder: &Path) -> Vec<String> {
    query(folder, "SELECT kind || ' ' || state FROM tasks WHERE state <> 'done'").await
}

fn names(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder.join("files")).unwrap();
    files.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}
