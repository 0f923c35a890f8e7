//! Hostile and broken files get a clear error that names the place, and the server lives on.

use crate::harness::{Server, config, document, metadata, reason, upload};
use std::fmt::Write as _;

/// What is uploaded, the reason it is refused with, and the line it is refused at.
fn cases() -> Vec<(&'static str, Vec<u8>, &'static str, &'static str)> {
    let good = document(3);
    let bomb = r#"<?xml version="1.0"?>
<!DOCTYPE xliff [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="&b;"/></xliff>"#;
    let mut deep = good.replace("</body></file>", "");
    deep = deep.replace("</xliff>\n", "");
    write!(deep, "{}", "<group>".repeat(100_000)).unwrap();
    let huge = good.replace("original=\"test\"", &format!("original=\"{}\"", "x".repeat(2 << 20)));
    let control = good.replace("Schritt 2", "Schritt \u{1}");
    let charref = good.replace("Schritt 2", "Schritt &#0;");
    let cut = good[..good.len() - 10].to_owned();
    let twice = format!("{good}<xliff/>");
    vec![
        ("not xml", b"Dear all,\nplease find attached".to_vec(), "XLIFF_MALFORMED", "1"),
        ("empty", Vec::new(), "XLIFF_MALFORMED", "1"),
        ("not xliff", b"<html><body/></html>".to_vec(), "XLIFF_UNSUPPORTED", "1"),
        ("another namespace", b"<xliff xmlns='urn:x' version='1.2'/>".to_vec(), "XLIFF_UNSUPPORTED", "1"),
        ("wordfast txml", b"<txml version='1.0'></txml>".to_vec(), "XLIFF_UNSUPPORTED", "1"),
        ("truncated", cut.into_bytes(), "XLIFF_MALFORMED", ""),
        ("two roots", twice.into_bytes(), "XLIFF_MALFORMED", "9"),
        ("entities", bomb.as_bytes().to_vec(), "XLIFF_UNSUPPORTED", "2"),
        ("deep", deep.into_bytes(), "XLIFF_UNSUPPORTED", "8"),
        ("huge attribute", huge.into_bytes(), "XLIFF_UNSUPPORTED", "3"),
        ("control character", control.into_bytes(), "XLIFF_MALFORMED", "5"),
        ("reference to no character", charref.into_bytes(), "XLIFF_MALFORMED", "5"),
        ("not utf-8", [good.as_bytes(), b"\xff"].concat(), "XLIFF_MALFORMED", ""),
    ]
}

#[tokio::test]
async fn a_file_that_cannot_be_taken_is_refused_by_place() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    for (name, bytes, expected, line) in cases() {
        let status = upload(&server.channel, "a.xlf", &bytes).await.expect_err(name);
        assert_eq!(reason(&status), expected, "{name}: {}", status.message());
        let found = metadata(&status, "line");
        assert!(found.parse::<u64>().is_ok_and(|line| line > 0), "{name} names no line");
        assert!(line.is_empty() || line == found, "{name} is refused at line {found}, not {line}");
        assert!(metadata(&status, "column").parse::<u64>().is_ok_and(|column| column > 0), "{name}");
    }
    let left = std::fs::read_dir(folder.path().join("files")).unwrap().count();
    assert_eq!(left, 0, "something was left behind");
    upload(&server.channel, "a.xlf", document(3).as_bytes()).await.expect("the server is alive");
    server.drain().await;
}

#[tokio::test]
async fn a_limit_names_its_setting() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = config(folder.path());
    config.limits.segments = 2;
    let server = Server::start(config).await;
    let status = upload(&server.channel, "a.xlf", document(3).as_bytes()).await.unwrap_err();
    assert_eq!(metadata(&status, "setting"), "limits.segments");
    server.drain().await;
}
