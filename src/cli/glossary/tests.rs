//! Glossaries as people have them, and what is wrong with some.

use super::Glossary;
use crate::domain::file::LanguagePair;
use crate::domain::terms::Term;

fn pair(source: &str, target: &str) -> LanguagePair {
    LanguagePair { source: source.to_owned(), target: target.to_owned() }
}

fn read(name: &str, text: &str) -> Result<Glossary, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    Glossary::read(&path).map_err(|failed| failed.message)
}

fn terms(name: &str, text: &str, languages: &LanguagePair) -> Result<Vec<Term>, String> {
    read(name, text)?.terms(languages).map_err(|failed| failed.message)
}

fn term(source: &str, target: &str, forbidden: &[&str]) -> Term {
    Term {
        source: source.to_owned(),
        target: target.to_owned(),
        forbidden: forbidden.iter().map(|text| (*text).to_owned()).collect(),
        ..Term::default()
    }
}

const TBX_2: &str = r#"<?xml version='1.0'?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><text><body>
<termEntry id="c1">
  <langSet xml:lang="en"><tig><term>disk drive</term></tig></langSet>
  <langSet xml:lang="de">
    <tig><term>Platten&#8203;speicher</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig>
    <ntig><termGrp><term>Laufwerk</term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termGrp></ntig>
    <tig><term>Festplatte</term></tig>
  </langSet>
  <langSet xml:lang="fr"><tig><term>lecteur</term></tig></langSet>
</termEntry>
</body></text></martif>"#;

const TBX_3: &str = r#"<tbx style="dct" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
  xmlns:min="http://www.tbxinfo.net/ns/min"><text><body>
<conceptEntry id="c1">
  <langSec xml:lang="en-US"><termSec><term>cloud <hi>storage</hi></term></termSec></langSec>
  <langSec xml:lang="de-DE"><termSec><term>Cloudspeicher</term></termSec>
    <termSec><term>Wolke</term><min:administrativeStatus>supersededTerm-admn-sts</min:administrativeStatus></termSec></langSec>
</conceptEntry></body></text></tbx>"#;

#[test]
fn tbx_of_both_versions_gives_terms_preferred_ones_first() {
    let languages = pair("en", "de-AT");
    let forbidden = ["Platten\u{200b}speicher"];
    let expected = [term("disk drive", "Laufwerk", &forbidden), term("disk drive", "Festplatte", &forbidden)];
    assert_eq!(terms("a.tbx", TBX_2, &languages).unwrap(), expected);
    assert_eq!(
        terms("a.tbx", TBX_3, &languages).unwrap(),
        [term("cloud storage", "Cloudspeicher", &["Wolke"])]
    );
    assert_eq!(terms("a.TBX", TBX_2, &pair("fr", "en")).unwrap(), [term("lecteur", "disk drive", &[])]);
}

#[test]
fn tables_name_their_columns() {
    let check = |name: &str, text: &str, expected: &[Term]| {
        assert_eq!(terms(name, text, &pair("en", "de")).as_deref(), Ok(expected), "{text}");
    };
    check("a.csv", "source,target\n\"disk, hard\",Festplatte\n\n", &[term("disk, hard", "Festplatte", &[])]);
    check("a.csv", "\u{feff}source;target\r\ndisk;Platte\r\n", &[term("disk", "Platte", &[])]);
    check("a.tsv", "EN\tde-DE\tfr\ndisk\tPlatte\tdisque\n", &[term("disk", "Platte", &[])]);
    check(
        "a.csv",
        "source,target,forbidden\ndisk,A | B,C|D\n",
        &[term("disk", "A", &["C", "D"]), term("disk", "B", &["C", "D"])],
    );
    let kept = Term { do_not_translate: true, case_sensitive: true, ..term("Refineloop", "", &[]) };
    check("a.csv", "source,target,do_not_translate,case_sensitive\nRefineloop,,yes,1\n", &[kept]);
}

#[test]
fn what_cannot_be_read_is_told_with_its_line() {
    let check = |name: &str, text: &str, expected: &str| {
        let told = terms(name, text, &pair("en", "de")).unwrap_err();
        assert!(told.contains(expected) && told.contains(name), "{text}: {told}");
    };
    check("a.csv", "disk drive,Laufwerk\n", "line 1: there is no column \"disk drive\"");
    check("a.csv", "source,target\na,b\nc,d,e\n", "line 3: 3 cells");
    check("a.csv", "source,target,dnt\na,b,maybe\n", "line 2: column 3, do_not_translate: \"maybe\"");
    check(
        "a.csv",
        "source,target,forbidden\nok,gut,\na,b,Yes\n",
        "line 3: column 3, forbidden: \"Yes\" is no name",
    );
    check(
        "a.csv",
        "source,target\n\"a,b\nc,d\n",
        "line 2: column 1, source: it goes on over the end of the line",
    );
    check("a.csv", "source,target\n\"a,b\n\"c\",d\n", "line 2: column 1, source: it goes on");
    check("a.csv", "source,\"target\na,b\n", "line 1: column 2: it goes on");
    check("a.csv", "source,target\na,\n", "no entry has both a source and a target");
    check("a.csv", "source,target\n", "no entry");
    check("a.csv", "source,target,forbidden\nok,gut,\na,b,b\n", "line 3: forbidden");
    check("a.csv", &format!("source,target\nok,gut\n{},b\n", "a".repeat(501)), "line 3: source");
    check("a.csv", "fr,de\na,b\n", "it has de, fr");
    check("a.doc", "x", ".tbx, .csv or .tsv");
    check("a.tbx", "<martif>\n<text>\n</martif>", "line 3: not well-formed");
    check("a.tbx", "<html/>", "line 1: no TBX");
    let bomb = "<!DOCTYPE martif [<!ENTITY a 'b'>]>\n<martif/>";
    check("a.tbx", bomb, "line 1: a document type with declarations");
    let deep = format!("<tbx>{}{}</tbx>", "<a>".repeat(200_000), "</a>".repeat(200_000));
    assert!(read("a.tbx", &deep).is_err());
}
