//! What holds of any bytes whatever: reading never panics, writing changes what was asked alone.
//!
//! Two callers try to break it: the property tests beside this file with documents that are made up
//! valid, and `fuzz/` with bytes that libFuzzer finds. It knows `read`, `write`, their sizes and the
//! predicate, nothing else of the engine, so it can be compiled without the test harness.

// By its path, as `fuzz/` names this file by its own.
#[path = "promises/random.rs"]
mod random;

use crate::domain::file::XliffSummary;
use crate::domain::integrity::{self, Frame};
use crate::domain::job::{OutputMode, StatePolicy};
use crate::domain::segment::{Segment, SkipReason};
use crate::domain::text::{Code, CodedText, Form, Half, Part, Token};
use crate::xliff::window::Sizes;
use crate::xliff::write::write_in;
use crate::xliff::{Edit, Error, Limits, Version, WriteOptions, read_in};
pub(crate) use random::Random;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::{Cursor, Read, Result as Io, Seek, SeekFrom};

/// The modes a file is written in.
pub(crate) const MODES: [OutputMode; 3] = [OutputMode::None, OutputMode::Translations, OutputMode::Full];

/// New targets by the number of their segment.
pub(crate) type Targets = BTreeMap<u64, CodedText>;

/// Reading ends in segments or in an error, the same one however the bytes come in.
pub(crate) fn reads(bytes: &[u8]) {
    let limits = Limits::default();
    let whole = told(load(Cursor::new(bytes), &limits));
    // Bytes one at a time take long; what a border cuts in two shows in a small file.
    let pieces: &[usize] = if bytes.len() < 4096 { &[1, 7, 64] } else { &[61, 1021] };
    for most in pieces {
        let piecemeal = load(Piecemeal { inner: Cursor::new(bytes), most: *most }, &limits);
        assert_eq!(told(piecemeal), whole, "in pieces of {most} bytes");
    }
    for sizes in [Sizes { apart: usize::MAX, ..Sizes::default() }].into_iter().chain(apart(bytes)) {
        // The fast way and the slow one, event by event.
        for apart in [0, usize::MAX] {
            let on = |usual| told(load_in(Cursor::new(bytes), &limits, Sizes { apart, usual, ..sizes }));
            assert_eq!(on(true), on(false), "usual markup in one go, {sizes:?}");
        }
    }
    for sizes in apart(bytes) {
        // Which fault of what is no XML comes first may hang on where a piece ends.
        let on = |apart| told(load_in(Cursor::new(bytes), &limits, Sizes { apart, ..sizes }));
        assert_eq!(on(0), on(usize::MAX), "on two threads, {sizes:?}");
        assert_eq!(on(0).is_ok(), whole.is_ok(), "{sizes:?}");
    }
    let small = Limits {
        segment_bytes: 40,
        attribute_bytes: 40,
        attributes: 3,
        depth: 6,
        segments: 2,
        tag_bytes: 120,
        unit_bytes: 400,
    };
    let _ = load(Cursor::new(bytes), &small);
}

/// Two threads from the beginning on, in pieces of which there are some in the bytes.
fn apart(bytes: &[u8]) -> impl Iterator<Item = Sizes> {
    let windows = if bytes.len() < 4096 { [16, 200] } else { [1021, 9000] };
    windows.into_iter().map(|window| Sizes { window, apart: 0, ..Sizes::default() })
}

/// Writing repeats the input where nothing is asked, and does what is asked where it may.
pub(crate) fn writes(bytes: &[u8]) {
    let before = load(Cursor::new(bytes), &Limits::default());
    for mode in MODES {
        match (&before, rewrite(bytes, mode, &Targets::new())) {
            (Ok(_), output) => assert!(output.unwrap() == bytes, "nothing asked, mode {mode:?}"),
            (Err(error), output) => {
                assert_eq!(output.unwrap_err().to_string(), error.to_string(), "mode {mode:?}");
            }
        }
    }
    let Ok((segments, _)) = before else { return };
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    let mut random = Random(hasher.finish());
    for share in [8, 3] {
        let targets = choose(&segments, share, &mut random);
        edited(bytes, &segments, &targets);
    }
    alone(bytes, &segments, &mut random);
    refused(bytes, &segments, &mut random);
}

