//! Files far larger than what the service holds of them: told and counted while they are read,
//! stopped in the middle, and never in memory whole.

use crate::command_line::refineloop;
use crate::harness::{
    Server, config, create, document, download, events, finished, job, refine, spec, upload, wrap,
};
use crate::kill::{execute, query};
use refineloop::pb::job_event::Kind;
use refineloop::pb::{CancelJobRequest, JobStatus, WatchJobRequest};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

/// A file of `count` units with long texts, two of three of them not to be translated. Every other
/// one of the rest repeats the one before, and the rules have something to mend in each.
pub(crate) fn mostly_skipped(count: usize) -> String {
    let long = "a long text that nobody is to touch, ".repeat(50);
    let mut units = String::new();
    for number in 0..count {
        match number % 3 {
            0 => {
                let text = 100 + number / 6;
                writeln!(
                    units,
                    "<trans-unit id=\"u{number}\"><source>Save file {text} for later.</source><target>Datei {text} für später speichern</target></trans-unit>"
                )
            }
            _ => writeln!(
                units,
                "<trans-unit id=\"u{number}\" translate=\"no\"><source>{number} {long}</source><target>{number} {long}</target></trans-unit>"
            ),
        }
        .unwrap();
    }
    wrap(&units)
}

/// Watches a job until its first segment is told.
async fn first_segment(server: &Server, id: &str) {
    let request = WatchJobRequest { job_id: id.to_owned(), after_sequence: 0, include_segments: true };
    let mut stream = server.jobs().watch_job(request).await.unwrap().into_inner();
    while let Some(message) = stream.message().await.unwrap() {
        if matches!(message.event.unwrap().kind, Some(Kind::Segment(_))) {
            return;
        }
    }
    panic!("the job ended without a segment");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn skipped_segments_are_told_and_counted_while_the_file_is_read() {
    const UNITS: usize = 3000;
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let file = upload(&server.channel, "a.xlf", mostly_skipped(UNITS).as_bytes()).await.unwrap();
    let id = create(&server.channel, spec(&file, "builtin/rules")).await.unwrap().job_id;
    let all = events(&server.channel, &id, 0, true).await.unwrap();
    let mut told = 0;
    let mut last = 0;
    for event in all {
        assert!(event.sequence >= last, "numbers only grow");
        let progress = match event.kind.unwrap() {
            Kind::Segment(_) => {
                assert!(event.sequence > last, "each segment has a number of its own");
                told += 1;
                None
            }
            Kind::Progress(progress) => Some(progress),
            Kind::Snapshot(snapshot) => snapshot.job.unwrap().progress,
            Kind::Finished(job) => job.progress,
            _ => None,
        };
        last = event.sequence;
        if let Some(progress) = progress {
            assert!(progress.finished_count <= progress.segment_count, "{progress:?}");
            assert!(matches!(progress.segment_count, 0 | 3000), "no count that is not the whole file's");
        }
    }
    let job = job(&server.channel, &id).await;
    let progress = job.progress.unwrap();
    assert_eq!((told, progress.finished_count, progress.segment_count), (UNITS, 3000, 3000));
    assert_eq!((progress.skipped_count, progress.changed_count), (2000, 1000));
    // Created, begun, ended, and one for each segment.
    assert_eq!(job.last_sequence, 3 + UNITS as i64);
    server.drain().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_is_cancelled_in_the_middle_of_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let file = upload(&server.channel, "a.xlf", mostly_skipped(9000).as_bytes()).await.unwrap();
    let id = create(&server.channel, spec(&file, "builtin/rules")).await.unwrap().job_id;
    first_segment(&server, &id).await;
    server.jobs().cancel_job(CancelJobRequest { job_id: id.clone() }).await.unwrap();
    let job = finished(&server.channel, &id).await;
    assert_eq!(job.status(), JobStatus::Cancelled);
    let progress = job.progress.unwrap();
    assert!(progress.skipped_count < 6000, "the file was read to its end: {progress:?}");
    assert_eq!(progress.finished_count, progress.skipped_count);
    assert_eq!(progress.segment_count, 9000);
    assert_eq!(job.output_file_id, "", "nothing was refined");
    let rows = query(folder.path(), "SELECT CAST(COUNT(*) AS TEXT) FROM segments").await;
    assert_eq!(rows, [progress.finished_count.to_string()]);
    server.drain().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_stops_in_the_middle_of_a_file_gives_it_back_and_the_next_one_ends_it() {
    let input = mostly_skipped(9000);
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let file = upload(&server.channel, "a.xlf", input.as_bytes()).await.unwrap();
    let id = create(&server.channel, spec(&file, "builtin/echo")).await.unwrap().job_id;
    first_segment(&server, &id).await;
    server.drain().await;
    let tasks = query(folder.path(), "SELECT kind || ' ' || state || ' ' || reclaims FROM tasks").await;
    assert_eq!(tasks, ["ingest ready 0"], "given back, and counted as no loss");
    let server = Server::start(config(folder.path())).await;
    let job = finished(&server.channel, &id).await;
    assert_eq!(job.status(), JobStatus::Completed);
    let progress = job.progress.unwrap();
    assert_eq!((progress.finished_count, progress.skipped_count), (9000, 6000));
    assert_eq!(job.last_sequence, 9000 + 3);
    assert!(download(&server.channel, &job.output_file_id).await == input.as_bytes());
    server.drain().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_output_that_never_counts_leaves_no_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let file = upload(&server.channel, "a.xlf", document(20).as_bytes()).await.unwrap();
    // A job that claims another number of segments than its file has: the last proof fails.
    let trigger = "CREATE TRIGGER lie AFTER UPDATE OF segment_count ON job_progress BEGIN \
                   UPDATE job_progress SET segment_count = 21; END";
    execute(folder.path(), trigger).await;
    let id = create(&server.channel, spec(&file, "builtin/echo")).await.unwrap().job_id;
    let job = finished(&server.channel, &id).await;
    assert_eq!(job.status(), JobStatus::Failed);
    assert_eq!(job.output_file_id, "");
    let names: Vec<_> = std::fs::read_dir(folder.path().join("files"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(names, [file.file_id], "the input alone is left");
    server.drain().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_repeats_one_segment_is_refined_everywhere() {
    let unit = "<trans-unit id=\"u\"><source>Save the file.</source><target>Datei jetzt speichern</target></trans-unit>\n";
    let input = wrap(&unit.repeat(5000));
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let (job, output) = refine(&server.channel, "a.xlf", input.as_bytes(), "builtin/rules").await;
    let output = String::from_utf8(output).unwrap();
    assert!(output == input.replace("jetzt speichern", "jetzt speichern."));
    assert_eq!(job.progress.unwrap().changed_count, 5000);
    server.drain().await;
}

/// The peak of memory of a process, in MiB, as long as it runs.
pub(crate) fn peak(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() >> 10)
}

/// A file of about 300 MB: half of it skipped, some repetitions.
fn generate(path: &Path) {
    let text = "some words of a segment that is neither short nor long, ".repeat(8);
    let mut file = std::io::BufWriter::new(std::fs::File::create(path).unwrap());
    let frame = wrap("\0");
    let (head, tail) = frame.split_once('\0').unwrap();
    file.write_all(head.as_bytes()).unwrap();
    for number in 0..300_000 {
        let (flag, shown) =
            if number % 2 == 0 { (" translate=\"no\"", number) } else { ("", number - number % 20) };
        let unit = format!(
            "<trans-unit id=\"u{number}\"{flag}><source>{shown} {text}</source><target>{shown} {text}</target></trans-unit>\n"
        );
        file.write_all(unit.as_bytes()).unwrap();
    }
    file.write_all(tail.as_bytes()).unwrap();
    file.flush().unwrap();
}

/// The whole way of a large file through the real binary: state folder, upload, check, ingest,
/// shards, assembly, proof, download.
#[tokio::test]
async fn a_file_of_300_mb_passes_in_bounded_memory() {
    /// Far below what one copy of the file would take; MiB above what an empty process takes.
    const BOUND: u64 = 200;
    if !full() {
        println!("skipped: REFINELOOP_FULL=1 refines a file of 300 MB");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("a.xlf");
    generate(&input);
    let small = folder.path().join("small.xlf");
    std::fs::write(&small, document(3)).unwrap();
    let run = async |name: &str| {
        let mut child = refineloop(folder.path())
            .args(["refine", name, "-o", "out.xlf", "--force", "--model", "builtin/echo", "--quiet"])
            .args(["--output-mode", "none", "--progress", "none"])
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut highest = 0;
        let status = loop {
            highest = highest.max(peak(child.id()).unwrap_or(0));
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        };
        assert!(status.success(), "{name}: {status}");
        highest
    };
    let empty = run("small.xlf").await;
    let large = run("a.xlf").await;
    let size = std::fs::metadata(&input).unwrap().len() >> 20;
    println!("peak memory: {large} MiB for a file of {size} MiB, {empty} MiB for one of 1 KiB");
    assert!(std::fs::read(&input).unwrap() == std::fs::read(folder.path().join("out.xlf")).unwrap());
    assert!(large < empty + BOUND, "{large} MiB for a file of {size} MiB");
}

#[allow(clippy::disallowed_methods, reason = "the environment of a test is its command line")]
pub(crate) fn full() -> bool {
    std::env::var_os("REFINELOOP_FULL").is_some()
}
