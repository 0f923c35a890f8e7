//! With `builtin/echo` and no history every file comes back byte for byte, through the service.
//!
//! The real files of many tools are not part of this project: `REFINELOOP_CORPUS` names their
//! folder. Without it the files written for this project are used.

use crate::harness::{Server, config, create, document, download, finished, refine, spec};
use futures_util::{StreamExt as _, stream};
use std::io::Write as _;
use std::path::{Path, PathBuf};

fn utf16(text: &str, little: bool) -> Vec<u8> {
    let text = text.replace("UTF-8", "UTF-16");
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
}

fn own_files() -> Vec<(String, Vec<u8>)> {
    let text = document(5);
    let mut files = vec![
        ("plain".to_owned(), text.clone().into_bytes()),
        ("bom".to_owned(), format!("\u{feff}{text}").into_bytes()),
        ("crlf".to_owned(), text.replace('\n', "\r\n").into_bytes()),
        ("no final newline".to_owned(), text.trim_end().as_bytes().to_vec()),
        ("utf-16 le".to_owned(), utf16(&text, true)),
        ("utf-16 be".to_owned(), utf16(&text, false)),
    ];
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "xlf") {
            files.push((path.display().to_string(), std::fs::read(path).unwrap()));
        }
    }
    files
}

#[tokio::test]
async fn our_own_files_come_back_byte_for_byte() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    for (name, bytes) in own_files() {
        let (_, output) = refine(&server.channel, "a.xlf", &bytes, "builtin/echo").await;
        assert!(output == bytes, "{name} came back changed");
    }
    server.drain().await;
}

/// Every file that is XLIFF and well-formed, the deliberately invalid ones included.
fn corpus() -> Vec<PathBuf> {
    let Some(folder) = option_env("REFINELOOP_CORPUS") else { return Vec::new() };
    let index = std::fs::read_to_string(folder.join("INDEX.tsv")).unwrap();
    let mut lines = index.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let head = lines.next().unwrap();
    let column = |name: &str| head.iter().position(|column| *column == name).unwrap();
    let (path, well_formed, validity) = (column("path"), column("wellformed"), column("validity"));
    lines
        .filter(|row| !matches!(row[validity], "malformed" | "not-xliff") && row[well_formed] != "n")
        .map(|row| folder.join(row[path]))
        .collect()
}

#[expect(clippy::disallowed_methods, reason = "the corpus lies outside of the project")]
fn option_env(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).map(PathBuf::from)
}

/// What became of a file.
enum End {
    Same,
    Changed(String),
    Refused(String),
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_files_of_the_corpus_come_back_byte_for_byte() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let files = corpus();
    let channel = &server.channel;
    let ends: Vec<End> = stream::iter(&files)
        .map(|path| async move {
            let bytes = std::fs::read(path).unwrap();
            let file = match crate::harness::upload(channel, "a.xlf", &bytes).await {
                Ok(file) => file,
                Err(status) => return End::Refused(format!("{}: {}", path.display(), status.message())),
            };
            let job = create(channel, spec(&file, "builtin/echo")).await.unwrap();
            let job = finished(channel, &job.job_id).await;
            let output = download(channel, &job.output_file_id).await;
            if output == bytes { End::Same } else { End::Changed(path.display().to_string()) }
        })
        .buffer_unordered(4)
        .collect()
        .await;
    let of = |pick: fn(&End) -> Option<&String>| ends.iter().filter_map(pick).cloned().collect::<Vec<_>>();
    let changed = of(|end| if let End::Changed(name) = end { Some(name) } else { None });
    let refused = of(|end| if let End::Refused(line) = end { Some(line) } else { None });
    let same = files.len() - changed.len() - refused.len();
    // Not by a macro, whose text the test runner keeps to itself: the gate shows how many files ran.
    let (all, no) = (files.len(), refused.len());
    writeln!(std::io::stderr(), "corpus: {same} of {all} files came back byte for byte, {no} refused")
        .unwrap();
    assert!(changed.is_empty(), "{changed:#?}");
    assert!(refused.is_empty(), "{refused:#?}");
    server.drain().await;
}
