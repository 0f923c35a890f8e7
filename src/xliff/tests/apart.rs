//! Two threads do what one does, byte for byte and error for error.

use super::promises::MODES;
use super::{
    Cursor, Edit, Error, Limits, OutputMode, Segment, Sizes, Version, Written, one, options, read_in, two,
};
use crate::domain::integrity::{self, Frame};
use crate::domain::text::CodedText;
use crate::xliff::write::write_in;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

const ALONE: Sizes = Sizes { window: 1 << 20, run: 64 << 10, apart: usize::MAX, usual: true };

fn apart(window: usize) -> Sizes {
    Sizes { window, apart: 0, ..Sizes::default() }
}

/// Hundreds of units, some with codes, notes and large texts.
fn units(of: impl Fn(usize, &str) -> String) -> String {
    let text = |number: usize| match number % 7 {
        3 => format!("alt &gt; <![CDATA[{number}]]> ü"),
        5 => "viel alt ".repeat(number),
        _ => format!("alt {number}"),
    };
    (1..=300).map(|number| of(number, &text(number))).collect()
}

fn files() -> [String; 2] {
    [
        one(&units(|number, text| {
            format!(
                "<trans-unit id='{number}'><source><x id='1'/>a {number}</source>\n<target state='new'><x id='1'/>{text}</target></trans-unit>\n"
            )
        })),
        two(
            "2.0",
            &units(|number, text| {
                format!(
                    "<unit id='{number}'><segment><source>a {number}</source><target>{text}</target></segment></unit>\n"
                )
            }),
        ),
    ]
}

fn revised(segment: &Segment) -> Edit {
    let mut target = segment.target.clone();
    target.push_text(" neu & ]]>");
    let replaced = Version { target: segment.target.clone(), ..Version::default() };
    Edit { target: Some(target), versions: vec![replaced], note: Some("besser".to_owned()), stale: None }
}

/// What is written in the end, or why nothing is.
fn written(
    file: &[u8],
    mode: OutputMode,
    sizes: Sizes,
    edit: impl Fn(&Segment) -> Option<Edit> + Sync,
) -> Result<(Written, Vec<u8>), String> {
    let mut out = Vec::new();
    let edit = |segment: &Segment| Ok::<_, Error>(edit(segment));
    let written = write_in(Cursor::new(file), &mut out, &Limits::default(), &options(mode), sizes, edit);
    written.map(|written| (written, out)).map_err(|error| error.to_string())
}

#[test]
fn the_same_bytes_are_written_in_every_mode() {
    for file in files() {
        for mode in MODES {
            let written = |sizes| {
                let edit =
                    |segment: &Segment| (!segment.id.number.is_multiple_of(3)).then(|| revised(segment));
                written(file.as_bytes(), mode, sizes, edit)
            };
            let alone = written(ALONE).unwrap();
            assert_eq!(alone.0.changed, 200);
            for window in [60, 1000, 5000] {
                assert!(written(apart(window)).as_ref() == Ok(&alone), "window {window}, mode {mode:?}");
            }
        }
    }
}

#[test]
fn headers_and_declarations_come_in_where_they_belong() {
    let unit = |number: usize| {
        format!(
            "<trans-unit id='{number}'><source>a {number}</source><target>alt {number}</target></trans-unit>\n"
        )
    };
    let headers =
        ["", "<header/>", "<header><phase-group/><note>a</note></header>", "<header><skl/></header>"];
    let files: String = (0..40)
        .map(|number: usize| {
            let units: String = (0..number % 11).map(unit).collect();
            let header = headers[number % 4];
            format!(
                "<file original='{number}' source-language='en' target-language='de' datatype='x'>{header}<body>{units}</body></file>\n"
            )
        })
        .collect();
    let file = format!("<xliff version='1.2' xmlns='urn:oasis:names:tc:xliff:document:1.2'>{files}</xliff>");
    for mode in MODES {
        let written = |sizes| written(file.as_bytes(), mode, sizes, |segment| Some(revised(segment)));
        let alone = written(ALONE).unwrap();
        for window in [60, 1000, 5000, 50_000] {
            assert!(written(apart(window)).as_ref() == Ok(&alone), "window {window}, mode {mode:?}");
        }
    }
}

