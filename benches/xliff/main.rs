//! XLIFF at the size of the largest projects: speed beside a mere XML reader and a copy of the bytes,
//! and the memory one large file takes.
//!
//! Without arguments the benches run; `generate` and `run` are tools for measurements of a whole
//! process (`README.md` beside this folder). Figures are reported, never asserted.
#![allow(clippy::print_stdout, reason = "figures are told on standard output")]
#![allow(unreachable_pub, reason = "a program has no outside")]

mod engine;
mod generate;
mod memory;

use divan::counter::BytesCount;
use divan::{Bencher, Divan, black_box};
use generate::Version;
use quick_xml::events::Event;
use refineloop::domain::job::OutputMode;
use std::fmt;
use std::fs::{self, File};
use std::io::{BufWriter, Cursor};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

const USAGE: &str = "generate VERSION MEGABYTES FILE | run events|read|copy|none|full INPUT [OUTPUT]";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["generate", version, megabytes, path] => {
            let version = if *version == "2.0" { Version::Two } else { Version::One };
            let bytes = megabytes.parse::<u64>()? * 1_000_000;
            generate::write(&mut BufWriter::with_capacity(1 << 20, File::create(path)?), version, bytes)?;
        }
        ["run", what, input] => memory::run(what, Path::new(input), None)?,
        ["run", what, input, output] => memory::run(what, Path::new(input), Some(Path::new(output)))?,
        ["generate" | "run", ..] => return Err(USAGE.into()),
        _ => Divan::default().sample_count(5).sample_size(1).config_with_args().main(),
    }
    Ok(())
}

/// A generated file, on disk and in memory.
#[derive(Clone, Copy)]
struct Document {
    name: &'static str,
    path: &'static Path,
    bytes: &'static [u8],
}

impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// Both versions, 100 MB each; a try (`cargo test --bench xliff`) makes do with 1 MB.
fn documents() -> [Document; 2] {
    static DOCUMENTS: LazyLock<[Document; 2]> = LazyLock::new(|| {
        let megabytes = if std::env::args().any(|argument| argument == "--test") { 1 } else { 100 };
        [Version::One, Version::Two].map(|version| {
            let path = generate::file(&folder(), version, megabytes).expect("target/ can be written");
            let bytes = fs::read(&path).expect("the file was made just now");
            Document { name: version.as_str(), path: path.leak(), bytes: bytes.leak() }
        })
    });
    *DOCUMENTS
}

/// Where generated files are kept: made once, never committed.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-data")
}

#[divan::bench(args = documents())]
fn read_memory(bencher: Bencher<'_, '_>, document: Document) {
    document.counted(bencher).bench(|| engine::read(Cursor::new(document.bytes)).expect("it is valid"));
}

#[divan::bench(args = documents())]
fn read_file(bencher: Bencher<'_, '_>, document: Document) {
    document.counted(bencher).bench(|| engine::read(document.open()).expect("it is valid"));
}

#[divan::bench(args = documents())]
fn write_unchanged_memory(bencher: Bencher<'_, '_>, document: Document) {
    document.written(bencher, |output| engine::copy(Cursor::new(document.bytes), output));
}

#[divan::bench(args = documents())]
fn write_unchanged_file(bencher: Bencher<'_, '_>, document: Document) {
    document.filed(bencher, |output| engine::copy(document.open(), output));
}

#[divan::bench(args = documents())]
fn write_every_target_none_memory(bencher: Bencher<'_, '_>, document: Document) {
    document.written(bencher, |output| engine::change(Cursor::new(document.bytes), output, OutputMode::None));
}

#[divan::bench(args = documents())]
fn write_every_target_none_file(bencher: Bencher<'_, '_>, document: Document) {
    document.filed(bencher, |output| engine::change(document.open(), output, OutputMode::None));
}

#[divan::bench(args = documents())]
fn write_every_target_full_memory(bencher: Bencher<'_, '_>, document: Document) {
    document.written(bencher, |output| engine::change(Cursor::new(document.bytes), output, OutputMode::Full));
}

#[divan::bench(args = documents())]
fn write_every_target_full_file(bencher: Bencher<'_, '_>, document: Document) {
    document.filed(bencher, |output| engine::change(document.open(), output, OutputMode::Full));
}

/// What a mere reader of events takes: no segments, no checks beyond its own.
#[divan::bench(args = documents())]
fn quick_xml_memory(bencher: Bencher<'_, '_>, document: Document) {
    let text = std::str::from_utf8(document.bytes).expect("it is UTF-8");
    document.counted(bencher).bench(|| {
        let mut reader = quick_xml::Reader::from_str(text);
        let mut events = 0_u64;
        while !matches!(black_box(reader.read_event().expect("it is well-formed")), Event::Eof) {
            events += 1;
        }
        events
    });
}

#[divan::bench(args = documents())]
fn quick_xml_file(bencher: Bencher<'_, '_>, document: Document) {
    document.counted(bencher).bench(|| engine::events(document.open()).expect("it is well-formed"));
}

#[divan::bench(args = documents())]
fn memcpy(bencher: Bencher<'_, '_>, document: Document) {
    let mut copy = vec![0; document.bytes.len()];
    document.counted(bencher).bench_local(|| black_box(&mut copy).copy_from_slice(black_box(document.bytes)));
}

impl Document {
    fn open(self) -> File {
        File::open(self.path).expect("the file was made before")
    }

    /// Bytes of the input are counted, whatever is written.
    fn counted<'a, 'b>(self, bencher: Bencher<'a, 'b>) -> Bencher<'a, 'b> {
        bencher.counter(BytesCount::new(self.bytes.len()))
    }

    /// Measures writing into memory that is there already.
    fn written(self, bencher: Bencher<'_, '_>, write: impl Fn(&mut Vec<u8>) -> Answer) {
        let mut output = Vec::with_capacity(self.bytes.len() * 4);
        self.counted(bencher).bench_local(|| {
            output.clear();
            write(&mut output).expect("it is valid, and the edits keep its codes")
        });
    }

    /// Measures writing into a file, not until it is on disk.
    fn filed(self, bencher: Bencher<'_, '_>, write: impl Fn(BufWriter<File>) -> Answer) {
        let path = self.path.with_extension("out");
        self.counted(bencher).bench_local(|| {
            let output = File::create(&path).expect("target/ can be written");
            write(BufWriter::with_capacity(1 << 20, output))
                .expect("it is valid, and the edits keep its codes")
        });
        fs::remove_file(&path).expect("it was written just now");
    }
}

type Answer = Result<refineloop::xliff::Written, refineloop::xliff::Error>;
