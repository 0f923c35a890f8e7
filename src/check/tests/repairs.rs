//! What is repaired, and what only reported.

use super::{Sample, ids};
use crate::check::repair;

/// `expected` is the shown target after repair; the target itself if nothing may be touched.
fn check(languages: &str, source: &str, target: &str, expected: &str) {
    let repaired = Sample::new(languages, source, target).repaired();
    assert_eq!(repaired.as_deref().unwrap_or(target), expected, "{languages}: {source:?} → {target:?}");
}

#[test]
fn repairs_of_which_one_result_is_right_are_made() {
    check("en-de", "Name: ", "Name:", "Name: ");
    check("en-de", "Save the file", "Datei  speichern", "Datei speichern");
    check("en-de", "Save it, then close", "Speichern , dann schließen", "Speichern, dann schließen");
    check("en-de", "Save it, then close", "Speichern,dann schließen", "Speichern, dann schließen");
    check("en-de", "Save and close it", "Speichern und und schließen", "Speichern und schließen");
    check("en-de", "Save the file.", "Speichern Sie die Datei", "Speichern Sie die Datei.");
    check(
        "en-de",
        "⟦1⟧Save the file.⟦/1⟧",
        "⟦1⟧Speichern Sie die Datei⟦/1⟧",
        "⟦1⟧Speichern Sie die Datei.⟦/1⟧",
    );
    check(
        "en-de",
        "⟦1⟧Save the file⟦/1⟧.",
        "⟦1⟧Speichern Sie die Datei⟦/1⟧",
        "⟦1⟧Speichern Sie die Datei⟦/1⟧.",
    );
    check("en-zh", "Do you save the file now?", "现在要保存文件吗", "现在要保存文件吗？");
    check(
        "en-ja",
        "The file was saved now.",
        "ファイルを今すぐ保存しました",
        "ファイルを今すぐ保存しました。",
    );
    check("en-fr", "File name:", "Nom du fichier", "Nom du fichier\u{A0}:");
    check("en-fr", "Save the file!", "Enregistrez le fichier !", "Enregistrez le fichier\u{A0}!");
    check("en-ru", "The “Save” button", "Кнопка “Сохранить”", "Кнопка «Сохранить»");
    check("en-de", "Close it", "Schlie\u{200B}ßen", "Schließen");
    check("en-de", "Close it", "Schlie\u{1}ßen", "Schließen");
}

#[test]
fn framing_codes_are_put_back() {
    check("en-de", "⟦1⟧Save⟦/1⟧", "Speichern", "⟦1⟧Speichern⟦/1⟧");
    check("en-de", "⟦1⟧Save⟦/1⟧", "⟦1⟧Speichern", "⟦1⟧Speichern⟦/1⟧");
    check("en-de", "⟦1⟧⟦2⟧Save⟦/2⟧⟦/1⟧", "Speichern", "⟦1⟧⟦2⟧Speichern⟦/2⟧⟦/1⟧");
    check("en-de", "⟦1⟧⟦2⟧Save⟦/2⟧⟦/1⟧", "⟦1⟧Speichern⟦/1⟧", "⟦1⟧⟦2⟧Speichern⟦/2⟧⟦/1⟧");
    check("en-de", "Save⟦1⟧ ", "Speichern ", "Speichern⟦1⟧ ");
    check("en-de", "⟦1⟧Save⟦/1⟧", "⟦1⟧ Speichern ⟦/1⟧", "⟦1⟧Speichern⟦/1⟧");
}

