//! However a file is cut into parts, and however large its parts are: the same, in bounded memory.

use super::{Cursor, Edit, Error, Limits, OutputMode, Segment, Sizes, one, options, read_in, revise, two};
use crate::xliff::write::write_in;
use proptest::prelude::*;
use std::io::{self, Read, Seek, SeekFrom};

/// Answers a few bytes at a time.
struct Slow<'a> {
    bytes: Cursor<&'a [u8]>,
    steps: &'a [usize],
    turn: usize,
}

impl Read for Slow<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.turn += 1;
        let most = self.steps[self.turn % self.steps.len()].min(buffer.len());
        self.bytes.read(&mut buffer[..most])
    }
}

impl Seek for Slow<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(to)
    }
}

fn written(input: impl Read + Seek + Send, sizes: Sizes, mode: OutputMode) -> Result<String, Error> {
    let mut out = Vec::new();
    write_in(input, &mut out, &Limits::default(), &options(mode), sizes, revise)?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}

proptest! {
    #[test]
    fn slow_readers_change_nothing(steps in prop::collection::vec(1_usize..8, 1..9), window in 8_usize..200) {
        let file = one("<trans-unit id='ä'><source>é<x id='1'/></source><target>alt ü<x id='1'/></target><note>語</note></trans-unit>");
        for bytes in [file.clone().into_bytes(), file.encode_utf16().flat_map(u16::to_le_bytes).collect()] {
            let whole = written(Cursor::new(bytes.as_slice()), Sizes::default(), OutputMode::None).ok();
            let slow = Slow { bytes: Cursor::new(&bytes), steps: &steps, turn: 0 };
            prop_assert_eq!(written(slow, super::sizes(window), OutputMode::None).ok(), whole);
        }
    }

    /// Every construct, longer and shorter than the window, at every alignment.
    #[test]
    fn windows_change_nothing(window in 8_usize..80, shift in 0_usize..70, long in 0_usize..90, which in 0_usize..10) {
        let long = "x".repeat(long);
        let piece = match which {
            0 => format!("<!-- {long} -->"),
            1 => format!("<?p {long}?>"),
            2 => format!("<e:e>{long}]]{long}</e:e>"),
            3 => format!("<e:e><![CDATA[{long}]]]]]>{long}</e:e>"),
            4 => format!("<e:{long}a a{long}='{long}' b=\"{long}>\"/>"),
            5 => format!("<e:e\n{}>&#{}38;</e:e\t>", long.replace('x', " "), long.replace('x', "0")),
            6 => format!("<trans-unit id='{long}'><source>{long}ä</source><target>alt&amp;{long}</target></trans-unit>"),
            7 => format!("<e:e><e:e>{long}<e:e/></e:e><!--{long}- - --></e:e>"),
            8 => format!("<e:e xmlns:m='u{long}'><m:m/>語{long}語</e:e>"),
            _ => format!("<group id='{long}' translate='no'><trans-unit id='g'><source>a</source><target>alt</target></trans-unit></group>"),
        };
        let file = one(&format!("{}{piece}<trans-unit id='z'><source>a</source><target>alt</target></trans-unit>", " ".repeat(shift)));
        let file = file.replace("<body>", "<header/><body>");
        for mode in [OutputMode::None, OutputMode::Full] {
            let whole = written(Cursor::new(file.as_bytes()), Sizes::default(), mode).unwrap();
            prop_assert_eq!(&written(Cursor::new(file.as_bytes()), super::sizes(window), mode).unwrap(), &whole);
            if mode == OutputMode::None {
                prop_assert_eq!(whole.replace("neu", "alt"), file.clone());
            }
        }
    }
}

#[test]
fn large_texts_beside_segments_are_let_go_and_come_back() {
    let long = "Wort für &amp; Wort. ".repeat(50);
    let runs = [
        format!("<note>{long}<!-- {long} --><![CDATA[{long}]]></note>"),
        format!("<note><![CDATA[{long}]]></note><note>{long}</note>\n"),
        format!("<alt-trans><target>{long}</target></alt-trans><e:e xmlns:e='u'><?p {long}?></e:e>"),
        format!("<!-- {long} -->{}", "<note>kurz</note>".repeat(20)),
        format!("<note>{}]]{}</note>", "x".repeat(100), "]".repeat(300)),
    ];
    for (index, run) in runs.iter().enumerate() {
        let unit = format!(
            "<trans-unit id='1'><source>a</source><target>alt</target>{run}</trans-unit>\n<trans-unit id='2'><source>b</source><target>alt</target></trans-unit>"
        );
        let file = one(&unit).replace(
            "<body>",
            &format!("<header><skl><internal-file>{long}</internal-file></skl></header>{run}<body>")
                .replace("<alt-trans>", "<e:e>")
                .replace("</alt-trans>", "</e:e>"),
        );
        for (window, run) in [(16, 8), (64, 40), (64, 200), (300, 100), (5000, 100)] {
            let sizes = Sizes { window, run, ..Sizes::default() };
            for mode in [OutputMode::None, OutputMode::Translations] {
                let whole = written(Cursor::new(file.as_bytes()), Sizes::default(), mode).unwrap();
                let parts = written(Cursor::new(file.as_bytes()), sizes, mode).unwrap();
                assert!(parts == whole, "run {index}, {sizes:?}:\n{parts}\ninstead of\n{whole}");
            }
            let places = |sizes| {
                let mut places = Vec::new();
                read_in(Cursor::new(file.as_bytes()), &Limits::default(), sizes, |segment: Segment| {
                    places.push((segment.id.line, segment.id.column));
                    Ok::<(), Error>(())
                })
                .map(|_| places)
            };
            assert_eq!(places(sizes).unwrap(), places(Sizes::default()).unwrap(), "run {index}, {sizes:?}");
        }
    }
}