/// The new targets are read again, in every mode, also from a second run on what the first wrote.
fn edited(bytes: &[u8], before: &[Segment], targets: &Targets) {
    for mode in MODES {
        let output = rewrite(bytes, mode, targets).unwrap();
        let alone = Sizes { apart: usize::MAX, ..Sizes::default() };
        for sizes in apart(bytes).chain([alone, Sizes { usual: false, ..alone }]) {
            let other = rewrite_in(bytes, mode, targets, sizes).unwrap();
            assert!(other == output, "{sizes:?}, mode {mode:?}");
        }
        let (after, _) = load(Cursor::new(&output), &Limits::default()).unwrap();
        compare(before, &after, targets, mode);
        assert!(rewrite(&output, mode, &Targets::new()).unwrap() == output, "own output, mode {mode:?}");
        let mut random = Random(targets.len() as u64);
        let again = choose(&after, 5, &mut random);
        let second = rewrite(&output, mode, &again).unwrap();
        let (last, _) = load(Cursor::new(&second), &Limits::default()).unwrap();
        compare(&after, &last, &again, mode);
    }
}

/// Segments before and after: those with a new target have it, the others are the same.
pub(crate) fn compare(before: &[Segment], after: &[Segment], targets: &Targets, mode: OutputMode) {
    assert_eq!(before.len(), after.len(), "how many segments there are, mode {mode:?}");
    for (before, after) in before.iter().zip(after) {
        let number = before.id.number;
        let new = targets.get(&number).unwrap_or(&before.target);
        assert_eq!(
            shape(&after.target, &after.codes),
            shape(new, &before.codes),
            "target of {number}, {mode:?}"
        );
        assert_eq!(shape(&after.source, &after.codes), shape(&before.source, &before.codes), "{number}");
        if mode == OutputMode::None && !targets.contains_key(&number) {
            assert_eq!(placeless(after), placeless(before), "segment {number} without an edit");
        }
    }
}

/// One new target alone changes bytes of that target alone.
fn alone(bytes: &[u8], segments: &[Segment], random: &mut Random) {
    // Places are bytes only in UTF-8, and lines end in one way only where no CR stands alone.
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let other =
        !text.is_ascii() && text.contains("encoding=") && !text.to_ascii_lowercase().contains("utf-8");
    if other || text.contains('\0') || text.matches('\r').count() != text.matches("\r\n").count() {
        return;
    }
    let Some((number, target)) = choose(segments, 5, random).into_iter().next() else { return };
    let output = rewrite(bytes, OutputMode::None, &Targets::from([(number, target)])).unwrap();
    let same = |pair: &(&u8, &u8)| pair.0 == pair.1;
    let head = bytes.iter().zip(&output).take_while(same).count();
    let tail = bytes[head..].iter().rev().zip(output[head..].iter().rev()).take_while(same).count();
    let end = bytes.len() - tail;
    let place =
        segments.iter().find(|segment| segment.id.number == number).map(|segment| &segment.id).unwrap();
    let start = offset(text, place.line, place.column);
    assert!(head >= start, "byte {head} changed, the target of {number} begins at {start}");
    let between = String::from_utf8_lossy(&bytes[start..end]);
    if !between.contains("<!") && !between.contains("<?") {
        assert!(!leaves(&between), "changed up to byte {end}, beyond the target of {number}");
    }
}

/// Whether the end tag of a target is in a piece of content that has no other target or source in it.
fn leaves(content: &str) -> bool {
    content.match_indices("target>").any(|(at, _)| {
        let before = &content[..at];
        let tag = before.rfind('<').map_or("", |start| &before[start..]);
        let ends = tag.starts_with("</") && !tag.contains('>');
        ends && !before.contains("source") && !before.contains("target")
    })
}

