//! The cases as a real file: XLIFF 1.2, written by hand here, read and written back by the engine.

use crate::inject::tokens;
use refineloop::domain::job::{OutputMode, StatePolicy};
use refineloop::domain::segment::{Segment, SegmentResult};
use refineloop::xliff::{self, Edit, Limits, WriteOptions};
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::io::Cursor;

/// A unit: the languages, the source and the target in the shown form.
#[derive(Debug, Clone)]
pub struct Unit {
    pub source_tag: &'static str,
    pub target_tag: &'static str,
    pub source: String,
    pub target: String,
}

/// A file of these units, in order.
pub fn xliff(units: &[Unit]) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">\n",
    );
    let mut last = None;
    for (at, unit) in units.iter().enumerate() {
        let languages = (unit.source_tag, unit.target_tag);
        if last != Some(languages) {
            if last.is_some() {
                xml.push_str("</body></file>\n");
            }
            let (source, target) = languages;
            let _ = writeln!(
                xml,
                "<file original=\"f{at}\" source-language=\"{source}\" target-language=\"{target}\" \
                 datatype=\"plaintext\"><body>"
            );
            last = Some(languages);
        }
        let pairs: HashSet<u32> = [&unit.source, &unit.target]
            .into_iter()
            .flat_map(|text| tokens(text))
            .filter(|token| token.closes)
            .map(|token| token.number)
            .collect();
        // Only codes that nest can be elements around text; the source is written as the target is.
        let nests = nests(&unit.target, &pairs);
        let _ = writeln!(
            xml,
            "<trans-unit id=\"u{at}\" xml:space=\"preserve\"><source>{}</source><target>{}</target></trans-unit>",
            coded(&unit.source, &pairs, nests),
            coded(&unit.target, &pairs, nests)
        );
    }
    xml.push_str(if last.is_some() { "</body></file>\n</xliff>\n" } else { "</xliff>\n" });
    xml
}

/// Whether every pair of codes is whole and lies within the one around it.
fn nests(text: &str, pairs: &HashSet<u32>) -> bool {
    let mut open = Vec::new();
    for token in tokens(text).into_iter().filter(|token| pairs.contains(&token.number)) {
        if !token.closes {
            open.push(token.number);
        } else if open.pop() != Some(token.number) {
            return false;
        }
    }
    open.is_empty()
}

fn coded(text: &str, pairs: &HashSet<u32>, nests: bool) -> String {
    let mut xml = String::new();
    let mut at = 0;
    for token in tokens(text) {
        xml.push_str(&escaped(&text[at..token.range.start]));
        let number = token.number;
        let code = match (pairs.contains(&number), nests, token.closes) {
            (true, true, false) => format!("<g id=\"{number}\">"),
            (true, true, true) => "</g>".to_owned(),
            (true, false, false) => format!("<bx id=\"{number}\" rid=\"{number}\"/>"),
            (true, false, true) => format!("<ex id=\"e{number}\" rid=\"{number}\"/>"),
            (false, ..) => format!("<x id=\"{number}\"/>"),
        };
        xml.push_str(&code);
        at = token.range.end;
    }
    xml.push_str(&escaped(&text[at..]));
    xml
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The segments of a file.
///
/// # Panics
/// A file the engine does not read: the bench wrote it.
pub fn read(xml: &str) -> Vec<Segment> {
    let mut segments = Vec::new();
    xliff::read(Cursor::new(xml.as_bytes()), &Limits::default(), |segment| {
        segments.push(segment);
        Ok::<_, xliff::Error>(())
    })
    .expect("the bench writes well-formed files");
    segments
}

/// Writes the results into the file and counts the units that changed although their result is the
/// target they had: their number should be none.
///
/// # Panics
/// The writer refuses what the loop accepted.
pub fn untouched_units_changed(xml: &str, results: &[SegmentResult]) -> (u64, u64) {
    let targets: HashMap<u64, &SegmentResult> =
        results.iter().map(|result| (result.id.number, result)).collect();
    let options = WriteOptions {
        output_mode: OutputMode::None,
        note_language: None,
        note_language_of: |tag| tag,
        date: chrono::DateTime::UNIX_EPOCH,
        model: "builtin/rules".to_owned(),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        state_policy: StatePolicy::Keep,
        permissive_codes: false,
    };
    let mut written = Vec::new();
    xliff::write(Cursor::new(xml.as_bytes()), &mut written, &Limits::default(), &options, |segment| {
        let changed = targets.get(&segment.id.number).filter(|result| *result.target() != result.original);
        let edit = changed.map(|result| Edit { target: Some(result.target().clone()), ..Edit::default() });
        Ok::<_, xliff::Error>(edit)
    })
    .expect("the writer takes what the loop accepts");
    let written = String::from_utf8(written).expect("the file is UTF-8");
    let units = |xml: &str| xml.split("<trans-unit ").map(str::to_owned).collect::<Vec<_>>();
    let (before, after) = (units(xml), units(&written));
    assert_eq!(before.len(), after.len(), "the writer keeps all units");
    let kept = |at: &usize| {
        // What stands before the first unit is untouched too.
        *at == 0 || targets.get(&(*at as u64)).is_none_or(|result| *result.target() == result.original)
    };
    let untouched: Vec<usize> = (0..before.len()).filter(kept).collect();
    let changed = untouched.iter().filter(|at| before[**at] != after[**at]).count();
    (changed as u64, untouched.len() as u64)
}
