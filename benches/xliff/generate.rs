//! Documents of any size for measurements: the same bytes every time, written as they are made.
//!
//! Shaped like exports of real tools: texts of one to three sentences, inline codes in every second
//! unit, a note in every third. 100 MB of 1.2 are some 302,000 units.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// The version of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// XLIFF 1.2.
    One,
    /// XLIFF 2.0.
    Two,
}

impl Version {
    /// As it stands in a file and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::One => "1.2",
            Self::Two => "2.0",
        }
    }
}

/// Texts of the units in turn, source and target: `#` becomes the number of the unit, so that none
/// repeats another, `[`…`]` a pair of codes and `^` a code that stands alone.
const UNITS: [(&str, &str); 6] = [
    (
        "Open [Settings] and choose profile # for the device.",
        "Öffnen Sie die [Einstellungen] und wählen Sie Profil # für das Gerät.",
    ),
    ("The file %s was copied to folder #.", "Die Datei %s wurde in den Ordner # kopiert."),
    ("Press ^ to cancel step #.", "Drücken Sie ^, um Schritt # abzubrechen."),
    ("Sync history of device #", "Synchronisierungsverlauf von Gerät #"),
    (
        "Keep the [battery] of unit # away from [open fire] &amp; water.",
        "Halten Sie den [Akku] von Gerät # von [offenem Feuer] &amp; Wasser fern.",
    ),
    (
        "Before you send report # to the administrator, remove the names of other people from it.",
        "Bevor Sie Bericht # an den Administrator senden, entfernen Sie daraus die Namen anderer Personen.",
    ),
];

/// The file of a version with about so many megabytes; it is made if it is not there yet.
pub fn file(folder: &Path, version: Version, megabytes: u64) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let path = folder.join(format!("{}-{megabytes}-mb.xlf", version.as_str()));
    if !path.exists() {
        let part = path.with_extension("part");
        let mut out = BufWriter::with_capacity(1 << 20, File::create(&part)?);
        write(&mut out, version, megabytes * 1_000_000)?;
        out.flush()?;
        fs::rename(part, &path)?;
    }
    Ok(path)
}

/// Writes a document that ends with the first unit beyond so many bytes.
pub fn write(out: &mut impl Write, version: Version, bytes: u64) -> io::Result<()> {
    let (head, tail) = match version {
        Version::One => (
            r#"<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
  <file original="manual.xml" source-language="en-US" target-language="de-DE" datatype="xml">
    <body>
"#,
            "    </body>\n  </file>\n</xliff>\n",
        ),
        Version::Two => (
            r#"<?xml version="1.0" encoding="UTF-8"?>
<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en-US" trgLang="de-DE">
  <file id="f1" original="manual.xml">
"#,
            "  </file>\n</xliff>\n",
        ),
    };
    out.write_all(head.as_bytes())?;
    let mut written = (head.len() + tail.len()) as u64;
    let mut text = String::with_capacity(1024);
    for number in 1_usize.. {
        if written >= bytes {
            break;
        }
        text.clear();
        match version {
            Version::One => one(&mut text, number),
            Version::Two => two(&mut text, number),
        }
        out.write_all(text.as_bytes())?;
        written += text.len() as u64;
    }
    out.write_all(tail.as_bytes())
}

fn one(out: &mut String, number: usize) {
    let (source, target) = UNITS[number % UNITS.len()];
    let figure = number.to_string();
    out.push_str("      <trans-unit id=\"");
    out.push_str(&figure);
    out.push_str("\">\n        <source>");
    content(out, source, &figure, Version::One);
    out.push_str("</source>\n        <target state=\"translated\">");
    content(out, target, &figure, Version::One);
    out.push_str("</target>\n");
    if number.is_multiple_of(3) {
        out.push_str("        <note from=\"developer\">Shown in the dialog of chapter ");
        out.push_str(&figure);
        out.push_str("; keep it short.</note>\n");
    }
    out.push_str("      </trans-unit>\n");
}

fn two(out: &mut String, number: usize) {
    let (source, target) = UNITS[number % UNITS.len()];
    let figure = number.to_string();
    out.push_str("    <unit id=\"u");
    out.push_str(&figure);
    out.push_str("\">\n");
    if number.is_multiple_of(3) {
        out.push_str("      <notes><note category=\"developer\">Shown in the dialog of chapter ");
        out.push_str(&figure);
        out.push_str("; keep it short.</note></notes>\n");
    }
    if source.contains(['[', '^']) {
        out.push_str("      <originalData><data id=\"d1\">&lt;b></data><data id=\"d2\">&lt;/b></data>");
        out.push_str("</originalData>\n");
    }
    out.push_str("      <segment id=\"s1\" state=\"translated\">\n        <source>");
    content(out, source, &figure, Version::Two);
    out.push_str("</source>\n        <target>");
    content(out, target, &figure, Version::Two);
    out.push_str("</target>\n      </segment>\n    </unit>\n");
}

fn content(out: &mut String, text: &str, figure: &str, version: Version) {
    let (mut codes, mut open) = (0_u8, 0_u8);
    for c in text.chars() {
        let (tag, id) = match (c, version) {
            ('#', _) => {
                out.push_str(figure);
                continue;
            }
            ('[', _) => {
                (codes, open) = (codes + 1, codes + 1);
                match version {
                    Version::One => ("<bpt id=\"$\">&lt;b&gt;</bpt>", open),
                    Version::Two => ("<pc id=\"$\" dataRefStart=\"d1\" dataRefEnd=\"d2\">", open),
                }
            }
            (']', Version::One) => ("<ept id=\"$\">&lt;/b&gt;</ept>", open),
            (']', Version::Two) => ("</pc>", open),
            ('^', _) => {
                codes += 1;
                match version {
                    Version::One => ("<x id=\"$\" ctype=\"image\"/>", codes),
                    Version::Two => ("<ph id=\"$\" dataRef=\"d1\"/>", codes),
                }
            }
            (c, _) => {
                out.push(c);
                continue;
            }
        };
        for c in tag.chars() {
            out.push(if c == '$' { char::from(b'0' + id) } else { c });
        }
    }
}