/// What the predicate refuses the writer refuses, and names the segment.
fn refused(bytes: &[u8], segments: &[Segment], random: &mut Random) {
    for segment in segments.iter().filter(|segment| may_change(segment)).take(8) {
        let candidate = mutated(segment, random);
        if candidate == segment.target || is_allowed(segment, &candidate) {
            continue;
        }
        let number = segment.id.number;
        let targets = Targets::from([(number, candidate)]);
        for sizes in apart(bytes).chain([Sizes::default()]) {
            match rewrite_in(bytes, OutputMode::None, &targets, sizes) {
                Err(Error::Integrity { segment, .. }) => assert_eq!(segment, number),
                other => panic!("segment {number} was not refused: {:?}", other.map(|out| out.len())),
            }
        }
    }
}

/// Random new targets that the predicate allows, for so many of ten segments.
pub(crate) fn choose(segments: &[Segment], of_ten: usize, random: &mut Random) -> Targets {
    let mut targets = Targets::new();
    for segment in segments.iter().filter(|segment| may_change(segment)) {
        if random.below(10) >= of_ten {
            continue;
        }
        let candidates = std::iter::repeat_with(|| mutated(segment, random)).take(6);
        let allowed = |new: &CodedText| *new != segment.target && is_allowed(segment, new);
        if let Some(target) = candidates.into_iter().find(allowed) {
            targets.insert(segment.id.number, target);
        }
    }
    targets
}

fn may_change(segment: &Segment) -> bool {
    matches!(segment.skip, None | Some(SkipReason::Protected))
}

fn is_allowed(segment: &Segment, candidate: &CodedText) -> bool {
    let frame = Frame::of(segment, false);
    integrity::check(&frame, candidate).is_ok()
}

/// Words that have to be escaped, split, or left alone.
const WORDS: [&str; 16] = [
    "neu",
    " ",
    "&",
    "<b>",
    "]]>",
    "\"a\"",
    "it's",
    "ä",
    "日本",
    "😀",
    "⟦1⟧",
    "e\u{301}",
    "a\u{a0}b",
    "&amp;",
    "<x id=\"1\"/>",
    ">",
];

/// The target, or the source, with a few changes; not always one that may be written.
fn mutated(segment: &Segment, random: &mut Random) -> CodedText {
    let from = if random.below(8) == 0 { &segment.source } else { &segment.target };
    let mut parts = from.parts().to_vec();
    for _ in 0..=random.below(3) {
        let at = random.below(parts.len() + 1);
        match random.below(7) {
            0 => random.shuffle(&mut parts),
            1 if at + 1 < parts.len() => parts.swap(at, at + 1),
            2 => {
                let tokens: Vec<Token> = segment.source.tokens().collect();
                if !tokens.is_empty() {
                    parts.insert(at, Part::Token(tokens[random.below(tokens.len())]));
                }
            }
            3 if at < parts.len() => drop(parts.remove(at)),
            _ => {
                let word = WORDS[random.below(WORDS.len())];
                match parts.get_mut(at) {
                    Some(Part::Text(text)) => reword(text, word, random),
                    Some(Part::Token(_)) | None => parts.insert(at, Part::Text(word.to_owned())),
                }
            }
        }
    }
    let mut text = CodedText::default();
    parts.into_iter().for_each(|part| text.push(part));
    text
}

/// Puts a word into a text in place of some characters of it.
fn reword(text: &mut String, word: &str, random: &mut Random) {
    let borders: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let from = random.below(borders.len());
    let to = borders.len().min(from + 1 + random.below(4)) - 1;
    text.replace_range(borders[from]..borders[to], word);
}

/// A text with its codes by element, for numbers may change when codes changed their order.
fn shape(text: &CodedText, codes: &[Code]) -> Vec<String> {
    let name = |token: &Token| {
        let code = codes.iter().find(|code| code.number == token.number);
        let (kind, half) = code.map_or(("", None), |code| (code.kind.as_str(), code.half));
        match (token.form, kind) {
            // An end without its beginning is called by its own element.
            (Form::Close, "bpt") => "<ept>".to_owned(),
            (Form::Close, "bx") => "<ex>".to_owned(),
            (Form::Close, "sc") => "<ec>".to_owned(),
            (Form::Close, "sm") => "<em>".to_owned(),
            (Form::Close, _) => format!("</{kind}>"),
            (Form::Alone, "it") if half == Some(Half::Close) => "</it>".to_owned(),
            (Form::Open | Form::Alone, _) => format!("<{kind}>"),
        }
    };
    let part = |part: &Part| match part {
        Part::Text(text) => format!("\"{text}"),
        Part::Token(token) => name(token),
    };
    text.parts().iter().map(part).collect()
}

