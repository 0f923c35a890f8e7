//! Tests of reading dictionaries; all of them are made up here.

use super::{Error, Library};
use crate::domain::locale::Locale;
use std::path::Path;
use std::sync::Arc;

const AFFIXES: &[u8] = b"SET UTF-8\nSFX N Y 1\nSFX N 0 en .\n";

fn write(folder: &Path, name: &str, affixes: &[u8], words: &[u8]) {
    std::fs::write(folder.join(format!("{name}.aff")), affixes).unwrap();
    std::fs::write(folder.join(format!("{name}.dic")), words).unwrap();
}

fn open(folder: &Path) -> Library {
    Library::open(Some(folder)).unwrap()
}

#[test]
fn a_dictionary_is_read_once_and_shared() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "de_DE", AFFIXES, "2\nZahl/N\nMaß\n".as_bytes());
    let library = open(folder.path());
    let find = |tag: &str| library.find(&Locale::parse(tag)).unwrap();
    let first = find("de").unwrap();
    for (word, expected) in [("Zahl", true), ("Zahlen", true), ("Maß", true), ("Mass", false)] {
        assert_eq!(first.knows(word), expected, "{word}");
    }
    assert_eq!((first.name(), first.digest().len()), ("de_DE", 16));
    // What comes into the folder later does not change a process.
    write(folder.path(), "de_DE", AFFIXES, b"1\nWort\n");
    assert!(Arc::ptr_eq(&first, &find("de-AT").unwrap()));
    assert_eq!(find("fr"), None);
    assert!(library.again("de_DE", first.digest()).is_ok());
    let other = open(folder.path()).again("de_DE", first.digest()).unwrap_err();
    assert_eq!(other.what, "the dictionary has changed");
    assert_eq!(library.again("fr", first.digest()).unwrap_err().what, "the dictionary is gone");
}

#[test]
fn files_are_in_the_encoding_they_name() {
    let folder = tempfile::tempdir().unwrap();
    let check = |affixes: &[u8], words: &[u8], word: &str| {
        write(folder.path(), "ru_RU", affixes, words);
        let found = open(folder.path()).find(&Locale::parse("ru")).unwrap().unwrap();
        assert!(found.knows(word), "{word}");
    };
    check(b"SET KOI8-R\n", b"1\n\xC4\xCF\xCD\n", "дом");
    check(b"SET microsoft-cp1251\r\n", b"1\r\n\xE4\xEE\xEC\r\n", "дом");
    check(b"SET ISO8859-1\n", b"1\ncaf\xE9\n", "café");
    check(b"TRY abc\n", b"1\ncaf\xE9\n", "café");
    check("\u{FEFF}SET UTF-8\n".as_bytes(), "1\ncafé\n".as_bytes(), "café");
}

#[test]
fn flags_may_be_bytes_of_any_value() {
    let folder = tempfile::tempdir().unwrap();
    let check = |affixes: &[u8], words: &[u8], expected: &[(&str, bool)]| {
        write(folder.path(), "hu_HU", affixes, words);
        let found = open(folder.path()).find(&Locale::parse("hu")).unwrap().unwrap();
        for (word, expected) in expected {
            assert_eq!(found.knows(word), *expected, "{word}");
        }
    };
    let forms = [
        ("kő", true),
        ("kőnek", true),
        ("kőé", true),
        ("fa", true),
        ("fanak", false),
        ("fának", true),
        ("faé", true),
    ];
    // Two such bytes next to each other may look like a letter.
    let rules = b"# L\xE1szl\xF3\nSET UTF-8\n";
    let suffixes = b"SFX \xC3 Y 1\nSFX \xC3 0 nek .\n\nSFX  \xA9\tY 1\r\nSFX \xA9 0 \xC3\xA9 .\n\
                     SFX \xE1 Y 1\nSFX \xE1 a \xC3\xA1nak a\n";
    let alone = [&rules[..], suffixes].concat();
    check(&alone, b"2\nk\xC5\x91/\xC3\xA9\tpo:noun\nfa/\xE1\xA9\n", &forms);
    let marked = |bytes: &[u8]| [b"\xEF\xBB\xBF", bytes].concat();
    check(&marked(&alone), &marked(b"2\nk\xC5\x91/\xC3\xA9\tpo:noun\nfa/\xE1\xA9\n"), &forms);
    let listed = [&rules[..], b"AF 2\nAF \xC3\xA9\nAF \xE1\xA9 # 2\n", suffixes].concat();
    check(&listed, b"2\nk\xC5\x91/1\tpo:noun\nfa/2\n", &forms);
}

