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