/// A segment without its place, which moves with what stands before it, and without what it shares
/// with the others of its unit: its room, and runs and codes that go over both.
fn placeless(segment: &Segment) -> Segment {
    let mut segment = segment.clone();
    (segment.id.line, segment.id.column) = (0, 0);
    (segment.max_chars, segment.bounds) = (None, Vec::new());
    segment.codes.iter_mut().for_each(|code| (code.runs_on, code.elsewhere) = (false, false));
    segment
}

/// The byte at a line and column.
fn offset(text: &str, line: u32, column: u32) -> usize {
    let (mut at_line, mut at_column) = (1, 1);
    let marked = text.trim_start_matches('\u{feff}');
    for (at, c) in marked.char_indices() {
        if (at_line, at_column) >= (line, column) {
            return text.len() - marked.len() + at;
        }
        (at_line, at_column) = if c == '\n' { (at_line + 1, 1) } else { (at_line, at_column + 1) };
    }
    text.len()
}

/// Segments and summary.
pub(crate) fn load(
    input: impl Read + Seek + Send,
    limits: &Limits,
) -> Result<(Vec<Segment>, XliffSummary), Error> {
    load_in(input, limits, Sizes::default())
}

fn load_in(
    input: impl Read + Seek + Send,
    limits: &Limits,
    sizes: Sizes,
) -> Result<(Vec<Segment>, XliffSummary), Error> {
    let mut segments = Vec::new();
    let summary = read_in(input, limits, sizes, |segment| {
        segments.push(segment);
        Ok::<(), Error>(())
    })?;
    Ok((segments, summary))
}

fn told(answer: Result<(Vec<Segment>, XliffSummary), Error>) -> Result<(Vec<Segment>, XliffSummary), String> {
    answer.map_err(|error| error.to_string())
}

/// Writes with these targets, the replaced one as history of each.
pub(crate) fn rewrite(bytes: &[u8], output_mode: OutputMode, targets: &Targets) -> Result<Vec<u8>, Error> {
    rewrite_in(bytes, output_mode, targets, Sizes::default())
}

fn rewrite_in(
    bytes: &[u8],
    output_mode: OutputMode,
    targets: &Targets,
    sizes: Sizes,
) -> Result<Vec<u8>, Error> {
    let options = WriteOptions {
        output_mode,
        note_language: None,
        note_language_of: |tag| tag,
        date: "2026-11-23T10:00:00Z".parse().unwrap(),
        model: "builtin/rules".to_owned(),
        tool_version: "1".to_owned(),
        state_policy: StatePolicy::Keep,
        permissive_codes: false,
    };
    let mut output = Vec::new();
    let written =
        write_in(Cursor::new(bytes), &mut output, &Limits::default(), &options, sizes, |segment| {
            let Some(target) = targets.get(&segment.id.number) else { return Ok::<_, Error>(None) };
            let note = Some("too <old> & dusty".to_owned());
            let replaced = Version { round: 0, target: segment.target.clone(), note, ..Version::default() };
            let note = Some("fresh".to_owned());
            Ok(Some(Edit { target: Some(target.clone()), versions: vec![replaced], note, stale: None }))
        })?;
    assert_eq!(written.bytes, output.len() as u64);
    assert_eq!(written.changed, targets.len() as u64);
    Ok(output)
}

/// A reader that gives few bytes at a time.
struct Piecemeal<R> {
    inner: R,
    most: usize,
}

impl<R: Read> Read for Piecemeal<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Io<usize> {
        let most = self.most.min(buffer.len());
        self.inner.read(&mut buffer[..most])
    }
}

impl<R: Seek> Seek for Piecemeal<R> {
    fn seek(&mut self, to: SeekFrom) -> Io<u64> {
        self.inner.seek(to)
    }
}