#[test]
fn one_dictionary_of_many_names_is_kept_once() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["es_AR", "es_ES", "es_VE"] {
        write(folder.path(), name, AFFIXES, b"1\ncasa\n");
    }
    write(folder.path(), "de_DE", AFFIXES, b"1\nHaus\n");
    let room = |files: u64| {
        let library = open(folder.path());
        library.kept.lock().unwrap().room = files * (AFFIXES.len() + 7) as u64;
        library
    };
    let find = |library: &Library, tag: &str| library.find(&Locale::parse(tag)).map(Option::unwrap);
    let library = room(1);
    let [spain, argentina] = ["es-ES", "es-AR"].map(|tag| find(&library, tag).unwrap());
    assert_eq!((spain.name(), argentina.name()), ("es_ES", "es_AR"));
    assert_eq!(spain.digest(), argentina.digest());
    assert!(argentina.knows("casa"));
    let error = find(&library, "de").unwrap_err().to_string();
    assert!(error.contains("de_DE.dic: no room for one more dictionary"), "{error}");
    assert!(library.again("es_VE", spain.digest()).is_ok());
    assert!(find(&room(2), "de").is_ok());
}

#[test]
fn what_cannot_be_read_takes_no_room() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "de_DE", AFFIXES, b"1\nHaus\n");
    write(folder.path(), "fr", AFFIXES, b"no number");
    write(folder.path(), "it", AFFIXES, b"1\ncaff\xE8\n");
    let library = open(folder.path());
    library.kept.lock().unwrap().room = (AFFIXES.len() + 9) as u64;
    for tag in ["fr", "it"] {
        assert!(library.find(&Locale::parse(tag)).is_err(), "{tag}");
    }
    assert!(library.find(&Locale::parse("de")).is_ok());
}

#[test]
fn what_is_no_dictionary_is_said_to_be_none() {
    let folder = tempfile::tempdir().unwrap();
    let of_folder = |error: Error| error.to_string();
    assert!(Library::open(Some(&folder.path().join("gone"))).is_err());
    let empty = Library::open(Some(folder.path())).map_err(of_folder).unwrap_err();
    assert!(empty.contains("no dictionary, such as"), "{empty}");
    std::fs::write(folder.path().join("hyph_de_DE.dic"), "x").unwrap();
    assert!(Library::open(Some(folder.path())).is_err());
    let check = |affixes: &[u8], words: &[u8], expected: &str| {
        write(folder.path(), "de", affixes, words);
        let library = open(folder.path());
        for _ in 0..2 {
            let found = library.find(&Locale::parse("de")).unwrap_err().to_string();
            assert!(found.contains(expected), "{found}");
        }
    };
    check(AFFIXES, b"no number\nword\n", "de.dic: no dictionary of Hunspell");
    check(b"SET UTF-8\nSFX N Y many\n", b"1\nword\n", "no dictionary of Hunspell");
    check(AFFIXES, b"1\ncaf\xE9\n", "de.dic: not in UTF-8");
    check(b"SET KLINGON-1\n", b"1\nword\n", "de.aff: the encoding klingon-1 is not known");
    check(AFFIXES, &vec![b'a'; (32 << 20) + 1], "de.dic: more than");
    // A folder, as a pipe, is none.
    std::fs::remove_file(folder.path().join("de.dic")).unwrap();
    std::fs::create_dir(folder.path().join("de.dic")).unwrap();
    let found = open(folder.path()).find(&Locale::parse("de")).unwrap_err().to_string();
    assert!(found.contains("de.dic: no file"), "{found}");
}

#[test]
fn no_folder_has_no_dictionaries() {
    assert_eq!(Library::open(None).unwrap().find(&Locale::parse("de")), Ok(None));
}