#[test]
fn what_is_wrong_in_a_large_text_is_found() {
    let sizes = Sizes { window: 16, run: 8, ..Sizes::default() };
    let error = |text: &str| {
        let unit = format!(
            "<trans-unit id='1'><source>a</source><note>{}{text}{}</note></trans-unit>",
            "x".repeat(99),
            "y\n".repeat(99)
        );
        let read =
            |sizes| read_in(Cursor::new(one(&unit)), &Limits::default(), sizes, |_| Ok::<(), Error>(()));
        let (parts, whole) =
            (read(sizes).unwrap_err().to_string(), read(Sizes::default()).unwrap_err().to_string());
        assert_eq!(parts, whole);
        whole
    };
    for (text, expected) in [
        ("]]>", "]]>"),
        ("\u{1}", "U+0001"),
        ("&", "& without ;"),
        ("<!-- -- -->", "--"),
        ("&x;", "entity x"),
        ("<!-- ", "the middle of its markup"),
        ("<![CDATA[", "the middle of its markup"),
        ("<?p ", "the middle of its markup"),
    ] {
        assert!(error(text).contains(expected), "{text}");
    }
}

/// A file whose middle is made while it is read.
struct Made<'a> {
    head: &'a [u8],
    middle: u64,
    piece: &'a [u8],
    tail: &'a [u8],
    at: u64,
}

impl Made<'_> {
    fn size(&self) -> u64 {
        (self.head.len() + self.tail.len()) as u64 + self.middle * self.piece.len() as u64
    }
}

impl Read for Made<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let (head, piece) = (self.head.len() as u64, self.piece.len() as u64);
        let tail = head + self.middle * piece;
        let rest = if self.at < head {
            &self.head[usize::try_from(self.at).unwrap()..]
        } else if self.at < tail {
            &self.piece[usize::try_from((self.at - head) % piece).unwrap()..]
        } else {
            &self.tail[usize::try_from(self.at - tail).unwrap()..]
        };
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Made<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        assert!(matches!(to, SeekFrom::Start(0)), "only the beginning is asked for");
        self.at = 0;
        Ok(0)
    }
}

/// Counts what is written, and that it is what was read.
struct Same<'a>(Made<'a>);

impl io::Write for Same<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut expected = vec![0; bytes.len()];
        self.0.read_exact(&mut expected)?;
        assert!(expected == bytes, "the output differs before {}", self.0.at);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn memory_is_bounded_whatever_is_large() {
    let piece = "viel Text &gt; und mehr ".repeat(4096);
    let plain = piece.replace("&gt;", "oder");
    let unit = "<trans-unit id='1'><source>a</source><target>alt</target></trans-unit>";
    let units = unit.repeat(1000);
    let first = one("@");
    let second = two("2.0", "@");
    let table = [
        (&first, "<trans-unit id='1'><source>a</source><note>", &piece, "</note></trans-unit>"),
        (&first, "<trans-unit id='1'><source>a</source><!--", &plain, "--></trans-unit>"),
        (&first, "<e:e><![CDATA[", &piece, "]]></e:e>"),
        (&first, "<?p ", &piece, "?>"),
        (&first, unit, &units, unit),
        (&second, "<skeleton>", &piece, "</skeleton>"),
        (
            &second,
            "<unit id='1'><notes><note>",
            &piece,
            "</note></notes><segment><source>a</source></segment></unit>",
        ),
    ];
    for (file, before, piece, after) in table {
        let (head, tail) = file.split_once('@').unwrap();
        let (head, tail) = (format!("{head}{before}"), format!("{after}{tail}"));
        let middle = (12 << 20) / piece.len() as u64;
        let made =
            || Made { head: head.as_bytes(), middle, piece: piece.as_bytes(), tail: tail.as_bytes(), at: 0 };
        let size = made().size();
        assert!(size > 11 << 20);
        super::super::window::watch();
        let written = write_in(
            made(),
            Same(made()),
            &Limits { unit_bytes: 1 << 20, ..Limits::default() },
            &options(OutputMode::None),
            Sizes::default(),
            |_| Ok::<Option<Edit>, Error>(None),
        );
        assert_eq!(written.unwrap().bytes, size, "{before}");
        let most = super::super::window::watched();
        assert!(most <= 4 << 20, "{most} bytes were held for {before}");
    }
}

