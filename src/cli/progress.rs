//! How far a job is, shown as it suits the receiver: a bar, lines, or JSON lines.

use super::output;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;
use std::io::IsTerminal as _;

/// How to show progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Progress {
    /// A bar on a terminal, lines otherwise
    Auto,
    /// A bar
    Bar,
    /// Lines of text
    Plain,
    /// Lines of JSON
    Jsonl,
    /// Nothing
    None,
}

/// Counts to show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) total: u64,
    pub(super) finished: u64,
    pub(super) changed: u64,
    pub(super) skipped: u64,
    pub(super) failed: u64,
    /// The model that the job waits for and why; empty while calls go out.
    pub(super) waiting: String,
}

/// Shows progress on standard error.
#[derive(Debug)]
pub(super) enum Shown {
    Bar(ProgressBar),
    Plain(Counts),
    Jsonl(Counts),
    Nothing,
}

impl Progress {
    pub(super) fn start(self) -> Shown {
        let terminal = std::io::stderr().is_terminal();
        match self {
            Self::Bar => Shown::Bar(bar()),
            Self::Auto if terminal => Shown::Bar(bar()),
            Self::Auto | Self::Plain => Shown::Plain(Counts::default()),
            Self::Jsonl => Shown::Jsonl(Counts::default()),
            Self::None => Shown::Nothing,
        }
    }
}

impl Shown {
    pub(super) fn counts(&mut self, sequence: i64, counts: Counts) {
        let Counts { total, finished, changed, skipped, failed, ref waiting } = counts;
        match self {
            Self::Bar(bar) => {
                bar.set_length(total);
                bar.set_position(finished);
                let waits =
                    if waiting.is_empty() { String::new() } else { format!(" · waiting: {waiting}") };
                bar.set_message(format!("{changed} changed · {skipped} skipped · {failed} failed{waits}"));
            }
            Self::Plain(before) if *before != counts && total > 0 => {
                let waits = if waiting.is_empty() { String::new() } else { format!("; waiting: {waiting}") };
                output::note(&format!(
                    "{finished}/{total} segments, {changed} changed, {skipped} skipped, {failed} failed{waits}"
                ));
                *before = counts;
            }
            Self::Jsonl(before) if *before != counts && total > 0 => {
                let mut line = json!({
                    "event": "progress", "sequence": sequence, "segments": total, "finished": finished,
                    "changed": changed, "skipped": skipped, "failed": failed,
                });
                if !waiting.is_empty() {
                    line["waiting"] = json!(waiting);
                }
                output::note(&line.to_string());
                *before = counts;
            }
            Self::Plain(_) | Self::Jsonl(_) | Self::Nothing => {}
        }
    }

    pub(super) fn status(&mut self, sequence: i64, status: &str) {
        match self {
            Self::Bar(bar) => bar.set_prefix(status.to_owned()),
            Self::Plain(_) => output::note(&format!("job {status}")),
            Self::Jsonl(_) => {
                let line = json!({ "event": "status", "sequence": sequence, "status": status });
                output::note(&line.to_string());
            }
            Self::Nothing => {}
        }
    }

    pub(super) fn end(&self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}

fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix} [{bar:32}] {pos}/{len} · {msg} · {eta}")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .progress_chars("█▉▊▋▌▍▎▏ ");
    ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()).with_style(style)
}
