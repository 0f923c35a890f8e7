//! What the pure engines cost: reading and writing XLIFF, the checks and their repairs, the loop of
//! `builtin/rules`.
//!
//! The documents are made up here, so that a figure depends on nothing outside this file. Nothing is
//! asserted: figures are compared by people, in `README.md` beside this file.

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use refineloop::check;
use refineloop::domain::clock::Clock;
use refineloop::domain::job::{OutputMode, StatePolicy};
use refineloop::domain::locale::Locale;
use refineloop::domain::segment::Segment;
use refineloop::refine::batch::{Batcher, Group};
use refineloop::refine::{Machine, Settings};
use refineloop::xliff::{self, Edit, Limits, Version, WriteOptions};
use std::fmt::{self, Write as _};
use std::io::Cursor;

/// Texts of the units in turn; `#` becomes the number of the unit, so that none repeats another.
/// The last two have a fault that is repaired.
const UNITS: [(&str, &str); 8] = [
    (
        r#"Open <g id="1">Settings</g> and choose profile #."#,
        r#"Öffnen Sie die <g id="1">Einstellungen</g> und wählen Sie Profil #."#,
    ),
    ("The file %s was copied to folder #.", "Die Datei %s wurde in den Ordner # kopiert."),
    (r#"Press <x id="1"/> to cancel step #."#, r#"Drücken Sie <x id="1"/>, um Schritt # abzubrechen."#),
    ("Sync history of device #", "Synchronisierungsverlauf von Gerät #"),
    (
        "Before you send report # to the administrator, remove everything from it that other people \
         must not read, such as names, addresses and the contents of shared folders.",
        "Bevor Sie Bericht # an den Administrator senden, entfernen Sie daraus alles, was andere nicht \
         lesen dürfen, etwa Namen, Adressen und den Inhalt gemeinsamer Ordner.",
    ),
    ("Restart the client to finish update #.", "Starten Sie den Client neu, um Update # abzuschließen."),
    ("You are offline in workspace #.", "Sie sind im  Arbeitsbereich # offline."),
    ("Device # has been removed.", "Gerät # wurde entfernt"),
];

fn main() {
    divan::main();
}

#[divan::bench(args = documents(), max_time = 10)]
fn xliff_read(bencher: Bencher<'_, '_>, document: &Document) {
    document.counted(bencher).bench(|| document.read(|segment| drop(black_box(segment))));
}

#[divan::bench(args = documents(), max_time = 10)]
fn xliff_write_unchanged(bencher: Bencher<'_, '_>, document: &Document) {
    document.counted(bencher).bench(|| document.write(OutputMode::Full, |_| None));
}

#[divan::bench(args = documents(), max_time = 10)]
fn xliff_write_every_target(bencher: Bencher<'_, '_>, document: &Document) {
    document.counted(bencher).bench(|| document.write(OutputMode::None, |segment| Some(replaced(segment))));
}

#[divan::bench(args = documents(), max_time = 10)]
fn xliff_write_every_target_with_history(bencher: Bencher<'_, '_>, document: &Document) {
    document.counted(bencher).bench(|| document.write(OutputMode::Full, |segment| Some(replaced(segment))));
}

#[divan::bench(args = documents(), max_time = 10)]
fn check_findings(bencher: Bencher<'_, '_>, document: &Document) {
    let (source, target) = locales();
    document.counted(bencher).bench(|| {
        for segment in &document.segments {
            black_box(check::findings(&pair(segment, &source, &target)));
        }
    });
}

#[divan::bench(args = documents(), max_time = 10)]
fn check_repair(bencher: Bencher<'_, '_>, document: &Document) {
    let (source, target) = locales();
    document.counted(bencher).bench(|| {
        for segment in &document.segments {
            black_box(check::repair(&pair(segment, &source, &target)));
        }
    });
}

#[divan::bench(args = documents(), max_time = 10)]
fn machine_with_rules(bencher: Bencher<'_, '_>, document: &Document) {
    let settings = Settings::new("builtin/rules");
    document.counted(bencher).with_inputs(|| document.groups()).bench_values(|groups| {
        for group in groups {
            let mut machine = Machine::new(group, &settings);
            black_box(machine.step());
            black_box(machine.finished());
        }
    });
}

fn documents() -> [Document; 2] {
    [Document::new(1_000), Document::new(20_000)]
}

/// A document of XLIFF 1.2, and its segments as they are read.
struct Document {
    bytes: Vec<u8>,
    segments: Vec<Segment>,
}

/// The size, which names the row of a figure.
impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hundredths = self.bytes.len() / 10_000;
        write!(f, "{} segments, {}.{:02} MB", self.segments.len(), hundredths / 100, hundredths % 100)
    }
}

