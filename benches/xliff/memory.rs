//! One file, once, in a process of its own: how long it takes and how much memory it needs at most.
//!
//! Memory is read from `/proc`, so there are figures of it on Linux only.

use crate::engine;
use refineloop::domain::job::OutputMode;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::Instant;

/// How much input lies between two samples.
const EVERY: u64 = 100_000_000;

/// Reads, copies or changes a file, or lets quick-xml read it, and tells the figures, one in a line: `name value`.
pub fn run(what: &str, input: &Path, output: Option<&Path>) -> Result<(), Box<dyn std::error::Error>> {
    let bytes = fs::metadata(input)?.len();
    let mut file = Sampled { inner: File::open(input)?, read: 0, resident: Vec::new() };
    let output: Box<dyn Write + Send> = match output {
        // What is written comes in large pieces.
        Some(path) => Box::new(File::create(path)?),
        None => Box::new(io::sink()),
    };
    let start = Instant::now();
    let (segments, written) = match what {
        "read" => (engine::read(&mut file)?, 0),
        "events" => (engine::events(&mut file)?, 0),
        "copy" => (0, engine::copy(&mut file, output)?.bytes),
        "none" | "full" => {
            let mode = if what == "full" { OutputMode::Full } else { OutputMode::None };
            let written = engine::change(&mut file, output, mode)?;
            (written.changed, written.bytes)
        }
        other => return Err(format!("{other}: events, read, copy, none or full").into()),
    };
    let seconds = start.elapsed().as_secs_f64();
    println!("input_bytes {bytes}");
    println!("output_bytes {written}");
    println!("segments {segments}");
    println!("seconds {seconds:.3}");
    println!("processor_seconds {:.2}", processor());
    println!("mb_per_second {:.1}", bytes as f64 / 1e6 / seconds);
    println!("peak_mb {}", megabytes("VmHWM:"));
    println!("resident_mb_each_100_mb {:?}", file.resident);
    Ok(())
}

/// A file that looks at the memory of the process each time so many bytes have been read.
struct Sampled {
    inner: File,
    read: u64,
    resident: Vec<u64>,
}

impl Read for Sampled {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let before = self.read / EVERY;
        self.read += count as u64;
        if self.read / EVERY > before {
            self.resident.push(megabytes("VmRSS:"));
        }
        Ok(count)
    }
}

impl Seek for Sampled {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

/// How long this process has had a processor, which does not depend on what runs beside it.
fn processor() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program ends with the last bracket; the 12th and 13th field behind it count
    // hundredths of a second, in the program and in the system for it.
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// A figure of `/proc/self/status` in megabytes; 0 where there is none.
fn megabytes(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kibibytes = line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok());
    kibibytes.unwrap_or(0) * 1024 / 1_000_000
}
