//! Encodings older than Unicode: which characters one has, and how many bytes a text takes in it.
//!
//! The tables are those of the WHATWG, found by the names of the IANA. Where such a name stands for
//! less than its table has, what is beyond is left out.

use encoding_rs::{
    Encoder, EncoderResult, Encoding as Table, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED,
};
use serde::{Deserialize, Serialize};

/// An encoding that does not have all characters; or GB18030, which has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
pub struct Charset {
    table: &'static Table,
    least: u16,
}

/// Names of ASCII. To the WHATWG some of them are windows-1252, and the others nothing.
const ASCII: [&str; 11] = [
    "us-ascii",
    "ascii",
    "ansi_x3.4-1968",
    "ansi_x3.4-1986",
    "iso646-us",
    "iso_646.irv:1991",
    "iso-ir-6",
    "ibm367",
    "cp367",
    "csascii",
    "us",
];

impl Charset {
    /// The encoding of this name, in whatever case; `None` for what has no table, among it all of Unicode
    /// but GB18030.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let name = name.trim();
        if ASCII.iter().any(|ascii| name.eq_ignore_ascii_case(ascii)) {
            return Some(Self { table: WINDOWS_1252, least: 0x100 });
        }
        let table = Table::for_label_no_replacement(name.as_bytes())?;
        if [UTF_8, UTF_16BE, UTF_16LE, X_USER_DEFINED].contains(&table) {
            return None;
        }
        // What has a table is short.
        let name = name.to_ascii_lowercase();
        let of_windows = name != "cp819"
            && ["windows", "cp", "x-cp", "dos", "x-sjis", "ms"].iter().any(|word| name.starts_with(word));
        let least = match table.name() {
            // The tables are those of Windows, which fill the places of control characters.
            of if of.starts_with("windows-") && !of_windows => C1_END,
            "GBK" if !name.contains("gbk") && !of_windows => 0xA1,
            "EUC-KR" if !name.contains("949") && !of_windows => 0xA1,
            _ => 0,
        };
        Some(Self { table, least })
    }

    /// Its usual name, by which it is found again.
    #[must_use]
    pub fn name(self) -> &'static str {
        match (self.table.name(), self.least) {
            ("windows-1252", 0x100) => "US-ASCII",
            ("windows-1252", C1_END) => "ISO-8859-1",
            ("windows-1254", C1_END) => "ISO-8859-9",
            ("windows-874", C1_END) => "ISO-8859-11",
            ("GBK", 0xA1) => "GB2312",
            ("EUC-KR", 0) => "windows-949",
            (name, _) => name,
        }
    }

    /// Its table, often that of a larger relative.
    #[must_use]
    pub fn table(self) -> &'static Table {
        self.table
    }

    /// Beyond ASCII, no byte below this is in it.
    #[must_use]
    pub fn least(self) -> u16 {
        self.least
    }

    /// Whether it has a character.
    #[must_use]
    pub fn has(self, c: char) -> bool {
        c.is_ascii() || self.encode(&mut self.table.new_encoder(), c).0
    }

    /// How many bytes a text takes. A character that it does not have counts for one: so much a sign in
    /// its place would take.
    #[must_use]
    pub fn size(self, text: &str) -> u64 {
        let mut encoder = self.table.new_encoder();
        let bytes: usize = text.chars().map(|c| self.encode(&mut encoder, c).1).sum();
        // Some end where they began.
        let (_, _, last) = encoder.encode_from_utf8_without_replacement("", &mut [0; ROOM], true);
        (bytes + last) as u64
    }

    /// Whether it has a character, and the bytes that one takes.
    fn encode(self, encoder: &mut Encoder, c: char) -> (bool, usize) {
        // Parts of ISO 8859 have the control characters whose places Windows filled.
        if self.least == C1_END && ('\u{80}'..'\u{A0}').contains(&c) {
            return (true, 1);
        }
        let (mut utf8, mut bytes) = ([0; 4], [0; ROOM]);
        let (result, _, written) =
            encoder.encode_from_utf8_without_replacement(c.encode_utf8(&mut utf8), &mut bytes, false);
        let within = || c.is_ascii() || bytes[..written].iter().all(|byte| u16::from(*byte) >= self.least);
        match result {
            EncoderResult::InputEmpty if within() => (true, written),
            EncoderResult::InputEmpty => (false, 1),
            EncoderResult::Unmappable(_) | EncoderResult::OutputFull => (false, written + 1),
        }
    }
}