#[test]
fn what_may_be_right_in_two_ways_is_left() {
    let left = |languages: &str, source: &str, target: &str| check(languages, source, target, target);
    left("en-de", "Press ⟦1⟧Save⟦/1⟧ now", "Jetzt Speichern drücken");
    left("en-de", "⟦1⟧ files remain", "Dateien bleiben");
    left("en-de", "⟦1⟧Save⟦/1⟧ it", "Es ⟦1⟧speichern");
    left("en-de", "Wait 30 seconds here.", "Warten Sie hier.");
    left("en-de", "Delete {name} now", "Jetzt löschen");
    left("en-de", "Save the file", "Save the file");
    left("en-de", "Save it", "");
    left("en-es", "Do you save the file?", "Guarda el archivo");
    left("en-ja", "List of files in the folder.", "フォルダー内のファイルの一覧");
    left("en-de", "Save (all) files", "(Alle Dateien speichern");
    left("en-de", "Close it", "Schlie\u{FFFD}en");
    left("en-de", "Save all the files…", "Alle Dateien speichern");
    left("en-xx", "Save the file.", "abc , def");
    // A word that ends one phrase and begins the next.
    left("en-nl", "Those that we have are here", "Die we hebben hebben we hier");
    left("en-es", "He who has it has it", "Quien lo tiene tiene suerte");
    left("en-de", "Listen to Duran Duran", "Höre Und Und");
    // What Windows-1252 has in the places of control characters.
    left("en-fr", "The user", "L\u{92}utilisateur");
    left("en-fr", "The user", "L'utilisateur\u{85} ici");
    left("en-de", "It holds about 12 oz.", "Es fasst etwa 340 Gramm");
    left("en-de", "It ends on 31.12.", "Es endet am letzten Tag");
    left("en-de", "Save all the files!", "Sichere alle Dateien");
    left("en-fr", "Run cd build ; make install", "Exécutez cd build ; make install ici");
    left("en-he", "Use it", "\u{200F}ABC\u{200F}");
    left("en-de", "Choose a: b here", "Wähle hier a : b");
}

#[test]
fn around_what_is_lost_and_at_an_end_that_may_be_none_nothing_is_mended() {
    let left = |languages: &str, source: &str, target: &str| check(languages, source, target, target);
    left("en-de", "Delete {name} now, please", "Jetzt  löschen, bitte");
    left("en-de", "See {name}, then go on", "Siehe , dann weiter");
    left("en-de", "See www.example.org/a , and go", "Siehe  jetzt und gehe");
    check("en-de", "Delete {name} now", "{name}  jetzt löschen", "{name} jetzt löschen");
    // Cut off in the middle: a stop would make it look whole.
    left(
        "en-de",
        "Save the document before you close the window and leave the room.",
        "Sichern Sie das Dokument, bevor Sie d",
    );
    left("en-de", "Save the document before you close it.", "Sichern Sie es. Dann gehen Sie alle nach Hause");
    check(
        "en-de",
        "Save the document before you close the window.",
        "Sichern Sie das Dokument, bevor Sie das Fenster schließen",
        "Sichern Sie das Dokument, bevor Sie das Fenster schließen.",
    );
}

#[test]
fn several_faults_are_repaired_together() {
    check(
        "en-de",
        "⟦1⟧Save the file, and then close it. ⟦/1⟧",
        "⟦1⟧Speichern Sie die  die Datei , und und dann schließen Sie sie ⟦/1⟧",
        "⟦1⟧Speichern Sie die die Datei, und dann schließen Sie sie. ⟦/1⟧",
    );
}

#[test]
fn protected_text_and_placeholders_are_never_touched() {
    let mut sample = Sample::new("en-de", "Run ⟦1⟧a b⟦/1⟧ now", "Jetzt ⟦1⟧a  b b⟦/1⟧ starten");
    sample.codes[0].protects = true;
    assert_eq!(sample.repaired(), None);
    check("en-de", "Use {{ a  b }} now", "Jetzt {{ a  b }} nutzen", "Jetzt {{ a  b }} nutzen");
}

#[test]
fn a_repair_that_breaks_the_limit_is_not_made() {
    let mut sample = Sample::new("en-de", "Save the file.", "Speichern Sie die Datei");
    sample.max_chars = Some(23);
    assert_eq!(sample.repaired(), None);
}

#[test]
fn the_report_names_what_was_fixed_as_it_was_found() {
    let sample = Sample::new("en-de", "Save and open all files.", "Alle Dateien  speichern und und öffnen");
    let repair = repair(&sample.pair()).unwrap();
    assert_eq!(repair.target.to_string(), "Alle Dateien speichern und öffnen.");
    assert_eq!(ids(&repair.fixed), "double-space end-punct doubled-word");
    assert_eq!(repair.fixed[0].span, Some((12, 14)));
}