/// Real files, which are not part of this project: `REFINELOOP_CORPUS` names their folder.
fn corpus(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { corpus(&path, files) } else { files.push(path) }
    }
}

#[test]
#[allow(clippy::disallowed_methods, reason = "the folder is not that of a run of the program")]
fn the_same_bytes_are_written_of_real_files() {
    let Some(folder) = std::env::var_os("REFINELOOP_CORPUS") else { return };
    let mut files = Vec::new();
    corpus(Path::new(&folder), &mut files);
    let edit = |segment: &Segment| {
        let edit = revised(segment);
        let fits =
            edit.target.as_ref().is_some_and(|new| integrity::check(&Frame::of(segment, false), new).is_ok());
        (segment.skip.is_none() && fits).then_some(edit)
    };
    for path in &files {
        let file = std::fs::read(path).unwrap();
        for mode in MODES {
            let alone = written(&file, mode, ALONE, edit);
            for window in [1000, 32 << 10] {
                let both = written(&file, mode, apart(window), edit);
                assert!(both == alone, "{}, window {window}, mode {mode:?}", path.display());
            }
        }
    }
    assert!(files.len() > 100, "{} files", files.len());
}

/// What an edit answers that fails.
#[derive(Debug, Clone, PartialEq)]
enum Failed {
    Integrity(u64),
    Asked(u64),
    Other(String),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        let told = error.to_string();
        if let Error::Integrity { segment, .. } = error {
            Self::Integrity(segment)
        } else {
            Self::Other(told)
        }
    }
}

#[test]
fn the_first_error_of_the_file_is_told() {
    let [file, _] = files();
    let broken = file.replace("id='250'", "id='250' id=''");
    for (wrong, refused, expected) in [
        (100, 101, Failed::Integrity(100)),
        (101, 100, Failed::Asked(100)),
        (100, 160, Failed::Integrity(100)),
        (160, 100, Failed::Asked(100)),
        (249, 400, Failed::Integrity(249)),
        (400, 249, Failed::Asked(249)),
    ] {
        for sizes in [60, 300, 3000].map(apart).into_iter().chain([Sizes::default()]) {
            let edit = |segment: &Segment| match segment.id.number {
                number if number == refused => Err(Failed::Asked(number)),
                // It has lost its code.
                number if number == wrong => {
                    Ok(Some(Edit { target: Some(CodedText::plain("neu")), ..Edit::default() }))
                }
                _ => Ok(Some(revised(segment))),
            };
            let input = Cursor::new(broken.as_bytes());
            let (limits, options) = (Limits::default(), options(OutputMode::None));
            let written = write_in(input, io::sink(), &limits, &options, sizes, edit);
            assert_eq!(written, Err(expected.clone()), "{sizes:?}");
        }
    }
}

#[test]
fn nobody_is_told_more_after_an_error() {
    let [file, _] = files();
    for window in [60, 300, 3000] {
        let mut last = 0;
        let read = read_in(Cursor::new(file.as_bytes()), &Limits::default(), apart(window), |segment| {
            last = segment.id.number;
            if last == 100 { Err(Failed::Asked(100)) } else { Ok(()) }
        });
        assert_eq!(read.map(|_| ()), Err(Failed::Asked(100)));
        assert_eq!(last, 100);
    }
}

#[test]
fn a_panic_ends_both_threads() {
    let [file, _] = files();
    for window in [60, 300, 3000] {
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            read_in(Cursor::new(file.as_bytes()), &Limits::default(), apart(window), |segment| {
                assert!(segment.id.number < 100, "on purpose");
                Ok::<(), Error>(())
            })
        }));
        let what = panicked.map(|_| ()).unwrap_err();
        assert_eq!(what.downcast_ref::<&str>(), Some(&"on purpose"));
    }
}

/// An output that is full after so many bytes.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::StorageFull)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn an_output_that_fails_is_told() {
    let [file, _] = files();
    for mode in [OutputMode::None, OutputMode::Full] {
        let edit = |segment: &Segment| Ok::<_, Error>(Some(revised(segment)));
        let input = Cursor::new(file.as_bytes());
        let written = write_in(input, Full(9000), &Limits::default(), &options(mode), apart(300), edit);
        assert!(matches!(written, Err(Error::Io(error)) if error.kind() == io::ErrorKind::StorageFull));
    }
}