impl Document {
    fn new(segments: usize) -> Self {
        let head = r#"<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
  <file original="sync.html" source-language="en-US" target-language="de-DE" datatype="html">
    <body>
"#;
        let mut text = head.to_owned();
        for (number, (source, target)) in (1..=segments).zip(UNITS.iter().cycle()) {
            let figure = number.to_string();
            let (source, target) = (source.replace('#', &figure), target.replace('#', &figure));
            write!(
                text,
                "      <trans-unit id=\"unit-{number}\">\n        <source>{source}</source>\n        \
                 <target state=\"translated\">{target}</target>\n      </trans-unit>\n"
            )
            .expect("a String takes everything");
        }
        text.push_str("    </body>\n  </file>\n</xliff>\n");
        let mut document = Self { bytes: text.into_bytes(), segments: Vec::new() };
        let mut read = Vec::with_capacity(segments);
        document.read(|segment| read.push(segment));
        assert_eq!(read.len(), segments, "each unit is a segment");
        document.segments = read;
        document
    }

    fn read(&self, mut sink: impl FnMut(Segment) + Send) {
        xliff::read(Cursor::new(self.bytes.as_slice()), &Limits::default(), |segment| {
            sink(segment);
            Ok::<(), xliff::Error>(())
        })
        .expect("the document is made up here and valid");
    }

    fn write(&self, output_mode: OutputMode, edit: impl Fn(&Segment) -> Option<Edit> + Sync) -> Vec<u8> {
        let options = WriteOptions {
            output_mode,
            note_language: None,
            note_language_of: |tag| tag,
            date: Clock::system().now(),
            model: "builtin/rules".to_owned(),
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            state_policy: StatePolicy::Keep,
            permissive_codes: false,
        };
        let mut output = Vec::with_capacity(self.bytes.len() * 2);
        xliff::write(
            Cursor::new(self.bytes.as_slice()),
            &mut output,
            &Limits::default(),
            &options,
            |segment| Ok::<_, xliff::Error>(edit(segment)),
        )
        .expect("the document is made up here, and the edits keep its codes");
        output
    }

    fn groups(&self) -> Vec<Group> {
        let mut batcher = Batcher::new();
        let mut groups: Vec<_> =
            self.segments.iter().filter_map(|segment| batcher.push(segment.clone())).collect();
        groups.extend(batcher.finish());
        groups
    }

    /// Counts segments and bytes of the file, whatever is measured.
    fn counted<'a, 'b>(&self, bencher: Bencher<'a, 'b>) -> Bencher<'a, 'b> {
        bencher.counter(ItemsCount::new(self.segments.len())).counter(BytesCount::new(self.bytes.len()))
    }
}

/// Another target, and the one it replaces as history.
fn replaced(segment: &Segment) -> Edit {
    let mut target = segment.target.clone();
    target.push_text(" Neu.");
    let note = Some("Made for the bench.".to_owned());
    let replaced = Version { round: 0, target: segment.target.clone(), note, issues: Vec::new() };
    Edit { target: Some(target), versions: vec![replaced], note: None, stale: None }
}

fn locales() -> (Locale, Locale) {
    (Locale::parse("en-US"), Locale::parse("de-DE"))
}

fn pair<'a>(segment: &'a Segment, source_locale: &'a Locale, target_locale: &'a Locale) -> check::Pair<'a> {
    check::Pair {
        codes: &segment.codes,
        source: &segment.source,
        target: &segment.target,
        source_locale,
        target_locale,
        max_chars: segment.max_chars,
        bounds: &segment.bounds,
        claim: segment.claim.as_ref(),
        part: false,
        options: check::Options::usual(),
    }
}
