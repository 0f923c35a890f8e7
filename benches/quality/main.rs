//! The quality bench: faults put into right translations, and what the rules and the loop make of them.
//!
//! Seeded and offline; figures are reported, never asserted. `docs/quality.md` holds the tables and says
//! how they are made. `--smoke` runs everything once, small.
#![allow(clippy::print_stdout, reason = "figures are told on standard output")]
#![allow(missing_docs, unreachable_pub, reason = "a program has no outside")]

mod cases;
mod data;
mod inject;
mod language;
mod names;
mod slots;

use cases::{Case, Half};
use data::Set;
use language::LANGUAGES;

/// Distinct cases of a cell in each half.
const WANTED: usize = 200;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let smoke = !arguments.iter().any(|argument| argument == "--bench");
    let wanted = if smoke { 5 } else { WANTED };
    if let Some(name) = arguments.iter().find_map(|argument| argument.strip_prefix("show=")) {
        return show(name);
    }
    count(wanted);
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