/// Where characters begin in the parts of ISO 8859, behind those of control.
const C1_END: u16 = 0xA0;
/// More bytes than a character takes, with what switches to it.
const ROOM: usize = 32;

impl From<Charset> for &'static str {
    fn from(charset: Charset) -> Self {
        charset.name()
    }
}

impl TryFrom<String> for Charset {
    type Error = &'static str;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        Self::named(&name).ok_or("the name of no encoding that is known")
    }
}

#[cfg(test)]
mod tests {
    use super::{ASCII, Charset};

    #[test]
    fn names_are_those_of_the_iana_and_lead_back_to_themselves() {
        for (name, expected) in [
            ("ISO-8859-1", Some("ISO-8859-1")),
            (" latin1 ", Some("ISO-8859-1")),
            ("IBM819", Some("ISO-8859-1")),
            ("cp819", Some("ISO-8859-1")),
            ("Windows-1252", Some("windows-1252")),
            ("cp1252", Some("windows-1252")),
            ("iso-8859-9", Some("ISO-8859-9")),
            ("windows-1254", Some("windows-1254")),
            ("TIS-620", Some("ISO-8859-11")),
            ("windows-874", Some("windows-874")),
            ("ISO-8859-15", Some("ISO-8859-15")),
            ("GB2312", Some("GB2312")),
            ("GBK", Some("GBK")),
            ("gb18030", Some("gb18030")),
            ("EUC-KR", Some("EUC-KR")),
            ("windows-949", Some("windows-949")),
            ("Shift_JIS", Some("Shift_JIS")),
            ("ISO-2022-JP", Some("ISO-2022-JP")),
            ("KOI8-R", Some("KOI8-R")),
            ("utf-8", None),
            ("UTF-16", None),
            ("utf-7", None),
            ("ISO-2022-KR", None),
            ("IBM037", None),
            ("x-user-defined", None),
            ("", None),
            ("iso 8859 1", None),
        ] {
            let found = Charset::named(name);
            assert_eq!(found.map(Charset::name), expected, "{name}");
            assert_eq!(found.and_then(|found| Charset::named(found.name())), found, "{name}");
            if let Some(found) = found {
                let json = serde_json::to_string(&found).unwrap();
                assert_eq!(serde_json::from_str::<Charset>(&json).unwrap(), found, "{json}");
            }
        }
        assert!(ASCII.iter().all(|name| Charset::named(name).map(Charset::name) == Some("US-ASCII")));
        assert!(serde_json::from_str::<Charset>("\"utf-7\"").is_err());
        assert_eq!(Charset::named(&"x".repeat(1 << 20)), None);
    }

    #[test]
    fn a_text_has_the_size_of_its_bytes() {
        for (name, text, size) in [
            ("US-ASCII", "abc\n", 4),
            ("US-ASCII", "äbc", 3),
            ("ISO-8859-1", "Papouasie-Nouvelle-Guinée", 25),
            ("windows-1252", "10 €", 4),
            ("Shift_JIS", "aア漢", 5),
            ("Shift_JIS", "ｱ", 1),
            ("EUC-JP", "漢字", 4),
            ("Big5", "漢字", 4),
            ("gb18030", "漢😀", 6),
            // Three bytes lead to the characters, three back.
            ("ISO-2022-JP", "漢字", 10),
            ("ISO-2022-JP", "漢a漢", 17),
            ("ISO-2022-JP", "a", 1),
            ("KOI8-R", "привет", 6),
            ("KOI8-R", "", 0),
        ] {
            assert_eq!(Charset::named(name).unwrap().size(text), size, "{name} {text}");
        }
    }

    #[test]
    fn a_name_that_stands_for_less_than_its_table_has_no_more() {
        for (name, has, lacks) in [
            ("US-ASCII", "aZ~", "äé€\u{80}"),
            ("ISO-8859-1", "äÿ\u{A0}\u{85}", "€“Ā漢"),
            ("windows-1252", "ä€“", "Ā漢"),
            ("ISO-8859-9", "şğ", "€þ"),
            ("ISO-8859-15", "€", "¤"),
            ("GB2312", "汉", "漢😀"),
            ("GBK", "汉漢", "😀"),
            ("gb18030", "汉漢😀", ""),
            ("EUC-KR", "한", "똠"),
            ("windows-949", "한똠", "漾😀"),
            ("ISO-2022-JP", "漢a", "한"),
        ] {
            let charset = Charset::named(name).unwrap();
            assert!(has.chars().all(|c| charset.has(c)), "{name} has {has}");
            assert!(lacks.chars().all(|c| !charset.has(c)), "{name} lacks {lacks}");
        }
    }
}
