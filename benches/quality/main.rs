//! The quality bench: faults put into right translations, and what the rules and the loop make of them.
//!
//! Seeded and offline; figures are reported, never asserted. `docs/quality.md` holds the tables and says
//! how they are made. `--smoke` runs everything once, small.
#![allow(clippy::print_stdout, reason = "figures are told on standard output")]
#![allow(missing_docs, unreachable_pub, reason = "a program has no outside")]

mod cases;
mod corpus;
mod cost;
mod data;
mod detect;
mod doc;
mod document;
mod expect;
mod export;
mod inject;
mod language;
mod names;
mod pairs;
mod report;
mod score;
mod simulate;
mod slots;

use cases::{Case, Half};
use data::Set;
use language::LANGUAGES;
use std::path::Path;

/// Distinct cases of a cell in each half.
const WANTED: usize = 200;
/// Segments of a simulated file.
const SIMULATED: usize = 20_000;
/// What can be asked for alone.
const PARTS: [&str; 4] = ["inject", "simulate", "gates", "cost"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let smoke = !arguments.iter().any(|argument| argument == "--bench");
    let wanted = if smoke { 3 } else { WANTED };
    if let Some(name) = arguments.iter().find_map(|argument| argument.strip_prefix("show=")) {
        show(name);
        return Ok(());
    }
    if let Some(name) = arguments.iter().find_map(|argument| argument.strip_prefix("missed=")) {
        print!("{}", detect::missed(name, WANTED));
        return Ok(());
    }
    if let Some(name) = arguments.iter().find_map(|argument| argument.strip_prefix("changed=")) {
        print!("{}", detect::changed(name, WANTED));
        return Ok(());
    }
    if let Some(name) = arguments.iter().find_map(|argument| argument.strip_prefix("cells=")) {
        let report = report::run(wanted, name);
        println!("{}\n{}\n{}", report.false_alarms(), report.right_table(), report.totals());
        print!("{}", report.tsv());
        return Ok(());
    }
    if let Some(path) = arguments.iter().find_map(|argument| argument.strip_prefix("export=")) {
        return Ok(export::write(Path::new(path), wanted)?);
    }
    if let Some(path) = arguments.iter().find_map(|argument| argument.strip_prefix("pairs=")) {
        println!("{}", pairs::run(Path::new(path))?);
        return Ok(());
    }
    if arguments.iter().any(|argument| argument == "count") {
        count(wanted);
        return Ok(());
    }
    // Without a word all parts run; the corpus only where one is named.
    let chosen = |argument: &String| PARTS.contains(&argument.as_str()) || argument.starts_with("corpus=");
    let all = !arguments.iter().any(chosen);
    let wants = |part: &str| all || arguments.iter().any(|argument| argument == part);
    if wants("inject") {
        injected(wanted, smoke)?;
    }
    if wants("simulate") {
        let harm = simulate::table_of(if smoke { 300 } else { SIMULATED });
        println!("{harm}");
        if !smoke {
            doc::replace("harm", &harm)?;
        }
    }
    if wants("gates") {
        let alone = simulate::gates::table_of(if smoke { 100 } else { SIMULATED / 4 });
        println!("{alone}");
        if !smoke {
            doc::replace("alone", &alone)?;
        }
    }
    if wants("cost") {
        let [times, tokens] = cost::tables(if smoke { &[100] } else { &[250, 1_000, 4_000, 16_000] });
        println!("{times}\n{tokens}");
        if !smoke {
            doc::replace("times", &times)?;
            doc::replace("tokens", &tokens)?;
        }
    }
    let corpus = arguments.iter().find_map(|argument| argument.strip_prefix("corpus="));
    if let Some(corpus) = corpus {
        let found = corpus::run(Path::new(corpus))?;
        println!("{}\n{}", found.table(), found.examples());
        if !smoke {
            doc::replace("corpus", &found.table())?;
        }
    }
    Ok(())
}

/// Faults that are put in, and what the rules make of them.
fn injected(wanted: usize, smoke: bool) -> std::io::Result<()> {
    let report = report::run(wanted, "");
    print!("{}", report.false_alarms());
    println!("{}\n{}", report.languages_table(), report.misses_table());
    println!("{}", report.totals());
    if !smoke {
        let [recall, precision, fixed, place] = report.grids();
        doc::replace("languages", &report.languages_table())?;
        doc::replace("misses", &report.misses_table())?;
        doc::replace("right", &report.right_table())?;
        doc::replace("totals", &report.totals())?;
        doc::replace("recall", &recall)?;
        doc::replace("precision", &precision)?;
        doc::replace("repairs", &fixed)?;
        doc::replace("places", &place)?;
        report.write_tsv()?;
    }
    Ok(())
}

/// How many distinct cases each cell has: the open half, the frozen half.
fn count(wanted: usize) {
    let sets: Vec<Set> = LANGUAGES.iter().map(Set::of).collect();
    for operator in inject::all() {
        print!("{:24} {:12} {:8}", operator.name, operator.category, operator.severity.as_str());
        for set in &sets {
            let seen = if operator.is_visible(set.language.latin) { "" } else { "?" };
            let [open, frozen] = Half::BOTH.map(|half| cases::faulty(set, operator, half, wanted).len());
            print!(" {}:{open}/{frozen}{seen}", set.language.tag);
        }
        println!();
    }
    for (name, variation) in [("right", false), ("variation", true)] {
        print!("{name:24}");
        for set in &sets {
            let [open, frozen] = Half::BOTH.map(|half| cases::right(set, half, variation, wanted * 4).len());
            print!(" {}:{open}/{frozen}", set.language.tag);
        }
        println!();
    }
}

/// A few cases of an operator in every language, to be read by a person.
fn show(name: &str) {
    for set in LANGUAGES.iter().map(Set::of) {
        for operator in inject::all().into_iter().filter(|operator| operator.name.contains(name)) {
            for case in cases::faulty(&set, operator, Half::Open, 2) {
                let Case { pair, faulty, span } = case;
                println!("{} {} {} {} {span:?}", set.language.tag, operator.name, pair.name, pair.source_tag);
                println!("  {}\n  {}\n  {faulty}", pair.source, pair.target);
            }
        }
    }
}