proptest! {
    /// What is damaged is refused for the same reason, and what is not is the same, in whatever parts.
    #[test]
    fn windows_hide_no_damage(
        window in 4_usize..60,
        run in 2_usize..40,
        long in 0_usize..120,
        damage in prop::collection::vec((0_usize..1000, 0_usize..18), 0..3),
    ) {
        let long = "wort ".repeat(long / 5);
        let unit = |target: &str| format!("<trans-unit id='1'><source>a<x id='1'/></source><target>{target}<x id='1'/></target><note>{long}&amp;{long}</note><!--{long}--><alt-trans><target><![CDATA[{long}]]></target></alt-trans><?p {long}?>\r\n</trans-unit>");
        let mut file = one(&(unit("alt") + &unit("alt é")));
        for (at, what) in damage {
            let tokens = ["<", ">", "&", "<!--", "-->", "--", "]]>", "<![CDATA[", "]]", "<?", "?>", "'", "</note>", "<a>", "\u{1}", "\u{FEFF}", "]", "<!"];
            let at = file.floor_char_boundary(file.len() * at / 1000);
            file.insert_str(at, tokens[what]);
        }
        for mode in [OutputMode::None, OutputMode::Translations] {
            let with = |sizes| {
                written(Cursor::new(file.as_bytes()), sizes, mode).map_err(|error| error.to_string())
            };
            let (whole, parts) = (with(Sizes::default()), with(Sizes { window, run, ..Sizes::default() }));
            prop_assert_eq!(parts.is_ok(), whole.is_ok(), "{}\n{:?}\n{:?}", file, parts, whole);
            if mode == OutputMode::None {
                prop_assert_eq!(parts, whole);
            }
        }
    }
}

#[test]
fn a_unit_beyond_its_bound_is_told_whatever_follows_it() {
    let after = "<e:e></e:e>".repeat(50);
    let limits = Limits { unit_bytes: 2000, ..Limits::default() };
    for (segments, tail) in [(170, 0), (100, 150), (40, 3000)] {
        // Held whole and too large; or its last tag is not, and that is long.
        let segments = "<g id='1'/>".repeat(segments);
        let tail = if tail > 0 { format!("<note a='{}'/>", "x".repeat(tail)) } else { String::new() };
        let unit = format!("<trans-unit id='1'><source>{segments}</source>{tail}</trans-unit>{after}");
        for pad in 0..12 {
            let file = one(&(unit.clone() + &" ".repeat(pad) + &after));
            for sizes in [
                Sizes { window: 64, run: 40, ..Sizes::default() },
                Sizes { window: 9000, run: 40, ..Sizes::default() },
                Sizes { window: 2100, run: 8, ..Sizes::default() },
            ] {
                let read = read_in(Cursor::new(file.as_bytes()), &limits, sizes, |_| Ok::<(), Error>(()));
                let error = read.map(|_| ()).err();
                let is_told = |error: &Error| {
                    matches!(error, Error::Limit { setting: "limits.unit_bytes", line: 4, .. })
                };
                let fits = unit.len() - after.len() <= 2000 && segments.len() < 1000;
                assert!(fits || error.as_ref().is_some_and(is_told), "{sizes:?} {error:?}");
            }
        }
    }
}

#[test]
fn limits_are_kept_without_reading_on() {
    let piece = "y".repeat(1 << 16);
    let limits =
        Limits { unit_bytes: 2 << 20, tag_bytes: 1 << 20, attribute_bytes: 1 << 18, ..Limits::default() };
    let (head, tail) = (
        "<xliff version='1.2'><file><body><trans-unit id='1'><source>",
        "</source></trans-unit></body></file></xliff>",
    );
    let table = [
        (format!("{head}<g id='"), "limits.attribute_bytes"),
        (format!("{head}<g{}", " "), "limits.tag_bytes"),
        (head.to_owned(), "limits.unit_bytes"),
        ("<xliff version='1.2' a='".to_owned(), "limits.attribute_bytes"),
        ("<xliff version='1.2'><".to_owned(), "limits.tag_bytes"),
    ];
    for (head, setting) in table {
        super::super::window::watch();
        let made = Made {
            head: head.as_bytes(),
            middle: 1 << 14,
            piece: piece.as_bytes(),
            tail: tail.as_bytes(),
            at: 0,
        };
        let error = read_in(made, &limits, Sizes::default(), |_| Ok::<(), Error>(())).unwrap_err();
        assert!(matches!(error, Error::Limit { setting: named, line: 1, .. } if named == setting), "{error}");
        let most = super::super::window::watched();
        assert!(most <= 16 << 20, "{most} bytes were held for {setting}");
    }
}
